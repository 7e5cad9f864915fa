/**
 * `standoff forecast`: every outcome by date, as the mean over draws with its band, and at the stated values beside it.
 */
import { resolve } from "node:path";
import {
  type Asked,
  type CheckResult,
  canBe,
  type Forecast,
  ownQuestions,
  questionsOfChecks,
  runChecks,
  type Scenario,
  storeResult,
} from "standoff";
import { likelihood, noiseOf, numericalErrorGiven } from "standoff/words";
import { type Averages, averagesOf, checkSeed } from "../average.ts";
import { ExitCode } from "../exit-code.ts";
import type { DrawOptions, NewsOptions, SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { type Forms, formLines, formsBeside, formsJson } from "../rivals.ts";
import { load } from "../run.ts";
import { type Inquired, solveAsking } from "../share.ts";
import { analystLines, analystsJson } from "../show/analysts.ts";
import { answerJson, answerList, errorOf, namesOfMistaken } from "../show/answers.ts";
import { drawsJson, outcomeAverages, wordFor } from "../show/averages.ts";
import { checkLines, failingChecks, judgedOver } from "../show/checks.ts";
import { verdictsOf } from "../show/confidence.ts";
import { closingLines, deciderLines, exclusiveLines, headLines, outcomeLines, timeLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { wrap } from "../show/layout.ts";
import { newsChoice, newsCode, newsLines } from "../show/news.ts";
import { paintFor } from "../show/paint.ts";
import { strandsJson } from "../show/ribbon.ts";
import { version } from "../version.ts";

interface ForecastOptions extends DrawOptions, NewsOptions {
  readonly save?: string;
}

export async function forecast(outside: Outside, name: string, options: ForecastOptions): Promise<number> {
  if (options.save !== undefined) outside.announceFile(resolve(outside.cwd, options.save));
  checkSeed(options.seed);
  const news = newsChoice(load(outside, name, options), options);
  const solution = await solveAsking(outside, name, options, (scenario) => ({
    forecast: true,
    questions: ownQuestions(scenario).map(({ question }) => question),
    prior: checkedQuestions(scenario),
    news,
  }));
  if (options.save !== undefined) save(outside, solution, options, options.save);
  const { scenario, world, base, inquiry } = solution;
  if (!canBe(inquiry.news())) return tellNoNews(outside, solution, options);
  const [found, answers, own] = [inquiry.forecast(), inquiry.answers(), ownQuestions(scenario)];
  const asked = own.map(({ question: _, ...one }, i) => ({ ...one, answer: answers[i] }));
  const stated = runChecks(scenario, world, [base], inquiry.prior());
  if (options.draws !== 0 && outside.live) showStated(outside, solution, found, stated);
  const averages = await averagesOf(outside, solution, options, news);
  const checks = judgedOver(stated, averages?.study.checks);
  const forms = await formsBeside(outside, { solution, averages }, options, {
    news,
    outcomes: true,
    questionsFor: ownQuestions,
    asked: false,
  });
  const told: Told = { found, asked, checks, averages, forms };
  const text = options.json ? printJson(forecastJson(solution, told, options)) : page(outside, solution, told);
  outside.writeOut(text);
  return ExitCode.ok;
}

/** On a terminal: the answer at the stated values, until the page with the averages replaces it. */
function showStated(
  outside: Outside,
  { scenario, progress }: Inquired,
  found: Forecast,
  checks: readonly CheckResult[],
): void {
  const [paint, width] = [paintFor(outside.color), Math.min(outside.columns, 100)];
  progress.stand([
    ...headLines(scenario, width, paint),
    "At the stated values; the draws follow:",
    ...outcomeLines(found, { averages: null, words: failingChecks(checks) === null }, width, paint),
  ]);
}

/** The news cannot be: nothing is left to forecast from. */
function tellNoNews(outside: Outside, solution: Inquired, options: SolveOptions): number {
  const news = solution.inquiry.news();
  if (options.json) {
    outside.writeOut(printJson({ status: news.status, ...scenarioJson(solution, options), news }));
    return newsCode(news);
  }
  const [paint, width] = [paintFor(outside.color), Math.min(outside.columns, 100)];
  const lines = [
    ...headLines(solution.scenario, width, paint),
    "",
    ...newsLines(news, width, paint, solution.scenario.rolled),
  ];
  outside.writeOut(`${lines.join("\n")}\n`);
  return newsCode(news);
}

function checkedQuestions(scenario: Scenario) {
  return questionsOfChecks(scenario).filter((question) => question !== null);
}

function save(outside: Outside, solution: Inquired, options: SolveOptions, file: string): void {
  const settings = { set: { ...options.set }, step: options.step ?? null, reversed: options.reversed === true };
  outside.saveFile(resolve(outside.cwd, file), [storeResult(solution, version, settings)]);
  outside.writeError(`Stored the result in ${file}\n`);
}

/** All that a page or its JSON tells. */
interface Told {
  readonly found: Forecast;
  readonly asked: readonly Asked[];
  readonly checks: readonly CheckResult[];
  readonly averages: Averages | null;
  readonly forms: Forms | null;
}

function page(outside: Outside, solution: Inquired, { found, asked, checks, averages, forms }: Told): string {
  const { scenario, inquiry, missing } = solution;
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const groups = exclusiveLines(found, averages, width, paint);
  const failing = failingChecks(checks);
  const deciders = deciderLines(averages?.study.outcomes ?? found.outcomes, width, paint);
  const sections = [
    [...headLines(scenario, width, paint), ...newsLines(inquiry.news(), width, paint, scenario.rolled)],
    ...(failing === null ? [] : [wrap(failing, width).map(paint.error)]),
    outcomeLines(found, { averages, words: failing === null }, width, paint),
    ...(deciders.length === 0 ? [] : [deciders]),
    timeLines(scenario, found, averages, width, paint),
    ...(groups.length === 0 ? [] : [groups]),
    ...(asked.length === 0 ? [] : [answerList(asked, averages, width, paint)]),
    ...(forms === null ? [] : [formLines(forms, width, paint)]),
    ...[analystLines(scenario, averages, width, paint)].filter((lines) => lines.length > 0),
    ...(checks.length === 0 ? [] : [checkLines(checks, width, paint)]),
    closingLines(
      found,
      {
        missing,
        averages,
        questions: namesOfMistaken(asked),
        noise: noiseOf(scenario),
        chance: inquiry.news().likelihood,
      },
      width,
      paint,
    ),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function forecastJson(solution: Inquired, { found, asked, checks, averages, forms }: Told, options: SolveOptions) {
  const words = failingChecks(checks) === null;
  const { scenario, inquiry } = solution;
  const study = averages?.study;
  const judged = study && verdictsOf({ scenario, news: inquiry.news(), forecast: found, asked, checks, study });
  const outcomes = found.outcomes.map((one) => {
    const { byEnd, byDate, ribbon, errorShare, decided, resolvable, resolves } = one;
    const average = averages?.study.outcomes.find(({ name }) => name === one.name);
    const likely = words ? (average === undefined ? likelihood(byEnd) : wordFor(average)) : null;
    const entry = { byEnd, likelihood: likely, byDate, ribbon: ribbon.byEnd, ribbonByDate: ribbon.byDate };
    const averaged = average === undefined ? {} : outcomeAverages(average);
    const confidence = judged && { confidence: judged.outcomes.get(one.name)! };
    return [one.name, { ...entry, errorShare, decided, ...averaged, ...confidence, resolvable, resolves }] as const;
  });
  return {
    status: "solved",
    ...scenarioJson(solution, options),
    world: found.world,
    certificate: {
      ...certificateJson(found.certificate),
      massLost: Math.max(found.massLost, found.certificate.massLost),
    },
    solutions: strandsJson(found.solutions),
    unsolvedScales: solution.unsolved.map(({ scale }) => scale),
    missingScales: solution.missing,
    numericalError: numericalErrorGiven(found.certificate, solution.inquiry.news().likelihood),
    errorStake: found.errorStake,
    news: solution.inquiry.news(),
    ...(averages === null ? {} : drawsJson(averages.study, averages.seed)),
    outcomes: Object.fromEntries(outcomes),
    exclusive: found.exclusive,
    questions: asked.map((one) => {
      const verdict = judged?.questions.get(one.name ?? one.ask);
      return {
        ...answerJson(one, averages),
        ...errorOf(solution, one),
        ...(verdict === undefined ? {} : { confidence: verdict }),
      };
    }),
    ...(forms === null ? {} : formsJson(forms)),
    ...analystsJson(solution.scenario, averages),
    checks,
    checksContradict: !words,
  };
}
