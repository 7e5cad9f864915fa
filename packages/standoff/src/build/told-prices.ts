/** What pricing finds wrong, as the diagnostics of building. */
import type { Scenario } from "../language/scenario.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { CheckKind, checkedAssumptions, faultsAt, type PriceFault } from "../world/prices.ts";
import { type World, wholeWorld } from "../world/world.ts";
import { FaultList } from "./faults.ts";
import { tellPriceFault } from "./price-faults.ts";

/**
 * What pricing finds wrong, as the diagnostics of building. `scenario`: the one whose numbers were priced; each place of the source
 * is told once.
 *
 * @example
 * ```ts
 * const { faults } = priceWorld(solved.world, new Map([["large fund", 1.7]]));
 * hasErrors(priceDiagnostics(solved.scenario, solved.world, faults)) // => true
 * ```
 */
export function priceDiagnostics(scenario: Scenario, world: World, found: readonly PriceFault[]): Diagnostic[] {
  const faults = new FaultList(scenario, [...world.actorView]);
  for (const { kind, place, left, right, frame, period, state: packed } of found) {
    const { name, ...span } = place;
    const state = unpacked(world, packed);
    tellPriceFault(scenario, { kind, name, span, left, right, frame, state, period }, faults);
  }
  return faults.diagnostics;
}

/**
 * Menus that give away what their actor does not see at an end of some assumption's range, though not at the stated values:
 * chances of one menu that are equal there only because two numbers are.
 */
export function menusAtRangeEnds(scenario: Scenario, world: World): Diagnostic[] {
  const faults = new FaultList(scenario);
  const structural = new Set(wholeWorld(world).header.description.prices?.structural);
  for (const index of checkedAssumptions(world, CheckKind.same)) {
    const { name: assumption, range } = scenario.assumptions[index];
    if (range === null || structural.has(index)) continue;
    for (const [place, value] of range.entries()) {
      const where = `with "${assumption}" at the ${place === 0 ? "lower" : "upper"} end of its range`;
      for (const { kind, place: at, period, state } of faultsAt(world, new Map([[assumption, value]]))) {
        const { name, ...span } = at;
        if (kind === CheckKind.same)
          faults.add("menu-tells-secrets", span, { name }, { state: unpacked(world, state), period, where });
      }
    }
  }
  return faults.diagnostics;
}

/** The values of a packed state's variables. */
function unpacked({ header }: World, state: Uint32Array): Int32Array {
  return Int32Array.from(header.description.variables, ({ word, shift, bits }) =>
    bits === 32 ? state[word] : (state[word] >>> shift) & ((1 << bits) - 1),
  );
}
