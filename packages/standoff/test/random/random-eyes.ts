/**
 * Different eyes for a random document: some of its chances, rates, starts and points become assumptions, and some
 * actors hold some of these to be otherwise, now and then impossible or certain.
 */

type Document = Record<string, unknown>;

/** How numbers are drawn: whole ones between two ends, both included. */
export type Draw = (min: number, max: number) => number;

const RATES = ["weekly", "2 per month", "0.5 per year", "10 % per week", "0 per week"];

/** Puts assumptions into the document, in place of numbers, with `assumptions` and `in the eyes of` for them. */
export function giveEyes(document: Document, actors: readonly string[], draw: Draw): Document {
  const assumptions: Document = {};
  const eyes: Record<string, Document> = {};
  const chance = (percent: number) => draw(0, 99) >= 100 - percent;
  for (const { holder, key, kind } of places(document)) {
    if (!chance(kind === "points" ? 15 : 55)) continue;
    const name = `n${Object.keys(assumptions).length + 1}`;
    assumptions[name] = { value: holder[key], basis: "convention" };
    holder[key] = `$${name}`;
    for (const actor of actors) {
      if (!chance(45)) continue;
      eyes[actor] ??= {};
      eyes[actor][name] = otherValue(kind, draw);
    }
  }
  return { ...document, assumptions, "in the eyes of": eyes };
}

/** `half chance`: of which two stand side by side. */
type Kind = "chance" | "half chance" | "rate" | "points";

function otherValue(kind: Kind, draw: Draw): number | string {
  if (kind === "rate") return RATES[draw(0, RATES.length - 1)];
  if (kind === "half chance") return draw(0, 5) / 10;
  return kind === "points" ? draw(-10, 10) : draw(0, 10) / 10;
}

interface Place {
  readonly holder: Document;
  readonly key: string;
  readonly kind: Kind;
}

/** Where actors may differ, in the document's order. */
function places(document: Document): Place[] {
  const { state, desks, events, clocks, payoffs, endings } = document;
  const acts = [...below(desks).flatMap((desk) => below(desk.moves)), ...below(events).flatMap(below)];
  return [
    ...below(state).flatMap(({ starts }) => numbersOf(starts, "chance")),
    ...acts.flatMap((act) => [
      ...numbersOf(act, "chance", "chance"),
      ...(typeof act.rate === "string" ? [{ holder: act, key: "rate", kind: "rate" as const }] : []),
      ...[...below(act.chance), ...below(act["chance of"])].flatMap((way) => numbersOf(way, "chance", "chance")),
    ]),
    ...below(clocks).flatMap(({ at }) => numbersOf(at, "half chance")),
    ...below(payoffs)
      .flatMap(below)
      .flatMap((payoff) => numbersOf(payoff, "points", "value")),
    ...below(endings).flatMap(({ worth }) => numbersOf(worth, "points")),
  ];
}

/** The maps in a map. */
function below(map: unknown): Document[] {
  return isMap(map) ? Object.values(map).filter(isMap) : [];
}

function numbersOf(map: unknown, kind: Kind, only?: string): Place[] {
  if (!isMap(map)) return [];
  return Object.keys(map).flatMap((key) =>
    typeof map[key] === "number" && (only === undefined || key === only) ? [{ holder: map, key, kind }] : [],
  );
}

function isMap(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
