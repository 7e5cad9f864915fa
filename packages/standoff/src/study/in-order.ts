/** One scenario's answers in the order of another's: outcomes by their names, questions by what they ask. */
import type { Answers } from "./answers.ts";

/** What is told of a scenario, in its order. */
export interface Order {
  readonly outcomes: readonly string[];
  readonly questions: readonly { readonly name: string; readonly ask: string }[];
}

/** The place of a question that asks the same; -1 where there is none. */
export function placeOf({ questions }: Order, { name, ask }: Order["questions"][number]): number {
  return questions.findIndex((one) => one.name === name && one.ask === ask);
}

/** What the other has not is empty, or null. Where they cannot be, likelihood 0, there are none. */
export function inOrder({ outcomes, errorShares, questions, ...answers }: Answers, own: Order, wanted: Order): Answers {
  const places = wanted.outcomes.map((name) => own.outcomes.indexOf(name));
  return {
    ...answers,
    outcomes: places.map((place) => outcomes[place] ?? []),
    errorShares: places.map((place) => errorShares[place] ?? 0),
    decided: places.map(() => []),
    groups: [],
    checks: [],
    questions: wanted.questions.map((one) => questions[placeOf(own, one)] ?? null),
  };
}
