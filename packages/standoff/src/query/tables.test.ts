import { expect, test } from "vitest";
import { built, randomSolution, testScenario } from "../../test/reference/standoff-for-tests.ts";
import { sweepForward } from "../sweep/forward.ts";
import { beliefsOf } from "./beliefs.ts";
import { forecastSolutions } from "./forecast.ts";
import { forgettingGaps } from "./forgetting.ts";
import { updateSolutions } from "./history/update.ts";
import { answerQuestion, parseQuestion } from "./questions/question.ts";
import { storiesOf } from "./stories.ts";
import { strategiesOf } from "./strategies.ts";
import {
  answersTable,
  beliefsTable,
  forgettingTable,
  manifestOf,
  newsTable,
  outcomesByDateTable,
  outcomesTable,
  storiesTable,
  strategiesTable,
  type Table,
  toCsv,
  toRows,
} from "./tables.ts";

const scenario = testScenario();
const world = built(scenario);
const solved = randomSolution(world, 41);
sweepForward(world, solved.policy, solved.reach);
const found = forecastSolutions(scenario, world, [solved]);

/** Reads CSV back, the plain way. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[""]];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const row = rows[rows.length - 1];
    if (quoted && text[i] === '"' && text[i + 1] === '"') row[row.length - 1] += text[i++];
    else if (text[i] === '"') quoted = !quoted;
    else if (!quoted && text[i] === ",") row.push("");
    else if (!quoted && text.startsWith("\r\n", i)) {
      rows.push([""]);
      i++;
    } else row[row.length - 1] += text[i];
  }
  return rows.slice(0, -1);
}

const ask = "P(settled before strike called)";
const tables: readonly Table[] = [
  outcomesTable(found),
  outcomesByDateTable(found),
  answersTable([{ ask, answer: answerQuestion(scenario, world, [solved], parseQuestion(scenario, ask).question!) }]),
  newsTable(updateSolutions({ ...scenario, history: [] }, world, [solved])),
  strategiesTable(strategiesOf(scenario, world, solved)),
  beliefsTable(beliefsOf(scenario, world, solved)),
  forgettingTable(forgettingGaps(scenario, world, solved)),
  storiesTable(storiesOf(scenario, world, solved)),
];

test.each(tables.map((table) => [table.name, table] as const))("%s: CSV reads back to the same rows", (name, table) => {
  const [header, ...rows] = readCsv(toCsv(table));
  expect(header).toEqual(table.columns);
  if (name !== "news") expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBe(table.rows.length);
  rows.forEach((row, i) => {
    expect(row.length).toBe(table.columns.length);
    row.forEach((cell, j) => {
      const value = table.rows[i][j]!;
      if (typeof value === "number") expect(Number(cell)).toBe(value);
      else expect(cell).toBe(value === null ? "" : String(value));
    });
  });
});

test("quotes, line ends and formulas are kept from harm", () => {
  const csv = toCsv({
    name: "odd",
    columns: ['a "b"', "c"],
    rows: [
      ["x,\r\ny", "=1+1"],
      [Number.NaN, null],
    ],
  });
  expect(csv).toBe('"a ""b""",c\r\n"x,\r\ny",\'=1+1\r\n,\r\n');
});

test("a text that a spreadsheet would take for a formula never begins as one", () => {
  const signs = ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\u2212", "\ufe62", "\ufe66"];
  const before = ["", " ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u3000", "\u200b", '"', " \n\t"];
  for (const sign of signs) {
    for (const space of before) {
      const csv = toCsv({ name: "odd", columns: ["a"], rows: [[`${space}${sign}1+1`]] });
      expect(csv.replace(/^a\r\n"?/, "")[0], JSON.stringify(csv)).toBe("'");
    }
  }
  expect(toCsv({ name: "numbers", columns: ["a"], rows: [[-1], ["a - b"]] })).toBe("a\r\n-1\r\na - b\r\n");
});

test("rows for JSON carry the manifest and names of columns", () => {
  const manifest = manifestOf({ scenario, world, base: solved }, "9.9", { step: null });
  const plain = JSON.parse(JSON.stringify(toRows(tables[0], manifest)));
  expect(plain.manifest).toMatchObject({
    engineVersion: "9.9",
    calendar: { from: "1970-01-01", to: "1970-01-22", step: "7 days" },
    world: { states: world.header.nodes },
    certificate: { branch: "exact" },
  });
  expect(plain.rows[1]).toMatchObject({ outcome: "strike called", "by end": found.outcomes[1].byEnd });
});
