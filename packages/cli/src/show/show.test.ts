/** Layout, plots and figures, each on small inputs whose right answer can be seen. */
import type { Asked } from "standoff";

import { describe, expect, test } from "vitest";
import { answerLines, answerList, haveErrorShares, namesOfMistaken } from "./answers.ts";
import { clip, hanging, padEnd, table, widthOf, wrap } from "./layout.ts";
import { paintFor } from "./paint.ts";
import { axis, columnOf, dateLabels, dayOf, isoDate, longDate, sparkline } from "./plot.ts";

describe("layout", () => {
  test("colour takes no room", () => {
    expect(widthOf("\u001b[1mbold\u001b[22m")).toBe(4);
    expect(padEnd("\u001b[1mab\u001b[22m", 4)).toBe("\u001b[1mab\u001b[22m  ");
  });

  test("wraps between words, keeps a per cent sign with its number, and lets a long word stand", () => {
    expect(wrap("one two three", 8)).toEqual(["one two", "three"]);
    expect(wrap("it is 25 % now", 9)).toEqual(["it is", "25 % now"]);
    expect(wrap("a verylongword b", 6)).toEqual(["a", "verylongword", "b"]);
    expect(wrap("", 6)).toEqual([""]);
    expect(hanging("- ", "one two three", 7)).toEqual(["- one", "  two", "  three"]);
  });

  test("wide characters take two columns: tables align", () => {
    const columns = [
      { title: "name", align: "left" },
      { title: "figure", align: "right" },
    ] as const;
    const names = ["停戦", "휴전 회담", "🚢 ships", "cafe\u0301", "plain"];
    const lines = table(
      columns,
      names.map((name) => [name, "1"]),
      80,
    );
    expect(new Set(lines.map(widthOf)).size).toBe(1);
    expect(widthOf(clip("停戦協定の交渉", 7))).toBeLessThanOrEqual(7);
    expect(clip("停戦協定の交渉", 7)).toBe("停戦協…");
    expect(wrap("停戦 協定 交渉", 9)).toEqual(["停戦 協定", "交渉"]);
  });

  test("a table gives way in one column only", () => {
    const columns = [
      { title: "name", align: "left", gives: true },
      { title: "figure", align: "right" },
    ] as const;
    expect(
      table(
        columns,
        [
          ["a", "1"],
          ["bcd", "20"],
        ],
        80,
      ),
    ).toEqual(["name  figure", "a          1", "bcd       20"]);
    const narrow = table(columns, [["a name of several words here", "1"]], 24);
    expect(narrow).toEqual(["name              figure", "a name of              1", "several words", "here"]);
  });
});

describe("plots", () => {
  const [from, to] = [dayOf("2025-01-01"), dayOf("2025-03-02")]; // 60 days

  test("days and dates", () => {
    expect(isoDate(dayOf("2025-05-11"))).toBe("2025-05-11");
    expect(longDate(dayOf("2025-05-01"))).toBe("1 May 2025");
    expect(columnOf(from, from, to, 60)).toBe(0);
    expect(columnOf(to, from, to, 60)).toBe(59);
  });

  test("a sparkline rises in eighths of its top and is blank before anything", () => {
    const series = [
      [0, 0],
      [2, 0.1],
      [4, 0.2],
      [6, 0.8],
    ] as const;
    expect(sparkline(series, 0, 8, 4, 0.8)).toBe("▁▂██");
    expect(sparkline([[0, 0]], 0, 8, 4, 1)).toBe("    ");
  });

  test("months stand where they begin; clocks on the rule, several as +", () => {
    expect(dateLabels(from, to, 60)).toBe(`${"Jan".padEnd(31)}Feb`);
    const marks = [
      { day: from + 10, letter: "a" },
      { day: from + 20, letter: "b" },
      { day: from + 20, letter: "c" },
      { day: to + 50, letter: "d" },
    ];
    expect(axis(marks, from, to, 6)).toBe("─a+───");
  });
});

describe("figures", () => {
  test("an expectation has the unit of what was asked for", () => {
    const expectation = (
      unit: "number" | "chance" | "per day" | "days",
      value: number,
      low: number,
      high: number,
    ): Asked => ({
      name: null,
      ask: "E(x at D)",
      resolves: "",
      answer: {
        ...{ status: "answered", question: "E(x at D)", kind: "expectation", date: "2025-01-01", given: 1, notes: [] },
        ...{ unit, value, ribbon: [low, high] },
      },
    });
    const shown = (asked: Asked) => answerLines(asked, null, 80, paintFor(false))[1];
    expect(shown(expectation("number", 0.28571, 0.2, 0.3))).toBe("  0.286 (0.2-0.3)");
    expect(shown(expectation("number", -2, -3, 4.5))).toBe("  -2 (-3 to 4.5)");
    expect(shown(expectation("chance", 0.28571, 0.2, 0.3))).toBe("  29 % (20-30)");
    expect(shown(expectation("per day", 0.1, 0.05, 0.2))).toBe("  3.04 per month (1.52-6.09)");
    expect(shown(expectation("days", 12.34, 10, 20))).toBe("  12.3 days (10-20)");
  });
});

describe("error shares", () => {
  test("of answers stand behind the figure, and name what lives on mistakes", () => {
    const answer = { status: "answered", value: 0.3, ribbon: [0.1, 0.4], given: 1, notes: [] } as const;
    const asked = (name: string | null, ask: string, errorShare: number): Asked => ({
      name,
      ask,
      resolves: "",
      answer: { ...answer, question: ask, kind: "probability", errorShare },
    });
    const all = [asked("a deal", "P(deal)", 0.6), asked(null, "P(war)", 0.7), asked("talks", "P(talks)", 0.2)];
    const none: Asked = { name: null, ask: "P(x | y)", resolves: "", answer: impossible };
    expect(answerList([...all, none], null, 80, paintFor(false))).toEqual([
      "Questions",
      "a deal: 30 % (10-40), off best 60 % !",
      "  P(deal)",
      "P(war): 30 % (10-40), off best 70 % !",
      "talks: 30 % (10-40), off best 20 %",
      "  P(talks)",
      "P(x | y): impossible under the model",
    ]);
    expect(namesOfMistaken([...all, none])).toEqual(["a deal", "P(war)"]);
    expect([haveErrorShares(all), haveErrorShares([none])]).toEqual([true, false]);
  });
});

const impossible = { status: "impossible under the model", what: "the condition", notes: [] } as const;
