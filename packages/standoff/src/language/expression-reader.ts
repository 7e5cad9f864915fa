/**
 * The recursive-descent reader of one expression, tempo or trigger. It reads and types in one pass, because the meaning
 * of a name depends on what is expected where it stands: `open` is a level of talks in `talks is open`. Names are matched
 * longest first against the scope, so there is no separate list of tokens. Faults are collected with their places; after
 * an unknown name reading goes on with a stand-in of unknown type, after a fault of form it stops.
 */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import { didYouMean } from "../text/suggest.ts";
import { type Code, type catalogue, diagnostic, type Extra } from "./catalogue.ts";
import type { Parameters } from "./catalogue-entry.ts";
import { dayOf } from "./dates.ts";
import type { BinaryOperator, Expression, ValueType } from "./expression.ts";
import { inWord, isSpace, type NameTable, type Scope, typeOfVariable } from "./scope.ts";
import { arithmeticType, date, describeType, duration, number, rate, sameType, truth } from "./value-types.ts";
import { functionWords, operatorWords, rateWords, unitDays } from "./words.ts";

/** Limits on one expression: its text, its nesting, its size with definitions inlined. */
export const longestText = 10_000;
const deepestNesting = 100;
const mostNodes = 5_000;

/** The type of a stand-in after a fault; known by identity, and taken by everything. */
const unknownType: ValueType = { kind: "number" };

/** Thrown inside a reader after a fault of form, and caught by its `run`. */
class Stop extends Error {}

/** Turns an offset in the expression's text into an offset in its file. */
export type Locate = (offset: number) => number;

/** The usual way: plain scalars stand in the file as they are, quoted ones after one quote. */
export function locateIn(text: string, span: Span): Locate {
  const shift = span.end - span.start === text.length + 2 ? 1 : 0;
  return (offset) => Math.min(span.start + shift + offset, span.end);
}

export class ExpressionReader {
  readonly text: string;
  readonly span: Span;
  readonly scope: Scope;
  readonly diagnostics: Diagnostic[] = [];
  at = 0;
  #locate: Locate;
  #depth = 0;
  #nodes = 0;
  #sizes = new Map<Expression, number>();

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
      return this.diagnostics.some((entry) => entry.severity === "error") ? undefined : result;
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
      if (this.peekWord(at) !== word) return false;
      at += word.length;
    }
    this.at = at;
    return true;
  }

  takeSymbol(symbol: string): boolean {
    this.skipSpace();
    if (!this.text.startsWith(symbol, this.at)) return false;
    this.at += symbol.length;
    return true;
  }

  /** What stands here, for a message: a symbol, or words up to the next operator. */
  #restOfName(): { text: string; end: number } {
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

  /** Counts a node, with what it inlines, against the limit. */
  #node(node: Expression, inlined = 1): Expression {
    this.#nodes += inlined;
    if (this.#nodes > mostNodes) this.stop("expression-too-large", 0, this.text.length, { limit: mostNodes });
    return node;
  }

  constant(value: number, type: ValueType, start: number, end = this.at): Expression {
    return this.#node({ kind: "constant", value, type, span: this.spanFrom(start, end) });
  }

  /** A stand-in after a fault that has been reported. */
  #standIn(start: number): Expression {
    return { kind: "constant", value: 0, type: unknownType, span: this.spanFrom(start) };
  }

  binary(operator: BinaryOperator, left: Expression, right: Expression, type: ValueType, start: number): Expression {
    return this.#node({ kind: "binary", operator, left, right, type, span: this.spanFrom(start) });
  }

  #describe(type: ValueType): string {
    return describeType(type, (index) => `"${this.scope.variables[index]?.name}"`);
  }

  #same(a: ValueType, b: ValueType): boolean {
    return a === unknownType || b === unknownType || sameType(a, b, (x, y) => this.#sameLevels(x, y));
  }

  #sameLevels(a: number, b: number): boolean {
    const levels = this.scope.variables[a]?.levels ?? [];
    const others = this.scope.variables[b]?.levels ?? [];
    return levels.length === others.length && levels.every((level, index) => level === others[index]);
  }

  /** The expression as the wanted type; reports where it is not. A literal zero is also a rate and a duration. */
  as(expression: Expression, wanted: ValueType, extra: Extra = {}): Expression {
    if (this.#same(expression.type, wanted)) return expression;
    if (isZero(expression) && (wanted.kind === "rate" || wanted.kind === "duration"))
      return { ...expression, type: wanted };
    const hint = extra.hint ?? conversionHint(expression.type, wanted, expression);
    this.report(
      "wrong-type",
      expression.span,
      { wanted: this.#describe(wanted), found: this.#describe(expression.type) },
      hint === undefined ? extra : { ...extra, hint },
    );
    return { ...expression, type: unknownType };
  }

  /** Two operands that must be of one type, a literal zero bending to the other. */
  #alike(left: Expression, right: Expression): [Expression, Expression] {
    if (isZero(left) && !isZero(right) && left.type !== unknownType) return [this.as(left, right.type), right];
    return [left, this.as(right, left.type)];
  }

  // --- the grammar, loosest first

  expression(expected?: ValueType): Expression {
    if (++this.#depth > deepestNesting) {
      this.stop("expression-too-deep", this.at, this.at + 1, { limit: deepestNesting });
    }
    this.skipSpace();
    const start = this.at;
    const result = this.takeWords("if") ? this.#conditional(start, expected) : this.#or(expected);
    this.#depth--;
    return result;
  }

  #conditional(start: number, expected?: ValueType): Expression {
    const test = this.as(this.expression(), truth);
    if (!this.takeWords("then")) this.#missing("then", "if CONDITION then VALUE else VALUE");
    const yes = this.expression(expected);
    if (!this.takeWords("else")) this.#missing("else", "if CONDITION then VALUE else VALUE");
    const no = this.expression(expected ?? yes.type);
    const [then, otherwise] = this.#alike(yes, no);
    const type = then.type === unknownType ? otherwise.type : then.type;
    return this.#node({ kind: "if", test, then, otherwise, type, span: this.spanFrom(start) });
  }

  #missing(word: string, form: string): never {
    this.skipSpace();
    const { end } = this.#restOfName();
    this.stop("missing-word", this.at, Math.max(end, this.at + 1), { word }, { expected: form });
  }

  #or(expected?: ValueType): Expression {
    return this.#truths("or", () => this.#and(expected));
  }

  #and(expected?: ValueType): Expression {
    return this.#truths("and", () => this.#not(expected));
  }

  #truths(word: "and" | "or", operand: () => Expression): Expression {
    this.skipSpace();
    const start = this.at;
    let left = operand();
    while (this.takeWords(word)) {
      const l = this.as(left, truth);
      const r = this.as(operand(), truth);
      left = this.binary(word, l, r, truth, start);
    }
    return left;
  }

  #not(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    let count = 0;
    while (this.takeWords("not")) {
      if (++count > deepestNesting) this.stop("expression-too-deep", start, this.at, { limit: deepestNesting });
    }
    let result = this.comparison(count > 0 ? undefined : expected);
    for (; count > 0; count--) {
      result = this.#node({ kind: "not", of: this.as(result, truth), type: truth, span: this.spanFrom(start) });
    }
    return result;
  }

  comparison(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    const left = this.operand(expected);
    const result = this.compared(left, start);
    if (result !== left && this.#atComparison()) {
      this.stop("chained-comparison", this.at, this.#endOfOperator(), {});
    }
    return result;
  }

  /** The comparison that follows a left side, if one does. */
  compared(left: Expression, start: number): Expression {
    this.skipSpace();
    for (const operator of ["<=", ">=", "<", ">"] as const) {
      if (this.takeSymbol(operator)) return this.#ordered(operator, left, start);
    }
    if (this.takeWords("within")) return this.#within(left, start);
    const at = this.at;
    if (this.takeWords("is")) {
      this.skipSpace();
      const negated = this.#levelAt(left) === undefined && this.takeWords("not");
      if (this.peekWord() === "at" && /^\s*at\s+(least|most)\b/.test(this.text.slice(this.at))) {
        this.stop("use-comparison", at, this.at + 2, { wrong: "is at least", right: ">= or <=" });
      }
      return this.isOneOf(left, negated, start);
    }
    this.#refuseForeignOperators();
    return left;
  }

  #ordered(operator: "<" | "<=" | ">" | ">=", left: Expression, start: number): Expression {
    if (left.type.kind === "truth") {
      this.report("wrong-type", left.span, { wanted: "something that has an order", found: this.#describe(left.type) });
    }
    const right = this.operand(left.type);
    const [l, r] = this.#alike(left, right);
    return this.binary(operator, l, r, truth, start);
  }

  /** `now within 2 weeks of X`, as comparisons of dates. */
  #within(left: Expression, start: number): Expression {
    const when = this.as(left, date);
    const length = this.as(this.operand(), duration);
    const before = this.takeWords("before");
    const after = !before && this.takeWords("after");
    if (!before && !after && !this.takeWords("of")) this.#missing("of", "within DURATION of, before or after DATE");
    const middle = this.as(this.operand(date), date);
    const early = before || !after ? this.binary("-", middle, length, date, start) : middle;
    const late = after || !before ? this.binary("+", middle, length, date, start) : middle;
    const reached = this.binary(">=", when, early, truth, start);
    const notPast = this.binary("<=", when, late, truth, start);
    return this.binary("and", reached, notPast, truth, start);
  }

  /** What follows `is`, `is not` or `becomes`: one value, or several joined by `or`. */
  isOneOf(left: Expression, negated: boolean, start: number): Expression {
    const first = this.#isValue(left);
    const values = [first];
    while (values.at(-1)!.kind === "constant" && this.#takeOrValue(left)) values.push(this.#isValue(left));
    if (values.length === 1) {
      const [l, r] = this.#alike(left, first);
      return this.binary(negated ? "is not" : "is", l, r, truth, start);
    }
    const numbers = values.map((value) => (value.kind === "constant" ? value.value : Number.NaN));
    const span = this.spanFrom(start);
    const some = this.#node({ kind: "one of", of: left, values: numbers, type: truth, span });
    return negated ? this.#node({ kind: "not", of: some, type: truth, span }) : some;
  }

  #isValue(left: Expression): Expression {
    const level = this.#levelAt(left);
    if (level === undefined) return this.as(this.operand(left.type), left.type);
    const start = this.at;
    this.at = level.end;
    return this.constant(level.meaning, left.type, start);
  }

  /** The level of the left side's variable that stands here, unless a longer name does. */
  #levelAt(left: Expression): { meaning: number; end: number } | undefined {
    this.skipSpace();
    return left.type.kind === "level" ? this.#matchLevel(left.type.variable) : undefined;
  }

  #matchLevel(variable: number): { meaning: number; end: number } | undefined {
    const level = this.scope.levels[variable]?.match(this.text, this.at);
    if (level === undefined) return undefined;
    const name = this.scope.names.match(this.text, this.at);
    return name !== undefined && name.end > level.end ? undefined : level;
  }

  /** Takes `or` if what follows it is another value of the left side, not a new condition. */
  #takeOrValue(left: Expression): boolean {
    const before = this.at;
    if (!this.takeWords("or")) return false;
    this.skipSpace();
    let end = -1;
    const level = this.#levelAt(left);
    if (level !== undefined) end = level.end;
    else if (left.type === unknownType) end = this.#anyLevel()?.end ?? -1;
    else if (left.type.kind === "number") end = matchEnd(/[+-]?\s*[0-9.]+(?![\d-])/y, this.text, this.at);
    else if (left.type.kind === "date") end = matchEnd(/\d{4}-\d{2}-\d{2}/y, this.text, this.at);
    if (end !== -1 && !this.#comparisonFollows(end)) return true;
    this.at = before;
    return false;
  }

  #comparisonFollows(end: number): boolean {
    const here = this.at;
    this.at = end;
    const follows = this.#atComparison() || /^\s*([-+*/%]|in\b|per\b|at (least|most)\b)/.test(this.text.slice(this.at));
    this.at = here;
    return follows;
  }

  #atComparison(): boolean {
    this.skipSpace();
    return /^[<>=]/.test(this.text[this.at] ?? "") || ["is", "within"].includes(this.peekWord());
  }

  #endOfOperator(): number {
    return this.at + Math.max(1, this.peekWord().length);
  }

  /** Operators of other languages, with ours. */
  #refuseForeignOperators(): void {
    const foreign: readonly [string, string][] = [
      ["===", "is"],
      ["==", "is"],
      ["!==", "is not"],
      ["!=", "is not"],
      ["&&", "and"],
      ["||", "or"],
      ["=", "is"],
      ["?", "if ... then ... else ..."],
      ["!", "not"],
      ["^", "a product"],
      ["**", "a product"],
    ];
    for (const [symbol, word] of foreign) {
      if (this.text.startsWith(symbol, this.at)) {
        this.stop("foreign-operator", this.at, this.at + symbol.length, { symbol, word });
      }
    }
    if (this.peekWord() === "in")
      this.stop("foreign-operator", this.at, this.at + 2, { symbol: "in", word: "is A or B" });
  }

  /** `at least` and `at most`, looser than sums. */
  operand(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    let left = this.#sum(expected);
    for (;;) {
      const operator = this.takeWords("at", "least")
        ? "at least"
        : this.takeWords("at", "most")
          ? "at most"
          : undefined;
      if (operator === undefined) return left;
      if (left.type.kind === "truth") this.as(left, number);
      const [l, r] = this.#alike(left, this.#sum(left.type));
      left = this.binary(operator, l, r, l.type, start);
    }
  }

  #sum(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    let left = this.#product(expected);
    for (;;) {
      const operator = this.takeSymbol("+") ? "+" : !this.#arrow() && this.takeSymbol("-") ? "-" : undefined;
      if (operator === undefined) return left;
      left = this.#arithmetic(operator, left, this.#product(), start);
    }
  }

  #arrow(): boolean {
    this.skipSpace();
    return this.text.startsWith("->", this.at);
  }

  #product(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    let left = this.#unary(expected);
    for (;;) {
      this.skipSpace();
      if (this.text.startsWith("**", this.at)) this.#refuseForeignOperators();
      const operator = this.takeSymbol("*") ? "*" : this.takeSymbol("/") ? "/" : undefined;
      if (operator === undefined) return left;
      const right = this.#unary();
      if (operator === "/" && right.kind === "constant" && right.value === 0 && right.type !== unknownType) {
        this.report("division-by-zero", right.span, {});
      }
      left = this.#arithmetic(operator, left, right, start);
    }
  }

  #arithmetic(operator: "+" | "-" | "*" | "/", left: Expression, right: Expression, start: number): Expression {
    if (left.type === unknownType || right.type === unknownType) {
      return { ...this.binary(operator, left, right, unknownType, start) };
    }
    const [l, r] = operator === "+" || operator === "-" ? this.#bendZero(left, right) : [left, right];
    const type = arithmeticType(operator, l.type, r.type);
    if (type !== undefined) return this.binary(operator, l, r, type, start);
    const hint = arithmeticHint(l.type, r.type);
    const parameters = { operator, left: this.#describe(l.type), right: this.#describe(r.type) };
    this.report("wrong-operands", this.spanFrom(start), parameters, hint === undefined ? {} : { hint });
    return this.#standIn(start);
  }

  #bendZero(left: Expression, right: Expression): [Expression, Expression] {
    const bends = (kind: string) => kind === "rate" || kind === "duration";
    if (isZero(left) && bends(right.type.kind)) return [{ ...left, type: right.type }, right];
    if (isZero(right) && bends(left.type.kind)) return [left, { ...right, type: left.type }];
    return [left, right];
  }

  #unary(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    let minus = 0;
    while (!this.#arrow() && this.takeSymbol("-")) {
      if (++minus > deepestNesting) this.stop("expression-too-deep", start, this.at, { limit: deepestNesting });
    }
    if (this.takeSymbol("+")) this.skipSpace();
    let result = this.#postfix(this.#primary(minus > 0 ? undefined : expected), start);
    for (; minus > 0; minus--) {
      if (result.type.kind === "truth" || result.type.kind === "level" || result.type.kind === "date") {
        result = this.as(result, number);
      }
      result =
        result.kind === "constant"
          ? { ...result, value: -result.value, span: this.spanFrom(start) }
          : this.#node({ kind: "negative", of: result, type: result.type, span: this.spanFrom(start) });
    }
    return result;
  }

  /** What may follow a value: `%`, `in 10`, a unit of time, `points`, `per month`, `has lapsed`. */
  #postfix(first: Expression, start: number): Expression {
    let value = first;
    for (;;) {
      this.skipSpace();
      if (this.takeSymbol("%")) value = this.#scaled(this.as(value, number), 0.01, number, start);
      else if (value.kind === "constant" && this.#takeRatio()) value = this.#ratio(value, start);
      else if (this.takeWords("points") || this.takeWords("point")) value = this.as(value, number);
      else if (this.peekWord() === "per") value = this.#per(value, start);
      else if (this.takeWords("has", "lapsed")) value = this.#lapsed(value, start);
      else if (unitDays.has(this.peekWord())) value = this.#withUnit(value, start);
      else return value;
    }
  }

  #scaled(value: Expression, factor: number, type: ValueType, start: number): Expression {
    if (value.kind === "constant") return this.constant(tidy(value.value, factor), type, start);
    const by: Expression = { kind: "constant", value: factor, type, span: value.span };
    return this.binary("*", value, by, type, start);
  }

  #takeRatio(): boolean {
    const end = matchEnd(/in\s+(?=[\d.])/y, this.text, this.at);
    if (end === -1) return false;
    this.at = end;
    return true;
  }

  #ratio(value: Expression, start: number): Expression {
    const whole = this.#number();
    const part = value.kind === "constant" ? value.value : 0;
    if (whole === 0) this.report("division-by-zero", this.spanFrom(start), {});
    return this.constant(whole === 0 ? 0 : part / whole, number, start);
  }

  #withUnit(value: Expression, start: number): Expression {
    const word = this.peekWord();
    this.at += word.length;
    return this.#scaled(this.as(value, number), unitDays.get(word)!, duration, start);
  }

  #per(value: Expression, start: number): Expression {
    this.takeWords("per");
    this.skipSpace();
    const count = /[\d.]/.test(this.text[this.at] ?? "") ? this.#number() : 1;
    const unit = this.peekWord();
    const days = unitDays.get(unit);
    this.skipSpace();
    if (days === undefined || count === 0) {
      const hint = didYouMean(unit, unitDays.keys());
      this.stop("unknown-unit", this.at, this.at + unit.length, { unit }, hint === undefined ? {} : { hint });
    }
    this.at += unit.length;
    const amount = this.as(value, number);
    if (amount.kind === "constant") return this.constant(amount.value / (count * days), rate, start);
    const span: Expression = { kind: "constant", value: count * days, type: duration, span: amount.span };
    return this.binary("/", amount, span, rate, start);
  }

  #lapsed(value: Expression, start: number): Expression {
    if (value.kind === "clock") {
      return this.#node({ kind: "lapsed", clock: value.clock, type: truth, span: this.spanFrom(start) });
    }
    if (value.type !== unknownType) this.report("not-a-clock", value.span, {});
    return this.#standIn(start);
  }

  // --- values

  #primary(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    if (this.at >= this.text.length) this.#expectedValue();
    const character = this.text[this.at]!;
    if (character === "(") return this.#bracketed(expected);
    if (character === "$") return this.#assumption();
    if (/[\d.]/.test(character)) return this.#numberOrDate(start);
    const level = expected?.kind === "level" ? this.#matchLevel(expected.variable) : undefined;
    if (level !== undefined && expected !== undefined) {
      this.at = level.end;
      return this.constant(level.meaning, expected, start);
    }
    return this.#named(start) ?? this.#word(start, expected);
  }

  #expectedValue(): never {
    this.stop("expected-value", this.at, this.at + 1, {});
  }

  #bracketed(expected?: ValueType): Expression {
    const start = this.at++;
    const inner = this.expression(expected);
    if (!this.takeSymbol(")")) {
      this.#refuseForeignOperators();
      this.stop("missing-bracket", start, start + 1, {});
    }
    return { ...inner, span: this.spanFrom(start) };
  }

  #assumption(): Expression {
    const start = this.at++;
    const found = this.scope.assumptionNames.match(this.text, this.at);
    if (found !== undefined) {
      this.at = found.end;
      const type: ValueType = { kind: this.scope.assumptions[found.meaning]!.type };
      return this.#node({ kind: "assumption", assumption: found.meaning, type, span: this.spanFrom(start) });
    }
    return this.#unknownName(start, this.scope.assumptionNames, "$");
  }

  /** Reports an unknown name; goes on after it with a stand-in. */
  #unknownName(start: number, table: NameTable<unknown>, prefix = ""): Expression {
    const { text, end } = this.#restOfName();
    if (end === this.at) this.#expectedValue();
    const shorter = text.replace(/\s+\S+$/, "");
    const hint = didYouMean(text, table.names()) ?? (shorter === text ? undefined : didYouMean(shorter, table.names()));
    this.at = end;
    this.report(
      prefix === "$" ? "unknown-assumption" : "unknown-name",
      this.spanFrom(start),
      { name: text },
      hint === undefined ? {} : { hint },
    );
    return this.#standIn(start);
  }

  /** A variable, definition or clock, if one stands here. */
  #named(start: number): Expression | undefined {
    const found = this.scope.names.match(this.text, this.at);
    if (found === undefined) return undefined;
    this.at = found.end;
    const span = this.spanFrom(start);
    const { kind, index } = found.meaning;
    if (kind === "variable")
      return this.#node({ kind, variable: index, type: typeOfVariable(this.scope, index), span });
    if (kind === "clock") return this.#node({ kind, clock: index, type: date, span });
    const body = this.scope.definitionBody(index);
    if (body === "cycle") {
      this.report("circular-definition", span, { name: found.name });
      return this.#standIn(start);
    }
    if (body === undefined) return this.#standIn(start); // its own faults are reported where it stands
    return this.#node({ kind, definition: index, body, type: body.type, span }, this.#sizeOf(body));
  }

  /** Nodes of a tree with definitions inlined, counted once per shared body, up to the limit. */
  #sizeOf(expression: Expression): number {
    const known = this.#sizes.get(expression);
    if (known !== undefined) return known;
    let size = 1;
    for (const child of partsOf(expression)) {
      size += this.#sizeOf(child);
      if (size > mostNodes) break;
    }
    this.#sizes.set(expression, size);
    return size;
  }

  #numberOrDate(start: number): Expression {
    const iso = /(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/y;
    iso.lastIndex = this.at;
    const match = iso.exec(this.text);
    if (match === null) return this.constant(this.#number(), number, start);
    const [all, year, month, day] = match;
    this.at += all.length;
    const value = dayOf(Number(year), Number(month), Number(day));
    if (value !== undefined) return this.constant(value, date, start);
    this.report("no-such-day", this.spanFrom(start), { date: all });
    return { ...this.#standIn(start), type: date };
  }

  #number(): number {
    this.skipSpace();
    const start = this.at;
    const form = /(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
    form.lastIndex = this.at;
    const match = form.exec(this.text);
    if (match === null) this.#expectedValue();
    this.at += match[0].length;
    if (this.text[this.at] === "," && /\d/.test(this.text[this.at + 1] ?? "")) {
      this.stop("comma-in-number", start, this.at + 2, {});
    }
    const value = Number(match[0].replaceAll("_", ""));
    if (Number.isFinite(value)) return value;
    return this.stop("number-too-large", start, this.at, {});
  }

  /** A word of the language where a value is expected, or a fault. */
  #word(start: number, expected?: ValueType): Expression {
    const word = this.peekWord();
    if (word === "" || ["and", "or", "then", "else", "is", "within", "while", "per", "has"].includes(word)) {
      if (word === "") this.#refuseForeignOperators();
      this.#expectedValue();
    }
    if (word === "if" || word === "not") return this.expression(expected);
    if (functionWords.has(word)) return this.#call(word as "exp", start);
    const plain = this.#plainWord(word, start, expected);
    return plain ?? this.#unknownWord(start, expected);
  }

  #plainWord(word: string, start: number, expected?: ValueType): Expression | undefined {
    const before = this.at;
    this.at += word.length;
    if (word === "now") return this.#node({ kind: "now", type: date, span: this.spanFrom(start) });
    if (word === "yes" || word === "true") return this.constant(1, truth, start);
    if (word === "no" || word === "false") return this.constant(0, truth, start);
    if (word === "never" && expected?.kind === "date") return this.constant(Number.POSITIVE_INFINITY, date, start);
    const times = rateWords.get(word);
    if (times !== undefined) return this.constant(times, rate, start);
    if (word === "every") return this.#every(start);
    this.at = before;
    return undefined;
  }

  /** `every period` (a rate without bound), `every 10 days`. */
  #every(start: number): Expression {
    if (this.takeWords("period")) return this.constant(Number.POSITIVE_INFINITY, rate, start);
    this.skipSpace();
    const count = /[\d.]/.test(this.text[this.at] ?? "") ? this.#number() : 1;
    const unit = this.peekWord();
    const days = unitDays.get(unit);
    this.skipSpace();
    if (days === undefined || count === 0) this.stop("unknown-unit", this.at, this.at + unit.length, { unit });
    this.at += unit.length;
    return this.constant(1 / (count * days), rate, start);
  }

  #call(name: "exp" | "log" | "sqrt" | "abs", start: number): Expression {
    this.at += name.length;
    this.skipSpace();
    if (this.text[this.at] !== "(")
      this.stop("missing-bracket", this.at, this.at + 1, {}, { expected: `${name}(...)` });
    const argument = this.#bracketed();
    const bends = name === "abs" && (argument.type.kind === "duration" || argument.type.kind === "rate");
    const of = bends ? argument : this.as(argument, number);
    return this.#node({ kind: "call", name, of, type: of.type, span: this.spanFrom(start) });
  }

  #unknownWord(start: number, expected?: ValueType): Expression {
    if (expected?.kind === "level") return this.#unknownLevel(start, expected.variable);
    const level = this.#anyLevel();
    if (level !== undefined) {
      this.at = level.end;
      const parameters = { level: level.name, variable: this.scope.variables[level.owner]!.name };
      if (expected !== unknownType) this.report("level-alone", this.spanFrom(start), parameters);
      return this.#standIn(start);
    }
    const { text } = this.#restOfName();
    if (this.scope.assumptionNames.get(text) !== undefined) {
      this.at += text.length;
      this.report("assumption-without-sign", this.spanFrom(start), { name: text });
      return this.#standIn(start);
    }
    return this.#unknownName(start, this.scope.names);
  }

  /** A level of any variable that stands here. */
  #anyLevel(): { owner: number; name: string; end: number } | undefined {
    for (const [owner, table] of this.scope.levels.entries()) {
      const found = table.match(this.text, this.at);
      if (found !== undefined) return { owner, name: found.name, end: found.end };
    }
    return undefined;
  }

  #unknownLevel(start: number, variable: number): Expression {
    const { text, end } = this.#restOfName();
    if (end === this.at) this.#expectedValue();
    this.at = end;
    const levels = this.scope.variables[variable]!.levels;
    const hint = didYouMean(text, levels);
    const parameters = { level: text, variable: this.scope.variables[variable]!.name, levels: levels.join(", ") };
    this.report("unknown-level", this.spanFrom(start), parameters, hint === undefined ? {} : { hint });
    return this.#standIn(start);
  }

  // --- ends

  /** Reports what stands after the end of the expression. */
  finish(): void {
    if (this.atEnd() || this.diagnostics.length > 0) return;
    this.#refuseForeignOperators();
    const { text, end } = this.#restOfName();
    const character = this.text[this.at]!;
    const written = end > this.at ? text : character;
    const unmatched = character === ")" ? { hint: "a bracket is closed that was never opened" } : {};
    const comma = character === "," ? { hint: "no expression needs a comma; YAML may have joined two entries" } : {};
    const level = this.#forgottenIs(written);
    this.stop(
      "unexpected-text",
      this.at,
      Math.max(end, this.at + 1),
      { text: written },
      { ...unmatched, ...comma, ...level },
    );
  }

  #forgottenIs(written: string): Extra {
    const owner = this.scope.levels.findIndex((table) => table.get(written) !== undefined);
    return owner === -1
      ? {}
      : { hint: `is a word missing, as in "${this.scope.variables[owner]!.name} is ${written}"?` };
  }
}

/** Direct parts, definitions included. */
function partsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === "definition") return [expression.body];
  if (expression.kind === "binary") return [expression.left, expression.right];
  if (expression.kind === "if") return [expression.test, expression.then, expression.otherwise];
  return "of" in expression ? [expression.of] : [];
}

function isZero(expression: Expression): boolean {
  return expression.kind === "constant" && expression.value === 0 && expression.type.kind === "number";
}

/** A literal times a factor, without the noise that binary fractions make of 14 x 0.01. */
function tidy(value: number, factor: number): number {
  return factor === 0.01 ? value / 100 : value * factor;
}

function trimEnd(text: string, end: number): number {
  let at = Math.min(end, text.length);
  while (at > 0 && isSpace(text, at - 1)) at--;
  return at;
}

function matchEnd(form: RegExp, text: string, at: number): number {
  form.lastIndex = at;
  const match = form.exec(text);
  return match === null ? -1 : at + match[0].length;
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

function arithmeticHint(left: ValueType, right: ValueType): string | undefined {
  if (left.kind === "truth" || right.kind === "truth") return 'truth becomes a number by "if CONDITION then 1 else 0"';
  if (left.kind === "level" || right.kind === "level")
    return 'levels are compared, not reckoned with: "if talks is open then 5 else 0"';
  const kinds = [left.kind, right.kind];
  if (kinds.includes("rate") && kinds.includes("number")) return 'give both sides the same "per ..."';
  if (kinds.includes("date")) return "a date takes a duration (2025-05-11 + 2 weeks), and two dates give one";
  return undefined;
}
