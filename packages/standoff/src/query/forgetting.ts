/**
 * The forgetting gap. An actor remembers only what its visible variables hold; with perfect memory it would know all
 * that it ever saw and did. The gap is how far its belief about a hidden variable, when a desk of it is to decide, lies
 * from the belief that its whole observed history gives: the total variation distance, largest over the hidden
 * variables. All of it with the actor's own chances.
 *
 * A history is followed as a *cohort*: all nodes where play may stand, with their weights, given what the actor has
 * seen and done (an exact filter). At every layer the cohort splits by what the actor sees next and by its own choice.
 * Small worlds: every history; large ones: histories drawn by a seeded generator, each split drawn in proportion.
 */
import type { Scenario } from "../language/scenario.ts";
import { inOneGo, type Steps } from "../math/steps.ts";
import { WordTable } from "../math/tables.ts";
import type { Solved } from "../solve/solution.ts";
import { LayerKind, layerOf, NO_SET, type World } from "../world/world.ts";
import { dateOfPeriod } from "./dates/periods.ts";
import { ownEyes } from "./own-eyes.ts";
import { type HiddenVariable, hiddenFrom, sightMask } from "./sight.ts";
import type { SolvedGame } from "./solved-game.ts";

/** Above this average gap a result carries a warning. */
const FORGETTING_WARNING = 0.05;

export interface ForgettingGap {
  readonly actor: string;
  readonly actorName: string;
  /** Average over the actor's decisions, by how likely it holds play to come to each: the figure to print. */
  readonly gap: number;
  /**
   * The date at which it is largest on average, and how large; periods with less than a hundredth of the decisions
   * aside.
   */
  readonly date: string | null;
  readonly worst: number;
  /** The largest met, about which variable and when. */
  readonly largest: { readonly gap: number; readonly about: string; readonly date: string } | null;
  /** How many histories were followed. */
  readonly histories: number;
  readonly method: "every history" | "drawn histories";
  readonly warning: boolean;
}

export interface ForgettingOptions {
  /** For the drawn histories. Default 1. */
  readonly seed?: number;
  /** Histories to draw per actor. Default 40. */
  readonly draws?: number;
  /** Edges that may be followed per actor before it stops drawing. Default 3e7. */
  readonly work?: number;
  /** Worlds with at most this many edges are first tried in full, with a tenth of the work. Default 20000. */
  readonly fullEdges?: number;
  /** By index: whose gaps; all, unless said otherwise. */
  readonly actors?: readonly number[];
}

/** Edges that are followed between two rests. */
const BETWEEN_RESTS = 50_000;

/** The gap of every actor that decides and has something hidden from it. */
export function forgettingGaps(
  scenario: Scenario,
  world: World,
  solved: Pick<Solved, "reach" | "policy">,
  options: ForgettingOptions = {},
): ForgettingGap[] {
  return inOneGo(gapsInSteps(scenario, world, solved, options));
}

/** The same, resting now and then. */
export function* gapsInSteps(
  scenario: Scenario,
  world: World,
  solved: Pick<Solved, "reach" | "policy">,
  options: ForgettingOptions = {},
): Steps<ForgettingGap[]> {
  const eyesOf = ownEyes(world, solved);
  const gaps: ForgettingGap[] = [];
  for (const actor of options.actors ?? scenario.actors.keys()) {
    const hidden = hiddenFrom(scenario, actor);
    if (hidden.length === 0 || !world.setActor.includes(actor)) continue;
    const eyes = eyesOf(actor);
    const own = { policy: solved.policy, reach: eyes.reach };
    gaps.push(yield* gapOf({ scenario, world: eyes.world, solved: own }, actor, hidden, options));
  }
  return gaps;
}

function* gapOf(
  game: SolvedGame<"reach" | "policy">,
  actor: number,
  hidden: readonly HiddenVariable[],
  options: ForgettingOptions,
): Steps<ForgettingGap> {
  const work = options.work ?? 3e7;
  if (game.world.header.edges <= (options.fullEdges ?? 20_000)) {
    // Histories multiply with every period: where a tenth does not do, all of it seldom would.
    const follower = new Follower(game, actor, hidden, work / 10);
    if (yield* follower.followAll()) return follower.result("every history");
  }
  const follower = new Follower(game, actor, hidden, work);
  const random = randomNumbers(options.seed ?? 1);
  const draws = options.draws ?? 40;
  for (let draw = 0; draw < draws && !follower.spent; draw++) yield* follower.followOne(random);
  return follower.result("drawn histories");
}

/** Numbers in (0, 1) from a seed (Park and Miller's minimal standard, 48271). */
function randomNumbers(seed: number): () => number {
  let state = (Math.abs(Math.trunc(seed)) % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

interface Sight {
  readonly mask: Uint32Array;
  readonly numbers: Int32Array;
}

/** Periods in which the same is seen have one sight. */
function sightsOf(scenario: Scenario, world: World, actor: number): Sight[] {
  const sights = new Map<string, Sight>();
  return Array.from({ length: scenario.calendar.periods.length + 1 }, (_, period) => {
    const mask = sightMask(scenario, world, actor, period);
    const known = sights.get(mask.join()) ?? { mask, numbers: new Int32Array(world.header.nodes) };
    sights.set(mask.join(), known);
    return known;
  });
}

/** Nodes, and the probability of standing there jointly with what has been seen so far. */
type Cohort = Map<number, number>;

class Follower {
  private readonly scenario: Scenario;
  private readonly world: World;
  private readonly solved: Pick<Solved, "reach" | "policy">;
  private readonly actor: number;
  private readonly hidden: readonly HiddenVariable[];
  private readonly offsets: readonly number[];
  private readonly levels: number;
  /**
   * By period: what is seen of every state word; and by node, one more than the number of what is seen there, 0 for
   * unknown.
   */
  private readonly sights: readonly Sight[];
  private readonly table: WordTable;
  private readonly row: Uint32Array;
  /** Per information set of the actor: reach by hidden level, all variables in a row. */
  private readonly setBelief = new Map<number, Float64Array>();
  private left: number;
  private restsAt = Number.NEGATIVE_INFINITY;
  private histories = 0;

  // Per period: probability of decisions met, and the gap summed over them.
  private readonly weight: Float64Array;
  private readonly sum: Float64Array;
  private largest: ForgettingGap["largest"] = null;

  constructor(
    { scenario, world, solved }: SolvedGame<"reach" | "policy">,
    actor: number,
    hidden: readonly HiddenVariable[],
    work: number,
  ) {
    this.scenario = scenario;
    this.world = world;
    this.solved = solved;
    this.actor = actor;
    this.hidden = hidden;
    this.left = work;
    this.restsAt = work - BETWEEN_RESTS;
    let levels = 0;
    this.offsets = hidden.map((variable) => {
      levels += variable.levels.length;
      return levels - variable.levels.length;
    });
    this.levels = levels;
    const { periods } = scenario.calendar;
    this.sights = sightsOf(scenario, world, actor);
    this.table = new WordTable(world.header.stateWords);
    this.row = new Uint32Array(world.header.stateWords);
    this.weight = new Float64Array(periods.length);
    this.sum = new Float64Array(periods.length);
    this.gatherBeliefs();
  }

  get spent(): boolean {
    return this.left <= 0;
  }

  private gatherBeliefs(): void {
    const { world, solved } = this;
    for (let node = 0; node < world.header.nodes; node++) {
      const set = world.nodeSet[node];
      if (set === NO_SET || world.setActor[set] !== this.actor || solved.reach[node] === 0) continue;
      let belief = this.setBelief.get(set);
      if (belief === undefined) {
        belief = new Float64Array(this.levels);
        this.setBelief.set(set, belief);
      }
      this.addLevels(belief, node, solved.reach[node]);
    }
  }

  private addLevels(belief: Float64Array, node: number, weight: number): void {
    const { world, hidden, offsets } = this;
    const { stateWords, description } = world.header;
    for (let h = 0; h < hidden.length; h++) {
      const { word, shift, bits } = description.variables[hidden[h].variable];
      belief[offsets[h] + ((world.nodeState[node * stateWords + word] >>> shift) & (2 ** bits - 1))] += weight;
    }
  }

  // --- following

  /** Follows every history; false when the work is spent before the end. */
  *followAll(): Steps<boolean> {
    const open = this.splitStarts();
    for (let cohort = open.pop(); cohort !== undefined; cohort = open.pop()) {
      if (this.spent) return false;
      yield* this.rest();
      const next = this.advance(cohort, total(cohort));
      if (next.length === 0) this.histories++;
      open.push(...next);
    }
    return true;
  }

  /** Follows one history, drawn in proportion among those that run on, and weighted by the chance that they do. */
  *followOne(random: () => number): Steps<void> {
    let parts = this.splitStarts();
    let weight = 1;
    while (parts.length > 0 && !this.spent) {
      yield* this.rest();
      parts = this.advance(scaled(draw(parts, random)), weight);
      weight *= parts.reduce((sum, part) => sum + total(part), 0);
    }
    this.histories++;
  }

  private *rest(): Steps<void> {
    if (this.left > this.restsAt) return;
    this.restsAt = this.left - BETWEEN_RESTS;
    yield;
  }

  private splitStarts(): Cohort[] {
    const { world } = this;
    const split = new Map<number, Cohort>();
    world.startNode.forEach((node, start) => {
      const cohort = cohortAt(split, this.seen(node, 0));
      cohort.set(node, (cohort.get(node) ?? 0) + world.startChance[start]);
    });
    return [...split.values()];
  }

  /** The cohorts after the first layer in which a node of this one stands, by what the actor sees and does. */
  private advance(cohort: Cohort, weight: number): Cohort[] {
    const { world, solved } = this;
    let first = Number.POSITIVE_INFINITY;
    for (const node of cohort.keys()) first = Math.min(first, node);
    const layer = layerOf(world, first);
    const end = world.layerNode[layer + 1];
    const period = world.layerPeriod[layer] + (world.layerKind[layer] === LayerKind.periodEnd ? 1 : 0);
    const set = world.nodeSet[first];
    const own = set !== NO_SET && world.setActor[set] === this.actor;
    if (own) this.compare(cohort, layer, set, weight);
    const split = new Map<number, Cohort>();
    const slots = own ? world.header.slots : 1;
    for (const [node, mass] of cohort) {
      if (node >= end) {
        add(split, this.seen(node, period) * slots, node, mass);
        continue;
      }
      for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) {
        this.left--;
        const slot = world.edgeSlot[edge];
        const chance = world.coefficient[world.edgeCoefficient[edge]] * solved.policy[slot];
        const target = world.edgeTarget[edge];
        // An ended standoff asks for no more decisions.
        if (chance === 0 || world.nodeEdge[target] === world.nodeEdge[target + 1]) continue;
        add(split, this.seen(target, period) * slots + (own ? slot : 0), target, mass * chance);
      }
    }
    return [...split.values()];
  }

  /** The number of what the actor sees of a node's state in a period: each is worked out once. */
  private seen(node: number, period: number): number {
    const { world, row } = this;
    const { mask, numbers } = this.sights[period];
    const known = numbers[node];
    if (known !== 0) return known - 1;
    const { stateWords } = world.header;
    for (let word = 0; word < stateWords; word++) row[word] = world.nodeState[node * stateWords + word] & mask[word];
    const number = this.table.add(row);
    numbers[node] = number + 1;
    return number;
  }

  // --- comparing

  private compare(cohort: Cohort, layer: number, set: number, weight: number): void {
    const { world } = this;
    const whole = new Float64Array(this.levels);
    let mass = 0;
    for (const [node, part] of cohort) {
      if (world.nodeSet[node] !== set) continue;
      this.addLevels(whole, node, part);
      mass += part;
    }
    const remembered = this.setBelief.get(set);
    if (remembered === undefined || !(mass > 0)) return;
    const [gap, about] = this.distance(whole, remembered);
    const period = world.layerPeriod[layer];
    // Of the cohort only these nodes come to the decision.
    const share = (weight * mass) / total(cohort);
    this.weight[period] += share;
    this.sum[period] += share * gap;
    if (gap > (this.largest?.gap ?? 0)) {
      this.largest = { gap, about: this.hidden[about].name, date: dateOfPeriod(this.scenario, period) };
    }
  }

  /** The largest total variation distance over the hidden variables, and for which of them. */
  private distance(a: Float64Array, b: Float64Array): [number, number] {
    let largest = 0;
    let about = 0;
    this.hidden.forEach(({ levels }, h) => {
      const from = this.offsets[h];
      const own = a.subarray(from, from + levels.length);
      const other = b.subarray(from, from + levels.length);
      const [sumOwn, sumOther] = [own.reduce((x, y) => x + y, 0), other.reduce((x, y) => x + y, 0)];
      const gap = own.reduce((sum, value, i) => sum + Math.abs(value / sumOwn - other[i] / sumOther), 0) / 2;
      if (gap > largest) [largest, about] = [gap, h];
    });
    return [largest, about];
  }

  result(method: ForgettingGap["method"]): ForgettingGap {
    const { scenario, weight, sum } = this;
    const { id, name } = scenario.actors[this.actor];
    const all = weight.reduce((a, b) => a + b, 0);
    const averages = Array.from(sum, (part, period) => (weight[period] > all / 100 ? part / weight[period] : 0));
    const worst = Math.max(0, ...averages);
    const gap = all > 0 ? sum.reduce((a, b) => a + b, 0) / all : 0;
    return {
      actor: id,
      actorName: name,
      gap,
      date: worst > 0 ? dateOfPeriod(scenario, averages.indexOf(worst)) : null,
      worst,
      largest: this.largest,
      histories: this.histories,
      method,
      warning: gap > FORGETTING_WARNING,
    };
  }
}

function total(cohort: Cohort): number {
  let sum = 0;
  for (const mass of cohort.values()) sum += mass;
  return sum;
}

function scaled(cohort: Cohort): Cohort {
  const by = 1 / total(cohort);
  return new Map(Array.from(cohort, ([node, mass]) => [node, mass * by] as const));
}

function cohortAt(split: Map<number, Cohort>, key: number): Cohort {
  let cohort = split.get(key);
  if (cohort === undefined) {
    cohort = new Map();
    split.set(key, cohort);
  }
  return cohort;
}

function add(split: Map<number, Cohort>, key: number, node: number, mass: number): void {
  const cohort = cohortAt(split, key);
  cohort.set(node, (cohort.get(node) ?? 0) + mass);
}

/** One of several cohorts, in proportion to their mass. */
function draw(parts: readonly Cohort[], random: () => number): Cohort {
  const masses = parts.map(total);
  let left = random() * masses.reduce((a, b) => a + b, 0);
  const found = masses.findIndex((mass) => {
    left -= mass;
    return left < 0;
  });
  return parts[found === -1 ? parts.length - 1 : found];
}
