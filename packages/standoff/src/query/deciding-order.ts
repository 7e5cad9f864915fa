/** What is asked of `deciding.ts`, and acts by number. */
import type { World } from "../world/world.ts";
import type { Filter } from "./ride/ride-order.ts";
import type { Watches } from "./ride/watch.ts";

export interface DecidingOrder {
  readonly world: World;
  readonly policy: Float64Array;
  readonly watches: Watches;
  /** Per outcome: the watches that bring it about. */
  readonly stops: readonly number[];
  /** 1 for slots that are mistakes. */
  readonly mistakes: Uint8Array;
  readonly filter: Filter | null;
}

/** Acts by number, and the number of every slot's: -1 for chance. Desks' holds are among them. */
export interface Acts {
  readonly of: Int32Array;
  readonly holds: Uint8Array;
  readonly list: readonly { readonly desk: number; readonly move: number }[];
}

export function actsOf({ header, setSlot, setDesk, slotMove }: World): Acts {
  const of = new Int32Array(header.slots).fill(-1);
  const holds = new Uint8Array(header.slots);
  const list: { desk: number; move: number }[] = [];
  const numbers = new Map<string, number>();
  for (let set = 0; set < header.informationSets; set++) {
    for (let slot = setSlot[set]; slot < setSlot[set + 1]; slot++) {
      const move = slotMove[slot] === 0xffffffff ? -1 : slotMove[slot];
      const key = `${setDesk[set]} ${move}`;
      if (!numbers.has(key)) numbers.set(key, list.push({ desk: setDesk[set], move }) - 1);
      of[slot] = numbers.get(key)!;
      if (move === -1) holds[slot] = 1;
    }
  }
  return { of, holds, list };
}
