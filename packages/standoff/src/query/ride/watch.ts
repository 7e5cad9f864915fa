/**
 * What an answer looks out for along a path: conditions that hold in a state, and things that happen on an edge. Up to
 * 31 watches are worked out once per world into bits, so that a sweep with many columns reads one word per node and one
 * per label, and evaluates no expression.
 *
 * A watch of a condition happens when a path first stands in a state where it holds (the start included). A watch of a
 * trigger happens on edges: by the edge's label for moves, holds, events and lapses; for `X becomes Y` where the
 * condition is false before the edge and true after it; for endings on entering their ended state. A trigger with a
 * `when` happens only where that holds before the edge and its effects (with `now` the first day of the period that it
 * happens in), as a payoff's `when` is read.
 */

import {
  compileExpression,
  dependsOnPeriod,
  type Evaluator,
  foldExpression,
  variablesRead,
} from "../../language/expression/evaluate.ts";
import type { Expression } from "../../language/expression/expression.ts";
import type { Scenario, Trigger } from "../../language/scenario.ts";
import { LayerKind, type Occurrence, type World } from "../../world/world.ts";
import type { Slices } from "../dates/slices.ts";

export const MOST_WATCHES = 31;

export type Watch =
  | { readonly kind: "condition"; readonly condition: Expression }
  | { readonly kind: "trigger"; readonly trigger: Trigger; readonly when: Expression | null };

/** Watches as bits: bit i belongs to watch i. */
export interface Watches {
  readonly count: number;
  /** Per node: the watches whose condition holds there. */
  readonly nodeBits: Uint32Array;
  /** Per label: the watches that happen on an edge with it. */
  readonly labelBits: Uint32Array;
  /** Per occurrence, of which labels are made: the same. */
  readonly occurrenceBits: Uint32Array;
  /**
   * Per node: the watches that may happen on its edges, their `when` holding there; null: all of them at every node.
   */
  readonly mayBits: Uint32Array | null;
  /** Watches that already happen where a path starts in a state with their bit. */
  readonly holds: number;
  /** Watches whose bit can change in an ended state as the calendar runs on. */
  readonly moving: number;
  /** The `moving` bits of a node's state in another period. */
  readonly laterBits: (node: number, period: number) => number;
  /** Bits that can change inside a period that is cut, and what they are at a node in one of its slices. */
  readonly inner?: InnerBits;
}

export interface InnerBits {
  readonly mask: number;
  readonly bits: (node: number, slice: number) => number;
  /** What may happen on a node's edges in a slice, as `mayBits`. */
  readonly may: (node: number, slice: number) => number;
}

/** No watches at all. */
export function noWatches({ header }: World): Watches {
  return {
    count: 0,
    nodeBits: new Uint32Array(header.nodes),
    labelBits: new Uint32Array(header.labels),
    occurrenceBits: new Uint32Array(header.description.occurrences.length),
    mayBits: null,
    holds: 0,
    moving: 0,
    laterBits: () => 0,
  };
}

/** What watches see at a node in a slice. */
export function bitsAt({ nodeBits, inner }: Watches, node: number, slice: number): number {
  return inner === undefined ? nodeBits[node] : (nodeBits[node] & ~inner.mask) | inner.bits(node, slice);
}

/** The `moving` bits of an ended state in a later slice. */
export function laterBitsAt({ laterBits, inner }: Watches, node: number, period: number, slice: number): number {
  const bits = laterBits(node, period);
  return inner === undefined ? bits : (bits & ~inner.mask) | inner.bits(node, slice);
}

/** The watches that happen on an edge from a node. */
export function bitsOnEdge(world: World, watches: Watches, node: number, edge: number): number {
  const { nodeBits, labelBits, mayBits } = watches;
  const bits = labelBits[world.edgeLabel[edge]] | (nodeBits[world.edgeTarget[edge]] & ~nodeBits[node]);
  return mayBits === null ? bits : bits & mayBits[node];
}

interface NodeTest {
  readonly bit: number;
  readonly test: Evaluator;
  readonly moving: boolean;
}

/**
 * What is looked at inside periods: the slices that they are cut into, and whether mass crosses the cuts between turns.
 */
export interface Inside {
  readonly slices: Slices;
  readonly crosses: boolean;
}

/**
 * Works out the bits of up to 31 watches; `inside`: what dates inside cut periods say too, of what happens there and,
 * where mass crosses dates, of the states there.
 */
export function watchWorld(scenario: Scenario, world: World, watches: readonly Watch[], inside?: Inside): Watches {
  if (watches.length > MOST_WATCHES) throw new Error(`${watches.length} watches where ${MOST_WATCHES} have room`);
  const tests: NodeTest[] = [];
  const endings: { bit: number; ending: number }[] = [];
  let holds = 0;
  watches.forEach((watch, index) => {
    const bit = 1 << index;
    const condition = conditionOf(watch);
    if (watch.kind === "condition") holds |= bit;
    if (watch.kind === "trigger" && watch.trigger.kind === "ending")
      endings.push({ bit, ending: watch.trigger.ending });
    if (condition === null) return;
    const moving = watch.kind === "condition" && dependsOnPeriod(scenario, condition);
    tests.push({ bit, test: compileExpression(scenario, condition), moving });
  });
  const guards = watches.flatMap((watch, index) =>
    watch.kind === "trigger" && watch.when !== null ? [{ bit: 1 << index, when: watch.when }] : [],
  );
  const conditions = watches.map(conditionOf).filter((condition) => condition !== null);
  const read = [
    ...conditions,
    ...guards.map(({ when }) => when),
    ...(endings.length > 0 ? scenario.endings.map(({ when }) => when) : []),
  ];
  const decode = stateDecoder(world, variablesOf(scenario, read));
  const later = tests.filter((test) => test.moving);
  const laterBits = (node: number, period: number) => {
    const state = decode(node);
    return later.reduce((bits, { bit, test }) => (test(state, period) !== 0 ? bits | bit : bits), 0);
  };
  const occurrenceBits = occurrenceBitsOf(world, watches);
  return {
    count: watches.length,
    nodeBits: nodeBitsOf(scenario, world, tests, endings, decode),
    labelBits: labelBitsOf(world, occurrenceBits),
    occurrenceBits,
    mayBits: guards.length === 0 ? null : mayBitsOf(scenario, world, guards, decode),
    holds,
    moving: later.reduce((bits, { bit }) => bits | bit, 0),
    laterBits,
    ...(inside === undefined ? {} : innerBits(scenario, watches, inside, decode)),
  };
}

function innerBits(
  scenario: Scenario,
  watches: readonly Watch[],
  { slices, crosses }: Inside,
  decode: (node: number) => Int32Array,
): { readonly inner?: InnerBits } {
  const moment = { at: 0 };
  const timed = (kind: Watch["kind"], of: (watch: Watch) => Expression | null) =>
    watches.flatMap((watch, index) => {
      const e = watch.kind === kind ? of(watch) : null;
      // What an edge may bring is read from these alone where there are any: so every `when` is among them.
      if (e === null || (kind === "condition" && !dependsOnPeriod(scenario, e))) return [];
      return [{ bit: 1 << index, test: compileExpression(scenario, e, { moment }) }];
    });
  const conditions = crosses ? timed("condition", conditionOf) : [];
  const whens = timed("trigger", (watch) => (watch.kind === "trigger" ? watch.when : null));
  if (conditions.length + whens.length === 0) return {};
  const maskOf = (tests: typeof conditions) => tests.reduce((bits, { bit }) => bits | bit, 0);
  const holding = (tests: typeof conditions, node: number, slice: number) => {
    moment.at = slices.begins[slice];
    const state = decode(node);
    const period = slices.periodOf[slice];
    return tests.reduce((bits, { bit, test }) => (test(state, period) !== 0 ? bits | bit : bits), 0);
  };
  return {
    inner: {
      mask: maskOf(conditions),
      bits: (node, slice) => holding(conditions, node, slice),
      may: (node, slice) => ~maskOf(whens) | holding(whens, node, slice),
    },
  };
}

/** What a watch tests in states; null when it is read from labels alone. */
function conditionOf(watch: Watch): Expression | null {
  if (watch.kind === "condition") return watch.condition;
  return watch.trigger.kind === "becomes" ? watch.trigger.condition : null;
}

function nodeBitsOf(
  scenario: Scenario,
  world: World,
  tests: readonly NodeTest[],
  endings: readonly { bit: number; ending: number }[],
  decode: (node: number) => Int32Array,
): Uint32Array {
  const bits = new Uint32Array(world.header.nodes);
  const ending = endings.length > 0 ? endingReader(scenario) : null;
  if (tests.length === 0 && ending === null) return bits;
  for (let layer = 0; layer < world.header.layers; layer++) {
    const period = world.layerPeriod[layer];
    const ended = world.layerKind[layer] === LayerKind.ended;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      const state = decode(node);
      let word = 0;
      for (const { bit, test } of tests) if (test(state, period) !== 0) word |= bit;
      if (ended && ending !== null) {
        const reached = ending(state, period);
        for (const watched of endings) if (watched.ending === reached) word |= watched.bit;
      }
      bits[node] = word;
    }
  }
  return bits;
}

/** What an edge from the end of a period does comes with the next one. */
function mayBitsOf(
  scenario: Scenario,
  world: World,
  guards: readonly { bit: number; when: Expression }[],
  decode: (node: number) => Int32Array,
): Uint32Array {
  const free = guards.reduce((bits, { bit }) => bits & ~bit, -1);
  const tests = guards.map(({ bit, when }) => ({ bit, test: compileExpression(scenario, when) }));
  const may = new Uint32Array(world.header.nodes);
  for (let layer = 0; layer < world.header.layers; layer++) {
    const period = world.layerPeriod[layer] + (world.layerKind[layer] === LayerKind.periodEnd ? 1 : 0);
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      const state = decode(node);
      may[node] = tests.reduce((bits, { bit, test }) => (test(state, period) !== 0 ? bits | bit : bits), free);
    }
  }
  return may;
}

/** Which ending an ended state belongs to: the first, in file order, whose condition holds; -1 for none. */
export function endingReader(scenario: Scenario): (state: Int32Array, period: number) => number {
  const tests = scenario.endings.map((ending) => compileExpression(scenario, ending.when));
  return (state, period) => tests.findIndex((test) => test(state, period) !== 0);
}

function occurrenceBitsOf(world: World, watches: readonly Watch[]): Uint32Array {
  return Uint32Array.from(world.header.description.occurrences, (occurrence) =>
    watches.reduce(
      (bits, watch, index) =>
        watch.kind === "trigger" && matches(watch.trigger, occurrence) ? bits | (1 << index) : bits,
      0,
    ),
  );
}

function labelBitsOf(world: World, ofOccurrence: Uint32Array): Uint32Array {
  const bits = new Uint32Array(world.header.labels);
  for (let label = 0; label < bits.length; label++) {
    for (let item = world.labelItem[label]; item < world.labelItem[label + 1]; item++) {
      bits[label] |= ofOccurrence[world.labelOccurrence[item]];
    }
  }
  return bits;
}

/** Does a label's occurrence fire a trigger? Conditions and endings are read from states instead. */
export function matches(trigger: Trigger, occurrence: Occurrence): boolean {
  const branch = (wanted: number) => wanted === -1 || wanted === occurrence.branchIndex;
  switch (trigger.kind) {
    case "move":
      return (
        occurrence.kind === "move" &&
        occurrence.desk === trigger.desk &&
        occurrence.move === trigger.move &&
        branch(trigger.branch)
      );
    case "hold":
      return occurrence.kind === "hold" && occurrence.desk === trigger.desk;
    case "event":
      return (
        occurrence.kind === "event" &&
        occurrence.group === trigger.group &&
        occurrence.move === trigger.event &&
        branch(trigger.branch)
      );
    case "lapse":
      return occurrence.kind === "lapse" && occurrence.move === trigger.clock;
    case "deal":
      if (occurrence.kind === "lapse") return trigger.clocks.includes(occurrence.move);
      return occurrence.kind === "move" && trigger.moves.some(({ desk, move }) => isMove(occurrence, desk, move));
    default:
      return false;
  }
}

function isMove(occurrence: Occurrence, desk: number, move: number): boolean {
  return occurrence.desk === desk && occurrence.move === move;
}

/** The variables that expressions read. */
function variablesOf(scenario: Scenario, expressions: readonly Expression[]): Set<number> {
  const read = new Set<number>();
  for (const expression of expressions) {
    for (const variable of variablesRead(scenario, foldExpression(scenario, expression))) read.add(variable);
  }
  return read;
}

/** Domain indices of a node's variables, of all or of those named. The returned array is reused by the next call. */
export function stateDecoder(world: World, named?: ReadonlySet<number>): (node: number) => Int32Array {
  const { nodeState } = world;
  const { stateWords, description } = world.header;
  const { variables } = description;
  const wanted = Int32Array.from(named ?? variables.keys());
  const count = wanted.length;
  const word = Uint8Array.from(wanted, (i) => variables[i].word);
  const shift = Uint8Array.from(wanted, (i) => variables[i].shift);
  const mask = Uint32Array.from(wanted, (i) => (variables[i].bits === 32 ? 0xffffffff : 2 ** variables[i].bits - 1));
  const state = new Int32Array(variables.length);
  return (node) => {
    const at = node * stateWords;
    for (let i = 0; i < count; i++) state[wanted[i]] = (nodeState[at + word[i]] >>> shift[i]) & mask[i];
    return state;
  };
}
