/**
 * A document that grows: what the expansions of richer constructs share. Parts of documents, with the place of what
 * made them.
 */
import { type Diagnostic, mostDiagnostics } from "../../text/diagnostic.ts";
import type { Span } from "../../text/source.ts";
import { didYouMean } from "../../text/suggest.ts";
import { type Code, type catalogue, diagnostic, type Extra } from "../catalogue/catalogue.ts";
import type { Parameters } from "../catalogue/catalogue-entry.ts";
import type { ReadDocument } from "../file/document.ts";
import { type Located, type LocatedEntry, type LocatedMap, locate, type Path, plain, spanAt } from "../file/located.ts";
import type { ScenarioDocument } from "../file/shapes.ts";

/** A document that grows. */
export class Expansion {
  /** As the user wrote it. */
  readonly document: ScenarioDocument;
  readonly diagnostics: Diagnostic[] = [];
  readonly #read: ReadDocument;
  #root: LocatedMap;

  constructor(read: ReadDocument) {
    this.#read = read;
    this.#root = read.root;
    this.document = read.value;
  }

  report<C extends Code>(code: C, span: Span, parameters: Parameters<(typeof catalogue)[C]>, extra: Extra = {}): void {
    this.diagnostics.push(diagnostic(code, span, parameters, extra));
  }

  /** Reports a reference to something that is not there. */
  unknown(kind: string, name: string, known: Iterable<string>, span: Span): void {
    const hint = this.diagnostics.length <= mostDiagnostics ? didYouMean(name, known) : undefined;
    this.report("unknown-reference", span, { kind, name }, hint === undefined ? {} : { hint });
  }

  value(path: Path): Span {
    return spanAt(this.#root, path, "value");
  }

  key(path: Path): Span {
    return spanAt(this.#root, path, "key");
  }

  /** All of the document as it stands. */
  get root(): LocatedMap {
    return this.#root;
  }

  /** The part of the document at a path. */
  part(path: Path): Located | undefined {
    return locate(this.#root, path)?.value;
  }

  /** The names of a map, with those added so far. */
  names(path: Path): string[] {
    const part = this.part(path);
    return part?.kind === "map" ? [...part.entries.keys()] : [];
  }

  /**
   * Adds an entry at a path, with the maps on the way to it; what stands there already is a second thing of that name.
   */
  put(path: readonly string[], key: Span, value: Located, kind: string): void {
    const taken = locate(this.#root, path);
    if (taken === undefined) {
      this.#root = putIn(this.#root, path, { key, value });
      return;
    }
    const related = [{ span: taken.key ?? taken.value.span, message: "the first of the two" }];
    this.report("duplicate-name", key, { name: path.at(-1)!, kind }, { related });
  }

  /** Puts a value in the place of what stands at a path. */
  replace(path: readonly string[], value: Located): void {
    this.#root = putIn(this.#root, path, { key: this.key(path), value });
  }

  result(): ReadDocument {
    const root = this.#root;
    const spanOf: ReadDocument["spanOf"] = (path, part = "value") => spanAt(root, path, part);
    return { ...this.#read, root, value: plain(root) as ScenarioDocument, spanOf };
  }
}

function putIn(map: LocatedMap, path: readonly string[], entry: LocatedEntry): LocatedMap {
  const [first, ...rest] = path as [string, ...string[]];
  const entries = new Map(map.entries);
  if (rest.length === 0) entries.set(first, entry);
  else {
    const below = entries.get(first);
    const inner = below?.value.kind === "map" ? below.value : mapOf(entry.key, []);
    entries.set(first, { key: below?.key ?? entry.key, value: putIn(inner, rest, entry) });
  }
  return { ...map, entries };
}

// ---------------------------------------------------------------- parts of documents

export function textOf(span: Span, text: string): Located {
  return { kind: "text", span, text };
}

export function listOf(span: Span, texts: readonly string[]): Located {
  return { kind: "list", span, items: texts.map((text) => textOf(span, text)) };
}

/** A map whose keys stand at `span`; entries without a value are left out. */
export function mapOf(span: Span, entries: readonly (readonly [string, Located | undefined])[]): LocatedMap {
  const given = entries.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, { key: span, value }] as const],
  );
  return { kind: "map", span, entries: new Map(given) };
}

/** A condition, and what the user demands beside it; the user's part keeps its place. */
export function joined(condition: string, own: Located | undefined, span: Span): Located {
  if (own?.kind !== "text") return textOf(span, condition);
  return textOf(own.span, `(${own.text}) and ${condition}`);
}
