/**
 * Clocks on the calendar: one row each; those with a plain date are dragged, or moved by arrow keys, a day at a time,
 * and write it back.
 */
import { useState } from "react";
import type { ClockRow, Sheets } from "standoff/editing";
import { Field, ToText } from "./cells.tsx";
import { changeText } from "./service.ts";

const DAY = 86_400_000;
const dayOf = (date: string) => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);
const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
const inWords = (day: number) =>
  new Date(day * DAY).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

export function Timeline({ calendar, clocks }: Pick<Sheets, "calendar" | "clocks">) {
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
            <Drag clock={clock} day={dayOf(clock.day)} from={from} to={to} />
          )}
        </div>
      ))}
    </div>
  );
}

function Drag({ clock, day, from, to }: { clock: ClockRow; day: number; from: number; to: number }) {
  const [held, setHeld] = useState<number | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const give = async () => {
    if (held === null) return;
    if (held !== day) setWhy(await changeText({ set: clock.at.path, to: dateOf(held) }));
    setHeld(null);
  };
  const present = held ?? day;
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
        onChange={({ target }) => setHeld(Number(target.value))}
        onPointerUp={() => void give()}
        onKeyUp={({ key }) => key !== "Tab" && void give()}
        onBlur={() => void give()}
      />
      <span
        className="ghost"
        style={{ left: `${(100 * (day - low)) / Math.max(1, high - low)}%` }}
        aria-hidden="true"
      />
      <output>{inWords(present)}</output>
      <Field cell={clock.at} label={`${clock.name}, date typed`} />
      {why !== null && <span className="error">{why}</span>}
    </div>
  );
}
