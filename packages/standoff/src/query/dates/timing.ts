/** Which times inside periods questions tell apart, and what a sweep needs for that. */
import { turningDays } from "../../language/elaborate/calendar-breaks.ts";
import type { Scenario } from "../../language/scenario.ts";
import type { Solved } from "../../solve/solution.ts";
import type { World } from "../../world/world.ts";
import type { Happens } from "../questions/read-question.ts";
import type { RideOrder } from "../ride/ride-order.ts";
import { Crossing } from "./crossing.ts";
import { Moments } from "./moments.ts";
import { isAnyCut, type Slices, slicesAt } from "./slices.ts";
import { cellsIn, Spans } from "./spans.ts";

export type TimedSolution = Pick<Solved, "policy" | "scale">;

/** The times at which the truth of an event can change: a span of days ends as the next day begins. */
function timesIn(event: Happens): number[] {
  switch (event.kind) {
    case "not":
      return timesIn(event.of);
    case "and":
    case "or":
      return event.parts.flatMap(timesIn);
    case "first":
      return [event.from, event.to + 1].filter(Number.isFinite);
    case "holds":
      return [event.at + 1];
    default:
      return [];
  }
}

/**
 * Worlds of more edges tell the parts of a period apart only where a date is asked for: days are spread within it by
 * its survival.
 */
const MOST_EDGES_IN_PARTS = 100_000;
const MOST_PARTS = 8;

/** Do days in a world have cuts of their own inside periods? */
function tellsParts({ header }: Pick<World, "header">): boolean {
  return header.edges <= MOST_EDGES_IN_PARTS;
}

/** Into how many cells a period is cut at most where days or spans are asked for. */
function mostParts(world: Pick<World, "header">): number {
  return tellsParts(world) ? MOST_PARTS : 1;
}

/**
 * The slices that events about some outcomes need; `days`: those that tell well enough when something first happens.
 */
export function slicesFor(
  scenario: Scenario,
  world: World,
  events: readonly Happens[],
  outcomes: readonly number[],
  days: boolean,
): Slices {
  const most = mostParts(world);
  const times = [...events.flatMap(timesIn), ...outcomes.flatMap((outcome) => turnsOf(scenario, outcome))];
  return slicesAt(scenario.calendar, times, days || hasSpans(events) ? (length) => cellsIn(length, most) : undefined);
}

/** The cells of slices that `slicesFor` made for events with spans. */
export function spansOf(scenario: Scenario, world: World, slices: Slices): Spans {
  return new Spans(slices, scenario.calendar, mostParts(world));
}

/** Do events ask how far apart two happenings are? */
export function hasSpans(events: readonly Happens[]): boolean {
  return events.some((event) => partsOf(event).some(({ kind }) => kind === "within"));
}

/** An event's parts that have none. */
export function partsOf(event: Happens): readonly Happens[] {
  if (event.kind === "not") return partsOf(event.of);
  if (event.kind === "and" || event.kind === "or") return event.parts.flatMap(partsOf);
  return [event];
}

/**
 * Does a question that speaks of some outcomes need a state on a date, or mix order with dates? Then mass crosses dates
 * between turns.
 */
export function crossesDates(
  scenario: Scenario,
  events: readonly Happens[],
  spoken: readonly number[],
  states: readonly number[],
): boolean {
  if (states.length > 0 || spoken.some((outcome) => crossesAlone(scenario, outcome))) return true;
  const kinds = events.flatMap(partsOf).map(({ kind }) => kind);
  if (kinds.includes("holds")) return true;
  const ordered = kinds.includes("before") || kinds.includes("within");
  return ordered && innerTimes(scenario, events, spoken, states).length > 0;
}

/** The days inside periods on which an outcome's own condition may turn by the calendar alone. */
export function turnsOf(scenario: Scenario, outcome: number): number[] {
  const { condition, how } = scenario.outcomes[outcome];
  if (condition === null || how === "at end") return [];
  return turningDays(scenario.clocks, scenario.assumptions, [condition]).filter((day) => isInside(scenario, day));
}

function isInside({ calendar }: Pick<Scenario, "calendar">, time: number): boolean {
  return calendar.periods.some(({ start, days }) => start < time && time < start + days);
}

/**
 * Can an outcome come true inside a period by the calendar alone? One that comes with a happening has that one's
 * moment, whatever dates its own `when` names.
 */
export function turnsAlone(scenario: Scenario, outcome: number): boolean {
  return scenario.outcomes[outcome].how === "when" && turnsOf(scenario, outcome).length > 0;
}

/**
 * Does mass cross dates where an outcome alone is asked for: because it can come true by the calendar alone, or names a
 * day beside one that can and that excludes it? The chances of outcomes that exclude each other so sum to one.
 */
export function crossesAlone(scenario: Scenario, outcome: number): boolean {
  if (turnsAlone(scenario, outcome)) return true;
  if (turnsOf(scenario, outcome).length === 0) return false;
  return scenario.exclusive.some(({ of }) => of.includes(outcome) && of.some((one) => turnsAlone(scenario, one)));
}

export function timingOf(
  scenario: Scenario,
  world: World,
  slices: Slices,
  { policy, scale }: TimedSolution,
  crosses: boolean,
): Pick<RideOrder, "within" | "slices"> {
  if (!isAnyCut(slices)) return { slices };
  const order = { scenario, world, policy, slices, scale };
  return { within: crosses ? new Crossing(order) : new Moments(order) };
}

/** The times inside periods that events, outcomes and states tell apart. */
export function innerTimes(
  scenario: Scenario,
  events: readonly Happens[],
  outcomes: readonly number[],
  states: readonly number[],
): number[] {
  const turns = outcomes.flatMap((outcome) => turnsOf(scenario, outcome));
  const times = [...events.flatMap(timesIn), ...turns, ...states.map((day) => day + 1)];
  return [...new Set(times)].filter((time) => isInside(scenario, time)).sort((a, b) => a - b);
}

/** The slice that begins as a day ends, where that is inside a period. */
export function sliceAfter(slices: Slices, day: number): number | undefined {
  const slice = slices.begins.indexOf(day + 1);
  return slice > 0 && slices.begins[slice - 1] < day + 1 && slices.first[slices.periodOf[slice]] !== slice
    ? slice
    : undefined;
}
