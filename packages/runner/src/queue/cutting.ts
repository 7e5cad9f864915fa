/**
 * Chunks, cut as they are needed: so many are handed out at once as keep all workers busy, no more (a million draws are
 * not a million jobs), each of about `CHUNK_SECONDS` of one thread's work by the pace that was measured. Whoever is
 * there cuts: askers, and workers after each chunk; so a study goes on when its asker has gone. A chunk's name is its
 * content's: adding it twice hands it out once.
 */
import type { Job } from "bullmq";
import type { Place } from "../work.ts";
import type { Board, Standing } from "./board.ts";
import type { ChunkData, Chunks } from "./connection.ts";

/** Seconds of one thread's work in a chunk, and the draws in the first ones, before there is a pace. */
const CHUNK_SECONDS = 20;
const FIRST_DRAWS = 4;
/** Draws are solved best by so many together. */
const TOGETHER = 4;
/** No chunk has more, so that a file, a row's insert and a message stay small. */
const MOST_DRAWS = 4096;
/** Chunks handed out for every thread, and at least. */
const EACH_THREAD = 2;
const AT_LEAST = 4;
/** Times that a chunk may fail, or kill its worker, before it is parked. */
export const MOST_FAILURES = 3;

function chunkId({ study, from, to }: ChunkData): string {
  return `${study}-${from + 1}-${to + 1}`;
}

/** How many draws to put into the next chunk. */
export function chunkSize(
  { seconds, solved }: Pick<Standing, "seconds" | "solved">,
  left: number,
  threads: number,
): number {
  if (solved === 0) return FIRST_DRAWS;
  const byPace = Math.floor(CHUNK_SECONDS / Math.max(1e-6, seconds / solved));
  const forAll = Math.max(TOGETHER, Math.ceil(left / (EACH_THREAD * Math.max(1, threads)))); // towards the end no thread has more
  const size = Math.max(1, Math.min(byPace, forAll, MOST_DRAWS));
  return size <= TOGETHER ? size : size - (size % TOGETHER);
}

/**
 * The next stretch of draws that do not stand, from `next` on; null where there is none. Counted from the stated values
 * at 0.
 */
export function nextStretch(
  done: Uint8Array,
  { next, total }: Pick<Standing, "next" | "total">,
  size: number,
): readonly [number, number] | null {
  const stands = (i: number) => ((done[i >> 3] ?? 0) & (0x80 >> (i & 7))) !== 0;
  let from = next;
  while (from < total && stands(from)) from++;
  if (from >= total) return null;
  let to = from;
  while (to + 1 < total && to + 1 - from < size && !stands(to + 1)) to++;
  return [from, to];
}

/** Hands out what is due of a study, and from time to time again what was lost from the queue. */
export async function feed(board: Board, chunks: Chunks, key: string): Promise<void> {
  await board.whileCutting(key, async () => {
    const study = await board.standing(key);
    if (study === null) return;
    const done = await board.done(key);
    const threads = (await board.workers())
      .filter(({ engine }) => engine === study.engine)
      .reduce((sum, one) => sum + one.threads, 0);
    if (await board.mayRepair(key)) await addAgain(board, chunks, key, { out: await board.out(key), done });
    let handed = (await board.countOut(key)) - (await failedOf(chunks, key)).length;
    let { next } = study;
    const most = Math.max(AT_LEAST, EACH_THREAD * threads);
    while (handed < most) {
      const size = chunkSize(study, study.total - next, threads);
      const stretch = nextStretch(done, { next, total: study.total }, size);
      if (stretch === null) break;
      await add(board, chunks, { study: key, from: stretch[0] - 1, to: stretch[1] - 1 });
      next = stretch[1] + 1;
      await board.cutTo(key, next);
      handed++;
    }
  });
}

async function add(board: Board, chunks: Chunks, data: ChunkData): Promise<void> {
  const id = chunkId(data);
  await board.handOut(data.study, id, [data.from, data.to]);
  await chunks.add("draws", data, {
    jobId: id,
    attempts: MOST_FAILURES,
    backoff: { type: "fixed", delay: 500 },
    removeOnComplete: true,
    removeOnFail: false,
  });
}

/** Chunks that are handed out and that the queue does not know: it lost them, or their add was never come to. */
async function addAgain(
  board: Board,
  chunks: Chunks,
  key: string,
  { out, done }: { readonly out: ReadonlyMap<string, readonly [Place, Place]>; readonly done: Uint8Array },
): Promise<void> {
  for (const [id, [from, to]] of out) {
    if ((await chunks.getJob(id)) !== undefined) continue;
    const left = nextStretch(done, { next: from + 1, total: to + 2 }, 1);
    if (left === null) await board.forget(key, id);
    else await add(board, chunks, { study: key, from, to });
  }
}

/** A parked chunk, with as many attempts as a new one. */
export async function handAgain(board: Board, chunks: Chunks, job: Job<ChunkData, null>): Promise<void> {
  await job.remove();
  await add(board, chunks, job.data);
}

/** Chunks of a study that are parked. */
export async function failedOf(chunks: Chunks, key: string): Promise<Job<ChunkData, null>[]> {
  return (await chunks.getFailed(0, 999)).filter(({ data }) => data.study === key);
}
