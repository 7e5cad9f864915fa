/**
 * What the answers make of different eyes: beliefs and checks by the actor's numbers, the forecast and the exported
 * chains by the modeller's, with the arithmetic beside; and a larger scenario, solved by the fast sweeps and checked by
 * the plain ones.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { unfold } from "../src/exchange/gambit/unfold.ts";
import { type MarkovChain, markovChain } from "../src/exchange/prism/markov-chain.ts";
import { claimsOf, marksOf } from "../src/exchange/prism/marks.ts";
import { prismFiles } from "../src/exchange/prism/prism.ts";
import { beliefsOf } from "../src/query/beliefs.ts";
import { runChecks } from "../src/query/checks.ts";
import { forecastSolutions } from "../src/query/forecast.ts";
import { forgettingGaps } from "../src/query/forgetting.ts";
import { numbersHeldOtherwise } from "../src/query/own-eyes.ts";
import { readResult, storeResult, verifyResult } from "../src/query/stored-result.ts";
import { runScenario } from "../src/run.ts";
import { bestResponse, regretOf } from "../src/solve/best-response.ts";
import { residualOf } from "../src/solve/residual.ts";
import { sweepBackward, worthAtStart } from "../src/sweep/backward.ts";
import { sweepForward } from "../src/sweep/forward.ts";
import { worldInView } from "../src/world/world.ts";
import { openText } from "./open-text.ts";
import { type Game, solveGame } from "./published/play.ts";

/** Sums of a few fractions in floating point. */
const EXACT = 12;
const SOLVED = 1e-9;

function open(text: string, set: Record<string, string> = {}): Game {
  const opened = openText(text, { set });
  if (opened.status === "refused") throw new Error(opened.says);
  return opened;
}

/**
 * The signal of `eyes.test.ts`: one in three is strong; the receiver holds it to be 1/2. P(loud) = 4/9 in nature and
 * 1/2 to the receiver; strong | loud = 2/3 and strong | soft = 1/3 to it; it resists with 1/9 and 1/2.
 */
const signal = (rest: string, loudly = "heard is nothing") => `
standoff: 1
title: By hand
as of: { day: 2025-01-01 }
calendar: { from: 2025-01-01, to: 2025-01-03, step: 1 day }
afterwards: none
scale: { 0: nothing, 1: a point }
steadiness: { better by: 1 points, is chosen: 2 in 3 }
noise: mistakes
plain: yes
order: fixed
actors: { sender: { name: Sender }, receiver: { name: Receiver } }
state:
  type: { is: [weak, strong], seen by: sender, starts: { weak: rest, strong: $strong } }
  heard: { is: [nothing, loud, soft] }
  reply: { is: [none, yielded, resisted] }
desks:
  voice: { of: sender, must move: yes, moves: { speak loudly: { when: ${loudly}, does: { heard: loud } }, speak softly: { when: heard is nothing, does: { heard: soft } } } }
  answer: { of: receiver, must move: yes, moves: { yield: { when: reply is none, does: { reply: yielded } }, resist: { when: reply is none, does: { reply: resisted } } } }
payoffs:
  sender: { volume: { on: speak loudly, value: if type is strong then 1 else -1 } }
  receiver: { fight: { on: resist, value: if type is strong then -6 else 3 } }
outcomes:
  resisted: { on: resist }
  strong at the end: { at end: type is strong }
assumptions: { strong: { value: 1 in 3, basis: convention } }
checks:
  at first: { belief of: receiver, ask: P(resisted), on: 2025-01-01 }
  at last: { belief of: receiver, ask: P(strong at the end), on: 2025-01-02, expect: 0.4 to 0.5 }
${rest}
`;

describe("beliefs of one who holds the strong to be half", () => {
  const game = open(signal("in the eyes of: { receiver: { strong: 1 in 2 } }"));
  const solved = solveGame(game);
  const [path] = beliefsOf(game.scenario, game.world, solved);

  it("start from its own prior", () => {
    expect(path).toMatchObject({ actor: "receiver", about: "type", levels: ["weak", "strong"] });
    expect(path.points[0].mean[1]).toBeCloseTo(1 / 2, EXACT);
  });

  it("are its own in every situation, which come as often as nature brings them", () => {
    const point = path.points[1];
    expect(point.mean[1]).toBeCloseTo((4 / 9) * (2 / 3) + (5 / 9) * (1 / 3), EXACT);
    expect(point.low[1]).toBeCloseTo(1 / 3, EXACT);
    expect(point.high[1]).toBeCloseTo(2 / 3, EXACT);
    expect(point.whenTrue[1]).toBeCloseTo((2 / 3) * (2 / 3) + (1 / 3) * (1 / 3), EXACT);
    // After soft it resists with 1/2: twice 5/18; after loud it yields with 8/9 of 4/9.
    expect(point.likeliest).toMatchObject({ sees: "heard is loud and reply is yielded" });
    expect(point.likeliest.probability).toBeCloseTo(32 / 81, EXACT);
    expect(point.likeliest.belief[1]).toBeCloseTo(2 / 3, EXACT);
  });

  it("of what will be go by its own chances", () => {
    const [first, last] = runChecks(game.scenario, game.world, [solved]);
    if (first?.kind !== "belief" || last?.kind !== "belief") throw new Error("two beliefs were asked for");
    expect(first.believes).toBeCloseTo(11 / 36, EXACT);
    expect(first.forecast).toBeCloseTo(53 / 162, EXACT);
    expect(last.believes).toBeCloseTo(13 / 27, EXACT);
    expect(last.forecast).toBeCloseTo(1 / 3, EXACT);
    expect(last.range[0]).toBeCloseTo(1 / 3, EXACT);
    expect(last.range[1]).toBeCloseTo(2 / 3, EXACT);
    expect(last).toMatchObject({ situations: 4, inside: true });
    expect(last.covered).toBeCloseTo(1, EXACT);
  });

  it("are named with who holds them", () => {
    expect(numbersHeldOtherwise(game.scenario)).toEqual([
      { actor: "receiver", actorName: "Receiver", assumption: "strong", stated: "1 in 3", held: "1 in 2" },
    ]);
  });
});

describe("beliefs of one who held the strong to be impossible, where only the strong are loud", () => {
  // P(loud) = 1/3 2/3 = 2/9. Soft: all are weak to it; loud: it gives way to what it hears.
  const game = open(signal("in the eyes of: { receiver: { strong: 0 } }", "heard is nothing and type is strong"));
  const solved = solveGame(game);

  it("give way to what was least impossible", () => {
    const [path] = beliefsOf(game.scenario, game.world, solved);
    expect(path.points[0].mean).toEqual([1, 0]);
    expect(path.points[1].mean[1]).toBeCloseTo(2 / 9, EXACT);
    expect(path.points[1].whenTrue[1]).toBeCloseTo(2 / 3, EXACT);
  });

  it("are not asked for in what it held impossible", () => {
    const [, last] = runChecks(game.scenario, game.world, [solved]);
    if (last?.kind !== "belief") throw new Error("a belief was asked for");
    expect(last.believes).toBe(0);
    expect(last.situations).toBe(4);
    expect(last.covered).toBeCloseTo(7 / 9, EXACT);
  });
});

/** A sign of a hidden type comes and goes, so that who watches forgets it. */
const forgetful = (eyes: string) => `
standoff: 1
title: A sign
as of: { day: 2025-01-01 }
calendar: { from: 2025-01-01, to: 2025-01-22, step: 1 week }
afterwards: none
scale: { 0: nothing, 1: a point }
steadiness: { better by: 1 points, is chosen: 2 in 3 }
noise: mistakes
order: fixed
actors: { watcher: { name: Watcher }, watched: { name: Watched } }
state:
  type: { is: [meek, bold], seen by: watched, starts: { meek: rest, bold: $bold } }
  sign: yes or no
  done: yes or no
events:
  sky:
    shows: { when: not sign, chance: if type is bold then $shows else 0.1, does: { sign: yes } }
    fades: { when: sign, chance: 0.5, does: { sign: no } }
desks:
  post: { of: watcher, moves: { act: { when: not done, does: { done: yes } } } }
payoffs: { watcher: { act: { on: act, value: if type is bold then 3 else -2 } } }
outcomes: { acted: { when: done } }
assumptions: { bold: { value: 0.5, basis: convention }, shows: { value: 0.3, basis: convention } }
${eyes}
`;

describe("the forgetting gap", () => {
  it("is that of the game with the actor's numbers and the same play", () => {
    const game = open(forgetful("in the eyes of: { watcher: { bold: 0.2, shows: 0.8 } }"));
    const imagined = open(forgetful(""), { bold: "0.2", shows: "0.8" });
    const solved = solveGame(game);
    const reach = new Float64Array(imagined.world.header.nodes);
    sweepForward(imagined.world, solved.policy, reach);
    const [own] = forgettingGaps(game.scenario, game.world, solved);
    const [other] = forgettingGaps(imagined.scenario, imagined.world, { policy: solved.policy, reach });
    const [stated] = forgettingGaps(open(forgetful("")).scenario, worldInView(game.world, 0), solved);
    expect(own.gap).toBeGreaterThan(0.01);
    expect(own).toEqual(other);
    expect(Math.abs(own.gap - stated.gap)).toBeGreaterThan(0.001);
  });
});

/** What a chain's states are worth until `done`, by backward substitution repeated until nothing moves. */
function rewardUntilDone(chain: MarkovChain, values: Float64Array): number {
  const worth = new Float64Array(chain.states);
  for (let moved = true; moved; ) {
    moved = false;
    for (let state = 0; state < chain.states - 1; state++) {
      let next = values[state];
      for (let e = chain.row[state]; e < chain.row[state + 1]; e++) {
        next += chain.probability[e] * worth[chain.target[e]];
      }
      if (next !== worth[state]) moved = true;
      worth[state] = next;
    }
  }
  return worth[0];
}

describe("models for others", () => {
  const game = open(signal("in the eyes of: { receiver: { strong: 1 in 2 } }"));
  const solved = solveGame(game);

  it("are refused as a tree, which has one set of chances", () => {
    const unfolded = unfold(game.world);
    expect(unfolded).toMatchObject({ status: "refused", reason: expect.stringContaining("different eyes") });
  });

  it("are a tree where points alone are seen otherwise", () => {
    const points = signal("in the eyes of: { receiver: { loss: 4 } }")
      .replace("strong then -6", "strong then -$loss")
      .replace("assumptions: {", "assumptions: { loss: { value: 6, basis: convention },");
    const { world } = open(points);
    expect(world.header.views).toBe(1);
    expect(unfold(world).status).toBe("unfolded");
  });

  it("are chains with nature's chances, and say so of who sees them otherwise", () => {
    const chain = markovChain(game.world, solved.policy, marksOf(game.scenario, game.world));
    expect(chain.rewards.map(({ name, otherwise }) => [name, otherwise])).toEqual([
      ["sender", false],
      ["receiver", true],
    ]);
    const nature = worldInView(game.world, 0);
    const values = new Float64Array(solved.values.length);
    sweepBackward(nature, solved.policy, values);
    const worth = worthAtStart(nature, values);
    chain.rewards.forEach(({ values: rewards, shift }, column) => {
      expect(rewardUntilDone(chain, rewards) - shift).toBeCloseTo(worth[column], EXACT);
    });
    expect(worth[1]).not.toBeCloseTo(worthAtStart(game.world, solved.values)[1], 3);
    const claims = claimsOf(game.scenario, game.world, solved, chain);
    expect(claims.at(-1).ours - chain.rewards[1].shift).toBeCloseTo(worth[1], EXACT);
    expect(prismFiles(game.world, chain, claims).props.match(/sees some of them otherwise/g)).toHaveLength(1);
  });
});

describe("a larger scenario in different eyes", () => {
  const cuba = fileURLToPath(new URL("../../../scenarios/cuba-1962", import.meta.url));
  const text = JSON.stringify({
    extends: cuba,
    "in the eyes of": {
      us: { "must hold": 0.6, clash: "2 per week" },
      ussr: { "will strike": 0.2, "war after answer": 0 },
    },
  });
  const run = runScenario(
    "what-if.yaml",
    (path) => {
      if (path === "what-if.yaml") return text;
      try {
        return readFileSync(path, "utf8");
      } catch {
        return undefined;
      }
    },
    { scales: [1] },
  );
  if (run.status !== "solved") throw new Error(JSON.stringify(run).slice(0, 500));
  const { scenario, world, base } = run;

  it("is solved by fast sweeps, and holds by the plain ones", () => {
    expect(world.header.views).toBe(3);
    const { residual, largestGain, massLost } = residualOf(world, base.logPolicy);
    expect(residual).toBeLessThan(SOLVED);
    expect(largestGain).toBeCloseTo(base.certificate.largestGain, 8);
    expect(massLost).toBeLessThan(1e-12);
  });

  it("verifies when stored", () => {
    const stored = readResult(storeResult({ scenario, world, base }, "test", { set: {}, step: null, reversed: false }));
    if (stored.status !== "read") throw new Error(stored.why);
    const { findings } = verifyResult({ scenario, world }, stored, "test");
    expect(findings.filter(({ holds }) => !holds)).toEqual([]);
  });
});

describe("second opinions in different eyes", () => {
  const game = open(forgetful("in the eyes of: { watcher: { bold: 0.9 } }"));
  const solved = solveGame(game);

  it("a best response is no worse in the actor's eyes than what it does, and regret is none there", () => {
    const before = worthAtStart(game.world, solved.values)[0];
    const best = bestResponse(game.world, solved.logPolicy, 0);
    expect(best.start[0]).toBeGreaterThan(before);
    const log = best.policy.map(Math.log);
    expect(Math.max(...regretOf(game.world, log))).toBeLessThan(1e-12);
  });

  it("an outcome's error share counts what is a mistake in the actor's eyes", () => {
    const [acted] = forecastSolutions({ ...game.scenario, errorStake: 1 }, game.world, [solved]).outcomes;
    const seenAlike = open(forgetful(""), { bold: "0.1" });
    const [feared] = forecastSolutions({ ...seenAlike.scenario, errorStake: 1 }, seenAlike.world, [
      solveGame(seenAlike),
    ]).outcomes;
    expect(acted.errorShare).toBe(0); // to one who holds boldness to be 0.9, acting is no mistake
    expect(feared.errorShare).toBeGreaterThan(0.3);
  });
});
