/** Asking for a study over the queue, and seeing from any machine how far it is. */
import { withoutPassword } from "../stores/postgres-store.ts";
import type { Store } from "../stores/store.ts";
import type { Place, Work } from "../work.ts";
import { Board, type Standing } from "./board.ts";
import type { Connection } from "./connection.ts";
import { failedOf, feed, handAgain } from "./cutting.ts";

/** A chunk that failed or killed its worker too often, and waits for somebody to look. */
export interface Parked {
  /** Its draws that do not stand. */
  readonly places: readonly Place[];
  readonly why: string;
}

export interface Sighting extends Standing {
  readonly done: number;
  readonly parked: readonly Parked[];
  /** Chunks that wait or are worked on. */
  readonly out: number;
  /** Seconds, by the pace so far and the workers that there are; null where there is no telling. */
  readonly left: number | null;
  /** Workers of its engine, their threads together, and workers of other engines, which leave it alone. */
  readonly workers: number;
  readonly threads: number;
  readonly others: readonly string[];
}

export interface Asked {
  readonly work: Work;
  readonly store: Store;
  /** The store's name for workers. */
  readonly storeName: string;
}

/** A study that is on the queue already, and elsewhere. */
export class Elsewhere extends Error {}

/** Puts a study up, unless it is up already. `again`: parked chunks are tried once more. Throws `Elsewhere`. */
export async function askQueue(
  connection: Connection,
  { work, store, storeName }: Asked,
  again: boolean,
): Promise<void> {
  const board = new Board(connection.redis);
  const { key, manifest } = store;
  const chunks = connection.chunksFor(work.engine);
  if (again) for (const job of await failedOf(chunks, key)) await handAgain(board, chunks, job);
  const known = await board.standing(key);
  const going = known !== null && (known.next < known.total || (await board.out(key)).size > 0);
  if (going && known.store !== storeName)
    throw new Elsewhere(`the queue has the study ${key} already, with the store ${withoutPassword(known.store)}`);
  if (!going) {
    await store.look();
    const total = manifest.plan.asked + 1;
    const posted = { work, store: storeName, title: manifest.plan.title, total };
    await board.post(key, posted, (place) => store.has(place));
  }
  await feed(board, chunks, key);
}

/** How far a study is; null: the queue knows it no more. Hands out what is due on the way. */
export async function look(connection: Connection, key: string): Promise<Sighting | null> {
  const board = new Board(connection.redis);
  const study = await board.standing(key);
  if (study === null) return null;
  const chunks = connection.chunksFor(study.engine);
  await feed(board, chunks, key);
  const [done, bits, out, workers] = [
    await board.countDone(key),
    await board.done(key),
    await board.out(key),
    await board.workers(),
  ];
  const failed = await failedOf(chunks, key);
  const parked = failed.map(({ data: { from, to }, failedReason }) => ({
    places: placesLeft(bits, from, to),
    why: failedReason ?? "",
  }));
  const own = workers.filter(({ engine }) => engine === study.engine);
  const threads = own.reduce((sum, one) => sum + one.threads, 0);
  const rate = study.solved === 0 || threads === 0 ? null : threads / (study.seconds / study.solved);
  const others = workers.filter(({ engine }) => engine !== study.engine).map(({ engine }) => engine);
  return {
    ...study,
    done,
    parked,
    out: out.size - parked.length,
    left: rate === null ? null : (study.total - done) / rate,
    workers: own.length,
    threads,
    others: [...new Set(others)],
  };
}

function placesLeft(done: Uint8Array, from: Place, to: Place): Place[] {
  const all = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return all.filter((place) => ((done[(place + 1) >> 3] ?? 0) & (0x80 >> ((place + 1) & 7))) === 0);
}

/** All studies that the queue knows, the latest last. */
export async function lookAtAll(connection: Connection): Promise<Sighting[]> {
  const found: Sighting[] = [];
  for (const { key } of await new Board(connection.redis).studies()) {
    const one = await look(connection, key);
    if (one !== null) found.push(one);
  }
  return found;
}

/** It was seen to be whole in its store. */
export function finish(connection: Connection, key: string): Promise<void> {
  return new Board(connection.redis).finish(key);
}
