/**
 * The hazards of a node: what may happen there, and with which chance in all. All `rate` events of a group are one
 * hazard, a `chance` event is one alone, and so are all acts of a desk (convening and acting). What happens within a
 * period has a moment, as a share f of the period: P(moment <= f) = (1 - (1 - c)^f) / c, with c the hazard's chance. It
 * is derived from the world's labels and coefficients and a policy; nothing of it is stored in a world.
 */

import {
  compileExpression,
  type Evaluator,
  foldExpression,
  variablesRead,
} from "../../language/expression/evaluate.ts";
import type { EventGroup, NatureEvent, Scenario } from "../../language/scenario.ts";
import { allPassed } from "../../math/erlang.ts";
import { LayerKind, type World } from "../../world/world.ts";
import { stateDecoder } from "../ride/watch.ts";

export interface Hazard {
  /** Which one it is in every period: see `HazardTable`. */
  readonly id: number;
  readonly chance: number;
  /** The logarithm of the chance of nothing; -Infinity where it comes surely, and so as the period begins. */
  readonly logNot: number;
  /**
   * The end of a clock's stages, in the first or the second half of the period: so many are left, and would pass in
   * that half if there were no end of them.
   */
  readonly stages?: { readonly left: number; readonly x: number; readonly late: boolean };
  /** Does it happen together with the item before it on its edge, at its moment? */
  readonly follows?: boolean;
  /** The edges on which it happens and does not: their chances are what its own is made of. */
  readonly made?: Made;
}

export interface Made {
  readonly something: readonly number[];
  readonly nothing: readonly number[];
}

/**
 * The derivative of `cameBy` by the logarithm of the chance of nothing, n: F = (exp(share n) - 1) / (exp(n) - 1). Zero
 * where it comes surely, and of stages, whose number is no chance of an edge.
 */
export function cameBySlope({ logNot, stages }: Hazard, share: number): number {
  if (stages !== undefined || logNot === Number.NEGATIVE_INFINITY || share >= 1) return 0;
  const [part, whole] = [Math.expm1(share * logNot), Math.expm1(logNot)];
  if (whole === 0) return 0.5 * share * (share - 1);
  return (share * (part + 1) * whole - part * (whole + 1)) / (whole * whole);
}

/** The chance that it has come by a share of its period, given that it comes within it. */
export function cameBy({ chance, logNot, stages }: Hazard, share: number): number {
  if (stages !== undefined) {
    const { left, x, late } = stages;
    const part = late ? Math.max(0, 2 * share - 1) : Math.min(1, 2 * share);
    if (!Number.isFinite(x)) return late && share < 1 / 2 ? 0 : 1;
    return part === 1 ? 1 : Math.min(1, allPassed(left, part * x) / allPassed(left, x));
  }
  if (chance === 0) return share; // the limit: what asks what it would be worth meets it
  return logNot === Number.NEGATIVE_INFINITY ? 1 : Math.min(1, -Math.expm1(share * logNot) / chance);
}

/** Does it come as soon as it can, in every solution? Of hazards that say which edges they are made of. */
export function comesAtOnce({ stages, made }: Hazard): boolean {
  return stages === undefined && (made === undefined || made.nothing.length === 0);
}

/** Do clocks of stages go on in a layer of a kind? */
export function isOfStages(kind: number): boolean {
  return kind === LayerKind.earlyStages || kind === LayerKind.lateStages;
}

const NOTHING: readonly Hazard[] = [];
const AT_ONCE: Hazard = { id: -1, chance: 1, logNot: Number.NEGATIVE_INFINITY };
const TOGETHER: Hazard = { ...AT_ONCE, follows: true };

/**
 * Ids: desks first, then the stages of all groups (a chance event, or all rates), then the turns in which several desks
 * move at once, then the clocks (those of stages have hazards).
 */
export class HazardTable {
  readonly count: number;
  private readonly stages: readonly (readonly number[])[]; // per group and event
  private readonly turnOf: Int32Array; // per desk: id of its turn, or -1
  private readonly firstClock: number;
  /** Per stage of a group: the variables that its events may write, and those that they read. */
  private readonly writes = new Map<number, Set<number>>();
  private readonly reads = new Map<number, Set<number>>();

  constructor(scenario: Scenario) {
    const { desks, eventGroups, turns, clocks } = scenario;
    let count = desks.length;
    this.stages = eventGroups.map((group) => {
      const stages = stagesOf(group, count);
      count += group.events.length;
      return stages;
    });
    eventGroups.forEach(({ events }, group) => {
      for (const [place, event] of events.entries()) this.note(scenario, this.stages[group][place], event);
    });
    this.turnOf = new Int32Array(desks.length).fill(-1);
    for (const turn of turns) {
      if (turn.kind !== "desks" || turn.desks.length < 2) continue;
      for (const desk of turn.desks) this.turnOf[desk] = count;
      count++;
    }
    this.firstClock = count;
    this.count = count + clocks.length;
  }

  private note(scenario: Scenario, stage: number, { guard, amount, branches, effects }: NatureEvent): void {
    const add = (to: Map<number, Set<number>>, variables: Iterable<number>) =>
      to.set(stage, new Set([...(to.get(stage) ?? []), ...variables]));
    const written = [...effects, ...branches.flatMap((branch) => branch.effects)];
    add(
      this.writes,
      written.map(({ variable }) => variable),
    );
    for (const e of [guard, amount, ...branches.map(({ chance }) => chance)])
      if (e !== null) add(this.reads, variablesRead(scenario, foldExpression(scenario, e)));
  }

  /** May what happens at one stage of a group change what another reads, on one edge? */
  opens(earlier: number, later: number): boolean {
    const reads = this.reads.get(later);
    return reads !== undefined && [...(this.writes.get(earlier) ?? [])].some((variable) => reads.has(variable));
  }

  /** Which stages may open which, in short. */
  get key(): string {
    const stages = [...new Set(this.stages.flat())];
    return stages.flatMap((one) => stages.map((other) => (this.opens(one, other) ? 1 : 0))).join("");
  }

  ofClock(clock: number): number {
    return this.firstClock + clock;
  }

  ofEvent(group: number, event: number): number {
    return this.stages[group][event];
  }

  /** The turn in which a desk moves at once with others, or -1. */
  ofTurn(desk: number): number {
    return this.turnOf[desk];
  }
}

/** Per event: the id of its stage. Competing rates stand at the place of the first of them. */
function stagesOf({ events }: EventGroup, first: number): number[] {
  const rivals = events.findIndex(({ how }) => how === "rate");
  return events.map(({ how }, place) => first + (how === "rate" ? rivals : place));
}

/** Looks at one node after another. */
export class HazardReader {
  readonly table: HazardTable;
  private readonly world: World;
  private readonly policy: Float64Array;
  private readonly kinds: readonly ("move" | "hold" | "event" | "lapse")[];
  private readonly stage: Int32Array; // per occurrence
  private readonly scenario: Scenario;
  private readonly takes: readonly (Evaluator | null)[]; // per clock
  private readonly decode: (node: number) => Int32Array;
  /** Per edge of the node under work: the hazard of each item of its label. */
  private items: (readonly Hazard[])[] = [];
  private firstEdge = 0;

  /** Do hazards say which edges they are made of? */
  tellsEdges = false;

  constructor(scenario: Scenario, world: World, policy: Float64Array) {
    const { occurrences } = world.header.description;
    this.table = new HazardTable(scenario);
    this.world = world;
    this.policy = policy;
    this.kinds = occurrences.map(({ kind }) => kind);
    this.stage = Int32Array.from(occurrences, ({ kind, group, move, desk }) =>
      kind === "event" ? this.table.ofEvent(group, move) : kind === "lapse" ? move : desk,
    );
    this.scenario = scenario;
    this.takes = scenario.clocks.map(({ takes }) => (takes === null ? null : compileExpression(scenario, takes)));
    this.decode = stateDecoder(world);
  }

  chanceOf(edge: number): number {
    const { coefficient, edgeCoefficient, edgeSlot } = this.world;
    return coefficient[edgeCoefficient[edge]] * this.policy[edgeSlot[edge]];
  }

  /** The hazards of an edge of the node last looked at, one for each item of its label. */
  of(edge: number): readonly Hazard[] {
    return this.items[edge - this.firstEdge];
  }

  look(node: number, layer: number): void {
    const layerKind = this.world.layerKind[layer];
    const { nodeEdge } = this.world;
    this.firstEdge = nodeEdge[node];
    const end = nodeEdge[node + 1];
    if (layerKind === LayerKind.decision) this.lookAtDesk(end);
    else if (layerKind === LayerKind.chance) this.lookAtGroup(end);
    else if (layerKind === LayerKind.clocks || isOfStages(layerKind)) this.lookAtClocks(end, node, layer);
    else this.items = Array.from({ length: end - this.firstEdge }, () => NOTHING);
  }

  private firstItem(edge: number): number {
    return this.world.labelItem[this.world.edgeLabel[edge]];
  }

  private itemCount(edge: number): number {
    return this.world.labelItem[this.world.edgeLabel[edge] + 1] - this.firstItem(edge);
  }

  private lookAtDesk(end: number): void {
    let [acts, holds, absent] = [0, 0, 0];
    let desk = -1;
    const { labelOccurrence } = this.world;
    for (let edge = this.firstEdge; edge < end; edge++) {
      const chance = this.chanceOf(edge);
      if (this.itemCount(edge) === 0) {
        absent += chance;
        continue;
      }
      const occurrence = labelOccurrence[this.firstItem(edge)];
      desk = this.stage[occurrence];
      if (this.kinds[occurrence] === "hold") holds += chance;
      else acts += chance;
    }
    const acting = [{ ...hazard(desk, acts, holds + absent), ...this.madeAtDesk(end, "move") }];
    const holding = [{ ...hazard(desk, holds, acts + absent), ...this.madeAtDesk(end, "hold") }];
    this.items.length = 0;
    for (let edge = this.firstEdge; edge < end; edge++) {
      const none = this.itemCount(edge) === 0;
      this.items.push(none ? NOTHING : this.kinds[labelOccurrence[this.firstItem(edge)]] === "hold" ? holding : acting);
    }
  }

  private madeAtDesk(end: number, kind: "move" | "hold"): { readonly made?: Made } {
    if (!this.tellsEdges) return {};
    const edges = Array.from({ length: end - this.firstEdge }, (_, i) => this.firstEdge + i);
    const happens = (edge: number) =>
      this.itemCount(edge) > 0 && (this.kindOn(edge) === "hold" ? "hold" : "move") === kind;
    return { made: { something: edges.filter(happens), nothing: edges.filter((edge) => !happens(edge)) } };
  }

  private kindOn(edge: number): string {
    return this.kinds[this.world.labelOccurrence[this.firstItem(edge)]];
  }

  /** Clocks with a date lapse as the period begins; the stages of others end at some moment in it. */
  private lookAtClocks(end: number, node: number, layer: number): void {
    const { labelOccurrence } = this.world;
    this.items.length = 0;
    for (let edge = this.firstEdge; edge < end; edge++) {
      const first = this.firstItem(edge);
      this.items.push(
        Array.from({ length: this.itemCount(edge) }, (_, i) => {
          const occurrence = labelOccurrence[first + i];
          if (this.kinds[occurrence] !== "lapse") return TOGETHER;
          const clock = this.stage[occurrence];
          return this.scenario.clocks[clock].kind === "stages" ? this.lapseOf(clock, node, layer) : AT_ONCE;
        }),
      );
    }
  }

  /** As `build/turn/clocks.ts` has it: in each half of a period. */
  private lapseOf(index: number, node: number, layer: number): Hazard {
    const { layerKind, layerPeriod } = this.world;
    const { stages: all, stageVariable } = this.scenario.clocks[index];
    const [state, period] = [this.decode(node), layerPeriod[layer]];
    const takes = this.takes[index]!(state, period);
    const days = this.scenario.calendar.played[period].days / 2;
    const x = takes === 0 ? Number.POSITIVE_INFINITY : (all / takes) * days;
    const stages = { left: all + 1 - state[stageVariable], x, late: layerKind[layer] === LayerKind.lateStages };
    return { ...AT_ONCE, id: this.table.ofClock(index), stages };
  }

  /** A group's events happen one after another: each stage has its chance given what came of the stages before it. */
  private lookAtGroup(end: number): void {
    const { labelOccurrence } = this.world;
    const sums = new Map<string, Map<number, Sum>>(); // what came before, stage -> chances of something and of nothing
    const sumsOf = (before: string, stage: number) => {
      const stages = sums.get(before) ?? new Map<number, Sum>();
      sums.set(before, stages);
      const sum = stages.get(stage) ?? { chances: [0, 0], edges: [[], []] };
      stages.set(stage, sum);
      return sum;
    };
    const all = new Set<number>();
    for (let edge = this.firstEdge; edge < end; edge++)
      for (let i = 0; i < this.itemCount(edge); i++) all.add(this.stage[labelOccurrence[this.firstItem(edge) + i]]);
    const stages = [...all].sort((a, b) => a - b);
    const along = (edge: number, visit: (before: string, stage: number, happens: boolean) => void) => {
      let before = "";
      let item = 0;
      for (const stage of stages) {
        const occurrence = item < this.itemCount(edge) ? labelOccurrence[this.firstItem(edge) + item] : -1;
        const happens = occurrence !== -1 && this.stage[occurrence] === stage;
        visit(before, stage, happens);
        if (!happens) continue;
        before += ` ${occurrence}`;
        item++;
      }
    };
    for (let edge = this.firstEdge; edge < end; edge++) {
      const chance = this.chanceOf(edge);
      along(edge, (before, stage, happens) => {
        const sum = sumsOf(before, stage);
        sum.chances[happens ? 0 : 1] += chance;
        if (this.tellsEdges) sum.edges[happens ? 0 : 1].push(edge);
      });
    }
    this.items.length = 0;
    for (let edge = this.firstEdge; edge < end; edge++) {
      const items: Hazard[] = [];
      along(edge, (before, stage, happens) => {
        if (!happens) return;
        const { chances, edges } = sumsOf(before, stage);
        const made = { something: edges[0], nothing: edges[1] };
        items.push({ ...hazard(stage, chances[0], chances[1]), ...(this.tellsEdges ? { made } : {}) });
      });
      this.items.push(items);
    }
  }
}

/** Chances of something and of nothing, and the edges that they are of. */
interface Sum {
  readonly chances: [number, number];
  readonly edges: [number[], number[]];
}

/** From the chances of something and of nothing, in whatever measure. */
export function hazard(id: number, something: number, nothing: number): Hazard {
  const all = something + nothing;
  if (all === 0) return { id, chance: 0, logNot: 0 };
  const chance = something / all;
  const logNot = chance < 0.5 ? Math.log1p(-chance) : Math.log(nothing / all);
  return { id, chance, logNot };
}
