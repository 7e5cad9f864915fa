/**
 * Reads PRISM's explicit transitions (.tra) of a Markov chain or a decision process, and puts an acyclic one (circles
 * of one state, absorbing, are allowed) into a world, to be swept like any other. The chooser of a decision process is
 * one actor that sees everything; reaching a target pays 1 and ends.
 */

import type { GameFault } from "../../src/exchange/gambit/game-tree.ts";
import { parseFraction, toNumber } from "../../src/math/fraction.ts";
import { allocateWorld, LayerKind, NO_SET, sealWorld, type World } from "../../src/world/world.ts";

export interface ExplicitGraph {
  readonly kind: "markov chain" | "decision process";
  readonly states: number;
  /** In file order: source, choice (0 in a chain), target, probability. */
  readonly from: Uint32Array;
  readonly choice: Uint32Array;
  readonly to: Uint32Array;
  readonly probability: Float64Array;
}

export type ReadGraph =
  | { readonly status: "read"; readonly graph: ExplicitGraph }
  | { readonly status: "faulty"; readonly faults: readonly GameFault[] };

/** A graph's .tra text: comments, the counts, then "i j p" or "i k j p" lines, each with an optional action label. */
export function readTra(text: string): ReadGraph {
  const lines = linesOf(text);
  const counts = (lines[0]?.words ?? []).map(wholeNumber);
  const width = counts.length; // two counts: a chain; three: a decision process
  if ((width !== 2 && width !== 3) || counts.includes(-1)) return faulty("the counts expected", lines[0]?.offset ?? 0);
  const rows = lines.slice(1);
  const [states, transitions] = [counts[0], counts[width - 1]];
  if (rows.length !== transitions)
    return faulty(`${rows.length} transitions where the head says ${transitions}`, text.length);
  const graph = {
    kind: width === 2 ? ("markov chain" as const) : ("decision process" as const),
    states,
    from: new Uint32Array(transitions),
    choice: new Uint32Array(transitions),
    to: new Uint32Array(transitions),
    probability: new Float64Array(transitions),
  };
  for (const [i, { words, offset }] of rows.entries()) {
    const numbers = words.slice(0, width).map(wholeNumber);
    const probability = parseFraction(words[width] ?? "");
    const [from, to] = [numbers[0], numbers[width - 1]];
    if (numbers.includes(-1) || !probability) return faulty("a transition expected", offset);
    if (from >= states || to >= states) return faulty(`a state outside 0 to ${states - 1}`, offset);
    const chance = toNumber(probability);
    if (!(chance >= 0 && chance <= 1)) return faulty("a choice from 0 and a chance up to 1 expected", offset);
    graph.from[i] = from;
    graph.choice[i] = width === 3 ? numbers[1] : 0;
    graph.to[i] = to;
    graph.probability[i] = chance;
  }
  const wrong = unevenRow(graph) ?? stateWithoutRow(graph);
  return wrong === null ? { status: "read", graph } : faulty(wrong, text.length);
}

/** -1 for anything but a few digits. */
function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : -1;
}

/** A state that leads nowhere has a transition to itself. */
function stateWithoutRow({ states, from }: ExplicitGraph): string | null {
  if (states > from.length) return `${states} states where there are only ${from.length} transitions`;
  const seen = new Uint8Array(states);
  for (const state of from) seen[state] = 1;
  const missing = seen.indexOf(0);
  return missing === -1 ? null : `state ${missing} has no transitions, not even to itself`;
}

/** Printed chances of one choice sum to one as far as their digits go. */
const SUM_TOLERANCE = 1e-6;

function unevenRow({ from, choice, probability }: ExplicitGraph): string | null {
  const sums = new Map<string, number>();
  for (let i = 0; i < from.length; i++) {
    const row = `state ${from[i]}, choice ${choice[i]}`;
    sums.set(row, (sums.get(row) ?? 0) + probability[i]);
  }
  for (const [row, sum] of sums) if (Math.abs(sum - 1) > SUM_TOLERANCE) return `the chances of ${row} sum to ${sum}`;
  return null;
}

function linesOf(text: string): { words: string[]; offset: number }[] {
  let offset = 0;
  return text.split("\n").flatMap((line) => {
    const here = { words: line.trim().split(/\s+/), offset };
    offset += line.length + 1;
    return line.trim() === "" || line.startsWith("#") ? [] : [here];
  });
}

function faulty(message: string, offset: number): ReadGraph {
  return { status: "faulty", faults: [{ message, offset }] };
}

/** Pays the chooser `sign` on reaching a target. `sign` -1 with a best response asks for the least probability. */
export interface Ask {
  readonly initial: number;
  readonly target: ReadonlySet<number>;
  readonly sign: 1 | -1;
}

/** The world of a graph: targets and absorbing states end. Throws on a circle of more than one state. */
export function graphToWorld(graph: ExplicitGraph, ask: Ask): World {
  const rows = rowsOf(graph, ask);
  const height = heights(rows);
  const order = Array.from(height, (_, state) => state).sort((a, b) => height[a] - height[b] || a - b);
  if (order[0] !== ask.initial)
    order.sort((a, b) => Number(b === ask.initial) - Number(a === ask.initial) || height[a] - height[b] || a - b);
  const choosers = order.filter((state) => choicesOf(rows[state]) > 1);
  const edges = rows.reduce((sum, row) => sum + row.length, 0);
  const world = allocateWorld({
    version: 5,
    views: 1,
    nodes: graph.states,
    edges,
    layers: graph.states, // a layer each: no two states need to share one
    informationSets: choosers.length,
    slots: 1 + choosers.reduce((sum, state) => sum + choicesOf(rows[state]), 0),
    columns: 1,
    actors: 1,
    stateWords: 0,
    payRows: 2,
    coefficients: edges,
    labels: 1,
    labelItems: 0,
    weightRows: 1,
    starts: 1,
    description: {
      title: graph.kind,
      scenarioHash: "",
      actors: [{ id: "chooser", name: "chooser", lambda: 1 }],
      columns: [{ id: "chooser", name: "chooser", actor: 0 }],
      desks: [],
      periods: [{ start: 0, days: 0 }],
      asked: 1,
      variables: [],
      occurrences: [],
    },
  });
  fill(world, rows, order, ask);
  sealWorld(world);
  return world;
}

interface Row {
  readonly choice: number;
  readonly to: number;
  readonly probability: number;
}

/** Transitions by state, choices in order; none out of targets and absorbing states. */
function rowsOf(graph: ExplicitGraph, ask: Ask): Row[][] {
  const rows: Row[][] = Array.from({ length: graph.states }, () => []);
  graph.from.forEach((from, i) => {
    if (ask.target.has(from) || (graph.to[i] === from && graph.probability[i] === 1)) return;
    rows[from].push({ choice: graph.choice[i], to: graph.to[i], probability: graph.probability[i] });
  });
  for (const row of rows) row.sort((a, b) => a.choice - b.choice);
  leaveOutUnreached(rows, ask.initial);
  return rows;
}

/** What play never comes to has no transitions in the world: those could lead to a state that stands before it. */
function leaveOutUnreached(rows: Row[][], initial: number): void {
  const reached = new Uint8Array(rows.length);
  reached[initial] = 1;
  const open = [initial];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const { to } of rows[state]) {
      if (reached[to] === 1) continue;
      reached[to] = 1;
      open.push(to);
    }
  }
  rows.forEach((_, state) => {
    if (reached[state] === 0) rows[state] = [];
  });
}

function choicesOf(row: readonly Row[]): number {
  return new Set(row.map((edge) => edge.choice)).size;
}

function heights(rows: readonly Row[][]): Int32Array {
  const waiting = new Int32Array(rows.length);
  for (const row of rows) for (const { to } of row) waiting[to]++;
  const height = new Int32Array(rows.length);
  const ready = [...waiting.keys()].filter((state) => waiting[state] === 0);
  let done = 0;
  for (let state = ready.pop(); state !== undefined; state = ready.pop()) {
    done++;
    for (const { to } of rows[state]) {
      height[to] = Math.max(height[to], height[state] + 1);
      if (--waiting[to] === 0) ready.push(to);
    }
  }
  if (done < rows.length)
    throw new Error(`a graph with a circle: ${rows.length - done} states on circles or behind them`);
  return height;
}

function fill(world: World, rows: readonly Row[][], order: readonly number[], ask: Ask): void {
  const place = new Uint32Array(order.length);
  order.forEach((state, node) => {
    place[state] = node;
  });
  world.payRow[1] = ask.sign;
  world.weightRow[0] = 1;
  world.layerDiscount.fill(1);
  world.layerKind.fill(LayerKind.decision);
  world.layerDesk.fill(0xffffffff);
  world.startNode[0] = place[ask.initial];
  world.startChance[0] = 1;
  world.nodeSet.fill(NO_SET);
  let edge = 0;
  let set = 0;
  let slot = 1;
  order.forEach((state, node) => {
    world.layerNode[node] = node;
    world.nodeEdge[node] = edge;
    if (ask.target.has(state)) world.nodePay[node] = 1;
    const row = rows[state];
    const choices = choicesOf(row);
    if (choices > 1) {
      world.nodeSet[node] = set;
      world.setSlot[set] = slot;
      world.setLayer[set++] = node;
    }
    for (const { choice, to, probability } of row) {
      world.edgeTarget[edge] = place[to];
      world.edgeSlot[edge] = choices > 1 ? slot + choice : 0;
      world.coefficient[edge] = probability;
      world.edgeCoefficient[edge] = edge++;
    }
    if (choices > 1) slot += choices;
  });
  world.layerNode[order.length] = order.length;
  world.nodeEdge[order.length] = edge;
  world.setSlot[set] = slot;
  for (let s = 0; s < set; s++) {
    const width = world.setSlot[s + 1] - world.setSlot[s];
    world.slotLogWeight.fill(-Math.log(width), world.setSlot[s], world.setSlot[s + 1]);
    for (let a = 0; a < width; a++) world.slotMove[world.setSlot[s] + a] = a;
  }
}
