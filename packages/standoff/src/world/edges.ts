/**
 * The edges of the node under work, gathered and merged (same target, slot and label: coefficients added), then written
 * to the growing edge lists. A target is a layer, counted on from the node's own, and a place in it.
 */
import { type GrowingList, growingU16, growingU32 } from "./growing.ts";
import type { RowTable } from "./tables.ts";

export class EdgeLists {
  readonly ahead: GrowingList<Uint16Array> = growingU16(); // layers from the source's to the target's
  readonly place: GrowingList<Uint32Array> = growingU32(); // within the target's layer
  readonly slot: GrowingList<Uint32Array> = growingU32();
  readonly coefficient: GrowingList<Uint32Array> = growingU32();
  readonly label: GrowingList<Uint32Array> = growingU32();
  private readonly coefficients: RowTable;

  // The node under work.
  private count = 0;
  private readonly keys: number[][] = [[], [], [], []]; // ahead, place, slot, label
  private readonly chance: number[] = [];

  constructor(coefficients: RowTable) {
    this.coefficients = coefficients;
  }

  get length(): number {
    return this.slot.length;
  }

  get bytes(): number {
    return [this.ahead, this.place, this.slot, this.coefficient, this.label].reduce((sum, list) => sum + list.bytes, 0);
  }

  add(ahead: number, place: number, slot: number, label: number, coefficient: number): void {
    const [aheads, places, slots, labels] = this.keys as [number[], number[], number[], number[]];
    for (let edge = this.count - 1; edge >= 0; edge--) {
      if (places[edge] === place && labels[edge] === label && slots[edge] === slot && aheads[edge] === ahead) {
        this.chance[edge]! += coefficient;
        return;
      }
    }
    const edge = this.count++;
    aheads[edge] = ahead;
    places[edge] = place;
    slots[edge] = slot;
    labels[edge] = label;
    this.chance[edge] = coefficient;
  }

  /** Writes out the node's edges. */
  flush(): void {
    const [aheads, places, slots, labels] = this.keys as [number[], number[], number[], number[]];
    for (let edge = 0; edge < this.count; edge++) {
      this.ahead.push(aheads[edge]!);
      this.place.push(places[edge]!);
      this.slot.push(slots[edge]!);
      this.coefficient.push(this.coefficients.addOne(this.chance[edge]!));
      this.label.push(labels[edge]!);
    }
    this.count = 0;
  }
}
