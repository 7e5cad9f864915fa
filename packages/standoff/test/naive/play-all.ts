/**
 * A second implementation of play under a given policy, written without a look at the builder or the solver: it walks
 * every history of a scenario one after another, merges nothing, and keeps for each information set its reach and the
 * expected points of each action. For small scenarios only: the number of histories is limited.
 */
import type { Expression } from "../../src/language/expression/expression.ts";
import type { Desk, NatureEvent, Scenario, Turn } from "../../src/language/scenario.ts";
import { Dated, momentLaw, type Spot } from "./dated.ts";
import { evaluate, holds, leftOut, overPeriod, type State } from "./interpret.ts";
import {
  type Act,
  branchesOf,
  type ClockStep,
  carryOut,
  chanceIn,
  clockTurn,
  type Draft,
  discount,
  finals,
  finish,
  flows,
  forget,
  frozen,
  isAfterwards,
  type Step,
  stageTurn,
} from "./rules.ts";
import { type Drawn, readsOfDesk, readsOfEvents } from "./waits.ts";
import { actionWeights, called, cleared, HOLD, meetings, neverMade } from "./weights.ts";

const EULER = 0.577_215_664_901_532_9;

/** An action on a menu: the index of a move of the desk, or HOLD. */
export type Action = number;

/** What is known of one information set after all histories have been walked. */
export interface NaiveSet {
  readonly desk: number;
  readonly period: number;
  readonly actions: readonly Action[];
  /** Weight of each action at steadiness 0; empty where a stated policy decides. */
  readonly weights: readonly number[];
  readonly chances: readonly number[];
  /** Probability that play comes to this set and the desk convenes, and that it comes to it at all. */
  reach: number;
  arrivals: number;
  /** Expected points of each action given convening here, in the actor's own weights. */
  q: number[];
}

export interface NaiveResult {
  readonly sets: ReadonlyMap<string, NaiveSet>;
  /** Expected discounted points of each column from the first day. */
  readonly values: readonly number[];
  /** Chance of each outcome by the last day. */
  readonly outcomes: readonly number[];
  /** Total probability of all histories. */
  readonly mass: number;
  /** Days inside periods on which an outcome's condition may turn. */
  readonly datesInside: number;
  readonly steps: number;
}

/** Chances of the actions of a set, in the order of `actions`. */
export type NaivePolicy = (key: string, actions: readonly Action[]) => readonly number[];

/** Thrown when a scenario has more steps of play than the limit. */
export class TooManyHistories extends Error {}

/** The key of an information set: period, desk, and the values that its actor sees, by name. */
export function setKey(scenario: Scenario, desk: number, period: number, state: State): string {
  const { actor, name } = scenario.desks[desk];
  const today = scenario.calendar.played[period].start;
  const seen = scenario.variables.flatMap((v, i) =>
    (v.seenBy >> actor) & 1 || today >= v.announced ? [`${v.name}=${state[i]}`] : [],
  );
  return `${period}|${name}|${seen.join(",")}`;
}

/**
 * Walks every history under the policy. `scale`: points then lack what choosing costs an actor whose noise is tastes,
 * at that multiple of its steadiness (`docs/method.md`, 3).
 */
export function playAll(
  scenario: Scenario,
  policy: NaivePolicy,
  limit = 200_000,
  scale: number | null = null,
): NaiveResult {
  const walk = new Walk(scenario, policy, limit, scale);
  const values = scenario.columns.map(() => 0);
  for (const { state, chance } of startingStates(scenario)) {
    const value = walk.begin(state, chance);
    value.forEach((v, column) => {
      values[column] += chance * v;
    });
  }
  for (const set of walk.sets.values()) set.q = set.q.map((q) => (set.reach > 0 ? q / set.reach : Number.NaN));
  walk.dated.finish();
  const { outcomes, mass, datesInside } = walk.dated;
  return { sets: walk.sets, values, outcomes, mass, datesInside, steps: walk.steps };
}

function startingStates(scenario: Scenario): readonly { state: number[]; chance: number }[] {
  let states: { state: number[]; chance: number }[] = [{ state: [], chance: 1 }];
  for (const variable of scenario.variables) {
    const chances = variable.starts.map((e) => evaluate(scenario, e, [], 0));
    states = states.flatMap(({ state, chance }) =>
      chances.flatMap((c, value) => (c > 0 ? [{ state: [...state, value], chance: chance * c }] : [])),
    );
  }
  return states;
}

type Values = readonly number[];

/** Where a history stands: its probability, where it last stood, and the turn that it took from there. */
interface History {
  readonly state: State;
  readonly period: number;
  readonly chance: number;
  readonly spot: Spot | null;
  readonly taken: Step | null;
}

type Next = (history: History) => Values;

/** Goes on with a turn that is under way, given its probability so far. */
type Onward = (draft: Draft, chance: number) => Values;

interface Option {
  readonly action: Action | null; // null: did not convene
  readonly chance: number;
  readonly act: Act | null;
}

class Walk {
  readonly sets = new Map<string, NaiveSet>();
  readonly dated: Dated;
  steps = 0;
  private readonly scenario: Scenario;
  private readonly policy: NaivePolicy;
  private readonly limit: number;
  private readonly scale: number | null;

  constructor(scenario: Scenario, policy: NaivePolicy, limit: number, scale: number | null) {
    this.scenario = scenario;
    this.policy = policy;
    this.limit = limit;
    this.scale = scale;
    this.dated = new Dated(scenario);
  }

  begin(state: State, chance: number): Values {
    const first = { state: forget(this.scenario, state, 0), period: 0, chance, spot: null, taken: null };
    const ending = this.scenario.endings.findIndex((e) => holds(this.scenario, e.when, first.state, 0));
    // A start is no turn: an ending that holds on the first day has not happened on it, and nothing hangs on it.
    return ending >= 0 ? this.end(first, ending) : this.dawn(this.enter(first, 0), 0);
  }

  /** A period begins: what time brings about by itself and what the clocks do are one turn. */
  private dawn(history: History, beforePeriod: number): Values {
    const { scenario } = this;
    const { state, period } = history;
    const draft = { before: state, beforePeriod, state, period, happenings: [], drawn: [] };
    return this.clock(clockTurn, draft, history.chance, 0, (done, chance) =>
      this.close(
        { ...history, chance },
        done,
        (h) => this.stages(h, 0, (g) => this.turn(g, 0)),
        isAfterwards(scenario, period),
      ),
    );
  }

  /** What the clocks of stages do in half a period is one turn. */
  private stages(before: History, half: 0 | 1, next: Next): Values {
    const history = this.enter(before, half === 0 ? 1 : 2 + this.scenario.turns.length);
    const halfTurn: ClockTurn = (scenario, index, state, period) => stageTurn(scenario, index, state, period, half);
    return this.clock(halfTurn, opening(history), history.chance, 0, (done, chance) =>
      done.happenings.length === 0 ? next({ ...history, chance }) : this.close({ ...history, chance }, done, next),
    );
  }

  /** One clock after another, in file order. */
  private clock(turn: ClockTurn, draft: Draft, chance: number, index: number, onward: Onward): Values {
    const { scenario } = this;
    if (index === scenario.clocks.length) return onward(draft, chance);
    const next: Onward = (d, c) => this.clock(turn, d, c, index + 1, onward);
    let value: Values = scenario.columns.map(() => 0);
    for (const { chance: own, lapses, effects, drawn } of turn(scenario, index, draft.state, draft.period)) {
      if (own === 0) continue;
      // A stage that passes is no occurrence; it is recorded as a lapse of no clock.
      const happening = { kind: "lapse", clock: lapses ? index : -1 } as const;
      const idle = !lapses && effects.length === 0;
      const dated = drawn === undefined ? draft : { ...draft, drawn: [...draft.drawn, drawn] };
      const passed = idle ? draft : carryOut(scenario, dated, [{ happening, effects }]);
      const result = lapses ? this.lapseEvents(passed, chance * own, index, 0, next) : next(passed, chance * own);
      value = add(value, scale(result, own));
    }
    return value;
  }

  /** Events that run when a clock lapses, in file order, right after it. */
  private lapseEvents(draft: Draft, chance: number, clock: number, from: number, next: Onward): Values {
    const all = this.scenario.eventGroups.flatMap((g, group) => g.events.map((e, event) => ({ e, group, event })));
    const at = all.findIndex(({ e }, i) => i >= from && e.how === "lapse" && e.clock === clock);
    if (at === -1) return next(draft, chance);
    const { e, group, event } = all[at];
    const onward: Onward = (d, c) => this.lapseEvents(d, c, clock, at + 1, next);
    if (!holds(this.scenario, e.guard, draft.state, draft.period)) return onward(draft, chance);
    return this.happen(draft, chance, group, event, onward);
  }

  /** The turns of a period in its order, then its end. */
  private turn(before: History, place: number): Values {
    const { turns } = this.scenario;
    if (place === turns.length) return this.stages(before, 1, (h) => this.endOfPeriod(h));
    const history = this.enter(before, 2 + place);
    const next: Next = (h) => this.turn(h, place + 1);
    const turn = this.inOrder(history.period)[place];
    if (turn.kind === "desks") return this.desks(history, turn.desks, next);
    return this.events(opening(history), history.chance, turn.group, 0, (draft, chance) =>
      draft.happenings.length === 0 ? next({ ...history, chance }) : this.close({ ...history, chance }, draft, next),
    );
  }

  private inOrder(period: number): readonly Turn[] {
    const { turns, fixedOrder, startReversed, calendar } = this.scenario;
    const reversed = !fixedOrder && (calendar.played[period].cell % 2 === 1) !== startReversed;
    return reversed ? [...turns].reverse() : turns;
  }

  private endOfPeriod(before: History): Values {
    const { scenario } = this;
    const history = this.enter(before, 3 + scenario.turns.length, "end of period");
    const { played } = scenario.calendar;
    const { state, period } = history;
    const flow = flows(scenario, state, period, isAfterwards(scenario, period) ? 1 / 2 : 1);
    const ahead = { ...history, period: period + 1 };
    const later = period + 1 === played.length ? finals(scenario, state) : this.dawn(ahead, period);
    return later.map((v, column) => flow[column] + discount(scenario, column, period) * v);
  }

  /** The history comes to a place of its period; outcomes come by the last day only. */
  private enter(history: History, place: number, kind: Spot["kind"] = "turn"): History {
    const { state, period, chance, spot: from, taken } = history;
    if (isAfterwards(this.scenario, period)) return history;
    return { ...history, spot: this.dated.enter(from, taken, place, { state, period, chance, kind }), taken: null };
  }

  /** The state is frozen from here on. */
  private end(history: History, ending: number): Values {
    this.enter(history, 0, "ended");
    return frozen(this.scenario, ending, history.state, history.period);
  }

  /** Independent events one after another; those with rates compete where the first of them stands. */
  private events(draft: Draft, chance: number, group: number, from: number, next: Onward): Values {
    const { scenario } = this;
    const { events } = scenario.eventGroups[group];
    if (from === events.length) return next(draft, chance);
    const event = events[from];
    const onward: Onward = (d, c) => this.events(d, c, group, from + 1, next);
    if (event.how === "rate") {
      const first = events.findIndex((e) => e.how === "rate") === from;
      return first ? this.compete(draft, chance, group, onward) : onward(draft, chance);
    }
    if (event.how === "lapse" || !holds(scenario, event.guard, draft.state, draft.period)) return onward(draft, chance);
    const happens = chanceIn(scenario, evaluate(scenario, event.amount!, draft.state, draft.period), draft.period);
    if (happens === 0) return onward(draft, chance);
    const drawn = { law: momentLaw(happens), reads: readsOfEvents(scenario, [event]) };
    const dated = { ...draft, drawn: [...draft.drawn, drawn] };
    const happened = this.happen(dated, chance * happens, group, from, onward);
    if (happens === 1) return happened;
    return add(scale(happened, happens), scale(onward(draft, chance * (1 - happens)), 1 - happens));
  }

  private compete(draft: Draft, chance: number, group: number, next: Onward): Values {
    const { scenario } = this;
    const { state, period } = draft;
    const rates = scenario.eventGroups[group].events.map((e) =>
      e.how === "rate" ? eventTimes(scenario, e, state, period) : 0,
    );
    const total = rates.reduce((a, b) => a + b, 0);
    if (total === 0) return next(draft, chance);
    const any = 1 - Math.exp(-total);
    const rivals = scenario.eventGroups[group].events.filter(({ how }) => how === "rate");
    const drawn = { law: momentLaw(any), reads: readsOfEvents(scenario, rivals) };
    let value = scale(next(draft, chance * (1 - any)), 1 - any);
    rates.forEach((rate, event) => {
      if (rate === 0) return;
      const share = (any * rate) / total;
      const dated = { ...draft, drawn: [...draft.drawn, drawn] };
      value = add(value, scale(this.happen(dated, chance * share, group, event, next), share));
    });
    return value;
  }

  /** An event happens, in one of its ways. */
  private happen(draft: Draft, chance: number, group: number, event: number, next: Onward): Values {
    const { effects, branches } = this.scenario.eventGroups[group].events[event];
    let value: Values = this.scenario.columns.map(() => 0);
    for (const way of branchesOf(this.scenario, branches, draft.state, draft.period)) {
      if (way.chance === 0) continue;
      const happening = { kind: "event", group, event, branch: way.branch } as const;
      const done = carryOut(this.scenario, draft, [{ happening, effects: [...effects, ...way.effects] }]);
      value = add(value, scale(next(done, chance * way.chance), way.chance));
    }
    return value;
  }

  /** Desks that move at once: all combinations of what each may do, each with the others' chances. */
  private desks(history: History, desks: readonly number[], next: Next): Values {
    const { scenario } = this;
    const menus = desks.map((desk) => this.menu(history, desk)).filter((menu) => menu !== null);
    const after = { ...history, state: cleared(scenario, desks, history.state) };
    if (menus.length === 0) return next(after);
    const idle = menus.map(({ options }) =>
      options.reduce((sum, { action, chance }) => (action === null || action === HOLD ? sum + chance : sum), 0),
    );
    const anyActs = momentLaw(1 - idle.reduce((product, chance) => product * chance, 1));
    const drawn = menus.map(({ desk }, i) => {
      const reads = readsOfDesk(scenario, desk, history.period);
      const holding = menus[i].options.reduce((sum, { action, chance }) => (action === HOLD ? sum + chance : sum), 0);
      return { act: { law: momentLaw(1 - idle[i]), reads }, hold: { law: momentLaw(holding), reads, hold: true } };
    });
    let value: Values = scenario.columns.map(() => 0);
    const follow = (place: number, sofar: readonly Option[], ways: number): void => {
      if (place < menus.length) {
        for (const option of menus[place].options)
          for (const way of this.ways(history, menus[place].desk, option))
            follow(place + 1, [...sofar, { ...option, act: way.act }], ways * way.chance);
        return;
      }
      const chance = sofar.reduce((c, option) => c * option.chance, ways);
      const acts = sofar.flatMap((option) => (option.act === null ? [] : [option.act]));
      const ahead = { ...after, chance: history.chance * chance };
      const own = sofar.flatMap(({ act }, i): Drawn[] => {
        if (act?.happening.kind === "move") return [drawn[i].act];
        return act !== null && desks.length === 1 ? [drawn[i].hold] : [];
      });
      const begun = { ...opening(after), drawn: own, ...(desks.length > 1 ? { anyActs } : {}) };
      const turn = carryOut(scenario, begun, acts);
      const result = acts.length === 0 ? next(ahead) : this.close(ahead, turn, next);
      value = add(value, scale(result, chance));
      sofar.forEach((option, mine) => {
        if (option.action === null) return;
        const others = sofar.reduce((c, other, i) => (i === mine ? c : c * other.chance), ways);
        this.credit(menus[mine], option.action, history.chance * others, result);
      });
    };
    follow(0, [], 1);
    return menus.reduce((left, menu) => this.lessCost(left, menu), value);
  }

  /** What choosing costs the actor on average, in all of its columns, or in the one that its desk decides for. */
  private lessCost(value: Values, { desk: index, set, convening }: Menu): Values {
    const { scenario, scale: steadier } = this;
    const desk = scenario.desks[index];
    const { lambda, columns } = scenario.actors[desk.actor];
    if (steadier === null || lambda * steadier === 0 || desk.noise !== "tastes" || desk.policy !== null) return value;
    if (set.actions.length === 1) return value;
    const distance = set.chances.reduce((sum, p, i) => {
      const usual = desk.plain ? 1 : set.weights[i];
      return p === 0 ? sum : sum + p * Math.log(p / usual);
    }, 0);
    const cost = (desk.plain ? distance - EULER : distance) / (lambda * steadier);
    const counts = desk.column >= 0 ? [desk.column] : columns;
    return value.map((v, column) => (counts.includes(column) ? v - convening * cost : v));
  }

  /** Adds what an action led to, weighted by how likely play and the others bring it about, to its set. */
  private credit(menu: Menu, action: Action, weight: number, result: Values): void {
    const points = result.reduce((sum, v, column) => sum + menu.columns[column] * v, 0);
    menu.set.q[menu.set.actions.indexOf(action)] += weight * menu.convening * points;
  }

  private ways(history: History, desk: number, option: Option): readonly { chance: number; act: Act | null }[] {
    if (option.action === null) return [{ chance: 1, act: null }];
    if (option.action === HOLD) return [{ chance: 1, act: { happening: { kind: "hold", desk }, effects: [] } }];
    const move = this.scenario.desks[desk].moves[option.action];
    if (leftOut(move, history.state)) return [{ chance: 1, act: { happening: { kind: "hold", desk }, effects: [] } }];
    return branchesOf(this.scenario, move.branches, history.state, history.period)
      .filter((way) => way.chance > 0)
      .map((way) => {
        const happening = { kind: "move", desk, move: option.action!, branch: way.branch } as const;
        return { chance: way.chance, act: { happening, effects: [...move.effects, ...way.effects] } };
      });
  }

  /** What a desk may do here, with chances; null when it can do nothing. Enters the visit in its information set. */
  private menu(history: History, index: number): Menu | null {
    const { scenario } = this;
    const { state, period } = history;
    const desk = scenario.desks[index];
    const moves = desk.moves.flatMap((m, i) => (onMenu(scenario, desk, m.guard, i, state, period) ? [i] : []));
    const actions = desk.mustMove ? moves : [HOLD, ...moves];
    const convening = called(desk, state) ? 1 : 1 - Math.exp(-meetings(scenario, desk, state, period));
    if (moves.length === 0 || convening === 0) return null; // a desk that has no move does not convene
    const set = this.setOf(history, index, actions);
    set.arrivals += history.chance;
    set.reach += history.chance * convening;
    const options: Option[] = actions.map((action, i) => ({ action, chance: convening * set.chances[i], act: null }));
    if (convening < 1) options.push({ action: null, chance: 1 - convening, act: null });
    return { desk: index, set, convening, options, columns: columnsOf(scenario, desk, state, period) };
  }

  private setOf(history: History, index: number, actions: readonly Action[]): NaiveSet {
    const { scenario } = this;
    const { state, period } = history;
    const key = setKey(scenario, index, period, state);
    const known = this.sets.get(key);
    if (known !== undefined) {
      if (known.actions.join() !== actions.join()) throw new Error(`two menus in one information set: ${key}`);
      return known;
    }
    const desk = scenario.desks[index];
    const stated = desk.policy === null ? null : statedChances(scenario, desk, actions, state, period);
    const set: NaiveSet = {
      desk: index,
      period,
      actions,
      weights: stated === null ? actionWeights(scenario, desk, actions, state, period) : [],
      chances: stated ?? (actions.length === 1 ? [1] : this.policy(key, actions)),
      reach: 0,
      arrivals: 0,
      q: actions.map(() => 0),
    };
    this.sets.set(key, set);
    return set;
  }

  /**
   * Closes a turn and plays on, or ends. `halved`: half of the period's flows is paid in the state that comes of it.
   */
  private close(history: History, draft: Draft, next: Next, halved = false): Values {
    if (++this.steps > this.limit) throw new TooManyHistories(`more than ${this.limit} steps`);
    const { scenario } = this;
    const turn = finish(scenario, draft);
    const ahead = { ...history, state: turn.state, taken: turn };
    const after = turn.ending >= 0 ? this.end(ahead, turn.ending) : next(ahead);
    if (!halved) return add(turn.pay, after);
    const worth = turn.ending >= 0 ? scenario.endings[turn.ending].worth : null;
    const half = flows(scenario, turn.state, turn.period, 1 / 2).map((v, column) => (worth?.[column] ? 0 : v));
    return add(half, add(turn.pay, after));
  }
}

type ClockTurn = (scenario: Scenario, index: number, state: State, period: number) => readonly ClockStep[];

interface Menu {
  readonly desk: number;
  readonly set: NaiveSet;
  readonly convening: number;
  readonly options: readonly Option[];
  /** The weight of each column in the decision. */
  readonly columns: readonly number[];
}

/**
 * How a decision weighs the columns: one faction for a ratification desk, else the actor's weights in its own state.
 */
function columnsOf(scenario: Scenario, desk: Desk, state: State, period: number): number[] {
  const actor = scenario.actors[desk.actor];
  return scenario.columns.map((_, column) => {
    if (desk.column >= 0) return column === desk.column ? 1 : 0;
    const place = actor.columns.indexOf(column);
    return place < 0 ? 0 : evaluate(scenario, actor.weights[place], state, period);
  });
}

/** Does a guard hold, and is the move ever made? */
export function onMenu(
  scenario: Scenario,
  desk: Desk,
  guard: Expression,
  move: number,
  state: State,
  period: number,
): boolean {
  return holds(scenario, guard, state, period) && !neverMade(scenario, desk, move, state, period);
}

/** How often an event with a rate comes in a period, on the days on which its condition holds. */
export function eventTimes(scenario: Scenario, { guard, amount }: NatureEvent, state: State, period: number): number {
  const at = (e: Expression, moment: number) => evaluate(scenario, e, state, period, moment);
  return overPeriod(scenario, (moment) => (at(guard, moment) !== 0 ? at(amount!, moment) : 0), period);
}

/** The first rule of a stated policy that holds; where none does, the desk holds. */
export function statedChances(
  scenario: Scenario,
  desk: Desk,
  actions: readonly Action[],
  state: State,
  period: number,
): number[] {
  const rule = desk.policy!.find((r) => holds(scenario, r.when, state, period));
  if (rule === undefined) return actions.map((action) => (action === HOLD ? 1 : 0));
  return actions.map((action) => {
    const chance = action === HOLD ? rule.hold : rule.chances[action]!;
    return chance === null ? 0 : evaluate(scenario, chance, state, period);
  });
}

/** A turn that begins in a history's state. */
function opening({ state, period }: History): Draft {
  return { before: state, beforePeriod: period, state, period, happenings: [], drawn: [] };
}

function scale(values: Values, factor: number): Values {
  return values.map((v) => v * factor);
}

function add(a: Values, b: Values): Values {
  return a.map((v, i) => v + b[i]);
}
