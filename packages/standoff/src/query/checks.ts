/**
 * Plausibility checks beside the forecast, reported and never fitted: a base rate with its interval, and an actor's
 * stated belief against the belief that it has in the model. An actor's belief in an event is the event's probability
 * in its own eyes, carried forward from the states that look alike to the actor on that day, weighted by how likely
 * play reaches them. How likely each such situation is, is the modeller's to say.
 */

import type { PlausibilityCheck, Scenario } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import { printDay } from "../text/dates.ts";
import { LayerKind, type World } from "../world/world.ts";
import { periodOfDay } from "./dates/periods.ts";
import { type OwnEyes, ownEyes } from "./own-eyes.ts";
import { type Answer, answerQuestions, parseQuestion } from "./questions/question.ts";
import { compileEvents, type QuestionRider } from "./questions/question-rider.ts";
import type { AskedQuestion } from "./questions/read-question.ts";
import { ride } from "./ride/ride.ts";
import { sightMask } from "./sight.ts";
import { type ToldApart, tellApart } from "./situations.ts";
import type { SolvedGame } from "./solved-game.ts";

export type CheckResult = {
  readonly name: string;
  readonly ask: string;
  readonly source: string;
  readonly mean?: CheckMean;
} & (
  | BaseRateResult
  | BeliefResult
  /** The question cannot be answered in this world. */
  | { readonly kind: "unanswered"; readonly why: string }
);

/** A check's figure over draws; null where none tells it. `error` as of all means over draws. */
export interface CheckMean {
  readonly value: number | null;
  readonly error: number | null;
}

export interface BaseRateResult {
  readonly kind: "base rate";
  /** The model's probability, and its lowest and highest over the solutions given. */
  readonly forecast: number;
  readonly ribbon: readonly [number, number];
  readonly happened: number;
  readonly cases: number;
  readonly class: string;
  readonly baseRate: number;
  /** 90 % interval of the base rate (Wilson). */
  readonly interval: readonly [number, number];
  /** Forecast divided by base rate; null where that is 0. */
  readonly ratio: number | null;
  readonly inside: boolean;
}

export interface BeliefResult {
  readonly kind: "belief";
  readonly actor: string;
  readonly actorName: string;
  readonly on: string;
  /** What the actor believes, averaged over what it may have seen by then. */
  readonly believes: number;
  /** Lowest and highest over the situations that it tells apart, of those looked at. */
  readonly range: readonly [number, number];
  /** How many situations it may be in, and how much of the probability those that were looked at hold: none that it
   * held impossible. */
  readonly situations: number;
  readonly covered: number;
  readonly forecast: number;
  readonly expect: readonly [number, number] | null;
  /** Does the average lie where it is expected? null where nothing is. */
  readonly inside: boolean | null;
}

/**
 * The question of each check; null where it asks for no probability.
 *
 * @example
 * ```ts
 * questionsOfChecks(solved.scenario).length === solved.scenario.checks.length // => true
 * ```
 */
export function questionsOfChecks(scenario: Scenario): ((AskedQuestion & { kind: "probability" }) | null)[] {
  return scenario.checks.map(({ ask, askSpan }) => {
    const { question } = parseQuestion(scenario, ask, askSpan);
    return question?.kind === "probability" ? question : null;
  });
}

/**
 * All checks of a scenario, in file order. The solution with scale 1 is the base. `answers` to the checks' questions
 * may be known already; then no other solution is needed.
 *
 * @example
 * ```ts
 * runChecks(solved.scenario, solved.world, solved.results).length === solved.scenario.checks.length // => true
 * ```
 */
export function runChecks(
  scenario: Scenario,
  world: World,
  solutions: readonly Solved[],
  answers?: readonly Answer[],
): CheckResult[] {
  const questions = questionsOfChecks(scenario);
  const asked = questions.filter((question) => question !== null);
  const answered = answers ?? answerQuestions(scenario, world, solutions, asked);
  return scenario.checks.map((check, i) => {
    const common = { name: check.name, ask: check.ask, source: check.source };
    const question = questions[i] ?? null;
    if (question === null) return { ...common, kind: "unanswered", why: "it asks for no probability" };
    const answer = answered[asked.indexOf(question)];
    if (answer.status !== "answered") return { ...common, kind: "unanswered", why: answer.status };
    const { value, ribbon } = answer;
    if (check.kind === "base rate") return { ...common, ...againstBaseRate(check, value, ribbon) };
    const game = { scenario, world, solved: solutions.find(({ scale }) => scale === 1)! };
    return { ...common, ...againstBelief(game, check, question, value) };
  });
}

/** More than this part of a scenario's checks outside, and its structure contradicts its own evidence. */
const MOST_OUTSIDE = 1 / 3;

/**
 * How many checks have a verdict, how many of those lie outside their intervals, and whether that is more than a third:
 * then the scenario's structure contradicts its own evidence.
 *
 * @example
 * ```ts
 * outsideChecks([]) // => { judged: 0, outside: 0, contradicts: false }
 * ```
 */
export function outsideChecks(checks: readonly CheckResult[]): {
  readonly judged: number;
  readonly outside: number;
  readonly contradicts: boolean;
} {
  const judged = checks.flatMap((check) =>
    check.kind === "unanswered" || check.inside === null ? [] : [check.inside],
  );
  const outside = judged.filter((inside) => !inside).length;
  return { judged: judged.length, outside, contradicts: outside > MOST_OUTSIDE * judged.length };
}

// ---- Over draws ----

/** A check's figure in one solution. `given`: the probability of its condition. */
export interface CheckFigure {
  readonly value: number;
  readonly given: number;
}

/**
 * What a belief check's actor believes, on average over what it may have seen; null where the question is too large to
 * be carried.
 */
export function beliefFigure(game: Playing, check: BeliefCheck, question: ProbabilityAsked): CheckFigure | null {
  const { scenario, world, solved } = game;
  const events = question.given ? [question.of, question.given] : [question.of];
  const compiled = compileEvents(scenario, world, events);
  if (compiled === null) return null;
  const eyes = ownEyes(world, solved)(check.actor);
  const own = { ...game, world: eyes.world };
  return { value: beliefIn(own, question, compiled, situationsOn(game, eyes, check), -1), given: 1 };
}

/**
 * A check judged at its mean over draws instead of the stated values: whether it lies inside, and its ratio to a base
 * rate.
 *
 * @example
 * ```ts
 * runChecks(solved.scenario, solved.world, solved.results).map((one) => judgedAt(one, { value: 0.5, error: 0.01 })) // => []
 * ```
 */
export function judgedAt(check: CheckResult, mean: CheckMean): CheckResult {
  const { value } = mean;
  if (check.kind === "unanswered" || value === null) return check;
  const lies = ([low, high]: readonly [number, number]) => low <= value && value <= high;
  if (check.kind === "belief") return { ...check, mean, inside: check.expect === null ? null : lies(check.expect) };
  const ratio = check.baseRate > 0 ? value / check.baseRate : null;
  return { ...check, mean, ratio, inside: lies(check.interval) };
}

type BeliefCheck = PlausibilityCheck & { kind: "belief" };
type ProbabilityAsked = AskedQuestion & { kind: "probability" };
/** A solution as far as beliefs need it. */
interface Playing extends Omit<SolvedGame, "solved"> {
  readonly solved: Pick<Solved, "policy" | "reach" | "scale">;
}

// ---- Base rates ----

function againstBaseRate(
  check: PlausibilityCheck & { kind: "base rate" },
  forecast: number,
  ribbon: readonly [number, number],
): BaseRateResult {
  const { happened, cases } = check;
  const baseRate = happened / cases;
  const interval = wilsonInterval(happened, cases);
  return {
    kind: "base rate",
    forecast,
    ribbon,
    happened,
    cases,
    class: check.class,
    baseRate,
    interval,
    ratio: baseRate > 0 ? forecast / baseRate : null,
    inside: interval[0] <= forecast && forecast <= interval[1],
  };
}

/** The normal quantile of 95 %: five per cent on either side are left out. */
const z = 1.6448536269514722;

/** The 90 % interval of a chance that came true in `happened` of `cases` (Wilson 1927). */
export function wilsonInterval(happened: number, cases: number): [number, number] {
  const rate = happened / cases;
  const centre = rate + (z * z) / (2 * cases);
  const half = z * Math.sqrt((rate * (1 - rate)) / cases + (z / (2 * cases)) ** 2);
  const scale = 1 + (z * z) / cases;
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)];
}

// ---- Beliefs ----

/** Edges to cross in all: the most likely situations are looked at within it, four of them whatever they cost. */
const edgeBudget = 4e7;

function againstBelief(
  game: SolvedGame,
  check: BeliefCheck,
  question: ProbabilityAsked,
  forecast: number,
): BeliefResult {
  const { scenario, world, solved } = game;
  const events = question.given ? [question.of, question.given] : [question.of];
  const compiled = compileEvents(scenario, world, events)!; // an answered question was not too large
  const eyes = ownEyes(world, solved)(check.actor);
  const situations = situationsOn(game, eyes, check);
  const own = { ...game, world: eyes.world };
  const belief = (situation: number) => beliefIn(own, question, compiled, situations, situation);
  const { weight, held, total } = situations;
  const order = Array.from(weight.keys())
    .filter((situation) => weight[situation] > 0)
    .sort((a, b) => weight[b] - weight[a]);
  const possible = order.filter((situation) => held[situation] > 0);
  const looked = possible.slice(0, Math.max(4, Math.floor(edgeBudget / world.header.edges)));
  const beliefs = looked.map(belief).filter((chance) => !Number.isNaN(chance));
  const believes = belief(-1);
  const expect = check.expect;
  return {
    kind: "belief",
    actor: scenario.actors[check.actor].id,
    actorName: scenario.actors[check.actor].name,
    on: printDay(check.on),
    believes,
    range: [Math.min(...beliefs), Math.max(...beliefs)],
    situations: order.length,
    covered: looked.reduce((sum, situation) => sum + weight[situation], 0) / total,
    forecast,
    expect,
    inside: expect === null ? null : expect[0] <= believes && believes <= expect[1],
  };
}

/** What an actor tells apart on a day. */
interface Situations {
  /** The period at whose end they are; -1 before the first turn. */
  readonly period: number;
  /** The situation that a node is in, or -1; before the first turn, that a place in the list of starts is in. */
  readonly of: (node: number) => number;
  /** How likely each is, and all; and how likely the actor holds each to be. */
  readonly weight: readonly number[];
  readonly total: number;
  readonly held: readonly number[];
}

function situationsOn({ scenario, world, solved }: Playing, eyes: OwnEyes, { actor, on }: BeliefCheck): Situations {
  if (on <= scenario.calendar.from) {
    const mask = sightMask(scenario, world, actor, 0);
    const chances = { chance: world.startChance, own: eyes.world.startChance };
    return { period: -1, ...weighed(tellApart(world, world.startNode, mask), 0, chances) };
  }
  const period = periodOfDay(scenario, on);
  const layer = Array.from(world.layerPeriod.keys()).findLast(
    (index) => world.layerKind[index] === LayerKind.periodEnd && world.layerPeriod[index] === period,
  );
  if (layer === undefined) throw new Error(`no end of period ${period} in the world`);
  const first = world.layerNode[layer];
  const nodes = Array.from({ length: world.layerNode[layer + 1] - first }, (_, place) => first + place);
  const told = tellApart(world, nodes, sightMask(scenario, world, actor, period));
  const chances = { chance: solved.reach.subarray(first), own: eyes.reach.subarray(first) };
  return { period, ...weighed(told, first, chances) };
}

/** How likely nodes are from some first one on, by their place, and how likely an actor holds them to be. */
interface Chances {
  readonly chance: Float64Array;
  readonly own: Float64Array;
}

function weighed({ of, example }: ToldApart, first: number, { chance, own }: Chances): Omit<Situations, "period"> {
  const weight = example.map(() => 0);
  const held = example.map(() => 0);
  of.forEach((situation, place) => {
    weight[situation] += chance[place];
    held[situation] += own[place];
  });
  const total = weight.reduce((sum, part) => sum + part, 0);
  return { of: (node) => of[node - first] ?? -1, weight, total, held };
}

/**
 * The probability of a question given a situation, or, for -1, averaged over the situations that the actor holds
 * possible: in each of them its own, weighted by how likely it is to come there.
 */
function beliefIn(
  { world, solved }: Playing,
  question: ProbabilityAsked,
  compiled: QuestionRider,
  { period, of, weight, held }: Situations,
  situation: number,
): number {
  const counts = (node: number): number => {
    const here = of(node);
    if (situation !== -1) return here === situation ? 1 : 0;
    return here !== -1 && held[here] > 0 ? weight[here] / held[here] : 0;
  };
  const { watches, rider } = compiled;
  const order = { policy: solved.policy, watches, rider, ...compiled.timing(solved) };
  const left =
    period === -1
      ? ride({ ...order, world: { ...world, startChance: world.startChance.map((c, i) => c * counts(i)) } }).left
      : ride({ ...order, world, weigh: { period, by: counts } }).left;
  let all = 0;
  let both = 0;
  for (const [state, mass] of left.entries()) {
    if (question.given !== null && !compiled.isTrue(question.given, state)) continue;
    all += mass[0];
    if (compiled.isTrue(question.of, state)) both += mass[0];
  }
  return both / all;
}
