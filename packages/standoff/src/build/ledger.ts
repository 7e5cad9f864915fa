/**
 * What nodes and edges of a world name by number: chances, points, labels, menus, and the edges of a node but for their
 * targets. Chances, points and weights are formulas. Whoever evaluates nodes shares one ledger, so that numbers follow
 * the order in which things first come up.
 */

import { ListTable, WordTable } from "../math/tables.ts";
import type { PriceSizes } from "../world/world.ts";
import { Labels } from "./labels.ts";
import type { Prices } from "./prices.ts";

/** Numbers distinct rows of formulas: equal values have different rows where they come from different formulas. */
export class FormulaRows {
  readonly width: number;
  /** Fill this and call `add`. */
  readonly scratch: Uint32Array;
  private readonly table: WordTable;

  constructor(width: number) {
    this.width = width;
    this.scratch = new Uint32Array(width);
    this.table = new WordTable(width);
  }

  get count(): number {
    return this.table.count;
  }

  get bytes(): number {
    return this.table.bytes;
  }

  /** The number of the row in `scratch`. */
  add(): number {
    return this.table.add(this.scratch);
  }

  /** The number of row `place` of a list of rows. */
  addFrom(rows: Uint32Array, place: number): number {
    for (let column = 0; column < this.width; column++) this.scratch[column] = rows[place * this.width + column];
    return this.add();
  }

  /** All rows, one after another. */
  all(): Uint32Array {
    return this.table.words.subarray(0, this.count * this.width);
  }
}

export class Ledger {
  readonly prices: Prices;
  /** Chances of edges: a column per view. */
  readonly coefficients: FormulaRows;
  /** Points; row 0 is zero. */
  readonly pay: FormulaRows;
  /** Deciding weights over the columns. */
  readonly weights: FormulaRows;
  readonly labels = new Labels();
  /** See `MENU`. */
  readonly menus = new ListTable();
  /** Lists of (place among the node's slots or 0 for chance, coefficient, label); list 0 is empty. */
  readonly edges = new ListTable();

  constructor(prices: Prices, columns: number) {
    this.prices = prices;
    this.coefficients = new FormulaRows(prices.eyes.views.length);
    this.pay = new FormulaRows(columns);
    this.pay.add();
    this.weights = new FormulaRows(columns);
    this.edges.add(new Uint32Array(0), 0);
  }

  /** How many edges a node with a list of edges has. */
  edgeCount(list: number): number {
    return (this.edges.begins[list + 1] - this.edges.begins[list]) / EDGE_WORDS;
  }

  /** How large the price list is at most, of all that was made so far. */
  priceSizes(periods: number): PriceSizes {
    const { prices, menus } = this;
    const { list, assumptions, checks, pins } = prices;
    const menuWords = menus.count === 0 ? 0 : menus.begins[menus.count];
    return {
      frames: assumptions.length,
      assumptions: assumptions[0].length,
      formulas: list.count,
      periods,
      menus: menus.count,
      menuItems: (menuWords - MENU.moves * menus.count) / 2,
      checks: checks.count,
      pins: pins.size,
    };
  }

  get bytes(): number {
    const { prices, coefficients, pay, weights, labels, menus, edges } = this;
    return [prices, coefficients, pay, weights, labels, menus, edges].reduce((sum, table) => sum + table.bytes, 0);
  }
}

/** The move of a slot that holds. */
export const HOLD = 0xffffffff;

/**
 * Places in a menu's list: row of deciding weights, number of slots, their moves; then the formulas of their weights.
 */
export const MENU = { weights: 0, slots: 1, moves: 2 } as const;

/** Words of an edge in a list of `Ledger.edges`. */
export const EDGE_WORDS = 3;
