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
import { watchOf } from "./outcomes.ts";
import { compileEvents, eventsNeed, type QuestionRider } from "./question-rider.ts";
import type { AskedQuestion, Happens } from "./read-question.ts";
import { type Filter, type RideOrder, ride, rideBytes } from "./ride.ts";
import { MOST_WATCHES, stateDecoder, type Watches, watchWorld } from "./watch.ts";

/** One question's numbers in one solution. */
export interface Figure {
  /** A probability, or an expectation; NaN for days, which are read from their distribution. */
  readonly value: number;
  /** The probability of the condition; 1 without one. */
  readonly given: number;
  /** The probability of each period to hold the outcome, given the condition; the last place: never. */
  readonly days: Float64Array | null;
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

/** The one outcome that a question speaks of, if nothing but its first time matters and a column can carry that; else -1. */
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
  return outcome === undefined || spoken.size > 1 || scenario.outcomes[outcome]!.how === "else" ? -1 : outcome;
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
export function figuresBytes({ world, columns, riders }: Carriage): number {
  const rides = new Set(riders.filter((rider) => rider));
  const rings = [
    ...columns.map(({ outcomes }) => rideBytes(world, 1, outcomes.length + 1)),
    ...(rides.size > 0 ? [rideBytes(world, MOST_STATES, 1)] : []),
  ];
  return 4 * world.header.nodes * (columns.length + rides.size) + Math.max(0, ...rings);
}

/** The figures of all questions in one solution; null for those that no automaton can hold. */
export function figuresOf(carriage: Carriage, solved: Solved, filter: Filter | null): (Figure | null)[] {
  const { scenario, world, questions, riders } = carriage;
  const times = firstTimes(carriage, solved, filter);
  const masses = new Map<QuestionRider, Float64Array>();
  const order = (rider: QuestionRider): RideOrder => ({
    world,
    policy: solved.policy,
    watches: rider.watches,
    rider: rider.rider,
    ...(filter ? { filter } : {}),
  });
  return questions.map((question, i) => {
    const rider = riders[i];
    if (rider === undefined) return null;
    if (rider === null) return figureAlone(scenario, question, times);
    if (!masses.has(rider)) masses.set(rider, leftOf(order(rider)));
    return figureRidden(scenario, world, question, rider, masses.get(rider)!, order(rider));
  });
}

/** When the outcomes with columns first happen: the probability of each period; the last place: never. */
function firstTimes(
  { scenario, world, columns }: Carriage,
  solved: Solved,
  filter: Filter | null,
): Map<number, Float64Array> {
  const times = new Map<number, Float64Array>();
  for (const { outcomes, watches } of columns) {
    const { stopped, left } = ride({
      world,
      policy: solved.policy,
      watches,
      columns: outcomes.map((outcome, place) =>
        scenario.outcomes[outcome]!.how === "at end" ? { stop: 0, atEnd: 1 << place } : { stop: 1 << place, atEnd: 0 },
      ),
      ...(filter ? { filter } : {}),
    });
    for (const [place, outcome] of outcomes.entries()) {
      const never = left.reduce((sum, one) => sum + one[place + 1]!, 0);
      times.set(outcome, Float64Array.from([...stopped[place + 1]!, never]));
    }
  }
  return times;
}

/** A question about one outcome: every period in turn is when it first happens. */
function figureAlone(scenario: Scenario, question: AskedQuestion, times: ReadonlyMap<number, Float64Array>): Figure {
  const [outcome] = [...eventsOf(question).flatMap(outcomesIn), ...datedBy(question)];
  const mass = times.get(outcome!)!;
  const never = mass.length - 1;
  const days = Array.from(mass, (_, period) => (period === never ? Number.NaN : dayOfPeriod(scenario, period)));
  const given = total(mass, (period) => question.given === null || isTrueOn(question.given, days[period]!));
  if (question.kind !== "probability") {
    const kept = mass.map((part, period) =>
      question.given === null || isTrueOn(question.given, days[period]!) ? part / given : 0,
    );
    return { value: Number.NaN, given: question.given === null ? 1 : given, days: kept };
  }
  const both = total(
    mass,
    (period) =>
      isTrueOn(question.of, days[period]!) && (question.given === null || isTrueOn(question.given, days[period]!)),
  );
  return { value: Math.min(1, both / given), given: question.given === null ? 1 : given, days: null };
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

function figureRidden(
  scenario: Scenario,
  world: World,
  question: AskedQuestion,
  rider: QuestionRider,
  mass: Float64Array,
  order: RideOrder,
): Figure {
  const holds = (event: Happens | null, state: number) => event === null || rider.isTrue(event, state);
  const given = total(mass, (state) => holds(question.given, state));
  if (question.kind === "probability") {
    const both = total(mass, (state) => holds(question.given, state) && holds(question.of, state));
    return { value: Math.min(1, both / given), given, days: null };
  }
  if (question.kind === "expectation") {
    const weighed = leftOf({ ...order, weigh: weightOf(scenario, world, question) });
    return { value: total(weighed, (state) => holds(question.given, state)) / given, given, days: null };
  }
  const days = new Float64Array(scenario.calendar.periods.length + 2);
  mass.forEach((part, state) => {
    if (!holds(question.given, state)) return;
    const period = rider.periodOf(question.outcome, state);
    days[period < 0 ? days.length - 1 : period]! += part / given;
  });
  return { value: Number.NaN, given, days };
}

/** Per rider state, the mass that is left at the end. */
function leftOf(order: RideOrder): Float64Array {
  return Float64Array.from(ride(order).left, (left) => left[0]!);
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
