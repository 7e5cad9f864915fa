/**
 * Where situations stand on the map: later to the right; what closes from above at the top, what from below at the
 * bottom. Picture places only.
 */
import type { FlowSituation } from "standoff";

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Less where the picture is narrow. */
const MARGIN_X = 74;
const MARGIN_Y = 40;
/** Room for a disc and its name, in pixels. */
const ROOM = { x: 168, y: 70 };
/** Rows share this height, as far as they have room in it. */
const HEIGHT = 400;
const WIDEST_GAP = 110;

/** The share of the calendar that had passed, on average, when it stood there; what has ended stands at the end. */
function timeOf({ byDate, atStart }: FlowSituation): number {
  const last = byDate.length - 1;
  // Where it is entered: rises of its probability, so that what stays is dated by when it came.
  const rises = byDate.map(([, p], i) => Math.max(0, p - (i === 0 ? 0 : byDate[i - 1][1])));
  const first = atStart ?? 0;
  const all = first + rises.reduce((a, b) => a + b, 0);
  return all === 0 ? 1 : rises.reduce((sum, rise, i) => sum + (rise * (i + 1)) / (last + 1), 0) / all;
}

/** Never less than this, or it is left out. */
const LEAST_EVER = 0.005;
export const isTold = ({ ever }: FlowSituation) => ever >= LEAST_EVER;

const lanes = { above: 0, rest: 1, below: 2 } as const;

/** The height that the picture takes: more where many stand at one time. */
export function layOut(
  situations: readonly FlowSituation[],
  width: number,
): { readonly spots: Spot[]; readonly height: number } {
  const times = situations.map(timeOf);
  const told = times.filter((_, i) => isTold(situations[i]));
  const [first, last] = [Math.min(...told), Math.max(...told)];
  const margin = Math.min(MARGIN_X, width / 8);
  const across = (time: number) =>
    margin + (width - 2 * margin) * (last === first ? 0.5 : (time - first) / (last - first));
  const rows: { readonly lane: number; readonly taken: number[] }[] = [];
  const places = situations.map(() => ({ row: 0, x: 0 }));
  for (const lane of [0, 1, 2]) {
    const own = [...situations.keys()]
      .filter((i) => lanes[situations[i].side] === lane && isTold(situations[i]))
      .sort((a, b) => times[a] - times[b]);
    const first = rows.length;
    for (const i of own) {
      const x = across(times[i]);
      const free = (taken: readonly number[]) => taken.every((other) => Math.abs(other - x) >= ROOM.x);
      let row = rows.findIndex(({ taken }, k) => k >= first && free(taken));
      if (row === -1) row = rows.push({ lane, taken: [] }) - 1;
      rows[row].taken.push(x);
      places[i] = { row, x };
    }
  }
  const gaps = Math.max(1, rows.length - 1);
  const gap = Math.max(ROOM.y, Math.min(WIDEST_GAP, (HEIGHT - 2 * MARGIN_Y) / gaps));
  const spots = places.map(({ row, x }) => ({ x, y: MARGIN_Y + gap * row }));
  return { spots, height: MARGIN_Y * 2 + gap * (rows.length - 1) };
}

const fromAbove = ["agreement", "interim", "talks"];
const fromBelow = ["war", "strike", "sanctions"];

/**
 * The colour of every situation: an ending's token. Those from below count from the last, as pictures of the gap do.
 */
export function tonesOf(situations: readonly { readonly side: FlowSituation["side"] }[]): string[] {
  const places = (side: string) => situations.flatMap((one, i) => (one.side === side ? [i] : []));
  const [above, below] = [places("above"), places("below").reverse()];
  return situations.map(({ side }, i) => {
    if (side === "above") return fromAbove[Math.min(above.indexOf(i), fromAbove.length - 1)];
    if (side === "below") return fromBelow[Math.min(below.indexOf(i), fromBelow.length - 1)];
    return i % 2 === 0 ? "talks" : "open";
  });
}

/** From the top of a stack to its floor: what comes from above first, what rises from below last. */
export function stackOrder(situations: readonly FlowSituation[]): number[] {
  return [...situations.keys()].sort((a, b) => lanes[situations[a].side] - lanes[situations[b].side] || a - b);
}
