/**
 * Exact fractions of big integers, in lowest terms with a positive denominator: for game files and hand-solvable
 * checks.
 */

export interface Fraction {
  readonly above: bigint;
  readonly below: bigint;
}

export const zero: Fraction = { above: 0n, below: 1n };
export const one: Fraction = { above: 1n, below: 1n };

/** above / below, reduced. Throws when `below` is zero. */
export function fraction(above: bigint, below = 1n): Fraction {
  if (below === 0n) throw new Error(`a fraction with a zero denominator: ${above}/0`);
  const sign = below < 0n ? -1n : 1n;
  const divisor = gcd(above < 0n ? -above : above, below < 0n ? -below : below) || 1n;
  return { above: (sign * above) / divisor, below: (sign * below) / divisor };
}

function gcd(a: bigint, b: bigint): bigint {
  let x = a;
  let y = b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(a.above * b.below + b.above * a.below, a.below * b.below);
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return fraction(a.above * b.below - b.above * a.below, a.below * b.below);
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.above * b.above, a.below * b.below);
}

export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.above * b.below, a.below * b.above);
}

export function equal(a: Fraction, b: Fraction): boolean {
  return a.above === b.above && a.below === b.below;
}

/** The exact value of a finite double. */
export function fromNumber(value: number): Fraction {
  if (!Number.isFinite(value)) throw new Error(`no fraction for ${value}`);
  let mantissa = value;
  let exponent = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  return fraction(BigInt(mantissa), 1n << BigInt(exponent));
}

/**
 * Do fractions sum to one? Found without bringing any sum to its lowest terms, which would take time with the square of
 * the digits: those of one denominator are added, then pairs of pairs.
 */
export function sumsToOne(values: readonly Fraction[]): boolean {
  const { above, below } = unreducedSum(byDenominator(values));
  return above === below;
}

/** How many digits the distinct denominators have together: what an exact sum costs. */
export function digitsOfDenominators(values: readonly Fraction[]): number {
  let bits_ = 0;
  for (const { below } of byDenominator(values)) bits_ += below < 1n << 64n ? 64 : bits(below);
  return Math.ceil(bits_ * Math.LOG10E * Math.LN2);
}

function byDenominator(values: readonly Fraction[]): Fraction[] {
  const sums = new Map<bigint, bigint>();
  for (const { above, below } of values) sums.set(below, (sums.get(below) ?? 0n) + above);
  return Array.from(sums, ([below, above]) => ({ above, below }));
}

function unreducedSum(values: readonly Fraction[]): Fraction {
  if (values.length <= 1) return values[0] ?? zero;
  const half = values.length >> 1;
  const [a, b] = [unreducedSum(values.slice(0, half)), unreducedSum(values.slice(half))];
  return { above: a.above * b.below + b.above * a.below, below: a.below * b.below };
}

/** The longest number that is read: the exact value of every double fits, as above/below too. */
const longestNumber = 1500;

/** Decimal or rational text ("5", "-0.25", ".5", "5/10", "1.5e1"); null when it is none of these or absurdly long. */
export function parseFraction(text: string): Fraction | null {
  if (text.length > longestNumber) return null;
  const match = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d{1,4}))?(?:\/(\d+))?$/.exec(text);
  if (!match) return null;
  const [, sign, whole = "", decimals = "", exponent = "0", below] = match;
  if (whole === "" && decimals === "") return null;
  if (below !== undefined && (decimals !== "" || match[4] !== undefined || BigInt(below) === 0n)) return null;
  const power = Number(exponent) - decimals.length;
  if (Math.abs(power) > 1000) return null;
  const digits = BigInt(`${whole}${decimals}`) * (sign === "-" ? -1n : 1n);
  const scale = 10n ** BigInt(Math.abs(power));
  const decimal = power >= 0 ? fraction(digits * scale) : fraction(digits, scale);
  return below === undefined ? decimal : fraction(decimal.above, decimal.below * BigInt(below));
}

/** The nearest double (correct to the last bit for values of ordinary size). */
export function toNumber(value: Fraction): number {
  const quick = Number(value.above) / Number(value.below);
  const safe = BigInt(Number.MAX_SAFE_INTEGER);
  if (absolute(value.above) <= safe && value.below <= safe) return quick;
  return scaledQuotient(value);
}

/** Long division to 64 bits, then one rounding by Number(). */
function scaledQuotient(value: Fraction): number {
  if (value.above === 0n) return 0;
  const shift = 64 + bits(value.below) - bits(absolute(value.above));
  const quotient =
    shift >= 0
      ? (absolute(value.above) << BigInt(shift)) / value.below
      : absolute(value.above) / (value.below << BigInt(-shift));
  const sticky = quotient | 1n; // what is left below cannot make an exact tie
  const half = Math.trunc(shift / 2); // in two steps, since 2 ** -shift may underflow by itself
  const magnitude = Number(sticky) * 2 ** -half * 2 ** (half - shift);
  return value.above < 0n ? -magnitude : magnitude;
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);
const bits = (value: bigint): number => value.toString(2).length;

/** "a/b", or "a" for whole numbers. */
export function printFraction(value: Fraction): string {
  return value.below === 1n ? `${value.above}` : `${value.above}/${value.below}`;
}
