/**
 * What a graph is built from, as a hash: the scenario but for numbers that are priced and for what only people read.
 * Two scenarios with the same hash have the same graph and the same price list, save for pins (`world/prices.ts`).
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Scenario } from "../language/scenario.ts";

/** Positions, and what is priced or solved with. */
const LEFT_OUT = new Set(["span", "lambda", "text"]);

/** `structural`: the assumptions whose values the graph rests on. */
export function structureOf(scenario: Scenario, structural: readonly number[]): string {
  const { calendar, actors, columns, variables, definitions, clocks, desks, eventGroups, turns } = scenario;
  const { payoffs, endings, fixedOrder, startReversed, views } = scenario;
  const assumptions = scenario.assumptions.map(({ name, type, value }, index) => [
    name,
    type,
    structural.includes(index) ? value : null,
  ]);
  const parts = { calendar, actors, columns, variables, definitions, clocks, desks, eventGroups, turns, views };
  const whole = { ...parts, payoffs, endings, fixedOrder, startReversed, assumptions };
  const bodies = new Set(definitions.map(({ body }) => body));
  const json = JSON.stringify(whole, (key, value) => {
    if (LEFT_OUT.has(key)) return undefined;
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    // What is named is written where it is defined.
    if (value?.kind === "definition" && bodies.has(value.body))
      return { kind: value.kind, definition: value.definition };
    return value;
  });
  return bytesToHex(sha256(utf8ToBytes(json)));
}
