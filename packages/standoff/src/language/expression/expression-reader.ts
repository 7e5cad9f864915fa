/**
 * The recursive-descent reader of one expression, tempo or trigger. It reads and types in one pass, because the meaning
 * of a name depends on what is expected where it stands: `open` is a level of talks in `talks is open`. Names are
 * matched longest first against the scope, so there is no separate list of tokens. Faults are collected with their
 * places; after an unknown name reading goes on with a stand-in of unknown type, after a fault of form it stops.
 */
import type { Extra } from "../catalogue/catalogue.ts";
import { DealReader } from "./deal-reader.ts";
import type { Expression, ValueType } from "./expression.ts";
import { deepestNesting, isZero, unknownType } from "./text-reader.ts";
import { matchEnd } from "./value-reader.ts";
import { arithmeticType, date, duration, number, truth } from "./value-types.ts";
import { loneWords } from "./words.ts";

export { type Locate, locateIn } from "./text-reader.ts";

export class ExpressionReader extends DealReader {
  #depth = 0;

  // --- the grammar, loosest first

  expression(expected?: ValueType): Expression {
    if (++this.#depth > deepestNesting) {
      this.stop("expression-too-deep", this.at, this.at + 1, { limit: deepestNesting });
    }
    this.skipSpace();
    const start = this.at;
    const result = this.takeWords("if") ? this.conditional(start, expected) : this.or(expected);
    this.#depth--;
    return result;
  }

  protected conditional(start: number, expected?: ValueType): Expression {
    const test = this.as(this.expression(), truth);
    if (!this.takeWords("then")) this.missing("then", "if CONDITION then VALUE else VALUE");
    const yes = this.expression(expected);
    if (!this.takeWords("else")) this.missing("else", "if CONDITION then VALUE else VALUE");
    const no = this.expression(expected ?? yes.type);
    const [then, otherwise] = this.alike(yes, no);
    const type = then.type === unknownType ? otherwise.type : then.type;
    return this.node({ kind: "if", test, then, otherwise, type, span: this.spanFrom(start) });
  }

  protected or(expected?: ValueType): Expression {
    return this.truths("or", () => this.and(expected));
  }

  protected and(expected?: ValueType): Expression {
    return this.truths("and", () => this.not(expected));
  }

  protected truths(word: "and" | "or", operand: () => Expression): Expression {
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

  protected not(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    let count = 0;
    while (this.takeWords("not")) {
      if (++count > deepestNesting) this.stop("expression-too-deep", start, this.at, { limit: deepestNesting });
    }
    let result = this.comparison(count > 0 ? undefined : expected);
    for (; count > 0; count--) {
      result = this.node({ kind: "not", of: this.as(result, truth), type: truth, span: this.spanFrom(start) });
    }
    return result;
  }

  comparison(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    const left = this.operand(expected);
    const result = this.compared(left, start);
    if (result !== left && this.atComparison()) {
      this.stop("chained-comparison", this.at, this.endOfOperator(), {});
    }
    return result;
  }

  /** The comparison that follows a left side, if one does. */
  compared(left: Expression, start: number): Expression {
    this.skipSpace();
    for (const operator of ["<=", ">=", "<", ">"] as const) {
      if (this.takeSymbol(operator)) return this.ordered(operator, left, start);
    }
    if (this.takeWords("within")) return this.within(left, start);
    const at = this.at;
    if (this.takeWords("is")) {
      this.skipSpace();
      const negated = this.levelAt(left) === undefined && this.takeWords("not");
      if (this.peekWord() === "at" && /^\s*at\s+(least|most)\b/.test(this.text.slice(this.at))) {
        this.stop("use-comparison", at, this.at + 2, { wrong: "is at least", right: ">= or <=" });
      }
      return this.isOneOf(left, negated, start);
    }
    this.refuseForeignOperators();
    return left;
  }

  protected ordered(operator: "<" | "<=" | ">" | ">=", left: Expression, start: number): Expression {
    if (left.type.kind === "truth") {
      this.report("wrong-type", left.span, { wanted: "something that has an order", found: this.describe(left.type) });
    }
    const right = this.operand(left.type);
    const [l, r] = this.alike(left, right);
    return this.binary(operator, l, r, truth, start);
  }

  /**
   * `now within 2 weeks of X`, as comparisons of dates: from the first day up to the last instant, so as long as it
   * says.
   */
  protected within(left: Expression, start: number): Expression {
    const when = this.as(left, date);
    const length = this.as(this.operand(), duration);
    const before = this.takeWords("before");
    const after = !before && this.takeWords("after");
    if (!before && !after && !this.takeWords("of")) this.missing("of", "within DURATION of, before or after DATE");
    const middle = this.as(this.operand(date), date);
    const early = before || !after ? this.binary("-", middle, length, date, start) : middle;
    const late = after || !before ? this.binary("+", middle, length, date, start) : middle;
    const reached = this.binary(">=", when, early, truth, start);
    const notPast = this.binary("<", when, late, truth, start);
    return this.binary("and", reached, notPast, truth, start);
  }

  /** What follows `is`, `is not` or `becomes`: one value, or several joined by `or`. */
  isOneOf(left: Expression, negated: boolean, start: number): Expression {
    const first = this.isValue(left);
    const values = [first];
    while (values.at(-1)!.kind === "constant" && this.takeOrValue(left)) values.push(this.isValue(left));
    if (values.length === 1) {
      const [l, r] = this.alike(left, first);
      return this.binary(negated ? "is not" : "is", l, r, truth, start);
    }
    const numbers = values.map((value) => (value.kind === "constant" ? value.value : Number.NaN));
    const span = this.spanFrom(start);
    const some = this.node({ kind: "one of", of: left, values: numbers, type: truth, span });
    return negated ? this.node({ kind: "not", of: some, type: truth, span }) : some;
  }

  protected isValue(left: Expression): Expression {
    const level = this.levelAt(left);
    if (level === undefined) return this.as(this.operand(left.type), left.type);
    const start = this.at;
    this.at = level.end;
    if (left.type.kind === "level") this.noteLevel(left.type.variable, level.meaning, start);
    return this.constant(level.meaning, left.type, start);
  }

  /** The level of the left side's variable that stands here, unless a longer name does. */
  protected levelAt(left: Expression): { meaning: number; end: number } | undefined {
    this.skipSpace();
    return left.type.kind === "level" ? this.matchLevel(left.type.variable) : undefined;
  }

  /** Takes `or` if what follows it is another value of the left side, not a new condition. */
  protected takeOrValue(left: Expression): boolean {
    const before = this.at;
    if (!this.takeWords("or")) return false;
    this.skipSpace();
    let end = -1;
    const level = this.levelAt(left);
    if (level !== undefined) end = level.end;
    else if (left.type === unknownType) end = this.endOfUnknown();
    else if (left.type.kind === "number") end = matchEnd(/[+-]?\s*[0-9.]+(?![\d-])/y, this.text, this.at);
    else if (left.type.kind === "date") end = matchEnd(/\d{4}-\d{2}-\d{2}/y, this.text, this.at);
    if (end !== -1 && !this.comparisonFollows(end)) return true;
    this.at = before;
    return false;
  }

  /** The end of a name that is no truth of its own, after something unknown; -1 where one is. */
  protected endOfUnknown(): number {
    const known = this.scope.names.match(this.text, this.at) !== undefined || loneWords.has(this.peekWord());
    return this.anyLevel()?.end ?? (known ? -1 : Math.max(this.restOfName().end, this.at + 1));
  }

  protected comparisonFollows(end: number): boolean {
    const here = this.at;
    this.at = end;
    const follows = this.atComparison() || /^\s*([-+*/%]|in\b|per\b|at (least|most)\b)/.test(this.text.slice(this.at));
    this.at = here;
    return follows;
  }

  protected atComparison(): boolean {
    this.skipSpace();
    return /^[<>=]/.test(this.text[this.at] ?? "") || ["is", "within"].includes(this.peekWord());
  }

  protected endOfOperator(): number {
    return this.at + Math.max(1, this.peekWord().length);
  }

  /** `at least` and `at most`, looser than sums. */
  operand(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    let left = this.sum(expected);
    for (;;) {
      const operator = this.takeWords("at", "least")
        ? "at least"
        : this.takeWords("at", "most")
          ? "at most"
          : undefined;
      if (operator === undefined) return left;
      if (left.type.kind === "truth") this.as(left, number);
      const [l, r] = this.alike(left, this.sum(left.type));
      left = this.binary(operator, l, r, l.type, start);
    }
  }

  protected sum(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    let left = this.product(expected);
    for (;;) {
      const operator = this.takeSymbol("+") ? "+" : !this.arrow() && this.takeSymbol("-") ? "-" : undefined;
      if (operator === undefined) return left;
      left = this.arithmetic(operator, left, this.product(), start);
    }
  }

  protected arrow(): boolean {
    this.skipSpace();
    return this.text.startsWith("->", this.at);
  }

  protected product(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    let left = this.unary(expected);
    for (;;) {
      this.skipSpace();
      if (this.text.startsWith("**", this.at)) this.refuseForeignOperators();
      const operator = this.takeSymbol("*") ? "*" : this.takeSymbol("/") ? "/" : undefined;
      if (operator === undefined) return left;
      const right = this.unary();
      if (operator === "/" && right.kind === "constant" && right.value === 0 && right.type !== unknownType) {
        this.report("division-by-zero", right.span, {});
      }
      left = this.arithmetic(operator, left, right, start);
    }
  }

  protected arithmetic(
    operator: "+" | "-" | "*" | "/",
    left: Expression,
    right: Expression,
    start: number,
  ): Expression {
    if (left.type === unknownType || right.type === unknownType) {
      return { ...this.binary(operator, left, right, unknownType, start) };
    }
    const [l, r] = operator === "+" || operator === "-" ? this.bendZero(left, right) : [left, right];
    const type = arithmeticType(operator, l.type, r.type);
    if (type !== undefined) return this.binary(operator, l, r, type, start);
    const hint = arithmeticHint(l.type, r.type);
    const parameters = { operator, left: this.describe(l.type), right: this.describe(r.type) };
    this.report("wrong-operands", this.spanFrom(start), parameters, hint === undefined ? {} : { hint });
    return this.standIn(start);
  }

  protected bendZero(left: Expression, right: Expression): [Expression, Expression] {
    const bends = (kind: string) => kind === "rate" || kind === "duration";
    if (isZero(left) && bends(right.type.kind)) return [{ ...left, type: right.type }, right];
    if (isZero(right) && bends(left.type.kind)) return [left, { ...right, type: left.type }];
    return [left, right];
  }

  protected unary(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    let minus = 0;
    while (!this.arrow() && this.takeSymbol("-")) {
      if (++minus > deepestNesting) this.stop("expression-too-deep", start, this.at, { limit: deepestNesting });
    }
    if (this.takeSymbol("+")) this.skipSpace();
    let result = this.postfix(this.primary(minus > 0 ? undefined : expected), start);
    for (; minus > 0; minus--) {
      if (result.type.kind === "truth" || result.type.kind === "level" || result.type.kind === "date") {
        result = this.as(result, number);
      }
      result =
        result.kind === "constant"
          ? { ...result, value: -result.value, span: this.spanFrom(start) }
          : this.node({ kind: "negative", of: result, type: result.type, span: this.spanFrom(start) });
    }
    return result;
  }

  // --- ends

  /** Reports what stands after the end of the expression. */
  finish(): void {
    if (this.atEnd() || this.diagnostics.length > 0) return;
    this.refuseForeignOperators();
    const { text, end } = this.restOfName();
    const character = this.text[this.at];
    const written = end > this.at ? text : character;
    const unmatched = character === ")" ? { hint: "a bracket is closed that was never opened" } : {};
    const comma = character === "," ? { hint: "no expression needs a comma; YAML may have joined two entries" } : {};
    const level = this.wordMeant(written);
    this.stop(
      "unexpected-text",
      this.at,
      Math.max(end, this.at + 1),
      { text: written },
      { ...unmatched, ...comma, ...level },
    );
  }

  protected wordMeant(written: string): Extra {
    if (/^becomes\b/.test(written))
      return {
        hint: 'a condition says "is"; what happens at a moment stands under "on", as in "on: NAME becomes ..."',
      };
    if (/^[\d.]+$/.test(written) && /^\s*[\d.]+\s*%/.test(this.text.slice(this.at)))
      return {
        hint: 'results with chances are branches: "chance: { well: { chance: 70 %, does: {...} }, badly: rest }"',
      };
    if (/^(lapsed|passed|expired|over)$/.test(written)) return { hint: 'a clock that fell due: "CLOCK has lapsed"' };
    const owner = this.scope.levels.findIndex((table) => table.get(written) !== undefined);
    return owner === -1
      ? {}
      : { hint: `is a word missing, as in "${this.scope.variables[owner].name} is ${written}"?` };
  }
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
