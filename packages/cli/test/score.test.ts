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

  test("two checks that ask the same leave both base rates, and their mean is scored", async () => {
    const checked = `extends: scenarios/labour-strike/scenario.standoff.yaml
checks:
  strikes before: { ask: P(strike called), base rate: 3 of 12, class: contracts, source: records }
  strikes abroad: { ask: P(strike called by the last day), base rate: 4 of 8, class: contracts abroad, source: records }
`;
    const { written, out } = await run(["freeze", "rate.yaml", "--draws", "4", "-o", "out"], {
      files: { ...files, "rate.yaml": checked },
    });
    const [text] = written.values();
    const { baseRate } = JSON.parse(text).questions.find(({ name }: { name: string }) => name === "strike called");
    expect(baseRate.map(({ rate }: { rate: number }) => rate)).toEqual([0.25, 0.5]);
    expect(out).toContain("3 of 12, 4 of 8");
    const came = "scenario,question,resolved,date\nrate,strike called,no,2026-07-31\n";
    const scored = await run(["score", "out", "--resolutions", "came.csv", "--json"], {
      files: { out: text, "came.csv": came },
    });
    const [{ comparisons }] = JSON.parse(scored.out).sets;
    const { theirs } = comparisons.find(({ against }: { against: string }) => against === "base rates");
    expect(theirs.brier).toBeCloseTo(0.375 ** 2, 14);
  });
});

const twoForms = {
  "forms.yaml": `extends: scenarios/labour-strike/scenario.standoff.yaml
rivals:
  no mediator: { because: no mandate, weight: 30 %, changes: { events: removed, assumptions: { mediator: removed }, evidence: { office: removed } } }
`,
  ...files,
};

describe("a forecast of rival forms", () => {
  const sealing = ["freeze", "forms.yaml", "--draws", "8", "-o", "f.forecast"];
  const named = (name: string) => (one: { name: string }) => one.name === name;

  test("is their mean by weight, with what each says, and scores tell each", async () => {
    const { written, out } = await run(sealing, { files: twoForms });
    const text = [...written.values()][0];
    const forecast = JSON.parse(text);
    expect(
      forecast.forms.map((one: { name: string; weightGivenNews: number }) => [one.name, one.weightGivenNews]),
    ).toEqual([
      [null, expect.closeTo(0.7, 12)],
      ["no mediator", expect.closeTo(0.3, 12)],
    ]);
    const { mean, stated, forms } = forecast.questions.find(named("settled"));
    const [own, without] = forms.each;
    expect([own.form, without.form, forms.over, stated]).toEqual([null, "no mediator", "all forms", own.stated]);
    expect(mean).toBeCloseTo(0.7 * own.mean + 0.3 * without.mean, 12);
    expect(own.mean).toBe(JSON.parse(sealed).questions.find(named("settled")).mean);
    expect(out.replace(/\s+/g, " ")).toContain("Sealed is the mean over all forms by their weights");
    const { out: scored, err } = await run(["score", "f.forecast", "--resolutions", "came.csv", "--json"], {
      files: { "f.forecast": text, "came.csv": resolutions.replaceAll("labour-strike", "forms") },
    });
    const [set] = JSON.parse(scored || err).sets;
    const brier = (against: string) =>
      set.comparisons.find((one: { against: string }) => one.against === against).theirs.brier;
    expect(set.scores.brier).toBeCloseTo((1 - mean) ** 2, 14);
    expect(brier("form as it stands")).toBeCloseTo((1 - own.mean) ** 2, 14);
    expect(brier("form no mediator")).toBeCloseTo((1 - without.mean) ** 2, 14);
  });

  test("without weights is of the form as it stands, and says so; one form by itself is told in the settings", async () => {
    const listed = { ...twoForms, "forms.yaml": twoForms["forms.yaml"].replace(" weight: 30 %,", "") };
    const { written, out } = await run(sealing, { files: listed });
    const { forms, questions } = JSON.parse([...written.values()][0]);
    expect(forms[1]).toMatchObject({ name: "no mediator", weight: null, weightGivenNews: null, draws: 8 });
    expect(questions[0].forms.over).toBe("as it stands");
    expect(questions[0].mean).toBe(questions[0].forms.each[0].mean);
    expect(out).toContain("Sealed is the form as it stands");
    const alone = (await run([...sealing, "--rival", "no mediator"], { files: twoForms })).written;
    const { settings, forms: none } = JSON.parse([...alone.values()][0]);
    expect([settings.rival, none]).toEqual(["no mediator", undefined]);
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
