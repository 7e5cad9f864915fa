/**
 * `standoff report`: the forecast as one page that stands by itself, with how sure it is, what it rests on and how else
 * it may go.
 */
import { resolve } from "node:path";
import {
  changesSince,
  type Gathered,
  leadsOf,
  type Report,
  readReport,
  reportOf,
  reportPage,
  reportSheets,
} from "@standoff/report";
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
import { dealsOf, usualDealDraws, whatToFindOut, whatToWatch } from "standoff/judge";
import { type Averages, averagesOf, checkSeed } from "../average.ts";
import { ExitCode, Stop } from "../exit-code.ts";
import type { DrawOptions, NewsOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { type Forms, formsBeside } from "../rivals.ts";
import { bytesAllowed, load } from "../run.ts";
import { type Inquired, solveAsking } from "../share.ts";
import { byAnalyst } from "../show/analysts.ts";
import { judgedOver } from "../show/checks.ts";
import { printJson } from "../show/json.ts";
import { newsChoice, newsCode } from "../show/news.ts";
import { version } from "../version.ts";
import { MANY_EDGES, rangesFor } from "./why.ts";

interface ReportOptions extends DrawOptions, NewsOptions {
  readonly out?: string;
  readonly answer?: string;
  readonly ranges?: number;
  readonly since?: string;
  readonly csv?: string;
  readonly pdf?: string;
}

export async function report(outside: Outside, name: string, options: ReportOptions): Promise<number> {
  if (options.draws === 0) throw new Stop(ExitCode.usage, "a report is of means over draws: --draws takes at least 4");
  const printer = announced(outside, options);
  const before = options.since === undefined ? null : earlier(outside, options.since);
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
  const forms = await formsBeside(outside, { solution, averages }, options, {
    news,
    outcomes: true,
    questionsFor: ownQuestions,
    asked: false,
  });
  const bare = reportOf(gathered(outside, { solution, averages, forms, lead, news }, options));
  const found = before === null ? bare : { ...bare, changes: changesSince(bare, before) };
  write(outside, found, options);
  if (options.csv !== undefined) writeSheets(outside, found, options.csv);
  if (options.pdf !== undefined) print(outside, printer!, found, options.pdf);
  return ExitCode.ok;
}

/** Files that will be written, and the browser that prints; before long work. */
function announced(outside: Outside, { out, pdf }: ReportOptions): string | null {
  for (const file of [out, pdf]) if (file !== undefined) outside.announceFile(resolve(outside.cwd, file));
  if (pdf === undefined) return null;
  const browser = outside.findBrowser();
  if (browser !== null) return browser;
  throw new Stop(ExitCode.usage, "--pdf needs Chromium, and none is found; CHROMIUM may name one");
}

function earlier(outside: Outside, file: string): Report {
  const text = outside.readLarge(resolve(outside.cwd, file));
  if (text === undefined) throw new Stop(ExitCode.usage, `--since ${file}: there is no such file`);
  if (typeof text !== "string") throw new Stop(ExitCode.usage, `--since ${file}: ${text.refused}`);
  const found = readReport(text);
  if (found === undefined) throw new Stop(ExitCode.usage, `--since ${file}: it holds no report of this version`);
  return found;
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
  readonly forms: Forms | null;
  readonly lead: string;
  readonly news: ReturnType<typeof newsChoice>;
}

function gathered(
  outside: Outside,
  { solution, averages, forms, lead, news }: Computed,
  options: ReportOptions,
): Gathered {
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
  const deals =
    scenario.agreements.length === 0
      ? null
      : dealsOf(whole, {
          news,
          maxBytes: bytesAllowed(outside, options),
          over: { draws: usualDealDraws(world), seed },
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
    rivals: forms && reportedForms(forms),
    analysts: byAnalyst(scenario, averages),
    deals: deals?.status === "told" ? deals.days : null,
    watched: whatToWatch(whole, lead, { news, most: signsFor(solution) }),
    findOut: whatToFindOut(whole, lead, { news }),
  };
}

/** Signs asked of in a large world: each costs a part of a sweep. */
const SOME_SIGNS = 24;

function signsFor({ world }: Inquired): number {
  return world.header.edges > MANY_EDGES ? SOME_SIGNS : Number.POSITIVE_INFINITY;
}

function reportedForms({ forms, pool }: Forms): NonNullable<Gathered["rivals"]> {
  const pooled = pool?.status === "pooled" ? [...pool.study.outcomes, ...pool.study.questions] : null;
  return { forms, pooled: pooled?.map(({ name, mean, band }) => ({ name, mean, band })) ?? null };
}

/** To stdout where no file is named at all. */
function write(outside: Outside, found: Report, { out, json, csv, pdf }: ReportOptions): void {
  if (out === undefined && json !== true && (csv !== undefined || pdf !== undefined)) return;
  const text = json === true ? printJson(found) : reportPage(found);
  if (out === undefined) {
    outside.writeOut(text);
    return;
  }
  outside.saveFile(resolve(outside.cwd, out), [text]);
  outside.writeError(`Wrote ${out}\n`);
}

function writeSheets(outside: Outside, found: Report, folder: string): void {
  const into = resolve(outside.cwd, folder);
  outside.makeFolder(into);
  const sheets = reportSheets(found);
  for (const { name, text } of sheets) outside.saveFile(resolve(into, name), [text]);
  outside.writeError(`Wrote ${sheets.length} tables into ${folder}\n`);
}

function print(outside: Outside, browser: string, found: Report, file: string): void {
  outside.saveFile(resolve(outside.cwd, file), outside.printPage(browser, reportPage(found)));
  outside.writeError(`Wrote ${file}\n`);
}
