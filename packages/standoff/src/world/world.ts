/**
 * The world: everything that can happen, as a layered directed graph in one versioned buffer. The second joint: what
 * computes on a world imports this file and never `language/`.
 *
 * Nodes are numbered in topological order: an edge leads from a lower to a higher number. Layers are runs of consecutive
 * nodes; a layer is one turn of one period (one desk's decision, one chance turn, the clocks, the end of a period), and a
 * node stands in it only if something can happen there in its state: edges skip the layers of their period where nothing
 * can. The end of every period is a layer through which all running states pass; there flows are paid and discounting
 * happens. Ended states stand in an `ended` layer, the last day's in the `final` layer; both have no edges and a given
 * value. The layerPeriod of `final` is the number of periods (its `now` is the calendar's last day).
 *
 * Probability of edge e = coefficient[edgeCoefficient[e]] x policy[edgeSlot[e]], with policy[0] = 1 for chance. Where
 * actors see chances differently, `coefficient` and `startChance` hold one block per view, nature's first: whoever knows of
 * no views reads nature's. The graph is the same in all; an edge may be impossible in some of them, not in all. A
 * decision node's edges are sorted by slot, chance ("not convened") first. Where a desk convenes with chance c, its move
 * edges carry c in their coefficients: within one node the coefficients of every slot of its information set sum to the
 * same c, and those of slot 0 to 1 - c.
 *
 * Values are discounted to the first day of the layer's period, per column, interleaved: value[node x columns + column].
 *   value(node) = nodePay(node) + sum over edges of probability x (edgePay(edge) + discount(layer) x value(target))
 */

/** Layer kinds. */
export const LayerKind = {
  start: 0,
  clocks: 1,
  chance: 2,
  decision: 3,
  periodEnd: 4,
  ended: 5,
  final: 6,
  earlyStages: 7,
  lateStages: 8,
} as const;

/** Information-set kinds: `logit` is solved; `fixed` follows slotLogWeight (as log chances). */
export const SetKind = { logit: 0, fixed: 1 } as const;

/** informationSetLayer of a set whose nodes stand in several layers (trees read from .efg). */
export const SPANNING = 0xffffffff;

/** informationSet of a node that decides nothing. */
export const NO_SET = 0xffffffff;

/** heldFormula of an assumption that a frame holds as it is stated. */
export const NOT_HELD = 0xffffffff;

/** How much of a price list there is (`prices.ts`). */
export interface PriceSizes {
  /** Ways in which assumptions are held: one per view, and further ones of actors' own. */
  readonly frames: number;
  readonly assumptions: number;
  readonly formulas: number;
  readonly periods: number;
  readonly menus: number;
  readonly menuItems: number;
  readonly checks: number;
  readonly pins: number;
}

/** What the arrays of a price list do not hold. */
export interface PriceDescription {
  /** Names, in the scenario's order. */
  readonly assumptions: readonly string[];
  /** Those that the graph rests on. */
  readonly structural: readonly number[];
  /** What the graph was built from but for the numbers that can be priced, as a hash. */
  readonly structure: string;
  /** By actor: the frame in which it sees its own points. */
  readonly actorFrame: readonly number[];
  /** By actor: the formula of its lambda (per stake where it is relative), null where that rests on no assumption. */
  readonly steadiness: readonly (number | null)[];
  /** Where checks of numbers stand in the source. */
  readonly places: readonly {
    readonly name: string;
    readonly file: number;
    readonly start: number;
    readonly end: number;
  }[];
}

/** Sizes, and the description that the arrays do not hold. Plain JSON. */
export interface WorldHeader {
  readonly version: 5;
  /** Ways to see chances: the first is nature's, with which forecasts are made; actors decide each with its own. */
  readonly views: number;
  readonly nodes: number;
  readonly edges: number;
  readonly layers: number;
  readonly informationSets: number;
  readonly slots: number; // actions of all sets + 1 (slot 0 is chance)
  readonly columns: number;
  readonly actors: number;
  readonly stateWords: number;
  readonly payRows: number;
  readonly coefficients: number;
  readonly labels: number;
  readonly labelItems: number;
  readonly weightRows: number;
  readonly starts: number; // distinct starting nodes
  /** Of a world that can be priced. */
  readonly prices?: PriceSizes;
  readonly description: WorldDescription;
}

/** Names for people and for the way back to the scenario. */
export interface WorldDescription {
  readonly title: string;
  readonly scenarioHash: string;
  readonly actors: readonly ActorDescription[];
  readonly columns: readonly { readonly id: string; readonly name: string; readonly actor: number }[];
  readonly desks: readonly DeskDescription[];
  readonly periods: readonly { readonly start: number; readonly days: number }[];
  /** How many of the periods come up to the last day; what follows is played, and not asked about. */
  readonly asked: number;
  /** Packed state: variable i takes `bits` bits of word `word` from bit `shift`. */
  readonly variables: readonly {
    readonly name: string;
    readonly levels: readonly string[];
    readonly word: number;
    readonly shift: number;
    readonly bits: number;
  }[];
  /** What labels name: moves, holds, branches, events, lapses, with their file and offsets in the source. */
  readonly occurrences: readonly Occurrence[];
  readonly prices?: PriceDescription;
}

export interface ActorDescription {
  readonly id: string;
  readonly name: string;
  /** Steadiness, per point. */
  readonly lambda: number;
  /** Is its steadiness stated per stake? */
  readonly relative?: true;
  /** What is at stake for it, in points, at the stated values (`stakes.ts`); not there in worlds that were not built. */
  readonly stake?: number;
}

export interface DeskDescription {
  readonly name: string;
  readonly actor: number;
  readonly moves: readonly string[];
  /** Does the noise of its choices count as the actor's taste? Without it, it is mistakes. */
  readonly noise?: "tastes";
  /** Of a desk whose noise is tastes: its weights are all one. */
  readonly plain?: true;
  /** The column of the one faction by which it decides. */
  readonly column?: number;
}

export interface Occurrence {
  readonly kind: "move" | "hold" | "event" | "lapse";
  readonly name: string;
  readonly branch: string;
  readonly desk: number; // moves and holds: index into desks, else -1
  readonly move: number; // moves: index within the desk; events: within the group; lapses: the clock; else -1
  readonly branchIndex: number;
  readonly group: number; // events: the group, else -1
  readonly file: number;
  readonly start: number;
  readonly end: number;
  readonly says: string;
}

/** Numbers of things of which there may be more than 65,536, or not: as narrow as the header's count allows. */
export type Indices = Uint16Array | Uint32Array;

/** What stands for each of some numbers, in 32 bits: narrow arrays' own `map` would cut it off. */
export function widened(numbers: Indices | Uint8Array, meaning: (number: number) => number): Uint32Array {
  const values = new Uint32Array(numbers.length);
  for (let place = 0; place < numbers.length; place++) values[place] = meaning(numbers[place]);
  return values;
}

/** Typed-array views over one buffer, which threads may share; see `worldArrays` for names, types and lengths. */
export interface World {
  readonly header: WorldHeader;
  /** Of the whole world. */
  readonly buffer: ArrayBufferLike;
  /** Where this is a world up to its last day only: all of it. */
  readonly whole?: World;
  /** Were its tables priced anew? They stand beside the buffer then, which has the graph, the list and older prices. */
  readonly repriced?: true;

  // Layers: first node of each (length layers + 1), kind, period, desk (or group; 0xffffffff: none).
  readonly layerNode: Uint32Array;
  readonly layerKind: Uint32Array;
  readonly layerPeriod: Uint32Array;
  readonly layerDesk: Uint32Array;
  /** layers x columns: what the values of targets are multiplied with on every edge out of the layer (1 but for periodEnd). */
  readonly layerDiscount: Float64Array;

  // Nodes.
  readonly nodeEdge: Uint32Array; // nodes + 1: first edge
  readonly nodeSet: Uint32Array; // information set, or NO_SET
  readonly nodePay: Indices; // pay row: flows at periodEnd, the given value at ended and final; row 0 is zero
  readonly nodeState: Uint32Array; // nodes x stateWords, packed
  // Starts: node, and its chance in each view.
  readonly startNode: Uint32Array;
  readonly startChance: Float64Array; // views x starts

  // Edges.
  readonly edgeTarget: Uint32Array;
  readonly edgeSlot: Uint32Array;
  readonly edgeCoefficient: Indices;
  readonly edgeLabel: Indices;

  // Tables.
  readonly coefficient: Float64Array; // views x coefficients
  readonly payRow: Float64Array; // payRows x columns
  readonly labelPay: Indices; // label -> pay row
  readonly labelItem: Uint32Array; // labels + 1: first item
  readonly labelOccurrence: Uint32Array; // label items -> occurrence index

  /** actors: the view with which each decides, and has its columns valued. */
  readonly actorView: Uint32Array;

  // Information sets.
  readonly setSlot: Uint32Array; // informationSets + 1: first slot; slots of a set are consecutive, from 1
  readonly setLayer: Uint32Array; // or SPANNING
  readonly setActor: Uint8Array;
  readonly setDesk: Uint16Array;
  readonly setKind: Uint8Array;
  readonly setWeights: Indices; // row of weightRow: the deciding combination of columns
  readonly weightRow: Float64Array; // weightRows x columns
  readonly slotLogWeight: Float64Array; // log of the prior weight (usual frequency) or of the fixed chance (-Infinity is allowed); a set's sum to one
  readonly slotMove: Uint32Array; // move index within the desk; 0xffffffff: hold

  // The price list (`prices.ts`): numbers of formulas; all empty in a world that cannot be priced.
  readonly formula: Uint32Array; // formulas x 3: operation, operands (`math/operations.ts`)
  readonly assumptionValue: Float64Array; // frames x assumptions: the prices' own
  readonly heldFormula: Uint32Array; // frames x assumptions: what the frame holds it to be, worked out in frame 0; NOT_HELD: what is stated
  readonly coefficientFormula: Uint32Array; // views x coefficients
  readonly payFormula: Uint32Array; // payRows x columns
  readonly weightFormula: Uint32Array; // weightRows x columns
  readonly discountFormula: Uint32Array; // periods x columns
  readonly startFormula: Uint32Array; // views x starts
  readonly setMenu: Indices; // the menu of every set
  readonly menuItem: Uint32Array; // menus + 1: first item
  readonly menuFormula: Uint32Array; // menu items: weights or fixed chances of a menu's slots
  readonly check: Uint32Array; // checks x 6, see `prices.ts`
  readonly checkState: Uint32Array; // checks x stateWords: a state that shows it
  readonly pin: Uint32Array; // formulas that the graph takes for zero or not, as they are
}

export type WorldSizes = Omit<WorldHeader, "version" | "description">;

type ArrayKind = "f64" | "u32" | "u16" | "u8";

/** Words of a check. */
export const CHECK_WORDS = 6;

const nothing: PriceSizes = {
  frames: 0,
  assumptions: 0,
  formulas: 0,
  periods: 0,
  menus: 0,
  menuItems: 0,
  checks: 0,
  pins: 0,
};

const arrayTypes = { f64: Float64Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array } as const;

/** The kind for numbers below a count. */
function below(count: number): ArrayKind {
  return count <= 2 ** 16 ? "u16" : "u32";
}
type ArrayName = Exclude<keyof World, "header" | "buffer" | "whole" | "repriced">;

/** Name, type and length of every array, in the order of the buffer: wide ones first, so that alignment is free. */
export function worldArrays(h: WorldSizes): readonly (readonly [ArrayName, ArrayKind, number])[] {
  const p = h.prices ?? nothing;
  const priced = (length: number) => (h.prices ? length : 0);
  const arrays: (readonly [ArrayName, ArrayKind, number])[] = [
    ["layerDiscount", "f64", h.layers * h.columns],
    ["startChance", "f64", h.views * h.starts],
    ["coefficient", "f64", h.views * h.coefficients],
    ["payRow", "f64", h.payRows * h.columns],
    ["weightRow", "f64", h.weightRows * h.columns],
    ["slotLogWeight", "f64", h.slots],
    ["layerNode", "u32", h.layers + 1],
    ["layerKind", "u32", h.layers],
    ["layerPeriod", "u32", h.layers],
    ["layerDesk", "u32", h.layers],
    ["nodeEdge", "u32", h.nodes + 1],
    ["nodeSet", "u32", h.nodes],
    ["nodePay", below(h.payRows), h.nodes],
    ["nodeState", "u32", h.nodes * h.stateWords],
    ["startNode", "u32", h.starts],
    ["edgeTarget", "u32", h.edges],
    ["edgeSlot", "u32", h.edges],
    ["edgeCoefficient", below(h.coefficients), h.edges],
    ["edgeLabel", below(h.labels), h.edges],
    ["labelPay", below(h.payRows), h.labels],
    ["labelItem", "u32", h.labels + 1],
    ["labelOccurrence", "u32", h.labelItems],
    ["actorView", "u32", h.actors],
    ["setSlot", "u32", h.informationSets + 1],
    ["setLayer", "u32", h.informationSets],
    ["setActor", "u8", h.informationSets],
    ["setDesk", "u16", h.informationSets],
    ["setKind", "u8", h.informationSets],
    ["setWeights", below(h.weightRows), h.informationSets],
    ["slotMove", "u32", h.slots],
    ["formula", "u32", 3 * p.formulas],
    ["assumptionValue", "f64", p.frames * p.assumptions],
    ["heldFormula", "u32", p.frames * p.assumptions],
    ["coefficientFormula", "u32", priced(h.views * h.coefficients)],
    ["payFormula", "u32", priced(h.payRows * h.columns)],
    ["weightFormula", "u32", priced(h.weightRows * h.columns)],
    ["discountFormula", "u32", p.periods * h.columns],
    ["startFormula", "u32", priced(h.views * h.starts)],
    ["setMenu", below(p.menus), priced(h.informationSets)],
    ["menuItem", "u32", priced(p.menus + 1)],
    ["menuFormula", "u32", p.menuItems],
    ["check", "u32", p.checks * CHECK_WORDS],
    ["checkState", "u32", p.checks * h.stateWords],
    ["pin", "u32", p.pins],
  ];
  const width = (kind: ArrayKind) => arrayTypes[kind].BYTES_PER_ELEMENT;
  return arrays.sort(([, a], [, b]) => width(b) - width(a));
}

/** Bytes of all arrays, filled up to whole words: a world, but for its header. */
export function arrayBytes(header: WorldSizes): number {
  const bytes = worldArrays(header).reduce(
    (sum, [, kind, length]) => sum + length * arrayTypes[kind].BYTES_PER_ELEMENT,
    0,
  );
  return Math.ceil(bytes / 8) * 8;
}

const MAGIC = 0x53_54_4e_44; // "STND"
const VERSION = 5;
const HEAD_BYTES = 24; // magic, version, bytes of the JSON header, bytes of the arrays, checksum (two words)
const CHECKSUM_WORD = 4;
/** What is known of an actor only once the world stands: its lambda, and what is at stake for it. */
const ROOM_PER_ACTOR = 96;

/** A world with zeroed arrays of the header's sizes. Fill it, then seal it: unsealed bytes are not read back. */
export function allocateWorld(header: WorldHeader): World {
  const json = headerBytes(header, roomFor(header));
  const jsonBytes = Math.ceil(json.length / 8) * 8;
  const bytes = HEAD_BYTES + jsonBytes + arrayBytes(header);
  const buffer = new ArrayBuffer(bytes);
  new Uint32Array(buffer, 0, 4).set([MAGIC, header.version, json.length, bytes - HEAD_BYTES - jsonBytes]);
  new Uint8Array(buffer, HEAD_BYTES, json.length).set(json);
  return view(buffer, header, HEAD_BYTES + jsonBytes);
}

/** Bytes of a header, whatever is known of its actors. */
function roomFor(header: WorldHeader): number {
  const { description } = header;
  const actors = description.actors.map(({ id, name }) => ({ id, name }));
  const text = JSON.stringify({ ...header, description: { ...description, actors } });
  return new TextEncoder().encode(text).length + ROOM_PER_ACTOR * actors.length;
}

/** A header's JSON, filled up with spaces. */
function headerBytes(header: WorldHeader, length: number): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  if (json.length > length) throw new Error(`a header of ${json.length} bytes in room for ${length}`);
  const filled = new Uint8Array(length).fill(" ".charCodeAt(0));
  filled.set(json);
  return filled;
}

/** The world with other descriptions of its actors, written into its own bytes, which are not sealed yet. */
export function describeActors(world: World, actors: readonly ActorDescription[]): World {
  const header = { ...world.header, description: { ...world.header.description, actors } };
  const [, , length] = new Uint32Array(world.buffer, 0, 3);
  new Uint8Array(world.buffer, HEAD_BYTES, length).set(headerBytes(header, length));
  return { ...world, header };
}

/**
 * Reads a world from its bytes without copying them. Throws an Error that says what is wrong when the bytes are not a
 * world, were never sealed, or differ in any byte from what was sealed; `world/validate.ts` checks the contents.
 *
 * @example
 * ```ts
 * const world = worldFromBuffer(solved.world.buffer);
 * world.header.description.title // => "A new contract at the harbour bakery"
 * ```
 */
export function worldFromBuffer(buffer: ArrayBufferLike): World {
  if (buffer.byteLength < HEAD_BYTES || buffer.byteLength % 4 !== 0)
    throw new Error(`not a world: ${buffer.byteLength} bytes`);
  const [magic, version, jsonLength] = new Uint32Array(buffer, 0, 4);
  if (magic !== MAGIC) throw new Error("not a world: wrong magic number");
  if (version !== VERSION) throw new Error(`a world of version ${version}; this program reads version ${VERSION}`);
  verifyChecksum(buffer);
  if (HEAD_BYTES + jsonLength > buffer.byteLength) throw new Error("a world cut off in its header");
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, HEAD_BYTES, jsonLength))) as WorldHeader;
  const offset = HEAD_BYTES + Math.ceil(jsonLength / 8) * 8;
  for (const [, , length] of worldArrays(header)) {
    if (!Number.isSafeInteger(length) || length < 0) throw new Error("a world with an impossible header");
  }
  const bytes = offset + arrayBytes(header);
  if (bytes !== buffer.byteLength)
    throw new Error(`a world of ${buffer.byteLength} bytes where its header says ${bytes}`);
  return upToLastDay(view(buffer, header, offset));
}

/**
 * A world up to its last day: all that questions are about. Nodes, edges, sets and layers are the first ones of the whole
 * world, under the same numbers; the states of the last day, in which the first period after it begins, are its final ones.
 * A world without such periods is itself.
 */
export function upToLastDay(whole: World): World {
  const { header } = whole;
  const { asked, periods } = header.description;
  const last = whole.layerPeriod.findIndex((period) => period >= asked);
  if (asked === periods.length || last === -1) return whole;
  const [layers, nodes] = [last + 1, whole.layerNode[last + 1]];
  const first = whole.layerNode[last];
  const edges = whole.nodeEdge[first];
  const sets = whole.setLayer.findIndex((layer) => layer >= last);
  const informationSets = sets === -1 ? header.informationSets : sets;
  const slots = whole.setSlot[informationSets];
  const layerKind = whole.layerKind.slice(0, layers);
  layerKind[last] = LayerKind.final;
  const nodeEdge = whole.nodeEdge.slice(0, nodes + 1).fill(edges, first);
  const description = { ...header.description, periods: periods.slice(0, asked) };
  const cut: World = {
    ...whole,
    whole,
    header: { ...header, layers, nodes, edges, informationSets, slots, description },
  };
  const arrays = cut as unknown as Record<string, Float64Array>;
  for (const [name, , length] of worldArrays(cut.header)) arrays[name] = arrays[name].subarray(0, length);
  return { ...cut, layerKind, nodeEdge };
}

/** Was one priced from the other? */
export function sameGraph(a: World, b: World): boolean {
  return wholeWorld(a).edgeTarget === wholeWorld(b).edgeTarget;
}

/**
 * The world with what is played after the last day: what solving needs. A world without any is given back as it is.
 *
 * @example
 * ```ts
 * wholeWorld(solved.world).header.nodes >= solved.world.header.nodes // => true
 * ```
 */
export function wholeWorld(world: World): World {
  return world.whole ?? world;
}

/**
 * Writes the checksum of a world's bytes into its head, so that `worldFromBuffer` can tell damage. Whoever changes a
 * sealed world and wants to store or send it seals it again.
 *
 * @example
 * ```ts
 * const { world } = buildScenario(strike, read);
 * sealWorld(world);
 * worldFromBuffer(world.buffer).header.nodes === world.header.nodes // => true
 * ```
 */
export function sealWorld({ buffer }: Pick<World, "buffer">): void {
  new Uint32Array(buffer, 4 * CHECKSUM_WORD, 2).set(checksum(buffer));
}

function verifyChecksum(buffer: ArrayBufferLike): void {
  const [even, odd] = new Uint32Array(buffer, 4 * CHECKSUM_WORD, 2);
  if (even === 0 && odd === 0) throw new Error("a world that was not sealed after it was filled");
  const now = checksum(buffer);
  if (now[0] !== even || now[1] !== odd) throw new Error("a damaged world: its checksum does not match its bytes");
}

/**
 * Two 32-bit sums over the words, the checksum's own left out. Eight lanes take every eighth word each, so that the
 * processor can work on them at once; four make one sum. A round per word (exclusive or, rotate, multiply by an odd number)
 * maps sums and words one to one: a change within one word always changes the result.
 */
function checksum(buffer: ArrayBufferLike): [number, number] {
  const words = new Uint32Array(buffer);
  const lanes = Int32Array.from({ length: LANES }, (_, lane) => lane + 1);
  let from = CHECKSUM_WORD + 2;
  // In pieces, so that places within one are small numbers.
  for (; words.length - from >= LANES; from += PIECE) sumLanes(words.subarray(from, from + PIECE), lanes);
  const rest = (words.length - CHECKSUM_WORD - 2) % LANES;
  for (let word = words.length - rest; word < words.length; word++) lanes[0] = mixed(lanes[0], words[word]);
  for (let word = 0; word < CHECKSUM_WORD; word++) lanes[word] = mixed(lanes[word], words[word]);
  const fold = (lane: number) => lanes.subarray(lane, lane + LANES / 2).reduce(mixed, words.length);
  return [fold(0) >>> 0, fold(LANES / 2) >>> 0];
}

const LANES = 8;
const PIECE = 2 ** 24; // words, a multiple of LANES

function mixed(sum: number, word: number): number {
  const joined = sum ^ word;
  return Math.imul((joined << 13) | (joined >>> 19), 0x9e3779b1);
}

/** Takes all whole eights of words into the lanes. */
function sumLanes(words: Uint32Array, lanes: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = lanes as unknown as [number, number, number, number, number, number, number, number];
  const end = words.length - LANES;
  for (let at = 0; at <= end; at += LANES) {
    a = mixed(a, words[at]);
    b = mixed(b, words[at + 1]);
    c = mixed(c, words[at + 2]);
    d = mixed(d, words[at + 3]);
    e = mixed(e, words[at + 4]);
    f = mixed(f, words[at + 5]);
    g = mixed(g, words[at + 6]);
    h = mixed(h, words[at + 7]);
  }
  lanes.set([a, b, c, d, e, f, g, h]);
}

function view(buffer: ArrayBufferLike, header: WorldHeader, offset: number): World {
  const arrays: Record<string, InstanceType<(typeof arrayTypes)[ArrayKind]>> = {};
  let at = offset;
  for (const [name, kind, length] of worldArrays(header)) {
    arrays[name] = new arrayTypes[kind](buffer as ArrayBuffer, at, length); // shared memory serves as well
    at += arrays[name].byteLength;
  }
  return { header, buffer, ...(arrays as unknown as Omit<World, "header" | "buffer" | "whole">) };
}

/** A world's graph, list and prices in one buffer, sealed: itself, unless it was priced anew. */
export function packWorld(world: World): World {
  const whole = wholeWorld(world);
  if (whole.repriced === undefined) return world;
  const packed = allocateWorld(whole.header);
  for (const [name] of worldArrays(whole.header)) packed[name].set(whole[name]);
  sealWorld(packed);
  return upToLastDay(packed);
}

/**
 * A sealed world in memory that threads can share. The one given is emptied: it must not be used any more.
 *
 * @example
 * ```ts
 * const { world } = buildScenario(strike, read);
 * shareWorld(world).buffer instanceof SharedArrayBuffer // => true
 * ```
 */
export function shareWorld(given: World): World {
  const world = packWorld(given);
  const { header, buffer } = wholeWorld(world);
  const shared = new SharedArrayBuffer(buffer.byteLength);
  new Uint8Array(shared).set(new Uint8Array(buffer));
  const { byteOffset } = world.layerDiscount; // the first array; nothing once its buffer is given back
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
  return upToLastDay(view(shared, header, byteOffset));
}

/** The world as one view has it: the same graph and points, and that view's chances as the only ones. */
export function worldInView(world: World, view: number): World {
  const { coefficient, startChance } = world;
  const { prices: _, ...header } = world.header;
  if (header.views === 1) return world;
  const whole = world.whole && worldInView(world.whole, view);
  return {
    ...world,
    ...(whole && { whole }),
    header: { ...header, views: 1 },
    coefficient: coefficient.subarray(view * header.coefficients, (view + 1) * header.coefficients),
    startChance: startChance.subarray(view * header.starts, (view + 1) * header.starts),
    actorView: new Uint32Array(header.actors),
  };
}

/** The view in which a column is valued: its actor's. */
export function viewOfColumn({ header, actorView }: World, column: number): number {
  return actorView[header.description.columns[column].actor];
}

/** The domain index of variable `variable` at a node. */
export function stateValue(world: World, node: number, variable: number): number {
  const v = world.header.description.variables[variable];
  return (
    (world.nodeState[node * world.header.stateWords + v.word] >>> v.shift) & (v.bits === 32 ? -1 : (1 << v.bits) - 1)
  );
}

/** The layer that holds a node. */
export function layerOf(world: World, node: number): number {
  let low = 0;
  let high = world.header.layers - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (world.layerNode[middle] <= node) low = middle;
    else high = middle - 1;
  }
  return low;
}
