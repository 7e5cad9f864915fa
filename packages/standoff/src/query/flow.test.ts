/**
 * Held against questions: what a situation's probability is, and how often it is entered, can be asked in the language
 * of questions too.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadScenario } from "../language/load.ts";
import { runScenario, type SolvedScenario } from "../run.ts";
import { withObserved } from "./history/observed.ts";
import { updateSolutions } from "./history/update.ts";
import { completeQuestion } from "./questions/complete-question.ts";
import { explain } from "./told/explain.ts";
import { ask } from "./told/tell-answers.ts";
import { choices, flow } from "./told/tell-flow.ts";
import { update } from "./told/tell-update.ts";

/** Sums of some ten thousand probabilities. */
const TOLERANCE = 1e-12;

const tutorial = readFileSync(
  fileURLToPath(new URL("../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url)),
  "utf8",
);

function solved(text: string): SolvedScenario {
  const run = runScenario("it", () => text, { scales: [1], step: "2 weeks" });
  if (run.status !== "solved") throw new Error(run.status);
  return run;
}

const run = solved(tutorial);
const by = [
  { name: "signed after a strike", when: "signed and offer is not low", side: "above" },
  { name: "signed", when: "signed", side: "above" },
  { name: "strike", when: "strike", side: "below" },
] as const;

function told(of: SolvedScenario, wish: Parameters<typeof flow>[1] = {}) {
  const found = flow(of, wish);
  if (found.status !== "told") throw new Error(found.status);
  return found;
}

function chance(of: SolvedScenario, question: string): number {
  const answer = ask(of, question);
  if (answer.status !== "answered" || answer.kind === "days until") throw new Error(question);
  return answer.value;
}

describe("where it stands and goes", () => {
  const { situations, steps, river } = told(run, { by });

  test("situations are what questions say on every date, the first condition counting", () => {
    const asked = [
      "signed and offer is not low",
      "signed and offer is low",
      "strike and not signed",
      "not strike and not signed",
    ];
    for (const [date] of situations[0].byDate.slice(0, 4)) {
      asked.forEach((condition, i) => {
        const [, p] = situations[i].byDate.find(([on]) => on === date)!;
        expect(Math.abs(p - chance(run, `P(holds(${condition}) at ${date})`))).toBeLessThan(TOLERANCE);
      });
    }
    expect(situations.map(({ atStart }) => atStart)).toEqual([0, 0, 0, 1]);
  });

  test("the river conserves: each stretch begins where the last ended, and what flows into a date stands there", () => {
    const sums = (flows: readonly (readonly number[])[]) => flows.map((row) => row.reduce((a, b) => a + b, 0));
    const into = (flows: readonly (readonly number[])[]) =>
      flows[0].map((_, to) => flows.reduce((sum, row) => sum + row[to], 0));
    river.forEach(({ to, flow: flows }, i) => {
      const stands = situations.map(({ byDate }) => byDate.find(([on]) => on === to)![1]);
      into(flows).forEach((p, k) => {
        expect(Math.abs(p - stands[k])).toBeLessThan(TOLERANCE);
      });
      const next = river[i + 1];
      if (next !== undefined)
        sums(next.flow).forEach((p, k) => {
          expect(Math.abs(p - stands[k])).toBeLessThan(TOLERANCE);
        });
    });
  });

  test("steps in less steps out is what stands there in the end", () => {
    situations.forEach(({ byDate, atStart }, k) => {
      const net = steps.reduce(
        (sum, { from, to, times }) => sum + (to === k ? times : 0) - (from === k ? times : 0),
        0,
      );
      expect(Math.abs((atStart ?? 0) + net - byDate[byDate.length - 1][1])).toBeLessThan(1e-5); // steps rarer than a millionth are not told
    });
    const strike = steps.find(({ from, to }) => from === 3 && to === 2)!;
    expect(strike.by[0].says).toBe("call a strike");
  });

  test("what is ever entered once and for all is what the outcome says; what can be left is entered at least so often as it stands", () => {
    const ever = situations[0].ever + situations[1].ever;
    expect(Math.abs(ever - chance(run, "P(settled)"))).toBeLessThan(1e-9);
    for (const { ever: once, byDate } of situations)
      for (const [, p] of byDate) expect(once).toBeGreaterThanOrEqual(p - TOLERANCE);
  });

  test("a condition that is none is told", () => {
    const found = flow(run, { by: [{ name: "x", when: "strke", side: "rest" }] });
    expect(found.status === "not understood" && found.diagnostics[0].hint).toContain("strike");
  });

  test("by itself it tells apart endings and public values, and its conditions can be given back", () => {
    const own = told(run);
    expect(own.situations.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["settlement", "offer low", "offer fair, strike", "anything else"]),
    );
    const again = told(run, { by: own.situations.slice(0, -1) });
    expect(again.situations).toEqual(own.situations);
  });

  test("after news it begins where the news leaves it", () => {
    const struck = solved(`${tutorial}history:\n  - { on: 2026-05-12, happened: call a strike }\n`);
    const { situations: after, river: flows } = told(struck, { by });
    expect(after[3].atStart).toBeNull();
    expect(flows[0].from >= "2026-05-12").toBe(true);
    const begins = flows[0].flow.map((row) => row.reduce((a, b) => a + b, 0));
    const stands = after.map(({ byDate }) => byDate.find(([on]) => on === flows[0].from)![1]);
    begins.forEach((p, k) => {
      expect(Math.abs(p - stands[k])).toBeLessThan(TOLERANCE);
    });
  });
});

describe("what a desk would do", () => {
  const pick = (wish: Partial<Parameters<typeof choices>[1]>) => {
    const found = choices(run, { desk: "union table", ...wish });
    if (found.status !== "told") throw new Error(found.status);
    return found;
  };

  test("over all that it may see in all periods it does what its strategy says on the whole", () => {
    const [strategy] = explain(run, { only: "strategies", actor: "union" }).strategies!;
    const { dates } = pick({ reasons: false });
    const day = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
    const signed = dates.reduce((sum, [date, probability]) => {
      const { acts } = pick({ on: day(date), reasons: false });
      return sum + probability * (acts.find(({ act }) => act === "accept the offer")?.chance ?? 0);
    }, 0);
    const whole = strategy.acts.find(({ act }) => act === "accept the offer")!.chance * strategy.convenes;
    expect(Math.abs(signed - whole)).toBeLessThan(1e-9);
  });

  test("values picked part what stands there, and say what speaks for each act", () => {
    const on = Date.parse("2026-05-18T00:00:00Z") / 86_400_000;
    const all = pick({ on });
    const strike = all.sees.find(({ name }) => name === "strike")!;
    const parts = strike.values.map(([value]) => pick({ on, seen: { strike: value }, reasons: false }).probability);
    expect(Math.abs(parts.reduce((a, b) => a + b, 0) - all.probability)).toBeLessThan(TOLERANCE);
    strike.values.forEach(([, share], i) => {
      expect(Math.abs(parts[i] - share * all.probability)).toBeLessThan(TOLERANCE);
    });
    const there = pick({ on, seen: { strike: "yes", fund: "small" } });
    expect(there.acts.map(({ act }) => act).sort()).toEqual(["accept the offer", "hold", "return to work"]);
    expect(there.acts.find(({ act }) => act === "return to work")!.reasons.map(({ payoff }) => payoff)).toContain(
      "lost wages",
    );
    expect(choices(run, { desk: "mayor" })).toEqual({
      status: "no such desk",
      there: ["company table", "union table"],
    });
  });
});

describe("what somebody holds to have been observed", () => {
  const from = { path: "it", readFile: () => tutorial, options: { step: "2 weeks" } } as const;
  const items = [
    { on: "2026-05-12", kind: "happened", text: "call a strike" },
    { on: "2026-04-01", kind: "seen", text: "offer is low" },
  ] as const;

  test("does what the same news in the file does", () => {
    const lines = [...items].reverse().map(({ on, kind, text }) => `  - { on: ${on}, ${kind}: ${text} }\n`);
    const filed = update(solved(`${tutorial}history:\n${lines.join("")}`));
    const scenario = withObserved(
      run.scenario,
      { ...from, readFile: (path) => (path === "it" ? tutorial : undefined) },
      items,
    );
    if ("diagnostics" in scenario) throw new Error(scenario.diagnostics[0].message);
    const found = updateSolutions(scenario, run.world, run.results);
    expect(found.items).toEqual(filed.items);
    expect(found.items.map(({ on }) => on)).toEqual(["2026-04-01", "2026-05-12"]);
  });

  test("what no file could say is told", () => {
    const wrong = withObserved(run.scenario, { ...from, readFile: (path) => (path === "it" ? tutorial : undefined) }, [
      { on: "2026-04-01", kind: "happened", text: "call a stike" },
    ]);
    expect("diagnostics" in wrong && wrong.diagnostics[0].hint).toContain("call a strike");
  });
});

test("questions are completed: forms, names with spaces, words between", () => {
  const { scenario } = loadScenario("it", () => tutorial);
  const first = (text: string) => completeQuestion(scenario!, text, text.length).options.map((option) => option.text);
  expect(first("")).toContain("P(");
  expect(first("how l")).toEqual(["how long"]);
  expect(first("P(strike c")).toEqual(["strike called"]);
  expect(first("P(settled bef")).toEqual(["before"]);
  expect(first("P(settled before ")).toContain("strike called");
  expect(first("P(holds(offer is f")).toEqual(["offer is fair"]);
  const { from, to } = completeQuestion(scenario!, "P(a fair con", 12);
  expect([from, to]).toEqual([2, 12]);
});
