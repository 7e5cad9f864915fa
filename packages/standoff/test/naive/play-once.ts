/**
 * One history at a time, drawn at random: play of given strategies for scenarios too large to walk through in full.
 * Uses the naive rules, so that it is as independent of the builder and the sweeps as `play-all.ts`. A date inside a
 * period that an outcome's condition names is read as the next period begins: how mass crosses it only all histories
 * together tell (`dated.ts`).
 */
import type { Scenario } from "../../src/language/scenario.ts";
import { dayOf, evaluate, holds, type State } from "./interpret.ts";
import { eventTimes, type NaivePolicy, onMenu, setKey, statedChances } from "./play-all.ts";
import {
  type Act,
  branchesOf,
  carryOut,
  chanceIn,
  clockTurn,
  comes,
  type Draft,
  finish,
  forget,
  type Step,
  stageTurn,
} from "./rules.ts";
import { called, cleared, HOLD, meetings } from "./weights.ts";

/** Uniform on [0, 1). */
export type Random = () => number;

/** A seeded source (mulberry32), enough for tests. */
export function seeded(seed: number): Random {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Plays once to the end: which outcomes came. */
export function playOnce(scenario: Scenario, policy: NaivePolicy, random: Random): boolean[] {
  return new Run(scenario, policy, random).play();
}

class Run {
  private readonly scenario: Scenario;
  private readonly policy: NaivePolicy;
  private readonly random: Random;
  private readonly came: boolean[];
  private state: State = [];
  private ended = false;

  constructor(scenario: Scenario, policy: NaivePolicy, random: Random) {
    this.scenario = scenario;
    this.policy = policy;
    this.random = random;
    this.came = scenario.outcomes.map(() => false);
  }

  play(): boolean[] {
    const { scenario } = this;
    const { periods } = scenario.calendar;
    const drawn = scenario.variables.map((v) => this.draw(v.starts.map((e) => evaluate(scenario, e, [], 0))));
    this.state = forget(scenario, drawn, 0);
    this.ended = scenario.endings.some((e) => holds(scenario, e.when, this.state, 0));
    for (let period = 0; period < periods.length; period++) {
      this.look(period);
      if (!this.ended) this.period(period);
    }
    this.look(periods.length);
    return this.judge(periods.length);
  }

  private period(period: number): void {
    const { turns, fixedOrder, startReversed, calendar } = this.scenario;
    const reversed = !fixedOrder && (calendar.periods[period].cell % 2 === 1) !== startReversed;
    this.close(this.clocks(this.open(period, Math.max(0, period - 1)), clockTurn));
    this.stages(period, 0);
    for (const turn of reversed ? [...turns].reverse() : turns) {
      if (this.ended) return;
      const opened = this.open(period, period);
      const done = turn.kind === "events" ? this.events(opened, turn.group) : this.desks(opened, turn.desks);
      if (done.happenings.length > 0) this.close(done);
    }
    this.stages(period, 1);
  }

  /** Half a period of the clocks of stages. */
  private stages(period: number, half: 0 | 1): void {
    if (this.ended) return;
    const done = this.clocks(this.open(period, period), (scenario, clock, state) =>
      stageTurn(scenario, clock, state, period, half),
    );
    if (done.happenings.length > 0) this.close(done);
  }

  private open(period: number, beforePeriod: number): Draft {
    return { before: this.state, beforePeriod, state: this.state, period, happenings: [], drawn: [] };
  }

  private close(draft: Draft): void {
    const turn: Step = finish(this.scenario, draft);
    this.state = turn.state;
    this.ended = turn.ending >= 0;
    this.scenario.outcomes.forEach((o, i) => {
      if (o.how === "on" && comes(this.scenario, o, turn, dayOf(this.scenario, turn.period))) this.came[i] = true;
    });
    this.look(draft.period);
  }

  private look(period: number): void {
    this.scenario.outcomes.forEach((o, i) => {
      if (o.how === "when" && holds(this.scenario, o.condition!, this.state, period)) this.came[i] = true;
    });
  }

  private judge(last: number): boolean[] {
    const { outcomes, exclusive } = this.scenario;
    outcomes.forEach((o, i) => {
      if (o.how === "at end") this.came[i] = holds(this.scenario, o.condition!, this.state, last);
    });
    outcomes.forEach((o, i) => {
      if (o.how !== "else") return;
      const group = exclusive.find((x) => x.of.includes(i))!;
      this.came[i] = !group.of.some((other) => other !== i && this.came[other]);
    });
    return this.came;
  }

  private clocks(opened: Draft, turn: typeof clockTurn): Draft {
    let draft = opened;
    for (let clock = 0; clock < this.scenario.clocks.length; clock++) {
      const steps = turn(this.scenario, clock, draft.state, draft.period);
      const { lapses, effects } = steps[this.draw(steps.map(({ chance }) => chance))];
      if (!lapses && effects.length === 0) continue;
      const happening = { kind: "lapse", clock: lapses ? clock : -1 } as const;
      draft = carryOut(this.scenario, draft, [{ happening, effects }]);
      if (lapses) draft = this.lapseEvents(draft, clock);
    }
    return draft;
  }

  private lapseEvents(opened: Draft, clock: number): Draft {
    let draft = opened;
    this.scenario.eventGroups.forEach((g, group) => {
      g.events.forEach((e, event) => {
        if (e.how !== "lapse" || e.clock !== clock) return;
        if (holds(this.scenario, e.guard, draft.state, draft.period)) draft = this.happen(draft, group, event);
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
      if (this.random() < chance) draft = this.happen(draft, group, event);
    });
    return draft;
  }

  private compete(draft: Draft, group: number): Draft {
    const { state, period } = draft;
    const rates = this.scenario.eventGroups[group].events.map((e) =>
      e.how === "rate" ? eventTimes(this.scenario, e, state, period) : 0,
    );
    // The first of independent exponential times, if it falls within the period, which counts as one.
    const times = rates.map((rate) => (rate === 0 ? Number.POSITIVE_INFINITY : -Math.log(1 - this.random()) / rate));
    const soonest = Math.min(...times);
    if (soonest >= 1) return draft;
    return this.happen(draft, group, times.indexOf(soonest));
  }

  private happen(draft: Draft, group: number, event: number): Draft {
    const { effects, branches } = this.scenario.eventGroups[group].events[event];
    const ways = branchesOf(this.scenario, branches, draft.state, draft.period);
    const way = ways[this.draw(ways.map((w) => w.chance))];
    const happening = { kind: "event", group, event, branch: way.branch } as const;
    return carryOut(this.scenario, draft, [{ happening, effects: [...effects, ...way.effects] }]);
  }

  private desks(draft: Draft, desks: readonly number[]): Draft {
    const acts = desks.map((desk) => this.decide(draft, desk)).filter((act) => act !== null);
    this.state = cleared(this.scenario, desks, draft.state);
    const after = { ...draft, before: this.state, state: this.state };
    return acts.length === 0 ? after : carryOut(this.scenario, after, acts);
  }

  private decide(draft: Draft, index: number): Act | null {
    const { scenario } = this;
    const { state, period } = draft;
    const desk = scenario.desks[index];
    const moves = desk.moves.flatMap((m, i) => (onMenu(scenario, desk, m.guard, i, state, period) ? [i] : []));
    const actions = desk.mustMove ? moves : [HOLD, ...moves];
    if (moves.length === 0) return null; // a desk that has no move does not convene
    // It convenes when the first of its exponential times falls within the period.
    if (-Math.log(1 - this.random()) >= meetings(scenario, desk, state, period) && !called(desk, state)) return null;
    const chances =
      actions.length === 1
        ? [1]
        : desk.policy === null
          ? this.policy(setKey(scenario, index, period, state), actions)
          : statedChances(scenario, desk, actions, state, period);
    const action = actions[this.draw(chances)];
    if (action === HOLD) return { happening: { kind: "hold", desk: index }, effects: [] };
    const move = desk.moves[action];
    const ways = branchesOf(scenario, move.branches, state, period);
    const way = ways[this.draw(ways.map((w) => w.chance))];
    const happening = { kind: "move", desk: index, move: action, branch: way.branch } as const;
    return { happening, effects: [...move.effects, ...way.effects] };
  }

  private draw(chances: readonly number[]): number {
    return drawIndex(this.random, chances);
  }
}

/** An index with the given chances, which sum to one. */
export function drawIndex(random: Random, chances: readonly number[]): number {
  let left = random();
  for (let i = 0; i < chances.length; i++) {
    left -= chances[i];
    if (left < 0) return i;
  }
  return chances.findLastIndex((c) => c > 0);
}
