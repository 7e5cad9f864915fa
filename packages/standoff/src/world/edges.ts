/**
 * The edges of the node under work, gathered and merged (same target, slot and label: coefficients added), then written
 * to the growing edge lists. A target is a layer, counted on from the node's own, and a place in it. A coefficient is one
 * chance per view.
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
  private readonly views: number;

  // The node under work.
  private count = 0;
  private room = 64;
  private aheads = new Uint32Array(this.room);
  private places = new Uint32Array(this.room);
  private slots = new Uint32Array(this.room);
  private labels = new Uint32Array(this.room);
  private chance: Float64Array; // room x views
  private numbers = new Uint32Array(this.room); // of the chances

  constructor(coefficients: RowTable) {
    this.coefficients = coefficients;
    this.views = coefficients.width;
    this.chance = new Float64Array(this.room * this.views);
  }

  get length(): number {
    return this.slot.length;
  }

  get bytes(): number {
    return [this.ahead, this.place, this.slot, this.coefficient, this.label].reduce((sum, list) => sum + list.bytes, 0);
  }

  /** `coefficient`: per view. */
  add(ahead: number, place: number, slot: number, label: number, coefficient: Float64Array): void {
    const { aheads, places, slots, labels, views } = this;
    for (let edge = this.count - 1; edge >= 0; edge--) {
      if (places[edge] === place && labels[edge] === label && slots[edge] === slot && aheads[edge] === ahead) {
        for (let view = 0; view < views; view++) this.chance[edge * views + view]! += coefficient[view]!;
        return;
      }
    }
    if (this.count === this.room) this.makeRoom();
    const edge = this.count++;
    this.aheads[edge] = ahead;
    this.places[edge] = place;
    this.slots[edge] = slot;
    this.labels[edge] = label;
    for (let view = 0; view < views; view++) this.chance[edge * views + view] = coefficient[view]!;
  }

  /** Writes out the node's edges. */
  flush(): void {
    const { count } = this;
    for (let edge = 0; edge < count; edge++) this.numbers[edge] = this.coefficients.addFrom(this.chance, edge);
    this.ahead.pushAll(this.aheads, count);
    this.place.pushAll(this.places, count);
    this.slot.pushAll(this.slots, count);
    this.coefficient.pushAll(this.numbers, count);
    this.label.pushAll(this.labels, count);
    this.count = 0;
  }

  private makeRoom(): void {
    const longer = (list: Uint32Array) => {
      const copy = new Uint32Array(this.room * 2);
      copy.set(list);
      return copy;
    };
    const chance = new Float64Array(this.chance.length * 2);
    chance.set(this.chance);
    this.chance = chance;
    this.aheads = longer(this.aheads);
    this.places = longer(this.places);
    this.slots = longer(this.slots);
    this.labels = longer(this.labels);
    this.numbers = longer(this.numbers);
    this.room *= 2;
  }
}
