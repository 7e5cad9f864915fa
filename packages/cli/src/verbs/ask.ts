/** `standoff ask`: the answer to a question about dates, order and conditions; without one, to the scenario's own. */
import type { Scenario } from "standoff";
import { type AskedQuestion, answerQuestion, answerQuestions, parseQuestion } from "standoff/query/question";
import { ExitCode } from "../exit-code.ts";
import type { SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { load, type Solution, solve, stopFaulty } from "../run.ts";
import { type Asked, answerJson, answerLines } from "../show/answers.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { wrap } from "../show/layout.ts";
import { paintFor } from "../show/paint.ts";

export function ask(outside: Outside, name: string, text: string | undefined, options: SolveOptions): number {
  // Before the work of solving: can the question be read at all?
  if (text !== undefined) readQuestion(outside, load(outside, name, options), text, options);
  const solution = solve(outside, name, options);
  const asked = text === undefined ? answerOwn(solution) : [answerOne(outside, solution, text, options)];
  outside.writeOut(options.json ? printJson(toJson(solution, asked, options)) : page(outside, solution, asked));
  return ExitCode.ok;
}

/** Answers the scenario's own questions, in file order. They were read without fault when the scenario was checked. */
export function answerOwn({ scenario, world, results }: Solution): Asked[] {
  const asked = scenario.questions.flatMap(({ name, ask, resolves, askSpan }) => {
    const { question } = parseQuestion(scenario, ask, askSpan);
    return question ? [{ name, ask, resolves, question }] : [];
  });
  const answers = answerQuestions(
    scenario,
    world,
    results,
    asked.map(({ question }) => question),
  );
  return asked.map(({ name, ask, resolves }, i) => ({ name, ask, resolves, answer: answers[i]! }));
}

function answerOne(outside: Outside, solution: Solution, text: string, options: SolveOptions): Asked {
  const { scenario, world, results } = solution;
  const { own, question } = readQuestion(outside, scenario, text, options);
  const answer = answerQuestion(scenario, world, results, question);
  return { name: own?.name ?? null, ask: own?.ask ?? text, resolves: own?.resolves ?? "", answer };
}

/** The question by that name, or the text as a question; stops with its faults. */
function readQuestion(outside: Outside, scenario: Scenario, text: string, options: SolveOptions): Reading {
  const own = scenario.questions.find(({ name }) => name === text);
  const source = own?.ask ?? text;
  const { question, diagnostics } = parseQuestion(scenario, source);
  if (question) return { own, question };
  return stopFaulty(
    outside,
    "question",
    { diagnostics, sources: [{ path: "question", text: source }] },
    options.json === true,
  );
}

interface Reading {
  readonly own: Scenario["questions"][number] | undefined;
  readonly question: AskedQuestion;
}

function page(outside: Outside, { scenario }: Solution, asked: readonly Asked[]): string {
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const none = ['The scenario asks no questions. Give one, as in: standoff ask SCENARIO "P(OUTCOME by DATE)"'];
  const closing =
    "In brackets the ribbon over steadiness: over the ranges given, not a confidence interval. In this model, given these values: values that we attribute, not endorse.";
  const sections = [
    headLines(scenario, width, paint),
    ...(asked.length === 0 ? [none] : asked.map((one) => answerLines(one, width, paint))),
    wrap(closing, width).map(paint.faint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function toJson(solution: Solution, asked: readonly Asked[], options: SolveOptions) {
  return {
    status: "solved",
    ...scenarioJson(solution, options),
    certificate: certificateJson(solution.base.certificate),
    answers: asked.map(answerJson),
  };
}
