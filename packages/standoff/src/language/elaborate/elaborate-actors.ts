/** Elaboration of actors and factions: payoff columns, patience, steadiness, and who "everyone" is. */

import { DAYS_PER_YEAR } from "../../text/dates.ts";
import type { Expression } from "../expression/expression.ts";
import { number } from "../expression/value-types.ts";
import { unitDays } from "../expression/words.ts";
import type { Actor, Column } from "../scenario.ts";
import { stateless, staticNumber } from "./elaborate-grounds.ts";
import { type Elaboration, entriesOf, listed, numberConstant, type Path } from "./elaboration.ts";

/** Who sees a variable is a mask of 32 bits. */
const mostActors = 30;

/** The columns of payoffs: one per faction, or one for an actor without factions. */
export function elaborateColumns(e: Elaboration): Column[] {
  const columns: Column[] = [];
  for (const [actor, [id, entry]] of entriesOf(e.document.actors).entries()) {
    const factions = Object.keys(entry.factions ?? {});
    if (factions.length === 0) columns.push({ id, name: entry.name, actor, faction: false });
    for (const faction of factions) columns.push({ id: faction, name: faction, actor, faction: true });
  }
  return columns;
}

export function elaborateActors(e: Elaboration, columns: readonly Column[]): Actor[] {
  const common = lambdaAt(e, ["steadiness"]);
  const actors = entriesOf(e.document.actors);
  if (actors.length > mostActors) {
    e.report("too-many-actors", e.key(["actors", actors[mostActors][0]]), { limit: mostActors });
  }
  return actors.map(([id, entry], index) => {
    const path = ["actors", id];
    const own = columns.flatMap((column, c) => (column.actor === index ? [c] : []));
    return {
      id,
      name: entry.name,
      span: e.key(path),
      patience:
        entry.patience === undefined
          ? numberConstant(1, e.key(path))
          : patienceAt(e, entry.patience, [...path, "patience"]),
      lambda: entry.steadiness === undefined ? common : lambdaAt(e, [...path, "steadiness"]),
      columns: own,
      weights: own.map((c) => {
        const column = columns[c];
        if (!column.faction) return numberConstant(1, e.key(path));
        const at = [...path, "factions", column.id];
        return e.expression(at, number) ?? numberConstant(1, e.value(at));
      }),
    };
  });
}

/** `0.9 per year`: the discount factor of a year; `0.99 per month` is raised to the months of a year. */
function patienceAt(e: Elaboration, text: string, path: Path): Expression {
  const match = /^(.*\S)\s+per\s+(\w+)$/s.exec(text);
  const days = match === null ? DAYS_PER_YEAR : unitDays.get(match[2]);
  const none = numberConstant(1, e.value(path));
  const factor = e.part(match?.[1] ?? text, path, number);
  const value = factor === undefined ? undefined : stateless(e, factor, path);
  if (factor === undefined || value === undefined) return none;
  if (days !== undefined && value > 0 && value <= 1) return yearly(factor, DAYS_PER_YEAR / days);
  e.report("bad-patience", e.value(path), { text });
  return none;
}

/** A factor to the power of the times that it counts in a year. */
function yearly(factor: Expression, times: number): Expression {
  if (times === 1) return factor;
  const { span, type } = factor;
  if (factor.kind === "constant") return numberConstant(factor.value ** times, span);
  const log: Expression = { kind: "call", name: "log", of: factor, span, type };
  const power: Expression = {
    kind: "binary",
    operator: "*",
    left: log,
    right: numberConstant(times, span),
    span,
    type,
  };
  return { kind: "call", name: "exp", of: power, span, type };
}

/**
 * Steadiness as lambda per point: an option better by b points is chosen over another with chance p when
 * lambda = ln(p / (1 - p)) / b (logit; McKelvey and Palfrey 1998).
 */
function lambdaAt(e: Elaboration, path: Path): number {
  if (e.text([...path, "lambda"]) !== "") {
    const lambda = fixedNumber(e, [...path, "lambda"]) ?? 1;
    if (lambda >= 0 && Number.isFinite(lambda)) return lambda;
    e.report("bad-steadiness", e.value([...path, "lambda"]), {});
    return 1;
  }
  const points = fixedNumber(e, [...path, "better by"]) ?? 10;
  const chance = fixedNumber(e, [...path, "is chosen"]) ?? 0.9;
  if (points > 0 && chance >= 0.5 && chance < 1) return Math.log(chance / (1 - chance)) / points;
  e.report("bad-steadiness", e.value(path), {});
  return 1;
}

function fixedNumber(e: Elaboration, path: Path): number | undefined {
  const expression = e.fix(e.expression(path, number));
  return expression === undefined ? undefined : stateless(e, expression, path);
}

/** The points of `better by`, for the error stake; with a bare lambda, the points at which 9 in 10 choose better. */
export function usualStake(e: Elaboration, lambda: number): number {
  const path = ["steadiness", "better by"];
  if (e.text(path) !== "") return staticNumber(e, path) ?? 10;
  return lambda > 0 ? Math.log(9) / lambda : Number.POSITIVE_INFINITY;
}

/** Who is meant by `everyone`, `no one`, an actor or a list, as a mask of actors. */
export function maskOf(
  e: Elaboration,
  value: string | readonly string[] | undefined,
  path: Path,
  byDefault: number,
): number {
  if (value === undefined) return byDefault;
  const ids = Object.keys(e.document.actors);
  let mask = 0;
  for (const { text, path: at } of listed(value, path)) {
    const index = ids.indexOf(text);
    if (text === "everyone") mask |= everyone(e);
    else if (index !== -1) mask |= 1 << index;
    else if (text !== "no one") {
      e.unknown("actor", text, [...ids, "everyone", "no one"], e.value(at));
      mask |= everyone(e); // so that one fault does not make others
    }
  }
  return mask;
}

/** The mask of all actors. */
export function everyone(e: Elaboration): number {
  return 2 ** Math.min(mostActors, Object.keys(e.document.actors).length) - 1;
}
