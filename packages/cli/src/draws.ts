/**
 * Solves what a study's folder lacks, with as many threads as wanted. Each draw is kept as soon as it stands, so that nothing that is
 * finished is lost; what comes of a draw depends on neither the threads nor the order.
 */
import type { DrawRecord, Point } from "standoff/study";
import { type DrawOrder, performDraw } from "standoff/wire";
import { type Crew, replied } from "./crew.ts";
import type { Outside } from "./outside.ts";
import type { Progress } from "./progress.ts";
import type { Place, StudyFolder } from "./study-folder.ts";

export interface DrawsWanted {
  readonly folder: StudyFolder;
  /** Which draws; -1 for the stated values. */
  readonly places: readonly Place[];
  readonly points: readonly Point[];
  readonly order: Omit<DrawOrder, "point">;
  readonly threads: number;
  readonly progress: Progress;
  /** Looks at the clock and at Ctrl-C. */
  readonly cancelled: () => boolean;
}

/** Are all there? False where the work was ended before. */
export async function solveDraws(outside: Outside, wanted: DrawsWanted): Promise<boolean> {
  const missing = wanted.places.filter((place) => !wanted.folder.has(place));
  const threads = Math.min(wanted.threads, missing.length);
  const told = progressOf(outside, wanted, missing.length);
  told(0);
  if (threads < 2) return solveHere(wanted, missing, told);
  const crew = await outside.startCrew(threads);
  const heartbeat = setInterval(wanted.cancelled, 100);
  try {
    const again = await solveShared(crew, wanted, missing, threads, told);
    return again !== null && solveHere(wanted, again, () => {});
  } finally {
    clearInterval(heartbeat);
    crew.close();
  }
}

function solveHere(wanted: DrawsWanted, places: readonly Place[], told: (done: number) => void): boolean {
  for (const [done, place] of places.entries()) {
    if (wanted.cancelled()) return false;
    const result = performDraw(orderOf(wanted, place), wanted.cancelled);
    if (result.status === "cancelled") return false;
    keep(wanted, place, result.status === "too large" ? { status: "lost", why: result.why } : result);
    told(done + 1);
  }
  return true;
}

/** Each thread takes one after the other. What its part of the memory was too small for is left for later; null: ended. */
async function solveShared(
  crew: Crew,
  wanted: DrawsWanted,
  missing: readonly Place[],
  threads: number,
  told: (done: number) => void,
): Promise<Place[] | null> {
  const waiting = [...missing];
  const again: Place[] = [];
  let [done, ended] = [0, false];
  const work = async () => {
    for (let place = waiting.shift(); place !== undefined && !ended; place = waiting.shift()) {
      const order = orderOf(wanted, place);
      const result = await replied(crew.perform("draw", { ...order, maxBytes: order.maxBytes / threads }));
      if (result.status === "cancelled") ended = true;
      else if (result.status === "too large") again.push(place);
      else keep(wanted, place, result);
      told(++done);
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return ended || wanted.cancelled() ? null : again;
}

function orderOf({ order, points }: DrawsWanted, place: Place): DrawOrder {
  return { ...order, point: place < 0 ? null : points[place] };
}

type Came = DrawRecord extends infer R ? (R extends unknown ? Omit<R, "drawn"> : never) : never;

function keep({ folder, points }: DrawsWanted, place: Place, result: Came): void {
  folder.save(place, { drawn: place < 0 ? [] : points[place].drawn, ...result } as DrawRecord);
}

/** How many are done, and about how long the rest takes. */
function progressOf(outside: Outside, { progress, places }: DrawsWanted, missing: number): (done: number) => void {
  const began = outside.elapsed();
  const before = places.length - missing;
  return (done) => {
    const left = done === 0 ? "" : `, about ${timeInWords((outside.elapsed() - began) * (missing / done - 1))} left`;
    progress.show(`solving draws: ${before + done} of ${places.length}${left}`, (before + done) / places.length);
  };
}

function timeInWords(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000);
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
