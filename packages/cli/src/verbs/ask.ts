/** `standoff ask`: the answer to a question about dates, order and conditions; without one, to the scenario's own. */
import { type Asked, canBe, ownQuestions, type Question, readQuestion, type Scenario } from "standoff";
import { errorsNote, noiseOf, numericalErrorNote, ribbonNote, ribbonRange } from "standoff/words";
import { type Averages, averagesOf, checkSeed } from "../average.ts";
import { ExitCode } from "../exit-code.ts";
import { nextCommand } from "../next-command.ts";
import type { DrawOptions, NewsOptions, SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { type Forms, formLines, formsBeside, formsJson } from "../rivals.ts";
import { load, stopFaulty } from "../run.ts";
import { type Inquired, solveAsking } from "../share.ts";
import { analystLines, analystsJson } from "../show/analysts.ts";
import { answerJson, answerLines, errorOf, haveErrorShares, namesOfMistaken } from "../show/answers.ts";
import { averagesNote, drawsJson, drawsLines } from "../show/averages.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { wrap } from "../show/layout.ts";
import { newsChoice, newsCode, newsLines } from "../show/news.ts";
import { paintFor } from "../show/paint.ts";
import { strandsJson } from "../show/ribbon.ts";

type AskOptions = DrawOptions & NewsOptions;

export async function ask(
  outside: Outside,
  name: string,
  text: string | undefined,
  options: AskOptions,
): Promise<number> {
  // Before the work of solving: can the question be read at all, and the date of the news?
  checkSeed(options.seed);
  const loaded = load(outside, name, options);
  if (text !== undefined) questionOf(outside, loaded, text, options);
  else if (!options.json && loaded.questions.length === 0) return tellNone(outside, name, loaded);
  const news = newsChoice(loaded, options);
  const questionsFor = (scenario: Scenario) =>
    text === undefined ? ownQuestions(scenario) : [questionOf(outside, scenario, text, options)];
  const solution = await solveAsking(outside, name, options, (scenario) => ({
    forecast: false,
    questions: questionsFor(scenario).map(({ question }) => question),
    news,
  }));
  const answers = solution.inquiry.answers();
  const questions = questionsFor(solution.scenario);
  const asked = questions.map(({ question: _, ...one }, i) => ({ ...one, answer: answers[i] }));
  const some = questions.length > 0 && canBe(solution.inquiry.news());
  const averages = some ? await averagesOf(outside, solution, options, news, questions) : null;
  const forms = some
    ? await formsBeside(outside, { solution, averages }, options, {
        news,
        outcomes: false,
        questionsFor: (scenario) => (text === undefined ? ownQuestions(scenario) : questionIn(scenario, text)),
        asked: true,
      })
    : null;
  const told: Told = { asked, averages, forms };
  outside.writeOut(options.json ? printJson(toJson(solution, told, options)) : page(outside, solution, told));
  return newsCode(solution.inquiry.news());
}

/** Nothing is asked, so nothing needs to be solved. */
function tellNone(outside: Outside, name: string, { outcomes }: Scenario): number {
  const outcome = outcomes[0]?.name ?? "OUTCOME";
  const one = nextCommand(outside, "ask", name, `P(${outcome} by the last day)`);
  outside.writeOut(`The scenario asks no questions of its own. Give one, as in:\n  ${one}\n`);
  return ExitCode.ok;
}

/** The question by that name, or the text as a question; stops with its faults. */
function questionOf(outside: Outside, scenario: Scenario, text: string, options: SolveOptions): Question {
  const read = readQuestion(scenario, text);
  if (read.status === "not understood") return stopFaulty({ outside, path: "question", options }, read);
  const { status: _, ...question } = read;
  return question;
}

/** The same in a rival form, which may not have what it asks for. */
function questionIn(scenario: Scenario, text: string): Question[] {
  const read = readQuestion(scenario, text);
  return read.status === "not understood" ? [] : [read];
}

interface Told {
  readonly asked: readonly Asked[];
  readonly averages: Averages | null;
  readonly forms: Forms | null;
}

function page(
  outside: Outside,
  { scenario, base, strands, missing, inquiry }: Inquired,
  { asked, averages, forms }: Told,
): string {
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const errors = asked.map((one) => errorOf({ base, inquiry }, one).numericalError ?? 0);
  const seen = numericalErrorNote(Math.max(0, ...errors));
  const closing = [
    ...(averages === null ? [] : [averagesNote(averages.study)]),
    `${averages === null ? `${ribbonNote(ribbonRange(strands, missing))} ` : ""}In this model, given these values: values that we attribute, not endorse.`,
    ...(haveErrorShares(asked) ? [errorsNote(scenario.errorStake, namesOfMistaken(asked), noiseOf(scenario))] : []),
  ];
  const sections = [
    [...headLines(scenario, width, paint), ...newsLines(inquiry.news(), width, paint, scenario.rolled)],
    ...asked.map((one) => answerLines(one, averages, width, paint)),
    ...(forms === null ? [] : [formLines(forms, width, paint)]),
    ...[analystLines(scenario, averages, width, paint)].filter((lines) => lines.length > 0),
    ...(averages === null ? [] : [drawsLines(averages.study, averages.seed, averages.ended, width, paint)]),
    [
      ...(seen === null ? [] : wrap(seen, width).map(paint.warning)),
      ...closing.flatMap((note) => wrap(note, width)).map(paint.faint),
    ],
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function toJson(solution: Inquired, { asked, averages, forms }: Told, options: SolveOptions) {
  return {
    status: canBe(solution.inquiry.news()) ? "solved" : solution.inquiry.news().status,
    ...scenarioJson(solution, options),
    certificate: certificateJson(solution.base.certificate),
    solutions: strandsJson(solution.strands),
    missingScales: solution.missing,
    errorStake: solution.scenario.errorStake,
    news: solution.inquiry.news(),
    ...(averages === null ? {} : drawsJson(averages.study, averages.seed)),
    answers: asked.map((one) => ({ ...answerJson(one, averages), ...errorOf(solution, one) })),
    ...(forms === null ? {} : formsJson(forms)),
    ...analystsJson(solution.scenario, averages),
  };
}
