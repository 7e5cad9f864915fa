/**
 * Each actor's strategy in its own words: per desk, what it does when. The solved choices of all information sets are
 * averaged, weighted by how likely the desk decides there, and split by what the actor sees and by date into a few
 * situations that behave differently (`decision-tree.ts`). Chances are per time that the desk convenes.
 */

import type { Scenario } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import { printDay } from "../text/dates.ts";
import { LayerKind, NO_SET, SetKind, type World } from "../world/world.ts";
import { dayOfPeriod } from "./dates/periods.ts";
import { type Feature, growTree, type Leaf, type Situations } from "./decision-tree.ts";
import type { LinePoints } from "./payoff-lines.ts";
import { conditionalReach, type Filter, type Ride, ride } from "./ride/ride.ts";
import { MOST_WATCHES, noWatches, type Watches } from "./ride/watch.ts";
import { sees } from "./sight.ts";
import type { SolvedGame } from "./solved-game.ts";
import { listed, percent } from "./words.ts";

export interface ActShare {
  /** A move's name, or "hold". */
  readonly act: string;
  /** Chance per time that the desk convenes. */
  readonly chance: number;
  /** Expected times a month while the situation lasts. */
  readonly perMonth: number;
  /** How often it is on the menu. */
  readonly available: number;
  /**
   * Expected points that it is worth less than the best there, on average where it is available; 0 for a stated policy.
   */
  readonly pointsLost: number;
  /**
   * What speaks for it (above zero) and against it, against holding, by payoff: the largest first. Against the desk's
   * other acts as it chooses them where it cannot hold. Empty for holding, for a stated policy, and where it was not
   * asked for.
   */
  readonly reasons: readonly { readonly payoff: string; readonly points: number }[];
}

export interface SituationStrategy {
  /** In words: "talks is indirect, from 2025-05-12"; "" for always. */
  readonly when: string;
  /** Probability that play ever comes there with the desk able to act. */
  readonly reached: number;
  /** Share of the desk's decisions that fall there. */
  readonly share: number;
  /** Most frequent first. */
  readonly acts: readonly ActShare[];
  /**
   * What it hardly does, and the points that this is behind its most frequent act on average, where both are open:
   * least first.
   */
  readonly tempting: readonly { readonly act: string; readonly pointsLost: number }[];
}

export interface DeskStrategy {
  readonly desk: string;
  readonly actor: string;
  readonly actorName: string;
  /** Follows stated chances, not reasons. */
  readonly policy: boolean;
  /** Expected number of times that it convenes with something to decide. */
  readonly convenes: number;
  readonly acts: readonly ActShare[];
  readonly situations: readonly SituationStrategy[];
}

export interface StrategyOptions {
  /** What history leaves of the solution: all shares and frequencies are then given the history. */
  readonly filter?: Filter | null;
  /** At most this many situations a desk. Default 6. */
  readonly mostSituations?: number;
  /** Every situation in which the choice differs by a twentieth, however rare. */
  readonly detail?: boolean;
  /** Points by payoff, by actor (`payoff-lines.ts`). */
  readonly reasons?: ReadonlyMap<number, LinePoints> | null;
}

const DAYS_PER_MONTH = 30.4375;
/** Rare situations told besides, where the choice differs much; and all of them, in detail. */
const MORE = 4;
const DETAILED = 40;
/** A variable with more values than this is split at thresholds, as a number is. */
const FEW_VALUES = 6;

/** One strategy per desk that ever decides, in file order. */
export function strategiesOf(
  scenario: Scenario,
  world: World,
  solved: Pick<Solved, "reach" | "policy" | "q">,
  options: StrategyOptions = {},
): DeskStrategy[] {
  const filter = options.filter ?? null;
  const decisions = gatherDecisions(world, conditionalReach(world, solved, filter));
  const game = { scenario, world, solved };
  const desks = scenario.desks.map((_, desk) => new DeskReader(game, decisions, desk, options.reasons ?? null));
  const grown = desks.map((reader) => ({
    reader,
    leaves: reader.leaves(options.mostSituations ?? 6, options.detail === true),
  }));
  const marks = grown.flatMap(({ reader, leaves }) => leaves.map((leaf) => reader.setsOf(leaf)));
  const reached = reachedShares(world, solved, marks, filter);
  let place = 0;
  return grown.flatMap(({ reader, leaves }) => {
    const own = reached.slice(place, place + leaves.length);
    place += leaves.length;
    return leaves.length === 0 ? [] : [reader.strategy(leaves, own)];
  });
}

/** How likely a desk decides in each information set, and how many days it stands there. */
export interface Decisions {
  readonly weight: Float64Array;
  readonly days: Float64Array;
  readonly sets: Uint32Array; // those that are reached
  readonly period: Uint32Array;
  readonly example: Uint32Array;
}

export function gatherDecisions(world: World, reach: Float64Array): Decisions {
  const { informationSets, description } = world.header;
  const weight = new Float64Array(informationSets);
  const days = new Float64Array(informationSets);
  const period = new Uint32Array(informationSets);
  const example = new Uint32Array(informationSets);
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (world.layerKind[layer] !== LayerKind.decision) continue;
    const length = description.periods[world.layerPeriod[layer]].days;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      const set = world.nodeSet[node];
      if (set === NO_SET || !(reach[node] > 0)) continue;
      weight[set] += reach[node] * conveningChance(world, node);
      days[set] += reach[node] * length;
      period[set] = world.layerPeriod[layer];
      example[set] = node;
    }
  }
  const sets = Uint32Array.from({ length: informationSets }, (_, set) => set).filter((set) => weight[set] > 0);
  return { weight, days, sets, period, example };
}

/** 1 less the chance of the edges that no slot chose ("did not convene"). */
export function conveningChance(world: World, node: number): number {
  let absent = 0;
  for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) {
    if (world.edgeSlot[edge] !== 0) break; // sorted by slot
    absent += world.coefficient[world.edgeCoefficient[edge]];
  }
  return Math.max(0, 1 - absent);
}

/** Averages over sets of the points that an act has more than holding, or than the others, by payoff. */
class ReasonSums {
  private readonly lines: LinePoints | null;
  private readonly sums: Float64Array;
  private readonly weights: Float64Array;

  constructor(lines: LinePoints | null, acts: number) {
    this.lines = lines;
    this.sums = new Float64Array(acts * (lines?.lines.length ?? 0));
    this.weights = new Float64Array(acts);
  }

  add(weight: number, slots: readonly { slot: number; act: number; chance: number }[]): void {
    if (this.lines === null) return;
    const { points, lines } = this.lines;
    const count = lines.length;
    const hold = slots.find(({ act }) => act === 0);
    for (const own of slots) {
      if (own === hold) continue;
      const others = hold === undefined ? slots.filter((other) => other !== own) : [hold];
      const all = others.reduce((sum, { chance }) => sum + chance, 0);
      if (others.length === 0 || !(all > 0) || Number.isNaN(points[own.slot * count])) continue;
      this.weights[own.act] += weight;
      for (let line = 0; line < count; line++) {
        const against = others.reduce((sum, { slot, chance }) => sum + (chance / all) * points[slot * count + line], 0);
        this.sums[own.act * count + line] += weight * (points[own.slot * count + line] - against);
      }
    }
  }

  of(act: number): { payoff: string; points: number }[] {
    const weight = this.weights[act];
    if (this.lines === null || weight === 0) return [];
    return this.lines.lines
      .map((payoff, line) => ({ payoff, points: this.sums[act * this.lines!.lines.length + line] / weight }))
      .filter(({ points }) => points !== 0)
      .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  }
}

/** A desk's information sets, what it sees in them, and what it does there. */
export class DeskReader {
  /** Those that play comes to. */
  readonly sets: Uint32Array;
  /** What it sees that varies, by set; variable -1 is the date. */
  readonly features: readonly { readonly variable: number; readonly feature: Feature }[];
  private readonly scenario: Scenario;
  private readonly world: World;
  private readonly solved: Pick<Solved, "policy" | "q">;
  private readonly decisions: Decisions;
  private readonly desk: number;
  private readonly situations: Situations;
  private readonly acts: readonly string[];
  private readonly lines: LinePoints | null;

  constructor(
    { scenario, world, solved }: SolvedGame<"policy" | "q">,
    decisions: Decisions,
    desk: number,
    reasons: ReadonlyMap<number, LinePoints> | null,
  ) {
    this.lines = reasons?.get(scenario.desks[desk].actor) ?? null;
    this.scenario = scenario;
    this.world = world;
    this.solved = solved;
    this.decisions = decisions;
    this.desk = desk;
    this.sets = decisions.sets.filter((set) => world.setDesk[set] === desk);
    this.acts = ["hold", ...scenario.desks[desk].moves.map(({ name }) => name)];
    this.features = this.describe();
    const acts = this.acts.length;
    const chances = new Float64Array(this.sets.length * acts);
    this.sets.forEach((set, i) => {
      this.eachSlot(set, (slot, act) => {
        chances[i * acts + act] += solved.policy[slot];
      });
    });
    this.situations = {
      count: this.sets.length,
      weight: Float64Array.from(this.sets, (set) => decisions.weight[set]),
      chances,
      acts,
      features: this.features.map(({ feature }) => feature),
    };
  }

  private eachSlot(set: number, visit: (slot: number, act: number) => void): void {
    const { setSlot, slotMove } = this.world;
    for (let slot = setSlot[set]; slot < setSlot[set + 1]; slot++) {
      visit(slot, slotMove[slot] === 0xffffffff ? 0 : slotMove[slot] + 1);
    }
  }

  /** The visible variables that vary, and the date. */
  private describe() {
    const { scenario, world, decisions, sets } = this;
    const { actor } = scenario.desks[this.desk];
    const { stateWords, description } = world.header;
    const last = scenario.calendar.periods.length;
    const dates = Uint16Array.from(sets, (set) => decisions.period[set]);
    const date: Feature = { name: "date", ordered: true, size: last, values: dates };
    const variables = scenario.variables.flatMap((v, variable) => {
      if (v.kind === "clock" || !sees(scenario, actor, variable, last)) return [];
      const { word, shift, bits } = description.variables[variable];
      const values = Uint16Array.from(sets, (set) => {
        if (!sees(scenario, actor, variable, decisions.period[set])) return 0;
        return (world.nodeState[decisions.example[set] * stateWords + word] >>> shift) & (2 ** bits - 1);
      });
      if (values.every((value) => value === values[0])) return [];
      const ordered = v.kind === "range" || v.size > FEW_VALUES;
      return [{ variable, feature: { name: v.name, ordered, size: v.size, values } }];
    });
    return [{ variable: -1, feature: date }, ...variables];
  }

  leaves(mostLeaves: number, detail: boolean): Leaf[] {
    if (this.sets.length === 0) return [];
    const telling = detail
      ? { difference: 0.05, leastWeight: 1e-6, mostLeaves: DETAILED }
      : { difference: 0.3, leastWeight: 1e-4, mostLeaves: mostLeaves + MORE };
    return growTree(this.situations, { mostLeaves, leastShare: 0.02, leastWeight: 0.005, telling });
  }

  setsOf(leaf: Leaf): Uint32Array {
    return leaf.members.map((i) => this.sets[i]);
  }

  strategy(leaves: readonly Leaf[], reached: readonly number[]): DeskStrategy {
    const { scenario, world, situations } = this;
    const { name, actor } = scenario.desks[this.desk];
    const total = situations.weight.reduce((a, b) => a + b, 0);
    const all = leaves.map((leaf, i) => {
      const acts = this.actShares(leaf.members);
      const weight = leaf.members.reduce((sum, member) => sum + situations.weight[member], 0);
      const situation: SituationStrategy = {
        when: this.inWords(leaf),
        reached: Math.min(1, reached[i]),
        share: weight / total,
        acts,
        tempting: this.tempting(leaf.members, acts),
      };
      return situation;
    });
    return {
      desk: name,
      actor: scenario.actors[actor].id,
      actorName: scenario.actors[actor].name,
      policy: world.setKind[this.sets[0]] === SetKind.fixed,
      convenes: total,
      acts: this.actShares(Uint32Array.from({ length: situations.count }, (_, i) => i)),
      situations: all.sort((a, b) => b.share - a.share),
    };
  }

  /** What it does in some of its sets, by their places. */
  actShares(members: Uint32Array): ActShare[] {
    const { solved, world, decisions, situations } = this;
    const count = this.acts.length;
    const done = new Float64Array(count);
    const available = new Float64Array(count);
    const lost = new Float64Array(count);
    const reasons = new ReasonSums(this.lines, count);
    let weight = 0;
    let days = 0;
    for (const i of members) {
      const set = this.sets[i];
      const own = situations.weight[i];
      const chooses = world.setKind[set] === SetKind.logit;
      weight += own;
      days += decisions.days[set];
      let best = Number.NEGATIVE_INFINITY;
      this.eachSlot(set, (slot) => {
        best = Math.max(best, solved.q[slot]);
      });
      this.eachSlot(set, (slot, act) => {
        done[act] += own * solved.policy[slot];
        available[act] += own;
        if (chooses) lost[act] += own * (best - solved.q[slot]);
      });
      if (chooses) {
        const slots: { slot: number; act: number; chance: number }[] = [];
        this.eachSlot(set, (slot, act) => slots.push({ slot, act, chance: solved.policy[slot] }));
        reasons.add(own, slots);
      }
    }
    return this.acts
      .map((act, k) => ({
        act,
        chance: done[k] / weight,
        perMonth: (done[k] / days) * DAYS_PER_MONTH,
        available: available[k] / weight,
        pointsLost: available[k] > 0 ? lost[k] / available[k] : 0,
        reasons: reasons.of(k),
      }))
      .filter(({ available: menu }) => menu > 0)
      .sort((a, b) => b.chance - a.chance);
  }

  /**
   * Acts below 20 % that fall behind the most frequent one by least, three at most; those ahead of it, which habit
   * holds back, are none.
   */
  private tempting(members: Uint32Array, [first, ...others]: readonly ActShare[]): SituationStrategy["tempting"] {
    const { solved, world, situations } = this;
    const behind = new Float64Array(this.acts.length);
    const both = new Float64Array(this.acts.length);
    const frequent = this.acts.indexOf(first.act);
    for (const i of members) {
      const set = this.sets[i];
      if (world.setKind[set] !== SetKind.logit) continue;
      let best = Number.NaN;
      this.eachSlot(set, (slot, act) => {
        if (act === frequent) best = solved.q[slot];
      });
      if (Number.isNaN(best)) continue;
      this.eachSlot(set, (slot, act) => {
        behind[act] += situations.weight[i] * (best - solved.q[slot]);
        both[act] += situations.weight[i];
      });
    }
    return others
      .filter(({ chance, available }) => chance < 0.2 && available > 0.01)
      .map(({ act }) => ({ act, pointsLost: behind[this.acts.indexOf(act)] / both[this.acts.indexOf(act)] }))
      .filter(({ pointsLost }) => pointsLost > 0)
      .sort((a, b) => a.pointsLost - b.pointsLost)
      .slice(0, 3);
  }

  // --- words

  private inWords(leaf: Leaf): string {
    const parts = [...leaf.allowed].map(([index, allowed]) => {
      const { variable, feature } = this.features[index];
      return variable === -1 ? this.datesInWords(allowed) : this.valuesInWords(variable, feature, allowed, leaf);
    });
    return parts.filter((part) => part !== "").join(", ");
  }

  private datesInWords(allowed: Uint8Array): string {
    const first = allowed.indexOf(1);
    const last = allowed.lastIndexOf(1);
    const from = printDay(dayOfPeriod(this.scenario, first));
    const until = printDay(dayOfPeriod(this.scenario, last + 1));
    if (first > 0 && last < allowed.length - 1) return `from ${from} to before ${until}`;
    return first > 0 ? `from ${from}` : `before ${until}`;
  }

  private valuesInWords(variable: number, feature: Feature, allowed: Uint8Array, leaf: Leaf): string {
    const { name, kind, levels } = this.scenario.variables[variable];
    if (kind === "truth") return allowed[1] ? name : `not ${name}`;
    const met = new Set(Array.from(leaf.members, (i) => feature.values[i]));
    const values = levels.flatMap((level, value) => (allowed[value] && met.has(value) ? [level] : []));
    if (!feature.ordered || values.length <= 2) return `${name} is ${listed(values, "or")}`;
    const first = allowed.indexOf(1);
    const last = allowed.lastIndexOf(1);
    if (first === 0) return `${name} at most ${levels[last]}`;
    if (last === allowed.length - 1) return `${name} at least ${levels[first]}`;
    return `${name} from ${levels[first]} to ${levels[last]}`;
  }
}

/** How likely play ever stands in each of some groups of information sets. */
function reachedShares(
  world: World,
  solved: Pick<Solved, "policy">,
  groups: readonly Uint32Array[],
  filter: Filter | null,
): number[] {
  const shares: number[] = [];
  for (let from = 0; from < groups.length; from += MOST_WATCHES) {
    const bundle = groups.slice(from, from + MOST_WATCHES);
    const bitOfSet = new Uint32Array(world.header.informationSets);
    bundle.forEach((sets, place) => {
      for (const set of sets) bitOfSet[set] |= 1 << place;
    });
    const done: Ride = ride({
      world,
      policy: solved.policy,
      watches: watchesOf(world, bitOfSet, bundle.length),
      columns: bundle.map((_, place) => ({ stop: 1 << place, atEnd: 0 })),
      ...(filter ? { filter } : {}),
    });
    shares.push(...bundle.map((_, place) => done.stopped[place + 1].reduce((a, b) => a + b, 0)));
  }
  return shares;
}

function watchesOf(world: World, bitOfSet: Uint32Array, count: number): Watches {
  const nodeBits = Uint32Array.from(world.nodeSet, (set) => (set === NO_SET ? 0 : bitOfSet[set]));
  return { ...noWatches(world), count, nodeBits, holds: 2 ** count - 1 };
}

/**
 * One line per situation: `when talks is indirect (reached 34 %): holds 80 %, tables a paper 12 % ...`.
 *
 * @example
 * ```ts
 * const { strategies } = explain(solved, { only: "strategies", actor: "union" });
 * strategyInWords(strategies[0])[0].startsWith("when ") // => true
 * ```
 */
export function strategyInWords(strategy: DeskStrategy): string[] {
  return strategy.situations.map(({ when, reached, acts, tempting: close }) => {
    const shown = acts.filter(({ chance }, place) => place < 2 || chance >= 0.02).slice(0, 5);
    const does = shown.map(({ act, chance }) => `${act === "hold" ? "holds" : act} ${percent(chance)}`);
    const tempted = close
      .slice(0, 1)
      .map(({ act, pointsLost }) => `; ${act === "hold" ? "holding" : act} would lose ${points(pointsLost)}`);
    return `${when === "" ? "always" : `when ${when}`} (reached ${percent(reached)}): ${does.join(", ")}${tempted.join("")}`;
  });
}

function points(value: number): string {
  if (value < 0.05) return "next to nothing";
  const rounded = value < 10 ? value.toFixed(1) : value.toFixed(0);
  return `${rounded} ${rounded === "1.0" ? "point" : "points"}`;
}

/** Points below this are not worth a word. */
const WORTH_POINTS = 0.1;

/**
 * What speaks for and against the acts of a situation, in one line each: `give way: for it terms +12.3; against it
 * losses -3.1`.
 *
 * @example
 * ```ts
 * const { strategies } = explain(solved, { only: "strategies", actor: "union" });
 * reasonsInWords(strategies[0].situations[0]).length > 0 // => true
 * ```
 */
export function reasonsInWords({ acts }: SituationStrategy): string[] {
  return acts.flatMap(({ act, reasons, chance }, place) => {
    if (act === "hold" || (place > 2 && chance < 0.02)) return [];
    const told = (sign: number) =>
      reasons
        .filter(({ points }) => sign * points >= WORTH_POINTS)
        .slice(0, 3)
        .map(({ payoff, points }) => `${payoff} ${points > 0 ? "+" : "-"}${Math.abs(points).toFixed(1)}`);
    const [pro, con] = [told(1), told(-1)];
    if (pro.length + con.length === 0) return [];
    const parts = [
      ...(pro.length === 0 ? [] : [`for it ${listed(pro)}`]),
      ...(con.length === 0 ? [] : [`against it ${listed(con)}`]),
    ];
    return [`${act}: ${parts.join("; ")}`];
  });
}
