/**
 * Sobol points in up to 16 dimensions, 32 bits deep, with Owen's nested scrambling: each bit of a coordinate is flipped
 * by chance, the same for all points that agree in the bits before it (Owen 1995). Every scrambled point lies evenly in
 * the cube, and the points of one scramble fill it evenly together; different seeds are independent. Chances come from
 * hashes of the seed, the dimension and the bits before, so that any point can be had alone.
 */
/** More dimensions are joined of blocks of these (`supercube.ts`). */
export const SOBOL_DIMENSIONS = 16;

/**
 * For each dimension but the first: the degree of its primitive polynomial, the polynomial's inner coefficients as a
 * number, and the initial numbers m. From S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better
 * two-dimensional projections", SIAM Journal on Scientific Computing 30 (2008), table new-joe-kuo-6.
 */
const directions: readonly (readonly number[])[] = [
  [1, 0, 1],
  [2, 1, 1, 3],
  [3, 1, 1, 3, 1],
  [3, 2, 1, 1, 1],
  [4, 1, 1, 1, 3, 3],
  [4, 4, 1, 3, 5, 13],
  [5, 2, 1, 1, 5, 5, 17],
  [5, 4, 1, 1, 5, 5, 5],
  [5, 7, 1, 1, 7, 11, 19],
  [5, 11, 1, 1, 5, 1, 1],
  [5, 13, 1, 1, 1, 3, 11],
  [5, 14, 1, 3, 5, 5, 31],
  [6, 1, 1, 3, 3, 9, 7, 49],
  [6, 13, 1, 1, 1, 15, 21, 21],
  [6, 16, 1, 3, 1, 13, 27, 49],
];

const bits = 32;
const numbers: (Uint32Array | undefined)[] = [];

/** Direction numbers of a dimension, as fractions of 2^32, the first for the lowest bit of a point's number. */
function directionsOf(dimension: number): Uint32Array {
  const known = numbers[dimension];
  if (known !== undefined) return known;
  const made = dimension === 0 ? Uint32Array.from({ length: bits }, (_, k) => 2 ** (31 - k)) : fromTable(dimension);
  numbers[dimension] = made;
  return made;
}

/** The recurrence of Bratley and Fox (1988) from the initial numbers. */
function fromTable(dimension: number): Uint32Array {
  const [degree, inner, ...initial] = directions[dimension - 1];
  const made = new Uint32Array(bits);
  for (let k = 0; k < bits; k++) {
    if (k < degree) {
      made[k] = initial[k] * 2 ** (31 - k);
      continue;
    }
    let value = made[k - degree] ^ (made[k - degree] >>> degree);
    for (let j = 1; j < degree; j++) if ((inner >>> (degree - 1 - j)) & 1) value ^= made[k - j];
    made[k] = value;
  }
  return made;
}

/** The coordinate of point `index` in a dimension, before scrambling, as a fraction of 2^32. */
export function sobolBits(index: number, dimension: number): number {
  const of = directionsOf(dimension);
  let value = 0;
  for (let k = 0; index >>> k > 0 && k < bits; k++) if ((index >>> k) & 1) value ^= of[k];
  return value >>> 0;
}

/** The same, scrambled, within (0, 1): never an end. */
export function scrambledSobol(index: number, dimension: number, seed: number): number {
  return (scramble(sobolBits(index, dimension), hash(seed, dimension)) + 0.5) / 2 ** 32;
}

function scramble(value: number, seed: number): number {
  let result = 0;
  let before = 1; // the bits so far, behind a leading one, so that no two prefixes look alike
  for (let k = bits - 1; k >= 0; k--) {
    const bit = (value >>> k) & 1;
    result = (result << 1) | (bit ^ (hash(seed, before) >>> 31));
    before = (before << 1) | bit;
  }
  return result >>> 0;
}

/** 32 bits from two numbers of 32 bits: MurmurHash3's rounds and finaliser (Appleby). */
export function hash(seed: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  let h = seed ^ k;
  h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
