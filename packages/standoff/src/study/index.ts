/** `standoff/study`: forecasts as averages over draws of what is not known. */
export { usualDraws } from "./how-many.ts";
export { type OpenedStudy, openStudy } from "./open.ts";
export type { Point } from "./sample.ts";
export { readSeed, USUAL_SEED } from "./seed.ts";
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
} from "./study.ts";
