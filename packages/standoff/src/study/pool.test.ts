/** Rival forms: what they are read as, and their pool against closed forms. */
import { describe, expect, test } from "vitest";
import { buildWorld } from "../build/build.ts";
import { loadScenario } from "../language/load.ts";
import { readerOf, textsOf } from "../wire/texts.ts";
import { datesOf } from "./answers.ts";
import { solveDraw } from "./draw.ts";
import { openStudy } from "./open.ts";
import { poolStudies } from "./pool.ts";
import { USUAL_SEED } from "./seed.ts";
import { reduceStudy } from "./study.ts";

const text = `standoff: 1
title: Rival forms
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-04-14, step: 1 week }
afterwards: none
scale: { 0: as things were, 100: the best attainable }
actors: { south: { name: South } }
state: { first: yes or no, second: yes or no }
define: { begun: now >= 2025-04-07 }
events:
  nature:
    once:  { when: not first and not begun, chance: $chance, does: { first: yes } }
    again: { when: not second and begun, chance: $chance, does: { second: yes } }
outcomes: { once: { on: once }, again: { on: again } }
questions: { either: { ask: P(once or again) }, day: { ask: median days until again } }
assumptions: { chance: { value: 0.5, distribution: uniform 0.2 0.6, basis: convention } }
rivals:
  rarer: { weight: 0.25, because: fewer chances, changes: { assumptions: { chance: { distribution: uniform 0.1 0.2 } }, outcomes: { never: { at end: not first and not second } } } }
  other file: { file: what-ifs/none.yaml }
`;
const files: Record<string, string> = {
  "case.yaml": text,
  "what-ifs/none.yaml":
    "extends: ../case.yaml\nevents: { nature: { once: removed } }\noutcomes: { once: removed }\nquestions: removed\n",
};
const news = `history: [{ on: 2025-04-01, happened: once }]\n`;

function studyOf(texts: Record<string, string>, rival?: string) {
  const readFile = (path: string) => texts[path];
  const options = rival === undefined ? {} : { rival };
  const opened = openStudy("case.yaml", readFile, { options, seed: USUAL_SEED, draws: 64, steadiness: true });
  if (opened.status !== "open") throw new Error(JSON.stringify(opened));
  const stated = opened.scenario;
  const built = buildWorld(stated);
  if (built.status !== "built") throw new Error(built.status);
  const own = { news: {}, stated, world: built.world, dates: datesOf(stated), maxBytes: 2 ** 30 };
  const records = opened.points.map((point) => {
    const result = solveDraw({ path: "case.yaml", readFile, options, ...own }, point);
    if (result.status !== "solved") throw new Error(JSON.stringify(result));
    return { drawn: point.drawn, ...result };
  });
  return { plan: opened.plan, records, study: reduceStudy(opened.plan, records, null) };
}

function pooled(forms: Parameters<typeof poolStudies>[0]) {
  const found = poolStudies(forms);
  if (found.status !== "pooled") throw new Error(found.says);
  return found;
}

describe("rival forms", () => {
  const [own, rarer] = [studyOf(files), studyOf(files, "rarer")];

  test("are the file with their changes, or the file that they name, with places and a hash of their own", () => {
    const read = (rival: string) => loadScenario("case.yaml", (path) => files[path], { rival });
    expect(rarer.plan.outcomes).toEqual(["once", "again", "never"]);
    expect(read("other file").scenario!.outcomes.map(({ name }) => name)).toEqual(["again"]);
    expect(read("other file").scenario!.rivals).toEqual([]);
    const { scenario } = loadScenario("case.yaml", (path) => files[path]);
    expect(scenario!.rivals.map(({ name, weight, because }) => [name, weight, because])).toEqual([
      ["rarer", 0.25, "fewer chances"],
      ["other file", null, ""],
    ]);
    expect(read("rarer").scenario!.hash).not.toBe(scenario!.hash);
    expect(read("rarest").diagnostics).toMatchObject([
      { code: "unknown-reference", hint: expect.stringContaining("rarer") },
    ]);
    const faulty = text.replace("{ assumptions: { chance: { distribution: uniform 0.1 0.2 } }, ", "{ desk: 5, ");
    const [found] = loadScenario("case.yaml", () => faulty, { rival: "rarer" }).diagnostics;
    expect([found.code, faulty.slice(found.span.start, found.span.end)]).toEqual(["unknown-key", "desk"]);
    expect(textsOf("case.yaml", (path) => files[path]).files).toHaveProperty(["what-ifs/none.yaml"]);
    const elsewhere = readerOf(textsOf("case.yaml", (path) => files[path]));
    expect(loadScenario("case.yaml", elsewhere, { rival: "other file" }).scenario).toBeDefined();
  });

  test("weights are chances that leave something", () => {
    for (const weight of ["1.2", "-0.1"]) {
      const { diagnostics } = loadScenario("case.yaml", () => text.replace("weight: 0.25", `weight: ${weight}`));
      expect(diagnostics.map(({ code }) => code)).toContain("rival-weights");
    }
  });

  test("pooled have the weighted mean of their means, and bands over the draws of all", () => {
    const { study, weights } = pooled([
      { weight: 0.75, ...own },
      { weight: 0.25, ...rarer },
    ]);
    expect(weights).toEqual([expect.closeTo(0.75, 12), expect.closeTo(0.25, 12)]);
    const once = study.outcomes[0];
    expect(study.outcomes.map(({ name }) => name)).toEqual(["once", "again"]);
    expect(once.mean).toBeCloseTo(0.75 * own.study.outcomes[0].mean! + 0.25 * rarer.study.outcomes[0].mean!, 12);
    expect(once.mean).toBeCloseTo(0.75 * 0.4 + 0.25 * 0.15, 3);
    // a quarter of the mass lies evenly in 0.1..0.2, the rest in 0.2..0.6: the tenth at 0.14, the median at 0.2 + 0.4 /
    // 3, nine tenths at 0.6 - 0.4 * 2/15
    for (const [i, exact] of [0.14, 1 / 3, 0.6 - 0.4 * (0.1 / 0.75)].entries())
      expect(Math.abs(once.band![i] - exact)).toBeLessThan(0.01);
    expect(study.questions[0].mean).toBeCloseTo(
      0.75 * own.study.questions[0].mean! + 0.25 * rarer.study.questions[0].mean!,
      12,
    );
    expect(study.questions[1].mean).toBeGreaterThan(7); // a day of the second week
  });

  test("count by how likely they made the news", () => {
    const told = { ...files, "case.yaml": text + news };
    const { study, weights } = pooled([
      { weight: 0.75, ...studyOf(told) },
      { weight: 0.25, ...studyOf(told, "rarer") },
    ]);
    // P(once) is 0.4 and 0.15; E p^2 = mean^2 + width^2 / 12
    const [a, b] = [0.75 * 0.4, 0.25 * 0.15];
    expect(weights[1]).toBeCloseTo(b / (a + b), 3);
    const squares = 0.75 * (0.4 ** 2 + 0.4 ** 2 / 12) + 0.25 * (0.15 ** 2 + 0.1 ** 2 / 12);
    expect(study.outcomes[1].mean).toBeCloseTo(squares / (a + b), 3);
  });

  test("cannot be pooled without weights, or with other dates", () => {
    expect(poolStudies([{ weight: 0, ...own }])).toMatchObject({ status: "none" });
    const longer = { ...rarer, plan: { ...rarer.plan, dates: ["2025-05-01"] } };
    expect(
      poolStudies([
        { weight: 0.5, ...own },
        { weight: 0.5, ...longer },
      ]),
    ).toMatchObject({ status: "none", says: expect.stringContaining("dates") });
  });
});
