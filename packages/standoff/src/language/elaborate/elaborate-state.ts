/** Elaboration of variables: their domains before anything else is read, then where they start and who sees them. */
import { parseDay } from "../../text/dates.ts";
import type { Expression } from "../expression/expression.ts";
import { type ScopeVariable, typeOfVariable } from "../expression/scope.ts";
import { staticValue } from "../expression/static-value.ts";
import type { Variable } from "../scenario.ts";
import { everyone, maskOf } from "./elaborate-actors.ts";
import { chancesAt } from "./elaborate-chances.ts";
import { conditionAt } from "./elaborate-grounds.ts";
import { type Elaboration, entriesOf, numberConstant, type Path } from "./elaboration.ts";

/** A range with more values than this is refused. */
const mostValues = 1_000;

/** Names and domains of the declared variables. */
export function declareVariables(e: Elaboration): ScopeVariable[] {
  return entriesOf(e.document.state).map(([name, entry]) => {
    const is = typeof entry === "string" ? entry : entry.is;
    if (typeof is !== "string") return namedLevels(e, name, is);
    if (is === "yes or no") return { name, kind: "truth", levels: ["no", "yes"], size: 2, low: 0 };
    return range(e, name, is);
  });
}

function namedLevels(e: Elaboration, name: string, levels: readonly string[]): ScopeVariable {
  for (const [index, level] of levels.entries()) {
    if (levels.indexOf(level) === index) continue;
    e.report("duplicate-name", e.value(["state", name, "is", index]), { name: level, kind: `level of ${name}` });
  }
  return { name, kind: "levels", levels, size: levels.length, low: 0 };
}

function range(e: Elaboration, name: string, text: string): ScopeVariable {
  const [low, high] = text.split("..").map(Number) as [number, number];
  const size = high - low + 1;
  const bad = !(size >= 1 && size <= mostValues);
  if (bad) e.report("bad-range", e.value(["state", name, "is"]), { text, limit: mostValues });
  const first = bad ? 0 : low;
  const levels = Array.from({ length: bad ? 1 : size }, (_, index) => String(first + index));
  return { name, kind: "range", levels, size: levels.length, low: first };
}

/** The declared variables whole; the scope must be complete. */
export function elaborateVariables(e: Elaboration, declared: readonly ScopeVariable[]): Variable[] {
  return entriesOf(e.document.state).map(([name, short], index) => {
    const entry = typeof short === "string" ? { is: short } : short;
    const path = ["state", name];
    const announced = "announced" in entry && entry.announced !== undefined ? parseDay(entry.announced) : undefined;
    return {
      ...declared[index],
      span: e.key(path),
      starts: startsOf(e, index, entry, path),
      seenBy: maskOf(e, "seen by" in entry ? entry["seen by"] : undefined, [...path, "seen by"], everyone(e)),
      announced: announced ?? Number.POSITIVE_INFINITY,
      atOnce: "at once" in entry && entry["at once"] !== undefined ? entry["at once"] : "error",
      reported: "reported" in entry && entry.reported === "fully",
      forgetWhen: "forget when" in entry ? conditionAt(e, [...path, "forget when"]) : null,
      clock: -1,
    };
  });
}

function startsOf(
  e: Elaboration,
  index: number,
  entry: { readonly starts?: string | Readonly<Record<string, string>> | undefined },
  path: Path,
): Expression[] {
  const variable = e.scope.variables[index];
  const at = [...path, "starts"];
  if (entry.starts === undefined) return certain(variable, 0, e, path);
  if (typeof entry.starts === "string") {
    const expression = e.fix(e.expression(at, typeOfVariable(e.scope, index)));
    const value = expression === undefined ? 0 : startValue(e, expression, at);
    return certain(variable, indexOfValue(e, variable, value, at), e, at);
  }
  const starts = Array.from({ length: variable.size }, () => numberConstant(0, e.value(at)));
  const chances = chancesAt(e, entry.starts, at, "the chances of where it starts");
  for (const { key, chance } of chances) {
    const place = [...at, key];
    const value = e.keyExpression(key, place, typeOfVariable(e.scope, index));
    if (value?.kind !== "constant") continue;
    const slot = indexOfValue(e, variable, value.value, place, "key");
    starts[slot] = chance;
  }
  return starts;
}

function startValue(e: Elaboration, expression: Expression, path: Path): number {
  const value = staticValue(expression, e.known);
  if (value === undefined) e.report("depends-on-state", e.value(path), {});
  return value ?? 0;
}

function certain(variable: ScopeVariable, slot: number, e: Elaboration, path: Path): Expression[] {
  return Array.from({ length: variable.size }, (_, index) => numberConstant(index === slot ? 1 : 0, e.value(path)));
}

/** The index of a value of a variable; reports values outside its domain. */
export function indexOfValue(
  e: Elaboration,
  variable: ScopeVariable,
  value: number,
  path: Path,
  part: "key" | "value" = "value",
): number {
  const index = Math.round(value) - variable.low;
  if (Number.isInteger(value) && index >= 0 && index < variable.size) return index;
  const span = part === "key" ? e.key(path) : e.value(path);
  const domain = `${variable.levels[0]} to ${variable.levels.at(-1)}`;
  e.report("not-in-domain", span, { value, variable: variable.name, domain });
  return Math.max(0, Math.min(variable.size - 1, Number.isFinite(index) ? index : 0));
}
