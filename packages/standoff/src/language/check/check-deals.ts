/**
 * Offers that could be accepted again and again, with their worth paid each time: told where nothing that acceptance
 * changes stands in the way of tabling the offer anew, neither a guard nor an ending. For scenarios without errors.
 */
import type { Elaboration } from "../elaborate/elaboration.ts";
import type { Expression } from "../expression/expression.ts";
import { readsOf } from "../expression/reads.ts";
import type { Deal, Move, Scenario } from "../scenario.ts";

export function checkDeals(e: Elaboration, scenario: Scenario): void {
  for (const deal of scenario.deals) {
    if (deal.kind !== "offer" || !hasWorth(scenario, deal)) continue;
    const changed = changedByAcceptance(scenario, deal);
    const stopped = [...tablings(scenario, deal), ...scenario.endings.map(({ when }) => when)].some((condition) =>
      readsOf(condition, scenario.clocks).some(({ variable }) => changed.has(variable)),
    );
    if (!stopped) e.report("accepted-again", e.key(["offers", deal.name]), { name: deal.name });
  }
}

/** Is anything paid on acceptance? */
function hasWorth({ payoffs }: Scenario, { accepted }: Deal): boolean {
  return payoffs.some(({ trigger }) => {
    if (trigger?.kind !== "move") return false;
    return accepted.some(({ desk, move }) => desk === trigger.desk && move === trigger.move);
  });
}

/** The variables that acceptance writes, but for the offer's own, which it empties. */
function changedByAcceptance(scenario: Scenario, deal: Deal): Set<number> {
  const moves = deal.accepted.map(({ desk, move }) => scenario.desks[desk].moves[move]);
  const effects = moves.flatMap((move: Move) => [
    ...move.effects,
    ...move.branches.flatMap((branch) => branch.effects),
  ]);
  const changed = new Set(effects.map(({ variable }) => variable));
  changed.delete(deal.variable);
  return changed;
}

/** The guards of what puts the offer on the table. */
function tablings(scenario: Scenario, deal: Deal): Expression[] {
  const family = `table ${deal.name}`;
  return scenario.desks.flatMap(({ moves }) => moves.flatMap((move) => (move.family === family ? [move.guard] : [])));
}
