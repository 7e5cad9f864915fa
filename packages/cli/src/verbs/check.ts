/**
 * `standoff check`: every problem of a scenario, with its place and a hint. The file is checked as it stands; then the
 * world is built and examined too, unless that would take long. `--size` builds all of it and says what makes it large,
 * `--stakes` what is at stake for each actor. `--print` shows what was understood: the checked scenario line by line,
 * or the world that it builds.
 */
import { type Attempted, buildScenario, describeWorld, hasErrors, loadScenario, printScenario } from "standoff";
import { ExitCode } from "../exit-code.ts";
import type { CommonOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { progressOn } from "../progress.ts";
import {
  buildUntold,
  bytesAllowed,
  type Call,
  callOf,
  EDGES_LOOKED,
  load,
  loadOptions,
  reader,
  stopUnbuildable,
} from "../run.ts";
import { diagnosticLines, summary } from "../show/diagnostics.ts";
import { diagnosticJson, printJson } from "../show/json.ts";
import { paintFor } from "../show/paint.ts";
import { sizeJson, sizeLines } from "../show/size.ts";
import { stakesJson, stakesLines } from "../show/stakes.ts";

interface CheckOptions extends CommonOptions {
  readonly size?: boolean;
  readonly stakes?: boolean;
  readonly print?: "scenario" | "world";
}

/** Larger worlds are not printed node by node. */
const nodesPrinted = 2000;

export function check(outside: Outside, name: string, options: CheckOptions): number {
  if (options.print !== undefined) return print(outside, name, options);
  return options.size || options.stakes ? checkWhole(outside, name, options) : checkQuickly(outside, name, options);
}

/** Only what is sound is printed; what is not stops with its diagnostics. */
function print(outside: Outside, name: string, options: CheckOptions): number {
  const text =
    options.print === "scenario"
      ? printScenario(load(outside, name, options))
      : describeWorld(buildUntold(outside, name, options).world, nodesPrinted);
  outside.writeOut(options.json ? printJson({ status: "sound", [options.print!]: text.split("\n") }) : `${text}\n`);
  return ExitCode.ok;
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
    if (!options.json && found.diagnostics.length > 0)
      outside.writeOut(diagnosticLines(found, paintFor(outside.color), outside.typed));
    return stopUnbuildable(call, found.why);
  }
  const whole = found.status !== "cancelled";
  const rivals = hasErrors(found.diagnostics) ? [] : faultyRivals(call);
  const sound = !hasErrors(found.diagnostics) && rivals.length === 0;
  if (options.json) outside.writeOut(printJson({ ...checkJson(path, found, sound, whole), ...rivalsJson(rivals) }));
  else {
    const paint = paintFor(outside.color);
    if (rivals.length === 0 || found.diagnostics.length > 0)
      outside.writeOut(diagnosticLines(found, paint, outside.typed));
    for (const rival of rivals) {
      outside.writeOut(`${paint.heading(`Rival form ${rival.name}`)}\n`);
      outside.writeOut(diagnosticLines(rival, paint, outside.typed));
    }
    if (sound && !whole) {
      outside.writeOut(
        `${paint.faint("The file is checked; of the world a part. --size builds and examines all of it.")}\n`,
      );
    }
  }
  return sound ? ExitCode.ok : ExitCode.faulty;
}

type FaultyRival = Attempted & { readonly name: string };

/** Rival forms that have errors, with these alone. */
function faultyRivals(call: Call): FaultyRival[] {
  const own = loadOptions(call.options);
  const { scenario } = loadScenario(call.path, reader(call), own);
  return (scenario?.rivals ?? []).flatMap(({ name }) => {
    const { diagnostics, sources } = loadScenario(call.path, reader(call), { ...own, rival: name });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    return errors.length === 0 ? [] : [{ name, diagnostics: errors, sources }];
  });
}

function rivalsJson(rivals: readonly FaultyRival[]) {
  if (rivals.length === 0) return {};
  const told = ({ name, diagnostics, sources }: FaultyRival) => {
    return { name, diagnostics: diagnostics.map((one) => diagnosticJson(one, sources)) };
  };
  return { rivals: rivals.map(told) };
}

function checkWhole(outside: Outside, name: string, options: CheckOptions): number {
  const { path } = callOf(outside, name, options);
  const built = buildUntold(outside, name, options);
  if (options.json) {
    const size = options.size ? { size: sizeJson(built) } : {};
    const stakes = options.stakes ? { stakes: stakesJson(built) } : {};
    outside.writeOut(printJson({ ...checkJson(path, built, true, true), ...size, ...stakes }));
    return ExitCode.ok;
  }
  const paint = paintFor(outside.color);
  outside.writeOut(diagnosticLines(built, paint, outside.typed));
  const lines = [
    ...(options.size ? sizeLines(built, outside.columns, paint) : []),
    ...(options.stakes ? stakesLines(built, outside.columns, paint) : []),
  ];
  outside.writeOut(lines.map((line) => `${line}\n`).join(""));
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
