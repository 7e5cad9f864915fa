/**
 * A question as an automaton that rides along the forward sweep. Its state is a row of small numbers, one per *latch*:
 * when an outcome first happened (as a class of slices of time that the question does not tell apart), which of two
 * came first, how far a "within" is, what held on a date. Rows are numbered as they come up, so only what is reachable
 * costs anything.
 *
 * Where a span lies between two moments of which the cells are known (`spans.ts`) and both may be, the state *forks*:
 * its latch holds how likely it is, until the sweep takes the two ways apart.
 */

import { compileExpression, type Evaluator } from "../../language/expression/evaluate.ts";
import type { Expression } from "../../language/expression/expression.ts";
import type { Scenario } from "../../language/scenario.ts";
import { nowhere } from "../../text/source.ts";
import type { World } from "../../world/world.ts";
import { dayOfPeriod, periodOfDay } from "../dates/periods.ts";
import { isWithin, type Slices } from "../dates/slices.ts";
import type { Spans } from "../dates/spans.ts";
import {
  crossesDates,
  hasSpans,
  partsOf,
  sliceAfter,
  slicesFor,
  spansOf,
  type TimedSolution,
  timingOf,
  turnsOf,
} from "../dates/timing.ts";
import { watchOf } from "../outcomes.ts";
import type { Fork, RideOrder, Rider } from "../ride/ride.ts";
import { type Inside, MOST_WATCHES, stateDecoder, type Watch, type Watches, watchWorld } from "../ride/watch.ts";
import type { Happens } from "./read-question.ts";

/** A latch: what it looks at, and where in the row it stands. */
type Latch =
  /** Value 0: not yet; 1 + class. */
  | { readonly kind: "first"; readonly outcome: number; readonly classes: Int32Array }
  /** 0: neither yet; 1: the outcome came first; 2: it did not. */
  | { readonly kind: "before"; readonly outcome: number; readonly other: number }
  /**
   * 0: the other not yet; 1: true; 2: false; 3 + cell of the other; behind these 3 + number of a chance: true with that
   * one.
   */
  | {
      readonly kind: "within";
      readonly outcome: number;
      readonly other: number;
      readonly days: number;
      readonly chances: number[];
    }
  /** 0: not yet, or false; 1: held. Read as a slice begins, or else at the end of a period. */
  | { readonly kind: "holds"; readonly test: Evaluator; readonly period: number; readonly slice: number | undefined };

/** A scenario and its world. */
interface OfGraph {
  readonly scenario: Scenario;
  readonly world: World;
}

export interface QuestionRider {
  readonly rider: Rider;
  readonly watches: Watches;
  /** Is it true of a final rider state? */
  readonly isTrue: (event: Happens, state: number) => boolean;
  /** What can be told of it in a state within a period, part by part, whatever may still come; null: nothing yet. */
  readonly truthSoFar: (event: Happens, state: number, period: number) => boolean | null;
  /** The slice in which an outcome asked for by `dated` first happened; -1: not. */
  readonly sliceOf: (outcome: number, state: number) => number;
  readonly slices: Slices;
  /** Does mass cross dates inside periods between turns? */
  readonly crosses: boolean;
  /**
   * What a sweep with it needs to tell times inside a period apart; in another world of its graph, where one is given.
   */
  readonly timing: (solved: TimedSolution, of?: OfGraph) => Pick<RideOrder, "within" | "slices">;
}

/** The other outcomes of the group for which an outcome is the `else`. */
function rivals(scenario: Scenario, outcome: number): readonly number[] {
  return scenario.exclusive
    .filter(({ of }) => of.includes(outcome))
    .flatMap(({ of }) => of.filter((o) => o !== outcome));
}

/**
 * All outcomes that events speak of: named, dated, or rivals of an `else`; and those of them that happen along the way.
 */
function spokenOf(
  scenario: Scenario,
  parts: readonly Happens[],
  dated: readonly number[],
): { readonly spoken: readonly number[]; readonly along: readonly number[] } {
  const spoken = new Set(dated);
  for (const part of parts) {
    if (part.kind === "first" || part.kind === "before" || part.kind === "within") spoken.add(part.outcome);
    if (part.kind === "before" || part.kind === "within") spoken.add(part.other);
  }
  for (const outcome of [...spoken]) {
    if (scenario.outcomes[outcome].how === "else") for (const rival of rivals(scenario, outcome)) spoken.add(rival);
  }
  const along = [...spoken].filter((outcome) => ["when", "on"].includes(scenario.outcomes[outcome].how));
  return { spoken: [...spoken], along };
}

/** All outcomes whose first times events hang on. */
export function outcomesSpokenOf(scenario: Scenario, events: readonly Happens[]): readonly number[] {
  return spokenOf(scenario, events.flatMap(partsOf), []).spoken;
}

/** What one automaton for events takes: watches, and states at most (those that come up may be far fewer). */
export function eventsNeed(
  scenario: Scenario,
  world: World,
  events: readonly Happens[],
  dated: readonly number[],
): { readonly watches: number; readonly states: number } {
  const parts = events.flatMap(partsOf);
  const { spoken, along } = spokenOf(scenario, parts, dated);
  const slices = slicesFor(scenario, world, events, spoken, false);
  const firsts = spoken.map((outcome) => {
    const ranges = parts.flatMap((part) => (part.kind === "first" && part.outcome === outcome ? [part] : []));
    return 1 + new Set(classesOf(slices, ranges, dated.includes(outcome))).size;
  });
  const others = { before: 3, within: 3 + slices.count, holds: 2 };
  const rest = parts.map((part) => (part.kind in others ? others[part.kind as keyof typeof others] : 1));
  return { watches: along.length, states: [...firsts, ...rest].reduce((product, values) => product * values, 1) };
}

/**
 * Compiles events, outcomes whose slice is wanted exactly, and days on which states are read, to one rider. null when
 * they speak of more outcomes than there is room for watches.
 */
export function compileEvents(
  scenario: Scenario,
  world: World,
  events: readonly Happens[],
  dated: readonly number[] = [],
  states: readonly number[] = [],
): QuestionRider | null {
  const parts = events.flatMap(partsOf);
  const { spoken, along } = spokenOf(scenario, parts, dated);
  if (along.length > MOST_WATCHES) return null;
  const slices = slicesFor(scenario, world, [...events, ...states.map(holdsAt)], spoken, dated.length > 0);
  const crosses = crossesDates(scenario, events, spoken, states);
  return new Compiled(scenario, world, { slices, crosses }, { parts, spoken, along, dated });
}

const TRUE: Expression = { kind: "constant", value: 1, span: nowhere, type: { kind: "truth" } };

/** That there is a state on a day. */
function holdsAt(at: number): Happens {
  return { kind: "holds", condition: TRUE, at };
}

/** Slices that no range tells apart share a class: the first slice of each, so that a range can be tested on it. */
function classesOf(slices: Slices, ranges: readonly { from: number; to: number }[], exact: boolean): Int32Array {
  const first = new Map<string, number>();
  return Int32Array.from({ length: slices.count }, (_, slice) => {
    const signature = exact ? String(slice) : ranges.map((range) => isWithin(slices, slice, range)).join();
    if (!first.has(signature)) first.set(signature, slice);
    return first.get(signature)!;
  });
}

/**
 * What an automaton looks at: parts of events, the outcomes that they speak of, those along the way, and those dated
 * exactly.
 */
interface Looked {
  readonly parts: readonly Happens[];
  readonly spoken: readonly number[];
  readonly along: readonly number[];
  readonly dated: readonly number[];
}

class Compiled implements QuestionRider {
  readonly rider: Rider;
  readonly watches: Watches;
  readonly slices: Slices;
  readonly crosses: boolean;
  readonly scenario: Scenario;
  readonly world: World;
  private readonly decode: (node: number) => Int32Array;
  private readonly spoken: readonly number[];
  private readonly bitOf: Int32Array; // per outcome, 0 for those of the last day
  private readonly latches: readonly Latch[];
  private readonly latchOf = new Map<string | Happens, number>();
  private readonly firstLatch = new Map<number, number>();
  private readonly endTests: readonly { readonly outcome: number; readonly test: Evaluator }[];
  /** Where spans are asked for. */
  private readonly spans: Spans | null;
  private readonly rows: number[][] = [];
  private readonly known = new Map<string, number>();
  private readonly steps: Map<string, number>[] = []; // per state
  private readonly forks: (readonly Fork[] | null | undefined)[] = []; // per state

  constructor(scenario: Scenario, world: World, { slices, crosses }: Inside, { parts, spoken, along, dated }: Looked) {
    this.scenario = scenario;
    this.world = world;
    this.slices = slices;
    this.crosses = crosses;
    this.decode = stateDecoder(world);
    this.spoken = spoken;
    this.bitOf = new Int32Array(scenario.outcomes.length);
    along.forEach((outcome, place) => {
      this.bitOf[outcome] = 1 << place;
    });
    this.watches = watchWorld(
      scenario,
      world,
      along.map((outcome) => watchOf(scenario.outcomes[outcome]) as Watch),
      crosses || spoken.some((outcome) => turnsOf(scenario, outcome).length > 0) ? { slices, crosses } : undefined,
    );
    this.spans = hasSpans(parts) ? spansOf(scenario, world, slices) : null;
    this.latches = this.makeLatches(parts, dated);
    this.endTests = spoken
      .filter((outcome) => scenario.outcomes[outcome].how === "at end")
      .map((outcome) => ({ outcome, test: compileExpression(scenario, scenario.outcomes[outcome].condition!) }));
    this.number(new Array(this.latches.length).fill(0));
    const closing = new Set(
      this.latches.flatMap((latch) => (latch.kind === "holds" && latch.slice === undefined ? [latch.period] : [])),
    );
    if (along.length < spoken.length) closing.add(scenario.calendar.periods.length);
    this.rider = {
      minds: along.length === 0 ? 0 : 2 ** along.length - 1,
      states: () => this.rows.length,
      next: (state, bits, slice) => this.along(state, [[slice, bits]]),
      along: (state, steps) => this.along(state, steps),
      ...(this.spans === null
        ? {}
        : {
            forks: (state: number) => this.forksOf(state),
            forget: (state: number, period: number) => this.forget(state, period),
          }),
      close: (state, node, period) => this.close(state, node, period),
      closes: (period) => closing.has(period),
      ...(this.latches.some((latch) => latch.kind === "holds" && latch.slice !== undefined)
        ? { cross: (state: number, node: number, slice: number) => this.cross(state, node, slice) }
        : {}),
    };
  }

  // --- latches

  private makeLatches(parts: readonly Happens[], dated: readonly number[]): Latch[] {
    const latches: Latch[] = [];
    for (const outcome of this.spoken) {
      const ranges = parts.flatMap((part) => (part.kind === "first" && part.outcome === outcome ? [part] : []));
      this.firstLatch.set(outcome, latches.length);
      latches.push({ kind: "first", outcome, classes: classesOf(this.slices, ranges, dated.includes(outcome)) });
    }
    for (const part of parts) {
      const key = latchKey(part);
      if (part.kind === "first" || key === null || this.latchOf.has(key)) continue;
      this.latchOf.set(key, latches.length);
      if (part.kind === "before") latches.push(part);
      if (part.kind === "within") latches.push({ ...part, chances: [] });
      if (part.kind === "holds") {
        const test = compileExpression(this.scenario, part.condition, { moment: { at: part.at } });
        const period = Math.max(0, periodOfDay(this.scenario, part.at));
        latches.push({ kind: "holds", test, period, slice: sliceAfter(this.slices, part.at) });
      }
    }
    return latches;
  }

  private number(row: readonly number[]): number {
    const key = row.join();
    const old = this.known.get(key);
    if (old !== undefined) return old;
    this.known.set(key, this.rows.length);
    this.rows.push([...row]);
    return this.rows.length - 1;
  }

  // --- steps

  /** After what one edge brings, slice by slice: of that nothing comes before anything else. */
  private along(state: number, steps: readonly (readonly [slice: number, bits: number])[]): number {
    this.steps[state] ??= new Map();
    const key = steps.join(" ");
    const old = this.steps[state].get(key);
    if (old !== undefined) return old;
    const happened = new Map<number, number>();
    for (const [slice, bits] of steps)
      for (const outcome of this.spoken)
        if ((this.bitOf[outcome] & bits) !== 0 && !happened.has(outcome)) happened.set(outcome, slice);
    const after = this.happen(state, happened);
    this.steps[state].set(key, after);
    return after;
  }

  /** The state after some outcomes happened at once, each in its slice. */
  private happen(state: number, happened: ReadonlyMap<number, number>): number {
    const before = this.rows[state];
    const fresh = (outcome: number) =>
      before[this.firstLatch.get(outcome)!] === 0 ? happened.get(outcome) : undefined;
    return this.number(this.latches.map((latch, place) => this.latched(latch, before[place], fresh)));
  }

  /** `fresh`: the slice of an outcome that happens now for the first time. */
  private latched(latch: Latch, value: number, fresh: (outcome: number) => number | undefined): number {
    if (latch.kind === "holds") return value;
    const own = fresh(latch.outcome);
    switch (latch.kind) {
      case "first":
        return own === undefined ? value : 1 + latch.classes[own];
      case "before":
        if (value !== 0) return value;
        return fresh(latch.other) !== undefined ? 2 : own === undefined ? 0 : 1;
      case "within": {
        const other = value === 0 ? fresh(latch.other) : undefined;
        if (other !== undefined) return own === undefined ? 3 + this.spans!.ofSlice(other) : 1;
        if (own === undefined || value === 1 || value === 2 || this.isOpen(value)) return value;
        if (value === 0) return 2;
        const chance = this.spans!.chance(value - 3, this.spans!.ofSlice(own), latch.days);
        return chance === 1 ? 1 : chance === 0 ? 2 : this.openWith(latch.chances, chance);
      }
    }
  }

  // --- spans that may or may not be short enough

  private isOpen(value: number): boolean {
    return value >= 3 + this.spans!.count;
  }

  private openWith(chances: number[], chance: number): number {
    const known = chances.indexOf(chance);
    return 3 + this.spans!.count + (known >= 0 ? known : chances.push(chance) - 1);
  }

  private forksOf(state: number): readonly Fork[] | null {
    this.forks[state] ??= this.newForks(state);
    return this.forks[state];
  }

  private newForks(state: number): readonly Fork[] | null {
    const row = this.rows[state];
    const open = this.latches.findIndex((latch, place) => latch.kind === "within" && this.isOpen(row[place]));
    if (open === -1) return null;
    const { chances } = this.latches[open] as Latch & { kind: "within" };
    const chance = chances[row[open] - 3 - this.spans!.count];
    return [1, 2].flatMap((value) => {
      const share = value === 1 ? chance : 1 - chance;
      const way = this.number(row.map((old, place) => (place === open ? value : old)));
      return (this.forksOf(way) ?? [{ state: way, share: 1 }]).map((one) => ({ ...one, share: one.share * share }));
    });
  }

  /** As a period ends: what came too long ago for a span is as if it never were. */
  private forget(state: number, period: number): number {
    const next = dayOfPeriod(this.scenario, period + 1);
    const row = this.rows[state];
    if (!row.some((value, place) => this.isOver(this.latches[place], value, next))) return state;
    return this.number(row.map((value, place) => (this.isOver(this.latches[place], value, next) ? 2 : value)));
  }

  /** Does a latch wait for the end of a span that is over as a day begins? */
  private isOver(latch: Latch, value: number, day: number): boolean {
    if (latch.kind !== "within" || value < 3 || this.isOpen(value)) return false;
    return this.spans!.isOver(value - 3, day, latch.days);
  }

  /** As a slice begins inside a period. */
  private cross(state: number, node: number, slice: number): number {
    const period = this.slices.periodOf[slice];
    const held = (latch: Latch) => latch.kind === "holds" && latch.slice === slice;
    if (!this.latches.some(held)) return state;
    const values = this.decode(node);
    return this.number(
      this.rows[state].map((value, place) => {
        const latch = this.latches[place];
        return latch.kind === "holds" && latch.slice === slice && latch.test(values, period) !== 0 ? 1 : value;
      }),
    );
  }

  private closedNode = -1;
  private closedPeriod = -1;
  private closedHolds: boolean[] = [];
  private closedEnds = new Set<number>();

  /** At the end of a period (or on the last day) in the state of a node. */
  private close(state: number, node: number, period: number): number {
    if (node !== this.closedNode || period !== this.closedPeriod) this.look(node, period);
    const row = this.rows[state].map((value, place) => (this.closedHolds[place] ? 1 : value));
    const closed = this.number(row);
    return period === this.scenario.calendar.periods.length ? this.lastDay(closed) : closed;
  }

  private look(node: number, period: number): void {
    const values = this.decode(node);
    const last = period === this.scenario.calendar.periods.length;
    this.closedHolds = this.latches.map(
      (latch) =>
        latch.kind === "holds" &&
        latch.slice === undefined &&
        latch.period === period &&
        latch.test(values, period) !== 0,
    );
    this.closedEnds = new Set(
      last ? this.endTests.filter(({ test }) => test(values, period) !== 0).map(({ outcome }) => outcome) : [],
    );
    this.closedNode = node;
    this.closedPeriod = period;
  }

  /** Outcomes of the last day come true at one moment; then each `else` whose rivals all stayed away. */
  private lastDay(state: number): number {
    const last = this.slices.count - 1;
    const onLast = (outcomes: Iterable<number>) => new Map(Array.from(outcomes, (outcome) => [outcome, last]));
    const after = this.happen(state, onLast(this.closedEnds));
    const row = this.rows[after];
    const others = this.spoken.filter(
      (outcome) =>
        this.scenario.outcomes[outcome].how === "else" &&
        rivals(this.scenario, outcome).every((rival) => row[this.firstLatch.get(rival)!] === 0),
    );
    return others.length === 0 ? after : this.happen(after, onLast(others));
  }

  // --- reading final states

  timing(solved: TimedSolution, { scenario, world }: OfGraph = this): Pick<RideOrder, "within" | "slices"> {
    return timingOf(scenario, world, this.slices, solved, this.crosses);
  }

  sliceOf(outcome: number, state: number): number {
    return this.rows[state][this.firstLatch.get(outcome)!] - 1;
  }

  isTrue(event: Happens, state: number): boolean {
    switch (event.kind) {
      case "not":
        return !this.isTrue(event.of, state);
      case "and":
        return event.parts.every((part) => this.isTrue(part, state));
      case "or":
        return event.parts.some((part) => this.isTrue(part, state));
      case "first": {
        const slice = this.sliceOf(event.outcome, state);
        return slice >= 0 && isWithin(this.slices, slice, event);
      }
      default:
        return this.rows[state][this.latchOf.get(latchKey(event)!)!] === 1;
    }
  }

  truthSoFar(event: Happens, state: number, period: number): boolean | null {
    switch (event.kind) {
      case "not": {
        const truth = this.truthSoFar(event.of, state, period);
        return truth === null ? null : !truth;
      }
      case "and":
      case "or": {
        const parts = event.parts.map((part) => this.truthSoFar(part, state, period));
        return settledBy(event.kind === "or", parts);
      }
      case "first":
        if (this.sliceOf(event.outcome, state) >= 0) return this.isTrue(event, state);
        return dayOfPeriod(this.scenario, period) > event.to ? false : null;
      case "holds":
        if (this.isTrue(event, state)) return true;
        return periodOfDay(this.scenario, event.at) < period ? false : null;
      default: {
        const place = this.latchOf.get(latchKey(event)!)!;
        const value = this.rows[state][place];
        if (value === 1) return true;
        return value === 2 || this.isOver(this.latches[place], value, dayOfPeriod(this.scenario, period))
          ? false
          : null;
      }
    }
  }
}

/** The answer of several parts, of which one of the given kind settles all. */
function settledBy(settles: boolean, parts: readonly (boolean | null)[]): boolean | null {
  if (parts.includes(settles)) return settles;
  return parts.includes(null) ? null : !settles;
}

/** Names a latch that is not a "first"; a condition is its own name. */
function latchKey(part: Happens): string | Happens | null {
  switch (part.kind) {
    case "before":
      return `before ${part.outcome} ${part.other}`;
    case "within":
      return `within ${part.outcome} ${part.other} ${part.days}`;
    case "holds":
      return part;
    default:
      return null;
  }
}
