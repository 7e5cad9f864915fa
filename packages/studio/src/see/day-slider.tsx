/** The day read, moved along the calendar; ▶ lets it run. */
import { useEffect, useState } from "react";
import { longDay } from "./calendar.tsx";

interface Props {
  readonly dates: readonly string[];
  readonly at: number;
  readonly onDay: (place: number) => void;
}

/** Milliseconds a date, when it runs. */
const PACE = 350;

export function DaySlider({ dates, at, onDay }: Props) {
  const [running, setRunning] = useState(false);
  useEffect(() => {
    if (!running) return;
    if (at >= dates.length - 1) {
      setRunning(false);
      return;
    }
    const timer = setTimeout(() => onDay(at + 1), PACE);
    return () => clearTimeout(timer);
  }, [running, at, dates.length, onDay]);
  return (
    <div className="dayslider">
      <button
        type="button"
        className="btn icon"
        aria-label={running ? "Stop" : "Run through the calendar"}
        onClick={() => {
          if (!running && at >= dates.length - 1) onDay(0);
          setRunning(!running);
        }}
      >
        {running ? "❚❚" : "▶"}
      </button>
      <input
        type="range"
        aria-label="day read"
        min={0}
        max={dates.length - 1}
        value={at}
        aria-valuetext={longDay(dates[at])}
        onChange={({ target }) => onDay(Number(target.value))}
      />
      <b>{longDay(dates[at])}</b>
    </div>
  );
}
