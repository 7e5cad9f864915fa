/**
 * `standoff backtest` on an invented pair of scenarios with invented resolutions, its scores worked by hand from what
 * was sealed.
 */
import { readReport } from "@standoff/report";
import { describe, expect, test } from "vitest";
import { run } from "./captured.ts";

const quarrel = (title: string, likely: number) => `standoff: 1
title: ${title}
as of: { day: 2025-01-06 }
caveat: Invented.
calendar: { from: 2025-01-06, to: 2025-03-31, step: 1 week }
scale: { 0: nothing, 100: all }
actors: { buyer: { name: The buyer } }
state: { signed: yes or no, walked: yes or no }
desks:
  buyer: { of: buyer, tempo: weekly, moves: { sign: { when: not signed and not walked, usual: 20 % per month, does: { signed: yes } } } }
events: { weather: { the seller walks: { when: not signed and not walked, rate: $walks, does: { walked: yes } } } }
payoffs: { buyer: { deal: { on: sign, value: $worth } } }
outcomes: { deal: { when: signed }, walked off: { when: walked } }
questions: { deal by February: { ask: P(deal by 2025-01-31) } }
assumptions:
  walks: { value: ${likely} % per month, range: ${likely / 2} % per month to ${2 * likely} % per month, basis: judgement }
  worth: { value: 10, range: 0 to 30, basis: judgement }
`;
const scenarios = {
  "lib/mill/scenario.standoff.yaml": quarrel("The old mill", 10),
  "lib/field/scenario.standoff.yaml": quarrel("The long field", 40),
};
const sealing = (name: string) =>
  run(["freeze", `lib/${name}`, "--draws", "4", "-o", `lib/${name}/${name}.forecast`], { files: scenarios });
const sealed = Object.fromEntries(
  (await Promise.all(["mill", "field"].map(sealing))).flatMap(({ written }) =>
    [...written].map(([path, text]) => [path.replace("/here/", ""), text]),
  ),
);
const came = `scenario,question,resolved,date
mill,deal,yes,2025-02-10
mill,deal by February,no,2025-02-01
mill,walked off,no,2025-02-10
field,deal,no,2025-03-31
field,walked off,yes,2025-01-20
`;
const files = { ...scenarios, ...sealed, "came.csv": came };
const backtest = (args: readonly string[] = [], more: Record<string, string> = {}) =>
  run(["backtest", "lib", "--resolutions", "came.csv", ...args], { files: { ...files, ...more } });
const chanceOf = (name: string, question: string): number =>
  JSON.parse(sealed[`lib/${name}/${name}.forecast`]).questions.find((one: { name: string }) => one.name === question)
    .mean;

describe("backtest", () => {
  test("scores by question, by scenario and over all are those worked by hand", async () => {
    const { out, code, err } = await backtest(["--json"]);
    expect(code, err).toBe(0);
    const found = JSON.parse(out);
    const mill = [
      (1 - chanceOf("mill", "deal")) ** 2,
      chanceOf("mill", "deal by February") ** 2,
      chanceOf("mill", "walked off") ** 2,
    ];
    const field = [chanceOf("field", "deal") ** 2, (1 - chanceOf("field", "walked off")) ** 2];
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const by = new Map(found.scenarios.map((one: { name: string; scores: object }) => [one.name, one.scores]));
    expect(by.get("mill")).toMatchObject({ items: 3, brier: expect.closeTo(mean(mill), 12) });
    expect(by.get("field")).toMatchObject({ items: 2, brier: expect.closeTo(mean(field), 12) });
    expect(found.all.scores.brier).toBeCloseTo(mean([...mill, ...field]), 12);
    expect(found.evenly.brier.mean).toBeCloseTo((mean(mill) + mean(field)) / 2, 12);
    // Of four draws of two one is all the one, one all the other: the 5 and 95 per cent points.
    const ends = [mean(mill), mean(field)].sort((a, b) => a - b);
    expect(found.evenly.brier.interval).toEqual(ends.map((end) => expect.closeTo(end, 12)));
    const ladder = [chanceOf("mill", "deal by February") ** 2, (1 - chanceOf("mill", "deal")) ** 2];
    expect(found.all.ranked.ours).toBeCloseTo(mean(ladder), 12);
    expect(found.open).toBe(1);
    // Sealed by the clock of these tests, 2026: all were settled.
    expect(found.hindsight).toMatchObject({ items: 5, of: 5 });
  });

  test("the twin comes from the scenario beside the forecast, if it is the one that was sealed", async () => {
    const { all, withoutTwin } = JSON.parse((await backtest(["--json"])).out);
    expect(all.comparisons.map(({ against }: { against: string }) => against)).toEqual([
      "one half",
      "habit alone",
      "stated values",
      "uninformed twin",
    ]);
    expect(withoutTwin).toEqual([]);
    const changed = quarrel("The old mill", 12);
    const other = JSON.parse((await backtest(["--json"], { "lib/mill/scenario.standoff.yaml": changed })).out);
    expect(other.withoutTwin).toEqual([
      { scenario: "mill", why: "the scenario beside it is not the one that was sealed" },
    ]);
    expect(other.all.comparisons.at(-1).theirs.items).toBe(2);
  });

  test("the terminal and the page say it, hindsight first; the page carries its data and no report", async () => {
    const crowd =
      "source,scenario,question,date,probability\ncrowd,mill,deal,2025-01-06,60 %\ncrowd,mill,deal,2025-02-09,99 %\n";
    const { out, written, code } = await backtest(["--others", "crowd.csv", "--html", "scores.html"], {
      "crowd.csv": crowd,
    });
    expect(code).toBe(0);
    expect(out).toMatch(
      /^2 scenarios, 1 question open\nAll of these items were settled when their forecast was sealed/,
    );
    for (const title of ["Every scenario counts the same", "mill: The old mill", "All questions together", "crowd"])
      expect(out).toContain(title);
    const page = written.get("/here/scores.html")!;
    for (const said of ["All of these items", "Invented.", "The long field", "crowd", "Calibration"])
      expect(page).toContain(said);
    expect(page).not.toMatch(/<script(?! type="application\/json")|https?:|NaN|undefined/);
    expect(readReport(page)).toBeUndefined();
    const data = JSON.parse(/id="standoff-backtest">(.*?)<\/script>/s.exec(page)![1]);
    expect(data.all.comparisons.at(-1)).toMatchObject({
      against: "crowd",
      theirs: { brier: expect.closeTo(0.16, 12) },
    });
  });

  test("a folder without forecasts, one forecast twice, a broken seal and faulty tables are told", async () => {
    const told = async (args: readonly string[], more: Record<string, string> = {}) => {
      const { code, err } = await run(["backtest", ...args, "--resolutions", "came.csv"], {
        files: { ...files, ...more },
      });
      return [code, err] as const;
    };
    expect(await told(["none"])).toEqual([2, expect.stringContaining("there is no folder none")]);
    expect(await told(["bare"], { "bare/x.txt": "" })).toEqual([2, expect.stringContaining("hold no sealed forecast")]);
    const mill = sealed["lib/mill/mill.forecast"];
    expect(await told(["lib"], { "lib/copy/mill.forecast": mill })).toEqual([
      2,
      expect.stringContaining("both sealed as mill"),
    ]);
    expect(await told(["lib"], { "lib/mill/mill.forecast": mill.replace("old mill", "new mill") })).toEqual([
      1,
      expect.stringContaining("lib/mill/mill.forecast: damaged: its seal is broken"),
    ]);
    expect(await told(["lib"], { "came.csv": `${came}mill,del,yes,2025-01-07\n` })).toEqual([
      1,
      expect.stringContaining('came.csv:7: no forecast of mill has a question "del"; did you mean "deal"?'),
    ]);
  });
});
