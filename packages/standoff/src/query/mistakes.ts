/** Which choices count as mistakes: what the error share of an outcome, or of an answer, is made of. */
import type { Solved } from "../solve/solution.ts";
import { SetKind, type World } from "../world/world.ts";

/** Of an actor's stake, where no error stake is stated. */
const PART_OF_STAKE = 1 / 4;

/**
 * 1 for every slot of a solved set, `hold` included, whose expected points are more than `errorStake` below the best of
 * its set (null: than a quarter of its actor's stake; for whom nothing is at stake, none is); 0 for all others. Stated
 * policies make no mistakes.
 */
export function mistakenSlots(world: World, solved: Pick<Solved, "q">, errorStake: number | null): Uint8Array {
  const mistakes = new Uint8Array(world.header.slots);
  const { actors } = world.header.description;
  const ofActor = actors.map(({ stake = 0 }) => errorStake ?? (stake > 0 ? PART_OF_STAKE * stake : Infinity));
  for (let set = 0; set < world.header.informationSets; set++) {
    if (world.setKind[set] !== SetKind.logit) continue;
    const stake = ofActor[world.setActor[set]];
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
