/**
 * `standoff steps`: the same forecast at a coarser and a finer step, in reversed turn order and with a longer horizon. A
 * model means its small-step limit: a forecast that moves much here rests on how the calendar was cut.
 */
import { type Period, percent, points } from "standoff";

import { ExitCode, Stop } from "../exit-code.ts";
import type { SolveOptions, ThreadOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { runAll, type Told, type Wanted } from "../share.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { table, wrap } from "../show/layout.ts";
import { paintFor } from "../show/paint.ts";

/** How the scenario is varied. What is given on the command line holds in all of them. */
interface Variation {
  readonly name: string;
  readonly title: string;
  readonly change: (options: SolveOptions) => Wanted["extra"];
  /** Roughly how much work it is beside the scenario as given. */
  readonly weight: number;
  /** Judged on another last day: outcomes at the end are not comparable. */
  readonly otherEnd?: boolean;
  /** An outcome that moves by more than this is an alarm, and what that means. */
  readonly alarm?: { readonly above: number; readonly means: string };
}

const longerHorizon = 1.25;
/** How far an outcome may move at half the step, and in a longer calendar, before it is an alarm. */
const stepAlarm = {
  above: 0.03,
  means:
    "The forecast rests on how finely the calendar is cut, so its limit says more than it does: take a finer step, or give desks that meet every period a tempo, chances per step a rate.",
};
const horizonAlarm = {
  above: 0.05,
  means:
    "The actors wait for a last day, or hurry before it, that only the modeller knows of: let play go on for longer after it (afterwards), end the calendar later, or say afterwards: none if all truly ends on that day.",
};
/** Outcomes at most this likely are left out of moves in proportion. */
const rare = 0.01;
/** A move of so much of the figure itself is an alarm too, however few points it is. */
const shareAlarm = 1 / 3;

const variations: readonly Variation[] = [
  { name: "as given", title: "as given", change: () => ({}), weight: 1 },
  {
    name: "coarser step",
    title: "step x 2",
    change: ({ step }) => ({ step: scaledStep(step, "double") }),
    weight: 0.5,
  },
  {
    name: "half step",
    title: "step / 2",
    change: ({ step }) => ({ step: scaledStep(step, "half") }),
    weight: 2,
    alarm: stepAlarm,
  },
  { name: "reversed order", title: "reversed", change: ({ reversed }) => ({ reversed: reversed !== true }), weight: 1 },
  {
    name: "horizon 25 % longer",
    title: "longer",
    change: () => ({ horizon: longerHorizon }),
    otherEnd: true,
    weight: longerHorizon,
    alarm: horizonAlarm,
  },
];

/** Twice or half the step: of the scenario's own, or of the one given with --step. */
function scaledStep(given: string | undefined, how: "half" | "double"): string {
  if (given === undefined) return how;
  const [, count = "1", unit = ""] = /^(?:(\d+)\s+)?(\w+)$/.exec(given.trim()) ?? [];
  const scaled = how === "double" ? Number(count) * 2 : Number(count) / 2;
  if (unit === "half" && how === "half") return "quarter";
  if (unit === "" || unit === "half" || !Number.isInteger(scaled)) {
    throw new Stop(
      ExitCode.usage,
      `the ${how} of --step "${given}" cannot be named; steps needs an even number, or no --step`,
    );
  }
  return `${scaled} ${unit}`;
}

interface Row {
  readonly variation: Variation;
  readonly told: Told;
  /** Probability by the original last day, by outcome; null where it cannot be compared. */
  readonly outcomes: ReadonlyMap<string, number | null>;
}

export async function steps(outside: Outside, name: string, options: ThreadOptions): Promise<number> {
  const wanted = variations.map(({ change, weight }) => {
    return { name, options, weight, extra: { scales: [1], ...change(options) }, news: { before: true } };
  });
  const told = await runAll(outside, wanted);
  const rows: Row[] = variations.map((variation, i) => {
    return { variation, told: told[i], outcomes: outcomesOf(told[i], variation) };
  });
  const [given, , half] = rows as [Row, Row, Row];
  const names = [...given.outcomes.keys()];
  const value = (row: Row, outcome: string) => row.outcomes.get(outcome) ?? null;
  const limit = new Map(names.map((one) => [one, extrapolated(value(given, one)!, value(half, one)!)]));
  const moves = names.map((one) => {
    const [from, to] = [value(given, one)!, value(half, one)!];
    return { outcome: one, from, to, move: to - from };
  });
  const shares = moves
    .filter(({ outcome }) => value(given, outcome)! > rare)
    .map((one) => ({ ...one, move: one.move / one.from }));
  const alarms = rows.flatMap((row) => alarmsOf(given, row));
  const found = { rows, limit, largest: largestOf(moves), largestShare: largestOf(shares), alarms };
  outside.writeOut(options.json ? printJson(toJson(found, options)) : page(outside, found));
  return ExitCode.ok;
}

function largestOf(moves: readonly Move[]): Move {
  return moves.reduce((a, b) => (Math.abs(b.move) > Math.abs(a.move) ? b : a), {
    outcome: "",
    from: 0,
    to: 0,
    move: 0,
  });
}

/** A change at half the step: in probability, or as a part of the outcome's own probability. */
interface Move {
  readonly outcome: string;
  readonly from: number;
  readonly to: number;
  readonly move: number;
}

/** An outcome that moves further than it should in one of the variations. */
interface Alarm extends Move {
  readonly variation: Variation;
}

function alarmsOf(given: Row, { variation, outcomes }: Row): Alarm[] {
  return [...outcomes].flatMap(([outcome, to]) => {
    const from = given.outcomes.get(outcome) ?? null;
    if (from === null || to === null || variation.alarm === undefined) return [];
    const move = Math.abs(to - from);
    const large = Math.max(from, to) > rare && move >= shareAlarm * from;
    if (move <= variation.alarm.above && !large) return [];
    return [{ variation, outcome, from, to, move: to - from }];
  });
}

interface Found {
  readonly alarms: readonly Alarm[];
  readonly rows: readonly Row[];
  readonly limit: ReadonlyMap<string, number>;
  readonly largest: Move;
  /** Among outcomes that are not rare. */
  readonly largestShare: Move;
}

/** With a longer calendar: what has happened by the original last day. */
function outcomesOf({ scenario, forecast }: Told, { otherEnd }: Variation): Map<string, number | null> {
  return new Map(
    forecast.outcomes.map((one, index) => {
      if (!otherEnd) return [one.name, one.byEnd];
      const { how } = scenario.outcomes[index];
      if (how === "at end" || how === "else") return [one.name, null];
      const { from, to } = scenario.calendar;
      const lastDay = from + (to - from) / longerHorizon;
      return [one.name, byDay(scenario.calendar.periods, one.byDate, Math.round(lastDay))];
    }),
  );
}

/** The probability by the beginning of a day, from that by the end of each period; evenly within one. */
function byDay(periods: readonly Period[], byDate: readonly (readonly [string, number])[], day: number): number {
  let before = 0;
  for (const [place, { start, days }] of periods.entries()) {
    const after = byDate[place][1];
    if (day <= start + days) return before + (after - before) * Math.max(0, (day - start) / days);
    before = after;
  }
  return before;
}

/** Richardson (1911): the limit of small steps where the error is of first order in the step. Kept within 0 and 1. */
function extrapolated(given: number, half: number): number {
  return Math.min(1, Math.max(0, 2 * half - given));
}

function page(outside: Outside, { rows, limit, largest, largestShare, alarms }: Found): string {
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const figure = (p: number | null | undefined) => (p === null || p === undefined ? "-" : percent(p));
  const marks = (variation: Variation, outcome?: string) =>
    alarms.some((one) => one.variation === variation && (outcome === undefined || one.outcome === outcome)) ? " !" : "";
  const { scenario } = rows[0].told;
  const sections = [
    headLines(scenario, width, paint),
    table(
      [
        { title: "", align: "left", gives: true },
        ...rows.map(({ variation }) => ({ title: `${variation.title}${marks(variation)}`, align: "right" }) as const),
        { title: "limit", align: "right" },
      ],
      [
        ...[...limit.keys()].map((name) => [
          name,
          ...rows.map(({ variation, outcomes }) => `${figure(outcomes.get(name))}${marks(variation, name)}`),
          figure(limit.get(name)),
        ]),
        [],
        ["states", ...rows.map(({ told }) => told.forecast.world.states.toLocaleString("en")), ""],
      ],
      width,
      paint.faint,
    ),
    [
      `At half the step the largest move is ${points(largest.from, largest.to)} points${ofWhich(largest)},`,
      `and in proportion, of outcomes above 1 %, ${points(0, largestShare.move)} % of itself${ofWhich(largestShare)}.`,
      ...wrap(
        "Limit: Richardson's extrapolation to small steps, 2 f(h/2) - f(h). Longer: a calendar 25 % longer, read at the original last day; what is judged on the last day is not comparable (-).",
        width,
      ).map(paint.faint),
    ],
    ...alarmLines(alarms, width),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** What is marked, and what it means. */
function alarmLines(alarms: readonly Alarm[], width: number): string[][] {
  return variations.flatMap((variation) => {
    const own = alarms.filter((one) => one.variation === variation);
    if (variation.alarm === undefined || own.length === 0) return [];
    const { above, means } = variation.alarm;
    const what = own.map(({ outcome, from, to }) => `${outcome} ${percent(from)} -> ${percent(to)}`).join(", ");
    const text = `! ${variation.name}: more than ${Math.round(100 * above)} points apart, or by a third of itself: ${what}. ${means}`;
    return [wrap(text, width)];
  });
}

function ofWhich({ outcome }: Move): string {
  return outcome === "" ? "" : ` (${outcome})`;
}

function toJson({ rows, limit, largest, largestShare, alarms }: Found, options: SolveOptions) {
  const entries = rows.map(({ variation, told, outcomes }) => ({
    variation: variation.name,
    step: told.scenario.calendar.step,
    world: { states: told.forecast.world.states, edges: told.forecast.world.edges },
    certificate: certificateJson(told.forecast.certificate),
    outcomes: Object.fromEntries(outcomes),
  }));
  const extrapolation = { variation: "limit", says: "2 f(h/2) - f(h)", outcomes: Object.fromEntries(limit) };
  return {
    status: "solved",
    ...scenarioJson(rows[0].told, options),
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
