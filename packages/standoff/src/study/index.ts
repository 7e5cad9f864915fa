/** `standoff/study`: forecasts as averages over draws of what is not known. */

export type { CheckFigure } from "../query/checks.ts";
export type { Decided, DeskNames } from "../query/deciding.ts";
export type { Differentiable } from "../query/derivatives/gradient.ts";
export { type AnalystStudy, studiesByAnalyst } from "./analysts.ts";
export type { Answers, QuestionFigure, Stretch } from "./answers.ts";
export { type Concern, type Confidence, confidenceIn, type Finding, type Judged, type Verdict } from "./confidence.ts";
export type { SolvedDraw } from "./draw.ts";
export {
  type Form,
  type FormAnswer,
  type FormHead,
  type FormStated,
  formHeads,
  formless,
  formOf,
  poolForms,
} from "./forms.ts";
export { type EvidenceWeights, evidenceWeights, type Ground, groundsOf, type Strength, strengthOf } from "./grounds.ts";
export { usualDraws } from "./how-many.ts";
export { type EvidenceLedger, evidenceLedger, type LedgerEntry } from "./ledger.ts";
export type { StudyWishes } from "./open.ts";
export { type OpenedStudy, openStudy } from "./open.ts";
export { type Pooled, type PooledForm, poolStudies } from "./pool.ts";
export type { Point } from "./sample.ts";
export { readSeed, USUAL_SEED } from "./seed.ts";
export { mostDifferentiated, type Slopes, type SlopesWanted, slopesOf } from "./slopes.ts";
export type { CheckStudy, PlannedQuestion } from "./study.ts";
export {
  type Averaged,
  type Band,
  type DrawRecord,
  type GroupStudy,
  type OutcomeStudy,
  type QuestionStudy,
  reduceStudy,
  type Study,
  type StudyPlan,
  type StudySlopes,
} from "./study.ts";
export { openSweep, readOver, type SweepWishes, type Swept } from "./sweep.ts";
