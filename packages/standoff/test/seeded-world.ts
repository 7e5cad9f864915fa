/**
 * Seeded worlds for benchmarks and contract tests: layered graphs of a given number of edges and width with the
 * proportions of real scenarios: two thirds of the layers are decisions with sets of a few nodes and three actions, the
 * rest chance; four columns; targets near one another, as discovery order leaves them.
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { allocateWorld, LayerKind, NO_SET, type World } from "../src/world/world.ts";

export interface SeededSize {
  readonly name: string;
  readonly edges: number;
  /** Nodes a layer. */
  readonly width: number;
  readonly columns: number;
  /** Ways in which chances are seen, taken in turn by the actors. Default 1. */
  readonly views?: number;
}

const EDGES_PER_NODE = 4; // 1 idle + 3 actions, or 4 branches of chance
const ACTIONS = 3;
const NODES_PER_SET = 4;
const COEFFICIENTS = 512;
const PAY_ROWS = 64;
const ACTORS = 4;

/** A world of about `edges` edges. The same seed gives the same world. */
export function seededWorld(size: SeededSize, seed: number): World {
  const random = uniform(seed);
  const inner = Math.max(2, Math.round(size.edges / EDGES_PER_NODE / size.width));
  const layers = inner + 1;
  const decisions = Array.from({ length: inner }, (_, layer) => layer % 3 !== 2);
  const setsPerLayer = Math.ceil(size.width / NODES_PER_SET);
  const sets = decisions.filter(Boolean).length * setsPerLayer;
  const world = allocateWorld({
    version: 5,
    views: size.views ?? 1,
    nodes: layers * size.width,
    edges: inner * size.width * EDGES_PER_NODE,
    layers,
    informationSets: sets,
    slots: 1 + sets * ACTIONS,
    columns: size.columns,
    actors: ACTORS,
    stateWords: 1,
    payRows: PAY_ROWS,
    coefficients: COEFFICIENTS,
    labels: PAY_ROWS,
    labelItems: 0,
    weightRows: size.columns,
    starts: size.width, // the whole first layer
    description: {
      title: `seeded ${size.name}`,
      scenarioHash: "",
      actors: Array.from({ length: ACTORS }, (_, i) => ({ id: `${i}`, name: `actor ${i}`, lambda: 0.2 })),
      columns: Array.from({ length: size.columns }, (_, i) => ({ id: `${i}`, name: `column ${i}`, actor: i % ACTORS })),
      desks: [],
      periods: [{ start: 0, days: 1 }],
      asked: 1,
      variables: [],
      occurrences: [],
    },
  });
  fillTables(world, random);
  fillSets(world, decisions, setsPerLayer);
  fillGraph(world, decisions, setsPerLayer, size.width, random);
  return world;
}

/** Uniform numbers in [0, 1) from a seed. */
export function uniform(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

function fillTables(world: World, random: () => number): void {
  const { coefficient, payRow, header } = world;
  // Coefficients come in fours: idle and convening chance of a desk, and two halves of a chance turn.
  for (let i = 0; i < coefficient.length; i += 4) {
    const idle = random();
    coefficient.set([idle, 1 - idle, idle / 2, (1 - idle) / 2], i);
  }
  for (let i = header.columns; i < payRow.length; i++) payRow[i] = random() < 0.2 ? 20 * random() - 10 : 0;
  for (let label = 0; label < PAY_ROWS; label++) world.labelPay[label] = label;
  for (let column = 0; column < header.columns; column++) world.weightRow[column * header.columns + column] = 1;
  for (let actor = 0; actor < ACTORS; actor++) world.actorView[actor] = actor % header.views;
  world.layerDiscount.fill(0.999);
  world.startChance.fill(1 / world.header.starts);
  for (let node = 0; node < world.header.starts; node++) world.startNode[node] = node;
}

function fillSets(world: World, decisions: readonly boolean[], setsPerLayer: number): void {
  let set = 0;
  decisions.forEach((decides, layer) => {
    world.layerKind[layer] = decides ? LayerKind.decision : LayerKind.chance;
    for (let i = 0; decides && i < setsPerLayer; i++, set++) {
      world.setSlot[set] = 1 + set * ACTIONS;
      world.setLayer[set] = layer;
      world.setActor[set] = layer % ACTORS;
      world.setWeights[set] = layer % world.header.columns;
    }
  });
  world.layerKind[decisions.length] = LayerKind.final;
  world.setSlot[set] = 1 + set * ACTIONS;
  world.slotLogWeight.fill(-Math.log(ACTIONS));
  world.slotLogWeight[0] = 0;
}

function fillGraph(
  world: World,
  decisions: readonly boolean[],
  setsPerLayer: number,
  width: number,
  random: () => number,
): void {
  let edge = 0;
  let firstSet = 0;
  decisions.forEach((decides, layer) => {
    world.layerNode[layer] = layer * width;
    for (let i = 0; i < width; i++) {
      const node = layer * width + i;
      const set = firstSet + Math.floor(i / NODES_PER_SET);
      world.nodeEdge[node] = edge;
      world.nodeSet[node] = decides ? set : NO_SET;
      world.nodePay[node] = random() < 0.05 ? Math.floor(random() * PAY_ROWS) : 0;
      const quad = 4 * Math.floor(((layer * 31) % (COEFFICIENTS / 4)) * 1);
      for (let k = 0; k < EDGES_PER_NODE; k++, edge++) {
        world.edgeTarget[edge] = (layer + 1) * width + near(i, width, random);
        world.edgeSlot[edge] = decides && k > 0 ? world.setSlot[set] + k - 1 : 0;
        world.edgeCoefficient[edge] = quad + (decides ? (k === 0 ? 0 : 1) : 2 + (k & 1));
        world.edgeLabel[edge] = random() < 0.1 ? Math.floor(random() * PAY_ROWS) : 0;
      }
    }
    if (decides) firstSet += setsPerLayer;
  });
  world.nodeEdge.fill(edge, decisions.length * width);
  world.nodeSet.fill(NO_SET, decisions.length * width);
  for (let i = 0; i < width; i++) world.nodePay[decisions.length * width + i] = Math.floor(random() * PAY_ROWS);
  world.layerNode.fill(world.header.nodes, decisions.length + 1);
  world.layerNode[decisions.length] = decisions.length * width;
}

/** A place in the next layer, mostly close by. */
function near(i: number, width: number, random: () => number): number {
  const distance = random() < 0.9 ? 64 : width;
  const place = i + Math.floor((random() - 0.5) * distance);
  return ((place % width) + width) % width;
}
