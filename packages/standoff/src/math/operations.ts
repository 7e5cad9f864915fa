/**
 * The operations of formulas: what they are called in the list, and what they come to. A formula is three words, `op`,
 * `left` and `right`; operands are numbers of earlier formulas unless said otherwise. Truth is 0 or 1.
 */
import { stagesPassed } from "./erlang.ts";

export const Op = {
  constant: 0, // left and right: the two words of the double
  assumption: 1, // left: its index
  not: 2,
  negative: 3,
  exp: 4,
  log: 5,
  sqrt: 6,
  abs: 7,
  expm1: 8,
  log1p: 9,
  clamp: 10, // into 0 to 1
  add: 11,
  subtract: 12,
  multiply: 13,
  divide: 14,
  share: 15, // left / right, and 0 where left is 0, whatever right is
  less: 16,
  lessOrEqual: 17,
  is: 18,
  isNot: 19,
  and: 20,
  or: 21,
  atLeast: 22, // the larger of both
  atMost: 23, // the smaller of both
  pair: 24, // of values, for `select`; has none itself
  select: 25, // left: a truth, right: a pair; its first where the truth holds, else its second
  stages: 26, // left: x; right, as a number: k x 65,536 + j. See `erlang.ts`: j of k stages pass
  overTime: 27, // left: a rate of discount; right: a time. See `valueOverTime`
} as const;

/** Operations after this number have no other. */
export const LAST_OP = Op.overTime;

/** Has it one operand? */
export function isUnary(op: number): boolean {
  return op >= Op.not && op <= Op.clamp;
}

export const STAGE_RADIX = 65_536;

/** The value of a unary operation. */
export function applyUnary(op: number, x: number): number {
  switch (op) {
    case Op.not:
      return x !== 0 ? 0 : 1;
    case Op.negative:
      return -x;
    case Op.exp:
      return Math.exp(x);
    case Op.log:
      return Math.log(x);
    case Op.sqrt:
      return Math.sqrt(x);
    case Op.abs:
      return Math.abs(x);
    case Op.expm1:
      return Math.expm1(x);
    case Op.log1p:
      return Math.log1p(x);
    case Op.clamp:
      return x < 0 ? 0 : Math.min(x, 1);
    default:
      throw new Error(`no unary operation: ${op}`);
  }
}

/** The value of a binary operation on two values. */
export function applyBinary(op: number, a: number, b: number): number {
  switch (op) {
    case Op.add:
      return a + b;
    case Op.subtract:
      return a - b;
    case Op.multiply:
      return a * b;
    case Op.divide:
      return a / b;
    case Op.share:
      return a === 0 ? 0 : a / b;
    case Op.less:
      return a < b ? 1 : 0;
    case Op.lessOrEqual:
      return a <= b ? 1 : 0;
    case Op.is:
      return a === b ? 1 : 0;
    case Op.isNot:
      return a !== b ? 1 : 0;
    case Op.and:
      return a !== 0 && b !== 0 ? 1 : 0;
    case Op.or:
      return a !== 0 || b !== 0 ? 1 : 0;
    case Op.atLeast:
      return Math.max(a, b);
    case Op.atMost:
      return Math.min(a, b);
    case Op.overTime:
      return valueOverTime(a, b);
    default:
      throw new Error(`no binary operation: ${op}`);
  }
}

/**
 * What a flow of one a day comes to over a time, discounted at a rate: (1 - exp(-rate x time)) / rate, and at rate zero
 * the time.
 */
function valueOverTime(rate: number, time: number): number {
  return rate === 0 ? time : -Math.expm1(-rate * time) / rate;
}

const double = new Float64Array(1);
const doubleWords = new Uint32Array(double.buffer);

/** The double whose two words a constant has. */
export function doubleOf(low: number, high: number): number {
  doubleWords[0] = low;
  doubleWords[1] = high;
  return double[0];
}

/** Writes a double's two words into a row from `at` on; negative zero counts as zero. */
export function writeDouble(value: number, row: Uint32Array, at: number): void {
  double[0] = value + 0;
  row[at] = doubleWords[0];
  row[at + 1] = doubleWords[1];
}

/**
 * Works out formulas `from`..`to` of a list of three words each, at given values of the assumptions; `values` holds
 * those of the earlier ones, and takes these.
 */
export function runFormulas(
  words: Uint32Array,
  range: { readonly from: number; readonly to: number },
  assumptions: Float64Array,
  values: Float64Array,
): void {
  for (let formula = range.from; formula < range.to; formula++) {
    const at = 3 * formula;
    const op = words[at];
    const left = words[at + 1];
    const right = words[at + 2];
    if ((op >= Op.add && op <= Op.atMost) || op === Op.overTime)
      values[formula] = applyBinary(op, values[left], values[right]);
    else if (isUnary(op)) values[formula] = applyUnary(op, values[left]);
    else if (op === Op.constant) values[formula] = doubleOf(left, right);
    else if (op === Op.assumption) values[formula] = assumptions[left];
    else if (op === Op.select) values[formula] = values[words[3 * right + (values[left] !== 0 ? 1 : 2)]];
    else if (op === Op.stages) values[formula] = passed(right, values[left]);
    else values[formula] = 0; // a pair
  }
}

function passed(which: number, x: number): number {
  return stagesPassed(Math.floor(which / STAGE_RADIX), x)[which % STAGE_RADIX];
}
