/**
 * From what the user typed to a solved scenario, for the verbs that solve. Everything that can go wrong on the way is told
 * (on stderr, or as JSON where that was asked for) and ends the verb with its exit code.
 */
import {
  type Attempted,
  type Build,
  type BuiltScenario,
  buildScenario,
  type Certificate,
  combinationsInWords,
  hasErrors,
  loadScenario,
  type NewsTaken,
  type ReadFile,
  RIBBON_SCALES,
  type Run,
  type RunOptions,
  runScenario,
  type Scenario,
  type SolvedScenario,
  type TooLarge,
  WIDE_RIBBON_SCALES,
} from "standoff";
import type { RunReply } from "standoff/wire";
import { ExitCode, Stop } from "./exit-code.ts";
import { findScenario, scenarioFolders } from "./find-scenario.ts";
import type { CommonOptions, SolveOptions } from "./options.ts";
import type { Outside } from "./outside.ts";
import { type Progress, progressOn } from "./progress.ts";
import { allowedReader, foldersFor } from "./scenario-reader.ts";
import { count, diagnosticLines } from "./show/diagnostics.ts";
import { certificateJson, diagnosticJson, printJson } from "./show/json.ts";
import { gigabytes } from "./show/layout.ts";
import { paintFor } from "./show/paint.ts";

/** A check without `--size` looks at no more edges of the world than this: well under a second. */
export const EDGES_LOOKED = 100_000;

/** A solved scenario with the path that the user would name it by. */
export interface Solution extends SolvedScenario {
  readonly path: string;
}

export type SolvedReply = Extract<RunReply, { status: "solved" }>;

/** Solves the scenario or stops with the code for what went wrong. `extra` overrides what the options say. */
export function solve(outside: Outside, name: string, options: SolveOptions, extra: RunOptions = {}): Solution {
  const path = findScenario(outside, name);
  const progress = progressOn(outside, options);
  const run = runScenario(path, reader(outside, path, options), {
    ...runOptions(outside, options, progress),
    ...extra,
  });
  progress.done();
  return solvedOrStop(outside, path, options, run);
}

/** Tells the warnings of a solved run; stops with what went wrong in any other. */
export function solvedOrStop(outside: Outside, path: string, options: SolveOptions, run: Run): Solution {
  switch (run.status) {
    case "solved":
      tellWarnings(outside, path, run, options, run.world.header.edges);
      return { ...run, path };
    case "not converged":
      return stopUnsolved(outside, run.base.certificate, options);
    case "no memory to solve":
      return stopTooLarge(outside, path, options, run.needsBytes, run.limitBytes, "solving it needs");
    default:
      return stopUnbuilt(outside, path, run, options);
  }
}

/** Builds without solving, or stops. */
export function build(outside: Outside, name: string, options: SolveOptions, extra: RunOptions = {}): BuiltScenario {
  const path = findScenario(outside, name);
  const progress = progressOn(outside, options);
  const built = buildScenario(path, reader(outside, path, options), {
    ...runOptions(outside, options, progress),
    ...extra,
  });
  progress.done();
  return builtOrStop(outside, path, options, built);
}

export function builtOrStop(outside: Outside, path: string, options: SolveOptions, built: Build): BuiltScenario {
  return built.status === "built" ? built : stopUnbuilt(outside, path, built, options);
}

/** The same for a run that was done as a task. */
export function repliedOrStop(outside: Outside, path: string, options: SolveOptions, reply: RunReply): SolvedReply {
  switch (reply.status) {
    case "solved":
      tellWarnings(outside, path, reply, options, reply.forecast.world.edges);
      return reply;
    case "no such news":
      return stopByNews(outside, path, reply.news, options);
    case "not converged":
      return stopUnsolved(outside, reply.certificate, options);
    case "no memory to solve":
      return stopTooLarge(outside, path, options, reply.needsBytes, reply.limitBytes, "solving it needs");
    default:
      return stopUnbuilt(outside, path, reply, options);
  }
}

/** Reads and checks without building, or stops. */
export function load(outside: Outside, name: string, options: SolveOptions): Scenario {
  const path = findScenario(outside, name);
  const { scenario, diagnostics, sources } = loadScenario(path, reader(outside, path, options), loadOptions(options));
  if (scenario === undefined || hasErrors(diagnostics)) {
    return stopFaulty(outside, path, { diagnostics, sources }, options.json === true);
  }
  return scenario;
}

/** What the scenario of a path may read. Files are read from the user's folder, and named as the user named them. */
export function reader(outside: Outside, path: string, { allowRead = [] }: CommonOptions): ReadFile {
  return allowedReader(outside, path, foldersFor(outside, path, scenarioFolders(outside), allowRead));
}

export function loadOptions({ set, step }: CommonOptions): Pick<RunOptions, "set" | "step"> {
  return { set, ...(step === undefined ? {} : { step }) };
}

export function bytesAllowed(outside: Outside, { memory }: Pick<CommonOptions, "memory">): number {
  return memory === undefined ? outside.memory : memory * 2 ** 30;
}

export function runOptions(outside: Outside, options: SolveOptions, progress: Progress): RunOptions {
  return {
    ...loadOptions(options),
    reversed: options.reversed === true,
    onProgress: progress.show,
    maxBytes: bytesAllowed(outside, options),
    scales: options.ribbon === "wide" ? WIDE_RIBBON_SCALES : RIBBON_SCALES,
    trace: options.trace === true,
    cancelled: stopping(outside, options),
  };
}

/** Should the work end? Because of Ctrl-C, or since `--time` is up. */
export function stopping({ signals, elapsed }: Outside, { time }: SolveOptions): () => boolean {
  const end = time === undefined ? Number.POSITIVE_INFINITY : elapsed() + 1000 * time;
  return () => {
    if (time !== undefined && elapsed() > end) Atomics.store(signals, 0, 1);
    return Atomics.load(signals, 0) !== 0;
  };
}

type Unbuilt = Attempted &
  (
    | { readonly status: "faulty" }
    | { readonly status: "cancelled" }
    | { readonly status: "too large"; readonly why: TooLarge }
  );

function stopUnbuilt(outside: Outside, path: string, run: Unbuilt, options: SolveOptions): never {
  if (run.status === "cancelled") return stopEarly(outside, path, options);
  if (run.status === "faulty") return stopFaulty(outside, path, run, options.json === true);
  return stopUnbuildable(outside, path, options, run.why);
}

/** Nothing stands yet. */
function stopEarly(outside: Outside, path: string, { time, json }: SolveOptions): never {
  if (time === undefined) throw new Stop(ExitCode.interrupted);
  if (json) outside.writeOut(printJson({ status: "time is up", file: path, seconds: time }));
  throw new Stop(
    ExitCode.notConverged,
    `after ${time} seconds nothing stands yet: --time was up before the answer at the stated values`,
  );
}

/** Tells all diagnostics of a faulty scenario and stops. */
export function stopFaulty(outside: Outside, path: string, run: Attempted, json: boolean): never {
  if (json) {
    const diagnostics = run.diagnostics.map((one) => diagnosticJson(one, run.sources));
    outside.writeOut(printJson({ status: "faulty", file: path, diagnostics }));
  } else outside.writeError(diagnosticLines(run, paintFor(false)));
  throw new Stop(ExitCode.faulty);
}

function stopByNews(outside: Outside, path: string, news: NewsTaken, options: SolveOptions): never {
  if (options.json) outside.writeOut(printJson({ status: news.status, file: path, news }));
  throw new Stop(ExitCode.faulty, `${path}: the news: ${news.status}: ${news.says}\n--before-news leaves it out`);
}

/** Stops at a world that is larger than allowed. */
export function stopUnbuildable(outside: Outside, path: string, options: CommonOptions, why: TooLarge): never {
  const { bytes, limitBytes, combinations } = why;
  if (combinations === undefined) return stopTooLarge(outside, path, options, bytes, limitBytes, "building it passed");
  const says = combinationsInWords(combinations);
  const found = { status: "too large", file: path, needsBytes: null, limitBytes, why: says, combinations };
  if (options.json) outside.writeOut(printJson(found));
  throw new Stop(ExitCode.tooLarge, `${path} is too large: ${says}`);
}

function stopTooLarge(
  outside: Outside,
  path: string,
  options: CommonOptions,
  needs: number,
  limit: number,
  what: string,
): never {
  if (options.json)
    outside.writeOut(printJson({ status: "too large", file: path, needsBytes: needs, limitBytes: limit }));
  const sizes = `${what} ${gigabytes(needs)} where ${gigabytes(limit)} are allowed`;
  const hint = "`standoff check --size` says what makes it large; --memory allows more, a coarser --step needs less";
  throw new Stop(ExitCode.tooLarge, `${path} is too large: ${sizes}\n${hint}`);
}

function stopUnsolved(outside: Outside, certificate: Certificate, options: SolveOptions): never {
  if (options.json) outside.writeOut(printJson({ status: "not converged", certificate: certificateJson(certificate) }));
  const residual = certificate.residual.toExponential(1);
  throw new Stop(
    ExitCode.notConverged,
    `not converged: residual ${residual} after ${certificate.iterations} iterations; nothing is forecast\n${certificate.says}`,
  );
}

/** `edges`: of what is asked of the world; some that only play after the last day reads stand behind them. */
function tellWarnings(outside: Outside, path: string, run: Attempted, options: SolveOptions, edges: number): void {
  const warnings = run.diagnostics.filter(({ severity }) => severity === "warning").length;
  const whole = edges > EDGES_LOOKED / 4;
  if (warnings > 0) outside.writeError(`${count(warnings, "warning")}: ${checkCommand(path, options, whole)}\n`);
}

/** The command that lists the warnings of a run: on the same calendar, with the same settings, and of the whole world. */
function checkCommand(path: string, { set, step }: CommonOptions, whole: boolean): string {
  const settings = Object.entries(set).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
  const words = [
    "standoff",
    "check",
    path,
    ...(whole ? ["--size"] : []),
    ...settings,
    ...(step === undefined ? [] : ["--step", step]),
  ];
  return words.map(shellWord).join(" ");
}

/** A word as a shell takes it. */
function shellWord(word: string): string {
  if (/^[\w./=:@%+-]+$/.test(word)) return word;
  return /["$`\\!]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : `"${word}"`;
}
