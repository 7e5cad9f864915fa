/**
 * What a ride (`ride.ts`) knows of its rows: which of them hold something at a node, and the mass of cut periods that
 * stands in a stance but 0. Stances are many, and few of them come up at any one node: so that mass is kept in a list
 * per node.
 */

/** Mass by node, row and stance: entries in a pool, linked from their node's place in the ring. */
export class StancedMass {
  private readonly payload: number;
  private readonly head: Int32Array; // entry + 1; 0: none
  private next = new Int32Array(1024);
  private flats = new Int32Array(1024);
  private stances = new Int32Array(1024);
  private numbers: Float64Array;
  private used = 0;
  private free = 0; // entry + 1 of the first unused one that was used before

  constructor(length: number, payload: number) {
    this.payload = payload;
    this.head = new Int32Array(length);
    this.numbers = new Float64Array(1024 * payload);
  }

  /** Adds numbers to a row and stance at a place. */
  add(place: number, flat: number, stance: number, carried: Float64Array): void {
    const { payload, flats, stances, next } = this;
    let entry = this.head[place] - 1;
    while (entry !== -1 && (stances[entry] !== stance || flats[entry] !== flat)) entry = next[entry] - 1;
    if (entry === -1) {
      const made = this.made(place, flat, stance);
      this.numbers.set(carried, made * payload);
      return;
    }
    const { numbers } = this;
    for (let k = 0, at = entry * payload; k < payload; k++, at++) numbers[at] += carried[k];
  }

  /**
   * Takes an entry off a place's list, its numbers into `into`; -1 when it is empty. Its row and stance stand until the
   * next is made.
   */
  take(place: number, into: Float64Array): number {
    const entry = this.head[place] - 1;
    if (entry === -1) return -1;
    const { payload, numbers } = this;
    for (let k = 0, at = entry * payload; k < payload; k++, at++) into[k] = numbers[at];
    this.head[place] = this.next[entry];
    this.next[entry] = this.free;
    this.free = entry + 1;
    return entry;
  }

  flatOf(entry: number): number {
    return this.flats[entry];
  }

  stanceOf(entry: number): number {
    return this.stances[entry];
  }

  private made(place: number, flat: number, stance: number): number {
    let entry = this.free - 1;
    if (entry === -1) {
      entry = this.used++;
      if (entry === this.next.length) this.grow();
    } else this.free = this.next[entry];
    this.flats[entry] = flat;
    this.stances[entry] = stance;
    this.next[entry] = this.head[place];
    this.head[place] = entry + 1;
    return entry;
  }

  private grow(): void {
    const length = this.next.length * 2;
    const longer = (numbers: Int32Array) => {
      const more = new Int32Array(length);
      more.set(numbers);
      return more;
    };
    this.next = longer(this.next);
    this.flats = longer(this.flats);
    this.stances = longer(this.stances);
    const numbers = new Float64Array(length * this.payload);
    numbers.set(this.numbers);
    this.numbers = numbers;
  }
}

/** Which rows hold something at each place of the ring: a list per place, so that empty rows cost nothing. */
export class LiveRows {
  private readonly head: Int32Array; // entry + 1; 0: none
  private row = new Int32Array(1024);
  private next = new Int32Array(1024);
  private used = 0;
  private free = 0; // entry + 1 of the first unused one that was used before

  constructor(length: number) {
    this.head = new Int32Array(length);
  }

  add(place: number, row: number): void {
    let entry = this.free - 1;
    if (entry === -1) {
      entry = this.used++;
      if (entry === this.row.length) this.grow();
    } else this.free = this.next[entry];
    this.row[entry] = row;
    this.next[entry] = this.head[place];
    this.head[place] = entry + 1;
  }

  /** Takes a row off a place's list; -1 when it is empty. */
  take(place: number): number {
    const entry = this.head[place] - 1;
    if (entry === -1) return -1;
    this.head[place] = this.next[entry];
    this.next[entry] = this.free;
    this.free = entry + 1;
    return this.row[entry];
  }

  private grow(): void {
    const length = this.row.length * 2;
    const [row, next] = [new Int32Array(length), new Int32Array(length)];
    row.set(this.row);
    next.set(this.next);
    this.row = row;
    this.next = next;
  }
}
