/**
 * Elaboration of assumptions' distributions, into quantities in the units of `expression.ts`: `normal 0.2 0.05`,
 * `triangular 1 2 4 per month`, `uniform`, or a map of values with their chances. A bare range is triangular with its
 * mode at the value.
 */
import { type Distribution, massWithin } from "../../math/distributions.ts";
import { parseDay } from "../../text/dates.ts";
import { staticValue } from "../expression/static-value.ts";
import { number } from "../expression/value-types.ts";
import type { Assumption } from "../scenario.ts";
import { type Elaboration, entriesOf, type Path } from "./elaboration.ts";

const nothingKnown = { assumption: () => undefined, clock: () => undefined };

type Written = NonNullable<Elaboration["document"]["assumptions"]>[string];
type Given = Pick<Assumption, "value" | "type" | "range">;

/** What draws of an assumption are taken from; null where it stays. */
export function distributionOf(e: Elaboration, name: string, entry: Written, given: Given): Distribution | null {
  const path = ["assumptions", name, "distribution"];
  const written = entry.distribution;
  if (written === undefined) return given.range === null ? null : overRange("triangular", given.range, given.value);
  if (typeof written !== "string") return discreteOf(e, written, path, given);
  const read = familyOf(e, written, { path, entry, given });
  if (read === undefined) e.report("distribution-not-understood", e.value(path), { text: written });
  if (!read) return null;
  const cut = given.range !== null && (read.kind === "normal" || read.kind === "lognormal");
  const distribution = cut ? { ...read, within: given.range } : read;
  if (massWithin(distribution) > 0) return distribution;
  e.report("distribution-outside-range", e.value(path), { text: written, range: entry.range! });
  return null;
}

/** Over a range, with the mode, where the kind has one, at a value. */
export function overRange(
  kind: "uniform" | "triangular" | "pert",
  [low, high]: readonly [number, number],
  value: number,
): Distribution {
  if (kind === "uniform") return { kind, low, high };
  return { kind, low, mode: Math.min(high, Math.max(low, value)), high };
}

const wordsForm = /^([a-z]+)\s*(.*)$/is;
const argumentForm = /^(\d{4}-\d{2}-\d{2}|-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*%?)\s*/i;

/**
 * The entry of an assumption whose distribution is read, with its value and range, and the place where messages point.
 */
interface Place {
  readonly path: Path;
  readonly entry: Written;
  readonly given: Given;
}

/** What follows the name of a family: numbers and dates, and a unit. */
interface Arguments {
  readonly values: readonly (number | string)[];
  readonly unit: string;
}

/** undefined: not understood; null: something else was wrong, and is reported. */
function familyOf(e: Elaboration, text: string, place: Place): Distribution | null | undefined {
  const { path, entry, given } = place;
  const match = wordsForm.exec(text);
  if (match === null) return undefined;
  const kind = match[1].toLowerCase();
  const written = argumentsIn(match[2]);
  const { values, unit } = written;
  if (kind === "uniform" || kind === "triangular" || kind === "pert") {
    if (values.length > 0 || unit !== "") return spanned(e, kind, written, place);
    if (given.range !== null) return overRange(kind, given.range, given.value);
    if (entry.range === undefined) e.report("distribution-needs-range", e.value(path), { kind });
    return null;
  }
  const scale = given.type === "date" ? undefined : scaleOf(e, unit, place);
  return scale === undefined ? undefined : unbounded(kind, values.map(Number), scale);
}

/** Numbers and dates at the front of a text, and the unit that follows them. */
function argumentsIn(text: string): Arguments {
  const values: (number | string)[] = [];
  let rest = text;
  for (let found = argumentForm.exec(rest); found !== null; found = argumentForm.exec(rest)) {
    const [whole, one] = found;
    rest = rest.slice(whole.length);
    if (/^\d{4}-/.test(one)) values.push(one);
    else values.push(one.endsWith("%") ? Number(one.slice(0, -1)) / 100 : Number(one));
  }
  return { values, unit: rest.trim() };
}

/** With ends of its own: `uniform 1 3`, `triangular 1 2 4 per month`, `pert 2025-05-01 2025-05-11 2025-06-01`. */
function spanned(
  e: Elaboration,
  kind: "uniform" | "triangular" | "pert",
  { values, unit }: Arguments,
  place: Place,
): Distribution | undefined {
  const isDate = place.given.type === "date";
  const scale = isDate && unit === "" ? 1 : scaleOf(e, unit, place);
  const places = values.map((one) =>
    typeof one === "string"
      ? (isDate && parseDay(one)) || Number.NaN
      : isDate
        ? Number.NaN
        : one * (scale ?? Number.NaN),
  );
  const ordered = places.every((one, i) => Number.isFinite(one) && (i === 0 || one >= places[i - 1]));
  if (!ordered || places.length !== (kind === "uniform" ? 2 : 3)) return undefined;
  const [low, middle, high] = places;
  return kind === "uniform" ? { kind, low, high: middle } : { kind, low, mode: middle, high };
}

function unbounded(kind: string, [first, second, ...more]: readonly number[], scale: number): Distribution | undefined {
  if (more.length > 0 || !Number.isFinite(first) || !(second > 0)) return undefined;
  switch (kind) {
    case "normal":
      return { kind, mean: first * scale, deviation: second * scale };
    case "lognormal":
      return { kind, mean: first, deviation: second, unit: scale };
    case "gamma":
      return first > 0 ? { kind, shape: first, rate: second / scale } : undefined;
    case "beta":
      return first > 0 && scale === 1 ? { kind, a: first, b: second } : undefined;
    default:
      return undefined;
  }
}

/** One of the unit in the units of `expression.ts`: the unit written, or that of the value. */
function scaleOf(e: Elaboration, unit: string, { path, entry, given }: Place): number | undefined {
  const { type } = given;
  if (type === "number") return unit === "" ? 1 : undefined;
  const own = /^[\d.\s]+([a-z].*)$/is.exec(entry.value ?? "")?.[1];
  const taken = unit === "" ? own : unit;
  if (taken === undefined || type === "date") return undefined;
  const expression = e.part(`1 ${taken}`, path, { kind: type });
  return expression === undefined ? undefined : staticValue(expression, nothingKnown);
}

/** Values with their chances, one of which may be `rest`. */
function discreteOf(
  e: Elaboration,
  written: Readonly<Record<string, string>>,
  path: Path,
  { type }: Given,
): Distribution | null {
  const read = entriesOf(written).map(([text, chance]) => {
    const at = [...path, text];
    const value = e.keyExpression(text, at, { kind: type });
    const share = chance.trim() === "rest" ? undefined : e.part(chance, at, number);
    const known = value && staticValue(value, nothingKnown);
    return { value: known ?? Number.NaN, chance: share === undefined ? undefined : staticValue(share, nothingKnown) };
  });
  const given = read.reduce((sum, { chance }) => sum + (chance ?? 0), 0);
  const rests = entriesOf(written).filter(([, chance]) => chance.trim() === "rest").length;
  const pairs = read.map(({ value, chance }) => ({ value, chance: chance ?? 1 - given }));
  const sound = pairs.every(({ value, chance }) => Number.isFinite(value) && chance >= 0);
  if (!sound || rests > 1 || (rests === 0 && Math.abs(given - 1) > 1e-9)) {
    e.report("distribution-chances", e.key(path), { sum: String(Number(given.toPrecision(6))) });
    return null;
  }
  pairs.sort((a, b) => a.value - b.value);
  return { kind: "discrete", values: pairs.map(({ value }) => value), chances: pairs.map(({ chance }) => chance) };
}
