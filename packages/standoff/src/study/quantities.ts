/**
 * What is drawn: the quantities of a scenario that change from draw to draw, each with its distribution. Assumptions
 * with a range or a distribution; priors and odds where the file gives them room (their assumption is what the odds
 * make of the prior); and every choosing actor's steadiness, with one part that all share.
 */
import { priorLedger } from "../language/elaborate/odds.ts";
import type { Assumption, Scenario } from "../language/scenario.ts";
import type { Distribution } from "../math/distributions.ts";

export type Quantity = { readonly name: string; readonly distribution: Distribution } & (
  | { readonly kind: "assumption" | "prior"; readonly assumption: number }
  /** Standard normal: the odds of an entry are multiplied by exp(spread x value). */
  | { readonly kind: "odds"; readonly assumption: number; readonly evidence: string; readonly spread: number }
  /** Standard normal; `actor` -1: of all. */
  | { readonly kind: "steadiness"; readonly actor: number }
);

/**
 * ln lambda of an actor = ln stated + 0.30 (of all) + 0.30 (its own): 90 per cent within a factor of two; where another
 * is stated, both times as much as its logarithm is.
 */
export const STEADINESS_SPREAD = 0.3;

const standard: Distribution = { kind: "normal", mean: 0, deviation: 1 };
/** Nine in ten of a standard normal lie within so much of 0. */
const NINE_IN_TEN = 1.6448536269514722;

/** In the order of their dimensions. `steadiness` false: actors are as steady as stated in every draw. */
export function quantitiesOf(scenario: Scenario, steadiness = true): Quantity[] {
  const drawn = scenario.assumptions.flatMap((one, index) => assumptionDrawn(scenario, one, index));
  return steadiness ? [...drawn, ...steadinessDrawn(scenario)] : drawn;
}

function assumptionDrawn(scenario: Scenario, assumption: Assumption, index: number): Quantity[] {
  const { name, distribution, priorDistribution } = assumption;
  const odds = oddsDrawn(scenario, assumption, index);
  const prior: Quantity[] =
    (priorDistribution ?? null) === null
      ? []
      : [{ kind: "prior", name: `prior of ${name}`, assumption: index, distribution: priorDistribution! }];
  const moved = [...prior, ...odds];
  if (moved.length > 0) return moved;
  return distribution === null ? [] : [{ kind: "assumption", name, assumption: index, distribution }];
}

/** Odds that count, and that may lie elsewhere. */
function oddsDrawn(scenario: Scenario, { name, prior }: Assumption, index: number): Quantity[] {
  if (prior === undefined) return [];
  const items = priorLedger(scenario).find((entry) => entry.assumption === name)?.items ?? [];
  return items.flatMap(({ evidence, insteadOf }) => {
    const factor = factorOf(scenario, evidence, name);
    if (insteadOf !== null || !(factor > 1)) return [];
    const spread = Math.log(factor) / NINE_IN_TEN;
    const says = `odds of ${evidence} on ${name}`;
    return [{ kind: "odds", name: says, assumption: index, evidence, spread, distribution: standard }];
  });
}

function factorOf({ evidence }: Scenario, id: string, assumption: string): number {
  const entry = evidence.find((one) => one.id === id);
  return entry?.odds.find((one) => one.assumption === assumption)?.factor ?? 1;
}

function steadinessDrawn({ actors, desks }: Scenario): Quantity[] {
  const choosing = actors.flatMap(({ name, lambda }, actor) => {
    const chooses = lambda > 0 && desks.some((desk) => desk.actor === actor && desk.policy === null);
    return chooses
      ? [{ kind: "steadiness", name: `steadiness of ${name}`, actor, distribution: standard } as const]
      : [];
  });
  if (choosing.length === 0) return [];
  return [{ kind: "steadiness", name: "steadiness of all", actor: -1, distribution: standard }, ...choosing];
}
