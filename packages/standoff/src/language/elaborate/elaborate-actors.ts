/** Elaboration of actors and factions: payoff columns, patience, steadiness, and who "everyone" is. */

import { DAYS_PER_YEAR } from "../../text/dates.ts";
import type { Expression } from "../expression/expression.ts";
import { assumptionsIn } from "../expression/reads.ts";
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
  const common = steadinessAt(e, ["steadiness"]);
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
      ...(entry.steadiness === undefined ? common : steadinessAt(e, [...path, "steadiness"])),
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

type Steadiness = Pick<Actor, "lambda" | "lambdaBy" | "relative" | "giveOrTake">;

/** `half a stake`, `a quarter of a stake`, `a stake`, `0.4 stakes`: a part of what is at stake for the actor. */
const STAKES = /^(?:(half|(?:a )?quarter of|(?:a )?third of) )?(a|\d+(?:\.\d+)?(?: of a)?) stakes?$/;
const PARTS = new Map([
  ["half", 1 / 2],
  ["third", 1 / 3],
  ["quarter", 1 / 4],
]);
/** Where a scenario states nothing: half a stake, 9 in 10. */
const USUAL_PART = 0.5;
const USUAL_CHANCE = 0.9;
const USUAL_FACTOR = 2;

/** What is written as a part of a stake; undefined where it is written in points. */
function partOfStake(text: string): number | undefined {
  const match = STAKES.exec(text.trim().replace(/\s+/g, " "));
  if (match === null) return undefined;
  const [, part, count] = match;
  const factor = part === undefined ? 1 : PARTS.get(part.replace(/^a | of$/g, ""))!;
  return factor * (count === "a" ? 1 : Number.parseFloat(count));
}

/**
 * Steadiness as lambda per point (or per stake): an option better by b is chosen over another with chance p when
 * lambda = ln(p / (1 - p)) / b (logit; McKelvey and Palfrey 1998).
 */
function steadinessAt(e: Elaboration, path: Path): Steadiness {
  const giveOrTake = factorAt(e, [...path, "give or take"]);
  const better = e.text([...path, "better by"]);
  if (e.text([...path, "lambda"]) !== "") {
    const stated = statedNumber(e, [...path, "lambda"], 1);
    const lambda = stated.value;
    if (lambda >= 0 && Number.isFinite(lambda)) return { ...lambdaBy(stated), relative: false, giveOrTake };
    e.report("bad-steadiness", e.value([...path, "lambda"]), {});
    return { lambda: 1, relative: false, giveOrTake };
  }
  const part = better === "" ? USUAL_PART : partOfStake(better);
  const relative = part !== undefined;
  const constant = (value: number): Stated => ({ value, by: numberConstant(value, e.value(path)) });
  const by = relative ? constant(part) : statedNumber(e, [...path, "better by"], 10);
  const chance = better === "" ? constant(USUAL_CHANCE) : statedNumber(e, [...path, "is chosen"], USUAL_CHANCE);
  if (by.value > 0 && chance.value >= 0.5 && chance.value < 1) {
    const odds = worked("/", chance, worked("-", constant(1), chance));
    return { ...lambdaBy(worked("/", logOf(odds), by)), relative, giveOrTake };
  }
  e.report("bad-steadiness", e.value(path), {});
  return { lambda: 1, relative, giveOrTake };
}

/** A number over assumptions: what it comes to at their values, and by what. */
interface Stated {
  readonly value: number;
  readonly by: Expression;
}

/** What cannot be read is what it would be by default. */
function statedNumber(e: Elaboration, path: Path, byDefault: number): Stated {
  const by = e.expression(path, number);
  const value = by === undefined ? undefined : stateless(e, by, path);
  if (by === undefined || value === undefined)
    return { value: byDefault, by: numberConstant(byDefault, e.value(path)) };
  return { value, by };
}

function worked(operator: "-" | "/", left: Stated, right: Stated): Stated {
  const { span, type } = left.by;
  const value = operator === "-" ? left.value - right.value : left.value / right.value;
  return { value, by: { kind: "binary", operator, left: left.by, right: right.by, span, type } };
}

function logOf({ value, by }: Stated): Stated {
  return { value: Math.log(value), by: { kind: "call", name: "log", of: by, span: by.span, type: by.type } };
}

function lambdaBy({ value, by }: Stated): Pick<Actor, "lambda" | "lambdaBy"> {
  return assumptionsIn([by]).size === 0 ? { lambda: value } : { lambda: value, lambdaBy: by };
}

/** `a factor of 2`. */
function factorAt(e: Elaboration, path: Path): number {
  const text = e.text(path);
  if (text === "") return USUAL_FACTOR;
  const factor = Number(/^(?:a factor of )?(\d+(?:\.\d+)?)$/.exec(text.trim())?.[1]);
  if (factor >= 1) return factor;
  e.report("bad-steadiness", e.value(path), {});
  return USUAL_FACTOR;
}

/**
 * The error stake where none is stated, from the scenario's steadiness, else its first actor's. Relative: null, a
 * quarter of each actor's stake. Else the points of `better by`; with a bare lambda, the points at which 9 in 10 choose
 * better.
 */
export function usualStake(e: Elaboration, { lambda, relative }: Steadiness): number | null {
  const path = ["steadiness", "better by"];
  if (relative || partOfStake(e.text(path)) !== undefined) return null;
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
