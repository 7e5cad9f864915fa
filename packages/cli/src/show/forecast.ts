/** A forecast as a page of text: what, how likely, when, how sure, and what the numbers do not say. */

import type { Decider, Forecast, OutcomeForecast, Scenario } from "standoff";
import type { OutcomeStudy } from "standoff/study";
import {
  type ChoiceNoise,
  errorShareText,
  errorsNote,
  likelihood,
  livesOnMistakes,
  numericalErrorGiven,
  numericalErrorNote,
  percent,
  percentWithRibbon,
  ribbonNote,
  ribbonRange,
} from "standoff/words";
import type { Averages } from "../average.ts";
import { averagesNote, bandCell, drawsLines, errorCell, meanCell, percentText, wordFor } from "./averages.ts";
import { clockLegend, clockMarks } from "./clocks.ts";
import { type Column, clip, hanging, padEnd, table, widthOf, wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";
import { axis, dateLabels, dayOf, longDate, type Series, sparkline } from "./plot.ts";

/** Widest name in the plot by date; longer ones are clipped there, they stand in full in the table. */
const plotNames = 26;

/** Title, time and caveat: the head of every page. */
export function headLines(scenario: Scenario, width: number, paint: Paint): string[] {
  const { calendar, asOf } = scenario;
  const step = `${calendar.step.count} ${calendar.step.unit}${calendar.step.count === 1 ? "" : "s"}`;
  return [
    ...wrap(scenario.title, width).map(paint.heading),
    `as of ${longDate(asOf.day)}${asOf.day > calendar.to ? " (after the last day: hindsight)" : ""}; ${longDate(calendar.from)} to ${longDate(calendar.to)}, step ${step}`,
    ...(scenario.rolled === null ? [] : wrap(rolledNote(scenario.rolled), width)),
    ...(scenario.caveat === "" ? [] : wrap(scenario.caveat, width).map(paint.warning)),
  ];
}

function rolledNote({ to, forecasts }: NonNullable<Scenario["rolled"]>): string {
  const kept = forecasts.length === 0 ? "" : ` ${forecasts.length} earlier forecasts stand in the file.`;
  return `Rolled on to ${longDate(to)}: from then on everyone plays a new game, which starts from what the news up to that day leaves.${kept}`;
}

/** What a page is made of besides the stated answers. */
export interface Beside {
  /** Null: the stated values stand alone. */
  readonly averages: Averages | null;
  /** May words of likelihood be given? Not where the scenario contradicts its own checks. */
  readonly words: boolean;
}

export function outcomeLines(forecast: Forecast, { averages, words }: Beside, width: number, paint: Paint): string[] {
  const unresolvable = forecast.outcomes.some(({ resolvable }) => !resolvable);
  const found = averages?.study.outcomes;
  const [columns, row] = found === undefined ? statedTable(words) : averagedTable(found, words, width);
  const rows = forecast.outcomes.map((one) => [one.resolvable ? one.name : `${one.name} *`, ...row(one)]);
  const first = { title: `by ${longDate(dayOf(forecast.to))}`, align: "left", gives: true } as const;
  return [
    ...table([first, ...columns], rows, width, paint.faint),
    ...(unresolvable ? [paint.faint("* nobody outside could tell whether it came true")] : []),
    ...(averages === null ? [] : drawsLines(averages.study, averages.seed, averages.ended, width, paint)),
  ];
}

type Table = readonly [columns: readonly Column[], row: (one: OutcomeForecast) => string[]];

const right = (title: string): Column => ({ title, align: "right" });

function statedTable(words: boolean): Table {
  const word: Column = { title: words ? "likelihood" : "", align: "left" };
  return [
    [word, right("probability"), right("off best")],
    (one) => [words ? likelihood(one.byEnd) : "", percentWithRibbon(one.byEnd, one.ribbon.byEnd), errorsCell(one)],
  ];
}

/** Columns that a page has room for besides names: from this width on with the ribbon. */
const WIDE = 96;

function averagedTable(found: readonly OutcomeStudy[], words: boolean, width: number): Table {
  const word: Column = { title: words ? "likelihood" : "", align: "left" };
  const columns = [word, right("mean"), right(""), right("band"), right("stated"), right("habit"), right("off best")];
  return [
    columns,
    (one) => {
      const average = found.find(({ name }) => name === one.name)!;
      const { error, band, habit, mean, errorShare } = average;
      return [
        words ? (wordFor(average) ?? "") : "",
        meanCell(average, percentText),
        errorCell(error, percentText),
        bandCell(band, percentText),
        width < WIDE ? percent(one.byEnd) : percentWithRibbon(one.byEnd, one.ribbon.byEnd),
        percentText(habit),
        errorShareText({ probability: mean ?? 0, errorShare }).replace(/%$/, "%  "),
      ];
    },
  ];
}

/** Figures stand one under the other, whether they are pointed out or not. */
function errorsCell(one: OutcomeForecast): string {
  return errorShareText(sharedOf(one)).replace(/%$/, "%  ");
}

function sharedOf({ byEnd, errorShare }: OutcomeForecast) {
  return { probability: byEnd, errorShare };
}

/** How each outcome that can come at any time builds up along the calendar, with the clocks on the same axis. */
export function timeLines(
  scenario: Scenario,
  forecast: Forecast,
  averages: Averages | null,
  width: number,
  paint: Paint,
): string[] {
  const { from, to } = scenario.calendar;
  const names = Math.min(plotNames, Math.max(...forecast.outcomes.map(({ name }) => widthOf(name)), 8));
  const room = Math.max(8, width - names - 2 - 7);
  const row = (label: string, plot: string, after = "") =>
    `${padEnd(clip(label, names), names)}  ${plot}${after}`.trimEnd();
  const plotted = forecast.outcomes.map(({ name, byEnd, byDate }) => {
    const average = averages?.study.outcomes.find((one) => one.name === name);
    return average === undefined
      ? { name, byEnd, byDate }
      : { name, byEnd: average.mean ?? 0, byDate: average.meanByDate };
  });
  const marks = clockMarks(scenario);
  return [
    paint.heading("When") +
      paint.faint(`  ${averages === null ? "probability" : "mean"} by date, each row to its own height`),
    row("", paint.faint(dateLabels(from, to, room))),
    ...plotted
      .filter(({ byEnd }, index) => byEnd > 0 && builds(scenario, index))
      .map(({ name, byEnd, byDate }) => {
        const series: Series = byDate.map(([date, p]) => [dayOf(date), p] as const);
        const plot = sparkline(series, from, to, room, byEnd);
        return row(name, paint.figure(padEnd(plot, room)), ` ${percent(byEnd).padStart(6)}`);
      }),
    row("", paint.faint(axis(marks, from, to, room))),
    ...clockLegend(scenario, width).map(paint.faint),
  ];
}

/** What is judged on the last day only does not build up. */
function builds(scenario: Scenario, outcome: number): boolean {
  const { how } = scenario.outcomes[outcome];
  return how !== "at end" && how !== "else";
}

/** Acts named for an outcome, and the least share of it that they decide off the best. */
const MOST_DECIDERS = 3;
const LEAST_DECIDED = 0.05;

/** Whose choices off the best bring outcomes about: by desk and move. Nothing where hardly any do. */
export function deciderLines(
  outcomes: readonly { readonly name: string; readonly decided: readonly Decider[] }[],
  width: number,
  paint: Paint,
): string[] {
  const told = outcomes.flatMap(({ name, decided }) => {
    const most = [...decided].sort((a, b) => b.mistaken - a.mistaken).slice(0, MOST_DECIDERS);
    const named = most.filter(({ mistaken }) => mistaken >= LEAST_DECIDED);
    const text = named.map(({ actor, act, mistaken }) => `${actor}, ${act} ${percent(mistaken)}`).join("; ");
    return named.length === 0 ? [] : hanging(`  ${name}: `, text, width);
  });
  if (told.length === 0) return [];
  const says = "share of the probability that such a choice decides: the act that brings it about, or the last before";
  return [
    paint.heading("Off best, by whom"),
    ...wrap(says, width - 2).map((line) => paint.faint(`  ${line}`)),
    ...told,
  ];
}

export function exclusiveLines(forecast: Forecast, averages: Averages | null, width: number, paint: Paint): string[] {
  const means = averages?.study;
  return forecast.exclusive.flatMap(({ name, outcomes, ...stated }) => {
    const parts = outcomes.map((outcome) => {
      const one = forecast.outcomes.find((each) => each.name === outcome)!;
      const average = means?.outcomes.find((each) => each.name === outcome);
      return `${outcome} ${percent(average?.mean ?? one.byEnd)}`;
    });
    const averaged = means?.exclusive.find((group) => group.name === name);
    const [none, overlap] = [averaged?.none ?? stated.none, averaged?.overlap ?? stated.overlap];
    const rest = none > 1e-9 ? [`none of these ${percent(none)}`] : [];
    const warning = overlap > 1e-9 ? [paint.warning(`  two of them together: ${percent(overlap)}`)] : [];
    return [...hanging(`${name}: `, [...parts, ...rest].join(", "), width), ...warning];
  });
}

interface Closing {
  /** Scales that were not come to. */
  readonly missing: readonly number[];
  readonly averages: Averages | null;
  /** Those whose answers live on choices off the best. */
  readonly questions: readonly string[];
  readonly noise: ChoiceNoise;
  /** Of the news that all is given; 1 without any. */
  readonly chance: number;
}

/** What the page's numbers are and are not: under every table of probabilities. */
export function closingLines(
  forecast: Forecast,
  { missing, averages, questions, noise, chance }: Closing,
  width: number,
  paint: Paint,
): string[] {
  const { certificate, world, errorStake, solutions } = forecast;
  const outcomes = livingOnMistakes(forecast, averages);
  const figure = (n: number) => n.toExponential(0).replace("e+0", "");
  const error = numericalErrorGiven(certificate, chance);
  const moved = error === null ? "" : `, which moves no probability by more than ${figure(error)}`;
  const seen = numericalErrorNote(error);
  const ribbon = averages === null || width >= WIDE ? [ribbonNote(ribbonRange(solutions, missing))] : [];
  const notes = [
    ...(averages === null ? [] : [averagesNote(averages.study)]),
    ...ribbon,
    errorsNote(errorStake, [...outcomes, ...questions], noise),
    "Every probability holds in this model, given these values: values that we attribute, not endorse. That a move is modelled says nothing about its lawfulness or merit; casualties and law are outside the payoffs unless modelled.",
    `Certificate: residual ${figure(certificate.residual)}${moved}, mass lost ${figure(Math.max(certificate.massLost, forecast.massLost))}, ${certificate.iterations} iterations, ${world.states.toLocaleString("en")} states, ${world.edges.toLocaleString("en")} edges; ${certificate.says}. This is the precision of the arithmetic, not of the forecast.`,
  ];
  return [
    ...(seen === null ? [] : wrap(seen, width).map(paint.warning)),
    ...notes.flatMap((note) => wrap(note, width)).map(paint.faint),
  ];
}

function livingOnMistakes(forecast: Forecast, averages: Averages | null): string[] {
  const all =
    averages?.study.outcomes.map(({ name, mean, errorShare }) => ({ name, probability: mean ?? 0, errorShare })) ??
    forecast.outcomes.map((one) => ({ name: one.name, ...sharedOf(one) }));
  return all.filter(livesOnMistakes).map(({ name }) => name);
}
