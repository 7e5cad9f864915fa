/**
 * One contract, two implementations: the fast kernels compute what the plain ones do, whatever the number of columns,
 * the sizes of sets, the steadiness.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openText } from "../../test/open-text.ts";
import { randomScenario } from "../../test/random/random-scenario.ts";
import { seededWorld, uniform } from "../../test/seeded-world.ts";
import { SetKind, type World } from "../world/world.ts";
import { fastKernels } from "./fast.ts";
import { type Kernels, plainKernels } from "./kernels.ts";
import { sweepLayout } from "./layout.ts";

/** Both add the same terms in nearly the same order; their exponentials differ in the last place. */
const TOLERANCE = 1e-13;
/** Units in the last place between two exponentials, each of which is less than one off. */
const EXPONENTIAL_ULPS = 1n;

const ROOM = 1_000_000;

interface Swept {
  readonly reach: Float64Array;
  readonly lastReach: Float64Array; // in the last view
  readonly values: Float64Array;
  readonly q: Float64Array;
  readonly mass: Float64Array;
  // Derivatives along a random direction.
  readonly moved: Float64Array;
  readonly change: Float64Array;
  readonly sums: Float64Array;
  // The same transposed, from random numbers.
  readonly due: Float64Array;
  readonly logs: Float64Array;
  readonly dueBelief: Float64Array;
  readonly dueReach: Float64Array;
  readonly costDue: Float64Array;
  readonly cost: Float64Array; // of choosing
}

function sweep(world: World, kernels: Kernels): Swept {
  const { nodes, columns, slots, layers } = world.header;
  const random = uniform(3);
  const policy = kernels.reals(slots);
  for (let slot = 0; slot < slots; slot++) policy[slot] = slot === 0 ? 1 : random();
  const reach = kernels.reals(nodes);
  const lastReach = kernels.reals(nodes);
  reach[0] = 1;
  lastReach[0] = 1;
  const values = kernels.reals(nodes * columns);
  const [q, mass] = [kernels.reals(slots), kernels.reals(slots)];
  for (let l = 0; l < layers; l++) {
    kernels.push(world.layerNode[l], world.layerNode[l + 1], policy, reach);
    kernels.push(world.layerNode[l], world.layerNode[l + 1], policy, lastReach, world.header.views - 1);
  }
  const cost = sweepLayout(world).tasteful
    ? costs(world, kernels, policy)
    : kernels.reals(world.header.informationSets);
  for (let l = layers - 1; l >= 0; l--) {
    kernels.gather(l, reach, { values, q, mass });
    kernels.pull(l, policy, values);
    kernels.takeCosts(l, cost, values);
  }
  const direction = kernels.reals(slots);
  for (let slot = 1; slot < slots; slot++) direction[slot] = random() - 0.5;
  const moved = kernels.reals(nodes);
  const change = kernels.reals(nodes * columns);
  const sums = kernels.reals(slots);
  kernels.pushChange({ policy, reach: lastReach, direction, change: moved }, world.header.views - 1);
  for (let l = layers - 1; l >= 0; l--) {
    kernels.gatherChange(l, { belief: lastReach, moved, values, change, q }, sums);
    kernels.pullChange(l, { policy, answer: direction, values, change });
    kernels.takeCosts(l, cost, change);
  }
  const due = kernels.reals(nodes * columns);
  const [logs, price] = [kernels.reals(slots), kernels.reals(slots)];
  const [dueBelief, dueReach] = [kernels.reals(nodes), kernels.reals(nodes)];
  for (let slot = 1; slot < slots; slot++) price[slot] = random() - 0.5;
  for (let place = 0; place < due.length; place++) due[place] = random() - 0.5;
  for (let node = 0; node < nodes; node++) dueReach[node] = random() - 0.5;
  const costDue = kernels.reals(sweepLayout(world).tasteful ? world.header.informationSets : 0);
  for (let l = 0; l < layers; l++) {
    if (costDue.length > 0) kernels.costsBack(l, due, costDue);
    kernels.pullBack(l, { policy, values, due, logs });
    kernels.gatherBack(l, { belief: lastReach, values, q, price, due, moved: dueBelief });
  }
  kernels.pushBack({ policy, reach: lastReach, moved: dueReach, logs }, world.header.views - 1);
  logs[0] = 0; // chance: nobody asks for it, and thousands of terms meet there
  return { reach, lastReach, values, q, mass, moved, change, sums, due, logs, dueBelief, dueReach, cost, costDue };
}

/**
 * What choosing costs in every set but each third, at a policy whose chances are not even normalised; some are zero.
 */
function costs(world: World, kernels: Kernels, policy: Float64Array): Float64Array {
  const { slots, informationSets } = world.header;
  const [chances, logPolicy] = [kernels.reals(slots), kernels.reals(slots)];
  policy.forEach((chance, slot) => {
    chances[slot] = slot % 7 === 3 ? 0 : chance;
    logPolicy[slot] = Math.log(chances[slot]);
  });
  const cost = kernels.reals(informationSets);
  for (let set = 0; set < informationSets; set++) {
    if (world.setKind[set] === SetKind.fixed) continue; // its weights may be zero
    const costing = { lambda: set % 5 === 2 ? 0 : 5, plain: set % 2 === 1, policy: chances, logPolicy };
    if (set % 3 !== 0) kernels.costOf(set, set + 1, costing, cost);
  }
  return cost;
}

/** The world with tastes at every desk, so that kernels hear where they count. */
function tasteful(world: World): World {
  const { description } = world.header;
  const actors = description.actors.map((_, actor) => actor);
  const named =
    description.desks.length > 0 ? description.desks : actors.map((actor) => ({ name: "", actor, moves: [] }));
  const desks = named.map((desk) => ({ ...desk, noise: "tastes" as const }));
  const setDesk = description.desks.length > 0 ? world.setDesk : Uint16Array.from(world.setActor);
  return { ...world, setDesk, header: { ...world.header, description: { ...description, desks } } };
}

/** Largest difference, relative to the size of the numbers. */
function difference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]) / Math.max(1, Math.abs(value))), 0);
}

/**
 * The same relative to the largest number: sums of terms of either sign, which are known to a part of their largest.
 */
function differenceOfAll(a: Float64Array, b: Float64Array): number {
  const largest = a.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]) / largest), 0);
}

const passes = ["reach", "lastReach", "values", "q", "mass", "moved", "change", "sums", "cost"] as const;
const transposed = ["due", "logs", "dueBelief", "dueReach", "costDue"] as const;

/** The arrays that two implementations tell apart. */
function unlike(one: Swept, other: Swept): string[] {
  return [
    ...passes.filter((name) => difference(one[name], other[name]) > TOLERANCE),
    ...transposed.filter((name) => differenceOfAll(one[name], other[name]) > TOLERANCE),
  ];
}

/** What sets choose at several steadinesses, from Q of all sizes, and what their logarithms are when normalised. */
function choose(world: World, kernels: Kernels): Record<string, Float64Array> {
  const { slots, informationSets } = world.header;
  const random = uniform(5);
  const [q, mass, policy, logs, chances] = Array.from({ length: 5 }, () => kernels.reals(slots));
  const chosen: Record<string, Float64Array> = {};
  for (const lambda of [0, 0.2, 40, 1e6, 1e300]) {
    for (let slot = 0; slot < slots; slot++) {
      q[slot] = 200 * random() - 100;
      mass[slot] = slot % 5 === 0 ? 0 : random();
    }
    kernels.divide(1, slots, q, mass);
    kernels.choose(0, informationSets, lambda, { q, policy, logPolicy: logs });
    chosen[`policy at ${lambda}`] = policy.slice();
    chosen[`logarithms at ${lambda}`] = logs.slice();
    logs.forEach((log, slot) => {
      logs[slot] = log + (slot % 7);
    });
    kernels.normalise(0, informationSets, chances, logs);
    chosen[`normalised at ${lambda}`] = logs.slice();
    chosen[`chances at ${lambda}`] = chances.slice();
  }
  return chosen;
}

/** A world of so many sets with 1 to 9 actions each; every fourth action has no weight. */
function worldOfSets(sets: number): World {
  const sizes = Array.from({ length: sets }, (_, set) => 1 + ((set * 5) % 9));
  const slots = 1 + sizes.reduce((sum, size) => sum + size, 0);
  const world = seededWorld({ name: "contract", edges: 4_000, width: 100, columns: 2 }, 1);
  const setSlot = new Uint32Array(sets + 1);
  sizes.forEach((size, set) => {
    setSlot[set + 1] = setSlot[set] + size;
  });
  const slotLogWeight = Float64Array.from({ length: slots }, (_, slot) => (slot % 4 === 3 ? -Infinity : -(slot % 13)));
  return {
    ...world,
    header: { ...world.header, informationSets: sets, slots },
    setSlot: setSlot.map((slot) => slot + 1),
    slotLogWeight,
    setKind: new Uint8Array(sets),
    setActor: new Uint8Array(sets),
    setLayer: new Uint32Array(sets),
    setWeights: new Uint32Array(sets),
  };
}

/** Distance of two positive numbers in units in the last place. */
function ulps(a: number, b: number): bigint {
  const [one, two] = new BigInt64Array(new Float64Array([a, b]).buffer);
  return one > two ? one - two : two - one;
}

const finite = (value: number) => (Number.isFinite(value) ? value : 0);

describe("fast kernels", () => {
  test.each([1, 2, 129, 300])("choose as the plain ones do in %i sets of 1 to 9 actions", (sets) => {
    const world = worldOfSets(sets);
    const layout = sweepLayout(world);
    const plain = choose(world, plainKernels(world, layout));
    const fast = choose(world, fastKernels(world, layout, ROOM)!);
    for (const [name, numbers] of Object.entries(plain)) {
      const other = fast[name];
      // The same zeros, infinities, and nothings where a set has no weight at all.
      const unlike = numbers.findIndex((value, i) => !Number.isFinite(value + other[i]) && !Object.is(value, other[i]));
      expect([name, unlike]).toEqual([name, -1]);
      expect(difference(numbers.map(finite), other.map(finite))).toBeLessThan(TOLERANCE);
    }
  });

  test("exponentiate to the last place, over the whole range and beyond", () => {
    const world = seededWorld({ name: "contract", edges: 4_000, width: 100, columns: 2 }, 1);
    const kernels = fastKernels(world, sweepLayout(world), ROOM)!;
    const special = [0, -0, -Infinity, Infinity, Number.NaN, -708, -708.5, -745.1, -745.2, -1e5, 709.7, 709.8, 1e5];
    const random = uniform(11);
    const some = Array.from({ length: 20_001 }, (_, i) => (i % 2 === 0 ? -20 * random() : 1500 * random() - 750));
    const numbers = [...special, ...some];
    const found = kernels.reals(numbers.length);
    found.set(numbers);
    kernels.exponentiate(found);
    const wrong = numbers.filter((x, i) => {
      const exact = Math.exp(x);
      return Number.isFinite(exact) ? ulps(found[i], exact) > EXPONENTIAL_ULPS : !Object.is(found[i], exact);
    });
    expect(wrong).toEqual([]);
  });

  test.each([1, 2, 3].flatMap((views) => [1, 2, 3, 4, 5, 6, 7].map((columns) => [columns, views])))(
    "agree with the plain ones on %i columns in %i views",
    (columns, views) => {
      const world = tasteful(seededWorld({ name: "contract", edges: 40_000, width: 300, columns, views }, columns));
      const plain = sweep(world, plainKernels(world, sweepLayout(world)));
      const fast = sweep(world, fastKernels(world, sweepLayout(world), ROOM)!);
      expect(Math.max(...plain.reach)).toBeGreaterThan(0);
      expect(Math.max(...plain.cost)).toBeGreaterThan(0);
      expect(difference(plain.reach, plain.lastReach) > 0).toBe(views > 1);
      expect(unlike(plain, fast)).toEqual([]);
    },
  );

  test("agree with the plain ones on random scenarios", () => {
    let swept = 0;
    fc.assert(
      fc.property(randomScenario(), (text) => {
        const opened = openText(text);
        if (opened.status !== "open" || opened.world.header.edges > 50_000) return;
        const world = tasteful(opened.world);
        const plain = sweep(world, plainKernels(world, sweepLayout(world)));
        const fast = sweep(world, fastKernels(world, sweepLayout(world), ROOM)!);
        expect(unlike(plain, fast)).toEqual([]);
        swept++;
      }),
      { numRuns: 100 },
    );
    expect(swept).toBeGreaterThan(50);
  });

  test("refuse arrays from outside their memory, and a world beyond it", () => {
    const world = seededWorld({ name: "contract", edges: 4_000, width: 100, columns: 2 }, 1);
    const kernels = fastKernels(world, sweepLayout(world), ROOM)!;
    const outside = new Float64Array(world.header.nodes);
    expect(() => kernels.push(0, 1, outside, outside)).toThrow("outside");
    expect(fastKernels(world, sweepLayout(world), 2 ** 30)).toBeNull();
  });
});
