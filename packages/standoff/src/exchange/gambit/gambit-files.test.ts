/** The readers and the writer of Gambit's files: forms that the format allows, faults with their place, and damage. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printFraction } from "../../math/fraction.ts";
import { readEfg } from "./read-efg.ts";
import { readNfg } from "./read-nfg.ts";
import { treeToWorld } from "./tree-world.ts";
import { writeEfg } from "./write-efg.ts";

const small = `EFG 2 R "Zwei Züge" { "Alice" "Bøb" }
"told \\"twice\\""
c "" 1 "draw" { "left" 1/3 "right" 2/3 } 0
p "up here" 1 7 "first" { "a" "b" } 3 "bonus" { 1, 2 }
t "" 1 "one" { -0.25 .5 }
t "" 2 "" { 5/10, 1.5e1 }
p "" 1 7 { } 0
t "" 1
t "" 2
`;

function treeOf(text: string) {
  const result = readEfg(text);
  if (result.status !== "read") throw new Error(result.faults[0].message);
  return result.tree;
}

describe("reading .efg", () => {
  const text = small.replace("7 { } 0", "7 0");

  test("keeps labels, exact chances, payoffs at inner nodes and repeated sets", () => {
    const tree = treeOf(text);
    expect(tree.title).toBe("Zwei Züge");
    expect(tree.comment).toBe('told "twice"');
    expect(tree.players).toEqual(["Alice", "Bøb"]);
    expect(tree.nodes[0].chances.map(printFraction)).toEqual(["1/3", "2/3"]);
    expect(tree.nodes.map((node) => node.payoffs)).toEqual([
      null,
      [1, 2],
      [-0.25, 0.5],
      [0.5, 15],
      null,
      [-0.25, 0.5],
      [0.5, 15],
    ]);
    expect(tree.informationSets).toEqual([
      { player: 0, number: 7, label: "first", actions: ["a", "b"], members: [1, 4] },
    ]);
  });

  const tiny = `1/1${"0".repeat(400)}`;

  test.each([
    ["an empty file", "", "not a version-2"],
    ["chances that miss one", text.replace("2/3", "1/3"), "chances sum to 2/3"],
    [
      "chances that are next to none",
      text.replace("1/3", tiny).replace("2/3", tiny),
      "sum to less than 5e-324, not exactly",
    ],
    ["chances that miss one by rounding", text.replace("1/3", "0.333333").replace("2/3", "0.666666"), "not to one"],
    ["a signed number", text.replace("-0.25", "+0.25"), "a payoff expected"],
    ["too few payoffs", text.replace("{ 1, 2 }", "{ 1 }"), "1 payoffs for 2 players"],
    ["an unknown player", text.replace("1 7", "4 7"), "player 4 of 2"],
    ["a set described in two ways", text.replace("1 7 0", '1 7 "" { "a" "c" } 0'), "in two ways"],
    ["an outcome without payoffs", text.replace('t "" 2\n', 't "" 9\n'), "outcome 9 has no payoffs"],
    ["a cut-off tree", text.slice(0, -8), "cut off"],
    ["entries after the tree", `${text}t "" 1`, "after a complete tree"],
    ["an open quote", text.replace('"first"', '"first'), ""],
  ])("tells of %s", (_, faulty, message) => {
    const result = readEfg(faulty);
    expect(result.status).toBe("faulty");
    if (result.status === "faulty") {
      expect(result.faults[0].message).toContain(message);
      expect(result.faults[0].offset).toBeLessThanOrEqual(faulty.length);
    }
  });

  test("survives a tree 100,000 moves deep", () => {
    const moves = Array.from({ length: 100_000 }, () => 'c "" 1 "" { "on" 1 } 0').join("\n");
    expect(readEfg(`EFG 2 R "deep" { "A" }\n${moves}\nt "" 1 "" { 1 }`).status).toBe("read");
  });

  test("survives any damage: a tree or a fault, never an exception", () => {
    const damage = fc.tuple(fc.nat(text.length - 1), fc.nat(3), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (cuts) => {
        const damaged = cuts.reduce((t, [at, gone, put]) => t.slice(0, at) + put + t.slice(at + gone), text);
        expect(["read", "faulty"]).toContain(readEfg(damaged).status);
      }),
      { numRuns: 500 },
    );
  });
});

describe("writing .efg", () => {
  test("write, read, write is a fixed point", () => {
    const once = writeEfg(treeOf(small.replace("7 { } 0", "7 0")));
    expect(writeEfg(treeOf(once))).toBe(once);
  });

  test("prints numbers that Gambit reads and labels that differ", () => {
    const tree = treeOf('EFG 2 R "" { "A" "A" } p "" 1 1 "" { "x" "x" } 0 t "" 1 "" { 1e21, 0 } t "" 2 "" { 1e-7, 0 }');
    const text = writeEfg(tree);
    expect(text).toContain('{ "A" "A (2)" }');
    expect(text).toContain('{ "x" "x (2)" }');
    expect(text).toContain("{ 1e21, 0 }");
  });
});

describe("reading .nfg", () => {
  const payoffs = 'NFG 1 R "2x3" { "R" "C" } { 2 3 } 1 2 3 4 5 6 7 8 9 10 11 12';
  const outcomes =
    'NFG 1 R "2x2" { "R" "C" } { { "u" "d" } { "l" "r" } } "" { { "win" 1, -1 } { "lose" -1, 1 } } 1 2 2 0';

  test("the first player's strategy changes fastest", () => {
    const result = readNfg(payoffs);
    if (result.status !== "read") throw new Error(result.faults[0].message);
    const { nodes } = result.tree;
    const second = nodes[nodes[0].children[1]]; // the row player's second strategy
    expect(second.children.map((child) => nodes[child].payoffs)).toEqual([
      [3, 4],
      [7, 8],
      [11, 12],
    ]);
  });

  test("outcome tables, with 0 for no outcome", () => {
    const result = readNfg(outcomes);
    if (result.status !== "read") throw new Error(result.faults[0].message);
    expect(result.tree.informationSets.map((set) => set.actions)).toEqual([
      ["u", "d"],
      ["l", "r"],
    ]);
    expect(result.tree.nodes.filter((node) => node.kind === "terminal").map((node) => node.payoffs)).toEqual([
      [1, -1],
      [-1, 1],
      [-1, 1],
      [0, 0],
    ]);
  });

  test("survives any damage: a game or a fault, never an exception", () => {
    for (const text of [payoffs, outcomes]) {
      const damage = fc.tuple(fc.nat(text.length - 1), fc.nat(3), fc.string({ maxLength: 3 }));
      fc.assert(
        fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (cuts) => {
          const damaged = cuts.reduce((t, [at, gone, put]) => t.slice(0, at) + put + t.slice(at + gone), text);
          expect(["read", "faulty"]).toContain(readNfg(damaged).status);
        }),
        { numRuns: 500 },
      );
    }
  });

  test.each([
    ["too few payoffs", payoffs.slice(0, -3), "cut off"],
    ["too many", `${payoffs} 13`, "after a complete game"],
    ["an unknown outcome", outcomes.replace("1 2 2 0", "1 2 3 0"), "no such outcome"],
    ["a huge table", payoffs.replace("{ 2 3 }", "{ 900000 900000 }"), "strategy profiles"],
  ])("tells of %s", (_, faulty, message) => {
    const result = readNfg(faulty);
    expect(result.status === "faulty" && result.faults[0].message).toContain(message);
  });
});

describe("a tree as a world", () => {
  test("gives sets of one moment one layer, and marks those that have none", () => {
    // A coin decides who guesses first; neither knows (Jakobsen, Sorensen, Conitzer 2016, figure 1a).
    const text = `EFG 2 R "" { "1" "2" } c "" 1 "" { "h" 1/2 "t" 1/2 } 0
      p "" 1 1 "" { "a" "b" } 0 p "" 2 1 "" { "a" "b" } 0 t "" 0 t "" 0 p "" 2 1 0 t "" 0 t "" 0
      p "" 2 1 0 p "" 1 1 0 t "" 0 t "" 0 p "" 1 1 0 t "" 0 t "" 0`;
    const world = treeToWorld(treeOf(text));
    expect([...world.setLayer]).toEqual([0xffffffff, 0xffffffff]);
    const edges = Array.from({ length: world.header.nodes }, (_, n) => [world.nodeEdge[n], world.nodeEdge[n + 1]]);
    edges.forEach(([from, to], node) => {
      for (let edge = from; edge < to; edge++) expect(world.edgeTarget[edge]).toBeGreaterThan(node);
    });
  });
});
