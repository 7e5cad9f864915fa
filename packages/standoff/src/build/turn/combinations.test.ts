/**
 * Independent uncertainties that multiply: told at once and by name where they are too many, and every limit kept on
 * the way.
 */
import { describe, expect, test } from "vitest";
import { loadScenario } from "../../language/load.ts";
import { type BuildOptions, type BuildResult, buildWorld } from "../build.ts";
import { combinationsInWords, MOST_STARTS } from "./combinations.ts";

const bits = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join("");

function build(body: string, options: BuildOptions = {}): BuildResult {
  const text = `standoff: 1
title: Combinations
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-02-02, step: 1 week }
scale: { 0: as now, 100: best }
steadiness: { better by: 10 points, is chosen: 9 in 10 }
actors: { city: { name: City } }
${body}
outcomes: { done: { when: v0 } }
`;
  const { scenario, diagnostics } = loadScenario("x.yaml", () => text);
  if (scenario === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return buildWorld(scenario, options);
}

const events = (count: number) => `state:
${bits(count, (i) => `  v${i}: yes or no\n`)}events:
  storm:
${bits(count, (i) => `    e${i}: { chance: 0.5, does: { v${i}: yes } }\n`)}`;

const starts = (count: number) => `state:
${bits(count, (i) => `  v${i}: { is: yes or no, starts: { yes: 0.5, no: rest } }\n`)}`;

describe("too many combinations", () => {
  test.each([true, false])("of events in a group: the group and its events are named (kernel: %s)", (kernel) => {
    const built = build(events(18), { kernel });
    if (built.status !== "too large") throw new Error(built.status);
    expect(built.combinations).toMatchObject({ count: 2 ** 18, of: expect.stringContaining("storm") });
    expect(built.combinations!.factors).toHaveLength(18);
    expect(combinationsInWords(built.combinations!)).toContain("e0 x 2");
  });

  test("of starts: before any is entered", () => {
    const built = build(starts(30));
    if (built.status !== "too large") throw new Error(built.status);
    expect(built.combinations).toMatchObject({ count: 2 ** 30, of: "the uncertain starts" });
    expect(combinationsInWords(built.combinations!)).toContain("1,073,741,824");
  });

  test("of clocks that run side by side", () => {
    const clocks = bits(
      18,
      (i) => `  c${i}: { owner: everyone, starts: v0 becomes true, takes: about 2 weeks, lapses: it }\n`,
    );
    const built = build(
      `state: { v0: yes or no }\nclocks:\n${clocks}events: { n: { e: { chance: 0.5, does: { v0: yes } } } }`,
      {
        maxBytes: 2 ** 28,
      },
    );
    if (built.status !== "too large") throw new Error(built.status);
    expect(built.combinations).toMatchObject({ of: "the clocks in one period" });
  });
});

describe("a few are built, and every limit is looked at on the way", () => {
  test("of eight events and eight starts all combinations are there", () => {
    const built = build(`${events(8)}`);
    if (built.status !== "built") throw new Error(built.status);
    expect(built.world.header.edges).toBeGreaterThan(2 ** 8);
    const begun = build(starts(8));
    if (begun.status !== "built") throw new Error(begun.status);
    expect(begun.world.header.starts).toBe(2 ** 8);
  });

  test("cancelling and the limit of memory end even the entering of starts", () => {
    const many = starts(Math.log2(MOST_STARTS));
    let asked = 0;
    expect(build(many, { cancelled: () => ++asked > 2 }).status).toBe("cancelled");
    expect(asked).toBeLessThan(10);
    expect(build(many, { maxBytes: 3e6 }).status).toBe("too large");
  });

  test("the limit of edges ends a layer in its midst", () => {
    const built = build(events(12), { maxEdges: 100_000 });
    expect(built.status).toBe("cancelled");
  });
});
