/**
 * The price list, as it goes into the world: only formulas that something is priced by, that is checked, or that the
 * graph rests on, numbered in the order in which the tables name them, operands first. So the list is the same
 * whichever walk made the formulas.
 */
import { hashWords } from "../math/tables.ts";
import { CHECK, CheckKind, operandsOf } from "../world/prices.ts";
import { CHECK_WORDS, NOT_HELD, type PriceDescription, type PriceSizes, type World } from "../world/world.ts";
import type { Start } from "./draft.ts";
import { structuralInAllEyes } from "./eyes.ts";
import type { Layout } from "./layout.ts";
import { type Ledger, MENU } from "./ledger.ts";
import type { Place, Prices } from "./prices.ts";
import type { Program } from "./program.ts";
import { structureOf } from "./structure.ts";

export interface PriceList {
  readonly sizes: PriceSizes;
  readonly description: PriceDescription;
  /** Arrays of the world by name, as `world.ts` describes them. */
  readonly arrays: Readonly<Record<ListArray, ArrayLike<number>>>;
}

type ListArray =
  | "formula"
  | "assumptionValue"
  | "heldFormula"
  | "coefficientFormula"
  | "payFormula"
  | "weightFormula"
  | "discountFormula"
  | "startFormula"
  | "menuItem"
  | "menuFormula"
  | "check"
  | "checkState"
  | "pin";

interface Priced {
  readonly program: Program;
  readonly layout: Layout;
  readonly ledger: Ledger;
  readonly starts: readonly Start[];
}

export function listFor({ program, layout, ledger, starts }: Priced): PriceList {
  const { prices } = ledger;
  const { scenario, eyes, interest } = program;
  const kept = new Kept(prices.list.words, prices.list.count);
  const views = eyes.views.length;
  const all = (formulas: ArrayLike<number>) => Uint32Array.from(formulas, (formula) => kept.number(formula));
  const coefficients = turned(all(ledger.coefficients.all()), views);
  const startFormula = turned(all(starts.flatMap(({ chances }) => chances)), views);
  const payFormula = all(ledger.pay.all());
  const weightFormula = all(ledger.weights.all());
  const discountFormula = all(interest.discount);
  const heldFormula = prices.held.flatMap((held) =>
    scenario.assumptions.map((_, index) => {
      const own = held.find(({ assumption }) => assumption === index);
      return own === undefined ? NOT_HELD : kept.number(own.formula);
    }),
  );
  const { menuItem, menus } = menuItems(ledger);
  const menuFormula = all(menus);
  const checks = sortedChecks(prices);
  const check = checks.rows.flatMap(({ row, place, period }) => [
    row[CHECK.kind],
    kept.number(row[CHECK.left]),
    kept.number(row[CHECK.right]),
    place,
    row[CHECK.frame],
    period,
  ]);
  const checkState = checks.rows.flatMap(({ state }) => packed(layout, state));
  const steadiness = prices.steadiness.map((formula) => (formula === null ? null : kept.number(formula)));
  const pin = sortedPins(prices).map((formula) => 2 * kept.number(formula) + (prices.valueOf(formula) === 0 ? 1 : 0));
  const structural = structuralInAllEyes(scenario, prices.structural);
  return {
    sizes: {
      ...ledger.priceSizes(scenario.calendar.played.length),
      formulas: kept.count,
      checks: checks.rows.length,
    },
    description: {
      assumptions: scenario.assumptions.map(({ name }) => name),
      structural,
      structure: structureOf(scenario, structural),
      actorFrame: eyes.frameOfActor,
      steadiness,
      places: checks.places.map(({ name, span: { file, start, end } }) => ({ name, file, start, end })),
    },
    arrays: {
      formula: kept.words(),
      assumptionValue: prices.assumptions.flatMap((values) => [...values]),
      heldFormula,
      coefficientFormula: coefficients,
      payFormula,
      weightFormula,
      discountFormula,
      startFormula,
      menuItem,
      menuFormula,
      check,
      checkState,
      pin,
    },
  };
}

export function writeList(world: World, { arrays }: PriceList): void {
  for (const [name, numbers] of Object.entries(arrays)) world[name as ListArray].set(numbers);
}

/** Rows of so many columns, written column by column. */
function turned(rows: Uint32Array, columns: number): Uint32Array {
  const count = rows.length / columns;
  return Uint32Array.from(rows, (_, at) => rows[(at % count) * columns + Math.floor(at / count)]);
}

function menuItems({ menus }: Ledger): { menuItem: Uint32Array; menus: number[] } {
  const menuItem = new Uint32Array(menus.count + 1);
  const items: number[] = [];
  for (let menu = 0; menu < menus.count; menu++) {
    const from = menus.begins[menu];
    const slots = menus.words[from + MENU.slots];
    for (let slot = 0; slot < slots; slot++) items.push(menus.words[from + MENU.moves + slots + slot]);
    menuItem[menu + 1] = items.length;
  }
  return { menuItem, menus: items };
}

// ---- Formulas that are kept ----

class Kept {
  private readonly from: Uint32Array;
  private readonly numbers: Uint32Array; // 0: none yet; else one more than the number
  private readonly order: number[] = [];

  constructor(from: Uint32Array, count: number) {
    this.from = from;
    this.numbers = new Uint32Array(count);
  }

  get count(): number {
    return this.order.length;
  }

  /** The new number of a formula, which gets one after all that it is made of. */
  number(formula: number): number {
    const { numbers, order } = this;
    const open = numbers[formula] === 0 ? [formula] : [];
    while (open.length > 0) {
      const next = open[open.length - 1];
      const missing = operandsOf(this.from, next).filter((operand) => numbers[operand] === 0);
      if (numbers[next] === 0 && missing.length === 0) numbers[next] = order.push(next);
      if (missing.length === 0) open.pop();
      else open.push(...missing.reverse());
    }
    return numbers[formula] - 1;
  }

  words(): Uint32Array {
    const { from, numbers, order } = this;
    const words = new Uint32Array(3 * order.length);
    order.forEach((formula, number) => {
      const row = from.slice(3 * formula, 3 * formula + 3);
      operandsOf(from, formula).forEach((operand, place) => {
        row[1 + place] = numbers[operand] - 1;
      });
      words.set(row, 3 * number);
    });
    return words;
  }
}

// ---- Checks and pins in an order of their own ----

interface SortedCheck {
  readonly row: Uint32Array;
  readonly place: number;
  readonly period: number;
  readonly state: Int32Array;
}

/** By place; of the same, in the order in which they came up. */
function sortedChecks(prices: Prices): { rows: SortedCheck[]; places: Place[] } {
  const { checks, examples } = prices;
  const places = [...prices.places].sort((a, b) => comparePlaces(a, b));
  const numberOf = prices.places.map((place) => places.indexOf(place));
  const width = CHECK_WORDS - 1;
  const rows = examples.map(({ state, period }, check) => {
    const row = checks.words.slice(check * width, (check + 1) * width);
    return { row, place: numberOf[row[CHECK.place]], period, state };
  });
  // The two walks compare menus before or after they look at what else a desk says.
  const late = ({ row }: SortedCheck) => (row[CHECK.kind] === CheckKind.same ? 1 : 0);
  rows.sort((a, b) => a.place - b.place || late(a) - late(b));
  return { rows, places };
}

function comparePlaces({ name, span }: Place, other: Place): number {
  const { file, start, end } = other.span;
  return span.file - file || span.start - start || span.end - end || (name < other.name ? -1 : 1);
}

function packed(layout: Layout, state: Int32Array): number[] {
  const whole = new Int32Array(layout.variables.length);
  whole.set(state.subarray(0, whole.length));
  const row = new Uint32Array(layout.words);
  layout.pack(whole, row);
  return [...row];
}

/** By what they say, since the two walks come upon them in different orders. */
function sortedPins({ list, pins }: Prices): number[] {
  if (pins.size === 0) return [];
  const { words, count } = list;
  const hashes = new Uint32Array(count);
  const row = new Uint32Array(3);
  for (let formula = 0; formula < count; formula++) {
    row.set(words.subarray(3 * formula, 3 * formula + 3));
    operandsOf(words, formula).forEach((operand, place) => {
      row[1 + place] = hashes[operand];
    });
    hashes[formula] = hashWords(row, 3);
  }
  return [...pins].sort((a, b) => hashes[a] - hashes[b]);
}
