/**
 * `standoff solve`: a game in extensive or strategic form from Gambit's files, solved by the same solver through the same
 * world: ordinary logit, one lambda for all players, strategies by player, information set and action.
 */
import { resolve } from "node:path";
import { position } from "standoff";
import type { GameTree } from "standoff/export/game-tree";
import { readEfg } from "standoff/export/read-efg";
import { readNfg } from "standoff/export/read-nfg";
import { treeToWorld } from "standoff/export/tree-world";
import { solveEquilibrium } from "standoff/solve/equilibrium";
import type { Solved, SolveResult } from "standoff/solve/solution";
import type { World } from "standoff/world/world";
import { ExitCode, Stop } from "../exit-code.ts";
import type { Outside } from "../outside.ts";
import { certificateJson, printJson } from "../show/json.ts";
import { gigabytes, table, wrap } from "../show/layout.ts";
import { paintFor } from "../show/paint.ts";

export interface GameOptions {
  readonly lambda: number;
  readonly json?: boolean;
}

export function solveGame(outside: Outside, file: string, options: GameOptions): number {
  const tree = readGame(outside, file);
  const world = treeToWorld(tree);
  const solved = succeeded(solveEquilibrium(world, { scales: [options.lambda] })[0]!);
  outside.writeOut(
    options.json ? printJson(gameJson(tree, world, solved, options)) : page(outside, tree, world, solved, options),
  );
  return ExitCode.ok;
}

function readGame(outside: Outside, file: string): GameTree {
  const text = outside.readFile(resolve(outside.cwd, file));
  if (text === undefined) throw new Stop(ExitCode.usage, `there is no readable file ${file}`);
  const read = /^\s*(\ufeff)?NFG\b/.test(text) ? readNfg(text) : readEfg(text);
  if (read.status === "read") return read.tree;
  const [fault] = read.faults;
  const { line, column } = position(text, fault!.offset);
  throw new Stop(ExitCode.faulty, `${file}:${line}:${column}: ${fault!.message}`);
}

function succeeded(result: SolveResult): Solved {
  switch (result.status) {
    case "solved":
      return result;
    case "not converged":
      throw new Stop(
        ExitCode.notConverged,
        `not converged: the residual is ${result.certificate.residual.toExponential(0)}`,
      );
    case "too large":
      throw new Stop(
        ExitCode.tooLarge,
        `solving needs ${gigabytes(result.needsBytes)} of memory, and ${gigabytes(result.limitBytes)} are allowed`,
      );
    case "cancelled":
      throw new Stop(ExitCode.interrupted);
  }
}

function gameJson(tree: GameTree, world: World, solved: Solved, { lambda }: GameOptions) {
  return {
    status: "solved",
    game: { title: tree.title, players: tree.players, nodes: tree.nodes.length },
    lambda,
    certificate: certificateJson(solved.certificate),
    payoffs: tree.players.map((player, column) => ({ player, expected: expected(world, solved, column) })),
    strategies: tree.informationSets.map((set, index) => ({
      player: tree.players[set.player],
      informationSet: set.label || `${set.number}`,
      actions: set.actions.map((label, action) => ({
        label,
        probability: solved.policy[world.setSlot[index]! + action],
      })),
    })),
  };
}

function expected(world: World, solved: Solved, column: number): number {
  let sum = 0;
  world.startNode.forEach((node, i) => {
    sum += world.startChance[i]! * solved.values[node * world.header.columns + column]!;
  });
  return sum;
}

function page(outside: Outside, tree: GameTree, world: World, solved: Solved, { lambda }: GameOptions): string {
  const width = Math.min(outside.columns, 100);
  const paint = paintFor(outside.color);
  const rows = tree.informationSets.flatMap((set, index) =>
    set.actions.map((label, action) => [
      action === 0 ? tree.players[set.player]! : "",
      action === 0 ? set.label || `${set.number}` : "",
      label || `${action + 1}`,
      solved.policy[world.setSlot[index]! + action]!.toFixed(6),
    ]),
  );
  const columns = [
    { title: "player", align: "left" },
    { title: "information set", align: "left" },
    { title: "action", align: "left", gives: true },
    { title: "probability", align: "right" },
  ] as const;
  const payoffs = tree.players.map((player, column) => `${player} ${expected(world, solved, column).toPrecision(6)}`);
  const { certificate } = solved;
  const closing = [
    `Logit equilibrium at lambda ${lambda}. Expected payoffs: ${payoffs.join(", ")}.`,
    `Certificate: residual ${certificate.residual.toExponential(0)}, ${certificate.iterations} iterations; ${certificate.says}.`,
  ];
  const lines = [
    tree.title || "A game",
    "",
    ...table(columns, rows, width, paint.heading),
    "",
    ...closing.flatMap((text) => wrap(text, width)),
  ];
  return `${lines.join("\n")}\n`;
}
