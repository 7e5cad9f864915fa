/**
 * `standoff solve`: a game in extensive or strategic form from Gambit's files, solved by the same solver through the same
 * world: ordinary logit, one lambda for all players, strategies by player, information set and action.
 */
import { position, type Solved, type SolveResult, type World } from "standoff";
import { bytesOfTree, type GameTree, kindOfGame, MOST_NODES, readEfg, readNfg, treeToWorld } from "standoff/exchange";
import { solveEquilibrium } from "standoff/solve";
import { ExitCode, Stop } from "../exit-code.ts";
import { type Grammar, option } from "../grammar.ts";
import { type CommonOptions, jsonOption, memoryOption, numberFromZero } from "../options.ts";
import type { Outside } from "../outside.ts";
import { bytesAllowed } from "../run.ts";
import { certificateJson, printJson } from "../show/json.ts";
import { gigabytes, table, wrap } from "../show/layout.ts";
import { paintFor } from "../show/paint.ts";
import { stopAtFile, textOf } from "../text-of.ts";

export const grammar: Grammar = {
  examples: ["standoff solve game.efg --lambda 1", "standoff solve game.nfg --lambda 5 --json"],
  options: [
    option("--lambda <number>", "precision of choice: p in proportion to exp(lambda x payoff)", {
      read: numberFromZero,
      standard: 1,
    }),
    memoryOption,
    jsonOption,
  ],
  run: solveGame,
};

interface GameOptions extends Pick<CommonOptions, "json" | "memory"> {
  readonly lambda: number;
}

function solveGame(outside: Outside, file: string, options: GameOptions): number {
  const limit = bytesAllowed(outside, options);
  const tree = readGame(outside, file, options, limit);
  const needs = bytesOfTree(tree);
  if (needs > limit) return stopTooLarge(outside, file, options, needs, limit);
  const world = treeToWorld(tree);
  const maxBytes = Math.max(0, limit - world.buffer.byteLength);
  const solved = succeeded(outside, file, options, solveEquilibrium(world, { scales: [options.lambda], maxBytes })[0]);
  outside.writeOut(
    options.json ? printJson(gameJson(tree, world, solved, options)) : page(outside, tree, world, solved, options),
  );
  return ExitCode.ok;
}

/** A node of a tree as the reader holds it takes about so many bytes. */
const bytesOfNode = 400;

function readGame(outside: Outside, file: string, options: GameOptions, maxBytes: number): GameTree {
  const text = textOf(outside, file);
  const limits = { nodes: Math.min(MOST_NODES, Math.floor(maxBytes / bytesOfNode)) };
  const kind = kindOfGame(text);
  const json = options.json === true;
  if (kind !== "efg" && kind !== "nfg") {
    return stopAtFile(outside, file, json, { code: "game-file", message: kind.other, line: 1, column: 1 });
  }
  const read = kind === "nfg" ? readNfg(text, limits) : readEfg(text, limits);
  if (read.status === "read") return read.tree;
  const [fault] = read.faults;
  const place = position(text, fault.offset);
  if (!fault.tooLarge) return stopAtFile(outside, file, json, { code: "game-file", message: fault.message, ...place });
  if (json) {
    const found = { status: "too large", file, needsBytes: null, limitBytes: maxBytes, why: fault.message };
    outside.writeOut(printJson(found));
  }
  const says = `${file}:${place.line}:${place.column}: too large: ${fault.message}`;
  throw new Stop(ExitCode.tooLarge, json ? "" : says);
}

function stopTooLarge(outside: Outside, file: string, { json }: GameOptions, needs: number, limit: number): never {
  if (json) outside.writeOut(printJson({ status: "too large", file, needsBytes: needs, limitBytes: limit }));
  const says = `${file} is too large: it needs ${gigabytes(needs)} of memory, and ${gigabytes(limit)} are allowed`;
  throw new Stop(ExitCode.tooLarge, json ? "" : says);
}

function succeeded(outside: Outside, file: string, options: GameOptions, result: SolveResult): Solved {
  switch (result.status) {
    case "solved":
      return result;
    case "not converged": {
      const certificate = certificateJson(result.certificate);
      if (options.json) outside.writeOut(printJson({ status: "not converged", certificate }));
      const residual = certificate.residual.toExponential(0);
      throw new Stop(ExitCode.notConverged, `not converged: the residual is ${residual}\n${certificate.says}`);
    }
    case "too large":
      return stopTooLarge(outside, file, options, result.needsBytes, result.limitBytes);
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
        probability: solved.policy[world.setSlot[index] + action],
      })),
    })),
  };
}

function expected(world: World, solved: Solved, column: number): number {
  let sum = 0;
  world.startNode.forEach((node, i) => {
    sum += world.startChance[i] * solved.values[node * world.header.columns + column];
  });
  return sum;
}

function page(outside: Outside, tree: GameTree, world: World, solved: Solved, { lambda }: GameOptions): string {
  const width = Math.min(outside.columns, 100);
  const paint = paintFor(outside.color);
  const rows = tree.informationSets.flatMap((set, index) =>
    set.actions.map((label, action) => [
      action === 0 ? tree.players[set.player] : "",
      action === 0 ? set.label || `${set.number}` : "",
      label || `${action + 1}`,
      solved.policy[world.setSlot[index] + action].toFixed(6),
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
