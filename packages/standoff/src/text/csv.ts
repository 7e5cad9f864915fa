/**
 * Tables of others as comma-separated values, read by RFC 4180: quotes where needed, "" for a quote inside them, any
 * line end. Every row knows its line, so that what is wrong has its place. Columns go by their names in the first line;
 * further ones are left aside.
 */
import { didYouMean } from "./suggest.ts";

/** What is wrong with a table, and in which of its lines, counted from 1. */
export interface TableFault {
  readonly line: number;
  readonly message: string;
}

export interface NamedRow<Name extends string> {
  readonly line: number;
  readonly cells: Readonly<Record<Name, string>>;
}

export interface NamedTable<Name extends string> {
  readonly rows: readonly NamedRow<Name>[];
  readonly faults: readonly TableFault[];
}

/**
 * The rows of a table that must have these columns. Where the header is wrong there are none; a faulty row is left out.
 */
export function readNamedTable<Name extends string>(text: string, columns: readonly Name[]): NamedTable<Name> {
  const { rows, faults } = readRows(text);
  const [header, ...body] = rows;
  if (header === undefined)
    return { rows: [], faults: [...faults, { line: 1, message: `no header: ${columns.join(", ")}` }] };
  const names = header.cells.map((name) => name.trim().toLowerCase());
  const wrong = [...faults, ...headerFaults(header.line, names, columns)];
  if (wrong.length > faults.length) return { rows: [], faults: wrong };
  const places = columns.map((name) => names.indexOf(name));
  const read = body.flatMap((row) => {
    if (row.cells.length === names.length) {
      const cells = columns.map((name, i) => [name, row.cells[places[i]].trim()] as const);
      return [{ line: row.line, cells: Object.fromEntries(cells) as Record<Name, string> }];
    }
    wrong.push({ line: row.line, message: `${row.cells.length} cells where the header has ${names.length}` });
    return [];
  });
  return { rows: read, faults: wrong.sort((a, b) => a.line - b.line) };
}

function headerFaults(line: number, names: readonly string[], columns: readonly string[]): TableFault[] {
  const missing = columns.filter((name) => !names.includes(name));
  const twice = columns.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  const others = names.filter((name) => !columns.includes(name));
  return [
    ...missing.map((name) => {
      const near = others.find((other) => didYouMean(other, [name]) !== undefined);
      const hint = near === undefined ? "" : `; is "${near}" meant for it?`;
      return { line, message: `no column "${name}" (needed: ${columns.join(", ")})${hint}` };
    }),
    ...twice.map((name) => ({ line, message: `two columns "${name}"` })),
  ];
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Lines that hold nothing are no rows. */
function readRows(given: string): { readonly rows: readonly Row[]; readonly faults: readonly TableFault[] } {
  const text = given.replace(/^\uFEFF/, "");
  const rows: Row[] = [];
  const faults: TableFault[] = [];
  let [at, line] = [0, 1];
  while (at < text.length) {
    const row = readRow(text, at, line);
    if (row.fault !== null) faults.push({ line: row.faultLine, message: row.fault });
    else if (row.cells.length > 1 || row.cells[0].trim() !== "") rows.push({ line, cells: row.cells });
    [at, line] = [row.next, row.nextLine];
  }
  return { rows, faults };
}

interface ReadRow {
  readonly cells: readonly string[];
  readonly next: number;
  readonly nextLine: number;
  readonly fault: string | null;
  readonly faultLine: number;
}

const LINE_END = /\r\n|\r|\n/y;
const CELL_END = /[,\r\n]/g;
const ROW_END = /[\r\n]/g;

/** Where a mark stands first from a place on; the end of the text without one. */
function placeOf(mark: RegExp, text: string, from: number): number {
  mark.lastIndex = from;
  return mark.exec(text)?.index ?? text.length;
}

/** One row from a place in the text on; after a fault the rest of its line is passed over. */
function readRow(text: string, from: number, first: number): ReadRow {
  const cells: string[] = [];
  let [at, line] = [from, first];
  for (;;) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    if (cell.fault !== null) {
      const next = afterLineEnd(text, placeOf(ROW_END, text, cell.next));
      return { cells, next, nextLine: line + linesIn(text.slice(at, next)), fault: cell.fault, faultLine: line };
    }
    cells.push(cell.value);
    line += linesIn(text.slice(at, cell.next));
    at = cell.next;
    if (text[at] === ",") {
      at++;
      continue;
    }
    const next = afterLineEnd(text, at);
    return { cells, next, nextLine: line + (next > at ? 1 : 0), fault: null, faultLine: 0 };
  }
}

interface ReadCell {
  readonly value: string;
  readonly next: number;
  readonly fault: string | null;
}

function plainCell(text: string, at: number): ReadCell {
  const next = placeOf(CELL_END, text, at);
  const value = text.slice(at, next);
  return value.includes('"')
    ? { value, next, fault: 'a quote inside a cell that does not begin with one: write "..." around it, and "" for it' }
    : { value, next, fault: null };
}

function quotedCell(text: string, at: number): ReadCell {
  let end = at + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end === -1) return { value: "", next: text.length, fault: "a quote that is not closed" };
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  const value = text.slice(at + 1, end).replaceAll('""', '"');
  const after = text[end + 1];
  const closed = after === undefined || after === "," || after === "\r" || after === "\n";
  return { value, next: end + 1, fault: closed ? null : "text after the quote that closes a cell" };
}

function afterLineEnd(text: string, at: number): number {
  LINE_END.lastIndex = at;
  return at + (LINE_END.exec(text)?.[0].length ?? 0);
}

function linesIn(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
