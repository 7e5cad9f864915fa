/**
 * Histories with a moment for everything that happens in them, drawn as `docs/method.md` says: what may come at a rate
 * comes when the first of its exponential times does, whatever else a desk or an event may do has the same law, a clock
 * of stages passes them one exponential time after another, and what reads something that changed earlier in the same
 * period comes at the later of the two moments. Nothing is shared with the sweeps of `src/query/dates`.
 *
 * All plays go on side by side, turn by turn, since how a state on a day is told takes all of them: a play crosses the
 * days of a period between two turns, where something happens by a day g with chance min(1, F(g) / rho(g)): F is how
 * likely it has happened by then, in as many of the plays that stand in the same state at the same turn as what it goes
 * by has not changed after g, and rho the share of these plays that have not crossed g.
 */
import type { Scenario } from "../../src/language/scenario.ts";
import { momentLaw } from "./dated.ts";
import { evaluate, holds, type State } from "./interpret.ts";
import { eventTimes, type NaivePolicy, onMenu, setKey, statedChances } from "./play-all.ts";
import { drawIndex, type Random } from "./play-once.ts";
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
  type Happening,
  stageTurn,
} from "./rules.ts";
import { crossingLaw, crossingSteps, type Drawn, type Law, type Reads, readsOfDesk, readsOfEvents } from "./waits.ts";
import { called, cleared, HOLD, meetings } from "./weights.ts";

/** What one play tells of every outcome, and of the days asked for. */
export interface TimedPlay {
  /** When each first came: days since the epoch with parts of a day; Infinity: never. */
  readonly day: readonly number[];
  /** Its place among all turns. */
  readonly turn: readonly number[];
  readonly period: readonly number[];
  /** Did it come as its period began? */
  readonly atBegin: readonly boolean[];
  /** The end of the day on which it came, as the play crosses days between turns. */
  readonly crossed: readonly number[];
  /** What happened, by period. */
  readonly happenings: readonly (readonly Happening[])[];
  /** The state as a day ends. */
  readonly state: (day: number) => State;
}

/** So many plays of a policy. */
export function playTimed(scenario: Scenario, policy: NaivePolicy, random: Random, count: number): TimedPlay[] {
  const runs = Array.from({ length: count }, () => new TimedRun(scenario, policy, random));
  const { periods, to } = scenario.calendar;
  const { turns, fixedOrder, startReversed } = scenario;
  for (const run of runs) run.start();
  periods.forEach(({ cell }, period) => {
    for (const run of runs) run.begin(period);
    const reversed = !fixedOrder && (cell % 2 === 1) !== startReversed;
    together(scenario, runs, period, (run) => run.fixedClocks(period));
    together(scenario, runs, period, (run) => run.stages(period, 0));
    for (const turn of reversed ? [...turns].reverse() : turns)
      together(scenario, runs, period, (run) => run.take(period, turn));
    together(scenario, runs, period, (run) => run.stages(period, 1));
    for (const run of runs) run.endPeriod(period);
  });
  for (const run of runs) run.look(periods.length, 0, to);
  return runs;
}

/** One turn of all plays: those in one state cross the days of the period by what they share. */
function together(scenario: Scenario, runs: readonly TimedRun[], period: number, turn: (run: TimedRun) => void): void {
  const { days } = scenario.calendar.periods[period];
  const going = runs.filter(({ ended }) => !ended);
  for (const alike of Map.groupBy(going, ({ now }) => now.join()).values()) {
    const notCrossed = Array.from({ length: days }, (_, day) =>
      day === 0 ? 1 : alike.filter(({ behind }) => behind < day).length / alike.length,
    );
    const free = freeIn(
      alike.map((run) => run.changes()),
      days,
    );
    for (const run of alike) {
      run.notCrossed = notCrossed;
      run.free = free;
      turn(run);
    }
  }
}

type Free = (reads: Reads, day: number) => number;

/**
 * By the moments at which every variable changed last in each of some plays: in how many nothing of what is read did
 * after a day.
 */
function freeIn(changes: readonly (readonly number[])[], days: number): Free {
  const known = new Map<string, number>();
  return (reads, day) => {
    const key = `${[...reads]} ${day}`;
    const counted = known.get(key);
    if (counted !== undefined) return counted;
    const inTime = changes.filter((changed) => [...reads].every((v) => changed[v] <= day / days));
    known.set(key, inTime.length / changes.length);
    return inTime.length / changes.length;
  };
}

class TimedRun implements TimedPlay {
  readonly day: number[];
  readonly turn: number[];
  readonly period: number[];
  readonly atBegin: boolean[];
  readonly crossed: number[];
  readonly happenings: Happening[][];
  now: State = [];
  ended = false;
  /** How many ends of days of the period lie behind, as they are crossed between turns. */
  behind = 0;
  /** Per day of the period: the share of the plays in the same state that have not crossed its beginning. */
  notCrossed: readonly number[] = [];
  /** Of the plays in the same state: how many have nothing to wait for after a day. */
  free: Free = () => 1;
  private readonly scenario: Scenario;
  private readonly policy: NaivePolicy;
  private readonly random: Random;
  private readonly states = new Map<number, State>();
  private turns = 0;
  /** Per variable: the moment of its latest change in the period, as a share of it. */
  private changed: number[] = [];
  /** The moments of what happens in the turn under way, and what they are drawn by. */
  private moments: number[] = [];
  private drawn: Drawn[] = [];
  private anyActs: Law | undefined;

  constructor(scenario: Scenario, policy: NaivePolicy, random: Random) {
    this.scenario = scenario;
    this.policy = policy;
    this.random = random;
    const never = () => scenario.outcomes.map(() => Number.POSITIVE_INFINITY);
    [this.day, this.turn, this.period, this.crossed] = [never(), never(), never(), never()];
    this.atBegin = scenario.outcomes.map(() => false);
    this.happenings = scenario.calendar.periods.map(() => []);
  }

  state(day: number): State {
    return this.states.get(day)!;
  }

  start(): void {
    const { scenario } = this;
    const drawn = scenario.variables.map((v) => this.draw(v.starts.map((e) => evaluate(scenario, e, [], 0))));
    this.now = forget(scenario, drawn, 0);
    this.ended = scenario.endings.some((e) => holds(scenario, e.when, this.now, 0));
  }

  changes(): readonly number[] {
    return [...this.changed];
  }

  begin(period: number): void {
    const { start } = this.scenario.calendar.periods[period];
    this.changed = this.scenario.variables.map(() => 0);
    this.behind = 0;
    this.look(period, 0, start);
  }

  /** What has not been crossed of the period is crossed as it ends. */
  endPeriod(period: number): void {
    this.crossTo(period, this.scenario.calendar.periods[period].days);
  }

  /** The days up to so many are crossed in the state that stands. */
  private crossTo(period: number, behind: number): void {
    const { start } = this.scenario.calendar.periods[period];
    for (let day = this.behind; day < behind; day++) this.states.set(start + day, this.now);
    this.behind = Math.max(this.behind, behind);
  }

  fixedClocks(period: number): void {
    const opened = this.open(period, Math.max(0, period - 1));
    this.close(this.clocks(opened), true);
  }

  /** Half a period of the clocks of stages. */
  stages(period: number, half: 0 | 1): void {
    if (this.ended) return;
    const opened = this.open(period, period);
    let draft = opened;
    this.scenario.clocks.forEach((_, clock) => {
      draft = this.passStages(draft, clock, half);
    });
    if (draft !== opened) this.close(draft, true);
  }

  take(period: number, turn: Scenario["turns"][number]): void {
    if (this.ended) return;
    const opened = this.open(period, period);
    const done = turn.kind === "events" ? this.events(opened, turn.group) : this.desks(opened, turn.desks);
    if (done.happenings.length > 0) this.close(done, turn.kind === "events" || turn.desks.length === 1);
  }

  private open(period: number, beforePeriod: number): Draft {
    this.moments = [];
    this.drawn = [];
    this.anyActs = undefined;
    return { before: this.now, beforePeriod, state: this.now, period, happenings: [], drawn: [] };
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
    const { start, days } = scenario.calendar.periods[draft.period];
    this.happenings[draft.period].push(...draft.happenings);
    if (draft.happenings.some(({ kind }) => kind !== "hold")) this.crossTo(draft.period, this.drawnDay(days));
    const crossed = start + this.behind;
    this.now = turn.state;
    this.ended = turn.ending >= 0;
    scenario.outcomes.forEach((o, i) => {
      if (o.how !== "on" || !comes(scenario, o, turn, start)) return; // dates inside periods are not played
      const own = moments.filter((_, place) =>
        comes(scenario, o, { ...turn, happenings: [draft.happenings[place]] }, start),
      );
      const byLabel = own.length > 0 && o.trigger?.kind !== "becomes" && o.trigger?.kind !== "ending";
      this.come(i, draft.period, byLabel ? Math.min(...own) : at, crossed);
    });
    this.look(draft.period, at, crossed);
  }

  /** How many days lie behind what happens, by the laws of the turn: at least those that lay behind before. */
  private drawnDay(days: number): number {
    const { drawn, anyActs, notCrossed, free } = this;
    const shares = Array.from({ length: days }, (_, day) => day / days);
    const by = crossingLaw(crossingSteps(drawn, anyActs), shares, notCrossed, free);
    const chosen = this.random();
    for (let day = 1; day < days; day++) if (chosen < by[day]) return Math.max(this.behind, day - 1);
    return days - 1;
  }

  /** Outcomes that hold in the state that stands. */
  look(period: number, share: number, crossed: number): void {
    this.scenario.outcomes.forEach((o, i) => {
      if (o.how === "when" && holds(this.scenario, o.condition!, this.now, period))
        this.come(i, period, share, crossed);
    });
  }

  private come(outcome: number, period: number, share: number, crossed: number): void {
    if (this.turn[outcome] !== Number.POSITIVE_INFINITY) return;
    const { periods, to } = this.scenario.calendar;
    this.day[outcome] = period < periods.length ? periods[period].start + periods[period].days * share : to;
    this.turn[outcome] = this.turns;
    this.period[outcome] = period;
    this.atBegin[outcome] = share === 0;
    this.crossed[outcome] = crossed;
  }

  // ---- What happens, and when ----

  /** The latest change of what is gone by. */
  private since(reads: Reads): number {
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
      if (lapses) draft = this.lapseEvents(draft, clock, 0);
    }
    return draft;
  }

  /** Half a period of one clock of stages: each is passed after an exponential time. */
  private passStages(draft: Draft, clock: number, half: 0 | 1): Draft {
    const { kind, stages, stageVariable, takes } = this.scenario.clocks[clock];
    if (kind !== "stages") return draft;
    const ways = stageTurn(this.scenario, clock, draft.state, draft.period, half);
    if (ways.length === 1) return draft;
    const { days } = this.scenario.calendar.periods[draft.period];
    const pace = ((stages / evaluate(this.scenario, takes!, draft.state, draft.period)) * days) / 2;
    const left = stages + 1 - draft.state[stageVariable];
    let [passed, time] = [0, 0];
    while (passed < left) {
      time += -Math.log(1 - this.random()) / pace;
      if (time >= 1) break;
      passed++;
    }
    const { effects, lapses, drawn } = ways[passed];
    const act: Act = { happening: { kind: "lapse", clock }, effects };
    if (!lapses) return { ...carryOut(this.scenario, draft, [act]), happenings: draft.happenings };
    const moment = Math.max((half + time) / 2, this.since(drawn!.reads));
    this.drawn.push(drawn!);
    return this.lapseEvents(this.add(draft, act, moment), clock, moment);
  }

  private lapseEvents(opened: Draft, clock: number, moment: number): Draft {
    let draft = opened;
    this.scenario.eventGroups.forEach((g, group) => {
      g.events.forEach((e, event) => {
        if (e.how === "lapse" && e.clock === clock && holds(this.scenario, e.guard, draft.state, draft.period))
          draft = this.happen(draft, group, event, moment);
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
      if (this.random() >= chance) return;
      const reads = readsOfEvents(this.scenario, [e]);
      this.drawn.push({ law: momentLaw(chance), reads });
      draft = this.happen(draft, group, event, Math.max(this.moment(chance), this.since(reads)));
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
    const all = rivals.reduce((sum, e) => sum + eventTimes(this.scenario, e, draft.state, draft.period), 0);
    const reads = readsOfEvents(this.scenario, rivals);
    this.drawn.push({ law: momentLaw(-Math.expm1(-all)), reads });
    return this.happen(draft, group, times.indexOf(soonest), Math.max(soonest, this.since(reads)));
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
    let idle = 1;
    const acts = desks.flatMap((desk) => {
      const decided = this.decide(draft, desk);
      idle *= 1 - decided.acting;
      return decided.act === null ? [] : [{ act: decided.act, moment: decided.moment }];
    });
    if (desks.length > 1) this.anyActs = momentLaw(1 - idle);
    this.now = cleared(this.scenario, desks, draft.state);
    const after = { ...draft, before: this.now, state: this.now };
    this.moments = acts.map(({ moment }) => moment);
    const plain = acts.map(({ act }) => act);
    return acts.length === 0 ? after : carryOut(this.scenario, after, plain);
  }

  /** What a desk does, and how likely it acts. */
  private decide(draft: Draft, index: number): { act: Act | null; moment: number; acting: number } {
    const { scenario } = this;
    const { state, period } = draft;
    const desk = scenario.desks[index];
    const moves = desk.moves.flatMap((m, i) => (onMenu(scenario, desk, m.guard, i, state, period) ? [i] : []));
    const actions = desk.mustMove ? moves : [HOLD, ...moves];
    if (moves.length === 0) return { act: null, moment: 0, acting: 0 };
    const convenes = called(desk, state) ? 1 : -Math.expm1(-meetings(scenario, desk, state, period));
    if (convenes === 0) return { act: null, moment: 0, acting: 0 };
    const chances =
      actions.length === 1
        ? [1]
        : desk.policy === null
          ? this.policy(setKey(scenario, index, period, state), actions)
          : statedChances(scenario, desk, actions, state, period);
    const holding = actions[0] === HOLD ? chances[0] : 0;
    const acting = convenes * (1 - holding);
    if (this.random() >= convenes) return { act: null, moment: 0, acting };
    const action = actions[this.draw(chances)];
    const reads = readsOfDesk(scenario, index, period);
    const chance = action === HOLD ? convenes * holding : acting;
    const moment = Math.max(this.moment(chance), this.since(reads));
    this.drawn.push({ law: momentLaw(chance), reads, hold: action === HOLD });
    if (action === HOLD) return { act: { happening: { kind: "hold", desk: index }, effects: [] }, moment, acting };
    const move = desk.moves[action];
    const ways = branchesOf(scenario, move.branches, state, period);
    const way = ways[this.draw(ways.map((w) => w.chance))];
    const happening = { kind: "move", desk: index, move: action, branch: way.branch } as const;
    return { act: { happening, effects: [...move.effects, ...way.effects] }, moment, acting };
  }

  private draw(chances: readonly number[]): number {
    return drawIndex(this.random, chances);
  }
}
