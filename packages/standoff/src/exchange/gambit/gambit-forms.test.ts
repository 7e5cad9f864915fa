/**
 * Every form that Gambit's two formats allow, read as what it says; and damage byte by byte: a fault with its place, or
 * a game that is sound in every number, never a crash.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { absent, listShared, readShared } from "../../../test/gambit/shared-checks.ts";
import { validateWorld } from "../../world/validate.ts";
import type { GameTree, ReadGame } from "./game-tree.ts";
import { readEfg } from "./read-efg.ts";
import { readNfg } from "./read-nfg.ts";
import { treeToWorld } from "./tree-world.ts";
import { writeEfg } from "./write-efg.ts";

function gameOf(read: ReadGame): GameTree {
  if (read.status !== "read") throw new Error(read.faults[0].message);
  return read.tree;
}

const efg = (text: string) => gameOf(readEfg(text));
const nfg = (text: string) => gameOf(readNfg(text));
const leaves = ({ nodes }: GameTree) => nodes.filter(({ kind }) => kind === "terminal").map(({ payoffs }) => payoffs);

/** A game of one move for one player with two payoffs as written. */
const two = (first: string, second: string) =>
  `EFG 2 R "t" { "A" } p "" 1 1 "" { "x" "y" } 0 t "" 1 "" { ${first} } t "" 2 "" { ${second} }`;

describe("forms of .efg", () => {
  test.each([
    ["5", 5],
    ["-0.25", -0.25],
    [".5", 0.5],
    ["-.5", -0.5],
    ["5.", 5],
    ["5/10", 0.5],
    ["-7/4", -1.75],
    ["1.5e1", 15],
    ["1E2", 100],
    ["1e-7", 1e-7],
    ["1234567890123456789012", 1234567890123456789012n],
    ["1e-400", 0],
  ])("the number %s", (text, value) => {
    expect(leaves(efg(two(text, "0")))).toEqual([[Number(value)], [0]]);
  });

  test.each([
    "+5",
    "1/0",
    "1//2",
    "0x10",
    "NaN",
    "Infinity",
    "1e99999",
    "1e400",
    "-1e309",
    "9".repeat(350),
    "--1",
    "1/2.5",
    "e5",
    "5/-2",
  ])("%s is no number", (text) => {
    expect(readEfg(two(text, "0")).status).toBe("faulty");
    expect(readNfg(`NFG 1 R "" { "A" } { 2 } ${text} 0`).status).toBe("faulty");
  });

  test("chances as decimals and fractions that sum to one exactly", () => {
    const chance = (chances: string) =>
      readEfg(`EFG 2 R "" { "A" } c "" 1 "" { ${chances} } 0 t "" 1 "" { 1 } t "" 1 t "" 1`);
    expect(chance('"a" 0.25 "b" 1/4 "c" .5').status).toBe("read");
    expect(chance('"a" 1/3 "b" 1/3 "c" 1/3').status).toBe("read");
    expect(chance('"a" 0 "b" 1 "c" 0').status).toBe("read");
    expect(chance('"a" 0.3333333333333333 "b" 0.3333333333333333 "c" 0.3333333333333333').status).toBe("faulty");
  });

  test("labels in any script, escaped quotes, none at all", () => {
    const tree = efg(
      'EFG 2 R "Δ 危機 \\"x\\"" { "Ελλάδα" "日本" } "a\nb" p "узел" 2 1 "множество" { "да" "é̃🙂" } 0 t "" 1 "" { 1 2 } t "" 2 "" { 3 4 }',
    );
    expect([tree.title, tree.players, tree.comment]).toEqual(['Δ 危機 "x"', ["Ελλάδα", "日本"], "a\nb"]);
    expect(tree.informationSets[0]).toMatchObject({ player: 1, label: "множество", actions: ["да", "é̃🙂"] });
    expect(tree.nodes[0].label).toBe("узел");
    expect(efg(writeEfg(tree)).informationSets[0].actions).toEqual(["да", "é̃🙂"]);
  });

  test("a mark of byte order, line ends of any kind, commas or none, nothing between the tokens", () => {
    const plain = two("1", "2");
    for (const text of [`\ufeff${plain}`, plain.replaceAll(" ", "\r\n"), plain.replaceAll(" ", "\t"), two("1,", "2 ,")])
      expect(leaves(efg(text))).toEqual([[1], [2]]);
    expect(efg(plain.replace('{ "x" "y" }', '{"x","y"}')).informationSets[0].actions).toEqual(["x", "y"]);
    expect(leaves(efg('EFG 2 D "t"{"A"}t""1""{3}'))).toEqual([[3]]);
  });

  const sets = (second: string, third: string) => `EFG 2 R "" { "A" "B" } c "" 4 "" { "l" 1/2 "r" 1/2 } 0
    p "" 1 9 "one" { "x" "y" } 0 t "" 1 "" { 1 1 } t "" 1 ${second} t "" 1 t "" ${third}`;

  test("sets and outcomes repeated in short, or in full with the same words", () => {
    for (const again of ['p "" 1 9 0', 'p "" 1 9 "one" { "x" "y" } 0', 'p "other" 1 9 "another label" { "x" "y" } 0']) {
      for (const outcome of ["1", '1 "" { 1, 1 }', '1 "again"']) {
        const tree = efg(sets(again, outcome));
        expect(tree.informationSets.map(({ members }) => members)).toEqual([[1, 4]]);
        expect(leaves(tree)).toEqual([
          [1, 1],
          [1, 1],
          [1, 1],
          [1, 1],
        ]);
      }
    }
    expect(readEfg(sets('p "" 1 9 "one" { "y" "x" } 0', "1")).status).toBe("faulty");
    expect(readEfg(sets('p "" 1 9 0', '1 "" { 1, 2 }')).status).toBe("faulty");
  });

  test("one number names sets of different players, and chance's, apart", () => {
    const tree = efg(sets('p "" 2 9 "one" { "x" "y" } 0', "1").replace('c "" 4', 'c "" 9'));
    expect(tree.informationSets.map(({ player, number }) => [player, number])).toEqual([
      [0, 9],
      [1, 9],
    ]);
  });

  test("outcomes at inner nodes of every kind add up along the path", () => {
    const tree = efg(`EFG 2 R "" { "A" } c "" 1 "" { "l" 1/2 "r" 1/2 } 5 "all" { 100 }
      p "" 1 1 "" { "x" "y" } 6 "some" { 10 } t "" 7 "" { 1 } t "" 0 t "" 5`);
    const world = treeToWorld(tree);
    expect(validateWorld(world)).toEqual([]);
    const totals: number[] = [];
    const walk = (node: number, sofar: number) => {
      const paid = sofar + (tree.nodes[node].payoffs?.[0] ?? 0);
      if (tree.nodes[node].kind === "terminal") totals.push(paid);
      for (const child of tree.nodes[node].children) walk(child, paid);
    };
    walk(0, 0);
    expect(totals).toEqual([111, 110, 200]);
    expect(Array.from(world.nodePay, (row) => world.payRow[row]).sort()).toEqual([0, 1, 10, 100, 100]);
  });

  test("outcome 0 may have an empty label, and no payoffs", () => {
    expect(leaves(efg('EFG 2 R "" { "A" } t "" 0 ""'))).toEqual([null]);
    expect(readEfg('EFG 2 R "" { "A" } t "" 0 "" { 1 }').status).toBe("faulty");
  });

  test("a player without moves, a set of one action, a root that ends", () => {
    const tree = efg('EFG 2 R "" { "A" "B" } p "" 1 1 "" { "only" } 0 t "" 1 "" { 1 0 }');
    expect(tree.informationSets.map(({ actions }) => actions)).toEqual([["only"]]);
    expect(validateWorld(treeToWorld(tree))).toEqual([]);
  });
});

describe("forms of .nfg", () => {
  const payoffs = [
    [1, -1],
    [0.5, 15],
    [3, 4],
    [-1.75, 0],
  ];
  const table = "1 -1 1/2 1.5e1 3, 4, -7/4 0";

  test.each([
    ["numbers of strategies and all payoffs", `NFG 1 R "t" { "A" "B" } { 2 2 } ${table}`],
    ["a comment", `NFG 1 R "t" { "A" "B" } { 2 2 } "said" ${table}`],
    ["named strategies", `NFG 1 R "t" { "A" "B" } { { "u" "d" } { "l" "r" } } "" ${table}`],
    ["names and numbers mixed", `NFG 1 D "t" { "A" "B" } { { "u" "d" } 2 } ${table}`],
    ["outcomes", `NFG 1 R "t" { "A" "B" } { 2 2 } { { "a" 1 -1 } { "" 1/2, 15 } { 3 4 } { "d" -1.75, 0 } } 1 2 3 4`],
    ["a mark of byte order and line ends", `\ufeffNFG\r\n1 R "t"\r\n{ "A" "B" }\r\n{ 2 2 }\r\n${table}`],
  ])("%s", (_, text) => {
    const tree = nfg(text);
    expect(validateWorld(treeToWorld(tree))).toEqual([]);
    // In the tree the first player moves first: its second strategy comes last.
    expect(leaves(tree)).toEqual([payoffs[0], payoffs[2], payoffs[1], payoffs[3]]);
  });

  test("labels in any script", () => {
    const tree = nfg(`NFG 1 R "Δ" { "日本" "Ελλάδα" } { { "да" "нет" } { "🙂" "\\"" } } "" ${table}`);
    expect(tree.players).toEqual(["日本", "Ελλάδα"]);
    expect(tree.informationSets.map(({ actions }) => actions)).toEqual([
      ["да", "нет"],
      ["🙂", '"'],
    ]);
  });

  test("three players: the first one's strategy changes fastest, the last one's slowest", () => {
    const numbers = Array.from({ length: 12 }, (_, i) => `${i} ${-i} ${i / 4}`).join(" ");
    const tree = nfg(`NFG 1 R "" { "A" "B" "C" } { 3 2 2 } ${numbers}`);
    const at = (a: number, b: number, c: number) => {
      const first = tree.nodes[0].children[a];
      const second = tree.nodes[first].children[b];
      return tree.nodes[tree.nodes[second].children[c]].payoffs;
    };
    expect(at(2, 0, 0)).toEqual([2, -2, 0.5]);
    expect(at(0, 1, 0)).toEqual([3, -3, 0.75]);
    expect(at(1, 0, 1)).toEqual([7, -7, 1.75]);
  });
});

// ---- Damage ----

/**
 * What must hold of any game that is read: it can be written and read again as the same, and solved without a number
 * that is none.
 */
function expectSound(tree: GameTree): void {
  const world = treeToWorld(tree);
  expect(validateWorld(world)).toEqual([]);
  const text = writeEfg(tree);
  const again = efg(text);
  expect(writeEfg(again)).toBe(text);
  expect(again.nodes.map(({ payoffs }) => payoffs)).toEqual(tree.nodes.map(({ payoffs }) => payoffs));
  expect(again.informationSets.map(({ members }) => members)).toEqual(
    tree.informationSets.map(({ members }) => members),
  );
}

function expectRefusedOrSound(read: ReadGame, length: number): "read" | "faulty" {
  if (read.status === "read") expectSound(read.tree);
  else {
    expect(read.faults.length).toBeGreaterThan(0);
    for (const { offset, message } of read.faults) {
      expect(message).not.toBe("");
      expect(offset).toBeLessThanOrEqual(length);
    }
  }
  return read.status;
}

/** One byte of a file changed, added or taken out, as UTF-8 gives its text. */
const damage = fc.tuple(fc.nat(), fc.constantFrom("change", "add", "take"), fc.nat(255));

function damaged(text: string, [place, how, value]: [number, string, number]): string {
  const bytes = new TextEncoder().encode(text);
  const at = place % bytes.length;
  const put = how === "take" ? [] : [value];
  const rest = bytes.subarray(how === "add" ? at : at + 1);
  return new TextDecoder().decode(Uint8Array.from([...bytes.subarray(0, at), ...put, ...rest]));
}

const goodEfg = `EFG 2 R "Zwei Züge" { "Alice" "Bøb" } "told"
c "" 1 "draw" { "left" 1/3 "right" 2/3 } 0
p "up here" 1 7 "first" { "a" "b" } 3 "bonus" { 1, 2 }
p "" 2 1 "" { "x" "y" } 0
t "" 1 "one" { -0.25 .5 }
t "" 2 "" { 5/10, 1.5e1 }
t "" 2
p "" 1 7 0
t "" 1
t "" 2
`;
const goodNfg =
  'NFG 1 R "2x2" { "R" "C" } { { "u" "d" } { "l" "r" } } "" { { "win" 1, -1 } { "lose" -1/2, 1 } } 1 2 2 0';

describe("one byte of damage", () => {
  test.each([
    [".efg", goodEfg, readEfg],
    [".nfg, outcomes", goodNfg, readNfg],
    [".nfg, payoffs", 'NFG 1 R "2x3" { "R" "C" } { 2 3 } "x" 1 2 3/4 4 5 .6 7 8 -9 10 1.1e1 12', readNfg],
  ] as const)("%s: a fault, or a sound game", (_, text, read) => {
    const seen = { read: 0, faulty: 0 };
    fc.assert(
      fc.property(damage, (change) => {
        const changed = damaged(text, change);
        seen[expectRefusedOrSound(read(changed), changed.length)]++;
      }),
      { numRuns: 1500 },
    );
    expect(seen.read).toBeGreaterThan(50);
    expect(seen.faulty).toBeGreaterThan(50);
  });

  test.skipIf(absent !== "")(`published trees${absent && `: skipped, ${absent}`}`, () => {
    const files = listShared("gambit/games").map((file) => readShared(`gambit/games/${file}`));
    fc.assert(
      fc.property(fc.constantFrom(...files.filter(({ length }) => length < 5000)), damage, (text, change) => {
        const changed = damaged(text, change);
        expectRefusedOrSound(readEfg(changed), changed.length);
      }),
      { numRuns: 400 },
    );
  });
});
