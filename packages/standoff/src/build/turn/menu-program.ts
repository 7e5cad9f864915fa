/** What is on a desk's menu, and how often its moves are usually made, made ready to run. */

import {
  compileAny,
  compileLister,
  type Evaluator,
  foldExpression,
  keepAll,
  type Lister,
} from "../../language/expression/evaluate.ts";
import type { Expression } from "../../language/expression/expression.ts";
import type { Desk, Scenario } from "../../language/scenario.ts";
import type { Compiling } from "../prices.ts";
import { compileOverPeriod, type OverPeriod, readsNow, where } from "./over-period.ts";

export interface Usual {
  readonly moves: readonly (OverPeriod | null)[];
  readonly families: readonly (OverPeriod | null)[];
}

/** Usual frequencies; none where they do not count, since a policy decides or the desk is plain. */
export function usualOf(scenario: Scenario, desk: Desk, families: readonly string[], options: Compiling): Usual {
  const counts = desk.policy === null && !desk.plain;
  const compile = (usual: Expression | null | undefined) =>
    usual && counts ? compileOverPeriod(scenario, whereItMeets(scenario, desk.tempo, usual), options) : null;
  return {
    moves: desk.moves.map(({ usual }) => compile(usual)),
    families: families.map((family) => compile(desk.familyUsual.find((entry) => entry.family === family)?.usual)),
  };
}

/**
 * The moves whose guards hold and whose usual frequency is not zero: what is never made is not on the menu, so that the
 * graph rests on whether frequencies are zero.
 */
export function compileMenu(
  scenario: Scenario,
  desk: Desk,
  usual: Usual,
  options: Compiling,
): { readonly available: Lister; readonly any: Evaluator } {
  const { prices } = options;
  const guards = desk.moves.map((move) => move.guard);
  const listed = compileLister(scenario, guards, options);
  const families = [...new Set(desk.moves.map((move) => move.family))];
  const written = desk.moves.map(({ usual: own, family }, move) => {
    const shared = desk.familyUsual.find((entry) => entry.family === family)?.usual;
    const rate = own ?? shared;
    const times = own ? usual.moves[move]! : usual.families[families.indexOf(family)]!;
    if (!rate || !times) return null;
    const folded = foldExpression(scenario, rate, keepAll);
    return folded.kind === "constant" && folded.value !== 0 ? null : times.some;
  });
  if (written.every((some) => some === null)) return { available: listed, any: compileAny(scenario, guards, options) };
  const available: Lister = (state, period, out) => {
    const count = listed(state, period, out);
    let kept = 0;
    for (let place = 0; place < count; place++) {
      const move = out[place];
      const some = written[move];
      if (some === null || !prices.isZero(some(state, period))) out[kept++] = move;
    }
    return kept;
  };
  const list = new Int32Array(desk.moves.length);
  return { available, any: (state, period) => (available(state, period, list) > 0 ? 1 : 0) };
}

/**
 * A usual rate where the tempo lets the desk meet: outside its windows nothing is usual. Only a tempo that changes with
 * the day matters; where another is zero the desk does not meet at all.
 */
function whereItMeets(scenario: Scenario, tempo: Expression | null, usual: Expression): Expression {
  if (tempo === null) return usual;
  const folded = foldExpression(scenario, tempo, keepAll);
  return readsNow(folded) ? cutOff(folded, usual) : usual;
}

function cutOff(tempo: Expression, usual: Expression): Expression {
  if (tempo.kind === "if") {
    const [then, otherwise] = [cutOff(tempo.then, usual), cutOff(tempo.otherwise, usual)];
    return { ...tempo, then, otherwise };
  }
  const zero: Expression = { kind: "constant", value: 0, span: tempo.span, type: tempo.type };
  if (tempo.kind === "constant") return tempo.value === 0 ? zero : usual;
  const truth = { kind: "truth" } as const;
  return where({ kind: "binary", operator: ">", left: tempo, right: zero, span: tempo.span, type: truth }, usual);
}
