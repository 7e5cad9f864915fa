/** Small plots in text: how an outcome builds up along the calendar, and the axis with months and clocks. */

const blocks = "▁▂▃▄▅▆▇█";

/** A series of days and values; between two days the earlier value holds. */
export type Series = readonly (readonly [day: number, value: number])[];

/** The value that holds on a day; 0 before the first. */
function valueAt(series: Series, day: number): number {
  let value = 0;
  for (const [from, now] of series) {
    if (from > day) break;
    value = now;
  }
  return value;
}

/** One character per stretch of the calendar, in eighths of `top`; nothing yet is a blank. */
export function sparkline(series: Series, from: number, to: number, width: number, top: number): string {
  return Array.from({ length: width }, (_, column) => {
    const value = valueAt(series, from + ((to - from) * (column + 1)) / width);
    if (top <= 0 || value <= 0) return " ";
    const eighth = Math.ceil((value / top) * blocks.length);
    return blocks[Math.min(blocks.length, Math.max(1, eighth)) - 1];
  }).join("");
}

/** Where a day stands on an axis of `width` characters. */
export function columnOf(day: number, from: number, to: number, width: number): number {
  return Math.max(0, Math.min(width - 1, Math.floor(((day - from) / (to - from)) * width)));
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2025-05-11` of a day count since 1970-01-01. */
export function isoDate(day: number): string {
  return new Date(Math.round(day) * 86_400_000).toISOString().slice(0, 10);
}

/** The day count of `2025-05-11`. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

/** `11 May 2025`. */
export function longDate(day: number): string {
  const date = new Date(Math.round(day) * 86_400_000);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** Names of months, or of days on short calendars, each where it begins, as far as there is room. */
export function dateLabels(from: number, to: number, width: number): string {
  const line = new Array<string>(width).fill(" ");
  let free = 0;
  for (const { day, label } of ticks(from, to)) {
    const at = columnOf(day, from, to, width);
    if (at < free || at + label.length > width) continue;
    for (let index = 0; index < label.length; index++) line[at + index] = label[index];
    free = at + label.length + 1;
  }
  return line.join("").trimEnd();
}

/** First days of months; on calendars of less than two months, every day. */
function ticks(from: number, to: number): { day: number; label: string }[] {
  const found: { day: number; label: string }[] = [];
  for (let day = Math.ceil(from); day < to; day++) {
    const date = new Date(day * 86_400_000);
    const name = months[date.getUTCMonth()];
    if (to - from < 60) found.push({ day, label: `${date.getUTCDate()} ${name}` });
    else if (date.getUTCDate() === 1) {
      found.push({ day, label: to - from > 730 && date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : name });
    }
  }
  return found;
}

/** A mark on the axis: a clock's possible date. */
export interface Mark {
  readonly day: number;
  readonly letter: string;
}

/**
 * The axis itself: a rule with the clocks' letters on it; where two fall together the first stands and `+` says more.
 */
export function axis(marks: readonly Mark[], from: number, to: number, width: number): string {
  const line = new Array<string>(width).fill("─");
  for (const { day, letter } of marks) {
    if (day < from || day > to) continue;
    const at = columnOf(day, from, to, width);
    line[at] = line[at] === "─" || line[at] === letter ? letter : "+";
  }
  return line.join("");
}
