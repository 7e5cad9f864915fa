/**
 * How long a slider takes: one assumption moved by a hundredth of itself, then the scenario read and built again,
 * solved at the stated steadiness from the solution before, and three outcomes forecast. At the scenario's own step
 * (the exact answer) and at coarser ones (a first answer). Medians.
 *   node bench/slider.ts [scenario, default us-iran-2025] [runs, default 5]
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildWorld } from "../packages/standoff/src/build/build.ts";
import { loadScenario } from "../packages/standoff/src/language/load.ts";
import type { Scenario } from "../packages/standoff/src/language/scenario.ts";
import { openInquiry } from "../packages/standoff/src/query/inquiry.ts";
import { parseQuestion } from "../packages/standoff/src/query/questions/question.ts";
import { solveEquilibrium } from "../packages/standoff/src/solve/equilibrium.ts";
import type { World } from "../packages/standoff/src/world/world.ts";

const name = process.argv[2] ?? "us-iran-2025";
const runs = Number(process.argv[3] ?? 5);
const path = fileURLToPath(new URL(`../scenarios/${name}/scenario.standoff.yaml`, import.meta.url));
const OUTCOMES = 3;

function read(step: string | undefined, set: Readonly<Record<string, string>>): Scenario {
  const { scenario } = loadScenario(path, (file) => readFileSync(file, "utf8"), { set, ...(step ? { step } : {}) });
  if (!scenario) throw new Error(`${name} has errors`);
  return scenario;
}

function build(scenario: Scenario): World {
  const built = buildWorld(scenario);
  if (built.status !== "built") throw new Error(`${name}: ${built.status}`);
  return built.world;
}

function solve(world: World, from?: Float64Array) {
  const result = solveEquilibrium(world, from ? { from } : {})[0];
  if (result.status !== "solved") throw new Error(`${name}: ${result.status}`);
  return result;
}

function forecast(scenario: Scenario, world: World, solved: ReturnType<typeof solve>): number[] {
  const questions = scenario.outcomes
    .filter(({ how }) => how !== "else")
    .slice(0, OUTCOMES)
    .map((outcome) => parseQuestion(scenario, `P(${outcome.name})`).question!);
  const inquiry = openInquiry(scenario, world, { forecast: false, questions });
  inquiry.ask(solved);
  return inquiry.answers().map((answer) => (answer.status === "answered" ? answer.value : Number.NaN));
}

/** An assumption that changes the numbers of the world and not its shape. */
function movable(step: string | undefined): { readonly assumption: string; readonly value: number } {
  const scenario = read(step, {});
  const { edges, slots } = build(scenario).header;
  for (const { name: assumption, type, value } of scenario.assumptions) {
    if (type !== "number" || value === 0) continue;
    const { header } = build(read(step, { [assumption]: String(value * 1.01) }));
    if (header.edges === edges && header.slots === slots) return { assumption, value };
  }
  throw new Error(`${name} has no assumption to move`);
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

function measure(step: string | undefined): void {
  const { assumption, value } = movable(step);
  const first = build(read(step, {}));
  const { policy } = solve(first);
  const times: Record<"read" | "build" | "solve" | "ask" | "all", number[]> = {
    read: [],
    build: [],
    solve: [],
    ask: [],
    all: [],
  };
  for (let run = 1; run <= runs; run++) {
    const marks = [performance.now()];
    const scenario = read(step, { [assumption]: String(value * (1 + 0.01 * (run % 2 === 0 ? -1 : 1))) });
    marks.push(performance.now());
    const world = build(scenario);
    marks.push(performance.now());
    const solved = solve(world, policy);
    marks.push(performance.now());
    forecast(scenario, world, solved);
    marks.push(performance.now());
    for (const [i, part] of (["read", "build", "solve", "ask"] as const).entries()) {
      times[part].push(marks[i + 1] - marks[i]);
    }
    times.all.push(marks[4] - marks[0]);
  }
  const ms = (part: keyof typeof times) => `${part} ${median(times[part]).toFixed(0)} ms`;
  console.log(
    `${name} at ${step ?? "its own step"} (${first.header.nodes.toLocaleString("en")} states), ${assumption}: ` +
      `${ms("read")}, ${ms("build")}, ${ms("solve")}, ${ms("ask")}; ${ms("all")}`,
  );
}

for (const step of [undefined, "2 weeks", "1 month"]) measure(step);
