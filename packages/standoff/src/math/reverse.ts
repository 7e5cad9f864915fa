/**
 * A list of formulas in reverse: from how much something moves with the value of each formula to how much it moves with
 * each assumption (reverse accumulation: every operation hands on to its operands what it is due, times its own
 * derivative).
 *
 * Where an operation has no derivative (a tie of a smaller or larger one, the ends of a clamp, a comparison of equal
 * numbers), one side is taken: the left operand of a tie, the inside of a clamp; of a comparison, none. `tiesOf` tells
 * them.
 */
import { stagesPassed } from "./erlang.ts";
import { Op, STAGE_RADIX } from "./operations.ts";

/** How far from an end of a clamp a sum of chances may come by rounding. */
const ROUNDING = 1e-12;

/**
 * Adds to `assumptions` what is due to each, given the values of all formulas and what is `due` to each of them, which
 * is used up on the way. Formulas and assumptions are those of one frame.
 */
export function runInReverse(
  words: Uint32Array,
  values: Float64Array,
  due: Float64Array,
  assumptions: Float64Array,
): void {
  for (let formula = due.length - 1; formula >= 0; formula--) {
    const own = due[formula];
    if (own !== 0) handOn(words, formula, values, own, { due, assumptions });
  }
}

/** What takes what is handed on. */
interface Taken {
  readonly due: Float64Array;
  readonly assumptions: Float64Array;
}

function handOn(words: Uint32Array, formula: number, values: Float64Array, own: number, taken: Taken): void {
  const [op, left, right] = [words[3 * formula], words[3 * formula + 1], words[3 * formula + 2]];
  const { due, assumptions } = taken;
  if (op === Op.constant) return;
  if (op === Op.assumption) {
    assumptions[left] += own;
    return;
  }
  const value = values[formula];
  const [a, b] = [values[left], values[right]];
  switch (op) {
    case Op.negative:
      due[left] -= own;
      return;
    case Op.exp:
      due[left] += own * value;
      return;
    case Op.log:
      due[left] += own / a;
      return;
    case Op.sqrt:
      due[left] += own / (2 * value);
      return;
    case Op.abs:
      due[left] += a < 0 ? -own : own;
      return;
    case Op.expm1:
      due[left] += own * Math.exp(a);
      return;
    case Op.log1p:
      due[left] += own / (1 + a);
      return;
    case Op.clamp:
      if (a >= -ROUNDING && a <= 1 + ROUNDING) due[left] += own;
      return;
    case Op.add:
      due[left] += own;
      due[right] += own;
      return;
    case Op.subtract:
      due[left] += own;
      due[right] -= own;
      return;
    case Op.multiply:
      due[left] += own * b;
      due[right] += own * a;
      return;
    case Op.divide:
      due[left] += own / b;
      due[right] -= (own * value) / b;
      return;
    case Op.share:
      // 0 / 0 is 0 whatever moves: its rates are none at all.
      if (b !== 0) due[left] += own / b;
      if (a !== 0) due[right] -= (own * value) / b;
      return;
    case Op.atLeast:
      due[a >= b ? left : right] += own;
      return;
    case Op.atMost:
      due[a <= b ? left : right] += own;
      return;
    case Op.select:
      due[words[3 * right + (a !== 0 ? 1 : 2)]] += own;
      return;
    case Op.stages:
      due[left] += own * stagesSlope(right, a);
      return;
    case Op.overTime:
      due[left] += own * overTimeSlope(a, b);
      due[right] += own * Math.exp(-a * b);
      return;
    default:
      return; // truths are flat
  }
}

/** Below this rate x time a series has more digits than the closed form. */
const SHORT = 1e-2;

/** d ((1 - exp(-r t)) / r) / dr = t^2 (exp(-x) (1 + x) - 1) / x^2 with x = r t. */
function overTimeSlope(rate: number, time: number): number {
  const x = rate * time;
  const square = time * time;
  if (Math.abs(x) > SHORT) return (square * (x * Math.exp(-x) + Math.expm1(-x))) / (x * x);
  return square * (-1 / 2 + x * (1 / 3 - x * (1 / 8 - x * (1 / 30 - x * (1 / 144 - x / 840)))));
}

/** d P(j of k stages pass) / dx: exp(-x) (x^(j-1) / (j-1)! - x^j / j!), and of the last exp(-x) x^(k-1) / (k-1)!. */
function stagesSlope(which: number, x: number): number {
  const [stages, passed] = [Math.floor(which / STAGE_RADIX), which % STAGE_RADIX];
  if (x === Number.POSITIVE_INFINITY) return 0;
  const chances = stagesPassed(stages, x);
  if (passed === stages) return chances[stages - 1];
  return (passed === 0 ? 0 : chances[passed - 1]) - chances[passed];
}

/** A formula at a tie: where its operation has a derivative to one side only, or (a comparison) none. */
export interface Tie {
  readonly formula: number;
  readonly kind: "one-sided" | "none";
}

/** The formulas of a list whose operands tie, so that moving them matters for which side is taken. */
export function tiesOf(words: Uint32Array, values: Float64Array): Tie[] {
  const found: Tie[] = [];
  for (let formula = 0; formula < values.length; formula++) {
    const [op, left, right] = [words[3 * formula], words[3 * formula + 1], words[3 * formula + 2]];
    if (op === Op.constant || op === Op.assumption || op === Op.pair || op === Op.select) continue;
    const kind = tieOf(op, values[left], values[right]);
    if (kind !== null) found.push({ formula, kind });
  }
  return found;
}

function tieOf(op: number, a: number, b: number): Tie["kind"] | null {
  switch (op) {
    case Op.clamp:
      return a === 0 || a === 1 ? "one-sided" : null;
    case Op.abs:
    case Op.sqrt:
      return a === 0 ? "one-sided" : null;
    case Op.atLeast:
    case Op.atMost:
      return a === b ? "one-sided" : null;
    case Op.less:
    case Op.lessOrEqual:
    case Op.is:
    case Op.isNot:
      return a === b ? "none" : null;
    default:
      return null;
  }
}
