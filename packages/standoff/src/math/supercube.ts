/**
 * Even points in any number of dimensions: blocks of 16 dimensions of scrambled Sobol points, whose points are put
 * together in an order of chance from block to block (Latin supercube sampling, Owen 1998). Each dimension is cut
 * evenly, each block is filled evenly, and dimensions of different blocks meet as by chance. Sobol points of a hundred
 * dimensions alone would not do: of the first 64 points many pairs of dimensions then move together or against each
 * other, which is worse than chance wherever two quantities matter jointly.
 */
import { hash, SOBOL_DIMENSIONS, scrambledSobol } from "./sobol.ts";

/**
 * Points by number and dimension, within (0, 1). Runs of `size` points, a power of two, are each filled evenly;
 * different seeds are independent.
 */
export function supercube(size: number, seed: number): (index: number, dimension: number) => number {
  const orders = new Map<string, Uint32Array>();
  const orderOf = (block: number, run: number) => {
    const key = `${block} ${run}`;
    const known = orders.get(key) ?? shuffled(size, hash(hash(seed, ~block), run));
    orders.set(key, known);
    return known;
  };
  return (index, dimension) => {
    const [block, run] = [Math.floor(dimension / SOBOL_DIMENSIONS), Math.floor(index / size)];
    const place = run * size + orderOf(block, run)[index % size];
    return scrambledSobol(place, dimension % SOBOL_DIMENSIONS, hash(seed, block));
  };
}

/** The numbers below `size` in an order of the seed's (Fisher and Yates). */
function shuffled(size: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = hash(seed, i) % (i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
