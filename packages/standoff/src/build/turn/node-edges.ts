/**
 * The edges of the node under work, gathered and merged (same target, slot and label: chances added), then numbered as
 * one list. A target is any number by which two edges can be told apart; a chance is one formula per view.
 */
import { EDGE_WORDS, type Ledger } from "../ledger.ts";

/** So many edges are looked through one by one; more go into an index. */
const FEW = 64;

export class NodeEdges {
  count = 0;
  targets: Uint32Array;
  slots: Uint32Array;
  labels: Uint32Array;
  private chances: Uint32Array; // room x views
  private list: Uint32Array;
  private room = FEW;
  private readonly index = new Map<string, number>();
  private readonly ledger: Ledger;
  private readonly views: number;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
    this.views = ledger.coefficients.width;
    this.targets = new Uint32Array(this.room);
    this.slots = new Uint32Array(this.room);
    this.labels = new Uint32Array(this.room);
    this.list = new Uint32Array(this.room * EDGE_WORDS);
    this.chances = new Uint32Array(this.room * this.views);
  }

  begin(): void {
    if (this.index.size > 0) this.index.clear();
    this.count = 0;
  }

  add(target: number, slot: number, label: number, chances: Uint32Array): void {
    const { views } = this;
    const { list } = this.ledger.prices;
    const like = this.find(target, slot, label);
    if (like !== -1) {
      for (let view = 0; view < views; view++) {
        const at = like * views + view;
        this.chances[at] = list.add(this.chances[at], chances[view]);
      }
      return;
    }
    if (this.count === this.room) this.makeRoom();
    const edge = this.count++;
    this.targets[edge] = target;
    this.slots[edge] = slot;
    this.labels[edge] = label;
    for (let view = 0; view < views; view++) this.chances[edge * views + view] = chances[view];
  }

  /** An edge with this target, slot and label, or -1. */
  private find(target: number, slot: number, label: number): number {
    const { targets, slots, labels, count } = this;
    if (count >= FEW) return this.lookUp(target, slot, label);
    for (let edge = count - 1; edge >= 0; edge--) {
      if (targets[edge] === target && labels[edge] === label && slots[edge] === slot) return edge;
    }
    return -1;
  }

  /** With many edges, by an index; an edge that is not found will be the next. */
  private lookUp(target: number, slot: number, label: number): number {
    const { index, count } = this;
    const key = (edge: number) => `${this.targets[edge]} ${this.slots[edge]} ${this.labels[edge]}`;
    if (count === FEW) for (let edge = 0; edge < count; edge++) index.set(key(edge), edge);
    const wanted = `${target} ${slot} ${label}`;
    const found = index.get(wanted);
    if (found === undefined) index.set(wanted, count);
    return found ?? -1;
  }

  /** The number of the list that the edges make. */
  number(): number {
    const { list, slots, labels, chances, ledger } = this;
    for (let edge = 0; edge < this.count; edge++) {
      list[edge * EDGE_WORDS] = slots[edge];
      list[edge * EDGE_WORDS + 1] = ledger.coefficients.addFrom(chances, edge);
      list[edge * EDGE_WORDS + 2] = labels[edge];
    }
    return ledger.edges.add(list, this.count * EDGE_WORDS);
  }

  private makeRoom(): void {
    this.room *= 2;
    this.targets = longer(this.targets);
    this.slots = longer(this.slots);
    this.labels = longer(this.labels);
    this.list = longer(this.list);
    const chances = new Uint32Array(this.chances.length * 2);
    chances.set(this.chances);
    this.chances = chances;
  }
}

function longer(list: Uint32Array): Uint32Array {
  const copy = new Uint32Array(list.length * 2);
  copy.set(list);
  return copy;
}
