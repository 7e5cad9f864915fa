/**
 * `standoff study`: a scenario over draws of all that is not known of it. `study SCENARIO` does all of it here; `study run SCENARIO --shard
 * I/N --out FOLDER` solves one part of the draws, on any machine, and `study merge FOLDER` reduces what all parts left.
 */
import { resolve } from "node:path";
import { buildScenario, type NewsChoice } from "standoff";
import { shareWorld } from "standoff/solve";
import { type DrawRecord, openStudy, type Point, reduceStudy } from "standoff/study";
import { textsOf } from "standoff/wire";
import { checkSeed, seedWritten, stopRefused } from "../average.ts";
import { type Place, solveDraws } from "../draws.ts";
import { ExitCode, Stop } from "../exit-code.ts";
import { nextCommand } from "../next-command.ts";
import type { NewsOptions, ThreadOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { type Progress, progressOn } from "../progress.ts";
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
} from "../run.ts";
import { count } from "../show/diagnostics.ts";
import { printJson } from "../show/json.ts";
import { newsChoice } from "../show/news.ts";
import { paintFor } from "../show/paint.ts";
import { studyJson, studyPage } from "../show/study.ts";
import { StudyFolder, type StudyManifest } from "../study-folder.ts";
import { StudyStore } from "../study-store.ts";

interface StudyOptions extends ThreadOptions, NewsOptions {
  readonly draws: number;
  readonly seed: string;
  readonly statedSteadiness?: boolean;
  readonly shard: string;
  readonly out?: string;
}

export function study(
  outside: Outside,
  what: string,
  of: string | undefined,
  options: StudyOptions,
): Promise<number> | number {
  if (of === undefined) return studyWhole(outside, what, options);
  if (what === "run") return runShard(outside, of, options);
  if (what === "merge") return merge(outside, of, options);
  throw new Stop(ExitCode.usage, `study takes a scenario, or "run SCENARIO", or "merge FOLDER", not "${what} ${of}"`);
}

/** Where draws are kept: a folder that was named, or the user's database. */
type Kept = StudyFolder | StudyStore;

async function studyWhole(outside: Outside, name: string, options: StudyOptions): Promise<number> {
  const opened = open(outside, name, options);
  const { manifest, points } = opened;
  const kept =
    options.out === undefined
      ? new StudyStore(outside, manifest)
      : StudyFolder.begin(outside, resolve(outside.cwd, options.out), manifest);
  try {
    await solve(outside, opened, kept, [-1, ...points.keys()], options);
    return tell(outside, kept, options);
  } finally {
    kept.close();
  }
}

async function runShard(outside: Outside, name: string, options: StudyOptions): Promise<number> {
  const [part, parts] = shardOf(options.shard);
  if (options.out === undefined)
    throw new Stop(ExitCode.usage, "study run needs --out FOLDER, where the draws are kept");
  const opened = open(outside, name, options);
  const folder = StudyFolder.begin(outside, resolve(outside.cwd, options.out), opened.manifest);
  const own = [-1, ...opened.points.keys()].filter((place) => (place + 1) % parts === part - 1);
  const before = own.filter((place) => place >= 0 && folder.has(place)).length;
  await solve(outside, opened, folder, own, options);
  const stated = own.includes(-1);
  const draws = own.length - (stated ? 1 : 0);
  const counts = { study: folder.key, shard: options.shard, draws, stated, solvedBefore: before };
  if (options.json) outside.writeOut(printJson({ status: "shard solved", ...counts }));
  else
    outside.writeOut(
      `Part ${options.shard} of the study ${folder.key} stands in ${options.out}: ${placesInWords(own)}${before > 0 ? `, ${before} of these from before` : ""}.
When all parts stand: ${nextCommand(outside, "study", "merge", options.out)}\n`,
    );
  return ExitCode.ok;
}

/** Draws, and whether the stated values are among them. */
function placesInWords(places: readonly Place[]): string {
  const draws = places.filter((place) => place >= 0).length;
  const stated = draws < places.length ? ["the stated values"] : [];
  return [...stated, ...(draws > 0 || stated.length === 0 ? [count(draws, "draw")] : [])].join(" and ");
}

/** `2/8`: part and number of parts. */
function shardOf(text: string): [number, number] {
  const match = /^(\d{1,5})\/(\d{1,5})$/.exec(text);
  const [part, parts] = [Number(match?.[1]), Number(match?.[2])];
  if (part >= 1 && part <= parts) return [part, parts];
  throw new Stop(ExitCode.usage, `--shard takes a part and the number of parts, as in 2/8, not "${text}"`);
}

function merge(outside: Outside, folder: string, options: StudyOptions): number {
  return tell(outside, StudyFolder.open(outside, resolve(outside.cwd, folder)), options);
}

/** A study as the options want it, checked; its points are the same wherever it is opened. */
interface Opened {
  readonly call: Call;
  readonly manifest: StudyManifest;
  readonly points: readonly Point[];
  readonly news: NewsChoice;
}

function open(outside: Outside, name: string, options: StudyOptions): Opened {
  checkSeed(options.seed);
  const call = callOf(outside, name, options);
  const { path } = call;
  const settings = { ...loadOptions(options), reversed: options.reversed === true };
  const steadiness = options.statedSteadiness !== true;
  const wishes = { options: settings, seed: options.seed, draws: options.draws, steadiness };
  const opened = openStudy(path, reader(call), wishes);
  if (opened.status === "faulty") return stopFaulty(call, opened);
  if (opened.status === "orders refuse") return stopRefused(opened);
  const news = newsChoice(opened.scenario, options);
  const manifest: StudyManifest = {
    engine: outside.engine(),
    seed: seedWritten(options.seed),
    settings: {
      set: { ...options.set },
      step: options.step ?? null,
      reversed: settings.reversed,
      steadiness: steadiness ? "drawn" : "stated",
    },
    news,
    plan: opened.plan,
  };
  return { call, manifest, points: opened.points, news };
}

/** Solves what is missing of some draws, or stops where the work is ended before: what stands is kept. */
async function solve(
  outside: Outside,
  { call, points, news }: Opened,
  folder: Kept,
  places: readonly Place[],
  options: StudyOptions,
): Promise<void> {
  const missing = places.filter((place) => !folder.has(place));
  if (missing.length === 0) return;
  const progress = progressOn(outside, options);
  const threads = options.threads ?? outside.processors;
  const order = {
    texts: textsOf(call.path, reader(call)),
    options: { ...loadOptions(options), reversed: options.reversed === true },
    news,
    world: worldOf(call, options, progress, threads),
    again: true,
    slopes: { steadiness: options.statedSteadiness !== true },
    maxBytes: bytesAllowed(outside, options),
    stop: outside.signals,
  };
  Atomics.store(outside.signals, 1, 1); // an interrupt waits for the word on what is kept
  const cancelled = stopping(outside, options);
  const keep = (place: Place, record: DrawRecord) => folder.save(place, record);
  const of = places.length;
  const done = await solveDraws(outside, { missing, of, points, order, threads, progress, keep, cancelled });
  progress.done();
  Atomics.store(outside.signals, 1, 0);
  if (done) return;
  const draws = places.filter((place) => place >= 0);
  const kept = draws.filter((place) => folder.has(place)).length;
  throw new Stop(
    ExitCode.interrupted,
    `${kept} of ${draws.length} draws stand, kept in ${folder.path}; the same command goes on from there`,
  );
}

/** The graph that all draws share, where threads can read it; or stops with what went wrong. */
function worldOf(call: Call, options: StudyOptions, progress: Progress, threads: number): ArrayBufferLike {
  const built = buildScenario(call.path, reader(call), runOptions(call.outside, options, progress));
  if (built.status !== "built") progress.done();
  const { world } = builtOrStop(call, built);
  return (threads > 1 ? shareWorld(world) : world).buffer;
}

/** Reduces what a folder holds, and tells it; or names what is wrong with it. */
function tell(outside: Outside, folder: Kept, options: StudyOptions): number {
  const { plan } = folder.manifest;
  const read = [-1, ...Array(plan.asked).keys()].map((place) => folder.read(place));
  const faults = read.flatMap((one) => ("fault" in one ? [one.fault] : []));
  if (faults.length > 0) {
    if (options.json) outside.writeOut(printJson({ status: "incomplete", study: folder.key, faults }));
    const more = faults.length > 10 ? `\nand ${faults.length - 10} more` : "";
    throw new Stop(ExitCode.faulty, `${folder.path}: ${faults.slice(0, 10).join("\n")}${more}`);
  }
  const [stated, ...records] = read as DrawRecord[];
  const found = reduceStudy(plan, records, stated.status === "solved" ? stated : null);
  const width = Math.min(outside.columns, 100);
  outside.writeOut(
    options.json
      ? printJson(studyJson(found, folder.manifest, folder.key))
      : studyPage(found, folder.manifest, width, paintFor(outside.color)),
  );
  return ExitCode.ok;
}
