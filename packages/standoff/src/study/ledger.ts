/**
 * The evidence behind an answer: every entry of the file with what cites it, how strong it is, and how much of the
 * answer it carries.
 */
import type { Scenario } from "../language/scenario.ts";
import { printDay } from "../text/dates.ts";
import { evidenceWeights, type Ground, groundsOf, type Strength, strengthOf } from "./grounds.ts";
import type { Averaged } from "./study.ts";

export interface LedgerEntry {
  readonly id: string;
  readonly source: string;
  readonly where: string;
  readonly shows: string;
  /** Admiralty grade. */
  readonly grade: string;
  readonly strength: Strength;
  /** The ISO date of what it reports; null where none is given. */
  readonly of: string | null;
  /** What it points at, as the file writes it. */
  readonly points: readonly string[];
  /** Assumptions that cite it, and those that its odds move. */
  readonly cited: readonly string[];
  /** Share of the answer's variance that it carries. */
  readonly weight: number;
}

export interface EvidenceLedger {
  /** That which carries the most first; equal ones in the order of the file. */
  readonly entries: readonly LedgerEntry[];
  /** What the answer rests on, the largest share of its variance first. */
  readonly grounds: readonly Ground[];
  /** Shares that no entry carries: assumptions that cite nothing, steadiness, and what is not told apart. */
  readonly without: number;
  readonly steadiness: number;
  readonly untold: number;
}

/**
 * The ledger of one answer, from its shares of variance (`reduceStudy`).
 *
 * @example
 * ```ts
 * const ledger = evidenceLedger(solved.scenario, { shares: [["uncertainty", 0.3], ["mediator", 0.1]], linear: 0.4 });
 * ledger.entries.map(({ id, weight }) => [id, weight]) // => [["orders", 0.3], ["office", 0.1], ["accounts", 0]]
 * ledger.entries[0].cited // => ["lost orders", "uncertainty"]
 * ```
 */
export function evidenceLedger(scenario: Scenario, averaged: Pick<Averaged, "shares" | "linear">): EvidenceLedger {
  const { entries: weights, ...rest } = evidenceWeights(scenario, averaged);
  const weight = new Map(weights.map((one) => [one.id, one.weight]));
  const entries = scenario.evidence.map((entry, place): LedgerEntry => {
    const { id, source, where, shows, grade, of, points, odds } = entry;
    const citing = scenario.assumptions.flatMap(({ name, evidence }) => (evidence.includes(place) ? [name] : []));
    return {
      id,
      source,
      where,
      shows,
      grade,
      strength: strengthOf([grade]),
      of: of === null ? null : printDay(of),
      points,
      cited: [...new Set([...citing, ...odds.map(({ assumption }) => assumption)])],
      weight: weight.get(id) ?? 0,
    };
  });
  return { entries: entries.sort((a, b) => b.weight - a.weight), grounds: groundsOf(scenario, averaged), ...rest };
}
