/**
 * Clocks on the calendar: one row each; those with a plain date are dragged, or moved by arrow keys, a day at a time,
 * and write it back.
 */
import type { ClockRow, Sheets } from "standoff/editing";
import { Field, ToText } from "./cells.tsx";
import { dayOf, useHeldClock } from "./held-clock.ts";

const DAY = 86_400_000;
const inWords = (day: number) =>
  new Date(day * DAY).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

interface Props extends Pick<Sheets, "calendar" | "clocks"> {
  /** The text that they were read from. */
  readonly text: string;
}

export function Timeline({ calendar, clocks, text }: Props) {
  if (calendar === null) return <p className="sheets lab">The calendar has no dates yet.</p>;
  const [from, to] = [dayOf(calendar.from), dayOf(calendar.to)];
  return (
    <div className="sheets">
      <h2>Clocks</h2>
      <p className="axis lab">
        <span>{inWords(from)}</span>
        <span>{inWords(to)}</span>
      </p>
      {clocks.length === 0 && <p className="lab">This file has none of its own.</p>}
      {clocks.map((clock) => (
        <div key={clock.name} className="clock">
          <div className="fields">
            <ToText from={clock.from}>{clock.name}</ToText>
            <span className="lab">
              {clock.owner}: {clock.lapses}
            </span>
          </div>
          {clock.day === null ? (
            <p className="lab">
              {clock.at.text === "" ? "at dates with chances: edit the text" : `starts: ${clock.at.text}`}
            </p>
          ) : (
            <Drag clock={clock} day={dayOf(clock.day)} {...{ from, to, text }} />
          )}
        </div>
      ))}
    </div>
  );
}

interface DragProps {
  readonly clock: ClockRow;
  readonly day: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function Drag({ clock, day, from, to, text }: DragProps) {
  const held = useHeldClock(clock.name, day, text);
  const present = held.day;
  const [low, high] = [Math.min(from, day), Math.max(to, day)];
  return (
    <div className="drag">
      <input
        type="range"
        min={low}
        max={high}
        value={present}
        aria-label={`${clock.name}, date`}
        aria-valuetext={inWords(present)}
        onChange={({ target }) => held.hold(Number(target.value))}
        onPointerUp={held.give}
        onKeyUp={({ key }) => key !== "Tab" && held.give()}
        onBlur={held.give}
      />
      <span
        className="ghost"
        style={{ left: `${(100 * (day - low)) / Math.max(1, high - low)}%` }}
        aria-hidden="true"
      />
      <output>{inWords(present)}</output>
      <Field cell={clock.at} label={`${clock.name}, date typed`} />
    </div>
  );
}
