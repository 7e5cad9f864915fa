/**
 * What everything that happens goes by, read naively: the variables that bear on an event, a clock's stages or a desk.
 * Where one of them changed earlier in the same period, what goes by it waits for that change.
 */
import { children, type Expression } from "../../src/language/expression/expression.ts";
import type { Desk, NatureEvent, Scenario } from "../../src/language/scenario.ts";

/** How likely something has happened by a share of its period, given that it happens in it. */
export type Law = (share: number) => number;

export type Reads = ReadonlySet<number>;

/** Something that happens: how likely by a share of its period, and what it goes by. */
export interface Drawn {
  readonly law: Law;
  readonly reads: Reads;
  /** A desk's holding: it may change a state, but is no happening. */
  readonly hold?: boolean;
}

/**
 * How the mass that takes a turn crosses dates, in one step or, where several desks move at once, one for each that
 * acts: with the law of any act, once all has come that those who have acted so far wait for.
 */
export function crossingSteps(drawn: readonly Drawn[], anyActs: Law | undefined): Drawn[] {
  const acts = drawn.filter(({ hold }) => hold !== true);
  const readsOf = (some: readonly Drawn[]) => new Set(some.flatMap(({ reads }) => [...reads]));
  if (anyActs !== undefined) return acts.map((_, i) => ({ law: anyActs, reads: readsOf(acts.slice(0, i + 1)) }));
  return [{ law: (share) => acts.reduce((all, { law }) => all * law(share), 1), reads: readsOf(acts) }];
}

/**
 * Per date of a period: by when a turn crosses it, for mass that has not. `free`: how likely what is read has not
 * changed after the date; `notCrossed`: the share of all that stands in the same place and state.
 */
export function crossingLaw(
  steps: readonly Drawn[],
  shares: readonly number[],
  notCrossed: readonly number[],
  free: (reads: Reads, date: number) => number,
): number[] {
  return steps.reduce<number[]>(
    (law, { law: happened, reads }) => {
      const stays = shares.map((share, date) => {
        const left = notCrossed[date] * law[date];
        return left > 0 ? Math.min(1, (happened(share) * free(reads, date)) / left) : 1;
      });
      return law.map((by, date) => by * Math.min(...stays.slice(date)));
    },
    shares.map(() => 1),
  );
}

export function readsOfEvents(scenario: Scenario, events: readonly NatureEvent[]): Reads {
  return new Set(events.flatMap((event) => [...readsOfEvent(scenario, event)]));
}

const eventsRead = new WeakMap<NatureEvent, Reads>();

function readsOfEvent(scenario: Scenario, event: NatureEvent): Reads {
  const { guard, amount, branches } = event;
  const reads = eventsRead.get(event) ?? readsOf(scenario, [guard, amount, ...branches.map(({ chance }) => chance)]);
  eventsRead.set(event, reads);
  return reads;
}

const desksRead = new WeakMap<Desk, Reads>();

/**
 * All that a desk's actor sees, unless it follows rules or is not steady at all; and what its menu, tempo and rules
 * read.
 */
export function readsOfDesk(scenario: Scenario, index: number, period: number): Reads {
  const desk = scenario.desks[index];
  const { actor, tempo, moves, policy } = desk;
  const menu = moves.flatMap(({ guard, usual, branches }) => [guard, usual, ...branches.map(({ chance }) => chance)]);
  const rules = policy?.flatMap(({ when, hold, chances }) => [when, hold, ...chances]) ?? [];
  const read = desksRead.get(desk) ?? readsOf(scenario, [tempo, ...menu, ...rules]);
  desksRead.set(desk, read);
  if (policy !== null || scenario.actors[actor].lambda === 0) return read;
  const today = scenario.calendar.played[period].start;
  const seen = scenario.variables.flatMap((v, i) => ((v.seenBy >> actor) & 1 || today >= v.announced ? [i] : []));
  return new Set([...read, ...seen]);
}

export function readsOfStages(scenario: Scenario, clock: number): Reads {
  const { stageVariable, takes } = scenario.clocks[clock];
  return new Set([stageVariable, ...readsOf(scenario, [takes])]);
}

function readsOf(scenario: Scenario, expressions: readonly (Expression | null)[]): Reads {
  const reads = new Set<number>();
  for (const e of expressions) if (e !== null) read(scenario, e, reads);
  return reads;
}

/** The variables that an expression reads, those of the clocks in it included. */
function read(scenario: Scenario, e: Expression, into: Set<number>): void {
  if (e.kind === "variable") into.add(e.variable);
  if ("clock" in e && typeof e.clock === "number") {
    const { stageVariable, dueVariable, drawVariable } = scenario.clocks[e.clock];
    for (const v of [stageVariable, dueVariable, drawVariable]) if (v >= 0) into.add(v);
  }
  for (const part of children(e)) read(scenario, part, into);
}
