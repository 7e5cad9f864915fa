/**
 * A game tree as a world, so that the same solver serves both. Information sets are put on a timeline where one exists:
 * contracting every set to a point leaves a graph of points, and points of one height form a layer. Where that graph
 * has a circle (a set that is sometimes before and sometimes after another), no timeline exists; the sets of the circle
 * are marked SPANNING and their nodes are layered by depth.
 */
import { toNumber } from "../../math/fraction.ts";
import {
  allocateWorld,
  arrayBytes,
  LayerKind,
  NO_SET,
  SPANNING,
  sealWorld,
  type World,
  type WorldHeader,
} from "../../world/world.ts";
import type { GameTree, TreeNode } from "./game-tree.ts";

/** Bytes that the world of a tree takes at most. */
export function bytesOfTree(tree: GameTree): number {
  return arrayBytes(headerOf(tree, tree.nodes.length, 1));
}

/** The world of a tree; every player has the given lambda and decides by ordinary logit. Sets keep the tree's order. */
export function treeToWorld(tree: GameTree, lambda = 1): World {
  const { height, spanning } = timeline(tree);
  const order = tree.nodes.map((_, node) => node).sort((a, b) => height[a] - height[b] || a - b);
  const heights = [...new Set(order.map((node) => height[node]))];
  const world = allocateWorld(headerOf(tree, heights.length, lambda));
  const place = new Uint32Array(tree.nodes.length);
  order.forEach((node, index) => {
    place[node] = index;
  });
  writeLayers(world, order, height);
  writeSets(world, tree, spanning, height, heights);
  writeNodes(world, tree, order, place);
  sealWorld(world);
  return world;
}

/** Height of every node (children are higher than parents), and which sets have no single height. */
function timeline(tree: GameTree): { height: Int32Array; spanning: boolean[] } {
  const spanning = tree.informationSets.map(() => false);
  for (;;) {
    const height = longestPaths(tree, spanning);
    if (height) return { height, spanning };
    for (const set of setsOnCircles(tree, spanning)) spanning[set] = true;
  }
}

/** The point of a node: its set, where the set is contracted, else itself. */
function pointOf(tree: GameTree, spanning: readonly boolean[]): (node: number) => number {
  const sets = tree.informationSets.length;
  return (node) => {
    const set = tree.nodes[node].informationSet;
    return set >= 0 && !spanning[set] ? set : sets + node;
  };
}

/** Arrows between points, as lists of targets. */
function arrows(tree: GameTree, spanning: readonly boolean[]): number[][] {
  const point = pointOf(tree, spanning);
  const targets: number[][] = Array.from({ length: tree.informationSets.length + tree.nodes.length }, () => []);
  tree.nodes.forEach((node, index) => {
    for (const child of node.children) targets[point(index)].push(point(child));
  });
  return targets;
}

/** Longest-path heights in topological order of the points (Kahn); null when the points form a circle. */
function longestPaths(tree: GameTree, spanning: readonly boolean[]): Int32Array | null {
  const targets = arrows(tree, spanning);
  const waiting = new Int32Array(targets.length);
  for (const list of targets) for (const target of list) waiting[target]++;
  const height = new Int32Array(targets.length);
  const ready: number[] = [];
  waiting.forEach((count, point) => {
    if (count === 0) ready.push(point);
  });
  let done = 0;
  for (let point = ready.pop(); point !== undefined; point = ready.pop()) {
    done++;
    for (const target of targets[point]) {
      height[target] = Math.max(height[target], height[point] + 1);
      if (--waiting[target] === 0) ready.push(target);
    }
  }
  if (done < targets.length) return null;
  const point = pointOf(tree, spanning);
  return Int32Array.from(tree.nodes, (_, node) => height[point(node)]);
}

/**
 * The sets on circles: those that can reach themselves through the points, in strong components of the graph (Tarjan).
 */
function setsOnCircles(tree: GameTree, spanning: readonly boolean[]): number[] {
  const targets = arrows(tree, spanning);
  const onCircle = pointsOnCircles(targets);
  return tree.informationSets.flatMap((_, set) => (!spanning[set] && onCircle[set] ? [set] : []));
}

/** Without recursion: trees may be deep. */
function pointsOnCircles(targets: readonly number[][]): Uint8Array {
  const { length } = targets;
  const onCircle = new Uint8Array(length);
  const [number, low, next] = [new Int32Array(length), new Int32Array(length), new Int32Array(length)];
  const component: number[] = [];
  const waiting = new Uint8Array(length); // in `component`
  let count = 0;
  const way: number[] = [];
  const enter = (point: number) => {
    number[point] = low[point] = ++count;
    component.push(point);
    waiting[point] = 1;
    way.push(point);
  };
  const leave = (point: number) => {
    const from = component.lastIndexOf(point);
    const members = component.splice(from);
    for (const member of members) waiting[member] = 0;
    if (members.length > 1 || targets[point].includes(point)) for (const member of members) onCircle[member] = 1;
  };
  for (let root = 0; root < length; root++) {
    if (number[root] === 0) enter(root);
    while (way.length > 0) {
      const point = way[way.length - 1];
      const target = targets[point][next[point]++];
      if (target === undefined) {
        way.pop();
        if (low[point] === number[point]) leave(point);
        const before = way[way.length - 1];
        if (before !== undefined) low[before] = Math.min(low[before], low[point]);
      } else if (number[target] === 0) enter(target);
      else if (waiting[target] === 1) low[point] = Math.min(low[point], number[target]);
    }
  }
  return onCircle;
}

function headerOf(tree: GameTree, layers: number, lambda: number): WorldHeader {
  const players = tree.players.length;
  return {
    version: 5,
    views: 1,
    nodes: tree.nodes.length,
    edges: tree.nodes.length - 1,
    layers,
    informationSets: tree.informationSets.length,
    slots: 1 + tree.informationSets.reduce((sum, set) => sum + set.actions.length, 0),
    columns: players,
    actors: players,
    stateWords: 0,
    payRows: 1 + tree.nodes.filter((node) => node.payoffs).length,
    coefficients: 1 + tree.nodes.reduce((sum, node) => sum + node.chances.length, 0),
    labels: 1,
    labelItems: 0,
    weightRows: players,
    starts: 1,
    description: {
      title: tree.title,
      scenarioHash: "",
      actors: tree.players.map((name, i) => ({ id: `${i + 1}`, name, lambda })),
      columns: tree.players.map((name, i) => ({ id: `${i + 1}`, name, actor: i })),
      desks: tree.players.map((name, i) => ({ name, actor: i, moves: [] })),
      periods: [{ start: 0, days: 0 }],
      asked: 1,
      variables: [],
      occurrences: [],
    },
  };
}

function writeLayers(world: World, order: readonly number[], height: Int32Array): void {
  let layer = -1;
  order.forEach((node, index) => {
    if (index === 0 || height[node] !== height[order[index - 1]]) world.layerNode[++layer] = index;
  });
  world.layerNode[world.header.layers] = order.length;
  world.layerKind.fill(LayerKind.decision);
  world.layerDesk.fill(0xffffffff);
  world.layerDiscount.fill(1);
}

function writeSets(
  world: World,
  tree: GameTree,
  spanning: readonly boolean[],
  height: Int32Array,
  heights: readonly number[],
): void {
  const layers = new Map(heights.map((one, layer) => [one, layer]));
  let slot = 1;
  tree.informationSets.forEach((set, index) => {
    world.setSlot[index] = slot;
    world.setLayer[index] = spanning[index] ? SPANNING : layers.get(height[set.members[0]])!;
    world.setActor[index] = set.player;
    world.setDesk[index] = set.player;
    world.setWeights[index] = set.player;
    set.actions.forEach((_, action) => {
      world.slotMove[slot] = action;
      world.slotLogWeight[slot++] = -Math.log(set.actions.length);
    });
  });
  world.setSlot[tree.informationSets.length] = slot;
  for (let player = 0; player < tree.players.length; player++)
    world.weightRow[player * tree.players.length + player] = 1;
}

function writeNodes(world: World, tree: GameTree, order: readonly number[], place: Uint32Array): void {
  const at = { edge: 0, pay: 1, coefficient: 1 };
  world.coefficient[0] = 1;
  world.startNode[0] = place[0];
  world.startChance[0] = 1;
  order.forEach((index, number) => {
    const node = tree.nodes[index];
    world.nodeEdge[number] = at.edge;
    world.nodeSet[number] = node.informationSet >= 0 ? node.informationSet : NO_SET;
    if (node.payoffs) {
      world.payRow.set(node.payoffs, at.pay * world.header.columns);
      world.nodePay[number] = at.pay++;
    }
    writeEdges(world, node, place, at);
  });
  world.nodeEdge[order.length] = at.edge;
}

function writeEdges(world: World, node: TreeNode, place: Uint32Array, at: { edge: number; coefficient: number }): void {
  node.children.forEach((child, branch) => {
    world.edgeTarget[at.edge] = place[child];
    if (node.kind === "player") world.edgeSlot[at.edge] = world.setSlot[node.informationSet] + branch;
    else {
      world.coefficient[at.coefficient] = toNumber(node.chances[branch]);
      world.edgeCoefficient[at.edge] = at.coefficient++;
    }
    at.edge++;
  });
}
