/**
 * Does the scenario reason as the article does? Every what-if of `what-ifs/` is held against its claims in
 * `directions.yaml`, which were committed before any of them was solved, all at a coarse step. `npm run what-ifs`
 * solves them, writes the README's tables and the numbers of `findings.yaml`, and what comes out of the sixteen probes.
 * Here the probes are solved again, so that whatever moves a figure is noticed, and their table is printed; all are
 * read and checked, and tables and findings are held against the claims.
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
  probes,
  probesInReadme,
  probeTableOf,
  read,
  readFindings,
  rowsOf,
  solveEach,
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

test("the probes are one for each of the sixteen systems, with a least size", () => {
  const systems = Array.from({ length: 16 }, (_, place) => `S${place + 1}`);
  expect(probes.map((name) => directions[name].system)).toEqual(systems);
  for (const name of probes)
    for (const claim of Object.values(directions[name].claims)) expect(claim, name).toMatch(/^(up|down) \d+(\.\d+)?$/);
});

/**
 * The table's figures have one digit after the point, those of the findings two: half of the one and half of the other.
 */
const ROUNDED = 0.05 + 0.005 + 1e-9;

test("the README's tables have every claim, and the findings are those that fail", () => {
  const rows = tableInReadme()
    .split("\n")
    .slice(2)
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, whatIf, , outcome, before, after, , claimed, found]) => ({
      whatIf,
      outcome,
      before,
      after,
      claimed,
      failed: found.startsWith("**"),
    }));
  const claims = names.flatMap((whatIf) =>
    Object.entries(directions[whatIf].claims).map(([outcome, claimed]) => ({ whatIf, outcome, claimed })),
  );
  expect(rows.map(({ whatIf, outcome, claimed }) => ({ whatIf, outcome, claimed }))).toEqual(
    claims.filter(({ whatIf }) => !probes.includes(whatIf)),
  );
  const { disagreements } = readFindings();
  const failing = rows.filter(({ failed }) => failed);
  const others = disagreements.filter((finding) => !probes.includes(finding["what-if"]));
  expect(failing.map(({ whatIf, outcome, claimed }) => [whatIf, outcome, claimed])).toEqual(
    others.map((finding) => [finding["what-if"], finding.outcome, finding.claimed]),
  );
  for (const [index, { before, after }] of others.entries()) {
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
    solveEach([null, ...probes], (name, found) => {
      if (name === null) base = found;
      else after.set(name, found);
    });
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

  test("the probes' table is the README's, and what fails of it is in the findings", () => {
    const rows = rowsOf(base, new Map(names.map((name) => [name, after.get(name) ?? base])));
    const own = rows.filter(({ whatIf }) => probes.includes(whatIf));
    const table = probeTableOf(own);
    console.log(table);
    expect(probesInReadme()).toBe(table);
    const { disagreements } = readFindings();
    expect(own.filter(fails).map(({ whatIf, outcome }) => [whatIf, outcome])).toEqual(
      disagreements
        .filter((finding) => probes.includes(finding["what-if"]))
        .map((finding) => [finding["what-if"], finding.outcome]),
    );
  });

  test("everything comes out as when the table was written (else: npm run what-ifs)", () => {
    for (const [name, now] of [["the scenario", base] as const, ...after]) {
      expect(Object.keys(now), name).toEqual(Object.keys(expected[name]));
      for (const [outcome, value] of Object.entries(now))
        expect(Math.abs(value - expected[name][outcome]), `${name}: ${outcome}`).toBeLessThan(FORECAST);
    }
  });
});
