/**
 * A period that is cut at dates inside it, worked out once for a graph: a node for every pair of a node of the world
 * and a stance (`dates/moments.ts`), and an edge for every part of an edge that some solution may give a share. What
 * solutions differ in is the shares, which are worked out from hazards: `sharesOf`. The end of the period is not in it,
 * since there stances no longer matter.
 */
import type { Scenario } from "../../language/scenario.ts";
import { type CutGraph, STANCED } from "../../sweep/cut-periods.ts";
import { LayerKind, type World } from "../../world/world.ts";
import { cameBy, comesAtOnce, type Hazard, HazardReader, HazardTable, hazard } from "../dates/hazards.ts";
import { Moments, partsKey } from "../dates/moments.ts";
import { isCut, type Slices } from "../dates/slices.ts";
import type { EdgePart } from "../dates/within.ts";
import { Growing } from "./growing.ts";

/** A solution, or what is needed of it. */
export interface Shared {
  readonly scenario: Scenario;
  readonly world: World;
  readonly policy: Float64Array;
  readonly scale: number;
}

export interface StancedPeriod {
  readonly period: number;
  readonly graph: CutGraph;
  /** Per node of the graph: that of the world. */
  readonly nodeOf: Uint32Array;
  /** Per edge: in which slices, counted within the period, what comes with it comes. */
  readonly edgeTimes: Uint32Array;
  readonly times: readonly Times[];
  /** Per lane of a share, in a solution. */
  sharesOf(solution: Shared): Float64Array;
}

/** Slices counted within a period: of each item of an edge's label, and of the change of state. */
export interface Times {
  readonly own: readonly number[];
  readonly state: number;
}

/** Solutions with the same key have the same stanced periods. */
export function stancesKey({ scenario, scale }: Shared, slices: readonly Slices[]): string {
  const table = new HazardTable(scenario);
  const periods = scenario.calendar.periods.map((_, period) => period);
  const cut = periods.filter((period) => slices.some((one) => isCut(one, period)));
  return cut.map((period) => partsKey(scenario, table, period, scale)).join("; ");
}

/**
 * A period of long steps, cut at several dates, has so many stances that each solution had better go through it by
 * itself.
 */
const MOST_PARTS = 8;

/**
 * One period of a graph, by its cuts; what it is in a solution of it goes for all with the same `stancesKey`. Null
 * where it has more than `MOST_PARTS` parts to an edge.
 */
export function stancedPeriod(solution: Shared, slices: Slices, period: number): StancedPeriod | null {
  const making = new Making(solution, slices, period);
  const { world } = solution;
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (world.layerPeriod[layer] !== period || world.layerKind[layer] === LayerKind.periodEnd) continue;
    making.layer(layer);
    if (making.isTooLarge()) return null;
  }
  return making.result();
}

/** Nodes of a period that mass enters from before it. */
function enteredNodes(
  { layerPeriod, layerKind, layerNode, nodeEdge, edgeTarget, startNode, header }: World,
  period: number,
) {
  const entered = new Set<number>(startNode);
  for (let layer = 0; layer < header.layers; layer++) {
    if (layerKind[layer] !== LayerKind.periodEnd || layerPeriod[layer] !== period - 1) continue;
    for (let edge = nodeEdge[layerNode[layer]]; edge < nodeEdge[layerNode[layer + 1]]; edge++)
      entered.add(edgeTarget[edge]);
  }
  return entered;
}

class Making {
  private readonly world: World;
  private readonly slices: Slices;
  private readonly period: number;
  private readonly moments: Moments;
  private readonly shares: Shares;
  private readonly entered: ReadonlySet<number>;
  private readonly base: number;
  private readonly end: number;
  /** The first node of the period's end. */
  private readonly closing: number;
  /** By node from `base` on: the first of its nodes here, by creation; -1: none. */
  private readonly first: Int32Array;
  private readonly next = new Growing(1024); // by creation + 1; 0: none
  private readonly stance = new Growing(1024);
  private readonly place = new Growing(1024); // by creation: the place in the order of the graph
  private readonly nodes = new Growing(1024);
  private readonly nodeEdge = new Growing(1024);
  private readonly edgeOf = new Growing(1024);
  private readonly edgeTarget = new Growing(1024); // of stanced ones by creation
  private readonly edgeShare = new Growing(1024);
  private readonly edgeTimes = new Growing(1024);
  private readonly times: Times[] = [];
  private readonly knownTimes = new Map<number, number>();

  constructor(solution: Shared, slices: Slices, period: number) {
    const { world } = solution;
    const { layerPeriod, layerKind, layerNode } = world;
    this.world = world;
    this.slices = slices;
    this.period = period;
    this.moments = new Moments({ ...solution, slices, everyPart: true });
    this.shares = new Shares(slices.cuts[period]);
    this.entered = enteredNodes(world, period);
    const layers = Array.from(layerPeriod.keys()).filter((layer) => layerPeriod[layer] === period);
    this.base = layerNode[layers[0]];
    this.end = layerNode[layers[layers.length - 1] + 1];
    const closing = layers.find((layer) => layerKind[layer] === LayerKind.periodEnd);
    this.closing = closing === undefined ? this.end : layerNode[closing];
    this.first = new Int32Array(this.end - this.base).fill(-1);
  }

  isTooLarge(): boolean {
    const { nodeEdge } = this.world;
    return this.edgeOf.length > 1000 + MOST_PARTS * (nodeEdge[this.end] - nodeEdge[this.base]);
  }

  layer(layer: number): void {
    const { layerNode, nodeEdge } = this.world;
    this.moments.enter(layer);
    for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) {
      if (nodeEdge[node] === nodeEdge[node + 1]) continue;
      if (this.entered.has(node)) this.numberOf(node, 0);
      this.shares.look(layer, node);
      for (let own = this.first[node - this.base]; own !== -1; own = this.next.at(own) - 1) {
        const stance = this.stance.at(own);
        this.place.set(own, this.nodes.length);
        this.nodeEdge.push(this.edgeOf.length);
        this.nodes.push(stance === 0 ? node : (node | STANCED) >>> 0);
        for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) this.follow(node, edge, stance);
      }
    }
  }

  private follow(node: number, edge: number, stance: number): void {
    const { nodeEdge, edgeTarget } = this.world;
    const count = this.moments.split(node, edge, stance);
    const target = edgeTarget[edge];
    const free = nodeEdge[target] === nodeEdge[target + 1] || target >= this.closing;
    for (let i = 0; i < count; i++) {
      const part = this.moments.parts[i];
      this.edgeOf.push(edge);
      this.edgeShare.push(this.shareOf(edge, part));
      this.edgeTimes.push(this.timesOf(part));
      const own = free ? -1 : this.numberOf(target, part.stance);
      this.edgeTarget.push(own === -1 || part.stance === 0 ? target : (own | STANCED) >>> 0);
    }
  }

  private shareOf(edge: number, { own, since }: EdgePart): number {
    const first = this.slices.first[this.period];
    return this.moments.hazards
      .of(edge)
      .reduce(
        (product, one, item) =>
          one.follows || comesAtOnce(one)
            ? product
            : this.shares.times(product, this.shares.of({ one, edge, item }, since[item] - first, own[item] - first)),
        0,
      );
  }

  private timesOf({ own, state }: EdgePart): number {
    const first = this.slices.first[this.period];
    const slices = this.slices.cuts[this.period].length + 1;
    // Digits: how many items there are, and slices.
    const key = own.reduce((digits, slice) => digits * slices + slice - first, own.length) * slices + state - first;
    const known = this.knownTimes.get(key) ?? this.times.length;
    if (known < this.times.length) return known;
    this.times.push({ own: own.map((slice) => slice - first), state: state - first });
    this.knownTimes.set(key, known);
    return known;
  }

  private numberOf(node: number, stance: number): number {
    let own = this.first[node - this.base];
    while (own !== -1 && this.stance.at(own) !== stance) own = this.next.at(own) - 1;
    if (own !== -1) return own;
    const made = this.stance.length;
    this.stance.push(stance);
    this.next.push(this.first[node - this.base] + 1);
    this.place.push(0);
    this.first[node - this.base] = made;
    return made;
  }

  result(): StancedPeriod {
    const { period, edgeTarget, shares, times } = this;
    this.nodeEdge.push(this.edgeOf.length);
    const nodes = this.nodes.taken();
    const targets = edgeTarget.taken();
    for (const [edge, target] of targets.entries())
      if ((target & STANCED) !== 0) targets[edge] = (this.place.at(target & ~STANCED) | STANCED) >>> 0;
    return {
      period,
      graph: {
        nodes,
        nodeEdge: this.nodeEdge.taken(),
        edgeOf: this.edgeOf.taken(),
        edgeTarget: targets,
        edgeShare: this.edgeShare.taken(),
        shares: shares.count,
      },
      nodeOf: nodes.map((node) => node & ~STANCED),
      edgeTimes: this.edgeTimes.taken(),
      times,
      sharesOf: (solution) => shares.inSolution(solution),
    };
  }
}

/** A hazard of an item of an edge. */
interface OnEdge {
  readonly one: Hazard;
  readonly edge: number;
  readonly item: number;
}

/** Where stages of a clock are looked up. */
interface AtStages {
  readonly node: number;
  readonly layer: number;
  readonly edge: number;
  readonly item: number;
}

/** How edges are shared out among slices: a recipe by hazards. Share 0 is all. */
class Shares {
  private readonly cuts: Float64Array;
  /** By hazard: the edges of which its chances are made. */
  private readonly something = new Lists();
  private readonly nothing = new Lists();
  private readonly stages: (AtStages | undefined)[] = [];
  /** By share: its hazard and slices, or (hazard -1) two shares whose product it is. */
  private readonly hazards: number[] = [-1];
  private readonly ones: number[] = [0];
  private readonly others: number[] = [0];
  private layer = 0;
  private node = 0;
  private hazardsHere = new Map<object, number>();
  private sharesHere = new Map<number, number>();
  private productsHere = new Map<string, number>();

  constructor(cuts: Float64Array) {
    this.cuts = cuts;
  }

  get count(): number {
    return this.hazards.length;
  }

  /** Before the edges of a node. */
  look(layer: number, node: number): void {
    this.layer = layer;
    this.node = node;
    if (this.hazardsHere.size > 0) this.hazardsHere = new Map();
    if (this.sharesHere.size > 0) this.sharesHere = new Map();
    if (this.productsHere.size > 0) this.productsHere = new Map();
  }

  /** The share of what comes in a slice, and cannot come before another. */
  of(on: OnEdge, since: number, slice: number): number {
    const number = this.hazardOf(on);
    const slices = this.cuts.length + 1;
    const key = (number * slices + since) * slices + slice;
    const known = this.sharesHere.get(key) ?? this.made(number, since, slice);
    this.sharesHere.set(key, known);
    return known;
  }

  times(one: number, other: number): number {
    if (one === 0 || other === 0) return one + other;
    const key = `${one} ${other}`;
    const known = this.productsHere.get(key) ?? this.made(-1, one, other);
    this.productsHere.set(key, known);
    return known;
  }

  private made(number: number, one: number, other: number): number {
    this.ones.push(one);
    this.others.push(other);
    return this.hazards.push(number) - 1;
  }

  private hazardOf({ one, edge, item }: OnEdge): number {
    const by = one.made?.something ?? one;
    const known = this.hazardsHere.get(by) ?? this.stages.length;
    this.hazardsHere.set(by, known);
    if (known < this.stages.length) return known;
    this.something.push(one.made?.something ?? []);
    this.nothing.push(one.made?.nothing ?? []);
    this.stages.push(one.stages === undefined ? undefined : { node: this.node, layer: this.layer, edge, item });
    return known;
  }

  inSolution(solution: Shared): Float64Array {
    const by = this.cameBy(solution);
    const { hazards, ones, others, cuts } = this;
    const shares = new Float64Array(hazards.length);
    shares[0] = 1;
    for (let i = 1; i < shares.length; i++) {
      const [one, other] = [ones[i], others[i]];
      if (hazards[i] === -1) {
        shares[i] = shares[one] * shares[other];
        continue;
      }
      const at = hazards[i] * cuts.length;
      shares[i] = (other === cuts.length ? 1 : by[at + other]) - (other === one ? 0 : by[at + other - 1]);
    }
    return shares;
  }

  /** By hazard and cut. */
  private cameBy({ scenario, world, policy }: Shared): Float64Array {
    const { cuts, stages } = this;
    const { coefficient, edgeCoefficient, edgeSlot } = world;
    const by = new Float64Array(stages.length * cuts.length);
    const reader = stages.some((one) => one !== undefined) ? new HazardReader(scenario, world, policy) : null;
    const chance = (edge: number) => coefficient[edgeCoefficient[edge]] * policy[edgeSlot[edge]];
    for (let number = 0; number < stages.length; number++) {
      const at = stages[number];
      if (at !== undefined) reader!.look(at.node, at.layer);
      const own =
        at === undefined
          ? hazard(0, this.something.sum(number, chance), this.nothing.sum(number, chance))
          : reader!.of(at.edge)[at.item];
      for (let cut = 0; cut < cuts.length; cut++) by[number * cuts.length + cut] = cameBy(own, cuts[cut]);
    }
    return by;
  }
}

/** Lists of edges, one behind another. */
class Lists {
  private readonly all = new Growing(1024);
  private readonly ends = new Growing(1024);

  push(edges: readonly number[]): void {
    for (const edge of edges) this.all.push(edge);
    this.ends.push(this.all.length);
  }

  sum(list: number, of: (edge: number) => number): number {
    let sum = 0;
    const end = this.ends.at(list);
    for (let i = list === 0 ? 0 : this.ends.at(list - 1); i < end; i++) sum += of(this.all.at(i));
    return sum;
  }
}
