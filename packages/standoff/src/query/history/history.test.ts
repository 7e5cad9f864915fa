import { describe, expect, test } from "vitest";
import { type Path, visitPaths } from "../../../test/reference/all-paths.ts";
import { and, is, onMove } from "../../../test/reference/small-scenario.ts";
import {
  built,
  FUND,
  MOOD,
  outcomes,
  randomSolution,
  STRIKE,
  TALKS,
  testScenario,
} from "../../../test/reference/standoff-for-tests.ts";
import { decidingChoice, firstMoment } from "../../../test/reference/told-paths.ts";
import { compileExpression } from "../../language/expression/evaluate.ts";
import type { HistoryItem, Scenario } from "../../language/scenario.ts";
import { nowhere } from "../../text/source.ts";
import { LayerKind, layerOf, stateValue } from "../../world/world.ts";
import { answerQuestion, parseQuestion } from "../questions/question.ts";
import { matches } from "../ride/watch.ts";
import { conditionedForecast, updateSolutions } from "./update.ts";

const ROUNDING = 1e-12;

const item = (on: number, kind: HistoryItem["kind"], rest: Partial<HistoryItem>): HistoryItem => ({
  span: nowhere,
  on,
  kind,
  trigger: null,
  condition: null,
  text: "an item",
  evidence: [],
  ...rest,
});

const called = { trigger: onMove(0, 0), text: "call a strike" };
const talked = { trigger: onMove(1, 0), text: "talk" };
const histories: readonly (readonly [string, readonly HistoryItem[], readonly string[]])[] = [
  ["one thing happened", [item(3, "happened", called)], []],
  ["two in one period", [item(1, "happened", talked), item(2, "happened", called)], []],
  ["one did not happen", [item(0, "did not happen", called)], []],
  ["something seen at a period's end", [item(8, "seen", { condition: and(is(STRIKE, 1), is(TALKS, 1)) })], []],
  [
    "something of each",
    [
      item(9, "seen", { condition: is(TALKS, 1) }),
      item(2, "happened", called),
      item(10, "did not happen", talked),
      item(15, "happened", { trigger: { kind: "becomes", condition: is(MOOD, 1) } }),
    ],
    [],
  ],
  ["an ending", [item(14, "happened", { trigger: { kind: "ending", ending: 0 } })], []],
  [
    "a lapse",
    [item(8, "happened", { trigger: { kind: "lapse", clock: 0 } }), item(13, "seen", { condition: is(MOOD, 0) })],
    [],
  ],
  ["silence on the mood", [item(13, "seen", { condition: is(STRIKE, 1) })], ["mood"]],
  [
    "silence on talks but for what is said",
    [item(2, "happened", talked), item(20, "seen", { condition: is(MOOD, 0) })],
    ["talks", "mood"],
  ],
  [
    "an ending while later items are seen",
    [item(20, "seen", { condition: is(TALKS, 2) }), item(1, "seen", { condition: is(TALKS, 1) })],
    [],
  ],
];

function scenarioWith(history: readonly HistoryItem[], reported: readonly string[]): Scenario {
  const plain = testScenario();
  const variables = plain.variables.map((v) => ({ ...v, reported: reported.includes(v.name) }));
  return { ...plain, variables, history };
}

describe("conditioning equals the sums over the paths that agree", () => {
  test.each(histories)("%s", (_, history, reported) => {
    const scenario = scenarioWith(history, reported);
    const world = built(scenario);
    const solved = randomSolution(world, 21);
    const agrees = (path: Path) => agreesWith(scenario, path);
    const stateAt = (node: number) =>
      Int32Array.from(world.header.description.variables, (_, v) => stateValue(world, node, v));
    const layerAt = (node: number) => layerOf(world, node);

    function agreesWith({ calendar, variables }: Scenario, path: Path): boolean {
      const periodOf = (day: number) => Math.min(calendar.periods.length - 1, Math.floor(day / 7));
      const last = path.nodes[path.nodes.length - 1];
      for (const { kind, on, trigger, condition } of history) {
        const period = periodOf(on);
        if (kind === "seen") {
          const node =
            path.nodes.find(
              (n) => world.layerKind[layerAt(n)] === LayerKind.periodEnd && world.layerPeriod[layerAt(n)] === period,
            ) ?? last;
          if (compileExpression(scenario, condition!)(stateAt(node), period) === 0) return false;
          continue;
        }
        const shown = path.edges.some((edge, place) => {
          const [from, to] = [path.nodes[place], path.nodes[place + 1]];
          const ends = world.layerKind[layerAt(from)] === LayerKind.periodEnd;
          if (world.layerPeriod[layerAt(from)] + (ends ? 1 : 0) !== period) return false;
          if (trigger!.kind === "becomes") {
            const value = compileExpression(scenario, trigger!.condition);
            return value(stateAt(from), 0) === 0 && value(stateAt(to), 0) !== 0;
          }
          if (trigger!.kind === "ending") return world.layerKind[layerAt(to)] === LayerKind.ended;
          const label = world.edgeLabel[edge];
          return Array.from(world.labelOccurrence.slice(world.labelItem[label], world.labelItem[label + 1])).some((o) =>
            matches(trigger!, world.header.description.occurrences[o]),
          );
        });
        if (shown !== (kind === "happened")) return false;
      }
      const lastDay = Math.max(...history.map(({ on }) => on));
      return variables.every(({ name, reported: full }, variable) => {
        if (!full) return true;
        return path.edges.every((_, place) => {
          const [from, to] = [path.nodes[place], path.nodes[place + 1]];
          const period = world.layerPeriod[layerAt(from)];
          if ((period + 1) * 7 - 1 > lastDay) return true;
          if (
            name === "talks" &&
            history.some((entry) => periodOf(entry.on) === period && entry.trigger === talked.trigger)
          )
            return true;
          if (
            name === "mood" &&
            history.some(
              (entry) =>
                periodOf(entry.on) === period && entry.kind === "seen" && entry.condition === history[1]?.condition,
            )
          )
            return true;
          return stateValue(world, from, variable) === stateValue(world, to, variable);
        });
      });
    }

    let likelihood = 0;
    const sums = outcomes.map(() => new Float64Array(scenario.calendar.periods.length + 1));
    const decided = outcomes.map(() => new Map<string, number>());
    let asked = 0;
    visitPaths(world, solved.policy, (path) => {
      if (!agrees(path)) return;
      likelihood += path.probability;
      if (
        stateValue(world, path.nodes[0], FUND) === 1 &&
        stateValue(world, path.nodes[path.nodes.length - 1], STRIKE) === 1
      ) {
        asked += path.probability;
      }
      outcomes.forEach((outcome, index) => {
        const moment = firstMoment(scenario, world, path, outcome);
        if (moment === undefined) return;
        for (let p = moment.period; p < sums[index].length; p++) sums[index][p] += path.probability;
        const choice = decidingChoice(world, path, moment);
        if (choice === null || outcome.how === "at end" || outcome.how === "else") return;
        decided[index].set(choice.act, (decided[index].get(choice.act) ?? 0) + path.probability);
      });
    });
    expect(likelihood).toBeGreaterThan(1e-6);
    const found = conditionedForecast(scenario, world, [solved]);
    if ("status" in found) throw new Error(found.status);
    expect(Math.abs(found.likelihood - likelihood)).toBeLessThan(ROUNDING);
    expect(found.forecast.massLost).toBeLessThan(ROUNDING);
    found.forecast.outcomes.forEach(({ name, byDate }, index) => {
      byDate.forEach(([, probability], period) => {
        const expected = sums[index][period] / likelihood;
        expect(Math.abs(probability - expected), `${name} by period ${period}`).toBeLessThan(1e-11);
      });
    });
    found.forecast.outcomes.forEach((own, index) => {
      expect(own.decided.length, own.name).toBe(decided[index].size);
      for (const { desk, act, share } of own.decided) {
        const expected = decided[index].get(`${desk} ${act}`)! / likelihood;
        expect(Math.abs(share * own.byEnd - expected), `${own.name}, decided by ${desk} ${act}`).toBeLessThan(1e-11);
      }
    });
    // Questions ride on the same filter.
    const { question } = parseQuestion(
      scenario,
      "P(holds(fund is large) at 1 January and holds(strike) at the last day)",
    );
    const answer = answerQuestion(scenario, world, [solved], question!, { filters: found.filters });
    expect(answer.status === "answered" && Math.abs(answer.value - asked / likelihood)).toBeLessThan(1e-11);
  });
});

test("each item's likelihood is given the earlier ones, and the account ends in the conditioned forecast", () => {
  const scenario = scenarioWith([...histories[4][1]], []);
  const world = built(scenario);
  const solved = randomSolution(world, 22);
  const account = updateSolutions(scenario, world, [solved]);
  expect(account.status).toBe("conditioned");
  expect(account.items.map(({ on }) => on)).toEqual(["1970-01-03", "1970-01-10", "1970-01-11", "1970-01-16"]);
  const product = account.items.reduce((all, { likelihood }) => all * likelihood, 1);
  expect(Math.abs(product - account.likelihood)).toBeLessThan(ROUNDING);
  account.items.forEach(({ outcomes: moved }, place) => {
    const before =
      place === 0 ? account.before.outcomes : account.items[place - 1].outcomes.map((o) => ({ byEnd: o.after }));
    moved.forEach((outcome, index) => {
      expect(outcome.before).toBe(before[index].byEnd);
    });
  });
  expect(account.after!.outcomes.map(({ byEnd }) => byEnd)).toEqual(
    account.items.at(-1)!.outcomes.map(({ after }) => after),
  );
});
