/**
 * What a sweep asks of time inside a period that is cut into slices: how the mass on an edge is shared out among them.
 * A node's mass stands in numbered *stances* (0 as a period begins), which say what of the past of the period matters
 * to that. Two kinds: `moments.ts`, where every happening has a moment of its own, and `crossing.ts`, where mass
 * crosses a date between two turns.
 */
import type { World } from "../../world/world.ts";
import type { Watches } from "../ride/watch.ts";
import type { Slices } from "./slices.ts";

export interface Within {
  readonly slices: Slices;
  /** Does mass cross the cuts between two turns? A stance is then the number of its period's cuts that lie behind. */
  readonly crosses: boolean;
  /** Is a period cut? Only then are the rest of its methods called. */
  readonly isCut: (period: number) => boolean;
  /** Before the nodes of a layer. */
  readonly enter: (layer: number) => void;
  /** Shares an edge out: fills `parts` and returns how many they are. Their shares sum to one. */
  readonly split: (node: number, edge: number, stance: number) => number;
  readonly parts: readonly EdgePart[];
}

/** A share of the mass on an edge. It is overwritten by the next split. */
export interface EdgePart {
  share: number;
  stance: number;
  /** The slice of each occurrence of the edge's label, in its order. */
  readonly own: number[];
  /** Of each, where every happening has a moment: the first slice in which it could have come. */
  readonly since: number[];
  /** The slice in which the state changes. */
  state: number;
}

export function edgePart(): EdgePart {
  return { share: 0, stance: 0, own: [], since: [], state: 0 };
}

/** A way along an edge: its source, the bits that come true with the state that it leads to, and their slice. */
export interface Passage {
  readonly node: number;
  readonly edge: number;
  readonly fresh: number;
  readonly at: number;
}

/**
 * What happens with a part of an edge, in the order of its slices: its occurrences, and the bits that come true with
 * the state that it leads to. What comes in one slice happens at once.
 */
export function happenings(
  world: World,
  { labelBits, occurrenceBits, mayBits, inner }: Watches,
  { own }: Pick<EdgePart, "own">,
  { node, edge, fresh, at }: Passage,
): (readonly [slice: number, bits: number])[] {
  const first = world.labelItem[world.edgeLabel[edge]];
  const may = (slice: number) => inner?.may(node, slice) ?? (mayBits === null ? -1 : mayBits[node]);
  if (labelBits[world.edgeLabel[edge]] === 0) return [[at, fresh & may(at)]];
  const all = own.map(
    (slice, item) => [slice, occurrenceBits[world.labelOccurrence[first + item]] & may(slice)] as const,
  );
  all.push([at, fresh & may(at)]);
  const slices = [...new Set(all.filter(([, bits]) => bits !== 0).map(([slice]) => slice))].sort((a, b) => a - b);
  return slices.map((slice) => [slice, all.reduce((bits, one) => (one[0] === slice ? bits | one[1] : bits), 0)]);
}
