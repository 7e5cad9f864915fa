/** `standoff update`: the forecast before and after each item of the scenario's history, and how surprising each was. */
import { type NewsItem, type Update, update as updateOf } from "standoff/query/update";
import { percent } from "standoff/query/words";
import { ExitCode, Stop } from "../exit-code.ts";
import type { SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { load, type Solution, solve } from "../run.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { hanging, table, wrap } from "../show/layout.ts";
import { type Paint, paintFor } from "../show/paint.ts";
import { percentWithRibbon, points } from "../show/probability.ts";
import { ribbonNote, ribbonRange, strandsJson } from "../show/ribbon.ts";

/** Moves smaller than this are left out of an item's line; all are in the JSON. */
const leastMove = 0.005;

export function update(outside: Outside, name: string, options: SolveOptions): number {
  if (load(outside, name, options).history.length === 0) {
    throw new Stop(ExitCode.usage, `${name} has no history; docs/language.md tells how dated observations are written`);
  }
  const solution = solve(outside, name, options);
  const found = updateOf(solution.scenario, solution.world, solution.results);
  outside.writeOut(options.json ? printJson(toJson(solution, found, options)) : page(outside, solution, found));
  return ExitCode.ok;
}

function page(outside: Outside, { scenario }: Solution, found: Update): string {
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
      ],
      rows,
      width,
      paint.faint,
    ),
    wrap(
      `The whole history had a probability of ${percent(found.likelihood)} in this model. Strategies stay those of the solved game; what was observed conditions the view of who reads this, and each actor knows only what it sees. ${ribbonNote(ribbonRange(before.solutions))} In this model, given these values: values that we attribute, not endorse.`,
      width,
    ).map(paint.faint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function itemLines({ on, kind, text, likelihood, outcomes }: NewsItem, width: number, paint: Paint): string[] {
  const moved = outcomes
    .filter(({ before, after }) => Math.abs(after - before) >= leastMove)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .map((one) => [one.name, `${percent(one.before)} -> ${percent(one.after)}`, points(one.before, one.after)]);
  const ending =
    outcomes.length === 0 && likelihood === 0 ? [paint.error("  impossible, given what came before")] : null;
  return [
    ...hanging(`${on}  `, `${kind}: ${text}`, width).map((line, index) => (index === 0 ? paint.heading(line) : line)),
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

function toJson(solution: Solution, found: Update, options: SolveOptions) {
  const { before, after } = found;
  const outcomes = before.outcomes.map((one, index) => {
    const then = after?.outcomes[index];
    const side = (from: typeof one) => ({ byEnd: from.byEnd, byDate: from.byDate, ribbon: from.ribbon.byEnd });
    return [one.name, { before: side(one), after: then ? side(then) : null }] as const;
  });
  return {
    status: found.status,
    ...scenarioJson(solution, options),
    certificate: certificateJson(solution.base.certificate),
    solutions: strandsJson(found.before.solutions),
    says: found.says,
    why: found.why,
    likelihood: found.likelihood,
    outcomes: Object.fromEntries(outcomes),
    items: found.items.map(({ outcomes: effects, ...item }) => ({
      ...item,
      outcomes: Object.fromEntries(effects.map(({ name, before: b, after: a }) => [name, { before: b, after: a }])),
    })),
  };
}
