/**
 * A scenario that was rolled on answers as the new game does, whoever asks: run, draws, a session; and a second time
 * from there.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadScenario } from "../src/language/load.ts";
import { ask } from "../src/query/told/tell-answers.ts";
import { derivativesOf } from "../src/query/told/tell-derivatives.ts";
import { forecast } from "../src/query/told/tell-forecast.ts";
import { restart } from "../src/query/told/tell-update.ts";
import { runScenario } from "../src/run.ts";
import { datesOf } from "../src/study/answers.ts";
import { solveDraw } from "../src/study/draw.ts";
import { parseDay } from "../src/text/dates.ts";
import { openSession } from "../src/wire/client.ts";
import { session } from "../src/wire/session.ts";
import { twin } from "../src/wire/twin.ts";

const strike = fileURLToPath(new URL("../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url));
const news = `extends: ${strike}
history:
  - { on: 2026-05-11, happened: call a strike }
  - { on: 2026-05-25, happened: improve the offer }
`;
const roll = (to: string, through = "") =>
  `extends: news.yaml\nas of: { day: ${to} }\nrolled: { to: ${to}${through}, forecasts: [{ as of: 2026-03-02, chances: { settled: 0.85 } }] }\n`;
const texts: Record<string, string> = {
  "news.yaml": news,
  "rolled.yaml": roll("2026-05-13"),
  "again.yaml": roll("2026-05-27", ", through: [2026-05-13]"),
  "early.yaml": roll("2026-05-01"),
  "turned.yaml": roll("2026-05-13", ", through: [2026-05-20]"),
  "late.yaml": roll("2026-09-01"),
  "odd.yaml": roll("2026-05-13").replace("0.85", "1.85"),
};
const read = (path: string) => texts[path] ?? readFileSync(path, "utf8");

function solved(path: string) {
  const run = runScenario(path, read);
  if (run.status !== "solved") throw new Error(JSON.stringify(run, ["status", "diagnostics", "message"]));
  return run;
}

function outcomesOf(...of: Parameters<typeof forecast>) {
  const told = forecast(...of);
  if (!("outcomes" in told)) throw new Error(told.status);
  return told.outcomes;
}

const to = (day: string) => ({ asOf: parseDay(day)! });

describe("rolled on", () => {
  const before = solved("news.yaml");
  const rolled = solved("rolled.yaml");

  test("foretells at every steadiness what `restart` does, with the news up to the day or later", () => {
    const game = restart(before, to("2026-05-13"));
    if (game.status !== "restarted") throw new Error(game.status);
    const own = outcomesOf(rolled, { news: to("2026-05-13") });
    expect(rolled.results.map(({ scale }) => scale)).toEqual([0.5, 1, 2]);
    expect(own.map(({ byEnd, ribbon }) => [byEnd, ribbon.byEnd])).toEqual(
      game.forecast.outcomes.map(({ byEnd, ribbon }) => [
        expect.closeTo(byEnd, 12),
        ribbon.byEnd.map((end) => expect.closeTo(end, 12)),
      ]),
    );
    // Without a day the whole of the history counts, which is not what the old game makes of it.
    const settled = (of: typeof rolled) => outcomesOf(of).find(({ name }) => name === "settled")!.byEnd;
    expect(Math.abs(settled(rolled) - settled(before))).toBeGreaterThan(1e-4);
    const answer = ask(rolled, "P(settled)");
    expect(answer).toMatchObject({ value: expect.closeTo(settled(rolled), 12) });
  });

  test("a second time it starts from the first new game", () => {
    const game = restart(rolled, to("2026-05-27"));
    if (game.status !== "restarted") throw new Error(game.status);
    const own = outcomesOf(solved("again.yaml"));
    expect(own.map(({ byEnd }) => byEnd)).toEqual(game.forecast.outcomes.map(({ byEnd }) => expect.closeTo(byEnd, 12)));
  });

  test("a draw at the stated values, and ends of ranges, are of the new game too", () => {
    const { scenario, world } = rolled;
    const setting = {
      path: "rolled.yaml",
      readFile: read,
      options: {},
      news: {},
      stated: scenario,
      world,
      dates: datesOf(scenario),
      maxBytes: 2 ** 31,
    };
    const draw = solveDraw(setting, null);
    if (draw.status !== "solved") throw new Error(draw.status);
    const stated = outcomesOf(rolled).map(({ byEnd }) => expect.closeTo(byEnd, 8));
    expect(draw.answers.outcomes.map((by) => by.at(-1))).toEqual(stated);
    const index = scenario.assumptions.findIndex(({ name }) => name === "uncertainty");
    const assumptions = scenario.assumptions.map(({ value }, i) => (i === index ? 6 : value));
    const point = { drawn: [], assumptions, factors: scenario.actors.map(() => 1), again: true, analyst: -1 };
    const at = solveDraw(setting, point);
    if (at.status !== "solved") throw new Error(JSON.stringify(at));
    const [told] = derivativesOf({ ...rolled, results: [rolled.base] }, ["settled"], { ranges: 99 });
    if (told.status !== "told") throw new Error(JSON.stringify(told));
    const uncertainty = told.effects.find(({ assumption }) => assumption === "uncertainty")!;
    expect(uncertainty.derivative).toBeNull();
    expect(uncertainty.overRange![1]).toBeCloseTo(at.answers.outcomes[1].at(-1)!, 7);
  });

  test("a session says the same", async () => {
    const client = openSession(() => twin(session(), { copy: structuredClone, later: setImmediate, shares: true }));
    const files = {
      "rolled.yaml": texts["rolled.yaml"],
      "news.yaml": news.replace(strike, "strike.yaml"),
      "strike.yaml": readFileSync(strike, "utf8"),
    };
    const opened = await client.open({ texts: { main: "rolled.yaml", files } }).result;
    expect(opened).not.toHaveProperty("failure");
    const told = await client.forecast({}).result;
    const stated = outcomesOf(rolled).map(({ name, byEnd }) => [name, byEnd]);
    expect(JSON.stringify(told)).toContain(`"byEnd":${stated[1][1]}`);
    client.restart();
  });
});

test("a day without news, days out of order, a day off the calendar and a chance that is none are told with their place", () => {
  const codes = (path: string) =>
    loadScenario(path, read)
      .diagnostics.filter(({ severity }) => severity === "error")
      .map(({ code }) => code);
  expect(codes("early.yaml")).toEqual(["rolled-without-news"]);
  expect(codes("turned.yaml")).toEqual(["history-out-of-order"]);
  expect(codes("late.yaml")).toContain("history-outside-calendar");
  expect(codes("odd.yaml").length).toBe(1);
  expect(codes("again.yaml")).toEqual([]);
});
