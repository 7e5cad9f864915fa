/**
 * What to find out: of which assumption better knowledge would narrow an answer's band most. By the first order at the
 * stated values: the variance of the answer over its draws is the sum, over what is drawn, of (slope x standard
 * deviation)^2; what is known for certain takes its part away.
 */
import { gradientsOf } from "../query/derivatives/gradient.ts";
import { canBe, type NewsTaken } from "../query/history/news.ts";
import { baseGivenNews, type GivenOptions, type Solution } from "../query/told/given-news.ts";
import type { NotUnderstood } from "../query/told/tell-answers.ts";
import { readAnswer } from "../query/told/tell-derivatives.ts";
import { STEADINESS_SPREAD } from "../study/quantities.ts";
import { uncertainIn } from "./probe.ts";

export interface Unknown {
  readonly quantity: string;
  /** Of the answer's variance. */
  readonly share: number;
  /**
   * By what part the answer's spread would shrink, were it known for certain: 1 less the square root of 1 less the
   * share.
   */
  readonly narrows: number;
}

export type FindOut =
  | {
      readonly status: "told";
      readonly answer: string;
      readonly value: number;
      /** The answer's standard deviation over what is drawn, by the first order. */
      readonly deviation: number;
      /** What narrows most first; steadiness, of all and of each, among them. */
      readonly unknowns: readonly Unknown[];
      readonly news: NewsTaken;
    }
  | { readonly status: "none"; readonly answer: string; readonly says: string; readonly news: NewsTaken }
  | NotUnderstood;

/**
 * Whose better knowledge would narrow the spread of an answer most, by exact derivatives at the stated values.
 *
 * @example
 * ```ts
 * const told = whatToFindOut(solved, "settled");
 * told.unknowns[0].quantity // => "uncertainty"
 * told.unknowns.reduce((sum, { share }) => sum + share, 0) // => 1.000
 * ```
 */
export function whatToFindOut(solution: Solution, answer: string, { news: choice }: GivenOptions = {}): FindOut {
  const { scenario } = solution;
  const read = readAnswer(scenario, answer);
  if (!("kind" in read)) return read;
  const { taken: news, filter } = baseGivenNews(solution, choice);
  const none = (says: string): FindOut => ({ status: "none", answer, says, news });
  if (!canBe(news)) return none("the news cannot be");
  const [gradient] = gradientsOf(solution, [read], filter);
  if (gradient.status === "none") return none(`it has no exact derivative: ${gradient.says}`);
  const assumptions = uncertainIn(scenario).map(({ index, name, step }) => ({
    quantity: name,
    part: (gradient.assumptions[index] * step) ** 2,
  }));
  const moved = scenario.actors.map(({ giveOrTake }, i) => gradient.steadiness[i] * spreadOf(giveOrTake));
  const steadiness = [
    { quantity: "steadiness of all", part: moved.reduce((sum, one) => sum + one, 0) ** 2 },
    ...scenario.actors.map(({ name }, i) => ({ quantity: `steadiness of ${name}`, part: moved[i] ** 2 })),
  ];
  const all = [...assumptions, ...steadiness];
  const variance = all.reduce((sum, { part }) => sum + part, 0);
  const unknowns = all.map(({ quantity, part }) => {
    const share = variance > 0 ? part / variance : 0;
    return { quantity, share, narrows: 1 - Math.sqrt(Math.max(0, 1 - share)) };
  });
  return {
    status: "told",
    answer,
    value: gradient.value,
    deviation: Math.sqrt(variance),
    unknowns: unknowns.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share),
    news,
  };
}

function spreadOf(giveOrTake: number): number {
  return (STEADINESS_SPREAD * Math.log(giveOrTake)) / Math.LN2;
}
