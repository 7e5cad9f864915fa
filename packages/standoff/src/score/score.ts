/**
 * Keeping score: sealed forecasts beside what came true, against constant one half, the scenario's base rates, habit
 * alone, the stated values, each rival form, and others; each comparison over the items that both foretold. Those that
 * were sealed only when the answer was there count by themselves: they are no score, but a fit to the past.
 */
import type { TableFault } from "../text/csv.ts";
import { type CalibrationBin, calibrationOf, type Decomposition, murphyOf } from "./calibration.ts";
import { type Item, itemsOf, unknownQuotes } from "./items.ts";
import { brierScore, type Forecasted, logScore, meanScores, type Scores } from "./rules.ts";
import type { SealedForecast } from "./sealed.ts";
import type { Quotes, Resolutions } from "./tables.ts";

export interface Comparison {
  /**
   * "one half", "base rates", "habit alone", "stated values", "uninformed twin", a form of the scenario ("form as it
   * stands", "form NAME"), or a source.
   */
  readonly against: string;
  /** Over the items that both foretold. */
  readonly ours: Scores;
  readonly theirs: Scores;
  /** Of the mean of both. */
  readonly averaged: Scores;
  /** 1 less our Brier score over theirs: above zero where we do better; null where theirs is 0 or there are none. */
  readonly skill: number | null;
  /** The Brier scores item by item, so that differences can be judged case by case. */
  readonly pairs: readonly {
    readonly case: string;
    readonly item: string;
    readonly ours: number;
    readonly theirs: number;
  }[];
}

export interface ScoredItem {
  readonly case: string;
  readonly name: string;
  readonly settled: string;
  readonly classes: number;
  /** The probability given to what happened. */
  readonly chance: number;
  readonly brier: number;
  readonly log: number;
}

export interface ScoreSet {
  /** Sealed on a day before it was settled; or not: then it is no score. */
  readonly ahead: boolean;
  readonly scores: Scores;
  readonly items: readonly ScoredItem[];
  readonly comparisons: readonly Comparison[];
  /** Of statements: every outcome of a group by itself. */
  readonly statements: number;
  readonly calibration: readonly CalibrationBin[];
  readonly decomposition: Decomposition | null;
}

export type Score =
  | {
      readonly status: "scored";
      readonly forecasts: number;
      readonly open: number;
      readonly void: number;
      readonly elsewhere: number;
      /** Those ahead first; sets without items are left out. */
      readonly sets: readonly ScoreSet[];
    }
  /** By table: what is wrong, and in which line. */
  | { readonly status: "faulty"; readonly resolutions: readonly TableFault[]; readonly others: readonly TableFault[] };

/**
 * Scores sealed forecasts by how their questions were settled. Brier scores go from 0, the best, to 1; log scores are
 * ln p of what happened, at most 0.
 *
 * @example
 * ```ts
 * const as = { name: "strike", engine: "0.1.0", frozen: "2026-03-02T08:00:00.000Z", seed: "calm-river-stone", settings: { set: {}, step: null, reversed: false } };
 * const { outcomes, news: taken } = forecast(solved);
 * const frozen = freezeForecast({ scenario: solved.scenario, study, outcomes, asked: [], checks: [], news: taken }, as);
 * const table = readResolutions("scenario,question,resolved,date\nstrike,settled,yes,2026-05-12\n");
 * const scored = scoreForecasts([frozen.forecast], table);
 * scored.sets[0].items.length // => 1
 * scored.sets[0].comparisons[0].theirs.brier // => 0.25
 * ```
 */
export function scoreForecasts(
  forecasts: readonly SealedForecast[],
  { resolutions, faults }: Resolutions,
  others: Quotes = { quotes: [], faults: [] },
): Score {
  const cases = forecasts.map((forecast) => ({ forecast, twin: null }));
  const found = itemsOf(cases, resolutions, others.quotes);
  const wrong = {
    resolutions: [...faults, ...found.faults],
    others: [...others.faults, ...unknownQuotes(forecasts, others.quotes)],
  };
  if (wrong.resolutions.length + wrong.others.length > 0) return { status: "faulty", ...wrong };
  const sets = [true, false].map((ahead) => ({ ahead, items: found.items.filter((item) => item.ahead === ahead) }));
  return {
    status: "scored",
    forecasts: forecasts.length,
    open: found.open,
    void: found.void,
    elsewhere: found.elsewhere,
    sets: sets.filter(({ items }) => items.length > 0).map(({ ahead, items }) => setOf(ahead, items)),
  };
}

/** An item as it is told. */
export function scoredItem(item: Item): ScoredItem {
  return {
    case: item.case,
    name: item.name,
    settled: item.settled,
    classes: item.chances.length,
    chance: item.chances[item.happened],
    brier: brierScore(item),
    log: logScore(item),
  };
}

function setOf(ahead: boolean, items: readonly Item[]): ScoreSet {
  const statements = items.flatMap((item) => item.statements);
  return {
    ahead,
    scores: meanScores(items),
    items: items.map(scoredItem),
    comparisons: comparisonsOf(items),
    statements: statements.length,
    calibration: calibrationOf(statements),
    decomposition: murphyOf(statements),
  };
}

/** Beside each of those who foretold some of the items. */
export function comparisonsOf(items: readonly Item[]): Comparison[] {
  const named = (of: "own" | "others") => [...new Set(items.flatMap((item) => [...item[of].keys()]))];
  return [
    comparison("one half", items, evenly),
    ...named("own").map((name) => comparison(name, items, ({ own }) => own.get(name))),
    ...named("others")
      .sort()
      .map((name) => comparison(name, items, ({ others }) => others.get(name))),
  ].filter(({ pairs }) => pairs.length > 0);
}

/**
 * One half for yes and no; as much for every class of a group, for none of them only where it had a chance or happened.
 */
function evenly({ chances, happened, statements }: Item): readonly number[] {
  const rest = chances.length - 1;
  const isGroup = statements.length > 1;
  const classes = isGroup && chances[rest] < NO_CHANCE && happened !== rest ? rest : chances.length;
  return chances.map((_, k) => (k < classes ? 1 / classes : 0));
}

/** What is left of a whole is the arithmetic's noise below this. */
const NO_CHANCE = 1e-9;

function comparison(
  against: string,
  items: readonly Item[],
  pick: (item: Item) => readonly number[] | undefined,
): Comparison {
  const both = items.flatMap((item) => {
    const chances = pick(item);
    return chances === undefined ? [] : [{ item, rival: { chances, happened: item.happened } }];
  });
  const [ours, theirs] = [meanScores(both.map(({ item }) => item)), meanScores(both.map(({ rival }) => rival))];
  return {
    against,
    ours,
    theirs,
    averaged: meanScores(both.map(({ item, rival }) => meanOf(item, rival))),
    skill: ours.brier === null || !theirs.brier ? null : 1 - ours.brier / theirs.brier,
    pairs: both.map(({ item, rival }) => ({
      case: item.case,
      item: item.name,
      ours: brierScore(item),
      theirs: brierScore(rival),
    })),
  };
}

function meanOf(a: Forecasted, b: Forecasted): Forecasted {
  return { chances: a.chances.map((chance, k) => (chance + b.chances[k]) / 2), happened: a.happened };
}
