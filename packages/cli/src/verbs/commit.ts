/**
 * `standoff commit`: what committing in advance, known to all, to never or only making a move would be worth to an
 * actor.
 */

import { type Commitment, type Commitments, commitmentsOf } from "standoff/judge";
import { points, readable } from "standoff/words";
import { ExitCode, Stop } from "../exit-code.ts";
import { VALUES_NOTE } from "../judging.ts";
import type { SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { progressOn } from "../progress.ts";
import { bytesAllowed, type Solution, solve } from "../run.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { table, wrap } from "../show/layout.ts";
import { type Paint, paintFor } from "../show/paint.ts";

interface CommitOptions extends SolveOptions {
  readonly actor: string;
}

type Told = Extract<Commitments, { status: "told" }>;

export function commit(outside: Outside, name: string, options: CommitOptions): number {
  const solution = solve(outside, name, options, { scales: [1] });
  const progress = progressOn(outside, options);
  const found = commitmentsOf(solution, options.actor, {
    maxBytes: bytesAllowed(outside, options),
    onProgress: (done, of) => progress.show("solving with a commitment", done / of),
  });
  progress.done();
  if (found.status === "none") throw new Stop(ExitCode.usage, found.says);
  outside.writeOut(options.json ? printJson(toJson(solution, found, options)) : page(outside, solution, found));
  return ExitCode.ok;
}

/** Outcomes that a commitment moves most, told beside it. */
const MOST_MOVED = 3;
/** In probability: less is not told. */
const LEAST_MOVED = 0.005;

function page(outside: Outside, { scenario }: Solution, told: Told): string {
  const paint: Paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const signed = (value: number) => `${value > 0 ? "+" : ""}${readable(value)}`;
  const columns = told.points.map(({ of }) => ({ title: of, align: "right" }) as const);
  const rows = told.commitments.map(({ move, how, worth }) => [
    `${how} ${move}`,
    ...worth.map((one) => signed(one.points)),
  ]);
  const moved = told.commitments.flatMap((one) => {
    const text = movedText(one);
    return text === "" ? [] : wrap(`${one.how} ${one.move}: ${text}`, width);
  });
  const notes = [
    "Each row is the game solved anew, from its first day and with everyone's steadiness as it is, the others knowing of the commitment: never the move; or only it, at every meeting at which it may be made, and nothing else at that desk. Points are expected ones, in everyone's own eyes, more or less than without.",
    ...told.left.map(({ move, how, why }) => `Not solved: ${how} ${move}, ${why}.`),
    VALUES_NOTE,
  ];
  const sections = [
    headLines(scenario, width, paint),
    table(
      [{ title: `${told.actorName} commits itself to`, align: "left", gives: true }, ...columns],
      [["as it is", ...told.points.map((one) => readable(one.points))], ...rows],
      width,
      paint.faint,
    ),
    ...(moved.length === 0 ? [] : [moved]),
    notes.flatMap((note) => wrap(note, width)).map(paint.faint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function movedText({ outcomes }: Commitment): string {
  const change = (one: Commitment["outcomes"][number]) => Math.abs(one.with - one.without);
  return outcomes
    .filter((one) => change(one) >= LEAST_MOVED)
    .sort((a, b) => change(b) - change(a))
    .slice(0, MOST_MOVED)
    .map((one) => `${one.name} ${points(one.without, one.with)}`)
    .join(", ");
}

function toJson(
  solution: Solution,
  { actor, actorName, points: own, commitments, left }: Told,
  options: CommitOptions,
) {
  const head = { ...scenarioJson(solution, options), certificate: certificateJson(solution.base.certificate) };
  return { status: "told", ...head, actor, actorName, points: own, commitments, left };
}
