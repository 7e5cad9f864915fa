/**
 * The kernel of building (`kernels/build.ts`), instantiated with a memory of its own: its functions, its record of a
 * run, and what it reports. The same in Node and in a browser.
 */
import { instancesOf, type KernelMemory, MOST_PAGES } from "../../math/web-assembly.ts";
import { decodeBase64 } from "../../text/base64.ts";
import { KERNEL_BYTES } from "./kernel.generated.ts";

export interface Kernel {
  readonly memory: KernelMemory;
  /** Works through nodes as the record of a run says. */
  run(job: number): number;
  /** The number of a key in a table, with `NEW_KEY` added where it is new; `NO_ROOM` where there is none for it. */
  enter(table: number, key: number): number;
  rehash(from: number, slots: number, to: number, mask: number): void;
}

export const NEW_KEY = 2 ** 31;
export const NO_ROOM = 2 ** 32 - 1;

/** Why a run ends. */
export const Report = {
  done: 0,
  noTemplate: 1,
  noActivity: 2,
  noRoomInTable: 3,
  noRoomInSets: 4,
  menusDiffer: 5,
  outputFull: 6,
} as const;

/** Words of the record of a run, by name. */
export const Job = {
  node: 0,
  end: 1,
  keys: 2,
  words: 3,
  period: 4,
  templates: 5,
  shared: 6,
  sharedNext: 7,
  position: 8,
  length: 9,
  positions: 10,
  sets: 11,
  ownSets: 12,
  mask: 13,
  mayTell: 14,
  agreed: 15,
  setMenus: 16,
  aheadBits: 17,
  opened: 18,
  scratch: 19,
  lists: 20,
  extras: 21,
  targets: 22,
  nodesOut: 23,
  nodesRoom: 24,
  edgesOut: 25,
  edgesRoom: 26,
  wanted: 27,
  template: 28,
  set: 29,
} as const;

/** Words of a template before its edges. */
export const TEMPLATE = { list: 0, extra: 1, edges: 2 } as const;
/** `on` of an edge: the target of an earlier one (whose place is added), ended, the next period. */
export const SAME_TARGET = 0x80000000;
export const ON_ENDED = 0x7fffffff;
export const ON_NEXT_PERIOD = 0x7ffffffe;

/** What a trie of activity says; a trie of templates has places of templates with 1 added. */
export const Leaf = { inactive: 1, active: 3 } as const;

/** A node of a trie: kind of question, where the answer stands, shift, mask, the question's number; then children. */
export const TRIE_NODE = { kind: 0, place: 1, shift: 2, mask: 3, question: 4, children: 5 } as const;
export const QuestionKind = { value: 0, due: 1, shared: 2 } as const;

const PAGES = 16; // at first

const newInstance = instancesOf(() => decodeBase64(KERNEL_BYTES));

/** Null where the platform has no WebAssembly, or no address space for it. `words`: of a state. */
export function openKernel(words: number): Kernel | null {
  const instance = newInstance(PAGES, MOST_PAGES);
  if (instance === null) return null; // the plain walk serves
  const { memory, exports } = instance;
  const run = (words === 1 ? exports.run1 : words === 2 ? exports.run2 : exports.run) as Kernel["run"];
  const enter = exports.enter as (table: number, key: number, words: number) => number;
  return {
    memory,
    run: (job) => run(job) >>> 0,
    enter: (table, key) => enter(table, key, words) >>> 0,
    rehash: exports.rehash as Kernel["rehash"],
  };
}
