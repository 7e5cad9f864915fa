/**
 * Text of one file -> document tree with positions (`located.ts`). The phases: limits and encoding, the concrete syntax
 * tree (without recursion, so that depth can be measured first), composition, conversion. Anchors, aliases, tags and merge
 * keys are no part of the language, so nothing is ever expanded; duplicate keys are found by our own linear search.
 */
import { Composer, type CST, type Document, isAlias, isMap, isScalar, isSeq, type Node, Parser } from "yaml";
import { type Diagnostic, hasErrors } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import { diagnostic } from "./catalogue.ts";
import type { Located, LocatedEntry } from "./located.ts";
import { shorten } from "./located.ts";
import { syntaxProblems } from "./yaml-problems.ts";

/** Limits on one file: far above any scenario that a person writes, low enough to bound the work on a hostile one. */
export const limits = { characters: 1_000_000, depth: 50, nodes: 100_000, lines: 50_000 } as const;

export interface ReadYaml {
  /** Absent when the file is too broken to say anything about its parts. */
  readonly root?: Located;
  readonly diagnostics: readonly Diagnostic[];
  /** Is the tree what the user meant? If not, problems found in it later may be after-effects. */
  readonly trusted: boolean;
}

/** Reads file number `file`. Never throws. */
export function readYaml(text: string, file: number): ReadYaml {
  const unreadable = encodingProblems(text, file);
  if (unreadable.length > 0) return { diagnostics: unreadable, trusted: false };
  const tokens = [...new Parser().parse(text)];
  const size = measure(tokens, file);
  if (size !== undefined) return { diagnostics: [size], trusted: false };
  const documents = [...new Composer({ uniqueKeys: false, merge: false }).compose(tokens, true, text.length)];
  const [document, second] = documents as Document.Parsed[];
  if (document === undefined) return { diagnostics: [diagnostic("empty-file", at(file, 0, 0), {})], trusted: false };
  const reader = new TreeReader(text, file);
  const root = reader.read(document.contents as Node | null, document.range?.[0] ?? 0);
  if (second !== undefined) reader.say(diagnostic("several-documents", spanOf(second, file), {}));
  const syntax = syntaxProblems(documents, text, file, reader.diagnostics);
  const diagnostics = [...reader.diagnostics, ...syntax.diagnostics];
  const refused = reader.diagnostics.some(({ code }) => /^yaml-(alias|anchor|tag)$/.test(code));
  const trusted = !hasErrors(syntax.diagnostics) && second === undefined && !refused;
  return syntax.fatal ? { diagnostics, trusted } : { root, diagnostics, trusted };
}

function at(file: number, start: number, end: number): Span {
  return { file, start, end };
}

function spanOf(node: { range?: readonly number[] | null }, file: number): Span {
  const [start, end] = node.range ?? [0, 0];
  return at(file, start!, Math.max(start!, end!));
}

// ---------------------------------------------------------------- before YAML

/** Size, encoding and line ends: what must be right before anything can be read. */
function encodingProblems(text: string, file: number): Diagnostic[] {
  const size = text.length > limits.characters ? "characters" : tooManyLines(text) ? "lines" : undefined;
  if (size !== undefined) {
    return [diagnostic("file-too-large", at(file, 0, 1), { limit: `${limits[size].toLocaleString("en")} ${size}` })];
  }
  const found: Diagnostic[] = [];
  const place = (index: number) => at(file, index, index + 1);
  const damaged = text.indexOf("\ufffd");
  const control = text.search(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]|(?<!^)\ufeff/u);
  if (damaged !== -1) found.push(diagnostic("wrong-encoding", place(damaged), {}));
  else if (control !== -1) {
    const code = text.charCodeAt(control).toString(16).toUpperCase().padStart(4, "0");
    found.push(diagnostic("control-character", place(control), { code: `U+${code}` }));
  }
  const carriage = text.search(/\r(?!\n)/);
  if (carriage !== -1) found.push(diagnostic("lone-carriage-return", place(carriage), {}));
  return found;
}

function tooManyLines(text: string): boolean {
  let lines = 0;
  for (let index = text.indexOf("\n"); index !== -1; index = text.indexOf("\n", index + 1)) lines++;
  return lines > limits.lines;
}

/** Depth and number of the parts, walked without recursion. */
function measure(tokens: readonly CST.Token[], file: number): Diagnostic | undefined {
  const waiting: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  let nodes = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next;
    const place = at(file, token.offset, token.offset + 1);
    if (depth > limits.depth) return diagnostic("nested-too-deeply", place, { limit: limits.depth });
    if (++nodes > limits.nodes)
      return diagnostic("too-many-parts", place, { limit: limits.nodes.toLocaleString("en") });
    for (const child of childTokens(token)) waiting.push({ token: child, depth: depth + 1 });
  }
  return undefined;
}

function childTokens(token: CST.Token): CST.Token[] {
  const below: CST.Token[] = [];
  if (token.type === "document" && token.value) below.push(token.value);
  if ("items" in token) {
    for (const item of token.items) {
      if (item.key) below.push(item.key);
      if (item.value) below.push(item.value);
    }
  }
  return below;
}

// ---------------------------------------------------------------- conversion

const nameless = "(no name)";

/** YAML nodes -> located tree, collecting what no YAML parser would call an error. */
class TreeReader {
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
    if (isSeq(node)) return this.readList(node as never);
    if (isMap(node)) return this.readMap(node as never);
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

  private readScalar(node: {
    range?: readonly number[] | null;
    value: unknown;
    source?: string;
    type?: string;
  }): Located {
    const [start, end] = node.range ?? [0, 0];
    if (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE") {
      return {
        kind: "text",
        span: at(this.file, start! + 1, Math.max(start! + 1, end! - 1)),
        text: String(node.value),
      };
    }
    if (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED") {
      if (String(node.value).trim() === "") return { kind: "empty", span: at(this.file, start!, start!) };
      const lineEnd = this.text.indexOf("\n", start!);
      const body = lineEnd === -1 ? end! : lineEnd + 1;
      const indent = /^[ \n\r]*/.exec(this.text.slice(body, end!))?.[0].length ?? 0;
      return { kind: "text", span: at(this.file, body + indent, end!), text: String(node.value).trim() };
    }
    const text = node.source ?? "";
    if (text === "" || text === "~" || text === "null") return { kind: "empty", span: at(this.file, start!, end!) };
    this.lookForComment(text, end!);
    return { kind: "text", span: at(this.file, start!, end!), text };
  }

  /** A comment that looks as if it had been meant as part of the text before it. */
  private lookForComment(text: string, end: number): void {
    const rest = /^[ \t]+#(\S?)/.exec(this.text.slice(end, end + 200));
    if (rest === null) return;
    const unfinished = /(^|[\s\d)])(and|or|not|is|if|then|else|at least|at most|[-+*/<>=(])$/.test(text);
    if (!unfinished && !/[\p{L}\p{N}]/u.test(rest[1]!)) return;
    const mark = this.text.indexOf("#", end);
    const severity = unfinished ? "error" : "warning";
    this.say(diagnostic("split-comment", at(this.file, mark, mark + 1), { text: shorten(text) }, { severity }));
  }

  private readList(node: { items: unknown[]; range?: readonly number[] | null }): Located {
    const items: Located[] = [];
    for (const item of node.items as (Node | null)[]) {
      if (this.isAccidentalPair(node, item)) {
        this.say(diagnostic("split-colon", spanOf(item!, this.file), { text: this.written(item!) }));
      } else items.push(this.read(item, node.range?.[0] ?? 0));
    }
    return { kind: "list", span: spanOf(node, this.file), items };
  }

  /** `[a: b]`: a map without braces inside a list in brackets. */
  private isAccidentalPair(list: { range?: readonly number[] | null }, item: Node | null): boolean {
    if (item === null || !isMap(item) || this.text[list.range?.[0] ?? 0] !== "[") return false;
    return this.text[item.range?.[0] ?? 0] !== "{";
  }

  private written(node: { range?: readonly number[] | null }): string {
    const [start, end] = node.range ?? [0, 0];
    return shorten(this.text.slice(start!, end!));
  }

  private readMap(node: { items: { key: unknown; value: unknown }[]; range?: readonly number[] | null }): Located {
    const entries = new Map<string, LocatedEntry>();
    const flow = this.text[node.range?.[0] ?? 0] === "{";
    let last = "";
    for (const { key, value } of node.items as { key: Node | null; value: Node | null }[]) {
      const name = this.readKey(key);
      if (name === undefined) continue;
      if (flow && this.isBare(key!, value)) {
        this.say(diagnostic("split-comma", name.span, { text: shorten(name.text), before: shorten(last) }));
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
    return !/^["']?\s*:/.test(this.text.slice(spanOf(key, this.file).end, spanOf(key, this.file).end + 50));
  }

  private readKey(key: Node | null): { text: string; span: Span } | undefined {
    if (key === null) return { text: nameless, span: at(this.file, 0, 0) };
    this.refuseProperties(key);
    const span = spanOf(key, this.file);
    if (!isScalar(key)) {
      this.say(diagnostic("key-not-text", span, { text: this.written(key) }));
      return undefined;
    }
    if (key.type !== "QUOTE_DOUBLE" && key.type !== "QUOTE_SINGLE") return { text: key.source ?? "", span };
    return { text: String(key.value), span: at(this.file, span.start + 1, Math.max(span.start + 1, span.end - 1)) };
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
