/**
 * What-ifs of us-iran-2025 that only set numbers, priced in the scenario's own graph: every table is the one that
 * building makes, to the byte. At a coarse step, and some of them; with STANDOFF_WHOLE=1 all.
 */
import { expect, test } from "vitest";
import { buildWorld } from "../../src/build/build.ts";
import { repriced } from "../../src/build/reprice.ts";
import type { Scenario } from "../../src/language/scenario.ts";
import { structuralAssumptions } from "../../src/world/prices.ts";
import { type World, wholeWorld, worldArrays } from "../../src/world/world.ts";
import { load, names } from "./what-ifs.ts";

const STEP = "12 weeks";
const compared = process.env.STANDOFF_WHOLE ? names : names.filter((_, place) => place % 6 === 0);

function build(scenario: Scenario | undefined): World {
  const built = scenario && buildWorld(scenario);
  if (built?.status !== "built") throw new Error(`no world: ${built?.status}`);
  return built.world;
}

/** Names of the tables in which two worlds differ. */
function differing(one: World, other: World): string[] {
  const [a, b] = [wholeWorld(one), wholeWorld(other)];
  const bytes = (array: ArrayBufferView) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  return worldArrays(b.header).flatMap(([name]) =>
    Buffer.compare(bytes(a[name]), bytes(b[name])) === 0 ? [] : [name],
  );
}

test("a what-if that sets numbers has the graph of the scenario, and its prices are those of building", {
  timeout: 3_000_000,
}, () => {
  const base = build(load(null, STEP).scenario);
  const other: string[] = [];
  for (const name of compared) {
    const { scenario } = load(name, STEP);
    const priced = repriced(scenario!, base);
    if (priced === null) other.push(name);
    else expect(differing(priced, build(scenario)), name).toEqual([]);
  }
  expect(structuralAssumptions(base)).toEqual([]);
  if (process.env.STANDOFF_WHOLE) console.log(`another graph: ${other.join(", ")}`);
  expect(other.length).toBeLessThan(compared.length / 2);
});
