/** Mistakes that were told in the wrong place or words: each once, where it was made, with a way out that works. */
import { describe, expect, it } from "vitest";
import { loadScenario } from "../src/language/load.ts";
import { position } from "../src/text/source.ts";

const file = "a.standoff.yaml";

const whole = (rate = "$pace", more = "") => `
standoff: 1
title: T
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-03-02, step: 1 week }
afterwards: none
scale: { 0: as now, 100: best }
steadiness: { lambda: 1 }
noise: mistakes
actors: { city: { name: City } }
state: { hit: yes or no, fund: { is: 0..3, starts: { 3: $share, 2: rest } } }
events: { n: { strike: { rate: ${rate}, when: fund > 0, does: { hit: yes } } } }
outcomes: { struck: { when: hit } }
payoffs: { city: { cost: { while: hit and now > 2026-01-05 + $delay, value: -$cost per month } } }
assumptions:
  pace:  { value: 0.5 per month, range: 0.2 per month to 1 per month, basis: convention }
  share: { value: 30 %, range: 10 % to 60 %, basis: convention }
  delay: { value: 2 weeks, range: 1 week to 4 weeks, basis: convention }
  cost:  { value: 5, basis: convention }
${more}
`;

function told(texts: Record<string, string>, path: string, set: Record<string, string> = {}) {
  const { diagnostics, sources } = loadScenario(path, (name) => texts[name], { set });
  return diagnostics.map(({ code, span, hint, severity }) => {
    const { path: in_, text } = sources[span.file];
    return { code, severity, in: in_, text: text.slice(span.start, span.end), hint, ...position(text, span.start) };
  });
}
const check = (text: string, set: Record<string, string> = {}) => told({ [file]: text }, file, set);

describe("a setting without its unit", () => {
  it.each([
    ["pace", "0.7", '"0.7 per month"'],
    ["delay", "3", '"3 weeks"'],
  ])("blames the setting, once, and says how to write it: %s=%s", (name, value, way) => {
    const found = check(whole(), { [name]: value });
    expect(found).toMatchObject([
      { code: "wrong-type", in: "--set", text: value, hint: expect.stringContaining(`write ${way}`) },
    ]);
    expect(check(whole(), { [name]: /"(.*)"/.exec(way)![1] })).toEqual([]);
  });

  it.each([
    ["share", "0.3 per week"],
    ["cost", "3 weeks"],
    ["pace", "2026-01-05"],
    ["delay", "5 per month"],
  ])("with another unit too: %s=%s", (name, value) => {
    expect(check(whole(), { [name]: value })).toMatchObject([{ code: "wrong-type", in: "--set", text: value }]);
  });

  it("is right where none is needed", () => {
    expect(check(whole(), { share: "0.4", cost: "7", pace: "0.25 per month", delay: "20 days" })).toEqual([]);
    expect(check(whole(), { pace: "0" }).map(({ code, in: where }) => [code, where])).toEqual([
      ["value-outside-range", "--set"],
    ]);
  });

  it("is told once where it cannot be read", () => {
    expect(check(whole(), { share: "much" })).toMatchObject([{ code: "unknown-name", in: "--set", text: "much" }]);
  });

  it("in a file that extends another blames that file", () => {
    const texts = { [file]: whole(), "b.yaml": `extends: ${file}\nassumptions: { pace: { value: 2 } }\n` };
    expect(told(texts, "b.yaml")).toMatchObject([{ code: "wrong-type", in: "b.yaml", text: "2" }]);
  });
});

describe("a rate over no time", () => {
  it.each(["1 per 0 days", "1 per 0.0 weeks", "every 0 days"])("is told at the nought: %s", (rate) => {
    const [first, ...others] = check(whole(rate)).filter(({ severity }) => severity === "error");
    expect(others).toEqual([]);
    expect(first).toMatchObject({ code: "division-by-zero", text: expect.stringMatching(/^0/) });
    expect(first.hint).toContain("1 per 10 days");
  });

  it("is another thing than an unknown unit", () => {
    expect(check(whole("1 per 3 dayz"))[0]).toMatchObject({ code: "unknown-unit", text: "dayz" });
  });
});

describe("knowledge of a day after the end", () => {
  it("is told as hindsight", () => {
    const late = whole().replace("as of: { day: 2026-01-05 }", "as of: { day: 2026-03-03 }");
    expect(check(late)).toMatchObject([{ code: "as-of-after-end", text: "2026-03-03", severity: "warning" }]);
    expect(check(late.replace("2026-03-03", "2026-03-02"))).toEqual([]);
  });
});
