/**
 * The derivative of an answer with respect to a world's tables: what is due to values, beliefs and answers, met with
 * every number that they are made of. One pass over the graph; the tables are those of `world/prices.ts`.
 */
import { type ColumnRun, Noise, type SweepLayout } from "../sweep/layout.ts";
import type { RareScratch } from "../sweep/rare.ts";
import type { CostDue } from "../sweep/tastes.ts";
import { NO_SET, SetKind, type World } from "../world/world.ts";
import { rareShare } from "./transposed.ts";

/** Derivatives by table row, in the shapes of the world's own tables. */
export interface TableGradient {
  readonly coefficient: Float64Array;
  readonly payRow: Float64Array;
  readonly weightRow: Float64Array;
  readonly layerDiscount: Float64Array;
  readonly startChance: Float64Array;
  /** By logarithms of weights and of fixed chances. */
  readonly slotLogWeight: Float64Array;
  /** Per actor: by the logarithm of its lambda. */
  readonly logLambda: Float64Array;
}

/** Of nothing. */
export function emptyTables({ header, ...world }: World): TableGradient {
  const like = ({ length }: Float64Array) => new Float64Array(length);
  return {
    coefficient: like(world.coefficient),
    payRow: like(world.payRow),
    weightRow: like(world.weightRow),
    layerDiscount: like(world.layerDiscount),
    startChance: like(world.startChance),
    slotLogWeight: like(world.slotLogWeight),
    logLambda: new Float64Array(header.actors),
  };
}

export interface ValuesDue {
  readonly policy: Float64Array;
  readonly values: Float64Array; // nodes x columns
  readonly due: Float64Array; // nodes x columns
}

/** Values are made of points, chances and discounts. */
export function addFromValues(world: World, { columnRuns }: SweepLayout, of: ValuesDue, tables: TableGradient): void {
  for (let layer = 0; layer < world.header.layers; layer++)
    for (const run of columnRuns) addLayer(world, run, layer, of, tables);
}

function addLayer(
  world: World,
  { first, end, block }: ColumnRun,
  layer: number,
  { policy, values, due }: ValuesDue,
  tables: TableGradient,
): void {
  const { nodeEdge, nodePay, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient, labelPay, payRow } = world;
  const { columns } = world.header;
  const discounts = layer * columns;
  for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
    for (let column = first; column < end; column++) {
      const own = due[node * columns + column];
      if (own === 0) continue;
      tables.payRow[nodePay[node] * columns + column] += own;
      for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
        const chosen = own * policy[edgeSlot[edge]];
        if (chosen === 0) continue;
        const at = block + edgeCoefficient[edge];
        const pay = labelPay[edgeLabel[edge]] * columns + column;
        const value = values[edgeTarget[edge] * columns + column];
        const discount = world.layerDiscount[discounts + column];
        tables.coefficient[at] += chosen * (payRow[pay] + discount * value);
        tables.payRow[pay] += chosen * coefficient[at];
        tables.layerDiscount[discounts + column] += chosen * coefficient[at] * value;
      }
    }
  }
}

export interface WorthDue {
  readonly belief: Float64Array; // nodes
  readonly values: Float64Array; // nodes x columns
  readonly q: Float64Array; // slots
  readonly price: Float64Array; // slots: due of Q over its mass
}

/** So is what actions are worth, and of weights of columns. */
export function addFromWorth(
  world: World,
  { setBlock, weightFirst, weightEnd, layerDecides }: SweepLayout,
  { belief, values, q, price }: WorthDue,
  tables: TableGradient,
): void {
  const { nodeEdge, nodeSet, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient, labelPay, payRow } = world;
  const { layerNode, layerDiscount, setWeights, weightRow } = world;
  const { columns } = world.header;
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (layerDecides[layer] === 0) continue;
    for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) {
      const set = nodeSet[node];
      if (set === NO_SET || belief[node] === 0) continue;
      const row = setWeights[set];
      for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
        const slot = edgeSlot[edge];
        if (slot === 0 || price[slot] === 0) continue;
        const at = setBlock[set] + edgeCoefficient[edge];
        const share = price[slot] * belief[node];
        const pay = labelPay[edgeLabel[edge]] * columns;
        const target = edgeTarget[edge] * columns;
        let worth = 0;
        for (let column = 0; column < columns; column++) {
          const weight = weightRow[row * columns + column];
          const discount = layerDiscount[layer * columns + column];
          const points = payRow[pay + column] + discount * values[target + column];
          tables.weightRow[row * columns + column] += share * coefficient[at] * points;
          if (column < weightFirst[row] || column >= weightEnd[row]) continue;
          worth += weight * points;
          tables.payRow[pay + column] += share * coefficient[at] * weight;
          tables.layerDiscount[layer * columns + column] += share * coefficient[at] * weight * values[target + column];
        }
        tables.coefficient[at] += share * (worth - q[slot]);
      }
    }
  }
}

export interface ReachDue {
  readonly policy: Float64Array;
  readonly reach: Float64Array; // nodes
  readonly moved: Float64Array; // nodes
}

/** Reach in a view is made of that view's chances. */
export function addFromReach(world: World, view: number, of: ReachDue, tables: TableGradient): void {
  const { policy, reach, moved } = of;
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, startNode } = world;
  const { coefficients, starts, nodes } = world.header;
  const block = view * coefficients;
  for (let node = 0; node < nodes; node++) {
    const mass = reach[node];
    if (mass === 0) continue;
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++)
      tables.coefficient[block + edgeCoefficient[edge]] += mass * policy[edgeSlot[edge]] * moved[edgeTarget[edge]];
  }
  for (let start = 0; start < starts; start++) tables.startChance[view * starts + start] += moved[startNode[start]];
}

/**
 * So are the careful masses behind the beliefs of rare sets; those of zero chances are limits, and have no derivative.
 */
export function addFromRare(
  world: World,
  view: number,
  rare: RareScratch,
  relative: Float64Array,
  tables: TableGradient,
): void {
  const { nodeEdge, edgeTarget, edgeCoefficient, coefficient, startNode, startChance } = world;
  const { starts, nodes, coefficients } = world.header;
  const own = { ...world, coefficient: coefficient.subarray(view * coefficients, (view + 1) * coefficients) };
  for (let node = 0; node < nodes; node++) {
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const [later, at] = [relative[edgeTarget[edge]], edgeCoefficient[edge]];
      if (later === 0 || own.coefficient[at] === 0) continue;
      tables.coefficient[view * coefficients + at] += (rareShare(own, rare, node, edge) * later) / own.coefficient[at];
    }
  }
  for (let start = 0; start < starts; start++) {
    const at = view * starts + start;
    if (startChance[at] > 0) tables.startChance[at] += relative[startNode[start]] / startChance[at];
  }
}

export interface AnswersDue {
  readonly due: Float64Array; // slots
  readonly answered: Float64Array; // slots
  readonly q: Float64Array; // slots
  readonly steadiness: Float64Array; // per actor
}

/** Answers are made of worth (told of already), weights and steadiness; fixed chances are what they are. */
export function addFromAnswers(
  world: World,
  { due, answered, q, steadiness }: AnswersDue,
  tables: TableGradient,
): void {
  const { setSlot, setKind, setActor, header } = world;
  for (let set = 0; set < header.informationSets; set++) {
    const [first, end] = [setSlot[set], setSlot[set + 1]];
    const logit = setKind[set] === SetKind.logit;
    let [all, mean] = [0, 0];
    for (let slot = first; slot < end; slot++) {
      all += due[slot];
      mean += answered[slot] * q[slot];
    }
    for (let slot = first; slot < end; slot++) {
      tables.slotLogWeight[slot] += logit ? due[slot] - answered[slot] * all : due[slot];
      if (logit) tables.logLambda[setActor[set]] += steadiness[setActor[set]] * due[slot] * (q[slot] - mean);
    }
  }
}

export interface CostsDue extends CostDue {
  readonly due: Float64Array; // nodes x columns: of values
  readonly cost: Float64Array; // sets: what choosing costs
}

/**
 * Where noise is tastes, values are less what choosing costs: by how often desks meet, by weights and by steadiness.
 */
export function addFromCosts(world: World, layout: SweepLayout, of: CostsDue, tables: TableGradient): void {
  const { nodeEdge, nodeSet, edgeSlot, edgeCoefficient, setDesk, header } = world;
  for (let node = 0; node < header.nodes; node++) {
    const set = nodeSet[node];
    if (set === NO_SET || of.cost[set] === 0) continue;
    let sum = 0;
    for (let column = layout.tasteFirst[setDesk[set]]; column < layout.tasteEnd[setDesk[set]]; column++)
      sum += of.due[node * header.columns + column];
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1] && edgeSlot[edge] === 0; edge++)
      tables.coefficient[layout.setBlock[set] + edgeCoefficient[edge]] += sum * of.cost[set];
  }
  for (let set = 0; set < header.informationSets; set++) addFromCost(world, layout, set, of, tables);
}

/** cost = (sum of p log(p / w)) / lambda; on a plain menu the weights are one. */
function addFromCost(
  { setSlot, setKind, setActor, setDesk }: World,
  { noise }: SweepLayout,
  set: number,
  { costDue, cost, policy, steadiness }: CostsDue,
  tables: TableGradient,
): void {
  const lambda = steadiness[setActor[set]];
  const kind = noise[setDesk[set]];
  if (kind === Noise.mistakes || setKind[set] !== SetKind.logit || !(lambda > 0)) return;
  tables.logLambda[setActor[set]] -= costDue[set] * cost[set];
  if (kind === Noise.plainTastes) return;
  for (let slot = setSlot[set]; slot < setSlot[set + 1]; slot++)
    tables.slotLogWeight[slot] -= (costDue[set] * policy[slot]) / lambda;
}
