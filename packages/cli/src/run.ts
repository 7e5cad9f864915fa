/**
 * From what the user typed to a solved scenario, for the verbs that solve. Everything that can go wrong on the way is
 * told (on stderr, or as JSON where that was asked for) and ends the verb with its exit code.
 */
import {
  type Attempted,
  type Build,
  type BuiltScenario,
  buildScenario,
  type Certificate,
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
import { combinationsInWords } from "standoff/words";
import { ExitCode, Stop } from "./exit-code.ts";
import { findScenario, libraryFolder, scenarioFolders } from "./find-scenario.ts";
import { nextCommand } from "./next-command.ts";
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

/** What a verb was called on. */
export interface Call {
  readonly outside: Outside;
  /** The scenario as the user named it. */
  readonly name: string;
  /** Its file, from the user's folder. */
  readonly path: string;
  readonly options: SolveOptions;
}

/** Finds the scenario's file, or stops. */
export function callOf(outside: Outside, name: string, options: SolveOptions): Call {
  return { outside, name, path: findScenario(outside, name), options };
}

/** A solved scenario with the path that the user would name it by. */
export interface Solution extends SolvedScenario {
  readonly path: string;
}

export type SolvedReply = Extract<RunReply, { status: "solved" }>;

/** Solves the scenario or stops with the code for what went wrong. `extra` overrides what the options say. */
export function solve(outside: Outside, name: string, options: SolveOptions, extra: RunOptions = {}): Solution {
  const call = callOf(outside, name, options);
  const progress = progressOn(outside, options);
  const run = runScenario(call.path, reader(call), { ...runOptions(outside, options, progress), ...extra });
  progress.done();
  return solvedOrStop(call, run);
}

/** Tells the warnings of a solved run; stops with what went wrong in any other. */
export function solvedOrStop(call: Call, run: Run): Solution {
  switch (run.status) {
    case "solved":
      tellWarnings(call, run, run.world.header.edges);
      return { ...run, path: call.path };
    case "not converged":
      return stopUnsolved(call, run.base.certificate);
    case "no memory to solve":
      return stopTooLarge(call, "solving it needs", run.needsBytes, run.limitBytes);
    default:
      return stopUnbuilt(call, run);
  }
}

/** Builds without solving, or stops. */
export function build(outside: Outside, name: string, options: SolveOptions, extra: RunOptions = {}): BuiltScenario {
  const [call, built] = attempt(outside, name, options, extra);
  return builtOrStop(call, built);
}

/** The same for who tells the warnings itself. */
export function buildUntold(outside: Outside, name: string, options: SolveOptions): BuiltScenario {
  const [call, built] = attempt(outside, name, options, {});
  return builtUntoldOrStop(call, built);
}

function attempt(outside: Outside, name: string, options: SolveOptions, extra: RunOptions): [Call, Build] {
  const call = callOf(outside, name, options);
  const progress = progressOn(outside, options);
  const built = buildScenario(call.path, reader(call), { ...runOptions(outside, options, progress), ...extra });
  progress.done();
  return [call, built];
}

/** What was built, whose warnings are told later; or stops. */
export function builtUntoldOrStop(call: Call, built: Build): BuiltScenario {
  return built.status === "built" ? built : stopUnbuilt(call, built);
}

/** Tells the warnings of what was built, or stops. */
export function builtOrStop(call: Call, built: Build): BuiltScenario {
  if (built.status !== "built") return stopUnbuilt(call, built);
  tellWarnings(call, built, built.world.header.edges);
  return built;
}

/** The same for a run that was done as a task. */
export function repliedOrStop(call: Call, reply: RunReply): SolvedReply {
  switch (reply.status) {
    case "solved":
      tellWarnings(call, reply, reply.forecast.world.edges);
      return reply;
    case "no such news":
      return stopByNews(call, reply.news);
    case "not converged":
      return stopUnsolved(call, reply.certificate);
    case "no memory to solve":
      return stopTooLarge(call, "solving it needs", reply.needsBytes, reply.limitBytes);
    default:
      return stopUnbuilt(call, reply);
  }
}

/** Reads and checks without building, or stops. */
export function load(outside: Outside, name: string, options: SolveOptions): Scenario {
  const call = callOf(outside, name, options);
  const { scenario, diagnostics, sources } = loadScenario(call.path, reader(call), loadOptions(options));
  if (scenario === undefined || hasErrors(diagnostics)) return stopFaulty(call, { diagnostics, sources });
  return scenario;
}

/** What the scenario of a path may read. Files are read from the user's folder, and named as the user named them. */
export function reader({ outside, path, options: { allowRead = [] } }: Call): ReadFile {
  const folders = foldersFor(outside, path, scenarioFolders(outside), allowRead);
  return allowedReader(outside, path, folders, libraryFolder(outside));
}

export function loadOptions(given: CommonOptions): Pick<RunOptions, "set" | "setBy" | "step" | "rival"> {
  const { set, setBy, step, rival } = given;
  return {
    set,
    ...(setBy === undefined ? {} : { setBy }),
    ...(step === undefined ? {} : { step }),
    ...(rival === undefined ? {} : { rival }),
  };
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

function stopUnbuilt(call: Call, run: Unbuilt): never {
  if (run.status === "cancelled") return stopEarly(call);
  return run.status === "faulty" ? stopFaulty(call, run) : stopUnbuildable(call, run.why);
}

/** Nothing stands yet. */
export function stopEarly({ outside, path, options: { time, json } }: Call): never {
  if (time === undefined) throw new Stop(ExitCode.interrupted);
  if (json) outside.writeOut(printJson({ status: "time is up", file: path, seconds: time }));
  throw new Stop(
    ExitCode.notConverged,
    `after ${time} seconds nothing stands yet: --time was up before the answer at the stated values`,
  );
}

/** Tells all diagnostics of a faulty scenario and stops. */
export function stopFaulty({ outside, path, options }: Omit<Call, "name">, run: Attempted): never {
  if (options.json) {
    const diagnostics = run.diagnostics.map((one) => diagnosticJson(one, run.sources));
    outside.writeOut(printJson({ status: "faulty", file: path, diagnostics }));
  } else outside.writeError(diagnosticLines(run, paintFor(false), outside.typed));
  throw new Stop(ExitCode.faulty);
}

function stopByNews({ outside, path, options }: Call, news: NewsTaken): never {
  if (options.json) outside.writeOut(printJson({ status: news.status, file: path, news }));
  throw new Stop(ExitCode.faulty, `${path}: the news: ${news.status}: ${news.says}\n--before-news leaves it out`);
}

/** Stops at a world that is larger than allowed. */
export function stopUnbuildable(call: Call, why: TooLarge): never {
  const { bytes, limitBytes, combinations } = why;
  if (combinations === undefined) return stopTooLarge(call, "building it passed", bytes, limitBytes);
  const { outside, path, options } = call;
  const says = combinationsInWords(combinations);
  const found = { status: "too large", file: path, needsBytes: null, limitBytes, why: says, combinations };
  if (options.json) outside.writeOut(printJson(found));
  throw new Stop(ExitCode.tooLarge, `${path} is too large: ${says}`);
}

function stopTooLarge(call: Call, what: string, needsBytes: number, limitBytes: number): never {
  const { outside, path, options } = call;
  if (options.json) outside.writeOut(printJson({ status: "too large", file: path, needsBytes, limitBytes }));
  const sizes = `${what} ${gigabytes(needsBytes)} where ${gigabytes(limitBytes)} are allowed`;
  const hint = `\`${checkCommand(call, true)}\` says what makes it large; --memory allows more, a coarser --step needs less`;
  throw new Stop(ExitCode.tooLarge, `${path} is too large: ${sizes}\n${hint}`);
}

function stopUnsolved({ outside, options }: Call, certificate: Certificate): never {
  if (options.json) outside.writeOut(printJson({ status: "not converged", certificate: certificateJson(certificate) }));
  const residual = certificate.residual.toExponential(1);
  throw new Stop(
    ExitCode.notConverged,
    `not converged: residual ${residual} after ${certificate.iterations} iterations; nothing is forecast\n${certificate.says}`,
  );
}

/**
 * What warnings there are, where some of them were not told before in this call of the command: rival forms and
 * what-ifs mostly share theirs. `edges`: of what is asked of the world; some that only play after the last day reads
 * stand behind them.
 */
function tellWarnings(call: Call, { diagnostics }: Attempted, edges: number): void {
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  const told = warned.get(call.outside) ?? new Set();
  warned.set(call.outside, told);
  const keys = warnings.map(({ code, message, span }) => JSON.stringify([call.path, code, message, span]));
  if (keys.every((key) => told.has(key))) return;
  for (const key of keys) told.add(key);
  const whole = edges > EDGES_LOOKED / 4;
  call.outside.writeError(`${count(warnings.length, "warning")}: ${checkCommand(call, whole)}\n`);
}

/** Warnings that were told in one call of the command. */
const warned = new WeakMap<Outside, Set<string>>();

/** The command that checks what was run: on the same calendar, with the same settings, all of the world or a part. */
function checkCommand({ outside, name, options: { set, step, rival, allowRead = [] } }: Call, whole: boolean): string {
  const settings = Object.entries(set).flatMap(([assumption, value]) => ["--set", `${assumption}=${value}`]);
  return nextCommand(
    outside,
    "check",
    name,
    ...(whole ? ["--size"] : []),
    ...settings,
    ...(step === undefined ? [] : ["--step", step]),
    ...(rival === undefined ? [] : ["--rival", rival]),
    ...allowRead.flatMap((folder) => ["--allow-read", folder]),
  );
}
