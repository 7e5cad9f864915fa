/**
 * Why a history cannot be, and what one could write instead. The history is taken apart by asking which parts of it are
 * possible: the item alone, with the others but without silence, with each of the others. What is possible is a matter
 * of whether, never of how likely (`history-filter.ts`).
 */

import { compileExpression, dependsOnPeriod } from "../../language/expression/evaluate.ts";
import type { Expression } from "../../language/expression/expression.ts";
import { printExpression } from "../../language/expression/print.ts";
import type { HistoryItem, Scenario, Trigger } from "../../language/scenario.ts";
import { printDay } from "../../text/dates.ts";
import { LayerKind, NO_SET, type World } from "../../world/world.ts";
import { dateOfPeriod } from "../dates/periods.ts";
import type { Filter } from "../ride/ride.ts";
import { endingReader, stateDecoder } from "../ride/watch.ts";
import { listed } from "../words.ts";
import { chanceOf, makeFilter, sightReader, walkPossible } from "./history-filter.ts";
import { type HistoryCase, lastDayOf, periodOfItem, planHistory, sameTrigger, sightOf } from "./history-plan.ts";

export type ImpossibilityKind =
  /** Never in this model, whatever the day. */
  | "never"
  /** Not in that period, but in others. */
  | "on another day"
  /** It did not happen, where the model leaves no other way. */
  | "certain"
  /** The desk acts once a period, and another item has it act in the same one. */
  | "desk moved already"
  /** An event happens at most once a period. */
  | "once a period"
  | "already happened"
  /** Its condition no longer held. */
  | "condition closed"
  | "play had ended"
  /** A fully reported variable would have had to change, and no item tells of it. */
  | "silence"
  | "contradicts";

export interface Impossibility {
  readonly kind: ImpossibilityKind;
  /** In words. */
  readonly says: string;
  /** What one could write instead; "" where nothing is known. */
  readonly instead: string;
  /** Places in the history of the items that it cannot be together with. */
  readonly conflicts: readonly number[];
}

/** Why the last item of a history that was possible before cannot be; `silence`: why silence after it cannot. */
export function whyImpossible(
  scenario: Scenario,
  world: World,
  support: Float64Array,
  of: HistoryCase,
  silenceAlone = false,
): Impossibility {
  const inquest = new Inquest(scenario, world, support, of);
  return silenceAlone ? inquest.silence(null) : inquest.item();
}

class Inquest {
  private readonly scenario: Scenario;
  private readonly world: World;
  private readonly support: Float64Array;
  private readonly of: HistoryCase;
  private readonly culprit: HistoryItem;
  private readonly period: number;

  constructor(scenario: Scenario, world: World, support: Float64Array, of: HistoryCase) {
    this.scenario = scenario;
    this.world = world;
    this.support = support;
    this.of = of;
    this.culprit = of.items[of.items.length - 1];
    this.period = this.culprit === undefined ? 0 : periodOfItem(scenario, this.culprit);
  }

  item(): Impossibility {
    const { culprit } = this;
    if (!this.possible([culprit])) return this.byItself();
    if (this.possible(this.of.items)) return this.silence(culprit);
    return this.against(this.conflicts());
  }

  private filter(items: readonly HistoryItem[], silent: (variable: number) => boolean): Filter | null {
    const plan = planHistory(this.scenario, this.world, { ...this.of, items, silent });
    return plan === null || plan.until === -1 ? null : makeFilter(this.world, this.support, plan, true);
  }

  private possible(items: readonly HistoryItem[], silent: (variable: number) => boolean = () => false): boolean {
    const filter = this.filter(items, silent);
    return filter === null || chanceOf(this.world, filter) > 0;
  }

  private places(items: readonly HistoryItem[]): number[] {
    return items.map((item) => this.scenario.history.indexOf(item));
  }

  private told(items: readonly HistoryItem[]): string {
    return listed(items.map(({ on, kind, text }) => `${printDay(on)}, ${kind}: ${text}`));
  }

  private span(period: number): string {
    const [from, to] = [dateOfPeriod(this.scenario, period), printDay(lastDayOf(this.scenario, period))];
    return from === to ? `on ${from}` : `in the period from ${from} to ${to}`;
  }

  // ---- The item alone ----

  private byItself(): Impossibility {
    const { culprit, period } = this;
    const none = { conflicts: [], instead: "" };
    if (culprit.kind === "did not happen") {
      return { kind: "certain", says: `in this model it is certain to happen ${this.span(period)}`, ...none };
    }
    const periods = this.periodsOf(culprit, null);
    if (periods.length === 0) return { kind: "never", says: this.whyNever(), ...none };
    const can = culprit.kind === "seen" ? "hold" : "happen";
    const says = `it cannot ${can} ${this.span(period)}; in this model it can ${can} only ${this.inWords(periods)}`;
    return { kind: "on another day", says, conflicts: [], instead: `date it ${this.nearest(periods)}` };
  }

  /** Periods in which an item can come true, ascending. */
  private periodsOf(item: HistoryItem, filter: Filter | null): number[] {
    const { scenario, world, support } = this;
    const last = scenario.calendar.periods.length;
    const found = new Uint8Array(last + 1);
    if (item.kind === "seen") {
      const moving = dependsOnPeriod(scenario, item.condition!);
      const [test, decode] = [compileExpression(scenario, item.condition!), stateDecoder(world)];
      const node = (at: number, layer: number) => {
        const kind = world.layerKind[layer];
        if (kind !== LayerKind.periodEnd && kind !== LayerKind.ended) return;
        const state = decode(at);
        const from = world.layerPeriod[layer];
        const until = kind === LayerKind.ended ? last - 1 : from;
        for (let period = from; period <= until; period++) {
          if (found[period] === 1) continue;
          if (test(state, period) !== 0) found[period] = 1;
          else if (!moving) break;
        }
      };
      walkPossible(world, support, filter, { node });
    } else {
      const sight = sightOf(scenario, world, item.trigger!);
      const shows = sightReader(world, endingReader(scenario));
      const layers = world.layerPeriod;
      let layer = 0;
      const edge = (node: number, at: number, dated: number) => {
        while (world.layerNode[layer + 1] <= node) layer++;
        if (found[dated] === 0 && shows(sight, node, at, layers[layer], dated)) found[dated] = 1;
      };
      walkPossible(world, support, filter, { edge });
    }
    return Array.from({ length: last }, (_, period) => period).filter((period) => found[period] === 1);
  }

  private whyNever(): string {
    const { culprit } = this;
    if (culprit.kind === "seen") return "no state that play can come to is like that";
    const trigger = culprit.trigger!;
    const guard = this.guardOf(trigger);
    if (guard !== null && !this.guardPeriods(trigger, guard, null, true).some((met) => met)) {
      return `it never happens in this model: its condition, ${this.text(guard)}, never holds when it could`;
    }
    switch (trigger.kind) {
      case "move":
        return trigger.branch === -1
          ? "it never happens in this model: it has no chance where its desk could choose it"
          : "it never happens in this model: that result has no chance";
      case "event":
        return "it never happens in this model: its chance is 0 whenever its condition holds";
      case "lapse":
        return "it never happens in this model: the clock never runs out within the calendar";
      case "ending":
        return "play never comes to that ending";
      default:
        return "it never happens in this model";
    }
  }

  private guardOf(trigger: Trigger): Expression | null {
    if (trigger.kind === "move") return this.scenario.desks[trigger.desk].moves[trigger.move].guard;
    if (trigger.kind === "event") return this.scenario.eventGroups[trigger.group].events[trigger.event].guard;
    return null;
  }

  /** Per period: can the guard hold where the desk decides, or the event could happen? Of an event also `anywhere`. */
  private guardPeriods(trigger: Trigger, guard: Expression, filter: Filter | null, anywhere = false): boolean[] {
    const { scenario, world, support } = this;
    const [test, decode] = [compileExpression(scenario, guard), stateDecoder(world)];
    const met = scenario.calendar.periods.map(() => false);
    const node = (at: number, layer: number) => {
      const period = world.layerPeriod[layer];
      if (met[period] !== false) return;
      if (trigger.kind === "move") {
        const set = world.nodeSet[at];
        if (set === NO_SET || world.setDesk[set] !== trigger.desk) return;
      } else if (!anywhere && world.layerKind[layer] !== LayerKind.chance) return;
      if (test(decode(at), period) !== 0) met[period] = true;
    };
    walkPossible(world, support, filter, { node });
    return met;
  }

  private text(expression: Expression): string {
    return printExpression(expression, this.scenario);
  }

  // ---- Silence ----

  silence(culprit: HistoryItem | null): Impossibility {
    const { scenario, of } = this;
    const reported = scenario.variables.flatMap((v, variable) => (v.reported ? [variable] : []));
    const alone = reported.filter((variable) => this.possible(of.items, (other) => other !== variable));
    const names = (alone.length > 0 ? alone : reported).map((variable) => scenario.variables[variable].name);
    const guard = culprit?.trigger ? this.guardOf(culprit.trigger) : null;
    const needs =
      culprit === null
        ? `in this model one of them changes by ${printDay(of.asOf)}`
        : guard === null
          ? "that excludes it"
          : `that excludes it, since it needs ${this.text(guard)}`;
    const are = names.length === 1 ? "is" : "are";
    return {
      kind: "silence",
      says: `${listed(names)} ${are} reported fully, and no item tells of a change of ${names.length === 1 ? "it" : "them"}: ${needs}`,
      instead: `add the item that tells of the change, or leave out "reported: fully"`,
      conflicts: [],
    };
  }

  // ---- With the others ----

  /** The latest single item that excludes it, or else a smallest set of them that does. */
  private conflicts(): HistoryItem[] {
    const { culprit, of } = this;
    const others = of.items.slice(0, -1);
    const single = others.findLast((other) => !this.possible([other, culprit]));
    if (single !== undefined) return [single];
    let kept = others;
    for (const other of others) {
      const without = kept.filter((one) => one !== other);
      if (!this.possible([...without, culprit])) kept = without;
    }
    return [...kept];
  }

  private against(others: readonly HistoryItem[]): Impossibility {
    const { culprit, period, scenario } = this;
    const conflicts = this.places(others);
    const filter = this.filter(others, () => false);
    const together = others.filter((other) => periodOfItem(scenario, other) === period);
    if (culprit.kind !== "happened") {
      const said = together.find((other) => other.kind === "happened" && sameTrigger(other, culprit));
      if (said !== undefined) {
        const says = `another item says that it did happen ${this.span(period)}: ${this.told([said])}`;
        return { kind: "contradicts", says, instead: "", conflicts: this.places([said]) };
      }
      const what = culprit.kind === "seen" ? "this cannot hold" : "it is certain to happen";
      const says = `given ${this.told(others)}, ${what} ${this.when(period)}`;
      return { kind: "contradicts", says, instead: this.elsewhere(this.periodsOf(culprit, filter)), conflicts };
    }
    const later = this.periodsOf(culprit, filter).filter((other) => other > period);
    const once = together.find((other) => this.excludesOnce(other));
    if (once !== undefined && later.length > 0) return this.onceAPeriod(once, later);
    if (!this.runs(filter)) {
      const says = `given ${this.told(others)}, play has ended by then, and nothing more can happen`;
      return { kind: "play had ended", says, instead: "", conflicts };
    }
    const same = others.find((other) => other.kind === "happened" && sameTrigger(other, culprit));
    if (same !== undefined && later.length === 0) {
      const says = `it had already happened on ${printDay(same.on)}, and in this model it cannot happen again`;
      return { kind: "already happened", says, instead: "", conflicts: this.places([same]) };
    }
    return this.closed(others, filter) ?? this.contradiction(others, later);
  }

  private when(period: number): string {
    const last = printDay(lastDayOf(this.scenario, period));
    return this.culprit.kind === "seen" ? `once the turns up to ${last} are over` : this.span(period);
  }

  /** Would the other one leave no turn for it in their period? */
  private excludesOnce(other: HistoryItem): boolean {
    const [a, b] = [other.trigger, this.culprit.trigger];
    if (other.kind !== "happened" || a === null || b === null) return false;
    const acts = (trigger: Trigger) => trigger.kind === "move" || trigger.kind === "hold";
    if (acts(a) && acts(b)) return (a as { desk: number }).desk === (b as { desk: number }).desk;
    return a.kind === "event" && b.kind === "event" && a.group === b.group && this.neverTogether(a, b);
  }

  /** One event, or two that compete by their rates, come at most once a period. */
  private neverTogether(a: Trigger & { kind: "event" }, b: Trigger & { kind: "event" }): boolean {
    const { events } = this.scenario.eventGroups[a.group];
    return a.event === b.event || (events[a.event].how === "rate" && events[b.event].how === "rate");
  }

  private onceAPeriod(other: HistoryItem, later: readonly number[]): Impossibility {
    const { culprit, period, scenario } = this;
    const { trigger } = culprit;
    const gap = Math.abs(culprit.on - other.on);
    const moves = trigger?.kind === "move" || trigger?.kind === "hold";
    const who = moves ? scenario.desks[trigger.desk].name : "it";
    const says = moves
      ? `${who} already moved ${this.span(period)} (${this.told([other])}), and a desk moves once a period`
      : `another item has the same happen ${this.span(period)} (${this.told([other])}), and in one period it happens once`;
    const step = gap === 1 ? "1 day" : `${gap} days`;
    const finer =
      gap === 0
        ? "if they happened on different days, give these, with a step that tells them apart"
        : `use --step "${step}" or a shorter one, which puts them in periods of their own`;
    return {
      kind: moves ? "desk moved already" : "once a period",
      says,
      instead: `${finer}; or date one of them in another period (${dateOfPeriod(scenario, later[0])} begins one in which it can be)`,
      conflicts: this.places([other]),
    };
  }

  /** Does play still run in the item's period? */
  private runs(filter: Filter | null): boolean {
    const { world, support, period } = this;
    let found = false;
    const node = (_: number, layer: number) => {
      const kind = world.layerKind[layer];
      if (world.layerPeriod[layer] === period && kind !== LayerKind.ended && kind !== LayerKind.final) found = true;
    };
    walkPossible(world, support, filter, { node });
    return found;
  }

  private closed(others: readonly HistoryItem[], filter: Filter | null): Impossibility | null {
    const { culprit, period, scenario } = this;
    const trigger = culprit.trigger!;
    const guard = this.guardOf(trigger);
    if (guard === null) return null;
    const met = this.guardPeriods(trigger, guard, filter);
    if (met[period]) return null;
    const since = met.slice(0, period).lastIndexOf(true);
    const from = since === -1 ? "at no time until then" : `not since ${dateOfPeriod(scenario, since + 1)}`;
    const says = `its condition, ${this.text(guard)}, did not hold any more when it could happen (${from}), given ${this.told(others)}`;
    const again = met.findIndex((holds, later) => holds && later > period);
    const instead = again === -1 ? "" : `it can hold again from ${dateOfPeriod(scenario, again)}`;
    return { kind: "condition closed", says, instead, conflicts: this.places(others) };
  }

  private contradiction(others: readonly HistoryItem[], later: readonly number[]): Impossibility {
    const says = `it cannot happen ${this.span(this.period)} together with ${this.told(others)}`;
    return { kind: "contradicts", says, instead: this.elsewhere(later), conflicts: this.places(others) };
  }

  // ---- Dates in words ----

  private elsewhere(periods: readonly number[]): string {
    const others = periods.filter((period) => period !== this.period);
    return others.length === 0 ? "" : `with these it can be so ${this.inWords(others)}`;
  }

  /** "from A on", "until B", "from A to B", "in the period ...". */
  private inWords(periods: readonly number[]): string {
    const { scenario } = this;
    const [first, last] = [periods[0], periods[periods.length - 1]];
    if (periods.length === 1) return this.span(first);
    const gaps = last - first + 1 > periods.length ? ", in some periods" : "";
    const end = scenario.calendar.periods.length - 1;
    const until = printDay(lastDayOf(scenario, last));
    if (last === end) return `from ${dateOfPeriod(scenario, first)} on${gaps}`;
    return first === 0 ? `until ${until}${gaps}` : `from ${dateOfPeriod(scenario, first)} to ${until}${gaps}`;
  }

  /** The nearest period in which it can be. */
  private nearest(periods: readonly number[]): string {
    const distance = (period: number) => Math.abs(period - this.period);
    return this.span(periods.reduce((best, period) => (distance(period) < distance(best) ? period : best)));
  }
}
