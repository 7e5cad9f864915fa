/** Scores in tables, as `score` and `backtest` show them. */
import type { CalibrationBin, Decomposition, ScoreComparison, ScoredItem } from "standoff/score";
import { table, wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";

export const count = (many: number, what: string) => `${many} ${what}${many === 1 ? "" : "s"}`;
export const figure = (value: number | null) =>
  value === null ? "-" : value.toFixed(3).replace("-Infinity", "impossible");
export const right = (title: string) => ({ title, align: "right" }) as const;
export const left = (title: string) => ({ title, align: "left", gives: true }) as const;

/** What a reader needs to read them. */
export const SCORES_IN_WORDS =
  "Brier from 0, the best, to 1; 0.25 for always saying one half. Log: ln of the probability given to what happened, 0 the best. Both: the mean of theirs and ours. Skill: 1 less our Brier over theirs. Each row is over what both foretold";

export function itemTable(items: readonly ScoredItem[], width: number, paint: Paint): string[] {
  return table(
    [left("item"), right("settled"), right("given"), right("Brier"), right("log")],
    items.map((one) => [
      `${one.case}: ${one.name}`,
      one.settled,
      figure(one.chance),
      figure(one.brier),
      figure(one.log),
    ]),
    width,
    paint.faint,
  );
}

export function besideTable(comparisons: readonly ScoreComparison[], width: number, paint: Paint): string[] {
  const rows = comparisons.map(({ against, ours, theirs, averaged, skill }) => [
    against,
    String(theirs.items),
    figure(theirs.brier),
    figure(ours.brier),
    figure(averaged.brier),
    figure(skill),
    figure(theirs.log),
    figure(ours.log),
    figure(averaged.log),
  ]);
  const titles = ["items", "Brier", "ours", "both", "skill", "log", "ours", "both"];
  return table([left("against"), ...titles.map(right)], rows, width, paint.faint);
}

export function calibrationTable(calibration: readonly CalibrationBin[], width: number, paint: Paint): string[] {
  return table(
    [left("said"), right("statements"), right("mean"), right("came true"), right("90 % band if right")],
    calibration.map((bin) => [
      `${Math.round(100 * bin.from)} to ${Math.round(100 * bin.to)} %`,
      String(bin.statements),
      figure(bin.meanChance),
      figure(bin.cameTrue),
      `${figure(bin.band[0])} to ${figure(bin.band[1])}${bin.inside ? "" : ", outside"}`,
    ]),
    width,
    paint.faint,
  );
}

/** Murphy's parts in a line; none without statements. */
export function decompositionLines(statements: number, parts: Decomposition | null, width: number): string[] {
  if (parts === null) return [];
  const { brier, reliability, resolution, uncertainty } = parts;
  const sum = `Brier ${figure(brier)} = reliability ${figure(reliability)} - resolution ${figure(resolution)} + uncertainty ${figure(uncertainty)}`;
  return wrap(`Of ${count(statements, "statement")}, yes or no: ${sum}`, width);
}
