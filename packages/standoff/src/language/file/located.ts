/**
 * The document tree with positions: what YAML becomes before it is plain data. Every scalar is its text as written;
 * every part knows where it stands. Maps are real `Map`s, so that no key can reach an object's prototype.
 */
import type { Span } from "../../text/source.ts";

export type Located =
  | { readonly kind: "text"; readonly span: Span; readonly text: string }
  | { readonly kind: "empty"; readonly span: Span }
  | { readonly kind: "list"; readonly span: Span; readonly items: readonly Located[] }
  | LocatedMap;

export interface LocatedMap {
  readonly kind: "map";
  readonly span: Span;
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

export interface LocatedEntry {
  readonly key: Span;
  readonly value: Located;
}

export type Path = readonly (string | number)[];

/** The part at a path and its key's span; undefined where the path leads nowhere. */
export function locate(root: Located, path: Path): { value: Located; key: Span | undefined } | undefined {
  let value = root;
  let key: Span | undefined;
  for (const step of path) {
    const next = stepInto(value, step);
    if (next === undefined) return undefined;
    [value, key] = [next.value, next.key];
  }
  return { value, key };
}

function stepInto(from: Located, step: string | number): { value: Located; key: Span | undefined } | undefined {
  if (from.kind === "map") return from.entries.get(String(step));
  if (from.kind !== "list" || typeof step !== "number") return undefined;
  const item = from.items[step];
  return item === undefined ? undefined : { value: item, key: undefined };
}

/** The span of a part's value or key. A path that leads nowhere gives its nearest existing ancestor. */
export function spanAt(root: Located, path: Path, part: "key" | "value" = "value"): Span {
  for (let length = path.length; length >= 0; length--) {
    const found = locate(root, path.slice(0, length));
    if (found === undefined) continue;
    if (length === path.length && part === "value") return found.value.span;
    return found.key ?? found.value.span;
  }
  return root.span;
}

/** As plain data: strings, null for what is empty, arrays, and objects without a prototype. */
export function plain(located: Located): unknown {
  switch (located.kind) {
    case "text":
      return located.text;
    case "empty":
      return null;
    case "list":
      return located.items.map(plain);
    case "map": {
      const object: Record<string, unknown> = Object.create(null);
      for (const [key, { value }] of located.entries) object[key] = plain(value);
      return object;
    }
  }
}

/** What a part is, in words. */
export function kindInWords(located: Located): string {
  switch (located.kind) {
    case "text":
      return `"${shorten(located.text)}"`;
    case "empty":
      return "nothing";
    case "list":
      return "a list";
    case "map":
      return "a map";
  }
}

/** A text on one line, cut where it is long. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
