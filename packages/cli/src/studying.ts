/**
 * `standoff study` and `standoff sweep`: a scenario over draws of all that is not known of it, or over the points of a
 * grid. `study SCENARIO` does all of it here, or hands it to the workers of a queue; `study run SCENARIO --shard I/N
 * --out STORE` solves one part of the draws, on any machine, and `study merge STORE` reduces what all parts left.
 */

import { join } from "node:path";
import {
  beginStore,
  manifestOf,
  NoStore,
  openStore,
  openWork,
  orderOf,
  type Place,
  SqliteStore,
  type Store,
  type StudyManifest,
  type Work,
} from "@standoff/runner";
import { buildScenario } from "standoff";
import { shareWorld } from "standoff/solve";
import { type DrawRecord, type Point, reduceStudy, type Swept } from "standoff/study";
import { type Texts, textsOf } from "standoff/wire";
import { checkSeed, seedWritten, stopRefused } from "./average.ts";
import { solveDraws } from "./draws.ts";
import { ExitCode, Stop } from "./exit-code.ts";
import { nextCommand } from "./next-command.ts";
import type { NewsOptions, ThreadOptions } from "./options.ts";
import type { Outside } from "./outside.ts";
import { type Progress, progressOn } from "./progress.ts";
import { solveOnQueue, tellStatus } from "./queued.ts";
import {
  builtOrStop,
  bytesAllowed,
  type Call,
  callOf,
  loadOptions,
  reader,
  runOptions,
  stopFaulty,
  stopping,
} from "./run.ts";
import { type ScriptOptions, tellScript } from "./script.ts";
import { count } from "./show/diagnostics.ts";
import { printJson } from "./show/json.ts";
import { newsChoice } from "./show/news.ts";
import { paintFor } from "./show/paint.ts";
import { studyJson, studyPage } from "./show/study.ts";
import { sweepJson, sweepPage, type ToldSweep } from "./show/sweep.ts";

export interface StudyOptions extends ThreadOptions, NewsOptions, ScriptOptions {
  readonly draws: number;
  readonly seed: string;
  readonly statedSteadiness?: boolean;
  /** Of a sweep: its grid, in place of draws. */
  readonly over?: readonly Swept[];
  /** Of a sweep: files in place of a grid. */
  readonly files?: readonly string[];
  /** Of a sweep's map: which outcome it is of. */
  readonly answer?: string;
  readonly shard: string;
  readonly out?: string;
  readonly study?: string;
  readonly queue?: string;
  readonly detach?: boolean;
  readonly retry?: boolean;
}

/** All records of the database among the user's cached files, in bytes; room that is freed is used again. */
const MOST_CACHED = 2 ** 28;

export async function study(
  outside: Outside,
  what: string,
  of: string | undefined,
  options: StudyOptions,
): Promise<number> {
  try {
    if (of === undefined)
      return await (what === "status" ? tellStatus(outside, options) : studyWhole(outside, what, options));
    if (what === "run") return await runShard(outside, of, options);
    if (what === "merge") return await merge(outside, of, options);
    if (what === "script") return tellScript(outside, of, options);
  } catch (error) {
    throw error instanceof NoStore ? new Stop(ExitCode.usage, error.message) : error;
  }
  const ways = `"run SCENARIO", "merge STORE", "script SCENARIO" or "status"`;
  throw new Stop(ExitCode.usage, `study takes a scenario, or ${ways}, not "${what} ${of}"`);
}

async function studyWhole(outside: Outside, name: string, options: StudyOptions): Promise<number> {
  const opened = open(outside, name, options);
  const { manifest, points, work } = opened;
  const store =
    options.out === undefined ? cached(outside, manifest) : await beginStore(outside, options.out, manifest);
  try {
    if (options.queue === undefined) await solve(outside, opened, store, [-1, ...points.keys()], options);
    else if (!(await solveOnQueue(outside, { work, store }, options))) return ExitCode.ok;
    return await tell(outside, store, options);
  } finally {
    await store.close();
  }
}

function cached(outside: Outside, manifest: StudyManifest): Store {
  outside.makeFolder(outside.cacheFolder);
  return SqliteStore.begin(outside, join(outside.cacheFolder, "studies.sqlite"), manifest, MOST_CACHED);
}

async function runShard(outside: Outside, name: string, options: StudyOptions): Promise<number> {
  const [part, parts] = shardOf(options.shard);
  if (options.out === undefined)
    throw new Stop(ExitCode.usage, "study run needs --out STORE, where the draws are kept");
  const opened = open(outside, name, options);
  const store = await beginStore(outside, options.out, opened.manifest);
  try {
    const own = [-1, ...opened.points.keys()].filter((place) => (place + 1) % parts === part - 1);
    const before = own.filter((place) => place >= 0 && store.has(place)).length;
    await solve(outside, opened, store, own, options);
    const stated = own.includes(-1);
    const draws = own.length - (stated ? 1 : 0);
    const counts = { study: store.key, shard: options.shard, draws, stated, solvedBefore: before };
    if (options.json) outside.writeOut(printJson({ status: "shard solved", ...counts }));
    else
      outside.writeOut(
        `Part ${options.shard} of the ${verbOf(options)} ${store.key} stands in ${options.out}: ${placesInWords(own, options)}${before > 0 ? `, ${before} of these from before` : ""}.
When all parts stand: ${nextCommand(outside, verbOf(options), "merge", options.out)}\n`,
      );
    return ExitCode.ok;
  } finally {
    await store.close();
  }
}

function verbOf({ over }: StudyOptions): string {
  return over === undefined ? "study" : "sweep";
}

/** Draws, and whether the stated values are among them. */
function placesInWords(places: readonly Place[], { over }: StudyOptions): string {
  const draws = places.filter((place) => place >= 0).length;
  const stated = draws < places.length ? ["the stated values"] : [];
  return [
    ...stated,
    ...(draws > 0 || stated.length === 0 ? [count(draws, over === undefined ? "draw" : "point")] : []),
  ].join(" and ");
}

/** `2/8`: part and number of parts. */
export function shardOf(text: string): [number, number] {
  const match = /^(\d{1,5})\/(\d{1,5})$/.exec(text);
  const [part, parts] = [Number(match?.[1]), Number(match?.[2])];
  if (part >= 1 && part <= parts) return [part, parts];
  throw new Stop(ExitCode.usage, `--shard takes a part and the number of parts, as in 2/8, not "${text}"`);
}

async function merge(outside: Outside, name: string, options: StudyOptions): Promise<number> {
  const store = await openStore(outside, name, options.study);
  try {
    return await tell(outside, store, options);
  } finally {
    await store.close();
  }
}

/** A study as the options want it, checked; its points are the same wherever it is opened. */
interface Opened {
  readonly call: Call;
  readonly work: Work;
  readonly manifest: StudyManifest;
  readonly points: readonly Point[];
}

function open(outside: Outside, name: string, options: StudyOptions): Opened {
  checkSeed(options.seed);
  const call = callOf(outside, name, options);
  const files = options.files?.map((file) => callOf(outside, file, options));
  const paths = files && { files: files.map(({ path }) => path) };
  const wishes = {
    texts: textsOfAll([call, ...(files ?? [])]),
    settings: { ...loadOptions(options), reversed: options.reversed === true },
    seed: seedWritten(options.seed),
    draws: options.draws,
    steadiness: options.statedSteadiness !== true,
    ...(options.over === undefined ? {} : { over: options.over, ...paths }),
  };
  const opened = openWork(wishes);
  if (opened.status === "faulty") return stopFaulty(call, opened);
  if (opened.status === "orders refuse") return stopRefused(opened);
  const work = { ...wishes, engine: outside.engine(), news: newsChoice(opened.scenario, options) };
  return { call, work, manifest: manifestOf(work, opened.plan), points: opened.points };
}

/** Of the first, with all that the others come to read. */
function textsOfAll([first, ...others]: readonly [Call, ...Call[]]): Texts {
  const texts = textsOf(first.path, reader(first));
  const more = others.map((call) => textsOf(call.path, reader(call)).files);
  return { ...texts, files: Object.assign({}, ...more, texts.files) };
}

/** Solves what is missing of some draws, or stops where the work is ended before: what stands is kept. */
async function solve(
  outside: Outside,
  { call, work, points }: Opened,
  store: Store,
  places: readonly Place[],
  options: StudyOptions,
): Promise<void> {
  const missing = places.filter((place) => !store.has(place));
  if (missing.length === 0) return;
  const progress = progressOn(outside, options);
  const threads = options.threads ?? outside.processors;
  const order = orderOf(work, {
    world: worldOf(call, options, progress, threads),
    maxBytes: bytesAllowed(outside, options),
    stop: outside.signals,
  });
  Atomics.store(outside.signals, 1, 1); // an interrupt waits for the word on what is kept
  const cancelled = stopping(outside, options);
  let saving: Promise<unknown> = Promise.resolve();
  const keep = (place: Place, record: DrawRecord) => {
    const saved = store.save([{ place, record }]);
    if (saved === undefined) return;
    saving = Promise.all([saving, saved]);
    saving.catch(() => {}); // waited for below
  };
  const wanted = { missing, of: places.length, points, order, threads, progress, keep, cancelled };
  const done = await solveDraws(outside, wanted).finally(async () => {
    await saving; // a draw that fails leaves none of the others half kept
    progress.done();
    Atomics.store(outside.signals, 1, 0);
  });
  if (done) return;
  const draws = places.filter((place) => place >= 0);
  const kept = draws.filter((place) => store.has(place)).length;
  throw new Stop(
    ExitCode.interrupted,
    `${kept} of ${draws.length} draws stand, kept in ${store.path}; the same command goes on from there`,
  );
}

/** The graph that all draws share, where threads can read it; or stops with what went wrong. */
function worldOf(call: Call, options: StudyOptions, progress: Progress, threads: number): ArrayBufferLike {
  const built = buildScenario(call.path, reader(call), runOptions(call.outside, options, progress));
  if (built.status !== "built") progress.done();
  const { world } = builtOrStop(call, built);
  return (threads > 1 ? shareWorld(world) : world).buffer;
}

/** Reduces what a store holds, and tells it; or names what is wrong with it. */
async function tell(outside: Outside, store: Store, options: StudyOptions): Promise<number> {
  const { plan, search } = store.manifest;
  if (search !== undefined)
    throw new Stop(ExitCode.usage, `${store.path} holds a search: equilibria SCENARIO --merge ${store.path} tells it`);
  const { records: read, faults } = await store.read();
  if (faults.length > 0) {
    if (options.json) outside.writeOut(printJson({ status: "incomplete", study: store.key, faults }));
    const more = faults.length > 10 ? `\nand ${faults.length - 10} more` : "";
    throw new Stop(ExitCode.faulty, `${store.path}: ${faults.slice(0, 10).join("\n")}${more}`);
  }
  const { over } = store.manifest;
  if (over !== undefined)
    return tellSweep(
      outside,
      { key: store.key, manifest: store.manifest, over, records: read as DrawRecord[] },
      options,
    );
  const [stated, ...records] = read as DrawRecord[];
  const found = reduceStudy(plan, records, stated.status === "solved" ? stated : null);
  const width = Math.min(outside.columns, 100);
  outside.writeOut(
    options.json
      ? printJson(studyJson(found, store.manifest, store.key))
      : studyPage(found, store.manifest, width, paintFor(outside.color)),
  );
  return ExitCode.ok;
}

function tellSweep(outside: Outside, told: ToldSweep, { json, answer }: StudyOptions): number {
  const { outcomes } = told.manifest.plan;
  if (answer !== undefined && !outcomes.includes(answer))
    throw new Stop(ExitCode.usage, `--answer takes one of the outcomes: ${outcomes.join(", ")}`);
  const width = Math.min(outside.columns, 100);
  outside.writeOut(json ? printJson(sweepJson(told)) : sweepPage(told, answer, width, paintFor(outside.color)));
  return ExitCode.ok;
}
