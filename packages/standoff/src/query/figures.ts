/**
 * What many questions need to know of one solution: their figures, carried along by as few sweeps as will hold them.
 * Questions about one outcome alone are read from when it first happens, a column of one sweep for all of them; the
 * others ride as automata, several in one where the product of their states is small. Figures are plain data.
 */
import type { Scenario } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import { compileExpression } from "../world/evaluate.ts";
import type { World } from "../world/world.ts";
import { dayOfPeriod, periodOfDay } from "./calendar.ts";
import { mistakenShare, mistakenSlots } from "./mistakes.ts";
import { watchOf } from "./outcomes.ts";
import { compileEvents, eventsNeed, type QuestionRider } from "./question-rider.ts";
import type { AskedQuestion, Happens } from "./read-question.ts";
import { type CleanColumn, type Column, type Filter, type RideOrder, ride, rideBytes } from "./ride.ts";
import { MOST_WATCHES, stateDecoder, type Watches, watchWorld } from "./watch.ts";

/** One question's numbers in one solution. */
export interface Figure {
  /** A probability, or an expectation; NaN for days, which are read from their distribution. */
  readonly value: number;
  /** The probability of the condition; 1 without one. */
  readonly given: number;
  /** The probability of each period to hold the outcome, given the condition; the last place: never. */
  readonly days: Float64Array | null;
  /**
   * Share of the probability (of the event and its condition) that passes, before both are settled, through a choice worse than
   * the best by more than the error stake. Of probabilities in the base solution (scale 1), else null.
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
  readonly columns: readonly { readonly outcomes: readonly number[]; readonly watches: Watches }[];
  /** Per question: the automaton that carries it, null where it is about one outcome alone, undefined where none can hold it. */
  readonly riders: readonly (QuestionRider | null | undefined)[];
}

/** Works out once, for all solutions, how questions are carried. */
export function planQuestions(scenario: Scenario, world: World, questions: readonly AskedQuestion[]): Carriage {
  const alone = questions.map((question) => outcomeAlone(scenario, question));
  const bundles = bundlesOf(
    scenario,
    questions.filter((_, i) => alone[i] === -1),
  );
  const riderOf = new Map<AskedQuestion, QuestionRider>();
  for (const bundle of bundles) {
    const rider = compileEvents(scenario, world, bundle.flatMap(eventsOf), bundle.flatMap(datedBy));
    if (rider !== null) for (const question of bundle) riderOf.set(question, rider);
  }
  return {
    scenario,
    world,
    questions,
    columns: columnsFor(scenario, world, [...new Set(alone.filter((outcome) => outcome !== -1))]),
    riders: questions.map((question, i) => (alone[i] === -1 ? riderOf.get(question) : null)),
  };
}

function eventsOf(question: AskedQuestion): Happens[] {
  return [...(question.kind === "probability" ? [question.of] : []), ...(question.given ? [question.given] : [])];
}

function datedBy(question: AskedQuestion): number[] {
  return question.kind === "days until" ? [question.outcome] : [];
}

/**
 * The one outcome that a question speaks of, if nothing but its first time matters and a column can carry that; else -1. What
 * comes true without it is settled at other times than its first, which error shares need.
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
  if (outcome === undefined || spoken.size > 1 || scenario.outcomes[outcome]!.how === "else") return -1;
  return question.kind === "probability" && eventsOf(question).every((event) => isTrueOn(event, Number.NaN))
    ? -1
    : outcome;
}

/** Questions in groups that may share an automaton, in order. */
function bundlesOf(scenario: Scenario, questions: readonly AskedQuestion[]): AskedQuestion[][] {
  const bundles: AskedQuestion[][] = [];
  for (const question of questions) {
    const last = bundles[bundles.length - 1];
    const joined = [...(last ?? []), question];
    const { states, watches } = eventsNeed(scenario, joined.flatMap(eventsOf), joined.flatMap(datedBy));
    if (last !== undefined && states <= MOST_STATES && watches <= MOST_WATCHES) last.push(question);
    else bundles.push([question]);
  }
  return bundles;
}

function columnsFor(scenario: Scenario, world: World, outcomes: readonly number[]): Carriage["columns"] {
  const groups = Array.from({ length: Math.ceil(outcomes.length / MOST_WATCHES) }, (_, i) =>
    outcomes.slice(i * MOST_WATCHES, (i + 1) * MOST_WATCHES),
  );
  return groups.map((group) => {
    const watches = group.map((outcome) => watchOf(scenario.outcomes[outcome]!)!);
    return { outcomes: group, watches: watchWorld(scenario, world, watches) };
  });
}

/** Bytes that the figures of one solution take, the plan's own included. */
export function figuresBytes(carriage: Carriage): number {
  const { world, columns } = carriage;
  const rides = ridesOf(carriage);
  const rings = [
    ...columns.map(({ outcomes }) => rideBytes(world, 1, 1 + 2 * outcomes.length)),
    ...rides.map((aboard) => rideBytes(world, rowsFor(carriage.scenario, aboard), 1 + withShares(aboard).length)),
  ];
  return 4 * world.header.nodes * (columns.length + rides.length) + Math.max(0, ...rings);
}

/** The questions that share an automaton, for each. */
function ridesOf({ questions, riders }: Carriage): AskedQuestion[][] {
  const all = new Set(riders.filter((rider) => rider));
  return Array.from(all, (rider) => questions.filter((_, i) => riders[i] === rider));
}

/** Rows that an automaton is likely to need: many states of a large one never come up. */
function rowsFor(scenario: Scenario, aboard: readonly AskedQuestion[]): number {
  return Math.min(MOST_STATES, eventsNeed(scenario, aboard.flatMap(eventsOf), aboard.flatMap(datedBy)).states);
}

/** The questions whose answers have an error share. */
function withShares(questions: readonly AskedQuestion[]): AskedQuestion[] {
  return questions.filter(({ kind }) => kind === "probability");
}

/** The figures of all questions in one solution; null for those that no automaton can hold. */
export function figuresOf(carriage: Carriage, solved: Solved, filter: Filter | null): (Figure | null)[] {
  const { scenario, world, questions, riders } = carriage;
  const shares = solved.scale === 1 && withShares(questions).length > 0;
  const sweep: Sweep = {
    order: { world, policy: solved.policy, ...(filter ? { filter } : {}) },
    mistakes: shares ? mistakenSlots(world, solved, scenario.errorStake) : null,
  };
  const times = firstTimes(carriage, sweep);
  const ridden = new Map<QuestionRider, Ridden>();
  return questions.map((question, i) => {
    const rider = riders[i];
    if (rider === undefined) return null;
    if (rider === null) return figureAlone(scenario, question, times);
    if (!ridden.has(rider)) {
      const aboard = questions.filter((_, j) => riders[j] === rider);
      ridden.set(rider, rideWith(rider, withShares(aboard), sweep));
    }
    return figureRidden(scenario, question, rider, ridden.get(rider)!, sweep);
  });
}

/** What every sweep of a solution needs; mistakes where error shares are wanted. */
interface Sweep {
  readonly order: Pick<RideOrder, "world" | "policy" | "filter">;
  readonly mistakes: Uint8Array | null;
}

function cleanColumns({ mistakes }: Sweep, columns: readonly CleanColumn[]): Pick<RideOrder, "clean"> {
  return mistakes === null ? {} : { clean: { mistakes, columns } };
}

/** When an outcome first happens: the probability of each period, and that without mistakes; the last place: never. */
interface Times {
  readonly mass: Float64Array;
  readonly clean: Float64Array | null;
}

function firstTimes({ scenario, columns }: Carriage, sweep: Sweep): Map<number, Times> {
  const times = new Map<number, Times>();
  for (const { outcomes, watches } of columns) {
    const stops = outcomes.map(
      (outcome, place): Column =>
        scenario.outcomes[outcome]!.how === "at end" ? { stop: 0, atEnd: 1 << place } : { stop: 1 << place, atEnd: 0 },
    );
    const done = ride({ ...sweep.order, watches, columns: stops, ...cleanColumns(sweep, stops) });
    outcomes.forEach((outcome, place) => {
      const mass = timesIn(done.stopped[place + 1]!, done.left, place + 1);
      const clean = sweep.mistakes && timesIn(done.stoppedClean[place]!, done.leftClean, place);
      times.set(outcome, { mass, clean });
    });
  }
  return times;
}

function timesIn(stopped: Float64Array, left: readonly Float64Array[], column: number): Float64Array {
  return Float64Array.from([...stopped, left.reduce((sum, numbers) => sum + numbers[column]!, 0)]);
}

/** A question about one outcome: every period in turn is when it first happens. */
function figureAlone(scenario: Scenario, question: AskedQuestion, times: ReadonlyMap<number, Times>): Figure {
  const [outcome] = [...eventsOf(question).flatMap(outcomesIn), ...datedBy(question)];
  const { mass, clean } = times.get(outcome!)!;
  const never = mass.length - 1;
  const days = Array.from(mass, (_, period) => (period === never ? Number.NaN : dayOfPeriod(scenario, period)));
  const held = (period: number) => question.given === null || isTrueOn(question.given, days[period]!);
  const given = total(mass, held);
  if (question.kind !== "probability") {
    const kept = mass.map((part, period) => (held(period) ? part / given : 0));
    return { value: Number.NaN, given: question.given === null ? 1 : given, days: kept, errorShare: null };
  }
  const both = (of: Float64Array) => total(of, (period) => held(period) && isTrueOn(question.of, days[period]!));
  return {
    value: Math.min(1, both(mass) / given),
    given: question.given === null ? 1 : given,
    days: null,
    errorShare: clean && mistakenShare(both(mass), both(clean)),
  };
}

function outcomesIn(event: Happens): number[] {
  if (event.kind === "not") return outcomesIn(event.of);
  if (event.kind === "and" || event.kind === "or") return event.parts.flatMap(outcomesIn);
  return event.kind === "first" ? [event.outcome] : [];
}

/** Is an event about one outcome true when that first happens on a day (NaN: never)? */
function isTrueOn(event: Happens, day: number): boolean {
  switch (event.kind) {
    case "not":
      return !isTrueOn(event.of, day);
    case "and":
      return event.parts.every((part) => isTrueOn(part, day));
    case "or":
      return event.parts.some((part) => isTrueOn(part, day));
    case "first":
      return event.from <= day && day <= event.to;
    default:
      throw new Error(`an event of kind ${event.kind} where one outcome's first time is all`);
  }
}

/** What a sweep with an automaton left: per state of it the mass, and for each question with an error share the clean mass. */
interface Ridden {
  readonly mass: Float64Array;
  readonly clean: ReadonlyMap<AskedQuestion, Float64Array>;
}

function rideWith(rider: QuestionRider, shared: readonly AskedQuestion[], sweep: Sweep): Ridden {
  const columns = shared.map((question): CleanColumn => {
    const settled = (state: number, period: number) =>
      eventsOf(question).every((event) => rider.truthSoFar(event, state, period) === true);
    return { stop: 0, atEnd: 0, settled };
  });
  const { left, leftClean } = ride({ ...sweep.order, ...carriedBy(rider), ...cleanColumns(sweep, columns) });
  const clean = sweep.mistakes === null ? [] : shared.map((question, i) => [question, columnOf(leftClean, i)] as const);
  return { mass: columnOf(left, 0), clean: new Map(clean) };
}

function carriedBy({ rider, watches }: QuestionRider): Pick<RideOrder, "rider" | "watches"> {
  return { rider, watches };
}

function figureRidden(
  scenario: Scenario,
  question: AskedQuestion,
  rider: QuestionRider,
  { mass, clean }: Ridden,
  { order }: Sweep,
): Figure {
  const holds = (event: Happens | null, state: number) => event === null || rider.isTrue(event, state);
  const given = total(mass, (state) => holds(question.given, state));
  if (question.kind === "probability") {
    const both = (of: Float64Array) => total(of, (state) => holds(question.given, state) && holds(question.of, state));
    const own = clean.get(question);
    const errorShare = own === undefined ? null : mistakenShare(both(mass), both(own));
    return { value: Math.min(1, both(mass) / given), given, days: null, errorShare };
  }
  if (question.kind === "expectation") {
    const weigh = weightOf(scenario, order.world, question);
    const weighed = columnOf(ride({ ...order, ...carriedBy(rider), weigh }).left, 0);
    const value = total(weighed, (state) => holds(question.given, state)) / given;
    return { value, given, days: null, errorShare: null };
  }
  const days = new Float64Array(scenario.calendar.periods.length + 2);
  mass.forEach((part, state) => {
    if (!holds(question.given, state)) return;
    const period = rider.periodOf(question.outcome, state);
    days[period < 0 ? days.length - 1 : period]! += part / given;
  });
  return { value: Number.NaN, given, days, errorShare: null };
}

/** Per rider state, the mass of a column that is left at the end. */
function columnOf(left: readonly Float64Array[], column: number): Float64Array {
  return Float64Array.from(left, (numbers) => numbers[column]!);
}

function total(mass: Float64Array, counts: (place: number) => boolean): number {
  return mass.reduce((sum, part, place) => (counts(place) ? sum + part : sum), 0);
}

function weightOf(scenario: Scenario, world: World, question: AskedQuestion & { kind: "expectation" }) {
  const value = compileExpression(scenario, question.of);
  const decode = stateDecoder(world);
  const by = (node: number, period: number) => value(decode(node), period);
  return { period: Math.max(0, periodOfDay(scenario, question.at)), by };
}
