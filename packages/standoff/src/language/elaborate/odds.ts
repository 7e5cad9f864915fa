/**
 * Evidence before the first day, as odds on a prior (Bayes' rule in odds form). An entry says how much likelier what it
 * shows is if the assumption's event holds than if not; entries of one origin count once, by the strongest of them.
 */
import type { Evidence, Scenario } from "../scenario.ts";

/** What one entry says of an assumption, and whether it counts. */
export interface LedgerItem {
  readonly evidence: string;
  readonly odds: number;
  /** The entry of the same origin that counts instead; null where this one counts. */
  readonly insteadOf: string | null;
}

export interface LedgerEntry {
  readonly assumption: string;
  readonly prior: number;
  readonly posterior: number;
  readonly items: readonly LedgerItem[];
}

type Witness = Pick<Evidence, "id" | "sameOriginAs"> & {
  readonly odds: readonly Pick<Evidence["odds"][number], "assumption" | "odds">[];
};

/** For each assumption with a prior: the prior, all odds on it, and what comes out. */
export function priorLedger(scenario: Pick<Scenario, "assumptions" | "evidence">): LedgerEntry[] {
  return scenario.assumptions.flatMap(({ name, prior }) => {
    if (prior === undefined) return [];
    const items = oddsOn(scenario.evidence, name);
    return [{ assumption: name, prior, posterior: posteriorOf(prior, items), items }];
  });
}

/** The odds on an assumption. Of entries that go back to one origin, the strongest counts; of equals, the first. */
export function oddsOn(evidence: readonly Witness[], assumption: string): LedgerItem[] {
  const origin = originsOf(evidence);
  const items = evidence.flatMap(({ id, odds }) =>
    odds.filter((one) => one.assumption === assumption).map((one) => ({ evidence: id, odds: one.odds })),
  );
  const strength = (odds: number) => Math.abs(Math.log(odds));
  return items.map((item) => {
    const kin = items.filter((other) => origin.get(other.evidence) === origin.get(item.evidence));
    const strongest = kin.reduce((best, other) => (strength(other.odds) > strength(best.odds) ? other : best));
    return { ...item, insteadOf: strongest === item ? null : strongest.evidence };
  });
}

/** The chance after the odds that count. A prior of 0 or 1 stays. */
export function posteriorOf(prior: number, items: readonly LedgerItem[]): number {
  let odds = prior / (1 - prior);
  for (const item of items) if (item.insteadOf === null) odds *= item.odds;
  return odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds);
}

/** For each entry the first one that it is tied to, directly or over others. */
function originsOf(evidence: readonly Witness[]): Map<string, string> {
  const origin = new Map(evidence.map(({ id }) => [id, id]));
  const rootOf = (id: string): string => {
    let root = id;
    while (origin.get(root) !== root) root = origin.get(root)!;
    return root;
  };
  for (const { id, sameOriginAs } of evidence) {
    for (const other of sameOriginAs) {
      if (origin.has(other)) origin.set(rootOf(other), rootOf(id));
    }
  }
  return new Map(evidence.map(({ id }) => [id, rootOf(id)]));
}

/** A ledger entry as lines: the prior, each entry's odds, the result. */
export function ledgerLines({ assumption, prior, posterior, items }: LedgerEntry): string[] {
  const figure = (value: number) => String(Number(value.toPrecision(3)));
  return [
    `${assumption}: ${figure(prior)} before the evidence`,
    ...items.map(({ evidence, odds, insteadOf }) => {
      const written = odds >= 1 ? `${figure(odds)} to 1` : `1 to ${figure(1 / odds)}`;
      return `  ${written} ${evidence}${insteadOf === null ? "" : ` (not counted: same origin as ${insteadOf})`}`;
    }),
    `  ${figure(posterior)} with it`,
  ];
}
