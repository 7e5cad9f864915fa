/**
 * What a scenario's file says as rows, for tables and cards: texts as they are written, with the path at which each is
 * changed.
 */
import { type Located, type LocatedMap, locate, type Path } from "../language/file/located.ts";
import { parseDay } from "../text/dates.ts";
import { inText } from "./hover.ts";
import type { Reading } from "./reading.ts";

/** A text of the file that can be changed by itself (`editText`); "" where none is written yet. */
export interface Cell {
  readonly path: Path;
  readonly text: string;
}

export interface AssumptionRow {
  readonly name: string;
  readonly from: number;
  readonly value: Cell;
  readonly range: Cell;
  readonly unit: Cell;
  readonly basis: Cell;
  readonly note: Cell;
  readonly evidence: readonly string[];
  /** Is it a prior, which evidence moves? `value` is then the prior, `range` its range. */
  readonly prior: boolean;
}

export interface PayoffRow {
  /** The actor or faction. */
  readonly owner: string;
  readonly name: string;
  readonly from: number;
  /** What it hangs on: `on`, `while` or `at end`. */
  readonly kind: "on" | "while" | "at end";
  readonly when: Cell;
  readonly value: Cell;
}

export interface EvidenceCard {
  readonly name: string;
  readonly from: number;
  readonly source: Cell;
  readonly where: Cell;
  readonly shows: Cell;
  readonly points: readonly string[];
  readonly grade: Cell;
  readonly of: Cell;
  /** Assumptions that name it, or that it points at. */
  readonly carries: readonly string[];
}

export interface ClockRow {
  readonly name: string;
  readonly from: number;
  readonly owner: string;
  readonly lapses: string;
  /** The date where it is one plain day, which can be moved; else what is written in its place. */
  readonly at: Cell;
  readonly day: string | null;
}

export interface Sheets {
  readonly calendar: { readonly from: string; readonly to: string } | null;
  readonly assumptions: readonly AssumptionRow[];
  readonly payoffs: readonly PayoffRow[];
  readonly evidence: readonly EvidenceCard[];
  readonly clocks: readonly ClockRow[];
}

/**
 * The rows of a scenario's tables. What stands in a file that this one extends has no rows: it is changed there.
 *
 * @example
 * ```ts
 * const { assumptions, clocks } = sheetsOf(readForEditing(strike, read));
 * assumptions[0].value // => { path: ["assumptions", "large fund", "value"], text: "0.5" }
 * clocks[0].day // => "2026-04-30"
 * ```
 */
export function sheetsOf({ root }: Reading): Sheets {
  const assumptions = entries(root, ["assumptions"]).map(assumptionRow);
  const calendar = (key: string) => inText(root === undefined ? undefined : locate(root, ["calendar", key])?.value);
  const [from, to] = [calendar("from"), calendar("to")];
  return {
    calendar: parseDay(from) === undefined || parseDay(to) === undefined ? null : { from, to },
    assumptions,
    payoffs: sections(root, "payoffs").flatMap((owner) =>
      entries(root, ["payoffs", owner]).map((entry) => payoffRow(owner, entry)),
    ),
    evidence: entries(root, ["evidence"]).map((entry) => evidenceCard(entry, assumptions)),
    clocks: entries(root, ["clocks"]).map(clockRow),
  };
}

interface Entry {
  readonly name: string;
  readonly from: number;
  readonly path: Path;
  readonly map: LocatedMap;
}

function sections(root: Located | undefined, name: string): string[] {
  const section = root === undefined ? undefined : locate(root, [name])?.value;
  return section?.kind === "map" ? [...section.entries.keys()] : [];
}

/** Entries of a map that are maps themselves and stand in the file that is written. */
function entries(root: Located | undefined, path: Path): Entry[] {
  const section = root === undefined ? undefined : locate(root, path)?.value;
  if (section?.kind !== "map") return [];
  return [...section.entries].flatMap(([name, { key, value }]) =>
    value.kind === "map" && key.file === 0 && value.span.file === 0
      ? [{ name, from: key.start, path: [...path, name], map: value }]
      : [],
  );
}

const cell = ({ path, map }: Entry, key: string): Cell => ({
  path: [...path, key],
  text: inText(map.entries.get(key)?.value),
});

function list({ map }: Entry, key: string): string[] {
  const value = map.entries.get(key)?.value;
  if (value === undefined || value.kind === "empty") return [];
  return value.kind === "list" ? value.items.map(inText) : [inText(value)];
}

function assumptionRow(entry: Entry): AssumptionRow {
  const prior = entry.map.entries.has("prior");
  return {
    name: entry.name,
    from: entry.from,
    value: cell(entry, prior ? "prior" : "value"),
    range: cell(entry, prior ? "prior range" : "range"),
    unit: cell(entry, "unit"),
    basis: cell(entry, "basis"),
    note: cell(entry, "note"),
    evidence: list(entry, "evidence"),
    prior,
  };
}

function payoffRow(owner: string, entry: Entry): PayoffRow {
  const kind = (["on", "while", "at end"] as const).find((key) => entry.map.entries.has(key)) ?? "on";
  return { owner, name: entry.name, from: entry.from, kind, when: cell(entry, kind), value: cell(entry, "value") };
}

function evidenceCard(entry: Entry, assumptions: readonly AssumptionRow[]): EvidenceCard {
  const points = list(entry, "points");
  const pointed = points.map((point) => point.replace(/\s+(up|down)$/, ""));
  const odds = entry.map.entries.get("odds")?.value;
  const moved = odds?.kind === "map" ? [...odds.entries.keys()] : [];
  const naming = assumptions.filter(({ evidence }) => evidence.includes(entry.name)).map(({ name }) => name);
  return {
    name: entry.name,
    from: entry.from,
    source: cell(entry, "source"),
    where: cell(entry, "where"),
    shows: cell(entry, "shows"),
    points,
    grade: cell(entry, "grade"),
    of: cell(entry, "of"),
    carries: [...new Set([...pointed, ...moved, ...naming])],
  };
}

function clockRow(entry: Entry): ClockRow {
  const at = cell(entry, "at");
  const starts = cell(entry, "starts");
  const owner = inText(entry.map.entries.get("owner")?.value);
  const lapses = inText(entry.map.entries.get("lapses")?.value);
  const day = parseDay(at.text) === undefined ? null : at.text;
  return { name: entry.name, from: entry.from, owner, lapses, at: at.text === "" ? starts : at, day };
}
