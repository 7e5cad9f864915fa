/** Quick fixes: what mends a problem, tried before it is offered. */
import type { Diagnostic } from "../text/diagnostic.ts";
import { meantBy } from "../text/suggest.ts";
import { applyEdits, type TextEdit } from "./edits.ts";
import type { Reading } from "./reading.ts";
import { readAfter } from "./rename.ts";

export interface Fix {
  /** In words, such as `write "title"`. */
  readonly says: string;
  readonly edits: readonly TextEdit[];
}

/**
 * What mends a problem of the file that is written: each fix has been tried, and leaves the text without it and with no
 * other error in its place. Empty where nothing is known that would.
 *
 * @example
 * ```ts
 * const text = read(strike).replace("$large fund", "$larg fund");
 * const reading = readForEditing(strike, () => text);
 * const [fix] = fixesFor(reading, reading.diagnostics[0]);
 * fix.says // => 'write "$large fund"'
 * applyEdits(text, fix.edits) === read(strike) // => true
 * ```
 */
export function fixesFor(reading: Reading, problem: Diagnostic): Fix[] {
  const { span } = problem;
  if (span.file !== 0) return [];
  const written = reading.text.slice(span.start, span.end);
  const before = errorsIn(reading);
  return proposals(problem, written).flatMap((insert) => {
    const edits = [{ from: span.start, to: span.end, insert }];
    return mends(reading, problem, edits, before) ? [{ says: `write "${insert}"`, edits }] : [];
  });
}

/** What a problem's hint says to write in its place. */
function proposals({ hint }: Diagnostic, written: string): string[] {
  if (hint === undefined) return [];
  const said = meantBy(hint) ?? /\bwrite "([^"]+)"/.exec(hint)?.[1];
  if (said === undefined || /\.\.\.|\b[A-Z]{3,}\b/.test(said)) return [];
  const sign = written.startsWith("$") && !said.startsWith("$") ? "$" : "";
  return [`${sign}${said}`];
}

const errorsIn = ({ diagnostics }: Reading) => diagnostics.filter(({ severity }) => severity === "error").length;

/**
 * An error goes and none comes; a problem that is no error is told no more. A text that was not understood may show
 * more once it is.
 */
function mends(reading: Reading, problem: Diagnostic, edits: readonly TextEdit[], before: number): boolean {
  if (applyEdits(reading.text, edits) === reading.text) return false;
  const after = readAfter(reading, edits);
  const stays = after.diagnostics.some(
    ({ code, span }) => code === problem.code && span.start === problem.span.start && span.file === 0,
  );
  const [{ insert, from }] = edits;
  const worse = after.diagnostics.some(
    ({ severity, span }) =>
      severity === "error" && span.file === 0 && span.start < from + insert.length && span.end > from,
  );
  return (
    !stays &&
    !worse &&
    (problem.severity !== "error" ||
      reading.root === undefined ||
      errorsIn(after) < before ||
      after.scenario !== undefined ||
      deeper(reading, after))
  );
}

/** Was the form of the text not whole before, so that its names were not read? */
const deeper = (before: Reading, after: Reading) =>
  before.scenario === undefined && after.names.length > before.names.length;
