/** The day read: a picture is one tab stop, arrow keys and the pointer move the day within it. */
import type { KeyboardEvent, PointerEvent } from "react";
import type { Frame } from "./calendar.tsx";

interface Props {
  readonly frame: Frame;
  /** Where the days stand, in pixels. */
  readonly at: readonly number[];
  readonly day: number | null;
  readonly onDay: (day: number | null) => void;
  readonly name: string;
  /** What stands on a day, in words. */
  readonly saying: (day: number) => string;
}

export function Reader({ frame, at, day, onDay, name, saying }: Props) {
  const toPointer = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = frame.left + event.clientX - box.left;
    onDay(at.reduce((best, one, i) => (Math.abs(one - x) < Math.abs(at[best] - x) ? i : best), 0));
  };
  const toKey = (event: KeyboardEvent) => {
    const present = day ?? at.length - 1;
    const to = { ArrowLeft: present - 1, ArrowRight: present + 1, Home: 0, End: at.length - 1 }[event.key];
    if (event.key === "Escape") onDay(null);
    else if (to !== undefined) onDay(Math.min(at.length - 1, Math.max(0, to)));
    else return;
    event.preventDefault();
  };
  return (
    <rect
      className="hit"
      x={frame.left}
      y={frame.top}
      width={Math.max(0, frame.right - frame.left)}
      height={frame.bottom - frame.top}
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={at.length - 1}
      aria-valuenow={day ?? at.length - 1}
      aria-valuetext={saying(day ?? at.length - 1)}
      onPointerDown={toPointer}
      onPointerMove={(event) => event.buttons === 1 && toPointer(event)}
      onKeyDown={toKey}
    />
  );
}
