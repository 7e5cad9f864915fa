/**
 * A plain interpreter of checked expressions, for the naive implementation only: it walks the tree every time and
 * shares nothing with `language/expression/evaluate.ts`. A state is a list of domain indices, one per variable of the
 * scenario.
 */
import type { Expression } from "../../src/language/expression/expression.ts";
import type { Move, Scenario } from "../../src/language/scenario.ts";

export type State = readonly number[];

/** The value of an expression in a state, in a period (the number of periods stands for the last day). */
export function evaluate(
  scenario: Scenario,
  expression: Expression,
  state: State,
  period: number,
  /** What `now` is within the period, as a day with its fraction; the period's first day by default. */
  moment?: number,
): number {
  const value = (e: Expression): number => evaluate(scenario, e, state, period, moment);
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "variable": {
      const variable = scenario.variables[expression.variable];
      return variable.kind === "range" ? variable.low + state[expression.variable] : state[expression.variable];
    }
    case "assumption":
      return scenario.assumptions[expression.assumption].value;
    case "now":
      return moment ?? dayOf(scenario, period);
    case "clock":
      return clockDate(scenario, expression.clock, state);
    case "lapsed":
      return truth(clockDate(scenario, expression.clock, state) <= dayOf(scenario, period));
    case "definition":
      return value(expression.body);
    case "not":
      return truth(value(expression.of) === 0);
    case "negative":
      return -value(expression.of);
    case "call":
      return Math[expression.name](value(expression.of));
    case "one of":
      return truth(expression.values.includes(wholeDay(expression.of, value(expression.of))));
    case "if":
      return value(expression.test) !== 0 ? value(expression.then) : value(expression.otherwise);
    case "binary":
      if (expression.operator === "is" || expression.operator === "is not") {
        const equal = wholeDay(expression.left, value(expression.left)) === value(expression.right);
        return truth(equal === (expression.operator === "is"));
      }
      return combine(expression.operator, value(expression.left), () => value(expression.right));
  }
}

/** `now is X` means the day X. */
function wholeDay(e: Expression, value: number): number {
  return e.kind === "now" ? Math.floor(value) : value;
}

/**
 * A rate added up over a period, day by day, each as it stands at the day's middle: exact where it changes at midnight,
 * and where it grows evenly.
 */
export function overPeriod(scenario: Scenario, rateAt: (moment: number) => number, period: number): number {
  const { start, days } = scenario.calendar.played[period];
  let sum = 0;
  for (let day = 0; day < days; day++) sum += rateAt(start + day + 0.5);
  return sum;
}

/** The scenario as an actor imagines it: what it holds to be otherwise stands in place of the stated values. */
export function inTheEyesOf(scenario: Scenario, actor: number): Scenario {
  const assumptions = scenario.assumptions.map((assumption, index) => {
    const held = scenario.views
      .filter((view) => view.actor === actor)
      .flatMap(({ values }) => values.filter((value) => value.assumption === index));
    return held.length === 0 ? assumption : { ...assumption, value: evaluate(scenario, held[0].value, [], 0) };
  });
  const desks = scenario.desks.map((desk) => ({
    ...desk,
    moves: desk.moves.map((move) => {
      const own = move.unknownTo.filter((entry) => entry.actor === actor);
      return { ...move, unknownTo: own.map(({ mark }) => ({ actor: IMAGINED, mark })) };
    }),
  }));
  return { ...scenario, assumptions, desks };
}

/** In a scenario as an actor imagines it: the actor that a move is unknown to, if it is. */
const IMAGINED = -1;

/** Does the actor whose imagination this is leave the move out here, so that making it is holding? */
export function leftOut(move: Move, state: State): boolean {
  return move.unknownTo.some(({ actor, mark }) => actor === IMAGINED && (mark === -1 || state[mark] === 0));
}

export function holds(
  scenario: Scenario,
  expression: Expression,
  state: State,
  period: number,
  moment?: number,
): boolean {
  return evaluate(scenario, expression, state, period, moment) !== 0;
}

function truth(is: boolean): number {
  return is ? 1 : 0;
}

function combine(operator: (Expression & { kind: "binary" })["operator"], left: number, rightOf: () => number): number {
  if (operator === "and") return truth(left !== 0 && rightOf() !== 0);
  if (operator === "or") return truth(left !== 0 || rightOf() !== 0);
  const right = rightOf();
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "<":
      return truth(left < right);
    case "<=":
      return truth(left <= right);
    case ">":
      return truth(left > right);
    case ">=":
      return truth(left >= right);
    case "is":
      return truth(left === right);
    case "is not":
      return truth(left !== right);
    case "at least":
      return Math.max(left, right);
    case "at most":
      return Math.min(left, right);
  }
}

/** First day of a period; the day when play is over for the period past the end. */
export function dayOf(scenario: Scenario, period: number): number {
  return scenario.calendar.played[period]?.start ?? scenario.calendar.end;
}

/**
 * The date of a clock: never while it has not started, the day of its period while it runs, long ago once it has
 * lapsed.
 */
function clockDate(scenario: Scenario, index: number, state: State): number {
  const clock = scenario.clocks[index];
  const due = (variable: number): number => {
    const at = state[variable];
    const periods = scenario.calendar.played.length;
    if (at === 0 || at === periods + 1) return Number.POSITIVE_INFINITY;
    return at === periods + 2 ? Number.NEGATIVE_INFINITY : dayOf(scenario, at - 1);
  };
  switch (clock.kind) {
    case "fixed":
      return clock.date;
    case "timer":
      return due(clock.dueVariable);
    case "stages":
      return state[clock.stageVariable] === clock.stages + 1 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    case "draw": {
      const anchor = clock.anchors[state[clock.drawVariable]];
      return Number.isNaN(anchor.date) ? due(clock.dueVariable) : anchor.date;
    }
  }
}
