/** The clocks, on the axis of the calendar below a picture. */
import type { ListedClock } from "standoff";
import { type Days, type Frame, shortDay } from "./calendar.tsx";
import { ClockHandle } from "./clock-handle.tsx";

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
