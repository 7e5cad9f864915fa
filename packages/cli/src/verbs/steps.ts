/**
 * `standoff steps`: the same forecast at a coarser and a finer step, in reversed turn order and with a longer horizon.
 * A model means its small-step limit: a forecast that moves much here rests on how the calendar was cut. Which runs
 * these are, and what to make of them, the library says.
 */
import { compareSteps, type StepComparison, type StepMove, type StepVariation, stepVariations } from "standoff";
import { percent, points } from "standoff/words";
import { ExitCode, Stop } from "../exit-code.ts";
import type { SolveOptions, ThreadOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { runWhatStands, type Told } from "../share.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { table, wrap } from "../show/layout.ts";
import { paintFor } from "../show/paint.ts";

/** What was found, and the runs that it was found in, as the rows are ordered. */
interface Found extends StepComparison {
  readonly told: readonly Told[];
}

export async function steps(outside: Outside, name: string, options: ThreadOptions): Promise<number> {
  const varied = stepVariations(options);
  if (varied.status !== "named") {
    const says = `the ${varied.how} of --step "${options.step}" cannot be named; steps needs an even number, or no --step`;
    throw new Stop(ExitCode.usage, says);
  }
  const wanted = varied.variations.map(({ change, weight }) => {
    return { name, options, weight, extra: { scales: [1], ...change }, news: { before: true } };
  });
  const runs = await runWhatStands(outside, wanted);
  const told = runs.filter((run) => run !== null);
  const missing = runs.length - told.length;
  if (missing > 0) outside.writeError(`Ended before ${missing} of ${runs.length} runs stood: they are missing.\n`);
  const found = { ...compareSteps(varied.variations, runs), told };
  outside.writeOut(options.json ? printJson(toJson(found, options)) : page(outside, found));
  return ExitCode.ok;
}

function page(outside: Outside, { rows, told, limit, largest, largestShare, alarms }: Found): string {
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const figure = (p: number | null | undefined) => (p === null || p === undefined ? "-" : percent(p));
  const marks = (variation: StepVariation, outcome?: string) =>
    alarms.some((one) => one.variation === variation && (outcome === undefined || one.outcome === outcome)) ? " !" : "";
  const [{ scenario }] = told;
  const sections = [
    headLines(scenario, width, paint),
    table(
      [
        { title: "", align: "left", gives: true },
        ...rows.map(({ variation }) => ({ title: `${variation.title}${marks(variation)}`, align: "right" }) as const),
        { title: "limit", align: "right" },
      ],
      [
        ...[...rows[0].outcomes.keys()].map((name) => [
          name,
          ...rows.map(({ variation, outcomes }) => `${figure(outcomes.get(name))}${marks(variation, name)}`),
          figure(limit.get(name)),
        ]),
        [],
        ["states", ...told.map(({ forecast }) => forecast.world.states.toLocaleString("en")), ""],
      ],
      width,
      paint.faint,
    ),
    [
      ...(limit.size === 0
        ? []
        : wrap(
            `At half the step the largest move is ${pointsInWords(largest)}${ofWhich(largest)}, and in proportion, of outcomes above 1 %, ${shareInWords(largestShare.move)} of itself${ofWhich(largestShare)}.`,
            width,
          )),
      ...wrap(
        "Limit: Richardson's extrapolation to small steps, 2 f(h/2) - f(h). Longer: a calendar 25 % longer, read at the original last day; what is judged on the last day is not comparable (-).",
        width,
      ).map(paint.faint),
    ],
    ...alarmLines(rows, alarms, width),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** What is marked, and what it means. */
function alarmLines(rows: StepComparison["rows"], alarms: StepComparison["alarms"], width: number): string[][] {
  return rows.flatMap(({ variation }) => {
    const own = alarms.filter((one) => one.variation === variation);
    if (variation.alarm === undefined || own.length === 0) return [];
    const { above, means } = variation.alarm;
    const what = own.map(({ outcome, from, to }) => `${outcome} ${percent(from)} -> ${percent(to)}`).join(", ");
    const text = `! ${variation.name}: more than ${Math.round(100 * above)} points apart, or by a third of itself: ${what}. ${means}`;
    return [wrap(text, width)];
  });
}

/** `+2 points`, `less than a point`. */
function pointsInWords({ from, to }: StepMove): string {
  const text = points(from, to);
  if (text === "0") return "none";
  return /<1$/.test(text) ? "less than a point" : `${text} point${/^.1$/.test(text) ? "" : "s"}`;
}

/** A part of the figure, signed. */
function shareInWords(move: number): string {
  const text = points(0, move);
  return /<1$/.test(text) ? "less than 1 %" : `${text} %`;
}

function ofWhich({ outcome }: StepMove): string {
  return outcome === "" ? "" : ` (${outcome})`;
}

function toJson({ rows, told, limit, largest, largestShare, alarms }: Found, options: SolveOptions) {
  const entries = rows.map(({ variation, outcomes }, place) => ({
    variation: variation.name,
    step: told[place].scenario.calendar.step,
    world: { states: told[place].forecast.world.states, edges: told[place].forecast.world.edges },
    certificate: certificateJson(told[place].forecast.certificate),
    outcomes: Object.fromEntries(outcomes),
  }));
  const extrapolation = { variation: "limit", says: "2 f(h/2) - f(h)", outcomes: Object.fromEntries(limit) };
  return {
    status: "solved",
    ...scenarioJson(told[0], options),
    largestMove: Math.abs(largest.move),
    largestMoveOf: largest.outcome,
    largestShareMove: Math.abs(largestShare.move),
    largestShareMoveOf: largestShare.outcome,
    alarms: alarms.map(({ variation, ...one }) => ({
      variation: variation.name,
      ...one,
      above: variation.alarm!.above,
      means: variation.alarm!.means,
    })),
    rows: [...entries, extrapolation],
  };
}
