/** Maps of chances: `rest` takes what is left of one, and literal chances must sum to one. */

import type { Expression } from "../expression/expression.ts";
import { staticValue } from "../expression/static-value.ts";
import { number } from "../expression/value-types.ts";
import { type Elaboration, entriesOf, numberConstant, type Path, restOf } from "./elaboration.ts";

/** Chances that differ from one by less are taken to sum to one: sums of decimals in binary. */
const sumTolerance = 1e-9;

export interface NamedChance {
  readonly key: string;
  readonly chance: Expression;
}

/** The chances of a map from names to texts. `what` names them in messages. */
export function chancesAt(
  e: Elaboration,
  map: Readonly<Record<string, string>>,
  path: Path,
  what: string,
): NamedChance[] {
  const entries = entriesOf(map).map(([key, text]) => ({ key, text, path: [...path, key] }));
  return readChances(e, entries, path, what);
}

/** Reads chances, each a text at its own path, and checks what can be checked without a state. */
export function readChances(
  e: Elaboration,
  entries: readonly { readonly key: string; readonly text: string; readonly path: Path }[],
  path: Path,
  what: string,
): NamedChance[] {
  const isRest = (text: string) => text.trim() === "rest";
  const rests = entries.filter(({ text }) => isRest(text));
  for (const extra of rests.slice(1)) e.report("two-rests", e.value(extra.path), {});
  const given = entries.map((entry) => ({
    ...entry,
    chance: isRest(entry.text)
      ? undefined
      : (e.expression(entry.path, number) ?? numberConstant(Number.NaN, e.value(entry.path))),
  }));
  const known = given.flatMap(({ chance }) => (chance === undefined ? [] : [chance]));
  const chances = given.map(({ key, path: at, chance }) => ({ key, chance: chance ?? restOf(known, e.value(at)) }));
  if (rests.length < 2) checkSum(e, chances, path, what, rests.length > 0);
  return chances;
}

function checkSum(e: Elaboration, chances: readonly NamedChance[], path: Path, what: string, withRest: boolean): void {
  let sum = 0;
  for (const { chance } of chances) {
    const value = staticValue(chance, e.known);
    if (value === undefined || Number.isNaN(value)) return;
    if (value < -sumTolerance || value > 1 + sumTolerance) {
      const shown = Number(value.toPrecision(6));
      if (withRest && value < 0) e.report("rest-below-zero", chance.span, { what, rest: shown });
      else e.report("chance-outside", chance.span, { value: shown });
      return;
    }
    sum += value;
  }
  if (chances.length > 0 && Math.abs(sum - 1) > sumTolerance) {
    e.report("chances-not-one", e.value(path), { what, sum: Number(sum.toPrecision(6)) });
  }
}

/** A single chance at a path, checked to lie between 0 and 1 where that can be told. */
export function chanceAt(e: Elaboration, path: Path): Expression {
  const chance = e.expression(path, number) ?? numberConstant(0, e.value(path));
  const value = staticValue(chance, e.known);
  if (value !== undefined && !(value >= 0 && value <= 1)) e.report("chance-outside", e.value(path), { value });
  return chance;
}
