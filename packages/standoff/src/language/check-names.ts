/** Checks of names alone: words of the language in them, and two things of one name where expressions could not tell. */
import { type Elaboration, entriesOf, type Path } from "./elaboration.ts";
import { loneWords, reservedIn } from "./words.ts";

export function checkNames(e: Elaboration): void {
  checkReserved(e);
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
  if (word !== undefined) e.report("reserved-word", part === "key" ? e.key(path) : e.value(path), { name, word });
}
