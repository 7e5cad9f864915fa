/**
 * Random histories on random small scenarios. One that is read off a play has the probability of all paths that agree
 * with it, item by item and as a whole; one that no path agrees with has probability 0, and the reason told is held
 * against the paths: what it claims of them must be so.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { compileExpression } from "../../src/language/expression/evaluate.ts";
import type { HistoryItem, Scenario, Trigger } from "../../src/language/scenario.ts";
import { conditionOnHistory, historyOrder, type ImpossibleHistory } from "../../src/query/history/history.ts";
import { updateSolutions } from "../../src/query/history/update.ts";
import { matches } from "../../src/query/ride/watch.ts";
import { nowhere } from "../../src/text/source.ts";
import { LayerKind, layerOf, type Occurrence, stateValue, type World } from "../../src/world/world.ts";
import { openText } from "../open-text.ts";
import { hasFewPaths, type Path, visitPaths } from "../reference/all-paths.ts";
import { randomSolution } from "../reference/standoff-for-tests.ts";
import { randomScenario } from "./random-scenario.ts";

/** Two summations of at most some thousand products, in different orders. */
const ROUNDING = 1e-12;
const MOST_PATHS = 1500;
const RUNS = 250;
/** Ways in which each history is made wrong. */
const CORRUPTED = 6;

type Draw = (most: number) => number;

/** What a path shows, period by period. */
interface Told {
  readonly probability: number;
  readonly happened: readonly { readonly period: number; readonly occurrence: Occurrence; readonly node: number }[];
  /** Steps: what a variable's change is dated by. */
  readonly steps: readonly { readonly from: number; readonly to: number; readonly period: number }[];
  /** The node at each period's end, the frozen one once play has ended. */
  readonly ends: readonly number[];
  readonly nodes: readonly number[];
}

function allTold(world: World, policy: Float64Array, periods: number): Told[] | null {
  if (!hasFewPaths(world, policy, MOST_PATHS)) return null;
  const told: Told[] = [];
  visitPaths(world, policy, (path) => void told.push(tell(world, path, periods)));
  return told;
}

function tell(world: World, { nodes, edges, probability }: Path, periods: number): Told {
  const layers = nodes.map((node) => layerOf(world, node));
  const dated = edges.map((_, place) => {
    const layer = layers[place];
    return world.layerPeriod[layer] + (world.layerKind[layer] === LayerKind.periodEnd ? 1 : 0);
  });
  const happened = edges.flatMap((edge, place) => {
    const label = world.edgeLabel[edge];
    const items = Array.from(world.labelOccurrence.slice(world.labelItem[label], world.labelItem[label + 1]));
    return items.map((item) => {
      const occurrence = world.header.description.occurrences[item];
      return { period: dated[place], occurrence, node: nodes[place] };
    });
  });
  const last = nodes[nodes.length - 1];
  const ends = Array.from({ length: periods }, (_, period) => {
    const place = layers.findIndex(
      (layer) => world.layerKind[layer] === LayerKind.periodEnd && world.layerPeriod[layer] === period,
    );
    return place === -1 ? last : nodes[place];
  });
  const steps = edges.map((_, place) => ({ from: nodes[place], to: nodes[place + 1], period: dated[place] }));
  return { probability, happened, steps, ends, nodes: [...nodes] };
}

class Judge {
  private readonly scenario: Scenario;
  private readonly world: World;
  readonly told: readonly Told[];
  private readonly conditions = new Map<HistoryItem["condition"], ReturnType<typeof compileExpression>>();
  private readonly states = new Map<number, Int32Array>();

  constructor(scenario: Scenario, world: World, told: readonly Told[]) {
    this.scenario = scenario;
    this.world = world;
    this.told = told;
  }

  periodOf(day: number): number {
    return this.scenario.calendar.periods.findLastIndex(({ start }) => start <= day);
  }

  state(node: number): Int32Array {
    const { world, states } = this;
    const known = states.get(node);
    if (known !== undefined) return known;
    const state = Int32Array.from(world.header.description.variables, (_, v) => stateValue(world, node, v));
    states.set(node, state);
    return state;
  }

  /** Compiled once for all paths. */
  private test(condition: NonNullable<HistoryItem["condition"]>): ReturnType<typeof compileExpression> {
    const test = this.conditions.get(condition) ?? compileExpression(this.scenario, condition);
    this.conditions.set(condition, test);
    return test;
  }

  times({ happened }: Told, trigger: Trigger, period: number): number {
    return happened.filter((one) => one.period === period && matches(trigger, one.occurrence)).length;
  }

  agrees(told: Told, items: readonly HistoryItem[], silent: readonly number[] = []): boolean {
    const asOf = Math.max(...items.map(({ on }) => on));
    const agreed = items.every((item) => {
      const period = this.periodOf(item.on);
      if (item.kind === "seen") {
        return this.test(item.condition!)(this.state(told.ends[period]), period) !== 0;
      }
      const days = items.filter(
        (other) => other.kind === "happened" && other.text === item.text && this.periodOf(other.on) === period,
      );
      const wanted = new Set(days.map(({ on }) => on)).size;
      const times = this.times(told, item.trigger!, period);
      return item.kind === "happened" ? times >= wanted : times === 0;
    });
    return agreed && silent.every((variable) => this.isSilent(told, items, asOf, variable));
  }

  private isSilent(told: Told, items: readonly HistoryItem[], asOf: number, variable: number): boolean {
    const { periods } = this.scenario.calendar;
    return told.steps.every(({ from, to, period }) => {
      const over = period < periods.length && periods[period].start + periods[period].days - 1 <= asOf;
      if (!over || items.some((item) => this.periodOf(item.on) === period && this.speaksOf(item, variable)))
        return true;
      return stateValue(this.world, from, variable) === stateValue(this.world, to, variable);
    });
  }

  private speaksOf({ kind, condition, trigger }: HistoryItem, variable: number): boolean {
    if (kind === "seen")
      return condition!.kind === "binary" && JSON.stringify(condition).includes(`"variable":${variable},`);
    if (kind !== "happened") return false;
    const act =
      trigger!.kind === "move"
        ? this.scenario.desks[trigger!.desk].moves[trigger!.move]
        : this.scenario.eventGroups[(trigger as { group: number }).group].events[(trigger as { event: number }).event];
    return [...act.effects, ...act.branches.flatMap(({ effects }) => effects)].some((one) => one.variable === variable);
  }

  chance(items: readonly HistoryItem[], silent: readonly number[] = []): number {
    return this.told.reduce((sum, told) => (this.agrees(told, items, silent) ? sum + told.probability : sum), 0);
  }
}

function itemOf(on: number, kind: HistoryItem["kind"], text: string, rest: Partial<HistoryItem>): HistoryItem {
  return { span: nowhere, on, kind, trigger: null, condition: null, text, evidence: [], ...rest };
}

function triggerOf({ kind, desk, group, move, branchIndex }: Occurrence, exact: boolean): Trigger | null {
  const branch = exact ? branchIndex : -1;
  if (kind === "move") return { kind, desk, move, branch };
  return kind === "event" ? { kind, group, event: move, branch } : null;
}

/** An item about something that a play shows in a period, or does not show. */
function anyItem(scenario: Scenario, judge: Judge, play: Told, draw: Draw): HistoryItem | null {
  const { periods } = scenario.calendar;
  const dayIn = (period: number) => periods[period].start + draw(periods[period].days - 1);
  if (draw(3) === 0) {
    const period = draw(periods.length - 1);
    const variable = draw(scenario.variables.length - 1);
    const value = judge.state(play.ends[period])[variable];
    return itemOf(dayIn(period), "seen", `v${variable} is ${value}`, { condition: equals(variable, value) });
  }
  const shown = play.happened.filter(
    ({ period, occurrence }) => period < periods.length && triggerOf(occurrence, false),
  );
  if (shown.length === 0) return null;
  const { period, occurrence } = shown[draw(shown.length - 1)];
  const trigger = triggerOf(occurrence, draw(2) === 0)!;
  const text = JSON.stringify(trigger);
  if (draw(2) > 0) return itemOf(dayIn(period), "happened", text, { trigger });
  const other = draw(periods.length - 1);
  return judge.times(play, trigger, other) > 0 ? null : itemOf(dayIn(other), "did not happen", text, { trigger });
}

function equals(variable: number, value: number): HistoryItem["condition"] {
  const type = { kind: "number" } as const;
  return {
    kind: "binary",
    operator: "is",
    left: { kind: "variable", variable, type, span: nowhere },
    right: { kind: "constant", value, type, span: nowhere },
    type: { kind: "truth" },
    span: nowhere,
  } as unknown as HistoryItem["condition"];
}

/** Changes one item so that the play does not show it any more. */
function corrupted(scenario: Scenario, items: readonly HistoryItem[], draw: Draw): HistoryItem[] {
  const { periods, from, to } = scenario.calendar;
  const place = draw(items.length - 1);
  const item = items[place];
  const day = from + draw(to - from - 1);
  const period = periods.findLast(({ start }) => start <= item.on)!;
  const inPeriod = period.start + draw(period.days - 1);
  const swap = (other: HistoryItem) => items.map((one, i) => (i === place ? other : one));
  if (item.kind === "seen") {
    const value = draw(3);
    const { variable } = (item.condition as unknown as { left: { variable: number } }).left;
    const other = itemOf(inPeriod, "seen", `v${variable} is ${value}`, { condition: equals(variable, value) });
    return draw(1) === 0 ? [...items, other] : swap({ ...item, on: day });
  }
  const again = { ...item, on: day };
  if (draw(3) === 0) return [...items, { ...item, on: inPeriod }];
  if (item.trigger?.kind === "move" && draw(1) === 0) {
    const trigger = { ...item.trigger, move: draw(scenario.desks[item.trigger.desk].moves.length - 1), branch: -1 };
    return [...items, { ...item, kind: "happened", on: inPeriod, trigger, text: JSON.stringify(trigger) }];
  }
  const kinds = ["happened", "did not happen"] as const;
  return draw(1) === 0 ? swap({ ...item, kind: kinds[draw(1)] }) : draw(1) === 0 ? swap(again) : [...items, again];
}

/** What a reason claims, held against all paths. */
function expectTrue(judge: Judge, scenario: Scenario, found: ImpossibleHistory, silent: readonly number[]): void {
  const { why, item } = found;
  const { history, desks, eventGroups } = scenario;
  const culprit = history[item];
  const order = historyOrder(scenario).map((place) => history[place]);
  const before = order.slice(0, order.indexOf(culprit));
  const period = judge.periodOf(culprit.on);
  const others = why.conflicts.map((place) => history[place]);
  const shows = (told: Told, p: number) => judge.agrees(told, [{ ...culprit, on: scenario.calendar.periods[p].start }]);
  const periods = scenario.calendar.periods.map((_, p) => p);
  expect(judge.chance([...before, culprit], silent)).toBe(0);
  if (before.length > 0) expect(judge.chance(before, silent)).toBeGreaterThan(0);
  const alone = judge.chance([culprit]);
  switch (why.kind) {
    case "never":
      expect(judge.told.some((told) => periods.some((p) => shows(told, p)))).toBe(false);
      return;
    case "on another day":
      expect(alone).toBe(0);
      expect(judge.told.some((told) => periods.some((p) => shows(told, p)))).toBe(true);
      return;
    case "certain":
      expect(judge.told.every((told) => judge.times(told, culprit.trigger!, period) > 0)).toBe(true);
      return;
    case "silence":
      expect(silent.length).toBeGreaterThan(0);
      expect(judge.chance([...before, culprit])).toBeGreaterThan(0);
      return;
    default:
      break;
  }
  // The rest: possible alone, and not with the items that are named.
  expect(alone).toBeGreaterThan(0);
  expect(others.length).toBeGreaterThan(0);
  expect(judge.chance([...others, culprit])).toBe(0);
  expect(judge.chance(others)).toBeGreaterThan(0);
  const left = judge.told.filter((told) => judge.agrees(told, others));
  const [other] = others;
  const { trigger } = culprit;
  if (why.kind === "desk moved already") {
    expect(trigger?.kind === "move" && other.trigger?.kind === "move" && other.trigger.desk === trigger.desk).toBe(
      true,
    );
    expect(judge.periodOf(other.on)).toBe(period);
    expect(left.some((told) => periods.some((p) => p > period && shows(told, p)))).toBe(true);
  }
  if (why.kind === "once a period") {
    expect(trigger?.kind === "event" && other.trigger?.kind === "event").toBe(true);
    expect(judge.periodOf(other.on)).toBe(period);
  }
  if (why.kind === "already happened") {
    expect(other.text).toBe(culprit.text);
    expect(left.some((told) => periods.some((p) => p > period && shows(told, p)))).toBe(false);
  }
  if (why.kind === "play had ended") {
    expect(left.every(({ happened }) => happened.every((one) => one.period < period))).toBe(true);
  }
  if (why.kind === "condition closed") {
    const { guard } =
      trigger!.kind === "move"
        ? desks[trigger!.desk].moves[trigger!.move]
        : eventGroups[(trigger as { group: number }).group].events[(trigger as { event: number }).event];
    const test = compileExpression(scenario, guard);
    const decides = (told: Told) =>
      told.happened.filter(
        ({ period: p, occurrence }) =>
          p === period &&
          (trigger!.kind === "move"
            ? "desk" in occurrence && occurrence.desk === trigger!.desk && occurrence.kind !== "event"
            : occurrence.kind === "event" && occurrence.group === (trigger as { group: number }).group),
      );
    for (const told of left) for (const { node } of decides(told)) expect(test(judge.state(node), period)).toBe(0);
  }
}

it("histories have the probability of the paths that agree with them, and impossible ones a true reason", () => {
  const counts: Record<string, number> = { possible: 0, impossible: 0, silent: 0 };
  fc.assert(
    fc.property(randomScenario({ maxPeriods: 3 }), fc.gen(), fc.integer({ min: 1, max: 1e6 }), (text, gen, seed) => {
      const opened = openText(text);
      if (opened.status === "refused") return;
      const draw: Draw = (max) => (max <= 0 ? 0 : gen(fc.integer, { min: 0, max }));
      const { world } = opened;
      const declared = opened.scenario.variables.filter(({ kind }) => kind !== "clock").length;
      const silent = draw(1) === 0 ? [draw(declared - 1)] : [];
      const variables = opened.scenario.variables.map((v, i) => ({ ...v, reported: silent.includes(i) }));
      const plain = { ...opened.scenario, variables, history: [] };
      const solved = randomSolution(world, seed);
      const told = allTold(world, solved.policy, plain.calendar.periods.length);
      if (told === null) return;
      const judge = new Judge(plain, world, told);
      const play = told[draw(told.length - 1)];
      const items = Array.from({ length: 1 + draw(3) }, () => anyItem(plain, judge, play, draw)).filter(
        (one) => one !== null,
      );
      if (items.length === 0) return;
      const wrong = Array.from({ length: CORRUPTED }, () => corrupted(plain, items, draw));
      for (const history of [items, ...wrong]) {
        const scenario = { ...plain, history };
        const found = conditionOnHistory(scenario, world, solved);
        const chance = judge.chance(history, silent);
        const account = updateSolutions(scenario, world, [solved]);
        if (found.status === "conditioned") {
          counts.possible++;
          if (silent.length > 0) counts.silent++;
          expect(Math.abs(found.likelihood - chance)).toBeLessThan(ROUNDING);
          const product = account.items.reduce((all, { likelihood }) => all * likelihood, 1);
          expect(Math.abs(product - chance)).toBeLessThan(ROUNDING);
          expect(account.likelihood).toBe(found.likelihood);
          continue;
        }
        if (found.status === "too large") throw new Error(found.what);
        counts.impossible++;
        counts[found.why.kind] = (counts[found.why.kind] ?? 0) + 1;
        expect(chance).toBe(0);
        expect(account.status).toBe("impossible under the model");
        expect(account.likelihood).toBe(0);
        expect(account.items[account.items.length - 1]).toMatchObject({ likelihood: 0, item: found.item });
        expectTrue(judge, scenario, found, silent);
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  // The rarer reasons have cases of their own in `impossible-news.test.ts`.
  for (const kind of [
    "possible",
    "impossible",
    "silent",
    "never",
    "desk moved already",
    "on another day",
    "contradicts",
  ]) {
    expect(counts[kind] ?? 0, `${kind} of ${JSON.stringify(counts)}`).toBeGreaterThan(0);
  }
});
