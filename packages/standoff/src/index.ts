/**
 * The face of the library, in the order of the story: load, build, price, solve, ask, forecast, explain, write. What
 * else a program may want stands behind named doors: `standoff/words` (answers as people read them), `standoff/judge`
 * (what would change an answer, and what to do), `standoff/study` (what is not known, drawn), `standoff/elicit`,
 * `standoff/score`, `standoff/exchange`, `standoff/editing`, `standoff/wire`, `standoff/solve`, `standoff/text`.
 * Nothing deeper is public.
 *
 * Examples are run by a test (`test/examples.test.ts`). In them `strike` is the path of the tutorial scenario, `read`
 * reads files, `solved` is that scenario solved, `study` eight draws of it, and `news` one with news in its file,
 * solved; `border` is that of `twin`.
 *
 * @module standoff
 */

// ---- Load: a file's text becomes a checked scenario, or diagnostics ----

export type { BinaryOperator, Expression, ValueType } from "./language/expression/expression.ts";
export type { AmountText } from "./language/expression/print.ts";
export type { ReadFile, Refused } from "./language/file/extend.ts";
export type { Loaded, LoadOptions } from "./language/load.ts";
export { loadScenario } from "./language/load.ts";
export { printScenario } from "./language/print-scenario.ts";
export type {
  Actor,
  Agreement,
  Analyst,
  AnalystValue,
  Assumption,
  Branch,
  Calendar,
  Clock,
  ClockAnchor,
  Column,
  Correlation,
  Deal,
  DealEnd,
  Desk,
  Effect,
  Ending,
  EventGroup,
  Evidence,
  EvidenceOdds,
  Exclusive,
  HistoryItem,
  Move,
  MovePlace,
  NatureEvent,
  Order,
  Outcome,
  OwnQuestion,
  Payoff,
  Period,
  PlausibilityCheck,
  PolicyRule,
  Rival,
  Rolled,
  Scenario,
  StatedConfidence,
  Trigger,
  Turn,
  Variable,
  View,
} from "./language/scenario.ts";
export type { Distribution, Family, MixturePart } from "./math/distributions.ts";
export type { Diagnostic, Painter, Place, Severity } from "./text/diagnostic.ts";
export { formatDiagnostic, hasErrors, placeOf } from "./text/diagnostic.ts";
export type { SourceFile, Span } from "./text/source.ts";

// ---- Build: the scenario becomes a world of states and edges ----

export type { BuildProgress, BuildResult, BuildStats } from "./build/build.ts";
export type { Combinations, Factor } from "./build/turn/combinations.ts";
export type { Attempted, Build, BuiltScenario, TooLarge } from "./run.ts";
export { buildScenario, examineScenario } from "./run.ts";
export type { Effort } from "./solve/effort.ts";
export { estimateTime } from "./solve/effort.ts";
export { describeWorld } from "./world/describe.ts";
export type { Growth, VariableShare, WorldSize } from "./world/size.ts";
export { sizeOf } from "./world/size.ts";
export type {
  ActorDescription,
  DeskDescription,
  Indices,
  Occurrence,
  PriceDescription,
  PriceSizes,
  World,
  WorldDescription,
  WorldHeader,
} from "./world/world.ts";

// ---- Price: other numbers in the same world ----

export { priceDiagnostics } from "./build/told-prices.ts";
export type { KeptWorld } from "./run.ts";
export type { PriceFault, Pricing } from "./world/prices.ts";
export { priceWorld, structuralAssumptions } from "./world/prices.ts";

// ---- Solve: who does what, at the stated steadiness and around it ----

export type { Extreme } from "./math/extreme.ts";
export type { Solution } from "./query/told/given-news.ts";
export type { Run, RunOptions, SolvedScenario } from "./run.ts";
export { bytesToSolve, runOf, runScenario, solveScenario } from "./run.ts";
export { RIBBON_SCALES, WIDE_RIBBON_SCALES } from "./solve/ribbon.ts";
export type { Attempt, FoundEquilibrium, Search, SearchOptions, StartOptions } from "./solve/several.ts";
export { findEquilibria, startsFor, tryStarts } from "./solve/several.ts";
export type { Certificate, Solved, SolveResult } from "./solve/solution.ts";

// ---- Ask: questions in words, given the news ----

export type { DaysAnswer } from "./query/dates/days.ts";
export type { Impossibility, ImpossibilityKind } from "./query/history/impossible-history.ts";
export type { NewsChoice, NewsTaken } from "./query/history/news.ts";
export { canBe, readDay } from "./query/history/news.ts";
export type { Glance, Inquiry, InquiryWishes } from "./query/inquiry.ts";
export { openInquiry } from "./query/inquiry.ts";
export type { Completion, CompletionOption } from "./query/questions/complete-question.ts";
export { completeQuestion } from "./query/questions/complete-question.ts";
export type { Answer, Answered, AskedQuestion } from "./query/questions/question.ts";
export type { DaysFigure, Happens } from "./query/questions/read-question.ts";
export type { GivenOptions } from "./query/told/given-news.ts";
export type { Asked, NotUnderstood, Question } from "./query/told/tell-answers.ts";
export { ask, askOwn, ownQuestions, readQuestion } from "./query/told/tell-answers.ts";

// ---- Forecast: every outcome by date, what moves it, and what it stands beside ----

export type { BaseRateResult, BeliefResult, CheckMean, CheckResult } from "./query/checks.ts";
export { judgedAt, outsideChecks, questionsOfChecks, runChecks } from "./query/checks.ts";
export type { ListedClock } from "./query/clock-list.ts";
export { clocksOf } from "./query/clock-list.ts";
export type { AssumptionDifference, Compared, Comparison, OutcomeDifference } from "./query/compare.ts";
export { compare } from "./query/compare.ts";
export type { Decider } from "./query/deciding.ts";
export type { Flow, FlowSituation, FlowStep, RiverStretch } from "./query/flow.ts";
export type { Forecast, GroupForecast, OutcomeForecast } from "./query/forecast.ts";
export type { NamedCondition } from "./query/gathering.ts";
export type { Observed } from "./query/history/observed.ts";
export type { NewsEffect, NewsItem, Update } from "./query/history/update.ts";
export type { GroupStanding, StandingPart } from "./query/standing.ts";
export type { StepComparison, StepMove, StepRow, StepVariation, StepVariations } from "./query/steps.ts";
export { compareSteps, stepVariations } from "./query/steps.ts";
export type { FlowWish, ToldFlow } from "./query/told/tell-flow.ts";
export { flow } from "./query/told/tell-flow.ts";
export type { ToldForecast } from "./query/told/tell-forecast.ts";
export { forecast } from "./query/told/tell-forecast.ts";
export { standing } from "./query/told/tell-standing.ts";
export type { AsOf, NewGame, RestartOptions } from "./query/told/tell-update.ts";
export { restart, update } from "./query/told/tell-update.ts";

// ---- Differentiate: what moves an answer, and by how much ----

export type {
  AssumptionEffect,
  DerivativeOptions,
  Derivatives,
  SteadinessEffect,
} from "./query/told/tell-derivatives.ts";
export { derivativesOf } from "./query/told/tell-derivatives.ts";

// ---- Explain: strategies, beliefs, paths ----

export type { BeliefPath, BeliefPoint } from "./query/beliefs.ts";
export type { Choices, SeenVariable } from "./query/choices.ts";
export type { ForgettingGap } from "./query/forgetting.ts";
export type { HeldOtherwise, UnknownMove } from "./query/own-eyes.ts";
export type { DatedStep, Stories, Story, StoryStep } from "./query/stories.ts";
export type { ActShare, DeskStrategy, SituationStrategy } from "./query/strategies.ts";
export type { ExplainOptions, Explanation } from "./query/told/explain.ts";
export { explain } from "./query/told/explain.ts";
export type { ChoiceWish, ToldChoices } from "./query/told/tell-flow.ts";
export { choices } from "./query/told/tell-flow.ts";

// ---- Write: tables, stored results ----

export type { Finding, ReadResult, StoredResult, Verification } from "./query/stored-result.ts";
export { readResult, storeResult, verifyResult } from "./query/stored-result.ts";
export type { Cell, LongTable, Manifest } from "./query/tables.ts";
export { csvPieces, jsonPieces, manifestOf } from "./query/tables.ts";
export type { TableName, ToldTable } from "./query/told/tell-tables.ts";
export { TABLES, tableOf } from "./query/told/tell-tables.ts";
