/**
 * What verbs share that look elsewhere for an answer: the scenario solved at its stated steadiness, the news chosen,
 * and the three ways in which it ends: told, not to be had, not understood.
 */
import { type NewsTaken, type NotUnderstood, readDay, type Scenario } from "standoff";
import { ExitCode, Stop } from "./exit-code.ts";
import type { NewsOptions, SolveOptions } from "./options.ts";
import type { Outside } from "./outside.ts";
import { progressOn } from "./progress.ts";
import { load, type Solution, solve, stopFaulty } from "./run.ts";
import { headLines } from "./show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "./show/json.ts";
import { wrap } from "./show/layout.ts";
import { newsChoice, newsCode, newsLines } from "./show/news.ts";
import { type Paint, paintFor } from "./show/paint.ts";

export interface JudgeOptions extends SolveOptions, NewsOptions {}

type NotTold = { readonly status: "none"; readonly answer?: string; readonly says: string; readonly news: NewsTaken };
type Ended = { readonly status: "told"; readonly news: NewsTaken } | NotTold | NotUnderstood;
type Told<E> = Extract<E, { readonly status: "told" }>;

/** What a page is laid out by. */
export interface Sheet {
  readonly width: number;
  readonly paint: Paint;
}

export interface Judging<E> {
  readonly work: (
    solution: Solution,
    given: { readonly news: ReturnType<typeof newsChoice>; readonly show: (stage: string, part?: number) => void },
  ) => E;
  /** The sections of a page below its head. */
  readonly page: (told: Told<E>, solution: Solution, sheet: Sheet) => readonly (readonly string[])[];
}

/** Solves, works and shows. */
export function judge<E extends Ended>(
  outside: Outside,
  name: string,
  options: JudgeOptions,
  { work, page }: Judging<E>,
): number {
  const news = newsChoice(load(outside, name, options), options);
  const solution = solve(outside, name, options, { scales: [1] });
  const progress = progressOn(outside, options);
  const found = work(solution, { news, show: progress.show });
  progress.done();
  if (found.status === "not understood")
    return stopFaulty({ outside, path: "answer", options }, found as NotUnderstood);
  const ended = found as Told<E> | NotTold;
  if (options.json) outside.writeOut(printJson(toJson(solution, options, ended)));
  else {
    const sheet: Sheet = { width: Math.min(outside.columns, 100), paint: paintFor(outside.color) };
    const { width, paint } = sheet;
    const head = [
      ...headLines(solution.scenario, width, paint),
      ...newsLines(ended.news, width, paint, solution.scenario.rolled),
    ];
    const body = ended.status === "none" ? [wrap(inWords(ended), width)] : page(ended, solution, sheet);
    outside.writeOut(`${[head, ...body].map((lines) => lines.join("\n")).join("\n\n")}\n`);
  }
  return newsCode(ended.news);
}

function inWords({ answer, says }: NotTold): string {
  return answer === undefined ? `${says[0].toUpperCase()}${says.slice(1)}.` : `${answer}: ${says}`;
}

/** The day that an option names. */
export function dayGiven(scenario: Scenario, option: string, text: string): number {
  const read = readDay(scenario, text);
  if ("says" in read) throw new Stop(ExitCode.usage, `${option} ${text}: ${read.says}`);
  return read.day;
}

function toJson(
  solution: Solution,
  options: JudgeOptions,
  { status, news, ...told }: Ended & { readonly news: NewsTaken },
) {
  const head = { ...scenarioJson(solution, options), certificate: certificateJson(solution.base.certificate), news };
  return { status, ...head, ...told };
}

export const VALUES_NOTE = "In this model, given these values: values that we attribute, not endorse.";
