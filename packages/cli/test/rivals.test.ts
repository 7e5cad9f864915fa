/** Rival forms and several analysts beside every answer: the examples of docs/judgement.md. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository, run } from "./captured.ts";

const page = readFileSync(join(repository, "docs", "judgement.md"), "utf8");
const exampleWith = (key: string) =>
  [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => text).find((text) => text.includes(`\n${key}:`))!;

describe("rival forms", () => {
  const files = { "forms.standoff.yaml": exampleWith("rivals") };
  const asked = ["ask", "forms.standoff.yaml", "P(settled by 2026-05-31)", "--draws", "8"];
  const json = async (args: readonly string[], given = files) =>
    JSON.parse((await run([...args, "--json"], { files: given })).out);

  test("stand beside an answer as each gives it by itself, and over all by their weights", async () => {
    const { rivals, answers } = await json(asked);
    const [own, without, vote] = rivals.forms;
    expect([own.name, own.weight, own.answers[0].mean]).toEqual([null, 0.7, answers[0].mean.value]);
    const alone = await json([...asked, "--rival", "no mediator"]);
    expect(alone.settings.rival).toBe("no mediator");
    expect([without.answers[0].mean, without.answers[0].band]).toEqual([
      alone.answers[0].mean.value,
      alone.answers[0].band,
    ]);
    expect(alone.rivals).toBeUndefined();
    expect(vote.weight).toBeNull();
    const [pooled] = rivals.pool.answers;
    expect(pooled.mean).toBeCloseTo(0.7 * own.answers[0].mean + 0.3 * without.answers[0].mean, 12);
    expect(rivals.pool.weights).toEqual([expect.closeTo(0.7, 12), expect.closeTo(0.3, 12), 0]);
  });

  test("are those of a file that has the changes itself", async () => {
    const changed = {
      "x.standoff.yaml":
        "extends: labour-strike\nevents: removed\nassumptions: { mediator: removed }\nevidence: { office: removed }\n",
    };
    const { answers } = await json(
      ["ask", "x.standoff.yaml", "P(settled by 2026-05-31)", "--draws", "8"],
      changed as never,
    );
    const { rivals } = await json(asked);
    expect(rivals.forms[1].answers[0].mean).toBe(answers[0].mean.value);
  });

  test("are a table of the forecast, with what speaks for them, and of a form that lacks what is asked nothing", async () => {
    const { out } = await run(["forecast", "forms.standoff.yaml", "--draws", "8"], { files });
    expect(out).toMatch(/^Rival forms\n +as it stands 70 % +no mediator 30 % +the members vote +over forms$/m);
    expect(out).toMatch(/^settled +\d+ % \(\d+-\d+\) +\d+ % \(\d+-\d+\) +\d+ % \(\d+-\d+\) +\d+ % \(\d+-\d+\)$/m);
    expect(out).toContain("no mediator: the office has no mandate in this trade.");
    const other = {
      "f.standoff.yaml":
        "extends: labour-strike\nrivals: { quiet: { weight: 0.5, changes: { outcomes: { strike on the last day: removed } } } }\n",
    };
    const { rivals } = await json(
      ["ask", "f.standoff.yaml", "P(strike on the last day)", "--draws", "4"],
      other as never,
    );
    expect(rivals.forms[1].answers).toEqual([]);
    expect(rivals.pool).toBeNull();
  });

  test("with errors are told of by check, and those that are not there", async () => {
    const faulty = {
      "f.standoff.yaml": "extends: labour-strike\nrivals: { odd: { changes: { events: { no such: removed } } } }\n",
    };
    const { code, out } = await run(["check", "f.standoff.yaml"], { files: faulty });
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/^Rival form odd\nf\.standoff\.yaml:2:39: error\[removes-nothing\]/),
    ]);
    const wrong = await run([...asked, "--rival", "no mdiator"], { files });
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('did you mean "no mediator"?')]);
  });

  test("say once of warnings what they share, and what one of them alone has", async () => {
    const [spare, form] = ["assumptions: { spare: { value: 3, basis: judgement } }\n", exampleWith("rivals")];
    const shared = await run(["forecast", "f.standoff.yaml", "--draws", "4"], {
      files: { "f.standoff.yaml": `${form}${spare}` },
    });
    expect(shared.err.match(/warning/g)).toHaveLength(1);
    const own = form.replace("assumptions: {", "assumptions: { spare: { value: 3, basis: judgement },");
    const alone = await run(["forecast", "f.standoff.yaml", "--draws", "4"], { files: { "f.standoff.yaml": own } });
    expect(alone.err).toMatch(/^1 warning: standoff check f\.standoff\.yaml --rival "no mediator"\n$/);
  });

  test("are named by a study of the form as it stands, and one of them is studied by name", async () => {
    const studying = ["study", "forms.standoff.yaml", "--draws", "4"];
    const said = (out: string) => out.replace(/\s+/g, " ");
    const { out } = await run(studying, { files });
    expect(said(out)).toContain("The form as it stands, without its rival forms: no mediator, the members vote.");
    const own = await json(studying);
    expect([own.rivals, own.settings.rival]).toEqual([["no mediator", "the members vote"], undefined]);
    const other = await json([...studying, "--rival", "no mediator"]);
    expect([other.rivals, other.settings.rival]).toEqual([undefined, "no mediator"]);
    expect(other.outcomes.settled.mean.byEnd).not.toBe(own.outcomes.settled.mean.byEnd);
    const one = await run([...studying, "--rival", "no mediator"], { files });
    expect(one.out).toContain("The rival form: no mediator.");
  });

  test("are a part of the report", async () => {
    const { out } = await run(["report", "forms.standoff.yaml", "--draws", "4"], { files });
    const { rivals } = JSON.parse(
      /<script type="application\/json" id="standoff-report">(.*?)<\/script>/.exec(out)![1],
    );
    expect(rivals.forms).toHaveLength(3);
    expect(out).toContain('<h2 id="rivals">Rival forms</h2>');
  });
});

test("several analysts: what each holds, and every answer under each and over the mixture", async () => {
  const files = { "two.standoff.yaml": exampleWith("analysts") };
  const asked = ["ask", "two.standoff.yaml", "P(a fair contract)", "--draws", "64"];
  const { analysts, answers } = JSON.parse((await run([...asked, "--json"], { files })).out);
  const [a, b] = analysts.of;
  expect(analysts.assumptions[0].values[1]).toEqual({ analyst: "analyst B", text: "0.8", range: "0.7 to 0.9" });
  const mixed = a.weightGivenNews * a.answers[0].mean + b.weightGivenNews * b.answers[0].mean;
  expect(mixed).toBeCloseTo(answers[0].mean.value, 9);
  expect(b.answers[0].mean).toBeGreaterThan(a.answers[0].mean + 0.1);
  const { out } = await run(asked, { files });
  expect(out).toMatch(
    /^By analyst\n +analyst A 67 % +analyst B 33 % +mixture\nlarge fund +0\.4 \(0\.3 to 0\.5\) +0\.8 \(0\.7 to 0\.9\)$/m,
  );
  const report = (await run(["report", "two.standoff.yaml", "--draws", "8"], { files })).out;
  expect(report).toContain('<h2 id="analysts">Several analysts</h2>');
});
