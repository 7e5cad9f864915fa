/**
 * Agreements signed out of the blue: a scenario in which, at the start of chosen periods and with a chance too small to
 * matter to anyone, each agreement is signed there and then: its terms are set, and what its move does is done and
 * paid. So one solution holds what everyone may expect with and without each of them, wherever play may be by then.
 */
import { always, both, numberConstant } from "../language/elaborate/elaboration.ts";
import { compileExpression } from "../language/expression/evaluate.ts";
import type { Expression } from "../language/expression/expression.ts";
import type { Agreement, Desk, Effect, EventGroup, NatureEvent, Scenario, Variable } from "../language/scenario.ts";
import { conditionOnHistory, type Known } from "../query/history/history.ts";
import { conditionalReach } from "../query/ride/ride.ts";
import { sightMask } from "../query/sight.ts";
import { tellApart } from "../query/situations.ts";
import type { Solved } from "../solve/solution.ts";
import { sweepForward } from "../sweep/forward.ts";
import type { Span } from "../text/source.ts";
import { unpackInto } from "../world/states.ts";
import { LayerKind, stateValue, type World, wholeWorld, worldInView } from "../world/world.ts";

/** A day. Many times this is no chance at all beside one, and still a number. */
const OUT_OF_THE_BLUE = 1e-13;

/** Of the chance of all play: the rest is what is signed out of the blue. */
const ALL = 1 - 1e-9;

const SIGNING = "what is being signed";

/** The scenario with signings at the start of some periods; `never`: nobody signs any of the agreements otherwise. */
export function withSignings(scenario: Scenario, periods: readonly number[], never: boolean): Scenario {
  const { agreements, turns, variables, eventGroups, desks } = scenario;
  const signing = variables.length;
  const reversed = (period: number) =>
    !scenario.fixedOrder && (scenario.calendar.periods[period].cell % 2 === 1) !== scenario.startReversed;
  // Signed at the start of a period, whichever end of the list of turns that is.
  const groups = [false, true].flatMap((back) => {
    const days = periods.filter((period) => reversed(period) === back);
    return [settingGroup(scenario, signing, days), signingGroup(scenario, signing)];
  });
  const turn = (place: number) => ({ kind: "events" as const, group: eventGroups.length + place });
  return {
    ...scenario,
    variables: [...variables, signingVariable(agreements)],
    eventGroups: [...eventGroups, ...groups],
    turns: [turn(0), turn(1), ...turns, turn(3), turn(2)],
    desks: never ? desks.map((desk, index) => withoutAny(desk, index, agreements)) : desks,
  };
}

function withoutAny(desk: Desk, index: number, agreements: readonly Agreement[]): Desk {
  const signs = (move: number) =>
    agreements.some(({ by }) => by.some((one) => one.desk === index && one.move === move));
  const moves = desk.moves.map((move, i) => (signs(i) ? { ...move, guard: always(move.span, false) } : move));
  return { ...desk, moves };
}

function signingVariable(agreements: readonly Agreement[]): Variable {
  const { span } = agreements[0];
  const levels = ["none", ...agreements.map(({ name }) => name)];
  return {
    name: SIGNING,
    span,
    kind: "levels",
    levels,
    size: levels.length,
    low: 0,
    starts: levels.map((_, i) => numberConstant(i === 0 ? 1 : 0, span)),
    seenBy: 0,
    announced: Number.POSITIVE_INFINITY,
    atOnce: "error",
    reported: false,
    forgetWhen: null,
    clock: -1,
  };
}

const nothing = { clock: -1, says: "", branches: [] } as const;

/** Which of them it is, and its terms. */
function settingGroup(scenario: Scenario, signing: number, periods: readonly number[]): EventGroup {
  const { agreements } = scenario;
  const [{ span }] = agreements;
  const events = agreements.map(
    ({ name, terms, when }, place): NatureEvent => ({
      ...nothing,
      name,
      span,
      guard: both(when, inPeriods(scenario, periods, span)),
      how: "rate",
      amount: { kind: "constant", value: OUT_OF_THE_BLUE, type: { kind: "rate" }, span },
      effects: [...terms, becomes(signing, 1 + place, span)],
    }),
  );
  return { name: SIGNING, span, events };
}

/** And what its move does. */
function signingGroup({ agreements, desks }: Scenario, signing: number): EventGroup {
  const [{ span }] = agreements;
  const events = agreements.map(({ name, by: [as] }, place): NatureEvent => {
    const { effects, branches } = desks[as.desk].moves[as.move];
    return {
      ...nothing,
      name,
      span,
      guard: isLevel(signing, 1 + place, span),
      how: "chance",
      amount: numberConstant(1, span),
      effects: [...effects, becomes(signing, 0, span)],
      branches,
      as,
    };
  });
  return { name: SIGNING, span, events };
}

function becomes(variable: number, value: number, span: Span): Effect {
  const type = { kind: "level", variable } as const;
  return { variable, span, to: { kind: "value", value: { kind: "constant", value, type, span } } };
}

function isLevel(variable: number, value: number, span: Span): Expression {
  const type = { kind: "level", variable } as const;
  const of: Expression = { kind: "variable", variable, type, span };
  return { kind: "one of", of, values: [value], type: { kind: "truth" }, span };
}

function inPeriods({ calendar }: Scenario, periods: readonly number[], span: Span): Expression {
  const now: Expression = { kind: "now", type: { kind: "date" }, span };
  const type = { kind: "truth" } as const;
  const beside = (operator: ">=" | "<", day: number): Expression => {
    const right: Expression = { kind: "constant", value: day, type: { kind: "date" }, span };
    return { kind: "binary", operator, left: now, right, type, span };
  };
  const during = periods.map((period) => {
    const { start, days } = calendar.periods[period];
    return both(beside(">=", start), beside("<", start + days));
  });
  return during.reduce<Expression>(
    (left, right) => ({ kind: "binary", operator: "or", left, right, type, span }),
    always(span, false),
  );
}

// ---- What is read of it ----

/** Whose points: an actor, its factions weighed as it weighs them there, or one of them alone. */
export interface Side {
  readonly actor: number;
  /** -1: the actor as a whole. */
  readonly column: number;
}

export interface Signed {
  /** The chance, of where it could still be signed at all, that its own condition holds. */
  readonly open: number;
  /** By side: expected points from then on where it could be signed. */
  readonly without: readonly number[];
  readonly with: readonly number[];
  /** By side: the chance that the actor, by what it sees, would rather have it. */
  readonly prefers: readonly number[];
}

export interface Signings {
  /** The chance that play comes there without having ended. */
  readonly open: number;
  readonly without: readonly number[];
  readonly agreements: readonly Signed[];
}

/** The scenario with signings, solved, and what is known by then. */
export interface SignedGame {
  readonly scenario: Scenario;
  readonly world: World;
  readonly solved: Solved;
  readonly known: Known | null;
}

/** By period; none where nothing can be signed then. */
export function readSignings(
  game: SignedGame,
  sides: readonly Side[],
  periods: readonly number[],
): readonly (Signings | null)[] {
  const { header, layerKind, layerPeriod } = game.world;
  const reach = Array.from({ length: header.views }, (_, view) => reachIn(game, view));
  return periods.map((period) => {
    const nodes = new Map<number, number>(); // and their layer
    for (let layer = 0; layer < header.layers; layer++) {
      if (layerKind[layer] !== LayerKind.chance || layerPeriod[layer] !== period) continue;
      for (const node of signingNodes(game, layer)) nodes.set(node, layer);
    }
    return nodes.size === 0 ? null : new Reading(game, sides, period, nodes).read(reach);
  });
}

/** In a view, given what is known. Whoever held impossible what came about takes nature's word. */
function reachIn({ scenario, world, solved, known }: SignedGame, view: number): Float64Array {
  const own = view === 0 ? wholeWorld(world) : worldInView(world, view);
  const reach = new Float64Array(own.header.nodes);
  sweepForward(own, solved.policy, reach);
  if (known === null) return reach;
  const conditioned = conditionOnHistory(scenario, own, solved, known);
  if (conditioned.status !== "conditioned") return reachIn({ scenario, world, solved, known }, 0);
  return conditionalReach(own, { policy: solved.policy, reach }, conditioned.filter);
}

/** What is being signed in a state. */
function signedAt({ scenario, world }: SignedGame, node: number): number {
  return stateValue(world, node, scenario.variables.length - 1);
}

function* signingNodes(game: SignedGame, layer: number): Generator<number> {
  const { layerNode, nodeEdge, edgeTarget } = game.world;
  for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) {
    if (signedAt(game, node) !== 0) continue;
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      if (signedAt(game, edgeTarget[edge]) === 0) continue;
      yield node;
      break;
    }
  }
}

class Reading {
  private readonly game: SignedGame;
  private readonly sides: readonly Side[];
  private readonly period: number;
  private readonly nodes: readonly number[];
  /** By node: what each side may expect, by what is signed; 0: nothing. */
  private readonly worth: readonly ReadonlyMap<number, readonly number[]>[];

  constructor(game: SignedGame, sides: readonly Side[], period: number, nodes: ReadonlyMap<number, number>) {
    this.game = game;
    this.sides = sides;
    this.period = period;
    this.nodes = [...nodes.keys()];
    const weigh = this.weigher();
    this.worth = [...nodes].map(([node, layer]) => this.worthAt(node, layer, weigh(node)));
  }

  read(reach: readonly Float64Array[]): Signings | null {
    const { nodes, game } = this;
    const chances = reach.map((mass) => nodes.map((node) => mass[node]));
    const open = sum(chances[0]);
    if (open === 0) return null;
    const views = this.sides.map(({ actor }) => game.world.actorView[actor]);
    const own = views.map((view) => (sum(chances[view]) > 0 ? chances[view] : chances[0]));
    const situations = this.sides.map(({ actor }) =>
      tellApart(game.world, nodes, sightMask(game.scenario, game.world, actor, this.period)),
    );
    const without = this.sides.map((_, side) =>
      mean(
        own[side],
        this.worth.map((at) => at.get(0)![side]),
      ),
    );
    const agreements = game.scenario.agreements.map((_, place): Signed => {
      const can = this.worth.map((at) => (at.has(1 + place) ? 1 : 0));
      const by = (side: number) => own[side].map((chance, i) => chance * can[i]);
      const at = (signed: number, side: number) => this.worth.map((worth) => worth.get(signed)?.[side] ?? 0);
      return {
        open: mean(chances[0], can),
        without: this.sides.map((__, side) => mean(by(side), at(0, side))),
        with: this.sides.map((__, side) => mean(by(side), at(1 + place, side))),
        prefers: this.sides.map((__, side) => {
          const [signs, not] = [at(1 + place, side), at(0, side)];
          const gains = signs.map((value, i) => value - not[i]);
          return preferring(by(side), gains, situations[side].of);
        }),
      };
    });
    return { open: open > ALL ? 1 : open, without, agreements };
  }

  private worthAt(node: number, layer: number, weights: readonly (readonly number[])[]) {
    const { world, solved } = this.game;
    const { nodeEdge, edgeTarget, edgeLabel, labelPay, payRow, layerDiscount } = world;
    const { columns } = world.header;
    const found = new Map<number, readonly number[]>();
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const [target, pay] = [edgeTarget[edge] * columns, labelPay[edgeLabel[edge]] * columns];
      const points = Array.from(
        { length: columns },
        (_, column) => payRow[pay + column] + layerDiscount[layer * columns + column] * solved.values[target + column],
      );
      const worth = weights.map((own) => own.reduce((all, weight, column) => all + weight * points[column], 0));
      found.set(signedAt(this.game, edgeTarget[edge]), worth);
    }
    return found;
  }

  /** By side and column, in the state of a node. */
  private weigher(): (node: number) => readonly (readonly number[])[] {
    const { scenario, world } = this.game;
    const { actors } = scenario;
    const read = actors.map(({ weights }) => weights.map((weight) => compileExpression(scenario, weight)));
    const state = new Int32Array(world.header.description.variables.length);
    return (node) => {
      unpackInto(world, node, state);
      return this.sides.map(({ actor, column }) => {
        const row = scenario.columns.map((_, i) => Number(i === column));
        if (column !== -1) return row;
        actors[actor].columns.forEach((one, i) => {
          row[one] = read[actor][i](state, this.period);
        });
        return row;
      });
    };
  }
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** NaN where there is nothing to take it over. */
function mean(weights: readonly number[], values: readonly number[]): number {
  return sum(weights.map((weight, i) => weight * values[i])) / sum(weights);
}

/** The chance of situations in which more is to be gained than lost. */
function preferring(chances: readonly number[], gains: readonly number[], situation: Int32Array): number {
  const [mass, gained] = [new Map<number, number>(), new Map<number, number>()];
  chances.forEach((chance, i) => {
    mass.set(situation[i], (mass.get(situation[i]) ?? 0) + chance);
    gained.set(situation[i], (gained.get(situation[i]) ?? 0) + chance * gains[i]);
  });
  const likes = [...mass].map(([one, chance]) => (gained.get(one)! > 0 ? chance : 0));
  const share = sum(likes) / sum(chances);
  return share > ALL ? 1 : share;
}
