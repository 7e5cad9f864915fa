/**
 * Names: one name however its accents are typed; words of the language in names, with the way out that works; and names
 * that an expression or a question would read as something else, which are refused where they stand.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { operatorWords } from "../src/language/expression/words.ts";
import { loadScenario } from "../src/language/load.ts";
import { parseQuestion } from "../src/query/questions/question.ts";
import { buildScenario } from "../src/run.ts";
import { position } from "../src/text/source.ts";

const file = "made-up.standoff.yaml";

interface Parts {
  readonly state?: string;
  readonly outcomes?: string;
  readonly more?: string;
  readonly does?: string;
}

const written = ({
  state = "flag: yes or no",
  outcomes = "raised: { when: flag }",
  more = "",
  does = "flag",
}: Parts) => `
standoff: 1
title: names
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-03-02, step: 1 week }
afterwards: none
scale: { 0: as now, 100: best }
steadiness: { lambda: 1 }
noise: mistakes
actors: { city: { name: City } }
state: { ${state} }
events: { n: { strike: { chance: 0.1, does: { ${does}: yes } } } }
outcomes: { ${outcomes} }
${more}
`;

function build(text: string, set: Record<string, string> = {}) {
  return buildScenario(file, (path) => (path === file ? text : undefined), { set });
}

function problems(text: string) {
  const { diagnostics, sources } = build(text);
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ code, span, hint }) => ({
      code,
      at: position(sources[span.file].text, span.start),
      text: sources[span.file].text.slice(span.start, span.end),
      hint,
    }));
}

function scenarioOf(text: string, set: Record<string, string> = {}) {
  const built = build(text, set);
  if (built.status !== "built") throw new Error(JSON.stringify(problems(text)));
  return built.scenario;
}

describe("composed and decomposed letters", () => {
  const [one, apart] = ["café", "cafe\u0301"];
  const both = [one, apart].flatMap((a) => [one, apart].map((b) => [a, b] as const));

  it.each(both)("are one name in expressions, effects and payoffs (%j, %j)", (a, b) => {
    const scenario = scenarioOf(written({ state: `${a}: yes or no`, outcomes: `struck: { when: ${b} }`, does: b }));
    expect(scenario.variables[0].name).toBe(one);
  });

  it.each(both)("are one name in quotes and escapes (%j, %j)", (a, b) => {
    const escaped = JSON.stringify(b).replace("\u0301", "\\u0301").replace("é", "\\u00e9");
    const text = written({ state: `"${a}": yes or no`, outcomes: `struck: { when: ${escaped} }`, does: escaped });
    expect(problems(text)).toEqual([]);
  });

  it.each(both)("are one name in questions and settings (%j, %j)", (a, b) => {
    const more = `assumptions: { ${a}: { value: 0.5, basis: convention } }`;
    const outcomes = `${a}: { when: flag and $${b} > 0.4 }`;
    const scenario = scenarioOf(written({ outcomes, more }), { [b]: "0.75" });
    expect(scenario.assumptions[0].value).toBe(0.75);
    expect(parseQuestion(scenario, `P(${b} by 1 February)`).diagnostics).toEqual([]);
  });

  it("are one key twice, which is told", () => {
    expect(problems(written({ state: `flag: yes or no, ${one}: yes or no, ${apart}: yes or no` }))[0].code).toBe(
      "duplicate-key",
    );
  });

  it("may stand in the path of what is extended", () => {
    const texts: Record<string, string> = {
      "a.standoff.yaml": `extends: ${one}.yaml\ntitle: x`,
      [`${apart}.yaml`]: written({}),
    };
    expect(loadScenario("a.standoff.yaml", (path) => texts[path]).scenario?.title).toBe("x");
  });
});

describe("a name with words of the language", () => {
  it.each([
    ["rank and file", '"rank-and-file"'],
    ["cease and desist", '"cease-and-desist"'],
    ["sink or swim", '"sink-or-swim"'],
    ["what now", '"what-now"'],
    ["at least one", '"at-least-one"'],
  ])("is told once, with a way out that works: %s", (name, way) => {
    const text = written({ state: `${name}: yes or no`, outcomes: `raised: { when: ${name} }`, does: name });
    const [first, ...others] = problems(text);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ code: "reserved-word", text: name, hint: expect.stringContaining(way) });
    expect(problems(text.replaceAll(name, way.slice(1, -1)))).toEqual([]);
  });

  it("has a way out that works, whatever the words", () => {
    const word = fc.constantFrom(...operatorWords, "rank", "file", "at", "least", "most");
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 2, maxLength: 4 }), (words) => {
        const name = words.join(" ");
        const make = (one: string) =>
          written({ state: `"${one}": yes or no`, outcomes: `a: { when: "${one}" }`, does: `"${one}"` });
        const [first] = problems(make(name));
        if (first === undefined) return;
        expect(first.code).toBe("reserved-word");
        expect(problems(make(/"(.*)"/.exec(first.hint!)![1]))).toEqual([]);
      }),
    );
  });

  it("that is nothing but such a word has a hint too", () => {
    expect(
      problems(written({ state: "now: yes or no", outcomes: "a: { at end: yes }", does: "now" }))[0],
    ).toMatchObject({
      code: "reserved-word",
      hint: "choose another word, or say more of what it is",
    });
  });
});

describe("an outcome whose name is also a question about others", () => {
  const two = "strike: { when: flag }, lockout: { at end: flag }";
  it.each([
    "strike or lockout",
    "strike and lockout",
    "not strike",
    "strike before lockout",
    "strike within 3 days of lockout",
    "strike after January 20",
    "strike by the last day",
    "strike given lockout",
    "not strike and not lockout",
  ])("is refused where it stands: %s", (name) => {
    const [first, ...others] = problems(written({ outcomes: `${two}, ${name}: { when: flag }` }));
    expect(others).toEqual([]);
    expect(first).toMatchObject({ code: "ambiguous-name", text: name });
    const way = /"(.*)"/.exec(first.hint!)![1];
    const scenario = scenarioOf(written({ outcomes: `${two}, ${way}: { when: flag }` }));
    expect(parseQuestion(scenario, `P(${way})`).question).toMatchObject({ of: { kind: "first", outcome: 2 } });
    expect(parseQuestion(scenario, `P(${name})`).question).not.toMatchObject({ of: { kind: "first", outcome: 2 } });
  });

  it.each([
    "strike or truce",
    "no strike",
    "talks and lockout",
    "not yet",
    "holds the line",
    "not holding",
    "aid given",
  ])("may hold such words where nothing else can be meant, and can be asked: %s", (name) => {
    const scenario = scenarioOf(written({ outcomes: `${two}, ${name}: { when: flag }` }));
    const whole = parseQuestion(scenario, `P(${name} by 1 February)`);
    expect(whole.diagnostics).toEqual([]);
    expect(whole.question).toMatchObject({ of: { kind: "first", outcome: 2 } });
    expect(parseQuestion(scenario, `P(not ${name} and strike)`).question).toMatchObject({ of: { kind: "and" } });
  });
});

describe("other names with two readings", () => {
  it("are refused: a clock that is a date", () => {
    const more = "clocks: { January 20: { owner: city, at: 2026-02-02, lapses: it, then: { flag: no } } }";
    expect(problems(written({ more }))).toMatchObject([{ code: "ambiguous-name", text: "January 20" }]);
  });

  it("are refused: a difference with hyphens", () => {
    const more = "assumptions: { a: { value: 1, basis: convention }, a-n: { value: 2, basis: convention } }";
    const text = written({
      state: "flag: yes or no, n: { is: 0..3 }",
      outcomes: "o: { when: flag and $a - n < $a-n }",
      more,
    });
    expect(problems(text)).toMatchObject([{ code: "ambiguous-name", text: "a-n" }]);
  });

  it("are refused: an event or ending that is what another thing does", () => {
    const more = "endings: { flag becomes yes: { when: flag } }";
    expect(problems(written({ more }))).toMatchObject([{ code: "ambiguous-name", text: "flag becomes yes" }]);
  });

  it("are told in the question: a clock and an outcome of one name, where either may follow", () => {
    const more = "clocks: { truce: { owner: city, at: 2026-02-02, lapses: it, then: { flag: no } } }";
    const scenario = scenarioOf(
      written({ outcomes: "a: { when: flag }, truce: { on: truce lapses }, truce broken: { at end: flag }", more }),
    );
    expect(parseQuestion(scenario, "P(a before truce)").diagnostics).toMatchObject([
      { code: "question-not-understood", message: expect.stringContaining("both a clock and an outcome") },
    ]);
    expect(parseQuestion(scenario, "P(a before truce broken)").question).toMatchObject({
      of: { kind: "before", other: 2 },
    });
    expect(parseQuestion(scenario, "P(a by truce)").question).toMatchObject({ of: { kind: "first" } });
  });
});
