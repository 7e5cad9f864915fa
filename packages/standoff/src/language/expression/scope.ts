/**
 * What names mean inside expressions: tables that match the longest name at a place in a text, for variables and their
 * levels, definitions, clocks, assumptions, and for the occurrences that triggers name. Made from a finished scenario
 * by `scopeOf`, and piece by piece while one is being checked.
 */

import type { Span } from "../../text/source.ts";
import type { Assumption, Clock, Deal, Scenario, Variable } from "../scenario.ts";
import type { Expression, ValueType } from "./expression.ts";

/** A name found at a place in a text. */
export interface Found<T> {
  readonly name: string;
  readonly meaning: T;
  readonly end: number;
}

export type Named =
  | { readonly kind: "variable"; readonly index: number }
  | { readonly kind: "definition"; readonly index: number }
  | { readonly kind: "clock"; readonly index: number };

/** Something that can happen, by name. */
export type Happening =
  | { readonly kind: "move"; readonly desk: number; readonly move: number; readonly branches: readonly string[] }
  | { readonly kind: "event"; readonly group: number; readonly event: number; readonly branches: readonly string[] }
  | { readonly kind: "ending"; readonly ending: number; readonly branches: readonly string[] };

export type ScopeVariable = Pick<Variable, "name" | "kind" | "levels" | "size" | "low">;

/**
 * A name that stands in an expression, as it was read: for editors. `of`: the variable of a level, the desk of a move.
 */
export interface NameRead {
  readonly kind: Named["kind"] | "assumption" | "level" | "deal" | "desk" | "group" | Happening["kind"] | "branch";
  readonly name: string;
  readonly of?: string;
  readonly span: Span;
}

/**
 * What `makeScope` needs. Lists are by index as in `Scenario`; clock bookkeeping variables have no name in expressions.
 */
export interface ScopeParts {
  readonly variables: readonly ScopeVariable[];
  readonly assumptions: readonly Pick<Assumption, "name" | "type">[];
  readonly clocks: readonly Pick<Clock, "name" | "kind">[];
  readonly definitions: readonly { readonly name: string }[];
  /** The checked body of a definition; undefined where it has faults, or "cycle" while it is being read. */
  readonly definitionBody: (index: number) => Expression | undefined | "cycle";
  readonly desks: readonly {
    readonly name: string;
    readonly moves: readonly { readonly name: string; readonly branches: readonly string[] }[];
  }[];
  readonly groups: readonly {
    readonly name: string;
    readonly events: readonly { readonly name: string; readonly branches: readonly string[] }[];
  }[];
  readonly endings: readonly string[];
  /** Made when all other names are known. */
  readonly deals?: readonly Deal[];
  /** Names are noted here as they are read, where somebody wants them. */
  readonly read?: NameRead[];
}

/** Nodes of an expression with its definitions written out, and the longest way down. */
export interface Measure {
  readonly size: number;
  readonly depth: number;
}

export interface Scope extends ScopeParts {
  /** What is known of expressions read in this scope, so that a definition is measured once. */
  readonly measures: WeakMap<Expression, Measure>;
  readonly names: NameTable<Named>;
  readonly assumptionNames: NameTable<number>;
  readonly levels: readonly NameTable<number>[];
  /** Levels of all variables, each with the first variable that has it. */
  readonly levelOwners: NameTable<number>;
  /**
   * How many more unknown names are compared with the known ones: those that are listed, not all of a hostile file's.
   */
  readonly hints: { left: number };
  readonly happenings: ReadonlyMap<string, readonly Happening[]>;
  readonly dealNames: NameTable<number>;
}

const mostHints = 300;

export function makeScope(parts: ScopeParts): Scope {
  const names = new NameTable<Named>();
  for (const [index, variable] of parts.variables.entries()) {
    if (variable.kind !== "clock") names.add(variable.name, { kind: "variable", index });
  }
  for (const [index, definition] of parts.definitions.entries())
    names.add(definition.name, { kind: "definition", index });
  for (const [index, clock] of parts.clocks.entries()) names.add(clock.name, { kind: "clock", index });
  const assumptionNames = new NameTable<number>();
  for (const [index, assumption] of parts.assumptions.entries()) assumptionNames.add(assumption.name, index);
  const levels = parts.variables.map((variable) => {
    const table = new NameTable<number>();
    if (variable.kind !== "levels") return table;
    for (const [index, level] of variable.levels.entries()) table.add(level, index);
    return table;
  });
  const dealNames = new NameTable<number>();
  for (const [index, deal] of (parts.deals ?? []).entries()) dealNames.add(deal.name, index);
  const levelOwners = new NameTable<number>();
  for (const [index, table] of levels.entries()) for (const level of table.names()) levelOwners.add(level, index);
  const happenings = happeningsOf(parts);
  const hints = { left: mostHints };
  return {
    ...parts,
    names,
    assumptionNames,
    levels,
    levelOwners,
    happenings,
    hints,
    dealNames,
    measures: new WeakMap(),
  };
}

/** The scope of a checked scenario. */
export function scopeOf(scenario: Scenario): Scope {
  const branchNames = (thing: { branches: readonly { name: string }[] }) => thing.branches.map((branch) => branch.name);
  return makeScope({
    variables: scenario.variables,
    assumptions: scenario.assumptions,
    clocks: scenario.clocks,
    definitions: scenario.definitions,
    definitionBody: (index) => scenario.definitions[index]?.body,
    desks: scenario.desks.map((desk) => ({
      name: desk.name,
      moves: desk.moves.map((move) => ({ name: move.name, branches: branchNames(move) })),
    })),
    groups: scenario.eventGroups.map((group) => ({
      name: group.name,
      events: group.events.map((event) => ({ name: event.name, branches: branchNames(event) })),
    })),
    endings: scenario.endings.map((ending) => ending.name),
    deals: scenario.deals,
  });
}

function happeningsOf(parts: ScopeParts): Map<string, Happening[]> {
  const all = new Map<string, Happening[]>();
  const put = (name: string, happening: Happening) => {
    const list = all.get(name);
    if (list) list.push(happening);
    else all.set(name, [happening]);
  };
  for (const [d, desk] of parts.desks.entries()) {
    for (const [m, move] of desk.moves.entries()) {
      const happening: Happening = { kind: "move", desk: d, move: m, branches: move.branches };
      put(move.name, happening);
      put(`${desk.name}: ${move.name}`, happening);
    }
  }
  for (const [g, group] of parts.groups.entries()) {
    for (const [e, event] of group.events.entries()) {
      const happening: Happening = { kind: "event", group: g, event: e, branches: event.branches };
      put(event.name, happening);
      put(`${group.name}: ${event.name}`, happening);
    }
  }
  for (const [ending, name] of parts.endings.entries()) put(name, { kind: "ending", ending, branches: [] });
  return all;
}

/**
 * Names that may hold spaces, found by the longest match at a place in a text; runs of white space count as one. Looked
 * up by every length that a name with the same first word has, so that thousands of like names cost no more than a few.
 */
export class NameTable<T> {
  readonly #meanings = new Map<string, T>();
  /** By first word: the lengths of its names, longest first. */
  readonly #lengths = new Map<string, number[]>();

  /** Adds a name; the first of two equal names stays. */
  add(name: string, meaning: T): void {
    if (this.#meanings.has(name)) return;
    this.#meanings.set(name, meaning);
    const key = firstWord(name, 0);
    const lengths = this.#lengths.get(key);
    if (lengths === undefined) this.#lengths.set(key, [name.length]);
    else if (!lengths.includes(name.length)) {
      lengths.push(name.length);
      lengths.sort((a, b) => b - a);
    }
  }

  get(name: string): T | undefined {
    return this.#meanings.get(name);
  }

  names(): string[] {
    return [...this.#meanings.keys()];
  }

  /** The longest name that stands in `text` at `at`; names of the meaning `but` are passed over. */
  match(text: string, at: number, but?: T): Found<T> | undefined {
    const lengths = this.#lengths.get(firstWord(text, at));
    if (lengths === undefined) return undefined;
    const { plain, ends } = spacesAsOne(text, at, lengths[0]);
    for (const length of lengths) {
      if (length > plain.length) continue;
      const name = plain.slice(0, length);
      const meaning = this.#meanings.get(name);
      if (meaning === undefined || meaning === but) continue;
      const end = ends[length];
      if (!inWord(name, length - 1) || !inWord(text, end)) return { name, meaning, end };
    }
    return undefined;
  }
}

/**
 * The next `most` characters of a text with every run of white space as one space, and where each prefix ends in the
 * text.
 */
function spacesAsOne(text: string, at: number, most: number): { plain: string; ends: number[] } {
  const ends = [at];
  let plain = "";
  let end = at;
  while (plain.length < most && end < text.length) {
    if (isSpace(text, end)) {
      while (isSpace(text, end)) end++;
      plain += " ";
    } else plain += text[end++];
    ends.push(end);
  }
  return { plain, ends };
}

const wordCharacter = /[\p{L}\p{N}\p{M}_]/u;

/** Is the character at `at` part of a word? */
export function inWord(text: string, at: number): boolean {
  const code = text.codePointAt(at);
  return code !== undefined && wordCharacter.test(String.fromCodePoint(code));
}

function firstWord(text: string, at: number): string {
  let end = at;
  while (end < text.length && inWord(text, end)) end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  return text.slice(at, end);
}

export function isSpace(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return c === 32 || c === 9 || c === 10 || c === 13 || c === 0xa0;
}

/** The type that a variable has in expressions. */
export function typeOfVariable(scope: ScopeParts, index: number): ValueType {
  const variable = scope.variables[index];
  if (variable.kind === "truth") return { kind: "truth" };
  if (variable.kind === "range") return { kind: "number" };
  return { kind: "level", variable: index };
}
