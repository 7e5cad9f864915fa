/**
 * `study script`: a batch file that solves a study in shards, with the options that it was asked with, and merges them.
 */
import { basename } from "node:path";
import { batchFile, type Engine } from "@standoff/runner";
import type { Swept } from "standoff/study";
import { ExitCode, Stop } from "./exit-code.ts";
import { shellWord } from "./next-command.ts";
import type { NewsOptions, SolveOptions } from "./options.ts";
import type { Outside } from "./outside.ts";
import { callOf } from "./run.ts";

export interface ScriptOptions {
  readonly slurm?: boolean;
  readonly kubernetes?: boolean;
  readonly parallel?: boolean;
  readonly shards?: number;
  readonly atOnce?: number;
}

type Options = SolveOptions &
  NewsOptions &
  ScriptOptions & {
    readonly draws: number;
    readonly seed: string;
    readonly statedSteadiness?: boolean;
    readonly over?: readonly Swept[];
    readonly files?: readonly string[];
    readonly out?: string;
    readonly threads?: number;
  };

/** Shards at once, and gigabytes of each, where nobody says. */
const USUAL_AT_ONCE = 100;
const USUAL_MEMORY = 2;

export function tellScript(outside: Outside, name: string, options: Options): number {
  const chosen = (["slurm", "kubernetes", "parallel"] as const).filter((engine) => options[engine] === true);
  if (chosen.length !== 1)
    throw new Stop(ExitCode.usage, "study script takes one of --slurm, --kubernetes and --parallel");
  const { shards, out, atOnce = USUAL_AT_ONCE, threads = 1, memory = USUAL_MEMORY } = options;
  if (shards === undefined || out === undefined)
    throw new Stop(ExitCode.usage, "study script needs --shards NUMBER and --out STORE");
  if (shards > options.draws + 1)
    throw new Stop(ExitCode.usage, `${shards} shards of ${options.draws} draws or points: some would be empty`);
  callOf(outside, name, options); // it is there
  const [engine]: readonly Engine[] = chosen;
  const verb = options.over === undefined ? "study" : "sweep";
  const known = basename(name)
    .replace(/(\.standoff)?\.ya?ml$/, "")
    .toLowerCase();
  const file = batchFile(engine, {
    typed: engine === "kubernetes" ? "standoff" : outside.typed,
    run: [verb, "run", name, ...wordsOf({ ...options, memory }), "--out", out].map(shellWord),
    merge: [verb, "merge", out].map(shellWord),
    shards,
    atOnce: Math.min(atOnce, shards),
    threads,
    memory,
    name: `${verb}-${known.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "here"}`,
  });
  outside.writeOut(file);
  return ExitCode.ok;
}

/** The options that draws depend on, and the memory, as words. */
function wordsOf(options: Options & { readonly memory: number }): string[] {
  const {
    draws,
    seed,
    statedSteadiness,
    reversed,
    step,
    asOf,
    beforeNews,
    set,
    allowRead = [],
    memory,
    over,
    files = [],
  } = options;
  const flag = (name: string, on: boolean | undefined) => (on === true ? [name] : []);
  const valued = (name: string, value: string | undefined) => (value === undefined ? [] : [name, value]);
  const drawn = ["--draws", `${draws}`, "--seed", seed, ...flag("--stated-steadiness", statedSteadiness)];
  const swept = over?.flatMap(({ assumption, values }) => ["--over", `${assumption}=${values.join(", ")}`]);
  return [
    ...(swept ?? drawn),
    ...files.flatMap((file) => ["--over", file]),
    ...flag("--reversed", reversed),
    ...valued("--step", step),
    ...valued("--as-of", asOf),
    ...flag("--before-news", beforeNews),
    ...Object.entries(set).flatMap(([assumption, value]) => ["--set", `${assumption}=${value}`]),
    ...allowRead.flatMap((folder) => ["--allow-read", folder]),
    ...["--memory", `${memory}`],
  ];
}
