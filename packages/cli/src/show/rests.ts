/**
 * What an answer rests on, as lines: a tornado of ranges, and the evidence with the share of the variance that it
 * carries.
 */
import type { AssumptionEffect, Scenario } from "standoff";
import type { EvidenceWeights, Ground } from "standoff/study";
import { percent } from "standoff/words";
import { hanging, table, widthOf, wrap } from "./layout.ts";

/** Of one answer, over the draws. */
export interface Rests {
  readonly grounds: readonly Ground[];
  readonly weights: EvidenceWeights;
  /** The share of the variance that is linear in what was drawn. */
  readonly linear: number;
}

type Text = (value: number) => string;

const MOST_BARS = 12;
const WIDEST_BAR = 40;

/** A bar a row, the widest range first: from the stated value to the low end shaded, to the high end solid. */
export function tornadoLines(value: number, effects: readonly AssumptionEffect[], text: Text, width: number): string[] {
  const rows = effects
    .flatMap(({ assumption, overRange }) => (overRange === null ? [] : [{ assumption, overRange }]))
    .sort((a, b) => spread(b.overRange) - spread(a.overRange))
    .slice(0, MOST_BARS);
  const all = rows.flatMap(({ overRange }) => overRange);
  const [least, most] = [Math.min(value, ...all), Math.max(value, ...all)];
  if (rows.length === 0 || most === least) return [];
  const names = Math.max(...rows.map(({ assumption }) => widthOf(assumption)));
  const ends = Math.max(...all.map((end) => widthOf(text(end))));
  const room = Math.max(8, Math.min(WIDEST_BAR, width - names - 2 * ends - 6));
  const column = (answer: number) => Math.round(((answer - least) / (most - least)) * (room - 1));
  return rows.map(({ assumption, overRange: [low, high] }) => {
    const bar = Array.from({ length: room }, (_, at) => signAt(at, column(value), column(low), column(high))).join("");
    const [from, to] = [Math.min(low, high), Math.max(low, high)].map(text);
    return `${assumption}${" ".repeat(names - widthOf(assumption))}  ${from.padStart(ends)} ${bar} ${to}`.trimEnd();
  });
}

const spread = ([low, high]: readonly [number, number]) => Math.abs(high - low);

function signAt(at: number, stated: number, low: number, high: number): string {
  const between = (end: number) => (at - stated) * (at - end) <= 0;
  if (at === stated) return "│";
  if (between(high)) return "█";
  return between(low) ? "░" : " ";
}

/** Entries that carry something, the weightiest first, and what rests on none. */
export function evidenceLines(
  { evidence }: Scenario,
  { weights, grounds }: Rests,
  width: number,
  faint: (text: string) => string,
): string[] {
  const entries = new Map(evidence.map((one) => [one.id, one]));
  const carried = weights.entries.filter(({ weight }) => weight >= 0.005).sort((a, b) => b.weight - a.weight);
  const rows = carried.map(({ id, weight }) => {
    const { grade, shows } = entries.get(id)!;
    return [grade, `${id}: ${shows}`, percent(weight)];
  });
  const rest = [
    ["", "no evidence cited", weights.without] as const,
    ["", "how steadily actors choose", weights.steadiness] as const,
    ["", "not linear in what was drawn, or not told apart", weights.untold] as const,
  ].filter(([, , weight]) => weight >= 0.005);
  const weak = grounds.filter(({ strength, share }) => share >= 0.005 && (strength === "weak" || strength === "none"));
  return [
    ...table(
      [
        { title: "grade", align: "left" },
        { title: "evidence", align: "left", gives: true },
        { title: "carries", align: "right" },
      ],
      [...rows, ...rest.map(([grade, what, weight]) => [grade, what, percent(weight)])],
      width,
      faint,
    ),
    ...(weak.length === 0
      ? []
      : hanging("", `On weak evidence or none: ${weak.map(({ quantity }) => quantity).join(", ")}.`, width)),
    ...wrap(
      "Carries: the share of the answer's variance over the draws that goes with the assumptions for which an entry is cited, split evenly among what is cited for each.",
      width,
    ).map(faint),
  ];
}
