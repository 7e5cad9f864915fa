/**
 * What the solver's sweeps need to know of a world beyond its arrays, worked out once: which sets are decided in which
 * layer, which layers hold decisions at all, which columns a weight row reads, and in which view what is swept.
 */
import { NO_SET, SetKind, SPANNING, viewOfColumn, type World, worldInView } from "../world/world.ts";

export interface SweepLayout {
  /** Sets decided in layer l: layerSet[layerSetStart[l] .. layerSetStart[l + 1]). */
  readonly layerSetStart: Uint32Array;
  readonly layerSet: Uint32Array;
  /** Sets whose nodes stand in several layers: decided after a whole sweep. */
  readonly spanningSets: Uint32Array;
  /** 1 where a layer holds a node of any set. */
  readonly layerDecides: Uint8Array;
  /** Per weight row: first column with a weight, and one past the last. */
  readonly weightFirst: Uint32Array;
  readonly weightEnd: Uint32Array;
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

export function sweepLayout(world: World): SweepLayout {
  const { layerSetStart, layerSet, spanningSets } = setsByLayer(world);
  return {
    layerSetStart,
    layerSet,
    spanningSets,
    layerDecides: decidingLayers(world),
    ...weightSpans(world),
    nothingHidden: everySetIsSingle(world),
    logitSlots: countLogitSlots(world),
    views: Array.from({ length: world.header.views }, (_, view) => worldInView(world, view)),
    decidingViews: [...new Set(Array.from(world.setActor, (actor) => world.actorView[actor]!))].sort((a, b) => a - b),
    setBlock: world.setActor.map((actor) => world.actorView[actor]! * world.header.coefficients),
    columnRuns: columnRuns(world),
  };
}

/** Takes over what was swept in a view, at the nodes of the sets that are decided in it. */
export function takeOwn(world: World, layout: SweepLayout, view: number, swept: Float64Array, all: Float64Array): void {
  const { layerNode, nodeSet } = world;
  const block = view * world.header.coefficients;
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (layout.layerDecides[layer] === 0) continue;
    for (let node = layerNode[layer]!; node < layerNode[layer + 1]!; node++) {
      const set = nodeSet[node]!;
      if (set !== NO_SET && layout.setBlock[set] === block) all[node] = swept[node]!;
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
    else start[world.setLayer[set]! + 1]!++;
  }
  for (let layer = 0; layer < layers; layer++) start[layer + 1]! += start[layer]!;
  const next = start.slice(0, layers);
  const layerSet = new Uint32Array(informationSets - spanning);
  const spanningSets = new Uint32Array(spanning);
  let spanningAt = 0;
  for (let set = 0; set < informationSets; set++) {
    const layer = world.setLayer[set]!;
    if (layer === SPANNING) spanningSets[spanningAt++] = set;
    else layerSet[next[layer]!++] = set;
  }
  return { layerSetStart: start, layerSet, spanningSets };
}

function decidingLayers(world: World): Uint8Array {
  const decides = new Uint8Array(world.header.layers);
  for (let layer = 0; layer < world.header.layers; layer++) {
    const end = world.layerNode[layer + 1]!;
    for (let node = world.layerNode[layer]!; node < end && decides[layer] === 0; node++) {
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
    const set = world.nodeSet[node]!;
    if (set === NO_SET) continue;
    if (seen[set] === 1) return false;
    seen[set] = 1;
  }
  return true;
}

function countLogitSlots(world: World): number {
  let slots = 0;
  for (let set = 0; set < world.header.informationSets; set++) {
    if (world.setKind[set] === SetKind.logit) slots += world.setSlot[set + 1]! - world.setSlot[set]!;
  }
  return slots;
}
