/**
 * What answers rest on, to first order: how much each changes with each drawn quantity, by exact derivatives at the
 * stated values, through the equilibrium (`query/derivatives/`). They cost no draws, and tell single quantities apart
 * where draws are too few for it.
 */
import { listedOutcomes } from "../language/deals.ts";
import type { Scenario } from "../language/scenario.ts";
import { type Differentiable, type Gradient, gradientsOf } from "../query/derivatives/gradient.ts";
import { byNews, canBe, type NewsChoice } from "../query/history/news.ts";
import { parseQuestion } from "../query/questions/question.ts";
import { type Quantity, quantitiesOf, STEADINESS_SPREAD } from "./quantities.ts";

/**
 * Of one answer, by each quantity, in the units in which it is drawn; 0 where it has no derivative. Null: the answer
 * has none.
 */
export type Slopes = readonly number[] | null;

/** A scenario's outcomes and questions, in their order. */
export function asksOf(scenario: Scenario): string[] {
  return [...listedOutcomes(scenario).map(({ name }) => `P(${name})`), ...scenario.questions.map(({ ask }) => ask)];
}

export interface SlopesWanted {
  readonly news: NewsChoice;
  readonly steadiness: boolean;
}

/** Answers x edges differentiated at most, and one at least: each takes some tens of sweeps. */
const MOST_EDGES = 1e7;

/**
 * How many answers of a world of so many edges may be differentiated.
 *
 * @example
 * ```ts
 * [2_000, 5_000_000, 50_000_000].map(mostDifferentiated) // => [5000, 2, 1]
 * ```
 */
export function mostDifferentiated(edges: number): number {
  return Math.max(1, Math.floor(MOST_EDGES / edges));
}

/**
 * The slopes of answers, each an outcome's or a question's text; those beyond what a world of its size allows have
 * none.
 *
 * @example
 * ```ts
 * const [slopes] = slopesOf(solved, ["P(settled)"], { news: {}, steadiness: true });
 * slopes.length === study.outcomes[0].shares.length // => true
 * ```
 */
export function slopesOf(of: Differentiable, asks: readonly string[], { news, steadiness }: SlopesWanted): Slopes[] {
  const { scenario, world, base } = of;
  const { taken, filter } = byNews(scenario, world, base, news);
  if (!canBe(taken)) return asks.map(() => null);
  const quantities = quantitiesOf(scenario, steadiness);
  const most = mostDifferentiated(world.header.edges);
  return asks.map((ask, place) => {
    const { question } = place < most ? parseQuestion(scenario, ask) : { question: undefined };
    if (question === undefined) return null;
    const [gradient] = gradientsOf(of, [{ kind: "question", question }], filter);
    return gradient.status === "exact" ? quantities.map((one) => slopeOf(of, gradient, one)) : null;
  });
}

function slopeOf({ scenario }: Differentiable, gradient: Exact, quantity: Quantity): number {
  switch (quantity.kind) {
    case "assumption":
      return gradient.assumptions[quantity.assumption];
    case "prior": {
      const { value, prior } = scenario.assumptions[quantity.assumption];
      return (gradient.assumptions[quantity.assumption] * value * (1 - value)) / (prior! * (1 - prior!));
    }
    case "odds": {
      const { value } = scenario.assumptions[quantity.assumption];
      return gradient.assumptions[quantity.assumption] * value * (1 - value) * quantity.spread;
    }
    default:
      // As `sample.ts` draws it: ln lambda moves by so much for a unit of the normal score.
      return scenario.actors.reduce((sum, { giveOrTake }, actor) => {
        if (quantity.actor !== -1 && quantity.actor !== actor) return sum;
        return sum + (gradient.steadiness[actor] * STEADINESS_SPREAD * Math.log(giveOrTake)) / Math.LN2;
      }, 0);
  }
}

type Exact = Extract<Gradient, { status: "exact" }>;
