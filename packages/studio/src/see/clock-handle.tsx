/**
 * A clock's head, which the pointer drags and arrow keys move: the new date is written into the text, and the forecast
 * follows.
 */
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { useStudio } from "../state/studio.ts";
import { moveClock } from "../write/service.ts";
import { type Days, type Frame, longDay, shortDay } from "./calendar.tsx";

const DAY = 86_400_000;
const dayOf = (date: string) => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);
const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);

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

/** Where it is held, and the text that says so once that is written. */
interface Held {
  readonly day: number;
  readonly text: string | null;
}

export function ClockHandle({ name, date, from, to, frame, days, y }: Props) {
  const [held, setHeld] = useState<Held | null>(null);
  const text = useStudio(({ text }) => text);
  const shown = useStudio(({ shown }) => shown?.text);
  const [first, last, stands] = [dayOf(from), dayOf(to), dayOf(date)];
  const isHeld = held !== null && (held.text === null || (held.text === text && shown !== text));
  const present = isHeld ? held.day : stands;
  const hold = (day: number) => setHeld({ day: Math.min(last, Math.max(first, day)), text: null });
  const give = async () => {
    if (!isHeld || held.text !== null) return;
    const written = held.day !== stands || text !== shown ? await moveClock(name, dateOf(held.day)) : null;
    setHeld(written === null ? null : { day: held.day, text: written });
  };
  const toPointer = ({ currentTarget, clientX }: PointerEvent<SVGRectElement>) => {
    const left = currentTarget.ownerSVGElement!.getBoundingClientRect().left;
    const part = (clientX - left - frame.left) / Math.max(1, frame.right - frame.left);
    hold(Math.round(first + part * (last - first)));
  };
  const toKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7 }[event.key];
    if (by !== undefined) hold(present + by);
    else if (event.key === "Escape") setHeld(null);
    else return;
    event.preventDefault();
  };
  const x = days(dateOf(present));
  return (
    <g>
      {isHeld && (
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
        onPointerUp={() => void give()}
        onKeyDown={toKey}
        onKeyUp={({ key }) => key !== "Tab" && void give()}
        onBlur={() => void give()}
      >
        <title>{`${name}: drag it, or move it by arrow keys`}</title>
      </rect>
    </g>
  );
}
