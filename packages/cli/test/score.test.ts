/** `standoff freeze` and `standoff score`: a forecast sealed, and scored by tables. */
import { describe, expect, test } from "vitest";
import { run, scenarioText } from "./captured.ts";

const files = { "scenarios/labour-strike/scenario.standoff.yaml": scenarioText("labour-strike") };
const freeze = ["freeze", "labour-strike", "--draws", "8", "-o", "strike.forecast"];
const sealed = [...(await run(freeze, { files })).written.values()][0];
const resolutions = "scenario,question,resolved,date\nlabour-strike,settled,yes,2026-05-12\n";
const scoring = (more: Record<string, string>, args: string[] = []) =>
  run(["score", "strike.forecast", "--resolutions", "came.csv", ...args], {
    files: { "strike.forecast": sealed, "came.csv": resolutions, ...more },
  });

describe("freeze", () => {
  test("seals what forecast says, beside habit and stated values, and the same each time", async () => {
    const { outcomes } = JSON.parse((await run(["forecast", "labour-strike", "--draws", "8", "--json"])).out);
    const { scenario, questions, frozen, seed, seal } = JSON.parse(sealed);
    expect([scenario.name, frozen, seed]).toEqual(["labour-strike", "2026-03-02T08:00:00.000Z", "calm-river-stone"]);
    const settled = questions.find(({ name }: { name: string }) => name === "settled");
    const { mean, band, habit, byEnd } = outcomes.settled;
    expect(settled).toMatchObject({ mean: mean.byEnd, band: band.byEnd, habit, stated: byEnd, baseRate: null });
    expect(questions.map(({ name }: { name: string }) => name)).toContain("settled without a strike");
    expect(questions.map(({ name }: { name: string }) => name)).not.toContain("how long");
    const { out } = await run([...freeze, "--json"], { files });
    expect(JSON.parse(out)).toMatchObject({ status: "sealed", file: "strike.forecast", seal });
    expect((await run([...freeze, "--draws", "0"], { files })).code).toBe(2);
  });

  test("the base rate of a check stands beside the question that it is of, however that is written", async () => {
    const checked = `extends: scenarios/labour-strike/scenario.standoff.yaml
checks: { strikes before: { ask: P(strike called by the last day), base rate: 3 of 12, class: contracts, source: records } }
`;
    const { written, err } = await run(["freeze", "rate.yaml", "--draws", "4", "-o", "out"], {
      files: { ...files, "rate.yaml": checked },
    });
    const { questions } = JSON.parse([...written.values()][0] ?? err);
    const { baseRate } = questions.find(({ name }: { name: string }) => name === "strike called");
    expect(baseRate).toEqual({ rate: 0.25, happened: 3, cases: 12, class: "contracts", source: "records" });
  });
});

describe("score", () => {
  test("gives the scores of what was settled, and of others beside them", async () => {
    const market = "source,scenario,question,date,probability\nmarket,labour-strike,settled,2026-03-01,70 %\n";
    const { out, code } = await scoring({ "market.csv": market }, ["--others", "market.csv", "--json"]);
    expect(code).toBe(0);
    const { mean } = JSON.parse(sealed).questions.find(({ name }: { name: string }) => name === "settled");
    const [set] = JSON.parse(out).sets;
    expect(set.scores.brier).toBeCloseTo((1 - mean) ** 2, 14);
    expect(set.scores.log).toBeCloseTo(Math.log(mean), 14);
    const others = set.comparisons.at(-1);
    expect(others).toMatchObject({ against: "market", theirs: { brier: expect.closeTo(0.09, 14) } });
    expect(others.averaged.brier).toBeCloseTo((1 - (mean + 0.7) / 2) ** 2, 14);
    const page = (await scoring({})).out;
    expect(page).toContain("Sealed before it was settled\n1 item: Brier 0.0");
    expect((await scoring({ "came.csv": resolutions.replace("2026-05", "2026-02") })).out).toContain("no score");
  });

  test("refuses a changed forecast and faulty tables, with their lines", async () => {
    const changed = sealed.replace(/"mean": 0\.\d/, '"mean": 0.1');
    const broken = await scoring({ "strike.forecast": changed });
    expect([broken.code, broken.err]).toEqual([1, expect.stringContaining("its seal is broken")]);
    const again = sealed.replace("{", "{ ");
    expect((await scoring({ "strike.forecast": again })).err).toContain("not written as this program writes it");
    const wrong = `${resolutions}labour-strike,setled,yes,2026-05-12\nlabour-strike,settled,sure,2026-05-12\n`;
    const faulty = await scoring({ "came.csv": wrong });
    expect(faulty.code).toBe(1);
    expect(faulty.err).toContain(
      'came.csv:3: no forecast of labour-strike has a question "setled"; did you mean "settled"?',
    );
    expect(faulty.err).toContain("came.csv:4: resolved is yes, no or void");
    const { diagnostics } = JSON.parse((await scoring({ "came.csv": wrong }, ["--json"])).out);
    expect(diagnostics.map(({ line }: { line: number }) => line).sort()).toEqual([3, 4]);
    expect((await scoring({}, ["--others", "none.csv"])).code).toBe(2);
  });
});
