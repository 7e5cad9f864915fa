/** Whole studies against closed forms: scenarios in which an answer is a known function of what is drawn. */
import { describe, expect, it } from "vitest";
import { buildWorld } from "../build/build.ts";
import { loadScenario } from "../language/load.ts";
import { studiesByAnalyst } from "./analysts.ts";
import { datesOf } from "./answers.ts";
import { solveDraw } from "./draw.ts";
import { openStudy } from "./open.ts";
import { USUAL_SEED } from "./seed.ts";
import { type DrawRecord, reduceStudy } from "./study.ts";

const text = (assumptions: string, more: string, to = "2025-04-14") => `
standoff: 1
title: Closed forms
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: ${to}, step: 1 week }
afterwards: none
scale: { 0: as things were, 100: the best attainable }
steadiness: { lambda: 1 }
noise: mistakes
actors: { south: { name: South } }
state: { first: yes or no, second: yes or no }
assumptions: { ${assumptions} }
${more}
`;

/** Opens a study, solves all of its draws, and reduces them; `spoil` changes records before that. */
function studied(scenario: string, draws: number, spoil: (records: DrawRecord[]) => DrawRecord[] = (all) => all) {
  const readFile = () => scenario;
  const opened = openStudy("x.yaml", readFile, { options: {}, seed: USUAL_SEED, draws, steadiness: true });
  if (opened.status !== "open") throw new Error(JSON.stringify(opened));
  const stated = loadScenario("x.yaml", readFile).scenario!;
  const built = buildWorld(stated);
  if (built.status !== "built") throw new Error(built.status);
  const own = { news: {}, stated, world: built.world, dates: datesOf(stated), maxBytes: 2 ** 30 };
  const common = { path: "x.yaml", readFile, options: {}, ...own };
  const solved = (result: ReturnType<typeof solveDraw>) => {
    if (result.status !== "solved") throw new Error(JSON.stringify(result));
    return result;
  };
  const records = opened.points.map((point) => ({ drawn: point.drawn, ...solved(solveDraw(common, point)) }));
  return reduceStudy(opened.plan, spoil(records), solved(solveDraw(common, null)));
}

const share = (low: number, high: number) =>
  `chance: { value: 0.5, distribution: uniform ${low} ${high}, basis: convention }`;
/** One event in the first week, and a second in the second, both with the drawn chance. */
const twice = `
define: { begun: now >= 2025-04-07 }
events:
  nature:
    once:  { when: not first and not begun, chance: $chance, does: { first: yes } }
    again: { when: not second and begun, chance: $chance, does: { second: yes } }
outcomes: { once: { on: once }, again: { on: again } }
exclusive: { whether: { of: [once], else: never } }
questions: { given the first: { ask: P(again | once) } }
`;

it("tells how it stands on the mean of the draws: what never ceases stands as it has come by date, and parts sum to one", () => {
  const standing = `
outcomes: { once: { on: once }, ends with it: { at end: first }, ends with both: { at end: first and second } }
exclusive: { how it stands: { of: [ends with it], else: neither } }
`;
  const { outcomes, standing: groups } = studied(
    text(share(0.2, 0.6), twice.slice(0, twice.indexOf("outcomes:")) + standing),
    16,
  );
  const [{ parts }] = groups;
  const once = outcomes.find(({ name }) => name === "once")!;
  expect(parts.map(({ outcome, side }) => [outcome, side])).toEqual([
    ["ends with it", "above"],
    ["neither", "rest"],
  ]);
  expect(parts[0].byDate.map(([date]) => date)).toEqual(["2025-04-06", "2025-04-13"]);
  parts[0].byDate.forEach(([date, mean], i) => {
    expect(mean).toBeCloseTo(once.meanByDate.find(([by]) => by === date)![1], 12);
    expect(mean + parts[1].byDate[i][1]).toBeCloseTo(1, 12);
  });
});

describe("a study of an answer that is linear in what is drawn", () => {
  const study = studied(text(share(0.2, 0.6), twice), 64);
  const [once] = study.outcomes;

  it("has its mean, its band and its share of variance in closed form", () => {
    expect(once.mean).toBeCloseTo(0.4, 3);
    expect(once.error).toBeLessThan(0.005);
    const [p10, p50, p90] = once.band!;
    expect(Math.abs(p10 - 0.24)).toBeLessThan(0.01);
    expect(Math.abs(p50 - 0.4)).toBeLessThan(0.01);
    expect(Math.abs(p90 - 0.56)).toBeLessThan(0.01);
    expect(once.shares[0]).toEqual(["chance", expect.closeTo(1, 4)]);
    expect(once.stated).toBeCloseTo(0.5, 12);
    expect(once.habit).toBeCloseTo(once.mean!, 12); // nobody chooses
  });

  it("keeps sums: an outcome and what is left of its group", () => {
    const never = study.outcomes.find(({ name }) => name === "never")!;
    expect(once.mean! + never.mean!).toBeCloseTo(1, 12);
    expect(study.exclusive[0]).toMatchObject({ name: "whether", none: 0 });
  });

  it("answers a condition by a ratio of sums", () => {
    // E[p^2] / E[p] for p even on 0.2..0.6; the mean of ratios would be 0.4.
    const second = 0.4 ** 2 + 0.4 ** 2 / 12;
    const [given] = study.questions;
    expect(given.mean).toBeCloseTo(second / 0.4, 3);
    expect(given.given).toBeCloseTo(0.4, 3);
    expect(given.stated).toBeCloseTo(0.5, 12);
  });

  it("with lost draws gives an interval, with these at 0 and at 1", () => {
    const lost = studied(text(share(0.2, 0.6), twice), 16, (records) =>
      records.map((record, d) => (d < 4 ? { drawn: record.drawn, status: "lost", why: "tried" } : record)),
    );
    expect(lost.draws).toEqual({ asked: 16, solved: 12, lost: 4, refused: 0 });
    const { mean, interval } = lost.outcomes[0];
    expect(interval![0]).toBeCloseTo((12 * mean!) / 16, 12);
    expect(interval![1]).toBeCloseTo((12 * mean! + 4) / 16, 12);
  });
});

describe("a study under news", () => {
  it("weighs draws by how likely they made it: what happened once was likely to", () => {
    const history = "history: [{ on: 2025-04-01, happened: once }]";
    const study = studied(text(share(0, 1), twice + history), 256);
    expect(study.outcomes[1].mean).toBeCloseTo(2 / 3, 2); // E[p^2] / E[p] of an even p
    expect(study.effective / 256).toBeCloseTo(3 / 4, 2); // E[p]^2 / E[p^2]
    expect(study.outcomes[1].band![1]).toBeCloseTo(Math.SQRT1_2, 1.5); // of the density 2 p
  });
});

describe("days over draws", () => {
  it("are of the averaged distribution", () => {
    const rate =
      "pace: { value: 0.02 per day, distribution: { 0.02 per day: 0.5, 0.2 per day: 0.5 }, basis: convention }";
    const events = `
events: { nature: { it happens: { when: not first, rate: $pace, does: { first: yes } } } }
outcomes: { it happens: { on: it happens } }
questions: { how long: { ask: median days until it happens } }
`;
    const [how] = studied(text(rate, events, "2027-12-27"), 16).questions;
    // 1 - (exp(-0.02 t) + exp(-0.2 t)) / 2 = 1/2, of nearly all that ever comes; the medians alone are 34.7 and 3.5.
    let [low, high] = [0, 100];
    for (let i = 0; i < 100; i++) {
      const t = (low + high) / 2;
      if ((Math.exp(-0.02 * t) + Math.exp(-0.2 * t)) / 2 > 0.5) low = t;
      else high = t;
    }
    expect(how.mean).toBeCloseTo(low, 3);
    expect(how.band![0]).toBeCloseTo(Math.LN2 / 0.2, 3);
    expect(how.band![2]).toBeCloseTo(Math.LN2 / 0.02, 2);
  });
});

describe("a date that is drawn", () => {
  it("moves the calendar of each draw, and is told on the stated one", () => {
    const day = "offered: { value: 2025-04-10, distribution: uniform 2025-04-01 2025-04-24, basis: convention }";
    const clock = `
clocks: { the day: { owner: everyone, at: $offered, lapses: the offer } }
outcomes: { it lapsed: { when: the day has lapsed } }
`;
    const [lapsed] = studied(text(day, clock, "2025-05-05"), 64).outcomes;
    for (const [date, mean] of lapsed.meanByDate) {
      const days = (Date.parse(date) - Date.parse("2025-04-01")) / 86_400_000;
      // Dates are rounded to whole days: by the end of a day have come those up to half a day after it.
      expect(Math.abs(mean - Math.min(1, Math.max(0, (days + 0.5) / 23)))).toBeLessThan(0.02);
    }
    expect(lapsed.meanByDate.length).toBe(lapsed.statedByDate.length);
  });
});

describe("bands by date", () => {
  it("rise with the date, as each draw does", () => {
    const rate = "pace: { value: 0.1 per day, range: 0.01 per day to 0.5 per day, basis: convention }";
    const events = `
events: { nature: { it happens: { when: not first, rate: $pace, does: { first: yes } } } }
outcomes: { it happens: { on: it happens } }
`;
    const [one] = studied(text(rate, events, "2025-06-30"), 32).outcomes;
    for (const place of [1, 2, 3] as const) {
      const values = one.bandByDate.map((row) => row[place]);
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
    const means = one.meanByDate.map(([, mean]) => mean);
    expect(means).toEqual([...means].sort((a, b) => a - b));
  });
});

describe("checks", () => {
  const checks = `
checks:
  a rate: { ask: P(again | once), base rate: 3 of 10, class: others }
  as seen: { belief of: south, ask: P(once), on: 2025-03-31, expect: 0.45 to 0.6 }
`;
  const news = "history: [{ on: 2025-04-02, happened: once }]";
  const drawn = (more: string) => studied(text(share(0.2, 0.6), `${twice}${checks}${more}`), 64).checks;

  it("are averaged over the draws, one under a condition as a ratio of sums", () => {
    const [rate, seen] = drawn("");
    expect(rate.name).toBe("a rate");
    // Of a uniform chance from 0.2 to 0.6: E[c^2] / E[c] = (0.16 + 0.16 / 12) / 0.4.
    expect(rate.value).toBeCloseTo((0.16 + 0.16 / 12) / 0.4, 3);
    expect(seen.value).toBeCloseTo(0.4, 3);
    expect(seen.error).toBeLessThan(0.005);
  });

  it("are of the game itself, whatever has happened", () => {
    expect(drawn(news)).toEqual(drawn(""));
  });
});

describe("values of several analysts", () => {
  const whose = `probable: { analysts: { analyst A: { value: 0.2 }, analyst B: { value: 0.6 } }, basis: judgement }, later: { analysts: { analyst A: { value: 0.3 }, analyst B: { value: 0.8 } }, basis: judgement }`;
  const game = twice
    .replace("chance: $chance, does: { first: yes }", "chance: $probable, does: { first: yes }")
    .replace("$chance", "$later");
  const written = `${text(whose, game)}analysts: { analyst A: 3, analyst B: 1 }\n`;
  const whole = (scenario: string) => {
    const opened = openStudy("x.yaml", () => scenario, { options: {}, seed: USUAL_SEED, draws: 64, steadiness: true });
    if (opened.status !== "open") throw new Error(JSON.stringify(opened));
    return opened;
  };

  it("are drawn together: the pool is of whole views", () => {
    const study = studied(written, 64);
    const [once, again] = study.outcomes;
    expect(once.mean).toBeCloseTo(0.75 * 0.2 + 0.25 * 0.6, 9);
    expect(once.stated).toBeCloseTo(0.3, 12);
    expect(again.mean).toBeCloseTo(0.75 * 0.3 + 0.25 * 0.8, 9);
    // P(both) / P(once); drawn apart it would be P(again)
    expect(study.questions[0].mean).toBeCloseTo((0.75 * 0.2 * 0.3 + 0.25 * 0.6 * 0.8) / 0.3, 9);
  });

  it("tell the answer under each", () => {
    const opened = whole(written);
    const { points } = opened;
    const records = points.map(({ drawn, assumptions: [probable, later] }): DrawRecord => {
      const answers = {
        likelihood: probable,
        outcomes: [
          [probable, probable, probable],
          [later, later, later],
          [0, 0, 0],
        ],
        errorShares: [0, 0, 0],
        decided: [[], [], []],
        groups: [{ overlap: 0, none: 0 }],
        questions: [null],
        checks: [],
      };
      return { drawn, status: "solved", answers, habit: answers, residual: 0 };
    });
    const [a, b] = studiesByAnalyst(opened, records);
    expect([a.analyst, a.weight, b.analyst, b.weight]).toEqual(["analyst A", 0.75, "analyst B", 0.25]);
    expect(points.filter(({ analyst }) => analyst === 1)).toHaveLength(16);
    expect([a.study.outcomes[0].mean, a.study.outcomes[1].mean]).toEqual([
      expect.closeTo(0.2, 12),
      expect.closeTo(0.3, 12),
    ]);
    expect(b.study.outcomes[0].mean).toBeCloseTo(0.6, 12);
    expect(b.study.outcomes[1].band).toEqual([0.8, 0.8, 0.8]);
    expect(b.weightGivenNews).toBeCloseTo((0.25 * 0.6) / 0.3, 12); // whoever made it likelier counts for more
  });

  it("have one value each, in one unit, with weights above zero; a setting takes their place", () => {
    const codes = (scenario: string) => loadScenario("x.yaml", () => scenario).diagnostics.map(({ code }) => code);
    expect(new Set(codes(written))).toEqual(new Set(["assumption-without-evidence"]));
    expect(codes(written.replace(", analyst B: { value: 0.8 }", ""))).toContain("analyst-missing");
    expect(codes(written.replace("analyst B: { value: 0.8 }", "analyst C: { value: 0.8 }"))).toContain(
      "unknown-reference",
    );
    expect(codes(written.replace("value: 0.8", "value: 8 days"))).toContain("wrong-type");
    expect(codes(written.replace("later: {", "later: { range: 0 to 1,"))).toContain("analysts-have-ranges");
    expect(codes(written.replace("analyst B: 1 }", "analyst B: 0 }"))).toContain("analyst-weight");
    const set = loadScenario("x.yaml", () => written, { set: { later: "0.4" } }).scenario!;
    expect(set.assumptions[1]).toMatchObject({ value: 0.4, distribution: null });
    const alike = loadScenario("x.yaml", () => text(whose, game)).scenario!;
    expect(alike.analysts.map(({ weight }) => weight)).toEqual([0.5, 0.5]);
    expect(alike.assumptions[0]).toMatchObject({
      value: 0.4,
      range: [0.2, 0.6],
      text: "0.2 (analyst A), 0.6 (analyst B)",
    });
  });
});
