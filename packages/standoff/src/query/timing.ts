/** Which times inside periods questions tell apart, and what a sweep needs for that. */
import type { Scenario } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import type { World } from "../world/world.ts";
import { Moments } from "./moments.ts";
import type { Happens } from "./read-question.ts";
import type { RideOrder } from "./ride-order.ts";
import { isCut, type Slices, slicesAt } from "./slices.ts";

export type TimedSolution = Pick<Solved, "policy" | "scale">;

/** The times at which the truth of an event can change: a span of days ends as the next day begins. */
export function timesIn(event: Happens): number[] {
  switch (event.kind) {
    case "not":
      return timesIn(event.of);
    case "and":
    case "or":
      return event.parts.flatMap(timesIn);
    case "first":
      return [event.from, event.to + 1].filter(Number.isFinite);
    default:
      return [];
  }
}

/** Worlds of more edges tell the parts of a period apart only where a date is asked for: days are spread within it by its survival. */
const MOST_EDGES_IN_PARTS = 100_000;
const MOST_PARTS = 8;

/** The slices that events need; `days`: those that tell well enough when something first happens. */
export function slicesFor(scenario: Scenario, world: World, events: readonly Happens[], days: boolean): Slices {
  const few = world.header.edges > MOST_EDGES_IN_PARTS;
  const parts = (length: number) => (few ? 1 : Math.max(1, Math.min(MOST_PARTS, Math.round(length))));
  return slicesAt(scenario.calendar, events.flatMap(timesIn), days ? parts : undefined);
}

export function timingOf(
  scenario: Scenario,
  world: World,
  slices: Slices,
  { policy, scale }: TimedSolution,
): Pick<RideOrder, "within" | "slices"> {
  const cut = scenario.calendar.periods.some((_, period) => isCut(slices, period));
  return cut ? { within: new Moments({ scenario, world, policy, slices, scale }) } : { slices };
}
