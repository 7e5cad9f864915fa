/**
 * What a forecast owes to how its calendar is cut: the same scenario at other steps, in reversed turn order and with a
 * longer calendar, side by side. The model means its small-step limit.
 */
import type { LoadOptions } from "../language/load.ts";
import type { Period, Scenario } from "../language/scenario.ts";
import type { Forecast } from "./forecast.ts";

/** One way in which the scenario is varied. */
export interface StepVariation {
  readonly name: string;
  /** Short, to head a column. */
  readonly title: string;
  /** What is loaded otherwise than was given. */
  readonly change: Pick<LoadOptions, "step" | "reversed" | "horizon">;
  /** Roughly how much work it is beside the scenario as given. */
  readonly weight: number;
  /** Judged on another last day: outcomes at the end are not comparable. */
  readonly otherEnd?: boolean;
  /** An outcome that moves by more than this is an alarm, and what that means. */
  readonly alarm?: { readonly above: number; readonly means: string };
}

export type StepVariations =
  | { readonly status: "named"; readonly variations: readonly StepVariation[] }
  /** There is no word for so much of the step that was given. */
  | { readonly status: "cannot be named"; readonly how: "half" | "double" };

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

/**
 * The runs whose forecasts `compareSteps` holds against each other: as given, at twice and at half the step, in
 * reversed turn order, with a calendar 25 % longer. `given`: the step and the order that the scenario is loaded with,
 * if not its own.
 *
 * @example
 * ```ts
 * stepVariations().variations.map(({ change }) => change.step ?? null) // => [null, "double", "half", null, null]
 * stepVariations({ step: "2 weeks" }).variations[2].change // => { step: "1 weeks" }
 * stepVariations({ step: "3 days" }) // => { status: "cannot be named", how: "half" }
 * ```
 */
export function stepVariations({ step, reversed }: Pick<LoadOptions, "step" | "reversed"> = {}): StepVariations {
  const [double, half] = [scaledStep(step, "double"), scaledStep(step, "half")];
  if (double === null || half === null) return { status: "cannot be named", how: double === null ? "double" : "half" };
  const variations: StepVariation[] = [
    { name: "as given", title: "as given", change: {}, weight: 1 },
    { name: "coarser step", title: "step x 2", change: { step: double }, weight: 0.5 },
    { name: "half step", title: "step / 2", change: { step: half }, weight: 2, alarm: stepAlarm },
    { name: "reversed order", title: "reversed", change: { reversed: reversed !== true }, weight: 1 },
    {
      name: "horizon 25 % longer",
      title: "longer",
      change: { horizon: longerHorizon },
      otherEnd: true,
      weight: longerHorizon,
      alarm: horizonAlarm,
    },
  ];
  return { status: "named", variations };
}

/** Twice or half the step: of the scenario's own, or of the one given; null where that has no name. */
function scaledStep(given: string | undefined, how: "half" | "double"): string | null {
  if (given === undefined) return how;
  const [, count = "1", unit = ""] = /^(?:(\d+)\s+)?(\w+)$/.exec(given.trim()) ?? [];
  const scaled = how === "double" ? Number(count) * 2 : Number(count) / 2;
  if (unit === "half" && how === "half") return "quarter";
  return unit === "" || unit === "half" || !Number.isInteger(scaled) ? null : `${scaled} ${unit}`;
}

/** A variation with what came of it. */
export interface StepRow {
  readonly variation: StepVariation;
  /** Probability by the original last day, by outcome; null where it cannot be compared. */
  readonly outcomes: ReadonlyMap<string, number | null>;
}

/** A change of an outcome: in probability, or as a part of the outcome's own probability. */
export interface StepMove {
  readonly outcome: string;
  readonly from: number;
  readonly to: number;
  readonly move: number;
}

export interface StepComparison {
  /** As the variations are ordered. */
  readonly rows: readonly StepRow[];
  /** By outcome: Richardson's extrapolation to small steps. */
  readonly limit: ReadonlyMap<string, number>;
  /** At half the step. */
  readonly largest: StepMove;
  /** In proportion, among outcomes that are not rare (above 1 %). */
  readonly largestShare: StepMove;
  /** Outcomes that move further than they should in one of the variations. */
  readonly alarms: readonly (StepMove & { readonly variation: StepVariation })[];
}

/**
 * Forecasts of the variations of `stepVariations`, in their order, held against the first: what moves, by how much, and
 * whether that is an alarm; and the limit of small steps, 2 f(h/2) - f(h), where the error is of first order in the
 * step (Richardson 1911). The forecasts are at the stated steadiness and before any news.
 *
 * @example
 * ```ts
 * const { variations } = stepVariations();
 * const runs = variations.map(({ change }) => runScenario(strike, read, { ...change, scales: [1] }));
 * const told = runs.map((run) => ({ scenario: run.scenario, forecast: forecast(run) }));
 * const { largest, limit, alarms } = compareSteps(variations, told);
 * largest.outcome // => "a fair contract"
 * limit.get("settled") // => 0.852
 * alarms.map(({ variation }) => variation.name) // => []
 * ```
 */
export function compareSteps(
  variations: readonly StepVariation[],
  told: readonly ({ readonly scenario: Scenario; readonly forecast: Forecast } | null)[],
): StepComparison {
  const rows = variations.flatMap((variation, i): StepRow[] => {
    const run = told[i];
    return run === null ? [] : [{ variation, outcomes: outcomesOf(run, variation) }];
  });
  const given = rows.find(({ variation }) => variation === variations[0])!;
  const half = rows.find(({ variation }) => variation === variations[HALF]);
  const moves =
    half === undefined
      ? []
      : [...given.outcomes].map(([outcome, from]) => moveOf(outcome, from!, half.outcomes.get(outcome)!));
  const shares = moves.filter(({ from }) => from > rare).map((one) => ({ ...one, move: one.move / one.from }));
  return {
    rows,
    limit: new Map(moves.map(({ outcome, from, to }) => [outcome, extrapolated(from, to)])),
    largest: largestOf(moves),
    largestShare: largestOf(shares),
    alarms: rows.flatMap((row) => alarmsOf(given, row)),
  };
}

/** The place of half the step among the variations. */
const HALF = 2;

function moveOf(outcome: string, from: number, to: number): StepMove {
  return { outcome, from, to, move: to - from };
}

function largestOf(moves: readonly StepMove[]): StepMove {
  return moves.reduce((a, b) => (Math.abs(b.move) > Math.abs(a.move) ? b : a), moveOf("", 0, 0));
}

function alarmsOf(given: StepRow, { variation, outcomes }: StepRow): StepComparison["alarms"] {
  return [...outcomes].flatMap(([outcome, to]) => {
    const from = given.outcomes.get(outcome) ?? null;
    if (from === null || to === null || variation.alarm === undefined) return [];
    const move = Math.abs(to - from);
    const large = Math.max(from, to) > rare && move >= shareAlarm * from;
    if (move <= variation.alarm.above && !large) return [];
    return [{ variation, ...moveOf(outcome, from, to) }];
  });
}

/** With a longer calendar: what has happened by the original last day. */
function outcomesOf(
  { scenario, forecast }: { readonly scenario: Scenario; readonly forecast: Forecast },
  { otherEnd }: StepVariation,
): Map<string, number | null> {
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

/** Kept within 0 and 1. */
function extrapolated(given: number, half: number): number {
  return Math.min(1, Math.max(0, 2 * half - given));
}
