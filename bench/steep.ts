/**
 * How often play is solved, and in how many evaluations, at mild and at steep steadiness: seeded random scenarios of
 * 1,000 to 50,000 states with payoffs of up to 100 points, each solved at the stated steadiness within a limit of
 * processor time.
 *   node scripts/bootstrap.js bench/steep.ts [scenarios] [seconds]
 */
import fc from "fast-check";
import { buildWorld } from "../packages/standoff/src/build/build.ts";
import { loadScenario } from "../packages/standoff/src/language/load.ts";
import { solveEquilibrium } from "../packages/standoff/src/solve/equilibrium.ts";
import type { SolveResult } from "../packages/standoff/src/solve/solution.ts";
import { sweepLayout } from "../packages/standoff/src/sweep/layout.ts";
import type { World } from "../packages/standoff/src/world/world.ts";
import { randomScenario } from "../packages/standoff/test/random/random-scenario.ts";

const SEED = 20251009;
const FEWEST = 1_000;
const MOST = 50_000;
const MOST_EDGES = 200_000;
const FEWEST_SLOTS = 200;
/** Per point of payoffs of up to 100. */
const STEADINESS = { mild: 0.1, steep: 0.88 };
/** The random scenarios pay up to 10 points, so that their steadiness is ten times that. */
const POINTS = 10;

const [wanted, seconds] = [process.argv[2], process.argv[3]].map(Number);
const count = wanted || 200;
const limit = seconds || 30;

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * The world of a random scenario where it has the size wanted, something is hidden, and enough is decided for it not to
 * be traced densely.
 */
function worldOf(seed: number): World | null {
  const periods = 8 + (seed % 13);
  const [text] = fc.sample(randomScenario({ maxPeriods: periods, eyes: seed % 4 === 0 }), {
    seed: SEED + seed,
    numRuns: 1,
  });
  const { scenario } = loadScenario("random", () => text);
  if (scenario === undefined) return null;
  let edges = 0;
  const built = buildWorld(scenario, {
    cancelled: () => edges > MOST_EDGES,
    onProgress: (progress) => {
      edges = progress.edges;
    },
  });
  if (built.status !== "built") return null;
  const { nodes } = built.world.header;
  if (nodes < FEWEST || nodes > MOST) return null;
  const { nothingHidden, logitSlots } = sweepLayout(built.world);
  return nothingHidden || logitSlots < FEWEST_SLOTS ? null : built.world;
}

/** The same world with everyone as steady as that. */
function withSteadiness(world: World, lambda: number): World {
  const { description } = world.header;
  const actors = description.actors.map((actor) => ({ ...actor, lambda }));
  return { ...world, header: { ...world.header, description: { ...description, actors } } };
}

function solve(world: World): SolveResult {
  const began = processorTime();
  const cancelled = () => processorTime() - began > limit;
  return solveEquilibrium(world, { approach: "stated first", cancelled })[0];
}

const worlds: { readonly seed: number; readonly world: World }[] = [];
for (let seed = 1; worlds.length < count; seed++) {
  const world = worldOf(seed);
  if (world !== null) worlds.push({ seed, world });
}
const sizes = worlds.map(({ world }) => world.header.nodes).sort((a, b) => a - b);
console.log(`${count} scenarios, ${sizes[0]} to ${sizes.at(-1)} states, half above ${sizes[sizes.length >> 1]}`);

for (const [name, lambda] of Object.entries(STEADINESS)) {
  const evaluations: number[] = [];
  const unsolved: string[] = [];
  const before = processorTime();
  for (const { seed, world } of worlds) {
    const began = processorTime();
    const found = solve(withSteadiness(world, lambda * POINTS));
    if (found.status === "solved") evaluations.push(found.certificate.iterations);
    else unsolved.push(`${seed} (${found.status}, ${(processorTime() - began).toFixed(0)} s)`);
  }
  evaluations.sort((a, b) => a - b);
  const quantile = (share: number) =>
    evaluations[Math.min(evaluations.length - 1, Math.floor(share * evaluations.length))];
  console.log(
    `${name} (lambda ${lambda} a point): ${((100 * evaluations.length) / count).toFixed(1)} % solved; evaluations: median ${quantile(0.5)}, ` +
      `95 % ${quantile(0.95)}; ${(processorTime() - before).toFixed(0)} s in all${unsolved.length === 0 ? "" : `; not solved: ${unsolved.join(", ")}`}`,
  );
}
