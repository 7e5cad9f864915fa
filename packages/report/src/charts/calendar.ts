/**
 * The outcomes by date on one axis, with the clocks: a row for each outcome, its mean as a line, its band as upright bars at the ends of
 * periods, and through all rows a dotted line for each date of a clock, whose name stands on the rail below.
 */
import { scaleLinear, scaleUtc } from "d3-scale";
import { line } from "d3-shape";
import type { ListedClock } from "standoff";
import { dayOf, isoDay, longDate, monthName, shortDate } from "../days.ts";
import { bandOf, capital, perCent } from "../figures.ts";
import { type Html, html, type Part } from "../html.ts";
import type { Report, ReportedOutcome } from "../report.ts";
import { at, picture, WIDE, widthOf } from "./frame.ts";

/** Rows are lower where there are many. */
const rowHeight = (rows: number) => (rows > 4 ? 44 : 62);
const GAP = 22;
const LANE = 16;
const DAY = 86_400_000;

export type Dated = Pick<Report, "outcomes" | "clocks"> & { readonly from: string; readonly to: string };

/** Outcomes that come about on some day; what is judged on the last day alone has no line. */
export function datedOutcomes({ outcomes }: Pick<Report, "outcomes">): ReportedOutcome[] {
  return outcomes.filter(({ atEnd, byDate }) => !atEnd && byDate.length > 1);
}

interface Frame {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  readonly row: number;
  readonly x: (iso: string) => number;
}

export function calendarChart(dated: Dated, width: number): Html {
  const rows = datedOutcomes(dated);
  const left = 30;
  const right = width === WIDE ? width - 150 : width - 6;
  const scale = scaleUtc([dayOf(dated.from) * DAY, dayOf(dated.to) * DAY], [left, right]);
  const frame: Frame = { width, left, right, row: rowHeight(rows.length), x: (iso) => at(scale(dayOf(iso) * DAY)) };
  const floor = rows.length * (frame.row + GAP);
  const marks = clockMarks(dated, frame);
  const lanes = Math.max(0, ...marks.map(({ lane }) => lane + 1));
  const label = `Probability of ${rows.length} outcomes by date, from ${longDate(dated.from)} to ${longDate(dated.to)}, with their bands and the clocks on the same axis. Tables follow.`;
  return picture(width, floor + 26 + lanes * LANE, label, [
    marks.map(({ x, lane }) => html`<path class="clock" d="M${x},8V${floor + 24 + lane * LANE}"/>`),
    rows.map((row, place) => outcomeRow(row, place * (frame.row + GAP) + GAP, frame)),
    monthAxis(dated, floor, frame),
    marks.map((mark) => clockLabel(mark, floor + 24 + mark.lane * LANE)),
  ]);
}

// ---- Rows ----

function outcomeRow(outcome: ReportedOutcome, top: number, frame: Frame): Part {
  const { byDate } = outcome;
  const y = scaleLinear([0, 1], [top + frame.row - 6, top]);
  const path = line<ReportedOutcome["byDate"][number]>(
    ({ date }) => frame.x(date),
    ({ mean }) => at(y(mean)),
  )([...byDate])!;
  const last = byDate[byDate.length - 1];
  return [
    [0, 0.5, 1].map(
      (value) =>
        html`<path class="${value === 0 ? "axis" : "grid"}" d="M${frame.left},${at(y(value))}H${frame.right}"/>`,
    ),
    [0, 1].map(
      (value) =>
        html`<text class="s end" x="${frame.left - 4}" y="${at(y(value)) + 3.5}">${value === 1 ? "100" : "0"}</text>`,
    ),
    shownDates(byDate, frame).map(({ date, low, high }) => {
      const [x, from, to] = [frame.x(date), at(y(low)), at(y(high))];
      return html`<path class="band" d="M${x - 2},${from}h4M${x},${from}V${to}M${x - 2},${to}h4"/>`;
    }),
    html`<path class="line" d="${path}"/><circle class="ink" cx="${frame.x(last.date)}" cy="${at(y(last.mean))}" r="2.5"/>`,
    rowLabel(outcome, top, at(y(last.mean)), frame),
  ];
}

/** Bars no closer than twelve pixels, the last always among them. */
function shownDates(byDate: ReportedOutcome["byDate"], frame: Frame) {
  const kept: (typeof byDate)[number][] = [];
  for (const one of [...byDate].reverse()) {
    const before = kept.at(-1);
    if (before === undefined || frame.x(before.date) - frame.x(one.date) >= 12) kept.push(one);
  }
  return kept.filter(({ low, high }) => high - low >= 0.005);
}

/** On a desk's page beside the row's end; on a hand's above the row. */
function rowLabel(outcome: ReportedOutcome, top: number, end: number, { width, right, row }: Frame): Html {
  const [name, figure, band] = [capital(outcome.name), perCent(outcome.mean), bandOf(outcome, "probability")];
  if (width !== WIDE)
    return html`<text class="halo" x="2" y="${top - 7}"><tspan class="b">${name}</tspan> ${figure}, ${band}</text>`;
  const y = Math.max(top + 12, Math.min(top + row - 24, end + 4));
  const lines = wrapped(name, 24).slice(0, 2);
  const start = lines.length > 1 ? y - 8 : y;
  return html`<text x="${right + 10}" y="${start}">${lines.map((words, i) => html`<tspan class="b" x="${right + 10}" dy="${i === 0 ? 0 : 13}">${words}</tspan>`)}<tspan x="${right + 10}" dy="14"><tspan class="m">${figure}</tspan>, ${band}</tspan></text>`;
}

function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

// ---- The axis and the clocks ----

/** Months where the calendar is long, days where it is short. */
function monthAxis({ from, to }: Dated, floor: number, frame: Frame): Part {
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

function daysBetween(from: string, to: string, frame: Frame): string[] {
  const days = dayOf(to) - dayOf(from);
  const step = Math.max(1, Math.ceil(days / ((frame.right - frame.left) / 44)));
  return Array.from({ length: Math.floor(days / step) + 1 }, (_, i) => isoDay(dayOf(from) + i * step));
}

interface ClockMark {
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
function clockMarks({ clocks, from, to }: Dated, frame: Frame): ClockMark[] {
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

function clockLabel(mark: ClockMark, y: number): Html {
  const { clock, chance, x, before } = mark;
  const side = before ? html`class="halo end" x="${x - 8}"` : html`class="halo" x="${x + 8}"`;
  return html`<path class="${chance === 1 ? "clockhead" : "clockhead hollow"}" d="M${x - 4.5},${y - 1}h9l-4.5,7z"/><text ${side} y="${y + 6}"><tspan class="s">${clock.owner}</tspan> <tspan class="m">${clock.name}</tspan> ${dueText(mark)}</text>`;
}
