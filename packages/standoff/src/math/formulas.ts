/**
 * Formulas over assumptions, made one by one and each only once: a number stands for a formula, equal formulas have
 * equal numbers, and operands have lower ones. What is known is worked out at once, with the same operations that the
 * list is run with later, so that a formula without assumptions is a constant; and what is zero or one *by the letter*
 * falls away, so that formula 0 is the one that is zero whatever the assumptions are.
 */

import { stagesPassed } from "./erlang.ts";
import { applyBinary, applyUnary, doubleOf, Op, STAGE_RADIX, writeDouble } from "./operations.ts";
import { WordTable } from "./tables.ts";

/** The number of a formula. */
export type Formula = number;

export const ZERO: Formula = 0;
export const ONE: Formula = 1;

type Binary = "add" | "subtract" | "multiply" | "divide" | "share" | "less" | "lessOrEqual" | "is" | "isNot";
type Bound = "and" | "or" | "atLeast" | "atMost" | "overTime";
type Unary = "not" | "negative" | "exp" | "log" | "sqrt" | "abs" | "expm1" | "log1p" | "clamp";

/** Constants met lately, by some of their bits. A power of two. */
const RECENT = 1024;

export class FormulaList {
  private readonly table = new WordTable(3, 1024);
  private readonly row = new Uint32Array(3);
  private readonly recent = new Float64Array(RECENT).fill(Number.NaN);
  private readonly recentNumber = new Uint32Array(RECENT);

  constructor() {
    this.constant(0);
    this.constant(1);
  }

  get count(): number {
    return this.table.count;
  }

  get bytes(): number {
    return this.table.bytes;
  }

  /** Three words a formula; longer than needed. */
  get words(): Uint32Array {
    return this.table.words;
  }

  constant(value: number): Formula {
    const { row } = this;
    writeDouble(value, row, 1);
    const place = (Math.imul(row[1] ^ row[2], 0x9e3779b1) >>> 22) & (RECENT - 1);
    if (this.recent[place] === value) return this.recentNumber[place];
    row[0] = Op.constant;
    const number = this.table.add(row);
    this.recent[place] = value;
    this.recentNumber[place] = number;
    return number;
  }

  assumption(index: number): Formula {
    return this.number(Op.assumption, index, 0);
  }

  isConstant(formula: Formula): boolean {
    return this.words[3 * formula] === Op.constant;
  }

  /** Of a constant. */
  valueOf(formula: Formula): number {
    return doubleOf(this.words[3 * formula + 1], this.words[3 * formula + 2]);
  }

  /** An operation on one formula. */
  unary(name: Unary, of: Formula): Formula {
    const op = Op[name];
    return this.isConstant(of) ? this.constant(applyUnary(op, this.valueOf(of))) : this.number(op, of, 0);
  }

  /** An operation on two. */
  binary(name: Binary | Bound, left: Formula, right: Formula): Formula {
    const op = Op[name];
    const [known, other] = [this.isConstant(left), this.isConstant(right)];
    if (known && other) return this.constant(applyBinary(op, this.valueOf(left), this.valueOf(right)));
    return this.byLetter(name, left, right, known, other) ?? this.number(op, left, right);
  }

  /** What an operation comes to whatever the assumptions are, or one of its operands that it is. */
  private byLetter(name: Binary | Bound, left: Formula, right: Formula, known: boolean, other: boolean) {
    switch (name) {
      case "add":
        return left === ZERO ? right : right === ZERO ? left : undefined;
      case "subtract":
        return right === ZERO ? left : undefined;
      case "multiply":
        if (left === ZERO || right === ZERO) return ZERO;
        return left === ONE ? right : right === ONE ? left : undefined;
      case "divide":
        return right === ONE ? left : undefined;
      case "share":
        return left === ZERO ? ZERO : right === ONE ? left : undefined;
      case "and":
        if (left === ZERO || right === ZERO) return ZERO;
        return undefined;
      case "or":
        return (known && left !== ZERO) || (other && right !== ZERO) ? ONE : undefined;
      case "overTime":
        return left === ZERO ? right : undefined;
      case "atLeast":
      case "atMost":
        return left === right ? left : undefined;
      default:
        return undefined;
    }
  }

  add(left: Formula, right: Formula): Formula {
    return this.binary("add", left, right);
  }

  subtract(left: Formula, right: Formula): Formula {
    return this.binary("subtract", left, right);
  }

  multiply(left: Formula, right: Formula): Formula {
    return this.binary("multiply", left, right);
  }

  divide(left: Formula, right: Formula): Formula {
    return this.binary("divide", left, right);
  }

  /** left / right, and zero where left is. */
  share(left: Formula, right: Formula): Formula {
    return this.binary("share", left, right);
  }

  /** 1 - exp(-x): the chance of at least one of what comes x times on average. */
  atLeastOnce(x: Formula): Formula {
    return this.unary("negative", this.unary("expm1", this.unary("negative", x)));
  }

  /** One of two values, by a truth. */
  select(test: Formula, then: Formula, otherwise: Formula): Formula {
    if (this.isConstant(test)) return test !== ZERO ? then : otherwise;
    if (then === otherwise) return then;
    return this.number(Op.select, test, this.number(Op.pair, then, otherwise));
  }

  /** The chance that `passed` of `stages` stages pass, x of which would on average if there were no end of them. */
  stages(stages: number, passed: number, x: Formula): Formula {
    if (this.isConstant(x)) return this.constant(stagesPassed(stages, this.valueOf(x))[passed]);
    return this.number(Op.stages, x, stages * STAGE_RADIX + passed);
  }

  private number(op: number, left: number, right: number): Formula {
    const { row } = this;
    row[0] = op;
    row[1] = left;
    row[2] = right;
    return this.table.add(row);
  }
}
