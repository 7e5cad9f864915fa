/** What edges say and pay, as numbers: lists of occurrences, and labels, which are such a list with a row of points. */
import { WordTable } from "../math/tables.ts";

/** Lists of occurrences: 0 is empty, every other one an earlier list and one occurrence more. */
export class OccurrenceLists {
  private readonly table = new WordTable(2);
  private readonly row = new Uint32Array(2);

  extend(list: number, occurrence: number): number {
    this.row[0] = list;
    this.row[1] = occurrence;
    return this.table.add(this.row) + 1;
  }

  last(list: number): number {
    return this.table.words[(list - 1) * 2 + 1];
  }

  allButLast(list: number): number {
    return this.table.words[(list - 1) * 2];
  }

  lengthOf(list: number): number {
    let length = 0;
    for (let rest = list; rest !== 0; rest = this.allButLast(rest)) length++;
    return length;
  }

  /** All occurrences, in their order. */
  items(list: number): number[] {
    const items: number[] = [];
    for (let rest = list; rest !== 0; rest = this.allButLast(rest)) items.unshift(this.last(rest));
    return items;
  }
}

export class Labels {
  readonly lists = new OccurrenceLists();
  /** Rows of (list, pay row); label 0 says and pays nothing. */
  readonly table = new WordTable(2);
  /** Occurrences of all labels together. */
  items = 0;
  private readonly row = new Uint32Array(2);

  constructor() {
    this.table.add(this.row);
  }

  get count(): number {
    return this.table.count;
  }

  get bytes(): number {
    return this.table.bytes;
  }

  number(list: number, payRow: number): number {
    if (list === 0 && payRow === 0) return 0;
    this.row[0] = list;
    this.row[1] = payRow;
    const label = this.table.add(this.row);
    if (this.table.added) this.items += this.lists.lengthOf(list);
    return label;
  }

  /** Points and occurrences of a label. */
  payOf(label: number): number {
    return this.table.words[label * 2 + 1];
  }

  occurrencesOf(label: number): number[] {
    return this.lists.items(this.table.words[label * 2]);
  }
}
