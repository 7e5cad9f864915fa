/**
 * `standoff update`: the forecast before and after each item of the scenario's history, and how surprising each was.
 */

import {
  bytesToSolve,
  type Forecast,
  type NewGame,
  type NewsChoice,
  type NewsItem,
  restart,
  type Update,
  update as updateOf,
} from "standoff";
import { percent, percentWithRibbon, points, ribbonNote, ribbonRange } from "standoff/words";
import { ExitCode, Stop } from "../exit-code.ts";
import type { SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { pageNamed } from "../pages.ts";
import { progressOn } from "../progress.ts";
import { load, runOptions, type Solution, solve } from "../run.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { hanging, table, wrap } from "../show/layout.ts";
import { beforeRolled, newsChoice } from "../show/news.ts";
import { type Paint, paintFor } from "../show/paint.ts";
import { strandsJson } from "../show/ribbon.ts";

/** Moves smaller than this are left out of an item's line; all are in the JSON. */
const leastMove = 0.005;

interface UpdateOptions extends SolveOptions {
  readonly asOf?: string;
  readonly restart?: boolean;
}

type Restarted = Extract<NewGame, { status: "restarted" }>;

export function update(outside: Outside, name: string, options: UpdateOptions): number {
  const loaded = load(outside, name, options);
  if (loaded.history.length === 0) {
    const page = pageNamed(outside, "language.md");
    throw new Stop(ExitCode.usage, `${name} has no history; ${page} tells how dated observations are written`);
  }
  beforeRolled(loaded);
  const solution = solve(outside, name, options);
  const asOf = newsChoice(loaded, options);
  const found = updateOf(solution, asOf);
  const wanted = options.restart === true && found.status === "conditioned";
  const again = wanted ? newGame(outside, solution, asOf, options) : null;
  outside.writeOut(
    options.json ? printJson(toJson(solution, found, again, options)) : page(outside, solution, found, again),
  );
  return ExitCode.ok;
}

function newGame(
  outside: Outside,
  solution: Solution,
  { asOf }: Pick<NewsChoice, "asOf">,
  options: UpdateOptions,
): Restarted {
  const progress = progressOn(outside);
  progress.show("solving the new game");
  const found = restart(solution, {
    ...(asOf === undefined ? {} : { asOf }),
    maxBytes: bytesToSolve(solution, runOptions(outside, options, progress)),
  });
  progress.done();
  if (found.status === "restarted") return found;
  const { status, says } = found;
  const tell = (code: number, text: string): never => {
    if (options.json) outside.writeOut(printJson({ status, file: solution.path, says: text }));
    throw new Stop(code, `no new game: ${text}`);
  };
  if (status === "nothing left") return tell(ExitCode.usage, says);
  if (status === "not converged") return tell(ExitCode.notConverged, `not converged: ${says}`);
  if (status === "too large") return tell(ExitCode.tooLarge, says);
  return tell(ExitCode.interrupted, status);
}

function page(outside: Outside, { scenario, missing }: Solution, found: Update, again: Restarted | null): string {
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const { before, after } = found;
  const rows = before.outcomes.map((one, index) => {
    const then = after?.outcomes[index];
    return [
      one.name,
      percentWithRibbon(one.byEnd, one.ribbon.byEnd),
      then ? percentWithRibbon(then.byEnd, then.ribbon.byEnd) : "-",
      then ? points(one.byEnd, then.byEnd) : "",
      ...(again === null ? [] : [ribbonOf(again.forecast.outcomes[index])]),
    ];
  });
  const ended =
    found.status === "conditioned" ? [] : [hanging(`${found.status}: `, found.says, width).map(paint.error)];
  const sections = [
    headLines(scenario, width, paint),
    ...found.items.map((item) => itemLines(item, width, paint)),
    ...ended,
    table(
      [
        { title: "by the last day", align: "left", gives: true },
        { title: "before", align: "right" },
        { title: "after", align: "right" },
        { title: "points", align: "right" },
        ...(again === null ? [] : [{ title: "new game", align: "right" } as const]),
      ],
      rows,
      width,
      paint.faint,
    ),
    ...(again === null ? [] : [wrap(newGameNote(again), width).map(paint.faint)]),
    wrap(
      `The whole history had a probability of ${percent(found.likelihood)} in this model. Strategies stay those of the solved game; what was observed conditions the view of who reads this, and each actor knows only what it sees. ${ribbonNote(ribbonRange(before.solutions, missing))} In this model, given these values: values that we attribute, not endorse.`,
      width,
    ).map(paint.faint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function ribbonOf({ byEnd, ribbon }: Forecast["outcomes"][number]): string {
  return percentWithRibbon(byEnd, ribbon.byEnd);
}

function newGameNote(found: Restarted): string {
  const running = found.running > 1 - 1e-12 ? "" : ` (play still runs then with ${percent(found.running)})`;
  const lost = found.unsolved.length === 0 ? "" : ` Not solved at ${found.unsolved.join(", ")} times the steadiness.`;
  return `New game: everyone decides anew from ${found.from}${running}, from the states that the news leaves, hidden ones included; all know the news, and what each has seen is in what it sees.${lost}`;
}

function itemLines(
  { on, period: [first, last], kind, text, likelihood, outcomes }: NewsItem,
  width: number,
  paint: Paint,
): string[] {
  const moved = outcomes
    .filter(({ before, after }) => Math.abs(after - before) >= leastMove)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .map((one) => [one.name, `${percent(one.before)} -> ${percent(one.after)}`, points(one.before, one.after)]);
  const ending =
    outcomes.length === 0 && likelihood === 0 ? [paint.error("  impossible, given what came before")] : null;
  return [
    ...hanging(`${on}  `, `${kind}: ${text}`, width).map((line, index) => (index === 0 ? paint.heading(line) : line)),
    ...(first < last ? [paint.faint(`  counted for the period that holds the day, ${first} to ${last}`)] : []),
    ...(ending ?? [paint.faint(`  expected with ${percent(likelihood)}, given what came before`)]),
    ...(ending !== null
      ? []
      : moved.length === 0
        ? [paint.faint("  no outcome moves by half a point")]
        : table(
            [
              { title: "", align: "left", gives: true },
              { title: "", align: "right" },
              { title: "", align: "right" },
            ],
            moved,
            width - 2,
          ).map((line) => `  ${line}`)),
  ];
}

function toJson(solution: Solution, found: Update, again: Restarted | null, options: SolveOptions) {
  const { before, after } = found;
  const outcomes = before.outcomes.map((one, index) => {
    const then = after?.outcomes[index];
    const side = (from: typeof one) => ({ byEnd: from.byEnd, byDate: from.byDate, ribbon: from.ribbon.byEnd });
    const anew = again === null ? {} : { newGame: side(again.forecast.outcomes[index]) };
    return [one.name, { before: side(one), after: then ? side(then) : null, ...anew }] as const;
  });
  return {
    status: found.status,
    ...scenarioJson(solution, options),
    certificate: certificateJson(solution.base.certificate),
    solutions: strandsJson(found.before.solutions),
    missingScales: solution.missing,
    says: found.says,
    ...(again === null ? {} : { newGame: newGameJson(again) }),
    why: found.why,
    likelihood: found.likelihood,
    outcomes: Object.fromEntries(outcomes),
    items: found.items.map(({ outcomes: effects, ...item }) => ({
      ...item,
      outcomes: Object.fromEntries(effects.map(({ name, before: b, after: a }) => [name, { before: b, after: a }])),
    })),
  };
}

function newGameJson({ from, running, unsolved, forecast: { certificate, solutions } }: Restarted) {
  return {
    from,
    running,
    certificate: certificateJson(certificate),
    solutions: strandsJson(solutions),
    unsolvedScales: unsolved,
  };
}
