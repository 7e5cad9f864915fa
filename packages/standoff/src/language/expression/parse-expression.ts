/**
 * The public face of the expression language: texts to typed expressions, tempos and triggers. `expression-reader.ts`
 * holds the grammar; `docs/language.md` ("Expressions") describes it.
 */
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Span } from "../../text/source.ts";
import { didYouMean } from "../../text/suggest.ts";
import { diagnostic } from "../catalogue/catalogue.ts";
import { dealTrigger, endsOf } from "../deals.ts";
import type { Trigger } from "../scenario.ts";
import type { Expression, ValueType } from "./expression.ts";
import { ExpressionReader, type Locate } from "./expression-reader.ts";
import type { Happening, NameTable, Scope } from "./scope.ts";
import { date, rate, truth } from "./value-types.ts";

/**
 * Reads an expression. `span` is that of its scalar in the file; faults get exact places from it (`locate` maps offsets
 * where the scalar spans lines). `expected` both checks the result and lets bare level names stand in it. `expression`
 * is there only when no fault was found.
 */
export function parseExpression(
  text: string,
  span: Span,
  scope: Scope,
  expected?: ValueType,
  locate?: Locate,
): { expression?: Expression; diagnostics: readonly Diagnostic[] } {
  const reader = new ExpressionReader(text, span, scope, locate);
  const expression = reader.run(() => {
    const read = reader.expression(expected);
    reader.finish();
    return expected === undefined ? read : reader.as(read, expected);
  });
  return { ...(expression === undefined ? {} : { expression }), diagnostics: reader.diagnostics };
}

/**
 * Reads a tempo, such as `monthly, weekly within 2 weeks of ultimatum, daily while strike`: rates with conditions,
 * later ones before earlier ones. `expression` is a rate; null means every period. `before` is what entries before
 * these give.
 */
export function parseTempo(
  text: string,
  span: Span,
  scope: Scope,
  locate?: Locate,
  before?: Expression,
): { expression?: Expression | null; diagnostics: readonly Diagnostic[] } {
  if (text.trim() === "every period") return { expression: null, diagnostics: [] };
  const reader = new ExpressionReader(text, span, scope, locate);
  const expression = reader.run(() => {
    let tempo = tempoEntry(reader, before);
    while (reader.takeSymbol(",")) tempo = tempoEntry(reader, tempo);
    reader.finish();
    return tempo;
  });
  const faults = reader.diagnostics.length > 0 ? (atOnceFault(reader) ?? reader.diagnostics) : [];
  return { ...(expression === undefined ? {} : { expression }), diagnostics: faults };
}

/** Words by which a desk would meet because of something, where a tempo says only how often it does. */
const atOnce =
  /(?:\b(?:and|or)\s+)?\b(?:(?:at once|immediately|also|again)\b(?:\s+(?:when|if|after|on)\b)?|when\b)\s*(.*)$/s;

/** What is wrong with a tempo that could not be read, if it is that. */
function atOnceFault(reader: ExpressionReader): Diagnostic[] | undefined {
  const found = atOnce.exec(reader.text);
  if (found === null) return undefined;
  const what = plain(found[1]) === "" ? "..." : plain(found[1]);
  const hint = `what makes a desk meet at once stands beside its tempo: write "meets also when: ${what}"`;
  const span = reader.spanFrom(found.index, reader.text.length);
  return [diagnostic("unexpected-text", span, { text: plain(found[0]) }, { hint })];
}

/** One entry of a tempo, with what holds where its condition does not. */
function tempoEntry(reader: ExpressionReader, before: Expression | undefined): Expression {
  reader.skipSpace();
  const start = reader.at;
  reader.takeWords("about");
  const times = reader.as(reader.operand(rate), rate);
  const test = tempoCondition(reader);
  if (test === undefined) return times;
  const otherwise = before ?? reader.constant(0, rate, start, start);
  // biome-ignore lint/suspicious/noThenProperty: the first branch of an "if" in the tree
  return { kind: "if", test, then: times, otherwise, type: rate, span: reader.spanFrom(start) };
}

function tempoCondition(reader: ExpressionReader): Expression | undefined {
  reader.skipSpace();
  const start = reader.at;
  const now: Expression = { kind: "now", type: date, span: reader.spanFrom(start, start) };
  const compared = (operator: ">=" | "<") =>
    reader.binary(operator, now, reader.as(reader.operand(date), date), truth, start);
  if (reader.takeWords("while") || reader.takeWords("if")) return reader.as(reader.expression(), truth);
  if (reader.peekWord() === "within") return reader.compared(now, start);
  if (reader.takeWords("after") || reader.takeWords("from")) return compared(">=");
  if (reader.takeWords("before") || reader.takeWords("until")) return compared("<");
  return undefined;
}

/**
 * Reads what a payoff, a clock or a history item hangs on: `MOVE`, `MOVE -> BRANCH`, `DESK holds`, `CLOCK lapses`,
 * `ENDING`, `VARIABLE becomes LEVEL`. With `conditions`, any other truth is "when it becomes true".
 */
export function parseTrigger(
  text: string,
  span: Span,
  scope: Scope,
  options: { readonly conditions?: boolean; readonly locate?: Locate } = {},
): { trigger?: Trigger; diagnostics: readonly Diagnostic[] } {
  const reader = new ExpressionReader(text, span, scope, options.locate);
  const trigger = reader.run(() => {
    const read =
      happening(reader) ?? dealing(reader) ?? suffixed(reader) ?? becoming(reader, options.conditions === true);
    return read ?? unknownTrigger(reader);
  });
  return { ...(trigger === undefined ? {} : { trigger }), diagnostics: reader.diagnostics };
}

const plain = (text: string) => text.trim().replace(/\s+/g, " ");

/** A move, an event or an ending, with or without a branch. */
function happening(reader: ExpressionReader): Trigger | undefined {
  const whole = reader.scope.happenings.get(plain(reader.text));
  if (whole !== undefined) {
    noteHappening(reader, whole[0], 0, reader.text.length);
    return triggerOf(single(reader, whole), -1);
  }
  const arrow = reader.text.indexOf("->");
  if (arrow === -1) return undefined;
  const name = plain(reader.text.slice(0, arrow));
  const list = reader.scope.happenings.get(name);
  if (list === undefined) {
    const compared = reader.scope.hints.left-- > 0;
    const hint = compared ? didYouMean(name, reader.scope.happenings.keys()) : undefined;
    return reader.stop("unknown-occurrence", 0, arrow, { name }, hint === undefined ? {} : { hint });
  }
  const found = single(reader, list);
  const written = plain(reader.text.slice(arrow + 2));
  const branch = found.branches.indexOf(written);
  noteHappening(reader, found, 0, arrow);
  if (branch !== -1) {
    const from = reader.text.indexOf(written, arrow + 2);
    reader.note("branch", written, from, from + written.length, name.replace(/^.*: /, ""));
  }
  if (branch !== -1 && written !== "") return triggerOf(found, branch);
  const hint = didYouMean(written, found.branches);
  const after = arrow + 2 + /^\s*/.exec(reader.text.slice(arrow + 2))![0].length;
  const parameters = { branch: written, name };
  return reader.stop("unknown-branch", after, reader.text.length, parameters, hint === undefined ? {} : { hint });
}

/** The move, event or ending that stands there, with or without the desk or the group before it. */
function noteHappening(reader: ExpressionReader, found: Happening, start: number, end: number): void {
  const { desks, groups, endings } = reader.scope;
  const of = found.kind === "move" ? desks[found.desk] : found.kind === "event" ? groups[found.group] : undefined;
  const name =
    found.kind === "move"
      ? desks[found.desk].moves[found.move].name
      : found.kind === "event"
        ? groups[found.group].events[found.event].name
        : endings[found.ending];
  const from = reader.text.lastIndexOf(name, end);
  if (from < start) return;
  reader.note(found.kind, name, from, from + name.length, of?.name);
  const owner = of === undefined ? -1 : reader.text.slice(start, from).indexOf(`${of.name}:`);
  if (of !== undefined && owner !== -1)
    reader.note(found.kind === "event" ? "group" : "desk", of.name, start + owner, start + owner + of.name.length);
}

function single(reader: ExpressionReader, list: readonly Happening[]): Happening {
  if (list.length > 1) {
    const name = plain(reader.text.replace(/->.*/s, ""));
    const first = list[0];
    const where =
      first.kind === "move"
        ? reader.scope.desks[first.desk].name
        : first.kind === "event"
          ? reader.scope.groups[first.group].name
          : "";
    reader.report("ambiguous-occurrence", reader.span, { name }, { hint: `write "${where}: ${name}" in quotes` });
  }
  return list[0];
}

function triggerOf(found: Happening, branch: number): Trigger {
  if (found.kind === "move") return { kind: "move", desk: found.desk, move: found.move, branch };
  if (found.kind === "event") return { kind: "event", group: found.group, event: found.event, branch };
  return { kind: "ending", ending: found.ending };
}

/**
 * How a deal ends: `OFFER accepted`, `OFFER accepted as PACKAGE`, `OFFER refused`, `OFFER lapses`, `CONCESSIONS
 * settled`.
 */
function dealing(reader: ExpressionReader): Trigger | undefined {
  const said = reader.deal();
  if (said !== undefined && !said.negated && reader.atEnd()) {
    return dealTrigger(said.deal, said.index, said.end, reader.given(said));
  }
  reader.at = 0;
  return undefined;
}

/** `DESK holds` and `CLOCK lapses`. */
function suffixed(reader: ExpressionReader): Trigger | undefined {
  const match = /^(.*\S)\s+(holds|lapses)$/s.exec(reader.text.trim());
  if (match === null) return undefined;
  const name = plain(match[1]);
  const known = match[2] === "holds" ? reader.scope.desks : reader.scope.clocks;
  const index = known.findIndex((thing) => thing.name === name);
  const from = reader.text.indexOf(match[1]);
  if (index !== -1) reader.note(match[2] === "holds" ? "desk" : "clock", name, from, from + match[1].length);
  if (index !== -1) return match[2] === "holds" ? { kind: "hold", desk: index } : { kind: "lapse", clock: index };
  const names = known.map((thing) => thing.name);
  const hint = didYouMean(name, names);
  const what = match[2] === "holds" ? "desk" : "clock";
  return reader.stop(
    "unknown-occurrence",
    0,
    match[1].length,
    { name },
    hint === undefined ? { expected: `a ${what}` } : { hint },
  );
}

/** `VARIABLE becomes LEVEL`, `DEFINITION becomes true`, `becomes DEFINITION`, or a bare condition where allowed. */
function becoming(reader: ExpressionReader, conditions: boolean): Trigger | undefined {
  const hasWord = /(^|\s)becomes(\s|$)/.test(reader.text);
  if (!hasWord && !conditions) return undefined;
  return { kind: "becomes", condition: hasWord ? becomesCondition(reader) : wholeCondition(reader) };
}

function wholeCondition(reader: ExpressionReader): Expression {
  const condition = reader.as(reader.expression(), truth);
  reader.finish();
  return condition;
}

function becomesCondition(reader: ExpressionReader): Expression {
  reader.skipSpace();
  const start = reader.at;
  if (reader.takeWords("becomes")) return wholeCondition(reader);
  const left = reader.comparison();
  if (!reader.takeWords("becomes")) {
    reader.finish();
    reader.stop("missing-word", 0, reader.text.length, { word: "becomes" }, { expected: "VARIABLE becomes LEVEL" });
  }
  const condition = reader.takeWords("true")
    ? reader.as(left, truth)
    : reader.isOneOf(left, reader.takeWords("not"), start);
  reader.finish();
  return condition;
}

/** A condition in place of something that happens: it happens when it becomes true. */
function becomesHint({ scope, span, text }: ExpressionReader): string | undefined {
  const name = plain(text);
  const turned = name.replace(/ (?:is|was|has become|turns|turned|goes|went) (?!at )/, " becomes ");
  const reads = (attempt: string, how: (reader: ExpressionReader) => Expression) => {
    const reader = new ExpressionReader(attempt, span, scope);
    return attempt !== "" && reader.run(() => how(reader)) !== undefined && reader.diagnostics.length === 0;
  };
  const known = [turned === name ? "" : turned, `${name} becomes true`].find((one) => reads(one, becomesCondition));
  if (known !== undefined) return `write "${known}"`;
  return reads(name, wholeCondition)
    ? `give the condition a name, "define: { NAME: ${name} }", and write "NAME becomes true"`
    : undefined;
}

function unknownTrigger(reader: ExpressionReader): never {
  const name = plain(reader.text);
  const known = [
    ...reader.scope.happenings.keys(),
    ...reader.scope.desks.map((desk) => `${desk.name} holds`),
    ...reader.scope.clocks.map((clock) => `${clock.name} lapses`),
    ...(reader.scope.deals ?? []).flatMap((deal) => endsOf(deal).map((end) => `${deal.name} ${end}`)),
  ];
  const compared = reader.scope.hints.left-- > 0;
  const close = compared ? didYouMean(name, known) : undefined;
  const hint = dealHint(reader.scope, name) ?? occurrenceHint(reader.scope, name) ?? becomesHint(reader) ?? close;
  return reader.stop("unknown-occurrence", 0, reader.text.length, { name }, hint === undefined ? {} : { hint });
}

/** What is said of a deal in words that it does not know. */
function dealHint(scope: Scope, name: string): string | undefined {
  const found = scope.dealNames.match(name, 0);
  const deal = found === undefined ? undefined : scope.deals![found.meaning];
  if (deal === undefined || deal.kind !== "offer" || found!.end === name.length) return undefined;
  const rest = name.slice(found!.end).trim();
  if (/^(is |was |has been )?(tabled|offered|countered|put)\b/.test(rest)) {
    return `what lies on the table is a level: "${deal.name} becomes ${deal.packages[0]}"`;
  }
  if (/^(is |was |has been )?accepted by\b/.test(rest)) return `who said it: "DESK: accept ${deal.name}", in quotes`;
  return undefined;
}

function occurrenceHint(scope: Scope, name: string): string | undefined {
  const meaning = (scope.names as NameTable<{ kind: string; index?: number }>).get(name);
  const levels = meaning?.kind === "variable" ? (scope.variables[meaning.index!]?.levels ?? []) : [];
  if (levels.length > 0) return `write "${name} becomes ${levels.at(-1)}"`;
  if (meaning?.kind === "clock") return `write "${name} lapses"`;
  if (scope.desks.some((desk) => desk.name === name)) return `write "${name} holds", or one of its moves`;
  return undefined;
}
