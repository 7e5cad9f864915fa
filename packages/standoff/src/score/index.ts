/** `standoff/score`: forecasts sealed, and scored once their questions are settled, one by one or a library of them. */

export type { TableFault } from "../text/csv.ts";
export type {
  Backtest,
  BacktestedScenario,
  EvenlyBeside,
  RankedScores,
  Spread as ScoreSpread,
  Together as ScoredTogether,
} from "./backtest.ts";
export { backtest } from "./backtest.ts";
export type { CalibrationBin, Decomposition } from "./calibration.ts";
export type { Case as BacktestCase, Twin } from "./items.ts";
export type { Ladder } from "./ladders.ts";
export { rankedScore } from "./ladders.ts";
export type { Forecasted, Scores } from "./rules.ts";
export { brierScore, logScore } from "./rules.ts";
export type { Comparison as ScoreComparison, Score, ScoredItem, ScoreSet } from "./score.ts";
export { scoreForecasts } from "./score.ts";
export type {
  FormsToFreeze,
  FormToFreeze,
  FreezeAs,
  Frozen,
  ReadSealed,
  SealedForecast,
  SealedQuestion,
  ToFreeze,
} from "./sealed.ts";
export { freezeForecast, readSealed } from "./sealed.ts";
export type { Quote, Quotes, Resolution, Resolutions } from "./tables.ts";
export { readQuotes, readResolutions } from "./tables.ts";
export type { UninformedTwin } from "./twin.ts";
export { uninformedTwin } from "./twin.ts";
