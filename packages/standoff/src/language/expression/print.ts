/**
 * Expressions as short text, for tests, messages and the command line: what the reader reads back to the same tree.
 * Definitions print by name, dates as dates, rates per day. `print-scenario.ts` prints whole scenarios.
 */
import { printDay } from "../../text/dates.ts";
import type { Scenario } from "../scenario.ts";
import type { Expression, ValueType } from "./expression.ts";

/** How an amount is written, in the units in which expressions are evaluated. */
export type AmountText = (value: number, type: "number" | "rate" | "duration") => string;

type Names = Pick<Scenario, "variables" | "assumptions" | "clocks" | "definitions"> & {
  /** For people alone, in place of what reads back to the same number. */
  readonly amountText?: AmountText | undefined;
};

/** How tightly each form binds; a part that binds less than its place needs stands in brackets. */
const binding = { if: 0, or: 1, and: 2, not: 3, compare: 4, bound: 5, sum: 6, product: 7, unary: 8, value: 9 };

/** An expression as text that the reader reads back. */
export function printExpression(expression: Expression, names: Names): string {
  return print(expression, names, 0);
}

function print(e: Expression, names: Names, place: number): string {
  const [text, own] = form(e, names);
  return own < place ? `(${text})` : text;
}

function form(e: Expression, names: Names): [string, number] {
  const part = (of: Expression, place: number) => print(of, names, place);
  switch (e.kind) {
    case "constant":
      return constant(e.value, e.type, names);
    case "variable":
      return [names.variables[e.variable].name, binding.value];
    case "assumption":
      return [`$${names.assumptions[e.assumption].name}`, binding.value];
    case "now":
      return ["now", binding.value];
    case "clock":
      return [names.clocks[e.clock].name, binding.value];
    case "lapsed":
      return [`${names.clocks[e.clock].name} has lapsed`, binding.unary];
    case "definition":
      return [names.definitions[e.definition].name, binding.value];
    case "not":
      return [`not ${part(e.of, binding.not)}`, binding.not];
    case "negative":
      return [`-${part(e.of, binding.unary)}`, binding.unary];
    case "call":
      return [`${e.name}(${part(e.of, 0)})`, binding.value];
    case "one of": {
      const values = e.values.map((value) => constant(value, e.of.type, names)[0]).join(" or ");
      return [`${part(e.of, binding.bound)} is ${values}`, binding.compare];
    }
    case "if":
      return [`if ${part(e.test, 0)} then ${part(e.then, 0)} else ${part(e.otherwise, 0)}`, binding.if];
    case "binary":
      return binary(e, names);
  }
}

function binary(e: Expression & { kind: "binary" }, names: Names): [string, number] {
  const own = levelOf(e.operator);
  const comparing = own === binding.compare;
  const left = print(e.left, names, comparing ? own + 1 : own);
  const right = print(e.right, names, own + 1);
  return [`${left} ${e.operator} ${right}`, own];
}

function levelOf(operator: (Expression & { kind: "binary" })["operator"]): number {
  if (operator === "or") return binding.or;
  if (operator === "and") return binding.and;
  if (operator === "at least" || operator === "at most") return binding.bound;
  if (operator === "+" || operator === "-") return binding.sum;
  if (operator === "*" || operator === "/") return binding.product;
  return binding.compare;
}

function constant(value: number, type: ValueType, names: Names): [string, number] {
  const own = value < 0 ? binding.unary : binding.value;
  switch (type.kind) {
    case "truth":
      return [value === 0 ? "no" : "yes", binding.value];
    case "level":
      return [names.variables[type.variable].levels[value] ?? String(value), binding.value];
    case "date":
      return [printDay(value), binding.value];
    default:
      if (value === Number.POSITIVE_INFINITY && type.kind === "rate") return ["every period", own];
      return [(names.amountText ?? exactly)(value, type.kind), own];
  }
}

const exactly: AmountText = (value, type) =>
  type === "number" ? String(value) : `${value} ${type === "rate" ? "per day" : "days"}`;
