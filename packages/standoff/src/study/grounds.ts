/**
 * What an answer rests on: for each drawn quantity the share of the variance that goes with it, what is cited for it
 * and how strong that is; and, the other way round, how much of the answer each piece of evidence carries.
 */
import { assumptionsIn } from "../language/expression/reads.ts";
import type { Scenario } from "../language/scenario.ts";
import { type Quantity, quantitiesOf } from "./quantities.ts";
import type { Averaged } from "./study.ts";

/**
 * By the best Admiralty grade cited: strong from reliability A or B with credibility 1 or 2, fair from A to C with 1 to
 * 3, weak below; none where nothing is cited.
 */
export type Strength = "strong" | "fair" | "weak" | "none";

/** A drawn quantity behind an answer. */
export interface Ground {
  readonly quantity: string;
  readonly kind: "assumption" | "prior" | "odds" | "steadiness";
  /** The assumption that it is of, or that it moves; null for steadiness. */
  readonly assumption: string | null;
  /** Of the answer's variance, from 0. */
  readonly share: number;
  readonly strength: Strength;
  /** Entries cited, by their keys. */
  readonly evidence: readonly string[];
  /** The day by which to look at it again, as days since 1970-01-01; null where none is given. */
  readonly reviewBy: number | null;
}

/** How much of an answer's variance rests on what; all parts sum to one. */
export interface EvidenceWeights {
  /** In file order, those that carry nothing included. */
  readonly entries: readonly { readonly id: string; readonly weight: number }[];
  /** On assumptions for which nothing is cited. */
  readonly without: number;
  /** On how steadily actors choose, for which no file cites anything. */
  readonly steadiness: number;
  /** Not linear in what was drawn, or not told apart from noise. */
  readonly untold: number;
}

/**
 * How strong the best of some grades is.
 *
 * @example
 * ```ts
 * [["A2", "C3"], ["C3"], ["B4"], []].map(strengthOf) // => ["strong", "fair", "weak", "none"]
 * ```
 */
export function strengthOf(grades: readonly string[]): Strength {
  if (grades.length === 0) return "none";
  const within = (last: string, least: number) => grades.some((grade) => grade[0] <= last && Number(grade[1]) <= least);
  if (within("B", 2)) return "strong";
  return within("C", 3) ? "fair" : "weak";
}

/**
 * What an answer rests on, the largest share first. What chance or correlation makes negative counts as nothing, and
 * the rest keeps the sum that is told.
 *
 * @example
 * ```ts
 * const [first] = groundsOf(solved.scenario, { shares: [["uncertainty", 0.3], ["mediator", 0.1]], linear: 0.4 });
 * first.share // => 0.3
 * first.evidence // => ["orders"]
 * first.strength // => "fair"
 * ```
 */
export function groundsOf(scenario: Scenario, { shares, linear }: Pick<Averaged, "shares" | "linear">): Ground[] {
  const share = new Map(shares);
  const positive = shares.reduce((sum, [, one]) => sum + Math.max(0, one), 0);
  const kept = positive > 0 ? Math.min(1, Math.max(0, linear)) / positive : 0;
  return quantitiesOf(scenario)
    .map((quantity): Ground => {
      const evidence = evidenceOf(scenario, quantity);
      const assumption = "assumption" in quantity ? scenario.assumptions[quantity.assumption] : null;
      return {
        quantity: quantity.name,
        kind: quantity.kind,
        assumption: assumption?.name ?? null,
        share: kept * Math.max(0, share.get(quantity.name) ?? 0),
        strength: strengthOf(evidence.map(({ grade }) => grade)),
        evidence: evidence.map(({ id }) => id),
        reviewBy: assumption?.reviewBy ?? null,
      };
    })
    .sort((a, b) => b.share - a.share);
}

/** How strong the evidence behind a quantity is. */
export function strengthBehind(scenario: Scenario, quantity: Quantity): Strength {
  return strengthOf(evidenceOf(scenario, quantity).map(({ grade }) => grade));
}

/**
 * What a quantity moves: points where it stands in any, else how a hidden start is likely, else how likely something is
 * or how often.
 */
export function whereItBears({ payoffs, endings, variables }: Scenario, quantity: Quantity): string {
  if (quantity.kind === "steadiness") return "steadiness";
  if (quantity.kind !== "assumption") return "priors";
  const reads = (parts: Parameters<typeof assumptionsIn>[0]) => assumptionsIn(parts).has(quantity.assumption);
  const worths = endings.flatMap(({ worth }) => worth?.filter((one) => one !== null) ?? []);
  if (reads([...payoffs.map(({ value }) => value), ...worths])) return "payoffs";
  return reads(variables.flatMap(({ starts }) => starts)) ? "priors" : "rates and chances";
}

function evidenceOf(scenario: Scenario, quantity: Quantity): Scenario["evidence"] {
  if (quantity.kind === "steadiness") return [];
  if (quantity.kind === "odds") return scenario.evidence.filter(({ id }) => id === quantity.evidence);
  return scenario.assumptions[quantity.assumption].evidence.map((index) => scenario.evidence[index]);
}

/**
 * How much of an answer's variance each piece of evidence carries: the share of a quantity is split evenly among the
 * entries cited for it.
 *
 * @example
 * ```ts
 * const { entries, untold } = evidenceWeights(solved.scenario, { shares: [["uncertainty", 0.3], ["mediator", 0.1]], linear: 0.4 });
 * entries.map(({ id, weight }) => [id, weight]) // => [["accounts", 0], ["orders", 0.3], ["office", 0.1]]
 * untold // => 0.6
 * ```
 */
export function evidenceWeights(scenario: Scenario, averaged: Pick<Averaged, "shares" | "linear">): EvidenceWeights {
  const grounds = groundsOf(scenario, averaged);
  const sum = (of: readonly Ground[]) => of.reduce((total, { share }) => total + share, 0);
  const entries = scenario.evidence.map(({ id }) => ({
    id,
    weight: grounds.reduce(
      (total, { evidence, share }) => total + (evidence.includes(id) ? share / evidence.length : 0),
      0,
    ),
  }));
  const isSteadiness = ({ kind }: Ground) => kind === "steadiness";
  const without = sum(grounds.filter((one) => !isSteadiness(one) && one.evidence.length === 0));
  return { entries, without, steadiness: sum(grounds.filter(isSteadiness)), untold: 1 - sum(grounds) };
}
