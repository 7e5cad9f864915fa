/**
 * Where nothing is hidden, play nears the subgame-perfect one as steadiness grows: on random trees with whole payoffs
 * that differ, the solved path is the one that backward induction on the tree itself finds.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { solveEquilibrium } from "../../src/solve/equilibrium.ts";
import { openText } from "../open-text.ts";
import { chanceAtEnd } from "../published/play.ts";

/** At lambda 50 a point of difference leaves mistakes of e^-50. */
const LAMBDA = 50;
const ACTORS = ["ann", "bob"] as const;

type Tree =
  | { readonly payoffs: readonly [number, number] }
  | { readonly mover: 0 | 1; readonly ways: readonly [Tree, Tree] };

const tree: fc.Arbitrary<Tree> = fc
  .tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.array(fc.constantFrom(0 as const, 1 as const), { minLength: 7, maxLength: 7 }),
    fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }),
    fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }),
  )
  .map(([depth, movers, forAnn, forBob]) => {
    let leaf = 0;
    const grow = (left: number, number: number): Tree => {
      if (left > 0)
        return { mover: movers[number], ways: [grow(left - 1, 2 * number + 1), grow(left - 1, 2 * number + 2)] };
      const payoffs = [forAnn[leaf], forBob[leaf]] as const;
      leaf++;
      return { payoffs };
    };
    return grow(depth, 0);
  });

/** Names of the places of a tree: the way taken from the root, e.g. `place LRL`. */
function places(tree: Tree, name = "place "): { name: string; tree: Tree }[] {
  const own = { name: name.trim(), tree };
  return "ways" in tree ? [own, ...places(tree.ways[0], `${name}L`), ...places(tree.ways[1], `${name}R`)] : [own];
}

/** The scenario: one desk for each fork, all in one period, payoffs at the end. */
function write(root: Tree): string {
  const all = places(root);
  const forks = all.flatMap(({ name, tree }) => ("ways" in tree ? [{ name, mover: tree.mover }] : []));
  const desk = ({ name, mover }: (typeof forks)[number]) => [
    `desk at ${name}`.replace("at ", ""),
    {
      of: ACTORS[mover],
      "must move": "yes",
      moves: Object.fromEntries(
        ["L", "R"].map((way) => [
          `${name} goes ${way}`,
          { when: `place is ${name}`, does: { place: name === "place" ? `place ${way}` : `${name}${way}` } },
        ]),
      ),
    },
  ];
  const worth = (column: number) =>
    Object.fromEntries(
      all.flatMap(({ name, tree }) =>
        "payoffs" in tree ? [[`end ${name}`, { "at end": `place is ${name}`, value: tree.payoffs[column] }]] : [],
      ),
    );
  return JSON.stringify({
    standoff: 1,
    title: "A tree",
    "as of": { day: "2025-01-01" },
    calendar: { from: "2025-01-01", to: "2025-01-02", step: "1 day" },
    afterwards: "none",
    scale: { 0: "worst", 7: "best" },
    steadiness: { lambda: LAMBDA },
    plain: "yes",
    order: "fixed",
    actors: { ann: { name: "Ann" }, bob: { name: "Bob" } },
    state: { place: { is: all.map(({ name }) => name) } },
    desks: Object.fromEntries(forks.map(desk)),
    payoffs: { ann: worth(0), bob: worth(1) },
    outcomes: { "left first": { when: "place is place L" } },
  });
}

/** Backward induction. */
function best(tree: Tree, name = "place "): { name: string; payoffs: readonly [number, number] } {
  if ("payoffs" in tree) return { name: name.trim(), payoffs: tree.payoffs };
  const left = best(tree.ways[0], `${name}L`);
  const right = best(tree.ways[1], `${name}R`);
  return left.payoffs[tree.mover] > right.payoffs[tree.mover] ? left : right;
}

describe("perfect information", () => {
  it("is played as backward induction says", () => {
    fc.assert(
      fc.property(tree, (root) => {
        const opened = openText(write(root));
        if (opened.status === "refused") throw new Error(opened.says);
        const [solved] = solveEquilibrium(opened.world);
        if (solved?.status !== "solved") throw new Error(`${solved?.status}`);
        expect(chanceAtEnd(opened, solved, { place: best(root).name })).toBeGreaterThan(1 - 1e-12);
      }),
      { seed: 1982, numRuns: 100 },
    );
  });
});
