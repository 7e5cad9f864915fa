/**
 * The part of a world that lies ahead of some of its nodes, as a world of its own: what play can come to from them,
 * with new chances of starting at each. Layers keep their periods, so that dates stay what they are; states, labels and
 * tables are the whole world's, without the price list: its new starts have no formulas. Slots keep their order, with
 * the way back to the whole world's.
 */
import { allocateWorld, NO_SET, SPANNING, sealWorld, type World } from "./world.ts";

export interface Subworld {
  readonly world: World;
  /** Slot of the subworld -> slot of the whole world. */
  readonly slotFrom: Uint32Array;
}

/** A node to start from, with its chance in each view. */
export interface NewStart {
  readonly node: number;
  readonly chances: readonly number[];
}

export function subworldFrom(world: World, starts: readonly NewStart[]): Subworld {
  const kept = nodesAhead(world, starts);
  const { nodeEdge, nodeSet, setSlot, layerNode, header } = world;
  const nodes = Array.from(kept.keys()).filter((node) => kept[node] === 1);
  const nodeNumber = new Uint32Array(header.nodes);
  const setsKept = new Uint8Array(header.informationSets);
  let edges = 0;
  nodes.forEach((node, number) => {
    nodeNumber[node] = number;
    edges += nodeEdge[node + 1] - nodeEdge[node];
    if (nodeSet[node] !== NO_SET) setsKept[nodeSet[node]] = 1;
  });
  const sets = Array.from(setsKept.keys()).filter((set) => setsKept[set] === 1);
  const layers: { layer: number; first: number }[] = [];
  for (let layer = 0, next = 0; layer < header.layers; layer++) {
    const first = next;
    while (next < nodes.length && nodes[next] < layerNode[layer + 1]) next++;
    if (next > first) layers.push({ layer, first });
  }
  const slotFrom = [0];
  for (const set of sets) for (let slot = setSlot[set]; slot < setSlot[set + 1]; slot++) slotFrom.push(slot);
  const { prices: _, ...sizes } = header;
  const sub = allocateWorld({
    ...sizes,
    nodes: nodes.length,
    edges,
    layers: layers.length,
    informationSets: sets.length,
    slots: slotFrom.length,
    starts: starts.length,
  });
  writeTables(world, sub);
  writeLayers(world, sub, layers);
  const slotNumber = writeSets(world, sub, sets, layers);
  writeNodes(world, sub, nodes, { nodeNumber, slotNumber, setNumber: numbersOf(header.informationSets, sets) });
  starts.forEach(({ node, chances }, start) => {
    sub.startNode[start] = nodeNumber[node];
    chances.forEach((chance, view) => {
      sub.startChance[view * starts.length + start] = chance;
    });
  });
  sealWorld(sub);
  return { world: sub, slotFrom: Uint32Array.from(slotFrom) };
}

/** 1 for every node that edges lead to from the starts. */
function nodesAhead(world: World, starts: readonly NewStart[]): Uint8Array {
  const kept = new Uint8Array(world.header.nodes);
  for (const { node } of starts) kept[node] = 1;
  for (let node = 0; node < kept.length; node++) {
    if (kept[node] === 0) continue;
    for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) kept[world.edgeTarget[edge]] = 1;
  }
  return kept;
}

function numbersOf(count: number, kept: readonly number[]): Uint32Array {
  const numbers = new Uint32Array(count);
  kept.forEach((one, number) => {
    numbers[one] = number;
  });
  return numbers;
}

function writeTables(world: World, sub: World): void {
  sub.coefficient.set(world.coefficient);
  sub.payRow.set(world.payRow);
  sub.labelPay.set(world.labelPay);
  sub.labelItem.set(world.labelItem);
  sub.labelOccurrence.set(world.labelOccurrence);
  sub.actorView.set(world.actorView);
  sub.weightRow.set(world.weightRow);
}

function writeLayers(world: World, sub: World, layers: readonly { layer: number; first: number }[]): void {
  const { columns } = world.header;
  layers.forEach(({ layer, first }, number) => {
    sub.layerNode[number] = first;
    sub.layerKind[number] = world.layerKind[layer];
    sub.layerPeriod[number] = world.layerPeriod[layer];
    sub.layerDesk[number] = world.layerDesk[layer];
    sub.layerDiscount.set(world.layerDiscount.subarray(layer * columns, (layer + 1) * columns), number * columns);
  });
  sub.layerNode[layers.length] = sub.header.nodes;
}

/** Returns the number of every old slot. */
function writeSets(
  world: World,
  sub: World,
  sets: readonly number[],
  layers: readonly { layer: number }[],
): Uint32Array {
  const layerNumber = new Map(layers.map(({ layer }, number) => [layer, number]));
  const slotNumber = new Uint32Array(world.header.slots);
  sub.slotLogWeight[0] = world.slotLogWeight[0];
  sub.slotMove[0] = world.slotMove[0];
  let next = 1;
  sets.forEach((set, number) => {
    sub.setSlot[number] = next;
    sub.setLayer[number] = layerNumber.get(world.setLayer[set]) ?? SPANNING;
    sub.setActor[number] = world.setActor[set];
    sub.setDesk[number] = world.setDesk[set];
    sub.setKind[number] = world.setKind[set];
    sub.setWeights[number] = world.setWeights[set];
    for (let slot = world.setSlot[set]; slot < world.setSlot[set + 1]; slot++, next++) {
      slotNumber[slot] = next;
      sub.slotLogWeight[next] = world.slotLogWeight[slot];
      sub.slotMove[next] = world.slotMove[slot];
    }
  });
  sub.setSlot[sets.length] = next;
  return slotNumber;
}

interface Numbers {
  readonly nodeNumber: Uint32Array;
  readonly slotNumber: Uint32Array;
  readonly setNumber: Uint32Array;
}

function writeNodes(world: World, sub: World, nodes: readonly number[], numbers: Numbers): void {
  const { stateWords } = world.header;
  let at = 0;
  nodes.forEach((node, number) => {
    const set = world.nodeSet[node];
    sub.nodeEdge[number] = at;
    sub.nodeSet[number] = set === NO_SET ? NO_SET : numbers.setNumber[set];
    sub.nodePay[number] = world.nodePay[node];
    sub.nodeState.set(world.nodeState.subarray(node * stateWords, (node + 1) * stateWords), number * stateWords);
    for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++, at++) {
      sub.edgeTarget[at] = numbers.nodeNumber[world.edgeTarget[edge]];
      sub.edgeSlot[at] = numbers.slotNumber[world.edgeSlot[edge]];
      sub.edgeCoefficient[at] = world.edgeCoefficient[edge];
      sub.edgeLabel[at] = world.edgeLabel[edge];
    }
  });
  sub.nodeEdge[nodes.length] = at;
}
