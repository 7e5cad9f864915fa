/**
 * Answers go by the file's news, all of them by the same, and say which; what cannot be has probability 0 wherever it
 * is asked.
 */
import { describe, expect, test } from "vitest";
import { run } from "./captured.ts";

const scenario = (history: string) => `
standoff: 1
title: A demand that may be a bluff
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-06-29, step: 1 week }
afterwards: none
scale: { 0: as it is, 100: best }
steadiness: { better by: 10 points, is chosen: 9 in 10 }
noise: mistakes
actors: { city: { name: City }, port: { name: Port } }
state: { settled: yes or no, blockade: yes or no, resolve: { is: [weak, firm], starts: { firm: 0.4, weak: rest }, seen by: city } }
clocks: { ultimatum: { owner: city, at: 2026-03-02, lapses: the offer to talk } }
desks:
  port table: { of: port, tempo: fortnightly, moves: { give way: { when: not settled, does: { settled: yes, blockade: no } } } }
  city table: { of: city, tempo: fortnightly, moves: { close the port: { when: now >= ultimatum and not settled and not blockade, does: { blockade: yes } } } }
payoffs:
  port: { terms: { on: give way, value: -25 }, losses: { while: blockade, value: -15 per month } }
  city: { terms: { on: give way, value: 40 }, costs: { while: blockade, value: if resolve is firm then -2 per month else -12 per month } }
outcomes: { closed: { on: close the port }, agreement: { when: settled } }
questions: { agreed: { ask: P(agreement), resolves: announced } }
checks: { usual: { ask: P(agreement), base rate: 3 of 10, class: demands, source: made up } }
${history}
`;
const happened =
  "history:\n  - { on: 2026-03-11, happened: close the port }\n  - { on: 2026-04-14, seen: not settled }";
const files = {
  "game.standoff.yaml": scenario(happened),
  "plain.standoff.yaml": scenario(""),
  "never.standoff.yaml": scenario("history:\n  - { on: 2026-02-11, happened: close the port }"),
};
const json = async (...args: string[]) => {
  const { code, out, err } = await run([...args, "--json"], { files });
  return { code, err, ...(out === "" ? {} : JSON.parse(out)) };
};
const question = "P(agreement)";

describe("answers go by the file's news", () => {
  test("all verbs come to the same figure, and say by what", async () => {
    const account = await json("update", "game.standoff.yaml");
    const after = account.outcomes.agreement.after.byEnd;
    const asked = await json("ask", "game.standoff.yaml", "--draws", "0", question);
    const foretold = await json("forecast", "game.standoff.yaml", "--draws", "0");
    expect(asked.code).toBe(0);
    expect(asked.answers[0].value).toBeCloseTo(after, 12);
    expect(foretold.outcomes.agreement.byEnd).toBe(after);
    expect(foretold.questions[0].value).toBeCloseTo(after, 12);
    const news = { status: "conditioned", asOf: "2026-04-14", through: "2026-04-19", items: 2, of: 2 };
    for (const one of [asked, foretold]) expect(one.news).toMatchObject({ ...news, likelihood: account.likelihood });
    const explained = await json("explain", "game.standoff.yaml");
    expect(explained.news).toMatchObject(news);
    const agreed = explained.paths.stories.filter(({ order }: { order: string[][] }) =>
      order.flat().includes("agreement"),
    );
    const chance = agreed.reduce((sum: number, one: { probability: number }) => sum + one.probability, 0);
    expect(Math.abs(chance - after)).toBeLessThan(1e-9);
    const compared = await json("compare", "game.standoff.yaml", "plain.standoff.yaml");
    expect(compared.outcomes.agreement.a.byEnd).toBe(after);
    expect([compared.a.news.status, compared.b.news.status]).toEqual(["conditioned", "no news"]);
    const { out } = await run(["export", "game.standoff.yaml", "--what", "outcomes", "--json"], { files });
    const table = JSON.parse(out);
    expect(table.rows[1]["by end"]).toBe(after);
    expect(table.manifest.settings["news as of"]).toBe("2026-04-14");
    expect((await run(["ask", "game.standoff.yaml", "--draws", "0", question], { files })).out).toMatch(
      /Given the news as of 14 Apr 2026: 2\s+items/,
    );
  });

  test("news counts for the whole period that holds its day, and that is said", async () => {
    const text = `standoff: 1
title: One event
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-02-02, step: 1 week }
afterwards: none
scale: { 0: nothing, 100: all }
steadiness: { lambda: 1 }
actors: { a: { name: A } }
state: { hit: yes or no, other: yes or no }
events: { one: { strike: { when: not hit, chance: 0.3, does: { hit: yes } } } }
outcomes: { struck: { when: hit } }
history:
  - { on: 2026-01-08, did not happen: strike }
  - { on: 2026-01-14, happened: strike }
`;
    const one = { files: { "one.standoff.yaml": text } };
    for (const verb of [["ask", "P(struck)"], ["forecast"]]) {
      const [name, ...more] = verb;
      const { out } = await run([name, "one.standoff.yaml", "--draws", "0", ...more], one);
      expect(out.replace(/\s+/g, " "), name).toContain(
        "The whole period that holds that day, 12 Jan 2026 to 18 Jan 2026, counts as seen, and each item for the whole of its period.",
      );
    }
    const { out } = await run(["update", "one.standoff.yaml"], one);
    expect(out).toContain("counted for the period that holds the day, 2026-01-05 to 2026-01-11");
    const { items } = JSON.parse((await run(["update", "one.standoff.yaml", "--json"], one)).out);
    expect(items[1]).toMatchObject({ on: "2026-01-14", period: ["2026-01-12", "2026-01-18"] });
  });

  test("--before-news is the game itself, and --as-of what was known then", async () => {
    const plain = (await json("ask", "plain.standoff.yaml", "--draws", "0", question)).answers[0].value;
    const before = await json("ask", "game.standoff.yaml", "--draws", "0", question, "--before-news");
    expect([before.answers[0].value, before.news.status]).toEqual([plain, "before the news"]);
    const early = await json("ask", "game.standoff.yaml", "--draws", "0", question, "--as-of", "1 March 2026");
    expect([early.answers[0].value, early.news.items]).toEqual([plain, 0]);
    const account = await json("update", "game.standoff.yaml");
    for (const date of ["2026-03-11", "March 30, 2026", "2026-04-13"]) {
      const later = await json("forecast", "game.standoff.yaml", "--draws", "0", "--as-of", date);
      expect(later.outcomes.agreement.byEnd).toBe(account.items[0].outcomes.agreement.after);
      expect(later.news).toMatchObject({ items: 1, of: 2 });
    }
    expect(await json("ask", "game.standoff.yaml", "--draws", "0", question, "--as-of", "2031-01-01")).toMatchObject({
      code: 2,
    });
    expect(await json("ask", "game.standoff.yaml", "--draws", "0", question, "--as-of", "soon")).toMatchObject({
      code: 2,
    });
    const both = ["--as-of", "2026-03-11", "--before-news"];
    expect(await json("ask", "game.standoff.yaml", "--draws", "0", question, ...both)).toMatchObject({ code: 2 });
  });

  test("checks are of the game itself: what has happened does not confirm it", async () => {
    const checks = (await json("forecast", "game.standoff.yaml", "--draws", "0")).checks;
    expect(checks).toHaveLength(1);
    expect(checks).toEqual((await json("forecast", "plain.standoff.yaml", "--draws", "0")).checks);
    const [drawn] = (await json("forecast", "game.standoff.yaml", "--draws", "8")).checks;
    expect(drawn.mean.value).toBeGreaterThan(0);
    expect(drawn.inside).toBe(drawn.interval[0] <= drawn.mean.value && drawn.mean.value <= drawn.interval[1]);
  });

  test("news that cannot be leaves no answer, wherever it is asked, and says why", async () => {
    const why = { kind: "on another day", says: expect.stringContaining("from 2026-03-02 on") };
    const file = "never.standoff.yaml";
    for (const args of [
      ["ask", file, "--draws", "0", question],
      ["forecast", file, "--draws", "0"],
      ["explain", file],
      ["compare", file, "game.standoff.yaml"],
    ]) {
      expect(await json(...args)).toMatchObject({
        code: 1,
        status: "impossible under the model",
        news: { likelihood: 0, why },
      });
    }
    const asked = await json("ask", file, "--draws", "0", question);
    expect(asked.answers[0]).toMatchObject({ status: "impossible under the model", what: "the news" });
    expect(await json("update", file)).toMatchObject({ status: "impossible under the model", likelihood: 0, why });
    expect((await run(["export", file], { files })).code).toBe(1);
    for (const verb of ["forecast", "ask", "explain"]) {
      expect((await run([verb, file], { files })).out).toMatch(/only\s+from\s+2026-03-02/);
    }
    expect(await json("ask", file, "--draws", "0", question, "--before-news")).toMatchObject({
      code: 0,
      status: "solved",
    });
  });

  test("update --restart shows the new game beside the old one, and --as-of takes part of the news", async () => {
    const account = await json("update", "game.standoff.yaml", "--restart");
    expect(account.newGame).toMatchObject({ from: "2026-04-20", unsolvedScales: [] });
    expect(account.newGame.certificate.residual).toBeLessThan(1e-9);
    const { before, after, newGame } = account.outcomes.agreement;
    expect(newGame.byEnd).toBeGreaterThan(0);
    expect(newGame.byEnd).not.toBe(before.byEnd);
    expect(newGame.byDate[10]).toEqual(after.byDate[10]);
    const early = await json("update", "game.standoff.yaml", "--as-of", "2026-03-20");
    expect([early.items.length, early.newGame]).toEqual([1, undefined]);
    expect((await run(["update", "game.standoff.yaml", "--restart"], { files })).out).toContain("new game");
  });
});
