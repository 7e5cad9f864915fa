/** `standoff report`: the forecast as one page that stands by itself, with how sure it is, what it rests on and how else it may go. */
import { resolve } from "node:path";
import { type Gathered, leadsOf, type Report, reportOf, reportPage } from "@standoff/report";
import {
  canBe,
  derivativesOf,
  explain,
  manifestOf,
  ownQuestions,
  questionsOfChecks,
  runChecks,
  type Scenario,
} from "standoff";
import { type Averages, averagesOf, checkSeed } from "../average.ts";
import { ExitCode, Stop } from "../exit-code.ts";
import type { DrawOptions, NewsOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { load } from "../run.ts";
import { type Inquired, solveAsking } from "../share.ts";
import { judgedOver } from "../show/checks.ts";
import { printJson } from "../show/json.ts";
import { newsChoice, newsCode } from "../show/news.ts";
import { version } from "../version.ts";
import { rangesFor } from "./why.ts";

interface ReportOptions extends DrawOptions, NewsOptions {
  readonly out?: string;
  readonly answer?: string;
  readonly ranges?: number;
}

export async function report(outside: Outside, name: string, options: ReportOptions): Promise<number> {
  if (options.draws === 0) throw new Stop(ExitCode.usage, "a report is of means over draws: --draws takes at least 4");
  if (options.out !== undefined) outside.announceFile(resolve(outside.cwd, options.out));
  checkSeed(options.seed);
  const scenario = load(outside, name, options);
  const lead = leadFor(scenario, options.answer);
  const news = newsChoice(scenario, options);
  const solution = await solveAsking(outside, name, options, (checked) => ({
    forecast: true,
    questions: ownQuestions(checked).map(({ question }) => question),
    prior: questionsOfChecks(checked).filter((question) => question !== null),
    news,
  }));
  const taken = solution.inquiry.news();
  if (!canBe(taken))
    throw new Stop(newsCode(taken), `the news: ${taken.status}: ${taken.says}\n--before-news leaves it out`);
  const averages = await averagesOf(outside, solution, options, news);
  if (averages === null)
    throw new Stop(ExitCode.interrupted, "ended before any draw stood: there is nothing to report");
  const found = reportOf(gathered(outside, { solution, averages, lead, news }, options));
  write(outside, found, options);
  return ExitCode.ok;
}

/** The answer that leads, by its name; or a stop that lists what there is. */
function leadFor({ outcomes, questions }: Scenario, wanted: string | undefined): string {
  const first = outcomes.find(({ unlisted }) => unlisted !== true);
  const asked = questions.map(({ name }) => name);
  const names = [...outcomes.filter(({ unlisted }) => unlisted !== true).map(({ name }) => name), ...asked];
  if (wanted === undefined) {
    if (first === undefined) throw new Stop(ExitCode.usage, "the scenario names no outcome: nothing to report");
    return first.name;
  }
  if (names.includes(wanted)) return wanted;
  throw new Stop(ExitCode.usage, `there is no answer "${wanted}"; there are: ${names.join(", ")}`);
}

interface Computed {
  readonly solution: Inquired;
  readonly averages: Averages;
  readonly lead: string;
  readonly news: ReturnType<typeof newsChoice>;
}

function gathered(outside: Outside, { solution, averages, lead, news }: Computed, options: ReportOptions): Gathered {
  const { scenario, world, base, inquiry, progress } = solution;
  const { study, seed } = averages;
  if (!leadsOf(study).includes(lead)) throw new Stop(ExitCode.usage, `"${lead}" is no probability: it cannot lead`);
  const answers = inquiry.answers();
  const asked = ownQuestions(scenario).map(({ question: _, ...one }, i) => ({ ...one, answer: answers[i] }));
  const whole = { scenario, world, base, results: [base] };
  const [moved] = derivativesOf(whole, [lead], {
    news,
    ranges: rangesFor(solution, options),
    onProgress: (done, of) => progress.show("solving at the ends of ranges", done / of),
  });
  progress.done();
  const settings = Object.entries(options.set).map(([of, value]) => [`set ${of}`, value] as const);
  return {
    scenario,
    file: solution.path,
    written: outside.today(),
    manifest: manifestOf(solution, version, {
      ...Object.fromEntries(settings),
      step: options.step ?? null,
      reversed: options.reversed === true,
    }),
    news: inquiry.news(),
    forecast: inquiry.forecast(),
    asked,
    checks: judgedOver(runChecks(scenario, world, [base], inquiry.prior()), study.checks),
    study,
    seed,
    lead,
    derivatives: moved.status === "told" ? moved : null,
    stories: explain(whole, { news, only: "paths" }).paths!,
    beliefs: explain(whole, { news, only: "beliefs" }).beliefs!.paths,
  };
}

function write(outside: Outside, found: Report, { out, json }: ReportOptions): void {
  const text = json === true ? printJson(found) : reportPage(found);
  if (out === undefined) {
    outside.writeOut(text);
    return;
  }
  outside.saveFile(resolve(outside.cwd, out), [text]);
  outside.writeError(`Wrote ${out}\n`);
}
