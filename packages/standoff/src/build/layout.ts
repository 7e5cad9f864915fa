/**
 * How a state is packed: every variable takes the bits that its domain needs, within one 32-bit word. Behind the
 * scenario's variables stand the pending choices of desks that move at once (zero outside their turn).
 */

import type { State } from "../language/expression/state-reader.ts";
import type { Scenario } from "../language/scenario.ts";

export interface PackedVariable {
  readonly name: string;
  readonly levels: readonly string[];
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
}

export interface Layout {
  readonly variables: readonly PackedVariable[];
  readonly words: number;
  /** Place of the first pending choice among `variables`. */
  readonly firstPending: number;
  /** Domain indices to words. */
  readonly pack: (state: State, row: Uint32Array) => void;
  /** Words, from `at`, to domain indices. */
  readonly unpack: (words: Uint32Array, at: number, state: State) => void;
}

/** `pendingSizes`: how many values each pending choice can have. */
export function layOut(scenario: Scenario, pendingSizes: readonly number[]): Layout {
  const domains = scenario.variables.map((v) => ({ name: v.name, levels: v.levels, size: v.size }));
  pendingSizes.forEach((size, place) => {
    const levels = Array.from({ length: size }, (_, value) => (value === 0 ? "none" : `choice ${value}`));
    domains.push({ name: `pending ${place + 1}`, levels, size });
  });
  const variables = placeVariables(domains);
  const words = Math.max(1, ...variables.map((v) => v.word + 1));
  const firstPending = scenario.variables.length;
  return { variables, words, firstPending, ...packers(variables, words) };
}

/** First fit: a variable goes into the first word that has room for it. */
function placeVariables(
  domains: readonly { name: string; levels: readonly string[]; size: number }[],
): PackedVariable[] {
  const used: number[] = [];
  return domains.map(({ name, levels, size }) => {
    const bits = Math.max(1, 32 - Math.clz32(Math.max(1, size) - 1));
    let word = used.findIndex((taken) => taken + bits <= 32);
    if (word === -1) word = used.push(0) - 1;
    const shift = used[word];
    used[word] += bits;
    return { name, levels, word, shift, bits };
  });
}

/** The bits of some variables, one mask per word. */
export function maskOf(layout: Layout, includes: (variable: number) => boolean): Uint32Array {
  const mask = new Uint32Array(layout.words);
  layout.variables.forEach((v, variable) => {
    if (includes(variable)) mask[v.word] |= (fieldMask(v.bits) << v.shift) >>> 0;
  });
  return mask;
}

/** The lowest bits. */
export function fieldMask(bits: number): number {
  return bits === 32 ? 0xffffffff : 2 ** bits - 1;
}

function packers(variables: readonly PackedVariable[], words: number): Pick<Layout, "pack" | "unpack"> {
  return {
    pack(state, row) {
      row.fill(0, 0, words);
      for (let place = 0; place < variables.length; place++) {
        const v = variables[place];
        row[v.word] |= state[place] << v.shift;
      }
    },
    unpack(from, at, state) {
      for (let place = 0; place < variables.length; place++) {
        const v = variables[place];
        state[place] = (from[at + v.word] >>> v.shift) & fieldMask(v.bits);
      }
    },
  };
}
