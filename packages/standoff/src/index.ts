/**
 * The face of the library: every public name, in the order of the story: load, build, price, solve, hear the news, ask,
 * forecast, explain, write. Programs import from here and from the few named subpaths (`standoff/solve`,
 * `standoff/exchange`, `standoff/wire`, `standoff/text`); nothing deeper is public.
 */

// ---- Build: the scenario becomes a world of states and edges ----
export { combinationsInWords } from "./build/turn/combinations.ts";
// ---- Load: a file's text becomes a checked scenario, or diagnostics ----
export type { ReadFile, Refused } from "./language/file/extend.ts";
export { loadScenario } from "./language/load.ts";
export type { Period, Scenario } from "./language/scenario.ts";
export type { Attempted, Build, BuiltScenario, TooLarge } from "./run.ts";
export { buildScenario, bytesToSolve } from "./run.ts";
export type { Effort } from "./solve/effort.ts";
export { estimateTime } from "./solve/effort.ts";
export type { Diagnostic, Painter, Severity } from "./text/diagnostic.ts";
export { formatDiagnostic, hasErrors } from "./text/diagnostic.ts";
export type { SourceFile } from "./text/source.ts";
export { position } from "./text/source.ts";
export { sizeOf } from "./world/size.ts";
export type { World } from "./world/world.ts";

// ---- Price: other numbers in the same world ----

// ---- Forecast ----
export { listedOutcomes } from "./language/deals.ts";
// ---- Explain ----
export type { BeliefPath } from "./query/beliefs.ts";
export { beliefInWords, beliefsOf } from "./query/beliefs.ts";
export type { CheckResult } from "./query/checks.ts";
export { questionsOfChecks, runChecks } from "./query/checks.ts";
export type { Forecast, OutcomeForecast } from "./query/forecast.ts";
export { forecast } from "./query/forecast.ts";
export type { ForgettingGap } from "./query/forgetting.ts";
export { forgettingGaps } from "./query/forgetting.ts";
// ---- Hear the news ----
export type { Known } from "./query/history/history.ts";
export { firstItems } from "./query/history/history.ts";
export type { NewsChoice, NewsTaken } from "./query/history/news.ts";
export { byNews, canBe, knownBy, readDay } from "./query/history/news.ts";
export type { Restarted } from "./query/history/restart.ts";
export { restart } from "./query/history/restart.ts";
export type { NewsItem, Update } from "./query/history/update.ts";
export { update } from "./query/history/update.ts";
// ---- Ask ----
export type { Glance, Inquiry, InquiryWishes } from "./query/inquiry.ts";
export { openInquiry } from "./query/inquiry.ts";
export type { HeldOtherwise, UnknownMove } from "./query/own-eyes.ts";
export { movesUnknown, numbersHeldOtherwise } from "./query/own-eyes.ts";
export { payoffLines } from "./query/payoff-lines.ts";
export type { Answer, AskedQuestion, ParsedQuestion } from "./query/questions/question.ts";
export { answerQuestions, parseQuestion } from "./query/questions/question.ts";
export type { Filter } from "./query/ride/ride.ts";
// ---- Write ----
export { readResult, storeResult, verifyResult } from "./query/stored-result.ts";
export type { DatedStep, Stories } from "./query/stories.ts";
export { stepDates, stepInWords, storiesOf } from "./query/stories.ts";
export type { DeskStrategy } from "./query/strategies.ts";
export { reasonsInWords, strategiesOf, strategyInWords } from "./query/strategies.ts";
export type { Cell, Manifest, Table } from "./query/tables.ts";
export {
  answersTable,
  beliefsTable,
  manifestOf,
  newsTable,
  outcomesByDateTable,
  outcomesTable,
  storiesTable,
  strategiesTable,
  toCsv,
  toRows,
} from "./query/tables.ts";
export { likelihood, percent, percentBand, readable } from "./query/words.ts";
// ---- Solve: who does what, at the stated steadiness and around it ----
export type { Run, RunOptions, SolvedScenario } from "./run.ts";
export { RIBBON_SCALES, runOf, runScenario, solveScenario, WIDE_RIBBON_SCALES } from "./run.ts";
export type { FoundEquilibrium, Search, SearchOptions } from "./solve/several.ts";
export { findEquilibria } from "./solve/several.ts";
export type { Certificate, Solved, SolveResult } from "./solve/solution.ts";
export { composed } from "./text/composed.ts";
export { DAYS_PER_MONTH } from "./text/dates.ts";
