/** The last step of merging: classes become the nodes, sets and edges of a world of their own. */
import type { Merging } from "./merge-classes.ts";
import type { Remainders } from "./merge-pay.ts";
import { allocateWorld, NO_SET, sealWorld, type World, type WorldHeader } from "./world.ts";

/** A merged world and the way to it and back. */
export interface Merged {
  readonly world: World;
  /** Node -> the merged world's node that stands for it. */
  readonly nodeOf: Uint32Array;
  /** Slot -> slot of the merged world; 0 (and for slot 0) where the set is gone: all its actions are worth the same. */
  readonly slotOf: Uint32Array;
  /** Node of the merged world -> the first node that it stands for. */
  readonly nodeFrom: Uint32Array;
}

/** Writes the world of a merging. With `remainders` it pays these and knows no states; else it keeps what nodes and labels say. */
export function writeMerged(world: World, merging: Merging, remainders: Remainders | null): Merged {
  return new Writing(world, merging, remainders).write();
}

class Writing {
  private readonly world: World;
  private readonly merging: Merging;
  private readonly remainders: Remainders | null;
  /** First nodes of the classes in the order of their new numbers; class -> new number. */
  private readonly nodes: number[] = [];
  private readonly nodeNumber: Uint32Array;
  /** Old layers that keep nodes, and the first new node of each. */
  private readonly layers: number[] = [];
  private readonly layerNode: number[] = [];
  /** First sets of the classes of sets in the order of their new numbers; class of sets -> new number. */
  private readonly sets: readonly number[];
  private readonly setNumber: Uint32Array;
  /** Deciding weights of a set (and layer, for points of its day) -> new row. */
  private readonly weightRows = new Map<string, number>();
  private readonly starts: { class: number; chances: number[] }[] = []; // a chance for each view

  constructor(world: World, merging: Merging, remainders: Remainders | null) {
    this.world = world;
    this.merging = merging;
    this.remainders = remainders;
    this.nodeNumber = new Uint32Array(merging.classNode.length);
    this.orderNodes();
    const order = [...merging.classSet.keys()].sort((a, b) => merging.classSet[a]! - merging.classSet[b]!);
    this.sets = order.map((one) => merging.classSet[one]!);
    this.setNumber = new Uint32Array(order.length);
    order.forEach((one, number) => {
      this.setNumber[one] = number;
    });
    for (const set of this.sets) {
      const key = this.weightKey(set);
      if (!this.weightRows.has(key)) this.weightRows.set(key, this.weightRows.size);
    }
    this.addStarts();
  }

  write(): Merged {
    const merged = allocateWorld(this.header());
    this.writeSets(merged);
    this.writeTables(merged);
    this.writeLayers(merged);
    this.writeNodes(merged);
    this.starts.forEach((start, i) => {
      merged.startNode[i] = this.nodeNumber[start.class]!;
      start.chances.forEach((chance, view) => {
        merged.startChance[view * this.starts.length + i] = chance;
      });
    });
    if (this.remainders === null) sealWorld(merged); // a world for play alone is not stored
    return {
      world: merged,
      nodeOf: this.merging.classOf.map((one) => this.nodeNumber[one]!),
      slotOf: this.slotsOf(merged),
      nodeFrom: Uint32Array.from(this.nodes),
    };
  }

  /** Numbers the classes by layer, then by their first node. */
  private orderNodes(): void {
    const { layerNode, header } = this.world;
    const { classOf, classNode } = this.merging;
    for (let layer = 0; layer < header.layers; layer++) {
      const before = this.nodes.length;
      for (let node = layerNode[layer]!; node < layerNode[layer + 1]!; node++) {
        if (classNode[classOf[node]!] === node) this.nodeNumber[classOf[node]!] = this.nodes.push(node) - 1;
      }
      if (this.nodes.length === before) continue;
      this.layers.push(layer);
      this.layerNode.push(before);
    }
  }

  /** Starts of one class are added; zeros stay apart, since beliefs where reach is zero count them. */
  private addStarts(): void {
    const { startNode, startChance, header } = this.world;
    startNode.forEach((node, i) => {
      const one = this.merging.classOf[node]!;
      const chances = Array.from({ length: header.views }, (_, view) => startChance[view * header.starts + i]!);
      const possible = (list: readonly number[]) => list.every((chance) => chance !== 0);
      const same = this.starts.find((start) => start.class === one && possible(start.chances));
      if (same && possible(chances)) {
        chances.forEach((chance, view) => {
          same.chances[view]! += chance;
        });
      } else this.starts.push({ class: one, chances });
    });
  }

  private weightKey(set: number): string {
    return `${this.world.setWeights[set]} ${this.remainders === null ? "" : this.world.setLayer[set]}`;
  }

  private header(): WorldHeader {
    const { header, setSlot } = this.world;
    const common = {
      ...header,
      nodes: this.nodes.length,
      edges: this.merging.edges,
      layers: this.layers.length,
      informationSets: this.sets.length,
      slots: this.sets.reduce((sum, set) => sum + setSlot[set + 1]! - setSlot[set]!, 1),
      coefficients: this.merging.coefficients.count,
      weightRows: this.weightRows.size,
      starts: this.starts.length,
    };
    if (this.remainders === null) return common;
    const { count } = this.remainders;
    const description = { ...header.description, variables: [], occurrences: [] };
    return { ...common, stateWords: 0, payRows: count, labels: count, labelItems: 0, description };
  }

  private writeSets(merged: World): void {
    const { world } = this;
    const layerNumber = new Map(this.layers.map((layer, number) => [layer, number]));
    let next = 1;
    merged.slotLogWeight[0] = world.slotLogWeight[0]!;
    merged.slotMove[0] = world.slotMove[0]!;
    this.sets.forEach((set, number) => {
      const layer = world.setLayer[set]!;
      merged.setSlot[number] = next;
      merged.setLayer[number] = layerNumber.get(layer) ?? layer; // or SPANNING
      merged.setActor[number] = world.setActor[set]!;
      merged.setDesk[number] = world.setDesk[set]!;
      merged.setKind[number] = world.setKind[set]!;
      merged.setWeights[number] = this.weightRows.get(this.weightKey(set))!;
      this.writeWeights(merged, set, merged.setWeights[number]!);
      for (let slot = world.setSlot[set]!; slot < world.setSlot[set + 1]!; slot++, next++) {
        merged.slotLogWeight[next] = world.slotLogWeight[slot]!;
        merged.slotMove[next] = world.slotMove[slot]!;
      }
    });
    merged.setSlot[this.sets.length] = next;
  }

  /** An actor decides by points of its own day; remainders are points of the first day. */
  private writeWeights(merged: World, set: number, row: number): void {
    const { world, remainders } = this;
    const { columns, layers } = world.header;
    const layer = world.setLayer[set]!;
    for (let column = 0; column < columns; column++) {
      const weight = world.weightRow[world.setWeights[set]! * columns + column]!;
      const day = remainders === null || layer >= layers ? 1 : remainders.factor[layer * columns + column]!;
      merged.weightRow[row * columns + column] = weight / day;
    }
  }

  private writeTables(merged: World): void {
    const { world, merging, remainders } = this;
    merging.coefficients.copyDoubles(merged.coefficient, world.header.views);
    merged.actorView.set(world.actorView);
    if (remainders !== null) {
      remainders.copyInto(merged.payRow);
      for (let label = 0; label < remainders.count; label++) merged.labelPay[label] = label;
      return;
    }
    merged.payRow.set(world.payRow);
    merged.labelPay.set(world.labelPay);
    merged.labelItem.set(world.labelItem);
    merged.labelOccurrence.set(world.labelOccurrence);
  }

  private writeLayers(merged: World): void {
    const { world } = this;
    const { columns } = world.header;
    this.layers.forEach((layer, number) => {
      merged.layerNode[number] = this.layerNode[number]!;
      merged.layerKind[number] = world.layerKind[layer]!;
      merged.layerPeriod[number] = world.layerPeriod[layer]!;
      merged.layerDesk[number] = world.layerDesk[layer]!;
      for (let column = 0; column < columns; column++) {
        const discount = this.remainders === null ? world.layerDiscount[layer * columns + column]! : 1;
        merged.layerDiscount[number * columns + column] = discount;
      }
    });
    merged.layerNode[this.layers.length] = this.nodes.length;
  }

  private writeNodes(merged: World): void {
    const { world, merging, remainders } = this;
    const { stateWords } = merged.header;
    let edge = 0;
    this.nodes.forEach((node, number) => {
      const set = world.nodeSet[node]!;
      merged.nodeEdge[number] = edge;
      merged.nodeSet[number] = set === NO_SET ? NO_SET : this.setNumber[merging.setClass[set]!]!;
      merged.nodePay[number] = remainders === null ? world.nodePay[node]! : 0;
      for (let word = 0; word < stateWords; word++)
        merged.nodeState[number * stateWords + word] = world.nodeState[node * stateWords + word]!;
      edge = this.writeEdges(merged, merging.classOf[node]!, merged.nodeSet[number]!, edge);
    });
    merged.nodeEdge[this.nodes.length] = edge;
  }

  /** Writes the edges of a class from `at` on; returns the place after them. */
  private writeEdges(merged: World, one: number, set: number, at: number): number {
    const { merging, nodeNumber, remainders, world } = this;
    const before = set === NO_SET ? 0 : merged.setSlot[set]! - 1;
    const first = merging.classEdge.get(one);
    const count = merging.classEdges.get(one);
    for (let place = 0; place < count; place++) {
      const from = first + place;
      const slot = merging.edgeSlot.get(from);
      const label = remainders === null ? world.edgeLabel[merging.edgeFrom.get(from)]! : merging.edgeKey.get(from);
      merged.edgeTarget[at + place] = nodeNumber[merging.edgeTarget.get(from)]!;
      merged.edgeSlot[at + place] = slot === 0 ? 0 : before + slot;
      merged.edgeCoefficient[at + place] = merging.edgeCoefficient.get(from);
      merged.edgeLabel[at + place] = label;
    }
    return at + count;
  }

  private slotsOf(merged: World): Uint32Array {
    const { setSlot, header } = this.world;
    const slotOf = new Uint32Array(header.slots);
    this.merging.setClass.forEach((one, set) => {
      const number = this.setNumber[one];
      if (number === undefined) return; // gone
      const first = setSlot[set]!;
      for (let slot = first; slot < setSlot[set + 1]!; slot++) slotOf[slot] = merged.setSlot[number]! + slot - first;
    });
    return slotOf;
  }
}
