/** Sobol points against their published first ones, and their balance. */
import { describe, expect, it } from "vitest";
import { SOBOL_DIMENSIONS, scrambledSobol, sobolBits } from "./sobol.ts";

describe("Sobol points", () => {
  it("are those of Joe and Kuo's table", () => {
    // Dimensions 1 to 4 of the first eight points, in eighths; SciPy gives them in the order of Gray's code.
    const points = Array.from({ length: 8 }, (_, i) => [0, 1, 2, 3].map((d) => (sobolBits(i, d) / 2 ** 32) * 8));
    expect(points).toEqual([
      [0, 0, 0, 0],
      [4, 4, 4, 4],
      [2, 6, 6, 6],
      [6, 2, 2, 2],
      [1, 5, 3, 1],
      [5, 1, 7, 5],
      [3, 3, 5, 7],
      [7, 7, 1, 3],
    ]);
    // Points 13 and 63 of later dimensions, from SciPy 1.17, which has the same table.
    const later = [1, 6, 9, 12, 15].map((d) => [13, 63].map((i) => sobolBits(i, d)));
    expect(later).toEqual([
      [3489660928, 1409286144],
      [4026531840, 4227858432],
      [3489660928, 2617245696],
      [1879048192, 3288334336],
      [1879048192, 2885681152],
    ]);
  });

  it("fall one into each part of every dimension, scrambled or not", () => {
    for (const size of [4, 64, 256]) {
      for (let dimension = 0; dimension < SOBOL_DIMENSIONS; dimension++) {
        const parts = Array.from({ length: size }, (_, i) => Math.floor(scrambledSobol(i, dimension, 77) * size));
        expect(new Set(parts).size).toBe(size);
        const plain = Array.from({ length: size }, (_, i) => Math.floor((sobolBits(i, dimension) / 2 ** 32) * size));
        expect(new Set(plain).size).toBe(size);
      }
    }
  });

  it("fall one into each elementary box of the first two dimensions", () => {
    for (const seed of [1, 2, 3]) {
      for (let across = 0; across <= 6; across++) {
        const boxes = Array.from({ length: 64 }, (_, i) => {
          const [x, y] = [scrambledSobol(i, 0, seed), scrambledSobol(i, 1, seed)];
          return `${Math.floor(x * 2 ** across)} ${Math.floor(y * 2 ** (6 - across))}`;
        });
        expect(new Set(boxes).size).toBe(64);
      }
    }
  });

  it("are each even over many scrambles", () => {
    const values = Array.from({ length: 4000 }, (_, seed) => scrambledSobol(5, 3, seed)).sort((a, b) => a - b);
    const gap = Math.max(...values.map((value, i) => Math.abs(value - (i + 0.5) / 4000)));
    expect(gap).toBeLessThan(1.63 / Math.sqrt(4000)); // Kolmogorov's bound at one in a hundred, of fixed seeds
  });
});
