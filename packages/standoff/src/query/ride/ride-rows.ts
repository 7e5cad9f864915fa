/** The rows of a ride (`ride.ts`): which of them hold something at a node, and those of cut periods that stand in a stance. */

/** Numbers of rows from here on are those of a stance but 0. */
export const STANCED = 2 ** 30;

/** Rows told apart by stance, found by a rider's state with its flag (`flat`) and a stance. */
export class StancedRows {
  private readonly rows: Float64Array[] = [];
  private readonly flats: number[] = [];
  private readonly stances: number[] = [];
  private readonly known: Map<number, number>[] = [];

  /** The number of a row; it is made where there is none yet. */
  place(flat: number, stance: number, length: number): number {
    this.known[stance] ??= new Map();
    const old = this.known[stance].get(flat);
    if (old !== undefined) return old;
    const place = STANCED + this.rows.length;
    this.known[stance].set(flat, place);
    this.rows.push(new Float64Array(length));
    this.flats.push(flat);
    this.stances.push(stance);
    return place;
  }

  rowOf(place: number): Float64Array {
    return this.rows[place - STANCED];
  }

  flatOf(place: number): number {
    return this.flats[place - STANCED];
  }

  stanceOf(place: number): number {
    return this.stances[place - STANCED];
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
