/**
 * The last step of building: the draft is written out as a world in one buffer, and targets become node numbers. Layers
 * are written from the last to the first, so that the draft gives its memory back while the world takes it.
 */

import type { Desk } from "../language/scenario.ts";
import { runList, writePrices } from "../world/prices.ts";
import {
  allocateWorld,
  type DeskDescription,
  describeActors,
  LayerKind,
  NO_SET,
  SetKind,
  sealWorld,
  upToLastDay,
  type World,
  type WorldDescription,
} from "../world/world.ts";
import { describedActors, stakesAt } from "./actors.ts";
import type { Draft, Layer, Start } from "./draft.ts";
import type { Layout } from "./layout.ts";
import { EDGE_WORDS, HOLD, type Ledger, MENU } from "./ledger.ts";
import { listFor, writeList } from "./price-writer.ts";
import type { Program } from "./program.ts";

export interface WorldParts {
  readonly program: Program;
  readonly layout: Layout;
  readonly ledger: Ledger;
  readonly draft: Draft;
  readonly starts: readonly Start[];
  readonly stated?: ReadonlyMap<string, number> | undefined;
}

/** What the draft does not know of a world's sizes. */
export function sizesOf({ program, layout, starts }: Pick<WorldParts, "program" | "layout" | "starts">) {
  const { columns, actors } = program.scenario;
  return {
    columns: columns.length,
    actors: actors.length,
    stateWords: layout.words,
    starts: starts.length,
  };
}

/** Writes the world; the draft is empty afterwards. */
export function assembleWorld(parts: WorldParts): World {
  const { program, draft, ledger, layout, starts } = parts;
  const { labels } = ledger;
  const said = Array.from({ length: labels.count }, (_, label) => labels.occurrencesOf(label));
  const list = listFor(parts);
  const world = allocateWorld({
    version: 5,
    ...draft.sizes(sizesOf(parts)),
    prices: list.sizes,
    description: { ...describeFor(program, layout), prices: list.description },
  });
  const firstNodes: number[] = [];
  for (const { virtual, firstNode } of draft.layers) firstNodes[virtual] = firstNode;
  writeTables(world, ledger, said);
  writeLayerTable(world, parts);
  new LayerWriter(world, parts, firstNodes).writeAll();
  starts.forEach(({ virtual, place }, start) => {
    world.startNode[start] = firstNodes[virtual] + place;
  });
  world.actorView.set(program.eyes.ofActor);
  writeList(world, list);
  writePrices(world, runList(world, list.sizes, world.assumptionValue));
  const described = describeActors(world, describedActors(program.scenario, stakesAt(world, parts.stated)));
  sealWorld(described);
  return upToLastDay(described);
}

function writeTables(world: World, ledger: Ledger, said: readonly number[][]): void {
  let at = 0;
  said.forEach((occurrences, label) => {
    world.labelPay[label] = ledger.labels.payOf(label);
    world.labelItem[label] = at;
    world.labelOccurrence.set(occurrences, at);
    at += occurrences.length;
  });
  world.labelItem[said.length] = at;
}

function writeLayerTable(world: World, { draft }: WorldParts): void {
  draft.layers.forEach(({ firstNode, kind, period, desk }, index) => {
    world.layerNode[index] = firstNode;
    world.layerKind[index] = kind;
    world.layerPeriod[index] = period;
    world.layerDesk[index] = desk;
  });
  world.layerNode[draft.layers.length] = world.header.nodes;
}

/** Writes nodes, edges and information sets, a layer at a time. */
class LayerWriter {
  private readonly world: World;
  private readonly parts: WorldParts;
  private readonly firstNodes: readonly number[];
  private slotEnd: number;
  private edgeEnd: number;

  constructor(world: World, parts: WorldParts, firstNodes: readonly number[]) {
    this.world = world;
    this.parts = parts;
    this.firstNodes = firstNodes;
    this.slotEnd = world.header.slots;
    this.edgeEnd = world.header.edges;
    world.setSlot[world.header.informationSets] = this.slotEnd;
    world.nodeEdge[world.header.nodes] = this.edgeEnd;
  }

  writeAll(): void {
    const { layers } = this.parts.draft;
    this.world.slotMove[0] = HOLD;
    for (let index = layers.length - 1; index >= 0; index--) {
      const layer = layers[index];
      if (layer.kind === LayerKind.decision) this.writeSets(layer, index);
      this.writeNodes(layer);
      this.edgeEnd = layer.firstEdge;
    }
  }

  private writeSets(layer: Layer, index: number): void {
    const { world } = this;
    const { program, draft, ledger } = this.parts;
    const { actor, policy } = program.scenario.desks[layer.desk];
    const menus = draft.menus.takeBack(draft.menus.length - layer.firstSet);
    const end = layer.firstSet + menus.length;
    world.setLayer.fill(index, layer.firstSet, end);
    world.setActor.fill(actor, layer.firstSet, end);
    world.setDesk.fill(layer.desk, layer.firstSet, end);
    world.setKind.fill(policy === null ? SetKind.logit : SetKind.fixed, layer.firstSet, end);
    const { words, begins } = ledger.menus;
    for (let set = menus.length - 1; set >= 0; set--) {
      const at = begins[menus[set]];
      const slots = words[at + MENU.slots];
      this.slotEnd -= slots;
      world.setSlot[layer.firstSet + set] = this.slotEnd;
      world.setWeights[layer.firstSet + set] = words[at + MENU.weights];
      const moves = at + MENU.moves;
      for (let slot = 0; slot < slots; slot++) world.slotMove[this.slotEnd + slot] = words[moves + slot];
      world.setMenu[layer.firstSet + set] = menus[set];
    }
  }

  private writeNodes(layer: Layer): void {
    const { world, edgeEnd } = this;
    const { draft } = this.parts;
    const { firstNode, nodes, firstEdge } = layer;
    const decides = layer.kind === LayerKind.decision;
    const { stateWords } = world.header;
    draft.states.moveBack(world.nodeState.subarray(firstNode * stateWords, (firstNode + nodes) * stateWords));
    const extras = draft.extras.takeBack(nodes);
    const lists = draft.lists.takeBack(nodes);
    const targets = draft.targets.takeBack(edgeEnd - firstEdge);
    if (decides) {
      for (let node = 0; node < nodes; node++) world.nodeSet[firstNode + node] = layer.firstSet + extras[node];
    } else {
      world.nodeSet.fill(NO_SET, firstNode, firstNode + nodes);
      world.nodePay.set(extras, firstNode);
    }
    this.writeEdges(layer, lists, extras, targets);
  }

  private writeEdges(layer: Layer, lists: Uint32Array, extras: Uint32Array, targets: Uint32Array): void {
    const { firstNode, firstEdge, firstSet } = layer;
    const { world } = this;
    const { words, begins } = this.parts.ledger.edges;
    const decides = layer.kind === LayerKind.decision;
    const last = firstEdge + targets.length;
    this.writeTargets(layer, targets, world.edgeTarget.subarray(firstEdge, last));
    const edgeSlot = world.edgeSlot.subarray(firstEdge, last);
    const edgeCoefficient = world.edgeCoefficient.subarray(firstEdge, last);
    const edgeLabel = world.edgeLabel.subarray(firstEdge, last);
    let edge = 0;
    for (let node = 0; node < lists.length; node++) {
      world.nodeEdge[firstNode + node] = firstEdge + edge;
      const list = lists[node];
      const end = begins[list + 1];
      // Slot 0 is chance for every node; only decisions have others.
      const beforeSlots = decides ? world.setSlot[firstSet + extras[node]] - 1 : 0;
      for (let at = begins[list]; at < end; at += EDGE_WORDS) {
        const slot = words[at];
        edgeSlot[edge] = slot === 0 ? 0 : beforeSlots + slot;
        edgeCoefficient[edge] = words[at + 1];
        edgeLabel[edge] = words[at + 2];
        edge++;
      }
    }
  }

  private writeTargets({ virtual }: Layer, targets: Uint32Array, nodes: Uint32Array): void {
    const { aheadBits } = this.parts.draft;
    const aheadMask = 2 ** aheadBits - 1;
    // The first node of the layers that follow, by how many positions ahead they stand.
    const firsts = Uint32Array.from({ length: aheadMask + 1 }, (_, ahead) => this.firstNodes[virtual + ahead] ?? 0);
    for (let edge = 0; edge < targets.length; edge++) {
      nodes[edge] = firsts[targets[edge] & aheadMask] + (targets[edge] >>> aheadBits);
    }
  }
}

function describeDesk({ name, actor, moves, noise, plain, column }: Desk): DeskDescription {
  const named = { name, actor, moves: moves.map((move) => move.name) };
  if (noise === "mistakes") return named;
  return { ...named, noise, ...(plain && { plain }), ...(column >= 0 && { column }) };
}

/** Names for people and for the way back to the scenario. */
export function describeFor({ scenario, occurrences }: Program, layout: Layout): WorldDescription {
  const { title, hash, columns, desks, calendar } = scenario;
  return {
    title,
    scenarioHash: hash,
    actors: describedActors(scenario, []),
    columns: columns.map(({ id, name, actor }) => ({ id, name, actor })),
    desks: desks.map(describeDesk),
    periods: calendar.played.map(({ start, days }) => ({ start, days })),
    asked: calendar.periods.length,
    variables: layout.variables.map(({ name, levels, word, shift, bits }) => ({ name, levels, word, shift, bits })),
    occurrences,
  };
}
