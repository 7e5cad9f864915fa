/**
 * Elaboration of several analysts: values by role, side by side. The stated value is their mean by weights, the range
 * holds all of theirs, and draws come from the mixture of what each would draw from: a triangle over its range that
 * peaks at its value, or its value alone.
 */
import type { Distribution, Family } from "../../math/distributions.ts";
import { staticValue } from "../expression/static-value.ts";
import { describeType, number } from "../expression/value-types.ts";
import type { Analyst, AnalystValue, Assumption } from "../scenario.ts";
import { rangeOf } from "./elaborate-grounds.ts";
import { type Elaboration, entriesOf } from "./elaboration.ts";

const nothingKnown = { assumption: () => undefined, clock: () => undefined };

/** In the order of `analysts`, or else as they come up; none where no assumption has any. */
export function elaborateAnalysts(e: Elaboration): Analyst[] {
  const used = new Set(entriesOf(e.document.assumptions).flatMap(([, { analysts }]) => Object.keys(analysts ?? {})));
  const stated = entriesOf(e.document.analysts).map(([name], i) => {
    const path = ["analysts", name];
    const read = e.expression(path, number);
    const weight = read === undefined ? undefined : staticValue(read, nothingKnown);
    if (read !== undefined && !(weight !== undefined && weight > 0 && Number.isFinite(weight)))
      e.report("analyst-weight", e.value(path), { name, text: e.text(path) });
    return { name, weight: weight ?? 1, place: i };
  });
  const names = stated.length > 0 ? stated : [...used].map((name) => ({ name, weight: 1 }));
  const sum = names.reduce((all, { weight }) => all + weight, 0);
  return used.size === 0 ? [] : names.map(({ name, weight }) => ({ name, weight: weight / sum }));
}

type Of = Pick<Assumption, "value" | "type" | "text" | "range" | "distribution"> &
  Required<Pick<Assumption, "analysts">>;

/** An assumption that has values by analyst. */
export function valueOfAnalysts(e: Elaboration, name: string, analysts: readonly Analyst[]): Of {
  const entry = e.document.assumptions![name];
  const path = ["assumptions", name];
  for (const key of ["range", "distribution"] as const)
    if (entry[key] !== undefined) e.report("analysts-have-ranges", e.key([...path, key]), { name, key });
  const known = analysts.map((one) => one.name);
  for (const who of Object.keys(entry.analysts ?? {}))
    if (!known.includes(who)) e.unknown("analyst", who, known, e.key([...path, "analysts", who]));
  const missing = known.filter((who) => entry.analysts?.[who] === undefined);
  for (const who of missing) e.report("analyst-missing", e.key([...path, "analysts"]), { name, analyst: who });
  const read = missing.length > 0 ? [] : known.map((who) => analystValue(e, name, who));
  const type = read[0]?.type ?? "number";
  read.forEach((one, i) => {
    if (one.type === type) return;
    const described = (kind: Assumption["type"]) => describeType({ kind }, String);
    const place = e.value([...path, "analysts", known[i], "value"]);
    e.report("wrong-type", place, { wanted: described(type), found: described(one.type) });
  });
  const mean = read.reduce((sum, { value }, i) => sum + analysts[i].weight * value, 0);
  const parts = read.map(({ distribution: of }, i) => ({ weight: analysts[i].weight, of }));
  const ends = read.flatMap(({ value, range }) => range ?? [value]);
  const range: [number, number] = [Math.min(...ends), Math.max(...ends)];
  return {
    value: type === "date" ? Math.round(mean) : mean,
    type,
    text: read.map(({ text }, i) => `${text} (${known[i]})`).join(", "),
    range: read.length > 0 && range[0] < range[1] ? range : null,
    distribution: read.length > 0 && range[0] < range[1] ? ({ kind: "mixture", parts } satisfies Distribution) : null,
    analysts: read,
  };
}

function analystValue(e: Elaboration, name: string, who: string): AnalystValue & Pick<Assumption, "type"> {
  const path = ["assumptions", name, "analysts", who];
  const written = e.document.assumptions![name].analysts![who];
  const expression = e.expression([...path, "value"]);
  const value = expression === undefined ? undefined : staticValue(expression, nothingKnown);
  const kind = expression?.type.kind;
  if (
    expression === undefined ||
    kind === undefined ||
    kind === "truth" ||
    kind === "level" ||
    !Number.isFinite(value)
  ) {
    if (expression !== undefined) e.report("not-a-plain-value", e.value([...path, "value"]), { text: written.value });
    return { value: 0, type: "number", text: written.value, range: null, rangeText: "", distribution: point(0) };
  }
  const range = written.range === undefined ? null : rangeOf(e, written.range, [...path, "range"], kind);
  const distribution: Family = range === null ? point(value!) : peaked(range, value!);
  return { value: value!, type: kind, text: written.value, range, rangeText: written.range ?? "", distribution };
}

const point = (value: number): Family => ({ kind: "discrete", values: [value], chances: [1] });

function peaked([low, high]: readonly [number, number], value: number): Family {
  return { kind: "triangular", low, mode: Math.min(high, Math.max(low, value)), high };
}
