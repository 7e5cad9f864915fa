/** Questions as people first put them: refused, with a question that can be read and means it. */
import { describe, expect, it } from "vitest";
import { parseQuestion } from "../src/query/questions/question.ts";
import { openText } from "./open-text.ts";

const opened = openText(`
standoff: 1
title: questions
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-06-29, step: 1 week }
scale: { 0: as now, 100: best }
steadiness: { lambda: 1 }
noise: mistakes
actors: { city: { name: City } }
state: { strike: yes or no, offer: { is: [low, high] } }
events: { n: { walkout: { chance: 0.1, does: { strike: yes } }, better: { chance: 0.1, does: { offer: high } } } }
outcomes: { strike called: { when: strike }, settled: { when: offer is high } }
`);
if (opened.status === "refused") throw new Error(opened.says);
const { scenario } = opened;

describe("a question that cannot be read", () => {
  it.each([
    ["p(strike called)", "P(strike called)"],
    ["P[strike called]", "P(strike called)"],
    ["P(strike called) by 1 May", "P(strike called by 1 May)"],
    ["P(strike called by end of May)", "P(strike called by 31 May)"],
    ["P(strike called by the end of April)", "P(strike called by 30 April)"],
    ["P(strike called before the end)", "P(strike called by the last day)"],
    ["P(strike called, settled)", "P(strike called and settled)"],
    ["P(strike called && settled)", "P(strike called and settled)"],
    ["P(strike called || !settled)", undefined],
    ["P(strike called and not settled", "P(strike called and not settled)"],
    ["probability of strike called", "P(strike called)"],
    ["what is the probability that strike called by 1 May?", "P(strike called by 1 May)"],
    ["strike called by 1 May", "P(strike called by 1 May)"],
    ["when settled?", "days until settled"],
    ["time to settled", "days until settled"],
    ["days until settled by 1 May", "days until settled given settled by 1 May"],
    ["P(strike)", "P(holds(strike) at the last day)"],
    ["P(offer is high)", "P(holds(offer is high) at the last day)"],
    ["P(strke called)", undefined],
    ["why?", undefined],
  ])("%s", (asked, better) => {
    const { question, diagnostics } = parseQuestion(scenario, asked);
    expect(question).toBeUndefined();
    expect(diagnostics.length).toBe(1);
    const proposed = /write "(.*)"$/.exec(diagnostics[0].hint ?? "")?.[1];
    expect(proposed).toBe(better);
    if (better !== undefined) expect(parseQuestion(scenario, better).diagnostics).toEqual([]);
  });

  it("is left alone where it can", () => {
    expect(parseQuestion(scenario, "P(strike called by 1 May)").diagnostics).toEqual([]);
  });
});
