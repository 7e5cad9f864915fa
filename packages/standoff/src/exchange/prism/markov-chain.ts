/**
 * A solved world as a plain Markov chain, for PRISM and Storm: strategies fixed, one absorbing state `done` after all
 * ends, a reward structure per payoff column.
 *
 * Chances are nature's. Rewards count what a state is expected to pay before it is left, discounted to the first day,
 * so that R[F done] is the column's value at the start; where its actor sees chances otherwise, the value is what its
 * points (those that it attributes itself) come to with nature's chances, not what it expects. Both tools refuse
 * negative rewards: where a column has any, every step forward by one layer is paid `perLayer` more, so that R[F done]
 * grows by the constant `shift` = perLayer x (layers to `done` from the start), which is stated and must be subtracted.
 */
import { viewOfColumn, type World } from "../../world/world.ts";

export interface MarkovChain {
  readonly states: number; // the last is `done`
  /** State -> first transition, length states + 1; targets ascending in each row, no target twice. */
  readonly row: Uint32Array;
  readonly target: Uint32Array;
  readonly probability: Float64Array;
  /** Node of the world behind every state; -1 for `done`, -2 for a state put into an edge to carry a label. */
  readonly node: Int32Array;
  readonly rewards: readonly ChainReward[];
  readonly labels: readonly ChainLabel[];
}

export interface ChainReward {
  readonly name: string;
  readonly values: Float64Array; // per state, none negative
  /** The column's actor sees chances otherwise: this is not what it expects. */
  readonly otherwise: boolean;
  /** Subtract this from R[F done]. */
  readonly shift: number;
}

export interface ChainLabel {
  readonly name: string;
  readonly states: Uint8Array; // 1 where it holds
}

/** A named mark on nodes or on edges: an edge's mark becomes a state of its own in the middle of it. */
export interface Mark {
  readonly name: string;
  readonly atNode: (node: number) => boolean;
  readonly onEdge: (node: number, edge: number) => boolean;
}

/**
 * The chain of a world under a policy (length slots), with labels for the marks. Of a world up to its last day only,
 * `toCome` says what the states of that day are worth (nodes x columns): they pay it.
 */
export function markovChain(
  world: World,
  policy: Float64Array,
  marks: readonly Mark[] = [],
  toCome: Float64Array | null = null,
): MarkovChain {
  const drafts = draftRows(world, policy, marks);
  const layer = layersOfNodes(world);
  const count = drafts.length;
  const row = new Uint32Array(count + 1);
  drafts.forEach((draft, state) => {
    row[state + 1] = row[state] + draft.to.length;
  });
  const target = new Uint32Array(row[count]);
  const probability = new Float64Array(row[count]);
  drafts.forEach((draft, state) => {
    target.set(draft.to, row[state]);
    probability.set(draft.chance, row[state]);
  });
  const chain = { states: count, row, target, probability, node: Int32Array.from(drafts, (draft) => draft.node) };
  const height = Float64Array.from(drafts, (draft) =>
    draft.node >= 0 ? layer[draft.node] : draft.node === -1 ? world.header.layers : draft.height,
  );
  const paid = expectedPay(world, policy, layer, world.whole ? toCome : null);
  return {
    ...chain,
    rewards: rewardsOf(world, chain, height, paid),
    labels: marks.map((mark) => labelOf(mark, drafts)),
  };
}

interface DraftRow {
  readonly node: number;
  readonly height: number; // for states inside edges: between their ends
  readonly marks: readonly string[];
  readonly to: number[];
  readonly chance: number[];
}

/** State order: a start state where there are several starts, nodes, states in edges, done. */
function draftRows(world: World, policy: Float64Array, marks: readonly Mark[]): DraftRow[] {
  const { header, nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient } = world;
  const first = header.starts > 1 ? 1 : 0;
  const layer = layersOfNodes(world);
  const inner: DraftRow[] = [];
  const rows: DraftRow[] = [];
  const innerFirst = first + header.nodes;
  for (let node = 0; node < header.nodes; node++) {
    const row = new Map<number, number>();
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const chance = coefficient[edgeCoefficient[edge]] * policy[edgeSlot[edge]];
      if (chance === 0) continue;
      const names = marks.filter((mark) => mark.onEdge(node, edge)).map((mark) => mark.name);
      let to = first + edgeTarget[edge];
      if (names.length > 0) {
        const height = (layer[node] + layer[edgeTarget[edge]]) / 2;
        to = innerFirst + inner.push({ node: -2, height, marks: names, to: [to], chance: [1] }) - 1;
      }
      row.set(to, (row.get(to) ?? 0) + chance);
    }
    const names = marks.filter((mark) => mark.atNode(node)).map((mark) => mark.name);
    rows.push({ node, height: 0, marks: names, ...sorted(row) });
  }
  const done = innerFirst + inner.length;
  for (const draft of rows.filter((row) => row.to.length === 0)) {
    draft.to.push(done);
    draft.chance.push(1);
  }
  const starts = new Map<number, number>();
  world.startNode.forEach((node, i) => {
    starts.set(first + node, (starts.get(first + node) ?? 0) + world.startChance[i]);
  });
  const head = first ? [{ node: -2, height: -1, marks: [], ...sorted(starts) }] : [];
  return [...head, ...rows, ...inner, { node: -1, height: header.layers, marks: [], to: [done], chance: [1] }];
}

function sorted(row: Map<number, number>): { to: number[]; chance: number[] } {
  const entries = [...row].filter(([, chance]) => chance > 0).sort((a, b) => a[0] - b[0]);
  return { to: entries.map(([to]) => to), chance: entries.map(([, chance]) => chance) };
}

function layersOfNodes(world: World): Uint32Array {
  const layers = new Uint32Array(world.header.nodes);
  for (let layer = 0; layer < world.header.layers; layer++)
    layers.fill(layer, world.layerNode[layer], world.layerNode[layer + 1]);
  return layers;
}

function labelOf(mark: Mark, drafts: readonly DraftRow[]): ChainLabel {
  return { name: mark.name, states: Uint8Array.from(drafts, (draft) => (draft.marks.includes(mark.name) ? 1 : 0)) };
}

type Rows = Pick<MarkovChain, "states" | "row" | "target" | "probability" | "node">;

/** `height`: per state; `paid`: nodes x columns. */
function rewardsOf(world: World, chain: Rows, height: Float64Array, paid: Float64Array): ChainReward[] {
  return world.header.description.columns.map(({ id }, column) => {
    const values = Float64Array.from(chain.node, (node) =>
      node >= 0 ? paid[node * world.header.columns + column] : 0,
    );
    const least = values.reduce((a, b) => Math.min(a, b), 0);
    const otherwise = viewOfColumn(world, column) > 0;
    if (least === 0) return { name: id, otherwise, values, shift: 0 };
    return { name: id, otherwise, ...shifted(chain, values, height, least) };
  });
}

/**
 * Adds perLayer x (expected layers climbed) to every state, so that none is negative and the sum grows by a constant.
 */
function shifted(
  chain: Rows,
  values: Float64Array,
  height: Float64Array,
  least: number,
): { values: Float64Array; shift: number } {
  const climbs = Float64Array.from(values, (_, state) => {
    let climb = 0;
    for (let e = chain.row[state]; e < chain.row[state + 1]; e++)
      climb += chain.probability[e] * (height[chain.target[e]] - height[state]);
    return climb;
  });
  let perLayer = 0;
  values.forEach((value, state) => {
    if (value < 0) perLayer = Math.max(perLayer, -value / climbs[state]);
  });
  perLayer = Math.ceil(perLayer * 16 + (least < 0 ? 1 : 0)) / 16; // a round number a little above
  return {
    values: values.map((value, state) => value + perLayer * climbs[state]),
    shift: perLayer * (height[chain.states - 1] - height[0]),
  };
}

/** nodes x columns: what a node is expected to pay when passed, discounted to the first day. */
function expectedPay(
  world: World,
  policy: Float64Array,
  layer: Uint32Array,
  toCome: Float64Array | null,
): Float64Array {
  const { header, nodeEdge, nodePay, payRow, edgeSlot, edgeCoefficient, edgeLabel, labelPay, coefficient } = world;
  const { columns } = header;
  const factor = discountFactors(world);
  const paid = new Float64Array(header.nodes * columns);
  for (let node = 0; node < header.nodes; node++) {
    for (let column = 0; column < columns; column++) {
      const last = toCome !== null && layer[node] === header.layers - 1;
      let sum = last ? toCome[node * columns + column] : payRow[nodePay[node] * columns + column];
      for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
        const row = labelPay[edgeLabel[edge]];
        if (row !== 0)
          sum += coefficient[edgeCoefficient[edge]] * policy[edgeSlot[edge]] * payRow[row * columns + column];
      }
      paid[node * columns + column] = factor[layer[node] * columns + column] * sum;
    }
  }
  return paid;
}

/**
 * layers x columns: what a point in a layer is worth on the first day. Every path into a layer has crossed the same
 * discounts.
 */
export function discountFactors(world: World): Float64Array {
  const { columns, layers } = world.header;
  const factor = new Float64Array(layers * columns);
  for (let column = 0; column < columns; column++) {
    const ofPeriod = new Map<number, number>([[world.layerPeriod[0], 1]]);
    for (let layer = 0; layer < layers; layer++) {
      const period = world.layerPeriod[layer];
      const here = ofPeriod.get(period) ?? 1;
      factor[layer * columns + column] = here;
      const onward = world.layerDiscount[layer * columns + column];
      if (onward !== 1) ofPeriod.set(period + 1, here * onward);
      else if (!ofPeriod.has(period + 1)) ofPeriod.set(period + 1, here);
    }
  }
  return factor;
}
