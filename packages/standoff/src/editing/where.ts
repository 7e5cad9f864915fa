/**
 * Where a place of the text is: the path of keys that lead to it, found line by line without YAML's own reader, so that
 * it is known also while a line is half written. Maps by indentation and in braces, lists with dashes and in brackets,
 * texts over several lines.
 */
import type { Path } from "../language/file/located.ts";

export interface Where {
  /** Of the map or list that holds the place, or of the text that stands there. */
  readonly path: Path;
  /** Is a key written here, or a text? */
  readonly part: "key" | "value";
  /** What stands from the part's beginning up to the place, and where it begins. */
  readonly written: string;
  readonly from: number;
  /** Keys that the map has already before the place. */
  readonly siblings: readonly string[];
}

interface Frame {
  /** Of a block; -1 in braces and brackets. */
  readonly indent: number;
  readonly kind: "map" | "list";
  key: string | number | null;
  readonly keys: string[];
}

const keyForm = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#[\]{}&*!|>%@`"',][^#]*?)\s*:(?=\s|$)/;
const unquoted = (key: string) => (/^["']/.test(key) ? key.slice(1, -1) : key);

/** Where an offset of a text is; null inside a comment. */
export function whereIs(text: string, offset: number): Where | null {
  const reader = new PlaceReader(text.slice(0, offset));
  return reader.read();
}

class PlaceReader {
  private readonly text: string;
  private readonly frames: Frame[] = [];
  /** The indentation of the key whose text goes over several lines, such as after `>-`. */
  private literal: number | null = null;
  private from = 0;
  private part: "key" | "value" = "key";

  constructor(text: string) {
    this.text = text;
  }

  read(): Where | null {
    let start = 0;
    for (;;) {
      const end = this.text.indexOf("\n", start);
      const line = this.text.slice(start, end === -1 ? undefined : end);
      const known = this.line(line, start, end === -1);
      if (end === -1) return known ? this.found() : null;
      start = end + 1;
    }
  }

  private found(): Where {
    const path: (string | number)[] = [];
    const deepest = this.frames.at(-1);
    for (const frame of this.frames) {
      if (frame === deepest && this.part === "key") break;
      if (frame.key !== null) path.push(frame.key);
    }
    const siblings = this.part === "key" && deepest?.kind === "map" ? deepest.keys : [];
    return { path, part: this.part, written: this.text.slice(this.from), from: this.from, siblings };
  }

  private inFlow(): boolean {
    return this.frames.at(-1)?.indent === -1;
  }

  /** False where the line ends in a comment. */
  private line(line: string, start: number, last: boolean): boolean {
    if (this.inFlow()) return this.flow(line, 0, start);
    const indent = line.search(/\S|$/);
    const empty = line.trim() === "";
    if (this.literal !== null && (empty || indent > this.literal)) {
      this.part = "value";
      if (last) this.from = start + Math.min(indent, line.length);
      return true;
    }
    this.literal = null;
    if (empty && !last) return true;
    if (line[indent] === "#") return false;
    return this.block(line, indent, start);
  }

  private block(line: string, indent: number, start: number): boolean {
    while (this.frames.length > 0 && this.frames.at(-1)!.indent > indent) this.frames.pop();
    let at = indent;
    while (/^-(\s|$)/.test(line.slice(at))) {
      this.item(at);
      at += 1 + line.slice(at + 1).search(/\S|$/);
    }
    const top = this.frames.at(-1);
    if (top?.kind === "list" && top.indent === at) this.frames.pop();
    const match = keyForm.exec(line.slice(at));
    const present = this.frames.at(-1);
    const map = present?.kind === "map" && present.indent === at ? present : undefined;
    if (match === null) {
      const lone = map ?? (line.trim() === "" || !/^["'{[]/.test(line.slice(at)) ? this.mapAt(at) : undefined);
      if (lone !== undefined) lone.key = null;
      this.part = present?.kind === "list" && at > present.indent ? "value" : "key";
      if (this.part === "value" && lone !== undefined && lone !== map) this.frames.pop();
      this.from = start + at;
      return this.flow(line, at, start);
    }
    const own = map ?? this.mapAt(at);
    own.key = unquoted(match[1]);
    own.keys.push(own.key);
    this.part = "value";
    at += match[0].length;
    at += line.slice(at).search(/\S|$/);
    this.from = start + at;
    if (/^[|>][-+\d]*\s*(#.*)?$/.test(line.slice(at))) {
      this.literal = indent;
      return true;
    }
    return this.flow(line, at, start);
  }

  private mapAt(indent: number): Frame {
    const frame: Frame = { indent, kind: "map", key: null, keys: [] };
    this.frames.push(frame);
    return frame;
  }

  private item(indent: number): void {
    const top = this.frames.at(-1);
    if (top?.kind === "list" && top.indent === indent) top.key = Number(top.key) + 1;
    else this.frames.push({ indent, kind: "list", key: 0, keys: [] });
  }

  /** From a column of a line on: texts, braces and brackets. */
  private flow(line: string, column: number, start: number): boolean {
    for (let at = column; at < line.length; at++) {
      const character = line[at];
      if (character === "#" && (at === 0 || /\s/.test(line[at - 1]))) return false;
      const begins = this.text.slice(this.from, start + at).trim() === "";
      if ((character === '"' || character === "'") && begins) {
        const end = line.indexOf(character, at + 1);
        if (end === -1) return true;
        at = end;
      } else if ((character === "{" || character === "[") && begins) {
        this.frames.push({
          indent: -1,
          kind: character === "{" ? "map" : "list",
          key: character === "{" ? null : 0,
          keys: [],
        });
        this.begin(start + at + 1);
      } else if (this.inFlow()) this.mark(character, line, at, start);
    }
    return true;
  }

  private begin(from: number): void {
    const frame = this.frames.at(-1)!;
    const space = this.text.slice(from).search(/\S|$/);
    this.from = from + space;
    this.part = frame.kind === "map" ? "key" : "value";
  }

  private mark(character: string, line: string, at: number, start: number): void {
    const frame = this.frames.at(-1)!;
    if (character === "}" || character === "]") {
      this.frames.pop();
      this.part = "value";
      this.from = start + at + 1;
    } else if (character === ",") {
      frame.key = frame.kind === "list" ? Number(frame.key) + 1 : null;
      this.begin(start + at + 1);
    } else if (character === ":" && frame.kind === "map" && this.part === "key" && /\s|^$/.test(line[at + 1] ?? "")) {
      frame.key = unquoted(this.text.slice(this.from, start + at).trim());
      frame.keys.push(frame.key);
      this.part = "value";
      const space = this.text.slice(start + at + 1).search(/\S|$/);
      this.from = start + at + 1 + space;
    }
  }
}
