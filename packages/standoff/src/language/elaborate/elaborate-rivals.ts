/**
 * Elaboration of rival forms: their names and weights. What they are is read by whoever asks for one
 * (`file/document.ts`).
 */
import { number } from "../expression/value-types.ts";
import type { Rival } from "../scenario.ts";
import { stateless } from "./elaborate-grounds.ts";
import { type Elaboration, entriesOf } from "./elaboration.ts";

export function elaborateRivals(e: Elaboration): Rival[] {
  const rivals = entriesOf(e.document.rivals).map(([name, { weight, because }]): Rival => {
    const path = ["rivals", name, "weight"];
    const read = weight === undefined ? undefined : e.expression(path, number);
    const value = read === undefined ? null : (stateless(e, read, path) ?? null);
    return { name, span: e.key(["rivals", name]), weight: value, because: because ?? "" };
  });
  const weights = rivals.flatMap(({ weight }) => weight ?? []);
  const sum = weights.reduce((all, one) => all + one, 0);
  if (weights.some((weight) => weight < 0) || sum > 1 + 1e-9) {
    e.report("rival-weights", e.key(["rivals"]), { sum: String(Number(sum.toPrecision(6))) });
  }
  return rivals;
}
