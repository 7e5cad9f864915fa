/** Elaboration of odds from evidence, and of assumptions that are a prior moved by them. */

import { staticValue } from "../expression/static-value.ts";
import { number } from "../expression/value-types.ts";
import type { Evidence, EvidenceOdds } from "../scenario.ts";
import { type Elaboration, entriesOf, listed, type Path } from "./elaboration.ts";
import { oddsOn, posteriorOf } from "./odds.ts";

/** What an entry's odds say, before its other parts are read. */
export type WrittenOdds = Pick<Evidence, "id" | "sameOriginAs" | "odds">;

export function elaborateOdds(e: Elaboration): WrittenOdds[] {
  const assumptions = Object.keys(e.document.assumptions ?? {});
  return entriesOf(e.document.evidence).map(([id, entry]) => ({
    id,
    sameOriginAs: listed(entry["same origin as"], []).map(({ text }) => text),
    odds: entriesOf(entry.odds).flatMap(([assumption, text]) => {
      const path = ["evidence", id, "odds", assumption];
      if (!assumptions.includes(assumption)) {
        e.unknown("assumption", assumption, assumptions, e.key(path));
        return [];
      }
      const odds = oddsAt(e, text, path);
      return odds === undefined ? [] : [{ assumption, ...odds }];
    }),
  }));
}

/** `2 to 1`, `1 to 3`, `2`, `3 to 1 give or take a factor of 1.5`. */
function oddsAt(e: Elaboration, text: string, path: Path): Pick<EvidenceOdds, "odds" | "factor"> | undefined {
  const [stated, within = "1"] = text.split(/\s+give\s+or\s+take\s+a\s+factor\s+of\s+/);
  const [left, right = "1"] = stated.split(/\s+to\s+/);
  const [odds, factor] = [Number(left) / Number(right), Number(within)];
  if (odds > 0 && Number.isFinite(odds) && factor >= 1) return { odds, factor };
  e.report("odds-not-above-zero", e.value(path), { text });
  return undefined;
}

/** The value of an assumption with a prior, and the prior itself; undefined where the prior is no chance. */
export function fromPrior(
  e: Elaboration,
  name: string,
  witnesses: readonly WrittenOdds[],
): { prior: number; value: number } | undefined {
  const path = ["assumptions", name, "prior"];
  const expression = e.expression(path, number);
  const prior = expression && staticValue(expression, { assumption: () => undefined, clock: () => undefined });
  if (expression === undefined) return undefined;
  if (prior === undefined || !(prior >= 0 && prior <= 1)) {
    e.report("prior-no-chance", e.value(path), { name, text: e.text(path) });
    return undefined;
  }
  return { prior, value: posteriorOf(prior, oddsOn(witnesses, name)) };
}

/** Odds count only on a prior, and only a chance can have them. A value from the command line stands in for a prior. */
export function checkOdds(e: Elaboration, witnesses: readonly WrittenOdds[]): void {
  for (const { id, odds } of witnesses) {
    for (const { assumption: name } of odds) {
      const { prior, value, type, text } = e.assumptions.find((assumption) => assumption.name === name)!;
      if (prior !== undefined || e.document.assumptions![name].prior !== undefined) continue;
      const span = e.key(["evidence", id, "odds", name]);
      if (type !== "number" || value < 0 || value > 1) e.report("odds-on-no-chance", span, { name, text });
      else if (e.sources[e.value(["assumptions", name, "value"]).file]?.setting !== true) {
        e.report("odds-without-prior", span, { name });
      }
    }
  }
}
