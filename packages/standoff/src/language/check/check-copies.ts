/**
 * Copies of a value (`law: becomes in hand`) into a domain that lacks some of the values that the other variable can
 * have: told where the guard does not exclude them. Whether one is ever reached is found when the world is built.
 */
import type { Elaboration } from "../elaborate/elaboration.ts";
import type { Expression } from "../expression/expression.ts";
import { staticValue } from "../expression/static-value.ts";
import type { Branch, Effect, Scenario } from "../scenario.ts";

export function checkCopies(e: Elaboration, scenario: Scenario): void {
  const check = (guard: Expression | null, effects: readonly Effect[], branches: readonly Branch[] = []) => {
    for (const effect of [...effects, ...branches.flatMap((branch) => branch.effects)]) {
      const words = missing(scenario, guard, effect);
      if (effect.to.kind !== "copy" || words.length === 0) continue;
      const [variable, other] = [effect.variable, effect.to.from].map((index) => scenario.variables[index].name);
      const parameters = { variable: variable, other: other, words: words.join(", "), some: words.join(" or ") };
      e.report("copy-may-fall-outside", effect.span, parameters);
    }
  };
  for (const { moves } of scenario.desks)
    for (const { guard, effects, branches } of moves) check(guard, effects, branches);
  for (const { events } of scenario.eventGroups) {
    for (const { guard, effects, branches } of events) check(guard, effects, branches);
  }
  for (const { effects } of scenario.clocks) check(null, effects);
}

/** The values of the other variable that have no like here, where the guard may hold with them. */
function missing(scenario: Scenario, guard: Expression | null, { to }: Effect): string[] {
  if (to.kind !== "copy") return [];
  const { levels, low } = scenario.variables[to.from];
  return levels.filter((_, index) => {
    if (to.values[index] !== -1 || guard === null) return to.values[index] === -1;
    const variable = (read: number) => (read === to.from ? low + index : undefined);
    return staticValue(guard, { assumption: () => undefined, clock: () => undefined, variable }) !== 0;
  });
}
