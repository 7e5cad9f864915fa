/**
 * What is at stake for actors, of a world by itself: the standard deviation of an actor's total discounted payoff over
 * plays at lambda 0, where everyone does what is usual, in the actor's own eyes. Relative steadiness is measured by it.
 *
 *   stake^2 = sum over its columns j, k of  Omega_jk cov(X_j, X_k),
 *
 * X_j what column j is paid from the first day on, and Omega_jk the mean of the products of the weights with which the
 * actor decides, over its deciding nodes with two or more moves, weighed by how often play reaches them and the desk
 * convenes. The covariances count: factions that pull against each other have little at stake together. One backward
 * sweep carries means, and covariances by the law of total variance, so that no digits are lost:
 *
 *   C_jk(n) = sum over edges of  p (d_j d_k C_jk(target) + (Y_j - mean Y_j) (Y_k - mean Y_k)),
 *   Y = pay + discount x mean of the target
 */
import { SetKind, type World, wholeWorld, worldInView } from "./world.ts";

/** Per actor, in points; zero where nothing is, or where the actor never chooses between two moves. */
export function stakesOf(given: World): number[] {
  const world = wholeWorld(given);
  const usual = world.slotLogWeight.map(Math.exp); // a set's sum to one
  usual[0] = 1;
  const { actors, columns } = world.header.description;
  const choosers = actors.flatMap((_, actor) => {
    const own = columns.flatMap((column, c) => (column.actor === actor ? [c] : []));
    const seen = worldInView(world, world.actorView[actor]);
    const products = meanProducts(seen, usual, actor, own);
    return products === null ? [] : [{ actor, seen, columns: own, products }];
  });
  const covariances = choosers.length === 0 ? [] : covariancesAtStart(world, usual, choosers);
  return actors.map((_, actor) => {
    const place = choosers.findIndex((one) => one.actor === actor);
    if (place === -1) return 0;
    const sum = choosers[place].products.reduce(
      (total, product, pair) => total + product * covariances[place][pair],
      0,
    );
    return Math.sqrt(Math.max(0, sum));
  });
}

/** An actor that chooses, with the world in its own eyes and the columns that it is paid in. */
interface Chooser {
  readonly seen: World;
  readonly columns: readonly number[];
}

/**
 * By pairs of columns, j x columns + k: the mean product of weights where the actor decides; null where it never does.
 */
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

/** By actor, and by pairs of its columns: the covariance of what they are paid over a whole play. */
function covariancesAtStart(world: World, usual: Float64Array, choosers: readonly Chooser[]): Float64Array[] {
  const sums = new Moments(world, usual, choosers);
  sums.sweep();
  return choosers.map(({ seen, columns }, actor) => {
    const count = columns.length;
    const { startNode, startChance } = seen;
    const mean = new Float64Array(count);
    startNode.forEach((node, start) => {
      for (let j = 0; j < count; j++) mean[j] += startChance[start] * sums.mean(node, actor, j);
    });
    const found = new Float64Array(count * count);
    startNode.forEach((node, start) => {
      for (let j = 0; j < count; j++) {
        for (let k = 0; k < count; k++) {
          const apart = (sums.mean(node, actor, j) - mean[j]) * (sums.mean(node, actor, k) - mean[k]);
          found[j * count + k] += startChance[start] * (sums.covariance(node, actor, j, k) + apart);
        }
      }
    });
    return found;
  });
}

/**
 * By nodes, in one pass for all actors: means of what columns are paid from there on, and behind them the covariances
 * of an actor's.
 */
class Moments {
  private readonly world: World;
  private readonly usual: Float64Array;
  /** By column that is swept: its place in the world, and the chances in its actor's eyes. */
  private readonly columns: readonly number[];
  private readonly chances: readonly Float64Array[];
  /** By actor: where its columns and its pairs of them begin. */
  private readonly firsts: readonly (readonly [column: number, pair: number])[];
  /** By pair: its columns, the second not before the first. */
  private readonly lefts: readonly number[];
  private readonly rights: readonly number[];
  private readonly stride: number;
  private readonly sums: Float64Array;
  /** Of a node's edges: by column the chance, and behind these what it is paid on average from there on. */
  private edges = new Float64Array(0);

  constructor(world: World, usual: Float64Array, choosers: readonly Chooser[]) {
    const firsts: [number, number][] = [];
    const [lefts, rights]: [number[], number[]] = [[], []];
    let column = 0;
    for (const { columns } of choosers) {
      firsts.push([column, lefts.length]);
      for (let j = 0; j < columns.length; j++) {
        for (let k = j; k < columns.length; k++) {
          lefts.push(column + j);
          rights.push(column + k);
        }
      }
      column += columns.length;
    }
    this.world = world;
    this.usual = usual;
    this.firsts = firsts;
    this.lefts = lefts;
    this.rights = rights;
    this.columns = choosers.flatMap(({ columns }) => columns);
    this.chances = choosers.flatMap(({ seen, columns }) => columns.map(() => seen.coefficient));
    this.stride = column + lefts.length;
    this.sums = new Float64Array(world.header.nodes * this.stride);
  }

  mean(node: number, actor: number, j: number): number {
    return this.sums[node * this.stride + this.firsts[actor][0] + j];
  }

  covariance(node: number, actor: number, j: number, k: number): number {
    const [column, pair] = this.firsts[actor];
    const place = this.lefts.findIndex((left, i) => {
      return i >= pair && left === column + Math.min(j, k) && this.rights[i] === column + Math.max(j, k);
    });
    return this.sums[node * this.stride + this.columns.length + place];
  }

  sweep(): void {
    const { layerNode, layerDiscount, header } = this.world;
    const discount = new Float64Array(this.columns.length);
    for (let layer = header.layers - 1; layer >= 0; layer--) {
      for (const [c, column] of this.columns.entries()) discount[c] = layerDiscount[layer * header.columns + column];
      for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) this.at(node, discount);
    }
  }

  private at(node: number, discount: Float64Array): void {
    const { sums, columns, lefts, rights, stride, usual } = this;
    const { nodeEdge, nodePay, payRow, edgeSlot, edgeCoefficient, edgeTarget, edgeLabel, labelPay } = this.world;
    const width = columns.length;
    const all = this.world.header.columns;
    const [first, end] = [nodeEdge[node], nodeEdge[node + 1]];
    const own = node * stride;
    const edges = this.roomFor(end - first);
    for (let edge = first, at = 0; edge < end; edge++, at += 2 * width) {
      const chosen = usual[edgeSlot[edge]];
      const coefficient = edgeCoefficient[edge];
      const pay = labelPay[edgeLabel[edge]] * all;
      const from = edgeTarget[edge] * stride;
      for (let c = 0; c < width; c++) {
        const chance = this.chances[c][coefficient] * chosen;
        const paid = payRow[pay + columns[c]] + discount[c] * sums[from + c];
        edges[at + c] = chance;
        edges[at + width + c] = paid;
        sums[own + c] += chance * paid;
      }
    }
    for (let edge = first, at = 0; edge < end; edge++, at += 2 * width) {
      const from = edgeTarget[edge] * stride + width;
      for (let c = 0; c < width; c++) edges[at + width + c] -= sums[own + c];
      for (let pair = 0; pair < lefts.length; pair++) {
        const [j, k] = [lefts[pair], rights[pair]];
        const later = discount[j] * discount[k] * sums[from + pair];
        sums[own + width + pair] += edges[at + j] * (later + edges[at + width + j] * edges[at + width + k]);
      }
    }
    const pay = nodePay[node] * all;
    for (let c = 0; c < width; c++) sums[own + c] += payRow[pay + columns[c]];
  }

  private roomFor(edges: number): Float64Array {
    const wanted = 2 * edges * this.columns.length;
    if (wanted > this.edges.length) this.edges = new Float64Array(2 * wanted);
    return this.edges;
  }
}
