/**
 * How far apart two happenings are. Each lies in a *cell* of time, a part of a period (`cellsIn`) or the instant at
 * which one begins, and evenly within it. Two in different periods are as far apart as their moments. Of two in one
 * period the order is that of their turns, and only how far apart two moments in a period of d days are is known: at
 * most n with chance 1 - (1 - n / d)^2; so a span shorter than a period is right to the first order of the step,
 * whichever of the two opened the other. What comes as a period begins has a moment that is known.
 *
 * Cells do not hang on the cuts of a question: its slices may be finer.
 */
import type { Calendar } from "../../language/scenario.ts";
import type { Slices } from "./slices.ts";

/** Where cells begin in a period of so many days, besides that what comes as it begins stands apart: as whole days. */
export function cellsIn(days: number, most: number): number[] {
  const count = Math.max(1, Math.min(most, Math.round(days)));
  return Array.from({ length: count }, (_, i) => Math.floor((i * days) / count));
}

/** A cell in days since the epoch; its period has so many days (0: the last day). */
interface Cell {
  readonly period: number;
  readonly begin: number;
  readonly length: number;
}

export class Spans {
  /** Per slice, and per cell: the number of its cell. */
  private readonly cellOf: Int32Array;
  private readonly cells: Cell[] = [];
  private readonly lengths: readonly number[];

  /** Of slices that are cut into cells, `most` of them a period. */
  constructor(slices: Slices, { periods, to }: Pick<Calendar, "periods" | "to">, most: number) {
    this.lengths = periods.map(({ days }) => days);
    this.cellOf = new Int32Array(slices.count);
    periods.forEach(({ start, days }, period) => {
      const begins = cellsIn(days, most);
      const first = slices.first[period];
      const at = this.cells.length;
      this.cells.push({ period, begin: start, length: 0 });
      begins.forEach((begin, i) => {
        this.cells.push({ period, begin: start + begin, length: (begins[i + 1] ?? days) - begin });
      });
      for (let slice = first; slice < slices.first[period + 1]; slice++)
        this.cellOf[slice] =
          slice === first ? at : at + 1 + begins.findLastIndex((begin) => start + begin <= slices.begins[slice]);
    });
    this.cellOf[slices.count - 1] = this.cells.length;
    this.cells.push({ period: periods.length, begin: to, length: 0 });
  }

  get count(): number {
    return this.cells.length;
  }

  ofSlice(slice: number): number {
    return this.cellOf[slice];
  }

  /** How likely what comes in a cell comes at most so many days after what came, by an earlier turn, in another. */
  chance(from: number, to: number, days: number): number {
    const [before, after] = [this.cells[from], this.cells[to]];
    if (before.period === after.period && before.length > 0 && after.length > 0)
      return 1 - Math.max(0, 1 - days / this.lengths[before.period]) ** 2;
    return lessApart(after.length, before.length, days - (after.begin - before.begin));
  }

  /** Is what came in a cell more than so many days ago as a day begins? */
  isOver(cell: number, day: number, days: number): boolean {
    const { begin, length } = this.cells[cell];
    return day > begin + length + days;
  }
}

/** P(X - Y <= z) with X even on (0, a) and Y on (0, b). */
function lessApart(a: number, b: number, z: number): number {
  if (a === 0 && b === 0) return z >= 0 ? 1 : 0;
  if (a === 0 || b === 0) return Math.min(1, Math.max(0, (z + b) / (a + b)));
  if (z >= a) return 1;
  const square = (x: number) => Math.max(0, x) ** 2;
  return (square(z + b) - square(z) - square(z + b - a)) / (2 * a * b);
}
