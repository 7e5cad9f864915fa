import { loadScenario } from "standoff";
import { readerOf } from "standoff/wire";
import { expect, test } from "vitest";
import { mechanismsIn, withMechanisms } from "./mechanisms.ts";

const main = "case/scenario.standoff.yaml";
const scenario = `
standoff: 1
title: A gate
as of: { day: 2025-01-06 }
calendar: { from: 2025-01-06, to: 2025-03-30, step: 1 week }
scale: { 0: as it was, 100: best }
actors: { a: { name: A } }
state: { fallen: yes or no }
events: { world: { it falls: { rate: $falls, does: { fallen: yes } } } }
outcomes: { fell: { when: fallen } }
assumptions: { falls: { value: 1 per month, range: 0.5 per month to 2 per month, basis: judgement }, other: { value: 1, range: 0 to 2, basis: judgement } }
`;
const files = {
  [main]: scenario,
  "case/what-ifs/falls-twice-as-often.yaml":
    "# Falls twice as often\nextends: ../scenario.standoff.yaml\nassumptions: { falls: { value: 2 per month } }\n",
  "case/what-ifs/more.yaml": "extends: ../scenario.standoff.yaml\nassumptions: { other: { value: 2 } }\n",
  "case/what-ifs/findings.yaml": "# no scenario\nnotes: none\n",
};
const [twice, more] = Object.keys(files).slice(1);

test("what-ifs are told by their files; several count at once, whatever folder they come from", () => {
  expect(mechanismsIn(files, main)).toEqual([
    { file: twice, name: "falls twice as often", says: "Falls twice as often" },
    { file: more, name: "more", says: "" },
  ]);
  const texts = withMechanisms({ main, files }, [twice, more]);
  const { scenario: both, diagnostics } = loadScenario(texts.main, readerOf(texts));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(both?.assumptions.map(({ text }) => text)).toEqual(["2 per month", "2"]);
  expect(withMechanisms({ main, files }, [])).toEqual({ main, files });
});
