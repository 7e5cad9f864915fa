/** What pricing finds wrong, as the diagnostics of building. */
import type { Scenario } from "../language/scenario.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { PriceFault } from "../world/prices.ts";
import type { World } from "../world/world.ts";
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
  const { variables } = world.header.description;
  for (const { kind, place, left, right, frame, period, state } of found) {
    const { name, ...span } = place;
    const values = Int32Array.from(variables, ({ word, shift, bits }) =>
      bits === 32 ? state[word] : (state[word] >>> shift) & ((1 << bits) - 1),
    );
    tellPriceFault(scenario, { kind, name, span, left, right, frame, state: values, period }, faults);
  }
  return faults.diagnostics;
}
