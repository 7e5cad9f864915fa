// AssemblyScript: what is done per action: exponentials and logarithms two at a time, and the logit choices of whole
// runs of information sets. Below one unit in the last place off; infinities and NaN as in the library's own Math. All
// pointers are byte offsets; slots are doubles, sets' first slots 32-bit numbers.

/** Beyond this, powers of two leave the range of normal numbers. */
const ORDINARY: f64 = 708.0;
/** Sets that are taken through all passes at once, so that their slots stay in the nearest cache. */
const BLOCK: u32 = 128;

/** Added to a number below 2^51, this rounds it to a whole one, which then stands in the lowest bits. */
const ROUND: f64 = 6755399441055744.0;
const ROUND_BITS: i64 = 0x4338000000000000;

/** Constants twice each, as pairs in memory: an operand from memory is cheaper than one made of immediate numbers. */
const table = memory.data<f64>(
  [
    1.4426950408889634, 1.4426950408889634, // 1 / ln 2
    6755399441055744.0, 6755399441055744.0, // ROUND
    6.93147180369123816490e-1, 6.93147180369123816490e-1, // ln 2 in two parts, the first with few digits:
    1.90821492927058770002e-10, 1.90821492927058770002e-10, // its products with exponents are exact (fdlibm)
    1, 1,
    // P of exp(r) = 1 + r + r^2 P(r): minimax on |r| <= ln 2 / 2, relative error 4e-18 (Remez)
    0.5000000000000011, 0.5000000000000011,
    0.16666666666666413, 0.16666666666666413,
    0.041666666666530704, 0.041666666666530704,
    0.008333333333494324, 0.008333333333494324,
    0.001388888894350585, 0.001388888894350585,
    0.00019841269506589557, 0.00019841269506589557,
    2.480149321428212e-5, 2.480149321428212e-5,
    2.7557586547031336e-6, 2.7557586547031336e-6,
    2.763021082917387e-7, 2.763021082917387e-7,
    2.4999963352877175e-8, 2.4999963352877175e-8,
    // the logarithm's (fdlibm), from place 15
    6.666666666666735130e-1, 6.666666666666735130e-1,
    3.999999999940941908e-1, 3.999999999940941908e-1,
    2.857142874366239149e-1, 2.857142874366239149e-1,
    2.222219843214978396e-1, 2.222219843214978396e-1,
    1.818357216161805012e-1, 1.818357216161805012e-1,
    1.531383769920937332e-1, 1.531383769920937332e-1,
    1.479819860511658591e-1, 1.479819860511658591e-1,
  ],
  16,
);

/** Where the memory that the kernels keep for themselves ends. */
export function firstFree(): usize {
  return __heap_base;
}

// @ts-ignore: decorator
@inline
function constant(place: usize): v128 {
  return v128.load(table + (place << 4));
}

/** exp of two numbers, as 2^k exp(r) with |r| <= ln 2 / 2. */
// @ts-ignore: decorator
@inline
export function exponentials(x: v128): v128 {
  if (v128.any_true(f64x2.gt(f64x2.abs(x), f64x2.splat(ORDINARY)))) return farExponentials(x);
  const shifted = f64x2.add(f64x2.mul(x, constant(0)), constant(1));
  const power = i64x2.add(i64x2.shl(shifted, 52), constant(4)); // the bits of 1: exponent 1023
  return f64x2.mul(nearOne(x, f64x2.sub(shifted, constant(1))), power);
}

/** The same where 2^k may be no normal number: in two factors. */
function farExponentials(given: v128): v128 {
  const x = f64x2.pmin(f64x2.pmax(given, f64x2.splat(-1000)), f64x2.splat(1000)); // NaN stays
  const shifted = f64x2.add(f64x2.mul(x, constant(0)), constant(1));
  const whole = i64x2.sub(shifted, i64x2.splat(ROUND_BITS));
  const half = i64x2.shr_s(whole, 1);
  const first = i64x2.add(i64x2.shl(half, 52), constant(4));
  const second = i64x2.add(i64x2.shl(i64x2.sub(whole, half), 52), constant(4));
  return f64x2.mul(f64x2.mul(nearOne(x, f64x2.sub(shifted, constant(1))), first), second);
}

/** exp(x - k ln 2). */
// @ts-ignore: decorator
@inline
function nearOne(x: v128, k: v128): v128 {
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(k, constant(2))), f64x2.mul(k, constant(3)));
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const low = f64x2.add(line(5, r), f64x2.mul(line(7, r), r2));
  const middle = f64x2.add(line(9, r), f64x2.mul(line(11, r), r2));
  const high = f64x2.add(middle, f64x2.mul(line(13, r), r4));
  const p = f64x2.add(low, f64x2.mul(high, r4));
  return f64x2.add(constant(4), f64x2.add(r, f64x2.mul(r2, p)));
}

/** Constant + next constant x r. */
// @ts-ignore: decorator
@inline
function line(place: usize, r: v128): v128 {
  return f64x2.add(constant(place), f64x2.mul(constant(place + 1), r));
}

/** log of two positive normal numbers; NaN stays. */
// @ts-ignore: decorator
@inline
export function logarithms(x: v128): v128 {
  const apart = i64x2.sub(x, i64x2.splat(0x3fe6a09e667f3bcd)); // from sqrt(1/2)
  const exponent = i64x2.shr_s(apart, 52);
  const k = f64x2.sub(i64x2.add(exponent, i64x2.splat(ROUND_BITS)), constant(1));
  const f = f64x2.sub(i64x2.sub(x, i64x2.shl(exponent, 52)), constant(4));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const even = times(w, 16, times(w, 18, f64x2.mul(w, constant(20))));
  const odd = times(z, 15, times(w, 17, times(w, 19, f64x2.mul(w, constant(21)))));
  const half = f64x2.mul(f64x2.splat(0.5), f64x2.mul(f, f));
  const inner = f64x2.add(f64x2.mul(s, f64x2.add(half, f64x2.add(odd, even))), f64x2.mul(k, constant(3)));
  const small = f64x2.add(f64x2.sub(inner, half), f);
  return f64x2.add(f64x2.add(small, f64x2.mul(k, constant(2))), f64x2.sub(x, x));
}

/** x (constant + rest). */
// @ts-ignore: decorator
@inline
function times(x: v128, place: usize, rest: v128): v128 {
  return f64x2.mul(x, f64x2.add(constant(place), rest));
}

/** to[i] = exp(from[i]), `count` doubles; the two may be one. */
export function exponentiate(from: usize, to: usize, count: u32): void {
  const end = from + ((<usize>count) << 3);
  const pairsEnd = end - 8;
  for (; from < pairsEnd; from += 16, to += 16) v128.store(to, exponentials(v128.load(from)));
  if (from < end) store<f64>(to, f64x2.extract_lane(exponentials(v128.load64_splat(from)), 0));
}

/** Sums of slots first..end (pointers) become expectations where there is mass behind them. */
export function divideSums(q: usize, mass: usize, count: u32): void {
  const end = q + ((<usize>count) << 3);
  const pairsEnd = end - 8;
  for (; q < pairsEnd; q += 16, mass += 16) v128.store(q, expectations(v128.load(q), v128.load(mass)));
  if (q < end) store<f64>(q, f64x2.extract_lane(expectations(v128.load64_splat(q), v128.load64_splat(mass)), 0));
}

// @ts-ignore: decorator
@inline
function expectations(q: v128, mass: v128): v128 {
  return v128.bitselect(f64x2.div(q, mass), q, f64x2.gt(mass, f64x2.splat(0)));
}

/**
 * The logit choices of consecutive sets first..end: p = w exp(lambda q) / sum, as chances and as logarithms. `setSlot`
 * is the array of sets' first slots; the others hold doubles by slot.
 */
export function chooseSets(
  setSlot: usize,
  first: u32,
  end: u32,
  lambda: f64,
  logWeight: usize,
  q: usize,
  policy: usize,
  logPolicy: usize,
): void {
  for (let block = first; block < end; block += BLOCK) {
    const blockEnd = min(block + BLOCK, end);
    const from = (<usize>load<u32>(setSlot + ((<usize>block) << 2))) << 3;
    const to = (<usize>load<u32>(setSlot + ((<usize>blockEnd) << 2))) << 3;
    score(lambda, logWeight + from, q + from, logPolicy + from, to - from);
    levelSets(setSlot, block, blockEnd, policy, logPolicy);
  }
}

/** Consecutive sets' logarithms of chances are shifted so that the chances sum to one; `chances` is left with these. */
export function normaliseSets(setSlot: usize, first: u32, end: u32, chances: usize, logs: usize): void {
  for (let block = first; block < end; block += BLOCK) {
    levelSets(setSlot, block, min(block + BLOCK, end), chances, logs);
  }
}

// @ts-ignore: decorator
@inline
function score(lambda: f64, logWeight: usize, q: usize, to: usize, bytes: usize): void {
  const factor = f64x2.splat(lambda);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    v128.store(to + at, f64x2.add(v128.load(logWeight + at), f64x2.mul(factor, v128.load(q + at))));
  }
  if (at < bytes) store<f64>(to + at, load<f64>(logWeight + at) + lambda * load<f64>(q + at));
}

function levelSets(setSlot: usize, first: u32, end: u32, chances: usize, logs: usize): void {
  const firstPlace = setSlot + ((<usize>first) << 2);
  const lastPlace = setSlot + ((<usize>end) << 2);
  const firstSlot = <usize>load<u32>(firstPlace);
  let at = firstSlot << 3;
  for (let place = firstPlace; place < lastPlace; place += 4) {
    const to = (<usize>load<u32>(place, 4)) << 3;
    at = lower(logs, at, to);
  }
  exponentiate(logs + (firstSlot << 3), chances + (firstSlot << 3), load<u32>(lastPlace) - <u32>firstSlot);
  at = firstSlot << 3;
  for (let place = firstPlace; place < lastPlace; place += 8) {
    const middle = (<usize>load<u32>(place, 4)) << 3;
    const to = place + 4 < lastPlace ? (<usize>load<u32>(place, 8)) << 3 : middle;
    const one = sum(chances, at, middle);
    const two = sum(chances, middle, to);
    const levels = logarithms(f64x2.replace_lane(f64x2.splat(one), 1, two));
    finish(chances, logs, at, middle, one, f64x2.extract_lane(levels, 0));
    finish(chances, logs, middle, to, two, f64x2.extract_lane(levels, 1));
    at = to;
  }
}

/**
 * Subtracts the highest number of a set from all of them; in this order, since scores may be large and their
 * differences count.
 */
// @ts-ignore: decorator
@inline
function lower(logs: usize, from: usize, to: usize): usize {
  let highest = -Infinity;
  for (let at = from; at < to; at += 8) {
    const one = load<f64>(logs + at);
    highest = one > highest ? one : highest;
  }
  for (let at = from; at < to; at += 8) store<f64>(logs + at, load<f64>(logs + at) - highest);
  return to;
}

// @ts-ignore: decorator
@inline
function sum(chances: usize, from: usize, to: usize): f64 {
  let total: f64 = 0;
  for (let at = from; at < to; at += 8) total += load<f64>(chances + at);
  return total;
}

// @ts-ignore: decorator
@inline
function finish(chances: usize, logs: usize, from: usize, to: usize, total: f64, level: f64): void {
  const share = 1 / total;
  for (let at = from; at < to; at += 8) {
    store<f64>(chances + at, load<f64>(chances + at) * share);
    store<f64>(logs + at, load<f64>(logs + at) - level);
  }
}
