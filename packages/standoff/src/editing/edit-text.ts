/**
 * Changes of single parts of a YAML text that leave all else as it is written: comments, anchors, quotes, order and
 * layout, in blocks and in braces, and how lines end. A change is found in the text's tree, made as edits of the text,
 * and held against what it was to be: the edited text, read again, must have that one part changed and every other as
 * before.
 */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Path } from "../language/file/located.ts";
import { applyEdits, type TextEdit } from "./edits.ts";

/** What a part may become: a text, a list, or a map; written in braces and brackets. */
export type Written = string | readonly Written[] | { readonly [key: string]: Written };

export type TextChange =
  /** The part at a path becomes this; its key is added, with those above it, where it is not there. */
  | { readonly set: Path; readonly to: Written }
  /** The part at a path goes, with its key. */
  | { readonly remove: Path }
  /** The key at a path is called otherwise. Names elsewhere stay: see `renameAt`. */
  | { readonly rename: Path; readonly to: string };

export type Edited =
  | { readonly status: "edited"; readonly text: string; readonly edits: readonly TextEdit[] }
  | { readonly status: "refused"; readonly why: string };

/**
 * A text with one part of it changed. Refused, with the reason, where the text has errors in its YAML, where the path
 * leads nowhere, or where the change would touch anything else.
 *
 * @example
 * ```ts
 * const text = "assumptions:\n  leak: { value: 0.1, basis: judgement }   # a guess\n";
 * const edited = editText(text, { set: ["assumptions", "leak", "value"], to: "0.2" });
 * edited.text // => "assumptions:\n  leak: { value: 0.2, basis: judgement }   # a guess\n"
 * ```
 */
export function editText(text: string, change: TextChange): Edited {
  const document = parseDocument(text, { uniqueKeys: false, keepSourceTokens: false });
  const refused = (why: string): Edited => ({ status: "refused", why });
  if (document.errors.length > 0) return refused("mend the text's errors first");
  const edit = editsFor(text, document, change);
  if (typeof edit === "string") return refused(edit);
  const changed = applyEdits(text, edit);
  const expected = changedData(asTexts(document), change);
  const found = asTexts(parseDocument(changed, { uniqueKeys: false }));
  if (JSON.stringify(found) !== JSON.stringify(expected))
    return refused("this part is laid out in a way that cannot be changed by itself: edit the text");
  return { status: "edited", text: changed, edits: edit };
}

// ---------------------------------------------------------------- what is meant

type Data = string | null | Data[] | { [key: string]: Data };

/** All scalars as they are written, aliases as their names. */
function asTexts(document: Document.Parsed): Data {
  const read = (node: unknown): Data => {
    if (isMap(node)) {
      const object: { [key: string]: Data } = Object.create(null);
      for (const { key, value } of node.items) object[` ${isScalar(key) ? textOf(key) : String(key)}`] = read(value);
      return object;
    }
    if (isSeq(node)) return node.items.map(read);
    if (isAlias(node)) return `*${node.source}`;
    return isScalar(node) ? textOf(node) : null;
  };
  return read(document.contents);
}

/** What a scalar says: plain ones as they are written, so that `1.50` stays itself. */
function textOf(node: { readonly type?: unknown; readonly source?: string; readonly value: unknown }): string {
  return node.type === "PLAIN" && node.source !== undefined ? node.source : String(node.value ?? "");
}

/** Keys are marked by a blank, so that those that look like numbers keep their order. */
function asData(written: Written): Data {
  if (typeof written === "string") return written;
  if (Array.isArray(written)) return written.map(asData);
  const object: { [key: string]: Data } = Object.create(null);
  for (const [key, value] of Object.entries(written)) object[` ${key}`] = asData(value);
  return object;
}

function changedData(data: Data, change: TextChange): Data {
  const path = "set" in change ? change.set : "remove" in change ? change.remove : change.rename;
  const into = (here: Data, [step, ...rest]: Path): Data => {
    if (step === undefined) return "set" in change ? asData(change.to) : here;
    if (typeof step === "number" && Array.isArray(here)) {
      if (rest.length === 0 && "remove" in change) return here.filter((_, index) => index !== step);
      if (step >= here.length) return [...here, into("", rest)];
      return here.map((item, index) => (index === step ? into(item, rest) : item));
    }
    const map = typeof here === "object" && here !== null && !Array.isArray(here) ? here : {};
    const entries = Object.entries(map);
    const key = ` ${step}`;
    const last = rest.length === 0;
    const changed: [string, Data][] = entries.flatMap(([name, value]): [string, Data][] => {
      if (name !== key) return [[name, value]];
      if (last && "remove" in change) return [];
      if (last && "rename" in change) return [[` ${change.to}`, value]];
      return [[name, into(value, rest)]];
    });
    if (!(key in map) && "set" in change) changed.push([key, into(null, rest)]);
    const object: { [key: string]: Data } = Object.create(null);
    for (const [name, value] of changed) object[name] = value;
    return object;
  };
  return into(data, path);
}

// ---------------------------------------------------------------- how it is written

type AnyPair = Pair<Node, Node | null>;

const rangeOf = (node: Node) => node.range!;

function editsFor(text: string, document: Document.Parsed, change: TextChange): TextEdit[] | string {
  if ("rename" in change) {
    const found = find(document.contents, change.rename);
    if (found?.pair === undefined) return "nothing has this name";
    const beside = find(document.contents, [...change.rename.slice(0, -1), change.to]);
    if (beside !== undefined && beside.pair !== found.pair) return `there is a "${change.to}" beside it already`;
    const [from, to] = rangeOf(found.pair.key);
    return [{ from, to, insert: inPlace(change.to, true, text.slice(from, to)) }];
  }
  if ("remove" in change) return removal(text, document.contents, change.remove);
  return setting(text, document.contents, change.set, change.to);
}

interface Found {
  /** The part; null where nothing is written there. */
  readonly node: Node | null;
  readonly parent: YAMLMap | YAMLSeq | null;
  /** Of a map's entry. */
  readonly pair?: AnyPair;
}

function find(root: Node | null, path: Path): Found | undefined {
  let found: Found = { node: root, parent: null };
  for (const step of path) {
    const { node } = found;
    if (isMap(node)) {
      const pair = (node.items as AnyPair[]).find(({ key }) => isScalar(key) && textOf(key) === String(step));
      if (pair === undefined) return undefined;
      found = { node: pair.value, parent: node, pair };
    } else if (isSeq(node) && typeof step === "number" && step < node.items.length) {
      found = { node: node.items[step] as Node, parent: node };
    } else return undefined;
  }
  return found;
}

const isFlow = (node: Node | null): boolean => (isMap(node) || isSeq(node)) && node.flow === true;

/** Is what is at a path inside braces or brackets? */
function inFlow(root: Node | null, path: Path): boolean {
  return path.some((_, length) => isFlow(find(root, path.slice(0, length))?.node ?? null));
}

function setting(text: string, root: Node | null, path: Path, to: Written): TextEdit[] | string {
  const found = find(root, path);
  if (found !== undefined) return replacing(text, root, path, found, to);
  let depth = path.length - 1;
  while (depth > 0 && find(root, path.slice(0, depth)) === undefined) depth--;
  const above = path.slice(0, depth);
  const rest = path.slice(depth + 1);
  const value = rest.reduceRight<Written>(
    (inner, step) => (typeof step === "number" ? [inner] : { [step]: inner }),
    to,
  );
  return adding(text, root, above, path[depth], value);
}

function replacing(
  text: string,
  root: Node | null,
  path: Path,
  { node, pair }: Found,
  to: Written,
): TextEdit[] | string {
  const flow = inFlow(root, path);
  if (node === null || (isScalar(node) && text.slice(rangeOf(node)[0], rangeOf(node)[1]) === "")) {
    if (pair === undefined) return "nothing is written here";
    const at = afterColon(text, pair);
    return [{ from: at, to: at, insert: ` ${inPlace(to, flow)}` }];
  }
  const [from, end] = rangeOf(node);
  const isBlock = !isFlow(node) && (isMap(node) || isSeq(node));
  const literal = isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
  if (isBlock) {
    if (pair === undefined) return "this entry is laid out over several lines: edit the text";
    const at = afterColon(text, pair);
    if (text.slice(at, end).includes("#")) return "there are comments in this part: edit the text";
    return [{ from: at, to: lastEnd(text, at, end), insert: ` ${inPlace(to, flow)}` }];
  }
  const old = text.slice(from, end);
  return [{ from, to: literal ? lastEnd(text, from, end) : end, insert: inPlace(to, flow, literal ? undefined : old) }];
}

/** Without the white space at the end. */
function lastEnd(text: string, from: number, end: number): number {
  return from + text.slice(from, end).trimEnd().length;
}

function afterColon(text: string, { key }: AnyPair): number {
  return text.indexOf(":", rangeOf(key)[1]) + 1;
}

function adding(
  text: string,
  root: Node | null,
  above: Path,
  step: string | number,
  value: Written,
): TextEdit[] | string {
  const parent = above.length === 0 ? root : (find(root, above)?.node ?? null);
  if (parent === null || (isScalar(parent) && textOf(parent) === ""))
    return intoNothing(text, root, above, step, value);
  if (isSeq(parent) && typeof step === "number") return addingItem(text, parent, value);
  if (!isMap(parent)) return "what is above it is no map";
  const flow = isFlow(parent) || inFlow(root, above);
  const entry = entryOf(String(step), value, flow);
  const last = (parent.items as AnyPair[]).at(-1);
  if (isFlow(parent)) return intoBraces(text, parent, last === undefined ? null : (last.value ?? last.key), entry);
  if (last === undefined) return "what is above it is empty";
  const indent = columnOf(text, rangeOf((parent.items as AnyPair[])[0].key)[0]);
  return [addedLine(text, endOfPair(text, last), `${" ".repeat(indent)}${entry}`)];
}

/** A new line after what ends at an offset. */
function addedLine(text: string, at: number, line: string): TextEdit {
  const end = text.indexOf("\n", at);
  if (end === -1) return { from: text.length, to: text.length, insert: `${lineEndOf(text)}${line}` };
  return { from: end + 1, to: end + 1, insert: `${line}${lineEndOf(text)}` };
}

/** As the text's first line ends. */
function lineEndOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

/** Where the last thing that an entry says ends, without comments below it. */
function endOfPair(text: string, { key, value }: AnyPair): number {
  if (value === null || value.range === undefined || value.range === null) return rangeOf(key)[1];
  const end = lastOf(value);
  return Math.max(rangeOf(key)[1], lastEnd(text, rangeOf(key)[1], end));
}

function lastOf(node: Node): number {
  if (isFlow(node) || isScalar(node) || isAlias(node)) return rangeOf(node)[1];
  const last = (node as YAMLMap | YAMLSeq).items.at(-1) as AnyPair | Node | undefined;
  if (last === undefined) return rangeOf(node)[1];
  if (!("key" in last)) return lastOf(last);
  return last.value === null ? rangeOf(last.key)[1] : Math.max(rangeOf(last.key)[1], lastOf(last.value));
}

function intoBraces(text: string, parent: Node, last: Node | null, entry: string): TextEdit[] {
  const [from, end] = rangeOf(parent);
  if (last === null) return [{ from: from + 1, to: end - 1, insert: isMap(parent) ? ` ${entry} ` : entry }];
  const at = rangeOf(last)[1];
  const comma = /^\s*,/.test(text.slice(at, end)) ? text.indexOf(",", at) + 1 : at;
  return [{ from: comma, to: comma, insert: comma === at ? `, ${entry}` : ` ${entry}` }];
}

function addingItem(text: string, parent: YAMLSeq, value: Written): TextEdit[] | string {
  const last = parent.items.at(-1) as Node | undefined;
  if (isFlow(parent)) return intoBraces(text, parent, last ?? null, inPlace(value, true));
  if (last === undefined) return "what is above it is empty";
  const dash = text.lastIndexOf("-", rangeOf(parent.items[0] as Node)[0]);
  return [
    addedLine(text, lastEnd(text, 0, lastOf(last)), `${" ".repeat(columnOf(text, dash))}- ${inPlace(value, false)}`),
  ];
}

/** A section that is not there yet, or has nothing in it. */
function intoNothing(
  text: string,
  root: Node | null,
  above: Path,
  step: string | number,
  value: Written,
): TextEdit[] | string {
  const found = find(root, above);
  if (above.length === 0) {
    const end = lineEndOf(text);
    const line = text === "" || text.endsWith("\n") ? "" : end; // not behind a comment on the last line
    return [{ from: text.length, to: text.length, insert: `${line}${entryOf(String(step), value, false)}${end}` }];
  }
  if (found?.pair === undefined) return "what is above it is not there";
  if (inFlow(root, above)) {
    const at = afterColon(text, found.pair);
    return [{ from: at, to: at, insert: ` { ${entryOf(String(step), value, true)} }` }];
  }
  const indent = columnOf(text, rangeOf(found.pair.key)[0]) + 2;
  return [addedLine(text, rangeOf(found.pair.key)[1], `${" ".repeat(indent)}${entryOf(String(step), value, false)}`)];
}

function removal(text: string, root: Node | null, path: Path): TextEdit[] | string {
  const found = find(root, path);
  if (found === undefined || found.parent === null) return "nothing is written here";
  const { parent, pair, node } = found;
  const start = pair === undefined ? rangeOf(node!)[0] : rangeOf(pair.key)[0];
  const end = pair === undefined ? lastOf(node!) : endOfPair(text, pair);
  if (isFlow(parent)) return [outOfBraces(text, parent, start, end)];
  const anchored = /&\S/.test(text.slice(start, end));
  if (anchored) return "something else may refer to this part by its anchor: edit the text";
  const items = parent.items.length;
  if (items === 1) {
    const owner = find(root, path.slice(0, -1));
    return owner?.pair === undefined ? "it is the only entry" : emptied(text, owner.pair, end);
  }
  const mark = pair === undefined ? text.lastIndexOf("-", start) : start;
  if (text.slice(lineStart(text, mark), mark).trim() !== "")
    return "this entry shares its line with another: edit the text";
  const after = text.indexOf("\n", end);
  return [{ from: lineStart(text, mark), to: after === -1 ? text.length : after + 1, insert: "" }];
}

/** The last entry of a block goes: `{}` stands in its place. */
function emptied(text: string, pair: AnyPair, end: number): TextEdit[] {
  const at = afterColon(text, pair);
  const empty = isSeq(pair.value) ? "[]" : "{}";
  return [{ from: at, to: end, insert: ` ${empty}` }];
}

function outOfBraces(text: string, parent: Node, start: number, end: number): TextEdit {
  const [from, close] = rangeOf(parent);
  const after = /^\s*,[ \t]*/.exec(text.slice(end, close));
  if (after !== null) return { from: start, to: end + after[0].length, insert: "" };
  const before = /,\s*$/.exec(text.slice(from, start));
  return { from: start - (before?.[0].length ?? 0), to: end, insert: "" };
}

const lineStart = (text: string, at: number) => text.lastIndexOf("\n", at - 1) + 1;
const columnOf = (text: string, at: number) => at - lineStart(text, at);

function entryOf(key: string, value: Written, flow: boolean): string {
  return `${inPlace(key, true)}: ${inPlace(value, flow)}`;
}

/**
 * As it is written in braces (`flow`) or on a line of a block; in the quotes that stand there already, where it needs
 * any.
 */
function inPlace(value: Written, flow: boolean, old?: string): string {
  if (typeof value === "string") return scalar(value, flow, old);
  if (Array.isArray(value)) return `[${value.map((item) => inPlace(item as Written, true)).join(", ")}]`;
  const entries = Object.entries(value).map(([key, inner]) => entryOf(key, inner, true));
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function scalar(value: string, flow: boolean, old = ""): string {
  const single = `'${value.replaceAll("'", "''")}'`;
  if (old.startsWith('"')) return JSON.stringify(value);
  if (old.startsWith("'") && !/[\n\t]/.test(value)) return single;
  return isPlain(value, flow) ? value : JSON.stringify(value);
}

/** Does a text without quotes say itself? */
function isPlain(value: string, flow: boolean): boolean {
  if (value === "" || value !== value.trim() || value.includes("\n")) return false;
  const read = parseDocument(flow ? `{ k: ${value} }` : `k: ${value}`, { uniqueKeys: false });
  const node = isMap(read.contents) ? read.contents.items : [];
  const only = node.length === 1 ? (node[0].value as Node | null) : null;
  return (
    read.errors.length === 0 &&
    read.warnings.length === 0 &&
    isScalar(only) &&
    only.type === "PLAIN" &&
    only.source === value &&
    only.comment == null &&
    only.anchor === undefined &&
    only.tag === undefined
  );
}
