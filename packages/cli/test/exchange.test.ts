/** The verbs by which others check our numbers: `solve`, `model`, `verify`. */
import { expect, test } from "vitest";
import { run, scenarioText } from "./captured.ts";

const efg = `EFG 2 R "matching pennies" { "row" "column" }
p "" 1 1 "" { "H" "T" } 0
p "" 2 1 "" { "H" "T" } 0
t "" 1 "" { 1, -1 }
t "" 2 "" { -1, 1 }
p "" 2 1 0
t "" 2
t "" 1
`;
const nfg = 'NFG 1 R "prisoners" { "A" "B" } { 2 2 } 3 3 5 0 0 5 1 1';

test("solve reads .efg, and gives strategies in Gambit's order", async () => {
  const { code, out } = await run(["solve", "game.efg", "--lambda", "2", "--json"], { files: { "game.efg": efg } });
  expect(code).toBe(0);
  const { strategies, certificate } = JSON.parse(out);
  expect(strategies.map((one: { player: string }) => one.player)).toEqual(["row", "column"]);
  for (const { actions } of strategies) {
    expect(actions.map((action: { label: string }) => action.label)).toEqual(["H", "T"]);
    for (const { probability } of actions) expect(probability).toBeCloseTo(0.5, 9);
  }
  expect(certificate.residual).toBeLessThan(1e-9);
});

test("solve reads .nfg: a dominant strategy's logit chance is by hand", async () => {
  const { out } = await run(["solve", "game.nfg", "--lambda", "1", "--json"], { files: { "game.nfg": nfg } });
  // The first player's strategy changes fastest: (1,1) 3 3, (2,1) 5 0, (1,2) 0 5, (2,2) 1 1. Strategy 2 gains 2 against
  // the first, 1 against the second strategy of the other: p2 = 1 / (1 + exp(-(1 + p1))), p1 = 1 - p2.
  const [, second] = JSON.parse(out).strategies[0].actions;
  const p = second.probability;
  expect(p).toBeCloseTo(1 / (1 + Math.exp(-(2 - p))), 9);
});

test("solve shows no chance as none that is not, and aligns labels whose characters act", async () => {
  const game = `EFG 2 R "t" { "P" }\np "" 1 1 "" { "a\u001b[2J" "b" } 0\nt "" 1 "" { 1 }\nt "" 2 "" { 20 }\n`;
  const { out } = await run(["solve", "game.efg"], { files: { "game.efg": game } });
  const [first, second] = out.split("\n").filter((line) => /\d\.\d{6}$/.test(line));
  expect(first).toMatch(/a\\u001b\[2J +<0\.000001$/);
  expect(second).toMatch(/b +>0\.999999$/);
  expect(first.length).toBe(second.length);
});

test("equilibria finds the principal branch's, and says what may be claimed", async () => {
  const { code, out } = await run(["equilibria", "labour-strike", "--starts", "3", "--json"]);
  expect(code).toBe(0);
  const { equilibria, complete, starts } = JSON.parse(out);
  expect(complete).toBe(false);
  expect(starts).toBe(3);
  expect(equilibria[0].how).toBe("principal branch");
  for (const { certificate } of equilibria) expect(certificate.residual).toBeLessThan(1e-9);
  expect(equilibria[0].outcomes.settled).toBeGreaterThan(0);
});

test("solve tells the place of a fault", async () => {
  const { code, err } = await run(["solve", "game.efg"], { files: { "game.efg": efg.replace("{ 1, -1 }", "{ 1 }") } });
  expect(code).toBe(1);
  expect(err).toContain("game.efg:4:");
  expect((await run(["solve", "none.efg"])).code).toBe(2);
});

test("a game that is too large as a tree says what makes it smaller, and that does", async () => {
  const tree = ["--for", "gambit", "--out", "x.efg"];
  const large = { "large.yaml": "extends: labour-strike\nnoise: mistakes\n" };
  const { code, err } = await run(["model", "large.yaml", ...tree], { files: large });
  expect([code, err]).toEqual([4, expect.stringContaining("the tree has more than 20,000 nodes")]);
  for (const way of ['--step ("1 month")', "ends sooner", "afterwards: none", "--for prism"])
    expect(err).toContain(way);
  const files = {
    "a.yaml":
      "extends: labour-strike\nnoise: mistakes\ncalendar: { to: 2026-05-04, step: 1 month }\nafterwards: none\nquestions: removed\n",
  };
  const smaller = await run(["model", "a.yaml", ...tree], { files });
  expect([smaller.code, smaller.err]).toEqual([0, "Wrote x.efg\n"]);
});

test("model writes PRISM's files with our numbers beside the properties", async () => {
  const { code, written } = await run(["model", "labour-strike", "--for", "prism", "--out", "/out/strike"]);
  expect(code).toBe(0);
  expect([...written.keys()].map((path) => path.replace("/out/", ""))).toEqual([
    "strike.tra",
    "strike.sta",
    "strike.lab",
    "strike1.srew",
    "strike2.srew",
    "strike.props",
    "strike-q1.tra",
    "strike-q1.sta",
    "strike-q1.lab",
    "strike-q1.props",
    "strike-q2.tra",
    "strike-q2.sta",
    "strike-q2.lab",
    "strike-q2.props",
    "strike-q3.tra",
    "strike-q3.sta",
    "strike-q3.lab",
    "strike-q3.srew",
    "strike-q3.props",
  ]);
  expect(written.get("/out/strike-q2.props")).toMatch(
    /settled before strike called\)\n\/\/ ours: 0\.\d+ = P\(asked\)\n\/\/ ours: 0\.\d+\nP=\? \[ F "asked" \]/,
  );
  expect(written.get("/out/strike.props")).toMatch(/\/\/ ours: 0\.\d+\nP=\? \[ F "strike_called" \]/);
});

test("model refuses a game too large to unfold, and says why", async () => {
  const { code, err, written } = await run(["model", "labour-strike", "--for", "gambit", "--out", "/out/strike.efg"]);
  expect(code).toBe(4);
  expect(err).toContain("cannot be written as a tree");
  expect(written.size).toBe(0);
});

test("verify holds a stored result against the scenario, and finds what was changed", async () => {
  const scenario = scenarioText("labour-strike");
  const files = { "strike.standoff.yaml": scenario };
  const { written } = await run(["forecast", "strike.standoff.yaml", "--draws", "0", "--save", "strike.result"], {
    files,
  });
  const result = written.get("/here/strike.result")!;
  const check = (stored: string, text = scenario) =>
    run(["verify", "strike.standoff.yaml", "--result", "strike.result"], {
      files: { "strike.standoff.yaml": text, "strike.result": stored },
    });
  expect((await check(result)).code).toBe(0);
  expect((await check(result.replace(/"policy":"./, '"policy":"_'))).code).toBe(1);
  const other = await check(result, scenario.replace("labour", "labor").replace("title:", "title: Another"));
  expect(other.code).toBe(3);
  expect(other.out).toContain("DOES NOT HOLD");
});
