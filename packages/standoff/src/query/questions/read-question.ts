/**
 * The language of questions, read into trees: `P(...)`, `P(... | ...)`, `days until A`, its mean, median or a quantile,
 * and `E(expression at DATE)`. Conditions and expressions inside go through the reader of the expression language.
 *
 * Meaning. An outcome happens once, when it first comes true. `A by D`: on or before D; `A after D`: later than D;
 * `A between D and E`: both days counted; `A before B`: A happens, and B has not happened before it or at the same
 * moment (turns within a period count in their order); `A within N days after B`: A happens once B has, their moments
 * at most N days apart (`dates/spans.ts`). `holds(C) at D`: C holds as the day D ends. Dates: 2025-06-30, 30 June, 30
 * June 2025, the name of a fixed clock, `the last day`.
 */
import { diagnostic } from "../../language/catalogue/catalogue.ts";
import { listedOutcomes } from "../../language/deals.ts";
import type { Expression } from "../../language/expression/expression.ts";
import { ExpressionReader, type Locate } from "../../language/expression/expression-reader.ts";
import { printExpression } from "../../language/expression/print.ts";
import { type Found, type Named, NameTable, scopeOf } from "../../language/expression/scope.ts";
import { truth } from "../../language/expression/value-types.ts";
import { unitDays, withoutReserved } from "../../language/expression/words.ts";
import type { Scenario } from "../../language/scenario.ts";
import { composed } from "../../text/composed.ts";
import { dayOf, printDay } from "../../text/dates.ts";
import { type Diagnostic, mostDiagnostics } from "../../text/diagnostic.ts";
import { nowhere, type Span } from "../../text/source.ts";
import { didYouMean } from "../../text/suggest.ts";
import { rewordings } from "./rewordings.ts";

/** What may come true on a path. Days are inclusive bounds on the day of an outcome's first time. */
export type Happens =
  | { readonly kind: "first"; readonly outcome: number; readonly from: number; readonly to: number }
  | { readonly kind: "before"; readonly outcome: number; readonly other: number }
  | { readonly kind: "within"; readonly outcome: number; readonly days: number; readonly other: number }
  | { readonly kind: "holds"; readonly condition: Expression; readonly at: number }
  | { readonly kind: "not"; readonly of: Happens }
  | { readonly kind: "and" | "or"; readonly parts: readonly Happens[] };

export type AskedQuestion = { readonly text: string; readonly given: Happens | null } & (
  | { readonly kind: "probability"; readonly of: Happens }
  | { readonly kind: "days until"; readonly outcome: number; readonly figure: DaysFigure }
  | { readonly kind: "expectation"; readonly of: Expression; readonly at: number }
);

/** Which figure of the days is asked for: all of them, the mean, or a quantile in (0, 1). */
export type DaysFigure = "all" | "mean" | number;

export interface ParsedQuestion {
  /** There only when no fault was found. */
  readonly question?: AskedQuestion;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a question. `span` is that of its text in a file, so that faults get exact places. */
export function parseQuestion(scenario: Scenario, text: string, span?: Span, locate?: Locate): ParsedQuestion {
  const written = composed(text); // as names are
  const place = span ?? { ...nowhere, end: written.length };
  const [scope, outcomes] = [scopeOf(scenario), outcomeNames(scenario)];
  const read = (said: string, where: Span, at?: Locate): ParsedQuestion => {
    const reader = new QuestionReader(scenario, new ExpressionReader(said, where, scope, at), outcomes);
    const question = reader.reader.run(() => reader.question());
    return { ...(question === undefined ? {} : { question }), diagnostics: reader.reader.diagnostics };
  };
  const found = read(written, place, locate);
  const [first, ...others] = found.diagnostics;
  if (first === undefined || first.code === "question-date-outside") return found;
  const better = rewordings(written).find((said) => read(said, nowhere).question !== undefined);
  if (better === undefined) return found;
  const way = `write "${better}"`;
  return { diagnostics: [{ ...first, hint: first.hint === undefined ? way : `${first.hint}; or ${way}` }, ...others] };
}

/**
 * What is wrong with the questions that the scenario asks itself, in its plausibility checks too, and with names that
 * they may misread.
 */
export function checkQuestions(scenario: Scenario): Diagnostic[] {
  const found = ambiguousNames(scenario);
  for (const { ask, askSpan } of [...scenario.questions, ...scenario.checks]) {
    if (found.length > mostDiagnostics) break;
    found.push(...parseQuestion(scenario, ask, askSpan).diagnostics);
  }
  return found;
}

const questionWords = /(^|[\s-])(and|or|not|by|before|after|between|within|given)(?=\s)/;

/** Outcomes that a question could also take for something about other outcomes, and clocks that it takes for dates. */
function ambiguousNames(scenario: Scenario): Diagnostic[] {
  const scope = scopeOf(scenario);
  const outcomes = outcomeNames(scenario);
  const reads = (name: string, read: (reader: QuestionReader) => unknown, but = -1) => {
    const reader = new QuestionReader(
      scenario,
      new ExpressionReader(name, { ...nowhere, end: name.length }, scope),
      outcomes,
      but,
    );
    return reader.reader.run(() => read(reader) !== undefined && reader.reader.atEnd()) === true;
  };
  const ofOutcomes = scenario.outcomes.flatMap(({ name, span }, index) => {
    if (!questionWords.test(name) || !reads(name, (reader) => reader.event(), index)) return [];
    const parameters = { name, reading: "a question about other outcomes" };
    return [diagnostic("ambiguous-name", span, parameters, { hint: withoutReserved(name) })];
  });
  const ofClocks = scenario.clocks.flatMap(({ name, span }) => {
    if (!reads(name, (reader) => reader.plainDate())) return [];
    const hint = `say what it is, as in "deadline of ${name}"`;
    return [diagnostic("ambiguous-name", span, { name, reading: "a date" }, { hint })];
  });
  return [...ofOutcomes, ...ofClocks];
}

function outcomeNames(scenario: Scenario): NameTable<number> {
  const table = new NameTable<number>();
  scenario.outcomes.forEach(({ name }, index) => {
    table.add(name, index);
  });
  return table;
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** A month's number from its name or its first three letters or more; 0 for none. */
function monthNumber(word: string): number {
  if (word.length < 3) return 0;
  return months.findIndex((month) => month.toLowerCase().startsWith(word.toLowerCase())) + 1;
}

class QuestionReader {
  readonly reader: ExpressionReader;
  private readonly scenario: Scenario;
  private readonly outcomes: NameTable<number>;
  /** An outcome whose name is passed over. */
  private readonly but: number;
  private depth = 0;

  constructor(scenario: Scenario, reader: ExpressionReader, outcomes = outcomeNames(scenario), but = -1) {
    this.scenario = scenario;
    this.reader = reader;
    this.outcomes = outcomes;
    this.but = but;
  }

  /** What may come true, with its condition, as between the brackets of `P( )`. */
  event(): Happens {
    const event = this.either();
    this.given();
    return event;
  }

  question(): AskedQuestion {
    const { reader } = this;
    const text = reader.text.trim();
    reader.skipSpace();
    if (/^P\s*\(/.test(text)) {
      reader.takeWords("P");
      return { text, kind: "probability", ...this.bracketed(() => ({ of: this.either() })) };
    }
    if (/^E\s*\(/.test(text)) {
      reader.takeWords("E");
      return { text, kind: "expectation", ...this.bracketed(() => this.expectation()) };
    }
    return this.daysUntil(text);
  }

  /** `( ... )` or `( ... | GIVEN )`, to the end of the text. */
  private bracketed<T>(inside: () => T): T & { given: Happens | null } {
    this.symbol("(");
    const read = inside();
    const given = this.given();
    this.symbol(")");
    this.end();
    return { ...read, given };
  }

  private given(): Happens | null {
    return this.reader.takeSymbol("|") || this.reader.takeWords("given") ? this.either() : null;
  }

  private expectation(): { of: Expression; at: number } {
    const { reader } = this;
    const of = reader.expression();
    const { kind } = of.type;
    if (kind === "level" || kind === "date") {
      const found = kind === "level" ? "a level" : "a date";
      reader.report("wrong-type", of.span, { wanted: "a number, to be averaged", found });
    }
    return { of, at: this.atDate() };
  }

  private atDate(): number {
    if (!this.reader.takeWords("at") && !this.reader.takeWords("on")) this.fail('"at" and a date are missing here');
    return this.date();
  }

  private daysUntil(text: string): AskedQuestion {
    const { reader } = this;
    const figure = this.figure();
    if (!reader.takeWords("days", "until")) {
      this.fail("it begins with none of P(, E( or days until", 0, reader.text.length);
    }
    const outcome = this.outcome();
    const given = this.given();
    this.end();
    return { text, kind: "days until", outcome, figure, given };
  }

  private figure(): DaysFigure {
    const { reader } = this;
    if (reader.takeWords("median")) return 0.5;
    if (reader.takeWords("mean")) return "mean";
    if (!reader.takeWords("quantile")) return "all";
    reader.skipSpace();
    const start = reader.at;
    const figure = this.numberHere();
    const per = reader.takeSymbol("%") ? figure / 100 : figure;
    if (!(per > 0 && per < 1)) this.fail("a quantile lies between 0 and 1", start, reader.at);
    if (!reader.takeWords("of")) this.fail('"of days until" is missing here');
    return per;
  }

  // --- what happens, loosest first

  private either(): Happens {
    if (++this.depth > 50) this.fail("brackets are nested too deeply");
    const parts = [this.both()];
    while (this.reader.takeWords("or")) parts.push(this.both());
    this.depth--;
    return parts.length === 1 ? parts[0] : { kind: "or", parts };
  }

  private both(): Happens {
    const parts = [this.negation()];
    while (this.reader.takeWords("and")) parts.push(this.negation());
    return parts.length === 1 ? parts[0] : { kind: "and", parts };
  }

  private negation(): Happens {
    let negated = false;
    while (this.outcomeHere() === undefined && this.reader.takeWords("not")) negated = !negated;
    const of = this.atom();
    return negated ? { kind: "not", of } : of;
  }

  private atom(): Happens {
    const { reader } = this;
    if (reader.takeSymbol("(")) {
      const inner = this.either();
      this.symbol(")");
      return inner;
    }
    const start = reader.at;
    if (this.outcomeHere() === undefined && reader.takeWords("holds")) {
      if (reader.takeSymbol("(")) {
        const condition = reader.as(reader.expression(truth), truth);
        this.symbol(")");
        return { kind: "holds", condition, at: this.atDate() };
      }
      reader.at = start;
    }
    return this.qualified(this.outcome());
  }

  /** An outcome with its dates and order: all that is said of it must be true. */
  private qualified(outcome: number): Happens {
    const parts: Happens[] = [];
    for (let more = this.qualifier(outcome); more !== null; more = this.qualifier(outcome)) parts.push(more);
    if (parts.length === 1) return parts[0];
    if (parts.length > 1) return { kind: "and", parts };
    return { kind: "first", outcome, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  }

  private qualifier(outcome: number): Happens | null {
    const { reader } = this;
    const from = Number.NEGATIVE_INFINITY;
    const to = Number.POSITIVE_INFINITY;
    if (reader.takeWords("by")) return { kind: "first", outcome, from, to: this.date() };
    if (reader.takeWords("after")) return { kind: "first", outcome, from: this.date() + 1, to };
    if (reader.takeWords("between")) {
      reader.skipSpace();
      const start = reader.at;
      const first = this.date();
      if (!reader.takeWords("and")) this.fail('"and" and a second date are missing here');
      const last = this.date();
      if (last < first)
        reader.stop("question-span-backwards", start, reader.at, { from: printDay(first), to: printDay(last) });
      return { kind: "first", outcome, from: first, to: last };
    }
    if (reader.takeWords("before")) {
      const other = this.outcomeHere();
      const clock = this.clockHere();
      if (other !== undefined && other.end === clock?.end) {
        const problem = `"${other.name}" is both a clock and an outcome: give the date, or call the outcome otherwise`;
        this.fail(problem, reader.at, other.end);
      }
      const date = other !== undefined && other.end > (clock?.end ?? 0) ? undefined : this.tryDate();
      if (date !== undefined) return { kind: "first", outcome, from, to: date - 1 };
      return { kind: "before", outcome, other: this.outcome() };
    }
    if (!reader.takeWords("within")) return null;
    const days = this.duration();
    if (!reader.takeWords("after") && !reader.takeWords("of")) this.fail('"after" and an outcome are missing here');
    return { kind: "within", outcome, days, other: this.outcome() };
  }

  private outcomeHere(): Found<number> | undefined {
    this.reader.skipSpace();
    return this.outcomes.match(this.reader.text, this.reader.at, this.but);
  }

  private outcome(): number {
    const { reader } = this;
    const found = this.outcomeHere() ?? this.dealt();
    if (found !== undefined) {
      reader.at = found.end;
      return found.meaning;
    }
    const rest = /^[^()|]*?(?=\s+(?:by|after|before|between|within|and|or|given)\s|\s*[()|]|\s*$)/.exec(
      reader.text.slice(reader.at),
    )![0];
    if (rest === "") this.fail("an outcome is missing here", reader.at, reader.at + 1);
    const names = this.outcomes.names();
    const close = didYouMean(rest, names);
    const listed = listedOutcomes(this.scenario).map(({ name }) => `"${name}"`);
    const hint = close ?? this.outcomeToAdd(rest) ?? `the outcomes are ${listed.join(", ")}`;
    return reader.stop("unknown-outcome", reader.at, reader.at + rest.length, { name: rest }, { hint });
  }

  /** For a condition in the place of an outcome: the outcome that says it, and the question about one day. */
  private outcomeToAdd(written: string): string | undefined {
    const { span, scope } = this.reader;
    const condition = written.replace(/\s+(?:becomes|became|turns)\s+/, " is ");
    const reader = new ExpressionReader(condition, span, scope);
    const read = reader.run(() => {
      const found = reader.as(reader.expression(truth), truth);
      reader.finish();
      return found;
    });
    if (read === undefined || reader.diagnostics.length > 0) return undefined;
    const printed = printExpression(read, this.scenario);
    const same = this.scenario.outcomes.find(
      (one) =>
        one.how === "when" && one.condition !== null && printExpression(one.condition, this.scenario) === printed,
    );
    if (same !== undefined) return `questions speak of outcomes: that is the outcome "${same.name}"`;
    return `questions speak of outcomes: add "NAME: { when: ${condition} }" to outcomes and ask for NAME; of one day: "holds(${condition}) at DATE"`;
  }

  /** How a deal ends, in other words than those of its implied outcome: `the paper is refused`. */
  private dealt(): Found<number> | undefined {
    const { reader } = this;
    const { at } = reader;
    const said = reader.deal();
    const as = said?.packages.map((place) => ` as ${said.deal.packages[place]}`) ?? [];
    const name =
      said === undefined || said.negated || as.length > 1 ? "" : `${said.deal.name} ${said.end}${as.join("")}`;
    const meaning = this.outcomes.get(name);
    const { at: end } = reader;
    reader.at = at;
    return meaning === undefined ? undefined : { name, meaning, end };
  }

  // --- dates and durations

  private date(): number {
    const { reader } = this;
    reader.skipSpace();
    const start = reader.at;
    const date = this.tryDate();
    if (date === undefined) return this.fail("a date is missing here, such as 2025-06-30 or 30 June");
    const { from, to } = this.scenario.calendar;
    if (date < from || date > to) {
      const parameters = { date: printDay(date), from: printDay(from), to: printDay(to) };
      reader.stop("question-date-outside", start, reader.at, parameters);
    }
    return date;
  }

  private tryDate(): number | undefined {
    return this.plainDate() ?? this.clockDate();
  }

  /** A date that is no clock's name. */
  plainDate(): number | undefined {
    const { reader } = this;
    reader.skipSpace();
    const rest = reader.text.slice(reader.at);
    const iso = /^(\d{4})-(\d{2})-(\d{2})(?![\d-])/.exec(rest);
    if (iso) return this.civilDate(iso[0], Number(iso[1]), Number(iso[2]), Number(iso[3]));
    const dayFirst = /^(\d{1,2})\s+([A-Za-z]{3,9})(?:,?\s+(\d{4}))?(?!\w)/.exec(rest);
    if (dayFirst && monthNumber(dayFirst[2]) > 0) {
      return this.spoken(dayFirst[0], Number(dayFirst[1]), dayFirst[2], dayFirst[3]);
    }
    const monthFirst = /^([A-Za-z]{3,9})\s+(\d{1,2})(?:,?\s+(\d{4}))?(?!\w)/.exec(rest);
    if (monthFirst && monthNumber(monthFirst[1]) > 0) {
      return this.spoken(monthFirst[0], Number(monthFirst[2]), monthFirst[1], monthFirst[3]);
    }
    return reader.takeWords("the", "last", "day") ? this.scenario.calendar.to : undefined;
  }

  private civilDate(text: string, year: number, month: number, day: number): number {
    const date = dayOf(year, month, day);
    const { at } = this.reader;
    if (date === undefined) this.fail(`there is no such day as ${text}`, at, at + text.length);
    this.reader.at += text.length;
    return date;
  }

  /** A day and a month; without a year, its first time on or after the calendar's first day. */
  private spoken(text: string, day: number, monthWord: string, yearWord: string | undefined): number {
    const month = monthNumber(monthWord);
    if (yearWord !== undefined) return this.civilDate(text, Number(yearWord), month, day);
    const { from } = this.scenario.calendar;
    const first = Number(printDay(from).slice(0, 4));
    for (let year = first; year < first + 8; year++) {
      const date = dayOf(year, month, day);
      if (date !== undefined && date >= from) return this.civilDate(text, year, month, day);
    }
    return this.civilDate(text, first, month, day);
  }

  private clockHere(): Found<Named> | undefined {
    const { reader } = this;
    reader.skipSpace();
    const found = reader.scope.names.match(reader.text, reader.at);
    return found?.meaning.kind === "clock" ? found : undefined;
  }

  private clockDate(): number | undefined {
    const { reader } = this;
    const found = this.clockHere();
    if (found === undefined || found.meaning.kind !== "clock") return undefined;
    const clock = this.scenario.clocks[found.meaning.index];
    if (clock.kind !== "fixed") {
      return this.fail(`"${clock.name}" has no fixed date`, reader.at, found.end);
    }
    reader.at = found.end;
    return clock.date;
  }

  private duration(): number {
    const count = this.numberHere();
    const word = this.reader.peekWord();
    const days = unitDays.get(word);
    if (days === undefined) return this.fail("a unit of time is missing here, such as days or weeks");
    this.reader.takeWords(word);
    return count * days;
  }

  private numberHere(): number {
    const { reader } = this;
    reader.skipSpace();
    const found = /^\d+(\.\d+)?/.exec(reader.text.slice(reader.at));
    if (found === null) return this.fail("a number is missing here");
    reader.at += found[0].length;
    return Number(found[0]);
  }

  // --- faults

  private symbol(symbol: string): void {
    if (!this.reader.takeSymbol(symbol)) this.fail(`"${symbol}" is missing here`);
  }

  private end(): void {
    const { reader } = this;
    if (!reader.atEnd()) this.fail("something is left over at its end", reader.at, reader.text.length);
  }

  private fail(problem: string, start = this.reader.at, end = start + 1): never {
    return this.reader.stop("question-not-understood", start, end, { problem });
  }
}
