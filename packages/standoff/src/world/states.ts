/** States read back from a world. */
import type { World } from "./world.ts";

/** Unpacks a node's state: one domain index per packed variable. */
export function unpackInto(world: World, node: number, state: Int32Array): void {
  const { stateWords, description } = world.header;
  const { variables } = description;
  const at = node * stateWords;
  for (let place = 0; place < variables.length; place++) {
    const { word, shift, bits } = variables[place];
    const mask = bits === 32 ? -1 : (1 << bits) - 1;
    state[place] = (world.nodeState[at + word] >>> shift) & mask;
  }
}
