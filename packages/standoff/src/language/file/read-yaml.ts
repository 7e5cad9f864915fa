/**
 * Text of one file -> document tree with positions (`located.ts`). The phases: limits and encoding, the concrete syntax
 * tree (without recursion, so that depth can be measured first), composition, conversion. Anchors, aliases, tags and
 * merge keys are no part of the language, so nothing is ever expanded; duplicate keys are found by our own linear
 * search.
 */
import { Composer, type CST, type Document, type Node, Parser } from "yaml";
import { type Diagnostic, hasErrors } from "../../text/diagnostic.ts";
import { findActing } from "../../text/printable.ts";
import { diagnostic } from "../catalogue/catalogue.ts";
import type { Located } from "./located.ts";
import { syntaxProblems } from "./yaml-problems.ts";
import { at, codeOf, spanOf, TreeReader } from "./yaml-tree.ts";

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

// ---------------------------------------------------------------- before YAML

/** Size, encoding and line ends: what must be right before anything can be read. */
export function encodingProblems(text: string, file: number): Diagnostic[] {
  const size = text.length > limits.characters ? "characters" : tooManyLines(text) ? "lines" : undefined;
  if (size !== undefined) {
    return [diagnostic("file-too-large", at(file, 0, 1), { limit: `${limits[size].toLocaleString("en")} ${size}` })];
  }
  const found: Diagnostic[] = [];
  const place = (index: number) => at(file, index, index + 1);
  const damaged = text.indexOf("\ufffd");
  const control = findActing(text.replaceAll("\r", "\n").replace(/^\ufeff/, " "));
  if (damaged !== -1) found.push(diagnostic("wrong-encoding", place(damaged), {}));
  else if (control !== -1) {
    found.push(diagnostic("control-character", place(control), { code: codeOf(text, control) }));
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
