/**
 * Readers of other tools' files and of stored results, on seeded mutations and on files made to be large: always a
 * result, soon.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kindOfGame } from "../src/exchange/gambit/kind-of-game.ts";
import { readEfg } from "../src/exchange/gambit/read-efg.ts";
import { readNfg } from "../src/exchange/gambit/read-nfg.ts";
import { bytesOfTree, treeToWorld } from "../src/exchange/gambit/tree-world.ts";
import { fromNumber, parseFraction, printFraction, toNumber } from "../src/math/fraction.ts";
import { readResult } from "../src/query/stored-result.ts";
import { validateWorld } from "../src/world/validate.ts";
import { graphToWorld, readTra } from "./reference/read-tra.ts";

const efg = `EFG 2 R "A \\"game\\"" { "P" "Q" } "c"
c "" 1 "" { "l" 1/3 "r" 2/3 } 0
p "" 1 1 "s" { "a" "b" } 0
t "" 1 "o" { 1, 2.5 }
t "" 2 "p" { -2e1, 1/7 }
p "" 2 1 "s" { "a" "b" } 0
t "" 1
t "" 2
`;
const nfg = `NFG 1 R "t" { "A" "B" } { { "x" "y" } 2 } "c"\n1 1 3 0 0 3 2/3 2\n`;
const tra = "4 5\n0 1 0.5 # go\n0 2 1/2\n1 1 1\n2 3 1\n3 3 1\n";
const result = `${JSON.stringify({ format: "standoff result 1", engine: "x", scenario: { title: "t", hash: "h" }, settings: { set: {}, step: null, reversed: false }, world: { nodes: 1, edges: 1, slots: 1 }, certificate: { residual: 0, largestGain: 0, massLost: 0 }, outcomes: {}, policy: "AAAAAAAAAAA", checksum: "0" })}\n`;

/** A text with some stretches replaced, doubled or taken out. */
const mutated = (text: string) =>
  fc
    .array(
      fc.record({
        at: fc.nat(text.length),
        length: fc.nat(12),
        put: fc.oneof(
          fc.constantFrom(
            "{",
            "}",
            '"',
            ",",
            "1/0",
            "-",
            "9".repeat(500),
            "1e999",
            "1e-400",
            "0",
            " ",
            "\n",
            "\\",
            "p",
            "t",
            "c",
            "NaN",
            "1e3",
          ),
          fc.string({ maxLength: 6, unit: "binary" }),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((changes) =>
      changes.reduce((now, { at, length, put }) => now.slice(0, at) + put + now.slice(at + length), text),
    );

/** A text with some digits exchanged for others: most of these still read. */
const renumbered = (text: string) => {
  const places = Array.from(text.matchAll(/[0-9]/g), ({ index }) => index);
  const change = fc.record({ place: fc.nat(places.length - 1), digit: fc.nat(9) });
  return fc
    .array(change, { minLength: 1, maxLength: 2 })
    .map((changes) =>
      changes.reduce(
        (now, { place, digit }) => now.slice(0, places[place]) + digit + now.slice(places[place] + 1),
        text,
      ),
    );
};

const seeded = { seed: 20261129, numRuns: 400 };

describe("mutations", () => {
  test.each([
    ["efg", efg, readEfg],
    ["nfg", nfg, readNfg],
  ] as const)(".%s: a fault in the text, or a tree whose world is sound", (_, text, read) => {
    let sound = 0;
    fc.assert(
      fc.property(fc.oneof(mutated(text), renumbered(text)), (changed) => {
        kindOfGame(changed);
        const found = read(changed);
        if (found.status === "faulty") {
          for (const { message, offset } of found.faults) {
            expect(offset).toBeLessThanOrEqual(changed.length);
            expect(message.length).toBeLessThan(300);
          }
          return;
        }
        if (found.tree.nodes.length < 2) return;
        expect(bytesOfTree(found.tree)).toBeLessThan(1e6);
        expect(validateWorld(treeToWorld(found.tree))).toEqual([]);
        sound++;
      }),
      seeded,
    );
    expect(sound).toBeGreaterThan(20);
  });

  test(".tra: a fault, or a graph whose world is sound unless it has a circle", () => {
    fc.assert(
      fc.property(mutated(tra), (changed) => {
        const found = readTra(changed);
        if (found.status === "faulty") return;
        try {
          const world = graphToWorld(found.graph, { initial: 0, target: new Set([1]), sign: 1 });
          expect(validateWorld(world)).toEqual([]);
        } catch (error) {
          expect((error as Error).message).toContain("circle");
        }
      }),
      seeded,
    );
  });

  test("a result: damaged", () => {
    fc.assert(
      fc.property(mutated(result), (changed) => {
        expect(readResult(changed).status).toBe("damaged");
      }),
      seeded,
    );
  });
});

describe("files made to be large", () => {
  const limited = <Found extends { status: string }>(found: Found) => {
    if (!("faults" in found)) throw new Error(found.status);
    return (found.faults as { message: string; tooLarge?: true }[])[0];
  };
  const many = (count: number, make: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => make(i)).join(" ");

  test("chances with hundreds of digits each are summed, or told", () => {
    const prime = (i: number) => (10n ** 200n + BigInt(2 * i + 1)).toString();
    const chances = (count: number) => many(count, (i) => `"${i}" 1/${prime(i)}`);
    const game = (list: string) => `EFG 2 R "t" { "p" } "c"\nc "" 1 "s" { ${list} } 0\n`;
    expect(limited(readEfg(game(chances(400)))).message).toContain("chances sum to");
    expect(limited(readEfg(game(chances(12_000)))).tooLarge).toBe(true);
  });

  test("a sum that misses one by less than a double can tell is still a fault", () => {
    const game = `EFG 2 R "t" { "p" } "c"\nc "" 1 "s" { "a" 1/2 "b" ${(10n ** 40n - 1n).toString()}/${(2n * 10n ** 40n).toString()} } 0\n`;
    expect(limited(readEfg(game)).message).toContain("not to one");
  });

  test("thousands of players", () => {
    const text = `NFG 1 R "t" { ${many(5000, (i) => `"${i}"`)} } { ${many(5000, () => "1")} } ${many(5000, () => "0")}`;
    expect(limited(readNfg(text)).tooLarge).toBe(true);
    const wide = `NFG 1 R "t" { ${many(900, (i) => `"${i}"`)} } { ${many(17, () => "2")} ${many(883, () => "1")} } { { "o" ${many(900, () => "0")} } } ${many(2 ** 17, () => "1")}`;
    expect(limited(readNfg(wide)).tooLarge).toBe(true);
    const deep = readNfg(
      `NFG 1 R "t" { ${many(1000, (i) => `"${i}"`)} } { ${many(1000, () => "1")} } ${many(1000, () => "0")}`,
    );
    if (deep.status !== "read") throw new Error(deep.status);
    expect(bytesOfTree(deep.tree)).toBeGreaterThan(7e6); // who weighs whose points: a square
  });

  test("a tree of thirty thousand levels, each a set of its own, in linear time", () => {
    const levels = 30_000;
    const text = `EFG 2 R "t" { "p" } "c"\n${Array.from({ length: levels }, (_, i) => `p "" 1 ${i + 1} "" { "a" "b" } 0\nt "" 0\n`).join("")}t "" 0\n`;
    const found = readEfg(text);
    if (found.status !== "read") throw new Error(JSON.stringify(found.faults));
    expect(validateWorld(treeToWorld(found.tree))).toEqual([]);
    expect(limited(readEfg(text, { nodes: 1000 })).tooLarge).toBe(true);
  });

  test("graphs with counts that are none, and transitions from what is not reached", () => {
    for (const head of ["1e3 1", "9007199254740991 1", "0x2 1", "-1 1", "1.0 1", "99999999999 1"]) {
      expect(readTra(`${head}\n0 0 1\n`).status).toBe("faulty");
    }
    expect(readTra("1e3 1 1\n1 0 0 1\n").status).toBe("faulty");
    expect(readTra("2 1\n1 0 1\n").status).toBe("faulty"); // state 0 leads nowhere, not even to itself
    const found = readTra("3 3\n0 0 1\n1 0 1\n2 1 1\n");
    if (found.status !== "read") throw new Error(found.status);
    expect(validateWorld(graphToWorld(found.graph, { initial: 0, target: new Set(), sign: 1 }))).toEqual([]);
  });

  test("the exact value of every double is read back, as chances that an export writes", () => {
    for (const value of [1e-200, 5e-324, 1 - 1e-16, 1e-308, 0.1]) {
      const written = printFraction(fromNumber(value));
      expect(toNumber(parseFraction(written)!)).toBe(value);
    }
    expect(parseFraction("1".repeat(2000))).toBeNull();
  });
});

test("what is no game says what it is", () => {
  const kinds: [string, string][] = [
    ["#AGG\n2\n", "action graph"],
    ["# made by hand\nNFG 1 R", "comment"],
    ["<?xml version='1.0'?>", "XML"],
    ["standoff: 1\n", "Standoff"],
    ["EFG 1 R", "another version"],
    ["", "empty"],
    ["hello", "hello"],
  ];
  for (const [text, word] of kinds) expect(kindOfGame(text)).toMatchObject({ other: expect.stringContaining(word) });
  expect([kindOfGame('\ufeff EFG 2 R "x"'), kindOfGame("NFG 1 D")]).toEqual(["efg", "nfg"]);
});
