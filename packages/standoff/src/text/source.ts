/**
 * Positions in source files. A span is a half-open range of UTF-16 offsets into one file of a `Sources` list; line and
 * column are computed on demand, both from 1.
 */

/** One source text, named as the user named it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Is it no file but a setting, as of `--set`? */
  readonly setting?: true;
}

/** A half-open range of offsets in file number `file`. */
export interface Span {
  readonly file: number;
  readonly start: number;
  readonly end: number;
}

export const nowhere: Span = { file: 0, start: 0, end: 0 };

/** Line and column, from 1, of an offset in a text. */
export function position(text: string, offset: number): { line: number; column: number } {
  const at = Math.max(0, Math.min(offset, text.length));
  let line = 1;
  let lineStart = 0;
  for (let index = text.indexOf("\n"); index !== -1 && index < at; index = text.indexOf("\n", index + 1)) {
    line++;
    lineStart = index + 1;
  }
  return { line, column: at - lineStart + 1 };
}

/** The whole line that holds an offset, without its line end. */
export function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end === -1 ? text.length : end).replace(/\r$/, "");
}
