/**
 * One contract, two walks: the kernel's templates make the same world as evaluating every node, byte for byte; faults,
 * a limit and a cancellation end both alike.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomScenario } from "../../../test/random/random-scenario.ts";
import { anySmall, anyTimed, scenarioOf, timedScenario } from "../../../test/random/random-small.ts";
import {
  branch,
  clock,
  dateOf,
  desk,
  event,
  is,
  move,
  num,
  onMove,
  op,
  payoff,
  read,
  set,
  smallScenario,
  step,
  variable,
} from "../../../test/reference/small-scenario.ts";
import { loadScenario } from "../../language/load.ts";
import type { Scenario } from "../../language/scenario.ts";
import { type BuildOptions, type BuildResult, buildWorld } from "../build.ts";

const root = join(import.meta.dirname, "../../../../..");
const files = globSync(["scenarios/*/scenario.standoff.yaml", "packages/standoff/test/**/*.standoff.yaml"], {
  cwd: root,
});
const readFile = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

const LIMIT = 3e8;
const COARSE = "4 weeks";

function both(scenario: Scenario, options: BuildOptions = {}): [BuildResult, BuildResult] {
  const plain = buildWorld(scenario, { maxBytes: LIMIT, ...options, kernel: false });
  const fast = buildWorld(scenario, { maxBytes: LIMIT, ...options });
  return [plain, fast];
}

/** The same bytes, or the same faults. Returns the plain result. */
function expectSame(scenario: Scenario, options?: BuildOptions): BuildResult {
  const [plain, fast] = both(scenario, options);
  expect(fast.status).toBe(plain.status);
  if (plain.status === "faulty" && fast.status === "faulty") expect(fast.diagnostics).toEqual(plain.diagnostics);
  if (plain.status === "built" && fast.status === "built") {
    expect(Buffer.compare(Buffer.from(fast.world.buffer), Buffer.from(plain.world.buffer))).toBe(0);
    expect(plain.stats.evaluated).toBe(plain.stats.nodes);
  }
  return plain;
}

describe("the kernel's walk makes the world of the plain one", () => {
  it.each(files)("%s", { timeout: 1_200_000 }, (file) => {
    // Millions of states are too many to evaluate one by one.
    const { scenario } = loadScenario(join(root, file), readFile, file.includes("us-iran") ? { step: COARSE } : {});
    if (scenario !== undefined) expectSame(scenario);
  });

  it("of random scenarios in YAML", { timeout: 1_200_000 }, () => {
    let compared = 0;
    const load = (text: string) =>
      loadScenario("made-up.standoff.yaml", (path) => (path[0] === "m" ? text : undefined));
    fc.assert(
      fc.property(randomScenario(), (text) => {
        const { scenario } = load(text);
        if (scenario !== undefined && expectSame(scenario).status === "built") compared++;
      }),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(150);
  });

  it("of random scenarios with desks that move at once, forgetting and endings", { timeout: 1_200_000 }, () => {
    fc.assert(
      fc.property(anySmall, (random) => {
        expectSame(scenarioOf(random));
      }),
      { numRuns: 300 },
    );
  });

  it("of random scenarios whose conditions follow from each other and from time", { timeout: 1_200_000 }, () => {
    let built = 0;
    fc.assert(
      fc.property(anyTimed, (random) => {
        if (expectSame(timedScenario(random)).status === "built") built++;
      }),
      { numRuns: 1000 },
    );
    expect(built).toBeGreaterThan(500);
  });
});

const COUNTERS = [0, 1, 2, 3, 4];
const counters = COUNTERS.map((i) => variable(`v${i}`, 5, { starts: Array(5).fill(num(1 / 5)) }));

describe("the kernel's walk", () => {
  const evaluated = (scenario: Scenario) => {
    const result = expectSame(scenario);
    if (result.status !== "built") throw new Error(result.status);
    const { stats } = buildWorld(scenario) as Extract<BuildResult, { status: "built" }>;
    return stats.evaluated / stats.nodes;
  };

  it("evaluates few nodes where many are alike", () => {
    const desks = COUNTERS.map((i) => desk(`d${i}`, 0, [move("up", { effects: [step(i, 1)] })], { tempo: num(0.1) }));
    expect(evaluated(smallScenario({ variables: counters, desks, periods: 2 }))).toBeLessThan(0.01);
  });

  it("evaluates each node where none are alike", () => {
    const digits = COUNTERS.map((i) => op(read(i), "*", num(5 ** i))).reduce((sum, digit) => op(sum, "+", digit));
    const chance = op(op(digits, "+", num(1)), "/", num(10_000));
    const events = [[event("e", "chance", chance, { effects: [set(0, 0)] })]];
    const payoffs = [payoff(0, "while", digits)];
    // Only on the last day are all alike.
    expect(evaluated(smallScenario({ variables: counters, events, payoffs }))).toBeGreaterThan(2 / 3 - 0.001);
  });

  it("finds room for a node with very many edges", () => {
    const many = Array.from({ length: 14 }, (_, i) => variable(`v${i}`, 2));
    const events = [many.map((_, i) => event(`e${i}`, "chance", 1 / 2, { effects: [set(i, 1)] }))];
    expect(expectSame(smallScenario({ variables: many, events, periods: 1 })).status).toBe("built");
  });

  it("leaves a scenario with a very wide variable to the plain one", () => {
    const wide = variable("wide", 5000);
    const desks = [desk("d", 0, [move("up", { effects: [step(0, 4000)] })])];
    expect(expectSame(smallScenario({ variables: [wide], desks, periods: 3 })).status).toBe("built");
  });

  it("names the same faults, with the first state that shows each", () => {
    const risky = (i: number) => op(op(read(i), "*", num(0.3)), "+", num(0.2 * i));
    const desks = COUNTERS.map((i) =>
      desk(`d${i}`, 0, [move(`m${i}`, { branches: [branch("a", risky(i), [step(i, 1)]), branch("b", 0.5)] })]),
    );
    const events = [[event("e", "rate", op(num(2), "-", read(4)), { effects: [set(0, op(read(1), "*", num(2)))] })]];
    const result = expectSame(smallScenario({ variables: counters, desks, events }));
    expect(result.status === "faulty" && result.diagnostics.length).toBeGreaterThan(1);
  });

  it("looks again at a stop that another clock's stop has made true", () => {
    // The first clock stops when the second is not due before day 20; the second stops after the first was looked at.
    const onChoice = (index: number) => onMove(index, 0);
    const clocks = [
      clock("stages", "stages", {
        starts: onChoice(1),
        takes: num(20),
        stages: 2,
        stageVariable: 4,
        stopWhen: op(dateOf(1), ">", num(20)),
      }),
      clock("timer", "timer", { starts: onChoice(0), takes: num(10), dueVariable: 3, stopWhen: is(1, 1) }),
    ];
    const bookkeeping = [variable("due", 4 + 3, { kind: "clock" }), variable("stage", 4, { kind: "clock" })];
    const writes = [0, 2, 1, 0]; // the third desk stops the timer, the last one only brings the next look
    const desks = writes.map((v, i) => desk(`d${i}`, 0, [move("m", { effects: [set(v, 1)] })]));
    const variables = [...[0, 1, 2].map((i) => variable(`v${i}`, 2)), ...bookkeeping];
    const scenario = smallScenario({ variables, desks, clocks, periods: 4 });
    expect(expectSame(scenario).status).toBe("built");
  });

  it("finds a menu that tells secrets", () => {
    const secret = variable("type", 2, { starts: [num(0.3), num(0.7)], seenBy: 2 });
    const guarded = move("only then", { guard: read(0) });
    const result = expectSame(
      smallScenario({ variables: [secret], desks: [desk("d", 0, [move("a"), guarded])], actors: 2 }),
    );
    expect(result.status === "faulty" && result.diagnostics[0].code).toBe("menu-tells-secrets");
  });

  it("stops at a limit of memory, with what makes the world grow, and when cancelled", () => {
    const desks = COUNTERS.map((i) => desk(`d${i}`, 0, [move("up", { effects: [step(i, 1)] })]));
    const scenario = smallScenario({ variables: counters, desks, periods: 4 });
    for (const result of both(scenario, { maxBytes: 2e6 })) {
      if (result.status !== "too large") throw new Error(result.status);
      expect(result.bytes).toBeGreaterThan(2e6);
      expect(result.variables[0].multiplies).toBeGreaterThan(2);
      expect(result.widest.states).toBeGreaterThan(1000);
      expect(result.occurrences.length).toBeGreaterThan(0);
    }
    for (const kernel of [true, false]) {
      let asked = 0;
      expect(buildWorld(scenario, { kernel, cancelled: () => ++asked > 2 }).status).toBe("cancelled");
    }
  });

  it("counts what opens new states as the plain one does", () => {
    const desks = [desk("d", 0, [move("up", { effects: [step(0, 1)] }), move("down", { effects: [step(0, -1)] })])];
    const [plain, fast] = both(smallScenario({ variables: counters, desks, periods: 40 }), { maxBytes: 2.4e6 });
    if (plain.status !== "too large" || fast.status !== "too large") throw new Error(`${plain.status} ${fast.status}`);
    const names = (result: typeof plain) => result.occurrences.map(({ name }) => name).sort();
    expect(names(fast)).toEqual(names(plain));
  });
});
