/**
 * Derivatives by solving again, where an answer has no exact one: Richardson's central differences of finely solved
 * answers on both sides of the stated values. Four solves each, so only for worlds that are solved quickly.
 */
import type { Differentiable } from "./gradient.ts";
import { type Moved, movedTo, steadierBy } from "./moved.ts";

/** Steps, as parts of a value, or (of small ones) of one hundredth; of steadiness, by its logarithm. */
const STEP = 2e-3;
const SMALL = 1e-2;

/** A derivative, or why there is none. */
export type Difference = number | string;

/** An answer in some solution. */
export type FigureIn = (of: Differentiable) => number | string;

export function differenceByAssumption(of: Differentiable, figure: FigureIn, index: number): Difference {
  const { value } = of.scenario.assumptions[index];
  const step = Math.max(Math.abs(value), SMALL) * STEP;
  return richardson(step, (moved) => movedTo(of, index, value + moved, true), figure);
}

export function differenceBySteadiness(of: Differentiable, figure: FigureIn, actor: number): Difference {
  return richardson(STEP, (moved) => steadierBy(of, actor, Math.exp(moved)), figure);
}

function richardson(step: number, at: (moved: number) => Moved, figure: FigureIn): Difference {
  const found: number[] = [];
  for (const moved of [step, -step, 2 * step, -2 * step]) {
    const solved = at(moved);
    const value = solved.status === "none" ? solved.says : figure(solved);
    if (typeof value === "string") return value;
    found.push(value);
  }
  const [up, down, farUp, farDown] = found as [number, number, number, number];
  return (8 * (up - down) - (farUp - farDown)) / (12 * step);
}
