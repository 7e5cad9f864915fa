/** The numerical solvers against systems whose answers are known. */
import { describe, expect, test } from "vitest";
import { andersonStep, createAnderson, solvePositive } from "./anderson.ts";
import { factorise, solveFactored } from "./dense.ts";
import { gmres, gmresScratch } from "./gmres.ts";
import { seededRandom } from "./random.ts";

/** Rounding in systems of condition below a thousand. */
const ROUNDING = 1e-11;

function multiply(matrix: Float64Array, size: number, v: Float64Array): Float64Array {
  return Float64Array.from({ length: size }, (_, row) => {
    let sum = 0;
    for (let column = 0; column < size; column++) sum += matrix[row * size + column] * v[column];
    return sum;
  });
}

/** Identity plus small random entries. */
function system(size: number, seed: number): { matrix: Float64Array; answer: Float64Array; right: Float64Array } {
  const random = seededRandom(seed);
  const matrix = Float64Array.from(
    { length: size * size },
    (_, i) => random() - 0.5 + (i % (size + 1) === 0 ? size : 0),
  );
  const answer = Float64Array.from({ length: size }, () => random());
  return { matrix, answer, right: multiply(matrix, size, answer) };
}

test("seeded numbers repeat, and lie in [0, 1)", () => {
  const [a, b] = [seededRandom(5), seededRandom(5)];
  const numbers = Array.from({ length: 1000 }, () => a());
  expect(numbers).toEqual(Array.from({ length: 1000 }, () => b()));
  expect(numbers.every((x) => x >= 0 && x < 1)).toBe(true);
  expect(new Set(numbers).size).toBe(1000);
});

describe("dense", () => {
  test("solves", () => {
    const { matrix, answer, right } = system(12, 3);
    solveFactored(factorise(matrix, 12), right);
    right.forEach((value, i) => {
      expect(Math.abs(value - answer[i])).toBeLessThan(ROUNDING);
    });
  });

  test("knows the sign and size of determinants", () => {
    // | 0 2 ; 3 1 | = -6.
    const { sign, logSize } = factorise(Float64Array.of(0, 2, 3, 1), 2);
    expect(sign).toBe(-1);
    expect(Math.exp(logSize)).toBeCloseTo(6, 12);
    expect(factorise(Float64Array.of(1, 2, 2, 4), 2).sign).toBe(0);
  });
});

describe("GMRES", () => {
  test("solves, in as many products as there are directions", () => {
    const { matrix, answer, right } = system(12, 4);
    const x = new Float64Array(12);
    const outcome = gmres((v, out) => out.set(multiply(matrix, 12, v)), right, x, 1e-14, gmresScratch(12));
    expect(outcome.products).toBeLessThanOrEqual(12);
    x.forEach((value, i) => {
      expect(Math.abs(value - answer[i])).toBeLessThan(ROUNDING);
    });
  });

  test("the identity plus rank one takes two products", () => {
    const right = Float64Array.of(1, 2, 3, 4);
    const x = new Float64Array(4);
    const product = (v: Float64Array, out: Float64Array) => {
      const sum = v.reduce((a, b) => a + b, 0);
      v.forEach((value, i) => {
        out[i] = value + i * sum;
      });
    };
    expect(gmres(product, right, x, 1e-12, gmresScratch(10)).products).toBe(2);
    const back = new Float64Array(4);
    product(x, back);
    back.forEach((value, i) => {
      expect(Math.abs(value - right[i])).toBeLessThan(ROUNDING);
    });
  });

  test("nothing on the right needs nothing", () => {
    const x = Float64Array.of(7);
    expect(gmres(() => {}, Float64Array.of(0), x, 1e-10, gmresScratch(1))).toEqual({ relative: 0, products: 0 });
    expect(x[0]).toBe(0);
  });
});

describe("Anderson", () => {
  test("a linear map in three dimensions takes few evaluations, though plain iteration diverges", () => {
    // g(x) = M x + c with eigenvalues -3, 0.5, 2: fixed point (1 - M)^-1 c.
    const factors = [-3, 0.5, 2];
    const fixed = factors.map((factor) => 1 / (1 - factor));
    const x = new Float64Array(3);
    const anderson = createAnderson(3, 4);
    const answer = new Float64Array(3);
    const residual = new Float64Array(3);
    for (let i = 0; i < 6; i++) {
      factors.forEach((factor, k) => {
        answer[k] = factor * x[k] + 1;
        residual[k] = answer[k] - x[k];
      });
      if (residual.every((r) => Math.abs(r) < 1e-10)) break;
      andersonStep(anderson, x, answer, residual, 1);
    }
    fixed.forEach((value, k) => {
      expect(Math.abs(x[k] - value)).toBeLessThan(1e-8);
    });
  });

  test("a direction without a pivot gets no weight", () => {
    expect(
      solvePositive(
        [
          [1, 1],
          [1, 1],
        ],
        [2, 2],
      ),
    ).toEqual([2, 0]);
  });
});
