/**
 * A world being built, in short form: a node is its state, the number of its list of edges, and its information set (or
 * its row of points); an edge is its target. `assemble.ts` writes the world from it, from the last layer to the first,
 * and the draft gives its memory back meanwhile.
 *
 * A target is a place in a layer that is so many positions ahead, both in one number: layers ahead in the lowest bits.
 */

import type { Formula } from "../math/formulas.ts";
import type { WorldSizes } from "../world/world.ts";
import type { Ledger } from "./ledger.ts";
import { Spool } from "./spool.ts";

/** A layer. `virtual` is its running number among all layers, the empty ones included. */
export interface Layer {
  readonly virtual: number;
  readonly kind: number;
  readonly period: number;
  readonly desk: number;
  readonly firstNode: number;
  readonly nodes: number;
  readonly firstEdge: number;
  readonly firstSet: number;
}

/** A starting state: the running number of its layer, its place there, the formula of its chance in each view. */
export interface Start {
  readonly virtual: number;
  readonly place: number;
  readonly chances: readonly Formula[];
}

export class Draft {
  readonly layers: Layer[] = [];
  /** stateWords per node. */
  readonly states = new Spool();
  /** Per node: a list of `Ledger.edges`. */
  readonly lists = new Spool();
  /** Per node: the place of its set among the layer's, in decisions; else a row of points. */
  readonly extras = new Spool();
  /** Per edge. */
  readonly targets = new Spool();
  /** Per information set. */
  readonly menus = new Spool();
  slots = 1;
  /** Has a place come up that has no target number? */
  tooWide = false;
  /** Bits of a target that say how many layers ahead. */
  readonly aheadBits: number;
  private readonly ledger: Ledger;
  private readonly periods: number;

  /** `ahead`: how many layers an edge spans at most; `periods`: how many are played. */
  constructor(ledger: Ledger, ahead: number, periods: number) {
    this.ledger = ledger;
    this.periods = periods;
    this.aheadBits = 32 - Math.clz32(ahead);
  }

  get nodes(): number {
    return this.lists.length;
  }

  get edges(): number {
    return this.targets.length;
  }

  /** How many places of a layer have a target number. */
  get widest(): number {
    return 2 ** (32 - this.aheadBits);
  }

  target(place: number, ahead: number): number {
    if (place >= this.widest) this.tooWide = true;
    return ((place << this.aheadBits) | ahead) >>> 0;
  }

  beginLayer(layer: Pick<Layer, "virtual" | "kind" | "period" | "desk" | "nodes">, states: Uint32Array): void {
    this.layers.push({ ...layer, firstNode: this.nodes, firstEdge: this.edges, firstSet: this.menus.length });
    this.states.append(states);
  }

  addNode(list: number, extra: number): void {
    this.lists.push(list);
    this.extras.push(extra);
  }

  addSet(menu: number): void {
    this.menus.push(menu);
    this.slots += this.slotsOf(menu);
  }

  addSets(menus: Uint32Array): void {
    this.menus.append(menus);
    for (const menu of menus) this.slots += this.slotsOf(menu);
  }

  private slotsOf(menu: number): number {
    const { words, begins } = this.ledger.menus;
    return words[begins[menu] + 1];
  }

  /**
   * The sizes of the world so far, with all formulas that there are, in a scenario with so many columns, actors, words
   * of a state and starts.
   */
  sizes(given: Pick<WorldSizes, "columns" | "actors" | "stateWords" | "starts">): WorldSizes {
    const { ledger } = this;
    return {
      ...given,
      views: ledger.coefficients.width,
      prices: ledger.priceSizes(this.periods),
      nodes: this.nodes,
      edges: this.edges,
      layers: this.layers.length,
      informationSets: this.menus.length,
      slots: this.slots,
      payRows: ledger.pay.count,
      coefficients: ledger.coefficients.count,
      labels: ledger.labels.count,
      labelItems: ledger.labels.items,
      weightRows: ledger.weights.count,
    };
  }
}
