/** `standoff worker`: takes chunks of draws from a queue, solves them, and puts them into their study's store. */
import { withoutPassword } from "@standoff/runner";
import { ExitCode, Stop } from "../exit-code.ts";
import type { Outside } from "../outside.ts";
import { bytesAllowed } from "../run.ts";
import { count } from "../show/diagnostics.ts";

interface WorkerOptions {
  readonly queue: string;
  readonly out?: string;
  readonly threads?: number;
  readonly memory?: number;
  /** Seconds. */
  readonly idle?: number;
  readonly lease: number;
}

/** Seconds: below, a machine that is only busy would lose its chunk. */
const LEAST_LEASE = 2;

export async function worker(outside: Outside, options: WorkerOptions): Promise<number> {
  const { queue, out, idle, lease } = options;
  if (lease < LEAST_LEASE) throw new Stop(ExitCode.usage, `--lease takes at least ${LEAST_LEASE} seconds`);
  const { NoQueue, runWorker } = await import("@standoff/runner/queue");
  const threads = options.threads ?? outside.processors;
  const engine = outside.engine();
  const tell = (says: string) => outside.writeError(`${says}\n`);
  tell(`worker of the engine ${engine}, ${count(threads, "thread")}, on ${withoutPassword(queue)}; Ctrl-C ends it`);
  Atomics.store(outside.signals, 1, 1); // an interrupt waits until what is worked on is given back
  try {
    const did = await runWorker({
      address: queue,
      engine,
      around: outside,
      ...(out === undefined ? {} : { store: out }),
      startCrew: outside.startCrew,
      threads,
      memory: bytesAllowed(outside, options),
      stop: outside.signals,
      lease,
      idle: idle === undefined ? Number.POSITIVE_INFINITY : 1000 * idle,
      tell,
      ended: () => Atomics.load(outside.signals, 0) !== 0,
    });
    tell(`${count(did, "chunk")} done`);
    return ExitCode.ok;
  } catch (error) {
    throw error instanceof NoQueue ? new Stop(ExitCode.usage, error.message) : error;
  }
}
