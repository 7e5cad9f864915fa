/**
 * The endings of an exclusive group as two jaws and the gap between them: what comes down from the ceiling, what rises
 * from the floor, as the file lists them from the top to the bottom, and `else`, which neither has closed.
 */
import type { GroupStanding, StandingPart } from "standoff";

export interface Layer {
  readonly name: string;
  readonly byDate: StandingPart["byDate"];
  /** The ending's colour: a token's name. */
  readonly tone: string;
}

export interface Jaws {
  /** From the floor up. */
  readonly layers: readonly Layer[];
  /** How many rise from the floor, and how many come down. */
  readonly below: number;
  readonly above: number;
}

const fromAbove = ["agreement", "interim", "talks"];
const fromBelow = ["war", "strike", "sanctions"];

export function jawsOf({ parts }: GroupStanding): Jaws {
  const on = (side: StandingPart["side"]) => parts.filter((part) => part.side === side);
  const layer =
    (tones: readonly string[]) =>
    ({ outcome, byDate }: StandingPart, place: number): Layer => ({
      name: outcome,
      byDate,
      tone: tones[Math.min(place, tones.length - 1)],
    });
  const above = on("above").map(layer(fromAbove));
  const below = on("below").reverse().map(layer(fromBelow));
  const open = on("rest").map(layer(["open"]));
  return { layers: [...below, ...open, ...above.reverse()], below: below.length, above: above.length };
}

/** Room at the right of a picture for names with their figures, in pixels; none where the picture is narrow. */
export function roomForNames(names: readonly string[], width: number): number {
  if (width <= 560) return 0;
  return Math.min(width > 800 ? 260 : 200, Math.max(150, 6 * Math.max(0, ...names.map(({ length }) => length)) + 66));
}

/** Letters of a name in that room, beside its figure. */
export const lettersIn = (room: number) => Math.floor((room - 62) / 6);

/**
 * Labels at these heights, moved apart within [top, bottom], in their order. Each takes `room` from its height down, or
 * its own.
 */
export function apart(
  heights: readonly number[],
  room: number | readonly number[],
  top: number,
  bottom: number,
): number[] {
  const rooms = typeof room === "number" ? heights.map(() => room) : room;
  const least = Math.min(...rooms);
  const moved = [...heights];
  for (let i = 1; i < moved.length; i++) moved[i] = Math.max(moved[i], moved[i - 1] + rooms[i - 1]);
  let limit = bottom + least;
  for (let i = moved.length - 1; i >= 0; i--) {
    moved[i] = Math.min(moved[i], limit - rooms[i]);
    limit = moved[i];
  }
  const over = top - (moved[0] ?? top);
  return over > 0 ? moved.map((y) => y + over) : moved;
}
