/** Definitions, read when first needed, so that their order in the file does not matter; circles are faults. */

import type { Expression } from "../expression/expression.ts";
import type { Scenario } from "../scenario.ts";
import type { Elaboration } from "./elaboration.ts";
import { always } from "./elaboration.ts";

/** A chain of definitions, each using the next one further down, may be this long. */
const longestChain = 100;

export class DefinitionReader {
  readonly #elaboration: Elaboration;
  readonly #names: readonly string[];
  readonly #bodies = new Map<number, Expression | undefined>();
  readonly #reading: number[] = [];

  constructor(elaboration: Elaboration) {
    this.#elaboration = elaboration;
    this.#names = Object.keys(elaboration.document.define ?? {});
  }

  /** The body of a definition; undefined where it has faults (reported once), "cycle" while it is being read. */
  body(index: number): Expression | undefined | "cycle" {
    if (this.#reading.includes(index)) return "cycle";
    if (this.#bodies.has(index)) return this.#bodies.get(index);
    const path = ["define", this.#names[index]];
    if (this.#reading.length >= longestChain) {
      this.#elaboration.report("definitions-too-deep", this.#elaboration.key(path), { limit: longestChain });
      this.#bodies.set(index, undefined);
      return undefined;
    }
    this.#reading.push(index);
    const body = this.#elaboration.expression(path);
    this.#reading.pop();
    this.#bodies.set(index, body);
    return body;
  }

  /** All of them, in file order; those with faults as a truth that never holds. */
  all(): Scenario["definitions"] {
    return this.#names.map((name, index) => {
      const span = this.#elaboration.key(["define", name]);
      const body = this.body(index);
      return { name, span, body: body === undefined || body === "cycle" ? always(span, false) : body };
    });
  }
}
