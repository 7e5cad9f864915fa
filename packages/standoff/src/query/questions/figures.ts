/**
 * What many questions need to know of one solution: their figures, carried along by as few sweeps as will hold them.
 * Questions about one outcome alone are read from when it first happens, a column of one sweep for all of them; the
 * others ride as automata, several in one where the product of their states is small. Figures are plain data.
 */

import { compileExpression } from "../../language/expression/evaluate.ts";
import type { Scenario } from "../../language/scenario.ts";
import type { Played } from "../../solve/solution.ts";
import type { World } from "../../world/world.ts";
import { periodOfDay } from "../dates/periods.ts";
import { isAnyCut, isWithin, type Slices, slicesAt, type Timed } from "../dates/slices.ts";
import { crossesDates, hasSpans, innerTimes, sliceAfter, slicesFor, timingOf, turnsOf } from "../dates/timing.ts";
import { mistakenShare, mistakenSlots } from "../mistakes.ts";
import { watchOf } from "../outcomes.ts";
import { ColumnMemory, MOST_COLUMNS, RiderMemory } from "../ride/memory.ts";
import { type CleanColumn, type Column, type Filter, type RideOrder, ride, rideBytes } from "../ride/ride.ts";
import type { Rides, SharedRide } from "../ride/rides-together.ts";
import { MOST_WATCHES, stateDecoder, type Watches, watchWorld } from "../ride/watch.ts";
import { compileEvents, eventsNeed, outcomesSpokenOf, type QuestionRider } from "./question-rider.ts";
import type { AskedQuestion, Happens } from "./read-question.ts";

/** One question's numbers in one solution. */
export interface Figure {
  /** A probability, or an expectation; NaN for days, which are read from their distribution. */
  readonly value: number;
  /** The probability of the condition; 1 without one. */
  readonly given: number;
  /** The probability of each slice of time to hold the outcome, given the condition. */
  readonly days: Timed | null;
  /**
   * Share of the probability (of the event and its condition) that passes, before both are settled, through a choice
   * worse than the best by more than the error stake. Of probabilities in the base solution (scale 1), else null.
   */
  readonly errorShare: number | null;
}

/** Rider states up to which questions share one automaton: more cost more than a sweep of their own. */
const MOST_STATES = 64;

/** How the questions of a list are carried. */
export interface Carriage {
  readonly scenario: Scenario;
  readonly world: World;
  readonly questions: readonly AskedQuestion[];
  /** Columns of outcomes whose first times are wanted. */
  readonly columns: readonly Columns[];
  /**
   * Per question: the automaton that carries it, null where it is about one outcome alone, undefined where none can
   * hold it.
   */
  readonly riders: readonly (QuestionRider | null | undefined)[];
}

export interface Columns {
  readonly outcomes: readonly number[];
  readonly watches: Watches;
  /** The questions that are read from them, and the slices that these need. */
  readonly of: ReadonlySet<AskedQuestion>;
  readonly slices: Slices;
}

/** Works out once, for all solutions, how questions are carried. */
export function planQuestions(scenario: Scenario, world: World, questions: readonly AskedQuestion[]): Carriage {
  const alone = questions.map((question) => outcomeAlone(scenario, question));
  const bundles = bundlesOf(
    scenario,
    world,
    questions.filter((_, i) => alone[i] === -1),
  );
  const riderOf = new Map<AskedQuestion, QuestionRider>();
  for (const bundle of bundles) {
    const rider = compileEvents(
      scenario,
      world,
      bundle.flatMap(eventsOf),
      bundle.flatMap(datedBy),
      bundle.flatMap(statesOf),
    );
    if (rider !== null) for (const question of bundle) riderOf.set(question, rider);
  }
  return {
    scenario,
    world,
    questions,
    columns: columnsFor(scenario, world, questions, alone),
    riders: questions.map((question, i) => (alone[i] === -1 ? riderOf.get(question) : null)),
  };
}

/** A carriage for another world of the same graph, in whose scenario the same is asked. */
export function carriageIn(carriage: Carriage, scenario: Scenario, world: World): Carriage {
  return { ...carriage, scenario, world };
}

function eventsOf(question: AskedQuestion): Happens[] {
  return [...(question.kind === "probability" ? [question.of] : []), ...(question.given ? [question.given] : [])];
}

function datedBy(question: AskedQuestion): number[] {
  return question.kind === "days until" ? [question.outcome] : [];
}

/** The day on which a question reads the state. */
function statesOf(question: AskedQuestion): number[] {
  return question.kind === "expectation" ? [question.at] : [];
}

/**
 * Questions share an automaton where time inside periods means the same to them: not at all, by moments, or as mass
 * crosses dates. What is asked of one date does not hang on which others are told apart; days do, which are spread
 * between them.
 */
function timesTold(scenario: Scenario, question: AskedQuestion): string {
  const [events, states, dated] = [eventsOf(question), statesOf(question), datedBy(question)];
  const spoken = [...dated, ...outcomesSpokenOf(scenario, events)];
  const times = innerTimes(scenario, events, spoken, states);
  const kind = crossesDates(scenario, events, spoken, states) ? "crosses" : "moments";
  if (dated.length > 0) return `days, ${kind}, ${times.join()}`;
  if (hasSpans(events)) return `spans, ${kind}`;
  return times.length === 0 ? "whole periods" : kind;
}

/**
 * The one outcome that a question speaks of, if nothing but its first time matters and a column can carry that; else
 * -1. What comes true without it is settled at other times than its first, which error shares need.
 */
function outcomeAlone(scenario: Scenario, question: AskedQuestion): number {
  if (question.kind === "expectation") return -1;
  const spoken = new Set(datedBy(question));
  const onlyFirst = (event: Happens): boolean => {
    if (event.kind === "not") return onlyFirst(event.of);
    if (event.kind === "and" || event.kind === "or") return event.parts.every(onlyFirst);
    if (event.kind === "first") spoken.add(event.outcome);
    return event.kind === "first";
  };
  const [outcome] = eventsOf(question).every(onlyFirst) ? spoken : [];
  if (outcome === undefined || spoken.size > 1 || scenario.outcomes[outcome].how === "else") return -1;
  if (turnsOf(scenario, outcome).length > 0) return -1;
  if (question.kind === "probability" && isOfDates(scenario, question)) return -1;
  const never = slicesAt(scenario.calendar, []);
  return question.kind === "probability" && eventsOf(question).every((event) => isTrueOn(event, never, never.count))
    ? -1
    : outcome;
}

/** Questions in groups that may share an automaton, in order. */
function bundlesOf(scenario: Scenario, world: World, questions: readonly AskedQuestion[]): AskedQuestion[][] {
  const bundles: AskedQuestion[][] = [];
  for (const question of questions) {
    const last = bundles[bundles.length - 1];
    const joined = [...(last ?? []), question];
    const { states, watches } = eventsNeed(scenario, world, joined.flatMap(eventsOf), joined.flatMap(datedBy));
    const alike = last?.every((other) => timesTold(scenario, other) === timesTold(scenario, question));
    if (last !== undefined && alike && states <= MOST_STATES && watches <= MOST_WATCHES) last.push(question);
    else bundles.push([question]);
  }
  return bundles;
}

/** Questions about days have columns of their own, with those that tell the same times apart. */
function columnsFor(
  scenario: Scenario,
  world: World,
  questions: readonly AskedQuestion[],
  alone: readonly number[],
): Columns[] {
  const daily = (question: AskedQuestion) => question.kind === "days until";
  const places = [...questions.keys()].filter((i) => alone[i] !== -1);
  const groups = Map.groupBy(places, (i) => (daily(questions[i]) ? timesTold(scenario, questions[i]) : ""));
  return [...groups.values()].flatMap((group) => {
    const of = group.map((i) => questions[i]);
    const outcomes = [...new Set(group.map((i) => alone[i]))];
    return Array.from({ length: Math.ceil(outcomes.length / MOST_WATCHES) }, (_, i) => {
      const some = outcomes.slice(i * MOST_WATCHES, (i + 1) * MOST_WATCHES);
      const own = of.filter((question) => some.includes(alone[questions.indexOf(question)]));
      return {
        outcomes: some,
        watches: watchWorld(
          scenario,
          world,
          some.map((outcome) => watchOf(scenario.outcomes[outcome])!),
        ),
        of: new Set(own),
        slices: slicesFor(scenario, world, own.flatMap(eventsOf), [], own.some(daily)),
      };
    });
  });
}

/** Does a question tell times inside periods apart? */
function isOfDates(scenario: Scenario, question: AskedQuestion): boolean {
  return innerTimes(scenario, eventsOf(question), [], []).length > 0;
}

/** Bytes that the figures of one solution take, the plan's own included. */
export function figuresBytes(carriage: Carriage): number {
  const { world, columns } = carriage;
  const rides = ridesOf(carriage);
  const rings = [
    ...columns.map(({ outcomes }) => rideBytes(world, 1, 1 + 2 * outcomes.length)),
    ...rides.map((aboard) => rideBytes(world, rowsFor(carriage, aboard), 1 + withShares(aboard).length)),
  ];
  return 4 * world.header.nodes * (columns.length + rides.length) + Math.max(0, ...rings);
}

/** The questions that share an automaton, for each. */
function ridesOf({ questions, riders }: Carriage): AskedQuestion[][] {
  const all = new Set(riders.filter((rider) => rider));
  return Array.from(all, (rider) => questions.filter((_, i) => riders[i] === rider));
}

/** Rows that an automaton is likely to need: many states of a large one never come up. */
function rowsFor({ scenario, world }: Carriage, aboard: readonly AskedQuestion[]): number {
  return Math.min(MOST_STATES, eventsNeed(scenario, world, aboard.flatMap(eventsOf), aboard.flatMap(datedBy)).states);
}

/** The questions whose answers have an error share. */
function withShares(questions: readonly AskedQuestion[]): AskedQuestion[] {
  return questions.filter(({ kind }) => kind === "probability");
}

/** The rides of a carriage that solutions of its graph can share, but for columns that are told elsewhere. */
export function sharedFigures(carriage: Carriage, elsewhere: ReadonlySet<Columns>): SharedRide[] {
  const { scenario, world, questions, columns, riders } = carriage;
  const alone = columns.flatMap((own): SharedRide[] => {
    const { watches, slices } = own;
    if (isAnyCut(slices) || elsewhere.has(own)) return [];
    const around = { world, watches, slices };
    return [{ key: own, order: { ...around, memory: new ColumnMemory(around, stopsOf(scenario, own)) } }];
  });
  const others = ridesOf(carriage).flatMap((aboard): SharedRide[] => {
    const compiled = riders[questions.indexOf(aboard[0])]!;
    const { rider, watches, slices } = compiled;
    const settled = withShares(aboard).map((question) => settledIn(compiled, question));
    const timed = isAnyCut(slices) && (compiled.crosses || watches.inner !== undefined);
    if (timed || rider.forks || rider.forget || rider.cross || settled.length > MOST_COLUMNS) return [];
    const around = { world, watches, slices };
    const memory = new RiderMemory(around, rider, { settled, decided: decidedIn(compiled, aboard) });
    if (isAnyCut(slices) && !memory.alike) return [];
    return [{ key: compiled, order: { ...around, memory } }];
  });
  return [...alone, ...others];
}

/** Is a question settled, in its favour, in a state of its rider? Then mistakes no longer matter to it. */
function settledIn(rider: QuestionRider, question: AskedQuestion): (state: number, period: number) => boolean {
  return (state, period) => eventsOf(question).every((event) => rider.truthSoFar(event, state, period) === true);
}

/** Is all that questions ask of a rider known in a state of it? Days and expectations are known only at the end. */
function decidedIn(rider: QuestionRider, aboard: readonly AskedQuestion[]): (state: number, period: number) => boolean {
  if (aboard.some(({ kind }) => kind !== "probability")) return () => false;
  const events = aboard.flatMap(eventsOf);
  return (state, period) => events.every((event) => rider.truthSoFar(event, state, period) !== null);
}

/**
 * The figures of all questions in one solution, which may have been ridden already; null for those that no automaton
 * can hold.
 */
export function figuresOf(
  carriage: Carriage,
  solved: Played,
  filter: Filter | null,
  ridden: Rides = new Map(),
): (Figure | null)[] {
  const { scenario, world, questions, riders } = carriage;
  const { q } = solved;
  const shares = solved.scale === 1 && withShares(questions).length > 0;
  const sweep: Sweep = {
    scenario,
    order: { world, policy: solved.policy, ...(filter ? { filter } : {}) },
    solved,
    mistakes: shares && q !== undefined ? mistakenSlots(world, { q }, scenario.errorStake) : null,
    ridden,
  };
  const times = firstTimes(carriage, sweep);
  const left = new Map<QuestionRider, Ridden>();
  return questions.map((question, i) => {
    const rider = riders[i];
    if (rider === undefined) return null;
    if (rider === null) return figureAlone(question, times.get(question)!);
    if (!left.has(rider)) {
      const aboard = questions.filter((_, j) => riders[j] === rider);
      left.set(rider, rideWith(rider, aboard, sweep));
    }
    return figureRidden(scenario, question, rider, left.get(rider)!, sweep);
  });
}

/** What every sweep of a solution needs; mistakes where error shares are wanted. */
interface Sweep {
  readonly scenario: Scenario;
  readonly order: Pick<RideOrder, "world" | "policy" | "filter">;
  readonly solved: Played;
  readonly mistakes: Uint8Array | null;
  /** By columns and by riders, where known. */
  readonly ridden: Rides;
}

function cleanColumns({ mistakes }: Sweep, columns: readonly CleanColumn[]): Pick<RideOrder, "clean"> {
  return mistakes === null ? {} : { clean: { mistakes, columns } };
}

/** When an outcome first happens, and that without mistakes. */
interface Times extends Timed {
  readonly clean: Float64Array | null;
}

/** Of every question that is read from columns. */
function firstTimes({ scenario, world, columns }: Carriage, sweep: Sweep): Map<AskedQuestion, Times> {
  const times = new Map<AskedQuestion, Times>();
  for (const own of columns) {
    const { outcomes, watches, of, slices } = own;
    const stops = stopsOf(scenario, own);
    const ridden = () => {
      const timing = timingOf(scenario, world, slices, sweep.solved, false);
      const until = lastAsked(own);
      return ride({ ...sweep.order, ...timing, watches, columns: stops, until, ...cleanColumns(sweep, stops) });
    };
    const done = sweep.ridden.get(own) ?? ridden();
    for (const question of of) {
      const place = outcomes.indexOf(outcomeOf(question));
      const mass = timesIn(done.stopped[place + 1], done.left, place + 1);
      const clean = sweep.mistakes && timesIn(done.stoppedClean[place], done.leftClean, place);
      times.set(question, { slices, mass, clean });
    }
  }
  return times;
}

function stopsOf(scenario: Scenario, { outcomes }: Columns): Column[] {
  return outcomes.map((outcome, place) =>
    scenario.outcomes[outcome].how === "at end" ? { stop: 0, atEnd: 1 << place } : { stop: 1 << place, atEnd: 0 },
  );
}

/** The last period in which it matters to a column's questions whether its outcome first happens there or never. */
function lastAsked({ of, slices }: Columns): number {
  const never = slices.count;
  const events = Array.from(of, (question) => (question.kind === "probability" ? eventsOf(question) : null));
  const matters = (slice: number) =>
    events.some(
      (some) => some?.some((event) => isTrueOn(event, slices, slice) !== isTrueOn(event, slices, never)) ?? true,
    );
  return slices.periodOf.findLast((_, slice) => matters(slice)) ?? 0;
}

function outcomeOf(question: AskedQuestion): number {
  return [...eventsOf(question).flatMap(outcomesIn), ...datedBy(question)][0];
}

function timesIn(stopped: Float64Array, left: readonly Float64Array[], column: number): Float64Array {
  return Float64Array.from([...stopped, left.reduce((sum, numbers) => sum + numbers[column], 0)]);
}

/** A question about one outcome: every slice in turn is when it first happens. */
function figureAlone(question: AskedQuestion, { slices, mass, clean }: Times): Figure {
  const within = (event: Happens | null, slice: number) => event === null || isTrueOn(event, slices, slice);
  const given = question.given === null ? 1 : total(mass, (slice) => within(question.given, slice));
  if (question.kind !== "probability") {
    const kept = mass.map((part, slice) => (within(question.given, slice) ? part / given : 0));
    return { value: Number.NaN, given, days: { slices, mass: kept }, errorShare: null };
  }
  const both = (of: Float64Array) => total(of, (slice) => within(question.given, slice) && within(question.of, slice));
  return {
    value: Math.min(1, both(mass) / (question.given === null ? total(mass, () => true) : given)),
    given,
    days: null,
    errorShare: clean && mistakenShare(both(mass), both(clean)),
  };
}

function outcomesIn(event: Happens): number[] {
  if (event.kind === "not") return outcomesIn(event.of);
  if (event.kind === "and" || event.kind === "or") return event.parts.flatMap(outcomesIn);
  return event.kind === "first" ? [event.outcome] : [];
}

/** Is an event about one outcome true when that first happens in a slice (the place behind the last: never)? */
export function isTrueOn(event: Happens, slices: Slices, slice: number): boolean {
  switch (event.kind) {
    case "not":
      return !isTrueOn(event.of, slices, slice);
    case "and":
      return event.parts.every((part) => isTrueOn(part, slices, slice));
    case "or":
      return event.parts.some((part) => isTrueOn(part, slices, slice));
    case "first":
      return slice < slices.count && isWithin(slices, slice, event);
    default:
      throw new Error(`an event of kind ${event.kind} where one outcome's first time is all`);
  }
}

/**
 * What a sweep with an automaton left: per state of it the mass, and for each question with an error share the clean
 * mass.
 */
interface Ridden {
  readonly mass: Float64Array;
  readonly clean: ReadonlyMap<AskedQuestion, Float64Array>;
}

function rideWith(rider: QuestionRider, aboard: readonly AskedQuestion[], sweep: Sweep): Ridden {
  const shared = withShares(aboard);
  const columns = shared.map((question): CleanColumn => {
    return { stop: 0, atEnd: 0, settled: settledIn(rider, question) };
  });
  const decided = decidedIn(rider, aboard);
  const ridden = () => ride({ ...sweep.order, ...carriedBy(rider, sweep), ...cleanColumns(sweep, columns), decided });
  const { left, leftClean } = sweep.ridden.get(rider) ?? ridden();
  const clean = sweep.mistakes === null ? [] : shared.map((question, i) => [question, columnOf(leftClean, i)] as const);
  return { mass: columnOf(left, 0), clean: new Map(clean) };
}

function carriedBy(
  compiled: QuestionRider,
  { solved, scenario, order }: Sweep,
): Pick<RideOrder, "rider" | "watches" | "within" | "slices"> {
  const { rider, watches } = compiled;
  return { rider, watches, ...compiled.timing(solved, { scenario, world: order.world }) };
}

function figureRidden(
  scenario: Scenario,
  question: AskedQuestion,
  rider: QuestionRider,
  { mass, clean }: Ridden,
  sweep: Sweep,
): Figure {
  const { order } = sweep;
  const holds = (event: Happens | null, state: number) => event === null || rider.isTrue(event, state);
  const given = total(mass, (state) => holds(question.given, state));
  if (question.kind === "probability") {
    const both = (of: Float64Array) => total(of, (state) => holds(question.given, state) && holds(question.of, state));
    const own = clean.get(question);
    const errorShare = own === undefined ? null : mistakenShare(both(mass), both(own));
    return { value: Math.min(1, both(mass) / given), given, days: null, errorShare };
  }
  if (question.kind === "expectation") {
    const weigh = weightOf(scenario, order.world, question, rider.slices);
    const weighed = columnOf(ride({ ...order, ...carriedBy(rider, sweep), weigh }).left, 0);
    const value = total(weighed, (state) => holds(question.given, state)) / given;
    return { value, given, days: null, errorShare: null };
  }
  const { slices } = rider;
  const days = new Float64Array(slices.count + 1);
  mass.forEach((part, state) => {
    if (!holds(question.given, state)) return;
    const slice = rider.sliceOf(question.outcome, state);
    days[slice < 0 ? slices.count : slice] += part / given;
  });
  return { value: Number.NaN, given, days: { slices, mass: days }, errorShare: null };
}

/** Per rider state, the mass of a column that is left at the end. */
function columnOf(left: readonly Float64Array[], column: number): Float64Array {
  return Float64Array.from(left, (numbers) => numbers[column]);
}

function total(mass: Float64Array, counts: (place: number) => boolean): number {
  return mass.reduce((sum, part, place) => (counts(place) ? sum + part : sum), 0);
}

export function weightOf(
  scenario: Scenario,
  world: World,
  question: AskedQuestion & { kind: "expectation" },
  slices: Slices,
): NonNullable<RideOrder["weigh"]> {
  const value = compileExpression(scenario, question.of, { moment: { at: question.at } });
  const decode = stateDecoder(world);
  const period = Math.max(0, periodOfDay(scenario, question.at));
  const slice = sliceAfter(slices, question.at);
  return { period, ...(slice === undefined ? {} : { slice }), by: (node) => value(decode(node), period) };
}
