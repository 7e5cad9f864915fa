/**
 * `standoff reach`: the smallest joint change of assumptions that brings an answer to a target; without a target, how
 * low and how high it can be brought within all ranges.
 */

import type { Extreme, Scenario } from "standoff";
import {
  type Bound,
  type BoundAttempt,
  type Bounds,
  boundsOf,
  type Change,
  type Reach,
  reachTarget,
  tryBounds,
} from "standoff/judge";
import { readable } from "standoff/words";
import { ExitCode, Stop } from "../exit-code.ts";
import { type JudgeOptions, judge, type Sheet, VALUES_NOTE } from "../judging.ts";
import type { Outside } from "../outside.ts";
import { load, type Solution, solve, stopFaulty } from "../run.ts";
import { amountOf, figureText } from "../show/figures.ts";
import { table, wrap } from "../show/layout.ts";
import { newsChoice } from "../show/news.ts";
import { mergedStarts, packed, partOf, type StartOptions, solveStarts, unpacked } from "../start-shards.ts";
import { targetIn } from "../target.ts";

interface ReachOptions extends JudgeOptions, StartOptions {
  readonly starts?: number;
}

type Told<T> = Extract<T, { status: "told" }>;

export async function reach(outside: Outside, name: string, wanted: string, options: ReachOptions): Promise<number> {
  const { answer, target } = targetIn(wanted);
  if (/^P\s*\(/.test(answer) && target !== null && !(target >= 0 && target <= 1))
    throw new Stop(ExitCode.usage, `a probability is from 0 to 1, not ${target}`);
  const starts = options.starts === undefined ? {} : { starts: options.starts };
  const part = partOf(options);
  if (target !== null && part !== "whole")
    throw new Stop(ExitCode.usage, "--shard and --merge are for bounds: an answer without a target");
  if (part === "shard") return boundsShard(outside, name, answer, options);
  if (target === null) {
    const merged =
      part === "whole"
        ? {}
        : {
            attempts: (await mergedStarts(outside, searchedBy(outside, name, answer, options), options)).map(attemptOf),
          };
    return judge<Bounds>(outside, name, options, {
      work: (solution, { news, show }) => {
        const onProgress = (solves: number) => show(`${solves} places solved`);
        return boundsOf(solution, answer, { ...starts, ...merged, news, onProgress });
      },
      page: boundsPage,
    });
  }
  return judge<Reach>(outside, name, options, {
    work: (solution, { news, show }) =>
      reachTarget(solution, answer, target, {
        ...starts,
        news,
        onProgress: (solves) => show(`${solves} places solved`),
      }),
    page: reachPage,
  });
}

// ---- Bounds in parts ----

/** Starts in parts where nobody says, and their seed: as in one piece. */
const USUAL_STARTS = 2;
const SEED = 1;

function searchedBy(outside: Outside, name: string, answer: string, options: ReachOptions) {
  const news = newsChoice(load(outside, name, options), options);
  const { starts = USUAL_STARTS } = options;
  return { words: ["reach", name, answer], name, starts, search: { seed: SEED, bounds: answer }, news };
}

function boundsShard(outside: Outside, name: string, answer: string, options: ReachOptions): Promise<number> {
  const searched = searchedBy(outside, name, answer, options);
  const solution = solve(outside, name, options, { scales: [1] });
  return solveStarts(outside, searched, options, (from) => {
    const tried = tryBounds(solution, answer, { seed: SEED, news: searched.news, from, to: from + 1 });
    if (!("status" in tried)) return keptOf(tried[0]);
    if (tried.status === "not understood") return stopFaulty({ outside, path: "answer", options }, tried);
    throw new Stop(ExitCode.faulty, `${answer}: ${tried.says}`);
  });
}

/** A start as it is kept. */
interface Kept {
  readonly low: KeptExtreme | null;
  readonly high: KeptExtreme | null;
  readonly solves: number;
}

type KeptExtreme = Omit<Extreme, "u"> & { readonly u: string };

function keptOf({ low, high, solves }: BoundAttempt): Kept {
  const kept = (one: Extreme | null) => one && { ...one, u: packed(one.u) };
  return { low: kept(low), high: kept(high), solves };
}

function attemptOf(came: unknown): BoundAttempt {
  const { low, high, solves } = came as Kept;
  const read = (one: KeptExtreme | null) => one && { ...one, u: unpacked(one.u) };
  return { low: read(low), high: read(high), solves };
}

/** Changes shown on a page; JSON has all. */
const MOST_SHOWN = 15;

function changeLines(scenario: Scenario, changes: readonly Change[], { width, paint }: Sheet): string[] {
  const rows = changes.slice(0, MOST_SHOWN).map(({ assumption, from, to, steps, atEnd }) => {
    const amount = amountOf(scenario, assumption);
    return [
      assumption,
      amount(from),
      amount(to),
      `${steps > 0 ? "+" : ""}${readable(steps)}`,
      atEnd ? "end of its range" : "",
    ];
  });
  const right = (title: string) => ({ title, align: "right" }) as const;
  const left = changes.length - rows.length;
  return [
    ...table(
      [
        { title: "assumption", align: "left", gives: true },
        right("stated"),
        right("there"),
        right("steps"),
        { title: "", align: "left" },
      ],
      rows,
      width,
      paint.faint,
    ),
    ...(left > 0 ? [paint.faint(`and ${left} smaller changes: --json has all`)] : []),
  ];
}

function reachPage(told: Told<Reach>, { scenario }: Solution, sheet: Sheet): string[][] {
  const text = figureText(told.unit);
  const { reached, value, stated, target, distance, residual, locallyOptimal, starts, solves, held } = told;
  const head = reached
    ? `${told.answer} is ${text(stated)} at the stated values, and ${text(value)} after a joint change of ${readable(distance)} steps.`
    : `${told.answer} is ${text(stated)} at the stated values. No change within the ranges was found that brings it to ${text(target)}; the nearest is ${text(value)}.`;
  const optimal = locallyOptimal
    ? `No smaller change near this one does it: each assumption is within ${residual.toExponential(0)} steps of what the conditions of Karush, Kuhn and Tucker ask.`
    : `That no smaller change near this one does it is not shown (residual ${readable(residual)} steps).`;
  const notes = [
    `A step is the standard deviation of what an assumption's draws are taken from; a joint change is as long as the square root of the sum of squared steps. ${reached ? optimal : ""} Found from ${count(starts, "start")} with ${count(solves, "solve")}, not proven to be the smallest anywhere.`,
    ...heldNote(held),
    ...ordersNote(told.ordersHold),
    VALUES_NOTE,
  ];
  return [
    wrap(head, sheet.width),
    changeLines(scenario, told.changes, sheet),
    notes.flatMap((note) => wrap(note, sheet.width)).map(sheet.paint.faint),
  ];
}

function boundsPage(told: Told<Bounds>, { scenario }: Solution, sheet: Sheet): string[][] {
  const text = figureText(told.unit);
  const { low, high, stated, starts, solves, held } = told;
  const side = (title: string, bound: Bound) => [
    `${title}: ${text(bound.value)}`,
    ...changeLines(scenario, bound.changes, sheet),
    ...ordersNote(bound.ordersHold),
  ];
  const notes = [
    `Over all ranges at once, found from ${count(starts, "start")} with ${count(solves, "solve")}, not proven: there may be lower and higher ones. All at the ends of their ranges together is far less likely than any one.`,
    ...heldNote(held),
    VALUES_NOTE,
  ];
  return [
    [`${told.answer}: ${text(stated)} at the stated values`],
    side("Lowest found", low),
    side("Highest found", high),
    notes.flatMap((note) => wrap(note, sheet.width)).map(sheet.paint.faint),
  ];
}

const count = (many: number, what: string) => `${many} ${what}${many === 1 ? "" : "s"}`;

function heldNote(held: readonly string[]): string[] {
  return held.length === 0 ? [] : [`Held as stated, since they have no derivative here: ${held.join(", ")}.`];
}

function ordersNote(hold: boolean): string[] {
  return hold ? [] : ["An order of preference of the scenario does not hold there."];
}
