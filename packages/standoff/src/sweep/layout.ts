/**
 * What the solver's sweeps need to know of a world beyond its arrays, worked out once: which sets are decided in which
 * layer, which layers hold decisions at all, which columns a weight row reads, and in which view what is swept.
 */
import {
  type DeskDescription,
  NO_SET,
  SetKind,
  SPANNING,
  viewOfColumn,
  type World,
  widened,
  worldInView,
} from "../world/world.ts";

/**
 * What the noise of a desk's choices is: mistakes, or private tastes, which count; on a plain menu with the mean of
 * Gumbel's.
 */
export const Noise = { mistakes: 0, tastes: 1, plainTastes: 2 } as const;

/** Runs of sets with consecutive numbers, of one kind, one actor and one noise: run i is sets first[i] .. end[i]. */
export interface SetRuns {
  readonly first: Uint32Array;
  readonly end: Uint32Array;
}

export interface SweepLayout {
  /** Sets decided in layer l: layerSet[layerSetStart[l] .. layerSetStart[l + 1]). */
  readonly layerSetStart: Uint32Array;
  readonly layerSet: Uint32Array;
  /** Sets whose nodes stand in several layers: decided after a whole sweep. */
  readonly spanningSets: Uint32Array;
  /**
   * The sets of layer l in runs layerRunStart[l] .. layerRunStart[l + 1]; behind the last layer's, the spanning sets'.
   */
  readonly layerRunStart: Uint32Array;
  readonly runs: SetRuns;
  /** All logit sets, whatever their actor. */
  readonly logitRuns: SetRuns;
  /** 1 where a layer holds a node of any set. */
  readonly layerDecides: Uint8Array;
  /** Per weight row: first column with a weight, and one past the last. */
  readonly weightFirst: Uint32Array;
  readonly weightEnd: Uint32Array;
  /** Per desk: the noise of its choices. */
  readonly noise: Uint8Array;
  /** Is the noise of any logit set tastes? */
  readonly tasteful: boolean;
  /**
   * Per desk: the columns in which its tastes count, its actor's or the one that it decides for: first, and one past
   * the last.
   */
  readonly tasteFirst: Uint32Array;
  readonly tasteEnd: Uint32Array;
  /** Every set holds at most one node: beliefs are certain and one backward sweep is exact. */
  readonly nothingHidden: boolean;
  readonly logitSlots: number;
  /** The world as each view has it; of one view, the world itself. */
  readonly views: readonly World[];
  /** Views with which some set is decided: these are what beliefs come from. */
  readonly decidingViews: readonly number[];
  /** Per set: where its actor's view begins in `coefficient`. */
  readonly setBlock: Uint32Array;
  readonly columnRuns: readonly ColumnRun[];
}

/** Neighbouring columns that are valued in one view, and where that begins in `coefficient`. */
export interface ColumnRun {
  readonly first: number;
  readonly end: number;
  readonly block: number;
}

/**
 * The order in which sweeps run through a world: its layers in runs of nodes and information sets. `nothingHidden`:
 * every
 * information set is one node, so that one backward sweep is exact.
 *
 * @example
 * ```ts
 * sweepLayout(wholeWorld(solved.world)).nothingHidden // => false
 * ```
 */
export function sweepLayout(world: World): SweepLayout {
  const byLayer = setsByLayer(world);
  const noise = noisesOf(world);
  return {
    ...byLayer,
    ...runsByLayer(world, byLayer, noise),
    noise,
    tasteful: world.setKind.some((kind, set) => kind === SetKind.logit && noise[world.setDesk[set]] !== Noise.mistakes),
    ...tasteSpans(world),
    logitRuns: logitRuns(world),
    layerDecides: decidingLayers(world),
    ...weightSpans(world),
    nothingHidden: everySetIsSingle(world),
    logitSlots: countLogitSlots(world),
    views: Array.from({ length: world.header.views }, (_, view) => worldInView(world, view)),
    decidingViews: [...new Set(Array.from(world.setActor, (actor) => world.actorView[actor]))].sort((a, b) => a - b),
    setBlock: widened(world.setActor, (actor) => world.actorView[actor] * world.header.coefficients),
    columnRuns: columnRuns(world),
  };
}

/** Takes over what was swept in a view, at the nodes of the sets that are decided in it. */
export function takeOwn(world: World, layout: SweepLayout, view: number, swept: Float64Array, all: Float64Array): void {
  const { layerNode, nodeSet } = world;
  const block = view * world.header.coefficients;
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (layout.layerDecides[layer] === 0) continue;
    for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) {
      const set = nodeSet[node];
      if (set !== NO_SET && layout.setBlock[set] === block) all[node] = swept[node];
    }
  }
}

export function columnRuns(world: World): ColumnRun[] {
  const { columns, coefficients } = world.header;
  const runs: { first: number; end: number; block: number }[] = [];
  for (let column = 0; column < columns; column++) {
    const block = viewOfColumn(world, column) * coefficients;
    const last = runs.at(-1);
    if (last?.block === block) last.end = column + 1;
    else runs.push({ first: column, end: column + 1, block });
  }
  return runs;
}

function setsByLayer(world: World): Pick<SweepLayout, "layerSetStart" | "layerSet" | "spanningSets"> {
  const { layers, informationSets } = world.header;
  const start = new Uint32Array(layers + 1);
  let spanning = 0;
  for (let set = 0; set < informationSets; set++) {
    if (world.setLayer[set] === SPANNING) spanning++;
    else start[world.setLayer[set] + 1]++;
  }
  for (let layer = 0; layer < layers; layer++) start[layer + 1] += start[layer];
  const next = start.slice(0, layers);
  const layerSet = new Uint32Array(informationSets - spanning);
  const spanningSets = new Uint32Array(spanning);
  let spanningAt = 0;
  for (let set = 0; set < informationSets; set++) {
    const layer = world.setLayer[set];
    if (layer === SPANNING) spanningSets[spanningAt++] = set;
    else layerSet[next[layer]++] = set;
  }
  return { layerSetStart: start, layerSet, spanningSets };
}

/** By desk; sets of a world that names no desks are of the first. */
function noisesOf({ header }: World): Uint8Array {
  const { desks } = header.description;
  return Uint8Array.from({ length: Math.max(1, desks.length) }, (_, desk) => noiseOf(desks[desk]));
}

function noiseOf(desk: DeskDescription | undefined): number {
  if (desk?.noise !== "tastes") return Noise.mistakes;
  return desk.plain === true ? Noise.plainTastes : Noise.tastes;
}

/** An actor's columns are neighbours. */
function tasteSpans(world: World): Pick<SweepLayout, "tasteFirst" | "tasteEnd"> {
  const { desks, columns } = world.header.description;
  const own = (actor: number) => columns.findIndex((column) => column.actor === actor);
  const past = (actor: number) => columns.findLastIndex((column) => column.actor === actor) + 1;
  const tasteFirst = Uint32Array.from(desks, ({ actor, column }) => column ?? Math.max(0, own(actor)));
  const tasteEnd = Uint32Array.from(desks, ({ actor, column }) => (column === undefined ? past(actor) : column + 1));
  return { tasteFirst, tasteEnd };
}

function runsByLayer(
  world: World,
  { layerSetStart, layerSet, spanningSets }: Pick<SweepLayout, "layerSetStart" | "layerSet" | "spanningSets">,
  noise: Uint8Array,
): Pick<SweepLayout, "layerRunStart" | "runs"> {
  const { layers } = world.header;
  const { setKind, setActor, setDesk } = world;
  const likeNext = (set: number) =>
    setKind[set] === setKind[set + 1] &&
    setActor[set] === setActor[set + 1] &&
    noise[setDesk[set]] === noise[setDesk[set + 1]];
  const layerRunStart = new Uint32Array(layers + 2);
  const all: SetRuns[] = [];
  for (let layer = 0; layer <= layers; layer++) {
    const sets = layer < layers ? layerSet.subarray(layerSetStart[layer], layerSetStart[layer + 1]) : spanningSets;
    const own = runsOf(sets, likeNext);
    all.push(own);
    layerRunStart[layer + 1] = layerRunStart[layer] + own.first.length;
  }
  const joined = (part: (runs: SetRuns) => Uint32Array) => {
    const numbers = new Uint32Array(layerRunStart[layers + 1]);
    for (const [layer, own] of all.entries()) numbers.set(part(own), layerRunStart[layer]);
    return numbers;
  };
  return { layerRunStart, runs: { first: joined(({ first }) => first), end: joined(({ end }) => end) } };
}

function logitRuns({ header, setKind }: World): SetRuns {
  const logit = Uint32Array.from({ length: header.informationSets }, (_, set) => set).filter(
    (set) => setKind[set] === SetKind.logit,
  );
  return runsOf(logit, () => true);
}

/** Ascending sets in runs: a run goes on where the next set has the next number and is like the one before. */
function runsOf(sets: Uint32Array, likeNext: (set: number) => boolean): SetRuns {
  const goesOn = (place: number) => sets[place] + 1 === sets[place + 1] && likeNext(sets[place]);
  const first = sets.filter((_, place) => place === 0 || !goesOn(place - 1));
  const end = sets.filter((_, place) => !goesOn(place)).map((set) => set + 1);
  return { first, end };
}

function decidingLayers(world: World): Uint8Array {
  const decides = new Uint8Array(world.header.layers);
  for (let layer = 0; layer < world.header.layers; layer++) {
    const end = world.layerNode[layer + 1];
    for (let node = world.layerNode[layer]; node < end && decides[layer] === 0; node++) {
      if (world.nodeSet[node] !== NO_SET) decides[layer] = 1;
    }
  }
  return decides;
}

function weightSpans(world: World): Pick<SweepLayout, "weightFirst" | "weightEnd"> {
  const { weightRows, columns } = world.header;
  const weightFirst = new Uint32Array(weightRows);
  const weightEnd = new Uint32Array(weightRows);
  for (let row = 0; row < weightRows; row++) {
    for (let column = columns - 1; column >= 0; column--) {
      if (world.weightRow[row * columns + column] === 0) continue;
      weightFirst[row] = column;
      if (weightEnd[row] === 0) weightEnd[row] = column + 1;
    }
  }
  return { weightFirst, weightEnd };
}

function everySetIsSingle(world: World): boolean {
  const seen = new Uint8Array(world.header.informationSets);
  for (let node = 0; node < world.header.nodes; node++) {
    const set = world.nodeSet[node];
    if (set === NO_SET) continue;
    if (seen[set] === 1) return false;
    seen[set] = 1;
  }
  return true;
}

function countLogitSlots(world: World): number {
  let slots = 0;
  for (let set = 0; set < world.header.informationSets; set++) {
    if (world.setKind[set] === SetKind.logit) slots += world.setSlot[set + 1] - world.setSlot[set];
  }
  return slots;
}
