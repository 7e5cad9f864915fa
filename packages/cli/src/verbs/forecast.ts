/** `standoff forecast`: every outcome's probability by date, with ribbon and error share. */
import { resolve } from "node:path";
import {
  type Asked,
  type CheckResult,
  canBe,
  type Forecast,
  likelihood,
  ownQuestions,
  questionsOfChecks,
  runChecks,
  type Scenario,
  storeResult,
} from "standoff";
import { ExitCode } from "../exit-code.ts";
import type { NewsOptions, SolveOptions, ThreadOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { load } from "../run.ts";
import { type Inquired, solveAsking } from "../share.ts";
import { answerJson, answerList, namesOfMistaken } from "../show/answers.ts";
import { checkLines } from "../show/checks.ts";
import { closingLines, exclusiveLines, headLines, outcomeLines, timeLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { newsChoice, newsCode, newsLines } from "../show/news.ts";
import { paintFor } from "../show/paint.ts";
import { strandsJson } from "../show/ribbon.ts";
import { version } from "../version.ts";

interface ForecastOptions extends ThreadOptions, NewsOptions {
  readonly save?: string;
}

export async function forecast(outside: Outside, name: string, options: ForecastOptions): Promise<number> {
  if (options.save !== undefined) outside.announceFile(resolve(outside.cwd, options.save));
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
  const checks = runChecks(scenario, world, [base], inquiry.prior());
  const text = options.json
    ? printJson(forecastJson(solution, found, asked, checks, options))
    : page(outside, solution, found, asked, checks);
  outside.writeOut(text);
  return ExitCode.ok;
}

/** The news cannot be: nothing is left to forecast from. */
function tellNoNews(outside: Outside, solution: Inquired, options: SolveOptions): number {
  const news = solution.inquiry.news();
  if (options.json) {
    outside.writeOut(printJson({ status: news.status, ...scenarioJson(solution, options), news }));
    return newsCode(news);
  }
  const [paint, width] = [paintFor(outside.color), Math.min(outside.columns, 100)];
  const lines = [...headLines(solution.scenario, width, paint), "", ...newsLines(news, width, paint)];
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

function page(
  outside: Outside,
  { scenario, inquiry, missing }: Inquired,
  found: Forecast,
  asked: readonly Asked[],
  checks: readonly CheckResult[],
): string {
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const groups = exclusiveLines(found, width, paint);
  const sections = [
    [...headLines(scenario, width, paint), ...newsLines(inquiry.news(), width, paint)],
    outcomeLines(found, width, paint),
    timeLines(scenario, found, width, paint),
    ...(groups.length === 0 ? [] : [groups]),
    ...(asked.length === 0 ? [] : [answerList(asked, width, paint)]),
    ...(checks.length === 0 ? [] : [checkLines(checks, width, paint)]),
    closingLines(found, missing, namesOfMistaken(asked), width, paint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function forecastJson(
  solution: Inquired,
  found: Forecast,
  asked: readonly Asked[],
  checks: readonly CheckResult[],
  options: SolveOptions,
) {
  const outcomes = found.outcomes.map((one) => {
    const { byEnd, byDate, ribbon, errorShare, resolvable, resolves } = one;
    const likely = likelihood(byEnd);
    const entry = { byEnd, likelihood: likely, byDate, ribbon: ribbon.byEnd, ribbonByDate: ribbon.byDate, errorShare };
    return [one.name, { ...entry, resolvable, resolves }] as const;
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
    errorStake: found.errorStake,
    news: solution.inquiry.news(),
    outcomes: Object.fromEntries(outcomes),
    exclusive: found.exclusive,
    questions: asked.map(answerJson),
    checks,
  };
}
