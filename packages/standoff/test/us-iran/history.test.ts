/**
 * The made-up news of `history-example.yaml`, at the coarse step of the what-ifs: every item is possible in the solved
 * model, news about hidden things moves them the way that its reader would expect, and what the README quotes of it is
 * what is found.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildWorld } from "../../src/build/build.ts";
import { loadScenario } from "../../src/language/load.ts";
import { type NewsItem, updateSolutions } from "../../src/query/history/update.ts";
import { percent } from "../../src/query/words.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import { COARSE } from "./what-ifs.ts";

const folder = join(import.meta.dirname, "../../../../scenarios/us-iran-2025");
const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

function news() {
  const { scenario, diagnostics } = loadScenario(join(folder, "history-example.yaml"), read, { step: COARSE });
  expect(diagnostics).toEqual([]);
  const built = buildWorld(scenario!);
  if (built.status !== "built") throw new Error(`the world is ${built.status}`);
  const [solved] = solveEquilibrium(built.world, { approach: "stated first" });
  if (solved?.status !== "solved") throw new Error(`the scenario is ${solved?.status}`);
  return updateSolutions(scenario!, built.world, [solved]);
}

const move = ({ outcomes }: NewsItem, name: string) => {
  const { before, after } = outcomes.find((outcome) => outcome.name === name)!;
  return after - before;
};

test("the made-up news is possible, and moves forecast and beliefs item by item", { timeout: 1_200_000 }, () => {
  const { status, items } = news();
  expect(status).toBe("conditioned");
  expect(items.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["happened", "did not happen", "seen"]));
  for (const { likelihood } of items) expect(likelihood).toBeGreaterThan(0.001);

  const item = (text: string) => items.find((one) => one.text.includes(text))!;
  expect(move(item("take up indirect talks"), "any agreement")).toBeGreaterThan(0.01);
  expect(move(item("a voice for verification"), "the wide aim leads")).toBeLessThan(-0.01);
  expect(move(item("give more"), "any agreement")).toBeGreaterThan(0.01);
  expect(move(item("ask for less"), "the wide aim leads")).toBeLessThan(-0.01);
  expect(move(item("a contrary voice"), "the wide aim leads")).toBeGreaterThan(0.01);
  expect(move(item("Iran leaves the talks"), "any agreement")).toBeLessThan(-0.05);

  const readme = read(join(folder, "README.md"))!;
  for (const { on, kind, text, likelihood } of items) {
    expect(readme).toContain(`${on}  ${kind}: ${text}\n      expected with ${percent(likelihood)}`);
  }
});
