/**
 * What an actor sees of a state in a period, as masks over the packed words; and which variables it has beliefs about.
 */
import type { Scenario } from "../language/scenario.ts";
import type { World } from "../world/world.ts";
import { dayOfPeriod } from "./dates/periods.ts";

/** Does an actor see a variable in a period? Pending choices (beyond the scenario's variables) are seen by no one. */
export function sees(scenario: Scenario, actor: number, variable: number, period: number): boolean {
  const v = scenario.variables[variable];
  if (v === undefined) return false;
  return (v.seenBy & (1 << actor)) !== 0 || v.announced <= dayOfPeriod(scenario, period);
}

/** The bits of every state word that an actor sees in a period. */
export function sightMask(scenario: Scenario, world: World, actor: number, period: number): Uint32Array {
  const mask = new Uint32Array(world.header.stateWords);
  world.header.description.variables.forEach(({ word, shift, bits }, variable) => {
    if (!sees(scenario, actor, variable, period)) return;
    mask[word] |= (bits === 32 ? 0xffffffff : 2 ** bits - 1) << shift;
  });
  return mask;
}

/** A variable that an actor may have beliefs about, with names for people. */
export interface HiddenVariable {
  readonly variable: number;
  readonly name: string;
  readonly levels: readonly string[];
}

/** Variables, and dates of uncertain clocks, that an actor does not see on the first day. */
export function hiddenFrom(scenario: Scenario, actor: number): HiddenVariable[] {
  return scenario.variables.flatMap((v, variable) => {
    if (v.kind === "mark" || v.size < 2 || sees(scenario, actor, variable, 0)) return [];
    if (v.kind !== "clock") return [{ variable, name: v.name, levels: v.levels }];
    const clock = scenario.clocks[v.clock];
    if (clock.drawVariable !== variable) return [];
    return [{ variable, name: `the date of ${clock.name}`, levels: clock.anchors.map(({ label }) => label) }];
  });
}
