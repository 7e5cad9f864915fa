/**
 * Values of assumptions as sliders move them: numbers in the unit that the file writes, and back to the file's text.
 */
import type { Reply } from "../engine/engine.ts";
import type { Values } from "../state/studio.ts";

export type OpenedAssumption = Reply<"open">["assumptions"][number];

export interface Slide {
  readonly name: string;
  /** In the unit that the file writes. */
  readonly low: number;
  readonly high: number;
  readonly value: number;
  readonly step: number;
  /** What stands behind the number in the file: " %", " per month", "". */
  readonly suffix: string;
  readonly unit: string;
  /** What one of the file's unit counts in the engine's. */
  readonly counts: number;
}

const leading = /^(-?\d+(?:\.\d+)?)(.*)$/;

/** As a slider; null where the value is no number with a range. */
export function slideOf({ name, text, value, range, unit }: OpenedAssumption): Slide | null {
  const found = leading.exec(text.trim());
  if (found === null || range === null || range[1] <= range[0]) return null;
  const written = Number(found[1]);
  // What a number of the file counts in the engine's own unit: a per cent 0.01, a rate by the month 1 / 30.4375.
  const counts = written === 0 || value === 0 ? 1 : value / written;
  const [low, high] = [range[0] / counts, range[1] / counts];
  return {
    name,
    low,
    high,
    value: written,
    step: stepOf(high - low),
    suffix: found[2],
    unit: found[2] === "" ? unit : "",
    counts,
  };
}

/** A hundredth of the range, rounded to 1, 2 or 5 of its power of ten. */
function stepOf(width: number): number {
  const rough = width / 100;
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = rough / power;
  return (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10) * power;
}

/** The text that the file would have, with no more digits than the step tells. */
export function textOf({ suffix, step }: Slide, value: number): string {
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return `${Number(value.toFixed(digits))}${suffix}`;
}

/** The number that a text begins with; null where it begins with none. */
export function numberIn(text: string): number | null {
  const found = leading.exec(text.trim());
  return found === null ? null : Number(found[1]);
}

/** The answer's first-order change from one set of values to another: derivatives at the former times the moves. */
export function firstOrder(
  effects: readonly { readonly assumption: string; readonly derivative: number | null }[],
  slides: readonly Slide[],
  from: Values,
  to: Values,
): number {
  return slides.reduce((sum, slide) => {
    const derivative = effects.find(({ assumption }) => assumption === slide.name)?.derivative ?? 0;
    const valueIn = (set: Values) => numberIn(set[slide.name] ?? "") ?? slide.value;
    return sum + derivative * slide.counts * (valueIn(to) - valueIn(from));
  }, 0);
}
