/** A forecast as a page of text: what, how likely, when, how sure, and what the numbers do not say. */
import {
  errorShareText,
  errorsNote,
  type Forecast,
  likelihood,
  livesOnMistakes,
  type OutcomeForecast,
  percent,
  percentWithRibbon,
  ribbonNote,
  ribbonRange,
  type Scenario,
} from "standoff";
import { clockLegend, clockMarks } from "./clocks.ts";
import { clip, hanging, padEnd, table, widthOf, wrap } from "./layout.ts";
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
    ...(scenario.caveat === "" ? [] : wrap(scenario.caveat, width).map(paint.warning)),
  ];
}

export function outcomeLines(forecast: Forecast, width: number, paint: Paint): string[] {
  const rows = forecast.outcomes.map((one) => [
    one.resolvable ? one.name : `${one.name} *`,
    likelihood(one.byEnd),
    percentWithRibbon(one.byEnd, one.ribbon.byEnd),
    errorsCell(one),
  ]);
  const lines = table(
    [
      { title: `by ${longDate(dayOf(forecast.to))}`, align: "left", gives: true },
      { title: "likelihood", align: "left" },
      { title: "probability", align: "right" },
      { title: "errors", align: "right" },
    ],
    rows,
    width,
    paint.faint,
  );
  const unresolvable = forecast.outcomes.some(({ resolvable }) => !resolvable);
  return [...lines, ...(unresolvable ? [paint.faint("* nobody outside could tell whether it came true")] : [])];
}

/** Figures stand one under the other, whether they are pointed out or not. */
function errorsCell(one: OutcomeForecast): string {
  return errorShareText(sharedOf(one)).replace(/%$/, "%  ");
}

function sharedOf({ byEnd, errorShare }: OutcomeForecast) {
  return { probability: byEnd, errorShare };
}

/** How each outcome that can come at any time builds up along the calendar, with the clocks on the same axis. */
export function timeLines(scenario: Scenario, forecast: Forecast, width: number, paint: Paint): string[] {
  const { from, to } = scenario.calendar;
  const names = Math.min(plotNames, Math.max(...forecast.outcomes.map(({ name }) => widthOf(name)), 8));
  const room = Math.max(8, width - names - 2 - 7);
  const row = (label: string, plot: string, after = "") =>
    `${padEnd(clip(label, names), names)}  ${plot}${after}`.trimEnd();
  const series = (one: OutcomeForecast): Series => one.byDate.map(([date, p]) => [dayOf(date), p] as const);
  const marks = clockMarks(scenario);
  return [
    paint.heading("When") + paint.faint("  probability by date, each row to its own height"),
    row("", paint.faint(dateLabels(from, to, room))),
    ...forecast.outcomes
      .filter(({ byEnd }, index) => byEnd > 0 && builds(scenario, index))
      .map((one) =>
        row(
          one.name,
          paint.figure(padEnd(sparkline(series(one), from, to, room, one.byEnd), room)),
          ` ${percent(one.byEnd).padStart(6)}`,
        ),
      ),
    row("", paint.faint(axis(marks, from, to, room))),
    ...clockLegend(scenario, width).map(paint.faint),
  ];
}

/** What is judged on the last day only does not build up. */
function builds(scenario: Scenario, outcome: number): boolean {
  const { how } = scenario.outcomes[outcome];
  return how !== "at end" && how !== "else";
}

export function exclusiveLines(forecast: Forecast, width: number, paint: Paint): string[] {
  return forecast.exclusive.flatMap(({ name, outcomes, none, overlap }) => {
    const parts = outcomes.map((outcome) => {
      const one = forecast.outcomes.find((each) => each.name === outcome)!;
      return `${outcome} ${percent(one.byEnd)}`;
    });
    const rest = none > 1e-9 ? [`none of these ${percent(none)}`] : [];
    const warning = overlap > 1e-9 ? [paint.warning(`  two of them together: ${percent(overlap)}`)] : [];
    return [...hanging(`${name}: `, [...parts, ...rest].join(", "), width), ...warning];
  });
}

/** What stands under every table of probabilities; `missing` are scales that were not come to, `questions` are those whose answers live on mistakes. */
export function closingLines(
  forecast: Forecast,
  missing: readonly number[],
  questions: readonly string[],
  width: number,
  paint: Paint,
): string[] {
  const { certificate, world, errorStake, solutions } = forecast;
  const outcomes = forecast.outcomes.filter((one) => livesOnMistakes(sharedOf(one))).map(({ name }) => name);
  const figure = (n: number) => n.toExponential(0).replace("e+0", "");
  const notes = [
    ribbonNote(ribbonRange(solutions, missing)),
    errorsNote(errorStake, [...outcomes, ...questions]),
    "Every probability holds in this model, given these values: values that we attribute, not endorse. That a move is modelled says nothing about its lawfulness or merit; casualties and law are outside the payoffs unless modelled.",
    `Certificate: residual ${figure(certificate.residual)}, mass lost ${figure(Math.max(certificate.massLost, forecast.massLost))}, ${certificate.iterations} iterations, ${world.states.toLocaleString("en")} states, ${world.edges.toLocaleString("en")} edges; ${certificate.says}. This is the precision of the arithmetic, not of the forecast.`,
  ];
  return notes.flatMap((note) => wrap(note, width)).map(paint.faint);
}
