/**
 * A worker: takes chunks of its own engine's studies, solves them in threads, puts what came of them into the study's
 * store, and only then says that they are done. One that dies loses its chunk to another after the lease; a chunk that
 * kills its worker, or fails, three times is parked.
 */
import { hostname } from "node:os";
import { DelayedError, type Job, Worker } from "bullmq";
import { type Around, beginStore } from "../stores/open-store.ts";
import type { Placed, Store } from "../stores/store.ts";
import { keyOf, manifestOf, type Place } from "../work.ts";
import { Board } from "./board.ts";
import { type ChunkData, type Connection, connect, PREFIX, queueName } from "./connection.ts";
import { feed, MOST_FAILURES } from "./cutting.ts";
import { CannotSolve, type Hands, type Solvable, Solver } from "./solver.ts";

export interface WorkerWishes extends Hands {
  readonly address: string;
  readonly engine: string;
  readonly around: Around;
  /** In place of the store that the asker named. */
  readonly store?: string;
  /** Seconds after which the chunk of a worker that says nothing goes to another. */
  readonly lease: number;
  /** Milliseconds without work after which it ends; infinite: never. */
  readonly idle: number;
  readonly tell: (says: string) => void;
  /** Should it end? Looked at often. */
  readonly ended: () => boolean;
}

/** Milliseconds between two announcements, and between two looks at whether to end. */
const ANNOUNCE = 5000;
const LOOK = 100;
/** Studies whose graphs are kept: those of chunks that come in turns. */
const MOST_OPEN = 2;

interface OpenHere extends Solvable {
  readonly store: Store;
}

/** Works until it is ended, or has had nothing to do for long enough; gives how many chunks it did. */
export async function runWorker(wishes: WorkerWishes): Promise<number> {
  const connection = await connect(wishes.address);
  try {
    return await new ChunkWorker(wishes, connection).run();
  } finally {
    await connection.close();
  }
}

class ChunkWorker {
  readonly #wishes: WorkerWishes;
  readonly #connection: Connection;
  readonly #board: Board;
  readonly #solver: Solver;
  readonly #open = new Map<string, Promise<OpenHere>>();
  readonly #id = `${hostname()}-${process.pid}-${process.hrtime.bigint()}`;
  #did = 0;
  #busy = 0;
  #lastWork = performance.now();

  constructor(wishes: WorkerWishes, connection: Connection) {
    [this.#wishes, this.#connection] = [wishes, connection];
    this.#board = new Board(connection.redis);
    this.#solver = new Solver(wishes);
  }

  async run(): Promise<number> {
    const { engine, threads, lease } = this.#wishes;
    const worker = new Worker<ChunkData, null>(queueName(engine), (job, token) => this.#work(job, token), {
      connection: this.#connection.redis,
      prefix: PREFIX,
      concurrency: threads,
      lockDuration: lease * 1000,
      stalledInterval: lease * 500,
      maxStalledCount: MOST_FAILURES - 1,
      name: this.#id,
    });
    worker.on("error", () => {}); // a server that went away is waited for
    worker.on("failed", (job, error) => {
      if (job !== undefined) this.#wishes.tell(`${inWordsOf(job.data)}: ${error.message}`);
    });
    const beat = this.#beat();
    try {
      await this.#untilEnded(beat);
    } finally {
      beat.stop();
      await worker.close();
      await this.#board.leave(this.#id);
      this.#solver.close();
      for (const one of this.#open.values()) await one.then(({ store }) => store.close()).catch(() => {});
    }
    return this.#did;
  }

  /** Announces itself, and hands out what is due of its engine's studies. */
  #beat(): { readonly first: Promise<void>; readonly stop: () => void } {
    const { engine, threads } = this.#wishes;
    const once = async () => {
      await this.#board.announce(this.#id, { engine, threads, host: hostname(), process: process.pid });
      for (const study of await this.#board.studies())
        if (study.engine === engine) await feed(this.#board, this.#connection.chunksFor(engine), study.key);
    };
    const timer = setInterval(() => void once().catch(() => {}), ANNOUNCE);
    return { first: once().then(() => this.#tellRefused()), stop: () => clearInterval(timer) };
  }

  /** Studies of other engines are left alone, and that is said. */
  async #tellRefused(): Promise<void> {
    const { engine, tell } = this.#wishes;
    for (const { key, engine: other, title } of await this.#board.studies())
      if (other !== engine) tell(`refused: ${title} (${key}) is of the engine ${other}, this worker of ${engine}`);
  }

  async #untilEnded({ first }: { readonly first: Promise<void> }): Promise<void> {
    const { idle, ended } = this.#wishes;
    await first;
    while (!ended()) {
      await new Promise((resolve) => setTimeout(resolve, LOOK));
      if (this.#busy > 0) this.#lastWork = performance.now();
      else if (performance.now() - this.#lastWork > idle) return;
    }
  }

  async #work(job: Job<ChunkData, null>, token: string | undefined): Promise<null> {
    this.#busy++;
    try {
      const whole = await this.#solve(job);
      if (whole) {
        this.#did++;
        await feed(this.#board, this.#connection.chunksFor(this.#wishes.engine), job.data.study);
        return null;
      }
    } finally {
      this.#busy--;
    }
    await job.moveToDelayed(Date.now(), token); // given back at once: this worker is ending
    throw new DelayedError();
  }

  /** Do all draws of the chunk stand in the store now? */
  async #solve(job: Job<ChunkData, null>): Promise<boolean> {
    const { study: key, from, to } = job.data;
    const study = await this.#studyOf(key);
    const failures = job.attemptsMade + job.stalledCounter;
    if (failures > 0) await study.store.look();
    const all = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const missing = all.filter((place) => !study.store.has(place));
    const began = performance.now();
    const solved =
      failures > 0 ? await this.#carefully(study, missing, failures) : await this.#solveAll(study, missing);
    if (solved.length < missing.length) return false;
    const seconds = (performance.now() - began) / 1000;
    await this.#board.stands(key, { id: job.id!, from, to }, { seconds, solved: solved.length });
    return true;
  }

  async #solveAll(study: OpenHere, places: readonly Place[]): Promise<readonly Placed[]> {
    const solved: Placed[] = [];
    if (places.length > 0) await this.#solver.solve(study, places, (one) => solved.push(one));
    if (solved.length > 0) await study.store.save(solved);
    return solved;
  }

  /**
   * A chunk that went wrong: one draw after the other, from both ends in turn, so that the one that does the harm is
   * left alone in the end.
   */
  async #carefully(study: OpenHere, places: readonly Place[], failures: number): Promise<readonly Placed[]> {
    const solved: Placed[] = [];
    for (const place of failures % 2 === 1 ? places : places.toReversed()) {
      const one = await this.#solveAll(study, [place]);
      if (one.length === 0) break;
      await this.#board.standsAlone(study.store.key, place);
      solved.push(...one);
    }
    return solved;
  }

  #studyOf(key: string): Promise<OpenHere> {
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const opening = this.#openStudy(key);
    opening.catch(() => this.#open.delete(key));
    this.#open.set(key, opening);
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_OPEN) this.#open.delete(oldest);
    return opening;
  }

  async #openStudy(key: string): Promise<OpenHere> {
    const { engine, around, store: named } = this.#wishes;
    const [work, standing] = [await this.#board.work(key), await this.#board.standing(key)];
    if (work === null || standing === null) throw new CannotSolve(`the study ${key} is not known any more`);
    const opened = await this.#solver.open(work);
    if (opened.status !== "open") throw new CannotSolve(`the study ${key} cannot be opened: ${opened.status}`);
    const manifest = manifestOf({ ...work, engine }, opened.plan);
    if (keyOf(manifest) !== key) throw new CannotSolve(`this machine comes to another study than ${key}`);
    const store = await beginStore(around, named ?? standing.store, manifest);
    return { work, points: opened.points, store, world: await this.#solver.build(work) };
  }
}

function inWordsOf({ study, from, to }: ChunkData): string {
  return `draws ${from + 1} to ${to + 1} of the study ${study}`;
}
