/**
 * `standoff check`: every problem of a scenario, with its place and a hint. The file is checked as it stands; then the world
 * is built and examined too, unless that would take long. `--size` builds all of it and says what makes it large.
 */
import { type Attempted, buildScenario, hasErrors } from "standoff";
import { ExitCode } from "../exit-code.ts";
import { type Grammar, option } from "../grammar.ts";
import { type CommonOptions, commonOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { progressOn } from "../progress.ts";
import { build, bytesAllowed, callOf, EDGES_LOOKED, loadOptions, reader, stopUnbuildable } from "../run.ts";
import { diagnosticLines, summary } from "../show/diagnostics.ts";
import { diagnosticJson, printJson } from "../show/json.ts";
import { paintFor } from "../show/paint.ts";
import { sizeJson, sizeLines } from "../show/size.ts";

export const grammar: Grammar = {
  examples: [
    "standoff check labour-strike",
    "standoff check my.standoff.yaml --size            what each variable multiplies",
  ],
  options: [...commonOptions, option("--size", "also build it: how large it is, what each variable multiplies")],
  run: check,
  answersByCode: true,
};

interface CheckOptions extends CommonOptions {
  readonly size?: boolean;
}

function check(outside: Outside, name: string, options: CheckOptions): number {
  return options.size ? checkSize(outside, name, options) : checkQuickly(outside, name, options);
}

function checkQuickly(outside: Outside, name: string, options: CheckOptions): number {
  const call = callOf(outside, name, options);
  const { path } = call;
  const progress = progressOn(outside);
  const found = buildScenario(path, reader(call), {
    ...loadOptions(options),
    maxBytes: bytesAllowed(outside, options),
    maxEdges: EDGES_LOOKED,
    onProgress: progress.show,
  });
  progress.done();
  if (found.status === "too large") {
    if (!options.json) outside.writeOut(diagnosticLines(found, paintFor(outside.color), outside.typed));
    return stopUnbuildable(call, found.why);
  }
  const whole = found.status !== "cancelled";
  const sound = !hasErrors(found.diagnostics);
  if (options.json) outside.writeOut(printJson(checkJson(path, found, sound, whole)));
  else {
    const paint = paintFor(outside.color);
    outside.writeOut(diagnosticLines(found, paint, outside.typed));
    if (sound && !whole) {
      outside.writeOut(
        `${paint.faint("The file is checked; of the world only a part. --size builds and examines all of it.")}\n`,
      );
    }
  }
  return sound ? ExitCode.ok : ExitCode.faulty;
}

function checkSize(outside: Outside, name: string, options: CheckOptions): number {
  const { path } = callOf(outside, name, options);
  const built = build(outside, name, options);
  if (options.json) {
    outside.writeOut(printJson({ ...checkJson(path, built, true, true), size: sizeJson(built) }));
    return ExitCode.ok;
  }
  const paint = paintFor(outside.color);
  outside.writeOut(diagnosticLines(built, paint, outside.typed));
  outside.writeOut(
    sizeLines(built, outside.columns, paint)
      .map((line) => `${line}\n`)
      .join(""),
  );
  return ExitCode.ok;
}

function checkJson(path: string, found: Attempted, sound: boolean, whole: boolean) {
  return {
    status: sound ? "sound" : "faulty",
    file: path,
    summary: summary(found),
    worldExamined: sound && whole,
    diagnostics: found.diagnostics.map((one) => diagnosticJson(one, found.sources)),
  };
}
