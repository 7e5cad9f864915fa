/**
 * The axis of days below a chart, and the clocks on its rail: a triangle and a label for each date of a clock, in
 * lanes.
 */
import { scaleUtc } from "d3-scale";
import type { ListedClock } from "standoff";
import { dayOf, isoDay, monthName, shortDate } from "../days.ts";
import { perCent } from "../figures.ts";
import { type Html, html, type Part } from "../html.ts";
import type { Report } from "../report.ts";
import { at, widthOf } from "./frame.ts";

const DAY = 86_400_000;
/** Height of a lane of labels. */
export const LANE = 16;

/** ISO days. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Where a chart begins and ends, and where a day stands in it. */
export interface Across {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  readonly x: (iso: string) => number;
}

export function across({ from, to }: Span, { width, left, right }: Omit<Across, "x">): Across {
  const scale = scaleUtc([dayOf(from) * DAY, dayOf(to) * DAY], [left, right]);
  return { width, left, right, x: (iso) => at(scale(dayOf(iso) * DAY)) };
}

/** Months where the calendar is long, days where it is short. */
export function monthAxis({ from, to }: Span, floor: number, frame: Across): Part {
  const days = dayOf(to) - dayOf(from);
  const firsts = days > 45 ? monthsBetween(from, to) : daysBetween(from, to, frame);
  const name = days > 45 ? monthName : shortDate;
  const room = (firsts.length > 1 ? frame.x(firsts[1]) - frame.x(firsts[0]) : 99) >= 30 ? 1 : 3;
  return [
    html`<path class="axis" d="M${frame.left},${floor + 2}H${frame.right}"/>`,
    firsts.map((iso, place) => {
      const x = frame.x(iso);
      const label =
        place % room === 0 &&
        x < frame.right - 20 &&
        html`<text class="s" x="${x + 3}" y="${floor + 14}">${name(iso)}</text>`;
      return html`<path class="axis" d="M${x},${floor + 2}v4"/>${label}`;
    }),
  ];
}

function monthsBetween(from: string, to: string): string[] {
  const found: string[] = [];
  let [year, month] = from.split("-").map(Number);
  for (;;) {
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
    const iso = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`;
    if (iso > to) return found;
    found.push(iso);
  }
}

function daysBetween(from: string, to: string, frame: Across): string[] {
  const days = dayOf(to) - dayOf(from);
  const step = Math.max(1, Math.ceil(days / ((frame.right - frame.left) / 44)));
  return Array.from({ length: Math.floor(days / step) + 1 }, (_, i) => isoDay(dayOf(from) + i * step));
}

export interface ClockMark {
  readonly clock: ListedClock;
  /** Of falling due then; null where that depends. */
  readonly chance: number | null;
  readonly date: string;
  readonly x: number;
  readonly lane: number;
  /** Does its label stand to the left of its mark, for want of room? */
  readonly before: boolean;
}

/** The dates of clocks within the calendar, each with a lane in which its label hides no other. */
export function clockMarks({ clocks, from, to }: Span & Pick<Report, "clocks">, frame: Across): ClockMark[] {
  const dates = clocks
    .flatMap((clock) => clock.dates.map(([date, chance]) => ({ clock, date, chance })))
    .filter(({ date }) => date >= from && date <= to)
    .sort((a, b) => a.date.localeCompare(b.date));
  const taken: [number, number][][] = [];
  return dates.map((one) => {
    const x = frame.x(one.date);
    const room = widthOf(labelText(one)) + 14;
    const before = x + room > frame.width;
    const span: [number, number] = before ? [x - room, x + 6] : [x - 6, x + room];
    let lane = taken.findIndex((others) => others.every(([left, right]) => span[1] < left || span[0] > right));
    if (lane === -1) lane = taken.push([]) - 1;
    taken[lane].push(span);
    return { ...one, x, lane, before };
  });
}

type Labelled = Pick<ClockMark, "clock" | "date" | "chance">;

const labelText = (one: Labelled) => `${one.clock.owner} ${one.clock.name} ${dueText(one)}`;

/** The date, and where it is uncertain its chance. */
function dueText({ date, chance }: Labelled): string {
  return chance === 1 || chance === null ? shortDate(date) : `${shortDate(date)}, ${perCent(chance)}`;
}

export function clockLabel(mark: ClockMark, y: number): Html {
  const { clock, chance, x, before } = mark;
  const side = before ? html`class="halo end" x="${x - 8}"` : html`class="halo" x="${x + 8}"`;
  return html`<path class="${chance === 1 ? "clockhead" : "clockhead hollow"}" d="M${x - 4.5},${y - 1}h9l-4.5,7z"/><text ${side} y="${y + 6}"><tspan class="s">${clock.owner}</tspan> <tspan class="m">${clock.name}</tspan> ${dueText(mark)}</text>`;
}
