/**
 * Scenario to world: breadth first over the layers of each period, equal states merged within a layer.
 *
 * A period's positions are: start, clocks, half of the stages, the desks and event groups in the period's order, the
 * other half, the period's end, ended states. An edge goes straight to the next position at which something can happen
 * in its state. Position `start` is entered only where the passing of time alone ends, forgets or makes true something
 * and no clock acts (else that happens with the clocks' edge).
 */

import { compileFormula } from "../language/expression/formula.ts";
import type { Scenario, Variable } from "../language/scenario.ts";
import { type Formula, ONE, ZERO } from "../math/formulas.ts";
import { inOneGo, type Steps } from "../math/steps.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { CheckKind } from "../world/prices.ts";
import { dayOfPeriod, type Growth, layerName, variableShares } from "../world/size.ts";
import { arrayBytes, type World, wholeWorld } from "../world/world.ts";
import { assembleWorld, describeFor, sizesOf } from "./assemble.ts";
import { Draft, type Start } from "./draft.ts";
import { FaultList } from "./faults.ts";
import { type Layout, layOut } from "./layout.ts";
import { Ledger } from "./ledger.ts";
import { mostPositions } from "./positions.ts";
import { Prices } from "./prices.ts";
import { compileProgram, type Program } from "./program.ts";
import { type Combinations, MOST_STARTS, TooManyCombinations } from "./turn/combinations.ts";
import { KernelMemoryFull } from "./walk/arena.ts";
import { fastWalk } from "./walk/fast-walk.ts";
import { PlainWalk } from "./walk/plain-walk.ts";
import type { Walk } from "./walk/walk.ts";

export interface BuildOptions {
  /** Memory for the world and for building it. Default 2 GiB. */
  readonly maxBytes?: number;
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Building stops as cancelled beyond this number of edges. */
  readonly maxEdges?: number;
  /** Looked at every few thousand edges. */
  readonly cancelled?: () => boolean;
  /**
   * The values that the file states, by assumption, where the scenario has others: what is at stake is taken at these.
   */
  readonly stated?: ReadonlyMap<string, number>;
  /** false: equal states stay apart, so that the graph is a tree (for tests). */
  readonly merge?: boolean;
  /** false: every node is evaluated by itself, without WebAssembly. The world is the same. */
  readonly kernel?: boolean;
}

export interface BuildProgress {
  readonly period: number;
  readonly periods: number;
  readonly nodes: number;
  readonly edges: number;
  readonly bytes: number;
}

export interface BuildStats {
  readonly nodes: number;
  readonly edges: number;
  readonly informationSets: number;
  readonly layers: number;
  readonly widestLayer: number;
  /** How many nodes were evaluated one by one: fewer than there are, where many share a template. */
  readonly evaluated: number;
  /** Bytes of the world, and the most that building it held at once. */
  readonly bytes: number;
  readonly peakBytes: number;
}

export type BuildResult =
  | { readonly status: "built"; readonly world: World; readonly stats: BuildStats }
  | ({
      readonly status: "too large";
      readonly limitBytes: number;
      /** Where not memory but independent uncertainties were too many. */
      readonly combinations?: Combinations;
    } & BuildProgress &
      Growth)
  | { readonly status: "cancelled" }
  | { readonly status: "faulty"; readonly diagnostics: readonly Diagnostic[] };

export const DEFAULT_MAX_BYTES = 2 ** 31;

/** Compiles a checked scenario to its world. Problems that show only in some state come back as `faulty`. */
export function buildWorld(scenario: Scenario, options: BuildOptions = {}): BuildResult {
  return inOneGo(buildInSteps(scenario, options));
}

/** The same, resting after each turn of each period. */
export function* buildInSteps(scenario: Scenario, options: BuildOptions = {}): Steps<BuildResult> {
  const plainly = () => new Builder(scenario, { ...options, kernel: false }).run();
  try {
    const result = yield* new Builder(scenario, options).run();
    // The plain walk finds faults in their order, with the first state that shows each.
    if (result.status !== "faulty") return result;
  } catch (error) {
    if (!(error instanceof KernelMemoryFull)) throw error;
  }
  return yield* plainly();
}

const STARTS_BETWEEN_CHECKS = 4096;

/** Compiled conditions and effects, what is known of templates, and the play of the heap. */
const OBJECT_BYTES = 1e6;

class Builder {
  private readonly options: BuildOptions;
  private readonly scenario: Scenario;
  private readonly program: Program;
  private readonly faults: FaultList;
  private readonly layout: Layout;
  private readonly ledger: Ledger;
  private readonly draft: Draft;
  private readonly walk: Walk;
  private readonly maxBytes: number;
  private peakBytes = 0;
  private period = 0;
  private starts: readonly Start[] = [];
  private stop: "no" | "cancelled" | "too large" = "no";

  constructor(scenario: Scenario, options: BuildOptions) {
    this.options = options;
    this.scenario = scenario;
    this.maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    const prices = new Prices(scenario);
    this.program = compileProgram(scenario, { prices });
    this.faults = new FaultList(scenario, this.program.eyes.ofActor);
    this.layout = layOut(scenario, pendingSizes(this.program));
    this.ledger = new Ledger(prices, scenario.columns.length);
    this.draft = new Draft(this.ledger, 2 * mostPositions(scenario), scenario.calendar.played.length);
    this.walk = this.openWalk();
  }

  private openWalk(): Walk {
    const { program, layout, ledger, draft, faults, options } = this;
    const site = { program, layout, ledger, draft, faults };
    const merge = options.merge !== false;
    const keepOn = () => this.check();
    const fast = merge && options.kernel !== false ? fastWalk(site, keepOn) : null;
    return fast ?? new PlainWalk(site, keepOn, merge);
  }

  *run(): Steps<BuildResult> {
    try {
      return yield* this.walkThrough();
    } catch (error) {
      if (error instanceof TooManyCombinations) return this.tooMany(error.combinations);
      throw error;
    }
  }

  private *walkThrough(): Steps<BuildResult> {
    const { played: periods } = this.scenario.calendar;
    const { walk, faults } = this;
    this.starts = this.placeStarts();
    if (!this.check()) return this.stopped();
    if (this.found()) return { status: "faulty", diagnostics: faults.diagnostics };
    let virtual = 0;
    for (this.period = 0; this.period <= periods.length; this.period++) {
      walk.enterPeriod(this.period, virtual);
      for (let position = 0; position < walk.length; position++) {
        if (!walk.workThrough(position)) continue;
        if (!this.check()) return this.stopped();
        if (this.found()) return { status: "faulty", diagnostics: faults.diagnostics };
        this.options.onProgress?.(this.progress());
        yield;
      }
      virtual += walk.length;
    }
    return this.finish();
  }

  /** Has something gone wrong, in a state or with a number? */
  private found(): boolean {
    this.ledger.prices.settle(this.faults);
    return this.faults.any;
  }

  // ---- Starts ----

  /**
   * Every combination of starting values, but for those that are zero by the letter; returns their target and chance.
   */
  private placeStarts(): Start[] {
    const { eyes, prices } = this.program;
    const { list } = prices;
    const state = new Int32Array(this.layout.variables.length);
    const compiled = this.scenario.variables.map((variable) => startsOf(this.program, variable));
    const factors = compiled.map(({ length }, i) => ({ name: this.scenario.variables[i].name, ways: length }));
    const combinations = factors.reduce((product, { ways }) => product * ways, 1);
    if (combinations > MOST_STARTS) throw new TooManyCombinations("the uncertain starts", factors);
    const starts: { virtual: number; place: number; chances: Formula[] }[] = [];
    const known = new Map<number, number>();
    let untilCheck = STARTS_BETWEEN_CHECKS;
    const visit = (variable: number, chances: Formula[]) => {
      if (this.stop !== "no") return;
      if (variable < compiled.length) {
        for (const start of compiled[variable]) {
          state[variable] = start.value;
          visit(
            variable + 1,
            chances.map((chance, view) => list.multiply(chance, start.chances[view])),
          );
        }
        return;
      }
      const { position, place } = this.enterStart(state.slice());
      if (--untilCheck === 0) {
        untilCheck = STARTS_BETWEEN_CHECKS;
        this.starts = starts;
        this.check();
      }
      const key = position * 2 ** 32 + place;
      const same = known.get(key);
      if (same === undefined) known.set(key, starts.push({ virtual: position, place, chances }) - 1);
      else {
        const sums = starts[same].chances;
        for (const [view, chance] of chances.entries()) sums[view] = list.add(sums[view], chance);
      }
    };
    visit(0, Array(eyes.views.length).fill(ONE));
    return starts;
  }

  /** Starts are forgotten and ended as the states after edges are, but no lump is paid and no clock starts there. */
  private enterStart(state: Int32Array): { position: number; place: number } {
    const { forgets, endings } = this.program;
    const found = new Int32Array(Math.max(forgets.count, endings.count));
    for (let place = forgets.test(state, 0, found) - 1; place >= 0; place--) state[forgets.variables[found[place]]] = 0;
    return this.walk.enterStart(state, endings.test(state, 0, found) > 0);
  }

  // ---- Limits ----

  /** May building go on? */
  private check(): boolean {
    if (this.options.cancelled?.()) this.stop = "cancelled";
    if (this.draft.edges > (this.options.maxEdges ?? Number.POSITIVE_INFINITY)) this.stop = "cancelled";
    const bytes = this.bytes();
    if (bytes > this.peakBytes) this.peakBytes = bytes;
    if (bytes > this.maxBytes || this.draft.tooWide) this.stop = "too large";
    return this.stop === "no";
  }

  /** Bytes needed if building ended now: the world of what was met so far, and what the walk holds. */
  private bytes(): number {
    const { program, layout, starts, draft, ledger, walk } = this;
    const world = arrayBytes(draft.sizes(sizesOf({ program, layout, starts })));
    return world + ledger.bytes + walk.bytes + OBJECT_BYTES;
  }

  private progress(): BuildProgress {
    const { length: periods } = this.scenario.calendar.played;
    const { nodes, edges } = this.draft;
    return { period: this.period, periods, nodes, edges, bytes: this.bytes() };
  }

  private stopped(): BuildResult {
    if (this.stop === "cancelled") return { status: "cancelled" };
    return { status: "too large", limitBytes: this.maxBytes, ...this.progress(), ...this.growth() };
  }

  private tooMany(combinations: Combinations): BuildResult {
    const { length: periods } = this.scenario.calendar.played;
    const { nodes, edges } = this.draft;
    const sizes = { period: this.period, periods, nodes, edges, bytes: this.peakBytes };
    const day = dayOfPeriod(describeFor(this.program, this.layout), this.period);
    const widest = { day, layer: combinations.of, states: combinations.count };
    const growth = { widest, variables: [], occurrences: [] };
    return { status: "too large", limitBytes: this.maxBytes, combinations, ...sizes, ...growth };
  }

  /** Empties the draft. */
  private growth(): Growth {
    const { layers, states, nodes } = this.draft;
    const { words, variables } = this.layout;
    if (layers.length === 0) {
      const day = dayOfPeriod(describeFor(this.program, this.layout), 0);
      return { widest: { day, layer: "start", states: this.starts.length }, variables: [], occurrences: [] };
    }
    const widest = layers.reduce((best, layer) => (layer.nodes > best.nodes ? layer : best));
    const description = describeFor(this.program, this.layout);
    const occurrences = this.program.occurrences.map(({ name, branch }, index) => ({
      name: branch ? `${name} -> ${branch}` : name,
      states: this.walk.opened[index],
    }));
    for (let left = (nodes - widest.firstNode - widest.nodes) * words; left > 0; ) left -= states.takeBack(left).length;
    return {
      widest: {
        day: dayOfPeriod(description, widest.period),
        layer: layerName(widest.kind, description, widest.desk),
        states: widest.nodes,
      },
      variables: variableShares(states.takeBack(widest.nodes * words), words, variables),
      occurrences: occurrences.filter(({ states }) => states > 0).sort((a, b) => b.states - a.states),
    };
  }

  // ---- The finished world ----

  private finish(): BuildResult {
    const { program, layout, ledger, draft, walk, starts } = this;
    const { evaluated } = walk;
    const widestLayer = draft.layers.reduce((widest, layer) => Math.max(widest, layer.nodes), 0);
    const world = assembleWorld({ program, layout, ledger, draft, starts, stated: this.options.stated });
    const { nodes, edges, informationSets, layers } = wholeWorld(world).header;
    const bytes = world.buffer.byteLength;
    const peakBytes = Math.max(this.peakBytes, bytes + ledger.bytes + walk.bytes + OBJECT_BYTES);
    const sizes = { nodes, edges, informationSets, layers, widestLayer };
    return { status: "built", world, stats: { ...sizes, evaluated, bytes, peakBytes } };
  }
}

/** How many values the pending choice at each place of a turn needs: for desks that move at once, but the last. */
function pendingSizes(program: Program): number[] {
  const sizes: number[] = [];
  for (const turn of program.scenario.turns) {
    if (turn.kind !== "desks") continue;
    turn.desks.slice(0, -1).forEach((desk, place) => {
      sizes[place] = Math.max(sizes[place] ?? 0, 2 + program.desks[desk].choices.length);
    });
  }
  return sizes;
}

/**
 * The values a variable may start with, with their chances in each view. A chance that is zero by the letter is left
 * out; one that comes to zero stays.
 */
function startsOf({ scenario, eyes, prices }: Program, variable: Variable): { value: number; chances: Formula[] }[] {
  const { list } = prices;
  const { name, span, starts } = variable;
  const written = starts.flatMap((e, value) => (e.kind === "constant" && e.value === 0 ? [] : [value]));
  const zeros = new Int32Array(scenario.variables.length);
  const stated = written.map((value) => compileFormula(scenario, starts[value], list)(zeros, 0));
  const chances = stated.map((chance) => list.binary("atLeast", ZERO, chance));
  const sum = chances.reduce((total, chance) => list.add(total, chance), ZERO);
  eyes.views.forEach((_, frame) => {
    const check = (kind: number, left: Formula) =>
      prices.check({ kind, left, frame }, { name, span }, () => ({ state: zeros, period: 0 }));
    for (const chance of stated) check(CheckKind.chance, chance);
    check(CheckKind.one, sum);
  });
  return written.map((value, place) => {
    const chance = list.divide(chances[place], sum);
    return { value, chances: eyes.views.map(() => chance) };
  });
}
