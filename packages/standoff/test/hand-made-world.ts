/**
 * Worlds from hand-written game trees, for tests of the sweeps and the solver: nodes stand in one layer per depth, sets
 * are named, weights are equal (ordinary logit) unless given.
 */
import {
  allocateWorld,
  type DeskDescription,
  LayerKind,
  NO_SET,
  SetKind,
  SPANNING,
  type World,
} from "../src/world/world.ts";

export type Tree =
  | { readonly pay: readonly number[] }
  | { readonly chance: readonly (readonly [number, Tree])[] }
  | { readonly set: string; readonly player: number; readonly moves: Readonly<Record<string, Tree>> };

export interface HandMadeOptions {
  /** Per player; default 1. */
  readonly lambda?: readonly number[];
  /** Fixed chances of a set's moves. */
  readonly fixed?: Readonly<Record<string, readonly number[]>>;
  /** Prior weights of a set's moves. */
  readonly weights?: Readonly<Record<string, readonly number[]>>;
  /**
   * The view of every player; default all the first. In each further view the chances of a chance node stand one place
   * further on, the last ones first.
   */
  readonly eyes?: readonly number[];
  /** What the noise of all choices is; by default mistakes. Plain tastes count all weights as one. */
  readonly noise?: "tastes" | "plain tastes" | undefined;
}

export interface HandMade {
  readonly world: World;
  /** Slot of a move, by "set" and "move". */
  readonly slot: (set: string, move: string) => number;
}

interface Placed {
  readonly tree: Tree;
  readonly depth: number;
  readonly children: number[]; // indices into the list of placed nodes
  number: number;
}

export function handMadeWorld(players: number, tree: Tree, options: HandMadeOptions = {}): HandMade {
  const placed = place(tree);
  const sets = setsOf(placed);
  const names = [...sets.keys()];
  const firstSlots = new Map<string, number>();
  let slots = 1;
  for (const [name, set] of sets) {
    firstSlots.set(name, slots);
    slots += set.moves.length;
  }
  const edges = placed.reduce((sum, node) => sum + node.children.length, 0);
  const ends = placed.filter((node) => "pay" in node.tree).length;
  const depth = Math.max(...placed.map((node) => node.depth)) + 1;
  const world = allocateWorld({
    version: 5,
    views: Math.max(0, ...(options.eyes ?? [])) + 1,
    nodes: placed.length,
    edges,
    layers: depth,
    informationSets: sets.size,
    slots,
    columns: players,
    actors: players,
    stateWords: 0,
    payRows: 1 + ends,
    coefficients: 1 + edges,
    labels: 1,
    labelItems: 0,
    weightRows: players,
    starts: 1,
    description: {
      title: "hand-made",
      scenarioHash: "",
      actors: Array.from({ length: players }, (_, i) => ({
        id: `${i}`,
        name: `${i}`,
        lambda: options.lambda?.[i] ?? 1,
      })),
      columns: Array.from({ length: players }, (_, i) => ({ id: `${i}`, name: `${i}`, actor: i })),
      desks: desksOf(players, options),
      periods: [{ start: 0, days: 0 }],
      asked: 1,
      variables: [],
      occurrences: [],
    },
  });
  writeLayers(world, placed);
  names.forEach((name, index) => {
    const set = sets.get(name)!;
    const first = firstSlots.get(name)!;
    const fixed = options.fixed?.[name];
    world.setSlot[index] = first;
    world.setLayer[index] = set.depths.size === 1 ? [...set.depths][0] : SPANNING;
    world.setActor[index] = set.player;
    world.setDesk[index] = set.player;
    world.setWeights[index] = set.player;
    world.setKind[index] = fixed ? SetKind.fixed : SetKind.logit;
    const weights = fixed ?? options.weights?.[name] ?? set.moves.map(() => 1);
    const sum = options.noise === undefined ? 1 : weights.reduce((total, weight) => total + weight, 0); // tastes need it
    set.moves.forEach((_, move) => {
      world.slotLogWeight[first + move] = Math.log(weights[move] / sum);
      world.slotMove[first + move] = move;
    });
  });
  world.setSlot[names.length] = slots;
  for (let player = 0; player < players; player++) world.weightRow[player * players + player] = 1;
  writeNodes(world, placed, names, firstSlots);
  world.actorView.set(options.eyes ?? []);
  return {
    world,
    slot: (set, move) => firstSlots.get(set)! + sets.get(set)!.moves.indexOf(move),
  };
}

/** One desk a player; their moves have no names. */
function desksOf(players: number, { noise }: HandMadeOptions): DeskDescription[] {
  return Array.from({ length: players }, (_, actor) => ({
    name: `${actor}`,
    actor,
    moves: [],
    ...(noise && { noise: "tastes" }),
    ...(noise === "plain tastes" && { plain: true }),
  }));
}

/** All nodes, sorted by depth, numbered in that order. */
function place(tree: Tree): Placed[] {
  const placed: Placed[] = [{ tree, depth: 0, children: [], number: 0 }];
  for (let i = 0; i < placed.length; i++) {
    const { tree: node, depth, children } = placed[i];
    const below =
      "pay" in node ? [] : "chance" in node ? node.chance.map(([, child]) => child) : Object.values(node.moves);
    for (const child of below) {
      children.push(placed.length);
      placed.push({ tree: child, depth: depth + 1, children: [], number: placed.length });
    }
  }
  return placed; // breadth first: already in order of depth
}

function setsOf(
  placed: readonly Placed[],
): Map<string, { readonly player: number; readonly moves: string[]; readonly depths: Set<number> }> {
  const sets = new Map<string, { player: number; moves: string[]; depths: Set<number> }>();
  for (const { tree, depth } of placed) {
    if (!("set" in tree)) continue;
    const moves = Object.keys(tree.moves);
    const set = sets.get(tree.set) ?? { player: tree.player, moves, depths: new Set<number>() };
    if (set.moves.join() !== moves.join()) throw new Error(`set ${tree.set} has different moves at its nodes`);
    set.depths.add(depth);
    sets.set(tree.set, set);
  }
  return sets;
}

function writeLayers(world: World, placed: readonly Placed[]): void {
  world.layerKind.fill(LayerKind.decision);
  world.layerDesk.fill(0xffffffff);
  world.layerDiscount.fill(1);
  placed.forEach((node, i) => {
    if (i === 0 || placed[i - 1].depth !== node.depth) world.layerNode[node.depth] = i;
  });
  world.layerNode[world.header.layers] = placed.length;
}

function writeNodes(
  world: World,
  placed: readonly Placed[],
  names: readonly string[],
  firstSlots: ReadonlyMap<string, number>,
): void {
  let edge = 0;
  let pay = 1;
  const { views, coefficients } = world.header;
  for (let view = 0; view < views; view++) world.coefficient[view * coefficients] = 1;
  world.startChance.fill(1);
  placed.forEach(({ tree, children }, node) => {
    world.nodeEdge[node] = edge;
    world.nodeSet[node] = "set" in tree ? names.indexOf(tree.set) : NO_SET;
    if ("pay" in tree) {
      world.payRow.set(tree.pay, pay * world.header.columns);
      world.nodePay[node] = pay++;
    }
    children.forEach((child, branch) => {
      world.edgeTarget[edge] = child;
      if ("set" in tree) world.edgeSlot[edge] = firstSlots.get(tree.set)! + branch;
      if ("chance" in tree) {
        const chances = tree.chance.map(([chance]) => chance);
        for (let view = 0; view < views; view++) {
          world.coefficient[view * coefficients + edge + 1] = chances.at((branch - view) % chances.length);
        }
        world.edgeCoefficient[edge] = edge + 1;
      }
      edge++;
    });
  });
  world.nodeEdge[placed.length] = edge;
}
