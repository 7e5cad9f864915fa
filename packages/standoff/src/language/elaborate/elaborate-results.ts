/** Elaboration of what counts: payoffs by column, endings, outcomes and groups of outcomes that exclude each other. */

import type { Expression } from "../expression/expression.ts";
import { number, rate } from "../expression/value-types.ts";
import type { Column, Ending, Exclusive, Outcome, Payoff } from "../scenario.ts";
import { conditionAt } from "./elaborate-grounds.ts";
import { both, type Elaboration, entriesOf, numberConstant, type Path } from "./elaboration.ts";

type WrittenPayoff = NonNullable<Elaboration["document"]["payoffs"]>[string][string];

/** The column of an actor without factions or of a faction; reports other names. */
function columnAt(e: Elaboration, name: string, columns: readonly Column[], path: Path): number {
  const index = columns.findIndex((column) => column.id === name);
  if (index !== -1) return index;
  const actor = e.document.actors[name];
  if (actor?.factions !== undefined) {
    e.report("actor-with-factions", e.key(path), { name, factions: Object.keys(actor.factions).join(", ") });
  } else {
    const known = columns.map((column) => column.id);
    e.unknown("actor or faction", name, known, e.key(path));
  }
  return -1;
}

export function elaboratePayoffs(e: Elaboration, columns: readonly Column[]): Payoff[] {
  return entriesOf(e.document.payoffs).flatMap(([owner, payoffs]) => {
    const column = columnAt(e, owner, columns, ["payoffs", owner]);
    return entriesOf(payoffs).flatMap(([name, written]) => {
      const payoff = elaboratePayoff(e, name, written, ["payoffs", owner, name], column);
      return payoff === undefined ? [] : [payoff];
    });
  });
}

function elaboratePayoff(
  e: Elaboration,
  name: string,
  written: WrittenPayoff,
  path: Path,
  column: number,
): Payoff | undefined {
  const how = written.on !== undefined ? "on" : written.while !== undefined ? "while" : "at end";
  const trigger = how === "on" ? e.trigger([...path, "on"]) : null;
  const extra = written.when === undefined ? null : conditionAt(e, [...path, "when"]);
  const main = how === "on" ? null : conditionAt(e, [...path, how]);
  const when = main === null ? extra : extra === null ? main : both(main, extra);
  const value = e.expression([...path, "value"], how === "while" ? rate : number);
  if (trigger === undefined || column === -1) return undefined;
  if (written.read === "after" && how !== "on") e.report("read-without-on", e.value([...path, "read"]), {});
  return {
    name,
    span: e.key(path),
    column,
    how,
    trigger,
    when,
    value: value ?? numberConstant(0, e.key(path)),
    readAfter: written.read === "after",
  };
}

export function elaborateEndings(e: Elaboration, columns: readonly Column[]): Ending[] {
  return entriesOf(e.document.endings).map(([name, written]) => {
    const path = ["endings", name];
    return {
      name,
      span: e.key(path),
      when: conditionAt(e, [...path, "when"]),
      worth: written.worth === undefined ? null : worthAt(e, written.worth, [...path, "worth"], columns),
    };
  });
}

function worthAt(
  e: Elaboration,
  written: Readonly<Record<string, string>>,
  path: Path,
  columns: readonly Column[],
): (Expression | null)[] {
  const worth: (Expression | null)[] = columns.map(() => null);
  for (const owner of Object.keys(written)) {
    const at = [...path, owner];
    const column = columnAt(e, owner, columns, at);
    const value = e.expression(at, number);
    if (column !== -1 && value !== undefined) worth[column] = value;
  }
  return worth;
}

/** The outcomes as declared; `else` outcomes follow from `elaborateExclusive`. */
export function elaborateOutcomes(e: Elaboration): Outcome[] {
  return entriesOf(e.document.outcomes).map(([name, written]) => {
    const path = ["outcomes", name];
    const how = written.on !== undefined ? "on" : written.when !== undefined ? "when" : "at end";
    const key = how === "at end" ? "at end" : "when";
    const trigger = how === "on" ? (e.trigger([...path, "on"]) ?? null) : null;
    const own = written[key] === undefined ? null : conditionAt(e, [...path, key]);
    const given = trigger?.kind === "deal" ? trigger.given : null;
    return {
      name,
      span: e.key(path),
      how,
      condition: own !== null && given !== null ? both(given, own) : (given ?? own),
      trigger,
      resolvable: written.resolvable !== "no",
      resolves: written.resolves ?? "",
    };
  });
}

/** Exclusive groups, and the outcomes with the `else` ones added at the end. */
export function elaborateExclusive(
  e: Elaboration,
  declared: readonly Outcome[],
): { outcomes: Outcome[]; exclusive: Exclusive[] } {
  const outcomes = [...declared];
  const exclusive = entriesOf(e.document.exclusive).map(([name, written]): Exclusive => {
    const path = ["exclusive", name];
    const names = declared.map((outcome) => outcome.name);
    const of = written.of.flatMap((outcome, place) => {
      const at = [...path, "of", place];
      const index = names.indexOf(outcome);
      if (index === -1) e.unknown("outcome", outcome, names, e.value(at));
      if (written.of.indexOf(outcome) !== place) {
        e.report("duplicate-name", e.value(at), { name: outcome, kind: "member of this group" });
        return [];
      }
      return index === -1 ? [] : [index];
    });
    const above = aboveOf(e, written, path, (outcome) => names.indexOf(outcome));
    if (written.else !== undefined) of.push(addElse(e, written.else, outcomes, [...path, "else"]));
    return { name, span: e.key(path), of, above };
  });
  return { outcomes, exclusive };
}

/** By what the file says; else the first half, rounded up. */
function aboveOf(
  e: Elaboration,
  { of, above }: { readonly of: readonly string[]; readonly above?: readonly string[] | undefined },
  path: Path,
  indexOf: (outcome: string) => number,
): number[] {
  above?.forEach((outcome, place) => {
    if (!of.includes(outcome)) e.unknown("member of this group", outcome, of, e.value([...path, "above", place]));
  });
  return (above ?? of.slice(0, Math.ceil(of.length / 2))).map(indexOf).filter((index) => index !== -1);
}

function addElse(e: Elaboration, name: string, outcomes: Outcome[], path: Path): number {
  const span = e.value(path);
  if (outcomes.some((outcome) => outcome.name === name)) e.report("duplicate-name", span, { name, kind: "outcome" });
  const rest: Outcome = { name, span, how: "else", condition: null, trigger: null, resolvable: true, resolves: "" };
  return outcomes.push(rest) - 1;
}
