/**
 * Views in the built world: chances, starts, rates and points as different actors hold them, with the arithmetic
 * beside.
 */
import { describe, expect, it } from "vitest";
import {
  assume,
  branch,
  desk,
  event,
  is,
  move,
  num,
  op,
  payoff,
  type SmallScenario,
  seen,
  set,
  variable,
} from "../../test/reference/small-scenario.ts";
import type { Expression } from "../language/expression/expression.ts";
import type { Scenario } from "../language/scenario.ts";
import { validateWorld } from "../world/validate.ts";
import type { World } from "../world/world.ts";
import { buildWorld } from "./build.ts";

function built(scenario: Scenario): World {
  const result = buildWorld(scenario);
  if (result.status !== "built") throw new Error(result.status);
  expect(validateWorld(result.world)).toEqual([]);
  return result.world;
}

/** The chances of a node's edges in a view. */
function chances({ header, nodeEdge, edgeCoefficient, coefficient }: World, node: number, view: number): number[] {
  const edges = edgeCoefficient.subarray(nodeEdge[node], nodeEdge[node + 1]);
  return Array.from(edges, (number) => coefficient[view * header.coefficients + number]);
}

const rest = (of: Expression) => op(num(1), "-", of);
const flag = variable("flag", 2);
const choice = desk("table", 0, [move("go", { effects: [set(0, 1)] })]);

describe("views of a world", () => {
  it("are one where nobody holds anything otherwise; who declares a value has a view, even of what is as stated", () => {
    const small: SmallScenario = {
      variables: [flag],
      events: [[event("rain", "chance", assume(0), { effects: [set(0, 1)] })]],
      actors: 2,
    };
    expect(built(seen(small, [0.3], [])).header.views).toBe(1);
    expect(built(seen(small, [0.3], [[1, 0, 0.3]])).header.views).toBe(2);
    const both = built(
      seen(
        small,
        [0.3],
        [
          [0, 0, 0.4],
          [1, 0, 0.4],
        ],
      ),
    );
    expect(both.header.views).toBe(2);
    expect([...both.actorView]).toEqual([1, 1]);
  });

  it("see starts with their own chances; a start that one of them alone holds possible has a place", () => {
    const hidden = variable("type", 2, { starts: [rest(assume(0)), assume(0)], seenBy: 1 });
    const world = built(seen({ variables: [hidden], actors: 2 }, [0], [[1, 0, 0.25]]));
    expect([...world.startChance]).toEqual([1, 0, 0.75, 0.25]);
    expect([...world.actorView]).toEqual([0, 1]);
  });

  it("see branches with their own chances, and keep what is impossible in some of them", () => {
    const branches = [branch("well", assume(0), [set(0, 1)]), branch("badly", rest(assume(0)))];
    const small: SmallScenario = {
      variables: [flag],
      desks: [desk("table", 0, [move("go", { branches })])],
      actors: 2,
    };
    const world = built(seen(small, [0], [[1, 0, 0.5]]));
    // Slots in order: hold, go well, go badly.
    expect(chances(world, 0, 0)).toEqual([1, 0, 1]);
    expect(chances(world, 0, 1)).toEqual([1, 0.5, 0.5]);
  });

  it("see rivals with their own rates", () => {
    const events = [
      event("rain", "rate", assume(0), { effects: [set(0, 1)] }),
      event("frost", "rate", 0.1, { effects: [set(0, 2)] }),
    ];
    const world = built(
      seen({ variables: [variable("weather", 3)], events: [events], actors: 2 }, [0.1], [[0, 0, 0.3]]),
    );
    // Seven days: 1 - exp(-0.2 x 7) in equal parts, and 1 - exp(-0.4 x 7) in parts 3 to 1; the first edge is "nothing".
    const [half, quarter] = [(1 - Math.exp(-1.4)) / 2, (1 - Math.exp(-2.8)) / 4];
    chances(world, 0, 0).forEach((chance, i) => {
      expect(chance).toBeCloseTo([Math.exp(-1.4), half, half][i], 15);
    });
    chances(world, 0, 1).forEach((chance, i) => {
      expect(chance).toBeCloseTo([Math.exp(-2.8), 3 * quarter, quarter][i], 15);
    });
  });

  it("see events one after another, each with the chances of its own", () => {
    const events = [
      event("rain", "chance", assume(0), { effects: [set(0, 1)] }),
      event("frost", "chance", 0.5, { guard: is(0, 1), effects: [set(0, 2)] }),
    ];
    const world = built(seen({ variables: [variable("weather", 3)], events: [events], actors: 1 }, [1], [[0, 0, 0.2]]));
    // Nature: it rains; then half and half. The actor: it stays dry with 0.8, and 0.2 is halved.
    const sorted = (view: number) => chances(world, 0, view).toSorted((a, b) => a - b);
    expect(sorted(0)).toEqual([0, 0.5, 0.5]);
    expect(sorted(1)).toEqual([0.1, 0.1, 0.8]);
  });

  it("differ in points alone without a view of chances: every column has its actor's", () => {
    const payoffs = [0, 1].map((column) => payoff(column, "at end", assume(0), { when: is(0, 1) }));
    const world = built(seen({ variables: [flag], desks: [choice], payoffs, actors: 2 }, [10], [[1, 0, -30]]));
    expect(world.header.views).toBe(1);
    expect([...world.payRow]).toEqual([0, 0, 10, -30]);
  });

  it("let lumps fall when a condition becomes true in the eyes of who gets them", () => {
    const trigger = { kind: "becomes", condition: op(op(num(2), "*", is(0, 1)), ">", assume(0)) } as const;
    const payoffs = [0, 1].map((column) => payoff(column, "on", 5, { trigger }));
    const world = built(seen({ variables: [flag], desks: [choice], payoffs, actors: 2 }, [1], [[1, 0, 3]]));
    const paid = [...world.labelPay].map((row) => [...world.payRow.subarray(2 * row, 2 * row + 2)]);
    expect(paid).toContainEqual([5, 0]);
    expect(paid).not.toContainEqual([5, 5]);
  });

  it("name whose eyes see a chance outside of 0 to 1", () => {
    const rain = event("rain", "chance", assume(0), { effects: [set(0, 1)] });
    const result = buildWorld(seen({ variables: [flag], events: [[rain]], actors: 2 }, [0.5], [[1, 0, 1.5]]));
    if (result.status !== "faulty") throw new Error(result.status);
    expect(result.diagnostics.map(({ code, example }) => [code, example])).toEqual([
      ["chance-outside-0-to-1", "1970-01-01: everything at its first level; in the eyes of actor 2"],
    ]);
  });
});

describe("the guard of a world's bytes", () => {
  const small: SmallScenario = {
    variables: [variable("type", 2, { starts: [rest(assume(0)), assume(0)], seenBy: 1 })],
    desks: [choice],
    actors: 2,
  };
  const complaints = (damage: (world: World) => void) => {
    const world = built(seen(small, [0.5], [[1, 0, 0.25]]));
    damage(world);
    return validateWorld(world).join("; ");
  };

  it("looks at every view", () => {
    expect(complaints((world) => world.startChance.fill(0.3, 2))).toMatch(/starts sum to 0.6/);
    expect(complaints((world) => world.coefficient.fill(0.3, world.header.coefficients))).toMatch(/sum to 0.3/);
    expect(complaints((world) => world.actorView.fill(2))).toMatch(/actorView 0 is 2/);
  });

  it("lets nobody decide by what is seen with other eyes", () => {
    expect(complaints((world) => world.weightRow.fill(1))).toMatch(/seen with other eyes/);
  });
});
