/**
 * Elaboration of what a scenario rests on: assumptions with their units and ranges, evidence, questions, confidence,
 * history.
 */
import { parseDay } from "../../text/dates.ts";
import type { Expression, ValueType } from "../expression/expression.ts";
import { parseExpression } from "../expression/parse-expression.ts";
import { staticValue } from "../expression/static-value.ts";
import { describeType, number, truth } from "../expression/value-types.ts";
import type { Assumption, Evidence, HistoryItem, OwnQuestion, StatedConfidence } from "../scenario.ts";
import { distributionOf, overRange } from "./elaborate-distributions.ts";
import { fromPrior, type WrittenOdds } from "./elaborate-odds.ts";
import { always, type Elaboration, entriesOf, listed, type Path } from "./elaboration.ts";

const nothingKnown = { assumption: () => undefined, clock: () => undefined };

/** Assumptions are read first: their values need no other name. */
export function elaborateAssumptions(
  e: Elaboration,
  odds: readonly WrittenOdds[],
  ofAnalysts: (name: string) => Partial<Assumption> & Pick<Assumption, "value" | "type" | "text">,
): Assumption[] {
  const evidenceIds = Object.keys(e.document.evidence ?? {});
  return entriesOf(e.document.assumptions).map(([name, entry]) => {
    const path = ["assumptions", name];
    const several = entry.analysts === undefined ? null : ofAnalysts(name);
    const given = several ?? assumptionValue(e, name, entry, odds);
    const { type } = given;
    const own = evidenceIndices(e, entry.evidence, [...path, "evidence"], evidenceIds);
    const moving = odds.flatMap((one, index) =>
      one.odds.some(({ assumption }) => assumption === name) ? [index] : [],
    );
    const range =
      entry.range === undefined || several !== null ? null : rangeOf(e, entry.range, [...path, "range"], type);
    const set = e.sources[e.value([...path, "value"]).file]?.setting === true;
    return {
      name,
      span: e.key(path),
      ...given,
      unit: entry.unit ?? unitOf(type),
      range,
      distribution: set || several !== null ? null : distributionOf(e, name, entry, { ...given, range }),
      ...(given.prior === undefined ? {} : { priorDistribution: priorDistributionOf(e, name, entry, given.prior) }),
      basis: entry.basis,
      evidence: [...new Set([...own, ...moving])],
      reviewBy: entry["review by"] === undefined ? null : (parseDay(entry["review by"]) ?? null),
      note: entry.note ?? "",
      ...several,
    };
  });
}

/** What draws of a prior are taken from, before the odds move it; null where it stays. */
function priorDistributionOf(
  e: Elaboration,
  name: string,
  entry: NonNullable<Elaboration["document"]["assumptions"]>[string],
  prior: number,
): Assumption["distribution"] {
  const path = ["assumptions", name, "prior range"];
  const range = entry["prior range"] === undefined ? null : rangeOf(e, entry["prior range"], path, "number");
  if (range === null) return null;
  if (range[0] >= 0 && range[1] <= 1) return overRange("triangular", range, prior);
  e.report("prior-no-chance", e.value(path), { name, text: e.text(path) });
  return null;
}

/** The value as written, or the prior moved by the odds on it. */
function assumptionValue(
  e: Elaboration,
  name: string,
  entry: NonNullable<Elaboration["document"]["assumptions"]>[string],
  odds: readonly WrittenOdds[],
): Pick<Assumption, "value" | "type" | "text" | "prior"> {
  if (entry.value !== undefined) {
    const path = ["assumptions", name, "value"];
    const faults = e.diagnostics.length;
    const own = plainValue(e, path);
    const sound = e.diagnostics.length === faults;
    return { ...(sound ? inTheUnitOfTheRest(e, name, entry, own) : own), text: entry.value };
  }
  const moved = fromPrior(e, name, odds);
  if (moved === undefined) return { value: 0, type: "number", text: "0" };
  return { ...moved, type: "number", text: String(Number(moved.value.toPrecision(6))) };
}

/** A constant with its type: `0.15`, `3 in 10`, `2 per month`, `7 months`, `2025-05-11`. */
function plainValue(e: Elaboration, path: Path): { value: number; type: Assumption["type"] } {
  const expression = e.expression(path);
  const value = expression === undefined ? undefined : staticValue(expression, nothingKnown);
  if (expression === undefined) return { value: 0, type: "number" };
  const { type } = expression;
  if (type.kind === "truth" || type.kind === "level" || value === undefined || !Number.isFinite(value)) {
    e.report("not-a-plain-value", e.value(path), { text: e.text(path) });
    return { value: 0, type: "number" };
  }
  return { value, type: type.kind };
}

/**
 * A value that does not stand where the rest of its entry does (a setting, or that of a file that extends another)
 * keeps to the rest's unit: what was given without it is at fault, not the range in the file.
 */
function inTheUnitOfTheRest(
  e: Elaboration,
  name: string,
  entry: NonNullable<Elaboration["document"]["assumptions"]>[string],
  own: Pick<Assumption, "value" | "type">,
): Pick<Assumption, "value" | "type"> {
  const path = ["assumptions", name];
  const place = e.value([...path, "value"]);
  const apart = entry.range !== undefined && e.value([...path, "range"]).file !== place.file;
  const rest = e.replaced(name) ?? (apart ? /\sto\s+(.+)$/s.exec(entry.range!)?.[1] : undefined);
  const read = rest === undefined ? undefined : parseExpression(rest, place, e.scope).expression;
  const kind = read?.type.kind;
  if (kind === undefined || kind === own.type || kind === "truth" || kind === "level") return own;
  if (own.value === 0 && own.type === "number" && kind !== "date") return { value: 0, type: kind };
  const described = (type: ValueType) => describeType(type, String);
  const unit = own.type === "number" ? /[a-z%].*$/is.exec(rest!)?.[0] : undefined;
  const written = `as in the file's ${rest}`;
  const hint = unit === undefined ? written : `write "${e.text([...path, "value"])} ${unit}", ${written}`;
  e.report("wrong-type", place, { wanted: described({ kind }), found: described({ kind: own.type }) }, { hint });
  return { value: staticValue(read!, nothingKnown) ?? 0, type: kind };
}

function unitOf(type: Assumption["type"]): string {
  return { number: "", rate: "per day", duration: "days", date: "date" }[type];
}

/** `0.05 to 0.4`, `1 to 3 per month` (the unit of the upper end serves both). */
export function rangeOf(e: Elaboration, text: string, path: Path, type: Assumption["type"]): [number, number] | null {
  const match = /^(.+?)\s+to\s+(.+)$/s.exec(text);
  if (match === null) {
    e.report("range-not-understood", e.value(path), { text });
    return null;
  }
  const [, lowText, highText] = match as unknown as [string, string, string];
  const unit = /^[\s\d.eE_+-]+/.exec(highText);
  const shared =
    /^[\d.eE_+-]+$/.test(lowText) && unit !== null ? `${lowText} ${highText.slice(unit[0].length)}` : lowText;
  const ends = [shared, highText].map((part) => rangeEnd(e, part, path, { kind: type }));
  const [low, high] = ends;
  if (low === undefined || high === undefined) return null;
  if (low <= high) return [low, high];
  e.report("range-reversed", e.value(path), { low: lowText, high: highText });
  return null;
}

function rangeEnd(e: Elaboration, text: string, path: Path, type: ValueType): number | undefined {
  const expression = e.part(text.trim(), path, type);
  return expression === undefined ? undefined : staticValue(expression, nothingKnown);
}

export function evidenceIndices(
  e: Elaboration,
  value: string | readonly string[] | undefined,
  path: Path,
  ids: readonly string[],
): number[] {
  const found: number[] = [];
  for (const { text, path: at } of listed(value, path)) {
    const index = ids.indexOf(text);
    if (index === -1) e.unknown("evidence entry", text, ids, e.value(at));
    else found.push(index);
  }
  return found;
}

export function elaborateEvidence(e: Elaboration, asOf: number, odds: readonly WrittenOdds[]): Evidence[] {
  const ids = Object.keys(e.document.evidence ?? {});
  const assumptions = Object.keys(e.document.assumptions ?? {});
  return entriesOf(e.document.evidence).map(([id, entry], index) => {
    const path = ["evidence", id];
    const of = entry.of === undefined ? null : (parseDay(entry.of) ?? null);
    if (of !== null && of > asOf) {
      e.report("evidence-after-day", e.value([...path, "of"]), {
        name: id,
        of: entry.of!,
        day: e.document["as of"].day,
      });
    }
    const points = listed(entry.points, [...path, "points"]).filter(({ text }) => text !== "none");
    for (const { text, path: at } of points) {
      const name = assumptionOfPoint(text);
      if (!assumptions.includes(name)) e.unknown("assumption", name, assumptions, e.value(at));
    }
    const same = listed(entry["same origin as"], [...path, "same origin as"]);
    for (const { text, path: at } of same) if (!ids.includes(text)) e.unknown("evidence entry", text, ids, e.value(at));
    return {
      id,
      span: e.key(path),
      source: entry.source,
      where: entry.where ?? "",
      shows: entry.shows,
      points: points.map(({ text }) => text),
      grade: entry.grade,
      of,
      mechanisms: listed(entry.mechanisms, path).map(({ text }) => text),
      sameOriginAs: same.map(({ text }) => text),
      odds: odds[index].odds,
    };
  });
}

/** The assumption that `points: NAME up` speaks of. */
export function assumptionOfPoint(text: string): string {
  return text.replace(/\s+(up|down)$/, "");
}

export function elaborateQuestions(e: Elaboration): OwnQuestion[] {
  return entriesOf(e.document.questions).map(([name, entry]) => ({
    name,
    span: e.key(["questions", name]),
    ask: entry.ask,
    askSpan: e.value(["questions", name, "ask"]),
    resolves: entry.resolves ?? "",
  }));
}

export function elaborateConfidence(e: Elaboration, answers: readonly { readonly name: string }[]): StatedConfidence[] {
  const names = answers.map(({ name }) => name);
  return entriesOf(e.document.confidence).map(([of, { is, because }]) => {
    const span = e.key(["confidence", of]);
    if (!names.includes(of)) e.unknown("answer", of, names, span);
    return { of, span, confidence: is, because };
  });
}

export function elaborateHistory(e: Elaboration, from: number, to: number): HistoryItem[] {
  const ids = Object.keys(e.document.evidence ?? {});
  let before = Number.NEGATIVE_INFINITY;
  return (e.document.history ?? []).map((entry, index) => {
    const path = ["history", index];
    const on = parseDay(entry.on) ?? from;
    if (on < from || on >= to) e.report("history-outside-calendar", e.value([...path, "on"]), { date: entry.on });
    if (on < before) e.report("history-out-of-order", e.value([...path, "on"]), { date: entry.on });
    before = Math.max(before, on);
    const kind = entry.seen !== undefined ? "seen" : entry.happened !== undefined ? "happened" : "did not happen";
    const at = [...path, kind];
    return {
      span: e.value(path),
      on,
      kind,
      trigger: kind === "seen" ? null : (e.trigger(at) ?? null),
      condition: kind === "seen" ? conditionAt(e, at) : null,
      text: e.text(at),
      evidence: evidenceIndices(e, entry.evidence, [...path, "evidence"], ids),
    };
  });
}

/** A truth at a path; one that always holds where it is missing or faulty. */
export function conditionAt(e: Elaboration, path: Path): Expression {
  const read = e.text(path) === "" ? undefined : e.expression(path, truth);
  if (read !== undefined) return read;
  const standIn = always(e.value(path));
  e.standIns.add(standIn);
  return standIn;
}

/** A number that may use assumptions but nothing else, such as a steadiness; undefined where faulty. */
export function staticNumber(e: Elaboration, path: Path): number | undefined {
  const expression = e.expression(path, number);
  return expression === undefined ? undefined : stateless(e, expression, path);
}

/** The value of an expression that may use assumptions but nothing else; reports where it does. */
export function stateless(e: Elaboration, expression: Expression, path: Path): number | undefined {
  const value = staticValue(expression, e.known);
  if (value !== undefined && !Number.isNaN(value)) return value;
  e.report("depends-on-state", e.value(path), {});
  return undefined;
}
