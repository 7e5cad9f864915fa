/**
 * Diagnostics: what is wrong with an input, as plain data, and how one reads in a terminal. Every problem that a user
 * can cause is one of these, collected and never thrown; `language/catalogue/catalogue.ts` holds the wording of each
 * code.
 */
import { printable } from "./printable.ts";
import { lineAt, position, type SourceFile, type Span } from "./source.ts";
import { columnsOf } from "./width.ts";

export type Severity = "error" | "warning" | "info";

export interface Diagnostic {
  /** The catalogue's name of this problem: also the name of its page in the docs. */
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  /** One line, without a full stop. */
  readonly message: string;
  /** What would have been right here, in words. */
  readonly expected?: string;
  /** What to do about it, often "did you mean ...". */
  readonly hint?: string;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  /** For problems of meaning: a state that shows it, as short text. */
  readonly example?: string;
}

/** Paints parts of a message for a terminal. Each function may return its text unchanged. */
export interface Painter {
  error(text: string): string;
  warning(text: string): string;
  info(text: string): string;
  faint(text: string): string;
  strong(text: string): string;
}

const noPaint: Painter = {
  error: (text) => text,
  warning: (text) => text,
  info: (text) => text,
  faint: (text) => text,
  strong: (text) => text,
};

/** The longest part of a source line that an excerpt shows, in characters. */
const excerptWidth = 96;

/**
 * A diagnostic as lines of text: the message with its place, the excerpt with carets, and what helps. No final newline.
 *
 * @example
 * ```ts
 * const { diagnostics, sources } = loadScenario("my.yaml", () => "standoff: 1\ntitel: A strike\n");
 * formatDiagnostic(diagnostics[0], sources).split("\n")[0] // => "my.yaml:1:1: error[missing-key] \"as of\" is missing"
 * ```
 */
export function formatDiagnostic(
  diagnostic: Diagnostic,
  sources: readonly SourceFile[],
  options: { readonly color?: Painter } = {},
): string {
  const paint = options.color ?? noPaint;
  const { severity, code, message, span } = diagnostic;
  const head = `${paint[severity](severity)}${paint.faint(`[${code}]`)} ${paint.strong(onOneLine(message))}`;
  const lines = [`${placeInWords(span, sources)}: ${head}`, ...excerpt(span, sources, paint[severity], paint)];
  if (diagnostic.expected !== undefined) lines.push(`  expected: ${onOneLine(diagnostic.expected)}`);
  if (diagnostic.hint !== undefined) lines.push(`  hint: ${onOneLine(diagnostic.hint)}`);
  if (diagnostic.example !== undefined) lines.push(`  for example: ${onOneLine(diagnostic.example)}`);
  for (const { span, message } of diagnostic.related ?? []) {
    lines.push(`  ${placeInWords(span, sources)}: ${onOneLine(message)}`, ...excerpt(span, sources, paint.info, paint));
  }
  return lines.join("\n");
}

/** Where a span begins: the path of its file, line and column from 1; nulls where it is in no file. */
export interface Place {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/**
 * Where a span begins: the path of its file, line and column from 1.
 *
 * @example
 * ```ts
 * const { diagnostics, sources } = loadScenario("my.yaml", () => "standoff: 1\ntitel: A strike\n");
 * placeOf(diagnostics[0].span, sources) // => { file: "my.yaml", line: 1, column: 1 }
 * ```
 */
export function placeOf(span: Span, sources: readonly SourceFile[]): Place {
  const source = sources[span.file];
  if (source === undefined) return { file: null, line: null, column: null };
  return { file: source.path, ...position(source.text, span.start) };
}

/** `path:line:column`. */
function placeInWords(span: Span, sources: readonly SourceFile[]): string {
  const { file, line, column } = placeOf(span, sources);
  return file === null ? "(no file)" : `${onOneLine(file)}:${line}:${column}`;
}

function excerpt(span: Span, sources: readonly SourceFile[], mark: (text: string) => string, paint: Painter): string[] {
  const source = sources[span.file];
  if (source === undefined || source.text === "") return [];
  const { line, column } = position(source.text, span.start);
  const whole = inColumns(lineAt(source.text, span.start));
  const from = Math.max(0, column - 1 - excerptWidth / 2);
  const shown = whole.slice(from, from + excerptWidth);
  const start = Math.min(column - 1 - from, shown.length);
  const left = columnsOf(shown.slice(0, start));
  const width = Math.max(1, columnsOf(shown.slice(start, start + span.end - span.start)));
  const number = String(line);
  const gutter = " ".repeat(number.length);
  return [
    `  ${paint.faint(`${number} |`)} ${shown}`,
    `  ${paint.faint(`${gutter} |`)} ${" ".repeat(left)}${mark("^".repeat(width))}`,
  ];
}

/** Control characters would disturb the terminal: each becomes one visible character, so that columns still agree. */
function inColumns(text: string): string {
  return text.replace(/\t/g, " ").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd");
}

/** Names and texts of the file stand in messages: none may begin a line of its own. */
function onOneLine(text: string): string {
  return printable(text).replaceAll("\n", "\\n");
}

/** More diagnostics than this are not listed: they help nobody, and hostile input could ask for any number. */
export const mostDiagnostics = 200;

/** The wording of the remark that says so; the catalogue has its page under the same code. */
export const moreProblems = { code: "more-problems", message: "{count} more problems are not listed" } as const;

/** Errors stand before warnings, and within each by place; equal ones are kept once, and no more than the limit. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  const kept = diagnostics.filter((diagnostic) => {
    const { code, message, span } = diagnostic;
    const key = `${code}\n${message}\n${span.file}:${span.start}:${span.end}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
  kept.sort((a, b) => rank[a.severity] - rank[b.severity] || a.span.file - b.span.file || a.span.start - b.span.start);
  return kept.length > mostDiagnostics ? cut(kept) : kept;
}

function cut(sorted: readonly Diagnostic[]): Diagnostic[] {
  const message = moreProblems.message.replace("{count}", String(sorted.length - mostDiagnostics));
  const first = sorted[mostDiagnostics].span;
  return [...sorted.slice(0, mostDiagnostics), { code: moreProblems.code, severity: "info", span: first, message }];
}

/**
 * True when at least one of them is an error: nothing may run.
 *
 * @example
 * ```ts
 * hasErrors(loadScenario(strike, read).diagnostics) // => false
 * hasErrors(loadScenario("my.yaml", () => "standoff: 1").diagnostics) // => true
 * ```
 */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
