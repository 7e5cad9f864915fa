/** The language service over the tutorial, and over a file of every construct that names things. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { completionsAt } from "./complete.ts";
import { applyEdits } from "./edits.ts";
import { fixesFor } from "./fixes.ts";
import { hoverAt } from "./hover.ts";
import { foldsOf, outlineOf } from "./outline.ts";
import { type Reading, readForEditing } from "./reading.ts";
import { definitionAt, referencesAt, renameAt } from "./rename.ts";
import { sheetsOf } from "./sheets.ts";
import { stateCosts } from "./state-costs.ts";
import { whereIs } from "./where.ts";

const scenario = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../../scenarios/${name}/scenario.standoff.yaml`, import.meta.url)), "utf8");
const strike = scenario("labour-strike");
const reading = (text: string, before?: Reading) =>
  readForEditing("case.yaml", (path) => (path === "case.yaml" ? text : undefined), before);
const sound = reading(strike);

describe("where a place is", () => {
  test.each([
    ["", [], "key", ""],
    ["actors:\n  us: { name: X, pat", ["actors", "us"], "key", "pat"],
    ["desks:\n  a:\n    moves:\n      go: { does: { x: u", ["desks", "a", "moves", "go", "does", "x"], "value", "u"],
    ["history:\n  - { on: 2025-01-01, ha", ["history", 0], "key", "ha"],
    ["history:\n  - on: 2025-01-01\n    hap", ["history", 0], "key", "hap"],
    ["turns:\n  - a\n  - b", ["turns", 1], "value", "b"],
    ["a:\n  b: 1\n", [], "key", ""],
    ["caveat: >-\n  hello: wor", ["caveat"], "value", "hello: wor"],
    ["a: { b: [x, {c: 1}], ", ["a"], "key", ""],
    ["a: { b:\n    1, c", ["a"], "key", "c"],
    ['a: "{ b"\nc', [], "key", "c"],
  ] as const)("%j", (text, path, part, written) => {
    expect(whereIs(text, text.length)).toMatchObject({ path, part, written });
  });

  test("nowhere in a comment", () => expect(whereIs("a: 1 # b", 8)).toBeNull());
});

/** Completions where `written` stands in place of a part of the tutorial. */
function offered(part: string, written: string): string[] {
  const at = strike.indexOf(part);
  const text = strike.slice(0, at) + written + strike.slice(at + part.length);
  return completionsAt(reading(text, sound), at + written.length).items.map(({ label }) => label);
}

describe("completion", () => {
  test.each([
    ["keys of the schema, without those that stand there", "usual: 10 %", "us", ["usual", "family"], ["when"]],
    ["actors, where one stands", "of: union", "of: ", ["union", "company"], ["strike"]],
    ["levels after a variable", "offer is not high", "offer is not ", ["low", "fair", "high"], ["yes", "small"]],
    ["assumptions after a dollar", "-$lost orders", "-$lo", ["$lost orders", "$mediator"], ["offer"]],
    [
      "what may happen",
      "{ on: call a strike",
      "{ on: cal",
      ["call a strike", "settlement", "union table holds", "contract ends lapses"],
      [],
    ],
    ["what an effect may write", "strike: no } }", "strike: ", ["yes", "no"], ["small"]],
    ["evidence", "[office]", "[", ["accounts", "orders", "office"], ["union"]],
    ["the ways that evidence points", "strike with fund down", "strike with fund ", ["up", "down"], []],
    ["words of a closed list", "basis: base rate", "basis: ", ["measured", "base rate", "judgement"], []],
    ["outcomes in a question", "P(settled before", "P(set", ["settled", "strike called"], ["strike"]],
    ["variables that a move changes", "{ offer: up 1 }", "{ ", ["offer", "signed", "fund"], ["when"]],
  ])("%s", (_, part, written, some, none) => {
    const labels = offered(part, written);
    expect(labels).toEqual(expect.arrayContaining(some));
    for (const label of none) expect(labels).not.toContain(label);
  });

  test("names are those of the last reading while the text cannot be read", () => {
    const before = `${strike}\nconfidence:\n  `;
    const broken = reading(`${before}\n\tx: [`, sound);
    expect(broken.current).toBe(false);
    expect(completionsAt(broken, before.length).items.map(({ label }) => label)).toContain("settled");
  });
});

describe("quick fixes", () => {
  test.each([
    ["titl", strike.replace("\ntitle:", "\ntitl:")],
    ["hgh", strike.replace("is not high", "is not hgh")],
    ["strik", strike.replace("{ strike: yes }", "{ strik: yes }")],
    ["$mediatr", strike.replace("$mediator", "$mediatr")],
    ["unio", strike.replace("of: union", "of: unio")],
    ["call a strik", strike.replace("on: call a strike", "on: call a strik")],
  ])("%s", (written, text) => {
    const found = reading(text);
    const problem = found.diagnostics.find(({ span }) => text.slice(span.start, span.end) === written);
    const [fix] = fixesFor(found, problem!);
    expect(applyEdits(text, fix.edits)).toBe(strike);
  });

  test("none where the hint does not mend it", () => {
    const found = reading(strike.replace("value: 0.5, range", "value: soon, range"));
    expect(found.diagnostics.flatMap((problem) => fixesFor(found, problem))).toEqual([]);
  });
});

describe("names", () => {
  const at = (part: string, shift = 1) => strike.indexOf(part) + shift;

  test("a definition, and all places", () => {
    const there = definitionAt(sound, at("$large fund", 3))!;
    expect(strike.slice(0, there.span.start)).toMatch(/assumptions:\n {2}$/);
    expect(
      referencesAt(sound, at("strike called by")).map(({ span }) => strike.slice(0, span.start).split("\n").length),
    ).toEqual(strike.split("\n").flatMap((line, index) => [...line.matchAll(/strike called/g)].map(() => index + 1)));
  });

  test("are renamed alike where lines end with a carriage return too", () => {
    const asCrlf = (of: string) => of.replaceAll("\n", "\r\n");
    const renamed = (of: string) => {
      const result = renameAt(reading(of), of.indexOf("$large fund") + 3, "deep fund");
      if (result.status !== "renamed") throw new Error(result.why);
      return applyEdits(of, result.edits);
    };
    expect(renamed(strike)).toContain("deep fund:");
    expect(renamed(asCrlf(strike))).toBe(asCrlf(renamed(strike)));
  });

  test("a level is that of its variable", () => {
    const places = referencesAt(sound, at("fair, high"));
    expect(places.map(({ of }) => of)).toEqual(places.map(() => "offer"));
    expect(places.length).toBe(5); // declared, two payoffs, the mediator's call, the fair contract
  });

  test("a move and a variable stand in agreements too", () => {
    const lines = (part: string) =>
      referencesAt(sound, at(part)).map(({ span }) =>
        strike.slice(strike.lastIndexOf("\n", span.start) + 1, span.start),
      );
    const inContract = (line: string) => /^ {2}(low|fair|high) contract:/.test(line);
    expect(lines("accept the offer: { when").filter(inContract)).toHaveLength(3);
    expect(lines("offer:  { is").filter(inContract)).toHaveLength(3);
  });

  test("a renamed scenario means the same, whatever is renamed; every way of naming things is known", () => {
    const crisis = scenario("cuba-1962");
    const whole = reading(crisis);
    const declared = whole.names.filter(({ declares }) => declares);
    const refused = declared
      .filter((_, index) => index % 6 === 0)
      .flatMap(({ kind, name, span }) => {
        const renamed = renameAt(whole, span.start + 1, `${name} zq`);
        return renamed.status === "renamed" ? [] : [`${kind} ${name}: ${renamed.why}`];
      });
    expect(refused).toEqual([]);
  });

  test("what would mean something else is refused", () => {
    const refused = (part: string, to: string) => {
      const renamed = renameAt(sound, at(part), to);
      return renamed.status === "refused" ? renamed.why : renamed.status;
    };
    expect(refused("strike: yes or no", "signed")).toContain("second time");
    expect(refused("strike: yes or no", "2 words")).toContain("no name");
    expect(refused("offer:  {", "no and yes")).not.toBe("renamed");
    expect(refused("standoff: 1", "anything")).toBe("no name stands here");
    const faulty = reading(strike.replace("is not high", "is not hgh"));
    expect(renameAt(faulty, at("strike: yes or no"), "walkout").status).toBe("refused");
  });

  test("a what-if that extends another file: its own names are renamed, the other's are not", () => {
    const files: Record<string, string> = {
      "base.yaml": strike,
      "case.yaml": "extends: base.yaml\ndefine: { pause: not strike }\n",
    };
    const whatIf = readForEditing("case.yaml", (path) => files[path]);
    expect(whatIf.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const offset = (part: string) => files["case.yaml"].indexOf(part) + 1;
    expect(renameAt(whatIf, offset("pause"), "quiet")).toMatchObject({ status: "renamed" });
    expect(renameAt(whatIf, offset("strike"), "walkout")).toMatchObject({ status: "refused" });
    expect(definitionAt(whatIf, offset("strike"))?.span.file).toBe(1);
  });
});

test("cards say what the file says, with sources", () => {
  const card = hoverAt(sound, strike.indexOf("$lost orders") + 3)!;
  expect(card.rows).toEqual(
    expect.arrayContaining([
      { term: "range", text: "15 to 40" },
      { term: "B3", text: expect.stringContaining("trade paper") },
    ]),
  );
  const hidden = hoverAt(sound, strike.indexOf("fund is large") + 1)!;
  expect(hidden.rows).toEqual(
    expect.arrayContaining([
      { term: "is", text: "small, large" },
      { term: "seen by", text: "union" },
    ]),
  );
  expect(hoverAt(sound, strike.indexOf("usual: 25"))?.kind).toBe("key");
});

test("outline, folds, rows and costs", () => {
  const desks = outlineOf(sound).find(({ name }) => name === "desks")!;
  expect(desks.children.map(({ name, children }) => [name, children.length])).toEqual([
    ["company table", 1],
    ["union table", 3],
  ]);
  expect(foldsOf("a:\n  b:\n    c: 1\n\n  d: 2\ne: 1\n")).toEqual([
    { line: 0, last: 4 },
    { line: 1, last: 2 },
  ]);
  const { assumptions, payoffs, evidence, clocks } = sheetsOf(sound);
  expect(assumptions.map(({ name }) => name)).toEqual([
    "large fund",
    "strike with fund",
    "strike without fund",
    "lost orders",
    "uncertainty",
    "mediator",
  ]);
  expect(payoffs[0]).toMatchObject({ owner: "union", name: "contract", kind: "on", when: { text: "settlement" } });
  expect(evidence[0].carries).toEqual(["large fund", "strike with fund", "strike without fund"]);
  expect(clocks).toMatchObject([{ name: "contract ends", day: "2026-04-30" }]);
  const costs = stateCosts(sound, [
    { name: "fund", multiplies: 2 },
    { name: "contract ends: due", multiplies: 3 },
    { name: "signed", multiplies: 1 },
  ]);
  expect(costs.map(({ name, multiplies }) => [name, multiplies])).toEqual([
    ["contract ends", 3],
    ["fund", 2],
  ]);
});

test("a text of any kind is read without a throw", () => {
  for (const text of [
    "",
    ":",
    "[",
    "a: *b",
    "- 1\n- 2",
    "standoff: 1\nactors: x",
    "\t",
    "state: { a: { is: [b, b] } }",
    "\ufffd",
  ]) {
    const found = reading(text);
    for (let offset = 0; offset <= text.length; offset++) {
      completionsAt(found, offset);
      hoverAt(found, offset);
      renameAt(found, offset, "x");
    }
    sheetsOf(found);
    outlineOf(found);
  }
});
