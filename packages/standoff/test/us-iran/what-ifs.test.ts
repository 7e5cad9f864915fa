/**
 * Does the scenario reason as the article does? Every what-if of `what-ifs/` is held against its claims in `directions.yaml`,
 * which were committed before any of them was solved. At the scenario's own step that takes long: `npm run what-ifs` does
 * it, writes the README's table and the numbers of `findings.yaml`, and, in the same run, what comes out of some of them at a
 * coarse step. Here these are solved again, so that whatever moves a figure is noticed; all are read and checked, and table
 * and findings are held against the claims.
 */
import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  COARSE,
  directions,
  type Forecasts,
  fails,
  names,
  paths,
  read,
  readFindings,
  sample,
  solveOne,
  stillOf,
  tableInReadme,
  toldOf,
  whatIfs,
} from "./what-ifs.ts";

/** In points; the certificate's residual moves no outcome by as much. */
const FORECAST = 1e-4;

test("every what-if has a file, and every file its claims", () => {
  const files = readdirSync(whatIfs).filter((file) => /\.yaml$/.test(file) && !/^(directions|findings)\./.test(file));
  expect(files.sort()).toEqual(names.map((name) => `${name}.yaml`).sort());
  expect(new Set(names.flatMap((name) => directions[name].mechanisms)).size).toBeGreaterThanOrEqual(22);
  expect(names.every((name) => Object.keys(directions[name].claims).length > 0)).toBe(true);
});

/** The table's figures have one digit after the point, those of the findings two: half of the one and half of the other. */
const ROUNDED = 0.05 + 0.005 + 1e-9;

test("the README's table has every claim, and the findings are its rows that fail", () => {
  const rows = tableInReadme()
    .split("\n")
    .slice(2)
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("*", "")))
    .map(([, whatIf, , outcome, before, after, , claimed, found]) => ({
      whatIf,
      outcome,
      before,
      after,
      claimed,
      found,
    }));
  expect(rows.map(({ whatIf, outcome, claimed }) => [whatIf, outcome, claimed])).toEqual(
    names.flatMap((name) =>
      Object.entries(directions[name].claims).map(([outcome, claimed]) => [name, outcome, claimed]),
    ),
  );
  const failing = rows.filter((row) => fails(row as Parameters<typeof fails>[0]));
  const { disagreements } = readFindings();
  expect(failing.map(({ whatIf, outcome, claimed, found }) => [whatIf, outcome, claimed, found])).toEqual(
    disagreements.map((finding) => [finding["what-if"], finding.outcome, finding.claimed, finding.found]),
  );
  for (const [index, { before, after }] of disagreements.entries()) {
    expect(Math.abs(Number(failing[index].before) - before)).toBeLessThan(ROUNDED);
    expect(Math.abs(Number(failing[index].after) - after)).toBeLessThan(ROUNDED);
  }
  for (const { why } of disagreements) expect(why.length).toBeGreaterThan(40);
});

test.each(names)("%s has no faults", (name) => {
  expect(toldOf(name)).toEqual([]);
});

describe(`solved at a step of ${COARSE}`, () => {
  const expected: Readonly<Record<string, Forecasts>> = JSON.parse(read(paths.coarse)!);
  let base: Forecasts;
  const after = new Map<string, Forecasts>();

  beforeAll(() => {
    base = solveOne(null, COARSE);
    for (const name of sample) after.set(name, solveOne(name, COARSE));
  }, 3_000_000);

  test("claims are about outcomes that exist", () => {
    const outcomes = Object.keys(base);
    for (const name of names)
      expect(outcomes, name).toEqual(expect.arrayContaining(Object.keys(directions[name].claims)));
  });

  test("each moves something, or is listed as one that does not", () => {
    const { "without effect": listed } = readFindings();
    expect(stillOf(base, after).filter((name) => !listed.includes(name))).toEqual([]);
  });

  test("everything comes out as when the table was written (else: npm run what-ifs)", () => {
    for (const [name, now] of [["the scenario", base] as const, ...after]) {
      expect(Object.keys(now), name).toEqual(Object.keys(expected[name]));
      for (const [outcome, value] of Object.entries(now))
        expect(Math.abs(value - expected[name][outcome]), `${name}: ${outcome}`).toBeLessThan(FORECAST);
    }
  });
});
