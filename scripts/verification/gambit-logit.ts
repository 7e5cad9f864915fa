/**
 * Gambit's own `gambit-logit` on the .efg files that we write: scenarios unfolded into trees, each solved by both, and
 * the published trees written anew, which must be the same games to Gambit. Its answer is one line: the lambda where
 * its trace stopped, then the chance of every action by player, information set and action, which is our order too.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { GameTree } from "../../packages/standoff/src/exchange/gambit/game-tree.ts";
import { readEfg } from "../../packages/standoff/src/exchange/gambit/read-efg.ts";
import { treeToWorld } from "../../packages/standoff/src/exchange/gambit/tree-world.ts";
import { unfold } from "../../packages/standoff/src/exchange/gambit/unfold.ts";
import { writeEfg } from "../../packages/standoff/src/exchange/gambit/write-efg.ts";
import type { LoadOptions } from "../../packages/standoff/src/language/load.ts";
import { buildScenario } from "../../packages/standoff/src/run.ts";
import { solveEquilibrium } from "../../packages/standoff/src/solve/equilibrium.ts";
import { wholeWorld } from "../../packages/standoff/src/world/world.ts";
import { randomScenario } from "../../packages/standoff/test/random/random-scenario.ts";
import { finished, type Row, scientific } from "./row.ts";

/**
 * Nodes times the square of actions, to which the time of Gambit's derivatives grows: cuba-1962 has 306 million and
 * takes a minute or two.
 */
const MOST_WORK = 400e6;
/** The scenario's equilibrium stands at lambda 1: payoffs in the tree are multiplied by each actor's own. */
const LAMBDA = "1";
/**
 * For trees written anew: before any of them bifurcates, so that Gambit's answers can only differ where the games do.
 */
const EARLY_LAMBDA = "0.1";
const MOST_MINUTES = 30;
const RANDOM_SCENARIOS = 40;
const SEED = 5;

const readFile = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

export function gambitVersion(command: string): string | null {
  const { status, stderr } = spawnSync(command, ["-v"], { encoding: "utf8" });
  return status === 0 ? `Gambit ${/version ([^,\s]+)/.exec(stderr)?.[1] ?? ""}` : null;
}

/** Scenarios that unfold: our equilibrium beside Gambit's. */
export function scenarioRows(command: string, peer: string, root: string): Row[] {
  const published = join(root, "packages/standoff/test/published");
  // Gambit's logit equilibrium has no tastes.
  const own = (name: string, step: string): Case => {
    const path = join(root, "scenarios", `${name}-mistakes.standoff.yaml`);
    const text = `extends: ${name}/scenario.standoff.yaml\nnoise: mistakes\n`;
    return {
      name: `${name} at a step of ${step}`,
      path,
      readFile: (file) => (file === path ? text : readFile(file)),
      load: { step },
    };
  };
  const files = readdirSync(published).filter((file) => file.endsWith(".standoff.yaml"));
  const random = fc.sample(randomScenario({ eyes: false, tastes: false }), { numRuns: RANDOM_SCENARIOS, seed: SEED });
  const groups: [string, Case[]][] = [
    [
      "the scenarios with `noise: mistakes`",
      [own("labour-strike", "5 months"), own("cuba-1962", "14 days"), own("us-iran-2025", "1 month")],
    ],
    [
      "published games of the tests",
      files.map((file) => ({
        name: file.replace(".standoff.yaml", ""),
        path: join(published, file),
        readFile,
        load: {},
      })),
    ],
    [
      `${RANDOM_SCENARIOS} random scenarios`,
      random.map((text, i) => ({
        name: `number ${i + 1}`,
        path: "random.standoff.yaml",
        readFile: () => text,
        load: {},
      })),
    ],
  ];
  return groups.map(([title, cases]) => finished(scenarioRow(command, peer, title, cases)));
}

interface Case {
  readonly name: string;
  readonly path: string;
  readonly readFile: (path: string) => string | undefined;
  readonly load: LoadOptions;
}

function scenarioRow(command: string, peer: string, title: string, cases: readonly Case[]): Row {
  const outcomes = cases.map((one) => ({ name: one.name, ...compare(command, one) }));
  const compared = outcomes.filter((outcome) => outcome.status === "compared");
  const undecided = outcomes.filter((outcome) => outcome.status === "nothing to decide").length;
  const sum = (of: (outcome: (typeof compared)[number]) => number) =>
    compared.reduce((total, one) => total + of(one), 0);
  const most = (of: (outcome: (typeof compared)[number]) => number) => Math.max(0, ...compared.map(of));
  const remark = [
    `${sum((one) => one.sets)} information sets, ${sum((one) => one.actions)} actions, trees of up to ${most((one) => one.nodes).toLocaleString("en")} nodes`,
    `Gambit's traces stop up to ${scientific(most((one) => Math.abs(one.lambda - 1)))} from lambda 1; our solver, given the tree and the lambda where Gambit stopped, differs by up to ${scientific(most((one) => one.atTheirLambda))}`,
    ...(undecided ? [`${undecided} more, in which nobody decides, are read by Gambit and have no action`] : []),
    ...leftOut(outcomes),
  ];
  return {
    peer,
    compared: `${title}, exported as .efg: every action's chance in the logit equilibrium`,
    cases: compared.length,
    largest: most((one) => one.difference),
    remark: remark.join("; "),
  };
}

/** Who was left out, by reason. */
function leftOut(outcomes: readonly (Outcome & { readonly name: string })[]): string[] {
  const names = new Map<string, string[]>();
  for (const outcome of outcomes)
    if (outcome.status === "left out") names.set(outcome.why, [...(names.get(outcome.why) ?? []), outcome.name]);
  return [...names].map(
    ([why, those]) => `left out: ${those.length > 3 ? `${those.length} more` : those.join(", ")} (${why})`,
  );
}

type Outcome =
  | {
      readonly status: "compared";
      readonly nodes: number;
      readonly sets: number;
      readonly actions: number;
      readonly lambda: number;
      readonly difference: number;
      readonly atTheirLambda: number;
    }
  | { readonly status: "nothing to decide" }
  | { readonly status: "left out"; readonly why: string };

function compare(command: string, { name, path, readFile, load }: Case): Outcome {
  const built = buildScenario(path, readFile, load);
  if (built.status !== "built") throw new Error(`${name}: ${built.status}`);
  const world = wholeWorld(built.world); // as the command exports it: what follows the last day is of the game too
  const unfolded = unfold(world);
  if (unfolded.status === "refused") return { status: "left out", why: unfolded.reason };
  const { tree, sets } = unfolded;
  const actions = actionsOf(tree);
  if (tree.nodes.length * actions ** 2 > MOST_WORK) return { status: "left out", why: leftOutForSize(command, tree) };
  const printed = run(command, ["-l", LAMBDA], writeEfg(tree));
  if (printed.late) return { status: "left out", why: `Gambit took more than ${MOST_MINUTES} minutes` };
  const { lambda, chances } = parse(printed);
  if (actions === 0) return { status: "nothing to decide" };
  const solved = solveEquilibrium(world)[0];
  if (solved.status !== "solved") throw new Error(`${name}: ${solved.status}`);
  const ours = sets.flatMap((set) => [...solved.policy.subarray(world.setSlot[set], world.setSlot[set + 1])]);
  return {
    status: "compared",
    nodes: tree.nodes.length,
    sets: sets.length,
    actions,
    lambda,
    difference: difference(ours, chances),
    atTheirLambda: difference(chancesAt(tree, lambda), chances),
  };
}

function actionsOf(tree: GameTree): number {
  return tree.informationSets.reduce((sum, set) => sum + set.actions.length, 0);
}

/** Gambit reads it all the same: with any regret allowed, its trace ends where it begins. */
function leftOutForSize(command: string, tree: GameTree): string {
  const { chances } = parse(run(command, ["-m", "1e300"], writeEfg(tree)));
  if (chances.length !== actionsOf(tree)) throw new Error(`Gambit reads ${chances.length} actions of ${tree.title}`);
  return `read by Gambit, not solved: nodes times the square of actions are more than ${(MOST_WORK / 1e6).toFixed(0)} million`;
}

/** What our solver finds in the tree at any lambda, in the tree's order. */
function chancesAt(tree: GameTree, lambda: number): number[] {
  const solved = solveEquilibrium(treeToWorld(tree), { scales: [lambda] })[0];
  if (solved.status !== "solved") throw new Error(`${tree.title} at ${lambda}: ${solved.status}`);
  return [...solved.policy.subarray(1)];
}

function difference(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) throw new Error(`${ours.length} chances beside Gambit's ${theirs.length}`);
  return ours.reduce((most, chance, i) => Math.max(most, Math.abs(chance - theirs[i])), 0);
}

/** The published trees, read and written by us: Gambit's answers on them and on the originals. */
export function rewrittenRow(command: string, peer: string, folder: string): Row {
  const refused: string[] = [];
  const differences: number[] = [];
  for (const file of readdirSync(folder).sort()) {
    const text = readFileSync(join(folder, file), "utf8");
    const read = readEfg(text);
    if (read.status !== "read") throw new Error(`${file}: ${read.faults[0].message}`);
    const anew = ask(command, writeEfg(read.tree), EARLY_LAMBDA);
    const original = run(command, ["-l", EARLY_LAMBDA], text);
    if (original.status === 0) differences.push(difference(anew.chances, parse(original).chances));
    else
      refused.push(
        `${file
          .replace(/\.efg$/, "")
          .split("__")
          .at(-1)} (${original.stderr.trim()})`,
      );
  }
  const remark = refused.length
    ? `${refused.length} more are refused by this version of Gambit as published, and read as we write them: ${refused.join(", ")}`
    : "";
  return {
    peer,
    compared: `published trees read and written by us: Gambit's answer at lambda ${EARLY_LAMBDA} beside its answer on the original`,
    cases: differences.length,
    largest: Math.max(...differences),
    remark,
  };
}

function ask(command: string, efg: string, lambda: string): Answer {
  return parse(run(command, ["-l", lambda], efg));
}

interface Printed {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly late?: boolean;
}

/** The end of the trace alone, with all digits of a double. */
function run(command: string, options: readonly string[], efg: string): Printed {
  const limits = { timeout: MOST_MINUTES * 60_000, maxBuffer: 1e9 };
  const done = spawnSync(command, ["-q", "-e", "-d", "17", ...options], { input: efg, encoding: "utf8", ...limits });
  return { ...done, late: done.signal !== null };
}

interface Answer {
  readonly lambda: number;
  readonly chances: readonly number[];
}

function parse({ status, stdout, stderr }: Printed): Answer {
  if (status !== 0) throw new Error(`gambit-logit ended with ${status}: ${stderr}`);
  const [lambda, ...chances] = stdout.trim().split(",").map(Number);
  return { lambda: lambda, chances };
}
