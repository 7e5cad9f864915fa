/**
 * The numerical error: of play that is stopped early, against the equilibrium that it comes to when it goes on, whose
 * every event is compared by the total variation of where play ends.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gamesInSequence } from "../../test/games-in-sequence.ts";
import { randomScenario } from "../../test/random/random-scenario.ts";
import { buildWorld } from "../build/build.ts";
import { loadScenario } from "../language/load.ts";
import type { World } from "../world/world.ts";
import { createCorrector, sweepTo } from "./corrector.ts";
import { distanceToEquilibrium } from "./distance.ts";
import { solveEquilibrium } from "./equilibrium.ts";
import { createLogitMap, startingLogPolicy } from "./logit-map.ts";
import { measureResidual } from "./residual.ts";

const GAMES = 50;
const MOST_EDGES = 20_000;
/** Below this the equilibrium compared with is not known well enough itself. */
const KNOWN = 1e-9;
/**
 * The largest error of any event may be missed in so many of a hundred, and be told as not known in so many, if it can
 * be seen.
 */
const MISSED = 3;
const UNKNOWN = 15;
const SEEN = 1e-3;
/** How many times the real error is told: half of the time, and at nine of ten. */
const USUAL = 20;
const SELDOM = 500;

function worldOf(seed: number, lambda: number): World | null {
  const shape = { maxPeriods: 4 + (seed % 8), eyes: seed % 4 === 0 };
  const [text] = fc.sample(randomScenario(shape), { seed, numRuns: 1 });
  const { scenario } = loadScenario("random", () => text);
  if (scenario === undefined) return null;
  let edges = 0;
  const onProgress = (progress: { readonly edges: number }) => {
    edges = progress.edges;
  };
  const built = buildWorld(scenario, { cancelled: () => edges > MOST_EDGES, onProgress });
  if (built.status !== "built") return null;
  const { header } = built.world;
  const actors = header.description.actors.map((actor) => ({ ...actor, lambda }));
  return { ...built.world, header: { ...header, description: { ...header.description, actors } } };
}

/**
 * What is told of play after so many sweeps, and the largest difference of any event's probability from where it comes
 * to rest; null where that is as good as none.
 */
function stoppedAfter(sweeps: number, world: World): { told: number | null; real: number } | null {
  const map = createLogitMap(world);
  if (map.layout.nothingHidden || map.layout.logitSlots === 0) return null;
  const corrector = createCorrector(map);
  corrector.x.set(startingLogPolicy(world));
  sweepTo(corrector, 1, 1e-11, sweeps);
  const early = corrector.x.slice();
  measureResidual(map, early, 1);
  const reach = map.reaches[0].slice();
  const [rest] = solveEquilibrium(world, { from: early.map(Math.exp) });
  if (rest.status !== "solved") return null;
  let apart = 0;
  for (let node = 0; node < world.header.nodes; node++) {
    if (world.nodeEdge[node] === world.nodeEdge[node + 1]) apart += Math.abs(reach[node] - rest.reach[node]) / 2;
  }
  return apart < KNOWN ? null : { told: distanceToEquilibrium(createCorrector(map), early, 1), real: apart };
}

describe("play that is stopped early, in random games of three kinds of steadiness", () => {
  const stopped: NonNullable<ReturnType<typeof stoppedAfter>>[] = [];
  for (let seed = 1, games = 0; games < GAMES; seed++) {
    const world = worldOf(seed, [1, 3, 9][seed % 3]);
    const found = world === null ? [] : [2, 4, 6, 9].flatMap((sweeps) => stoppedAfter(sweeps, world) ?? []);
    if (found.length > 0) games++;
    stopped.push(...found);
  }

  test("the error told covers the largest of any event, nearly always", () => {
    const missed = stopped.filter(({ told, real }) => told !== null && told < real);
    expect(stopped.length).toBeGreaterThan(GAMES);
    expect(missed.length).toBeLessThanOrEqual((MISSED * stopped.length) / 100);
  });

  test("is not known only far from the equilibrium, and seldom", () => {
    const unknown = stopped.filter(({ told }) => told === null);
    expect(unknown.length).toBeLessThanOrEqual((UNKNOWN * stopped.length) / 100);
    for (const { real } of unknown) expect(real).toBeGreaterThan(SEEN);
  });

  test("and is of its order", () => {
    const times = stopped.flatMap(({ told, real }) => (told === null ? [] : [told / real])).sort((a, b) => a - b);
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(USUAL);
    expect(times[Math.floor(0.9 * times.length)]).toBeLessThan(SELDOM);
  });
});

test("a solution is told with its error; one without hidden information has none to speak of", () => {
  const certificates = solveEquilibrium(gamesInSequence.world, { scales: [0.5, 1] }).map((result) => {
    if (result.status !== "solved") throw new Error(result.status);
    return result.certificate;
  });
  expect(certificates[0].numericalError).toBeUndefined();
  expect(certificates[1].numericalError).toBeGreaterThanOrEqual(certificates[1].massLost);
  expect(certificates[1].numericalError).toBeLessThan(1e-8);
});
