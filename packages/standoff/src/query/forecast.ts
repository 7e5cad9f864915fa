/**
 * The forecast: how likely every outcome is, and by when, with its ribbon over the steadiness and its error share. One
 * pass of `ride.ts` per solution carries all outcomes.
 *
 * Its dates are the last days of the periods, by which all that comes in them has come; what is judged on the last day
 * (`at end`, `else`, and what comes true only then) is dated by the calendar's last day.
 */

import { listedOutcomes } from "../language/deals.ts";
import type { Scenario } from "../language/scenario.ts";
import type { Certificate, Played, Solved } from "../solve/solution.ts";
import { printDay } from "../text/dates.ts";
import { type World, wholeWorld } from "../world/world.ts";
import { lastDateOfPeriod } from "./dates/periods.ts";
import { isAnyCut, type Slices } from "./dates/slices.ts";
import { slicesFor, timingOf } from "./dates/timing.ts";
import { type Decided, type Decider, decidedIn, decidersOf, deskNames } from "./deciding.ts";
import { mistakenShare, mistakenSlots } from "./mistakes.ts";
import { type OutcomePlan, planOutcomes } from "./outcomes.ts";
import { ColumnMemory, MOST_COLUMNS } from "./ride/memory.ts";
import { type Filter, type Ride, ride, rideBytes } from "./ride/ride.ts";
import type { Rides, SharedRide } from "./ride/rides-together.ts";
import { type Watches, watchWorld } from "./ride/watch.ts";

export interface OutcomeForecast {
  readonly name: string;
  /** Probability by the last day. */
  readonly byEnd: number;
  /** ISO date and probability by then: the last day of every period, and the calendar's last day. */
  readonly byDate: readonly (readonly [string, number])[];
  /** Lowest and highest over the solutions given, the base among them. */
  readonly ribbon: {
    readonly byEnd: readonly [number, number];
    readonly byDate: readonly (readonly [string, number, number])[];
  };
  /**
   * Share of the probability that passes through a choice worse than the best by more than the error stake; 0 where the
   * probability is 0.
   */
  readonly errorShare: number;
  /**
   * Whose acts decide the probability (`deciding.ts`), the largest share first; nothing for what is judged on the last
   * day only.
   */
  readonly decided: readonly Decider[];
  readonly resolvable: boolean;
  readonly resolves: string;
}

export interface GroupForecast {
  readonly name: string;
  readonly outcomes: readonly string[];
  /** Probability that at least two of them come true, counted once per surplus one: zero in a sound scenario. */
  readonly overlap: number;
  /** Probability that none does: zero where the group has an `else`. */
  readonly none: number;
}

export interface Forecast {
  readonly title: string;
  readonly caveat: string;
  readonly asOf: string;
  readonly from: string;
  readonly to: string;
  readonly outcomes: readonly OutcomeForecast[];
  readonly exclusive: readonly GroupForecast[];
  readonly errorStake: number | null;
  /** Certificate of the base solution, and of all with their scale. */
  readonly certificate: Certificate;
  readonly solutions: readonly { readonly scale: number; readonly certificate: Certificate }[];
  readonly world: {
    readonly states: number;
    readonly edges: number;
    readonly layers: number;
    readonly informationSets: number;
    readonly bytes: number;
  };
  /** |1 - probability at the ends| of the forecast's own sweeps, the largest. */
  readonly massLost: number;
}

export interface ForecastOptions {
  /** What history leaves of each solution (see `history.ts`): by place in the list of solutions. */
  readonly filters?: readonly (Filter | null)[];
}

/** What a forecast sweeps for, worked out once for all solutions. */
export interface ForecastPlan {
  readonly scenario: Scenario;
  readonly world: World;
  readonly parts: readonly PlanPart[];
}

/** Outcomes that one sweep tells of. */
interface PlanPart {
  readonly plan: OutcomePlan;
  readonly watches: Watches;
  readonly slices: Slices;
}

/** What comes of play; plain data, far smaller than the solution. */
export interface PlayedOutcomes {
  readonly timings: readonly Timing[];
  /** Of the base solution (scale 1) only. */
  readonly groups: readonly GroupTiming[];
  /** By outcome, what acts decide: of the base solution only, where it has reasons. */
  readonly decided: readonly (readonly Decided[])[];
  readonly massLost: number;
}

/** What one solution says. */
export interface ForecastPart extends PlayedOutcomes {
  readonly scale: number;
  readonly certificate: Certificate;
}

/** An outcome's numbers in one solution. */
interface Timing {
  /** Probability by each period, the last day included. */
  readonly by: Float64Array;
  /** Of the base solution only, else 0. */
  readonly errorShare: number;
}

interface GroupTiming {
  readonly overlap: number;
  readonly none: number;
}

/**
 * The forecast of a solved scenario. `solutions` are of the same world; the one with scale 1 is the base, the rest make
 * the ribbon. Throws when none has scale 1 (a bug of the caller).
 */
export function forecastSolutions(
  scenario: Scenario,
  world: World,
  solutions: readonly Solved[],
  options: ForecastOptions = {},
): Forecast {
  const plan = planForecast(scenario, world);
  return forecastFrom(
    plan,
    solutions.map((solved, place) => forecastPart(plan, solved, options.filters?.[place] ?? null)),
  );
}

export function planForecast(scenario: Scenario, world: World): ForecastPlan {
  const parts = planOutcomes(scenario).map((plan) => {
    const slices = slicesFor(scenario, world, [], plan.outcomes, false);
    const watches = watchWorld(scenario, world, plan.watches, { slices, crosses: plan.crosses });
    return { plan, watches, slices };
  });
  return { scenario, world, parts };
}

/** Bytes that the forecast of one solution takes, the plan's own included. */
export function forecastBytes({ world, parts }: ForecastPlan): number {
  const rings = parts.map(({ plan }) => rideBytes(world, 1, 1 + 2 * plan.columns.length));
  return 4 * world.header.nodes * parts.length + Math.max(...rings);
}

/** A plan for another world of the same graph, in whose scenario outcomes are the same. */
export function planIn(plan: ForecastPlan, scenario: Scenario, world: World): ForecastPlan {
  return { ...plan, scenario, world };
}

export function forecastPart(of: ForecastPlan, solved: Solved, filter: Filter | null): ForecastPart {
  return { scale: solved.scale, certificate: solved.certificate, ...playOutcomes(of, solved, filter) };
}

/** How likely every listed outcome is by the last day, in the order of a forecast's, given a filter; nothing else. */
export function outcomesByEnd(
  plan: ForecastPlan,
  { scale, policy, logPolicy }: Played,
  filter: Filter | null,
): number[] {
  const { timings } = playOutcomes(plan, { scale, policy, logPolicy }, filter);
  return listedOutcomes(plan.scenario).map((_, index) => timings[index]?.by.at(-1) ?? 0);
}

/** Its rides that solutions of the graph can share. */
export function sharedOutcomes({ world, parts }: ForecastPlan): SharedRide[] {
  return parts.flatMap((part) => {
    const { plan, watches, slices } = part;
    if (plan.crosses || isAnyCut(slices) || plan.columns.length > MOST_COLUMNS) return [];
    const around = { world, watches, slices };
    return [{ key: part, order: { ...around, memory: new ColumnMemory(around, plan.columns) } }];
  });
}

/**
 * Sweeps one solution, where it has not been ridden already. Only that with scale 1 is asked for its groups and error
 * shares.
 */
export function playOutcomes(
  of: ForecastPlan,
  solved: Played,
  filter: Filter | null,
  ridden: Rides = new Map(),
): PlayedOutcomes {
  const { scenario, parts } = of;
  const isBase = solved.scale === 1;
  const timings: Timing[] = [];
  const groups: GroupTiming[] = [];
  const decided: Decided[][] = [];
  let massLost = 0;
  for (const part of parts) {
    const { plan, slices } = part;
    const done = ridden.get(part) ?? rideFor(of, part, solved, filter);
    massLost = Math.max(massLost, Math.abs(1 - leftOf(done.left, 0)));
    readOutcomes(scenario, plan, slices, done, timings);
    if (isBase) readGroups(scenario, plan, done, groups);
    if (isBase) readDecided(of, part, solved, filter, decided);
  }
  return { timings, groups, decided, massLost };
}

/** The forecast from what every solution says. Throws when none has scale 1 (a bug of the caller). */
export function forecastFrom({ scenario, world }: ForecastPlan, said: readonly ForecastPart[]): Forecast {
  const parts = [...said].sort((a, b) => a.scale - b.scale);
  const base = parts.findIndex(({ scale }) => scale === 1);
  if (base === -1) throw new Error(`no base solution among scales ${parts.map((s) => s.scale).join(", ")}`);
  const { certificate, groups, decided } = parts[base];
  const timings = parts.map((part) => part.timings);
  const names = deskNames(scenario);
  return {
    title: scenario.title,
    caveat: scenario.caveat,
    asOf: printDay(scenario.asOf.day),
    from: printDay(scenario.calendar.from),
    to: printDay(scenario.calendar.to),
    outcomes: listedOutcomes(scenario).map((_, index) => {
      const told = outcomeForecast(scenario, index, timings, base);
      return { ...told, decided: decidersOf(names, decided[index] ?? [], told.byEnd) };
    }),
    exclusive: scenario.exclusive.map(({ name, of }, index) => ({
      name,
      outcomes: of.map((outcome) => scenario.outcomes[outcome].name),
      ...groups[index],
    })),
    errorStake: scenario.errorStake,
    certificate,
    solutions: parts.map((part) => ({ scale: part.scale, certificate: part.certificate })),
    world: sizesOf(world),
    massLost: Math.max(...parts.map((part) => part.massLost)),
  };
}

function sizesOf(world: World): Forecast["world"] {
  const { nodes: states, edges, layers, informationSets } = wholeWorld(world).header;
  return { states, edges, layers, informationSets, bytes: world.buffer.byteLength };
}

function readDecided(
  { scenario, world }: ForecastPlan,
  { plan, watches }: PlanPart,
  { policy, q }: Played,
  filter: Filter | null,
  decided: Decided[][],
): void {
  if (q === undefined) return;
  const mistakes = mistakenSlots(world, { q }, scenario.errorStake);
  const of = plan.outcomes.filter((_, place) => plan.columns[place].stop !== 0);
  const stops = of.map((outcome) => plan.bitOf.get(outcome)!);
  const found = decidedIn({ world, policy, watches, stops, mistakes, filter });
  of.forEach((outcome, place) => {
    decided[outcome] = found[place];
  });
}

function rideFor({ scenario, world }: ForecastPlan, part: PlanPart, solved: Played, filter: Filter | null): Ride {
  const { plan, watches, slices } = part;
  const { columns } = plan;
  const { q } = solved;
  const clean =
    solved.scale === 1 && q !== undefined
      ? { clean: { mistakes: mistakenSlots(world, { q }, scenario.errorStake), columns } }
      : {};
  return ride({
    ...timingOf(scenario, world, slices, solved, plan.crosses),
    world,
    policy: solved.policy,
    watches,
    columns,
    ...clean,
    ...(filter ? { filter } : {}),
  });
}

/** The mass of a column that nothing stopped. */
function leftOf(left: readonly Float64Array[], column: number): number {
  return left.reduce((sum, numbers) => sum + numbers[column], 0);
}

function readOutcomes(scenario: Scenario, plan: OutcomePlan, slices: Slices, done: Ride, timings: Timing[]): void {
  plan.outcomes.forEach((outcome, place) => {
    const by = runningSum(byPeriod(slices, done.stopped[place + 1]));
    const byEnd = by[by.length - 1];
    const clean = done.stoppedClean[place];
    timings[outcome] = { by, errorShare: clean ? mistakenShare(byEnd, sum(clean)) : 0 };
  });
  plan.groups.forEach((group, place) => {
    const other = scenario.exclusive[group].of.find((outcome) => scenario.outcomes[outcome].how === "else");
    if (other === undefined) return;
    const column = plan.outcomes.length + 1 + place;
    const by = new Float64Array(scenario.calendar.periods.length + 1);
    const none = leftOf(done.left, column);
    by[by.length - 1] = none;
    const hasClean = done.stoppedClean.length > 0;
    timings[other] = { by, errorShare: hasClean ? mistakenShare(none, leftOf(done.leftClean, column - 1)) : 0 };
  });
}

function readGroups(scenario: Scenario, plan: OutcomePlan, done: Ride, groups: GroupTiming[]): void {
  plan.groups.forEach((group, place) => {
    const { of } = scenario.exclusive[group];
    const members = plan.outcomes.flatMap((outcome, k) => (of.includes(outcome) ? [sum(done.stopped[k + 1])] : []));
    const any = sum(done.stopped[plan.outcomes.length + 1 + place]);
    const hasElse = of.some((outcome) => scenario.outcomes[outcome].how === "else");
    groups[group] = {
      overlap: Math.max(0, members.reduce((a, b) => a + b, 0) - any),
      none: hasElse ? 0 : Math.max(0, 1 - any),
    };
  });
}

function outcomeForecast(
  scenario: Scenario,
  index: number,
  timings: readonly (readonly Timing[])[],
  base: number,
): Omit<OutcomeForecast, "decided"> {
  const { name, resolvable, resolves } = scenario.outcomes[index];
  const nothing: Timing = { by: new Float64Array(scenario.calendar.periods.length + 1), errorShare: 0 };
  const own = timings[base][index] ?? nothing;
  const dates = Array.from(own.by, (_, period) => lastDateOfPeriod(scenario, period));
  const range = (period: number): [number, number] => {
    const all = timings.map((timing) => (timing[index] ?? nothing).by[period]);
    return [Math.min(...all), Math.max(...all)];
  };
  const last = own.by.length - 1;
  return {
    name,
    byEnd: own.by[last],
    byDate: dates.map((date, period) => [date, own.by[period]] as const),
    ribbon: {
      byEnd: range(last),
      byDate: dates.map((date, period) => [date, ...range(period)] as const),
    },
    errorShare: own.errorShare,
    resolvable,
    resolves,
  };
}

function byPeriod({ periodOf, first }: Slices, stopped: Float64Array): Float64Array {
  const sums = new Float64Array(first.length);
  for (let slice = 0; slice < stopped.length; slice++) sums[periodOf[slice]] += stopped[slice];
  return sums;
}

/** The sums of the first 1, 2, ... numbers, kept at 1 against rounding. */
function runningSum(numbers: Float64Array): Float64Array {
  let total = 0;
  return numbers.map((number) => {
    total += number;
    return Math.min(1, total);
  });
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((a, b) => a + b, 0);
}
