/**
 * The starts of a search (for several equilibria, for the bounds of an answer) in parts, on any machines: each start is
 * kept in a store, as a study's draws are, and a merge goes on from all of them as a search in one piece would. A start
 * depends on the scenario, the engine, the seed and its number alone.
 */
import {
  beginStore,
  keyOf,
  manifestOf,
  NoStore,
  openStore,
  openWork,
  type Place,
  type StartRecord,
  type Store,
  type StudyManifest,
} from "@standoff/runner";
import type { NewsChoice } from "standoff";
import { USUAL_SEED } from "standoff/study";
import { textsOf } from "standoff/wire";
import { ExitCode, Stop } from "./exit-code.ts";
import { nextCommand } from "./next-command.ts";
import type { SolveOptions } from "./options.ts";
import type { Outside } from "./outside.ts";
import { progressOn } from "./progress.ts";
import { callOf, loadOptions, reader, stopFaulty, stopping } from "./run.ts";
import { count } from "./show/diagnostics.ts";
import { printJson } from "./show/json.ts";
import { shardOf } from "./studying.ts";

/** Which search: its verb with what it is asked, and all that starts depend on. */
export interface Searched {
  readonly words: readonly string[];
  readonly name: string;
  readonly starts: number;
  readonly search: NonNullable<StudyManifest["search"]>;
  readonly news: NewsChoice;
}

export interface StartOptions extends SolveOptions {
  readonly shard?: string;
  readonly out?: string;
  readonly merge?: string;
  readonly study?: string;
}

/** Tries one start, and gives what it came to so that JSON keeps every bit. */
export type Trying = (start: number, cancelled: () => boolean) => unknown;

/** `--shard` or `--merge`, or neither. */
export function partOf({ shard, merge }: StartOptions): "shard" | "merge" | "whole" {
  if (shard !== undefined && merge !== undefined)
    throw new Stop(ExitCode.usage, "--shard tries starts, --merge tells them: one at a time");
  return shard !== undefined ? "shard" : merge !== undefined ? "merge" : "whole";
}

/** Tries the starts of one part, and keeps each as soon as it stands. */
export async function solveStarts(
  outside: Outside,
  searched: Searched,
  options: StartOptions,
  trying: Trying,
): Promise<number> {
  const { shard = "", out } = options;
  const [part, parts] = shardOf(shard);
  if (out === undefined) throw new Stop(ExitCode.usage, "--shard needs --out STORE, where the starts are kept");
  const store = await beginStore(outside, out, manifestFor(outside, searched, options)).catch(refused);
  try {
    const own = [...Array(searched.starts).keys()].filter((place) => place % parts === part - 1);
    const missing = own.filter((place) => !store.has(place));
    await tryMissing(outside, { store, missing, trying }, options);
    const counts = { study: store.key, shard, starts: own.length, solvedBefore: own.length - missing.length };
    const merge = nextCommand(outside, ...searched.words, "--merge", out);
    outside.writeOut(
      options.json
        ? printJson({ status: "shard solved", ...counts })
        : `Part ${shard} of the search ${store.key} stands in ${out}: ${count(own.length, "start")}.\nWhen all parts stand, with the same options: ${merge}\n`,
    );
    return ExitCode.ok;
  } finally {
    await store.close();
  }
}

interface Missing {
  readonly store: Store;
  readonly missing: readonly Place[];
  readonly trying: Trying;
}

async function tryMissing(outside: Outside, { store, missing, trying }: Missing, options: StartOptions) {
  const progress = progressOn(outside, options);
  const cancelled = stopping(outside, options);
  Atomics.store(outside.signals, 1, 1); // an interrupt waits for the word on what is kept
  for (const [done, start] of missing.entries()) {
    progress.show(`trying starts: ${done} of ${missing.length}`, done / missing.length);
    const came = trying(start, cancelled);
    if (cancelled()) {
      progress.done();
      throw new Stop(
        ExitCode.interrupted,
        `${done} of ${missing.length} starts stand, kept in ${store.path}; the same command goes on from there`,
      );
    }
    await store.save([{ place: start, record: { status: "start", came } }]);
  }
  progress.done();
  Atomics.store(outside.signals, 1, 0);
}

/** What all starts came to, in their order; or stops with what is wrong with the store. */
export async function mergedStarts(outside: Outside, searched: Searched, options: StartOptions): Promise<unknown[]> {
  const { merge = "" } = options;
  const store = await openStore(outside, merge, options.study).catch(refused);
  try {
    if (store.key !== keyOf(manifestFor(outside, searched, options)))
      throw new Stop(
        ExitCode.usage,
        `${merge} holds another search: of another scenario, engine, seed or number of starts`,
      );
    const { records, faults } = await store.read();
    if (faults.length > 0) {
      if (options.json) outside.writeOut(printJson({ status: "incomplete", study: store.key, faults }));
      throw new Stop(ExitCode.faulty, `${store.path}: ${faults.slice(0, 10).join("\n")}`);
    }
    return records.slice(1).map((record) => (record as StartRecord).came);
  } finally {
    await store.close();
  }
}

function refused(error: unknown): never {
  throw error instanceof NoStore ? new Stop(ExitCode.usage, error.message) : error;
}

function manifestFor(outside: Outside, { name, starts, search, news }: Searched, options: StartOptions): StudyManifest {
  const call = callOf(outside, name, options);
  const settings = { ...loadOptions(options), reversed: options.reversed === true };
  const texts = textsOf(call.path, reader(call));
  const wishes = { texts, settings, seed: USUAL_SEED, draws: 0, steadiness: false, over: [] };
  const opened = openWork(wishes);
  if (opened.status !== "open") return stopFaulty(call, opened as Extract<typeof opened, { status: "faulty" }>);
  const manifest = manifestOf({ ...wishes, engine: outside.engine(), news }, { ...opened.plan, asked: starts });
  return { ...manifest, search };
}

/** Numbers as text that reads back to the same bits: base 64, little-endian. */
export function packed(numbers: Float64Array): string {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString("base64");
}

export function unpacked(text: string): Float64Array {
  return new Float64Array(Uint8Array.from(Buffer.from(text, "base64")).buffer);
}
