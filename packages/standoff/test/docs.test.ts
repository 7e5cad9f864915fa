/**
 * Every yaml example of docs/language.md is read: together they are one whole scenario, and those that say `extends`
 * extend it.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadScenario } from "../src/language/load.ts";
import { printScenario } from "../src/language/print-scenario.ts";
import { printDay } from "../src/text/dates.ts";
import { formatDiagnostic } from "../src/text/diagnostic.ts";

const page = readFileSync(new URL("../../../docs/language.md", import.meta.url), "utf8");
const fragments = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1]);
const whole = fragments.filter((text) => !/^extends:/m.test(text)).join("");
const whatIf = fragments.filter((text) => /^extends:/m.test(text));

const files: Record<string, string> = { "port-strike/scenario.standoff.yaml": whole };
for (const [index, text] of whatIf.entries()) files[`what-if-${index}/scenario.standoff.yaml`] = text;

function load(path: string, options = {}) {
  const loaded = loadScenario(path, (file) => (Object.hasOwn(files, file) ? files[file] : undefined), options);
  const problems = loaded.diagnostics.filter((entry) => entry.severity !== "info");
  return { ...loaded, problems: problems.map((entry) => formatDiagnostic(entry, loaded.sources)) };
}

describe("the examples of docs/language.md", () => {
  it("are many enough to be what this test thinks", () => {
    expect(fragments.length).toBeGreaterThan(9);
    expect(whatIf.length).toBe(3);
  });

  it("make one whole scenario without fault or warning", () => {
    expect(load("port-strike").problems).toEqual([]);
  });

  it("mean what the page says", () => {
    const { scenario } = load("port-strike");
    const printed = printScenario(scenario!);
    expect(printed).toContain("last notice: 2025-06-05");
    expect(printed).toContain("fund: 0 | 1 | 2 | 3 | 4; starts 2 0.5, 3 1 - 0.5; seen by union");
    expect(printed).toContain("clear the quay when strike and talks is closed");
    expect(printed).toContain("news, union table, [port table, port security], port police, board");
    expect(scenario!.actors[0].lambda).toBeCloseTo(Math.log(9) / 10, 12);
    expect(scenario!.actors[1].lambda).toBeCloseTo(Math.log(9) / 8, 12);
    expect(scenario!.outcomes.map(({ name }) => name)).toContain("no settlement");
    expect(scenario!.calendar.periods.reduce((sum, { days }) => sum + days, 0)).toBe(91);
    expect(printDay(scenario!.calendar.end)).toBe("2025-12-30");
    const afterwards = scenario!.calendar.played.slice(scenario!.calendar.periods.length);
    expect(afterwards.map(({ steps }) => Math.round(steps)).slice(0, 4)).toEqual([1, 2, 4, 4]);
  });

  it("have values of several analysts, of which the mean by weights stands", () => {
    const { scenario, problems } = load("what-if-0");
    expect(problems).toEqual([]);
    expect(scenario!.assumptions.find(({ name }) => name === "clash")?.value).toBeCloseTo((2 * 0.1 + 0.3) / 3, 12);
  });

  it("are rolled to a day of their news", () => {
    const { scenario, problems } = load("what-if-1");
    expect(problems).toEqual([]);
    expect(printDay(scenario!.rolled!.to)).toBe("2025-04-14");
  });

  it("can be extended", () => {
    const { scenario, problems } = load("what-if-2");
    expect(problems).toEqual([]);
    expect(scenario!.assumptions.find(({ name }) => name === "clash")?.value).toBe(0.3);
    expect(scenario!.desks[0].moves.map(({ name }) => name)).not.toContain("work to rule");
  });

  it("have the rival forms that stand in the file", () => {
    const { scenario, problems } = load("port-strike", { rival: "no warm weather" });
    expect(problems).toEqual([]);
    expect(printScenario(scenario!)).not.toContain("warm weather");
  });

  it("take the options that the page names", () => {
    expect(load("port-strike", { set: { clash: "0.3" } }).scenario?.assumptions[0]?.value).toBe(0.3);
    expect(load("port-strike", { step: "half" }).scenario!.calendar.periods.length).toBeGreaterThan(26);
    expect(load("port-strike", { step: "3 days" }).scenario!.calendar.step).toEqual({ count: 3, unit: "day" });
    expect(load("port-strike", { horizon: 1.25 }).scenario!.calendar.to).toBe(
      load("port-strike").scenario!.calendar.from + 114,
    );
    expect(load("port-strike", { reversed: true }).scenario!.startReversed).toBe(true);
  });
});
