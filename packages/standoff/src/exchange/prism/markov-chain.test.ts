/**
 * What we write for PRISM and Storm says what we say: the files are read back by our own reader of explicit graphs
 * (which is tested against published models) and swept; UMB is unpacked and held against the text.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { graphToWorld, readTra } from "../../../test/reference/read-tra.ts";
import { buildWorld } from "../../build/build.ts";
import { compileExpression } from "../../language/expression/evaluate.ts";
import { loadScenario } from "../../language/load.ts";
import type { Scenario } from "../../language/scenario.ts";
import { solveEquilibrium } from "../../solve/equilibrium.ts";
import type { Solved } from "../../solve/solution.ts";
import { sweepBackward } from "../../sweep/backward.ts";
import { layerOf, stateValue, type World } from "../../world/world.ts";
import { type Mark, type MarkovChain, markovChain } from "./markov-chain.ts";
import { prismFiles, prismLanguage } from "./prism.ts";
import { untar } from "./tar.ts";
import { umb } from "./umb.ts";

const tutorial = fileURLToPath(
  new URL("../../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url),
);

let scenario: Scenario;
let world: World;
let solved: Solved;
let chain: MarkovChain;

function markOf(name: string): Mark {
  const condition = scenario.outcomes.find((outcome) => outcome.name === name)!.condition!;
  const holds = compileExpression(scenario, condition);
  const state = new Int32Array(world.header.description.variables.length);
  const atNode = (node: number) => {
    state.forEach((_, v) => {
      state[v] = stateValue(world, node, v);
    });
    return holds(state, world.layerPeriod[layerOf(world, node)]) !== 0;
  };
  return { name, atNode, onEdge: () => false };
}

beforeAll(() => {
  scenario = loadScenario(tutorial, (path) => readFileSync(path, "utf8")).scenario!;
  const built = buildWorld(scenario);
  if (built.status !== "built") throw new Error(built.status);
  world = built.world;
  const result = solveEquilibrium(world)[0];
  if (result.status !== "solved") throw new Error(result.status);
  solved = result;
  chain = markovChain(world, solved.policy, [markOf("settled"), everyMove()], solved.values);
});

/** A mark on edges: any move made. */
function everyMove(): Mark {
  const moves = new Set<number>();
  for (let label = 0; label < world.header.labels; label++) {
    for (let i = world.labelItem[label]; i < world.labelItem[label + 1]; i++) {
      if (world.header.description.occurrences[world.labelOccurrence[i]].kind === "move") moves.add(label);
    }
  }
  return { name: "a move", atNode: () => false, onEdge: (edge) => moves.has(world.edgeLabel[edge]) };
}

/** The probability of ever reaching a label, from the texts of .tra and .lab alone. */
function reachedFromText(label: string): number {
  const files = prismFiles(world, chain);
  const read = readTra(files.tra);
  if (read.status !== "read") throw new Error(read.faults[0].message);
  const [names, ...lines] = files.lab.trim().split("\n");
  const index = new RegExp(`(\\d+)="${label}"`).exec(names)![1];
  const held = lines.filter((line) => line.split(": ")[1].split(" ").includes(index));
  const target = new Set(held.map((line) => Number.parseInt(line, 10)));
  const again = graphToWorld(read.graph, { initial: 0, target, sign: 1 });
  const values = new Float64Array(again.header.nodes);
  sweepBackward(again, new Float64Array(again.header.slots).fill(1), values);
  return values[again.startNode[0]];
}

describe("the chain of a solved scenario", () => {
  test("every row sums to one, targets ascend", () => {
    for (let state = 0; state < chain.states; state++) {
      let sum = 0;
      for (let e = chain.row[state]; e < chain.row[state + 1]; e++) {
        sum += chain.probability[e];
        if (e > chain.row[state]) expect(chain.target[e]).toBeGreaterThan(chain.target[e - 1]);
      }
      expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
    }
  });

  test("rewards until done are the columns' values, after the stated shift", () => {
    chain.rewards.forEach((reward, column) => {
      const value = expectedReward(reward.values);
      const ours = [...world.startNode].reduce(
        (sum, node, i) => sum + world.startChance[i] * solved.values[node * world.header.columns + column],
        0,
      );
      expect(value - reward.shift).toBeCloseTo(ours, 9);
      expect(Math.min(...reward.values)).toBeGreaterThanOrEqual(0);
    });
  });

  test("the texts alone give an outcome's probability: by nodes, and by marks inside edges", () => {
    expect(prismFiles(world, chain).lab.split("\n")[0]).toBe('0="init" 1="deadlock" 2="done" 3="settled" 4="a_move"');
    const mass = solved.reach.reduce(
      (sum, reach, node) => sum + (ends(node) && chain.labels[0].states[stateOf(node)] ? reach : 0),
      0,
    );
    expect(Math.abs(reachedFromText("settled") - mass)).toBeLessThan(1e-12); // what is settled stays so to the end
    const moved = reachedFromText("a_move");
    expect(moved).toBeGreaterThan(mass); // a settlement is a move
    expect(moved).toBeLessThan(1 + 1e-12);
    expect(Math.abs(reachedFromText("done") - 1)).toBeLessThan(1e-12);
  });

  test("the model in PRISM's language has a line a state and no reserved words", () => {
    const text = prismLanguage(world, chain)!;
    expect(text.match(/^ {2}\[\] s=/gm)).toHaveLength(chain.states);
    expect(prismLanguage(world, chain, 10)).toBeNull();
  });

  test("UMB holds the same arrays", () => {
    const files = new Map(untar(umb(world, chain, "0")).map(({ name, bytes }) => [name, bytes]));
    const index = JSON.parse(new TextDecoder().decode(files.get("index.json")));
    expect(index["transition-system"]["#states"]).toBe(chain.states);
    const probabilities = new DataView(files.get("branch-to-probability.bin")!.buffer);
    chain.probability.forEach((probability, i) => {
      expect(probabilities.getFloat64(i * 8, true)).toBe(probability);
    });
    const targets = new DataView(files.get("branch-to-target.bin")!.buffer);
    chain.target.forEach((target, i) => {
      expect(targets.getUint32(i * 8, true)).toBe(target);
    });
    const bits = index.valuations.states.classes[0].variables.reduce(
      (sum: number, v: { padding?: number; type?: { size: number } }) => sum + (v.padding ?? v.type!.size),
      0,
    );
    expect((bits / 8) * chain.states).toBe(files.get("valuations/states/valuations.bin")!.length);
  });

  test("UMB's fields are where the packed words hold the variables, also where a later one fills a gap", () => {
    // 20 + 20 bits need two words; the third variable's 4 bits go into the first.
    const at = [
      { name: "wide", levels: [], word: 0, shift: 0, bits: 20 },
      { name: "wide too", levels: [], word: 1, shift: 0, bits: 20 },
      { name: "small", levels: [], word: 0, shift: 20, bits: 4 },
    ];
    const description = { ...world.header.description, variables: at };
    const gappy = { ...world, header: { ...world.header, description, stateWords: 2 } };
    const index = untar(umb(gappy, { ...chain, node: chain.node.map(() => -1) }, "0"))[0];
    const fields = JSON.parse(new TextDecoder().decode(index.bytes)).valuations.states.classes[0].variables;
    const sizes = fields.map((v: { name?: string; padding?: number; type?: { size: number } }) => [
      v.name ?? "",
      v.padding ?? v.type!.size,
    ]);
    expect(sizes).toEqual([
      ["s", 32],
      ["wide", 20],
      ["small", 4],
      ["", 8],
      ["wide_too", 20],
      ["", 12],
    ]);
  });
});

const ends = (node: number) => world.nodeEdge[node] === world.nodeEdge[node + 1];

/** The chain's state of a node: behind the common start, where there are several starts. */
const stateOf = (node: number) => node + (world.header.starts > 1 ? 1 : 0);

/** Sum of a state reward until `done`, by following the chain backwards in order of its rows. */
function expectedReward(values: Float64Array): number {
  const done = chain.states - 1;
  const known = new Float64Array(chain.states).fill(Number.NaN);
  known[done] = 0;
  const open = [0];
  while (open.length > 0) {
    const state = open.at(-1);
    const row = Array.from({ length: chain.row[state + 1] - chain.row[state] }, (_, i) => chain.row[state] + i);
    const waiting = row.map((e) => chain.target[e]).filter((target) => Number.isNaN(known[target]));
    if (waiting.length > 0) open.push(...waiting);
    else {
      known[state] = row.reduce((sum, e) => sum + chain.probability[e] * known[chain.target[e]], values[state]);
      open.pop();
    }
  }
  return known[0];
}
