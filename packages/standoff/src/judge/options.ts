/**
 * An actor's options in a situation: what each act that is open to it on a day would bring, in the solved game. How
 * often it is taken per time that the desk meets, the points that the actor expects of it, and how likely every outcome
 * is once it is taken there: the solution given that it is, by a filter as news are one.
 */

import { listedOutcomes } from "../language/deals.ts";
import { compileExpression } from "../language/expression/evaluate.ts";
import type { Expression } from "../language/expression/expression.ts";
import type { Scenario } from "../language/scenario.ts";
import { dateOfPeriod, dayOfPeriod, periodOfDay } from "../query/dates/periods.ts";
import { type ForecastPlan, outcomesByEnd, planForecast } from "../query/forecast.ts";
import { nodesUntil } from "../query/history/history-filter.ts";
import { canBe, type NewsTaken } from "../query/history/news.ts";
import { parseQuestion } from "../query/questions/question.ts";
import { conditionalReach, type Filter } from "../query/ride/ride.ts";
import { conveningChance } from "../query/strategies.ts";
import { baseGivenNews, type GivenOptions, type Solution } from "../query/told/given-news.ts";
import { printDay } from "../text/dates.ts";
import { didYouMean } from "../text/suggest.ts";
import { unpackInto } from "../world/states.ts";
import { LayerKind, NO_SET, SetKind, type World } from "../world/world.ts";

export interface OptionsWanted extends GivenOptions {
  /** The actor's key or name. */
  readonly actor: string;
  /** The day (days since 1970-01-01): the desk meets in the period that holds it. */
  readonly on: number;
  /** What holds as it decides, as an expression of the scenario's; by default whatever may then be. */
  readonly situation?: string;
}

export interface ActOption {
  /** A move's name, or "hold". */
  readonly act: string;
  /** Per time that the desk meets there. */
  readonly chance: number;
  /** How often it is open, of such times. */
  readonly available: number;
  /**
   * Expected points from that period on by which the actor decides, in its own eyes, where it is open; null for a
   * stated policy.
   */
  readonly points: number | null;
  /** How much less that is than the best there. */
  readonly behindBest: number | null;
  /**
   * By the last day, given that it is taken there and then; what has come before is among it. Empty where it is never
   * taken.
   */
  readonly outcomes: readonly { readonly name: string; readonly probability: number }[];
}

export interface DeskOptions {
  readonly desk: string;
  /** The chance that play comes there with the desk able to act, and that it then meets. */
  readonly reached: number;
  readonly meets: number;
  /** The most frequent first. */
  readonly acts: readonly ActOption[];
}

export type ActorOptions =
  | {
      readonly status: "told";
      readonly actor: string;
      readonly actorName: string;
      /** The first day of the period. */
      readonly date: string;
      readonly desks: readonly DeskOptions[];
      readonly news: NewsTaken;
    }
  | { readonly status: "none"; readonly says: string; readonly news: NewsTaken };

/**
 * The options of an actor on a day, desk by desk; of the desks that may act then.
 *
 * @example
 * ```ts
 * const { day } = readDay(solved.scenario, "15 May 2026");
 * const told = optionsOf(solved, { actor: "union", on: day, situation: "strike and offer is low" });
 * told.desks[0].acts.map(({ act }) => act).sort() // => ["accept the offer", "hold", "return to work"]
 * optionsOf(solved, { actor: "union", on: day, situation: "signed" }).status // => "none"
 * ```
 */
export function optionsOf(solution: Solution, wanted: OptionsWanted): ActorOptions {
  const { scenario, world, base } = solution;
  const { taken: news, filter } = baseGivenNews(solution, wanted.news);
  const none = (says: string): ActorOptions => ({ status: "none", says, news });
  if (!canBe(news)) return none("the news cannot be");
  const actor = scenario.actors.findIndex(({ id, name }) => id === wanted.actor || name === wanted.actor);
  if (actor === -1) {
    const hint = didYouMean(
      wanted.actor,
      scenario.actors.flatMap(({ id, name }) => [id, name]),
    );
    return none(`there is no actor "${wanted.actor}"${hint === undefined ? "" : `; ${hint}`}`);
  }
  const { from, to } = scenario.calendar;
  if (wanted.on < from || wanted.on >= to) return none(`${printDay(wanted.on)} is outside the calendar`);
  const period = periodOfDay(scenario, wanted.on);
  if (filter !== null && period <= filter.until) return none(`the news goes beyond ${printDay(wanted.on)}`);
  const situation = conditionOf(scenario, wanted.situation, period);
  if ("says" in situation) return none(situation.says);
  const reach = conditionalReach(world, base, filter);
  const plan = planForecast(scenario, world);
  const desks = scenario.desks.flatMap((desk, index) => {
    if (desk.actor !== actor) return [];
    const nodes = nodesOf(solution, index, period, reach, situation.condition);
    return nodes.length === 0 ? [] : [deskOptions(solution, index, { period, nodes, reach, news: filter, plan })];
  });
  if (desks.length === 0)
    return none("play never comes to such a situation then, or no desk of the actor can act in it");
  const { id, name } = scenario.actors[actor];
  return { status: "told", actor: id, actorName: name, date: dateOfPeriod(scenario, period), desks, news };
}

function conditionOf(
  scenario: Scenario,
  text: string | undefined,
  period: number,
): { readonly condition: Expression | null } | { readonly says: string } {
  if (text === undefined) return { condition: null };
  const { question, diagnostics } = parseQuestion(
    scenario,
    `P(holds(${text}) at ${printDay(dayOfPeriod(scenario, period))})`,
  );
  const of = question?.kind === "probability" ? question.of : null;
  if (of?.kind === "holds") return { condition: of.condition };
  return { says: `"${text}" is no condition of this scenario: ${diagnostics[0]?.message ?? "it is something else"}` };
}

/** Where a desk may act in a period, play comes to, and the situation holds. */
function nodesOf(
  { scenario, world }: Solution,
  desk: number,
  period: number,
  reach: Float64Array,
  situation: Expression | null,
): number[] {
  const holds = situation === null ? () => 1 : compileExpression(scenario, situation);
  const state = new Int32Array(world.header.description.variables.length);
  const found: number[] = [];
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (world.layerKind[layer] !== LayerKind.decision || world.layerPeriod[layer] !== period) continue;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      const set = world.nodeSet[node];
      if (set === NO_SET || world.setDesk[set] !== desk || !(reach[node] > 0)) continue;
      unpackInto(world, node, state);
      if (holds(state, period) !== 0) found.push(node);
    }
  }
  return found;
}

interface There {
  readonly period: number;
  readonly nodes: readonly number[];
  readonly reach: Float64Array;
  readonly news: Filter | null;
  readonly plan: ForecastPlan;
}

const HOLD = 0xffffffff;

function deskOptions(solution: Solution, desk: number, there: There): DeskOptions {
  const { scenario, world, base } = solution;
  const { moves, name } = scenario.desks[desk];
  const listed = listedOutcomes(scenario);
  const { setSlot, slotMove, setKind, nodeSet } = world;
  const sums = [HOLD, ...moves.keys()].map((move) => ({ move, done: 0, open: 0, points: 0, lost: 0 }));
  let [reached, meets] = [0, 0];
  let chooses = false;
  for (const node of there.nodes) {
    const set = nodeSet[node];
    const weight = there.reach[node] * conveningChance(world, node);
    reached += there.reach[node];
    meets += weight;
    chooses ||= setKind[set] === SetKind.logit;
    const slots = Array.from({ length: setSlot[set + 1] - setSlot[set] }, (_, i) => setSlot[set] + i);
    const best = Math.max(...slots.map((slot) => base.q[slot]));
    for (const slot of slots) {
      const sum = sums.find(({ move }) => move === slotMove[slot])!;
      sum.done += weight * base.policy[slot];
      sum.open += weight;
      sum.points += weight * base.q[slot];
      sum.lost += weight * (best - base.q[slot]);
    }
  }
  const acts = sums
    .filter(({ open }) => open > 0)
    .map(({ move, done, open, points, lost }): ActOption => {
      const filter = done > 0 ? takenThere(world, base.policy, there, move) : null;
      const byEnd = filter === null ? [] : outcomesByEnd(there.plan, base, filter);
      return {
        act: move === HOLD ? "hold" : moves[move].name,
        chance: done / meets,
        available: open / meets,
        points: chooses ? points / open : null,
        behindBest: chooses ? lost / open : null,
        outcomes: byEnd.map((probability, i) => ({ name: listed[i].name, probability })),
      };
    })
    .sort((a, b) => b.chance - a.chance);
  return { desk: name, reached, meets: meets / reached, acts };
}

/** What is left where an act is taken in the situation; flags: those of the news, twice, and whether it was. */
function takenThere(world: World, policy: Float64Array, { period, nodes, news }: There, move: number): Filter {
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient, slotMove } = world;
  const known = news?.flags ?? 1;
  const limit = nodesUntil(world, period);
  const inside = new Uint8Array(limit);
  for (const node of nodes) inside[node] = 1;
  const takes = (node: number, edge: number) => {
    return inside[node] === 1 && edgeSlot[edge] !== 0 && slotMove[edgeSlot[edge]] === move;
  };
  const step: Filter["step"] = (flags, node, edge, at, ends) => {
    const [before, done] = [flags >> 1, flags & 1];
    const after = news !== null && at <= news.until ? news.step(before, node, edge, at, ends) : 0;
    return after === -1 ? -1 : 2 * after + (takes(node, edge) ? 1 : done);
  };
  const hopes = new Float64Array(limit * known);
  const hope = (node: number, flags: number) => ((flags & 1) === 1 ? 1 : hopes[node * known + (flags >> 1)]);
  for (let layer = world.header.layers - 1; layer >= 0; layer--) {
    const at = world.layerPeriod[layer];
    const ends = world.layerKind[layer] === LayerKind.periodEnd;
    if (at > period || (ends && at === period) || world.layerKind[layer] === LayerKind.ended) continue;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      for (let flag = 0; flag < known; flag++) {
        let sum = 0;
        for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
          const after = step(2 * flag, node, edge, at, ends);
          const chance = coefficient[edgeCoefficient[edge]] * policy[edgeSlot[edge]];
          if (after !== -1 && chance > 0) sum += chance * hope(edgeTarget[edge], after);
        }
        hopes[node * known + flag] = sum;
      }
    }
  }
  const begin = news?.begin;
  return {
    until: period,
    flags: 2 * known,
    hope,
    step,
    ...(begin === undefined ? {} : { begin: (node: number) => (begin(node) === -1 ? -1 : 2 * begin(node)) }),
  };
}
