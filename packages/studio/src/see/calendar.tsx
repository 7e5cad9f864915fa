/** The calendar's axis, which every picture with dates stands on, and the clocks on that same axis. */
import { scaleUtc } from "d3-scale";
import type { ListedClock } from "standoff";
import { ClockHandle } from "./clock-handle.tsx";

export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export type Days = (date: string) => number;

const dayOf = (date: string) => new Date(`${date}T00:00:00Z`);

/** Where a day stands, in pixels. */
export function daysAcross(from: string, to: string, { left, right }: Frame): Days {
  const scale = scaleUtc([dayOf(from), dayOf(to)], [left, right]);
  return (date) => scale(dayOf(date));
}

const shortMonth = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** "16 Jun" */
export const shortDay = (date: string) => short.format(dayOf(date));
/** "16 June 2025" */
export const longDay = (date: string) => long.format(dayOf(date));

/** First days of months between two dates; where the time is short, days. */
function ticks(from: string, to: string, most: number): readonly { readonly date: string; readonly label: string }[] {
  const [first, last] = [dayOf(from), dayOf(to)];
  const days = (last.getTime() - first.getTime()) / 86_400_000;
  const scale = scaleUtc([first, last], [0, 1]);
  return scale.ticks(Math.min(most, days > 70 ? Math.min(12, Math.round(days / 30)) : 8)).map((date) => ({
    date: date.toISOString().slice(0, 10),
    label: days > 70 ? shortMonth.format(date) : short.format(date),
  }));
}

/** Room that a date takes below the axis, in pixels. */
const DATE = 46;

export function CalendarAxis({ from, to, frame, days }: { from: string; to: string; frame: Frame; days: Days }) {
  return (
    <g aria-hidden="true">
      <line className="axis" x1={frame.left} x2={frame.right} y1={frame.bottom} y2={frame.bottom} />
      {ticks(from, to, Math.floor((frame.right - frame.left) / DATE)).map(({ date, label }) => (
        <g key={date}>
          <line className="axis" x1={days(date)} x2={days(date)} y1={frame.bottom} y2={frame.bottom + 4} />
          {days(date) + label.length * 5.5 < frame.right + 12 && (
            <text className="s" x={days(date) + 4} y={frame.bottom + 12}>
              {label}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

/** Letters that a label takes, in pixels: near enough to keep labels apart. */
const wide = (text: string) => text.length * 5.6 + 14;

interface Mark {
  readonly key: string;
  readonly name: string;
  readonly date: string;
  readonly text: string;
  readonly day: string;
  readonly fixed: boolean;
}

function marksOf(clocks: readonly ListedClock[], from: string, to: string): Mark[] {
  return clocks
    .flatMap(({ name, dates, kind }) =>
      dates.map(([date, chance]) => ({
        key: `${name} ${date}`,
        name,
        date,
        text: chance !== null && chance < 1 ? `${name}, ${Math.round(100 * chance)} in 100` : name,
        day: shortDay(date),
        fixed: kind === "fixed",
      })),
    )
    .filter(({ date }) => date >= from && date <= to)
    .sort((a, b) => a.date.localeCompare(b.date));
}

/** Rows of labels below the axis, so that none lies upon another. */
function rowsOf(marks: readonly Mark[], days: Days): readonly (Mark & { readonly row: number })[] {
  const ends: number[] = [];
  return marks.map((mark) => {
    const x = days(mark.date);
    const free = ends.findIndex((end) => end < x);
    const row = free === -1 ? ends.length : free;
    ends[row] = x + wide(`${mark.text} ${mark.day}`);
    return { ...mark, row };
  });
}

export const ROW = 15;

export function clockRows(clocks: readonly ListedClock[], from: string, to: string, days: Days): number {
  return 1 + Math.max(-1, ...rowsOf(marksOf(clocks, from, to), days).map(({ row }) => row));
}

interface ClocksProps {
  readonly clocks: readonly ListedClock[];
  readonly from: string;
  readonly to: string;
  readonly frame: Frame;
  readonly days: Days;
  /** Can those on one fixed date be moved here? */
  readonly movable?: boolean;
}

export function Clocks({ clocks, from, to, frame, days, movable = false }: ClocksProps) {
  const base = frame.bottom + 26;
  const marks = rowsOf(marksOf(clocks, from, to), days);
  return (
    <>
      <g aria-hidden="true">
        {marks.map(({ key, date, text, day, fixed, row }) => {
          const x = days(date);
          const y = base + row * ROW;
          const turned = x + wide(`${text} ${day}`) > frame.right + 120;
          return (
            <g key={key}>
              <line className="clock" x1={x} x2={x} y1={frame.top} y2={y - 8} />
              <path className={fixed ? "clockhead" : "clockhead open"} d={`M${x - 4} ${y - 8}h8l-4 6.5z`} />
              <text className={`halo${turned ? " to" : ""}`} x={turned ? x - 8 : x + 8} y={y}>
                {text} <tspan className="s">{day}</tspan>
              </text>
            </g>
          );
        })}
      </g>
      {movable &&
        marks
          .filter(({ fixed }) => fixed)
          .map(({ name, date, row }) => (
            <ClockHandle key={name} {...{ name, date, from, to, frame, days }} y={base + row * ROW - 2} />
          ))}
    </>
  );
}
