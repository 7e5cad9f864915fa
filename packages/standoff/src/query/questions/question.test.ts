import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import { visitPaths } from "../../../test/reference/all-paths.ts";
import { built, randomSolution, testScenario } from "../../../test/reference/standoff-for-tests.ts";
import { addPath, mistakesIn, type ToldPath, tellings } from "../../../test/reference/told-questions.ts";
import { compileExpression } from "../../language/expression/evaluate.ts";
import type { World } from "../../world/world.ts";
import { forecastSolutions } from "../forecast.ts";
import { figuresOf, planQuestions } from "./figures.ts";
import {
  type Answer,
  type AskedQuestion,
  answerQuestion,
  answerQuestions,
  type Happens,
  parseQuestion,
} from "./question.ts";

const ROUNDING = 1e-12;
/** A share is a quotient of two such sums, of which the lower may be some hundredths. */
const SHARE_ROUNDING = 1e-10;
const scenario = testScenario();
const world = built(scenario);
const solved = randomSolution(world, 11);

/**
 * The same as one of so many edges that spans do not tell the parts of a period apart: else its paths could be told in
 * too many ways.
 */
const coarse: World = { ...world, header: { ...world.header, edges: 1e6 } };

function worldFor(text: string): World {
  return text.includes("within") ? coarse : world;
}

function ask(text: string) {
  const { question, diagnostics } = parseQuestion(scenario, text);
  if (question === undefined) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return { question, answer: answerQuestion(scenario, worldFor(text), [solved], question) };
}

function byEnumeration(question: AskedQuestion, sum: (told: ToldPath) => void): void {
  visitPaths(world, solved.policy, (path) => {
    for (const told of tellings(scenario, worldFor(question.text), solved.policy, question, path)) sum(told);
  });
}

const probabilities = [
  "P(strike called by 1970-01-08)",
  "P(strike called)",
  "P(strike called after 1 January)",
  "P(talks open between 8 January and Jan 15, 1970)",
  "P(strike called before talks open)",
  "P(talks open before strike called)",
  "P(settled before strike called by 15 January)",
  "P(accident within 7 days after strike called)",
  "P(accident within 1 week of strike called)",
  "P(accident within 3 days after strike called)",
  "P(talks open within 10 days after strike called or accident within 10 days after strike called)",
  "P(accident within 9 days after talks open | strike called by 10 January)",
  "P(settled | strike called)",
  "P(settled or angry at the end given not accident by notice runs out)",
  "P(nothing settled and late strike)",
  "P(nothing settled before late strike)",
  "P(late strike before angry at the end)",
  "P(angry at the end by the last day)",
  "P(angry at the end by 15 January)",
  "P(not (strike called and talks open) | mood turns)",
  "P(holds(strike and talks is open) at 8 January)",
  "P(holds(talks is closed) at 22 January | holds(mood is calm) at 1 January)",
  "P(notice by 8 January and not notice by 1 January)",
  "P(from the start before strike called)",
];

/** Questions that can be settled long before the last day, by something else than an outcome's happening. */
const settledEarly = [
  "P(not strike called by 8 January)",
  "P(not accident)",
  "P(not (accident within 7 days after strike called))",
  "P(not (talks open within 8 days after mood turns) and not settled by 7 January)",
  "P(not (talks open before strike called) | not mood turns by 8 January)",
  "P(strike called or not talks open by 8 January | not accident by 15 January)",
  "P(not holds(strike) at 8 January)",
  "P(not holds(mood is angry) at 15 January or not strike called by 1 January)",
  "P(strike called after 1 January and not talks open by 15 January)",
];

describe("probabilities and error shares equal the sums over all paths", () => {
  const isMistake = mistakesIn(world, solved.q, scenario.errorStake);
  test.each([...probabilities, ...settledEarly])("%s", (text) => {
    const { question, answer } = ask(text);
    if (question.kind !== "probability") throw new Error(question.kind);
    const sums = { given: 0, both: 0, mistaken: 0 };
    byEnumeration(question, (told) => addPath(sums, question, told, isMistake));
    if (answer.status !== "answered" || answer.kind !== "probability") throw new Error(answer.status);
    expect(Math.abs(answer.value - sums.both / sums.given)).toBeLessThan(ROUNDING);
    expect(Math.abs(answer.given - sums.given)).toBeLessThan(ROUNDING);
    const share = sums.both > 0 ? sums.mistaken / sums.both : 0;
    expect(Math.abs(answer.errorShare - share)).toBeLessThan(SHARE_ROUNDING);
  });

  test("of one outcome the error share is the outcome's own", () => {
    const { outcomes } = forecastSolutions(scenario, world, [solved]);
    for (const { name, errorShare } of outcomes) {
      const { answer } = ask(`P(${name})`);
      if (answer.status !== "answered" || answer.kind !== "probability") throw new Error(answer.status);
      expect(Math.abs(answer.errorShare - errorShare), name).toBeLessThan(SHARE_ROUNDING);
    }
    expect(outcomes.filter(({ errorShare }) => errorShare > 0.01 && errorShare < 0.99).length).toBeGreaterThan(3);
  });

  test("mistakes once a question is settled are none of its own", () => {
    const share = (text: string) => {
      const { answer } = ask(text);
      if (answer.status !== "answered" || answer.kind !== "probability") throw new Error(answer.status);
      return answer.errorShare;
    };
    expect(share("P(not strike called by 1 January)")).toBeLessThan(share("P(not strike called)") - 0.01);
    expect(share("P(from the start)")).toBe(0);
    expect(share("P(from the start or talks open)")).toBe(0);
    expect(share("P(from the start | talks open)")).toBeCloseTo(share("P(talks open)"), 12);
  });
});

/** Every number of an answer, in order. */
function numbersOf(answer: Answer): number[] {
  const numbers: number[] = [];
  JSON.stringify(answer, (_, value) => {
    if (typeof value === "number") numbers.push(value);
    return value;
  });
  return numbers;
}

test("several questions at once are answered as each one alone", () => {
  const others = [
    "days until accident",
    "mean days until talks open | strike called",
    "E(if strike then -3 else 2 at the last day | talks open)",
  ];
  const alone = [...probabilities, ...settledEarly, ...others].map((text) => {
    const { question } = ask(text);
    return { question, answer: answerQuestion(scenario, world, [solved], question) };
  });
  const together = answerQuestions(
    scenario,
    world,
    [solved],
    alone.map(({ question }) => question),
  );
  together.forEach((answer, i) => {
    const [all, one] = [numbersOf(answer), numbersOf(alone[i].answer)];
    expect(all.length).toBe(one.length);
    for (const [place, number] of all.entries()) expect(Math.abs(number - one[place])).toBeLessThan(ROUNDING);
  });
});

describe("days and expectations equal the sums over all paths", () => {
  test.each(["days until accident", "mean days until talks open | strike called", "median days until settled"])(
    "%s",
    (text) => {
      const { question, answer } = ask(text);
      if (question.kind !== "days until" || answer.status !== "answered" || answer.kind !== "days until") {
        throw new Error("not about days");
      }
      const [figure] = figuresOf(planQuestions(scenario, world, [question]), solved, null);
      const { slices, mass } = figure!.days!;
      const given = question.given === null ? null : question.given;
      const { from, to, periods } = scenario.calendar;
      expect(slices.count).toBeGreaterThan(7 * periods.length);
      for (let day = from; day < to; day++) {
        const of: Happens = { kind: "first", outcome: question.outcome, from: Number.NEGATIVE_INFINITY, to: day };
        const byDay = answerQuestion(scenario, world, [solved], { kind: "probability", text: "", of, given });
        if (byDay.status !== "answered") throw new Error(byDay.status);
        const sum = mass.reduce((all, part, slice) => (slices.begins[slice] < day + 1 ? all + part : all), 0);
        expect(Math.abs(sum - byDay.value), `day ${day}`).toBeLessThan(ROUNDING);
      }
      expect(answer.never).toBeCloseTo(mass[slices.count], 12);
    },
  );

  test.each([
    "E(if talks is none then 0 else if talks is open then 1 else 2 at 8 January)",
    "E(if strike then -3 else 2 at the last day | talks open)",
  ])("%s", (text) => {
    const { question, answer } = ask(text);
    if (question.kind !== "expectation" || answer.status !== "answered") throw new Error(answer.status);
    const value = compileExpression(scenario, question.of);
    let weighed = 0;
    let given = 0;
    byEnumeration(question, (told) => {
      if (question.given !== null && !told.verdict(question.given).truth) return;
      given += told.probability;
      weighed += told.probability * told.valueAt(question.at, value);
    });
    expect(Math.abs(answer.value - weighed / given)).toBeLessThan(ROUNDING);
  });
});

test("play at random comes within four standard errors", () => {
  const generator = xoroshiro128plus(20250331);
  const uniform = () => ((generator.next() >>> 0) + 0.5) / 2 ** 32;
  const pick = (chances: readonly number[]) => {
    let left = uniform();
    const found = chances.findIndex((chance) => {
      left -= chance;
      return left < 0;
    });
    return found === -1 ? chances.length - 1 : found;
  };
  const asked = ["P(strike called by 8 January)", "P(talks open before accident)", "P(settled)"].map(ask);
  const counts = asked.map(() => 0);
  const plays = 5_000;
  for (let play = 0; play < plays; play++) {
    const nodes = [world.startNode[pick([...world.startChance])]];
    const edges: number[] = [];
    for (let node = nodes[0]; world.nodeEdge[node] !== world.nodeEdge[node + 1]; node = nodes[nodes.length - 1]) {
      const out = Array.from(
        { length: world.nodeEdge[node + 1] - world.nodeEdge[node] },
        (_, i) => world.nodeEdge[node] + i,
      );
      const chances = out.map(
        (edge) => world.coefficient[world.edgeCoefficient[edge]] * solved.policy[world.edgeSlot[edge]],
      );
      const edge = out[pick(chances)];
      edges.push(edge);
      nodes.push(world.edgeTarget[edge]);
    }
    const path = { probability: 1, nodes, edges };
    asked.forEach(({ question }, index) => {
      if (question.kind !== "probability") return;
      for (const told of tellings(scenario, world, solved.policy, question, path))
        if (told.verdict(question.of).truth) counts[index] += told.probability;
    });
  }
  asked.forEach(({ answer }, index) => {
    if (answer.status !== "answered") throw new Error(answer.status);
    const error = Math.sqrt((answer.value * (1 - answer.value)) / plays);
    expect(Math.abs(counts[index] / plays - answer.value)).toBeLessThan(4 * error);
  });
});

test("a condition that cannot come true is answered as impossible", () => {
  expect(ask("P(settled | strike called before from the start)").answer).toMatchObject({
    status: "impossible under the model",
  });
});

describe("what cannot be read", () => {
  test.each([
    ["P(strik called)", "unknown-outcome", 'did you mean "strike called"?', 2, 14],
    ["P(strike called by 2031-01-01)", "question-date-outside", undefined, 19, 29],
    ["P(strike called by 1970-01-08", "question-not-understood", undefined, 29, 29],
    ["will there be a strike?", "question-not-understood", undefined, 0, 23],
    ["P(strike called by 1970-02-30)", "question-not-understood", undefined, 19, 29],
    ["P(strike called by soon)", "question-not-understood", undefined, 19, 20],
    ["quantile 2 of days until accident", "question-not-understood", undefined, 9, 10],
    ["P(holds(strke) at 8 January)", "unknown-name", 'did you mean "strike"?', 8, 13],
    ["E(talks at 8 January)", "wrong-type", undefined, 2, 7],
    ["", "question-not-understood", undefined, 0, 0],
    ["P((((", "question-not-understood", undefined, 5, 5],
  ])("%s", (text, code, hint, start, end) => {
    const { question, diagnostics } = parseQuestion(scenario, text);
    expect(question).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({ code, span: { start, end } });
    if (hint !== undefined) expect(diagnostics[0].hint).toBe(hint);
  });
});
