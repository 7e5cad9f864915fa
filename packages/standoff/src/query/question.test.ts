import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import { compileExpression } from "../world/evaluate.ts";
import { LayerKind, layerOf, stateValue } from "../world/world.ts";
import { type Path, visitPaths } from "./all-paths.ts";
import { dayOfPeriod } from "./calendar.ts";
import { type Answer, answerQuestion, answerQuestions, type Happens, parseQuestion } from "./question.ts";
import { built, randomSolution, testScenario } from "./standoff-for-tests.ts";
import { firstMoment, type Moment } from "./told-paths.ts";

const ROUNDING = 1e-12;
const scenario = testScenario();
const world = built(scenario);
const solved = randomSolution(world, 11);

function ask(text: string) {
  const { question, diagnostics } = parseQuestion(scenario, text);
  if (question === undefined) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return { question, answer: answerQuestion(scenario, world, [solved], question) };
}

/** The plain reading of an event on one path. */
function isTrue(path: Path, moments: readonly (Moment | undefined)[], event: Happens): boolean {
  const day = (moment: Moment) => dayOfPeriod(scenario, moment.period);
  switch (event.kind) {
    case "not":
      return !isTrue(path, moments, event.of);
    case "and":
      return event.parts.every((part) => isTrue(path, moments, part));
    case "or":
      return event.parts.some((part) => isTrue(path, moments, part));
    case "first": {
      const moment = moments[event.outcome];
      return moment !== undefined && event.from <= day(moment) && day(moment) <= event.to;
    }
    case "before": {
      const [own, other] = [moments[event.outcome], moments[event.other]];
      return own !== undefined && (other === undefined || own.place < other.place);
    }
    case "within": {
      const [own, other] = [moments[event.outcome], moments[event.other]];
      if (own === undefined || other === undefined || own.place < other.place) return false;
      return day(own) - day(other) <= event.days;
    }
    case "holds":
      return valueAt(path, event.at, compileExpression(scenario, event.condition)) !== 0;
  }
}

/** A value at the end of the period that holds a day. */
function valueAt(path: Path, day: number, value: (state: Int32Array, period: number) => number): number {
  const { periods, to } = scenario.calendar;
  const period = day >= to ? periods.length : periods.findLastIndex(({ start }) => start <= day);
  const last = path.nodes[path.nodes.length - 1]!;
  const node =
    path.nodes.find((candidate) => {
      const layer = layerOf(world, candidate);
      return world.layerKind[layer] === LayerKind.periodEnd && world.layerPeriod[layer] === period;
    }) ?? last;
  const state = Int32Array.from(world.header.description.variables, (_, i) => stateValue(world, node, i));
  return value(state, period);
}

function byEnumeration(sum: (path: Path, moments: readonly (Moment | undefined)[]) => void): void {
  visitPaths(world, solved.policy, (path) => {
    sum(
      path,
      scenario.outcomes.map((outcome) => firstMoment(scenario, world, path, outcome)),
    );
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

describe("probabilities equal the sums over all paths", () => {
  test.each(probabilities)("%s", (text) => {
    const { question, answer } = ask(text);
    if (question.kind !== "probability") throw new Error(question.kind);
    let both = 0;
    let given = 0;
    byEnumeration((path, moments) => {
      if (question.given !== null && !isTrue(path, moments, question.given)) return;
      given += path.probability;
      if (isTrue(path, moments, question.of)) both += path.probability;
    });
    if (answer.status !== "answered") throw new Error(answer.status);
    expect(Math.abs(answer.value - both / given)).toBeLessThan(ROUNDING);
    expect(Math.abs(answer.given - given)).toBeLessThan(ROUNDING);
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
  const alone = [...probabilities, ...others].map(ask);
  const together = answerQuestions(
    scenario,
    world,
    [solved],
    alone.map(({ question }) => question),
  );
  together.forEach((answer, i) => {
    const [all, one] = [numbersOf(answer), numbersOf(alone[i]!.answer)];
    expect(all.length).toBe(one.length);
    for (const [place, number] of all.entries()) expect(Math.abs(number - one[place]!)).toBeLessThan(ROUNDING);
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
      const days = new Map<number, number>();
      let given = 0;
      byEnumeration((path, moments) => {
        if (question.given !== null && !isTrue(path, moments, question.given)) return;
        given += path.probability;
        const moment = moments[question.outcome];
        const day = moment ? dayOfPeriod(scenario, moment.period) - scenario.calendar.from : Number.POSITIVE_INFINITY;
        days.set(day, (days.get(day) ?? 0) + path.probability);
      });
      for (const [day, , probability] of answer.distribution) {
        expect(Math.abs(probability - (days.get(day) ?? 0) / given)).toBeLessThan(ROUNDING);
      }
      const never = (days.get(Number.POSITIVE_INFINITY) ?? 0) / given;
      expect(Math.abs(answer.never - never)).toBeLessThan(ROUNDING);
      const timed = [...days].filter(([day]) => Number.isFinite(day)).sort(([a], [b]) => a - b);
      const mass = timed.reduce((sum, [, p]) => sum + p, 0);
      expect(answer.mean).toBeCloseTo(timed.reduce((sum, [day, p]) => sum + day * p, 0) / mass, 10);
      let sum = 0;
      const median = timed.find(([, p]) => {
        sum += p;
        return sum >= mass / 2;
      })![0];
      expect(answer.median).toBe(median);
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
    byEnumeration((path, moments) => {
      if (question.given !== null && !isTrue(path, moments, question.given)) return;
      given += path.probability;
      weighed += path.probability * valueAt(path, question.at, value);
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
  const plays = 20_000;
  for (let play = 0; play < plays; play++) {
    const nodes = [world.startNode[pick([...world.startChance])]!];
    const edges: number[] = [];
    for (let node = nodes[0]!; world.nodeEdge[node] !== world.nodeEdge[node + 1]; node = nodes[nodes.length - 1]!) {
      const out = Array.from(
        { length: world.nodeEdge[node + 1]! - world.nodeEdge[node]! },
        (_, i) => world.nodeEdge[node]! + i,
      );
      const chances = out.map(
        (edge) => world.coefficient[world.edgeCoefficient[edge]!]! * solved.policy[world.edgeSlot[edge]!]!,
      );
      const edge = out[pick(chances)]!;
      edges.push(edge);
      nodes.push(world.edgeTarget[edge]!);
    }
    const path = { probability: 1, nodes, edges };
    const moments = scenario.outcomes.map((outcome) => firstMoment(scenario, world, path, outcome));
    asked.forEach(({ question }, index) => {
      if (question.kind === "probability" && isTrue(path, moments, question.of)) counts[index]!++;
    });
  }
  asked.forEach(({ answer }, index) => {
    if (answer.status !== "answered") throw new Error(answer.status);
    const error = Math.sqrt((answer.value * (1 - answer.value)) / plays);
    expect(Math.abs(counts[index]! / plays - answer.value)).toBeLessThan(4 * error);
  });
});

test("a condition that cannot come true is answered as impossible", () => {
  expect(ask("P(settled | strike called before from the start)").answer).toMatchObject({
    status: "impossible under the model",
  });
});

test("a date inside a period is answered with a note", () => {
  const { answer } = ask("P(strike called by 10 January)");
  expect(answer.notes).toEqual([
    "1970-01-10 falls inside the period from 1970-01-08: what happens in it counts as of its first day",
  ]);
  expect(ask("P(strike called before 8 January)").answer.notes).toEqual([]);
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
    if (hint !== undefined) expect(diagnostics[0]!.hint).toBe(hint);
  });
});
