/**
 * `standoff explain`: who does what in which situation, what each actor thinks of what it does not see, the likeliest
 * paths.
 */

import {
  canBe,
  type DatedStep,
  type DeskStrategy,
  type Explanation,
  explain as explainSolution,
  type ForgettingGap,
  type Scenario,
  type Stories,
} from "standoff";
import { beliefInWords, percent, reasonsInWords, stepDates, stepInWords, strategyInWords } from "standoff/words";
import { ExitCode, Stop } from "../exit-code.ts";
import type { NewsOptions, SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { load, type Solution, solve } from "../run.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { hanging, wrap } from "../show/layout.ts";
import { newsChoice, newsCode, newsLines } from "../show/news.ts";
import { type Paint, paintFor } from "../show/paint.ts";

interface ExplainOptions extends SolveOptions, NewsOptions {
  readonly only?: "strategies" | "beliefs" | "paths";
  readonly outcome?: string;
  readonly actor?: string;
  readonly detail?: boolean;
  readonly number: number;
}

export function explain(outside: Outside, name: string, options: ExplainOptions): number {
  const { only, actor, outcome, detail, number } = options;
  const news = newsChoice(checkNames(outside, name, options), options);
  const solution = solve(outside, name, options, { scales: [1] });
  const found = explainSolution(solution, {
    news,
    number,
    detail: detail === true,
    ...(only === undefined ? {} : { only }),
    ...(actor === undefined ? {} : { actor }),
    ...(outcome === undefined ? {} : { outcome }),
  });
  outside.writeOut(options.json ? printJson(toJson(solution, found, options)) : page(outside, solution, found));
  return newsCode(found.news);
}

/** Before the work: do the actor and the outcome exist? */
function checkNames(outside: Outside, name: string, options: ExplainOptions): Scenario {
  const scenario = load(outside, name, options);
  const { actors, outcomes } = scenario;
  const actor = options.actor;
  if (actor !== undefined && !actors.some((one) => one.id === actor || one.name === actor)) {
    throw new Stop(ExitCode.usage, `there is no actor "${actor}"; there are: ${actors.map(({ id }) => id).join(", ")}`);
  }
  const outcome = options.outcome;
  if (outcome !== undefined && !outcomes.some((one) => one.name === outcome)) {
    const names = outcomes.map((one) => one.name).join(", ");
    throw new Stop(ExitCode.usage, `there is no outcome "${outcome}"; there are: ${names}`);
  }
  return scenario;
}

function page(outside: Outside, { scenario }: Solution, found: Explanation): string {
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const sections = [
    [...headLines(scenario, width, paint), ...newsLines(found.news, width, paint, scenario.rolled)],
    ...(found.strategies ? strategySections(found.strategies, width, paint) : []),
    ...(found.beliefs && found.beliefs.eyes.length + found.beliefs.unknown.length > 0
      ? [eyeLines(found.beliefs, width, paint)]
      : []),
    ...(found.beliefs ? [beliefLines(found.beliefs, width, paint)] : []),
    ...(found.paths ? pathSections(found.paths, width, paint) : []),
    wrap("In this model, given these values: values that we attribute, not endorse.", width).map(paint.faint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** Who reckons with which number, and without which move; the others know it and reckon with their own. */
function eyeLines({ eyes, unknown }: NonNullable<Explanation["beliefs"]>, width: number, paint: Paint): string[] {
  return [
    paint.heading("In different eyes") + paint.faint("  the others know of it; the forecast is the modeller's"),
    ...eyes.flatMap(({ actorName, assumption, stated, held }) =>
      hanging("  ", `to ${actorName} ${assumption} is ${held}, not ${stated}`, width),
    ),
    ...unknown.flatMap(({ actorName, move, seen }) =>
      hanging("  ", `unknown to ${actorName}${seen ? " until seen made" : ", and never seen made"}: ${move}`, width),
    ),
  ];
}

function beliefLines(
  { paths, forgetting }: NonNullable<Explanation["beliefs"]>,
  width: number,
  paint: Paint,
): string[] {
  return [
    paint.heading("What each thinks of what it does not see"),
    ...(paths.length === 0
      ? ["nothing is hidden"]
      : paths.flatMap((path) => hanging("  ", beliefInWords(path), width))),
    ...forgetting
      .filter(({ warning }) => warning)
      .flatMap((gap) => hanging("  ! ", forgettingText(gap), width).map(paint.warning)),
  ];
}

function strategySections(strategies: readonly DeskStrategy[], width: number, paint: Paint): string[][] {
  return [
    [
      paint.heading("Who does what, when"),
      ...wrap(
        "Per time that the desk meets with something to decide; situations as the actor itself can tell them apart. For and against: points by payoff, beside holding (beside its other moves where it must move).",
        width,
      ).map(paint.faint),
    ],
    ...strategies.map((strategy) => [
      `${paint.strong(strategy.desk)} (${strategy.actorName}), meets ${timesText(strategy.convenes)}${strategy.policy ? ", follows a stated policy" : ""}`,
      ...strategyInWords(strategy).flatMap((sentence, place) => [
        ...hanging("  - ", sentence, width),
        ...reasonsInWords(strategy.situations[place]).flatMap((line) =>
          hanging("      ", line, width).map(paint.faint),
        ),
      ]),
    ]),
  ];
}

function timesText(times: number): string {
  const figure = times < 10 ? times.toFixed(1) : times.toFixed(0);
  return `${figure} times on average`;
}

function pathSections({ stories, other, leftOut }: Stories, width: number, paint: Paint): string[][] {
  const told = stories.map(({ order, probability, steps }) => {
    const moments = order.map((moment) => moment.join(" and "));
    const head = `${percent(probability)}: ${moments.length === 0 ? "none of the outcomes" : moments.join(", then ")}`;
    return [...wrap(head, width).map(paint.strong), ...(steps ?? []).flatMap((step) => stepLines(step, width))];
  });
  const rest = [
    "With each order of outcomes what happens on its likeliest path, each step by the date that half of all its paths have it by (the middle 80 per cent in brackets).",
    ...(other < 1e-9 ? [] : [`All other orders: ${percent(other)}.`]),
    ...(leftOut.length === 0 ? [] : [`Not told apart here: ${leftOut.join(", ")}.`]),
  ];
  return [
    [paint.heading("The likeliest paths")],
    ...(told.length === 0 ? [["no order of outcomes is likely enough to tell"]] : told),
    wrap(rest.join(" "), width).map(paint.faint),
  ];
}

function stepLines(step: DatedStep, width: number): string[] {
  return hanging(`  ${stepDates(step)}  `, stepInWords(step, percent), width);
}

function forgettingText({ actorName, gap, date }: ForgettingGap): string {
  const when = date === null ? "" : ` around ${date}`;
  return `To ${actorName}, something seen is forgotten: with it these beliefs would be ${gap.toFixed(2)} away${when}`;
}

function toJson(solution: Solution, found: Explanation, options: ExplainOptions) {
  const { news } = found;
  return {
    status: canBe(news) ? "solved" : news.status,
    ...scenarioJson(solution, options),
    certificate: certificateJson(solution.base.certificate),
    news,
    ...(found.strategies ? { strategies: found.strategies } : {}),
    ...(found.beliefs
      ? {
          beliefs: found.beliefs.paths,
          forgetting: found.beliefs.forgetting,
          eyes: found.beliefs.eyes,
          unknown: found.beliefs.unknown,
        }
      : {}),
    ...(found.paths ? { paths: found.paths } : {}),
  };
}
