/** Derivatives whose ranges are not all come to: the slopes stand, and what is missing is counted. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runScenario } from "../../run.ts";
import { derivativesOf } from "./tell-derivatives.ts";

const path = fileURLToPath(new URL("../../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url));
const solved = runScenario(path, (file) => readFileSync(file, "utf8"), { scales: [1] });

test("work that is ended among the ranges leaves all slopes and the ranges solved by then", () => {
  if (solved.status !== "solved") throw new Error(solved.status);
  const ranges = 4;
  let over = false;
  const onProgress = (done: number) => {
    over ||= done === 2;
  };
  const [whole] = derivativesOf(solved, ["settled"], { ranges });
  const [ended] = derivativesOf(solved, ["settled"], { ranges, onProgress, cancelled: () => over });
  if (whole.status !== "told" || ended.status !== "told") throw new Error("not told");
  expect([whole.missingRanges, ended.missingRanges]).toEqual([0, 2]);
  const slopes = (of: typeof whole) => of.effects.map(({ derivative }) => derivative);
  expect(slopes(ended)).toEqual(slopes(whole));
  const solvedOver = ended.effects.flatMap(({ assumption, overRange }) => (overRange === null ? [] : [assumption]));
  expect(solvedOver.length).toBe(2);
  for (const { assumption, overRange } of ended.effects.filter((one) => one.overRange !== null)) {
    expect(overRange).toEqual(whole.effects.find((one) => one.assumption === assumption)?.overRange);
  }
});
