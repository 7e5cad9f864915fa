/**
 * From tables to assumptions: `world/prices.ts` in reverse. Every number of the tables hands what is due to it on to
 * its formula, in the frame in which it is seen, and the list of formulas to the assumptions (`math/reverse.ts`). What
 * a frame holds an assumption to be is a formula over the stated values, and hands what is due to it on to that.
 */
import { isUnary, Op } from "../math/operations.ts";
import { runInReverse, type Tie, tiesOf } from "../math/reverse.ts";
import { columnFrames, runList } from "../world/prices.ts";
import { LayerKind, NOT_HELD, type PriceSizes, type World } from "../world/world.ts";
import type { TableGradient } from "./table-gradient.ts";

export interface ByAssumption {
  /** In the order of the world's assumptions, in the units of their values. */
  readonly derivatives: Float64Array;
  /**
   * Assumptions that move something at a tie that matters: "one-sided" (at an end of a clamp, where two are equally
   * large), or "none" (where numbers that are compared are equal). Others are absent.
   */
  readonly ties: ReadonlyMap<number, Tie["kind"]>;
}

/**
 * The derivative by every assumption of a world's list, from that by its tables. Throws where the world has no list.
 */
export function byAssumption(world: World, tables: TableGradient): ByAssumption {
  const { prices: sizes } = world.header;
  if (sizes === undefined) throw new Error("a world without a price list has no assumptions");
  const values = runList(world, sizes, world.assumptionValue.slice());
  const dues = values.map(() => new Float64Array(sizes.formulas));
  handOnTables(world, values[0], tables, dues);
  const ties = new Map<number, Tie["kind"]>();
  const derivatives = new Float64Array(sizes.assumptions);
  // Frame 0 comes last: what the others hold is worked out in it.
  for (let frame = sizes.frames - 1; frame >= 0; frame--) {
    const due = dues[frame];
    // `due` is used up by what is handed on, and not emptied: what passed through a tie still stands there.
    takeIn({ world, sizes, frame }, inReverse({ world, sizes, frame }, values, due), derivatives, dues[0]);
    const interest = interestIn(world.formula, due);
    const mattering = tiesOf(world.formula, values[frame]).filter(({ formula }) => interest[formula] !== 0);
    for (const kind of ["one-sided", "none"] as const)
      for (const index of movedApart(
        { world, sizes, frame },
        values,
        mattering.filter((tie) => tie.kind === kind),
      ))
        ties.set(index, kind);
  }
  return { derivatives, ties };
}

function handOnTables(world: World, values: Float64Array, tables: TableGradient, dues: readonly Float64Array[]): void {
  const { views, coefficients, starts, columns } = world.header;
  const frames = columnFrames(world);
  const rows = (table: Float64Array, formulas: Uint32Array, frameAt: (place: number) => number) => {
    for (let place = 0; place < table.length; place++) dues[frameAt(place)][formulas[place]] += table[place];
  };
  rows(tables.coefficient, world.coefficientFormula, (place) => Math.floor(place / coefficients));
  rows(tables.startChance, world.startFormula, (place) => Math.floor(place / starts));
  if (views * coefficients !== tables.coefficient.length) throw new Error("a gradient of another world");
  rows(tables.payRow, world.payFormula, (place) => frames[place % columns]);
  rows(tables.weightRow, world.weightFormula, () => 0);
  handOnDiscounts(world, tables, frames, dues);
  handOnWeights(world, values, tables, dues[0]);
  handOnSteadiness(world, values, tables, dues[0]);
}

/** d log lambda = d lambda / lambda. Stakes stay, so that a relative lambda moves as what is stated. */
function handOnSteadiness({ header }: World, values: Float64Array, { logLambda }: TableGradient, due: Float64Array) {
  header.description.prices?.steadiness.forEach((formula, actor) => {
    if (formula !== null && values[formula] > 0) due[formula] += logLambda[actor] / values[formula];
  });
}

function handOnDiscounts(
  { layerKind, layerPeriod, discountFormula, header }: World,
  { layerDiscount }: TableGradient,
  frames: readonly number[],
  dues: readonly Float64Array[],
): void {
  const { columns, layers } = header;
  for (let layer = 0; layer < layers; layer++) {
    if (layerKind[layer] !== LayerKind.periodEnd) continue;
    for (let column = 0; column < columns; column++) {
      const formula = discountFormula[layerPeriod[layer] * columns + column];
      dues[frames[column]][formula] += layerDiscount[layer * columns + column];
    }
  }
}

/** d log w = dw / w. A weight of zero is pinned: the graph rests on it. */
function handOnWeights(
  { setMenu, setSlot, menuItem, menuFormula, header }: World,
  values: Float64Array,
  { slotLogWeight }: TableGradient,
  due: Float64Array,
): void {
  for (let set = 0; set < header.informationSets; set++) {
    let item = menuItem[setMenu[set]];
    for (let slot = setSlot[set]; slot < setSlot[set + 1]; slot++, item++) {
      const formula = menuFormula[item];
      if (values[formula] > 0) due[formula] += slotLogWeight[slot] / values[formula];
    }
  }
}

/** One of the ways in which assumptions are held. */
interface Frame {
  readonly world: World;
  readonly sizes: PriceSizes;
  readonly frame: number;
}

/** By every assumption as a frame holds it. */
function inReverse({ world, sizes, frame }: Frame, values: readonly Float64Array[], due: Float64Array): Float64Array {
  const found = new Float64Array(sizes.assumptions);
  runInReverse(world.formula, values[frame], due, found);
  return found;
}

/** What is stated takes what is due to it; what is held otherwise hands it on to its formula in frame 0. */
function takeIn({ world, sizes, frame }: Frame, found: Float64Array, into: Float64Array, due: Float64Array): void {
  for (let index = 0; index < sizes.assumptions; index++) {
    const held = world.heldFormula[frame * sizes.assumptions + index];
    if (held === NOT_HELD) into[index] += found[index];
    else due[held] += found[index];
  }
}

/**
 * 1 where it matters what a formula comes to, by what is due to each: truths matter where a choice between numbers goes
 * by them.
 */
function interestIn(words: Uint32Array, due: Float64Array): Uint8Array {
  const interest = Uint8Array.from(due, (own) => (own !== 0 ? 1 : 0));
  for (let formula = due.length - 1; formula >= 0; formula--) {
    if (interest[formula] === 0) continue;
    const [op, left, right] = words.subarray(3 * formula, 3 * formula + 3);
    if (op === Op.select || op === Op.not || op === Op.and || op === Op.or) interest[left] = 1;
    if (op === Op.and || op === Op.or) interest[right] = 1;
  }
  return interest;
}

/** The assumptions that move the operands of ties apart: those of a tie that stays one whatever moves are none. */
function movedApart(of: Frame, values: readonly Float64Array[], ties: readonly Tie[]): number[] {
  if (ties.length === 0) return [];
  const { formula: words } = of.world;
  const due = new Float64Array(of.sizes.formulas);
  // Weights that are no simple ratios of each other, so that what several ties say does not cancel.
  ties.forEach(({ formula }, place) => {
    const [op, left, right] = words.subarray(3 * formula, 3 * formula + 3);
    const weight = 1 + Math.sqrt(place + 2);
    due[left] += weight;
    if (!isUnary(op)) due[right] -= weight;
  });
  const moved = new Float64Array(of.sizes.assumptions);
  const stated = new Float64Array(of.sizes.formulas);
  takeIn(of, inReverse(of, values, due), moved, stated);
  if (of.frame > 0) takeIn({ ...of, frame: 0 }, inReverse({ ...of, frame: 0 }, values, stated), moved, stated);
  return [...moved.keys()].filter((index) => moved[index] !== 0);
}
