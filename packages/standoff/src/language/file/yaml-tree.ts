/**
 * YAML nodes -> located tree (`located.ts`), collecting what no YAML parser calls an error: properties that scenarios
 * do not use, duplicate and dangerous keys, and scalars that YAML split by accident without breaking a rule of its own.
 */
import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { composed } from "../../text/composed.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { findActing } from "../../text/printable.ts";
import type { Span } from "../../text/source.ts";
import { diagnostic } from "../catalogue/catalogue.ts";
import { type Located, type LocatedEntry, shorten } from "./located.ts";

/** A range of a file as a span. */
export function at(file: number, start: number, end: number): Span {
  return { file, start, end };
}

/** Where a node stands. */
export function spanOf(node: { range?: readonly number[] | null }, file: number): Span {
  const [start, end] = node.range ?? [0, 0];
  return at(file, start, Math.max(start, end));
}

/** Without the first and the last character: what stands between quotes. */
function inner({ file, start, end }: Span): Span {
  return at(file, start + 1, Math.max(start + 1, end - 1));
}

/** `U+001B`. */
export function codeOf(text: string, at: number): string {
  return `U+${text.codePointAt(at)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

function isQuoted(node: Scalar): boolean {
  return node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE";
}

/** The text of a quoted scalar, its escapes read: letters with accents as one character, as everywhere. */
const composedText = (value: unknown) => composed(String(value));

/** Reads one file's nodes; problems gather in `diagnostics`. */
export class TreeReader {
  readonly diagnostics: Diagnostic[] = [];
  private readonly text: string;
  private readonly file: number;

  constructor(text: string, file: number) {
    this.text = text;
    this.file = file;
  }

  say(problem: Diagnostic): void {
    this.diagnostics.push(problem);
  }

  /** `after`: where an absent value would stand. */
  read(node: Node | null, after: number): Located {
    if (node === null) return { kind: "empty", span: at(this.file, after, after) };
    this.refuseProperties(node);
    if (isScalar(node)) return this.readScalar(node);
    if (isSeq(node)) return this.readList(node);
    if (isMap(node)) return this.readMap(node);
    const span = spanOf(node, this.file);
    return { kind: "text", span, text: this.text.slice(span.start, span.end) };
  }

  private refuseProperties(node: Node): void {
    const span = spanOf(node, this.file);
    if (isAlias(node)) {
      this.say(diagnostic("yaml-alias", span, { text: `*${shorten(node.source)}` }));
      return;
    }
    if (node.anchor !== undefined) {
      this.say(diagnostic("yaml-anchor", this.property("&", span.start), { text: `&${shorten(node.anchor)}` }));
    }
    if (node.tag === undefined) return;
    const place = this.property("!", span.start);
    this.say(diagnostic("yaml-tag", place, { text: shorten(this.text.slice(place.start, place.end)) }));
  }

  /** The span of an anchor or a tag: it stands before its node, whose range leaves it out. */
  private property(mark: "&" | "!", before: number): Span {
    const start = Math.max(0, this.text.lastIndexOf(mark, before));
    const length = /^\S+/.exec(this.text.slice(start, start + 200))?.[0].length ?? 1;
    return at(this.file, start, start + length);
  }

  private readScalar(node: Scalar): Located {
    const span = spanOf(node, this.file);
    if (isQuoted(node)) return { kind: "text", span: inner(span), text: this.decoded(node, inner(span)) };
    if (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED") return this.readBlock(String(node.value), span);
    const text = node.source ?? "";
    if (text === "" || text === "~" || text === "null") return { kind: "empty", span };
    this.lookForComment(text, span.end);
    return { kind: "text", span, text };
  }

  /** What quotes hold once escapes are read: what may not stand in a file may not come of an escape either. */
  private decoded(node: Scalar, span: Span): string {
    const text = composedText(node.value);
    const acting = findActing(text);
    if (acting !== -1) this.say(diagnostic("control-character", span, { code: codeOf(text, acting) }));
    return text;
  }

  /** A text on lines of its own, below `>` or `|`: its span starts with its first character, not with the sign. */
  private readBlock(value: string, { start, end }: Span): Located {
    if (value.trim() === "") return { kind: "empty", span: at(this.file, start, start) };
    const lineEnd = this.text.indexOf("\n", start);
    const body = lineEnd === -1 ? end : lineEnd + 1;
    const indent = /^[ \n\r]*/.exec(this.text.slice(body, end))?.[0].length ?? 0;
    return { kind: "text", span: at(this.file, body + indent, end), text: value.trim() };
  }

  /** A comment that looks as if it had been meant as part of the text before it. */
  private lookForComment(text: string, end: number): void {
    const rest = /^[ \t]+#(\S?)/.exec(this.text.slice(end, end + 200));
    if (rest === null) return;
    const unfinished = /[-+*/<>=(]$/.test(text);
    const openEnded = /(^|\s)(and|or|not|is|if|then|else|at least|at most)$/.test(text);
    if (!unfinished && !openEnded && !/[\p{L}\p{N}]/u.test(rest[1])) return;
    const mark = this.text.indexOf("#", end);
    const severity = unfinished ? "error" : "warning";
    this.say(diagnostic("split-comment", at(this.file, mark, mark + 1), { text: shorten(text) }, { severity }));
  }

  private readList(node: YAMLSeq): Located {
    const items: Located[] = [];
    for (const item of node.items as (Node | null)[]) {
      if (this.isAccidentalPair(node, item)) {
        this.say(diagnostic("split-colon", spanOf(item!, this.file), { text: this.written(item!) }));
      } else items.push(this.read(item, node.range?.[0] ?? 0));
    }
    return { kind: "list", span: spanOf(node, this.file), items };
  }

  /** `[a: b]`: a map without braces inside a list in brackets. */
  private isAccidentalPair(list: YAMLSeq, item: Node | null): boolean {
    if (item === null || !isMap(item) || this.text[list.range?.[0] ?? 0] !== "[") return false;
    return this.text[item.range?.[0] ?? 0] !== "{";
  }

  private written(node: Node): string {
    const { start, end } = spanOf(node, this.file);
    return shorten(this.text.slice(start, end));
  }

  private readMap(node: YAMLMap): Located {
    const entries = new Map<string, LocatedEntry>();
    const flow = this.text[node.range?.[0] ?? 0] === "{";
    let last = "";
    for (const { key, value } of node.items as { key: Node | null; value: Node | null }[]) {
      const name = this.readKey(key);
      if (name === undefined) continue;
      if (flow && this.isBare(key!, value)) {
        const hint =
          /^(?:at once|immediately|when)\b/.test(name.text) && last === "tempo" ? meetsAlso(name.text) : undefined;
        this.say(diagnostic("split-comma", name.span, { text: shorten(name.text), before: shorten(last) }, { hint }));
        continue;
      }
      last = name.text;
      this.enter(entries, name, this.read(value, name.span.end + 1));
    }
    return { kind: "map", span: spanOf(node, this.file), entries };
  }

  /** In braces, a key without a colon is what follows a comma that was meant as text. */
  private isBare(key: Node, value: Node | null): boolean {
    if (value !== null && !(isScalar(value) && value.source === "" && value.type === "PLAIN")) return false;
    const { end } = spanOf(key, this.file);
    return !/^\s*:/.test(this.text.slice(end, end + 50));
  }

  private readKey(key: Node | null): { text: string; span: Span } | undefined {
    if (key === null) return { text: "", span: at(this.file, 0, 0) };
    this.refuseProperties(key);
    const span = spanOf(key, this.file);
    if (!isScalar(key)) {
      this.say(diagnostic("key-not-text", span, { text: this.written(key) }));
      return undefined;
    }
    return isQuoted(key)
      ? { text: this.decoded(key, inner(span)), span: inner(span) }
      : { text: key.source ?? "", span };
  }

  private enter(entries: Map<string, LocatedEntry>, name: { text: string; span: Span }, value: Located): void {
    const first = entries.get(name.text);
    if (name.text === "<<") this.say(diagnostic("yaml-merge-key", name.span, {}));
    else if (name.text in Object.prototype || name.text === "prototype") {
      this.say(diagnostic("dangerous-name", name.span, { name: name.text }));
    } else if (first !== undefined) {
      const related = [{ span: first.key, message: "it stands here first" }];
      this.say(diagnostic("duplicate-key", name.span, { name: shorten(name.text) }, { related }));
    } else entries.set(name.text, { key: name.span, value });
  }
}

/** A tempo says how often; what makes a desk meet at once stands beside it. */
function meetsAlso(text: string): string {
  const what = text.replace(/^(?:at once|immediately)?\s*(?:when|if|after)?\s*/, "");
  return `write "meets also when: ${shorten(what)}" beside "tempo"`;
}
