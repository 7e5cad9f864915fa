/** A held clock: it stays where the pointer or a key put it, until a picture of the text that says so is there. */
import { useState } from "react";
import { useStudio } from "../state/studio.ts";
import { moveClock } from "./service.ts";

const DAY = 86_400_000;
export const dayOf = (date: string) => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);
export const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);

/** Where it is held, in days, and the text that says so once that is written. */
interface Held {
  readonly day: number;
  readonly text: string | null;
}

/** A clock that stands on a day in the text of which a view tells: where it is shown, and what moves it. */
export function useHeldClock(name: string, stands: number, told: string | undefined) {
  const [held, setHeld] = useState<Held | null>(null);
  const text = useStudio(({ text }) => text);
  const isHeld = held !== null && (held.text === null || (held.text === text && told !== text));
  const give = async () => {
    if (!isHeld || held.text !== null) return;
    const written = held.day !== stands || text !== told ? await moveClock(name, dateOf(held.day)) : null;
    const given = written === null ? null : { day: held.day, text: written };
    setHeld((now) => (now === held ? given : now)); // where it was moved on meanwhile, that comes next
  };
  return {
    isHeld,
    day: isHeld ? held.day : stands,
    hold: (day: number) => setHeld({ day, text: null }),
    drop: () => setHeld(null),
    give: () => void give(),
  };
}
