/**
 * The YAML parser's own errors as diagnostics: in plain words, one a line at most, and with a scalar that YAML split by
 * accident told apart from broken structure.
 */
import type { Document, YAMLError } from "yaml";
import { type Diagnostic, mostDiagnostics } from "../../text/diagnostic.ts";
import type { Span } from "../../text/source.ts";
import { diagnostic } from "../catalogue/catalogue.ts";
import { shorten } from "./located.ts";

/**
 * `known` are the problems that the reader of the tree has found: the parser's complaint on the same line is dropped.
 * `fatal`: the structure is broken, so that looking at the tree would only add noise.
 */
export function syntaxProblems(
  documents: readonly Document.Parsed[],
  text: string,
  file: number,
  known: readonly Diagnostic[],
): { diagnostics: Diagnostic[]; fatal: boolean } {
  const lineOf = lineFinder(text);
  const told = new Set(known.filter(({ code }) => code.startsWith("yaml-")).map(({ span }) => lineOf(span.start)));
  const diagnostics: Diagnostic[] = [];
  let fatal = false;
  for (const error of documents.flatMap((document) => document.errors)) {
    const line = lineOf(error.pos[0]);
    if (told.has(line) || diagnostics.length > mostDiagnostics) continue;
    told.add(line);
    const span = { file, start: error.pos[0], end: Math.min(text.length, error.pos[1]) };
    const problem = problemOf(error, span, text);
    fatal ||= !local.has(problem.code);
    diagnostics.push(problem);
  }
  return { diagnostics, fatal };
}

/** Problems that damage one value and leave the structure around it whole. */
const local = new Set(["split-colon", "split-start", "bad-escape"]);

function problemOf(error: YAMLError, span: Span, text: string): Diagnostic {
  const rest = shorten(lineFrom(text, span.start));
  const first = text[span.start] ?? "";
  switch (error.code) {
    case "BLOCK_AS_IMPLICIT_KEY":
    case "BLOCK_IN_FLOW":
      return diagnostic("split-colon", lineSpan(text, span), { text: rest });
    case "BAD_SCALAR_START":
      return diagnostic("split-start", span, { text: rest, character: first });
    case "BAD_DQ_ESCAPE":
      return diagnostic("bad-escape", span, { text: shorten(text.slice(span.start, span.end)) });
    case "TAB_AS_INDENT":
      return diagnostic("tab-indent", span, {});
    case "UNEXPECTED_TOKEN":
      return unexpected(error, span, text, rest);
    default:
      return diagnostic("not-yaml", span, { problem: inWords[error.code] ?? error.message });
  }
}

/** A token where none fits: often the rest of a value that began with a quote, a bracket, `>` or `|`. */
function unexpected(error: YAMLError, span: Span, text: string, rest: string): Diagnostic {
  const before = text.slice(Math.max(0, text.lastIndexOf("\n", span.start - 1) + 1), span.start);
  if (/^Not a YAML token/.test(error.message) || /:\s+[>|]\s*$/.test(before)) {
    return diagnostic("split-start", span, { text: rest, character: /[>|]/.exec(before)?.[0] ?? ">" });
  }
  if (/["'\]}]\s*$/.test(before) && error.message.includes("at node end")) {
    return diagnostic("split-after", lineSpan(text, span), { text: rest });
  }
  if (error.message.includes("block-seq-ind")) return diagnostic("split-start", span, { text: rest, character: "-" });
  return diagnostic("not-yaml", span, { problem: `"${rest}" does not fit here` });
}

const inWords: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  BAD_INDENT: "the indentation does not match, or a bracket before this is not closed",
  MISSING_CHAR: "something is missing here: a closing quote or bracket, or a colon after a key",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line; a colon before this may belong to a text that needs quotes",
  KEY_OVER_1024_CHARS: "this key is longer than 1024 characters",
  BAD_DIRECTIVE: "lines that start with % are not used here",
  IMPOSSIBLE: "the text makes no sense as YAML",
};

function lineFrom(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end === -1 ? text.length : end);
}

function lineSpan(text: string, span: Span): Span {
  return { ...span, end: span.start + Math.max(1, lineFrom(text, span.start).trimEnd().length) };
}

/** Offset -> line number, by binary search over the line starts. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let index = text.indexOf("\n"); index !== -1; index = text.indexOf("\n", index + 1)) starts.push(index + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}
