/**
 * Solves chunks in threads beside the one that keeps the locks in Redis: a loop that computed would not renew them. The
 * graph of a study is built once, in a thread too, and read by all.
 */
import type { OpenedStudy, Point } from "standoff/study";
import type { Crew, DrawNews, Result, Tasks } from "standoff/wire";
import { orderOf, recordOf } from "../draws-order.ts";
import type { Placed } from "../stores/store.ts";
import { openingOf, type Place, type Work } from "../work.ts";

/** A study as a worker has it open. */
export interface Solvable {
  readonly work: Work;
  readonly points: readonly Point[];
  /** In memory that threads share. */
  readonly world: ArrayBufferLike;
}

export interface Hands {
  readonly startCrew: (size: number) => Promise<Crew<Tasks>>;
  readonly threads: number;
  /** For all threads together, in bytes. */
  readonly memory: number;
  /** See `SolveOrder`. */
  readonly stop: Int32Array;
}

/** Draws that cannot be solved here, though perhaps elsewhere. */
export class CannotSolve extends Error {}

export class Solver {
  readonly #hands: Hands;
  readonly #idle: Crew<Tasks>[] = [];

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  open(work: Work): Promise<OpenedStudy> {
    return this.#inThread((crew) => crew.perform("open", openingOf(work)));
  }

  async build({ texts, settings }: Work): Promise<ArrayBufferLike> {
    const { memory, stop } = this.#hands;
    const order = { texts, options: { ...settings, maxBytes: memory }, stop };
    const built = await this.#inThread((crew) => crew.perform("build", order));
    if (built.status === "built") return built.world;
    throw new CannotSolve(built.status === "too large" ? `the world needs more than ${memory} bytes` : built.status);
  }

  /** Those that were solved: all, unless the work was ended. Tells each as soon as it stands. */
  async solve({ work, points, world }: Solvable, places: readonly Place[], tell: (one: Placed) => void): Promise<void> {
    const { threads, memory, stop } = this.#hands;
    const own = places.filter((place) => place >= 0);
    const large: Placed[] = [];
    const hear = ({ place: at, result }: DrawNews) => {
      const place = at < 0 ? at : own[at];
      if (result.status === "cancelled") return;
      const { status } = result;
      const came = status === "too large" ? ({ status: "lost", why: result.why } as const) : result;
      const placed = { place, record: recordOf(points, place, came) };
      if (status === "too large" && threads > 1) large.push(placed);
      else tell(placed);
    };
    const order = {
      ...orderOf(work, { world, maxBytes: memory / threads, stop }),
      points: own.map((place) => points[place]),
      places: places.map((place) => (place < 0 ? place : own.indexOf(place))),
      taken: new Int32Array(new SharedArrayBuffer(4)),
    };
    await this.#inThread((crew) => crew.perform("draws", order, hear));
    if (large.length === 0) return;
    const numbers = large.map(({ place }) => place + 1).join(", ");
    throw new CannotSolve(`draws ${numbers} need more memory than one thread's part: a worker with --threads 1 has it`);
  }

  /** A thread that crashed is not used again. */
  async #inThread<R>(work: (crew: Crew<Tasks>) => Promise<Result<R>>): Promise<R> {
    const crew = this.#idle.pop() ?? (await this.#hands.startCrew(1));
    const result = await work(crew);
    if ("reply" in result) {
      this.#idle.push(crew);
      return result.reply;
    }
    crew.close();
    const { failure } = result;
    throw new Error(failure.kind === "crashed" ? failure.message : failure.kind);
  }

  close(): void {
    for (const crew of this.#idle) crew.close();
  }
}
