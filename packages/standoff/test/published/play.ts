/**
 * Loading, solving and reading the published games: the steps between a scenario file of this folder and the numbers
 * that a test compares. Overlays (finer grids, longer calendars) are small scenarios that extend a file of the folder.
 */
import { readFileSync } from "node:fs";
import { buildWorld } from "../../src/build/build.ts";
import { loadScenario } from "../../src/language/load.ts";
import type { Scenario } from "../../src/language/scenario.ts";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import type { Solved, SolveOptions } from "../../src/solve/solution.ts";
import { worthAtStart } from "../../src/sweep/backward.ts";
import { formatDiagnostic } from "../../src/text/diagnostic.ts";
import { LayerKind, layerOf, SPANNING, stateValue, type World } from "../../src/world/world.ts";

const HOLD = 0xffffffff;
const OVERLAY = "overlay.standoff.yaml";

export interface Game {
  readonly scenario: Scenario;
  readonly world: World;
}

/** Loads a game of this folder, with assumptions set and an optional overlay (JSON is YAML), and builds its world. */
export function openGame(name: string, set: Record<string, number> = {}, overlay?: object): Game {
  const readFile = (path: string): string | undefined => {
    const file = path.split("/").at(-1);
    if (file === OVERLAY) return JSON.stringify({ extends: `./${name}.standoff.yaml`, ...overlay }, null, 1);
    return readFileSync(new URL(file, import.meta.url), "utf8");
  };
  const texts = Object.fromEntries(Object.entries(set).map(([key, value]) => [key, String(value)]));
  const loaded = loadScenario(overlay === undefined ? `${name}.standoff.yaml` : OVERLAY, readFile, { set: texts });
  const wrong = loaded.diagnostics.filter((d) => d.severity === "error");
  if (loaded.scenario === undefined || wrong.length > 0)
    throw new Error(wrong.map((d) => formatDiagnostic(d, loaded.sources)).join("\n"));
  const built = buildWorld(loaded.scenario);
  if (built.status !== "built") throw new Error(`${name} was not built: ${JSON.stringify(built)}`);
  return { scenario: loaded.scenario, world: built.world };
}

/** Solves at the stated steadiness; throws when the solver does not call it solved. */
export function solveGame(game: Game, options: SolveOptions = {}): Solved {
  const [result] = solveEquilibrium(game.world, options);
  if (result?.status !== "solved") throw new Error(`not solved: ${describe(result)}`);
  return result;
}

function describe(result: ReturnType<typeof solveEquilibrium>[number] | undefined): string {
  if (result === undefined) return "no result";
  return "certificate" in result ? `${result.status}, residual ${result.certificate.residual}` : result.status;
}

/** Values by variable name, as written in the file. */
export type Situation = Readonly<Record<string, string>>;

/**
 * Chance of every move of a desk in the one information set that fits the situation (only variables that are named are
 * compared). Throws when no set or several fit.
 */
export function choices(
  game: Game,
  solved: Solved,
  desk: string,
  situation: Situation = {},
  period = 0,
): Record<string, number> {
  const fitting = setsOf(game.world, desk, situation, period);
  if (fitting.length !== 1) throw new Error(`${fitting.length} decisions of ${desk} at ${JSON.stringify(situation)}`);
  const set = fitting[0];
  const { world } = game;
  const moves = world.header.description.desks[world.setDesk[set]].moves;
  const chances: Record<string, number> = {};
  for (let slot = world.setSlot[set]; slot < world.setSlot[set + 1]; slot++)
    chances[world.slotMove[slot] === HOLD ? "hold" : moves[world.slotMove[slot]]] = solved.policy[slot];
  return chances;
}

function setsOf(world: World, desk: string, situation: Situation, period: number): number[] {
  const { desks, variables } = world.header.description;
  const wanted = Object.entries(situation).map(([name, level]) => {
    const variable = variables.findIndex((v) => v.name === name);
    const value = variables[variable]?.levels.indexOf(level) ?? -1;
    if (value < 0) throw new Error(`no ${name} is ${level}`);
    return { variable, value };
  });
  const found = new Set<number>();
  for (let node = 0; node < world.header.nodes; node++) {
    const set = world.nodeSet[node];
    if (set >= world.header.informationSets || desks[world.setDesk[set]]?.name !== desk) continue;
    const layer = world.setLayer[set] === SPANNING ? layerOf(world, node) : world.setLayer[set];
    if (world.layerPeriod[layer] !== period) continue;
    if (wanted.every(({ variable, value }) => stateValue(world, node, variable) === value)) found.add(set);
  }
  return [...found];
}

/** Chance that, at the end, the named variables have the given values. */
export function chanceAtEnd(game: Game, solved: Solved, situation: Situation): number {
  let sum = 0;
  eachEnd(game.world, (node) => {
    const holds = Object.entries(situation).every(([name, level]) => levelAt(game.world, node, name) === level);
    if (holds) sum += solved.reach[node];
  });
  return sum;
}

/** Expected value, at the end, of a number that depends on the levels of one variable. */
export function expectedAtEnd(game: Game, solved: Solved, variable: string, worth: (level: string) => number): number {
  let sum = 0;
  eachEnd(game.world, (node) => {
    sum += solved.reach[node] * worth(levelAt(game.world, node, variable));
  });
  return sum;
}

/** Expected discounted points of each column from the first day on, in its actor's eyes. */
export function startValues({ world }: Game, solved: Solved): Record<string, number> {
  const worth = worthAtStart(world, solved.values);
  return Object.fromEntries(world.header.description.columns.map(({ id }, column) => [id, worth[column]]));
}

function eachEnd(world: World, visit: (node: number) => void): void {
  for (let layer = 0; layer < world.header.layers; layer++) {
    const kind = world.layerKind[layer];
    if (kind !== LayerKind.ended && kind !== LayerKind.final) continue;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) visit(node);
  }
}

function levelAt(world: World, node: number, name: string): string {
  const variable = world.header.description.variables.findIndex((v) => v.name === name);
  if (variable < 0) throw new Error(`no variable ${name}`);
  return world.header.description.variables[variable].levels[stateValue(world, node, variable)];
}
