/**
 * What nodes and edges of a world name by number: chances, points, labels, menus, and the edges of a node but for their
 * targets. Whoever evaluates nodes shares one ledger, so that numbers follow the order in which things first come up.
 */

import { ListTable, RowTable } from "../math/tables.ts";
import { Labels } from "./labels.ts";

export class Ledger {
  /** A column per view. */
  readonly coefficients: RowTable;
  /** Points; row 0 is zero. */
  readonly pay: RowTable;
  /** Deciding weights over the columns. */
  readonly weights: RowTable;
  readonly labels = new Labels();
  /** See `menus.ts`. */
  readonly menus = new ListTable();
  /** Lists of (place among the node's slots or 0 for chance, coefficient, label); list 0 is empty. */
  readonly edges = new ListTable();

  constructor(views: number, columns: number) {
    this.coefficients = new RowTable(views);
    this.pay = new RowTable(columns);
    this.pay.add();
    this.weights = new RowTable(columns);
    this.edges.add(new Uint32Array(0), 0);
  }

  /** How many edges a node with a list of edges has. */
  edgeCount(list: number): number {
    return (this.edges.begins[list + 1] - this.edges.begins[list]) / EDGE_WORDS;
  }

  get bytes(): number {
    const { coefficients, pay, weights, labels, menus, edges } = this;
    return [coefficients, pay, weights, labels, menus, edges].reduce((sum, table) => sum + table.bytes, 0);
  }
}

/** Words of an edge in a list of `Ledger.edges`. */
export const EDGE_WORDS = 3;
