/** The options that verbs share, and how the texts of options are read. Of the library nothing is loaded here. */
import type { Option } from "commander";
import type { USUAL_SEED } from "standoff/study";
import { ExitCode, Stop } from "./exit-code.ts";
import { option } from "./grammar.ts";

/** What every verb takes. */
export interface CommonOptions {
  /** Assumption -> value, as it would stand in the file. */
  readonly set: Readonly<Record<string, string>>;
  /** By which option an assumption was set, where not by `--set`. */
  readonly setBy?: Readonly<Record<string, string>>;
  readonly step?: string;
  /** One of the file's rival forms instead of its own. */
  readonly rival?: string;
  readonly json?: boolean;
  /** Folders, besides the scenario's own and the library, whose files may be extended. */
  readonly allowRead?: readonly string[];
  /** Gibibytes. */
  readonly memory?: number;
}

/** What every verb takes that solves. */
export interface SolveOptions extends CommonOptions {
  readonly reversed?: boolean;
  readonly ribbon?: "usual" | "wide";
  readonly trace?: boolean;
  /** Seconds after which the work ends with what stands. */
  readonly time?: number;
  readonly progress?: ProgressForm;
}

/** How what stands before the end is told where stderr is no terminal: to programs, or in the lines of a log. */
export type ProgressForm = "json" | "log";

/** What verbs take that go by the file's news. */
export interface NewsOptions {
  /** A date in any spelling that questions know. */
  readonly asOf?: string;
  readonly beforeNews?: boolean;
}

/** What verbs take whose work can be shared among threads. */
export interface ThreadOptions extends SolveOptions {
  /** By default as many as the machine runs at once. */
  readonly threads?: number;
}

/** What verbs take whose answers are averages over draws. */
export interface DrawOptions extends ThreadOptions {
  /** 0: the stated values only; by default by the world's size. */
  readonly draws?: number;
  readonly seed: string;
}

/** Collects settings, `name=value`, as `--set` takes them. A name may hold any character but "=". */
export function settingReader(flag: string) {
  return (text: string, sofar: Readonly<Record<string, string>>): Record<string, string> => {
    const equals = text.indexOf("=");
    const name = text.slice(0, equals).trim().replace(/^\$/, "");
    const value = text.slice(equals + 1).trim();
    if (equals >= 1 && name !== "" && value !== "") return { ...sofar, [name]: value };
    throw new Stop(ExitCode.usage, `${flag} takes assumption=value, as in ${flag} "large fund=70 %", not "${text}"`);
  };
}

/** `60s`, `60`, `2 min`, `1 h`: seconds. */
const durationOf = (text: string) => secondsIn("--time", text);
export const idleTime = (text: string) => secondsIn("--idle", text);

function secondsIn(flag: string, text: string): number {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(s|sec|seconds?|m|min|minutes?|h|hours?)?\s*$/.exec(text);
  const factor = { s: 1, m: 60, h: 3600 }[found?.[2]?.[0] ?? "s"]!;
  const seconds = Number(found?.[1]) * factor;
  if (!(seconds > 0)) throw new Stop(ExitCode.usage, `${flag} takes a time as in 60s or "5 min", not "${text}"`);
  return seconds;
}

/** Collects the folders of `--allow-read`. */
function addFolder(text: string, sofar: readonly string[]): readonly string[] {
  if (text.includes("\0")) throw new Stop(ExitCode.usage, "a path cannot hold a NUL character");
  return [...sofar, text];
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value)))
    throw new Stop(ExitCode.usage, `a number above zero is needed, not "${text}"`);
  return value;
}

export function numberFromZero(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && Number.isFinite(value)) || text.trim() === "")
    throw new Stop(ExitCode.usage, `a number from zero up is needed, not "${text}"`);
  return value;
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value > 0 && value <= 1000)) {
    throw new Stop(ExitCode.usage, `a whole number from 1 to 1000 is needed, not "${text}"`);
  }
  return value;
}

const MOST_DRAWS = 65_536;

export function drawsOf(text: string): number {
  const draws = Number(text);
  if (Number.isInteger(draws) && draws >= 4 && draws <= MOST_DRAWS) return draws;
  throw new Stop(ExitCode.usage, `--draws takes a whole number from 4 to ${MOST_DRAWS}, not "${text}"`);
}

const MOST_SHARDS = 10_000;

function shardsOf(text: string): number {
  const shards = Number(text);
  if (Number.isInteger(shards) && shards >= 1 && shards <= MOST_SHARDS) return shards;
  throw new Stop(ExitCode.usage, `--shards takes a whole number from 1 to ${MOST_SHARDS}, not "${text}"`);
}

export const jsonOption = option("--json", "print JSON; standoff --help names the page that describes it");

export const memoryOption = option(
  "--memory <gigabytes>",
  "stop before using more than this; by default half of the machine's memory, at least 2",
  { read: positiveNumber },
);

export const readingOption = option(
  "--allow-read <folder>",
  "another folder whose files may be extended; may be repeated",
  { read: addFolder, standard: [] },
);

/** Of every verb that reads a scenario: `CommonOptions`. */
export const commonOptions: readonly Option[] = [
  option("--set <assumption=value>", "change an assumption for this run; may be repeated", {
    read: settingReader("--set"),
    standard: {},
  }),
  option("--rival <name>", "one of the file's rival forms, instead of the file as it stands"),
  option("--step <step>", 'another step of the calendar, as "1 day", "2 weeks", "1 month"'),
  readingOption,
  memoryOption,
  jsonOption,
];

/** Of verbs that solve: `SolveOptions`. */
export const solveOptions: readonly Option[] = [
  ...commonOptions,
  option("--reversed", "start with the turns in reversed order"),
  option("--ribbon <width>", "usual: from half to twice the stated steadiness; wide: from a quarter to four times", {
    choices: ["usual", "wide"],
    standard: "usual",
  }),
  option(
    "--time <time>",
    "end after so long (60s, 5 min) with what stands by then; without it, budgets do not depend on the machine",
    { read: durationOf },
  ),
  option(
    "--progress <form>",
    "tell on stderr what stands before the end: json, one object a line; log, short lines with the time",
    { choices: ["json", "log"] },
  ),
  option("--trace", "follow the principal branch through the whole ribbon, however long that takes"),
];

/** Of verbs whose work can be shared among threads: `ThreadOptions`. */
export const threadOptions: readonly Option[] = [
  ...solveOptions,
  option(
    "--threads <number>",
    "how many threads may compute; by default as many as there are processors; the results are the same",
    { read: wholeNumber },
  ),
];

/** Of verbs that answer by the file's news: `NewsOptions`. */
export const newsOptions: readonly Option[] = [
  option("--as-of <date>", "by what was known on that day; by default as of the last item of the file's history"),
  option("--before-news", "as if nothing had been observed yet"),
];

const usualSeed: typeof USUAL_SEED = "calm-river-stone";

export const seedOption = option("--seed <words>", "three words that say which draws: the same words, the same draws", {
  standard: usualSeed,
});

/** Of verbs whose work is shared out: here, in shards, or by a queue. */
export const sharedOptions: readonly Option[] = [
  option("--shard <part>", "with run: which part, as in 2/8 (parts count from 1)", { standard: "1/1" }),
  option(
    "--out <store>",
    "where what is finished is kept, and found again: a folder, sqlite:FILE, or postgres://...; by default a database of at most 256 MB among the user's cached files",
  ),
  option("--study <key>", "with merge: which of the studies of a database"),
  option(
    "--queue <address>",
    "hand the draws to the workers of a queue, redis://host:port; needs --out, a store that they reach",
  ),
  option("--detach", "with --queue: do not wait for the end"),
  option("--slurm", "with script: a batch file for Slurm"),
  option("--kubernetes", "with script: two jobs for Kubernetes"),
  option("--parallel", "with script: for GNU parallel"),
  option("--shards <number>", "with script: in how many parts; each should take minutes", { read: shardsOf }),
  option("--at-once <number>", "with script: how many of them may run at once; by default 100", {
    read: wholeNumber,
  }),
  option("--retry", "with --queue: try again what failed, or killed its worker, three times"),
  option("--reversed", "start with the turns in reversed order"),
  option("--threads <number>", "how many threads may compute; the results are the same", { read: wholeNumber }),
  option("--progress <form>", "tell on stderr how far it is, one JSON object a line", { choices: ["json"] }),
];

/** Of verbs that search from several starts, for doing so in parts. */
export const startOptions: readonly Option[] = [
  option("--shard <part>", "try this part of the starts alone, as in 2/8 (parts count from 1); needs --out"),
  option("--out <store>", "with --shard: where they are kept: a folder, sqlite:FILE, or postgres://..."),
  option("--merge <store>", "go on from the starts that all parts kept there; the other options as theirs"),
  option("--study <key>", "with --merge: which of the searches of a database"),
];

/** Of verbs whose answers are averages over draws: `DrawOptions`. */
export const drawOptions: readonly Option[] = [
  option(
    "--draws <number>",
    "how many draws mean and band are of: by default 32 in large worlds, up to 256 in small ones; 0: the stated values only",
    { read: (text: string) => (text === "0" ? 0 : drawsOf(text)) },
  ),
  seedOption,
];
