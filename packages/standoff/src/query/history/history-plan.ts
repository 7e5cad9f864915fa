/**
 * What a history demands of every period: which things happen in it, which do not, what is seen when its turns are
 * over, and which variables stay as they are because the history is silent on them. `history.ts` filters by it; a
 * history that cannot be is taken apart with the same plans of parts of it (`impossible-history.ts`).
 */

import { compileExpression, type Evaluator, variablesRead } from "../../language/expression/evaluate.ts";
import type { Effect, HistoryItem, Scenario, Trigger } from "../../language/scenario.ts";
import type { World } from "../../world/world.ts";
import { dayOfPeriod, periodOfDay } from "../dates/periods.ts";
import { endingReader, matches } from "../ride/watch.ts";

/** At most this many things that happened in one period. */
export const MOST_IN_A_PERIOD = 12;

/** A history, or a part of one. */
export interface HistoryCase {
  /** In the order of their days. */
  readonly items: readonly HistoryItem[];
  /** Items that are not known yet: silence does not speak of their periods. */
  readonly later: readonly HistoryItem[];
  /** The day up to which silence speaks. */
  readonly asOf: number;
  /** Does silence on a variable mean that it does not change? */
  readonly silent: (variable: number) => boolean;
}

/** Something that an edge may do, in one period. */
export interface Sight {
  /** Labels that show it; conditions that become true; endings entered. */
  readonly labels: Uint8Array;
  readonly becomes: Evaluator | null;
  readonly ending: number;
  /** What must hold before an edge whose label shows it. */
  readonly given: Evaluator | null;
}

interface PeriodPlan {
  readonly happened: readonly Sight[];
  /** For each of `happened` the first one with the same trigger: one occurrence serves only one of them. */
  readonly alike: readonly number[];
  readonly absent: readonly Sight[];
  readonly seen: readonly Evaluator[];
  /** Bits of every state word that may not change. */
  readonly silent: Uint32Array;
  readonly anySilent: boolean;
}

export interface HistoryPlan {
  readonly until: number;
  readonly flags: number;
  readonly periods: readonly PeriodPlan[];
  readonly endingOf: (state: Int32Array, period: number) => number;
}

/** The period whose turns an item speaks of. */
export function periodOfItem(scenario: Scenario, item: Pick<HistoryItem, "on">): number {
  return Math.min(scenario.calendar.periods.length - 1, Math.max(0, periodOfDay(scenario, item.on)));
}

/** The last day of a period. */
export function lastDayOf(scenario: Scenario, period: number): number {
  return dayOfPeriod(scenario, period + 1) - 1;
}

/** null where more happened in one period than there is room for. */
export function planHistory(
  scenario: Scenario,
  world: World,
  { items, later, asOf, silent }: HistoryCase,
): HistoryPlan | null {
  const inPeriod = (all: readonly HistoryItem[], period: number) =>
    all.filter((item) => periodOfItem(scenario, item) === period);
  const speaks = scenario.variables.some(({ reported }, variable) => reported && silent(variable));
  const isOver = (period: number) => lastDayOf(scenario, period) <= asOf && inPeriod(later, period).length === 0;
  const last = scenario.calendar.periods.findLastIndex((_, period) => isOver(period));
  const until = Math.max(speaks ? last : -1, ...items.map((item) => periodOfItem(scenario, item)));
  const periods = Array.from({ length: until + 1 }, (_, period) =>
    planPeriod(scenario, world, inPeriod(items, period), isOver(period) ? silent : () => false),
  );
  const most = Math.max(0, ...periods.map(({ happened }) => happened.length));
  if (most > MOST_IN_A_PERIOD) return null;
  return { until, flags: 2 ** most, periods, endingOf: endingReader(scenario) };
}

function planPeriod(
  scenario: Scenario,
  world: World,
  items: readonly HistoryItem[],
  isSilent: (variable: number) => boolean,
): PeriodPlan {
  const happened = items.filter(
    (item, place) =>
      item.kind === "happened" &&
      !items
        .slice(0, place)
        .some((other) => other.kind === item.kind && other.on === item.on && sameTrigger(other, item)),
  );
  const spoken = new Set(items.flatMap((item) => spokenOf(scenario, item)));
  const silent = new Uint32Array(world.header.stateWords);
  let anySilent = false;
  scenario.variables.forEach(({ reported }, index) => {
    if (!reported || spoken.has(index) || !isSilent(index)) return;
    const { word, shift, bits } = world.header.description.variables[index];
    silent[word] |= (bits === 32 ? 0xffffffff : 2 ** bits - 1) << shift;
    anySilent = true;
  });
  const sights = (of: readonly HistoryItem[]) => of.map(({ trigger }) => sightOf(scenario, world, trigger!));
  return {
    happened: sights(happened),
    alike: happened.map((item) => happened.findIndex((other) => sameTrigger(other, item))),
    absent: sights(items.filter(({ kind }) => kind === "did not happen")),
    seen: items.flatMap(({ kind, condition }) =>
      kind === "seen" && condition ? [compileExpression(scenario, condition)] : [],
    ),
    silent,
    anySilent,
  };
}

/** Do two items name the same occurrence? */
export function sameTrigger(a: HistoryItem, b: HistoryItem): boolean {
  const text = (trigger: Trigger | null) =>
    JSON.stringify(trigger, (key, value) => (key === "span" ? undefined : value));
  return a.trigger !== null && b.trigger !== null && text(a.trigger) === text(b.trigger);
}

export function sightOf(scenario: Scenario, world: World, trigger: Trigger): Sight {
  const { occurrences } = world.header.description;
  const labels = new Uint8Array(world.header.labels);
  for (let label = 0; label < labels.length; label++) {
    for (let item = world.labelItem[label]; item < world.labelItem[label + 1]; item++) {
      if (matches(trigger, occurrences[world.labelOccurrence[item]])) labels[label] = 1;
    }
  }
  return {
    labels,
    becomes: trigger.kind === "becomes" ? compileExpression(scenario, trigger.condition) : null,
    ending: trigger.kind === "ending" ? trigger.ending : -1,
    given: trigger.kind === "deal" && trigger.given !== null ? compileExpression(scenario, trigger.given) : null,
  };
}

/** The variables that an item speaks of. */
function spokenOf(scenario: Scenario, item: HistoryItem): number[] {
  const { trigger } = item;
  const conditions = [item.condition, trigger?.kind === "becomes" ? trigger.condition : null];
  const read = conditions.flatMap((condition) => (condition ? [...variablesRead(scenario, condition)] : []));
  return trigger && item.kind === "happened" ? [...read, ...writtenBy(scenario, trigger)] : read;
}

function writtenBy(scenario: Scenario, trigger: Trigger): number[] {
  const variablesOf = (effects: readonly Effect[]) => effects.map(({ variable }) => variable);
  const ofAct = (act: { effects: readonly Effect[]; branches: readonly { effects: readonly Effect[] }[] }) => [
    ...variablesOf(act.effects),
    ...act.branches.flatMap(({ effects }) => variablesOf(effects)),
  ];
  const ofLapse = (clock: number) => {
    const events = scenario.eventGroups.flatMap((group) => group.events);
    const run = events.filter((event) => event.how === "lapse" && event.clock === clock);
    return [...variablesOf(scenario.clocks[clock].effects), ...run.flatMap(ofAct)];
  };
  switch (trigger.kind) {
    case "move":
      return ofAct(scenario.desks[trigger.desk].moves[trigger.move]);
    case "event":
      return ofAct(scenario.eventGroups[trigger.group].events[trigger.event]);
    case "lapse":
      return ofLapse(trigger.clock);
    case "deal":
      return [
        ...trigger.moves.flatMap(({ desk, move }) => ofAct(scenario.desks[desk].moves[move])),
        ...trigger.clocks.flatMap(ofLapse),
      ];
    case "ending":
      return [...variablesRead(scenario, scenario.endings[trigger.ending].when)];
    default:
      return [];
  }
}
