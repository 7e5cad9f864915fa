/** `standoff explain`: who does what in which situation, what each actor thinks of what it does not see, the likeliest paths. */
import { type BeliefPath, beliefInWords, beliefsOf } from "standoff/query/beliefs";
import { type ForgettingGap, forgettingGaps } from "standoff/query/forgetting";
import { ExitCode, Stop } from "../exit-code.ts";
import type { SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { load, type Solution, solve } from "../run.ts";
import { headLines } from "../show/forecast.ts";
import { certificateJson, printJson, scenarioJson } from "../show/json.ts";
import { hanging, wrap } from "../show/layout.ts";
import { type Paint, paintFor } from "../show/paint.ts";

export interface ExplainOptions extends SolveOptions {
  readonly only?: "strategies" | "beliefs" | "paths";
  readonly outcome?: string;
  readonly actor?: string;
  readonly number: number;
}

interface Explained {
  readonly beliefs?: { readonly paths: readonly BeliefPath[]; readonly forgetting: readonly ForgettingGap[] };
}

export function explain(outside: Outside, name: string, options: ExplainOptions): number {
  checkNames(outside, name, options);
  const solution = solve(outside, name, options, { scales: [1] });
  const wants = (part: string) => options.only === undefined || options.only === part;
  const found: Explained = {
    ...(wants("beliefs") ? { beliefs: beliefs(solution, options) } : {}),
  };
  outside.writeOut(options.json ? printJson(toJson(solution, found, options)) : page(outside, solution, found));
  return ExitCode.ok;
}

/** Before the work: do the actor and the outcome exist? */
function checkNames(outside: Outside, name: string, options: ExplainOptions): void {
  const { actors, outcomes } = load(outside, name, options);
  const actor = options.actor;
  if (actor !== undefined && !actors.some((one) => one.id === actor || one.name === actor)) {
    throw new Stop(ExitCode.usage, `there is no actor "${actor}"; there are: ${actors.map(({ id }) => id).join(", ")}`);
  }
  const outcome = options.outcome;
  if (outcome !== undefined && !outcomes.some((one) => one.name === outcome)) {
    const names = outcomes.map((one) => one.name).join(", ");
    throw new Stop(ExitCode.usage, `there is no outcome "${outcome}"; there are: ${names}`);
  }
}

function beliefs({ scenario, world, base }: Solution, { actor }: ExplainOptions): NonNullable<Explained["beliefs"]> {
  const mine = (one: { actor: string; actorName: string }) =>
    actor === undefined || [one.actor, one.actorName].includes(actor);
  return {
    paths: beliefsOf(scenario, world, base).filter(mine),
    forgetting: forgettingGaps(scenario, world, base).filter(mine),
  };
}

function page(outside: Outside, { scenario }: Solution, found: Explained): string {
  const paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const sections = [
    headLines(scenario, width, paint),
    ...(found.beliefs ? [beliefLines(found.beliefs, width, paint)] : []),
    wrap("In this model, given these values: values that we attribute, not endorse.", width).map(paint.faint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function beliefLines({ paths, forgetting }: NonNullable<Explained["beliefs"]>, width: number, paint: Paint): string[] {
  return [
    paint.heading("What each thinks of what it does not see"),
    ...(paths.length === 0
      ? ["nothing is hidden"]
      : paths.flatMap((path) => hanging("  ", beliefInWords(path), width))),
    ...forgetting
      .filter(({ warning }) => warning)
      .flatMap((gap) => hanging("  ! ", forgettingText(gap), width).map(paint.warning)),
  ];
}

function forgettingText({ actorName, gap, date }: ForgettingGap): string {
  const when = date === null ? "" : ` around ${date}`;
  return `${actorName} forgets: its beliefs lie ${gap.toFixed(2)} from those that all it saw would give${when}`;
}

function toJson(solution: Solution, found: Explained, options: ExplainOptions) {
  return {
    status: "solved",
    ...scenarioJson(solution, options),
    certificate: certificateJson(solution.base.certificate),
    ...(found.beliefs ? { beliefs: found.beliefs.paths, forgetting: found.beliefs.forgetting } : {}),
  };
}
