/**
 * What makes a world large: how many states each variable multiplies, how wide the layers are, which occurrences open
 * most new states.
 */
import { hashWords } from "../math/tables.ts";
import { LayerKind, type World, type WorldDescription, wholeWorld } from "./world.ts";

export interface VariableShare {
  readonly name: string;
  /** Distinct states with the variable, over distinct states without it: by how much it multiplies them. */
  readonly multiplies: number;
}

/** What causes the growth of a world that became too large. */
export interface Growth {
  readonly widest: { readonly day: number; readonly layer: string; readonly states: number };
  /** Over the widest layer, largest first. */
  readonly variables: readonly VariableShare[];
  /** Occurrences by the number of states that they opened, largest first. */
  readonly occurrences: readonly { readonly name: string; readonly states: number }[];
}

export interface WorldSize {
  readonly nodes: number;
  readonly edges: number;
  readonly informationSets: number;
  readonly bytes: number;
  readonly variables: readonly VariableShare[];
  readonly layers: readonly { readonly day: number; readonly layer: string; readonly states: number }[];
}

type Packed = WorldDescription["variables"];

/**
 * How large a built world is and what makes it so: states, edges, bytes (with what is played after the last day), and
 * by how much each
 * variable multiplies the states of the widest layer, the largest first.
 *
 * @example
 * ```ts
 * const { nodes, edges, variables } = sizeOf(solved.world);
 * [nodes, edges].every((count) => count > 0) // => true
 * variables[0].name // => "offer"
 * ```
 */
export function sizeOf(given: World): WorldSize {
  const world = wholeWorld(given);
  const { header } = world;
  const layers = Array.from({ length: header.layers }, (_, layer) => ({
    day: dayOfPeriod(header.description, world.layerPeriod[layer]),
    layer: layerName(world.layerKind[layer], header.description, world.layerDesk[layer]),
    states: world.layerNode[layer + 1] - world.layerNode[layer],
  }));
  const widest = layers.reduce((best, layer, index) => (layer.states > layers[best].states ? index : best), 0);
  const from = world.layerNode[widest] * header.stateWords;
  const to = world.layerNode[widest + 1] * header.stateWords;
  return {
    nodes: header.nodes,
    edges: header.edges,
    informationSets: header.informationSets,
    bytes: world.buffer.byteLength,
    variables: variableShares(world.nodeState.subarray(from, to), header.stateWords, header.description.variables),
    layers,
  };
}

/**
 * Rows looked at per variable at most (in expectation): beyond, distinct states are estimated from a sample by hash.
 */
const SAMPLE = 200_000;

/** By how much each variable multiplies the states of a layer, largest first. */
export function variableShares(words: Uint32Array, width: number, variables: Packed): VariableShare[] {
  const count = words.length / width;
  const all = distinct(words, width, new Uint32Array(width).fill(0xffffffff), count);
  const shares = variables.map((variable) => {
    const mask = new Uint32Array(width).fill(0xffffffff);
    const field = variable.bits === 32 ? 0xffffffff : 2 ** variable.bits - 1;
    mask[variable.word] = ~(field << variable.shift) >>> 0;
    return { name: variable.name, multiplies: all / distinct(words, width, mask, count) };
  });
  return shares.sort((a, b) => b.multiplies - a.multiplies);
}

/**
 * Distinct rows under a mask. Large layers: only rows whose masked hash ends in zeros are counted, which samples the
 * distinct rows, not the rows, and so estimates their number without bias.
 */
function distinct(words: Uint32Array, width: number, mask: Uint32Array, count: number): number {
  let thin = 1;
  while (count / thin > SAMPLE) thin *= 2;
  const row = new Uint32Array(width);
  const seen = new Set<number | string>();
  for (let at = 0; at < words.length; at += width) {
    for (let word = 0; word < width; word++) row[word] = words[at + word] & mask[word];
    if ((hashWords(row, width) & (thin - 1)) !== 0) continue;
    seen.add(width === 1 ? row[0] : row.join(" "));
  }
  return Math.max(1, seen.size * thin);
}

const kindNames = [
  "start",
  "clocks",
  "chance",
  "decision",
  "end of the period",
  "ended",
  "last day",
  "stages",
  "stages",
];

/** A layer in words: the desk's name for decisions, else its kind. */
export function layerName(kind: number, description: WorldDescription, desk: number): string {
  if (kind === LayerKind.decision) return description.desks[desk]?.name ?? "decision";
  return kindNames[kind] ?? `kind ${kind}`;
}

/** First day of a period; the last day for the period behind the last. */
export function dayOfPeriod({ periods }: Pick<WorldDescription, "periods">, period: number): number {
  const last = periods.at(-1);
  return periods[period]?.start ?? (last ? last.start + last.days : 0);
}
