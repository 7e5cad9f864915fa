/**
 * A Markov chain as UMB (unified Markov binary, January 2026): a tar of an index and little-endian arrays, read by
 * PRISM 4.10, Storm 1.12 and Modest. Discrete time, no players: one choice a state, left out as the format allows.
 */
import type { World } from "../../world/world.ts";
import type { MarkovChain } from "./markov-chain.ts";
import { type ChainNames, chainNames, STATE_NUMBER } from "./prism-names.ts";
import { type TarFile, tar } from "./tar.ts";

/** The .umb file's bytes. `tool` and `version` go into the index. */
export function umb(world: World, chain: MarkovChain, version: string): Uint8Array {
  const labels = [{ name: "done", states: lastOnly(chain.states) }, ...chain.labels];
  const files: TarFile[] = [
    {
      name: "index.json",
      bytes: new TextEncoder().encode(
        JSON.stringify(index(world, chain, version, labels, chainNames(world, chain)), null, 1),
      ),
    },
    { name: "state-is-initial.bin", bytes: bitset(firstOnly(chain.states)) },
    { name: "choice-to-branches.bin", bytes: wholes(chain.row) },
    { name: "branch-to-target.bin", bytes: wholes(chain.target) },
    { name: "branch-to-probability.bin", bytes: doubles(chain.probability) },
    ...labels.map(({ states }, i) => ({ name: `annotations/aps/a${i}/states/values.bin`, bytes: bitset(states) })),
    ...chain.rewards.map(({ values }, i) => ({
      name: `annotations/rewards/r${i}/states/values.bin`,
      bytes: doubles(values),
    })),
    { name: "valuations/states/valuations.bin", bytes: valuations(world, chain) },
  ];
  return tar(files);
}

interface Annotated {
  readonly name: string;
  readonly shift?: number;
  readonly otherwise?: boolean;
}

function describe({ name, shift, otherwise }: Annotated): string {
  const subtract = shift ? `: subtract ${shift} from the reward until done` : "";
  return `${name}${subtract}${otherwise ? "; with the modeller's chances, which its actor sees otherwise" : ""}`;
}

function index(
  world: World,
  chain: MarkovChain,
  version: string,
  labels: readonly { readonly name: string }[],
  names: ChainNames,
): object {
  const annotation = (type: string, alias: (name: string) => string) => (entry: Annotated) => ({
    alias: alias(entry.name), // the tools' property languages know no blanks in names
    description: describe(entry),
    "applies-to": ["states"],
    type: { type },
  });
  const byId = (prefix: string, entries: readonly object[]) =>
    Object.fromEntries(entries.map((entry, i) => [`${prefix}${i}`, entry]));
  return {
    "format-version": 1,
    "format-revision": 0,
    "model-data": { name: world.header.description.title },
    "file-data": { tool: "Standoff", "tool-version": version },
    "transition-system": {
      time: "discrete",
      "#players": 0,
      "#states": chain.states,
      "#initial-states": 1,
      "#choices": chain.states,
      "#choice-actions": 0,
      "#branches": chain.target.length,
      "#branch-actions": 0,
      "#observations": 0,
      "branch-probability-type": { type: "double" },
    },
    annotations: {
      aps: byId("a", [
        annotation("bool", () => "done")(labels[0]),
        ...labels.slice(1).map(annotation("bool", names.label)),
      ]),
      rewards: byId("r", chain.rewards.map(annotation("double", names.reward))),
    },
    valuations: { states: { unique: true, classes: [{ variables: valuationVariables(world, names) }] } },
  };
}

/**
 * The state's number in a word of its own (tools tell states apart by their valuations), then our own packed words:
 * fields in the order of their places, since a variable goes where there is room, also before one that the file states
 * earlier.
 */
function valuationVariables(world: World, names: ChainNames): object[] {
  const fields: object[] = [{ name: STATE_NUMBER, type: { type: "uint", size: 32 } }];
  const place = ({ word, shift }: { word: number; shift: number }) => word * 32 + shift;
  const variables = world.header.description.variables.map((variable, index) => ({
    ...variable,
    name: names.variables[index],
  }));
  let at = 0;
  for (const variable of variables.toSorted((a, b) => place(a) - place(b))) {
    const begins = place(variable);
    if (begins > at) fields.push({ padding: begins - at });
    fields.push({ name: variable.name, type: { type: "uint", size: variable.bits } });
    at = begins + variable.bits;
  }
  const bits = world.header.stateWords * 32;
  if (bits > at) fields.push({ padding: bits - at });
  return fields;
}

function valuations(world: World, chain: MarkovChain): Uint8Array {
  const words = world.header.stateWords;
  const view = new DataView(new ArrayBuffer(chain.states * (1 + words) * 4));
  chain.node.forEach((node, state) => {
    const at = state * (1 + words);
    view.setUint32(at * 4, state, true);
    if (node < 0) return;
    for (let w = 0; w < words; w++) view.setUint32((at + 1 + w) * 4, world.nodeState[node * words + w], true);
  });
  return new Uint8Array(view.buffer);
}

function firstOnly(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i === 0 ? 1 : 0));
}

function lastOnly(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i === length - 1 ? 1 : 0));
}

/** Bit i of the set in bit i mod 8 of byte i / 8, padded to whole 8-byte words. */
function bitset(members: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(members.length / 64) * 8);
  members.forEach((member, i) => {
    if (member) bytes[i >> 3] |= 1 << (i & 7);
  });
  return bytes;
}

function wholes(values: Uint32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => {
    view.setUint32(i * 8, value, true);
  });
  return new Uint8Array(view.buffer);
}

function doubles(values: Float64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => {
    view.setFloat64(i * 8, value, true);
  });
  return new Uint8Array(view.buffer);
}
