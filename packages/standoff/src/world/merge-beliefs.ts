/**
 * Which joined information sets have equal beliefs under every policy that plays alike in them (`merge.ts`, case c).
 *
 * The reach of a node is kept as a formal sum over paths, with one unknown for every slot (one for slots that play alike) and
 * the coefficients as numbers. In normal form it is weight x monomial x base: terms with equal base and monomial are added, the
 * first term's weight and monomial are taken out of a sum of several, and what is left is numbered, equal sums alike. Two sets have
 * equal beliefs under every policy if, class by class, their reach has the same base and, against that of their first class,
 * the same ratio of weights and of monomials: then reach in one set is a multiple of reach in the other, whatever the unknowns are.
 * Reach that is equal without showing it in this form is told apart, which only keeps sets apart.
 *
 * Monomials are sums of 64 random bits a slot: two that differ look equal with a chance of 2^-64. Weights are logarithms, equal up to
 * rounding. A zero is an unknown of its own (`sweep/rare.ts`).
 */
import type { Merging } from "./merge-classes.ts";
import { RowNumbers } from "./merge-rows.ts";
import { NO_SET, type World } from "./world.ts";

/** Logarithms of weights that differ by less are one: rounding along a path of some hundred edges. */
const WEIGHT_GRID = 2 ** -36;

/**
 * Numbers for the next round: sets of one class and with equal beliefs have equal ones. null when all sets that the merging
 * joined have equal beliefs already.
 */
export function beliefClasses(world: World, merging: Merging): Uint32Array<ArrayBuffer> | null {
  const doubtful = doubtfulSets(world, merging);
  if (doubtful === null) return null;
  const reach = formalReach(world, merging);
  const numbers = new RowNumbers();
  const next = new Uint32Array(world.header.informationSets);
  const seen = new Map<number, number>();
  let split = false;
  for (const [set, nodes] of doubtful) {
    const row = beliefRow(merging, reach, set, nodes);
    next[set] = numbers.add(row, row.length);
    const other = seen.get(merging.setClass[set]!);
    if (other !== undefined && other !== next[set]) split = true;
    seen.set(merging.setClass[set]!, next[set]!);
  }
  return split ? next : null;
}

/** Sets of several classes with their nodes; null where no two of them were joined. */
function doubtfulSets(world: World, merging: Merging): Map<number, number[]> | null {
  const members = new Map<number, number[]>();
  for (let node = 0; node < world.header.nodes; node++) {
    const set = world.nodeSet[node]!;
    if (set === NO_SET || !merging.joinsBeliefs(set)) continue;
    const nodes = members.get(set);
    if (nodes) nodes.push(node);
    else members.set(set, [node]);
  }
  const classes = new Set([...members.keys()].map((set) => merging.setClass[set]!));
  return classes.size < members.size ? members : null;
}

function beliefRow(merging: Merging, reach: FormalReach, set: number, nodes: readonly number[]): Uint32Array {
  const classes = [...new Set(nodes.map((node) => merging.classOf[node]!))].sort((a, b) => a - b);
  const sums = classes.map((one) => {
    const terms = new Terms();
    for (const node of nodes) if (merging.classOf[node] === one) terms.add(reach, node, 0, 0, 0);
    return terms.normal(reach.bases);
  });
  const [first] = sums;
  const rows = sums.flatMap(({ base, a, b, weight }, i) => [
    classes[i]!,
    base,
    a - first!.a,
    b - first!.b,
    Math.round((weight - first!.weight) / WEIGHT_GRID),
  ]);
  return Uint32Array.from([merging.setClass[set]!, ...rows]);
}

interface Monomial {
  readonly base: number;
  readonly a: number;
  readonly b: number;
  readonly weight: number; // logarithm
}

interface FormalReach {
  readonly base: Uint32Array;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly weight: Float64Array;
  readonly bases: RowNumbers;
}

/** The formal reach of every node, in the order of the nodes. */
function formalReach(world: World, merging: Merging): FormalReach {
  const { nodes } = world.header;
  const reach: FormalReach = {
    base: new Uint32Array(nodes),
    a: new Uint32Array(nodes),
    b: new Uint32Array(nodes),
    weight: new Float64Array(nodes),
    bases: new RowNumbers(),
  };
  reach.bases.add(new Uint32Array(0), 0); // base 0: the start
  const unknown = slotUnknowns(world, merging);
  const incoming = incomingEdges(world);
  const starts = new Map<number, number[]>();
  world.startNode.forEach((node, i) => {
    starts.set(node, [...(starts.get(node) ?? []), world.startChance[i]!]);
  });
  for (let node = 0; node < nodes; node++) {
    const terms = new Terms();
    for (const chance of starts.get(node) ?? []) terms.addStart(chance);
    for (let i = incoming.first[node]!; i < incoming.first[node + 1]!; i++) {
      const edge = incoming.edge[i]!;
      const slot = unknown[world.edgeSlot[edge]!]!;
      const chance = world.coefficient[world.edgeCoefficient[edge]!]!;
      const zero = chance === 0;
      const a = (slot === 0 ? 0 : bitsOf(2 * slot)) + (zero ? bitsOf(0) : 0);
      const b = (slot === 0 ? 0 : bitsOf(2 * slot + 1)) + (zero ? bitsOf(1) : 0);
      terms.add(reach, incoming.source[i]!, zero ? 0 : Math.log(chance), a, b);
    }
    const { base, a, b, weight } = terms.normal(reach.bases);
    reach.base[node] = base;
    reach.a[node] = a;
    reach.b[node] = b;
    reach.weight[node] = weight;
  }
  return reach;
}

/** A sum of monomials over bases. */
class Terms {
  private terms: Monomial[] = [];

  add(reach: FormalReach, node: number, log: number, a: number, b: number): void {
    this.terms.push({
      base: reach.base[node]!,
      a: (reach.a[node]! + a) >>> 0,
      b: (reach.b[node]! + b) >>> 0,
      weight: reach.weight[node]! + log,
    });
  }

  addStart(chance: number): void {
    if (chance === 0) this.terms.push({ base: 0, a: bitsOf(0), b: bitsOf(1), weight: 0 });
    else this.terms.push({ base: 0, a: 0, b: 0, weight: Math.log(chance) });
  }

  normal(bases: RowNumbers): Monomial {
    const terms = gathered(this.terms);
    if (terms.length === 1) return terms[0]!;
    if (terms.length === 0) return { base: 0, a: 0, b: 0, weight: 0 };
    const lowest = terms[0]!.base;
    const lead = terms.reduce((best, term) => (term.base === lowest && term.weight > best.weight ? term : best));
    const rest = terms.map(({ base, a, b, weight }) => ({
      base,
      a: (a - lead.a) >>> 0,
      b: (b - lead.b) >>> 0,
      weight: weight - lead.weight,
    }));
    const row = rest.sort(inOrder).flatMap(({ base, a, b, weight }) => [base, a, b, Math.round(weight / WEIGHT_GRID)]);
    return { ...lead, base: bases.add(Uint32Array.from(row), row.length) };
  }
}

function inOrder(x: Monomial, y: Monomial): number {
  return x.base - y.base || x.a - y.a || x.b - y.b || x.weight - y.weight;
}

/** Like terms added, in order. */
function gathered(terms: Monomial[]): Monomial[] {
  const result: Monomial[] = [];
  for (const term of terms.sort(inOrder)) {
    const last = result.at(-1);
    if (last && last.base === term.base && last.a === term.a && last.b === term.b) {
      const weight = term.weight + Math.log1p(Math.exp(last.weight - term.weight)); // the later one is the larger
      result[result.length - 1] = { ...term, weight };
    } else result.push(term);
  }
  return result;
}

/** Slot -> the number of its unknown: that of the first set of its class. */
function slotUnknowns(world: World, { setClass, classSet }: Merging): Uint32Array {
  const unknown = Uint32Array.from({ length: world.header.slots }, (_, slot) => slot);
  setClass.forEach((one, set) => {
    const first = classSet[one];
    if (first === undefined) return; // gone
    for (let slot = world.setSlot[set]!, at = world.setSlot[first]!; slot < world.setSlot[set + 1]!; slot++, at++)
      unknown[slot] = at;
  });
  return unknown;
}

/** The edges into every node, with their sources. */
function incomingEdges({ header, nodeEdge, edgeTarget }: World) {
  const first = new Uint32Array(header.nodes + 1);
  for (let edge = 0; edge < header.edges; edge++) first[edgeTarget[edge]! + 1]!++;
  for (let node = 0; node < header.nodes; node++) first[node + 1]! += first[node]!;
  const next = first.slice();
  const edges = new Uint32Array(header.edges);
  const source = new Uint32Array(header.edges);
  for (let node = 0; node < header.nodes; node++) {
    for (let edge = nodeEdge[node]!; edge < nodeEdge[node + 1]!; edge++) {
      const place = next[edgeTarget[edge]!]!++;
      edges[place] = edge;
      source[place] = node;
    }
  }
  return { first, edge: edges, source };
}

/** 32 random bits that belong to a number (the finish of murmur3 over a Weyl sequence). */
function bitsOf(number: number): number {
  let h = Math.imul(number + 1, 0x9e3779b1) ^ 0x5bd1e995;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
