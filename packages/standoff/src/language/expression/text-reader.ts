/**
 * What every reader of the expression language stands on: places and faults, characters and words, and the making of
 * typed nodes within limits. `value-reader.ts` reads values, `expression-reader.ts` what joins them.
 */
import { type Diagnostic, hasErrors } from "../../text/diagnostic.ts";
import type { Span } from "../../text/source.ts";
import { type Code, type catalogue, diagnostic, type Extra } from "../catalogue/catalogue.ts";
import type { Parameters } from "../catalogue/catalogue-entry.ts";
import { type BinaryOperator, children, type Expression, type ValueType } from "./expression.ts";
import { inWord, isSpace, type Measure, type NameRead, type Scope } from "./scope.ts";
import { describeType, sameType } from "./value-types.ts";
import { operatorWords } from "./words.ts";

/** Limits on one expression: its text, its nesting, its size and its depth with definitions written out. */
const longestText = 10_000;
export const deepestNesting = 100;
const mostNodes = 5_000;
const deepestTree = 400;

/** The type of a stand-in after a fault; known by identity, and taken by everything. */
export const unknownType: ValueType = { kind: "number" };

/** Thrown inside a reader after a fault of form, and caught by its `run`. */
class Stop extends Error {}

/** Turns an offset in the expression's text into an offset in its file. */
export type Locate = (offset: number) => number;

/** The usual way: plain scalars stand in the file as they are, quoted ones after one quote. */
export function locateIn(text: string, span: Span): Locate {
  const shift = span.end - span.start === text.length + 2 ? 1 : 0;
  return (offset) => Math.min(span.start + shift + offset, span.end);
}

export class TextReader {
  readonly text: string;
  readonly span: Span;
  readonly scope: Scope;
  readonly diagnostics: Diagnostic[] = [];
  at = 0;
  /** Something that it uses has faults of its own, reported elsewhere: nothing comes of it. */
  protected spoilt = false;
  #locate: Locate;

  constructor(text: string, span: Span, scope: Scope, locate: Locate = locateIn(text, span)) {
    this.text = text;
    this.span = span;
    this.scope = scope;
    this.#locate = locate;
  }

  /** Runs a part of the grammar; undefined when a fault was found. */
  run<T>(read: () => T): T | undefined {
    try {
      if (this.text.length > longestText) this.stop("expression-too-long", 0, this.text.length, { limit: longestText });
      const result = read();
      return this.spoilt || hasErrors(this.diagnostics) ? undefined : result;
    } catch (error) {
      if (error instanceof Stop) return undefined;
      throw error;
    }
  }

  // --- places and faults

  spanFrom(start: number, end = this.at): Span {
    return {
      file: this.span.file,
      start: this.#locate(start),
      end: this.#locate(Math.max(start, trimEnd(this.text, end))),
    };
  }

  report<C extends Code>(code: C, span: Span, parameters: Parameters<(typeof catalogue)[C]>, extra: Extra = {}): void {
    this.diagnostics.push(diagnostic(code, span, parameters, extra));
  }

  stop<C extends Code>(
    code: C,
    start: number,
    end: number,
    parameters: Parameters<(typeof catalogue)[C]>,
    extra: Extra = {},
  ): never {
    this.report(code, this.spanFrom(start, end), parameters, extra);
    throw new Stop();
  }

  /** Notes that a name was read from `start` on, where somebody wants to know. */
  note(kind: NameRead["kind"], name: string, start: number, end = this.at, of?: string): void {
    if (this.scope.read === undefined) return;
    this.scope.read.push({ kind, name, span: this.spanFrom(start, end), ...(of === undefined ? {} : { of }) });
  }

  // --- characters and words

  skipSpace(): void {
    while (isSpace(this.text, this.at)) this.at++;
  }

  atEnd(): boolean {
    this.skipSpace();
    return this.at >= this.text.length;
  }

  /** The word at the current place, without taking it. */
  peekWord(from = this.at): string {
    let start = from;
    while (isSpace(this.text, start)) start++;
    let end = start;
    while (inWord(this.text, end)) end += this.text.codePointAt(end)! > 0xffff ? 2 : 1;
    return this.text.slice(start, end);
  }

  /** Takes words in a row, such as "at least", if they stand here. */
  takeWords(...words: string[]): boolean {
    let at = this.at;
    for (const word of words) {
      while (isSpace(this.text, at)) at++;
      if (this.peekWord(at) !== word || this.#beginsName(at, word)) return false;
      at += word.length;
    }
    this.at = at;
    return true;
  }

  /** Is a word the beginning of a name that goes on with a hyphen or an apostrophe, such as `not-so-fast`? */
  #beginsName(at: number, word: string): boolean {
    const end = at + word.length;
    return /['’-]/.test(this.text[end] ?? "") && (this.scope.names.match(this.text, at)?.end ?? 0) > end;
  }

  takeSymbol(symbol: string): boolean {
    this.skipSpace();
    if (!this.text.startsWith(symbol, this.at)) return false;
    this.at += symbol.length;
    return true;
  }

  /** What stands here, for a message: a symbol, or words up to the next operator. */
  protected restOfName(): { text: string; end: number } {
    this.skipSpace();
    let end = this.at;
    while (end < this.text.length) {
      let next = end;
      while (isSpace(this.text, next)) next++;
      const word = this.peekWord(next);
      if (word === "" && !(/['’-]/.test(this.text[next] ?? "") && next === end && inWord(this.text, next + 1))) break;
      if (word !== "" && end > this.at && operatorWords.has(word) && next > end) break;
      if (word === "at" && /^\s+(least|most)\b/.test(this.text.slice(next + 2))) break;
      end = word === "" ? next + 1 : next + word.length;
    }
    return { text: this.text.slice(this.at, end).replace(/\s+/g, " "), end };
  }

  // --- nodes

  /** Holds a new node against the limits, with the definitions in it written out. */
  protected node(node: Expression): Expression {
    const { size, depth } = this.#measure(node);
    if (size > mostNodes) this.stop("expression-too-large", 0, this.text.length, { limit: mostNodes });
    if (depth > deepestTree) this.stop("expression-too-deep", 0, this.text.length, { limit: deepestTree });
    return node;
  }

  #measure(node: Expression): Measure {
    const known = this.scope.measures.get(node);
    if (known !== undefined) return known;
    let [size, depth] = [1, 1];
    for (const child of children(node)) {
      const part = this.#measure(child);
      size += part.size;
      depth = Math.max(depth, 1 + part.depth);
    }
    this.scope.measures.set(node, { size, depth });
    return { size, depth };
  }

  constant(value: number, type: ValueType, start: number, end = this.at): Expression {
    return this.node({ kind: "constant", value, type, span: this.spanFrom(start, end) });
  }

  /** A stand-in after a fault that has been reported. */
  protected standIn(start: number): Expression {
    return { kind: "constant", value: 0, type: unknownType, span: this.spanFrom(start) };
  }

  binary(operator: BinaryOperator, left: Expression, right: Expression, type: ValueType, start: number): Expression {
    return this.node({ kind: "binary", operator, left, right, type, span: this.spanFrom(start) });
  }

  protected describe(type: ValueType): string {
    return describeType(type, (index) => `"${this.scope.variables[index]?.name}"`);
  }

  protected same(a: ValueType, b: ValueType): boolean {
    return a === unknownType || b === unknownType || sameType(a, b, (x, y) => this.sameLevels(x, y));
  }

  protected sameLevels(a: number, b: number): boolean {
    const levels = this.scope.variables[a]?.levels ?? [];
    const others = this.scope.variables[b]?.levels ?? [];
    return levels.length === others.length && levels.every((level, index) => level === others[index]);
  }

  /** The expression as the wanted type; reports where it is not. A literal zero is also a rate and a duration. */
  as(expression: Expression, wanted: ValueType, extra: Extra = {}): Expression {
    if (this.same(expression.type, wanted)) return expression;
    if (isZero(expression) && (wanted.kind === "rate" || wanted.kind === "duration"))
      return { ...expression, type: wanted };
    const hint =
      extra.hint ??
      (wanted.kind === "truth" ? this.#levelHint(expression) : undefined) ??
      conversionHint(expression.type, wanted, expression);
    this.report(
      "wrong-type",
      expression.span,
      { wanted: this.describe(wanted), found: this.describe(expression.type) },
      hint === undefined ? extra : { ...extra, hint },
    );
    return { ...expression, type: unknownType };
  }

  /** What to write for a variable with levels where a truth must stand. */
  #levelHint({ kind, type }: Expression): string | undefined {
    if (kind !== "variable" || type.kind !== "level") return undefined;
    const { name, levels } = this.scope.variables[type.variable];
    if ([...levels].sort().join() === "no,yes") return `declare it as a truth: "${name}: yes or no"`;
    return `compare it with a level: "${name} is ${levels[1] ?? levels[0]}"`;
  }

  /** Two operands that must be of one type, a literal zero bending to the other. */
  protected alike(left: Expression, right: Expression): [Expression, Expression] {
    if (isZero(left) && !isZero(right) && left.type !== unknownType) return [this.as(left, right.type), right];
    return [left, this.as(right, left.type)];
  }
}

export function isZero(expression: Expression): boolean {
  return expression.kind === "constant" && expression.value === 0 && expression.type.kind === "number";
}

function trimEnd(text: string, end: number): number {
  let at = Math.min(end, text.length);
  while (at > 0 && isSpace(text, at - 1)) at--;
  return at;
}

function conversionHint(found: ValueType, wanted: ValueType, expression: Expression): string | undefined {
  if (wanted.kind === "rate" && found.kind === "number") return 'a flow or a rate says per what: "-3 per month"';
  if (wanted.kind === "number" && found.kind === "rate") return 'a number without "per" is expected here';
  if (wanted.kind === "number" && found.kind === "truth")
    return 'truth becomes a number by "if CONDITION then 1 else 0"';
  if (wanted.kind === "truth" && expression.kind === "binary" && expression.operator.startsWith("at ")) {
    return `"${expression.operator}" gives the ${expression.operator === "at least" ? "larger" : "smaller"} of two numbers; to compare, write ${expression.operator === "at least" ? ">=" : "<="}`;
  }
  if (wanted.kind === "truth" && found.kind === "level") return 'compare it with a level: "NAME is LEVEL"';
  if (wanted.kind === "truth" && found.kind === "number") return 'compare it with a number: "NAME > 0"';
  if (wanted.kind === "duration" && found.kind === "number") return 'a duration has a unit: "2 weeks"';
  return undefined;
}
