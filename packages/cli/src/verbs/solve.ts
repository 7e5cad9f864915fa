/**
 * `standoff solve`: a game in extensive or strategic form from Gambit's files, solved by the same solver through the
 * same world: ordinary logit, one lambda for all players, strategies by player, information set and action.
 */
import { type GameResult, type GameTree, readGame, type SolvedGame, solveGame as solveTree } from "standoff/exchange";
import { printable } from "standoff/text";
import { ExitCode, Stop } from "../exit-code.ts";
import { nextCommand } from "../next-command.ts";
import type { CommonOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { bytesAllowed } from "../run.ts";
import { certificateJson, printJson } from "../show/json.ts";
import { gigabytes, table, wrap } from "../show/layout.ts";
import { paintFor } from "../show/paint.ts";
import { stopAtFile, textOf } from "../text-of.ts";

interface GameOptions extends Pick<CommonOptions, "json" | "memory"> {
  readonly lambda: number;
}

export function solveGame(outside: Outside, file: string, options: GameOptions): number {
  const maxBytes = bytesAllowed(outside, options);
  const game = gameIn(outside, file, options, maxBytes);
  const solved = succeeded(outside, file, options, solveTree(game, { lambda: options.lambda, maxBytes }));
  outside.writeOut(options.json ? printJson(gameJson(game, solved)) : page(outside, game, solved));
  return ExitCode.ok;
}

function gameIn(outside: Outside, file: string, { json = false }: GameOptions, maxBytes: number): GameTree {
  const read = readGame(textOf(outside, file), { maxBytes });
  if (read.status === "read") return read.game;
  const { status, line, column } = read;
  const message = read.message.replace("`standoff forecast`", () => `\`${nextCommand(outside, "forecast", file)}\``);
  if (status === "faulty") return stopAtFile(outside, file, json, { code: "game-file", message, line, column });
  if (json) outside.writeOut(printJson({ status, file, needsBytes: null, limitBytes: maxBytes, why: message }));
  throw new Stop(ExitCode.tooLarge, json ? "" : `${file}:${line}:${column}: too large: ${message}`);
}

function stopTooLarge(outside: Outside, file: string, { json }: GameOptions, needs: number, limit: number): never {
  if (json) outside.writeOut(printJson({ status: "too large", file, needsBytes: needs, limitBytes: limit }));
  const says = `${file} is too large: it needs ${gigabytes(needs)} of memory, and ${gigabytes(limit)} are allowed`;
  throw new Stop(ExitCode.tooLarge, json ? "" : says);
}

function succeeded(outside: Outside, file: string, options: GameOptions, result: GameResult): SolvedGame {
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

function gameJson(game: GameTree, { lambda, certificate, payoffs, strategies }: SolvedGame) {
  return {
    status: "solved",
    game: { title: game.title, players: game.players, nodes: game.nodes.length },
    lambda,
    certificate: certificateJson(certificate),
    payoffs,
    strategies,
  };
}

/** Six digits; what is not quite none or all is not shown as that. */
function sixDigits(probability: number): string {
  const text = probability.toFixed(6);
  if (probability > 0 && Number(text) === 0) return "<0.000001";
  return probability < 1 && Number(text) === 1 ? ">0.999999" : text;
}

function page(outside: Outside, game: GameTree, { lambda, certificate, payoffs, strategies }: SolvedGame): string {
  const width = Math.min(outside.columns, 100);
  const paint = paintFor(outside.color);
  const rows = strategies.flatMap(({ player, informationSet, actions }) =>
    actions.map(({ label, probability }, action) => [
      action === 0 ? printable(player) : "",
      action === 0 ? printable(informationSet) : "",
      printable(label) || `${action + 1}`,
      sixDigits(probability),
    ]),
  );
  const columns = [
    { title: "player", align: "left" },
    { title: "information set", align: "left" },
    { title: "action", align: "left", gives: true },
    { title: "probability", align: "right" },
  ] as const;
  const worth = payoffs.map(({ player, expected }) => `${player} ${expected.toPrecision(6)}`);
  const closing = [
    `Logit equilibrium at lambda ${lambda}. Expected payoffs: ${worth.join(", ")}.`,
    `Certificate: residual ${certificate.residual.toExponential(0)}, ${certificate.iterations} iterations; ${certificate.says}.`,
  ];
  const lines = [
    ...wrap(printable(game.title) || "A game", width),
    "",
    ...table(columns, rows, width, paint.heading),
    "",
    ...closing.flatMap((text) => wrap(text, width)),
  ];
  return `${lines.join("\n")}\n`;
}
