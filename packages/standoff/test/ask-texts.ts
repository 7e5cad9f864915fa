/** Questions in words, asked of one solution; for tests that make games up. What is not understood is a bug here. */
import type { Scenario } from "../src/language/scenario.ts";
import { type Answer, answerQuestions, parseQuestion } from "../src/query/questions/question.ts";
import type { Solved } from "../src/solve/solution.ts";
import type { World } from "../src/world/world.ts";

interface Game {
  readonly scenario: Scenario;
  readonly world: World;
  readonly solved: Solved;
}

export function ask({ scenario, world, solved }: Game, texts: readonly string[]): Answer[] {
  const questions = texts.map((text) => {
    const { question, diagnostics } = parseQuestion(scenario, text);
    if (question === undefined) throw new Error(`${text}: ${diagnostics[0]?.message}`);
    return question;
  });
  return answerQuestions(scenario, world, [solved], questions);
}

/** The same, of each answer its value; NaN where there is none. */
export function valuesOf(game: Game, texts: readonly string[]): number[] {
  return ask(game, texts).map((answer) => (answer.status === "answered" ? answer.value : Number.NaN));
}
