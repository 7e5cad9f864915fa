/**
 * The rules of a scenario, read naively: what an occurrence does to a state, what it pays, what ends the game, what a
 * clock does. Written from `docs/language.md` and the contracts in `language/scenario.ts` only, for the second
 * implementation that the builder and the solver are held against. Slow and plain on purpose.
 */
import type { Branch, Clock, Effect, Outcome, Scenario, Trigger } from "../../src/language/scenario.ts";
import { dayOf, evaluate, holds, type State } from "./interpret.ts";
import { type Drawn, type Law, readsOfStages } from "./waits.ts";

const DAYS_A_YEAR = 365.25;

/** Something that happened, to be compared with triggers. */
export type Happening =
  | { readonly kind: "move"; readonly desk: number; readonly move: number; readonly branch: number }
  | { readonly kind: "hold"; readonly desk: number }
  | { readonly kind: "event"; readonly group: number; readonly event: number; readonly branch: number }
  | { readonly kind: "lapse"; readonly clock: number };

/** A happening with the effects that it brings. */
export interface Act {
  readonly happening: Happening;
  readonly effects: readonly Effect[];
}

/** A turn under way: the state before it (and the period that it was in), and what has been written since. */
export interface Draft {
  readonly before: State;
  readonly beforePeriod: number;
  readonly state: State;
  readonly period: number;
  readonly happenings: readonly Happening[];
  /** What comes at a moment of its own within the period; all else comes as the period begins. */
  readonly drawn: readonly Drawn[];
  /** Of several desks that move at once: when any of them acts. */
  readonly anyActs?: Law;
}

/** One turn of play, finished; `ending` is the ending it ran into, or -1. */
export interface Step extends Draft {
  readonly ending: number;
  /** Points of every column. */
  readonly pay: readonly number[];
}

/** Carries out acts at once: every effect reads the state before them, but for variables written in order. */
export function carryOut(scenario: Scenario, draft: Draft, acts: readonly Act[]): Draft {
  const state = writeAll(scenario, draft.state, draft.period, acts);
  return { ...draft, state, happenings: [...draft.happenings, ...acts.map((act) => act.happening)] };
}

/** Closes a turn: what is forgotten, which clocks start and stop, whether the game ends, and what it pays. */
export function finish(scenario: Scenario, draft: Draft): Step {
  const forgotten = { ...draft, state: forget(scenario, draft.state, draft.period) };
  const state = runClocks(scenario, forgotten);
  const ending = scenario.endings.findIndex((e) => holds(scenario, e.when, state, draft.period));
  const bare = { ...draft, state, ending };
  return { ...bare, pay: lumps(scenario, bare) };
}

function writeAll(scenario: Scenario, before: State, period: number, acts: readonly Act[]): number[] {
  const after = [...before];
  const writers = new Map<number, number>();
  for (const act of acts) {
    const own = [...before];
    const touched = new Set<number>();
    for (const effect of act.effects) {
      const { variable } = effect;
      const inOrder = scenario.variables[variable].atOnce === "in order";
      const reading = inOrder ? before.map((value, v) => (v === variable ? after[v] : value)) : before;
      const value = written(scenario, effect, reading, before, period);
      own[variable] = value;
      touched.add(variable);
      if (inOrder) after[variable] = value;
    }
    for (const variable of touched) {
      const first = !writers.has(variable);
      writers.set(variable, (writers.get(variable) ?? 0) + 1);
      after[variable] = merge(scenario, variable, before[variable], after[variable], own[variable], first);
    }
  }
  return after;
}

/** Two desks that write one variable at once: by its rule. */
function merge(
  scenario: Scenario,
  variable: number,
  before: number,
  sofar: number,
  own: number,
  first: boolean,
): number {
  if (first) return own;
  const { atOnce, size, name } = scenario.variables[variable];
  if (atOnce === "in order") return sofar;
  if (atOnce === "highest") return Math.max(sofar, own);
  if (atOnce === "lowest") return Math.min(sofar, own);
  if (atOnce === "sum") return Math.min(size - 1, Math.max(0, sofar + own - before));
  throw new Error(`two desks write ${name} at once`);
}

/** The place of another variable's value, by its name or its number, in a domain. */
function likeValue(scenario: Scenario, variable: number, from: number, state: State): number {
  const word = scenario.variables[from].levels[state[from]];
  const place = scenario.variables[variable].levels.indexOf(word);
  if (place === -1) throw new Error(`${word} is no value of ${scenario.variables[variable].name}`);
  return place;
}

function written(scenario: Scenario, effect: Effect, state: State, before: State, period: number): number {
  const { size, low, kind } = scenario.variables[effect.variable];
  const within = (index: number): number => Math.min(size - 1, Math.max(0, index));
  const { to } = effect;
  if (to.kind === "step") return within(state[effect.variable] + to.by);
  if (to.kind === "map") return to.values[state[effect.variable]];
  if (to.kind === "copy") return likeValue(scenario, effect.variable, to.from, before);
  const value = Math.round(evaluate(scenario, to.value, state, period));
  return within(kind === "range" ? value - low : value);
}

/** Variables that no longer matter return to their first value. */
export function forget(scenario: Scenario, state: State, period: number): number[] {
  return state.map((value, v) => {
    const when = scenario.variables[v].forgetWhen;
    return when !== null && holds(scenario, when, state, period) ? 0 : value;
  });
}

/** Does a trigger fire in a turn? Conditions are compared before it and after it. */
function fires(scenario: Scenario, trigger: Trigger, turn: Draft & { readonly ending: number }): boolean {
  if (trigger.kind === "ending") return turn.ending === trigger.ending;
  if (trigger.kind === "becomes")
    return (
      !holds(scenario, trigger.condition, turn.before, turn.beforePeriod) &&
      holds(scenario, trigger.condition, turn.state, turn.period)
    );
  if (trigger.kind === "deal" && trigger.given !== null && !holds(scenario, trigger.given, turn.before, turn.period))
    return false;
  return turn.happenings.some((happening) => matches(trigger, happening));
}

/** Does an outcome that hangs on an occurrence come in a turn? What must hold beside it is read before the turn. */
export function comes(scenario: Scenario, { trigger, condition }: Outcome, turn: Step, now: number): boolean {
  return (
    fires(scenario, trigger!, turn) && (condition === null || holds(scenario, condition, turn.before, turn.period, now))
  );
}

function matches(trigger: Trigger, happening: Happening): boolean {
  switch (trigger.kind) {
    case "move":
      return (
        happening.kind === "move" &&
        happening.desk === trigger.desk &&
        happening.move === trigger.move &&
        (trigger.branch < 0 || happening.branch === trigger.branch)
      );
    case "hold":
      return happening.kind === "hold" && happening.desk === trigger.desk;
    case "event":
      return (
        happening.kind === "event" &&
        happening.group === trigger.group &&
        happening.event === trigger.event &&
        (trigger.branch < 0 || happening.branch === trigger.branch)
      );
    case "lapse":
      return happening.kind === "lapse" && happening.clock === trigger.clock;
    case "deal":
      return happening.kind === "lapse"
        ? trigger.clocks.includes(happening.clock)
        : happening.kind === "move" &&
            trigger.moves.some(({ desk, move }) => happening.desk === desk && happening.move === move);
    default:
      return false;
  }
}

/** Clocks that this turn starts or stops. */
function runClocks(scenario: Scenario, draft: Draft): number[] {
  const state = [...draft.state];
  for (const clock of scenario.clocks) {
    if (clock.starts !== null && fires(scenario, clock.starts, { ...draft, ending: -1 }))
      start(scenario, clock, state, draft.before, draft.period);
    if (clock.stopWhen !== null && holds(scenario, clock.stopWhen, draft.state, draft.period))
      stop(scenario, clock, state);
  }
  for (const { meetsAlso } of scenario.desks) {
    if (meetsAlso?.triggers.some((trigger) => fires(scenario, trigger, { ...draft, ending: -1 })))
      state[meetsAlso.mark] = 1;
  }
  return state;
}

function start(scenario: Scenario, clock: Clock, state: number[], before: State, period: number): void {
  const lapsed = scenario.calendar.played.length + 2;
  if (clock.kind === "stages") {
    const stage = state[clock.stageVariable];
    if (stage === 0 || stage === clock.stages + 1) state[clock.stageVariable] = 1;
    return;
  }
  const due = state[clock.dueVariable];
  if (clock.kind === "timer" && (due === 0 || due === lapsed)) {
    const takes = evaluate(scenario, clock.takes!, before, period);
    state[clock.dueVariable] = 1 + periodFrom(scenario, dayOf(scenario, period) + takes);
  }
  if (clock.kind === "draw" && due === 0) {
    const { offset, date } = clock.anchors[state[clock.drawVariable]];
    if (Number.isNaN(date)) state[clock.dueVariable] = 1 + periodFrom(scenario, dayOf(scenario, period) + offset);
  }
}

/** A running clock goes back to not started; one that has lapsed stays so. */
function stop(scenario: Scenario, clock: Clock, state: number[]): void {
  if (clock.kind === "stages") {
    if (state[clock.stageVariable] <= clock.stages) state[clock.stageVariable] = 0;
  } else if (clock.dueVariable >= 0 && state[clock.dueVariable] <= scenario.calendar.played.length + 1) {
    state[clock.dueVariable] = 0;
  }
}

/** The first period that starts on or after a day; the number of periods if none does. */
function periodFrom(scenario: Scenario, day: number): number {
  const found = scenario.calendar.played.findIndex((p) => p.start >= day);
  return found === -1 ? scenario.calendar.played.length : found;
}

/** The chance in a period of what has one in each step of the calendar. */
export function chanceIn(scenario: Scenario, perStep: number, period: number): number {
  return 1 - (1 - perStep) ** scenario.calendar.played[period].steps;
}

/** One of the ways in which a clock goes on. */
export interface ClockStep {
  readonly chance: number;
  readonly lapses: boolean;
  readonly effects: readonly Effect[];
  /** When a clock of stages lapses, if it does. */
  readonly drawn?: Drawn;
}

/** What a clock with a date does at the start of a period: nothing, or lapse. */
export function clockTurn(scenario: Scenario, index: number, state: State, period: number): readonly ClockStep[] {
  const clock = scenario.clocks[index];
  const nothing = [{ chance: 1, lapses: false, effects: [] }];
  if (clock.kind === "stages") return nothing;
  if (clock.dueVariable >= 0 && state[clock.dueVariable] === 1 + period)
    return [
      {
        chance: 1,
        lapses: true,
        effects: [set(clock.dueVariable, clock.again ? 0 : scenario.calendar.played.length + 2), ...clock.effects],
      },
    ];
  const date =
    clock.kind === "fixed"
      ? clock.date
      : clock.kind === "draw"
        ? clock.anchors[state[clock.drawVariable]].date
        : Number.NaN;
  return periodFrom(scenario, date) === period && !Number.isNaN(date)
    ? [{ chance: 1, lapses: true, effects: clock.effects }]
    : nothing;
}

/** What a clock of stages does in half a period: how many stages the Poisson process of its rate passes. */
export function stageTurn(
  scenario: Scenario,
  index: number,
  state: State,
  period: number,
  half: 0 | 1,
): readonly ClockStep[] {
  const { kind, stages, stageVariable, takes, again, effects } = scenario.clocks[index];
  const stage = kind === "stages" ? state[stageVariable] : 0;
  if (stage === 0 || stage === stages + 1) return [{ chance: 1, lapses: false, effects: [] }];
  const { days } = scenario.calendar.played[period];
  const expected = (stages / evaluate(scenario, takes!, state, period)) * (days / 2);
  const steps: ClockStep[] = [];
  let chance = Math.exp(-expected);
  let rest = 1;
  for (let to = stage; to <= stages; to++) {
    steps.push({ chance, lapses: false, effects: [set(stageVariable, to)] });
    rest -= chance;
    chance *= expected / (to - stage + 1);
  }
  const left = stages + 1 - stage;
  const law = (share: number) =>
    atLeast(left, expected * Math.min(1, Math.max(0, 2 * share - half))) / atLeast(left, expected);
  return [
    ...steps,
    {
      chance: rest,
      lapses: true,
      effects: [set(stageVariable, again ? 0 : stages + 1), ...effects],
      drawn: { law, reads: readsOfStages(scenario, index) },
    },
  ];
}

/** The chance of so many or more where `expected` are expected of a Poisson process. */
function atLeast(many: number, expected: number): number {
  let term = Math.exp(-expected);
  for (let n = 1; n <= many; n++) term *= expected / n;
  let sum = 0;
  for (let n = many; n <= expected || term > sum * 1e-18; n++) {
    sum += term;
    term *= expected / (n + 1);
  }
  return sum;
}

/** An effect that writes an index. */
function set(variable: number, index: number): Effect {
  const span = { file: 0, start: 0, end: 0 };
  return { variable, span, to: { kind: "map", values: Array.from({ length: index + 64 }, () => index) } };
}

export function branchesOf(
  scenario: Scenario,
  branches: readonly Branch[],
  state: State,
  period: number,
): readonly { readonly branch: number; readonly chance: number; readonly effects: readonly Effect[] }[] {
  return branches.map((b, branch) => ({
    branch,
    chance: evaluate(scenario, b.chance, state, period),
    effects: b.effects,
  }));
}

/**
 * Lump sums of a turn, per column; condition and value read the state before the turn, or after it where it says so.
 */
function lumps(scenario: Scenario, turn: Draft & { readonly ending: number }): number[] {
  const pay = scenario.columns.map(() => 0);
  for (const payoff of scenario.payoffs) {
    if (payoff.how !== "on" || !fires(scenario, payoff.trigger!, turn)) continue;
    const reading = payoff.readAfter ? turn.state : turn.before;
    if (payoff.when !== null && !holds(scenario, payoff.when, reading, turn.period)) continue;
    pay[payoff.column] += evaluate(scenario, payoff.value, reading, turn.period);
  }
  return pay;
}

/**
 * What each column's flows pay over a period in a state, or over a share of it, discounted to the period's first day.
 */
export function flows(scenario: Scenario, state: State, period: number, share = 1): number[] {
  const pay = scenario.columns.map(() => 0);
  const { days } = scenario.calendar.played[period];
  for (const payoff of scenario.payoffs) {
    if (payoff.how !== "while" || !holds(scenario, payoff.when!, state, period)) continue;
    const yearly = -Math.log(patience(scenario, payoff.column)) / DAYS_A_YEAR;
    const time = yearly === 0 ? days : (1 - Math.exp(-yearly * days)) / yearly;
    pay[payoff.column] += share * evaluate(scenario, payoff.value, state, period) * time;
  }
  return pay;
}

/** Does a period come after the last day? Then half of its flows is paid after its clocks, and half after its turns. */
export function isAfterwards(scenario: Scenario, period: number): boolean {
  return period >= scenario.calendar.periods.length;
}

/** What each column gets when play is over. */
export function finals(scenario: Scenario, state: State): number[] {
  const pay = scenario.columns.map(() => 0);
  const last = scenario.calendar.played.length;
  for (const payoff of scenario.payoffs) {
    if (payoff.how !== "at end" || !holds(scenario, payoff.when!, state, last)) continue;
    pay[payoff.column] += evaluate(scenario, payoff.value, state, last);
  }
  return pay;
}

/** The factor that takes a value of a column from the end of a period to its first day. */
export function discount(scenario: Scenario, column: number, period: number): number {
  return patience(scenario, column) ** (scenario.calendar.played[period].days / DAYS_A_YEAR);
}

function patience(scenario: Scenario, column: number): number {
  return evaluate(scenario, scenario.actors[scenario.columns[column].actor].patience, [], 0);
}

/**
 * The value of a frozen state from a period on, at that period's first day: an ending's own worth, or what goes on. Of
 * a period after the last day the first half is paid already.
 */
export function frozen(scenario: Scenario, ending: number, state: State, period: number): number[] {
  const { worth } = scenario.endings[ending];
  let value = finals(scenario, state);
  for (let p = scenario.calendar.played.length - 1; p >= period; p--) {
    const flow = flows(scenario, state, p, p === period && isAfterwards(scenario, p) ? 1 / 2 : 1);
    value = value.map((v, column) => flow[column] + discount(scenario, column, p) * v);
  }
  return value.map((v, column) => {
    const own = worth?.[column] ?? null;
    return own === null ? v : evaluate(scenario, own, state, period);
  });
}
