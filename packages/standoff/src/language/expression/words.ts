/** The words of the expression language: what a name may not hold, units of time, tempo words. Plain data. */
import { DAYS_PER_MONTH, DAYS_PER_YEAR } from "../../text/dates.ts";

/** Days of a unit of time, by its singular and plural. */
export const unitDays: ReadonlyMap<string, number> = new Map([
  ["hour", 1 / 24],
  ["hours", 1 / 24],
  ["day", 1],
  ["days", 1],
  ["week", 7],
  ["weeks", 7],
  ["fortnight", 14],
  ["fortnights", 14],
  ["month", DAYS_PER_MONTH],
  ["months", DAYS_PER_MONTH],
  ["quarter", DAYS_PER_YEAR / 4],
  ["quarters", DAYS_PER_YEAR / 4],
  ["year", DAYS_PER_YEAR],
  ["years", DAYS_PER_YEAR],
]);

/** Rates by name, as times per day. */
export const rateWords: ReadonlyMap<string, number> = new Map([
  ["daily", 1],
  ["weekly", 1 / 7],
  ["fortnightly", 1 / 14],
  ["monthly", 1 / DAYS_PER_MONTH],
  ["quarterly", 4 / DAYS_PER_YEAR],
  ["yearly", 1 / DAYS_PER_YEAR],
  ["never", 0],
]);

export const functionWords: ReadonlySet<string> = new Set(["exp", "log", "sqrt", "abs"]);

/** Words that end a name in an expression, so that no name may hold them. */
export const operatorWords: ReadonlySet<string> = new Set([
  "and",
  "or",
  "not",
  "is",
  "if",
  "then",
  "else",
  "now",
  "has",
  "lapsed",
  "within",
  "while",
  "per",
  "becomes",
]);

/** Words that mean something on their own, so that no name may be just one of them. */
export const loneWords: ReadonlySet<string> = new Set([
  ...operatorWords,
  ...unitDays.keys(),
  ...rateWords.keys(),
  ...functionWords,
  "yes",
  "no",
  "true",
  "false",
  "every",
  "rest",
  "of",
  "in",
  "at",
  "hold",
  "removed",
]);

/** How a name that holds words of the language may be written. */
export function withoutReserved(name: string): string {
  const joined = name.replace(/\s+/g, "-");
  if (joined !== name && reservedIn(joined) === undefined) return `with hyphens it is one word: "${joined}"`;
  return "choose another word, or say more of what it is";
}

/** Why a name may not be used where expressions read it, or undefined where it may. */
export function reservedIn(name: string): string | undefined {
  if (loneWords.has(name)) return name;
  const words = name.split(/\s+/);
  const operator = words.find((word) => operatorWords.has(word));
  if (operator !== undefined) return operator;
  const pair = /\bat (least|most)\b/.exec(name);
  return pair?.[0];
}
