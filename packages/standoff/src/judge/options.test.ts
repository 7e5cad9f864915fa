/** Options in a situation against closed forms, and against what questions say of the same game. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runScenario } from "../run.ts";
import { parseDay } from "../text/dates.ts";
import { type ActorOptions, optionsOf } from "./options.ts";

/** A hidden sort of opponent: entry pays against the soft one only; in the second week whoever is in may leave. */
const entry = `standoff: 1
title: Entry
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-01-19, step: 1 week }
scale: { 0: nothing, 100: all }
noise: mistakes
afterwards: none
order: fixed
actors:
  entrant: { name: Entrant, steadiness: { lambda: 1 } }
state:
  soft: { is: yes or no, starts: { yes: 0.25, no: rest }, seen by: no one }
  seen: { is: [nothing, smoke], starts: { smoke: 0.5, nothing: rest } }
  entered: yes or no
  hurt: yes or no
desks:
  newcomer:
    of: entrant
    plain: yes
    moves:
      enter: { when: not entered and now < 2026-01-12, does: { entered: yes } }
      leave: { when: entered and now >= 2026-01-12, does: { entered: no } }
events:
  later: { a blow: { when: entered and not soft and now >= 2026-01-12, chance: 0.5, does: { hurt: yes } } }
turns: [newcomer, later]
payoffs:
  entrant: { a place: { at end: entered and soft, value: 8 }, a wound: { on: a blow, value: -2 } }
outcomes: { entry: { when: entered }, hurt: { when: hurt } }
`;

function solved(path: string, text: string | null = null) {
  const run = runScenario(path, (file) => text ?? readFileSync(file, "utf8"), { scales: [1] });
  if (run.status !== "solved") throw new Error(JSON.stringify(run));
  return run;
}

function told(options: ActorOptions) {
  if (options.status !== "told") throw new Error(options.says);
  return options;
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const day = (text: string) => parseDay(text)!;

describe("options", () => {
  test("have chance, points and risks in closed form", () => {
    const game = solved("entry.yaml", entry);
    // in the second week: staying is worth 8/4 - 2 (3/4) (1/2) = 1.25, leaving nothing
    const stays = logistic(1.25);
    const second = told(optionsOf(game, { actor: "entrant", on: day("2026-01-14"), situation: "entered" }));
    expect(second.date).toBe("2026-01-12");
    const [hold, leave] = second.desks[0].acts;
    expect(hold).toMatchObject({
      act: "hold",
      chance: expect.closeTo(stays, 9),
      points: expect.closeTo(1.25, 9),
      behindBest: 0,
    });
    expect(leave).toMatchObject({ act: "leave", points: expect.closeTo(0, 9), behindBest: expect.closeTo(1.25, 9) });
    const risk = (of: typeof hold, name: string) => of.outcomes.find((one) => one.name === name)!.probability;
    expect([risk(hold, "hurt"), risk(leave, "hurt")]).toEqual([expect.closeTo(0.375, 9), expect.closeTo(0, 12)]);
    expect([risk(hold, "entry"), risk(leave, "entry")]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
    const first = told(optionsOf(game, { actor: "Entrant", on: day("2026-01-05"), situation: "seen is smoke" }));
    expect(first.desks[0]).toMatchObject({ reached: expect.closeTo(0.5, 12), meets: expect.closeTo(1, 12) });
    const enter = first.desks[0].acts.find(({ act }) => act === "enter")!;
    expect(enter.points).toBeCloseTo(stays * 1.25, 9);
    expect(enter.chance).toBeCloseTo(logistic(stays * 1.25), 9);
    expect(risk(enter, "hurt")).toBeCloseTo(stays * 0.375, 9);
    // what a situation holds besides shifts the risks, and not what the actor knows: were the opponent soft, nothing
    // could hurt
    const soft = told(optionsOf(game, { actor: "entrant", on: day("2026-01-12"), situation: "entered and soft" }));
    expect(soft.desks[0].acts[0].points).toBeCloseTo(1.25, 9);
    expect(risk(soft.desks[0].acts[0], "hurt")).toBe(0);
    expect(soft.desks[0].reached).toBeCloseTo(0.25 * enter.chance, 9);
  });

  test("go by the news", () => {
    const news = `${entry}history: [{ on: 2026-01-06, happened: enter }, { on: 2026-01-06, seen: seen is smoke }]\n`;
    const game = solved("entry.yaml", news);
    const { desks } = told(optionsOf(game, { actor: "entrant", on: day("2026-01-12") }));
    expect(desks[0].reached).toBeCloseTo(1, 12);
    expect(desks[0].acts.map(({ act }) => act)).toEqual(["hold", "leave"]);
    expect(desks[0].acts[0].outcomes[1].probability).toBeCloseTo(0.375, 9);
    expect(optionsOf(game, { actor: "entrant", on: day("2026-01-05") })).toMatchObject({
      status: "none",
      says: expect.stringContaining("news"),
    });
  });

  test("add up: acts and not meeting make the forecast", () => {
    const path = new URL("../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url);
    const game = solved(fileURLToPath(path));
    const { desks } = told(optionsOf(game, { actor: "company", on: day("2026-03-02") }));
    const [{ acts, meets }] = desks;
    expect(acts.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 12);
    const improve = acts.find(({ act }) => act === "improve the offer")!;
    const hold = acts.find(({ act }) => act === "hold")!;
    const settled = (one: typeof hold) => one.outcomes.find(({ name }) => name === "a fair contract")!.probability;
    expect(settled(improve)).toBeGreaterThan(settled(hold) + 0.1);
    expect(meets).toBeCloseTo(1 - Math.exp(-0.5), 9); // fortnightly, in a week
  });

  test("where there are none say why", () => {
    const game = solved("entry.yaml", entry);
    const says = (wanted: Parameters<typeof optionsOf>[1]) =>
      expect.objectContaining({
        status: "none",
        says: expect.stringContaining(String(wanted.situation ?? wanted.actor)),
      });
    const wrong = { actor: "entrnt", on: day("2026-01-05") };
    expect(optionsOf(game, wrong)).toEqual(says(wrong));
    const odd = { actor: "entrant", on: day("2026-01-05"), situation: "entred" };
    expect(optionsOf(game, odd)).toEqual(says(odd));
    expect(optionsOf(game, { actor: "entrant", on: day("2026-01-05"), situation: "entered" })).toMatchObject({
      status: "none",
    });
    expect(optionsOf(game, { actor: "entrant", on: day("2027-01-05") })).toMatchObject({
      says: expect.stringContaining("calendar"),
    });
  });
});
