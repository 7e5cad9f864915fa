/**
 * The situations that an actor tells apart: states that look alike to it, by the bits that it sees of them
 * (`sight.ts`).
 */
import { WordTable } from "../math/tables.ts";
import type { World } from "../world/world.ts";

export interface ToldApart {
  /** Of each node, by its place in the list: the situation that it is in. */
  readonly of: Int32Array;
  /** Of each situation: the first node that is in it. */
  readonly example: readonly number[];
}

/** Situations are numbered as they come up in a list of nodes. `mask`: what is seen of every state word. */
export function tellApart(world: World, nodes: ArrayLike<number>, mask: Uint32Array): ToldApart {
  const { stateWords } = world.header;
  const table = new WordTable(stateWords);
  const row = new Uint32Array(stateWords);
  const of = new Int32Array(nodes.length);
  const example: number[] = [];
  for (let place = 0; place < nodes.length; place++) {
    const first = nodes[place] * stateWords;
    for (let word = 0; word < stateWords; word++) row[word] = world.nodeState[first + word] & mask[word];
    of[place] = table.add(row);
    if (table.added) example.push(nodes[place]);
  }
  return { of, example };
}
