/** Which choices count as mistakes: what the error share of an outcome, or of an answer, is made of. */
import type { Solved } from "../solve/solution.ts";
import { SetKind, type World } from "../world/world.ts";

/**
 * 1 for every slot of a solved set, `hold` included, whose expected points are more than `stake` below the best of its
 * set; 0 for all others. Stated policies make no mistakes.
 */
export function mistakenSlots(world: World, solved: Pick<Solved, "q">, stake: number): Uint8Array {
  const mistakes = new Uint8Array(world.header.slots);
  for (let set = 0; set < world.header.informationSets; set++) {
    if (world.setKind[set] !== SetKind.logit) continue;
    const first = world.setSlot[set];
    const end = world.setSlot[set + 1];
    let best = Number.NEGATIVE_INFINITY;
    for (let slot = first; slot < end; slot++) best = Math.max(best, solved.q[slot]);
    for (let slot = first; slot < end; slot++) if (solved.q[slot] < best - stake) mistakes[slot] = 1;
  }
  return mistakes;
}

/** 1 - clean / all, kept within 0 and 1 against rounding; 0 where there is nothing. */
export function mistakenShare(all: number, clean: number): number {
  return all > 0 ? Math.min(1, Math.max(0, 1 - clean / all)) : 0;
}
