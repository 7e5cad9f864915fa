/** What merging joins and what it must keep apart, on scenarios small enough to count by hand; and its tables. */
import { describe, expect, test } from "vitest";
import type { Expression } from "../language/expression.ts";
import { buildWorld } from "./build.ts";
import { mergeForPlay, mergeWatched } from "./merge.ts";
import { RowNumbers } from "./merge-rows.ts";
import type { Merged } from "./merge-write.ts";
import {
  choose,
  desk,
  event,
  is,
  move,
  num,
  payoff,
  read,
  type SmallScenario,
  set,
  smallScenario,
  variable,
} from "./small-scenario.ts";
import { validateWorld } from "./validate.ts";
import { LayerKind, type World } from "./world.ts";

function worldOf(small: SmallScenario): World {
  const built = buildWorld(smallScenario(small));
  if (built.status !== "built") throw new Error(built.status);
  return built.world;
}

function forPlay(world: World, beliefs = false): Merged {
  const merged = mergeForPlay(world, { beliefs })!;
  expect(validateWorld(merged.world)).toEqual([]);
  return merged;
}

const TYPE = 0;
const COIN = 1;

/** A hidden type; a coin that all see and that never matters, thrown with a chance that may hang on the type; a guess at the type. */
function coinScenario(heads: Expression): SmallScenario {
  return {
    variables: [
      variable("type", 2, { starts: [num(0.25), num(0.75)], seenBy: 0 }),
      variable("coin", 2),
      variable("guess", 3),
    ],
    events: [[event("throw", "chance", heads, { effects: [set(COIN, 1)] })]],
    desks: [
      desk("guesser", 0, [move("low", { effects: [set(2, 1)] }), move("high", { effects: [set(2, 2)] })], {
        mustMove: true,
      }),
    ],
    payoffs: [payoff(0, "at end", choose(is(TYPE, 1), is(2, 2), is(2, 1)))],
  };
}

describe("joining information sets", () => {
  test("a coin that says nothing: only sets with equal beliefs remain, on request", () => {
    const world = worldOf(coinScenario(num(0.5)));
    expect(world.header.informationSets).toBe(2);
    expect(forPlay(world).world.header.informationSets).toBe(2);
    const { world: small, slotOf } = forPlay(world, true);
    // Left: two throws (one a type), two nodes to guess at, and the end.
    expect([small.header.informationSets, small.header.nodes]).toEqual([1, 3]);
    expect([...slotOf]).toEqual([0, 1, 2, 1, 2]);
  });

  test("a coin that tells of the type keeps its sets apart, though it never matters again", () => {
    const world = worldOf(coinScenario(choose(is(TYPE, 1), num(0.75), num(0.25))));
    expect(forPlay(world, true).world.header.informationSets).toBe(2);
  });

  test("a coin before an actor who is sure", () => {
    const sure = coinScenario(num(0.5));
    const known = { ...sure, variables: [variable("type", 2), ...sure.variables.slice(1)] };
    const { world: small } = forPlay(worldOf(known));
    // The throw leads to one and the same node, and is gone.
    expect([small.header.nodes, small.header.edges, small.header.informationSets]).toEqual([2, 2, 1]);
  });

  test("sets with different weights stay apart", () => {
    const sure = coinScenario(num(0.5));
    const [guesser] = sure.desks!;
    const eager = { ...guesser!.moves[0]!, usual: choose(is(COIN, 1), num(0.02), num(0.01)) };
    const weighed = { ...guesser!, moves: [eager, guesser!.moves[1]!], mustMove: false };
    const known = { ...sure, variables: [variable("type", 2), ...sure.variables.slice(1)], desks: [weighed] };
    expect(forPlay(worldOf(known)).world.header.informationSets).toBe(2);
  });

  test("a choice on which nothing hangs is gone, and its slots with it", () => {
    const idle = { ...coinScenario(num(0.5)), payoffs: [payoff(0, "at end", read(TYPE))] };
    const { world: small, slotOf } = forPlay(worldOf(idle));
    expect([small.header.informationSets, small.header.nodes]).toEqual([0, 1]);
    expect([...slotOf]).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("joining states", () => {
  /** A past that two actors no longer see or read: which of two events happened. */
  const past: SmallScenario = {
    variables: [variable("past", 2, { seenBy: 0 }), variable("done", 2)],
    events: [[event("either", "chance", 0.5, { effects: [set(0, 1)] })]],
    desks: [desk("worker", 0, [move("do", { effects: [set(1, 1)] })])],
    payoffs: [payoff(0, "at end", read(1))],
  };

  test("states that differ in what is not read again are one, also where the set holds both", () => {
    const world = worldOf(past);
    const { world: small, nodeOf, nodeFrom } = forPlay(world);
    expect(world.header.nodes).toBe(1 + 2 + 4 + 4); // throw, decision, end of the period, last day
    expect([small.header.nodes, small.header.edges]).toEqual([2, 2]); // decision and end
    expect(nodeFrom[nodeOf[1]!]).toBe(1);
    expect(nodeOf[2]).toBe(nodeOf[1]);
  });

  test("a constant that nobody can change any more is no difference for play", () => {
    const paying = { ...past, payoffs: [...past.payoffs!, payoff(0, "while", op7()), payoff(0, "at end", read(0))] };
    // The event pays what it changes for good; the decisions after it are one.
    expect(forPlay(worldOf(paying)).world.header.nodes).toBe(3);
  });

  test("what is watched keeps nodes and labels apart, and layers with their days stay", () => {
    const world = worldOf(past);
    const nothing = { node: new Uint32Array(world.header.nodes), label: new Uint32Array(world.header.labels) };
    const plain = mergeWatched(world, nothing).world;
    expect(validateWorld(plain)).toEqual([]);
    expect(plain.header.nodes).toBe(1 + 1 + 2 + 2); // once the decision is made, done and not done differ
    const all = { node: nothing.node.map((_, i) => i), label: nothing.label.map((_, i) => i) };
    expect(mergeWatched(world, all).world.header.nodes).toBe(world.header.nodes);
  });
});

/** A flow that hangs on the past alone. */
function op7(): Expression {
  return choose(is(0, 1), num(7), num(-3));
}

test("a world with different discounts on the ways into a layer is not merged for play", () => {
  const { events, ...rest } = coinScenario(num(0.5));
  const once = [[{ ...events![0]![0]!, guard: is(COIN, 0) }]]; // states with heads skip the second throw
  const world = worldOf({ ...rest, events: once, patience: 0.5, periods: 2 });
  expect(mergeForPlay(world)).not.toBeNull();
  world.layerDiscount[world.layerKind.lastIndexOf(LayerKind.chance)] = 0.5;
  expect(mergeForPlay(world)).toBeNull();
});

test("rows of words are numbered as they come, whatever their length", () => {
  const numbers = new RowNumbers();
  const rows = Array.from({ length: 3000 }, (_, i) => Uint32Array.from({ length: i % 7 }, (_, k) => (i >> 3) * k));
  const names = new Map<string, number>();
  for (const row of rows) {
    const known = names.get(row.join());
    const number = numbers.add(row, row.length);
    expect(number).toBe(known ?? names.size);
    expect(numbers.added).toBe(known === undefined);
    names.set(row.join(), number);
  }
  numbers.clear();
  expect(numbers.add(rows[5]!, 5)).toBe(0);
});
