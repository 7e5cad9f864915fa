/**
 * A library of sealed forecasts beside what came true: by question, by scenario, and over all of them with every
 * scenario counting the same, against what the tool and others can set beside them, with intervals from a bootstrap
 * over scenarios. A scenario that was written after the events is no test of foresight, and every telling of its score
 * says so.
 */
import { seededRandom } from "../math/random.ts";
import type { TableFault } from "../text/csv.ts";
import { parseDay } from "../text/dates.ts";
import { type CalibrationBin, calibrationOf, type Decomposition, murphyOf } from "./calibration.ts";
import { type Case, type Item, itemsOf, unknownQuotes } from "./items.ts";
import { type Ladder, rankedScore } from "./ladders.ts";
import { meanScores, type Scores } from "./rules.ts";
import { type Comparison, comparisonsOf, type ScoredItem, scoredItem } from "./score.ts";
import type { SealedForecast } from "./sealed.ts";
import type { Quotes, Resolutions } from "./tables.ts";

/** Ranked probability scores of dated ladders. */
export interface RankedScores {
  readonly ladders: number;
  readonly ours: number;
  /** Of those who foretold all rungs of some ladders, over these. */
  readonly beside: readonly {
    readonly against: string;
    readonly ladders: number;
    readonly ours: number;
    readonly theirs: number;
  }[];
}

/** Items together. */
export interface Together {
  readonly scores: Scores;
  readonly comparisons: readonly Comparison[];
  /** null without a ladder of two settled rungs. */
  readonly ranked: RankedScores | null;
  /** Of statements: every outcome of a group by itself. */
  readonly statements: number;
  readonly calibration: readonly CalibrationBin[];
  readonly decomposition: Decomposition | null;
}

/**
 * A mean over scenarios, each counting the same, and its 90 per cent interval; null where there is one scenario alone.
 */
export interface Spread {
  readonly mean: number;
  readonly interval: readonly [number, number] | null;
}

/** Brier scores over the scenarios of which both foretold something, every scenario counting the same. */
export interface EvenlyBeside {
  readonly against: string;
  readonly scenarios: number;
  readonly ours: Spread;
  readonly theirs: Spread;
  /** Theirs less ours, in the same draws of scenarios: above zero where we do better. */
  readonly gain: Spread;
}

export interface BacktestedScenario extends Together {
  readonly name: string;
  readonly title: string;
  readonly asOf: string;
  readonly frozen: string;
  /** The scenario's own words on what it is no evidence of. */
  readonly caveat: string;
  readonly checksContradict: boolean;
  /** Items that were settled by the day on which the forecast was sealed. */
  readonly settledBefore: number;
  readonly items: readonly ScoredItem[];
  readonly ladders: readonly (Pick<Ladder, "name" | "rungs" | "chances" | "happened"> & { readonly score: number })[];
}

export type Backtest =
  | {
      readonly status: "scored";
      readonly open: number;
      readonly void: number;
      readonly elsewhere: number;
      /** How many items of how many were settled by the day of sealing; in words, "" where none was. */
      readonly hindsight: { readonly items: number; readonly of: number; readonly says: string };
      readonly scenarios: readonly BacktestedScenario[];
      readonly all: Together;
      /** Every scenario counts the same; null where nothing is settled. */
      readonly evenly: {
        readonly scenarios: number;
        readonly brier: Spread;
        readonly beside: readonly EvenlyBeside[];
      } | null;
    }
  /** By table: what is wrong, and in which line. */
  | { readonly status: "faulty"; readonly resolutions: readonly TableFault[]; readonly others: readonly TableFault[] };

/**
 * Scores a library. Beside every forecast stand those of its own that it was sealed with, its uninformed twin where one
 * was made, and what others had said by the day as of which it was made. Brier and ranked scores go from 0, the best,
 * to 1.
 *
 * @example
 * ```ts
 * const as = { name: "strike", engine: "0.1.0", frozen: "2026-03-02T08:00:00.000Z", seed: "calm-river-stone", settings: { set: {}, step: null, reversed: false } };
 * const { outcomes, news: taken } = forecast(solved);
 * const { forecast: sealed } = freezeForecast({ scenario: solved.scenario, study, outcomes, asked: [], checks: [], news: taken }, as);
 * const twin = uninformedTwin(solved.scenario, solved.world);
 * const table = readResolutions("scenario,question,resolved,date\nstrike,settled,yes,2026-05-12\n");
 * const found = backtest([{ forecast: sealed, twin: twin.chances }], table);
 * found.scenarios[0].items.length // => 1
 * found.evenly.brier.interval // => null
 * ```
 */
export function backtest(
  cases: readonly Case[],
  { resolutions, faults }: Resolutions,
  others: Quotes = { quotes: [], faults: [] },
): Backtest {
  const found = itemsOf(cases, resolutions, others.quotes, knownBy);
  const forecasts = cases.map(({ forecast }) => forecast);
  const wrong = {
    resolutions: [...faults, ...found.faults],
    others: [...others.faults, ...unknownQuotes(forecasts, others.quotes)],
  };
  if (wrong.resolutions.length + wrong.others.length > 0) return { status: "faulty", ...wrong };
  const scenarios = forecasts.map((forecast) => scenarioOf(forecast, found.items, found.ladders));
  const late = found.items.filter(({ ahead }) => !ahead).length;
  return {
    status: "scored",
    open: found.open,
    void: found.void,
    elsewhere: found.elsewhere,
    hindsight: { items: late, of: found.items.length, says: hindsightSays(late, found.items.length) },
    scenarios: scenarios.filter(({ items }) => items.length > 0),
    all: together(found.items, found.ladders),
    evenly: evenly(found.items),
  };
}

/** The day as of which a forecast was made: that of its news, or the scenario's own. */
function knownBy({ news, scenario }: SealedForecast): number {
  return parseDay(news.asOf ?? scenario.asOf)!;
}

function hindsightSays(late: number, of: number): string {
  if (late === 0) return "";
  const share = late === of ? "All" : `${late} of ${of}`;
  return `${share} of these items were settled when their forecast was sealed: written in hindsight, a test of the method and no proof of foresight.`;
}

function scenarioOf(
  { scenario, frozen, checksContradict }: SealedForecast,
  items: readonly Item[],
  ladders: readonly Ladder[],
): BacktestedScenario {
  const { name, title, asOf, caveat } = scenario;
  const own = items.filter((item) => item.case === name);
  const rungs = ladders.filter((ladder) => ladder.case === name);
  return {
    name,
    title,
    asOf,
    frozen,
    caveat,
    checksContradict,
    settledBefore: own.filter(({ ahead }) => !ahead).length,
    items: own.map(scoredItem),
    ladders: rungs.map(({ name: event, rungs: of, chances, happened }) => ({
      name: event,
      rungs: of,
      chances,
      happened,
      score: rankedScore(chances, happened),
    })),
    ...together(own, rungs),
  };
}

function together(items: readonly Item[], ladders: readonly Ladder[]): Together {
  const statements = items.flatMap((item) => item.statements);
  return {
    scores: meanScores(items),
    comparisons: comparisonsOf(items),
    ranked: ladders.length === 0 ? null : rankedScores(ladders),
    statements: statements.length,
    calibration: calibrationOf(statements),
    decomposition: murphyOf(statements),
  };
}

function rankedScores(ladders: readonly Ladder[]): RankedScores {
  const named = (of: "own" | "others") => new Set(ladders.flatMap((ladder) => [...ladder[of].keys()]));
  const rivals: (readonly [string, (ladder: Ladder) => readonly number[] | undefined])[] = [
    ["one half", ({ chances }) => chances.map(() => 0.5)],
    ...[...named("own")].map((name) => [name, ({ own }: Ladder) => own.get(name)] as const),
    ...[...named("others")].sort().map((name) => [name, ({ others }: Ladder) => others.get(name)] as const),
  ];
  const beside = rivals.map(([against, pick]) => {
    const both = ladders.flatMap((ladder) => {
      const theirs = pick(ladder);
      return theirs === undefined ? [] : [[scoreOf(ladder), rankedScore(theirs, ladder.happened)] as const];
    });
    return {
      against,
      ladders: both.length,
      ours: mean(both.map(([ours]) => ours)),
      theirs: mean(both.map(([, theirs]) => theirs)),
    };
  });
  return { ladders: ladders.length, ours: mean(ladders.map(scoreOf)), beside };
}

const scoreOf = ({ chances, happened }: Ladder) => rankedScore(chances, happened);

// ---- Every scenario counts the same ----

type Scored = { readonly case: string; readonly ours: number; readonly theirs: number };

function evenly(items: readonly Item[]): Extract<Backtest, { status: "scored" }>["evenly"] {
  const [half, ...rest] = comparisonsOf(items);
  if (half === undefined) return null;
  const brier = bootstrapped(byScenario(half.pairs), [({ ours }) => ours])[0];
  const beside = [half, ...rest].map(({ against, pairs }): EvenlyBeside => {
    const means = byScenario(pairs);
    const [ours, theirs, gain] = bootstrapped(means, [
      (one) => one.ours,
      (one) => one.theirs,
      (one) => one.theirs - one.ours,
    ]);
    return { against, scenarios: means.length, ours, theirs, gain };
  });
  return { scenarios: new Set(half.pairs.map((pair) => pair.case)).size, brier, beside };
}

/** The means of every scenario over what both foretold. */
function byScenario(pairs: readonly Scored[]): Omit<Scored, "case">[] {
  return [...new Set(pairs.map((pair) => pair.case))].map((name) => {
    const own = pairs.filter((pair) => pair.case === name);
    return { ours: mean(own.map(({ ours }) => ours)), theirs: mean(own.map(({ theirs }) => theirs)) };
  });
}

const RESAMPLES = 4000;
const SEED = 1;
const TAIL = 0.05;

/**
 * Means over scenarios, with the 5 and 95 per cent points of the means of as many scenarios drawn with replacement (the
 * percentile bootstrap, Efron and Tibshirani 1993), all of one draw together. Items of one scenario stand and fall
 * together, so scenarios are drawn.
 */
function bootstrapped<T>(of: readonly T[], picks: readonly ((one: T) => number)[]): Spread[] {
  const values = picks.map((pick) => of.map(pick));
  if (of.length < 2) return values.map((own) => ({ mean: mean(own), interval: null }));
  const random = seededRandom(SEED);
  const drawn = values.map(() => new Float64Array(RESAMPLES));
  for (let draw = 0; draw < RESAMPLES; draw++) {
    for (let k = 0; k < of.length; k++) {
      const place = Math.floor(random() * of.length);
      values.forEach((own, i) => {
        drawn[i][draw] += own[place] / of.length;
      });
    }
  }
  return values.map((own, i) => {
    const sorted = drawn[i].sort();
    const at = (part: number) => sorted[Math.min(RESAMPLES - 1, Math.floor(part * RESAMPLES))];
    return { mean: mean(own), interval: [at(TAIL), at(1 - TAIL)] };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
