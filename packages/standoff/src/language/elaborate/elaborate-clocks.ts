/**
 * Elaboration of clocks. Fixed dates are worked out first, since the calendar breaks at them; the rest follows when all
 * names are known, and the bookkeeping variables last, since their size depends on the calendar.
 */
import { addMonths, parseDay, printDay } from "../../text/dates.ts";
import type { Expression } from "../expression/expression.ts";
import { staticValue } from "../expression/static-value.ts";
import { date, duration } from "../expression/value-types.ts";
import type { Calendar, Clock, ClockAnchor, Trigger, Variable } from "../scenario.ts";
import { everyone, maskOf } from "./elaborate-actors.ts";
import { chancesAt } from "./elaborate-chances.ts";
import { effectsAt } from "./elaborate-effects.ts";
import { conditionAt } from "./elaborate-grounds.ts";
import { type Elaboration, entriesOf, numberConstant, type Path } from "./elaboration.ts";

export type ClockKind = Clock["kind"];

/** A date said by its distance from something: `10 days before X`, `60 days after X`. */
const distance = /^(.+?)\s+(before|after)\s+(.+)$/s;

/** The kind of every clock, from its keys alone; a date counted from an occurrence makes a timer. */
export function clockKinds(e: Elaboration): ClockKind[] {
  const clocks = e.document.clocks ?? {};
  return entriesOf(clocks).map(([, entry]) => {
    if (typeof entry.at === "object") return "draw";
    if (entry.at === undefined) return isRandom(entry.takes ?? "", entry.stages) ? "stages" : "timer";
    const match = distance.exec(entry.at);
    return match === null || isFixedBase(e, match[3], new Set()) ? "fixed" : "timer";
  });
}

function isRandom(takes: string, stages: string | undefined): boolean {
  return /^about\s/.test(takes) || stages !== undefined;
}

/** Is this a date, or a clock whose date is fixed? */
function isFixedBase(e: Elaboration, text: string, visited: Set<string>): boolean {
  const base = text.trim();
  if (parseDay(base) !== undefined || base.startsWith("$")) return true;
  const clock = e.document.clocks?.[base];
  if (clock === undefined || typeof clock.at !== "string" || visited.has(base))
    return clock !== undefined && visited.has(base);
  const match = distance.exec(clock.at);
  return match === null || isFixedBase(e, match[3], new Set([...visited, base]));
}

/** The dates of fixed clocks, by index; NaN for others and for those with faults. */
export function fixedDates(e: Elaboration, kinds: readonly ClockKind[]): number[] {
  const names = Object.keys(e.document.clocks ?? {});
  const dates: (number | undefined)[] = names.map(() => undefined);
  const reading = new Set<number>();
  const dateOf = (index: number): number => {
    if (kinds[index] !== "fixed") return Number.NaN;
    const known = dates[index];
    if (known !== undefined) return known;
    const path = ["clocks", names[index], "at"];
    if (reading.has(index)) {
      e.report("circular-clock", e.value(path), { name: names[index] });
      return Number.NaN;
    }
    reading.add(index);
    const day = dateAt(e, e.text(path), path, dateOf);
    dates[index] = day;
    return day;
  };
  return names.map((_, index) => dateOf(index));
}

/**
 * The day of `2025-06-15`, `10 days before CLOCK`, `$date + 2 weeks`; NaN where faulty. Months count by the calendar.
 */
function dateAt(
  e: Elaboration,
  text: string,
  path: Path,
  clockDate: (index: number) => number,
  part: "key" | "value" = "value",
): number {
  const match = distance.exec(text);
  const read = (piece: string, type: typeof date) =>
    part === "key" ? e.keyExpression(piece, path, type) : e.part(piece, path, type);
  const known = { ...e.known, clock: clockDate };
  const dayOrLength = (piece: string, type: typeof date) => {
    const expression = e.fix(read(piece, type));
    if (expression === undefined) return Number.NaN;
    const value = staticValue(expression, known);
    if (value === undefined) e.report("depends-on-state", part === "key" ? e.key(path) : e.value(path), {});
    return value ?? Number.NaN;
  };
  if (match === null) return Math.ceil(dayOrLength(text, date));
  const [, length, direction, base] = match as unknown as [string, string, string, string];
  const from = dayOrLength(base, date);
  const sign = direction === "before" ? -1 : 1;
  const months = /^(\d+)\s+(month|year)s?$/.exec(length);
  if (months !== null && Number.isFinite(from)) {
    return addMonths(from, sign * Number(months[1]) * (months[2] === "year" ? 12 : 1));
  }
  return Math.ceil(from + sign * dayOrLength(length, duration));
}

/** Places of the bookkeeping variables of each clock; -1 where it has none. They follow the declared variables. */
export interface Bookkeeping {
  readonly draw: number;
  readonly due: number;
  readonly stage: number;
}

export function bookkeepingOf(e: Elaboration, kinds: readonly ClockKind[], declared: number): Bookkeeping[] {
  let next = declared;
  return entriesOf(e.document.clocks).map(([, entry], index) => {
    const kind = kinds[index];
    const anchors = typeof entry.at === "object" ? Object.keys(entry.at) : [];
    const offsets = anchors.some((anchor) => isOffset(e, anchor));
    const draw = kind === "draw" ? next++ : -1;
    const due = kind === "timer" || offsets ? next++ : -1;
    return { draw, due, stage: kind === "stages" ? next++ : -1 };
  });
}

function isOffset(e: Elaboration, anchor: string): boolean {
  const match = distance.exec(anchor);
  return match !== null && !isFixedBase(e, match[3], new Set());
}

/** The clocks whole. `dates` are those of `fixedDates`. */
export function elaborateClocks(
  e: Elaboration,
  kinds: readonly ClockKind[],
  dates: readonly number[],
  bookkeeping: readonly Bookkeeping[],
): Clock[] {
  const owners = [...Object.keys(e.document.actors), "everyone", "nature", "no one"];
  return entriesOf(e.document.clocks).map(([name, entry], index) => {
    const path = ["clocks", name];
    const owner = entry.owner ?? "everyone";
    if (!owners.includes(owner)) e.unknown("actor", owner, owners, e.value([...path, "owner"]));
    const kind = kinds[index];
    const running = kind === "timer" || kind === "stages" ? runningTime(e, path, entry) : { starts: null, takes: null };
    const drawn = typeof entry.at === "object" ? anchorsAt(e, entry.at, [...path, "at"], dates) : undefined;
    return {
      name,
      span: e.key(path),
      owner,
      kind,
      date: dates[index],
      anchors: drawn?.anchors ?? [],
      drawVariable: bookkeeping[index].draw,
      dueVariable: bookkeeping[index].due,
      starts: drawn?.starts ?? running.starts,
      takes: running.takes,
      stages: kind === "stages" ? Number(entry.stages ?? 1) : 1,
      stageVariable: bookkeeping[index].stage,
      stopWhen: entry["stops when"] === undefined ? null : conditionAt(e, [...path, "stops when"]),
      effects: effectsAt(e, entry.then, [...path, "then"]),
      lapses: entry.lapses ?? "",
      ...(entry.again === "yes" ? { again: true } : {}),
    };
  });
}

/** What starts a timer and how long it runs; `at: 60 days after OCCURRENCE` says the same in one line. */
function runningTime(
  e: Elaboration,
  path: Path,
  entry: { readonly at?: unknown; readonly takes?: string | undefined },
): { starts: Trigger | null; takes: Expression | null } {
  if (typeof entry.at === "string") {
    const at = [...path, "at"];
    const [, length, direction, base] = distance.exec(entry.at) as unknown as [string, string, string, string];
    if (direction === "before") e.report("counts-backwards", e.value(at), {});
    return { starts: e.partTrigger(base, at) ?? null, takes: e.part(length, at, duration) ?? null };
  }
  const takes = (entry.takes ?? "").replace(/^about\s+/, "");
  return {
    starts: e.trigger([...path, "starts"], true) ?? null,
    takes: e.part(takes, [...path, "takes"], duration) ?? null,
  };
}

function anchorsAt(
  e: Elaboration,
  written: Readonly<Record<string, string>>,
  path: Path,
  dates: readonly number[],
): { anchors: ClockAnchor[]; starts: Trigger | null } {
  let starts: Trigger | null = null;
  let startsText = "";
  const anchors = Object.keys(written).map((label): ClockAnchor => {
    const at = [...path, label];
    if (label === "never") return { date: Number.POSITIVE_INFINITY, offset: Number.NaN, label };
    if (!isOffset(e, label)) {
      const day = dateAt(e, label, at, (index) => dates[index] ?? Number.NaN, "key");
      return { date: day, offset: Number.NaN, label };
    }
    const [, length, direction, base] = distance.exec(label) as unknown as [string, string, string, string];
    if (direction === "before") e.report("counts-backwards", e.key(at), {});
    if (startsText === "") [startsText, starts] = [base, e.keyTrigger(base, at, true) ?? null];
    else if (startsText !== base) e.report("anchors-differ", e.key(at), { first: startsText, other: base });
    const offset = e.fix(e.keyExpression(length, at, duration));
    const days = offset === undefined ? Number.NaN : (staticValue(offset, e.known) ?? Number.NaN);
    if (offset !== undefined && Number.isNaN(days)) e.report("depends-on-state", e.key(at), {});
    return { date: Number.NaN, offset: days, label };
  });
  return { anchors, starts };
}

/** The bookkeeping variables, in the order of `bookkeepingOf`. */
export function clockVariables(e: Elaboration, clocks: readonly Clock[], calendar: Calendar): Variable[] {
  const variables: Variable[] = [];
  for (const [index, [name, entry]] of entriesOf(e.document.clocks).entries()) {
    const clock = clocks[index];
    const seenBy = maskOf(e, entry["seen by"], ["clocks", name, "seen by"], seenByDefault(e, clock));
    const plain = (what: string, levels: readonly string[], starts: readonly Expression[]) =>
      variables.push(
        bookkeepingVariable({ name: `${name}: ${what}`, span: clock.span, levels, starts, seenBy, clock: index }),
      );
    const fresh = (size: number) => Array.from({ length: size }, (_, i) => numberConstant(i === 0 ? 1 : 0, clock.span));
    if (typeof entry.at === "object") {
      const chances = chancesAt(e, entry.at, ["clocks", name, "at"], "the chances of the dates");
      plain(
        "which date",
        clock.anchors.map((anchor) => anchor.label),
        chances.map(({ chance }) => chance),
      );
    }
    if (clock.dueVariable !== -1) plain("due", dueLevels(calendar), fresh(calendar.played.length + 3));
    if (clock.stageVariable !== -1) plain("stage", stageLevels(clock.stages), fresh(clock.stages + 2));
  }
  return variables;
}

/** A drawn date is known to its owner; timers and stages run before everyone's eyes. */
function seenByDefault(e: Elaboration, clock: Clock): number {
  if (clock.kind !== "draw") return everyone(e);
  const owner = Object.keys(e.document.actors).indexOf(clock.owner);
  if (owner !== -1) return 1 << owner;
  return clock.owner === "everyone" ? everyone(e) : 0;
}

/** What the variables that keep clocks' books differ in; the rest they have in common. */
type Kept = Pick<Variable, "name" | "span" | "levels" | "starts" | "seenBy" | "clock">;

function bookkeepingVariable(kept: Kept): Variable {
  return {
    ...kept,
    kind: "clock",
    size: kept.levels.length,
    low: 0,
    announced: Number.POSITIVE_INFINITY,
    atOnce: "in order",
    reported: false,
    forgetWhen: null,
  };
}

function dueLevels(calendar: Calendar): string[] {
  const days = calendar.played.map((period) => `due ${printDay(period.start)}`);
  return ["not started", ...days, "due after all play", "lapsed"];
}

function stageLevels(stages: number): string[] {
  return ["not started", ...Array.from({ length: stages }, (_, index) => `stage ${index + 1}`), "done"];
}
