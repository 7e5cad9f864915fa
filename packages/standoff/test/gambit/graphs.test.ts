/**
 * Published models as explicit graphs (Quantitative Verification Benchmark Set): our sweeps must give their exact
 * answers, the decision process through best response.
 */
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { bestResponse } from "../../src/solve/best-response.ts";
import { sweepBackward } from "../../src/sweep/backward.ts";
import { sweepForward } from "../../src/sweep/forward.ts";
import { graphToWorld, readTra } from "../reference/read-tra.ts";
import { absent, bytesOfShared, readShared } from "./shared-checks.ts";

const TOLERANCE = 1e-12;

interface Published {
  readonly kind: string;
  readonly initial: number;
  readonly target: readonly number[];
  readonly value: number;
  readonly file: string;
}

const graphs: Record<string, Published> = absent ? {} : JSON.parse(readShared("graphs/expected.json")).graphs;

function graphOf(file: string) {
  const read = readTra(gunzipSync(bytesOfShared(`graphs/${file}`)).toString());
  if (read.status !== "read") throw new Error(read.faults[0].message);
  return read.graph;
}

describe.skipIf(absent !== "")(`published graphs${absent && `: skipped, ${absent}`}`, () => {
  test.each(Object.entries(graphs).filter(([, graph]) => graph.kind === "markov chain"))(
    "%s, both ways",
    (_, published) => {
      const world = graphToWorld(graphOf(published.file), { ...published, target: new Set(published.target), sign: 1 });
      const policy = new Float64Array(world.header.slots).fill(1);
      const values = new Float64Array(world.header.nodes);
      sweepBackward(world, policy, values);
      expect(Math.abs(values[world.startNode[0]] - published.value)).toBeLessThan(TOLERANCE);
      const reach = new Float64Array(world.header.nodes);
      sweepForward(world, policy, reach);
      const reached = reach.reduce((sum, mass, node) => sum + (world.nodePay[node] === 1 ? mass : 0), 0);
      expect(Math.abs(reached - published.value)).toBeLessThan(TOLERANCE);
    },
  );

  test.each(Object.entries(graphs).filter(([, graph]) => graph.kind === "decision process"))(
    "%s, by best response",
    (_, published) => {
      const world = graphToWorld(graphOf(published.file), {
        ...published,
        target: new Set(published.target),
        sign: -1,
      });
      const answer = bestResponse(world, world.slotLogWeight, 0);
      expect(Math.abs(-answer.values[world.startNode[0]] - published.value)).toBeLessThan(TOLERANCE);
    },
  );
});

describe("reading .tra", () => {
  test.each([
    ["no counts", "a b", "counts expected"],
    ["too few lines", "2 2\n0 1 1\n", "1 transitions where the head says 2"],
    ["a state outside", "2 1\n0 2 1\n", "a state outside"],
    ["no number", "2 1\n0 1 x\n", "a transition expected"],
    ["a chance above one", "2 1\n0 1 2\n", "a chance up to 1"],
    ["a negative chance", "2 2\n0 1 -1\n0 0 2\n", "a chance up to 1"],
    ["chances that miss one", "2 2\n0 1 0.5\n0 0 0.4\n", "state 0, choice 0 sum to 0.9"],
  ])("tells of %s", (_, text, message) => {
    const read = readTra(text);
    expect(read.status === "faulty" && read.faults[0].message).toContain(message);
  });

  test("refuses a circle", () => {
    const read = readTra("2 2\n0 1 1\n1 0 1\n");
    if (read.status !== "read") throw new Error("not read");
    expect(() => graphToWorld(read.graph, { initial: 0, target: new Set(), sign: 1 })).toThrow("circle");
  });
});
