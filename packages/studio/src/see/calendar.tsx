/** The calendar's axis, which every picture with dates stands on. */
import { utcTicks } from "d3-time";
import { across } from "./scale.ts";

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
  const scale = across([dayOf(from).getTime(), dayOf(to).getTime()], [left, right]);
  return (date) => scale(dayOf(date).getTime());
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
  return utcTicks(first, last, Math.min(most, days > 70 ? Math.min(12, Math.round(days / 30)) : 8)).map((date) => ({
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
