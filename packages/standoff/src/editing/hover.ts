/**
 * What a place of the text is, for a card beside it: a name with what the file says of it, or a key with what it means.
 */
import { kindInWords, type Located, locate, type Path } from "../language/file/located.ts";
import { saidOf } from "./keys.ts";
import type { NameAt } from "./names.ts";
import type { NameKind } from "./places.ts";
import { nameAt, type Reading, sameName } from "./reading.ts";
import { whereIs } from "./where.ts";

export interface Hovered {
  /** Offsets of what the card is of. */
  readonly from: number;
  readonly to: number;
  readonly title: string;
  /** What kind of thing it is; `key` for a word of the language. */
  readonly kind: NameKind | "key";
  readonly name: string;
  readonly of?: string;
  /** What is said of it: terms with texts, as written. */
  readonly rows: readonly { readonly term: string; readonly text: string }[];
}

/** Sections in which names of a kind are declared, and what is said there of most use. */
const told: Readonly<Partial<Record<NameKind, readonly [section: string, keys: readonly string[]]>>> = {
  assumption: [
    "assumptions",
    ["value", "prior", "range", "prior range", "distribution", "unit", "basis", "note", "review by"],
  ],
  variable: ["state", ["is", "starts", "seen by", "announced", "forget when", "at once"]],
  actor: ["actors", ["name", "patience", "steadiness", "factions"]],
  definition: ["define", []],
  clock: ["clocks", ["owner", "at", "starts", "takes", "stages", "stops when", "lapses"]],
  desk: ["desks", ["of", "tempo", "meets also when", "for"]],
  issue: ["issues", ["levels", "worth"]],
  package: ["packages", []],
  offer: ["offers", ["from", "to", "between", "packages", "answer within", "when", "usual"]],
  concessions: ["concessions", ["over", "between", "starts"]],
  signal: ["signals", ["says", "heard by", "rate", "chance", "on"]],
  ending: ["endings", ["when", "worth"]],
  outcome: ["outcomes", ["when", "on", "at end", "resolves"]],
  evidence: ["evidence", ["source", "where", "shows", "points", "grade", "of"]],
  question: ["questions", ["ask", "resolves"]],
};

/**
 * What stands at an offset; undefined where there is nothing to say.
 *
 * @example
 * ```ts
 * const card = hoverAt(readForEditing(strike, read), read(strike).indexOf("$large fund") + 3);
 * card.title // => "large fund"
 * card.rows[0] // => { term: "value", text: "0.5" }
 * ```
 */
export function hoverAt(reading: Reading, offset: number): Hovered | undefined {
  const name = nameAt(reading, offset);
  if (name !== undefined) return cardOf(reading, name);
  const where = whereIs(reading.text, offset);
  if (where === null || where.part !== "key") return undefined;
  const [rest] = /^[^:#{}[\],\n]*/.exec(reading.text.slice(offset)) ?? [""];
  const key = (where.written + rest).trim();
  const says = key === "" ? undefined : saidOf([...where.path, key]);
  if (says === undefined) return undefined;
  return {
    from: where.from,
    to: where.from + key.length,
    title: key,
    kind: "key",
    name: key,
    rows: [{ term: "key", text: says }],
  };
}

function cardOf(reading: Reading, name: NameAt): Hovered {
  const { span, kind, of } = name;
  return {
    from: span.start,
    to: span.end,
    title: name.name,
    kind,
    name: name.name,
    ...(of === undefined ? {} : { of }),
    rows: rowsOf(reading, name),
  };
}

function rowsOf({ root, names }: Reading, name: NameAt): { term: string; text: string }[] {
  if (root === undefined) return [];
  const path = pathOf(name);
  const found = path === undefined ? undefined : locate(root, path)?.value;
  const kind = { term: "", text: name.of === undefined ? name.kind : `${name.kind} of ${name.of}` };
  const uses = names.filter((other) => sameName(other, name) && !other.declares).length;
  const rows =
    found === undefined
      ? [kind]
      : found.kind === "map"
        ? mapRows(found, name, root)
        : [{ term: name.kind, text: inText(found) }];
  return [
    ...(rows.length === 0 ? [kind] : rows),
    { term: "stands", text: uses === 0 ? "nowhere else" : uses === 1 ? "once more" : `${uses} times more` },
  ];
}

/** Where a name is declared, as a path. */
function pathOf({ kind, name, of }: NameAt): Path | undefined {
  const section = told[kind]?.[0];
  if (section !== undefined) return [section, name];
  if (kind === "move" && of !== undefined) return ["desks", of, "moves", name];
  if (kind === "event" && of !== undefined) return ["events", of, name];
  if (kind === "level" && of !== undefined) return ["state", of];
  return undefined;
}

function mapRows(
  map: Extract<Located, { kind: "map" }>,
  { kind }: NameAt,
  root: Located,
): { term: string; text: string }[] {
  const keys =
    kind === "move"
      ? ["when", "usual", "does", "chance", "says"]
      : kind === "event"
        ? ["when", "rate", "chance", "on", "does"]
        : kind === "level"
          ? ["is", "seen by"]
          : (told[kind]?.[1] ?? []);
  const rows = (keys.length === 0 ? [...map.entries.keys()] : keys).flatMap((key) => {
    const value = map.entries.get(key)?.value;
    return value === undefined || value.kind === "empty" ? [] : [{ term: key, text: inText(value) }];
  });
  if (kind === "variable" && !map.entries.has("seen by")) rows.push({ term: "seen by", text: "everyone" });
  return kind === "assumption" ? [...rows, ...sourcesOf(map, root)] : rows;
}

/** The sources of an assumption's evidence. */
function sourcesOf(map: Extract<Located, { kind: "map" }>, root: Located): { term: string; text: string }[] {
  const named = map.entries.get("evidence")?.value;
  const ids = named === undefined ? [] : named.kind === "list" ? named.items.map(inText) : [inText(named)];
  return ids.map((id) => {
    const at = (key: string) => locate(root, ["evidence", id, key])?.value;
    const [grade, source, shows] = ["grade", "source", "shows"].map((key) => inText(at(key)));
    return { term: grade === "" ? id : grade, text: [source, shows].filter((part) => part !== "").join(": ") || id };
  });
}

/** A part of the file on one line, as it would be written in braces. */
export function inText(located: Located | undefined): string {
  if (located === undefined || located.kind === "empty") return "";
  if (located.kind === "text") return located.text.replace(/\s+/g, " ");
  if (located.kind === "list") return located.items.map(inText).join(", ");
  return [...located.entries]
    .map(([key, { value }]) => `${key}: ${value.kind === "map" ? kindInWords(value) : inText(value)}`)
    .join(", ");
}
