/**
 * Scores against closed forms: worked numbers, a decomposition that sums, a band by counting all cases, and tables that
 * are wrong.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forecast, question, quotes, table } from "../../test/made-up-forecast.ts";
import { readNamedTable } from "../text/csv.ts";
import { calibrationOf, countsIfRight, murphyOf } from "./calibration.ts";
import { brierScore, logScore } from "./rules.ts";
import { scoreForecasts } from "./score.ts";
import { readResolutions } from "./tables.ts";

function scored(...given: Parameters<typeof scoreForecasts>) {
  const found = scoreForecasts(...given);
  if (found.status !== "scored") throw new Error(JSON.stringify(found));
  return found;
}

describe("the rules", () => {
  test("0.9 that came true: Brier 0.01, ln 0.9; that did not: 0.81, ln 0.1", () => {
    const yes = { chances: [0.9, 1 - 0.9], happened: 0 };
    expect(brierScore(yes)).toBeCloseTo(0.01, 15);
    expect(logScore(yes)).toBeCloseTo(Math.log(0.9), 15);
    const no = { ...yes, happened: 1 };
    expect(brierScore(no)).toBeCloseTo(0.81, 15);
    expect(logScore(no)).toBeCloseTo(Math.log(0.1), 15);
  });

  test("of three classes, halved: from 0 to 1, worked by hand", () => {
    // 1/2 ((0.2 - 0)^2 + (0.5 - 1)^2 + (0.3 - 0)^2) = 1/2 (0.04 + 0.25 + 0.09) = 0.19
    expect(brierScore({ chances: [0.2, 0.5, 0.3], happened: 1 })).toBeCloseTo(0.19, 15);
    expect(brierScore({ chances: [1, 0, 0], happened: 2 })).toBe(1);
    expect(logScore({ chances: [1, 0, 0], happened: 2 })).toBe(-Infinity);
  });
});

describe("calibration", () => {
  test("the band is that of counting all cases", () => {
    const chances = [0.31, 0.35, 0.39, 0.3];
    const counts = new Float64Array(5);
    for (let cases = 0; cases < 16; cases++) {
      const came = chances.map((_, i) => (cases >> i) & 1);
      counts[came.reduce((sum, one) => sum + one, 0)] += chances.reduce(
        (p, c, i) => p * (came[i] === 1 ? c : 1 - c),
        1,
      );
    }
    countsIfRight(chances).forEach((chance, k) => {
      expect(chance).toBeCloseTo(counts[k], 15);
    });
    const [bin] = calibrationOf(chances.map((chance, i) => ({ chance, true: i === 0 })));
    // .19 none, .60 at most one, .91 at most two, .99 at most three: 5 % at none, 95 % at three
    expect(bin).toMatchObject({ from: 0.3, to: 0.4, statements: 4, cameTrue: 0.25, band: [0, 0.75], inside: true });
  });

  test("probability 1 is in the last bin; what was sure and failed lies outside", () => {
    const [bin] = calibrationOf([{ chance: 1, true: false }]);
    expect(bin).toMatchObject({ from: 0.9, to: 1, band: [1, 1], inside: false });
  });

  test("Murphy's parts sum to the Brier score, and are those worked by hand", () => {
    // said 0.8 three times, twice true; 0.2 twice, once true; overall share 3/5
    const said = [0.8, 0.8, 0.8, 0.2, 0.2].map((chance, i) => ({ chance, true: [0, 1, 3].includes(i) }));
    const found = murphyOf(said)!;
    expect(found.distinct).toBe(2);
    expect(found.reliability).toBeCloseTo((3 / 5) * (0.8 - 2 / 3) ** 2 + (2 / 5) * (0.2 - 1 / 2) ** 2, 15);
    expect(found.resolution).toBeCloseTo((3 / 5) * (2 / 3 - 3 / 5) ** 2 + (2 / 5) * (1 / 2 - 3 / 5) ** 2, 15);
    expect(found.uncertainty).toBeCloseTo(0.24, 15);
    expect(found.reliability - found.resolution + found.uncertainty).toBeCloseTo(found.brier, 15);
  });

  test("they sum for any statements", () => {
    const statement = fc.record({ chance: fc.constantFrom(0, 0.1, 0.25, 0.5, 0.9, 1), true: fc.boolean() });
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 60 }), (said) => {
        const { brier, reliability, resolution, uncertainty } = murphyOf(said)!;
        expect(reliability - resolution + uncertainty).toBeCloseTo(brier, 13);
      }),
    );
    expect(murphyOf([])).toBeNull();
  });
});

describe("sealed forecasts", () => {
  const group = { name: "ends", outcomes: ["deal", "strike", "drift"] };
  const three = [question("deal", 0.5), question("strike", 0.2), question("drift", 0.3)];

  test("an exclusive group is one item of several classes, and each of its outcomes a statement", () => {
    const { sets } = scored([forecast("gulf", [...three, question("letter", 0.9)], { groups: [group] })], {
      ...table("gulf,deal,yes,2026-06-01", "gulf,letter,yes,2026-04-01"),
    });
    const [set] = sets;
    expect(set.items.map(({ name, classes }) => [name, classes])).toEqual([
      ["ends", 4],
      ["letter", 2],
    ]);
    // 1/2 (0.25 + 0.04 + 0.09) = 0.19; 0.01
    expect(set.scores.brier).toBeCloseTo((0.19 + 0.01) / 2, 15);
    expect(set.scores.log).toBeCloseTo((Math.log(0.5) + Math.log(0.9)) / 2, 15);
    expect(set.statements).toBe(4);
    expect(set.decomposition!.brier).toBeCloseTo((0.25 + 0.04 + 0.09 + 0.01) / 4, 15);
    // a third each and one half: 1/2 (4/9 + 1/9 + 1/9) = 1/3; 1/4
    expect(set.comparisons[0]).toMatchObject({
      against: "one half",
      theirs: { brier: expect.closeTo((1 / 3 + 1 / 4) / 2, 12) },
    });
  });

  test("a group that is not settled as a whole is scored by those that are, and none of them is a class", () => {
    const two = scored([forecast("gulf", three, { groups: [group] })], table("gulf,strike,no,2026-06-01"));
    expect(two.sets[0].items.map(({ name }) => name)).toEqual(["strike"]);
    expect(two.open).toBe(2);
    const rest = [question("deal", 0.5), question("strike", 0.2)];
    const none = scored(
      [forecast("gulf", rest, { groups: [{ name: "ends", outcomes: ["deal", "strike"] }] })],
      table("gulf,strike,no,2026-06-01", "gulf,deal,no,2026-06-01"),
    );
    // the rest had 0.3: 1/2 (0.25 + 0.04 + 0.49) = 0.39
    expect(none.sets[0].scores.brier).toBeCloseTo(0.39, 15);
    expect(none.sets[0].comparisons[0].theirs.brier).toBeCloseTo(1 / 3, 12);
  });

  test("each comparison is over the items that both foretold; others count by their last word at the time, and averaged", () => {
    const sealed = forecast("gulf", [
      question("deal", 0.8, {
        habit: 0.1,
        stated: 0.7,
        baseRate: { rate: 0.25, happened: 1, cases: 4, class: "talks", source: "us" },
      }),
      question("strike", 0.2, { stated: 0.4 }),
    ]);
    const { sets } = scored(
      [sealed],
      table("gulf,deal,yes,2026-06-01", "The gulf,strike,no,2026-06-01"),
      quotes("crowd,gulf,deal,2026-01-01,0.3", "crowd,gulf,deal,2026-03-01,60 %", "crowd,gulf,deal,2026-04-01,0.99"),
    );
    const brier = Object.fromEntries(
      sets[0].comparisons.map(({ against, ours, theirs }) => [against, [theirs.items, ours.brier, theirs.brier]]),
    );
    const near = (value: number) => expect.closeTo(value, 12);
    expect(brier).toEqual({
      "one half": [2, near(0.04), near(0.25)],
      "base rates": [1, near(0.04), near(0.75 ** 2)],
      "habit alone": [1, near(0.04), near(0.81)],
      "stated values": [2, near(0.04), near((0.3 ** 2 + 0.4 ** 2) / 2)],
      crowd: [1, near(0.04), near(0.16)],
    });
    const crowd = sets[0].comparisons.at(-1)!;
    expect(crowd.averaged.brier).toBeCloseTo(0.3 ** 2, 12);
    expect(crowd.skill).toBeCloseTo(1 - 0.04 / 0.16, 12);
    expect(crowd.pairs).toEqual([{ case: "gulf", item: "deal", ours: near(0.04), theirs: near(0.16) }]);
  });

  test("what was sealed on the day of its resolution or later is no score", () => {
    const one = forecast("gulf", [question("deal", 0.8), question("strike", 0.2), question("letter", 0.1)]);
    const { sets, void: given } = scored([one], {
      ...table("gulf,deal,yes,2026-03-02", "gulf,strike,no,2026-03-03", "gulf,letter,void,2026-03-03"),
    });
    expect(sets.map(({ ahead, items }) => [ahead, items.map(({ name }) => name)])).toEqual([
      [true, ["strike"]],
      [false, ["deal"]],
    ]);
    expect(given).toBe(1);
  });
});

describe("tables that are wrong", () => {
  const sealed = [
    forecast("gulf", [question("deal", 0.5), question("strike", 0.2)], {
      groups: [{ name: "ends", outcomes: ["deal", "strike"] }],
    }),
  ];

  test("each fault has its line", () => {
    const { faults } = table(
      "gulf,deal,perhaps,2026-06-01",
      "gulf,deal,yes,2026-02-30",
      "gulf,,yes,2026-06-01",
      "gulf,deal,yes",
      "gulf,deal,yes,2026-06-01",
      'gulf,de"al,yes,2026-06-01',
      "gulf,deal,no,2026-06-02",
    );
    expect(faults.map(({ line, message }) => `${line}: ${message.slice(0, 34)}`)).toEqual([
      '2: resolved is yes, no or void, not "',
      "3: date is a day as in 2026-05-31, no",
      "4: question is empty",
      "5: 3 cells where the header has 4",
      "7: a quote inside a cell that does no",
      '8: "deal" of gulf was resolved in lin',
    ]);
    expect(readResolutions("").faults).toEqual([{ line: 1, message: "no header: scenario, question, resolved, date" }]);
    expect(readResolutions("scenario,question,resolve,date\n").faults[0].message).toContain('is "resolve" meant');
    for (const wrong of ["-0.1", "1.5", "50", "NaN", "", "0x1", "120 %"])
      expect(quotes(`market,gulf,deal,2026-03-01,${wrong}`).faults, wrong).toHaveLength(1);
  });

  test("questions that nobody forecast, and outcomes that exclude each other, are told with their line", () => {
    const found = scoreForecasts(
      sealed,
      table(
        "gulf,dael,yes,2026-06-01",
        "other,x,yes,2026-06-01",
        "gulf,deal,yes,2026-06-01",
        "gulf,strike,yes,2026-06-01",
      ),
      quotes("market,gulf,striek,2026-03-01,0.5"),
    );
    expect(found).toMatchObject({
      status: "faulty",
      resolutions: [
        { line: 2, message: expect.stringContaining('did you mean "deal"?') },
        { line: 5, message: expect.stringContaining("exclude each other") },
      ],
      others: [{ line: 2, message: expect.stringContaining('did you mean "strike"?') }],
    });
  });

  test("quotes, line ends and lines are those of RFC 4180", () => {
    const { rows, faults } = readNamedTable('\uFEFFB,a,more\r\n"x ""y"",\nz",1,\n\n"open\n', ["a", "b"]);
    expect(rows).toEqual([{ line: 2, cells: { a: "1", b: 'x "y",\nz' } }]);
    expect(faults).toEqual([{ line: 5, message: "a quote that is not closed" }]);
    expect(readNamedTable('a,b\n"1"2,3\n4,5\n', ["a", "b"])).toEqual({
      rows: [{ line: 3, cells: { a: "4", b: "5" } }],
      faults: [{ line: 2, message: "text after the quote that closes a cell" }],
    });
  });

  test("reading never throws, and text that is written comes back", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "é") });
    fc.assert(fc.property(cell, (text) => readNamedTable(text, ["a"]) !== undefined));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (rows) => {
        const quoted = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(","));
        const { rows: read, faults } = readNamedTable(["a,b", ...quoted].join("\n"), ["a", "b"]);
        expect(faults).toEqual([]);
        expect(read.map(({ cells }) => [cells.a, cells.b])).toEqual(rows.map((row) => row.map((one) => one.trim())));
      }),
    );
  });
});
