/**
 * What to write instead, where the way in which a newcomer wrote something shows what is meant: a bare text where a map
 * with one main key stands, another word for a key, a span of numbers, a step in one word.
 */
import type { Located, LocatedMap, Path } from "./located.ts";

/** The main key of entries that a bare text stands for, and what must stand beside it. `*` is any name. */
const mainKeys: readonly (readonly [path: string, key: string, beside?: string])[] = [
  ["as of", "day"],
  ["actors/*", "name"],
  ["endings/*", "when"],
  ["outcomes/*", "when"],
  ["questions/*", "ask"],
  ["checks/*", "ask"],
  ["assumptions/*", "value", "basis: judgement"],
  ["desks/*/moves/*", "when"],
];

/** Other words for keys, in the order in which they are tried. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  actors: ["players", "parties", "sides", "agents", "actor"],
  state: ["variables", "vars", "variable"],
  desks: ["moves", "actions", "options"],
  assumptions: ["parameters", "params", "constants", "numbers"],
  payoffs: ["utilities", "utility", "preferences", "rewards", "goals"],
  clocks: ["deadlines", "deadline", "timers"],
  events: ["nature", "chance events", "shocks"],
  outcomes: ["results", "forecasts"],
  is: ["values", "levels", "type", "domain", "options"],
  starts: ["initial", "init", "initially", "start", "default", "begins", "prior"],
  "seen by": ["visible to", "visible", "known to", "known by", "seen", "secret"],
  when: ["if", "guard", "condition", "requires", "available", "precondition"],
  does: ["effects", "effect", "then", "sets", "set", "do", "changes"],
  chance: ["probability", "prob", "p", "odds", "likelihood"],
  of: ["actor", "player", "owner", "by", "belongs to"],
  tempo: ["frequency", "pace", "every", "meets", "rate"],
  name: ["label", "title"],
  from: ["start", "begin", "begins", "first day"],
  to: ["end", "until", "ends", "last day"],
  at: ["date", "on", "when", "due"],
  owner: ["of", "actor", "by"],
  value: ["points", "amount", "worth", "payoff"],
  ask: ["question", "what"],
  title: ["name"],
};

const stepWords: Readonly<Record<string, string>> = {
  daily: "1 day",
  day: "1 day",
  days: "1 day",
  weekly: "1 week",
  week: "1 week",
  weeks: "1 week",
  fortnightly: "2 weeks",
  fortnight: "2 weeks",
  monthly: "1 month",
  month: "1 month",
  months: "1 month",
  quarterly: "3 months",
};

const truthWords = /^(bool|boolean|flag|truth|true or false|true\/false|yes\/no|binary)$/i;
const spanOfNumbers = /^(-?\d+)\s*(?:to|-|–|\.{2,3}|,)\s*(-?\d+)$/;

/** The key that another word stands for, among those known at a place. */
export function keyMeant(word: string, known: readonly string[]): string | undefined {
  const lower = word.toLowerCase().replace(/[_-]/g, " ");
  return known.find((key) => key !== word && (key === lower || otherWords[key]?.includes(lower) === true));
}

/** What to write for a value that has not the form that is expected. */
export function wayToWrite(path: Path, value: Located): string | undefined {
  const place = path.map(String).join("/");
  if (value.kind === "text") return forText(path, place, value.text);
  if (value.kind === "list" && /^state\/[^/]+$/.test(place)) return `write "${path[1]}: { is: ${inList(value)} }"`;
  if (value.kind === "list" && path.length === 1) return `its entries have names: write "${path[0]}: { NAME: ... }"`;
  return undefined;
}

/** A short list as it would stand on a line. */
function inList({ items }: Extract<Located, { kind: "list" }>): string {
  const words = items.map((item) => (item.kind === "text" ? item.text : "..."));
  return words.join(", ").length > 60 ? "[...]" : `[${words.join(", ")}]`;
}

/** What to write where none of the keys stands of which one is needed. */
export function wayToChoose(path: Path, entry: Located | undefined): string | undefined {
  if (!fits(["payoffs", "*", "*"], path) || entry?.kind !== "map" || !entry.entries.has("when")) return undefined;
  const value = entry.entries.get("value")?.value;
  const flows = value?.kind === "text" && /\bper\b/.test(value.text);
  if (flows) return 'points per time flow while something holds: write "while" in place of "when"';
  return '"when" only narrows: once, as it happens, is "on: NAME becomes ..."; per time "while: ...", with points per month; on the last day "at end: ..."';
}

function forText(path: Path, place: string, text: string): string | undefined {
  if (place === "calendar/step") return quotedIf(stepWords[text.toLowerCase()]);
  if (place === "steadiness" || /^actors\/[^/]+\/steadiness$/.test(place)) return steadinessHint;
  if (/^state\/[^/]+(\/is)?$/.test(place)) {
    if (truthWords.test(text)) return 'write "yes or no"';
    const span = spanOfNumbers.exec(text);
    const range = span === null ? undefined : `${span[1]}..${span[2]}`;
    if (range !== undefined) return quotedIf(path.length === 2 ? `{ is: ${range} }` : range);
    return path.length === 2 && /,/.test(text) ? 'write "{ is: [FIRST, SECOND, ...] }"' : undefined;
  }
  const main = mainKeys.find(([form]) => fits(form.split("/"), path));
  if (main === undefined || text.length > 60) return undefined;
  const [, key, beside] = main;
  const inBraces = /[,:#{}[\]"']/.test(text) ? `'${text.replaceAll("'", "''")}'` : text;
  return `write "${path.at(-1)}: { ${key}: ${inBraces}${beside === undefined ? "" : `, ${beside}`} }"`;
}

const quotedIf = (text: string | undefined) => (text === undefined ? undefined : `write "${text}"`);

const steadinessHint = 'write "{ better by: half a stake, is chosen: 9 in 10 }", or leave it out for that';

function fits(form: readonly string[], path: Path): boolean {
  return form.length === path.length && form.every((part, index) => part === "*" || part === path[index]);
}

/** What to write where a key is missing that every scenario, or every such entry, has. */
export function wayToAdd(path: Path): string | undefined {
  if (path.length === 1 && path[0] === "scale")
    return 'add "scale: { 0: things as they are, 100: the best that a side thinks attainable }"';
  if (fits(["clocks", "*", "owner"], path)) return 'add "owner: everyone", or the actor whose clock it is';
  if (fits(["clocks", "*", "lapses"], path)) return 'say in words what lapses, as in "lapses: the offer"';
  return undefined;
}

/**
 * A part that was written where a whole group of such parts stands: it is one mistake, however many keys are wrong by
 * it.
 */
export interface Misplaced {
  /** The path of what was written. */
  readonly at: Path;
  readonly expected: string;
  readonly hint: string;
}

/** Looks whether a fault at a path comes from an entry that stands one level too high, or from a list of numbers. */
export function misplaced(root: LocatedMap, path: Path): Misplaced | undefined {
  const [section, name, third] = path.map(String);
  if (section === "events" && name !== undefined && isEntry(root, ["events", name], ["rate", "chance", "does", "on"])) {
    const hint = `events stand in groups: write "nature: { ${name}: ... }"`;
    return { at: ["events", name], expected: "a group of events by name", hint };
  }
  if (
    section === "payoffs" &&
    name !== undefined &&
    isEntry(root, ["payoffs", name], ["on", "while", "at end", "value"])
  ) {
    const hint = `each payoff has a name: write "${name}: { what it is: ... }"`;
    return { at: ["payoffs", name], expected: "payoffs by name", hint };
  }
  const does = path.findIndex((step, index) => step === "does" && index === path.length - 3);
  if (does > 0 && section !== "state") {
    const at = path.slice(0, does + 2);
    const hint = hintForChances(at, valueAt(root, at));
    if (hint !== undefined) return { at, expected: "what it becomes", hint };
  }
  if (section === "state" && third === "is" && path.length === 4) {
    const levels = valueAt(root, ["state", name, "is"]);
    const texts = levels?.kind === "list" ? levels.items.map((item) => (item.kind === "text" ? item.text : "")) : [];
    if (texts.some((text) => !/^-?\d+$/.test(text))) return undefined;
    const numbers = texts.map(Number);
    const hint = `levels are words, such as "none"; whole numbers are a range: "is: ${Math.min(...numbers)}..${Math.max(...numbers)}"`;
    return { at: ["state", name, "is"], expected: "levels by name", hint };
  }
  return undefined;
}

/** `does: { talks: { open: 70 %, shut: rest } }`: results with chances, each of which is a branch. */
function hintForChances(at: Path, value: Located | undefined): string | undefined {
  if (value?.kind !== "map" || value.entries.size === 0 || value.entries.has("becomes")) return undefined;
  const parts = [...value.entries].map(([level, { value: chance }]) => ({ level, chance }));
  if (!parts.every(({ chance }) => chance.kind === "text")) return undefined;
  const key = at[0] === "events" ? "chance of" : "chance";
  const variable = String(at.at(-1));
  const branches = parts.map(({ level, chance }) => {
    const text = chance.kind === "text" ? chance.text : "";
    return `to ${level}: { chance: ${text}, does: { ${variable}: ${level} } }`;
  });
  const shown = branches.join(", ");
  const rest = parts.length === 1 ? ", else: rest" : "";
  return `several results stand as branches beside "does": write "${key}: { ${shown.length > 160 ? `to ${parts[0].level}: { chance: ..., does: { ${variable}: ${parts[0].level} } }, ...` : shown + rest} }"`;
}

/** Has a part keys of a single entry, whose values are no maps? */
function isEntry(root: LocatedMap, path: Path, keys: readonly string[]): boolean {
  const part = valueAt(root, path);
  if (part?.kind !== "map") return false;
  return keys.some((key) => {
    const value = part.entries.get(key)?.value;
    return value !== undefined && (value.kind === "text" || key === "does");
  });
}

function valueAt(root: LocatedMap, path: Path): Located | undefined {
  let here: Located | undefined = root;
  for (const step of path) here = here?.kind === "map" ? here.entries.get(String(step))?.value : undefined;
  return here;
}
