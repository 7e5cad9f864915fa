/**
 * The invariants of a world, looked at one by one: the check that every test of the builder makes, and that whoever
 * reads worlds from elsewhere can make. A world without complaints can be swept without going out of bounds, and keeps
 * mass.
 */
import { listComplaints } from "./prices.ts";
import { LayerKind, NO_SET, SetKind, SPANNING, type World, type WorldHeader, wholeWorld } from "./world.ts";

/** Sums of chances differ from one by rounding only. */
const SUM_TOLERANCE = 1e-12;
/** Weights and fixed chances are kept as logarithms, which costs some digits. */
const LOG_TOLERANCE = 1e-9;
/** More complaints help nobody. */
const LIMIT = 20;

const HOLD = 0xffffffff;
const NO_DESK = 0xffffffff;

/** What is wrong with a world, in words; empty when nothing is. */
export function validateWorld(given: World): string[] {
  const world = wholeWorld(given);
  const complaints = new Complaints();
  checkHeader(world.header, complaints);
  if (complaints.any) return complaints.list;
  checkTables(world, complaints);
  checkLayers(world, complaints);
  checkSets(world, complaints);
  if (complaints.any) return complaints.list;
  checkNodes(world, complaints);
  checkStates(world, complaints);
  checkStarts(world, complaints);
  for (const complaint of listComplaints(world)) complaints.unless(false, () => complaint);
  return complaints.list;
}

class Complaints {
  readonly list: string[] = [];

  get any(): boolean {
    return this.list.length > 0;
  }

  get full(): boolean {
    return this.list.length >= LIMIT;
  }

  /** `words` is only called where the invariant is broken. */
  unless(holds: boolean, words: () => string): void {
    if (!holds && !this.full) this.list.push(words());
  }
}

// ---- The header, which comes from JSON and may be anything ----

const counts = [
  "views",
  "nodes",
  "edges",
  "layers",
  "informationSets",
  "slots",
  "columns",
  "actors",
  "stateWords",
  "payRows",
  "coefficients",
  "labels",
  "labelItems",
  "weightRows",
  "starts",
] as const;

function checkHeader(header: WorldHeader, complaints: Complaints): void {
  for (const count of counts) {
    const value: unknown = header[count];
    complaints.unless(Number.isSafeInteger(value) && (value as number) >= 0, () => `header: ${count} is ${value}`);
  }
  for (const count of ["views", "nodes", "layers", "slots", "payRows", "labels", "starts"] as const) {
    complaints.unless(header[count] > 0, () => `header: no ${count}`);
  }
  const { description } = header;
  if (!isRecord(description)) {
    complaints.unless(false, () => "header: no description");
    return;
  }
  const list = (name: keyof typeof description, shape: Shape) => checkList(name, description[name], shape, complaints);
  complaints.unless(typeof description.title === "string", () => "description: title");
  complaints.unless(typeof description.scenarioHash === "string", () => "description: scenarioHash");
  list("actors", { id: "string", name: "string", lambda: "number" });
  list("columns", { id: "string", name: "string", actor: "number" });
  list("desks", { name: "string", actor: "number", moves: "strings" });
  list("periods", { start: "number", days: "number" });
  list("variables", { name: "string", levels: "strings", word: "number", shift: "number", bits: "number" });
  const place = { file: "number", start: "number", end: "number", says: "string" } as const;
  const numbers = { desk: "number", move: "number", branchIndex: "number", group: "number" } as const;
  list("occurrences", { kind: "string", name: "string", branch: "string", ...numbers, ...place });
  if (!complaints.any) checkDescription(header, complaints);
}

type Shape = Readonly<Record<string, "string" | "number" | "strings">>;

function checkList(name: string, list: unknown, shape: Shape, complaints: Complaints): void {
  if (!Array.isArray(list)) {
    complaints.unless(false, () => `description: ${name} is no list`);
    return;
  }
  list.forEach((item: unknown, index) => {
    for (const [key, kind] of Object.entries(shape)) {
      const value = isRecord(item) ? item[key] : undefined;
      const right =
        kind === "strings"
          ? Array.isArray(value) && value.every((word) => typeof word === "string")
          : typeof value === kind;
      complaints.unless(right, () => `description: ${name} ${index} has a wrong ${key}`);
    }
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function checkDescription({ description, ...header }: WorldHeader, complaints: Complaints): void {
  const { actors, columns, desks, periods, asked, variables, occurrences } = description;
  complaints.unless(actors.length === header.actors, () => `description: ${actors.length} actors`);
  complaints.unless(columns.length === header.columns, () => `description: ${columns.length} columns`);
  complaints.unless(periods.length > 0, () => "description: no periods");
  complaints.unless(isIndex(asked - 1, periods.length), () => `description: ${asked} of the periods are asked about`);
  const isActor = (actor: number) => isIndex(actor, header.actors);
  columns.forEach(({ actor }, i) => {
    complaints.unless(isActor(actor), () => `description: column ${i} of actor ${actor}`);
  });
  desks.forEach(({ actor }, i) => {
    complaints.unless(isActor(actor), () => `description: desk ${i} of actor ${actor}`);
  });
  variables.forEach(({ word, shift, bits }, i) => {
    const fits = isIndex(word, header.stateWords) && isIndex(shift, 32) && isIndex(bits, 33) && bits > 0;
    complaints.unless(fits && shift + bits <= 32, () => `description: variable ${i} lies outside its word`);
  });
  occurrences.forEach(({ kind, desk, move }, i) => {
    const decides = kind === "move" || kind === "hold";
    complaints.unless(
      decides || kind === "event" || kind === "lapse",
      () => `description: occurrence ${i} is a ${kind}`,
    );
    if (!decides) return;
    const known = isIndex(desk, desks.length) && (kind === "hold" || isIndex(move, desks[desk].moves.length));
    complaints.unless(known, () => `description: occurrence ${i} at desk ${desk}`);
  });
}

function isIndex(value: number, end: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < end;
}

// ---- Tables ----

function checkTables(world: World, complaints: Complaints): void {
  const { header } = world;
  const all = (name: string, values: ArrayLike<number>, right: (value: number) => boolean) => {
    for (let i = 0; i < values.length && !complaints.full; i++) {
      complaints.unless(right(values[i]), () => `${name} ${i} is ${values[i]}`);
    }
  };
  all("coefficient", world.coefficient, (value) => value >= 0 && value <= 1 + SUM_TOLERANCE);
  all("payRow entry", world.payRow, Number.isFinite);
  all("weightRow entry", world.weightRow, Number.isFinite);
  all("layerDiscount", world.layerDiscount, (value) => value >= 0 && value <= 1);
  all("labelPay", world.labelPay, (value) => value < header.payRows);
  all("actorView", world.actorView, (value) => value < header.views);
  all("labelOccurrence", world.labelOccurrence, (value) => value < header.description.occurrences.length);
  checkOffsets("labelItem", world.labelItem, 0, header.labelItems, complaints);
}

/** Offsets start at `first`, never fall, and end at `last`. */
function checkOffsets(name: string, offsets: Uint32Array, first: number, last: number, complaints: Complaints): void {
  complaints.unless(offsets[0] === first, () => `${name} starts at ${offsets[0]}`);
  complaints.unless(offsets[offsets.length - 1] === last, () => `${name} ends at ${offsets[offsets.length - 1]}`);
  for (let i = 1; i < offsets.length && !complaints.full; i++) {
    complaints.unless(offsets[i] >= offsets[i - 1], () => `${name} falls at ${i}`);
  }
}

// ---- Layers and sets ----

function checkLayers(world: World, complaints: Complaints): void {
  const { header } = world;
  const { desks, periods } = header.description;
  checkOffsets("layerNode", world.layerNode, 0, header.nodes, complaints);
  checkOffsets("nodeEdge", world.nodeEdge, 0, header.edges, complaints);
  for (let layer = 0; layer < header.layers; layer++) {
    const kind = world.layerKind[layer];
    const period = world.layerPeriod[layer];
    const desk = world.layerDesk[layer];
    complaints.unless(kind <= LayerKind.lateStages, () => `layer ${layer} is of kind ${kind}`);
    const last = kind === LayerKind.final ? periods.length : periods.length - 1;
    complaints.unless(period <= last, () => `layer ${layer} lies in period ${period}`);
    const decides = kind === LayerKind.decision && desk !== NO_DESK;
    complaints.unless(!decides || desk < desks.length, () => `layer ${layer} is of desk ${desk}`);
  }
}

function checkSets(world: World, complaints: Complaints): void {
  const { header } = world;
  const { desks } = header.description;
  checkOffsets("setSlot", world.setSlot, 1, header.slots, complaints);
  for (let set = 0; set < header.informationSets && !complaints.full; set++) {
    const [first, end] = [world.setSlot[set], world.setSlot[set + 1]];
    const layer = world.setLayer[set];
    const desk = world.setDesk[set];
    complaints.unless(end > first, () => `set ${set} has no slots`);
    complaints.unless(layer === SPANNING || layer < header.layers, () => `set ${set} stands in layer ${layer}`);
    complaints.unless(world.setActor[set] < header.actors, () => `set ${set} is of actor ${world.setActor[set]}`);
    complaints.unless(world.setKind[set] <= SetKind.fixed, () => `set ${set} is of kind ${world.setKind[set]}`);
    complaints.unless(world.setWeights[set] < header.weightRows, () => `set ${set} has no weights`);
    complaints.unless(desk < desks.length, () => `set ${set} is of desk ${desk}`);
    if (complaints.any) continue;
    checkSlots(world, set, first, end, complaints);
    if (header.views > 1) checkWeights(world, set, complaints);
  }
}

function checkSlots(world: World, set: number, first: number, end: number, complaints: Complaints): void {
  const fixed = world.setKind[set] === SetKind.fixed;
  const { moves } = world.header.description.desks[world.setDesk[set]];
  let sum = 0;
  for (let slot = first; slot < end; slot++) {
    const log = world.slotLogWeight[slot];
    const move = world.slotMove[slot];
    complaints.unless(Number.isFinite(log) || (fixed && log === -Infinity), () => `slot ${slot} weighs exp(${log})`);
    // Trees read from game files name no moves.
    const known = move === HOLD || move < moves.length || moves.length === 0;
    complaints.unless(known, () => `slot ${slot} is move ${move}`);
    sum += Math.exp(log);
  }
  const what = fixed ? "chances" : "weights";
  complaints.unless(Math.abs(sum - 1) <= LOG_TOLERANCE, () => `the ${what} of set ${set} sum to ${sum}`);
}

/** Who decides by a column must see chances as the column's actor does: values are swept in one view per column. */
function checkWeights(world: World, set: number, complaints: Complaints): void {
  const { columns, description } = world.header;
  const view = world.actorView[world.setActor[set]];
  for (let column = 0; column < columns; column++) {
    if (world.weightRow[world.setWeights[set] * columns + column] === 0) continue;
    const same = world.actorView[description.columns[column].actor] === view;
    complaints.unless(same, () => `set ${set} weighs column ${column}, which is seen with other eyes`);
  }
}

// ---- Nodes and edges ----

function checkNodes(world: World, complaints: Complaints): void {
  for (let layer = 0; layer < world.header.layers; layer++) {
    const end = world.layerNode[layer + 1];
    for (let node = world.layerNode[layer]; node < end && !complaints.full; node++) {
      checkNode(world, layer, node, complaints);
      for (let view = 0; view < world.header.views && !complaints.any; view++) {
        checkSums(world, layer, node, view, complaints);
      }
    }
  }
}

function checkNode(world: World, layer: number, node: number, complaints: Complaints): void {
  const { header } = world;
  const set = world.nodeSet[node];
  complaints.unless(set === NO_SET || set < header.informationSets, () => `node ${node} is in set ${set}`);
  complaints.unless(world.nodePay[node] < header.payRows, () => `node ${node} pays row ${world.nodePay[node]}`);
  const after = world.layerNode[layer + 1];
  for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) {
    const target = world.edgeTarget[edge];
    complaints.unless(target >= after && target < header.nodes, () => `edge ${edge} leads from ${node} to ${target}`);
    complaints.unless(world.edgeSlot[edge] < header.slots, () => `edge ${edge} in slot ${world.edgeSlot[edge]}`);
    const coefficient = world.edgeCoefficient[edge];
    complaints.unless(coefficient < header.coefficients, () => `edge ${edge} has coefficient ${coefficient}`);
    complaints.unless(world.edgeLabel[edge] < header.labels, () => `edge ${edge} has label ${world.edgeLabel[edge]}`);
  }
}

/**
 * Chances out of a node in a view: one without a set; with one, every slot in turn the same c, and before them 1 - c.
 */
function checkSums(world: World, layer: number, node: number, view: number, complaints: Complaints): void {
  const end = world.nodeEdge[node + 1];
  const block = view * world.header.coefficients;
  let edge = world.nodeEdge[node];
  const sumOf = (slot: number) => {
    let sum = 0;
    for (; edge < end && world.edgeSlot[edge] === slot; edge++) {
      sum += world.coefficient[block + world.edgeCoefficient[edge]];
    }
    return sum;
  };
  const set = world.nodeSet[node];
  const byChance = sumOf(0);
  if (set === NO_SET) {
    const given = edge === world.nodeEdge[node] || Math.abs(byChance - 1) <= SUM_TOLERANCE;
    complaints.unless(given, () => `the chances out of node ${node} sum to ${byChance}`);
  } else {
    const at = world.setLayer[set];
    complaints.unless(at === layer || at === SPANNING, () => `node ${node} of set ${set} stands in layer ${layer}`);
    for (let slot = world.setSlot[set]; slot < world.setSlot[set + 1]; slot++) {
      const sum = sumOf(slot);
      const right = sum > 0 && Math.abs(sum + byChance - 1) <= SUM_TOLERANCE;
      complaints.unless(right, () => `the chances of slot ${slot} out of node ${node} sum to ${sum}`);
    }
  }
  complaints.unless(edge === end, () => `node ${node} has edges in slots that are not its own, or out of order`);
}

/** Every packed value is one of its variable's. */
function checkStates(world: World, complaints: Complaints): void {
  const { stateWords, nodes, description } = world.header;
  description.variables.forEach(({ word, shift, bits, levels, name }) => {
    const mask = bits === 32 ? 0xffffffff : 2 ** bits - 1;
    for (let node = 0; node < nodes && !complaints.full; node++) {
      const value = ((world.nodeState[node * stateWords + word] >>> shift) & mask) >>> 0;
      complaints.unless(value < levels.length, () => `"${name}" at node ${node} has value ${value}`);
    }
  });
}

function checkStarts(world: World, complaints: Complaints): void {
  const { starts, nodes, views } = world.header;
  world.startNode.forEach((node, start) => {
    complaints.unless(node < nodes, () => `start ${start} is node ${node}`);
  });
  for (let view = 0; view < views; view++) {
    let sum = 0;
    world.startChance.subarray(view * starts, (view + 1) * starts).forEach((chance, start) => {
      complaints.unless(chance >= 0 && chance <= 1 + SUM_TOLERANCE, () => `start ${start} has chance ${chance}`);
      sum += chance;
    });
    complaints.unless(Math.abs(sum - 1) <= SUM_TOLERANCE, () => `the starts sum to ${sum}`);
  }
}
