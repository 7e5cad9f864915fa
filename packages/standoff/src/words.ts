/**
 * `standoff/words`: answers in the words that every program uses (per cents, likelihoods, ribbons, days, strategies),
 * and the notes that stand beside figures and under tables.
 */

export { combinationsInWords } from "./build/turn/combinations.ts";
export { answerInWords, daysInWords, sharedOf } from "./query/answers-in-words.ts";
export { beliefInWords } from "./query/beliefs.ts";
export type { ChoiceNoise, Shared, Strand } from "./query/notes.ts";
export {
  errorShareText,
  errorsNote,
  livesOnMistakes,
  noiseOf,
  percentWithRibbon,
  points,
  ribbonNote,
  ribbonRange,
  span,
} from "./query/notes.ts";
export { numericalErrorGiven, numericalErrorNote } from "./query/numerical-error.ts";
export { stepDates, stepInWords } from "./query/stories.ts";
export { reasonsInWords, strategyInWords } from "./query/strategies.ts";
export { amountInWords, likelihood, likelihoodOver, percent, percentBand, readable } from "./query/words.ts";
