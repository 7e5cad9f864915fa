/**
 * The value of an expression that depends on no state: constants, assumptions, fixed clocks, and arithmetic on them.
 */
import type { Scenario, View } from "../scenario.ts";
import type { Expression } from "./expression.ts";

export interface Known {
  readonly assumption: (index: number) => number | undefined;
  readonly clock: (index: number) => number | undefined;
  /** What a variable is known to be, in the units of `expression.ts`. */
  readonly variable?: (index: number) => number | undefined;
}

/** The values of the assumptions as an actor holds them: its own rest on the stated ones. */
export function valuesHeld(held: View["values"], stated: readonly number[]): number[] {
  const values = [...stated];
  for (const { assumption, value } of held) values[assumption] = staticValue(value, knownBy(stated)) ?? Number.NaN;
  return values;
}

/**
 * A scenario at other values of its assumptions, where none of them stands fixed in it; steadiness is worked out anew.
 */
export function atValues(scenario: Scenario, values: readonly number[]): Scenario {
  const known = knownBy(values);
  return {
    ...scenario,
    assumptions: scenario.assumptions.map((one, i) => ({ ...one, value: values[i] })),
    actors: scenario.actors.map((actor) => {
      const lambda = actor.lambdaBy === undefined ? undefined : staticValue(actor.lambdaBy, known);
      return lambda === undefined ? actor : { ...actor, lambda };
    }),
  };
}

/** What is known by values of the assumptions alone. */
export function knownBy(values: readonly number[]): Known {
  return { assumption: (index) => values[index], clock: () => undefined };
}

/** The value, or undefined where it depends on the state or the day. */
export function staticValue(e: Expression, known: Known): number | undefined {
  const part = (of: Expression) => staticValue(of, known);
  const map = (of: Expression, how: (value: number) => number) => {
    const value = part(of);
    return value === undefined ? undefined : how(value);
  };
  switch (e.kind) {
    case "constant":
      return e.value;
    case "assumption":
      return known.assumption(e.assumption);
    case "clock":
      return known.clock(e.clock);
    case "variable":
      return known.variable?.(e.variable);
    case "definition":
      return part(e.body);
    case "not":
      return map(e.of, (value) => (value === 0 ? 1 : 0));
    case "negative":
      return map(e.of, (value) => -value);
    case "call":
      return map(e.of, Math[e.name]);
    case "one of":
      return map(e.of, (value) => (e.values.includes(value) ? 1 : 0));
    case "if": {
      const test = part(e.test);
      return test === undefined ? undefined : part(test === 0 ? e.otherwise : e.then);
    }
    case "binary": {
      const left = part(e.left);
      if (e.operator === "and" && left === 0) return 0;
      if (e.operator === "or" && left === 1) return 1;
      const right = part(e.right);
      if (e.operator === "and" && right === 0) return 0;
      if (e.operator === "or" && right === 1) return 1;
      return left === undefined || right === undefined ? undefined : operate(e.operator, left, right);
    }
    default:
      return undefined;
  }
}

function operate(operator: (Expression & { kind: "binary" })["operator"], left: number, right: number): number {
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
      return left < right ? 1 : 0;
    case "<=":
      return left <= right ? 1 : 0;
    case ">":
      return left > right ? 1 : 0;
    case ">=":
      return left >= right ? 1 : 0;
    case "is":
      return left === right ? 1 : 0;
    case "is not":
      return left === right ? 0 : 1;
    case "and":
      return left !== 0 && right !== 0 ? 1 : 0;
    case "or":
      return left !== 0 || right !== 0 ? 1 : 0;
    case "at least":
      return Math.max(left, right);
    case "at most":
      return Math.min(left, right);
  }
}
