/**
 * What all parts of the elaboration share: the document with its places, the list of faults, the scope of names, and
 * the reading of a text at a path of the document. One `Elaboration` lives for one `loadScenario`.
 */
import { type Diagnostic, hasErrors, mostDiagnostics } from "../../text/diagnostic.ts";
import type { SourceFile, Span } from "../../text/source.ts";
import { didYouMean } from "../../text/suggest.ts";
import { type Code, type catalogue, diagnostic, type Extra } from "../catalogue/catalogue.ts";
import type { Parameters } from "../catalogue/catalogue-entry.ts";
import type { Expression, ValueType } from "../expression/expression.ts";
import { type Locate, locateIn } from "../expression/expression-reader.ts";
import { parseExpression, parseTempo, parseTrigger } from "../expression/parse-expression.ts";
import { assumptionsIn } from "../expression/reads.ts";
import { makeScope, type NameRead, type Scope, type ScopeParts } from "../expression/scope.ts";
import type { Known } from "../expression/static-value.ts";
import { number, truth } from "../expression/value-types.ts";
import type { ReadDocument } from "../file/document.ts";
import type { ScenarioDocument } from "../file/shapes.ts";
import type { Assumption, Trigger } from "../scenario.ts";

export type Path = readonly (string | number)[];

const nothing: ScopeParts = {
  variables: [],
  assumptions: [],
  clocks: [],
  definitions: [],
  definitionBody: () => undefined,
  desks: [],
  groups: [],
  endings: [],
};

export class Elaboration {
  readonly document: ScenarioDocument;
  readonly sources: readonly SourceFile[];
  readonly diagnostics: Diagnostic[] = [];
  readonly #read: ReadDocument;
  /** Names as far as they are known; replaced when all are. */
  scope: Scope = makeScope(nothing);
  /** The assumptions at their stated values: read first, and none until then. */
  assumptions: readonly Assumption[] = [];
  /** What is known without a state: the assumptions' values, and no clock's date. */
  readonly known: Known = { assumption: (index) => this.assumptions[index]?.value, clock: () => undefined };
  /** Every expression read, for checks that look at all of them. */
  readonly expressions: { readonly expression: Expression; readonly path: Path }[] = [];
  /** Names used as outcomes, branches and so on, by what uses them; filled while reading. */
  readonly triggers: { readonly trigger: Trigger; readonly path: Path }[] = [];

  /** Assumptions whose values went into what stands fixed from then on: dates, starting values, the calendar. */
  readonly fixed = new Set<number>();

  /** Conditions that stand in for faulty ones. */
  readonly standIns = new Set<Expression>();

  /** Names are noted here as expressions are read, where somebody wants them. */
  readonly names: NameRead[] | undefined;

  constructor(read: ReadDocument, names?: NameRead[]) {
    this.names = names;
    this.#read = read;
    this.document = read.value;
    this.sources = read.sources;
  }

  /** Notes that the value of an expression is fixed once and for all; returns the expression. */
  fix<E extends Expression | undefined>(expression: E): E {
    if (expression !== undefined) for (const index of assumptionsIn([expression])) this.fixed.add(index);
    return expression;
  }

  /** The text that a setting took the place of, in an assumption's value. */
  replaced(assumption: string): string | undefined {
    return this.#read.replaced.get(assumption);
  }

  /** The span of the value, or of the key, at a path. */
  value(path: Path): Span {
    return this.#read.spanOf([...path], "value");
  }

  key(path: Path): Span {
    return this.#read.spanOf([...path], "key");
  }

  /** Was an error found in a part of the file? */
  faultAt({ file, start, end }: Span): boolean {
    return this.diagnostics.some(
      ({ severity, span }) => severity === "error" && span.file === file && start <= span.start && span.end <= end,
    );
  }

  /** Was an error found so far? What follows from names left unread is then unsure. */
  get faulty(): boolean {
    return hasErrors(this.diagnostics);
  }

  report<C extends Code>(code: C, span: Span, parameters: Parameters<(typeof catalogue)[C]>, extra: Extra = {}): void {
    this.diagnostics.push(diagnostic(code, span, parameters, extra));
  }

  /** Reports a reference to something that is not there. */
  unknown(kind: string, name: string, known: Iterable<string>, span: Span): void {
    const shown = kind.startsWith("actor") ? this.#actorShownAs(name) : undefined;
    const close = () => (this.diagnostics.length <= mostDiagnostics ? didYouMean(name, known) : undefined);
    const hint = shown === undefined ? close() : `"${name}" is how "${shown}" is shown: write "${shown}"`;
    this.report("unknown-reference", span, { kind, name }, hint === undefined ? {} : { hint });
  }

  #actorShownAs(name: string): string | undefined {
    return entriesOf(this.document.actors).find(([, actor]) => actor.name === name)?.[0];
  }

  /** The text at a path; "" where there is none. */
  text(path: Path): string {
    let at: unknown = this.document;
    for (const step of path) at = (at as Record<string | number, unknown> | undefined)?.[step];
    return typeof at === "string" ? at : "";
  }

  /** Reads the expression at a path. Faults are kept; undefined then. */
  expression(path: Path, expected?: ValueType, scope: Scope = this.scope): Expression | undefined {
    return this.part(this.text(path), path, expected, scope);
  }

  /** Reads a text that is the whole or a part of the scalar at a path. */
  part(text: string, path: Path, expected?: ValueType, scope: Scope = this.scope): Expression | undefined {
    const { expression, diagnostics } = parseExpression(
      text,
      this.value(path),
      scope,
      expected,
      this.#locate(text, path),
    );
    this.diagnostics.push(...diagnostics);
    if (expression !== undefined) this.expressions.push({ expression, path });
    return expression;
  }

  /** Reads an expression whose text stands in a key. */
  keyExpression(text: string, path: Path, expected: ValueType, scope: Scope = this.scope): Expression | undefined {
    const { expression, diagnostics } = parseExpression(text, this.key(path), scope, expected);
    this.diagnostics.push(...diagnostics);
    return expression;
  }

  tempo(path: Path, before?: Expression): Expression | null | undefined {
    const text = this.text(path);
    const { expression, diagnostics } = parseTempo(
      text,
      this.value(path),
      this.scope,
      this.#locate(text, path),
      before,
    );
    this.diagnostics.push(...diagnostics);
    if (expression) this.expressions.push({ expression, path });
    return expression;
  }

  trigger(path: Path, conditions = false): Trigger | undefined {
    const text = this.text(path);
    return this.#triggerIn(text, path, this.value(path), conditions, this.#locate(text, path));
  }

  keyTrigger(text: string, path: Path, conditions = false): Trigger | undefined {
    return this.#triggerIn(text, path, this.key(path), conditions);
  }

  /** Reads a trigger that is the end part of the scalar at a path. */
  partTrigger(text: string, path: Path): Trigger | undefined {
    return this.#triggerIn(text, path, this.value(path), true, this.#locate(text, path));
  }

  #triggerIn(text: string, path: Path, span: Span, conditions: boolean, locate?: Locate): Trigger | undefined {
    const options = locate === undefined ? { conditions } : { conditions, locate };
    const { trigger, diagnostics } = parseTrigger(text, span, this.scope, options);
    this.diagnostics.push(...diagnostics);
    if (trigger === undefined) return undefined;
    this.triggers.push({ trigger, path });
    if (trigger.kind === "becomes") this.expressions.push({ expression: trigger.condition, path });
    return trigger;
  }

  /** Offsets of a text, which is a part of the scalar at a path, in the file: exact also where the scalar is folded. */
  #locate(text: string, path: Path): Locate {
    const span = this.value(path);
    const whole = this.text(path);
    const raw = this.sources[span.file]?.text.slice(span.start, span.end) ?? "";
    const cut = Math.max(0, whole.lastIndexOf(text));
    const inWhole = wholeLocate(whole, raw, span);
    return (offset) => Math.min(inWhole(offset + cut), span.end);
  }
}

/** Offsets of a scalar in the file. A generated text around what the user wrote has the user's place. */
function wholeLocate(value: string, raw: string, span: Span): (offset: number) => number {
  if (raw === value) return (offset) => span.start + offset;
  const before = raw === "" ? -1 : value.indexOf(raw);
  if (before === -1) return foldedLocate(value, raw, span);
  return (offset) => span.start + Math.max(0, Math.min(offset - before, raw.length));
}

/** Aligns a scalar's value with its text in the file, white space of any length matching white space. */
function foldedLocate(value: string, raw: string, span: Span): Locate {
  if (raw.length === value.length + 2 && raw.slice(1, -1) === value) return locateIn(value, span);
  const places: number[] = [];
  let at = /^["']/.test(raw) ? 1 : 0;
  const block = /^[|>][^\n]*\n/.exec(raw);
  if (block !== null) at = block[0].length;
  for (const character of value) {
    if (!/\s/.test(character)) while (at < raw.length && raw[at] !== character && /\s/.test(raw[at])) at++;
    for (let unit = 0; unit < character.length; unit++) places.push(at + unit);
    at += character.length;
    if (/\s/.test(character)) while (at < raw.length && /\s/.test(raw[at])) at++;
  }
  places.push(at);
  return (offset) => span.start + Math.min(places[Math.min(offset, places.length - 1)] ?? 0, raw.length);
}

/** A truth that always holds, or never. */
export function always(span: Span, holds = true): Expression {
  return { kind: "constant", value: holds ? 1 : 0, type: truth, span };
}

export function numberConstant(value: number, span: Span): Expression {
  return { kind: "constant", value, type: number, span };
}

/** Both of two conditions; a condition that always holds is left out. */
export function both(a: Expression, b: Expression): Expression {
  if (a.kind === "constant" && a.value === 1) return b;
  if (b.kind === "constant" && b.value === 1) return a;
  return { kind: "binary", operator: "and", left: a, right: b, type: truth, span: a.span };
}

/** What is left of one: 1 - (the sum of the others). */
export function restOf(others: readonly Expression[], span: Span): Expression {
  let rest = numberConstant(1, span);
  for (const other of others) rest = { kind: "binary", operator: "-", left: rest, right: other, type: number, span };
  return rest;
}

/** A text or a list of texts as a list, with the path of each. */
export function listed(value: string | readonly string[] | undefined, path: Path): { text: string; path: Path }[] {
  if (value === undefined) return [];
  if (typeof value === "string") return [{ text: value, path }];
  return value.map((text, index) => ({ text, path: [...path, index] }));
}

/** Own entries of an optional map. */
export function entriesOf<T>(map: Readonly<Record<string, T>> | undefined): [string, T][] {
  return map === undefined ? [] : Object.entries(map);
}
