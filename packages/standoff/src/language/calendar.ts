/**
 * The calendar: periods from the regular grid, broken also at dates that the scenario names. The grid runs from the first
 * day in steps of days, weeks or months (months by the calendar: from the 31st to the last day of a shorter month, and back
 * to the 31st); the last period may be short.
 */
import { addMonths } from "./dates.ts";
import type { Calendar, Period } from "./scenario.ts";

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
export function scaleStep(step: Step, factor: number): Step | undefined {
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
 * Periods from `from` up to `to` (days), with a break at every grid day and every day of `breaks` in between. Undefined
 * when there would be none, or more than `mostPeriods`.
 */
export function makeCalendar(from: number, to: number, step: Step, breaks: Iterable<number>): Calendar | undefined {
  if (!(to > from)) return undefined;
  const grid = [from];
  while (grid.at(-1)! < to) {
    if (grid.length > mostPeriods) return undefined;
    grid.push(gridDay(from, step, grid.length));
  }
  const days = new Set(grid.slice(0, -1));
  for (const day of breaks) if (day > from && day < to) days.add(Math.ceil(day));
  const starts = [...days].sort((a, b) => a - b);
  if (starts.length > mostPeriods) return undefined;
  let cell = 0;
  const periods = starts.map((start, index): Period => {
    if (start >= grid[cell + 1]!) cell++;
    const length = (starts[index + 1] ?? to) - start;
    return { start, days: length, cell, steps: length / (grid[cell + 1]! - grid[cell]!) };
  });
  return { from, to, step, periods };
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
