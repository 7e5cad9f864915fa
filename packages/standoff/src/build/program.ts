/**
 * The scenario made ready to run: what decides what can happen as functions of numbers, what says how likely or how
 * much worth it is as formulas over the assumptions; every occurrence numbered, and with it what hangs on it (payoffs,
 * clocks). `build.ts` walks the states with it.
 */

import {
  compileExpression,
  compileLister,
  dependsOnPeriod,
  type Evaluator,
  foldExpression,
  keepAll,
  type Lister,
  variablesRead,
} from "../language/expression/evaluate.ts";
import type { Expression } from "../language/expression/expression.ts";
import { compileFormula, type FormulaEvaluator } from "../language/expression/formula.ts";
import { assumptionsIn } from "../language/expression/reads.ts";
import { PlainReader, type Reader } from "../language/expression/state-reader.ts";
import type { Branch, Desk, Move, NatureEvent, Payoff, Scenario, Trigger } from "../language/scenario.ts";
import type { Span } from "../text/source.ts";
import type { Occurrence } from "../world/world.ts";
import { type Eyes, payoffsInOwnEyes } from "./eyes.ts";
import { eventKind, Numbering } from "./occurrences.ts";
import type { Compiling, Prices } from "./prices.ts";
import { type ClockProgram, compileClock } from "./turn/clocks.ts";
import { type CompiledEffect, compileEffects } from "./turn/effects.ts";
import { Interest } from "./turn/interest.ts";
import { compileMenu, usualOf } from "./turn/menu-program.ts";
import { compileOverPeriod, type OverPeriod, readsNow, where } from "./turn/over-period.ts";

export interface BranchProgram {
  readonly occurrence: number;
  readonly chance: FormulaEvaluator;
  readonly effects: readonly CompiledEffect[];
}

export interface MoveProgram {
  readonly name: string;
  readonly span: Span;
  readonly branches: readonly BranchProgram[];
  /**
   * By view: the mark that says that its actors have seen it, -1 if they never do, AWARE where they know of it; null:
   * all do.
   */
  readonly unknown: readonly number[] | null;
}

export const AWARE = -2;

export interface DeskProgram {
  readonly desk: Desk;
  /** How often it meets in a period on average; null: it surely does, once. */
  readonly meetings: OverPeriod | null;
  /** The variable of its mark, or -1. */
  readonly mark: number;
  readonly available: Lister;
  readonly any: Evaluator;
  readonly hold: number; // occurrence
  readonly moves: readonly MoveProgram[];
  readonly family: Int32Array;
  /** How often in a period, as far as the desk can meet: every move, and every family. */
  readonly usual: readonly (OverPeriod | null)[];
  readonly familyUsual: readonly (OverPeriod | null)[];
  readonly policy:
    | readonly { readonly when: Evaluator; readonly chances: readonly (FormulaEvaluator | null)[] }[]
    | null;
  /** All (move, branch) pairs in order: what a pending choice numbers from 2 on. */
  readonly choices: readonly { readonly effects: readonly CompiledEffect[]; readonly occurrence: number }[];
  /** Variables that its menu, tempo, weights and policy read. */
  readonly reads: readonly number[];
  /** Pending code of a move's first branch. */
  readonly firstChoice: readonly number[];
}

export interface EventProgram extends MoveProgram {
  readonly event: NatureEvent;
  readonly guard: Evaluator;
  /** In each view: a chance, or how often by its rate in a period; empty for events that lapse. */
  readonly amounts: readonly FormulaEvaluator[];
  /** The same, zero where they are, narrower to ask. */
  readonly some: readonly FormulaEvaluator[];
}

export interface GroupProgram {
  readonly events: readonly EventProgram[];
  /** Can any event happen, unless its chance is zero by the letter? */
  readonly any: Evaluator;
}

export interface LumpProgram {
  readonly payoff: Payoff;
  readonly column: number;
  /** A truth. */
  readonly when: FormulaEvaluator | null;
  /** What its trigger demands of the state before, in whichever the payoff is read. */
  readonly given: Evaluator | null;
  readonly value: FormulaEvaluator;
  /** The frame of the actor who gets it. */
  readonly frame: number;
}

/** What hangs on an occurrence, a becoming or an ending. */
export interface Consequences {
  readonly lumps: readonly LumpProgram[]; // read the state before
  readonly lumpsAfter: readonly LumpProgram[];
  readonly clocks: readonly number[]; // started
  readonly marks: readonly number[]; // set: variables of desks that are called
}

/** A condition by itself. */
export interface Condition {
  readonly holds: Evaluator;
  readonly reads: readonly number[];
  /** Does it read the calendar? */
  readonly timed: boolean;
}

/** Conditions that are looked at on every edge. */
export interface ConditionList {
  readonly test: Lister;
  readonly count: number;
  /** One by one; empty unless the program was compiled for a reader of its own. */
  readonly each: readonly Condition[];
}

export interface Program {
  readonly scenario: Scenario;
  readonly reader: Reader;
  readonly prices: Prices;
  readonly eyes: Eyes;
  readonly occurrences: readonly Occurrence[];
  readonly consequences: readonly Consequences[]; // by occurrence
  readonly desks: readonly DeskProgram[];
  readonly groups: readonly GroupProgram[];
  readonly clocks: readonly ClockProgram[];
  /** What the trigger that starts a clock demands of the state before, by clock. */
  readonly startsGiven: readonly (Evaluator | null)[];
  /** Events that happen when a clock lapses, by clock. */
  readonly onLapse: readonly (readonly EventProgram[])[];
  readonly becomes: ConditionList & { readonly consequences: readonly Consequences[] };
  readonly forgets: ConditionList & { readonly variables: readonly number[] };
  readonly endings: ConditionList & { readonly consequences: readonly Consequences[] };
  /** What stops the clocks, by clock. */
  readonly stops: readonly (Condition | null)[];
  readonly worths: readonly (readonly (FormulaEvaluator | null)[] | null)[]; // by ending
  readonly flows: readonly (LumpProgram & { readonly timed: boolean })[];
  readonly finals: readonly LumpProgram[];
  readonly interest: Interest;
  /** Actor weights over the columns. */
  readonly weights: readonly (readonly FormulaEvaluator[])[];
  /** What the passing of time alone may bring about; null where it cannot. */
  readonly timed: {
    readonly becomes: boolean;
    readonly forgets: boolean;
    readonly endings: boolean;
    readonly stops: boolean;
  };
}

export function compileProgram(scenario: Scenario, compiling: Compiling): Program {
  const { prices } = compiling;
  const { eyes } = prices;
  const options: Compiling = { ...compiling, structural: prices.structural };
  const compile = (e: Expression) => compileExpression(scenario, e, options);
  const formula = (e: Expression) => compileFormula(scenario, e, prices.list, options);
  const conditions = (list: readonly Expression[]) => compileConditions(scenario, list, options);
  const givenOf = (trigger: Trigger | null) =>
    trigger?.kind === "deal" && trigger.given !== null ? compile(trigger.given) : null;
  const lump = (payoff: Payoff): LumpProgram => ({
    payoff,
    column: payoff.column,
    when: payoff.when === null ? null : formula(payoff.when),
    given: givenOf(payoff.trigger),
    value: formula(payoff.value),
    frame: eyes.frameOfActor[scenario.columns[payoff.column].actor],
  });
  const payoffs = payoffsInOwnEyes(scenario, eyes);
  const becomings = scenario.payoffs.flatMap(({ trigger }) => (trigger?.kind === "becomes" ? [trigger.condition] : []));
  for (const assumption of assumptionsIn(becomings)) prices.structural.add(assumption);
  const numbering = new Numbering();
  const desks = scenario.desks.map((_, index) => compileDesk(eyes, index, numbering, options));
  const groups = scenario.eventGroups.map((_, index) => compileGroup(eyes, index, numbering, options));
  scenario.clocks.forEach((clock, index) => {
    numbering.add({ kind: "lapse", name: clock.name, move: index, says: clock.lapses }, clock.span);
  });
  const hanging = new Hanging(payoffs, scenario, lump);
  const becomes = becomesConditions(payoffs, scenario);
  const forgotten = scenario.variables.flatMap((v, index) => (v.forgetWhen === null ? [] : [index]));
  const { list: occurrences } = numbering;
  return {
    scenario,
    reader: options.reader ?? new PlainReader(scenario),
    prices,
    eyes,
    occurrences,
    consequences: occurrences.map((o) => hanging.on((trigger) => matches(trigger, o))),
    desks,
    groups,
    clocks: scenario.clocks.map((clock) => compileClock(scenario, clock, options)),
    startsGiven: scenario.clocks.map((clock) => givenOf(clock.starts)),
    onLapse: scenario.clocks.map((_, clock) =>
      groups.flatMap((g) => g.events.filter((e) => e.event.how === "lapse" && e.event.clock === clock)),
    ),
    becomes: {
      ...conditions(becomes.map((trigger) => trigger.condition)),
      consequences: becomes.map((trigger) => hanging.on((other) => other === trigger)),
    },
    forgets: {
      ...conditions(forgotten.map((v) => scenario.variables[v].forgetWhen!)),
      variables: forgotten,
    },
    endings: {
      ...conditions(scenario.endings.map((ending) => ending.when)),
      consequences: scenario.endings.map((_, index) => hanging.on((t) => t.kind === "ending" && t.ending === index)),
    },
    stops: scenario.clocks.map(({ stopWhen }) =>
      stopWhen === null ? null : compileCondition(scenario, stopWhen, options),
    ),
    worths: scenario.endings.map((e) => e.worth?.map((value) => (value === null ? null : formula(value))) ?? null),
    flows: payoffs
      .filter((payoff) => payoff.how === "while")
      .map((payoff) => ({ ...lump(payoff), timed: [payoff.value, payoff.when].some((e) => isTimed(scenario, e)) })),
    finals: payoffs.filter((payoff) => payoff.how === "at end").map(lump),
    interest: new Interest(scenario, prices),
    weights: scenario.actors.map((actor) => actor.weights.map(formula)),
    timed: {
      becomes: becomes.some(({ condition }) => isTimed(scenario, condition)),
      forgets: scenario.variables.some(({ forgetWhen }) => isTimed(scenario, forgetWhen)),
      endings: scenario.endings.some(({ when }) => isTimed(scenario, when)),
      stops: scenario.clocks.some(({ stopWhen }) => isTimed(scenario, stopWhen)),
    },
  };
}

/** May the passing of time alone change it? */
function isTimed(scenario: Scenario, e: Expression | null): boolean {
  return e !== null && dependsOnPeriod(scenario, e);
}

function compileConditions(scenario: Scenario, conditions: readonly Expression[], options: Compiling): ConditionList {
  return {
    test: compileLister(scenario, conditions, options),
    count: conditions.length,
    each: options.reader ? conditions.map((e) => compileCondition(scenario, e, options)) : [],
  };
}

function compileCondition(scenario: Scenario, e: Expression, options: Compiling): Condition {
  return {
    holds: compileExpression(scenario, e, options),
    reads: [...variablesRead(scenario, e)],
    timed: dependsOnPeriod(scenario, e),
  };
}

// ---- Desks and events ----

function compileDesk(eyes: Eyes, index: number, numbering: Numbering, options: Compiling): DeskProgram {
  const scenario = eyes.views[0];
  const desk = scenario.desks[index];
  const compile = (e: Expression) => compileExpression(scenario, e, options);
  const hold = numbering.add({ kind: "hold", name: desk.name, desk: index }, desk.span);
  const moves = desk.moves.map((move, place) => {
    const named = { kind: "move", name: move.name, desk: index, move: place, says: move.says } as const;
    const unknown = eyes.unknown.map((hidden) => hidden.get(`${index} ${place}`) ?? AWARE);
    const compiled = compileMove(eyes, move, (branch) => numbering.add({ ...named, ...branch }, branch.span), options);
    return unknown.every((mark) => mark === AWARE) ? compiled : { ...compiled, unknown };
  });
  const families = [...new Set(desk.moves.map((move) => move.family))];
  let code = 2;
  const firstChoice = moves.map((move) => {
    code += move.branches.length;
    return code - move.branches.length;
  });
  const usual = usualOf(scenario, desk, families, options);
  return {
    desk,
    meetings: desk.tempo === null ? null : compileOverPeriod(scenario, desk.tempo, options),
    mark: desk.meetsAlso?.mark ?? -1,
    ...compileMenu(scenario, desk, usual, options),
    hold,
    moves,
    family: Int32Array.from(desk.moves.map((move) => families.indexOf(move.family))),
    usual: usual.moves,
    familyUsual: usual.families,
    policy:
      desk.policy?.map((rule) => ({
        when: compile(rule.when),
        chances: [rule.hold, ...rule.chances].map((chance) =>
          chance === null ? null : compileFormula(scenario, chance, options.prices.list, options),
        ),
      })) ?? null,
    choices: moves.flatMap((move) => move.branches.map(({ effects, occurrence }) => ({ effects, occurrence }))),
    reads: readsOf(scenario, desk),
    firstChoice,
  };
}

function readsOf(scenario: Scenario, { actor, tempo, moves, familyUsual, policy }: Desk): number[] {
  const rules = policy?.flatMap(({ when, hold, chances }) => [when, hold, ...chances]) ?? [];
  const menu = moves.flatMap(({ guard, usual }) => [guard, usual]);
  const all = [
    tempo,
    ...menu,
    ...familyUsual.map(({ usual }) => usual),
    ...rules,
    ...scenario.actors[actor].weights,
  ].filter((e) => e !== null);
  return [...new Set(all.flatMap((e) => [...variablesRead(scenario, e)]))];
}

interface NamedBranch {
  readonly branch: string;
  readonly branchIndex: number;
  readonly span: Span;
}

function compileMove(
  eyes: Eyes,
  move: Pick<Move | NatureEvent, "name" | "span" | "effects" | "branches">,
  number: (branch: NamedBranch) => number,
  options: Compiling,
): MoveProgram {
  const sure: Branch[] = [{ name: "", span: move.span, chance: one(move.span), effects: [] }];
  const branches = move.branches.length === 0 ? sure : move.branches;
  return {
    name: move.name,
    span: move.span,
    unknown: null,
    branches: branches.map((branch, branchIndex) => ({
      occurrence: number({ branch: branch.name, branchIndex, span: move.span }),
      chance: compileFormula(eyes.views[0], branch.chance, options.prices.list, options),
      effects: compileEffects(eyes.views[0], [...move.effects, ...branch.effects], options),
    })),
  };
}

function one(span: Span): Expression {
  return { kind: "constant", value: 1, span, type: { kind: "number" } };
}

function compileGroup(eyes: Eyes, group: number, numbering: Numbering, options: Compiling): GroupProgram {
  const scenario = eyes.views[0];
  const events = scenario.eventGroups[group].events.map((event, place): EventProgram => {
    const named = { name: event.name, says: event.says, ...eventKind(event, group, place) } as const;
    const move = compileMove(eyes, event, (branch) => numbering.add({ ...named, ...branch }, branch.span), options);
    return { ...move, event, ...compileAmount(eyes, event, options) };
  });
  const happening = events.filter((event) => event.event.how !== "lapse");
  const any: Evaluator = (state, period) => {
    for (const event of happening) {
      if (event.guard(state, period) === 0) continue;
      for (const some of event.some) if (some(state, period) !== 0) return 1;
    }
    return 0;
  };
  return { events, any };
}

/** When and how often an event happens. A window in the guard of an event with a rate cuts the rate off to the day. */
function compileAmount(
  eyes: Eyes,
  { guard, how, amount }: NatureEvent,
  options: Compiling,
): Pick<EventProgram, "guard" | "amounts" | "some"> {
  const scenario = eyes.views[0];
  const holds = compileExpression(scenario, guard, options);
  if (amount === null) return { guard: holds, amounts: [], some: [] };
  if (how !== "rate") {
    const chance = compileFormula(scenario, amount, options.prices.list, options);
    const amounts = eyes.views.map(() => chance);
    return { guard: holds, amounts, some: amounts };
  }
  const timed = readsNow(foldExpression(scenario, guard, keepAll));
  const rates = eyes.views.map((view) => compileOverPeriod(view, timed ? where(guard, amount) : amount, options));
  const amounts = rates.map(({ total }) => total);
  return { guard: timed ? () => 1 : holds, amounts, some: rates.map(({ some }) => some) };
}

// ---- Occurrences and what hangs on them ----

/** Does an occurrence set off a trigger? Becomings and endings are no occurrences of their own. */
export function matches(trigger: Trigger, o: Occurrence): boolean {
  switch (trigger.kind) {
    case "move":
      if (o.kind !== "move" || o.desk !== trigger.desk || o.move !== trigger.move) return false;
      return trigger.branch === -1 || trigger.branch === o.branchIndex;
    case "hold":
      return o.kind === "hold" && o.desk === trigger.desk;
    case "event":
      if (o.kind !== "event" || o.group !== trigger.group || o.move !== trigger.event) return false;
      return trigger.branch === -1 || trigger.branch === o.branchIndex;
    case "lapse":
      return o.kind === "lapse" && o.move === trigger.clock;
    case "deal":
      if (o.kind === "lapse") return trigger.clocks.includes(o.move);
      return o.kind === "move" && trigger.moves.some(({ desk, move }) => o.desk === desk && o.move === move);
    default:
      return false;
  }
}

class Hanging {
  private readonly lumps: readonly (LumpProgram & { trigger: Trigger })[];
  private readonly clocks: readonly (readonly [Trigger | null, number])[];
  private readonly calls: readonly { readonly triggers: readonly Trigger[]; readonly mark: number }[];

  constructor(payoffs: readonly Payoff[], { clocks, desks }: Scenario, lump: (payoff: Payoff) => LumpProgram) {
    this.lumps = payoffs.flatMap((payoff) => {
      if (payoff.how !== "on" || payoff.trigger === null) return [];
      return [{ ...lump(payoff), trigger: payoff.trigger }];
    });
    this.clocks = clocks.map((clock, index) => [clock.starts, index] as const);
    this.calls = desks.flatMap(({ meetsAlso }) => meetsAlso ?? []);
  }

  on(matching: (trigger: Trigger) => boolean): Consequences {
    const lumps = this.lumps.filter((lump) => matching(lump.trigger));
    return {
      lumps: lumps.filter((lump) => !lump.payoff.readAfter),
      lumpsAfter: lumps.filter((lump) => lump.payoff.readAfter),
      clocks: this.clocks.flatMap(([trigger, clock]) => (trigger !== null && matching(trigger) ? [clock] : [])),
      marks: this.calls.flatMap(({ triggers, mark }) => (triggers.some(matching) ? [mark] : [])),
    };
  }
}

type Becoming = Trigger & { kind: "becomes" };

/** The becomings on which something hangs. */
function becomesConditions(payoffs: readonly Payoff[], { clocks, desks }: Scenario): readonly Becoming[] {
  const calls = desks.flatMap(({ meetsAlso }) => meetsAlso?.triggers ?? []);
  const triggers = [...payoffs.map((payoff) => payoff.trigger), ...clocks.map((clock) => clock.starts), ...calls];
  return triggers.filter((trigger): trigger is Becoming => trigger?.kind === "becomes");
}
