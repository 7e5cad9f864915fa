/** Tables of expressions with the trees they make, and of faults by code and place; and what must hold for all. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDiagnostic } from "../../text/diagnostic.ts";
import type { Expression, ValueType } from "./expression.ts";
import { parseExpression, parseTempo, parseTrigger } from "./parse-expression.ts";
import { printExpression } from "./print.ts";
import { makeScope, type Scope } from "./scope.ts";
import { rate, truth } from "./value-types.ts";

const levels = (name: string, ...words: string[]) =>
  ({ name, kind: "levels", levels: words, size: words.length, low: 0 }) as const;
const variables = [
  levels("talks", "none", "indirect", "open", "direct talks", "not yet"),
  levels("their talks", "none", "indirect", "open", "direct talks", "not yet"),
  { name: "strike", kind: "truth", levels: ["no", "yes"], size: 2, low: 0 } as const,
  { name: "strike fund", kind: "range", levels: ["0", "1", "2", "3"], size: 4, low: 0 } as const,
  levels("mood", "calm", "angry"),
];
const assumptions = [
  { name: "cost", type: "number" },
  { name: "cost of a strike", type: "number" },
  { name: "pace", type: "rate" },
  { name: "delay", type: "duration" },
  { name: "start", type: "date" },
] as const;
const clocks = [
  { name: "ultimatum", kind: "fixed" },
  { name: "cooling off", kind: "timer" },
] as const;
const definitions = [{ name: "stuck" }, { name: "pain" }, { name: "loop" }];

function scopeWith(bodies: Record<number, string>): Scope {
  const scope: Scope = makeScope({
    variables,
    assumptions,
    clocks,
    definitions,
    definitionBody: (index) => {
      if (index === 2) return "cycle";
      const text = bodies[index];
      return text === undefined ? undefined : read(text, scope).expression;
    },
    desks: [
      {
        name: "union table",
        moves: [
          { name: "call a strike", branches: ["peaceful", "clash"] },
          { name: "wait", branches: [""] },
        ],
      },
      { name: "port table", moves: [{ name: "wait", branches: [""] }] },
    ],
    groups: [{ name: "news", events: [{ name: "accident", branches: ["passes", "shuts the port"] }] }],
    endings: ["settlement"],
  });
  return scope;
}
const scope = scopeWith({ 0: "talks is open and not strike", 1: "2 * strike fund" });

function read(text: string, within: Scope = scope, expected?: ValueType) {
  return parseExpression(text, { file: 0, start: 0, end: text.length }, within, expected);
}

/** The tree in brackets. */
function tree(e: Expression): string {
  switch (e.kind) {
    case "constant":
      return `${e.value}${e.type.kind === "number" ? "" : `:${e.type.kind}`}`;
    case "variable":
      return variables[e.variable].name;
    case "assumption":
      return `$${assumptions[e.assumption].name}`;
    case "clock":
      return `clock ${clocks[e.clock].name}`;
    case "lapsed":
      return `lapsed ${clocks[e.clock].name}`;
    case "definition":
      return `<${definitions[e.definition].name}>`;
    case "now":
      return "now";
    case "not":
      return `(not ${tree(e.of)})`;
    case "negative":
      return `(- ${tree(e.of)})`;
    case "call":
      return `(${e.name} ${tree(e.of)})`;
    case "one of":
      return `(${tree(e.of)} in ${e.values.join(" ")})`;
    case "if":
      return `(if ${tree(e.test)} ${tree(e.then)} ${tree(e.otherwise)})`;
    case "binary":
      return `(${e.operator} ${tree(e.left)} ${tree(e.right)})`;
  }
}

describe("trees", () => {
  const table: readonly [string, string][] = [
    ["1 + 2 * 3", "(+ 1 (* 2 3))"],
    ["-2 * 3 - 4 - 5", "(- (- (* -2 3) 4) 5)"],
    ["1 + 2 at least 3 * 4", "(at least (+ 1 2) (* 3 4))"],
    ["strike fund at most 2 > 1", "(> (at most strike fund 2) 1)"],
    ["not strike and talks is open or stuck", "(or (and (not strike) (is talks 2:level)) <stuck>)"],
    ["talks is open or none and strike", "(and (talks in 2 0) strike)"],
    ["talks is open or strike", "(or (is talks 2:level) strike)"],
    ["talks is not open or direct talks", "(not (talks in 2 3))"],
    ["talks is not yet", "(is talks 4:level)"],
    ["talks is not not yet", "(is not talks 4:level)"],
    ["talks >= indirect", "(>= talks 1:level)"],
    ["talks is their talks", "(is talks their talks)"],
    ["strike is no", "(is strike 0:truth)"],
    ["strike fund is 1 or 2", "(strike fund in 1 2)"],
    ["strike fund is 1 or strike", "(or (is strike fund 1) strike)"],
    ["$cost of a strike - $cost", "(- $cost of a strike $cost)"],
    ["$cost of  a strike-$cost", "(- $cost of a strike $cost)"],
    ["14 %", "0.14"],
    ["3 in 10", "0.3"],
    ["3 days", "3:duration"],
    ["2 weeks + $delay", "(+ 14:duration $delay)"],
    ["$cost days", "(* $cost 1:duration)"],
    ["2 per year * 365.25 days", `(* ${2 / 365.25}:rate 365.25:duration)`],
    ["3 per 10 days", "0.3:rate"],
    ["10 points", "10"],
    ["-3 points per week", "-0.42857142857142855:rate"],
    ["-$cost per day", "(- (/ $cost 1:duration))"],
    ["weekly", `${1 / 7}:rate`],
    ["every period", "Infinity:rate"],
    ["every 10 days", "0.1:rate"],
    ["now >= ultimatum", "(>= now clock ultimatum)"],
    ["ultimatum has lapsed", "lapsed ultimatum"],
    ["now - 1970-01-11", "(- now 10:date)"],
    ["now within 2 days before ultimatum", "(and (>= now (- clock ultimatum 2:duration)) (< now clock ultimatum))"],
    ["now within 2 days after ultimatum", "(and (>= now clock ultimatum) (< now (+ clock ultimatum 2:duration)))"],
    [
      "now within 1 day of ultimatum",
      "(and (>= now (- clock ultimatum 1:duration)) (< now (+ clock ultimatum 1:duration)))",
    ],
    ["if strike then 1 else if stuck then 2 else 3", "(if strike 1 (if <stuck> 2 3))"],
    ["if strike then -3 per day else 0", "(if strike -3:rate 0:rate)"],
    ["if strike then 0 else -3 per day", "(if strike 0:rate -3:rate)"],
    ["exp(-pain) + sqrt(2)", "(+ (exp (- <pain>)) (sqrt 2))"],
    ["((strike))", "strike"],
    ["1e3 + 1_000 + .5", "(+ (+ 1000 1000) 0.5)"],
    ["yes", "1:truth"],
  ];
  it.each(table)("%s", (text, wanted) => {
    const { expression, diagnostics } = read(text);
    expect(diagnostics.map((d) => d.message)).toEqual([]);
    expect(tree(expression!)).toBe(wanted);
  });

  it("reads bare levels where a level is expected", () => {
    const { expression } = read("if strike then open else none", scope, { kind: "level", variable: 0 });
    expect(tree(expression!)).toBe("(if strike 2:level 0:level)");
  });

  it("takes a plain zero as a rate", () => {
    expect(read("0", scope, rate).expression).toMatchObject({ value: 0, type: rate });
  });
});

describe("faults, by code and column", () => {
  const table: readonly [string, ValueType | undefined, ...[string, number][]][] = [
    ["tallks is open", undefined, ["unknown-name", 1]],
    ["strike and strikke and mod", undefined, ["unknown-name", 12], ["unknown-name", 24]],
    ["muud is calm or furious or strike", undefined, ["unknown-name", 1]],
    ["muud is not furious and strikke", undefined, ["unknown-name", 1], ["unknown-name", 25]],
    ["$costs + 1", undefined, ["unknown-assumption", 1]],
    ["talks is opne", undefined, ["unknown-level", 10]],
    ["open", undefined, ["level-alone", 1]],
    ["1 + cost", undefined, ["assumption-without-sign", 5]],
    ["talks open", undefined, ["unexpected-text", 7]],
    ["loop", undefined, ["circular-definition", 1]],
    ["strike + 1", undefined, ["wrong-operands", 1]],
    ["2 per day + 1", undefined, ["wrong-operands", 1]],
    ["strike fund", truth, ["wrong-type", 1]],
    ["3", rate, ["wrong-type", 1]],
    ["strike fund at least 2", truth, ["wrong-type", 1]],
    ["1 < strike fund < 3", undefined, ["chained-comparison", 17]],
    ["strike fund is at least 2", undefined, ["use-comparison", 13]],
    ["strike && stuck", undefined, ["foreign-operator", 8]],
    ["talks != open", undefined, ["foreign-operator", 7]],
    ["strike fund \u2265 2", undefined, ["foreign-operator", 13]],
    ["\u22123 + 1", undefined, ["foreign-operator", 1]],
    ["!strike", undefined, ["foreign-operator", 1]],
    ["strike and", undefined, ["expected-value", 11]],
    ["", undefined, ["expected-value", 1]],
    ["(1 + 2", undefined, ["missing-bracket", 1]],
    ["1 + 2)", undefined, ["unexpected-text", 6]],
    ["if strike then 1", undefined, ["missing-word", 17]],
    ["now >= 2025-02-30", undefined, ["no-such-day", 8]],
    ["2 per moon", undefined, ["unknown-unit", 7]],
    ["1 / 0", undefined, ["division-by-zero", 5]],
    ["1,500", undefined, ["comma-in-number", 1]],
    ["1e999", undefined, ["number-too-large", 1]],
    ["strike has lapsed", undefined, ["not-a-clock", 1]],
    ["if strike then 1 else stuck", undefined, ["wrong-type", 23]],
    ["process.exit(1)", undefined, ["unknown-name", 1]],
    ["__proto__", undefined, ["unknown-name", 1]],
    ["constructor", undefined, ["unknown-name", 1]],
  ];
  it.each(table)("%s", (text, expected, ...wanted) => {
    const { expression, diagnostics } = read(text, scope, expected);
    expect(diagnostics.map((d) => [d.code, d.span.start + 1])).toEqual(wanted);
    expect(expression).toBeUndefined();
  });

  it("suggests the nearest name", () => {
    expect(read("tallks is open").diagnostics[0]?.hint).toBe('did you mean "talks"?');
    expect(read("talks is opne").diagnostics[0]?.hint).toBe('did you mean "open"?');
  });

  it("places faults of quoted scalars after the quote", () => {
    const { diagnostics } = parseExpression("strikke", { file: 0, start: 10, end: 19 }, scope);
    expect(diagnostics[0]?.span).toEqual({ file: 0, start: 11, end: 18 });
  });
});

describe("hostile texts", () => {
  const many = 100_000;
  const texts = [
    "(".repeat(many),
    "-".repeat(many),
    "not ".repeat(many),
    "if ".repeat(many),
    `1${" + 1".repeat(many)}`,
    "(".repeat(4000),
    "-".repeat(9000),
    "not ".repeat(2000),
    "if ".repeat(3000),
    "exp(".repeat(2000),
  ];
  it.each(texts)("%#", (text) => {
    const { expression, diagnostics } = read(text);
    expect(expression).toBeUndefined();
    expect(diagnostics).toHaveLength(1);
  });

  it("bounds what doubling definitions inline", () => {
    const names = Array.from({ length: 40 }, (_, index) => ({ name: `d${String.fromCharCode(97 + index)}` }));
    const bodies: (Expression | undefined)[] = [];
    const parts = { ...scope, definitions: names, definitionBody: (index: number) => bodies[index] };
    const doubling = makeScope(parts);
    bodies[0] = read("strike fund", doubling).expression!;
    for (let i = 1; i < names.length && bodies[i - 1] !== undefined; i++) {
      bodies[i] = read(`${names[i - 1].name} + ${names[i - 1].name}`, doubling).expression;
    }
    expect(bodies.length).toBeLessThan(20);
  });

  it("never throws, whatever the text", () => {
    const pieces = fc.constantFrom(
      ..."talks is open not strike fund and or ( ) + - * / < >= if then else $cost 3 per month 2025-05-11 , -> at least \n becomes now within of % in & ! ? : [ ] { } \u0000 \u{1f600} é".split(
        " ",
      ),
    );
    const texts = fc.array(pieces, { maxLength: 30 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: "binary" })), (text) => {
        const span = { file: 0, start: 0, end: text.length };
        for (const { diagnostics } of [
          parseExpression(text, span, scope, truth),
          parseTempo(text, span, scope),
          parseTrigger(text, span, scope, { conditions: true }),
        ]) {
          for (const entry of diagnostics) formatDiagnostic(entry, [{ path: "x", text }]);
        }
      }),
    );
  });
});

describe("tempos", () => {
  const table: readonly [string, string][] = [
    ["monthly", `${1 / 30.4375}:rate`],
    ["about weekly", `${1 / 7}:rate`],
    ["daily while strike", "(if strike 1:rate 0:rate)"],
    ["3 per day, daily while strike", "(if strike 1:rate 3:rate)"],
    ["3 per day, daily after ultimatum", "(if (>= now clock ultimatum) 1:rate 3:rate)"],
    [
      "3 per day, daily within 2 days before ultimatum, 2 per day while strike",
      "(if strike 2:rate (if (and (>= now (- clock ultimatum 2:duration)) (< now clock ultimatum)) 1:rate 3:rate))",
    ],
    ["if strike then daily else $pace", "(if strike 1:rate $pace)"],
    ["every period while strike", "(if strike Infinity:rate 0:rate)"],
  ];
  it.each(table)("%s", (text, wanted) => {
    const { expression, diagnostics } = parseTempo(text, { file: 0, start: 0, end: text.length }, scope);
    expect(diagnostics.map((d) => d.message)).toEqual([]);
    expect(tree(expression!)).toBe(wanted);
  });

  it("knows every period", () => {
    expect(parseTempo("every period", { file: 0, start: 0, end: 12 }, scope).expression).toBeNull();
  });
});

describe("triggers", () => {
  const trigger = (text: string, conditions = false) =>
    parseTrigger(text, { file: 0, start: 0, end: text.length }, scope, { conditions });
  it.each([
    ["call a strike", { kind: "move", desk: 0, move: 0, branch: -1 }],
    ["call a strike -> clash", { kind: "move", desk: 0, move: 0, branch: 1 }],
    ["port table: wait", { kind: "move", desk: 1, move: 0, branch: -1 }],
    ["union table holds", { kind: "hold", desk: 0 }],
    ["cooling off lapses", { kind: "lapse", clock: 1 }],
    ["accident -> shuts the port", { kind: "event", group: 0, event: 0, branch: 1 }],
    ["settlement", { kind: "ending", ending: 0 }],
  ])("%s", (text, wanted) => {
    expect(trigger(text).trigger).toEqual(wanted);
  });
  it.each([
    ["talks becomes open or none", "(talks in 2 0)"],
    ["strike becomes yes", "(is strike 1:truth)"],
    ["stuck becomes true", "<stuck>"],
    ["becomes stuck", "<stuck>"],
  ])("%s", (text, wanted) => {
    const read = trigger(text).trigger;
    expect(read?.kind === "becomes" && tree(read.condition)).toBe(wanted);
  });
  it("takes a bare condition where one is allowed", () => {
    expect(trigger("strike and stuck", true).trigger?.kind).toBe("becomes");
    expect(trigger("strike and stuck").diagnostics[0]?.code).toBe("unknown-occurrence");
  });
  it.each([
    ["call a strik", "unknown-occurrence", 0],
    ["call a strike -> crash", "unknown-branch", 17],
    ["wait", "ambiguous-occurrence", 0],
    ["union tabel holds", "unknown-occurrence", 0],
    ["talks becomes opne", "unknown-level", 14],
  ])("%s is a fault", (text, code, start) => {
    expect(trigger(text).diagnostics.map((d) => [d.code, d.span.start])).toEqual([[code, start]]);
  });
});

describe("printing", () => {
  const leaf = (type: "truth" | "number" | "rate" | "duration" | "date") => {
    const texts = {
      truth: ["strike", "stuck", "talks is open or none", "ultimatum has lapsed", "mood is not calm", "yes"],
      number: ["strike fund", "$cost", "3", "0.25", "14 %", "pain"],
      rate: ["weekly", "$pace", "2 per year"],
      duration: ["3 days", "$delay"],
      date: ["now", "ultimatum", "2025-05-11", "$start"],
    };
    return fc.constantFrom(...texts[type]);
  };
  const { truths } = fc.letrec<Record<"truths" | "numbers" | "dates", string>>((tie) => ({
    truths: fc.oneof(
      { depthSize: "small" },
      leaf("truth"),
      fc.tuple(tie("truths"), fc.constantFrom("and", "or"), tie("truths")).map(([a, o, b]) => `(${a}) ${o} (${b})`),
      tie("truths").map((a) => `not (${a})`),
      fc
        .tuple(tie("numbers"), fc.constantFrom("<", "<=", ">", ">=", "is"), tie("numbers"))
        .map((p) => `(${p[0]}) ${p[1]} (${p[2]})`),
      fc.tuple(tie("dates"), fc.constantFrom("<", ">="), tie("dates")).map(([a, o, b]) => `(${a}) ${o} (${b})`),
      fc.tuple(tie("truths"), tie("truths"), tie("truths")).map(([a, b, c]) => `if ${a} then ${b} else ${c}`),
    ),
    numbers: fc.oneof(
      { depthSize: "small" },
      leaf("number"),
      fc
        .tuple(tie("numbers"), fc.constantFrom("+", "-", "*", "at least", "at most"), tie("numbers"))
        .map((p) => `(${p[0]}) ${p[1]} (${p[2]})`),
      tie("numbers").map((a) => `-(${a})`),
      tie("numbers").map((a) => `exp(${a})`),
      fc.tuple(leaf("rate"), leaf("duration")).map(([a, b]) => `${a} * (${b})`),
      fc.tuple(tie("truths"), tie("numbers"), tie("numbers")).map(([a, b, c]) => `if ${a} then ${b} else ${c}`),
    ),
    dates: fc.oneof(
      { depthSize: "small" },
      leaf("date"),
      fc.tuple(tie("dates"), leaf("duration")).map(([a, b]) => `(${a}) + (${b})`),
    ),
  }));
  it("reads back to the same tree", () => {
    const names = { variables, assumptions, clocks, definitions } as never;
    fc.assert(
      fc.property(truths, (text) => {
        const first = read(text, scope, truth);
        expect(first.diagnostics).toEqual([]);
        const printed = printExpression(first.expression!, names);
        const second = read(printed, scope, truth);
        expect(second.diagnostics, printed).toEqual([]);
        expect(tree(second.expression!)).toBe(tree(first.expression!));
        expect(printExpression(second.expression!, names)).toBe(printed);
      }),
    );
  });
});
