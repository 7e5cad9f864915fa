import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  assume,
  branch,
  desk,
  ending,
  event,
  is,
  move,
  num,
  onMove,
  payoff,
  type SmallScenario,
  seen,
  set,
  smallScenario,
  step,
  variable,
} from "../../test/reference/small-scenario.ts";
import { walkThrough } from "../../test/reference/walk-through.ts";
import { buildWorld } from "../build/build.ts";
import { describeGraph, describeWorld } from "./describe.ts";
import { validateWorld } from "./validate.ts";
import { sealWorld, shareWorld, type World, worldFromBuffer } from "./world.ts";

const small: SmallScenario = {
  variables: [variable("level", 3), variable("type", 2, { starts: [num(0.3), num(0.7)], seenBy: 1 })],
  desks: [
    desk(
      "a",
      0,
      [move("up", { guard: is(1, 0), effects: [step(0, 1)], branches: [branch("x", 1 / 3), branch("y", 2 / 3)] })],
      {
        tempo: num(0.1),
      },
    ),
    desk("b", 1, [move("down", { effects: [step(0, -1)] })], {
      policy: [{ when: num(1), hold: num(0.25), chances: [num(0.75)] }],
    }),
  ],
  events: [[event("shock", "rate", 0.02, { effects: [set(0, 2)] })]],
  payoffs: [payoff(0, "while", 1), payoff(1, "on", -2, { trigger: onMove(0, 0, 0) })],
  endings: [ending("top", is(0, 2))],
  actors: 2,
  periods: 2,
  patience: 0.9,
};

/** The same, the shock seen otherwise by the second actor. */
const twoViews: SmallScenario = {
  ...small,
  events: [[event("shock", "rate", assume(0), { effects: [set(0, 2)] })]],
};

function world(scenario = smallScenario(small)): World {
  const result = buildWorld(scenario);
  if (result.status !== "built") throw new Error(result.status);
  return result.world;
}

describe.each([
  ["a world", () => world()],
  ["a world of two views", () => world(seen(twoViews, [0.02], [[1, 0, 0.3]]))],
])("the bytes of %s", (_, world) => {
  it("read back as the same world", () => {
    const { buffer } = world();
    const again = worldFromBuffer(buffer.slice(0));
    expect(validateWorld(again)).toEqual([]);
    expect(walkThrough(again)).toEqual(walkThrough(world()));
    expect(describeWorld(again)).toContain("information sets");
  });

  it("are the same in memory that threads share, which empties the world given", () => {
    const own = world();
    const shared = shareWorld(own);
    expect(shared.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(own.buffer.byteLength).toBe(0);
    expect(validateWorld(shared)).toEqual([]);
    expect(walkThrough(shared)).toEqual(walkThrough(world()));
    expect(walkThrough(worldFromBuffer(shared.buffer))).toEqual(walkThrough(world()));
  });

  it("are refused when any byte differs", () => {
    const bytes = new Uint8Array(world().buffer);
    for (let at = 0; at < bytes.length; at++) {
      for (const bits of [1, 128, 255]) {
        bytes[at] ^= bits;
        expect(() => worldFromBuffer(bytes.buffer)).toThrow(Error);
        bytes[at] ^= bits;
      }
    }
    expect(validateWorld(worldFromBuffer(bytes.buffer))).toEqual([]);
  });

  it("are refused when several differ", () => {
    const { buffer } = world();
    const damage = fc.array(fc.tuple(fc.nat(buffer.byteLength - 1), fc.nat(255)), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(damage, (changes) => {
        const copy = new Uint8Array(buffer.slice(0));
        for (const [at, value] of changes) copy[at] = value;
        fc.pre(copy.some((value, at) => value !== new Uint8Array(buffer)[at]));
        expect(() => worldFromBuffer(copy.buffer)).toThrow(Error);
      }),
      { numRuns: 500 },
    );
  });

  it("are refused before they are sealed", () => {
    const { buffer } = world();
    new Uint32Array(buffer, 16, 2).fill(0);
    expect(() => worldFromBuffer(buffer)).toThrow("not sealed");
    sealWorld({ buffer });
    expect(validateWorld(worldFromBuffer(buffer))).toEqual([]);
  });

  it("that are damaged and sealed again give an error, complaints, or a world that can be walked through", () => {
    const { buffer } = world();
    const damage = fc.array(fc.tuple(fc.nat(buffer.byteLength - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 3,
    });
    const outcomes = { error: 0, complaints: 0, valid: 0 };
    fc.assert(
      fc.property(damage, (bytes) => {
        const copy = new Uint8Array(buffer.slice(0));
        for (const [at, bits] of bytes) copy[at] ^= bits;
        sealWorld(copy);
        let read: World;
        try {
          read = worldFromBuffer(copy.buffer);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          outcomes.error++;
          return;
        }
        if (validateWorld(read).length > 0) {
          outcomes.complaints++;
          return;
        }
        outcomes.valid++;
        const { expected } = walkThrough(read);
        for (const points of expected) expect(points).not.toBeNaN();
        expect(describeGraph(read)).toContain("->");
      }),
      { numRuns: 3000 },
    );
    for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(0);
  });

  it("that are cut off give an error", () => {
    const { buffer } = world();
    for (const length of [0, 3, 15, 16, 40, buffer.byteLength - 8]) {
      expect(() => worldFromBuffer(buffer.slice(0, length))).toThrow(Error);
    }
  });
});

describe("validateWorld", () => {
  const complaintsAfter = (damage: (world: World) => void) => {
    const damaged = world();
    damage(damaged);
    return validateWorld(damaged).join("\n");
  };

  it("names what is broken", () => {
    expect(complaintsAfter((w) => w.edgeTarget.fill(0, 3, 4))).toMatch(/edge 3 leads from/);
    expect(complaintsAfter((w) => w.coefficient.fill(0.3, 0, 1))).toMatch(/sum to/);
    expect(complaintsAfter((w) => w.nodePay.fill(99, 0, 1))).toMatch(/node 0 pays row 99/);
    expect(complaintsAfter((w) => w.setSlot.fill(7, 1, 2))).toMatch(/setSlot|slot/);
    expect(complaintsAfter((w) => w.startChance.fill(0.1))).toMatch(/starts sum to/);
    expect(complaintsAfter((w) => w.nodeState.fill(0xffffffff, 0, 1))).toMatch(/has value 3/);
    expect(complaintsAfter((w) => w.payRow.fill(Number.NaN, 2, 3))).toMatch(/payRow/);
  });
});

describe("under a content-security policy", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("the world is built to the same bytes, and no code is made from text", () => {
    const free = new Uint8Array(world().buffer);
    let refused = 0;
    vi.stubGlobal("Function", function refuse() {
      refused++;
      throw new EvalError("code from text is forbidden");
    });
    const strict = new Uint8Array(world().buffer);
    vi.unstubAllGlobals();
    expect(refused).toBe(0);
    expect(strict).toEqual(free);
  });
});
