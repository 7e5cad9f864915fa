/**
 * A clock's head, which the pointer drags and arrow keys move: the new date is written into the text, and the forecast
 * follows.
 */
import type { KeyboardEvent, PointerEvent } from "react";
import { useStudio } from "../state/studio.ts";
import { dateOf, dayOf, useHeldClock } from "../write/held-clock.ts";
import { type Days, type Frame, longDay, shortDay } from "./calendar.tsx";

interface Props {
  readonly name: string;
  readonly date: string;
  readonly from: string;
  readonly to: string;
  readonly frame: Frame;
  readonly days: Days;
  /** Where its head points, in pixels. */
  readonly y: number;
}

export function ClockHandle({ name, date, from, to, frame, days, y }: Props) {
  const shown = useStudio(({ shown }) => shown?.text);
  const [first, last] = [dayOf(from), dayOf(to)];
  const clock = useHeldClock(name, dayOf(date), shown);
  const present = clock.day;
  const hold = (day: number) => clock.hold(Math.min(last, Math.max(first, day)));
  const toPointer = ({ currentTarget, clientX }: PointerEvent<SVGRectElement>) => {
    const left = currentTarget.ownerSVGElement!.getBoundingClientRect().left;
    const part = (clientX - left - frame.left) / Math.max(1, frame.right - frame.left);
    hold(Math.round(first + part * (last - first)));
  };
  const toKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7 }[event.key];
    if (by !== undefined) hold(present + by);
    else if (event.key === "Escape") clock.drop();
    else return;
    event.preventDefault();
  };
  const x = days(dateOf(present));
  return (
    <g>
      {clock.isHeld && (
        <g aria-hidden="true">
          <line className="read" x1={x} x2={x} y1={frame.top} y2={y} />
          <rect className="bar" x={x - 26} y={0} width={52} height={16} />
          <text x={x} y={12} className="mid" style={{ fill: "var(--surface)", fontWeight: 600 }}>
            {shortDay(dateOf(present))}
          </text>
        </g>
      )}
      <rect
        className="handle"
        x={x - 11}
        y={y - 16}
        width={22}
        height={22}
        role="slider"
        tabIndex={0}
        aria-label={`${name}, date`}
        aria-valuemin={first}
        aria-valuemax={last}
        aria-valuenow={present}
        aria-valuetext={longDay(dateOf(present))}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => event.buttons === 1 && toPointer(event)}
        onPointerUp={clock.give}
        onKeyDown={toKey}
        onKeyUp={({ key }) => key !== "Tab" && clock.give()}
        onBlur={clock.give}
      >
        <title>{`${name}: drag it, or move it by arrow keys`}</title>
      </rect>
    </g>
  );
}
