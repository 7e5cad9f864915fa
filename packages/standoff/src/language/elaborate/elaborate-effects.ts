/** Elaboration of effects and branches: what a move, an event or a clock changes, and its uncertain results. */

import { didYouMean } from "../../text/suggest.ts";
import { typeOfVariable } from "../expression/scope.ts";
import type { Branch, Effect } from "../scenario.ts";
import { type NamedChance, readChances } from "./elaborate-chances.ts";
import { indexOfValue } from "./elaborate-state.ts";
import { type Elaboration, entriesOf, numberConstant, type Path } from "./elaboration.ts";

type WrittenEffect = string | { readonly becomes: Readonly<Record<string, string>> };
type WrittenEffects = Readonly<Record<string, WrittenEffect>> | undefined;
type WrittenBranch = string | { readonly chance: string; readonly does?: WrittenEffects };

/** The index of a declared variable, by name; reports unknown ones at the key of a path. */
function variableAt(e: Elaboration, name: string, path: Path): number | undefined {
  const known = e.scope.variables.filter((variable) => variable.kind !== "clock");
  const index = known.findIndex((variable) => variable.name === name);
  if (index !== -1) return index;
  const names = known.map((variable) => variable.name);
  e.unknown("variable", name, names, e.key(path));
  return undefined;
}

export function effectsAt(e: Elaboration, written: WrittenEffects, path: Path): Effect[] {
  return entriesOf(written).flatMap(([name, entry]) => {
    const at = [...path, name];
    const variable = variableAt(e, name, at);
    const to = variable === undefined ? undefined : effectTo(e, variable, entry, at);
    return variable === undefined || to === undefined ? [] : [{ variable, span: e.key(at), to }];
  });
}

function effectTo(e: Elaboration, variable: number, entry: WrittenEffect, path: Path): Effect["to"] | undefined {
  if (typeof entry !== "string") return mapTo(e, variable, entry.becomes, [...path, "becomes"]);
  const step = /^(up|down)(?:\s+(\d+))?$/.exec(entry.trim());
  const domain = e.scope.variables[variable];
  const copied = /^becomes\s+(\S.*)$/s.exec(entry.trim());
  if (copied !== null) return copyTo(e, variable, copied[1].trim().replace(/\s+/g, " "), path);
  if (step !== null && !domain.levels.includes(entry.trim())) {
    if (domain.kind === "truth") e.report("step-of-truth", e.value(path), { variable: domain.name });
    return { kind: "step", by: Number(step[2] ?? 1) * (step[1] === "up" ? 1 : -1) };
  }
  if (isUnlikeVariable(e, variable, entry)) {
    const other = entry.trim();
    const types = { wanted: `a level of "${domain.name}"`, found: `a level of "${other}"` };
    e.report("wrong-type", e.value(path), types, { hint: `to copy it by its name: "becomes ${other}"` });
    return undefined;
  }
  if (isSignedStep(entry, domain)) {
    const by = Math.abs(Number(entry.replaceAll(" ", "")));
    const up = !entry.trim().startsWith("-");
    const step = `write "${up ? "up" : "down"} ${by}" for a step`;
    const hint = domain.kind === "range" && up ? `${step}, or "${by}" for the number itself` : step;
    e.report("sign-for-step", e.value(path), { text: entry.trim() }, { hint });
    return undefined;
  }
  const value = e.expression(path, typeOfVariable(e.scope, variable));
  if (value === undefined) return undefined;
  if (value.kind === "constant") indexOfValue(e, domain, value.value, path);
  return { kind: "value", value };
}

/** `+1`, or `-1` where the variable has no such number: meant as a step, and read as a number. */
function isSignedStep(entry: string, { kind, low }: { readonly kind: string; readonly low: number }): boolean {
  const [, sign, digits] = /^([+-])\s*(\d+)$/.exec(entry.trim()) ?? [];
  return sign === "+" || (sign === "-" && (kind !== "range" || -Number(digits) < low));
}

/** `becomes OTHER`: the value of another variable, by its name, or by its number in a range. */
function copyTo(e: Elaboration, variable: number, name: string, path: Path): Effect["to"] | undefined {
  const meaning = e.scope.names.get(name);
  const domain = e.scope.variables[variable];
  if (meaning?.kind !== "variable") {
    const others = e.scope.variables.filter(({ kind }) => kind !== "clock" && kind === domain.kind);
    const names = others.map((other) => other.name).filter((other) => other !== domain.name);
    const hint = domain.levels.includes(name)
      ? `a level stands by itself: "${domain.name}: ${name}"`
      : didYouMean(name, names);
    const kind = "variable to copy";
    e.report("unknown-reference", e.value(path), { kind, name }, hint === undefined ? {} : { hint });
    return undefined;
  }
  const from = meaning.index;
  const source = e.scope.variables[from];
  const values = source.levels.map((level) => domain.levels.indexOf(level));
  if (source.kind !== domain.kind || values.every((value) => value === -1)) {
    e.report("copy-unlike", e.value(path), { variable: domain.name, other: name });
    return undefined;
  }
  const type = typeOfVariable(e.scope, from);
  e.expressions.push({ expression: { kind: "variable", variable: from, type, span: e.value(path) }, path });
  return { kind: "copy", from, values };
}

/** Is this the name of a variable with other levels than those of the variable that is written? */
function isUnlikeVariable(e: Elaboration, variable: number, entry: string): boolean {
  const meaning = e.scope.names.get(entry.trim());
  const domain = e.scope.variables[variable];
  if (domain.kind !== "levels" || meaning?.kind !== "variable" || domain.levels.includes(entry.trim())) return false;
  const other = e.scope.variables[meaning.index];
  return other.kind === "levels" && other.levels.join("\n") !== domain.levels.join("\n");
}

function mapTo(
  e: Elaboration,
  variable: number,
  becomes: Readonly<Record<string, string>>,
  path: Path,
): Effect["to"] | undefined {
  const domain = e.scope.variables[variable];
  const type = typeOfVariable(e.scope, variable);
  const values = Array.from({ length: domain.size }, (_, index) => index);
  for (const from of Object.keys(becomes)) {
    const at = [...path, from];
    const source = e.keyExpression(from, at, type);
    const target = e.expression(at, type);
    if (source?.kind !== "constant" || target === undefined) continue;
    if (target.kind !== "constant") {
      e.report("depends-on-state", e.value(at), {});
      continue;
    }
    values[indexOfValue(e, domain, source.value, at, "key")] = indexOfValue(e, domain, target.value, at);
  }
  return { kind: "map", values };
}

/** Branches of a move or an event; without any, one sure result. */
export function branchesAt(
  e: Elaboration,
  written: Readonly<Record<string, WrittenBranch>> | undefined,
  path: Path,
  owner: Path,
): Branch[] {
  const entries = entriesOf(written);
  if (entries.length === 0) {
    const span = e.key(owner);
    return [{ name: "", span, chance: numberConstant(1, span), effects: [] }];
  }
  const texts = entries.map(([key, entry]) => {
    const at = [...path, key];
    return typeof entry === "string"
      ? { key, text: entry, path: at }
      : { key, text: entry.chance, path: [...at, "chance"] };
  });
  const chances: readonly NamedChance[] = readChances(e, texts, path, "the chances of the branches");
  return entries.map(([name, entry], index) => {
    const at = [...path, name];
    return {
      name,
      span: e.key(at),
      chance: chances[index].chance,
      effects: typeof entry === "string" ? [] : effectsAt(e, entry.does, [...at, "does"]),
    };
  });
}

/** A branch may not write what its move or event writes anyway: which of the two counts would be a matter of order. */
export function checkWrittenOnce(e: Elaboration, effects: readonly Effect[], branches: readonly Branch[]): void {
  for (const branch of branches) {
    for (const effect of branch.effects) {
      const first = effects.find((other) => other.variable === effect.variable);
      if (first === undefined) continue;
      const variable = e.scope.variables[effect.variable].name;
      const related = [{ span: first.span, message: "the first place" }];
      e.report("written-twice", effect.span, { variable }, { related });
    }
  }
}
