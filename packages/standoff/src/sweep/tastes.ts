/**
 * Private tastes of the moment, a set at a time: the reference of the kernels'. Where noise is tastes, an actor values
 * a decision at the log-sum log(sum w exp(lambda Q)) / lambda, what it expects of its choices less what choosing so
 * costs:
 *
 *   cost(I) = (sum over a of p_a log(p_a / w_a)) / lambda        (Kullback and Leibler's distance from the usual)
 *
 * given that the desk convenes; it is taken off in every payoff column of the actor alike (of a desk `for` a faction in
 * that one's), so that the set's mean of the weighted sum is the log-sum exactly. At lambda 0 it is zero, its limit. A
 * plain menu has weights of one and tastes with the mean of Gumbel's distribution, Euler's constant over lambda (Rust
 * 1987):
 *
 *   cost(I) = (sum over a of p_a log p_a - Euler's constant) / lambda
 *
 * which has no limit at lambda 0: there it is left at zero. A menu with one move on it is no choice, and costs nothing.
 */
import { NO_SET, SetKind, type World } from "../world/world.ts";
import { Noise, type SweepLayout } from "./layout.ts";

export const EULER = 0.577_215_664_901_532_9;

/**
 * What tastes add to a sweep: by sets what choosing costs, in points (or by how much that moves); zero where it costs
 * nothing.
 */
export interface Tastes {
  readonly cost: Float64Array;
  /** Per actor. */
  readonly steadiness: Float64Array;
}

/** By slots: the choices whose costs are asked for. */
export interface Choices {
  readonly policy: Float64Array;
  readonly logPolicy: Float64Array;
}

/** What is asked of consecutive sets first..end, of one actor and one noise. */
export interface Costing extends Choices {
  readonly lambda: number;
  readonly plain: boolean;
}

export function costOfSets(world: World, first: number, end: number, costing: Costing, cost: Float64Array): void {
  const { setSlot, slotLogWeight } = world;
  const { policy, logPolicy, lambda, plain } = costing;
  for (let set = first; set < end; set++) {
    let distance = 0;
    for (let slot = setSlot[set]; slot < setSlot[set + 1]; slot++) {
      if (policy[slot] === 0) continue;
      distance += policy[slot] * (plain ? logPolicy[slot] : logPolicy[slot] - slotLogWeight[slot]);
    }
    if (plain && setSlot[set + 1] - setSlot[set] > 1) distance -= EULER;
    cost[set] = lambda > 0 ? distance / lambda : 0;
  }
}

/**
 * Takes what choosing costs off the values (nodes x columns) of a layer's nodes; a desk convenes with 1 - its chances
 * of slot 0.
 */
export function takeCosts(
  world: World,
  { tasteFirst, tasteEnd, setBlock }: SweepLayout,
  layer: number,
  cost: Float64Array,
  values: Float64Array,
): void {
  const { nodeEdge, nodeSet, edgeSlot, edgeCoefficient, coefficient, layerNode, setDesk } = world;
  const { columns } = world.header;
  for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) {
    const set = nodeSet[node];
    if (set === NO_SET || cost[set] === 0) continue;
    let meets = 1;
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1] && edgeSlot[edge] === 0; edge++) {
      meets -= coefficient[setBlock[set] + edgeCoefficient[edge]];
    }
    const desk = setDesk[set];
    for (let column = tasteFirst[desk]; column < tasteEnd[desk]; column++) {
      values[node * columns + column] -= meets * cost[set];
    }
  }
}

/** By how much costs move, and what they are taken at: by slots. */
export interface CostChange extends Choices {
  /** Change of the choices' logarithms. */
  readonly moved: Float64Array;
  /** Per actor: its steadiness, and by how much that moves. */
  readonly steadiness: Float64Array;
  readonly steadier: Float64Array;
}

/**
 * How the costs of some sets move, into `change`: with r_a = log(p_a / w_a) / lambda and moves x_a of log p_a,
 *   sum over a of p_a x_a (r_a + 1 / lambda)  -  cost x (change of lambda) / lambda.
 * At lambda 0 choices do not move with values, so that it does not matter how these do.
 */
export function moveCosts(
  world: World,
  noises: Uint8Array,
  sets: Uint32Array,
  at: CostChange,
  change: Float64Array,
): void {
  for (const set of sets) {
    const noise = noises[world.setDesk[set]];
    if (noise === Noise.mistakes || world.setKind[set] !== SetKind.logit) continue;
    change[set] = at.steadiness[world.setActor[set]] > 0 ? costMoved(world, set, noise, at) : 0;
  }
}

function costMoved(world: World, set: number, noise: number, at: CostChange): number {
  const { setSlot, setActor, slotLogWeight } = world;
  const { policy, logPolicy, moved, steadiness, steadier } = at;
  const plain = noise === Noise.plainTastes;
  let distance = plain && setSlot[set + 1] - setSlot[set] > 1 ? -EULER : 0;
  let sum = 0;
  for (let slot = setSlot[set]; slot < setSlot[set + 1]; slot++) {
    if (policy[slot] === 0) continue;
    const ratio = plain ? logPolicy[slot] : logPolicy[slot] - slotLogWeight[slot];
    distance += policy[slot] * ratio;
    sum += policy[slot] * moved[slot] * (ratio + 1);
  }
  const lambda = steadiness[setActor[set]];
  return (sum - (distance * steadier[setActor[set]]) / lambda) / lambda;
}

/** What is due to costs, and what they are taken at. */
export interface CostDue extends Choices {
  readonly steadiness: Float64Array; // per actor
  readonly costDue: Float64Array; // sets
}

/**
 * `moveCosts` transposed: what is due to the costs of some sets is due to the logarithms of their chances, each p (r +
 * 1 / lambda) times; added to `logs` (slots).
 */
export function handOnCosts(
  world: World,
  noises: Uint8Array,
  sets: Uint32Array,
  { policy, logPolicy, steadiness, costDue }: CostDue,
  logs: Float64Array,
): void {
  const { setSlot, setKind, setActor, setDesk, slotLogWeight } = world;
  for (const set of sets) {
    const noise = noises[setDesk[set]];
    const lambda = steadiness[setActor[set]];
    if (noise === Noise.mistakes || setKind[set] !== SetKind.logit || !(lambda > 0)) continue;
    const due = costDue[set] / lambda;
    for (let slot = setSlot[set]; slot < setSlot[set + 1]; slot++) {
      if (policy[slot] === 0) continue;
      const ratio = noise === Noise.plainTastes ? logPolicy[slot] : logPolicy[slot] - slotLogWeight[slot];
      logs[slot] += due * policy[slot] * (ratio + 1);
    }
  }
}
