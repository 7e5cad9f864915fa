/**
 * The price list in the making: formulas, what they must keep to, and what of them the graph rests on. Formulas are
 * worked out at the stated assumptions while they come, so that a bad number ends building where it is met.
 * `price-writer.ts` puts the list into the world.
 */

import type { CompileOptions } from "../language/expression/evaluate.ts";
import type { Expression } from "../language/expression/expression.ts";
import { compileFormula } from "../language/expression/formula.ts";
import type { State } from "../language/expression/state-reader.ts";
import { valuesHeld } from "../language/expression/static-value.ts";
import type { Scenario, View } from "../language/scenario.ts";
import { type Formula, FormulaList, ZERO } from "../math/formulas.ts";
import { runFormulas } from "../math/operations.ts";
import { WordTable } from "../math/tables.ts";
import type { Span } from "../text/source.ts";
import { CHECK, CheckKind, keepsTo } from "../world/prices.ts";
import { CHECK_WORDS } from "../world/world.ts";
import { type Eyes, eyesOf } from "./eyes.ts";
import type { FaultList } from "./faults.ts";
import { tellPriceFault } from "./price-faults.ts";

/** How a scenario is compiled: what it is told, and the list that takes its formulas. */
export interface Compiling extends CompileOptions {
  readonly prices: Prices;
}

/** What a check is of. */
export interface Place {
  readonly name: string;
  readonly span: Span;
}

/** A state that shows a check: the values of its variables. */
export interface Example {
  readonly state: Int32Array;
  readonly period: number;
}

/** What a check is made of: its kind, formulas, and the frame in which they are looked at. */
export interface Demand {
  readonly kind: number;
  readonly left: Formula;
  readonly right?: Formula;
  readonly frame?: number;
}

export class Prices {
  readonly list = new FormulaList();
  /** Assumptions that functions of numbers read, or that the scenario has put in already. */
  readonly structural: Set<number>;
  readonly places: Place[] = [];
  /** Rows of kind, left, right, place, frame; `examples` has a state for each. */
  readonly checks = new WordTable(CHECK_WORDS - 1);
  readonly examples: Example[] = [];
  /** Formulas that the graph takes for zero or not, as they are now. */
  readonly pins = new Set<Formula>();
  /** Values of the assumptions, by frame. */
  readonly assumptions: readonly Float64Array[];
  /** What they are held to be there, where it is not what is stated. */
  readonly held: readonly (readonly { readonly assumption: number; readonly formula: Formula }[])[];
  /** By actor: its lambda, where that rests on assumptions. */
  readonly steadiness: readonly (Formula | null)[];
  readonly eyes: Eyes;
  private readonly scenario: Scenario;
  private readonly frames: { values: Float64Array; done: number }[];
  private readonly numbers = new Map<Span, Map<string, number>>();
  private readonly row = new Uint32Array(CHECK_WORDS - 1);
  private settled = 0;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.eyes = eyesOf(scenario);
    this.structural = new Set(scenario.fixed);
    const stated = scenario.assumptions.map(({ value }) => value);
    this.assumptions = this.eyes.frames.map((held) => Float64Array.from(valuesHeld(held, stated)));
    this.frames = this.assumptions.map(() => ({ values: new Float64Array(1024), done: 0 }));
    this.held = this.eyes.frames.map((held) => held.map((each) => this.heldFormula(each)));
    this.steadiness = scenario.actors.map(({ name, lambdaBy }) =>
      lambdaBy === undefined ? null : this.lambdaFormula(name, lambdaBy),
    );
  }

  private lambdaFormula(name: string, lambda: Expression): Formula {
    const { scenario, list } = this;
    const state = new Int32Array(scenario.variables.length);
    const left = compileFormula(scenario, lambda, list)(state, 0);
    this.check({ kind: CheckKind.steadiness, left }, { name, span: lambda.span }, () => ({ state, period: 0 }));
    return left;
  }

  private heldFormula({ assumption, value }: View["values"][number]): { assumption: number; formula: Formula } {
    const { scenario, list } = this;
    const state = new Int32Array(scenario.variables.length);
    const formula = compileFormula(scenario, value, list)(state, 0);
    const place = { name: scenario.assumptions[assumption].name, span: value.span };
    this.check({ kind: CheckKind.finite, left: formula }, place, () => ({ state, period: 0 }));
    return { assumption, formula };
  }

  get bytes(): number {
    const { list, checks, frames } = this;
    return list.bytes + checks.bytes + frames.reduce((sum, { values }) => sum + values.byteLength, 0);
  }

  /** A formula's value at the stated assumptions, in a frame. */
  valueOf(formula: Formula, frame = 0): number {
    if (this.list.isConstant(formula)) return this.list.valueOf(formula);
    const known = this.frames[frame];
    if (formula >= known.done) this.runOn(known, this.assumptions[frame]);
    return known.values[formula];
  }

  private runOn(frame: { values: Float64Array; done: number }, assumptions: Float64Array): void {
    const { list } = this;
    if (list.count > frame.values.length) {
      const longer = new Float64Array(2 * list.count);
      longer.set(frame.values);
      frame.values = longer;
    }
    runFormulas(list.words, { from: frame.done, to: list.count }, assumptions, frame.values);
    frame.done = list.count;
  }

  /** Is a formula zero? The graph rests on the answer. */
  isZero(formula: Formula): boolean {
    if (this.list.isConstant(formula)) return formula === ZERO;
    this.pins.add(formula);
    return this.valueOf(formula) === 0;
  }

  /** Formulas must keep to something; looked at once for every place, the first time with a state that shows it. */
  check({ kind, left, right = ZERO, frame = 0 }: Demand, place: Place, example: () => Example): void {
    const { list, row } = this;
    const known = list.isConstant(left) && list.isConstant(right);
    if (known && keepsTo(kind, list.valueOf(left), list.valueOf(right))) return;
    row[CHECK.kind] = kind;
    row[CHECK.left] = left;
    row[CHECK.right] = right;
    row[CHECK.place] = this.placeOf(place);
    row[CHECK.frame] = frame;
    this.checks.add(row);
    if (this.checks.added) this.examples.push(example());
  }

  private placeOf({ name, span }: Place): number {
    const here = this.numbers.get(span) ?? new Map<string, number>();
    this.numbers.set(span, here);
    const number = here.get(name) ?? this.places.push({ name, span }) - 1;
    here.set(name, number);
    return number;
  }

  /** Tells of the checks that came since the last time and are not kept. */
  settle(faults: FaultList): void {
    const { words, count } = this.checks;
    for (; this.settled < count; this.settled++) {
      const [kind, left, right, place, frame] = words.subarray(
        this.settled * (CHECK_WORDS - 1),
        (this.settled + 1) * (CHECK_WORDS - 1),
      );
      const values = { left: this.valueOf(left, frame), right: this.valueOf(right, frame) };
      if (keepsTo(kind, values.left, values.right)) continue;
      const example = this.examples[this.settled];
      tellPriceFault(this.scenario, { kind, ...this.places[place], ...values, frame, ...example }, faults);
    }
  }
}

/** The values of a state's variables, without asking for them. */
export function plainValues(state: State): Int32Array {
  const { values } = state as State & { readonly values?: Int32Array };
  return values instanceof Int32Array ? values.slice() : Int32Array.from(state as ArrayLike<number>);
}
