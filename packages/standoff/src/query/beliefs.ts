/**
 * What each actor believes about what it does not see, over time: at the end of every period, over the situations that
 * it can tell apart then. A belief follows Bayes' rule over the states that look alike, weighted by how likely play
 * reaches them in the actor's eyes: the same beliefs that the actor decides by. How likely each situation is, is the
 * modeller's to say, and may be conditional on a history; the belief in it is not, because the actor sees only its own
 * variables.
 *
 * A variable that is forgotten (`forget when`) stands at its first level then, which says nothing: beliefs about it are
 * given that it is not, and dated where it is alive.
 */

import { compileExpression, type Evaluator } from "../language/expression/evaluate.ts";
import type { Scenario } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import { LayerKind, type World, type WorldDescription } from "../world/world.ts";
import { dateOfPeriod } from "./dates/periods.ts";
import { type OwnEyes, ownEyes } from "./own-eyes.ts";
import { conditionalReach, type Filter } from "./ride/ride.ts";
import { stateDecoder } from "./ride/watch.ts";
import { type HiddenVariable, hiddenFrom, sightMask } from "./sight.ts";
import { tellApart } from "./situations.ts";
import type { SolvedGame } from "./solved-game.ts";
import { inTen, listed, percent } from "./words.ts";

export interface BeliefPoint {
  /** The period whose turns are over; "start" is before the first turn. */
  readonly date: string;
  readonly at: "start" | "end of period";
  /** Probability that play still runs then. */
  readonly running: number;
  /** Probability that it does and the variable is not forgotten. All else is given that. */
  readonly alive: number;
  /** Probability of each value, averaged over what the actor may have seen. */
  readonly mean: readonly number[];
  /** 10 % and 90 % points of the probability of each value over what it may have seen. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** For each value, the average probability that the actor gives it when it is true; null when it never is. */
  readonly whenTrue: readonly (number | null)[];
  /** The situation that is most likely, by what the actor sees, and its belief there. */
  readonly likeliest: {
    readonly sees: string;
    readonly probability: number;
    readonly belief: readonly number[];
  };
}

export interface BeliefPath {
  readonly actor: string;
  readonly actorName: string;
  readonly about: string;
  readonly levels: readonly string[];
  readonly points: readonly BeliefPoint[];
}

export interface BeliefOptions {
  /** What history leaves of the solution: how likely each situation is, is then given the history. */
  readonly filter?: Filter | null;
  /** Only periods up to here. */
  readonly until?: number;
}

/** Nodes at one time, with what is needed of them. */
interface Moment {
  readonly date: string;
  readonly at: BeliefPoint["at"];
  readonly period: number;
  /** The list of starts, or all nodes of a layer. */
  readonly nodes: Uint32Array | { readonly first: number; readonly end: number };
}

/** An actor, what it has beliefs about, and what they are told from. */
interface Believer {
  readonly game: SolvedGame<"reach">;
  readonly actor: number;
  readonly hidden: readonly HiddenVariable[];
  readonly eyes: OwnEyes;
  /** Per node: how likely it is, given the history where there is one. */
  readonly weights: Float64Array;
}

/** The belief paths of every actor about every variable that it does not see, but for those that are never in doubt. */
export function beliefsOf(
  scenario: Scenario,
  world: World,
  solved: Pick<Solved, "reach" | "policy">,
  options: BeliefOptions = {},
): BeliefPath[] {
  const weights = conditionalReach(world, solved, options.filter ?? null);
  const moments = momentsOf(scenario, world).filter(
    ({ period }) => period <= (options.until ?? Number.POSITIVE_INFINITY),
  );
  const eyesOf = ownEyes(world, solved);
  return scenario.actors.flatMap((actor, index) => {
    const hidden = hiddenFrom(scenario, index);
    if (hidden.length === 0) return [];
    const points: BeliefPoint[][] = hidden.map(() => []);
    const believer = { game: { scenario, world, solved }, actor: index, hidden, eyes: eyesOf(index), weights };
    for (const moment of moments) {
      const situations = gather(believer, moment);
      if (situations === null) continue;
      hidden.forEach((_, place) => {
        if (situations.alive[place].total === 0) return;
        points[place].push(pointOf(believer, moment, situations, place));
      });
    }
    return hidden.flatMap((variable, place) => {
      const path = points[place];
      const inDoubt = path.some(({ mean }) => mean.filter((chance) => chance > 0).length > 1);
      if (!inDoubt) return [];
      return [{ actor: actor.id, actorName: actor.name, about: variable.name, levels: variable.levels, points: path }];
    });
  });
}

function momentsOf(scenario: Scenario, world: World): Moment[] {
  const moments: Moment[] = [{ date: dateOfPeriod(scenario, 0), at: "start", period: 0, nodes: world.startNode }];
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (world.layerKind[layer] !== LayerKind.periodEnd) continue;
    const period = world.layerPeriod[layer];
    const nodes = { first: world.layerNode[layer], end: world.layerNode[layer + 1] };
    moments.push({ date: dateOfPeriod(scenario, period), at: "end of period", period, nodes });
  }
  return moments;
}

/** The situations that an actor tells apart at a moment. */
interface Situations {
  /** Probability of all. */
  readonly total: number;
  /** Per hidden variable: the probability of each situation with the variable alive in it, and of all these. */
  readonly alive: readonly { readonly weight: Float64Array; total: number }[];
  /** Per hidden variable: situations x levels, sums of the actor's own reach (belief) and of the weights (truth). */
  readonly belief: readonly Float64Array[];
  readonly truth: readonly Float64Array[];
  /** A node of each. */
  readonly example: readonly number[];
}

function gather({ game, actor, hidden, eyes, weights }: Believer, moment: Moment): Situations | null {
  const { scenario, world, solved } = game;
  const starts = moment.nodes instanceof Uint32Array ? moment.nodes : null;
  const nodes = moment.nodes instanceof Uint32Array ? moment.nodes : nodesFrom(moment.nodes);
  const { of: places, example } = tellApart(world, nodes, sightMask(scenario, world, actor, moment.period));
  const count = example.length;
  const weight = new Float64Array(count);
  const levels = new Levels(scenario, world, hidden, moment.period);
  const belief = hidden.map(({ levels }) => new Float64Array(count * levels.length));
  const truth = hidden.map(({ levels }) => new Float64Array(count * levels.length));
  const alive = hidden.map(() => ({ weight: new Float64Array(count), total: 0 }));
  // At the start nobody has moved: starts weigh by their chances.
  let total = 0;
  const held = new Float64Array(count);
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i];
    const place = places[i];
    const own = starts ? eyes.world.startChance[i] : eyes.reach[node];
    const weighed = starts ? startWeight(world, solved, weights, i) : weights[node];
    weight[place] += weighed;
    total += weighed;
    held[place] += own;
    levels.look(node);
    alive.forEach((of, h) => {
      if (levels.lives[h] === 0) return;
      of.weight[place] += weighed;
      of.total += weighed;
    });
    levels.add(belief, place, own);
    levels.add(truth, place, weighed);
  }
  // What the actor held impossible has come about: it believes what was least impossible.
  const impossible = (place: number) => held[place] === 0 && weight[place] > 0;
  for (const [place, alike] of nodesBySituation(places, impossible)) {
    const inIt = alike.map((i) => nodes[i]);
    eyes.limits(inIt).forEach((mass, i) => {
      levels.look(inIt[i]);
      levels.add(belief, place, mass);
    });
  }
  return total > 0 ? { total, alive, belief, truth, example } : null;
}

/** The levels of hidden variables at one node after another, where the variables are not forgotten. */
class Levels {
  /** Per hidden variable: is it alive at the node that was looked at? */
  readonly lives: Uint8Array;
  private readonly forgets: readonly (Evaluator | null)[];
  private readonly fields: WorldDescription["variables"];
  private readonly decode: (node: number) => Int32Array;
  private node = -1;
  private readonly world: World;
  private readonly hidden: readonly HiddenVariable[];
  private readonly period: number;

  constructor(scenario: Scenario, world: World, hidden: readonly HiddenVariable[], period: number) {
    this.world = world;
    this.hidden = hidden;
    this.period = period;
    this.lives = new Uint8Array(hidden.length).fill(1);
    this.decode = stateDecoder(world);
    this.fields = hidden.map(({ variable }) => world.header.description.variables[variable]);
    const all = hidden.map(({ variable }) => {
      const { forgetWhen } = scenario.variables[variable];
      return forgetWhen === null ? null : compileExpression(scenario, forgetWhen);
    });
    this.forgets = all.every((forget) => forget === null) ? [] : all;
  }

  look(node: number): void {
    this.node = node;
    if (this.forgets.length === 0) return;
    const state = this.decode(node);
    this.forgets.forEach((forget, h) => {
      this.lives[h] = forget !== null && forget(state, this.period) !== 0 ? 0 : 1;
    });
  }

  /** Adds a mass at the node that was looked at to the sums (situations x levels) of every variable alive. */
  add(sums: readonly Float64Array[], place: number, mass: number): void {
    const { nodeState, header } = this.world;
    for (let h = 0; h < this.fields.length; h++) {
      if (this.lives[h] === 0) continue;
      const { word, shift, bits } = this.fields[h];
      const level = (nodeState[this.node * header.stateWords + word] >>> shift) & (2 ** bits - 1);
      sums[h][place * this.hidden[h].levels.length + level] += mass;
    }
  }
}

function nodesFrom({ first, end }: { readonly first: number; readonly end: number }): Uint32Array {
  return Uint32Array.from({ length: end - first }, (_, place) => first + place);
}

/** Places in the list of nodes, by situation, for some situations. */
function nodesBySituation(situations: Int32Array, wanted: (situation: number) => boolean): Map<number, number[]> {
  const found = new Map<number, number[]>();
  situations.forEach((situation, i) => {
    if (!wanted(situation)) return;
    if (!found.has(situation)) found.set(situation, []);
    found.get(situation)!.push(i);
  });
  return found;
}

/** A start's chance, conditional where the weights are: a start node is reached only as a start. */
function startWeight(world: World, solved: Pick<Solved, "reach">, weights: Float64Array, start: number): number {
  const node = world.startNode[start];
  const reached = solved.reach[node];
  return reached > 0 ? (world.startChance[start] * weights[node]) / reached : 0;
}

/** `place`: of the variable among those that are hidden from the actor. */
function pointOf(
  { game: { scenario, world }, actor, hidden }: Believer,
  moment: Moment,
  situations: Situations,
  place: number,
): BeliefPoint {
  const variable = hidden[place];
  const { example } = situations;
  const { weight, total } = situations.alive[place];
  const size = variable.levels.length;
  const count = weight.length;
  const belief = normalisedRows(situations.belief[place], size);
  const truth = situations.truth[place];
  const levels = Array.from({ length: size }, (_, level) => level);
  const at = (situation: number, level: number) => belief[situation * size + level];
  const average = (level: number, weights: (situation: number) => number): number | null => {
    let sum = 0;
    let all = 0;
    for (let s = 0; s < count; s++) {
      sum += weights(s) * at(s, level);
      all += weights(s);
    }
    return all > 0 ? sum / all : null;
  };
  let likeliest = 0;
  for (let s = 1; s < count; s++) if (weight[s] > weight[likeliest]) likeliest = s;
  const spread = levels.map((level) => quantiles(count, (s) => at(s, level), weight, total));
  return {
    date: moment.date,
    at: moment.at,
    running: moment.at === "start" ? 1 : Math.min(1, situations.total),
    alive: Math.min(1, total),
    mean: levels.map((level) => average(level, (s) => weight[s])!),
    low: spread.map(([low]) => low),
    high: spread.map(([, high]) => high),
    whenTrue: levels.map((level) => average(level, (s) => truth[s * size + level])),
    likeliest: {
      sees: seenInWords(scenario, world, example[likeliest], actor, moment.period),
      probability: weight[likeliest] / total,
      belief: levels.map((level) => at(likeliest, level)),
    },
  };
}

function normalisedRows(rows: Float64Array, size: number): Float64Array {
  const normalised = rows.slice();
  for (let from = 0; from < rows.length; from += size) {
    let sum = 0;
    for (let k = from; k < from + size; k++) sum += rows[k];
    if (sum > 0) for (let k = from; k < from + size; k++) normalised[k] /= sum;
  }
  return normalised;
}

/** The 10 % and 90 % points of a value over weighted situations. */
function quantiles(
  count: number,
  value: (situation: number) => number,
  weight: Float64Array,
  total: number,
): [number, number] {
  const order = Array.from({ length: count }, (_, s) => s)
    .filter((s) => weight[s] > 0)
    .sort((a, b) => value(a) - value(b));
  let sum = 0;
  let low: number | undefined;
  for (const s of order) {
    sum += weight[s];
    if (low === undefined && sum >= 0.1 * total) low = value(s);
    if (sum >= 0.9 * total) return [low ?? value(s), value(s)];
  }
  const last = value(order[order.length - 1]);
  return [low ?? last, last];
}

/** What an actor sees of a state, but for what stands at its first level or is a clock's bookkeeping. */
function seenInWords(scenario: Scenario, world: World, node: number, actor: number, period: number): string {
  const mask = sightMask(scenario, world, actor, period);
  const { stateWords, description } = world.header;
  const parts = scenario.variables.flatMap((v, variable) => {
    const { word, shift, bits } = description.variables[variable];
    if (v.kind === "clock" || ((mask[word] >>> shift) & 1) === 0) return [];
    const level = (world.nodeState[node * stateWords + word] >>> shift) & (2 ** bits - 1);
    return level === 0 ? [] : [v.kind === "truth" ? v.name : `${v.name} is ${v.levels[level]}`];
  });
  return parts.length > 0 ? listed(parts) : "everything at its first level";
}

/** A belief is told as of the last day on which its variable is alive in at least so much of all play. */
const WORTH_TELLING = 0.1;

/**
 * A belief path in one sentence: `To Dockers' union, fund is small: 3 in 10 on 2026-07-24, was 5 in 10 on 2026-03-02 (1
 * in 10 to 6 in 10 across what it may have seen)`, for the value whose belief moves most; of a yes or no, for yes.
 * `spell` says how days are written; as they stand, by default.
 *
 * @example
 * ```ts
 * const { beliefs } = explain(solved, { only: "beliefs" });
 * beliefInWords(beliefs.paths[0]).split(":")[0] // => "To Harbour Bakery, fund is large"
 * ```
 */
export function beliefInWords(path: BeliefPath, spell: (date: string) => string = (date) => date): string {
  const { points } = path;
  const first = points[0];
  const most = points.reduce((best, point) => (point.alive > best.alive ? point : best));
  const last = points.findLast(({ alive }) => alive >= WORTH_TELLING) ?? most;
  const moved = path.levels.map((_, level) =>
    Math.max(last.high[level] - last.low[level], Math.abs(last.mean[level] - first.mean[level])),
  );
  const truth = path.levels.join() === "no,yes";
  const level = truth ? 1 : moved.indexOf(Math.max(...moved));
  const what = truth ? path.about : `${path.about} is ${path.levels[level]}`;
  const now = inTen(last.mean[level]);
  const was = inTen(first.mean[level]);
  const [low, high] = [inTen(last.low[level]), inTen(last.high[level])];
  const spread = low === high ? "" : ` (${low} to ${high} across what it may have seen)`;
  const since = first.alive < 1 - 1e-9 ? "when it first mattered, " : "";
  const began = `on ${since}${spell(first.date)}`;
  const before = last === first ? "" : now === was ? `, as ${began}` : `, was ${was} ${began}`;
  const alive = last.alive < last.running - 1e-9 ? `; it matters then in ${percent(last.alive)} of all play` : "";
  return `To ${path.actorName}, ${what}: ${now} on ${spell(last.date)}${before}${spread}${alive}`;
}
