/**
 * Pricing a world at other numbers against building it anew, in turns; medians of processor time (all threads of the
 * process). And what the price list adds to the world's bytes, and how many states it has that nobody holds possible at
 * its present numbers: those that chances of zero keep.
 *   node bench/pricing.ts [scenario, default us-iran-2025] [runs, default 5] [step]
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildWorld } from "../packages/standoff/src/build/build.ts";
import { possibleIn } from "../packages/standoff/src/build/possible.ts";
import { repriced } from "../packages/standoff/src/build/reprice.ts";
import { loadScenario } from "../packages/standoff/src/language/load.ts";
import type { Scenario } from "../packages/standoff/src/language/scenario.ts";
import { priceWorld, structuralAssumptions } from "../packages/standoff/src/world/prices.ts";
import { type World, wholeWorld } from "../packages/standoff/src/world/world.ts";

const name = process.argv[2] ?? "us-iran-2025";
const runs = Number(process.argv[3] ?? 5);
const step = process.argv[4];
const path = fileURLToPath(new URL(`../scenarios/${name}/scenario.standoff.yaml`, import.meta.url));

/** The arrays of the price list. */
const LIST = [
  "formula",
  "assumptionValue",
  "heldFormula",
  "coefficientFormula",
  "payFormula",
  "weightFormula",
  "discountFormula",
  "startFormula",
  "setMenu",
  "menuItem",
  "menuFormula",
  "check",
  "checkState",
  "pin",
] as const;

function build(scenario: Scenario): World {
  const built = buildWorld(scenario);
  if (built.status !== "built") throw new Error(`${name}: ${built.status}`);
  return built.world;
}

/** The same scenario with every plain number moved by up to a hundredth of itself, as far as the graph stays. */
function moved(scenario: Scenario, world: World, run: number): Map<string, number> {
  const structural = structuralAssumptions(world);
  const values = new Map<string, number>();
  scenario.assumptions.forEach(({ name: assumption, value }, index) => {
    if (structural.includes(assumption) || (index + run) % 7 !== 0) return;
    const near = new Map([...values, [assumption, value * (1 - 0.01 * (1 + (run % 3)))]]);
    if (priceWorld(world, near).status === "priced") values.set(assumption, near.get(assumption)!);
  });
  return values;
}

function timed<T>(times: number[], work: () => T): T {
  const begin = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(begin);
  times.push((user + system) / 1000);
  return result;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

const { scenario } = loadScenario(path, (file) => readFileSync(file, "utf8"), step ? { step } : {});
if (!scenario) throw new Error(`${name} has errors`);
const world = build(scenario);
const whole = wholeWorld(world);
const times: Record<"build" | "price" | "compare", number[]> = { build: [], price: [], compare: [] };
for (let run = 0; run < runs; run++) {
  const values = moved(scenario, world, run);
  timed(times.build, () => build(scenario));
  const priced = timed(times.price, () => priceWorld(world, values));
  if (priced.status !== "priced") throw new Error(priced.status);
  timed(times.compare, () => repriced(scenario, world));
}
const { nodes, prices } = whole.header;
const bytes = LIST.reduce((sum, array) => sum + whole[array].byteLength, 0);
const possible = possibleIn(whole);
let kept = 0;
for (let node = 0; node < nodes; node++) if (!possible.node(node)) kept++;
const ms = (part: keyof typeof times) => median(times[part]);
console.log(
  `${name}${step ? ` at ${step}` : ""}: ${nodes.toLocaleString("en")} states, of which ${kept} by chances of zero alone; ` +
    `${prices!.formulas} formulas, ${prices!.checks} checks, ${prices!.pins} pins`,
);
console.log(`list: ${bytes} of ${whole.buffer.byteLength} bytes, 1 / ${(whole.buffer.byteLength / bytes).toFixed(0)}`);
console.log(
  `build ${ms("build").toFixed(0)} ms, price ${ms("price").toFixed(0)} ms, 1 / ${(ms("build") / ms("price")).toFixed(0)}; ` +
    `with finding out that the graph is the same ${ms("compare").toFixed(0)} ms`,
);
console.log(`structural: ${structuralAssumptions(world).join(", ") || "none"}`);
