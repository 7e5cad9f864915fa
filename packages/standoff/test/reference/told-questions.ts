/**
 * What a question comes to on one path, read the plain way: is it true, and after how many steps of the path is that
 * settled? The automata of `question-rider.ts` are tested against this; `told-paths.ts` tells when outcomes first
 * happen.
 */

import type { Scenario } from "../../src/language/scenario.ts";
import { Crossing } from "../../src/query/dates/crossing.ts";
import { dayOfPeriod } from "../../src/query/dates/periods.ts";
import { isCut, isWithin, type Slices, slicesAt } from "../../src/query/dates/slices.ts";
import {
  crossesDates,
  hasSpans,
  innerTimes,
  partsOf,
  sliceAfter,
  slicesFor,
  turnsOf,
} from "../../src/query/dates/timing.ts";
import { outcomesSpokenOf } from "../../src/query/questions/question-rider.ts";
import type { AskedQuestion, Happens } from "../../src/query/questions/read-question.ts";
import { matches } from "../../src/query/ride/watch.ts";
import { LayerKind, layerOf, SetKind, type World } from "../../src/world/world.ts";
import type { Path } from "./all-paths.ts";
import { evaluatorAt, Remembered, stateAt } from "./remembered.ts";
import { crossingsOf, type Falls, fallsOf } from "./told-moments.ts";
import { firstMoment, LAST, type Moment, triggered } from "./told-paths.ts";

/** `place`: the edges of the path before it were taken while the question was still open. */
export interface Verdict {
  readonly truth: boolean;
  readonly place: number;
}

/** Tells a path in every way in which its moments may fall into the slices that a question tells apart. */
export function tellings(
  scenario: Scenario,
  world: World,
  policy: Float64Array,
  question: AskedQuestion,
  path: Path,
): ToldPath[] {
  const { events, slices, crosses } = cuts.of(world, question, () => cutFor(scenario, world, question));
  const falls = crosses
    ? crossingsOf(world, crossingFor(scenario, world, policy, slices), path)
    : fallsOf(scenario, world, policy, slices, path);
  return falls.flatMap((one) => {
    const crossed = crosses ? { slices, state: one.state, crossedAt: one.crossedAt } : undefined;
    const moments = scenario.outcomes.map((outcome) => firstMoment(scenario, world, path, outcome, crossed));
    return tossed(new ToldPath(scenario, world, path, moments, slices, one), events.flatMap(partsOf));
  });
}

interface Cut {
  readonly events: readonly Happens[];
  readonly slices: Slices;
  readonly crosses: boolean;
}

const cuts = new Remembered<World, AskedQuestion, Cut>();

/** What happens in a question, how time is cut for it, and whether mass crosses the cuts between turns. */
function cutFor(scenario: Scenario, world: World, question: AskedQuestion): Cut {
  const events = [
    ...(question.kind === "probability" ? [question.of] : []),
    ...(question.given ? [question.given] : []),
  ];
  const states = question.kind === "expectation" ? [question.at] : [];
  const spoken = outcomesSpokenOf(scenario, events);
  const slices = hasSpans(events)
    ? slicesFor(scenario, world, events, spoken, false)
    : slicesAt(scenario.calendar, innerTimes(scenario, events, spoken, states));
  return { events, slices, crosses: crossesDates(scenario, events, spoken, states) };
}

/** A path in every way in which its spans may turn out that could be short enough or not. */
function tossed(told: ToldPath, parts: readonly Happens[]): ToldPath[] {
  return parts.reduce(
    (all, part) => {
      const chance = part.kind === "within" ? told.chanceOf(part) : 1;
      const open = chance > 0 && chance < 1 && part.kind === "within" && !told.isTossed(part);
      return open ? all.flatMap((one) => [one.with(part, true, chance), one.with(part, false, 1 - chance)]) : all;
    },
    [told],
  );
}

type Span = Happens & { readonly kind: "within" };

function spanKey({ outcome, other, days }: Span): string {
  return `${outcome} ${other} ${days}`;
}

/** P(X - Y <= z) with X even on (0, a) and Y on (0, b), by strips of Y. */
function lessApart(a: number, b: number, z: number): number {
  const by = (y: number) => (a === 0 ? (z + y >= 0 ? 1 : 0) : Math.min(1, Math.max(0, (z + y) / a)));
  if (b === 0) return by(0);
  const bends = [0, -z, a - z, b].filter((y) => 0 <= y && y <= b).sort((x, y) => x - y);
  return bends.slice(1).reduce((sum, y, i) => sum + ((y - bends[i]) * by((y + bends[i]) / 2)) / b, 0);
}

const crossings = new WeakMap<Float64Array, Map<string, Crossing>>();

/** One for all paths that are told of a question. */
function crossingFor(scenario: Scenario, world: World, policy: Float64Array, slices: Slices): Crossing {
  const known = crossings.get(policy) ?? new Map<string, Crossing>();
  crossings.set(policy, known);
  const key = slices.begins.join();
  const one = known.get(key) ?? new Crossing({ scenario, world, policy, slices, scale: 1 });
  known.set(key, one);
  return one;
}

const happenings = new WeakMap<Scenario, ReadonlySet<number>>();

/** The outcomes that come with a happening and whose `when` turns by the calendar. */
function datedHappenings(scenario: Scenario): ReadonlySet<number> {
  const known =
    happenings.get(scenario) ??
    new Set(
      scenario.outcomes.flatMap(({ how }, outcome) =>
        how === "on" && turnsOf(scenario, outcome).length > 0 ? [outcome] : [],
      ),
    );
  happenings.set(scenario, known);
  return known;
}

/** One path, told in one way, with all that questions ask of it. */
export class ToldPath {
  readonly moments: readonly (Moment | undefined)[];
  readonly probability: number;
  readonly path: Path;
  readonly slices: Slices;
  private readonly scenario: Scenario;
  private readonly world: World;
  private readonly falls: Falls;
  private readonly told: ReadonlyMap<string, boolean>;
  private readonly before: readonly (Moment | undefined)[];

  constructor(
    scenario: Scenario,
    world: World,
    path: Path,
    moments: readonly (Moment | undefined)[],
    slices: Slices,
    falls: Falls,
    told: ReadonlyMap<string, boolean> = new Map(),
  ) {
    this.before = moments;
    this.told = told;
    this.scenario = scenario;
    this.world = world;
    this.path = path;
    this.slices = slices;
    this.falls = falls;
    this.probability = path.probability * falls.chance;
    this.moments = moments.map((moment, outcome) =>
      datedHappenings(scenario).has(outcome) ? this.ownMoment(outcome) : moment,
    );
  }

  /** Of a happening whose `when` names a day inside a period: that is read at the happening's own moment. */
  private ownMoment(outcome: number): Moment | undefined {
    const place = this.path.edges.findIndex((_, edge) => this.ownSlices(outcome, edge).length > 0);
    if (place === -1) return undefined;
    const slice = Math.min(...this.ownSlices(outcome, place));
    return { period: this.slices.periodOf[slice], place: place + 1 };
  }

  /** The slices of an outcome's occurrences on an edge of the path that count by its `when`. */
  private ownSlices(outcome: number, place: number): number[] {
    const { world, scenario, path, slices, falls } = this;
    const { trigger, condition } = scenario.outcomes[outcome];
    if (trigger === null) return [];
    const dated = datedHappenings(scenario).has(outcome);
    const test = dated ? evaluatorAt(scenario, condition!) : () => 1;
    const first = world.labelItem[world.edgeLabel[path.edges[place]]];
    const counts = (slice: number) => {
      if (!dated) return true;
      return test(slices.begins[slice], stateAt(world, path.nodes[place]), slices.periodOf[slice]) !== 0;
    };
    if (trigger.kind === "becomes" || trigger.kind === "ending") {
      const changed = falls.state[place];
      const [node, next] = [path.nodes[place], path.nodes[place + 1]];
      return dated && triggered(scenario, world, trigger)(node, path.edges[place], next) && counts(changed)
        ? [changed]
        : [];
    }
    const { occurrences } = world.header.description;
    return falls.own[place].filter(
      (slice, item) => matches(trigger, occurrences[world.labelOccurrence[first + item]]) && counts(slice),
    );
  }

  /** The slice in which an outcome first happens; undefined: it does not. */
  sliceOf(outcome: number): number | undefined {
    const { slices, falls, path } = this;
    const moment = this.moments[outcome];
    if (moment === undefined) return undefined;
    if (moment.slice !== undefined) return moment.slice;
    if (moment.place >= LAST) return slices.count - 1;
    if (moment.place === 0 || moment.place > path.edges.length) return slices.first[moment.period];
    const own = this.ownSlices(outcome, moment.place - 1);
    return this.scenario.outcomes[outcome].how === "on" && own.length > 0
      ? Math.min(...own)
      : falls.state[moment.place - 1];
  }

  verdict(event: Happens): Verdict {
    switch (event.kind) {
      case "not": {
        const { truth, place } = this.verdict(event.of);
        return { truth: !truth, place };
      }
      case "and":
        return together(
          event.parts.map((part) => this.verdict(part)),
          false,
        );
      case "or":
        return together(
          event.parts.map((part) => this.verdict(part)),
          true,
        );
      case "first": {
        const moment = this.moments[event.outcome];
        const slice = this.sliceOf(event.outcome);
        const truth = slice !== undefined && isWithin(this.slices, slice, event);
        return { truth, place: Math.min(placeOf(moment), this.placeAfterDay(event.to)) };
      }
      case "before": {
        const [own, other] = [this.moments[event.outcome], this.moments[event.other]].map(placeOf);
        return { truth: own < other, place: Math.min(own, other) };
      }
      case "within":
        return this.within(event);
      case "holds": {
        const test = evaluatorAt(this.scenario, event.condition);
        const truth = this.valueAt(event.at, (state, period) => test(event.at, state, period)) !== 0;
        const over = this.placeAfterDay(dayOfPeriod(this.scenario, this.periodHolding(event.at)));
        return { truth, place: truth ? Math.min(over, this.placeCrossed(event.at)) : over };
      }
    }
  }

  /** Behind the edge on which the end of a day is crossed inside a period. */
  private placeCrossed(day: number): number {
    const slice = sliceAfter(this.slices, day);
    const node = slice === undefined ? undefined : this.falls.crossedAt.get(slice);
    return node === undefined ? Number.POSITIVE_INFINITY : this.path.nodes.indexOf(node) + 1;
  }

  // ---- Spans: in worlds that do not tell the parts of a period apart ----

  isTossed(span: Span): boolean {
    return this.told.has(spanKey(span));
  }

  with(span: Span, truth: boolean, chance: number): ToldPath {
    const { scenario, world, path, before, slices, falls } = this;
    const told = new Map([...this.told, [spanKey(span), truth]]);
    return new ToldPath(scenario, world, path, before, slices, { ...falls, chance: falls.chance * chance }, told);
  }

  /** How likely both happen in their order and not too far apart: even moments in their periods. */
  chanceOf({ outcome, other, days }: Span): number {
    const [own, first] = [this.moments[outcome], this.moments[other]];
    if (own === undefined || first === undefined || placeOf(own) < placeOf(first)) return 0;
    if (placeOf(own) === placeOf(first)) return 1;
    const [to, from] = [this.cellOf(outcome, own), this.cellOf(other, first)];
    if (own.period === first.period && to.length > 0 && from.length > 0)
      return days >= from.length ? 1 : 1 - (1 - days / from.length) ** 2;
    return lessApart(to.length, from.length, days - (to.begin - from.begin));
  }

  private within(span: Span): Verdict {
    const [own, other] = [this.moments[span.outcome], this.moments[span.other]];
    if (placeOf(own) < placeOf(other)) return { truth: false, place: placeOf(own) };
    if (other === undefined) return { truth: false, place: Number.POSITIVE_INFINITY };
    const truth = this.told.get(spanKey(span)) ?? this.chanceOf(span) === 1;
    const { begin, length } = this.cellOf(span.other, other);
    return { truth, place: Math.min(placeOf(own), this.placeAfterDay(begin + length + span.days)) };
  }

  /** The time that an outcome's moment lies in: a whole period, or the instant at which one begins. */
  private cellOf(outcome: number, { period, place }: Moment): { readonly begin: number; readonly length: number } {
    const { periods, to } = this.scenario.calendar;
    if (period >= periods.length || place >= LAST) return { begin: to, length: 0 };
    const { start: begin, days: length } = periods[period];
    const atOnce = { begin, length: 0 };
    if (place === 0 || place > this.path.edges.length) return atOnce;
    if (isCut(this.slices, period))
      return this.sliceOf(outcome) === this.slices.first[period] ? atOnce : { begin, length };
    const kind = this.world.layerKind[layerOf(this.world, this.path.nodes[place - 1])];
    return kind === LayerKind.clocks || kind === LayerKind.periodEnd ? atOnce : { begin, length };
  }

  /** A value at the end of the period that holds a day. */
  valueAt(day: number, value: (state: Int32Array, period: number) => number): number {
    const { world, path } = this;
    const period = this.periodHolding(day);
    const ends = (node: number) => world.layerKind[layerOf(world, node)] === LayerKind.periodEnd;
    const slice = sliceAfter(this.slices, day);
    const crossed = slice === undefined ? undefined : this.falls.crossedAt.get(slice);
    const node = crossed ?? path.nodes.find((one) => ends(one) && this.periodAt(one) === period) ?? path.nodes.at(-1)!;
    return value(stateAt(world, node), period);
  }

  private periodAt(node: number): number {
    return this.world.layerPeriod[layerOf(this.world, node)];
  }

  private periodHolding(day: number): number {
    const { periods, to } = this.scenario.calendar;
    return day >= to ? periods.length : periods.findLastIndex(({ start }) => start <= day);
  }

  /** The first step of the path whose happenings are dated later than a day. */
  private placeAfterDay(day: number): number {
    const place = this.path.nodes.findIndex((node) => dayOfPeriod(this.scenario, this.periodAt(node)) > day);
    return place === -1 ? Number.POSITIVE_INFINITY : place;
  }
}

function placeOf(moment: Moment | undefined): number {
  return moment?.place ?? Number.POSITIVE_INFINITY;
}

/** Of several parts one of the truth `alone` settles all; otherwise the last does. */
function together(parts: readonly Verdict[], alone: boolean): Verdict {
  const settling = parts.filter(({ truth }) => truth === alone).map(({ place }) => place);
  if (settling.length > 0) return { truth: alone, place: Math.min(...settling) };
  return { truth: !alone, place: Math.max(...parts.map(({ place }) => place)) };
}

/**
 * Sums over the paths on which a condition holds: of all, of those where the event holds too, and of these with a
 * mistake before both are settled.
 */
export interface Sums {
  given: number;
  both: number;
  mistaken: number;
}

export type Probability = AskedQuestion & { readonly kind: "probability" };

export function addPath(sums: Sums, question: Probability, told: ToldPath, isMistake: (edge: number) => boolean): void {
  const given = question.given === null ? { truth: true, place: 0 } : told.verdict(question.given);
  if (!given.truth) return;
  sums.given += told.probability;
  const of = told.verdict(question.of);
  if (!of.truth) return;
  sums.both += told.probability;
  if (told.path.edges.slice(0, Math.ceil(Math.max(given.place, of.place))).some(isMistake))
    sums.mistaken += told.probability;
}

/** Is an edge's choice worse than the best of its menu by more than a stake? */
export function mistakesIn(world: World, q: Float64Array, errorStake: number | null): (edge: number) => boolean {
  const mistaken = new Set<number>();
  world.setKind.forEach((kind, set) => {
    if (kind !== SetKind.logit) return;
    const [first, end] = [world.setSlot[set], world.setSlot[set + 1]];
    const stake = errorStake ?? world.header.description.actors[world.setActor[set]].stake! / 4;
    const best = Math.max(...q.slice(first, end));
    for (let slot = first; slot < end; slot++) if (slot > 0 && q[slot] < best - stake) mistaken.add(slot);
  });
  return (edge) => mistaken.has(world.edgeSlot[edge]);
}
