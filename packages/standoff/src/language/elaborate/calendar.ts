/**
 * The calendar: periods from the regular grid, broken also at dates that the scenario names. The grid runs from the
 * first day in steps of days, weeks or months (months by the calendar: from the 31st to the last day of a shorter
 * month, and back to the 31st); the last period may be short.
 */
import { addMonths, DAYS_PER_MONTH } from "../../text/dates.ts";
import type { Calendar, Period } from "../scenario.ts";

export type Step = Calendar["step"];

/** More periods than this are refused: no world could hold them. */
export const mostPeriods = 5_000;

/** `1 week`, `2 days`, `1 fortnight`, `month`; undefined where it cannot be read. */
export function parseStep(text: string): Step | undefined {
  const match = /^(?:(\d{1,4})\s+)?(day|week|fortnight|month|year)s?$/.exec(text.trim());
  const count = match?.[1] === undefined ? 1 : Number(match[1]);
  if (match === null || count < 1) return undefined;
  switch (match[2]) {
    case "day":
      return { count, unit: "day" };
    case "week":
      return { count, unit: "week" };
    case "fortnight":
      return { count: 2 * count, unit: "week" };
    case "month":
      return { count, unit: "month" };
    default:
      return { count: 12 * count, unit: "month" };
  }
}

/** The step times a factor such as 1/2, or undefined where it would be shorter than a day. */
function scaleStep(step: Step, factor: number): Step | undefined {
  const count = step.count * factor;
  if (Number.isInteger(count)) return { count, unit: step.unit };
  const days = step.unit === "week" ? 7 * count : step.unit === "day" ? count : 0;
  if (step.unit === "month") return { count, unit: "month" };
  return days >= 1 ? { count: days, unit: "day" } : undefined;
}

/** A step named by an option: `half`, `quarter`, `double`, or a step of its own. */
export function stepOption(text: string, given: Step): Step | undefined {
  const factors: Record<string, number> = { half: 1 / 2, quarter: 1 / 4, double: 2 };
  const factor = Object.hasOwn(factors, text) ? factors[text] : undefined;
  return factor === undefined ? parseStep(text) : scaleStep(given, factor);
}

/**
 * Periods from `from` up to `to` (days), with a break at every grid day and every day of `breaks` in between; then
 * those after the last day, up to `end`. Undefined when there would be none, or more than `mostPeriods`.
 */
export function makeCalendar(
  from: number,
  to: number,
  step: Step,
  breaks: Iterable<number>,
  end = to,
): Calendar | undefined {
  if (!(to > from)) return undefined;
  const breaking = [...breaks].map(Math.ceil);
  const grid = gridUpTo(from, to, step, (cell) => cell + 1);
  const periods = grid && cut(grid, to, breaking, (cell) => cell);
  const later = gridUpTo(to, end, step, (cell) => cell + stepsAfterwards(step, cell));
  if (periods === undefined || grid === undefined || later === undefined) return undefined;
  const afterwards = end > to ? cut(later, end, breaking, (cell) => grid.length - 1 + cell) : [];
  const played = [...periods, ...afterwards];
  return played.length > mostPeriods ? undefined : { from, to, step, periods, played, end };
}

/** A day of the grid, and how many steps from its first day. */
interface GridDay {
  readonly day: number;
  readonly steps: number;
}

/** Days of the grid from its first one to the first that is not before `to`; undefined where they are too many. */
function gridUpTo(from: number, to: number, step: Step, next: (steps: number) => number): GridDay[] | undefined {
  const grid: GridDay[] = [{ day: from, steps: 0 }];
  while (grid.at(-1)!.day < to) {
    if (grid.length > mostPeriods) return undefined;
    const steps = next(grid.at(-1)!.steps);
    grid.push({ day: gridDay(from, step, steps), steps });
  }
  return grid;
}

/** The periods of a grid up to `to`, broken at some days. */
function cut(
  grid: readonly GridDay[],
  to: number,
  breaks: readonly number[],
  numbered: (cell: number) => number,
): Period[] {
  const days = new Set([...grid.map(({ day }) => day), ...breaks].filter((day) => day >= grid[0].day && day < to));
  const starts = [...days].sort((a, b) => a - b);
  let cell = 0;
  return starts.map((start, index): Period => {
    if (start >= grid[cell + 1].day) cell++;
    const [first, next] = [grid[cell], grid[cell + 1]];
    const length = (starts[index + 1] ?? to) - start;
    const steps = (length / (next.day - first.day)) * (next.steps - first.steps);
    return { start, days: length, cell: numbered(cell), steps };
  });
}

/**
 * How many steps the next period after the last day has: one at first, then twice as many as the one before, up to a
 * month. Longer ones leave the last day felt: with two months labour-strike moved by 7 points in a calendar a quarter
 * longer.
 */
function stepsAfterwards({ count, unit }: Step, passed: number): number {
  const most = unit === "month" ? 1 / count : DAYS_PER_MONTH / (count * (unit === "week" ? 7 : 1));
  return Math.max(1, Math.min(passed + 1, Math.floor(most + 1e-9)));
}

/** The k-th day of the grid; parts of days round down, parts of months take that part of the month. */
function gridDay(from: number, step: Step, k: number): number {
  if (step.unit !== "month") return from + Math.floor(k * step.count * (step.unit === "week" ? 7 : 1) + 1e-9);
  const months = k * step.count;
  const whole = Math.floor(months + 1e-9);
  const start = addMonths(from, whole);
  const part = months - whole;
  return part < 1e-9 ? start : start + Math.floor(part * (addMonths(from, whole + 1) - start));
}

/** The period that holds a day, or -1. */
export function periodOf(calendar: Calendar, day: number): number {
  let found = -1;
  for (const [index, period] of calendar.periods.entries()) if (period.start <= day && day < calendar.to) found = index;
  return found;
}
