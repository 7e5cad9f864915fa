/**
 * The names of a scenario: what each is, where it is declared, and everywhere it stands. From the tree of the file, by
 * the places that names have in it, and from the reader of expressions. A place counts only where the file has the
 * name's own letters, so that what is generated (an offer's bookkeeping) leaves no trace.
 */
import type { NameRead } from "../language/expression/scope.ts";
import { NameTable } from "../language/expression/scope.ts";
import type { Located, Path } from "../language/file/located.ts";
import type { SourceFile, Span } from "../text/source.ts";
import { type NameKind, placeAt } from "./places.ts";

/** A name where it stands. */
export interface NameAt {
  readonly kind: NameKind;
  readonly name: string;
  /** What it belongs to: the variable of a level, the desk of a move. */
  readonly of?: string;
  readonly span: Span;
  readonly declares: boolean;
}

/** Visits all texts and keys of a tree, with their paths. */
function visit(
  located: Located,
  path: Path,
  see: (text: string, span: Span, path: Path, part: "key" | "value") => void,
): void {
  if (located.kind === "text") see(located.text, located.span, path, "value");
  if (located.kind === "list") for (const [index, item] of located.items.entries()) visit(item, [...path, index], see);
  if (located.kind !== "map") return;
  for (const [key, entry] of located.entries) {
    see(key, entry.key, [...path, key], "key");
    visit(entry.value, [...path, key], see);
  }
}

/** All names that stand in a tree, in expressions as their reader noted them. */
export function namesIn(root: Located, read: readonly NameRead[], sources: readonly SourceFile[]): NameAt[] {
  const plain = structuralNames(root);
  const declared = new Declared(plain.filter(({ declares }) => declares));
  const structural = plain.flatMap((name) => (name.declares ? [name] : declared.meant(name)));
  const inQuestions = questionNames(root, declared);
  const inExpressions = read.flatMap((name) => declared.read(name));
  return unique([...structural, ...inExpressions, ...inQuestions].filter((name) => standsThere(name, sources)));
}

interface Unsure extends Omit<NameAt, "kind"> {
  readonly kinds: readonly NameKind[];
  readonly kind: NameKind;
}

function structuralNames(root: Located): Unsure[] {
  const found: Unsure[] = [];
  visit(root, [], (text, span, path, part) => {
    const place = placeAt(path, part);
    if (place === undefined) return;
    const name = path.includes("points") && path[0] === "evidence" ? text.replace(/\s+(up|down)$/, "") : text;
    const end = Math.min(span.end, span.start + name.length);
    found.push({
      kinds: place.kinds,
      kind: place.kinds[0],
      name,
      ...(place.of === undefined ? {} : { of: String(path[place.of]) }),
      span: { ...span, end: part === "key" ? span.end : end },
      declares: place.declares,
    });
  });
  return found.concat(copies(root));
}

/** `becomes OTHER`, as an effect. */
function copies(root: Located): Unsure[] {
  const found: Unsure[] = [];
  visit(root, [], (text, span, path, part) => {
    const copied =
      part === "value" && (path.at(-2) === "does" || path.at(-2) === "then") && /^becomes\s+(\S.*)$/.exec(text);
    if (copied) found.push(...copyOf(copied[1], text, span));
  });
  return found;
}

function copyOf(name: string, text: string, span: Span): Unsure[] {
  const start = span.start + text.lastIndexOf(name);
  return [
    {
      kinds: ["variable"],
      kind: "variable",
      name,
      span: { ...span, start, end: start + name.length },
      declares: false,
    },
  ];
}

/** Outcomes, and what expressions may name, in the texts of questions. */
function questionNames(root: Located, declared: Declared): NameAt[] {
  const found: NameAt[] = [];
  visit(root, [], (text, span, path, part) => {
    const isQuestion =
      part === "value" && path.length === 3 && path[2] === "ask" && (path[0] === "questions" || path[0] === "checks");
    if (!isQuestion || span.end - span.start !== text.length) return;
    for (let at = 0; at < text.length; at++) {
      if (/[\p{L}\p{N}_]/u.test(text[at - 1] ?? "")) continue;
      const match = declared.asked.match(text, at);
      if (match === undefined) continue;
      found.push({
        ...match.meaning,
        span: { ...span, start: span.start + at, end: span.start + match.end },
        declares: false,
      });
      at = match.end - 1;
    }
  });
  return found;
}

type Meaning = Pick<NameAt, "kind" | "name" | "of">;

/** What names mean, by what declares them. */
class Declared {
  private readonly all = new Map<string, Meaning>();
  /** Names in questions: outcomes before what has the same name. */
  readonly asked = new NameTable<Meaning>();

  constructor(names: readonly NameAt[]) {
    for (const { kind, name, of } of names)
      this.all.set(`${kind} ${name}`, { kind, name, ...(of === undefined ? {} : { of }) });
    const kinds: readonly NameKind[] = ["outcome", "variable", "definition", "clock"];
    for (const kind of kinds)
      for (const one of names) if (one.kind === kind) this.asked.add(one.name, { kind, name: one.name });
  }

  has(kind: NameKind, name: string): boolean {
    return this.all.has(`${kind} ${name}`);
  }

  /** A reference as one to the first of its kinds that there is. */
  meant({ kinds, ...name }: Unsure): NameAt[] {
    const kind = kinds.find((kind) => this.has(kind, name.name));
    if (kind === undefined) return kinds[0] === "level" ? [{ ...name, kind: "level" }] : [];
    if (kind !== "faction" && kind !== "move") return [{ ...name, kind }];
    const { of: _, ...rest } = name;
    const of = name.of ?? this.all.get(`${kind} ${name.name}`)?.of;
    return [{ ...rest, kind, ...(of === undefined ? {} : { of }) }];
  }

  /** A name in an expression: a variable may be what an offer keeps, and its levels packages. */
  read({ kind, name, of, span }: NameRead): NameAt[] {
    const as = (kind: NameKind, owner = of) => [
      { kind, name, span, declares: false, ...(owner === undefined ? {} : { of: owner }) },
    ];
    if (kind === "variable" || kind === "deal") {
      const meant = (["variable", "offer", "concessions", "signal", "issue"] as const).find((one) =>
        this.has(one, name),
      );
      return meant === undefined ? [] : as(meant);
    }
    if (kind === "level" && of !== undefined && !this.has("variable", of)) {
      return this.has("package", name) ? as("package") : as("level", of);
    }
    return as(kind);
  }
}

function standsThere({ name, span }: NameAt, sources: readonly SourceFile[]): boolean {
  const text = sources[span.file]?.text.slice(span.start, span.end);
  return text === name || text?.replace(/\s+/g, " ") === name;
}

function unique(names: readonly NameAt[]): NameAt[] {
  const byPlace = new Map<string, NameAt>();
  for (const name of names) {
    const key = `${name.span.file}:${name.span.start}:${name.span.end}:${name.kind}`;
    if (!byPlace.get(key)?.declares) byPlace.set(key, name);
  }
  return [...byPlace.values()].sort((a, b) => a.span.file - b.span.file || a.span.start - b.span.start);
}
