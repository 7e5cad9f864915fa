/** What pricing finds wrong, as the diagnostics of building. */
import type { Scenario } from "../language/scenario.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { CheckKind, checkedAssumptions, faultsAt, type PriceFault } from "../world/prices.ts";
import { type World, wholeWorld } from "../world/world.ts";
import { FaultList } from "./faults.ts";
import { tellPriceFault } from "./price-faults.ts";

/**
 * What pricing finds wrong, as the diagnostics of building. `scenario`: the one whose numbers were priced; each place
 * of the source is told once.
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
 * Menus that give away what their actor does not see at an end of some assumption's range, though not at the stated
 * values: chances of one menu that are equal there only because two numbers are.
 */
export function menusAtRangeEnds(scenario: Scenario, world: World): Diagnostic[] {
  const faults = new FaultList(scenario);
  for (const { values, where } of singleEnds(scenario, world, CheckKind.same))
    for (const { kind, place, period, state } of faultsAt(world, values))
      if (kind === CheckKind.same) {
        const { name, ...span } = place;
        faults.add("menu-tells-secrets", span, { name }, { state: unpacked(world, state), period, where });
      }
  return faults.diagnostics;
}

/**
 * Desks whose tempo carries their usual frequencies as stated, but not at an end of a range, or with all at their upper
 * ends: such draws are lost.
 */
export function temposAtRangeEnds(scenario: Scenario, world: World): Diagnostic[] {
  const faults = new FaultList(scenario);
  for (const { values, where } of [
    ...singleEnds(scenario, world, CheckKind.room),
    ...allUpperEnds(scenario, world, CheckKind.room),
  ])
    for (const { kind, place, period, state } of faultsAt(world, values))
      if (kind === CheckKind.room) {
        const { name, ...span } = place;
        faults.add("usual-too-frequent-in-draws", span, { name }, { state: unpacked(world, state), period, where });
      }
  return faults.diagnostics;
}

/** Some assumptions at ends of their ranges, by name, and in words. */
interface Ends {
  readonly values: ReadonlyMap<string, number>;
  readonly where: string;
}

/** Assumptions with a range that checks of a kind read and the graph does not rest on. */
function rangedIn(scenario: Scenario, world: World, kind: number) {
  const structural = new Set(wholeWorld(world).header.description.prices?.structural);
  const read = [...checkedAssumptions(world, kind)].filter((index) => !structural.has(index));
  return read.flatMap((index) => {
    const { name, range } = scenario.assumptions[index];
    return range === null ? [] : [{ name, range }];
  });
}

function singleEnds(scenario: Scenario, world: World, kind: number): Ends[] {
  return rangedIn(scenario, world, kind).flatMap(({ name, range }) =>
    range.map((value, place) => ({
      values: new Map([[name, value]]),
      where: `with "${name}" at the ${place === 0 ? "lower" : "upper"} end of its range`,
    })),
  );
}

function allUpperEnds(scenario: Scenario, world: World, kind: number): Ends[] {
  const ranged = rangedIn(scenario, world, kind);
  if (ranged.length < 2) return [];
  const values = new Map(ranged.map(({ name, range }) => [name, range[1]] as const));
  return [{ values, where: "with every frequency and tempo at the upper end of its range" }];
}

/** The values of a packed state's variables. */
function unpacked({ header }: World, state: Uint32Array): Int32Array {
  return Int32Array.from(header.description.variables, ({ word, shift, bits }) =>
    bits === 32 ? state[word] : (state[word] >>> shift) & ((1 << bits) - 1),
  );
}
