/**
 * The arithmetic of value types: which types an operator takes and what it gives. Truth is not a number (it becomes one
 * by `if`), levels are only compared, and time has three types: rate (per time), duration and date.
 */
import type { ValueType } from "./expression.ts";

export const truth: ValueType = { kind: "truth" };
export const number: ValueType = { kind: "number" };
export const rate: ValueType = { kind: "rate" };
export const duration: ValueType = { kind: "duration" };
export const date: ValueType = { kind: "date" };

/** A type in words, for messages. `levelsOf` names the variable of a level type. */
export function describeType(type: ValueType, variableName: (index: number) => string): string {
  switch (type.kind) {
    case "truth":
      return "a truth (yes or no)";
    case "number":
      return "a number";
    case "rate":
      return "a rate (a number per time)";
    case "duration":
      return "a duration";
    case "date":
      return "a date";
    case "level":
      return `a level of ${variableName(type.variable)}`;
  }
}

/** Are two types the same? Levels of two variables are the same type when `sameLevels` says so. */
export function sameType(a: ValueType, b: ValueType, sameLevels: (a: number, b: number) => boolean): boolean {
  if (a.kind === "level" && b.kind === "level") return a.variable === b.variable || sameLevels(a.variable, b.variable);
  return a.kind === b.kind;
}

/** What `left operator right` gives, or undefined where the operator does not take these types. */
export function arithmeticType(
  operator: "+" | "-" | "*" | "/",
  left: ValueType,
  right: ValueType,
): ValueType | undefined {
  const key = `${left.kind} ${operator} ${right.kind}`;
  return arithmetic.get(key);
}

const arithmetic: ReadonlyMap<string, ValueType> = new Map<string, ValueType>([
  ["number + number", number],
  ["number - number", number],
  ["number * number", number],
  ["number / number", number],
  ["rate + rate", rate],
  ["rate - rate", rate],
  ["rate * number", rate],
  ["number * rate", rate],
  ["rate / number", rate],
  ["rate / rate", number],
  ["rate * duration", number],
  ["duration * rate", number],
  ["number / duration", rate],
  ["number / rate", duration],
  ["duration + duration", duration],
  ["duration - duration", duration],
  ["duration * number", duration],
  ["number * duration", duration],
  ["duration / number", duration],
  ["duration / duration", number],
  ["date + duration", date],
  ["duration + date", date],
  ["date - duration", date],
  ["date - date", duration],
]);
