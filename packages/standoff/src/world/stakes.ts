/**
 * What is at stake for actors, of a world by itself: the standard deviation of an actor's total discounted payoff over plays at
 * lambda 0, where everyone does what is usual, in the actor's own eyes. Relative steadiness is measured by it.
 *
 *   stake^2 = sum over its columns j, k of  Omega_jk cov(X_j, X_k),
 *
 * X_j what column j is paid from the first day on, and Omega_jk the mean of the products of the weights with which the actor
 * decides, over its deciding nodes with two or more moves, weighed by how often play reaches them and the desk convenes. The
 * covariances count: factions that pull against each other have little at stake together. One backward sweep carries
 * means, and covariances by the law of total variance, so that no digits are lost:
 *
 *   C_jk(n) = sum over edges of  p (d_j d_k C_jk(target) + (Y_j - mean Y_j) (Y_k - mean Y_k)),   Y = pay + discount x mean of the target
 */
import { SetKind, type World, wholeWorld, worldInView } from "./world.ts";

/** Per actor, in points; zero where nothing is, or where the actor never chooses between two moves. */
export function stakesOf(given: World): number[] {
  const world = wholeWorld(given);
  const usual = world.slotLogWeight.map(Math.exp); // a set's sum to one
  usual[0] = 1;
  return world.header.description.actors.map((_, actor) => stakeOf(world, usual, actor));
}

function stakeOf(world: World, usual: Float64Array, actor: number): number {
  const seen = worldInView(world, world.actorView[actor]);
  const columns = world.header.description.columns.flatMap((column, c) => (column.actor === actor ? [c] : []));
  const products = meanProducts(seen, usual, actor, columns);
  if (products === null) return 0;
  const covariances = covariancesAtStart(seen, usual, columns);
  const sum = products.reduce((total, product, pair) => total + product * covariances[pair], 0);
  return Math.sqrt(Math.max(0, sum));
}

/** By pairs of columns, j x columns + k: the mean product of weights where the actor decides; null where it never does. */
function meanProducts(
  world: World,
  usual: Float64Array,
  actor: number,
  columns: readonly number[],
): Float64Array | null {
  const { nodeSet, nodeEdge, edgeSlot, edgeCoefficient, coefficient, header } = world;
  const reach = usualReach(world, usual);
  const count = columns.length;
  const products = new Float64Array(count * count);
  let all = 0;
  for (let node = 0; node < header.nodes; node++) {
    const set = nodeSet[node];
    if (reach[node] === 0 || !decides(world, set, actor)) continue;
    let meets = 1;
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1] && edgeSlot[edge] === 0; edge++) {
      meets -= coefficient[edgeCoefficient[edge]];
    }
    const share = reach[node] * meets;
    const row = world.setWeights[set] * header.columns;
    all += share;
    for (let j = 0; j < count; j++) {
      for (let k = 0; k < count; k++) {
        products[j * count + k] += share * world.weightRow[row + columns[j]] * world.weightRow[row + columns[k]];
      }
    }
  }
  return all > 0 ? products.map((product) => product / all) : null;
}

function decides({ setActor, setKind, setSlot }: World, set: number, actor: number): boolean {
  return setActor[set] === actor && setKind[set] === SetKind.logit && setSlot[set + 1] - setSlot[set] > 1;
}

function usualReach(world: World, usual: Float64Array): Float64Array {
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient, startNode, startChance } = world;
  const reach = new Float64Array(world.header.nodes);
  startNode.forEach((node, start) => {
    reach[node] += startChance[start];
  });
  for (let node = 0; node < reach.length; node++) {
    if (reach[node] === 0) continue;
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      reach[edgeTarget[edge]] += reach[node] * coefficient[edgeCoefficient[edge]] * usual[edgeSlot[edge]];
    }
  }
  return reach;
}

/** By pairs of columns: the covariance of what they are paid over a whole play. */
function covariancesAtStart(world: World, usual: Float64Array, columns: readonly number[]): Float64Array {
  const count = columns.length;
  const { means, covariances } = sweepMoments(world, usual, columns);
  const { startNode, startChance } = world;
  const mean = new Float64Array(count);
  startNode.forEach((node, start) => {
    for (let j = 0; j < count; j++) mean[j] += startChance[start] * means[node * count + j];
  });
  const found = new Float64Array(count * count);
  startNode.forEach((node, start) => {
    for (let j = 0; j < count; j++) {
      for (let k = 0; k < count; k++) {
        const apart = (means[node * count + j] - mean[j]) * (means[node * count + k] - mean[k]);
        found[j * count + k] += startChance[start] * (covariances[(node * count + j) * count + k] + apart);
      }
    }
  });
  return found;
}

/** By nodes: means of what columns are paid from there on, and their covariances. */
function sweepMoments(world: World, usual: Float64Array, columns: readonly number[]) {
  const { nodeEdge, nodePay, payRow, layerNode, layerDiscount, header } = world;
  const count = columns.length;
  const means = new Float64Array(header.nodes * count);
  const covariances = new Float64Array(header.nodes * count * count);
  const discount = new Float64Array(count);
  const own = new Float64Array(count);
  for (let layer = header.layers - 1; layer >= 0; layer--) {
    for (let j = 0; j < count; j++) discount[j] = layerDiscount[layer * header.columns + columns[j]];
    const at = { world, usual, columns, discount, means, covariances };
    for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) {
      own.fill(0);
      for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
        const chance = chanceOf(at, edge);
        for (let j = 0; j < count; j++) own[j] += chance * paidAlong(at, edge, j);
      }
      for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) addEdge(at, node, edge, own);
      for (let j = 0; j < count; j++) {
        means[node * count + j] = payRow[nodePay[node] * header.columns + columns[j]] + own[j];
      }
    }
  }
  return { means, covariances };
}

interface MomentsAt {
  readonly world: World;
  readonly usual: Float64Array;
  readonly columns: readonly number[];
  readonly discount: Float64Array;
  readonly means: Float64Array;
  readonly covariances: Float64Array;
}

function chanceOf({ world, usual }: MomentsAt, edge: number): number {
  return world.coefficient[world.edgeCoefficient[edge]] * usual[world.edgeSlot[edge]];
}

/** What a column is paid on average from an edge on. */
function paidAlong({ world, columns, discount, means }: MomentsAt, edge: number, j: number): number {
  const { edgeTarget, edgeLabel, labelPay, payRow, header } = world;
  const pay = payRow[labelPay[edgeLabel[edge]] * header.columns + columns[j]];
  return pay + discount[j] * means[edgeTarget[edge] * columns.length + j];
}

function addEdge(at: MomentsAt, node: number, edge: number, mean: Float64Array): void {
  const { world, discount, covariances } = at;
  const chance = chanceOf(at, edge);
  if (chance === 0) return;
  const count = discount.length;
  const target = world.edgeTarget[edge] * count;
  for (let j = 0; j < count; j++) {
    const apart = paidAlong(at, edge, j) - mean[j];
    for (let k = 0; k < count; k++) {
      const later = discount[j] * discount[k] * covariances[(target + j) * count + k];
      const other = paidAlong(at, edge, k) - mean[k];
      covariances[(node * count + j) * count + k] += chance * (later + apart * other);
    }
  }
}
