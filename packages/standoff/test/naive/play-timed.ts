/**
 * One history at a time with a moment for everything that happens in it, drawn as `docs/method.md` says: what may come at a rate
 * comes when the first of its exponential times does, whatever else a desk or an event may do has the same law, and what reads
 * something that changed earlier in the same period comes at the later of the two moments. Nothing is shared with the sweeps of
 * `src/query/dates`. Clocks of stages are not played, nor outcomes that name days inside periods.
 */
import { children, type Expression } from "../../src/language/expression/expression.ts";
import type { NatureEvent, Scenario } from "../../src/language/scenario.ts";
import { evaluate, holds, type State } from "./interpret.ts";
import { eventTimes, type NaivePolicy, onMenu, setKey, statedChances } from "./play-all.ts";
import type { Random } from "./play-once.ts";
import { type Act, branchesOf, carryOut, chanceIn, clockTurn, comes, type Draft, finish, forget } from "./rules.ts";
import { called, cleared, HOLD, meetings } from "./weights.ts";

/** When each outcome first came: days since the epoch with parts of a day, and its place among all turns; Infinity: never. */
export interface TimedPlay {
  readonly day: readonly number[];
  readonly turn: readonly number[];
}

export function playTimed(scenario: Scenario, policy: NaivePolicy, random: Random): TimedPlay {
  return new TimedRun(scenario, policy, random).play();
}

class TimedRun {
  private readonly scenario: Scenario;
  private readonly policy: NaivePolicy;
  private readonly random: Random;
  private readonly day: number[];
  private readonly turn: number[];
  private state: State = [];
  private ended = false;
  private turns = 0;
  /** Per variable: the moment of its latest change in the period, as a share of it. */
  private changed: number[] = [];
  /** The moments of what happens in the turn under way. */
  private moments: number[] = [];

  constructor(scenario: Scenario, policy: NaivePolicy, random: Random) {
    this.scenario = scenario;
    this.policy = policy;
    this.random = random;
    this.day = scenario.outcomes.map(() => Number.POSITIVE_INFINITY);
    this.turn = scenario.outcomes.map(() => Number.POSITIVE_INFINITY);
  }

  play(): TimedPlay {
    const { scenario } = this;
    const { periods, to } = scenario.calendar;
    const drawn = scenario.variables.map((v) => this.draw(v.starts.map((e) => evaluate(scenario, e, [], 0))));
    this.state = forget(scenario, drawn, 0);
    this.ended = scenario.endings.some((e) => holds(scenario, e.when, this.state, 0));
    for (let period = 0; period < periods.length; period++) {
      this.changed = scenario.variables.map(() => 0);
      this.look(period, periods[period].start);
      if (!this.ended) this.period(period);
    }
    this.look(periods.length, to);
    return { day: this.day, turn: this.turn };
  }

  private period(period: number): void {
    const { turns, fixedOrder, startReversed, calendar } = this.scenario;
    const reversed = !fixedOrder && (calendar.periods[period].cell % 2 === 1) !== startReversed;
    this.close(this.clocks(this.open(period, Math.max(0, period - 1))), true);
    for (const turn of reversed ? [...turns].reverse() : turns) {
      if (this.ended) return;
      const opened = this.open(period, period);
      const done = turn.kind === "events" ? this.events(opened, turn.group) : this.desks(opened, turn.desks);
      if (done.happenings.length > 0) this.close(done, turn.kind === "events" || turn.desks.length === 1);
    }
  }

  private open(period: number, beforePeriod: number): Draft {
    this.moments = [];
    return { before: this.state, beforePeriod, state: this.state, period, happenings: [], laws: [] };
  }

  /** `alone`: what happens changes the state at its own moment, a desk's holding too. */
  private close(draft: Draft, alone: boolean): void {
    this.turns++;
    const { scenario, moments } = this;
    const turn = finish(scenario, draft);
    const counting = moments.filter((_, i) => alone || draft.happenings[i].kind !== "hold");
    const at = Math.max(0, ...counting);
    turn.state.forEach((value, v) => {
      if (value !== draft.before[v]) this.changed[v] = Math.max(this.changed[v], at);
    });
    this.state = turn.state;
    this.ended = turn.ending >= 0;
    const { start, days } = scenario.calendar.periods[draft.period];
    const now = start; // dates inside periods are not played
    scenario.outcomes.forEach((o, i) => {
      if (o.how !== "on" || !comes(scenario, o, turn, now)) return;
      const own = moments.filter((_, place) =>
        comes(scenario, o, { ...turn, happenings: [draft.happenings[place]] }, now),
      );
      const byLabel = own.length > 0 && o.trigger?.kind !== "becomes" && o.trigger?.kind !== "ending";
      this.come(i, start + days * (byLabel ? Math.min(...own) : at));
    });
    this.look(draft.period, start + days * at);
  }

  private look(period: number, day: number): void {
    this.scenario.outcomes.forEach((o, i) => {
      if (o.how === "when" && holds(this.scenario, o.condition!, this.state, period)) this.come(i, day);
    });
  }

  private come(outcome: number, day: number): void {
    if (this.turn[outcome] !== Number.POSITIVE_INFINITY) return;
    this.day[outcome] = day;
    this.turn[outcome] = this.turns;
  }

  // ---- What happens, and when ----

  /** The latest change of what some expressions read. */
  private since(expressions: readonly (Expression | null)[]): number {
    const reads = new Set<number>();
    for (const e of expressions) if (e !== null) readsOf(this.scenario, e, reads);
    return Math.max(0, ...[...reads].map((v) => this.changed[v]));
  }

  /** A moment of what comes with chance c in all: the first of its times, given that it falls within the period. */
  private moment(chance: number): number {
    if (chance >= 1) return 0;
    return Math.log1p(-chance * this.random()) / Math.log1p(-chance);
  }

  private add(draft: Draft, act: Act, moment: number): Draft {
    this.moments.push(moment);
    return carryOut(this.scenario, draft, [act]);
  }

  private clocks(opened: Draft): Draft {
    let draft = opened;
    for (let clock = 0; clock < this.scenario.clocks.length; clock++) {
      const steps = clockTurn(this.scenario, clock, draft.state, draft.period);
      const { lapses, effects } = steps[this.draw(steps.map(({ chance }) => chance))];
      if (!lapses && effects.length === 0) continue;
      draft = this.add(draft, { happening: { kind: "lapse", clock: lapses ? clock : -1 }, effects }, 0);
      if (lapses) draft = this.lapseEvents(draft, clock);
    }
    return draft;
  }

  private lapseEvents(opened: Draft, clock: number): Draft {
    let draft = opened;
    this.scenario.eventGroups.forEach((g, group) => {
      g.events.forEach((e, event) => {
        if (e.how === "lapse" && e.clock === clock && holds(this.scenario, e.guard, draft.state, draft.period))
          draft = this.happen(draft, group, event, 0);
      });
    });
    return draft;
  }

  private events(opened: Draft, group: number): Draft {
    const { events } = this.scenario.eventGroups[group];
    let draft = opened;
    events.forEach((e, event) => {
      if (e.how === "rate" && events.findIndex((x) => x.how === "rate") === event) draft = this.compete(draft, group);
      if (e.how !== "chance" || !holds(this.scenario, e.guard, draft.state, draft.period)) return;
      const perStep = evaluate(this.scenario, e.amount!, draft.state, draft.period);
      const chance = chanceIn(this.scenario, perStep, draft.period);
      if (this.random() < chance)
        draft = this.happen(draft, group, event, Math.max(this.moment(chance), this.since(readBy([e]))));
    });
    return draft;
  }

  private compete(draft: Draft, group: number): Draft {
    const { events } = this.scenario.eventGroups[group];
    const rivals = events.filter((e) => e.how === "rate");
    const times = events.map((e) => {
      const rate = e.how === "rate" ? eventTimes(this.scenario, e, draft.state, draft.period) : 0;
      return rate === 0 ? Number.POSITIVE_INFINITY : -Math.log(1 - this.random()) / rate;
    });
    const soonest = Math.min(...times);
    if (soonest >= 1) return draft;
    return this.happen(draft, group, times.indexOf(soonest), Math.max(soonest, this.since(readBy(rivals))));
  }

  private happen(draft: Draft, group: number, event: number, moment: number): Draft {
    const { effects, branches } = this.scenario.eventGroups[group].events[event];
    const ways = branchesOf(this.scenario, branches, draft.state, draft.period);
    const way = ways[this.draw(ways.map((w) => w.chance))];
    const happening = { kind: "event", group, event, branch: way.branch } as const;
    const after = this.add(draft, { happening, effects: [...effects, ...way.effects] }, moment);
    after.state.forEach((value, v) => {
      if (value !== draft.state[v]) this.changed[v] = Math.max(this.changed[v], moment);
    });
    return after;
  }

  private desks(draft: Draft, desks: readonly number[]): Draft {
    const acts = desks.flatMap((desk) => this.decide(draft, desk) ?? []);
    this.state = cleared(this.scenario, desks, draft.state);
    const after = { ...draft, before: this.state, state: this.state };
    this.moments = acts.map(({ moment }) => moment);
    const plain = acts.map(({ act }) => act);
    return acts.length === 0 ? after : carryOut(this.scenario, after, plain);
  }

  private decide(draft: Draft, index: number): { readonly act: Act; readonly moment: number } | null {
    const { scenario } = this;
    const { state, period } = draft;
    const desk = scenario.desks[index];
    const moves = desk.moves.flatMap((m, i) => (onMenu(scenario, desk, m.guard, i, state, period) ? [i] : []));
    const actions = desk.mustMove ? moves : [HOLD, ...moves];
    if (moves.length === 0) return null;
    const convenes = called(desk, state) ? 1 : -Math.expm1(-meetings(scenario, desk, state, period));
    if (this.random() >= convenes) return null;
    const chances =
      actions.length === 1
        ? [1]
        : desk.policy === null
          ? this.policy(setKey(scenario, index, period, state), actions)
          : statedChances(scenario, desk, actions, state, period);
    const action = actions[this.draw(chances)];
    const holding = actions[0] === HOLD ? chances[0] : 0;
    const chance = convenes * (action === HOLD ? holding : 1 - holding);
    const moment = Math.max(this.moment(chance), this.deskSince(index, period));
    if (action === HOLD) return { act: { happening: { kind: "hold", desk: index }, effects: [] }, moment };
    const move = desk.moves[action];
    const ways = branchesOf(scenario, move.branches, state, period);
    const way = ways[this.draw(ways.map((w) => w.chance))];
    const happening = { kind: "move", desk: index, move: action, branch: way.branch } as const;
    return { act: { happening, effects: [...move.effects, ...way.effects] }, moment };
  }

  /** The latest change of what a desk goes by: all that its actor sees, unless it follows rules. */
  private deskSince(index: number, period: number): number {
    const { scenario } = this;
    const { actor, tempo, moves, policy } = scenario.desks[index];
    const menu = moves.flatMap(({ guard, usual, branches }) => [guard, usual, ...branches.map(({ chance }) => chance)]);
    const rules = policy?.flatMap(({ when, hold, chances }) => [when, hold, ...chances]) ?? [];
    const read = this.since([tempo, ...menu, ...rules]);
    if (policy !== null || scenario.actors[actor].lambda === 0) return read;
    const today = scenario.calendar.periods[period].start;
    const seen = scenario.variables.flatMap((v, i) =>
      (v.seenBy >> actor) & 1 || today >= v.announced ? [this.changed[i]] : [],
    );
    return Math.max(read, ...seen);
  }

  /** An index with the given chances, which sum to one. */
  private draw(chances: readonly number[]): number {
    let left = this.random();
    for (let i = 0; i < chances.length; i++) {
      left -= chances[i];
      if (left < 0) return i;
    }
    return chances.findLastIndex((c) => c > 0);
  }
}

function readBy(events: readonly NatureEvent[]): (Expression | null)[] {
  return events.flatMap(({ guard, amount, branches }) => [guard, amount, ...branches.map(({ chance }) => chance)]);
}

/** The variables that an expression reads, those of the clocks in it included. */
function readsOf(scenario: Scenario, e: Expression, into: Set<number>): void {
  if (e.kind === "variable") into.add(e.variable);
  if ("clock" in e && typeof e.clock === "number") {
    const { stageVariable, dueVariable, drawVariable } = scenario.clocks[e.clock];
    for (const v of [stageVariable, dueVariable, drawVariable]) if (v >= 0) into.add(v);
  }
  for (const part of children(e)) readsOf(scenario, part, into);
}
