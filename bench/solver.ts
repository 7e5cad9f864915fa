/**
 * What warm starts and acceleration save, on the scenarios of the repository: map evaluations and seconds of one solve
 * at the stated steadiness, cold and warm after a small change of one assumption; and sweeps straight at a steadiness,
 * plain and accelerated.
 *   node bench/solver.ts [scenario ...]
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildWorld } from "../packages/standoff/src/build/build.ts";
import { loadScenario } from "../packages/standoff/src/language/load.ts";
import { createCorrector, sweepTo } from "../packages/standoff/src/solve/corrector.ts";
import { solveEquilibrium } from "../packages/standoff/src/solve/equilibrium.ts";
import { answerPolicy, createLogitMap, startingLogPolicy } from "../packages/standoff/src/solve/logit-map.ts";
import type { World } from "../packages/standoff/src/world/world.ts";

const scenarios = ["labour-strike", "cuba-1962", "us-iran-2025"];

const TOLERANCE = 1e-10;
const MOST_SWEEPS = 200;
/** Times the stated steadiness. */
const SCALES = [1, 2, 4];

function worldOf(name: string, set: Readonly<Record<string, string>>): World {
  const path = fileURLToPath(new URL(`../scenarios/${name}/scenario.standoff.yaml`, import.meta.url));
  const { scenario } = loadScenario(path, (file) => readFileSync(file, "utf8"), { set });
  if (!scenario) throw new Error(`${name} has errors`);
  const built = buildWorld(scenario);
  if (built.status !== "built") throw new Error(`${name}: ${built.status}`);
  return built.world;
}

/**
 * The first numeric assumption that changes the world's numbers but not its shape, moved by one hundredth of itself.
 */
function smallChange(name: string, base: World): { world: World; says: string } {
  const path = fileURLToPath(new URL(`../scenarios/${name}/scenario.standoff.yaml`, import.meta.url));
  const { scenario } = loadScenario(path, (file) => readFileSync(file, "utf8"));
  for (const { name: assumption, type, value } of scenario!.assumptions) {
    if (type !== "number" || value === 0) continue;
    const text = `${value * 1.01}`;
    const world = worldOf(name, { [assumption]: text });
    const same = world.header.edges === base.header.edges && world.header.slots === base.header.slots;
    if (same && !world.payRow.every((pay, i) => pay === base.payRow[i])) return { world, says: `${assumption} x 1.01` };
  }
  throw new Error(`${name} has no assumption to change`);
}

/**
 * Sweeps from the policy of lambda 0 until chances move by less than the tolerance: the answer itself as the next
 * policy.
 */
function plainSweeps(world: World, scale: number): string {
  const map = createLogitMap(world);
  let from: Float64Array = startingLogPolicy(world);
  let to: Float64Array = from.slice();
  for (let sweep = 1; sweep <= MOST_SWEEPS; sweep++) {
    answerPolicy(map, from, scale, to);
    const moved = to.reduce((most, log, i) => Math.max(most, Math.abs(Math.exp(log) - Math.exp(from[i]))), 0);
    if (moved < TOLERANCE) return `${sweep}`;
    [from, to] = [to, from];
  }
  return `not in ${MOST_SWEEPS}`;
}

/** The same with Anderson's acceleration. */
function acceleratedSweeps(world: World, scale: number): string {
  const corrector = createCorrector(createLogitMap(world));
  corrector.x.set(startingLogPolicy(world));
  const { status, iterations } = sweepTo(corrector, scale, TOLERANCE, MOST_SWEEPS);
  return status === "converged" ? `${iterations}` : `not in ${iterations}`;
}

function timed<T>(run: () => T): { value: T; seconds: number } {
  const begin = performance.now();
  const value = run();
  return { value, seconds: (performance.now() - begin) / 1000 };
}

const names = process.argv.length > 2 ? process.argv.slice(2) : scenarios;
for (const name of names) {
  const base = worldOf(name, {});
  const first = solveEquilibrium(base)[0];
  if (first.status !== "solved") throw new Error(`${name}: ${first.status}`);
  const { world, says } = smallChange(name, base);
  const cold = timed(() => solveEquilibrium(world)[0]);
  const warm = timed(() => solveEquilibrium(world, { from: first.policy })[0]);
  if (cold.value.status !== "solved" || warm.value.status !== "solved") throw new Error(`${name} was not solved again`);
  const again = warm.value.policy;
  const apart = cold.value.policy.reduce((most, p, i) => Math.max(most, Math.abs(p - again[i])), 0);
  console.log(
    `${name}: cold ${cold.value.certificate.iterations} evaluations ${cold.seconds.toFixed(2)} s; warm after ${says} ` +
      `${warm.value.certificate.iterations} evaluations ${warm.seconds.toFixed(2)} s (${(cold.seconds / warm.seconds).toFixed(1)} x); ` +
      `apart ${apart.toExponential(1)}`,
  );
  const sweeps = SCALES.map(
    (scale) => `at ${scale} ${plainSweeps(world, scale)} plain, ${acceleratedSweeps(world, scale)} accelerated`,
  );
  console.log(`  sweeps: ${sweeps.join("; ")}`);
}
