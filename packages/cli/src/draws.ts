/**
 * Solves draws of a study with as many threads as wanted. Each is told as soon as it stands, so that nothing that is
 * finished is lost; what comes of a draw depends on neither the threads nor the order.
 */
import { type Place, recordOf } from "@standoff/runner";
import type { DrawRecord, Point } from "standoff/study";
import { type DrawNews, type DrawsOrder, performDraws } from "standoff/wire";
import { replied } from "./crew.ts";
import type { Outside } from "./outside.ts";
import type { Progress } from "./progress.ts";

export interface DrawsWanted {
  /** Those that are still to be solved, of so many. */
  readonly missing: readonly Place[];
  readonly of: number;
  readonly points: readonly Point[];
  readonly order: Omit<DrawsOrder, "points" | "places" | "taken">;
  readonly threads: number;
  readonly progress: Progress;
  /** Hears of each as soon as it stands. */
  readonly keep: (place: Place, record: DrawRecord) => void;
  /** Looks at the clock and at Ctrl-C. */
  readonly cancelled: () => boolean;
}

/** Are all there? False where the work was ended before. */
export async function solveDraws(outside: Outside, wanted: DrawsWanted): Promise<boolean> {
  const { missing, keep, cancelled } = wanted;
  const threads = Math.min(wanted.threads, missing.length);
  const told = progressOf(outside, wanted);
  const kept = new Set<Place>();
  const large = new Map<Place, string>();
  const settle = (place: Place, came: Came) => {
    keep(place, recordOf(wanted.points, place, came));
    told(kept.add(place).size);
  };
  const hear = ({ place, result }: DrawNews) => {
    if (result.status === "too large") large.set(place, result.why);
    else if (result.status !== "cancelled") settle(place, result);
  };
  told(0);
  if (threads < 2) performDraws(orderFor(wanted, missing), hear, cancelled);
  else {
    await solveShared(outside, wanted, threads, hear);
    const again = [...large.keys()]; // too large for a thread's part of the memory
    large.clear();
    performDraws(orderFor(wanted, again), hear, cancelled);
  }
  if (!cancelled()) for (const [place, why] of large) settle(place, { status: "lost", why });
  return kept.size === missing.length;
}

async function solveShared(
  outside: Outside,
  wanted: DrawsWanted,
  threads: number,
  hear: (news: DrawNews) => void,
): Promise<void> {
  const crew = await outside.startCrew(threads);
  const heartbeat = setInterval(wanted.cancelled, 100);
  const order = orderFor(wanted, wanted.missing);
  const part = { ...order, maxBytes: order.maxBytes / threads };
  try {
    await Promise.all(Array.from({ length: threads }, () => replied(crew.perform("draws", part, hear))));
  } finally {
    clearInterval(heartbeat);
    crew.close();
  }
}

function orderFor({ order, points }: DrawsWanted, places: readonly Place[]): DrawsOrder {
  return { ...order, points, places, taken: new Int32Array(new SharedArrayBuffer(4)) };
}

type Came = Parameters<typeof recordOf>[2];

/** How many are done, and about how long the rest takes. */
function progressOf(outside: Outside, { progress, missing, of }: DrawsWanted): (done: number) => void {
  const began = outside.elapsed();
  const before = of - missing.length;
  return (done) => {
    const each = (outside.elapsed() - began) / done;
    const left = done === 0 ? "" : `, about ${timeInWords(each * (missing.length - done))} left`;
    progress.show(`solving draws: ${before + done} of ${of}${left}`, (before + done) / of);
  };
}

export function timeInWords(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000);
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
