/**
 * Renaming: every place of a name, and a check that the scenario means the same afterwards. What is compared is the
 * checked scenario itself, all numbers and indices of it, with the names' letters taken out: a new name that another
 * reading would take is refused.
 */

import { nameProblem } from "../language/file/shape-words.ts";
import type { Scenario } from "../language/scenario.ts";
import { hasErrors } from "../text/diagnostic.ts";
import { applyEdits, type TextEdit } from "./edits.ts";
import type { NameAt } from "./names.ts";
import { nameAt, type Reading, readForEditing, sameName } from "./reading.ts";

export type Renamed =
  | { readonly status: "renamed"; readonly edits: readonly TextEdit[] }
  | { readonly status: "refused"; readonly why: string };

/**
 * All places of the name at an offset, its declaration among them; empty where no name stands.
 *
 * @example
 * ```ts
 * const text = "state:\n  talks: yes or no\ndefine:\n  silence: not talks\n";
 * referencesAt(readForEditing("my.yaml", () => text), 10).length // => 1
 * ```
 */
export function referencesAt(reading: Reading, offset: number): readonly NameAt[] {
  const found = nameAt(reading, offset);
  return found === undefined ? [] : reading.names.filter((name) => sameName(name, found));
}

/**
 * Where the name at an offset is declared; undefined where no name stands, or none of this scenario's.
 *
 * @example
 * ```ts
 * const text = read(strike);
 * const place = definitionAt(readForEditing(strike, read), text.indexOf("$large fund") + 3);
 * text.slice(place.span.start, place.span.end) // => "large fund"
 * ```
 */
export function definitionAt(reading: Reading, offset: number): NameAt | undefined {
  return referencesAt(reading, offset).find(({ declares }) => declares);
}

/**
 * The changes that give the name at an offset another one. Refused, with the reason, where the scenario has errors,
 * where the name stands in a file that this one extends, and where the text would mean something else afterwards.
 *
 * @example
 * ```ts
 * const text = read(strike);
 * const renamed = renameAt(readForEditing(strike, read), text.indexOf("$large fund") + 3, "deep fund");
 * renamed.edits.length // => 3
 * renameAt(readForEditing(strike, read), text.indexOf("$large fund") + 3, "mediator").status // => "refused"
 * ```
 */
export function renameAt(reading: Reading, offset: number, to: string): Renamed {
  const found = nameAt(reading, offset);
  const refused = (why: string): Renamed => ({ status: "refused", why });
  if (found === undefined) return refused("no name stands here");
  if (reading.scenario === undefined)
    return refused("mend the errors first: until then it is not known where a name stands");
  const problem = nameProblem(to);
  if (problem !== undefined) return refused(`"${to}" is no name: ${problem}`);
  const all = reading.names.filter((name) => sameName(name, found));
  if (all.some(({ span }) => span.file !== 0))
    return refused(`"${found.name}" also stands in a file that this one extends`);
  if (!all.some(({ declares }) => declares)) return refused(`"${found.name}" is not declared in this file`);
  const edits = all.map(({ span }) => ({ from: span.start, to: span.end, insert: to }));
  const after = readAfter(reading, edits);
  if (after.scenario === undefined) {
    const first = after.diagnostics.find(({ severity }) => severity === "error");
    return refused(first === undefined ? "the text would have errors" : first.message);
  }
  if (hasErrors(after.diagnostics)) return refused(after.diagnostics[0].message);
  if (!meansTheSame(reading.scenario, after.scenario, found.name, to))
    return refused(`"${to}" would be read otherwise somewhere`);
  return { status: "renamed", edits };
}

/** The text with changes made, read. */
export function readAfter({ main, text, readFile, sources }: Reading, edits: readonly TextEdit[]): Reading {
  const changed = applyEdits(text, edits);
  const path = sources[0]?.path ?? main;
  return readForEditing(
    main,
    Object.assign((name: string) => (name === path || name === main ? changed : readFile(name)), readFile),
  );
}

function meansTheSame(before: Scenario, after: Scenario, from: string, to: string): boolean {
  return alike(before, after, (a, b) => a === b || b.split(to).join(from) === a.split(to).join(from));
}

/** Are two values alike, but for places, the hash, and what names are written with? */
function alike(a: unknown, b: unknown, sameText: (a: string, b: string) => boolean): boolean {
  if (typeof a === "string" && typeof b === "string") return sameText(a, b);
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return Object.is(a, b);
  if (ArrayBuffer.isView(a) || Array.isArray(a)) {
    const [x, y] = [a as ArrayLike<unknown>, b as ArrayLike<unknown>];
    return x.length === y.length && Array.from(x).every((one, index) => alike(one, y[index], sameText));
  }
  const skipped = new Set(["span", "askSpan", "hash"]);
  const keys = Object.keys(a).filter((key) => !skipped.has(key) && !key.endsWith("Span"));
  const others = Object.keys(b).filter((key) => !skipped.has(key) && !key.endsWith("Span"));
  if (keys.length !== others.length) return false;
  return keys.every(
    (key, index) =>
      (key === others[index] || sameText(key, others[index])) &&
      alike((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[others[index]], sameText),
  );
}
