/**
 * Text of one file -> document tree, like `readYaml`, for one who reads a text again and again while it is written: a
 * map's sections, and the entries of each, are read piece by piece, and those whose text is the same as before are only
 * moved. A piece is read with what stands around it in the file (the key that it is under, a key that follows), so that
 * it comes out as in the whole. Wherever a piece is not one sound entry, or the text is not made of pieces, the whole
 * is read.
 */
import type { Span } from "../../text/source.ts";
import type { Located, LocatedEntry, LocatedMap } from "./located.ts";
import { encodingProblems, limits, type ReadYaml, readYaml } from "./read-yaml.ts";

/** A line that begins an entry: letters, then a colon. */
const ENTRY = /^( *)([A-Za-z][\w '-]{0,200}):(?: |$)/;
/** One on which nothing else stands. */
const BARE = /^[^:]*: *(?: #.*)?$/;
const NOTHING = /^ *(?:#.*)?$/;
/** Stand above and after a piece while it is read, in place of what does in the file. */
const [ABOVE, AFTER] = ["above__", "after__"];
const [over, next] = [`${ABOVE}:\n`, `${AFTER}: 0\n`];
/** A part takes two characters or more: so many hold no more parts than a file may have. */
const LONGEST = 2 * limits.nodes;

interface Line {
  readonly text: string;
  readonly start: number;
}

/** What begins an entry, and all up to the next. */
interface Piece {
  readonly name: string;
  readonly start: number;
  readonly text: string;
  readonly lines: readonly Line[];
}

/** An entry as it was read, its places counted from `start`. */
interface Kept {
  readonly entry: LocatedEntry;
  /** Where the map ends of which it is the last entry, and where the whole does. */
  readonly end: number;
  readonly outerEnd: number;
  readonly start: number;
}

/** Reads texts into trees, and may remember what it has read. */
export interface TextReader {
  /** As `readYaml` reads it: the text of a file, and the file's place among those that are read. */
  readonly read: (text: string, file: number) => ReadYaml;
}

/** Remembers, for each file, the pieces of the last text. */
export class SectionReader implements TextReader {
  private readonly files = new Map<number, ReadonlyMap<string, Kept>>();

  /** As `readYaml` reads it. */
  readonly read = (text: string, file: number): ReadYaml => {
    const root = this.readPieces(text, file);
    return root === undefined ? readYaml(text, file) : { root, diagnostics: [], trusted: true };
  };

  private readPieces(text: string, file: number): LocatedMap | undefined {
    if (text.length > LONGEST || /[\r\t\ufeff]/.test(text) || encodingProblems(text, file).length > 0) return undefined;
    const pieces = piecesOf(linesOf(text), text, 0);
    if (pieces === undefined) return undefined;
    const reading = new Pieces(file, this.files.get(file) ?? new Map());
    const root = reading.mapOf(pieces, (piece, isLast) => reading.section(piece, isLast));
    if (root !== undefined) this.files.set(file, reading.known);
    return root;
  }
}

/** One reading, piece by piece. */
class Pieces {
  /** All that were read, for the next reading. */
  readonly known = new Map<string, Kept>();
  private readonly file: number;
  private readonly before: ReadonlyMap<string, Kept>;

  constructor(file: number, before: ReadonlyMap<string, Kept>) {
    this.file = file;
    this.before = before;
  }

  /** Undefined where one of them does not come out as one entry, or two are of one name. */
  mapOf(pieces: readonly Piece[], read: (piece: Piece, isLast: boolean) => Kept | undefined): LocatedMap | undefined {
    const entries = new Map<string, LocatedEntry>();
    let last: Kept | undefined;
    for (const [index, piece] of pieces.entries()) {
      last = read(piece, index === pieces.length - 1);
      if (last === undefined || entries.has(piece.name)) return undefined;
      entries.set(piece.name, last.entry);
    }
    const { start } = entries.values().next().value!.key;
    return { kind: "map", span: { file: this.file, start, end: last!.end }, entries };
  }

  /** A section: entry by entry where it is made of such. */
  section(piece: Piece, isLast: boolean): Kept | undefined {
    const { name, start, lines } = piece;
    const own = BARE.test(lines[0].text) ? entriesIn(piece) : undefined;
    if (own === undefined) return this.kept(piece, "", isLast ? "" : next);
    if (name in Object.prototype) return undefined;
    let outerEnd = 0;
    const value = this.mapOf(own, (one, isLastHere) => {
      const indent = one.text.slice(0, one.text.search(/\S/));
      const found = this.kept(one, over, isLastHere ? (isLast ? "" : next) : indent + next);
      outerEnd = found?.outerEnd ?? 0;
      return found;
    });
    const key = { file: this.file, start, end: start + name.length };
    return value && { entry: { key, value }, end: outerEnd, outerEnd, start };
  }

  /** As it was read before, or now, at its place. */
  private kept(piece: Piece, above: string, after: string): Kept | undefined {
    const key = `${above}${piece.text}${after}`;
    const found = this.known.get(key) ?? this.before.get(key) ?? this.readNow(piece, above, after);
    if (found === undefined) return undefined;
    const here = movedTo(found, piece.start);
    this.known.set(key, here);
    return here;
  }

  private readNow({ name, text }: Piece, above: string, after: string): Kept | undefined {
    const { root, diagnostics, trusted } = readYaml(above + text + after, this.file);
    if (root?.kind !== "map" || !trusted || diagnostics.length > 0) return undefined;
    const isBeside = above === "" || after.startsWith(" ");
    const map = above === "" ? root : root.entries.get(ABOVE)?.value;
    const entry = map?.kind === "map" ? map.entries.get(name) : undefined;
    if (map?.kind !== "map" || entry === undefined) return undefined;
    if (map.entries.size !== (after !== "" && isBeside ? 2 : 1)) return undefined;
    if (map !== root && root.entries.size !== (after === next ? 2 : 1)) return undefined;
    return { entry, end: map.span.end, outerEnd: root.span.end, start: above.length };
  }
}

// ---------------------------------------------------------------- lines

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const found = { text: line, start };
    start += line.length + 1;
    return found;
  });
}

/** Pieces that begin with an entry at an indent; undefined where something stands before the first. */
function piecesOf(lines: readonly Line[], text: string, indent: number): Piece[] | undefined {
  const heads: { name: string; line: number }[] = [];
  for (const [line, { text: written }] of lines.entries()) {
    const [, spaces, name] = ENTRY.exec(written) ?? [];
    if (name !== undefined && spaces.length === indent) heads.push({ name: name.trimEnd(), line });
    else if (heads.length === 0 && !NOTHING.test(written)) return undefined;
  }
  if (heads.length === 0) return undefined;
  return heads.map(({ name, line }, index) => {
    const to = heads[index + 1]?.line ?? lines.length;
    const { start } = lines[line];
    const own = text.slice(start - lines[0].start, to < lines.length ? lines[to].start - lines[0].start : undefined);
    return { name, start, text: own, lines: lines.slice(line, to) };
  });
}

/** The entries of a section: all at the indent of the first. */
function entriesIn({ lines: [head, ...lines], text }: Piece): Piece[] | undefined {
  const indent = lines.find((line) => !NOTHING.test(line.text))?.text.search(/\S/) ?? 0;
  return indent === 0 ? undefined : piecesOf(lines, text.slice(head.text.length + 1), indent);
}

// ---------------------------------------------------------------- places

function moved({ file, start, end }: Span, by: number): Span {
  return { file, start: start + by, end: end + by };
}

function movedTo(found: Kept, start: number): Kept {
  const by = start - found.start;
  if (by === 0) return found;
  return { entry: movedEntry(found.entry, by), end: found.end + by, outerEnd: found.outerEnd + by, start };
}

function movedEntry({ key, value }: LocatedEntry, by: number): LocatedEntry {
  return { key: moved(key, by), value: movedTree(value, by) };
}

function movedTree(tree: Located, by: number): Located {
  const span = moved(tree.span, by);
  if (tree.kind === "list") return { ...tree, span, items: tree.items.map((item) => movedTree(item, by)) };
  if (tree.kind !== "map") return { ...tree, span };
  const entries = new Map<string, LocatedEntry>();
  for (const [name, entry] of tree.entries) entries.set(name, movedEntry(entry, by));
  return { ...tree, span, entries };
}
