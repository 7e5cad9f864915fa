/**
 * `standoff roll`: the news up to a day becomes the new first day. Writes a file that extends the scenario, in which
 * everyone plays a new game from what the news leaves, and which keeps what was foretold before.
 */
import { dirname, relative, resolve } from "node:path";
import { bytesToSolve, type NewGame, readDay, restart, type Scenario, type Update, update } from "standoff";
import { percent } from "standoff/words";
import { ExitCode, Stop } from "../exit-code.ts";
import { nextCommand } from "../next-command.ts";
import type { SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { progressOn } from "../progress.ts";
import { load, runOptions, type Solution, solve } from "../run.ts";
import { headLines } from "../show/forecast.ts";
import { printJson } from "../show/json.ts";
import { table, wrap } from "../show/layout.ts";
import { paintFor } from "../show/paint.ts";
import { isoDate, longDate } from "../show/plot.ts";

interface RollOptions extends SolveOptions {
  readonly to: string;
  readonly out: string;
}

/** What was foretold as of a day: the probability of each outcome by the last day. */
interface Foretold {
  readonly asOf: string;
  readonly made: string | null;
  readonly chances: ReadonlyMap<string, number>;
}

export function roll(outside: Outside, name: string, options: RollOptions): number {
  const file = resolve(outside.cwd, options.out);
  if (outside.kindOf(file) !== "nothing")
    throw new Stop(ExitCode.usage, `${options.out} is there already and is left as it is`);
  const scenario = load(outside, name, options);
  const to = dayTo(scenario, options.to);
  outside.announceFile(file);
  const solution = solve(outside, name, options, { scales: [1] });
  const past = foretold(outside, solution, to);
  const game = newGame(outside, solution, to, options);
  outside.saveFile(file, [textFor(outside, solution, { to, out: file, past })]);
  const now = new Map(game.forecast.outcomes.map((one) => [one.name, one.byEnd]));
  if (options.json) {
    const told = past.map(({ chances, ...one }) => ({ ...one, outcomes: Object.fromEntries(chances) }));
    const { from, running } = game;
    const outcomes = Object.fromEntries(now);
    outside.writeOut(
      printJson({
        status: "written",
        file: options.out,
        to: isoDate(to),
        from,
        running,
        forecasts: told,
        outcomes,
      }),
    );
  } else outside.writeOut(page(outside, solution, { to, options, past, now }));
  return ExitCode.ok;
}

/** A day by which there is news, and not before the one to which the file was rolled on already. */
function dayTo(scenario: Scenario, text: string): number {
  const read = readDay(scenario, text);
  if ("says" in read) throw new Stop(ExitCode.usage, `--to ${text}: ${read.says}`);
  const { history, rolled, calendar } = scenario;
  if (read.day >= calendar.to)
    throw new Stop(ExitCode.usage, `--to ${text}: nothing is left to play after the last day`);
  if (!history.some(({ on }) => on <= read.day))
    throw new Stop(
      ExitCode.usage,
      `--to ${text}: the file has no history by then; add what was observed, dated, under "history"`,
    );
  if (rolled !== null && read.day <= rolled.to)
    throw new Stop(ExitCode.usage, `--to ${text}: the file was rolled on to ${isoDate(rolled.to)} already`);
  return read.day;
}

/**
 * What the file keeps already; then what its game says before the news and after each item, or from where it was rolled
 * on to.
 */
function foretold(outside: Outside, { scenario, results, world, ...rest }: Solution, to: number): Foretold[] {
  const { rolled, asOf } = scenario;
  const made = outside.today();
  const kept = (rolled?.forecasts ?? []).map((one) => ({
    asOf: isoDate(one.asOf),
    made: one.made === null ? null : isoDate(one.made),
    chances: one.chances,
  }));
  const before = rolled === null ? to : rolled.to;
  const account: Update = update({ scenario, results, world, ...rest } as Solution, { asOf: before });
  if (account.status !== "conditioned") throw new Stop(ExitCode.faulty, `${account.status}: ${account.says}`);
  const after = (forecast: NonNullable<Update["after"]>) =>
    new Map(forecast.outcomes.map((one) => [one.name, one.byEnd]));
  if (rolled !== null) return [...kept, { asOf: isoDate(rolled.to), made, chances: after(account.after!) }];
  const items = account.items.filter(({ kind }) => kind !== "silence");
  return [
    { asOf: isoDate(asOf.day), made, chances: after(account.before) },
    ...items.map(({ on, outcomes }) => ({
      asOf: on,
      made,
      chances: new Map(outcomes.map((one) => [one.name, one.after])),
    })),
  ].filter((one, i, all) => all[i + 1]?.asOf !== one.asOf);
}

function newGame(outside: Outside, solution: Solution, to: number, options: RollOptions) {
  const progress = progressOn(outside, options);
  progress.show("solving the new game");
  const maxBytes = bytesToSolve(solution, runOptions(outside, options, progress));
  const found: NewGame = restart(solution, { asOf: to, maxBytes });
  progress.done();
  if (found.status === "restarted") return found;
  const code = {
    "nothing left": ExitCode.usage,
    "not converged": ExitCode.notConverged,
    "too large": ExitCode.tooLarge,
    cancelled: ExitCode.interrupted,
    "impossible under the model": ExitCode.faulty,
  }[found.status];
  throw new Stop(code, `no new game from ${longDate(to)}: ${found.says}`);
}

interface Rolling {
  readonly to: number;
  /** Absolute. */
  readonly out: string;
  readonly past: readonly Foretold[];
}

function textFor({ cwd }: Outside, { path, scenario }: Solution, { to, out, past }: Rolling): string {
  const extended = relative(dirname(out), resolve(cwd, path)).replaceAll("\\", "/");
  const chances = (of: Foretold["chances"]) =>
    [...of].map(([name, chance]) => `${JSON.stringify(name)}: ${Number(chance.toFixed(6))}`).join(", ");
  const lines = past.map(
    ({ asOf, made, chances: of }) =>
      `    - { as of: ${asOf}, ${made === null ? "" : `made: ${made}, `}chances: { ${chances(of)} } }`,
  );
  const { rolled } = scenario;
  const through = rolled === null ? "" : `\n  through: [${[...rolled.through, rolled.to].map(isoDate).join(", ")}]`;
  return `# ${scenario.title}, rolled on to ${isoDate(to)}: from then on a new game, from what the news up to that day leaves.
# What was foretold before, at the stated values, stands below. Add later news to "history" with all that is there.
extends: ${JSON.stringify(extended)}
as of: { day: ${isoDate(to)} }
rolled:
  to: ${isoDate(to)}${through}
  forecasts:
${lines.join("\n")}
`;
}

interface Told {
  readonly to: number;
  readonly options: RollOptions;
  readonly past: readonly Foretold[];
  readonly now: ReadonlyMap<string, number>;
}

/** Of many days the first and the last few stand on the page; all are in the file. */
const SHOWN = 4;

function page(outside: Outside, { scenario }: Solution, { to, options, past, now }: Told): string {
  const [paint, width] = [paintFor(outside.color), Math.min(outside.columns, 100)];
  const shown = past.length <= SHOWN ? past : [past[0], ...past.slice(1 - SHOWN)];
  const cell = (chance: number | undefined) => (chance === undefined ? "-" : percent(chance));
  const rows = [...now].map(([outcome, chance]) => [
    outcome,
    ...shown.map(({ chances }) => cell(chances.get(outcome))),
    percent(chance),
  ]);
  const right = (title: string) => ({ title, align: "right" }) as const;
  const sections = [
    headLines(scenario, width, paint),
    table(
      [
        { title: "by the last day", align: "left", gives: true },
        ...shown.map(({ asOf }) => right(asOf)),
        right("new game"),
      ],
      rows,
      width,
      paint.faint,
    ),
    wrap(
      `By day: what the game as it was foreseen says given the news. New game: from ${longDate(to)} on everyone decides anew, and knows the news. At the stated values.`,
      width,
    ).map(paint.faint),
    [`Wrote ${options.out}, which extends the scenario.`, "", `  ${nextCommand(outside, "forecast", options.out)}`],
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
