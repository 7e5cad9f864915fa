/**
 * What an occurrence does to the state. All effects read the state before; a variable written `in order` is read as the
 * earlier effects left it. Steps saturate at the ends of the domain; a value outside the domain is a fault,
 * one that is copied from another variable too.
 */

import { compileExpression, type Evaluator } from "../../language/expression/evaluate.ts";
import type { State } from "../../language/expression/state-reader.ts";
import type { Effect, Scenario } from "../../language/scenario.ts";
import type { Span } from "../../text/source.ts";
import type { FaultList } from "../faults.ts";
import type { Compiling } from "../prices.ts";

export interface CompiledEffect {
  readonly variable: number;
  readonly name: string;
  readonly span: Span;
  readonly inOrder: boolean;
  readonly low: number;
  readonly size: number;
  readonly value: Evaluator | null;
  readonly by: number;
  readonly map: readonly number[] | null;
  /** The variable that a copy is of, and its index -> index here. */
  readonly from: number;
  readonly copy: readonly number[] | null;
  /** Words for the values of `from`. */
  readonly words: readonly string[];
}

export function compileEffects(
  scenario: Scenario,
  effects: readonly Effect[],
  options: Compiling,
): readonly CompiledEffect[] {
  return effects.map(({ variable, span, to }) => {
    const { name, atOnce, kind, low, size } = scenario.variables[variable];
    return {
      variable,
      name,
      span,
      inOrder: atOnce === "in order",
      low: kind === "range" ? low : 0,
      size,
      value: to.kind === "value" ? compileExpression(scenario, to.value, options) : null,
      by: to.kind === "step" ? to.by : 0,
      map: to.kind === "map" ? to.values : null,
      from: to.kind === "copy" ? to.from : -1,
      copy: to.kind === "copy" ? to.values : null,
      words: to.kind === "copy" ? scenario.variables[to.from].levels : [],
    };
  });
}

/** A state that is changed in a period: what is read before, and what is written. */
export interface Change {
  readonly before: State;
  readonly after: State;
  readonly period: number;
  readonly faults: FaultList;
}

/** Writes the effects into `after`, which starts as a copy of `before` (or, for variables in order, further on). */
export function applyEffects(effects: readonly CompiledEffect[], change: Change): void {
  const { before, after } = change;
  for (let place = 0; place < effects.length; place++) {
    const effect = effects[place];
    const { variable } = effect;
    const read = effect.inOrder ? after : before;
    if (effect.value !== null) after[variable] = assigned(effect, effect.value, read, change);
    else if (effect.map !== null) after[variable] = effect.map[read[variable]];
    else if (effect.copy !== null) after[variable] = copied(effect, effect.copy, read, change);
    else after[variable] = saturated(read[variable] + effect.by, effect.size);
  }
}

/** `own`: the state in which the effect's own variable is read. */
function assigned(effect: CompiledEffect, value: Evaluator, own: State, { before, period, faults }: Change): number {
  const { variable } = effect;
  const number =
    (own === before ? value(before, period) : withValue(value, before, variable, own, period)) - effect.low;
  const whole = Math.round(number);
  if (Math.abs(number - whole) <= 1e-9 && whole >= 0 && whole < effect.size) return whole;
  faults.add(
    "value-outside-domain",
    effect.span,
    { name: effect.name, value: number + effect.low },
    { state: before, period },
  );
  return own[variable];
}

function copied(
  effect: CompiledEffect,
  copy: readonly number[],
  own: State,
  { before, period, faults }: Change,
): number {
  const source = before[effect.from];
  if (copy[source] >= 0) return copy[source];
  const value = effect.words[source];
  faults.add("value-outside-domain", effect.span, { name: effect.name, value }, { state: before, period });
  return own[effect.variable];
}

function withValue(value: Evaluator, before: State, variable: number, own: State, period: number): number {
  const kept = before[variable];
  before[variable] = own[variable];
  const number = value(before, period);
  before[variable] = kept;
  return number;
}

export function saturated(value: number, size: number): number {
  return value < 0 ? 0 : value >= size ? size - 1 : value;
}
