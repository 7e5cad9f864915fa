/**
 * A question as a Markov chain of its own, for PRISM and Storm: states are pairs of a node and a state of the
 * question's automaton (`question-rider.ts`), so that what the question remembers is in the state and the answer is
 * plain reachability or reward.
 *
 * - `P(A)`: the chance of ever reaching the label `asked`. `P(A | B)`: that of `asked` (both) divided by that of
 *   `given`.
 * - `days until A`: the labels `first DATE` hold where A first happened in the period of that date, and `asked` where
 *   it happened; the reward `days` until `done`, divided by the chance of `asked`, is the mean.
 * - `E(x at D)`: the reward `value` until `done`, less its shift, divided by the chance of `given` where there is a
 *   condition.
 *
 * Steps are those of `ride.ts`, which carries the same automaton along a sweep; here they are written out. Left out are
 * questions whose chain would have more states, or whose expression more values, than are allowed.
 */

import { compileExpression } from "../../language/expression/evaluate.ts";
import type { Scenario } from "../../language/scenario.ts";
import { meanDays } from "../../query/dates/days.ts";
import { isOfStages } from "../../query/dates/hazards.ts";
import { dateOfPeriod, periodOfDay } from "../../query/dates/periods.ts";
import type { Slices } from "../../query/dates/slices.ts";
import { sliceAfter } from "../../query/dates/timing.ts";
import { happenings, type Within } from "../../query/dates/within.ts";
import { figuresOf, planQuestions } from "../../query/questions/figures.ts";
import { type Answer, answerQuestion } from "../../query/questions/question.ts";
import { compileEvents, type QuestionRider } from "../../query/questions/question-rider.ts";
import type { AskedQuestion } from "../../query/questions/read-question.ts";
import { riddenAlong } from "../../query/ride/ride-order.ts";
import { bitsAt, bitsOnEdge, laterBitsAt, stateDecoder } from "../../query/ride/watch.ts";
import type { SolvedGame } from "../../query/solved-game.ts";
import type { Solved } from "../../solve/solution.ts";
import { LayerKind, type World } from "../../world/world.ts";
import type { ChainReward, MarkovChain } from "./markov-chain.ts";
import type { Claim } from "./prism.ts";

export type QuestionChain =
  | {
      readonly status: "made";
      readonly chain: MarkovChain;
      readonly figures: readonly Claim[];
      /** How our answer follows from the figures. */
      readonly says: string;
    }
  | { readonly status: "left out"; readonly why: string };

/** The chain of a question under a solution's policy, unless it has more than `mostStates` states. */
export function questionChain(
  scenario: Scenario,
  world: World,
  solved: Solved,
  question: AskedQuestion,
  mostStates = 4_000_000,
): QuestionChain {
  const events = [
    ...(question.kind === "probability" ? [question.of] : []),
    ...(question.given ? [question.given] : []),
  ];
  const compiled = compileEvents(
    scenario,
    world,
    events,
    question.kind === "days until" ? [question.outcome] : [],
    question.kind === "expectation" ? [question.at] : [],
  );
  if (compiled === null) return { status: "left out", why: "it speaks of too many outcomes at once" };
  const answer = answerQuestion(scenario, world, [solved], question);
  if (answer.status !== "answered") return { status: "left out", why: `it is ${answer.status}: ${answer.what}` };
  const product = new Product({ scenario, world, solved }, question, compiled, mostStates);
  const walked = product.walk();
  if (product.tooManyValues)
    return { status: "left out", why: `its expression has more than ${MOST_VALUES - 1} values` };
  if (!walked) return { status: "left out", why: `its chain would have more than ${mostStates} states` };
  const chain = product.chain();
  return { status: "made", chain, ...claimsOf(chain, answer) };
}

function claimsOf(chain: MarkovChain, answer: Answer & { status: "answered" }): { figures: Claim[]; says: string } {
  const { value, given } = answer;
  const label = (name: string, ours: number): Claim => ({ kind: "label", name, ours });
  const condition = chain.labels.some(({ name }) => name === "given") ? [label("given", given)] : [];
  if (answer.kind === "probability") {
    const says = condition.length === 0 ? `${value} = P(asked)` : `${value} = P(asked) / P(given)`;
    return { figures: [label("asked", value * given), ...condition], says };
  }
  if (answer.kind === "expectation") {
    const { shift } = chain.rewards[0];
    const says = `${value} = ${condition.length === 0 ? "R(value) - shift" : "(R(value) - shift) / P(given)"}`;
    return { figures: [{ kind: "reward", name: "value", ours: value * given + shift }, ...condition], says };
  }
  const happens = (1 - answer.never) * given;
  const first = answer.distribution.map(([, date, chance]) => label(`first ${date}`, chance * given));
  const mean: Claim = { kind: "reward", name: "days", ours: answer.mean * happens };
  const says = `mean ${answer.mean} = R(days) / P(asked); the labels hold the distribution`;
  return { figures: [label("asked", happens), ...condition, ...first, mean], says };
}

/** A growing list of transitions. */
interface Row {
  readonly node: number;
  readonly to: number[];
  readonly chance: number[];
}

/** What is left of a path at its end. */
interface End {
  readonly state: number;
  readonly value: number;
}

/** Where a path comes to: a node, what it remembers there, its stance in a cut period (`within.ts`), and the slice. */
interface Arrival extends End {
  readonly node: number;
  readonly stance: number;
  readonly slice: number;
}

class Product {
  tooManyValues = false;
  private readonly scenario: Scenario;
  private readonly world: World;
  private readonly policy: Float64Array;
  private readonly compiled: QuestionRider;
  private readonly question: AskedQuestion;
  private readonly mostStates: number;
  private readonly periods: number;
  /** State 0 is the first day, before the starts. */
  private readonly rows: Row[] = [{ node: -2, to: [], chance: [] }];
  /** Node -> automaton state and value, as one number -> state of the chain. */
  private readonly at: (Map<number, number> | undefined)[] = [];
  private readonly ends = new Map<string, { readonly end: End; readonly row: number }>();
  private readonly values: number[] = [0];
  private readonly weigh: ReturnType<typeof weighing> | null;
  private readonly within: Within | undefined;
  /** The mean day of what comes in each slice, where days are asked for. */
  private readonly days: readonly number[];

  constructor(game: SolvedGame, question: AskedQuestion, compiled: QuestionRider, mostStates: number) {
    const { scenario, world, solved } = game;
    this.scenario = scenario;
    this.world = world;
    this.policy = solved.policy;
    this.within = compiled.timing(solved).within;
    this.days = meanDaysOf(game, question);
    this.compiled = compiled;
    this.question = question;
    this.mostStates = mostStates;
    this.periods = scenario.calendar.periods.length;
    this.weigh = question.kind === "expectation" ? weighing(scenario, world, question, compiled.slices) : null;
  }

  /** false: more states than allowed. */
  walk(): boolean {
    const { world, compiled } = this;
    const { nodeBits, holds } = compiled.watches;
    world.startNode.forEach((node, i) => {
      const chance = world.startChance[i];
      const bits = nodeBits[node] & holds & compiled.rider.minds;
      const state = bits === 0 ? 0 : compiled.rider.next(0, bits, 0);
      if (chance > 0) this.arrive(this.rows[0], chance, { node, state, value: 0, stance: 0, slice: 0 });
    });
    for (let layer = 0; layer < world.header.layers; layer++) {
      if (this.isCut(layer)) this.within!.enter(layer);
      for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
        const states = this.at[node];
        if (states === undefined) continue;
        for (const [key, state] of states) this.leave(layer, node, key, this.rows[state]);
        this.at[node] = undefined;
        if (this.rows.length > this.mostStates || this.tooManyValues) return false;
      }
    }
    return true;
  }

  private isCut(layer: number): boolean {
    return this.within?.isCut(this.world.layerPeriod[layer]) === true;
  }

  /** Keys of a node's states: stance, automaton state and value, as they are numbered so far. */
  private leave(layer: number, node: number, key: number, row: Row): void {
    const { world, compiled, policy, weigh, within } = this;
    const { rider, watches, slices } = compiled;
    const period = world.layerPeriod[layer];
    const kind = world.layerKind[layer];
    const ends = kind === LayerKind.periodEnd;
    const stance = Math.floor(key / (MOST_VALUES * MOST_AUTOMATON));
    let state = Math.floor(key / MOST_VALUES) % MOST_AUTOMATON;
    let value = key % MOST_VALUES;
    if (ends && within?.crosses && this.isCut(layer)) {
      const first = slices.first[period];
      ({ state, value } = this.cross({ state, value }, node, first + stance, slices.first[period + 1] - 1));
    }
    if (ends && weigh?.period === period && weigh.slice === undefined) value = this.valueNumber(weigh.by(node));
    if (ends && rider.closes?.(period)) state = rider.close!(state, node, period);
    if (ends && rider.forget) state = rider.forget(state, period);
    const next = slices.first[period + 1];
    const turns = kind === LayerKind.chance || kind === LayerKind.decision || isOfStages(kind);
    const slice = ends ? next : turns ? next - 1 : slices.first[period];
    for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) {
      const chance = world.coefficient[world.edgeCoefficient[edge]] * policy[world.edgeSlot[edge]];
      if (chance === 0) continue;
      const target = world.edgeTarget[edge];
      if (!this.isCut(layer)) {
        const bits = bitsOnEdge(world, watches, node, edge) & rider.minds;
        const after = bits === 0 ? state : rider.next(state, bits, slice);
        this.arrive(row, chance, { node: target, state: after, value, stance: 0, slice });
        continue;
      }
      const count = within!.split(node, edge, stance);
      for (const part of within!.parts.slice(0, count)) {
        const at = ends ? slice : part.state;
        let end: End = { state, value };
        if (within!.crosses && !ends) end = this.cross(end, node, slices.first[period] + stance, at);
        const fresh = bitsAt(watches, target, at) & ~bitsAt(watches, node, ends ? at - 1 : at);
        const steps = happenings(world, watches, part, { node, edge, fresh, at });
        end = { ...end, state: riddenAlong(rider, end.state, steps) };
        const final = world.nodeEdge[target] === world.nodeEdge[target + 1];
        if (within!.crosses && !ends && final) end = this.cross(end, target, at, next - 1);
        const arrival = { ...end, node: target, stance: part.stance, slice: ends ? slice : next - 1 };
        this.arrive(row, chance * part.share, arrival);
      }
    }
  }

  /** Time passes from one slice of a cut period to another in the state of a node. */
  private cross(end: End, node: number, from: number, to: number): End {
    const { rider, watches } = this.compiled;
    let { state, value } = end;
    for (let slice = from + 1; slice <= to; slice++) {
      const fresh = bitsAt(watches, node, slice) & ~bitsAt(watches, node, slice - 1) & rider.minds;
      if (fresh !== 0) state = rider.next(state, fresh, slice);
      if (this.weigh?.slice === slice) value = this.valueNumber(this.weigh.by(node));
      if (rider.cross) state = rider.cross(state, node, slice);
    }
    return { state, value };
  }

  private arrive(from: Row, chance: number, arrival: Arrival): void {
    const { node, state, value, stance, slice } = arrival;
    const { world } = this;
    const final = world.nodeEdge[node] === world.nodeEdge[node + 1];
    const end = this.isAnswered(state) ? arrival : final ? this.finish(node, state, value, slice) : null;
    const to = (way: number) => (end ? this.endState({ ...end, state: way }) : this.stateAt(node, way, value, stance));
    const last = end?.state ?? state;
    for (const { state: way, share } of this.compiled.rider.forks?.(last) ?? [{ state: last, share: 1 }])
      this.passTo(from, to(way), chance * share);
  }

  private passTo(from: Row, to: number, chance: number): void {
    const known = from.to.indexOf(to);
    if (known >= 0) from.chance[known] += chance;
    else {
      from.to.push(to);
      from.chance.push(chance);
    }
  }

  /**
   * Nothing later can matter: the outcome whose days are asked for has happened, and no condition is left to be told.
   */
  private isAnswered(state: number): boolean {
    const { question, compiled } = this;
    return question.kind === "days until" && question.given === null && compiled.sliceOf(question.outcome, state) >= 0;
  }

  private stateAt(node: number, state: number, value: number, stance: number): number {
    this.at[node] ??= new Map();
    const states = this.at[node];
    const key = (stance * MOST_AUTOMATON + state) * MOST_VALUES + value;
    const known = states.get(key);
    if (known !== undefined) return known;
    const made = this.rows.push({ node, to: [], chance: [] }) - 1;
    states.set(key, made);
    return made;
  }

  /** An ended state stays as it is to the last day. */
  private finish(node: number, state: number, value: number, from: number): End {
    const { compiled, weigh } = this;
    const { rider, watches, slices } = compiled;
    const moving = watches.moving & rider.minds;
    let after = state;
    let worth = value;
    let seen = bitsAt(watches, node, from);
    for (let slice = from; slice < slices.count; slice++) {
      const period = slices.periodOf[slice];
      const inside = slice > slices.first[period];
      if (slice > from && moving !== 0) {
        const now = inside && watches.inner === undefined ? seen : laterBitsAt(watches, node, period, slice);
        const fresh = now & ~seen & moving;
        seen = now;
        if (fresh !== 0) after = rider.next(after, fresh, slice);
      }
      if (slice > from && inside && this.within?.crosses) {
        if (weigh?.slice === slice) worth = this.valueNumber(weigh.by(node));
        if (rider.cross) after = rider.cross(after, node, slice);
      }
      if (slices.first[period + 1] !== slice + 1 && period < this.periods) continue;
      if (weigh?.period === period && weigh.slice === undefined) worth = this.valueNumber(weigh.by(node));
      if (rider.closes?.(period)) after = rider.close!(after, node, period);
    }
    return { state: after, value: worth };
  }

  private endState(end: End): number {
    const key = `${end.state} ${end.value}`;
    const known = this.ends.get(key);
    if (known !== undefined) return known.row;
    const row = this.rows.push({ node: -2, to: [], chance: [] }) - 1;
    this.ends.set(key, { end, row });
    return row;
  }

  private valueNumber(value: number): number {
    const known = this.values.indexOf(value, 1);
    if (known > 0) return known;
    if (this.values.length === MOST_VALUES) {
      this.tooManyValues = true;
      return 0;
    }
    return this.values.push(value) - 1;
  }

  chain(): MarkovChain {
    const { rows } = this;
    const done = rows.length;
    for (const { row } of this.ends.values()) {
      rows[row].to.push(done);
      rows[row].chance.push(1);
    }
    rows.push({ node: -1, to: [done], chance: [1] });
    const row = new Uint32Array(rows.length + 1);
    rows.forEach(({ to }, state) => {
      row[state + 1] = row[state] + to.length;
    });
    const target = new Uint32Array(row[rows.length]);
    const probability = new Float64Array(row[rows.length]);
    rows.forEach(({ to, chance }, state) => {
      const order = [...to.keys()].sort((a, b) => to[a] - to[b]);
      target.set(
        order.map((i) => to[i]),
        row[state],
      );
      probability.set(
        order.map((i) => chance[i]),
        row[state],
      );
    });
    const node = Int32Array.from(rows, (one) => one.node);
    return { states: rows.length, row, target, probability, node, rewards: this.rewards(), labels: this.labels() };
  }

  private label(name: string, holds: (state: number) => boolean) {
    const states = new Uint8Array(this.rows.length);
    for (const { end, row } of this.ends.values()) states[row] = holds(end.state) ? 1 : 0;
    return { name, states };
  }

  private labels() {
    const { question, compiled, scenario } = this;
    const given = (state: number) => question.given === null || compiled.isTrue(question.given, state);
    const condition = question.given === null ? [] : [this.label("given", given)];
    if (question.kind === "probability")
      return [this.label("asked", (state) => given(state) && compiled.isTrue(question.of, state)), ...condition];
    if (question.kind === "expectation") return condition;
    const slice = (state: number) => compiled.sliceOf(question.outcome, state);
    const period = (state: number) => compiled.slices.periodOf[slice(state)];
    return [
      this.label("asked", (state) => given(state) && slice(state) >= 0),
      ...condition,
      ...Array.from({ length: this.periods + 1 }, (_, p) =>
        this.label(`first ${dateOfPeriod(scenario, p)}`, (state) => given(state) && period(state) === p),
      ),
    ];
  }

  private rewards(): ChainReward[] {
    const { question, compiled } = this;
    if (question.kind === "probability") return [];
    const values = new Float64Array(this.rows.length);
    const least = Math.min(0, ...this.values);
    for (const { end, row } of this.ends.values()) {
      const counts = question.given === null || compiled.isTrue(question.given, end.state);
      if (question.kind === "expectation") values[row] = (counts ? this.values[end.value] : 0) - least;
      else if (counts) {
        const slice = compiled.sliceOf(question.outcome, end.state);
        values[row] = slice < 0 ? 0 : this.days[slice];
      }
    }
    const shift = question.kind === "expectation" ? -least : 0;
    return [{ name: question.kind === "expectation" ? "value" : "days", otherwise: false, values, shift }];
  }
}

/** The mean day of what comes in each slice: how its mass lies within one is ours to say, not the chain's. */
function meanDaysOf({ scenario, world, solved }: SolvedGame, question: AskedQuestion): readonly number[] {
  if (question.kind !== "days until") return [];
  const [figure] = figuresOf(planQuestions(scenario, world, [question]), solved, null);
  return meanDays(scenario, figure!.days!);
}

/** States of an automaton that a chain's keys have room for. */
const MOST_AUTOMATON = 2 ** 20;

/** Distinct values of one expression that a chain tells apart, and none. */
const MOST_VALUES = 1024;

function weighing(
  scenario: Scenario,
  world: World,
  question: AskedQuestion & { kind: "expectation" },
  slices: Slices,
): { readonly period: number; readonly slice: number | undefined; readonly by: (node: number) => number } {
  const value = compileExpression(scenario, question.of, { moment: { at: question.at } });
  const decode = stateDecoder(world);
  const period = Math.max(0, periodOfDay(scenario, question.at));
  return { period, slice: sliceAfter(slices, question.at), by: (node) => value(decode(node), period) };
}
