/**
 * The reader of values: numbers, dates, names, assumptions, brackets, functions, and what may follow a value, such as a
 * unit of time. What joins values is for `expression-reader.ts`, which fills in `expression`.
 */

import { dayOf } from "../../text/dates.ts";
import { didYouMean } from "../../text/suggest.ts";
import type { Expression, ValueType } from "./expression.ts";
import { type NameTable, typeOfVariable } from "./scope.ts";
import { TextReader, unknownType } from "./text-reader.ts";
import { date, duration, number, rate, truth } from "./value-types.ts";
import { functionWords, rateWords, unitDays } from "./words.ts";

export abstract class ValueReader extends TextReader {
  abstract expression(expected?: ValueType): Expression;

  /** What may follow a value: `%`, `in 10`, a unit of time, `points`, `per month`, `has lapsed`. */
  protected postfix(first: Expression, start: number): Expression {
    let value = first;
    for (;;) {
      this.skipSpace();
      if (this.takeSymbol("%")) value = this.scaled(this.as(value, number), 0.01, number, start);
      else if (value.kind === "constant" && this.takeRatio()) value = this.ratio(value, start);
      else if (this.takeWords("points") || this.takeWords("point")) value = this.as(value, number);
      else if (this.peekWord() === "per") value = this.per(value, start);
      else if (this.takeWords("has", "lapsed")) value = this.lapsed(value, start);
      else if (unitDays.has(this.peekWord())) value = this.withUnit(value, start);
      else return value;
    }
  }

  protected scaled(value: Expression, factor: number, type: ValueType, start: number): Expression {
    if (value.kind === "constant") return this.constant(tidy(value.value, factor), type, start);
    const by: Expression = { kind: "constant", value: factor, type, span: value.span };
    return this.binary("*", value, by, type, start);
  }

  protected takeRatio(): boolean {
    const end = matchEnd(/in\s+(?=[\d.])/y, this.text, this.at);
    if (end === -1) return false;
    this.at = end;
    return true;
  }

  protected ratio(value: Expression, start: number): Expression {
    const whole = this.number();
    const part = value.kind === "constant" ? value.value : 0;
    if (whole === 0) this.report("division-by-zero", this.spanFrom(start), {});
    return this.constant(whole === 0 ? 0 : part / whole, number, start);
  }

  protected withUnit(value: Expression, start: number): Expression {
    const word = this.peekWord();
    this.at += word.length;
    return this.scaled(this.as(value, number), unitDays.get(word)!, duration, start);
  }

  protected per(value: Expression, start: number): Expression {
    this.takeWords("per");
    this.skipSpace();
    const count = this.countOfTime();
    const unit = this.peekWord();
    const days = unitDays.get(unit);
    this.skipSpace();
    if (days === undefined) {
      const hint = didYouMean(unit, unitDays.keys());
      this.stop("unknown-unit", this.at, this.at + unit.length, { unit }, hint === undefined ? {} : { hint });
    }
    this.at += unit.length;
    const amount = this.as(value, number);
    if (amount.kind === "constant") return this.constant(amount.value / (count * days), rate, start);
    const span: Expression = { kind: "constant", value: count * days, type: duration, span: amount.span };
    return this.binary("/", amount, span, rate, start);
  }

  protected lapsed(value: Expression, start: number): Expression {
    if (value.kind === "clock") {
      return this.node({ kind: "lapsed", clock: value.clock, type: truth, span: this.spanFrom(start) });
    }
    if (value.type !== unknownType) this.report("not-a-clock", value.span, {});
    return this.standIn(start);
  }

  // --- values

  protected primary(expected?: ValueType): Expression {
    this.skipSpace();
    const start = this.at;
    if (this.at >= this.text.length) this.expectedValue();
    const character = this.text[this.at];
    if (character === "(") return this.bracketed(expected);
    if (character === "$") return this.assumption();
    if (/[\d.]/.test(character)) return this.numberOrDate(start);
    const level = expected?.kind === "level" ? this.matchLevel(expected.variable) : undefined;
    if (level !== undefined && expected !== undefined) {
      this.at = level.end;
      if (expected.kind === "level") this.noteLevel(expected.variable, level.meaning, start);
      return this.constant(level.meaning, expected, start);
    }
    return this.named(start) ?? this.word(start, expected);
  }

  protected expectedValue(): never {
    this.stop("expected-value", this.at, this.at + 1, {});
  }

  protected bracketed(expected?: ValueType): Expression {
    const start = this.at++;
    const inner = this.expression(expected);
    if (!this.takeSymbol(")")) {
      this.refuseForeignOperators();
      this.stop("missing-bracket", start, start + 1, {});
    }
    return { ...inner, span: this.spanFrom(start) };
  }

  protected assumption(): Expression {
    const start = this.at++;
    const found = this.scope.assumptionNames.match(this.text, this.at);
    if (found !== undefined) {
      this.at = found.end;
      this.note("assumption", found.name, start + 1);
      const type: ValueType = { kind: this.scope.assumptions[found.meaning].type };
      return this.node({ kind: "assumption", assumption: found.meaning, type, span: this.spanFrom(start) });
    }
    return this.unknownName(start, this.scope.assumptionNames, "$");
  }

  /** Reports an unknown name; goes on after it with a stand-in. */
  protected unknownName(start: number, table: NameTable<unknown>, prefix = ""): Expression {
    const { text, end } = this.restOfName();
    if (end === this.at) this.expectedValue();
    const shorter = text.replace(/\s+\S+$/, "");
    const hint =
      meantFor(text, this.text.slice(0, start), prefix) ??
      this.closest(text, table) ??
      (shorter === text ? undefined : this.closest(shorter, table));
    this.at = end;
    this.report(
      prefix === "$" ? "unknown-assumption" : "unknown-name",
      this.spanFrom(start),
      { name: text },
      hint === undefined ? {} : { hint },
    );
    return this.standIn(start);
  }

  /** How a deal has ended, as a condition, if one stands here (`deal-reader.ts`). */
  protected abstract dealt(start: number): Expression | undefined;

  private closest(name: string, table: NameTable<unknown>): string | undefined {
    return this.scope.hints.left-- > 0 ? didYouMean(name, table.names()) : undefined;
  }

  /** A variable, definition or clock, if one stands here. */
  protected named(start: number): Expression | undefined {
    const dealt = this.dealt(start);
    if (dealt !== undefined) return dealt;
    const found = this.scope.names.match(this.text, this.at);
    if (found === undefined) return undefined;
    this.at = found.end;
    const span = this.spanFrom(start);
    const { kind, index } = found.meaning;
    this.note(kind, found.name, start);
    if (kind === "variable") return this.node({ kind, variable: index, type: typeOfVariable(this.scope, index), span });
    if (kind === "clock") return this.node({ kind, clock: index, type: date, span });
    const body = this.scope.definitionBody(index);
    if (body === "cycle") {
      this.report("circular-definition", span, { name: found.name });
      return this.standIn(start);
    }
    if (body === undefined) {
      this.spoilt = true;
      return this.standIn(start);
    }
    return this.node({ kind, definition: index, body, type: body.type, span });
  }

  protected numberOrDate(start: number): Expression {
    const iso = /(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/y;
    iso.lastIndex = this.at;
    const match = iso.exec(this.text);
    if (match === null) return this.constant(this.number(), number, start);
    const [all, year, month, day] = match;
    this.at += all.length;
    const value = dayOf(Number(year), Number(month), Number(day));
    if (value !== undefined) return this.constant(value, date, start);
    this.report("no-such-day", this.spanFrom(start), { date: all });
    return { ...this.standIn(start), type: date };
  }

  protected number(): number {
    this.skipSpace();
    const start = this.at;
    const form = /(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
    form.lastIndex = this.at;
    const match = form.exec(this.text);
    if (match === null) this.expectedValue();
    this.at += match[0].length;
    if (this.text[this.at] === "," && /\d/.test(this.text[this.at + 1] ?? "")) {
      this.stop("comma-in-number", start, this.at + 2, {});
    }
    const value = Number(match[0].replaceAll("_", ""));
    if (Number.isFinite(value)) return value;
    return this.stop("number-too-large", start, this.at, {});
  }

  /** A word of the language where a value is expected, or a fault. */
  protected word(start: number, expected?: ValueType): Expression {
    const word = this.peekWord();
    if (word === "" || ["and", "or", "then", "else", "is", "within", "while", "per", "has"].includes(word)) {
      if (word === "") this.refuseForeignOperators();
      this.expectedValue();
    }
    if (word === "if" || word === "not") return this.expression(expected);
    if (functionWords.has(word)) return this.call(word as "exp", start);
    const plain = this.plainWord(word, start, expected);
    return plain ?? this.unknownWord(start, expected);
  }

  protected plainWord(word: string, start: number, expected?: ValueType): Expression | undefined {
    const before = this.at;
    this.at += word.length;
    if (word === "now") return this.node({ kind: "now", type: date, span: this.spanFrom(start) });
    if (word === "yes" || word === "true") return this.constant(1, truth, start);
    if (word === "no" || word === "false") return this.constant(0, truth, start);
    if (word === "never" && expected?.kind === "date") return this.constant(Number.POSITIVE_INFINITY, date, start);
    const times = rateWords.get(word);
    if (times !== undefined) return this.constant(times, rate, start);
    if (word === "every") return this.every(start);
    this.at = before;
    return undefined;
  }

  /** How many units of time a rate is over: 1 where none is written. */
  private countOfTime(): number {
    this.skipSpace();
    const start = this.at;
    if (!/[\d.]/.test(this.text[start] ?? "")) return 1;
    const count = this.number();
    if (count > 0) return count;
    return this.stop(
      "division-by-zero",
      start,
      this.at,
      {},
      { hint: 'a rate is over a length of time above 0, as in "1 per 10 days"' },
    );
  }

  /** `every period` (a rate without bound), `every 10 days`. */
  protected every(start: number): Expression {
    if (this.takeWords("period")) return this.constant(Number.POSITIVE_INFINITY, rate, start);
    this.skipSpace();
    const count = this.countOfTime();
    const unit = this.peekWord();
    const days = unitDays.get(unit);
    this.skipSpace();
    if (days === undefined) this.stop("unknown-unit", this.at, this.at + unit.length, { unit });
    this.at += unit.length;
    return this.constant(1 / (count * days), rate, start);
  }

  protected call(name: "exp" | "log" | "sqrt" | "abs", start: number): Expression {
    this.at += name.length;
    this.skipSpace();
    if (this.text[this.at] !== "(")
      this.stop("missing-bracket", this.at, this.at + 1, {}, { expected: `${name}(...)` });
    const argument = this.bracketed();
    const bends = name === "abs" && (argument.type.kind === "duration" || argument.type.kind === "rate");
    const of = bends ? argument : this.as(argument, number);
    return this.node({ kind: "call", name, of, type: of.type, span: this.spanFrom(start) });
  }

  protected unknownWord(start: number, expected?: ValueType): Expression {
    if (expected?.kind === "level") return this.unknownLevel(start, expected.variable);
    if (expected === unknownType) return this.passOver(start);
    const level = this.anyLevel();
    if (level !== undefined) {
      this.at = level.end;
      const parameters = { level: level.name, variable: this.scope.variables[level.owner].name };
      this.report("level-alone", this.spanFrom(start), parameters);
      return this.standIn(start);
    }
    const { text } = this.restOfName();
    if (this.scope.assumptionNames.get(text) !== undefined) {
      this.at += text.length;
      this.report("assumption-without-sign", this.spanFrom(start), { name: text });
      return this.standIn(start);
    }
    return this.unknownName(start, this.scope.names);
  }

  /** Beside something unknown a name may be anything: no fault is made of it. */
  protected passOver(start: number): Expression {
    const { end } = this.restOfName();
    if (end === this.at) this.expectedValue();
    this.at = end;
    return this.standIn(start);
  }

  /** A level of any variable that stands here. */
  protected anyLevel(): { owner: number; name: string; end: number } | undefined {
    const found = this.scope.levelOwners.match(this.text, this.at);
    return found && { owner: found.meaning, name: found.name, end: found.end };
  }

  protected unknownLevel(start: number, variable: number): Expression {
    const { text, end } = this.restOfName();
    if (end === this.at) this.expectedValue();
    this.at = end;
    const levels = this.scope.variables[variable].levels;
    const hint = didYouMean(text, levels);
    const parameters = { level: text, variable: this.scope.variables[variable].name, levels: levels.join(", ") };
    this.report("unknown-level", this.spanFrom(start), parameters, hint === undefined ? {} : { hint });
    return this.standIn(start);
  }

  // --- what several parts of the grammar use

  protected missing(word: string, form: string): never {
    this.skipSpace();
    const { end } = this.restOfName();
    this.stop("missing-word", this.at, Math.max(end, this.at + 1), { word }, { expected: form });
  }

  protected noteLevel(variable: number, level: number, start: number): void {
    const { name, levels } = this.scope.variables[variable];
    this.note("level", levels[level], start, this.at, name);
  }

  protected matchLevel(variable: number): { meaning: number; end: number } | undefined {
    const level = this.scope.levels[variable]?.match(this.text, this.at);
    if (level === undefined) return undefined;
    const name = this.scope.names.match(this.text, this.at);
    return name !== undefined && name.end > level.end ? undefined : level;
  }

  /** Operators of other languages, with ours. */
  protected refuseForeignOperators(): void {
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
      ["\u2212", "-"],
      ["\u2013", "-"],
      ["\u00d7", "*"],
      ["\u00f7", "/"],
      ["\u2264", "<="],
      ["\u2265", ">="],
      ["\u2260", "is not"],
    ];
    for (const [symbol, word] of foreign) {
      if (this.text.startsWith(symbol, this.at)) {
        this.stop("foreign-operator", this.at, this.at + symbol.length, { symbol, word });
      }
    }
    if (this.peekWord() === "in")
      this.stop("foreign-operator", this.at, this.at + 2, { symbol: "in", word: "is A or B" });
  }
}

/** What a word that nothing is called was meant for, in other languages and in speech. */
function meantFor(text: string, before: string, prefix: string): string | undefined {
  if (prefix !== "") return undefined;
  if (unitDays.has(text) && /\/\s*$/.test(before)) return `write "per ${text}"`;
  if (/^(start|the start|beginning|the beginning|today|day|the first day)$/i.test(text))
    return "write the date itself, such as 2025-05-11";
  return undefined;
}

/** A literal times a factor, without the noise that binary fractions make of 14 x 0.01. */
function tidy(value: number, factor: number): number {
  return factor === 0.01 ? value / 100 : value * factor;
}

export function matchEnd(form: RegExp, text: string, at: number): number {
  form.lastIndex = at;
  const match = form.exec(text);
  return match === null ? -1 : at + match[0].length;
}
