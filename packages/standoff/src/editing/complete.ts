/** Completion: keys from the schema, the scenario's own names where each may stand, words of the language. */
import type { Path } from "../language/file/located.ts";
import { keysAt, textsAt } from "./keys.ts";
import type { NameAt } from "./names.ts";
import { type NameKind, placeAt } from "./places.ts";
import type { Reading } from "./reading.ts";
import { type Where, whereIs } from "./where.ts";

export interface Completion {
  readonly label: string;
  readonly kind: "key" | "value" | "word" | NameKind;
  /** What it is, in a few words. */
  readonly detail: string;
  /** What is put in; the label where there is none. */
  readonly insert?: string;
}

export interface Completions {
  /** Offsets of what a completion takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

/** Keys under which something that happens stands. */
const occurrences = new Set(["on", "starts", "stops when", "happened", "did not happen", "meets also when"]);
/** Keys under which an expression stands. */
const expressions = new Set([
  "when",
  "while",
  "at end",
  "value",
  "usual",
  "rate",
  "chance",
  "tempo",
  "patience",
  "unless",
  "seen",
  "forget when",
  "at",
  "takes",
  "worth",
  "define",
  "factions",
  "from best",
  "starts",
]);
const words = [
  "and",
  "or",
  "not",
  "is",
  "is not",
  "if",
  "then",
  "else",
  "per month",
  "per week",
  "now",
  "has lapsed",
  "within",
  "rest",
];

/**
 * What may be written at an offset, the likeliest first. Works on half-written texts too: names are then those of the
 * last reading that had any.
 *
 * @example
 * ```ts
 * const text = `${read(strike)}\nconfidence:\n  se`;
 * const { items } = completionsAt(readForEditing(strike, () => text), text.length);
 * items.map(({ label }) => label).includes("settled") // => true
 * ```
 */
export function completionsAt(reading: Reading, offset: number): Completions {
  const where = whereIs(reading.text, offset);
  if (where === null) return { from: offset, to: offset, items: [] };
  const declared = reading.names.filter(({ declares }) => declares);
  const found = where.part === "key" ? keys(where, declared) : values(where, declared, reading);
  const items = unique(found.items);
  return { from: found.from, to: Math.max(offset, found.from), items };
}

type Found = { readonly from: number; readonly items: readonly Completion[] };

function keys({ path, from, siblings }: Where, declared: readonly NameAt[]): Found {
  const schema = keysAt(path).filter(({ name }) => !siblings.includes(name));
  const fixed = [...schema.filter(({ needed }) => needed), ...schema.filter(({ needed }) => !needed)];
  const place = placeAt([...path, "?"], "key");
  const names =
    place === undefined || place.declares
      ? []
      : namesFor(place.kinds, declared, ownerAt(path, place.of)).filter(({ name }) => !siblings.includes(name));
  return {
    from,
    items: [
      ...names.map((name) => ({ ...asItem(name), insert: `${name.name}: ` })),
      ...fixed.map(({ name, says }) => ({ label: name, kind: "key" as const, detail: says, insert: `${name}: ` })),
    ],
  };
}

const ownerAt = (path: Path, of: number | undefined) => (of === undefined ? undefined : String(path[of]));

function values(where: Where, declared: readonly NameAt[], reading: Reading): Found {
  const { path, from, written } = where;
  const place = placeAt(path, "value");
  const texts = textsAt(path).map((label) => ({ label, kind: "value" as const, detail: "" }));
  if (place !== undefined && !place.declares) {
    const up =
      path[0] === "evidence" && path[2] === "points" && /\s/.test(written.trim())
        ? [
            { label: "up", kind: "word" as const, detail: "it speaks for more" },
            { label: "down", kind: "word" as const, detail: "it speaks for less" },
          ]
        : [];
    if (up.length > 0) return { from: from + written.search(/\S*$/), items: up };
    return {
      from,
      items: [...namesFor(place.kinds, declared, ownerAt(path, place.of)).map(asItem), ...texts, ...extraWords(path)],
    };
  }
  if (texts.length > 0) return { from, items: texts };
  const last = lastKey(path);
  if (path.at(-2) === "does" || path.at(-2) === "then") return effect(where, declared, String(path.at(-1)));
  if (last === "ask") return question(where, declared);
  if (occurrences.has(last)) {
    const named = happenings(declared);
    const begins = named.some(({ label }) => label.startsWith(written));
    const own = expression(where, declared, reading);
    return begins || own.from === from ? { from, items: [...named, ...(begins ? [] : own.items)] } : own;
  }
  if (path.some((step) => expressions.has(String(step))) || written.includes("$"))
    return expression(where, declared, reading);
  return { from, items: [] };
}

/** The last step of a path that is no place in a list. */
const lastKey = (path: Path) => String([...path].reverse().find((step) => typeof step === "string") ?? "");

function extraWords(path: Path): Completion[] {
  if (path.includes("seen by") || path.includes("owner") || path.includes("heard by")) {
    const all = path.includes("owner") ? ["everyone"] : ["everyone", "no one"];
    return all.map((label) => ({ label, kind: "word", detail: "" }));
  }
  return [];
}

function namesFor(kinds: readonly NameKind[], declared: readonly NameAt[], of?: string): NameAt[] {
  return kinds.flatMap((kind) =>
    declared.filter((name) => name.kind === kind && (of === undefined || name.of === undefined || name.of === of)),
  );
}

const asItem = ({ name, kind, of }: NameAt): Completion => ({
  label: name,
  kind,
  detail: of === undefined ? kind : `${kind} of ${of}`,
});

function happenings(declared: readonly NameAt[]): Completion[] {
  const named = namesFor(["move", "event", "ending"], declared).map(asItem);
  const holds = namesFor(["desk"], declared).map(({ name }) => ({
    label: `${name} holds`,
    kind: "desk" as const,
    detail: "makes no move",
  }));
  const lapses = namesFor(["clock"], declared).map(({ name }) => ({
    label: `${name} lapses`,
    kind: "clock" as const,
    detail: "falls due",
  }));
  return [...named, ...lapses, ...holds];
}

function effect({ from, written }: Where, declared: readonly NameAt[], variable: string): Found {
  const levels = namesFor(["level"], declared, variable)
    .filter(({ of }) => of === variable)
    .map(asItem);
  const truths = levels.length > 0 ? [] : ["yes", "no"].map((label) => ({ label, kind: "value" as const, detail: "" }));
  const steps = ["up 1", "down 1"].map((label) => ({ label, kind: "word" as const, detail: "a step" }));
  return written.includes("$")
    ? expression({ from, written } as Where, declared)
    : { from, items: [...levels, ...truths, ...steps] };
}

const forms = ["P()", "median days until ", "mean days until ", "E( at )"];

function question({ from, written }: Where, declared: readonly NameAt[]): Found {
  const start = startOfName(written, namesFor(["outcome", "clock"], declared));
  const outcomes = namesFor(["outcome"], declared).map(asItem);
  const more = ["by", "before", "after", "and", "or", "not"].map((label) => ({
    label,
    kind: "word" as const,
    detail: "",
  }));
  const whole =
    written.trim() === "" ? forms.map((label) => ({ label, kind: "word" as const, detail: "a question" })) : more;
  return {
    from: from + start,
    items: [...(written.trim() === "" ? whole : outcomes), ...(written.trim() === "" ? outcomes : whole)],
  };
}

function expression(
  { from, written }: Pick<Where, "from" | "written">,
  declared: readonly NameAt[],
  reading?: Reading,
): Found {
  const dollar = /\$[^$,(){}+*/<>=]*$/.exec(written);
  if (dollar !== null) {
    const items = namesFor(["assumption"], declared).map((name) => ({
      label: `$${name.name}`,
      kind: "assumption" as const,
      detail: valueInWords(name.name, reading),
    }));
    return { from: from + dollar.index, items };
  }
  const levels = levelsAfter(written, declared);
  if (levels !== undefined) return { from: from + levels.at, items: levels.of.map(asItem) };
  const named = namesFor(["variable", "definition", "clock", "offer", "concessions"], declared);
  const items = [...named.map(asItem), ...words.map((label) => ({ label, kind: "word" as const, detail: "" }))];
  return { from: from + startOfName(written, named), items };
}

function valueInWords(name: string, reading: Reading | undefined): string {
  const known = reading?.scenario?.assumptions.find((assumption) => assumption.name === name);
  return known === undefined ? "assumption" : [known.text, known.unit].filter((part) => part !== "").join(" ");
}

/** After `VARIABLE is`, `VARIABLE is not`, `VARIABLE becomes`, and `or` after these: its levels. */
function levelsAfter(written: string, declared: readonly NameAt[]): { at: number; of: NameAt[] } | undefined {
  const match = /^(.*\S)\s+(?:is not|is|becomes)\s+(?:[^()]*\bor\s+)?([^()]*)$/s.exec(written);
  if (match === null || /\b(?:and|then|else)\b/.test(match[2])) return undefined;
  const variable = declared
    .filter(({ kind, name }) => kind === "variable" && match[1].endsWith(name))
    .sort((a, b) => b.name.length - a.name.length)[0];
  const of =
    variable === undefined ? [] : declared.filter((name) => name.kind === "level" && name.of === variable.name);
  return of.length === 0 ? undefined : { at: written.length - match[2].length, of };
}

/**
 * Where the name begins that is being written at the end of a text: the longest end that begins one of the names, else
 * the last word.
 */
function startOfName(written: string, names: readonly NameAt[]): number {
  for (const { index } of written.matchAll(/(?<![\p{L}\p{N}_'-])[\p{L}_]/gu)) {
    const end = written.slice(index);
    if (names.some(({ name }) => name.startsWith(end))) return index;
  }
  return written.search(/[\p{L}\p{N}_'-]*$/u);
}

function unique(items: readonly Completion[]): Completion[] {
  const seen = new Set<string>();
  return items.filter(({ label }) => !seen.has(label) && seen.add(label));
}
