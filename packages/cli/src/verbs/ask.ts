/** `standoff ask`: the answer to a question about dates, order and conditions; without one, to the scenario's own. */
import {
  type Asked,
  canBe,
  errorsNote,
  ownQuestions,
  type Question,
  readQuestion,
  ribbonNote,
  ribbonRange,
  type Scenario,
} from "standoff";
import { nextCommand } from "../next-command.ts";
import type { NewsOptions, SolveOptions, ThreadOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { load, stopFaulty } from "../run.ts";
import { type Inquired, solveAsking } from "../share.ts";
import { answerJson, answerLines, haveErrorShares, namesOfMistaken } from "../show/answers.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { wrap } from "../show/layout.ts";
import { newsChoice, newsCode, newsLines } from "../show/news.ts";
import { paintFor } from "../show/paint.ts";
import { strandsJson } from "../show/ribbon.ts";

type AskOptions = ThreadOptions & NewsOptions;

export async function ask(
  outside: Outside,
  name: string,
  text: string | undefined,
  options: AskOptions,
): Promise<number> {
  // Before the work of solving: can the question be read at all, and the date of the news?
  const loaded = load(outside, name, options);
  if (text !== undefined) questionOf(outside, loaded, text, options);
  const news = newsChoice(loaded, options);
  const questionsFor = (scenario: Scenario) =>
    text === undefined ? ownQuestions(scenario) : [questionOf(outside, scenario, text, options)];
  const solution = await solveAsking(outside, name, options, (scenario) => ({
    forecast: false,
    questions: questionsFor(scenario).map(({ question }) => question),
    news,
  }));
  const answers = solution.inquiry.answers();
  const asked = questionsFor(solution.scenario).map(({ question: _, ...one }, i) => ({ ...one, answer: answers[i] }));
  outside.writeOut(options.json ? printJson(toJson(solution, asked, options)) : page(outside, name, solution, asked));
  return newsCode(solution.inquiry.news());
}

/** The question by that name, or the text as a question; stops with its faults. */
function questionOf(outside: Outside, scenario: Scenario, text: string, options: SolveOptions): Question {
  const read = readQuestion(scenario, text);
  if (read.status === "not understood") return stopFaulty({ outside, path: "question", options }, read);
  const { status: _, ...question } = read;
  return question;
}

function page(
  outside: Outside,
  name: string,
  { scenario, strands, missing, inquiry }: Inquired,
  asked: readonly Asked[],
): string {
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const one = nextCommand(outside, "ask", name, "P(OUTCOME by DATE)");
  const none = [`The scenario asks no questions. Give one, as in: ${one}`];
  const closing = [
    `${ribbonNote(ribbonRange(strands, missing))} In this model, given these values: values that we attribute, not endorse.`,
    ...(haveErrorShares(asked) ? [errorsNote(scenario.errorStake, namesOfMistaken(asked))] : []),
  ];
  const sections = [
    [...headLines(scenario, width, paint), ...newsLines(inquiry.news(), width, paint)],
    ...(asked.length === 0 ? [none] : asked.map((one) => answerLines(one, width, paint))),
    closing.flatMap((note) => wrap(note, width)).map(paint.faint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function toJson(solution: Inquired, asked: readonly Asked[], options: SolveOptions) {
  return {
    status: canBe(solution.inquiry.news()) ? "solved" : solution.inquiry.news().status,
    ...scenarioJson(solution, options),
    certificate: certificateJson(solution.base.certificate),
    solutions: strandsJson(solution.strands),
    errorStake: solution.scenario.errorStake,
    news: solution.inquiry.news(),
    answers: asked.map(answerJson),
  };
}
