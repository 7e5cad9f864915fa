/** Scenarios put together by hand for the tests of this folder: everything left out has a plain default. */
import type { BinaryOperator, Expression, ValueType } from "../../src/language/expression/expression.ts";
import type {
  Assumption,
  Branch,
  Clock,
  Desk,
  Effect,
  Ending,
  Move,
  NatureEvent,
  Payoff,
  Period,
  Scenario,
  Trigger,
  Turn,
  Variable,
  View,
} from "../../src/language/scenario.ts";
import { nowhere } from "../../src/text/source.ts";

const plainNumber: ValueType = { kind: "number" };
const made = { span: nowhere, type: plainNumber };

export const num = (value: number): Expression => ({ kind: "constant", value, ...made });
export const read = (variable: number): Expression => ({ kind: "variable", variable, ...made });
export const now: Expression = { kind: "now", ...made };
export const lapsed = (clock: number): Expression => ({ kind: "lapsed", clock, ...made });
export const dateOf = (clock: number): Expression => ({ kind: "clock", clock, ...made });
export const not = (of: Expression): Expression => ({ kind: "not", of, ...made });
export const op = (left: Expression, operator: BinaryOperator, right: Expression): Expression => ({
  kind: "binary",
  operator,
  left,
  right,
  ...made,
});
export const is = (variable: number, value: number): Expression => op(read(variable), "is", num(value));
export const and = (left: Expression, right: Expression): Expression => op(left, "and", right);
export const choose = (test: Expression, then: Expression, otherwise: Expression): Expression => ({
  kind: "if",
  test,
  then,
  otherwise,
  ...made,
});
export const yes = num(1);
export const assume = (assumption: number): Expression => ({ kind: "assumption", assumption, ...made });

export const set = (variable: number, value: number | Expression): Effect => ({
  variable,
  span: nowhere,
  to: { kind: "value", value: typeof value === "number" ? num(value) : value },
});
export const step = (variable: number, by: number): Effect => ({ variable, span: nowhere, to: { kind: "step", by } });

export function variable(name: string, size: number, rest: Partial<Variable> = {}): Variable {
  return {
    name,
    span: nowhere,
    kind: "levels",
    levels: Array.from({ length: size }, (_, value) => `${name}${value}`),
    size,
    low: 0,
    starts: Array.from({ length: size }, (_, value) => num(value === 0 ? 1 : 0)),
    seenBy: 0xff,
    announced: Number.POSITIVE_INFINITY,
    atOnce: "error",
    reported: false,
    forgetWhen: null,
    clock: -1,
    ...rest,
  };
}

export function branch(name: string, chance: number | Expression, effects: readonly Effect[] = []): Branch {
  return { name, span: nowhere, chance: typeof chance === "number" ? num(chance) : chance, effects };
}

export function move(name: string, rest: Partial<Move> = {}): Move {
  const branches = [branch("", 1)];
  return {
    name,
    span: nowhere,
    family: name,
    guard: yes,
    usual: null,
    unknownTo: [],
    effects: [],
    branches,
    says: "",
    ...rest,
  };
}

export function desk(name: string, actor: number, moves: readonly Move[], rest: Partial<Desk> = {}): Desk {
  const plain = {
    column: -1,
    tempo: null,
    meetsAlso: null,
    mustMove: false,
    plain: false,
    familyUsual: [],
    noise: "mistakes" as const,
    policy: null,
  };
  return { name, span: nowhere, actor, moves, ...plain, ...rest };
}

export function event(
  name: string,
  how: NatureEvent["how"],
  amount: number | Expression | null,
  rest: Partial<NatureEvent> = {},
): NatureEvent {
  const value = typeof amount === "number" ? num(amount) : amount;
  const branches = [branch("", 1)];
  return { name, span: nowhere, guard: yes, how, amount: value, clock: -1, effects: [], branches, says: "", ...rest };
}

export function clock(name: string, kind: Clock["kind"], rest: Partial<Clock> = {}): Clock {
  return {
    name,
    span: nowhere,
    owner: "everyone",
    kind,
    date: Number.NaN,
    anchors: [],
    drawVariable: -1,
    dueVariable: -1,
    starts: null,
    takes: null,
    stages: 0,
    stageVariable: -1,
    stopWhen: null,
    effects: [],
    lapses: "",
    ...rest,
  };
}

export function payoff(
  column: number,
  how: Payoff["how"],
  value: number | Expression,
  rest: Partial<Payoff> = {},
): Payoff {
  const points = typeof value === "number" ? num(value) : value;
  return {
    name: "pay",
    span: nowhere,
    column,
    how,
    trigger: null,
    when: null,
    value: points,
    readAfter: false,
    ...rest,
  };
}

export function ending(name: string, when: Expression, worth: Ending["worth"] = null): Ending {
  return { name, span: nowhere, when, worth };
}

export const onMove = (desk: number, move: number, branch = -1): Trigger => ({ kind: "move", desk, move, branch });

export interface SmallScenario {
  readonly variables: readonly Variable[];
  readonly desks?: readonly Desk[];
  readonly events?: readonly (readonly NatureEvent[])[];
  readonly clocks?: readonly Clock[];
  readonly payoffs?: readonly Payoff[];
  readonly endings?: readonly Ending[];
  readonly turns?: readonly Turn[];
  /** Periods and their days. Default 1 and 7. */
  readonly periods?: number;
  /** Lengths, in steps, of the periods after the last day. */
  readonly afterwards?: readonly number[];
  readonly days?: number;
  readonly actors?: number;
  readonly patience?: number;
  readonly alternating?: boolean;
}

/** Day 0 is the first day; every actor has one column of weight one. */
export function smallScenario(small: SmallScenario): Scenario {
  const { periods = 1, days = 7, actors = 1, patience = 1 } = small;
  const { desks = [], events = [] } = small;
  const turns: Turn[] = [
    ...events.map((_, group) => ({ kind: "events", group }) as const),
    ...desks.map((_, index) => ({ kind: "desks", desks: [index] }) as const),
  ];
  const ids = Array.from({ length: actors }, (_, actor) => `actor ${actor + 1}`);
  return {
    title: "small",
    caveat: "",
    asOf: { day: 0, zone: "UTC" },
    scale: [],
    calendar: calendarOf(periods, days, small.afterwards ?? []),
    actors: ids.map((id, actor) => ({
      id,
      name: id,
      span: nowhere,
      patience: num(patience),
      lambda: 1,
      relative: false,
      giveOrTake: 2,
      columns: [actor],
      weights: [num(1)],
    })),
    columns: ids.map((id, actor) => ({ id, name: id, actor, faction: false })),
    variables: small.variables,
    assumptions: [],
    fixed: [],
    definitions: [],
    clocks: small.clocks ?? [],
    desks,
    eventGroups: events.map((list, group) => ({ name: `group ${group}`, span: nowhere, events: list })),
    deals: [],
    agreements: [],
    rivals: [],
    analysts: [],
    rolled: null,
    turns: small.turns ?? turns,
    fixedOrder: !small.alternating,
    startReversed: false,
    orders: [],
    correlations: [],
    checks: [],
    views: [],
    payoffs: small.payoffs ?? [],
    endings: small.endings ?? [],
    outcomes: [],
    exclusive: [],
    questions: [],
    confidence: [],
    evidence: [],
    history: [],
    errorStake: 5,
    hash: "",
  };
}

/** With assumptions of these values, and what actors hold in their place: `[actor, assumption, value]`. */
export function seen(
  small: SmallScenario,
  values: readonly number[],
  others: readonly (readonly [number, number, number])[],
): Scenario {
  const views = others.map(([actor, assumption, value]): View => {
    return { actor, values: [{ assumption, value: num(value), text: String(value) }] };
  });
  return { ...smallScenario(small), assumptions: values.map(assumption), views };
}

function assumption(value: number): Assumption {
  return {
    name: `a ${value}`,
    span: nowhere,
    value,
    type: "number",
    text: String(value),
    unit: "",
    range: null,
    distribution: null,
    basis: "judgement",
    evidence: [],
    reviewBy: null,
    note: "",
  };
}

function calendarOf(count: number, days: number, afterwards: readonly number[]): Scenario["calendar"] {
  const played: Period[] = [];
  for (const steps of [...Array(count).fill(1), ...afterwards]) {
    const last = played.at(-1);
    played.push({ start: last ? last.start + last.days : 0, days: steps * days, cell: played.length, steps });
  }
  const end = played.reduce((sum, period) => sum + period.days, 0);
  const periods = played.slice(0, count);
  return { from: 0, to: count * days, step: { count: days, unit: "day" }, periods, played, end };
}
