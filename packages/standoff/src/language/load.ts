/**
 * Scenario files to a checked `Scenario`: reading, then names, then elaboration part by part, then checks of the whole.
 * Every step goes on after faults, so that all of them are listed at once; a scenario comes out only when there is
 * none.
 */

import { addMonths, parseDay } from "../text/dates.ts";
import { type Diagnostic, hasErrors, sortDiagnostics } from "../text/diagnostic.ts";
import type { SourceFile } from "../text/source.ts";
import { checkCopies } from "./check/check-copies.ts";
import { checkDeals } from "./check/check-deals.ts";
import { checkMeaning } from "./check/check-meaning.ts";
import { checkNames } from "./check/check-names.ts";
import { checkSight } from "./check/check-sight.ts";
import { checkUse } from "./check/check-use.ts";
import { dealsOf, impliedOutcomes } from "./deals.ts";
import { makeCalendar, mostPeriods, parseStep, type Step, stepOption } from "./elaborate/calendar.ts";
import { breaksOf } from "./elaborate/calendar-breaks.ts";
import { DefinitionReader } from "./elaborate/definitions.ts";
import { elaborateActors, elaborateColumns, usualStake } from "./elaborate/elaborate-actors.ts";
import { elaborateAgreements } from "./elaborate/elaborate-agreements.ts";
import { elaborateAnalysts, valueOfAnalysts } from "./elaborate/elaborate-analysts.ts";
import {
  bookkeepingOf,
  clockKinds,
  clockVariables,
  elaborateClocks,
  fixedDates,
} from "./elaborate/elaborate-clocks.ts";
import { elaborateCorrelations } from "./elaborate/elaborate-correlations.ts";
import { elaborateDesks } from "./elaborate/elaborate-desks.ts";
import {
  elaborateAssumptions,
  elaborateConfidence,
  elaborateEvidence,
  elaborateHistory,
  elaborateQuestions,
  staticNumber,
} from "./elaborate/elaborate-grounds.ts";
import { countBookkeeping, marksOf } from "./elaborate/elaborate-marks.ts";
import { elaborateEvents, elaborateTurns } from "./elaborate/elaborate-nature.ts";
import { checkOdds, elaborateOdds } from "./elaborate/elaborate-odds.ts";
import { elaborateChecks, elaborateOrders } from "./elaborate/elaborate-orders.ts";
import {
  elaborateEndings,
  elaborateExclusive,
  elaborateOutcomes,
  elaboratePayoffs,
} from "./elaborate/elaborate-results.ts";
import { elaborateRivals } from "./elaborate/elaborate-rivals.ts";
import { elaborateRolled } from "./elaborate/elaborate-rolled.ts";
import { declareVariables, elaborateVariables } from "./elaborate/elaborate-state.ts";
import { checkViews, checkViewsMatter, elaborateViews } from "./elaborate/elaborate-views.ts";
import { Elaboration, entriesOf } from "./elaborate/elaboration.ts";
import { expandDocument } from "./expand/expand.ts";
import { makeScope, type NameRead, type ScopeParts, type ScopeVariable } from "./expression/scope.ts";
import { readDocument } from "./file/document.ts";
import type { ReadFile } from "./file/extend.ts";
import type { LocatedMap } from "./file/located.ts";
import type { TextReader } from "./file/read-sections.ts";
import type { Actor, Calendar, Clock, Deal, Scenario } from "./scenario.ts";

export interface LoadOptions {
  /** Assumptions' values by name, as text, in place of the file's. */
  readonly set?: Readonly<Record<string, string>>;
  /** What messages call the place of such a value, by assumption: the option that gave it; else `--set`. */
  readonly setBy?: Readonly<Record<string, string>>;
  /** Another step: `3 days`, `2 weeks`, or `half`, `quarter`, `double` of the file's. */
  readonly step?: string;
  /** Alternating turns: begin with the reversed order. */
  readonly reversed?: boolean;
  /** Length of the calendar as a factor: 1.25 is a quarter longer. */
  readonly horizon?: number;
  /** One of the file's rival forms, by its name, instead of its own. */
  readonly rival?: string;
}

export interface Loaded {
  /** There when no diagnostic is an error. */
  readonly scenario?: Scenario;
  /** Errors first, then by place. */
  readonly diagnostics: Diagnostic[];
  readonly sources: readonly SourceFile[];
}

/**
 * Reads, elaborates and checks a scenario by the path of its file or folder. Never throws on bad input: `scenario` is
 * there when no
 * diagnostic is an error. `readFile` gives the text of a path, why it is refused, or undefined where there is none; it
 * is asked for
 * the file itself and for those that it extends.
 *
 * @example
 * ```ts
 * const { scenario, diagnostics } = loadScenario(strike, read);
 * scenario.title // => "A new contract at the harbour bakery"
 * diagnostics.length // => 0
 * ```
 */
export function loadScenario(path: string, readFile: ReadFile, options: LoadOptions = {}): Loaded {
  const { diagnostics, ...found } = loadAll(path, readFile, options);
  return { diagnostics: settingsFirst(diagnostics, found.sources), ...found };
}

/**
 * What an editor wants besides: the merged document with its places, where its form is whole, and the names that
 * expressions hold.
 */
export interface LoadedForEditing extends Loaded {
  readonly root?: LocatedMap;
  readonly names: readonly NameRead[];
}

/** As `loadScenario`, with what an editor wants besides. `sections` knows what need not be read again. */
export function loadForEditing(path: string, readFile: ReadFile, sections: TextReader): LoadedForEditing {
  const names: NameRead[] = [];
  return { ...loadAll(path, readFile, {}, { names, readText: sections.read }), names };
}

function loadAll(
  path: string,
  readFile: ReadFile,
  options: LoadOptions,
  editing?: { readonly names: NameRead[]; readonly readText: TextReader["read"] },
): Loaded & { readonly root?: LocatedMap } {
  const read = readDocument(path, readFile, options, editing?.readText);
  if (read.document === undefined) return { diagnostics: read.diagnostics, sources: read.sources };
  const { document, diagnostics: problems } = expandDocument(read.document);
  const e = new Elaboration(document, editing?.names);
  const scenario = elaborate(e, options, document.hash);
  if (scenario !== undefined && !hasErrors([...problems, ...e.diagnostics])) checkDeals(e, scenario);
  const diagnostics = sortDiagnostics([...read.diagnostics, ...problems, ...e.diagnostics]);
  const result = { diagnostics, sources: read.sources, ...(editing === undefined ? {} : { root: read.document.root }) };
  return scenario === undefined || hasErrors(diagnostics) ? result : { scenario, ...result };
}

/** Where a setting is wrong, warnings on the file would hide it, and some would be of the setting's making. */
function settingsFirst(diagnostics: readonly Diagnostic[], sources: readonly SourceFile[]): Diagnostic[] {
  const wrong = diagnostics.some(({ severity, span }) => severity === "error" && sources[span.file]?.setting === true);
  return diagnostics.filter(({ severity }) => !wrong || severity === "error");
}

function elaborate(e: Elaboration, options: LoadOptions, hash: string): Scenario | undefined {
  checkNames(e);
  const odds = elaborateOdds(e);
  const analysts = elaborateAnalysts(e);
  e.assumptions = elaborateAssumptions(e, odds, (name) => valueOfAnalysts(e, name, analysts));
  const declared = declareVariables(e);
  const kinds = clockKinds(e);
  const definitions = scopeAll(e, declared, kinds);
  const definitionList = definitions.all();
  const dates = fixedDates(e, kinds);
  const columns = elaborateColumns(e);
  const actors = elaborateActors(e, columns);
  const bookkeeping = bookkeepingOf(e, kinds, declared.length);
  const clocks = elaborateClocks(e, kinds, dates, bookkeeping);
  const variables = elaborateVariables(e, declared);
  const desks = elaborateDesks(e, columns, {
    variables,
    firstMark: declared.length + countBookkeeping(clocks),
  });
  const eventGroups = elaborateEvents(e);
  const turns = elaborateTurns(e);
  const payoffs = elaboratePayoffs(e, columns);
  const endings = elaborateEndings(e, columns);
  const deals = e.scope.deals ?? [];
  const { outcomes: declaredOutcomes, exclusive } = elaborateExclusive(e, elaborateOutcomes(e));
  const sectionOf = ({ kind }: Deal) => (kind === "offer" ? "offers" : "concessions");
  const taken = declaredOutcomes.map(({ name }) => name);
  const implied = impliedOutcomes(deals, (deal) => e.key([sectionOf(deal), deal.name]), taken);
  const questions = elaborateQuestions(e);
  const asOf = parseDay(e.document["as of"].day) ?? 0;
  const evidence = elaborateEvidence(e, asOf, odds);
  checkOdds(e, odds);
  const views = elaborateViews(e);
  const calendar = calendarOf(e, options, clocks);
  if (calendar === undefined) return undefined;
  const scenario: Scenario = {
    title: e.document.title,
    caveat: e.document.caveat ?? "",
    asOf: { day: asOf, zone: zoneOf(e) },
    scale: scaleOf(e),
    calendar,
    actors,
    columns,
    variables: [...variables, ...clockVariables(e, clocks, calendar), ...marksOf(desks, actors, variables)],
    assumptions: e.assumptions,
    analysts: e.assumptions.some((one) => one.analysts !== undefined) ? analysts : [],
    fixed: [...e.fixed].sort((a, b) => a - b),
    definitions: definitionList,
    clocks,
    desks,
    eventGroups,
    deals,
    agreements: elaborateAgreements(e, columns, desks, deals),
    turns,
    fixedOrder: e.document.order === "fixed",
    startReversed: options.reversed === true,
    payoffs,
    endings,
    outcomes: [...declaredOutcomes, ...implied],
    exclusive,
    questions,
    rivals: elaborateRivals(e),
    confidence: elaborateConfidence(e, [...declaredOutcomes, ...questions]),
    evidence,
    history: elaborateHistory(e, calendar.from, calendar.to),
    rolled: elaborateRolled(e, calendar.from, calendar.to),
    orders: elaborateOrders(e, views),
    checks: elaborateChecks(e, calendar),
    correlations: elaborateCorrelations(e, odds),
    views,
    errorStake: errorStakeOf(e, actors[0]),
    hash,
  };
  checkViews(e, views);
  checkViewsMatter(e, scenario);
  checkSight(e, scenario);
  checkMeaning(e, scenario);
  checkCopies(e, scenario);
  checkUse(e, scenario);
  return scenario;
}

/** Makes every name known to expressions; definitions are read when first needed. */
function scopeAll(
  e: Elaboration,
  variables: readonly ScopeVariable[],
  kinds: readonly Clock["kind"][],
): DefinitionReader {
  const definitions = new DefinitionReader(e);
  const parts: ScopeParts = {
    variables,
    assumptions: e.assumptions,
    clocks: Object.keys(e.document.clocks ?? {}).map((name, index) => ({ name, kind: kinds[index] })),
    definitions: Object.keys(e.document.define ?? {}).map((name) => ({ name })),
    definitionBody: (index) => definitions.body(index),
    desks: entriesOf(e.document.desks).map(([name, desk]) => ({
      name,
      moves: entriesOf(desk.moves).map(([move, { chance }]) => ({ name: move, branches: Object.keys(chance ?? {}) })),
    })),
    groups: entriesOf(e.document.events).map(([name, events]) => ({
      name,
      events: entriesOf(events).map(([event, written]) => ({
        name: event,
        branches: Object.keys(written["chance of"] ?? {}),
      })),
    })),
    endings: Object.keys(e.document.endings ?? {}),
  };
  const noting = e.names === undefined ? {} : { read: e.names };
  e.scope = makeScope({ ...parts, ...noting, deals: dealsOf(e.document, parts) });
  return definitions;
}

function calendarOf(e: Elaboration, options: LoadOptions, clocks: readonly Clock[]): Calendar | undefined {
  const written = e.document.calendar;
  const from = parseDay(written.from)!;
  const lastDay = parseDay(written.to)!;
  const to = from + Math.round((lastDay - from) * (options.horizon ?? 1));
  if (to <= from) {
    e.report("calendar-empty", e.value(["calendar", "to"]), { from: written.from, to: written.to });
    return undefined;
  }
  const step = stepFor(e, written.step, options.step);
  if (step === undefined) return undefined;
  const breaks = breaksOf(e, clocks, e.assumptions);
  const calendar = makeCalendar(from, to, step, breaks, endOfPlay(e.document.afterwards, from, to));
  if (calendar === undefined) e.report("too-many-periods", e.value(["calendar"]), { limit: mostPeriods });
  return calendar;
}

/** When play is over: as long after the last day as the calendar is itself, unless the scenario says otherwise. */
function endOfPlay(afterwards: string | undefined, from: number, to: number): number {
  if (afterwards === "none") return to;
  const match = /^(\d+) (day|week|fortnight|month|year)s?$/.exec(afterwards ?? "");
  if (match === null) return to + (to - from);
  const count = Number(match[1]);
  const days: Record<string, number> = { day: 1, week: 7, fortnight: 14 };
  const length = days[match[2]];
  if (length !== undefined) return to + count * length;
  return addMonths(to, count * (match[2] === "year" ? 12 : 1));
}

function stepFor(e: Elaboration, written: string, option: string | undefined): Step | undefined {
  const given = parseStep(written);
  const step = given === undefined || option === undefined ? given : stepOption(option, given);
  if (step === undefined) e.report("bad-step", e.value(["calendar", "step"]), { step: option ?? written });
  return step;
}

function zoneOf(e: Elaboration): string {
  const zone = e.document["as of"].zone ?? "UTC";
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    e.report("unknown-zone", e.value(["as of", "zone"]), { zone });
  }
  return zone;
}

function scaleOf(e: Elaboration): Scenario["scale"] {
  const scale = entriesOf(e.document.scale).map(([points, means]) => ({ points: Number(points), means }));
  return scale.sort((a, b) => a.points - b.points);
}

function errorStakeOf(e: Elaboration, first: Actor | undefined): number | null {
  if (e.document["error stake"] === undefined) return first === undefined ? null : usualStake(e, first);
  return staticNumber(e, ["error stake"]) ?? 0;
}
