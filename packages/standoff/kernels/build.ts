// AssemblyScript: the inner loop of building (`src/build/walk/fast-walk.ts`). Each node of a layer finds its template,
// its information set, and where its edges lead. What it does not know it reports; the caller sees to it and calls
// again, and the node starts anew: all that it has entered so far is found again. All pointers are byte offsets into
// one memory that `src/build/walk/arena.ts` hands out. Compiled by `npm run kernels` into
// `src/build/walk/kernel.generated.ts`.

/** A run over some nodes of a layer. Order and names as in `Job` of src/build/walk/kernel.ts. */
@unmanaged
class Job {
  node: u32; // the next one
  end: u32;
  keys: usize; // of the layer's nodes
  words: u32; // per key
  period: u32;
  templates: usize; // cell of a trie
  shared: usize; // answers that all nodes share
  sharedNext: usize; // the same, for the next period
  position: u32;
  length: u32; // positions of the period; those of the next follow
  positions: usize; // of Position
  sets: usize; // table of information sets, or 0
  ownSets: u32; // 1: every node is a set of its own
  mask: usize; // what the actor sees
  mayTell: u32;
  agreed: u32; // 1 + the node whose menu was looked at by the caller
  setMenus: usize;
  aheadBits: u32;
  opened: usize;
  scratch: usize;
  lists: usize; // outputs
  extras: usize;
  targets: usize;
  nodesOut: u32;
  nodesRoom: u32;
  edgesOut: u32;
  edgesRoom: u32;
  // What is reported.
  wanted: u32; // a position
  template: usize;
  set: u32;
}

@unmanaged
class Position {
  active: usize; // cell of a trie, or 0: always active
  table: usize;
}

/** Distinct keys, numbered in the order in which they came. */
@unmanaged
class Table {
  slots: usize; // pairs: hash, number + 1
  mask: u32;
  words: usize; // the keys
  count: u32;
  most: u32;
}

/** What happens at a node. Edges follow: see `Edge`. */
@unmanaged
class Template {
  list: u32;
  extra: u32; // row of points; in decisions the menu
  edges: u32;
}

/** With the highest bit of `on`: the target is that of an earlier edge. Else (keep, bits) of each word follow. */
@unmanaged
class Edge {
  on: u32;
  opens: u32;
}

const DONE: u32 = 0;
const NO_TEMPLATE: u32 = 1;
const NO_ACTIVITY: u32 = 2;
const NO_ROOM_IN_TABLE: u32 = 3;
const NO_ROOM_IN_SETS: u32 = 4;
const MENUS_DIFFER: u32 = 5;
const OUTPUT_FULL: u32 = 6;

const SAME_TARGET: u32 = 0x80000000;
const ENDED: u32 = 0x7fffffff;
const NEXT_PERIOD: u32 = 0x7ffffffe;

// Kinds of questions.
const VALUE: u32 = 0;
const DUE: u32 = 1;

const TEMPLATE_BYTES: usize = 12;
const CHILDREN: usize = 20;

// A key of one word is held in a register: `first`. What is written with `words == 1` is settled when compiled.

/** Follows the answers through a trie: 0 where they lead nowhere yet, else a leaf (odd). */
// @ts-ignore: decorator
@inline
function follow(root: u32, key: usize, first: u32, words: u32, shared: usize, period: u32): u32 {
  let at = root;
  while (at != 0 && (at & 1) == 0) {
    const kind = load<u32>(at);
    let answer: u32;
    if (kind <= DUE) {
      const word = words == 1 ? first : load<u32>(key + load<u32>(at, 4));
      answer = (word >> load<u32>(at, 8)) & load<u32>(at, 12);
      if (kind == DUE) answer = u32(answer == period + 1);
    } else answer = load<u32>(shared + load<u32>(at, 4));
    at = load<u32>(at + ((<usize>answer) << 2), CHILDREN);
  }
  return at;
}

let added: bool = false;

/**
 * The lowest three bits of the first word stay: keys that differ in nothing else lie side by side. The rest is mixed
 * one to one where it is all there is, so that with one word equal hashes are equal keys.
 */
// @ts-ignore: decorator
@inline
function hashOf(key: usize, first: u32, words: u32): u32 {
  let h = first >> 3;
  if (words != 1) {
    for (let word: u32 = 1; word < words; word++) {
      h = (h ^ (h >> 15)) * 0xcc9e2d51;
      h ^= load<u32>(key + ((<usize>word) << 2));
    }
    h &= BITS_29;
  }
  h = ((h ^ (h >> 14)) * 0x85ebca6b) & BITS_29;
  h = ((h ^ (h >> 13)) * 0xc2b2ae35) & BITS_29;
  return ((h ^ (h >> 15)) << 3) | (first & 7);
}

const BITS_29: u32 = 0x1fffffff;

// @ts-ignore: decorator
@inline
function equal(a: usize, b: usize, words: u32): bool {
  for (let word: u32 = 0; word < words; word++) {
    if (load<u32>(a + ((<usize>word) << 2)) != load<u32>(b + ((<usize>word) << 2))) return false;
  }
  return true;
}

/** The number of a key, entered if it is new (then `added`); -1 where the table has no room for it. */
// @ts-ignore: decorator
@inline
function find(table: usize, key: usize, first: u32, words: u32): i32 {
  const t = changetype<Table>(table);
  const hash = hashOf(key, first, words);
  const mask = t.mask;
  const slots = t.slots;
  let slot = hash & mask;
  while (true) {
    const at = slots + ((<usize>slot) << 3);
    const number = load<u32>(at, 4);
    if (number == 0) {
      const count = t.count;
      if (count == t.most) return -1;
      store<u32>(at, hash);
      store<u32>(at, count + 1, 4);
      if (words == 1) store<u32>(t.words + ((<usize>count) << 2), first);
      else {
        const to = t.words + <usize>count * (words << 2);
        for (let word: u32 = 0; word < words; word++) {
          store<u32>(to + ((<usize>word) << 2), load<u32>(key + ((<usize>word) << 2)));
        }
      }
      t.count = count + 1;
      added = true;
      return count;
    }
    if (load<u32>(at) == hash) {
      if (words == 1 || equal(t.words + <usize>(number - 1) * (words << 2), key, words)) {
        added = false;
        return number - 1;
      }
    }
    slot = (slot + 1) & mask;
  }
}

/** For callers outside: the number, with 2^31 added where it is new; 0xffffffff where there is no room. */
export function enter(table: usize, key: usize, words: u32): u32 {
  const number = find(table, key, load<u32>(key), words);
  if (number < 0) return 0xffffffff;
  return added ? <u32>number | 0x80000000 : number;
}

/** Fills empty slots with those of a smaller table. */
export function rehash(from: usize, fromSlots: u32, to: usize, mask: u32): void {
  const end = from + ((<usize>fromSlots) << 3);
  for (let at = from; at < end; at += 8) {
    const number = load<u32>(at, 4);
    if (number == 0) continue;
    const hash = load<u32>(at);
    let slot = hash & mask;
    while (load<u32>(to + ((<usize>slot) << 3), 4) != 0) slot = (slot + 1) & mask;
    store<u32>(to + ((<usize>slot) << 3), hash);
    store<u32>(to + ((<usize>slot) << 3), number, 4);
  }
}

// @ts-ignore: decorator
@inline
function work(job: usize, words: u32): u32 {
  const j = changetype<Job>(job);
  const end = j.end;
  const keyBytes: usize = words << 2;
  const period = j.period;
  const position = j.position;
  const length = j.length;
  const positions = j.positions;
  const shared = j.shared;
  const templates = load<u32>(j.templates);
  const sets = j.sets;
  const ownSets = j.ownSets != 0;
  const after = j.scratch;
  const aheadBits = j.aheadBits;
  let node = j.node;
  let key = j.keys + <usize>node * keyBytes;
  let nodesOut = j.nodesOut;
  let edgesOut = j.edgesOut;
  let report = DONE;

  for (; node < end; node++, key += keyBytes) {
    // The template.
    const first = load<u32>(key);
    const leaf = follow(templates, key, first, words, shared, period);
    if (leaf == 0) {
      report = NO_TEMPLATE;
      break;
    }
    const at: usize = leaf - 1;
    const t = changetype<Template>(at);
    const edges = t.edges;
    if (nodesOut == j.nodesRoom || edgesOut + edges > j.edgesRoom) {
      report = OUTPUT_FULL;
      break;
    }

    // The information set.
    let extra = t.extra;
    if (ownSets) {
      store<u32>(j.setMenus + ((<usize>node) << 2), extra);
      extra = node;
    } else if (sets != 0) {
      const seen = first & load<u32>(j.mask);
      if (words != 1) {
        store<u32>(after, seen);
        for (let word: u32 = 1; word < words; word++) {
          const o: usize = (<usize>word) << 2;
          store<u32>(after + o, load<u32>(key + o) & load<u32>(j.mask + o));
        }
      }
      const set = find(sets, after, seen, words);
      if (set < 0) {
        report = NO_ROOM_IN_SETS;
        break;
      }
      const menuAt = j.setMenus + ((<usize>set) << 2);
      if (added) store<u32>(menuAt, extra);
      else if (j.mayTell && load<u32>(menuAt) != extra && j.agreed != node + 1) {
        j.set = set;
        j.template = at;
        report = MENUS_DIFFER;
        break;
      }
      extra = set;
    }

    // The edges.
    const out = j.targets + ((<usize>edgesOut) << 2);
    let edgeAt: usize = at + TEMPLATE_BYTES;
    for (let edge: u32 = 0; edge < edges; edge++) {
      const e = changetype<Edge>(edgeAt);
      const on = e.on;
      const outAt = out + ((<usize>edge) << 2);
      if (on & SAME_TARGET) {
        store<u32>(outAt, load<u32>(out + ((<usize>(on & ~SAME_TARGET)) << 2)));
        edgeAt += 8;
        continue;
      }
      const then = (first & load<u32>(edgeAt, 8)) | load<u32>(edgeAt, 12);
      if (words != 1) {
        store<u32>(after, then);
        for (let word: u32 = 1; word < words; word++) {
          const o: usize = (<usize>word) << 2;
          const m: usize = edgeAt + ((<usize>word) << 3);
          store<u32>(after + o, (load<u32>(key + o) & load<u32>(m, 8)) | load<u32>(m, 12));
        }
      }
      edgeAt += 8 + ((<usize>words) << 3);

      // Where it leads.
      let to: u32;
      if (on == ENDED) to = length - 1;
      else {
        const next = on == NEXT_PERIOD;
        const answers = next ? j.sharedNext : shared;
        const when = next ? period + 1 : period;
        to = next ? length : position + on;
        while (true) {
          const active = changetype<Position>(positions + ((<usize>to) << 3)).active;
          if (active == 0) break;
          const known = follow(load<u32>(active), after, then, words, answers, when);
          if (known == 0) {
            if (words == 1) store<u32>(after, then);
            report = NO_ACTIVITY;
            break;
          }
          if (known != 1) break;
          to++;
        }
      }
      if (report != DONE) {
        j.wanted = to;
        break;
      }
      const table = changetype<Position>(positions + ((<usize>to) << 3)).table;
      const place = table == 0 ? -1 : find(table, after, then, words);
      if (place < 0) {
        j.wanted = to;
        report = NO_ROOM_IN_TABLE;
        break;
      }
      if (added) {
        const opened = j.opened + ((<usize>e.opens) << 2);
        store<u32>(opened, load<u32>(opened) + 1);
      }
      store<u32>(outAt, (place << aheadBits) | (to - position));
    }
    if (report != DONE) break;
    store<u32>(j.lists + ((<usize>nodesOut) << 2), t.list);
    store<u32>(j.extras + ((<usize>nodesOut) << 2), extra);
    nodesOut++;
    edgesOut += edges;
  }
  j.node = node;
  j.nodesOut = nodesOut;
  j.edgesOut = edgesOut;
  return report;
}

/** Works through nodes from `job.node` on until something is missing, or none is left. */
export function run1(job: usize): u32 {
  return work(job, 1);
}

export function run2(job: usize): u32 {
  return work(job, 2);
}

export function run(job: usize): u32 {
  return work(job, changetype<Job>(job).words);
}
