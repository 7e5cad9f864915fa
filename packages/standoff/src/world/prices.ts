/**
 * The price list of a world: formulas over assumptions, one for every chance, point, weight, discount and start, and
 * what they must keep to. Running it (`priceWorld`) gives the world's tables at other values of the assumptions, while
 * the graph stays. Building prices in the same way, so that there is one order of every sum.
 *
 * A *frame* is a way in which assumptions are held: the modeller's and every view's first, then those in which actors
 * see their own points. A frame holds some assumptions to be otherwise, by formulas over the stated values; the others
 * are in it what is stated. Assumptions on which the graph rests are *structural*; *pins* are formulas that the graph
 * takes for zero, or for not zero, as they are now. A *check* is what a formula must keep to, with the place of the
 * source that says it and a state that shows it.
 */
import { isUnary, LAST_OP, Op, runFormulas } from "../math/operations.ts";
import {
  type ActorDescription,
  CHECK_WORDS,
  LayerKind,
  NOT_HELD,
  type PriceDescription,
  type PriceSizes,
  upToLastDay,
  type World,
  type WorldDescription,
  wholeWorld,
} from "./world.ts";

/** What a check demands. */
export const CheckKind = {
  chance: 0, // 0 to 1, but for rounding
  statedChance: 1, // the same, never below 0
  one: 2, // a sum of chances
  rate: 3, // over a period, not below 0
  finiteRate: 4,
  duration: 5, // not below 0
  finite: 6,
  room: 7, // usual acts (left) leave room in the meetings that there are (right)
  nonzero: 8,
  same: 9, // two chances of one menu, in states that look alike
  patience: 10, // above 0, at most 1
  steadiness: 11, // finite, not below 0
} as const;

/** Words of a check: kind, two formulas, place, frame, period. */
export const CHECK = { kind: 0, left: 1, right: 2, place: 3, frame: 4, period: 5 } as const;

const TOLERANCE = 1e-9;
/** The tempo must leave at least this part of itself to what is not usual. */
const ROOM = 1e-9;
/** Two states of one set may differ this much in a chance, by rounding. */
const SAME_CHANCE = 1e-12;

/** Do two values keep to a check? */
export function keepsTo(kind: number, left: number, right: number): boolean {
  switch (kind) {
    case CheckKind.chance:
      return left >= -TOLERANCE && left <= 1 + TOLERANCE;
    case CheckKind.statedChance:
      return left >= 0 && left <= 1 + TOLERANCE;
    case CheckKind.one:
      return Math.abs(left - 1) <= TOLERANCE;
    case CheckKind.rate:
    case CheckKind.duration:
      return left >= 0;
    case CheckKind.finiteRate:
    case CheckKind.steadiness:
      return left >= 0 && Number.isFinite(left);
    case CheckKind.finite:
      return Number.isFinite(left);
    case CheckKind.room:
      return left === 0 || (left < (1 - ROOM) * right && Math.exp(-left) > 0);
    case CheckKind.nonzero:
      return left !== 0;
    case CheckKind.patience:
      return left > 0 && left <= 1;
    case CheckKind.same:
      return Math.abs(left - right) <= SAME_CHANCE;
    default:
      throw new Error(`no check: ${kind}`);
  }
}

/** A check that prices do not keep to. */
export interface PriceFault {
  readonly kind: number;
  readonly place: PriceDescription["places"][number];
  readonly left: number;
  readonly right: number;
  readonly frame: number;
  readonly period: number;
  /** A packed state that shows it. */
  readonly state: Uint32Array;
}

export type Pricing =
  | { readonly status: "priced"; readonly world: World }
  /** These assumptions moved, and the graph rests on them: it must be built anew. */
  | { readonly status: "other graph"; readonly assumptions: readonly string[] }
  | { readonly status: "faulty"; readonly faults: readonly PriceFault[] }
  /** It has no list: a world from a file of others, or a part of another world. */
  | { readonly status: "no list" };

/**
 * The world at other values of some assumptions, by name, in the units in which expressions are evaluated (days, rates
 * a day, plain numbers). The graph is shared with the world given, the tables are new. `restated`: what the priced
 * world says of itself otherwise, such as its actors' steadiness.
 *
 * @example
 * ```ts
 * const priced = priceWorld(solved.world, new Map([["large fund", 0.7]]));
 * priced.status // => "priced"
 * priced.world.startChance[1] // => 0.700
 * priceWorld(wholeWorld(solved.world), new Map([["large fund", 1.7]])).status // => "faulty"
 * ```
 */
export function priceWorld(
  given: World,
  values: ReadonlyMap<string, number>,
  restated: Partial<WorldDescription> = {},
): Pricing {
  const world = wholeWorld(given);
  const { prices: sizes, description } = world.header;
  const { prices } = description;
  if (sizes === undefined || prices === undefined) return { status: "no list" };
  const assumptionValue = movedValues(world, sizes, prices, values);
  const frames = runList(world, sizes, assumptionValue);
  const moved = structuralMoves(world, prices, assumptionValue, frames[0]);
  if (moved.length > 0) return { status: "other graph", assumptions: moved };
  const faults = brokenChecks(world, prices, frames);
  if (faults.length > 0) return { status: "faulty", faults };
  const actors = actorsAt(description, prices, frames[0]);
  const priced = withNewTables(world, { actors, ...restated }, assumptionValue);
  writePrices(priced, frames);
  return { status: "priced", world: upToLastDay(priced) };
}

/** A steadiness as lambda per point, from what is stated, per stake or per point. */
export function perPoint(
  { relative, stake = 0 }: Pick<ActorDescription, "relative" | "stake">,
  lambda: number,
): number {
  if (relative !== true) return lambda;
  return stake > 0 ? lambda / stake : 0;
}

/** Where a steadiness rests on assumptions it is worked out anew; stakes stay. */
function actorsAt(
  { actors }: WorldDescription,
  { steadiness }: PriceDescription,
  values: Float64Array,
): readonly ActorDescription[] {
  return actors.map((actor, i) => {
    const formula = steadiness[i];
    return formula === null ? actor : { ...actor, lambda: perPoint(actor, values[formula]) };
  });
}

/**
 * Names of the assumptions that the graph rests on: what moves one of them must be built anew.
 *
 * @example
 * ```ts
 * structuralAssumptions(solved.world) // => []
 * ```
 */
export function structuralAssumptions({ header }: World): readonly string[] {
  const { prices } = header.description;
  return prices?.structural.map((index) => prices.assumptions[index]) ?? [];
}

/** What formulas do not keep to at other values of some assumptions, by name; the graph as it is. */
export function faultsAt(given: World, values: ReadonlyMap<string, number>): PriceFault[] {
  const world = wholeWorld(given);
  const { prices: sizes, description } = world.header;
  const { prices } = description;
  if (sizes === undefined || prices === undefined) return [];
  return brokenChecks(world, prices, runList(world, sizes, movedValues(world, sizes, prices, values)));
}

/**
 * Names of the assumptions that are read by what formulas do not keep to at other values of some assumptions, by name.
 */
export function faultyAssumptions(given: World, values: ReadonlyMap<string, number>): Set<string> {
  const world = wholeWorld(given);
  const { prices: sizes, description } = world.header;
  const { prices } = description;
  const found = new Set<string>();
  if (sizes === undefined || prices === undefined) return found;
  const frames = runList(world, sizes, movedValues(world, sizes, prices, values));
  const { check, formula } = world;
  for (let at = 0; at < check.length; at += CHECK_WORDS) {
    const [kind, left, right, , frame] = check.subarray(at, at + CHECK_WORDS);
    if (keepsTo(kind, frames[frame][left], frames[frame][right])) continue;
    for (const operand of [left, right])
      for (const index of assumptionsOf(formula, operand)) found.add(prices.assumptions[index]);
  }
  return found;
}

/** The assumptions that checks of a kind read, by index. */
export function checkedAssumptions(given: World, kind: number): Set<number> {
  const { check, formula } = wholeWorld(given);
  const found = new Set<number>();
  for (let at = 0; at < check.length; at += CHECK_WORDS) {
    if (check[at + CHECK.kind] !== kind) continue;
    for (const operand of [check[at + CHECK.left], check[at + CHECK.right]])
      for (const index of assumptionsOf(formula, operand)) found.add(index);
  }
  return found;
}

function movedValues(
  { assumptionValue, heldFormula }: World,
  { frames, assumptions }: PriceSizes,
  { assumptions: names }: PriceDescription,
  values: ReadonlyMap<string, number>,
): Float64Array {
  const moved = assumptionValue.slice();
  for (const [name, value] of values) {
    const index = names.indexOf(name);
    if (index === -1) throw new Error(`no assumption of this world: ${name}`);
    for (let frame = 0; frame < frames; frame++) {
      const at = frame * assumptions + index;
      if (heldFormula[at] === NOT_HELD) moved[at] = value;
    }
  }
  return moved;
}

/** The value of every formula in every frame. What a frame holds is written into its `assumptionValue`. */
export function runList(
  { formula, heldFormula }: World,
  { frames, assumptions, formulas }: PriceSizes,
  assumptionValue: Float64Array,
): Float64Array[] {
  const all: Float64Array[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const first = frame * assumptions;
    for (let at = first; at < first + assumptions; at++) {
      if (heldFormula[at] !== NOT_HELD) assumptionValue[at] = all[0][heldFormula[at]] + 0;
    }
    const values = new Float64Array(formulas);
    const own = assumptionValue.subarray(first, first + assumptions);
    runFormulas(formula, { from: 0, to: formulas }, own, values);
    all.push(values);
  }
  return all;
}

function structuralMoves(
  world: World,
  { assumptions, structural }: PriceDescription,
  assumptionValue: Float64Array,
  values: Float64Array,
): string[] {
  const before = world.assumptionValue;
  const hasMoved = (index: number) => !Object.is(before[index] + 0, assumptionValue[index] + 0);
  const moved = new Set(structural.filter(hasMoved));
  for (const pin of world.pin) {
    const [formula, held] = [pin >>> 1, pin & 1];
    if ((values[formula] === 0 ? 1 : 0) === held) continue;
    for (const index of assumptionsOf(world.formula, formula)) if (hasMoved(index)) moved.add(index);
  }
  return [...moved].sort((a, b) => a - b).map((index) => assumptions[index]);
}

/** The assumptions that a formula reads. */
function assumptionsOf(words: Uint32Array, formula: number): Set<number> {
  const found = new Set<number>();
  const seen = new Set<number>();
  const open = [formula];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (words[3 * next] === Op.assumption) found.add(words[3 * next + 1]);
    open.push(...operandsOf(words, next));
  }
  return found;
}

/** The formulas that a formula is made of. */
export function operandsOf(words: Uint32Array, formula: number): readonly number[] {
  const [op, left, right] = words.subarray(3 * formula, 3 * formula + 3);
  if (op === Op.constant || op === Op.assumption) return [];
  return isUnary(op) || op === Op.stages ? [left] : [left, right];
}

function brokenChecks(world: World, { places }: PriceDescription, frames: readonly Float64Array[]): PriceFault[] {
  const { check, checkState, header } = world;
  const faults: PriceFault[] = [];
  for (let at = 0, row = 0; at < check.length; at += CHECK_WORDS, row++) {
    const [kind, left, right, place, frame, period] = check.subarray(at, at + CHECK_WORDS);
    const values = frames[frame];
    if (keepsTo(kind, values[left], values[right])) continue;
    const state = checkState.slice(row * header.stateWords, (row + 1) * header.stateWords);
    faults.push({ kind, place: places[place], left: values[left], right: values[right], frame, period, state });
  }
  return faults;
}

const TABLES = ["coefficient", "payRow", "weightRow", "layerDiscount", "startChance", "slotLogWeight"] as const;

function withNewTables(world: World, restated: Partial<WorldDescription>, assumptionValue: Float64Array): World {
  const { header } = world;
  const tables = Object.fromEntries(TABLES.map((name) => [name, new Float64Array(world[name].length)]));
  return {
    ...world,
    ...tables,
    assumptionValue,
    repriced: true,
    header: { ...header, description: { ...header.description, ...restated } },
  };
}

/** Fills the tables of a whole world from the values of its formulas in every frame. */
export function writePrices(world: World, frames: readonly Float64Array[]): void {
  const { views, coefficients, starts, columns } = world.header;
  const rows = (table: Float64Array, formulas: Uint32Array, frameAt: (place: number) => number) => {
    // Adding zero makes zero of negative zero.
    for (let place = 0; place < table.length; place++) table[place] = frames[frameAt(place)][formulas[place]] + 0;
  };
  const columnFrame = columnFrames(world);
  for (let view = 0; view < views; view++) {
    const [from, to] = [view * coefficients, (view + 1) * coefficients];
    rows(world.coefficient.subarray(from, to), world.coefficientFormula.subarray(from, to), () => view);
    const [first, last] = [view * starts, (view + 1) * starts];
    rows(world.startChance.subarray(first, last), world.startFormula.subarray(first, last), () => view);
  }
  rows(world.payRow, world.payFormula, (place) => columnFrame[place % columns]);
  rows(world.weightRow, world.weightFormula, () => 0);
  writeDiscounts(world, frames, columnFrame);
  writeWeights(world, frames[0]);
}

/** By column: the frame in which its points are seen. */
export function columnFrames({ header }: World): readonly number[] {
  const { columns, prices } = header.description;
  return columns.map(({ actor }) => prices!.actorFrame[actor]);
}

function writeDiscounts(world: World, frames: readonly Float64Array[], columnFrame: readonly number[]): void {
  const { layerKind, layerPeriod, layerDiscount, discountFormula, header } = world;
  const { columns, layers } = header;
  for (let layer = 0; layer < layers; layer++) {
    const ends = layerKind[layer] === LayerKind.periodEnd;
    for (let column = 0; column < columns; column++) {
      const formula = discountFormula[layerPeriod[layer] * columns + column];
      layerDiscount[layer * columns + column] = ends ? frames[columnFrame[column]][formula] : 1;
    }
  }
}

function writeWeights({ setMenu, setSlot, menuItem, menuFormula, slotLogWeight, header }: World, values: Float64Array) {
  const logs = Float64Array.from(menuFormula, (formula) => Math.log(values[formula]));
  slotLogWeight[0] = 0;
  for (let set = 0; set < header.informationSets; set++) {
    let item = menuItem[setMenu[set]];
    for (let slot = setSlot[set]; slot < setSlot[set + 1]; slot++) slotLogWeight[slot] = logs[item++];
  }
}

function isDescription(prices: PriceDescription | undefined): prices is PriceDescription {
  const list = (values: unknown, right: (value: unknown) => boolean) => Array.isArray(values) && values.every(right);
  const isNumber = (value: unknown) => typeof value === "number";
  return (
    typeof prices?.structure === "string" &&
    list(prices.assumptions, (name) => typeof name === "string") &&
    list(prices.structural, isNumber) &&
    list(prices.actorFrame, isNumber) &&
    list(prices.steadiness, (formula) => formula === null || isNumber(formula)) &&
    list(prices.places, (place) => {
      const { name, file, start, end } = (place ?? {}) as Record<string, unknown>;
      return typeof name === "string" && [file, start, end].every(isNumber);
    })
  );
}

/** What is wrong with a price list, in words: numbers that lead outside of it, or to what comes later. */
export function listComplaints(world: World): string[] {
  const { prices: sizes, description } = world.header;
  if (sizes === undefined) return [];
  const { prices } = description;
  if (!isDescription(prices)) return ["description: no prices, or wrong ones"];
  if (sizes.frames < world.header.views) return ["a price list with fewer frames than views"];
  return [
    ...orderComplaints(world, sizes),
    ...indexComplaints(world, sizes, prices),
    ...fitComplaints(world, sizes, prices),
  ];
}

/** So many complaints of a kind are told. */
const MOST_COMPLAINTS = 5;

/** Formulas read what comes before them. */
function orderComplaints(world: World, { formulas, assumptions }: PriceSizes): string[] {
  const complaints: string[] = [];
  for (let formula = 0; formula < formulas && complaints.length < MOST_COMPLAINTS; formula++) {
    const [op, left] = world.formula.subarray(3 * formula, 3 * formula + 2);
    const inside = op <= LAST_OP && operandsOf(world.formula, formula).every((operand) => operand < formula);
    const known = op !== Op.assumption || left < assumptions;
    if (!inside || !known) complaints.push(`formula ${formula} reads what does not come before it`);
    else if (op === Op.select && world.formula[3 * world.formula[3 * formula + 2]] !== Op.pair)
      complaints.push(`formula ${formula} chooses from no pair`);
  }
  return complaints;
}

/** Every number that leads somewhere leads to what is there. */
function indexComplaints(
  world: World,
  { formulas, frames, menus, assumptions }: PriceSizes,
  prices: PriceDescription,
): string[] {
  const complaints: string[] = [];
  const isIndex = (value: number, end: number) => Number.isInteger(value) && value >= 0 && value < end;
  const all = (name: string, numbers: ArrayLike<number>, end: number) => {
    for (let place = 0; place < numbers.length && complaints.length < MOST_COMPLAINTS; place++) {
      if (!isIndex(numbers[place], end)) complaints.push(`${name} ${place} is ${numbers[place]}`);
    }
  };
  for (const name of ["coefficientFormula", "payFormula", "weightFormula", "discountFormula"] as const)
    all(name, world[name], formulas);
  for (const name of ["startFormula", "menuFormula"] as const) all(name, world[name], formulas);
  const { heldFormula } = world;
  all(
    "frame 0",
    heldFormula.subarray(0, assumptions).filter((held) => held !== NOT_HELD),
    0,
  );
  all(
    "heldFormula",
    heldFormula.filter((held) => held !== NOT_HELD),
    formulas,
  );
  all("setMenu", world.setMenu, menus);
  all("actorFrame", prices.actorFrame, frames);
  all(
    "steadiness",
    prices.steadiness.filter((formula) => formula !== null),
    formulas,
  );
  all("structural", prices.structural, assumptions);
  all(
    "pin",
    Array.from(world.pin, (pin) => pin >>> 1),
    formulas,
  );
  for (let at = 0; at < world.check.length; at += CHECK_WORDS) {
    const [kind, left, right, place, frame] = world.check.subarray(at, at + CHECK_WORDS);
    all("check", [left, right], formulas);
    all("check's kind", [kind], CheckKind.steadiness + 1);
    all("check's place", [place], prices.places.length);
    all("check's frame", [frame], frames);
  }
  return complaints;
}

/** Lists are as long as what they are about. */
function fitComplaints(world: World, { assumptions }: PriceSizes, prices: PriceDescription): string[] {
  const complaints: string[] = [];
  if (prices.steadiness.length !== world.header.actors) complaints.push("steadiness does not fit the actors");
  if (prices.assumptions.length !== assumptions) complaints.push(`${prices.assumptions.length} assumptions by name`);
  if (prices.actorFrame.length !== world.header.actors) complaints.push("actorFrame does not fit the actors");
  for (let set = 0; set < world.header.informationSets && complaints.length < MOST_COMPLAINTS; set++) {
    const [menu, slots] = [world.setMenu[set], world.setSlot[set + 1] - world.setSlot[set]];
    if (world.menuItem[menu + 1] - world.menuItem[menu] !== slots) complaints.push(`set ${set} and its menu differ`);
  }
  return complaints;
}
