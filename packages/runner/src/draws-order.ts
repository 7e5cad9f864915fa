/** How draws of a study are solved, whoever solves them: in the asker's own threads, or in those of a worker. */
import type { DrawRecord, Point } from "standoff/study";
import type { DrawNews, DrawsOrder } from "standoff/wire";
import type { Place, Work } from "./work.ts";

/** What does not change a result: the graph that draws share, the memory, and what ends the work. */
export type Limits = Pick<DrawsOrder, "world" | "maxBytes" | "stop">;

/** An order for the draws of a study, but for which. */
export function orderOf({ texts, settings, news, steadiness, over }: Work, limits: Limits) {
  const more = over === undefined ? { again: true, slopes: { steadiness } } : {};
  return { texts, options: settings, news, ...more, ...limits } as const;
}

/** What came of a draw, with what was drawn. */
export function recordOf(
  points: readonly Point[],
  place: Place,
  came: Extract<DrawNews["result"], { status: "solved" | "lost" }>,
): DrawRecord {
  return { drawn: place < 0 ? [] : points[place].drawn, ...came };
}
