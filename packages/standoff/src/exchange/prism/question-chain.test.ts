/** Question chains: reachability and rewards, added up by nothing but the chain's own rows, are the answers. */
import { describe, expect, test } from "vitest";
import { built, randomSolution, testScenario } from "../../../test/reference/standoff-for-tests.ts";
import { parseQuestion } from "../../query/questions/question.ts";
import type { MarkovChain } from "./markov-chain.ts";
import { type Claim, prismFiles } from "./prism.ts";
import { questionChain } from "./question-chain.ts";

const ROUNDING = 1e-12;
const scenario = testScenario();
const world = built(scenario);
const solved = randomSolution(world, 11);

function chainOf(text: string, mostStates?: number) {
  const { question, diagnostics } = parseQuestion(scenario, text);
  if (question === undefined) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return questionChain(scenario, world, solved, question, mostStates);
}

/** How often each state is visited, by repeated passing on of what has not ended yet. */
function visits(chain: MarkovChain): Float64Array {
  const total = new Float64Array(chain.states);
  let now = new Float64Array(chain.states);
  now[0] = 1;
  for (let step = 0; step <= chain.states && now.some((mass) => mass > 0); step++) {
    const next = new Float64Array(chain.states);
    for (let state = 0; state < chain.states - 1; state++) {
      total[state] += now[state];
      for (let e = chain.row[state]; e < chain.row[state + 1]; e++)
        next[chain.target[e]] += now[state] * chain.probability[e];
    }
    now = next;
  }
  return total;
}

/** Labels of questions hold at ends alone, which are visited once at most. */
function figureOf(chain: MarkovChain, { kind, name }: Claim): number {
  const mass = visits(chain);
  const of = kind === "label" ? chain.labels : chain.rewards;
  const found = of.find((one) => one.name === name)!;
  const weights = "states" in found ? found.states : found.values;
  return mass.reduce((sum, visited, state) => sum + visited * weights[state], 0);
}

describe("a question's chain", () => {
  test.each([
    ["P(strike called by 1970-01-08)", 1],
    ["P(settled before strike called)", 1],
    ["P(talks open within 7 days after strike called | strike called)", 2],
    ["P(nothing settled and not late strike)", 1],
    ["P(mood turns or holds(strike) at 1970-01-10 | not accident)", 2],
    ["P(strike in spring or mood turns in a strike by 1970-01-15)", 1],
    ["P(settled in a strike)", 1],
    ["P(angry at the end given from the start)", 2],
    ["days until settled", 6],
    ["days until talks open | strike called", 7],
    ["E(if strike then -3 else 2 at 1970-01-09)", 1],
    ["E(if strike then -3 else 2 at the last day | talks open)", 2],
  ])("%s", (text, figures) => {
    const made = chainOf(text);
    if (made.status !== "made") throw new Error(made.why);
    expect(made.figures.length).toBe(figures);
    for (const figure of made.figures)
      expect(Math.abs(figureOf(made.chain, figure) - figure.ours), figure.name).toBeLessThan(ROUNDING * 20);
    expect(made.figures.some(({ ours }) => ours > 0.01)).toBe(true);
    for (let state = 0; state < made.chain.states; state++) {
      const row = made.chain.probability.subarray(made.chain.row[state], made.chain.row[state + 1]);
      expect(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(ROUNDING);
    }
    expect(Math.min(0, ...made.chain.rewards.flatMap(({ values }) => [...values]))).toBe(0);
  });

  test("is left out where it is too large, or where the condition cannot be", () => {
    expect(chainOf("P(settled before strike called)", 10)).toMatchObject({ status: "left out" });
    expect(chainOf("P(settled | talks open and not talks open)")).toMatchObject({
      status: "left out",
      why: "it is impossible under the model: the condition",
    });
  });

  test("is written with its question and our figures beside PRISM's properties", () => {
    const made = chainOf("P(talks open within 7 days after strike called | strike called)");
    if (made.status !== "made") throw new Error(made.why);
    const files = prismFiles(world, made.chain, made.figures, ["the question", made.says]);
    expect(files.props).toContain("// the question\n");
    expect(files.props).toMatch(/\/\/ ours: 0\.\d+\nP=\? \[ F "asked" \]\n\/\/ ours: 0\.\d+\nP=\? \[ F "given" \]/);
  });
});
