/**
 * Checks of names alone: words of the language in them, and two things of one name where expressions could not tell.
 */
import { type Elaboration, entriesOf, type Path } from "../elaborate/elaboration.ts";
import { loneWords, reservedIn, withoutReserved } from "../expression/words.ts";

export function checkNames(e: Elaboration): void {
  checkReserved(e);
  checkAmbiguous(e);
  const spaces: [kind: string, Path, readonly string[]][][] = [
    [
      ["variable", ["state"], keys(e.document.state)],
      ["definition", ["define"], keys(e.document.define)],
      ["clock", ["clocks"], keys(e.document.clocks)],
    ],
    [
      ["actor", ["actors"], keys(e.document.actors)],
      ...entriesOf(e.document.actors).map(([actor, { factions }]): [string, Path, string[]] => [
        "faction",
        ["actors", actor, "factions"],
        keys(factions),
      ]),
    ],
    [
      ["group of events", ["events"], keys(e.document.events)],
      ["desk", ["desks"], keys(e.document.desks)],
    ],
  ];
  for (const space of spaces) checkSpace(e, space);
}

function keys(map: Readonly<Record<string, unknown>> | undefined): string[] {
  return Object.keys(map ?? {});
}

function checkSpace(e: Elaboration, space: readonly [kind: string, Path, readonly string[]][]): void {
  const first = new Map<string, { kind: string; path: Path }>();
  for (const [kind, path, names] of space) {
    for (const name of names) {
      const known = first.get(name);
      const at = [...path, name];
      if (known === undefined) first.set(name, { kind, path: at });
      else {
        const related = [{ span: e.key(known.path), message: "the first of the two" }];
        e.report("duplicate-name", e.key(at), { name, kind: known.kind }, { related });
      }
    }
  }
}

/** Names in expressions may hold no word of the language; other names may only not be one. */
function checkReserved(e: Elaboration): void {
  for (const section of ["state", "define", "clocks", "assumptions"] as const) {
    for (const name of keys(e.document[section])) reserved(e, name, reservedIn(name), [section, name], "key");
  }
  for (const [name, entry] of entriesOf(e.document.state)) {
    if (typeof entry === "string" || typeof entry.is === "string") continue;
    for (const [index, level] of entry.is.entries()) {
      const word = level.includes(" ") || level === "not" || level === "becomes" ? reservedIn(level) : undefined;
      reserved(e, level, word, ["state", name, "is", index], "value");
    }
  }
  const lone = (name: string, path: Path) => reserved(e, name, loneWords.has(name) ? name : undefined, path, "key");
  for (const section of ["actors", "desks", "events", "endings"] as const) {
    for (const name of keys(e.document[section])) lone(name, [section, name]);
  }
  for (const [desk, { moves }] of entriesOf(e.document.desks)) {
    for (const name of keys(moves)) lone(name, ["desks", desk, "moves", name]);
  }
  for (const [group, events] of entriesOf(e.document.events)) {
    for (const name of keys(events)) lone(name, ["events", group, name]);
  }
}

function reserved(e: Elaboration, name: string, word: string | undefined, path: Path, part: "key" | "value"): void {
  if (word === undefined) return;
  e.report(
    "reserved-word",
    part === "key" ? e.key(path) : e.value(path),
    { name, word },
    { hint: withoutReserved(name) },
  );
}

/**
 * Names that an expression or an occurrence made of other names would read the same as; questions have their own
 * diagnostic, `ambiguous-name`.
 */
function checkAmbiguous(e: Elaboration): void {
  const { state, define, clocks, assumptions, desks, events, endings } = e.document;
  const values = new Set([...keys(state), ...keys(define), ...keys(clocks)]);
  const clash = (name: string, path: Path, reading: string, hint: string) =>
    e.report("ambiguous-name", e.key(path), { name, reading }, { hint });
  const sections = { state, define, clocks, assumptions };
  for (const [section, map] of Object.entries(sections)) {
    const firsts = section === "assumptions" ? new Set(keys(assumptions)) : values;
    for (const name of keys(map)) {
      if (!isDifference(name, firsts, values)) continue;
      const hint = `without hyphens it is a name of its own: "${name.replaceAll("-", " ")}"`;
      clash(name, [section, name], `${section === "assumptions" ? "$" : ""}${name.replaceAll("-", " - ")}`, hint);
    }
  }
  const happenings: (readonly [string, Path])[] = [
    ...entriesOf(desks).flatMap(([desk, { moves }]) =>
      keys(moves).map((n) => [n, ["desks", desk, "moves", n]] as const),
    ),
    ...entriesOf(events).flatMap(([group, own]) => keys(own).map((n) => [n, ["events", group, n]] as const)),
    ...keys(endings).map((n) => [n, ["endings", n]] as const),
  ];
  for (const [name, path] of happenings) {
    const [, of, word] = /^(.+) (holds|lapses|becomes)(?: .*)?$/.exec(name) ?? [];
    const known = word === "holds" ? desks : word === "lapses" ? clocks : { ...state, ...define };
    if (of !== undefined && Object.hasOwn(known ?? {}, of))
      clash(name, path, `what "${of}" does`, "choose other words for it");
  }
}

/** Is a name with hyphens also a difference of other names? */
function isDifference(name: string, firsts: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const parts = name.split("-");
  if (parts.length === 1) return false;
  const reachable = parts.map(() => false);
  for (let end = 0; end < parts.length; end++) {
    for (let start = 0; start <= end; start++) {
      const part = parts
        .slice(start, end + 1)
        .join("-")
        .trim();
      if (part === name) continue;
      if (start === 0 ? firsts.has(part) : reachable[start - 1] && others.has(part)) reachable[end] = true;
    }
  }
  return reachable[parts.length - 1];
}
