/**
 * A study handed to the workers of a queue, and watched. The record is the store: it goes on without who asked, and
 * asking again finds it. The queue's client is loaded when a queue is named.
 */
import { inWords, runsOf, type Store, type Work, wholeName, withoutPassword } from "@standoff/runner";
import type { Connection, Sighting } from "@standoff/runner/queue";
import { timeInWords } from "./draws.ts";
import { ExitCode, Stop } from "./exit-code.ts";
import { nextCommand } from "./next-command.ts";
import type { ThreadOptions } from "./options.ts";
import type { Outside } from "./outside.ts";
import { progressOn } from "./progress.ts";
import { stopping } from "./run.ts";
import { count } from "./show/diagnostics.ts";
import { printJson } from "./show/json.ts";

export interface QueueOptions extends ThreadOptions {
  readonly queue?: string;
  readonly out?: string;
  readonly detach?: boolean;
  readonly retry?: boolean;
}

/** Milliseconds between two looks. */
const LOOK = 300;

/** Does something with a queue; one that does not answer is a wrong use. */
async function withQueue<T>(address: string, action: (connection: Connection) => Promise<T>): Promise<T> {
  const { connect, Elsewhere, NoQueue } = await import("@standoff/runner/queue");
  const refused = (error: unknown) => {
    throw error instanceof NoQueue || error instanceof Elsewhere ? new Stop(ExitCode.usage, error.message) : error;
  };
  const connection = await connect(address).catch(refused);
  try {
    return await action(connection).catch(refused);
  } finally {
    await connection.close();
  }
}

/** Hands out what is missing and waits until all stands; false where nobody waits. */
export async function solveOnQueue(
  outside: Outside,
  { work, store }: { readonly work: Work; readonly store: Store },
  options: QueueOptions,
): Promise<boolean> {
  const { queue, out, detach = false, retry = false } = options;
  if (queue === undefined || out === undefined)
    throw new Stop(
      ExitCode.usage,
      "--queue needs --out STORE, where the workers put the draws: a folder that all reach, or postgres://...",
    );
  if (missingIn(store) === 0) return true;
  const storeName = wholeName(out, outside.cwd);
  return withQueue(queue, async (connection) => {
    const { askQueue } = await import("@standoff/runner/queue");
    await askQueue(connection, { work, store, storeName }, retry);
    if (!detach) {
      await watch(outside, connection, { work, store, storeName }, options);
      return true;
    }
    const counts = { study: store.key, draws: store.manifest.plan.asked, queue, out };
    const later = nextCommand(outside, "study", "status", "--queue", queue);
    if (options.json) outside.writeOut(printJson({ status: "handed out", ...counts }));
    else
      outside.writeOut(
        `The study ${store.key} of ${count(counts.draws, "draw")} is with the queue. How far it is: ${later}\nIts result, once it is whole: ${nextCommand(outside, "study", "merge", out)}\n`,
      );
    return false;
  });
}

function missingIn(store: Store): number {
  return [-1, ...Array(store.manifest.plan.asked).keys()].filter((place) => !store.has(place)).length;
}

interface Watched {
  readonly work: Work;
  readonly store: Store;
  readonly storeName: string;
}

/** Until all stands; stops where somebody ends it, or nothing is left but what is parked. */
async function watch(outside: Outside, connection: Connection, watched: Watched, options: QueueOptions): Promise<void> {
  const { askQueue, finish, look } = await import("@standoff/runner/queue");
  const { store } = watched;
  const progress = progressOn(outside, options);
  const cancelled = stopping(outside, options);
  Atomics.store(outside.signals, 1, 1); // an interrupt waits for the word on how the study goes on
  const said = new Set<string>();
  const once = (text: string) => {
    if (said.has(text)) return;
    progress.done();
    outside.writeError(`${text}\n`);
    said.add(text);
  };
  try {
    while (!cancelled()) {
      const seen = await Promise.race([look(connection, store.key), ended(cancelled)]);
      if (seen === "ended") break;
      if (seen === null || seen.done === seen.total) {
        await store.look();
        if (missingIn(store) === 0) return await finish(connection, store.key);
        await askQueue(connection, watched, false); // the queue forgot it, or the store lost some
      } else {
        progress.show(`solving draws: ${sightingInWords(seen)}`, seen.done / seen.total);
        if (seen.workers === 0) once(nobodyWorks(outside, seen, options.queue!));
        if (seen.out === 0 && seen.parked.length > 0 && seen.done + parkedDraws(seen) === seen.total)
          throw stopParked(outside, seen, options);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
    const status = nextCommand(outside, "study", "status", "--queue", options.queue!);
    throw new Stop(ExitCode.interrupted, `the study ${store.key} goes on without you: ${status}`);
  } finally {
    progress.done();
    Atomics.store(outside.signals, 1, 0);
  }
}

/** While a server is away its answers are waited for; not longer than the user does. */
async function ended(cancelled: () => boolean): Promise<"ended"> {
  while (!cancelled()) await new Promise((resolve) => setTimeout(resolve, 50));
  return "ended";
}

function sightingInWords({ done, total, left, workers, threads, parked }: Sighting): string {
  const time = left === null || done === total ? "" : `, about ${timeInWords(left * 1000)} left`;
  const who = `${count(workers, "worker")} with ${count(threads, "thread")}`;
  const stuck = parked.length === 0 ? "" : `; ${count(parked.length, "chunk")} parked`;
  return `${done} of ${total}${time}; ${who}${stuck}`;
}

function nobodyWorks(outside: Outside, { engine, others }: Sighting, queue: string): string {
  const refused =
    others.length === 0 ? "" : `; those that are there are of another engine, ${others.join(", ")}, and refuse it`;
  return `no worker of the engine ${engine} is there${refused}. To start one: ${nextCommand(outside, "worker", "--queue", queue)}`;
}

function parkedDraws({ parked }: Sighting): number {
  return parked.reduce((sum, { places }) => sum + places.length, 0);
}

function parkedInWords({ parked }: Sighting): string[] {
  return parked.map(
    ({ places, why }) => `${runsOf(places).map(inWords).join(", ")}: parked after three attempts: ${why}`,
  );
}

function stopParked(outside: Outside, seen: Sighting, options: QueueOptions): Stop {
  const faults = parkedInWords(seen);
  if (options.json) outside.writeOut(printJson({ status: "incomplete", study: seen.key, faults }));
  return new Stop(ExitCode.faulty, `${faults.join("\n")}\nThe same command with --retry tries again.`);
}

/** `study status`: all studies that a queue knows. */
export async function tellStatus(outside: Outside, { queue, json }: QueueOptions): Promise<number> {
  if (queue === undefined) throw new Stop(ExitCode.usage, "study status needs --queue ADDRESS");
  return withQueue(queue, async (connection) => {
    const { lookAtAll } = await import("@standoff/runner/queue");
    const all = await lookAtAll(connection);
    if (json) outside.writeOut(printJson({ status: "seen", studies: all.map(sightingJson) }));
    else if (all.length === 0) outside.writeOut("The queue knows no study.\n");
    else outside.writeOut(all.map((one) => `${linesOf(outside, one, queue).join("\n")}\n`).join("\n"));
    return ExitCode.ok;
  });
}

function linesOf(outside: Outside, seen: Sighting, queue: string): string[] {
  const { key, title, done, total, workers } = seen;
  const store = withoutPassword(seen.store);
  const merge = nextCommand(outside, "study", "merge", store);
  return [
    `${key}  ${title}`,
    `  draws: ${sightingInWords(seen)}`,
    `  store: ${store}`,
    ...parkedInWords(seen).map((line) => `  ${line}`),
    ...(done === total ? [`  whole: ${merge}`] : workers === 0 ? [`  ${nobodyWorks(outside, seen, queue)}`] : []),
  ];
}

function sightingJson({ key, title, engine, store, done, total, left, workers, threads, parked }: Sighting) {
  const stuck = parked.map(({ places, why }) => ({ draws: places.map((place) => place + 1), why }));
  return {
    study: key,
    title,
    engine,
    store: withoutPassword(store),
    standing: done,
    of: total,
    secondsLeft: left,
    workers,
    threads,
    parked: stuck,
  };
}
