/** The last step of building: the growing lists move into the world's one buffer, and targets become node numbers. */
import type { EdgeLists } from "./edges.ts";
import { type GrowingList, giveBack } from "./growing.ts";
import type { Layout } from "./layout.ts";
import type { PayBook } from "./pay.ts";
import type { Program } from "./program.ts";
import type { InformationSets } from "./sets.ts";
import type { Settlement } from "./settlement.ts";
import type { RowTable } from "./tables.ts";
import { allocateWorld, LayerKind, sealWorld, type World, type WorldDescription } from "./world.ts";

/** A finished layer. `virtual` is its running number among all layers, the empty ones included. */
export interface Layer {
  readonly virtual: number;
  readonly firstNode: number;
  readonly kind: number;
  readonly period: number;
  readonly desk: number;
  readonly count: number;
  /** The packed states; given back once they are in the world. */
  readonly words: Uint32Array;
}

/** A starting state: the running number of its layer, its place there, its chance in each view. */
export interface Start {
  readonly virtual: number;
  readonly place: number;
  readonly chances: readonly number[];
}

export interface WorldParts {
  readonly program: Program;
  readonly layout: Layout;
  readonly layers: readonly Layer[];
  readonly starts: readonly Start[];
  readonly nodeEdge: GrowingList<Uint32Array>;
  readonly nodeSet: GrowingList<Uint32Array>;
  readonly nodePay: GrowingList<Uint32Array>;
  readonly edges: EdgeLists;
  readonly coefficients: RowTable;
  readonly pay: PayBook;
  readonly sets: InformationSets;
  readonly settlement: Settlement;
}

/** Empties the parts into a world. */
export function assembleWorld(parts: WorldParts): World {
  const { program, layers, edges, sets, settlement } = parts;
  const items = labelItems(settlement);
  const world = allocateWorld({
    version: 2,
    views: program.eyes.views.length,
    nodes: parts.nodeSet.length,
    edges: edges.length,
    layers: layers.length,
    informationSets: sets.count,
    slots: sets.slots,
    columns: program.scenario.columns.length,
    actors: program.scenario.actors.length,
    stateWords: parts.layout.words,
    payRows: parts.pay.rows.count,
    coefficients: parts.coefficients.count,
    labels: settlement.labels.count,
    labelItems: items.reduce((sum, list) => sum + list.length, 0),
    weightRows: sets.weightRows.count,
    starts: parts.starts.length,
    description: describeFor(program, parts.layout),
  });
  const firstNodes = writeLayers(world, parts);
  writeLabels(world, settlement, items);
  writeNodes(world, parts);
  writeSets(world, sets);
  writeEdges(world, parts, firstNodes);
  writeStarts(world, parts, firstNodes);
  world.actorView.set(program.eyes.ofActor);
  sealWorld(world);
  return world;
}

/** Writes the layers and their states; returns the first node of every layer by its running number. */
function writeLayers(world: World, { layers, pay, layout }: WorldParts): number[] {
  const { columns } = world.header;
  const firstNodes: number[] = [];
  layers.forEach((layer, index) => {
    firstNodes[layer.virtual] = layer.firstNode;
    world.layerNode[index] = layer.firstNode;
    world.layerKind[index] = layer.kind;
    world.layerPeriod[index] = layer.period;
    world.layerDesk[index] = layer.desk;
    const from = layer.period * columns;
    const discount = pay.discount.subarray(from, from + columns);
    if (layer.kind === LayerKind.periodEnd) world.layerDiscount.set(discount, index * columns);
    else world.layerDiscount.fill(1, index * columns, (index + 1) * columns);
    world.nodeState.set(layer.words, layer.firstNode * layout.words);
    giveBack(layer.words);
  });
  world.layerNode[layers.length] = world.header.nodes;
  return firstNodes;
}

function writeStarts(world: World, { starts }: WorldParts, firstNodes: readonly number[]): void {
  starts.forEach(({ virtual, place, chances }, start) => {
    world.startNode[start] = firstNodes[virtual]! + place;
    chances.forEach((chance, view) => {
      world.startChance[view * starts.length + start] = chance;
    });
  });
}

function labelItems({ labels, lists }: Settlement): number[][] {
  return Array.from({ length: labels.count }, (_, label) => lists.items(labels.words[label * 2]!));
}

function writeLabels(world: World, { labels }: Settlement, items: readonly number[][]): void {
  let at = 0;
  items.forEach((list, label) => {
    world.labelPay[label] = labels.words[label * 2 + 1]!;
    world.labelItem[label] = at;
    world.labelOccurrence.set(list, at);
    at += list.length;
  });
  world.labelItem[items.length] = at;
}

function writeNodes(world: World, { nodeEdge, nodeSet, nodePay, edges, pay, coefficients }: WorldParts): void {
  nodeEdge.push(edges.length);
  nodeEdge.moveInto(world.nodeEdge);
  nodeSet.moveInto(world.nodeSet);
  nodePay.moveInto(world.nodePay);
  pay.rows.copyInto(world.payRow);
  coefficients.copyByColumn(world.coefficient);
}

function writeSets(world: World, sets: InformationSets): void {
  sets.weightRows.copyInto(world.weightRow);
  sets.firstSlot.push(sets.slots);
  sets.firstSlot.moveInto(world.setSlot);
  sets.layer.moveInto(world.setLayer);
  sets.actor.moveInto(world.setActor);
  sets.desk.moveInto(world.setDesk);
  sets.kind.moveInto(world.setKind);
  sets.weights.moveInto(world.setWeights);
  sets.logWeight.moveInto(world.slotLogWeight);
  sets.move.moveInto(world.slotMove);
}

/** Edges carried (layers ahead, place); both become a node here. */
function writeEdges(world: World, { edges, layers }: WorldParts, firstNodes: readonly number[]): void {
  edges.slot.moveInto(world.edgeSlot);
  edges.coefficient.moveInto(world.edgeCoefficient);
  edges.label.moveInto(world.edgeLabel);
  edges.place.moveInto(world.edgeTarget);
  for (const layer of layers) {
    const end = world.nodeEdge[layer.firstNode + layer.count]!;
    for (let edge = world.nodeEdge[layer.firstNode]!; edge < end; edge++) {
      world.edgeTarget[edge]! += firstNodes[layer.virtual + edges.ahead.get(edge)]!;
    }
  }
}

/** Names for people and for the way back to the scenario. */
export function describeFor({ scenario, occurrences }: Program, layout: Layout): WorldDescription {
  const { title, hash, actors, columns, desks, calendar } = scenario;
  return {
    title,
    scenarioHash: hash,
    actors: actors.map(({ id, name, lambda }) => ({ id, name, lambda })),
    columns: columns.map(({ id, name, actor }) => ({ id, name, actor })),
    desks: desks.map(({ name, actor, moves }) => ({ name, actor, moves: moves.map((move) => move.name) })),
    periods: calendar.periods.map(({ start, days }) => ({ start, days })),
    variables: layout.variables.map(({ name, levels, word, shift, bits }) => ({ name, levels, word, shift, bits })),
    occurrences,
  };
}
