/**
 * The 72 mechanisms of the article, as the table in the scenario's README names them: every number has a row, and every
 * name in backticks stands in the scenario as the kind of thing that the row says it is. A row's evidence is exactly
 * the entries that carry its number; a row without anything else says "Only evidence" and why.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

const folder = join(import.meta.dirname, "../../../../scenarios/us-iran-2025");
const scenario = parse(readFileSync(join(folder, "scenario.standoff.yaml"), "utf8"));
const readme = readFileSync(join(folder, "README.md"), "utf8");

type Named = Readonly<Record<string, unknown>>;
const keys = (named: Named = {}) => Object.keys(named);
const inner = (named: Named, part?: string) =>
  Object.values(named).flatMap((value) => keys(part ? (value as Record<string, Named>)[part] : (value as Named)));

/** What the file holds, by the word that the table uses. Payoffs are named `whose: which`. */
const held: Readonly<Record<string, readonly string[]>> = {
  actor: keys(scenario.actors),
  faction: Object.values(scenario.actors).flatMap((actor) => keys((actor as { factions?: Named }).factions ?? {})),
  variable: keys(scenario.state),
  definition: keys(scenario.define),
  clock: keys(scenario.clocks),
  desk: keys(scenario.desks),
  move: inner(scenario.desks, "moves"),
  veto: keys(scenario.vetoes),
  event: inner(scenario.events),
  issue: keys(scenario.issues),
  package: keys(scenario.packages),
  offer: keys(scenario.offers),
  signal: keys(scenario.signals),
  order: keys(scenario.orders),
  check: keys(scenario.checks),
  view: Object.entries(scenario["in the eyes of"]).flatMap(([whose, which]) =>
    keys(which as Named).map((x) => `${whose}: ${x}`),
  ),
  payoff: Object.entries(scenario.payoffs).flatMap(([whose, which]) =>
    keys(which as Named).map((x) => `${whose}: ${x}`),
  ),
  ending: keys(scenario.endings),
  outcome: keys(scenario.outcomes),
  group: keys(scenario.exclusive),
  assumption: keys(scenario.assumptions),
  evidence: keys(scenario.evidence),
};

interface Row {
  readonly mark: string;
  readonly text: string;
  readonly names: readonly { readonly kind: string; readonly name: string }[];
}

/** Kinds stand before their names: "moves `a`, `b`; desk `c`". */
function namesIn(text: string): Row["names"] {
  const runs = text.matchAll(/([A-Za-z]+) (`[^`]+`(?:, `[^`]+`)*)/g);
  return [...runs].flatMap(([, word, run]) => {
    const kind = word.toLowerCase().replace(/s$/, "");
    return [...run.matchAll(/`([^`]+)`/g)].map(([, name]) => ({ kind, name: name }));
  });
}

function readTable(markdown: string): Row[] {
  const rows = markdown.matchAll(/^\| (M\d+) \| (.*) \|$/gm);
  return [...rows].map(([, mark, text]) => ({ mark: mark, text: text, names: namesIn(text) }));
}

/** What is wrong with a table, in words. */
function faultsOf(rows: readonly Row[]): string[] {
  const expected = Array.from({ length: 72 }, (_, index) => `M${index + 1}`);
  const missing = expected.filter((mark) => !rows.some((row) => row.mark === mark)).map((mark) => `${mark} is missing`);
  return [...missing, ...rows.flatMap(faultsOfRow)];
}

function faultsOfRow({ mark, text, names }: Row): string[] {
  const dangling = names.filter(({ kind, name }) => !held[kind]?.includes(name));
  const count = [...text.matchAll(/`[^`]+`/g)].length;
  const evidence = names.filter(({ kind }) => kind === "evidence").map(({ name }) => name);
  const carrying = Object.entries(scenario.evidence as Record<string, { mechanisms?: string[] }>)
    .filter(([, entry]) => entry.mechanisms?.includes(mark))
    .map(([name]) => name);
  const only = text.startsWith("Only evidence. ");
  return [
    ...dangling.map(({ kind, name }) => `${mark}: no ${kind} "${name}"`),
    ...(count === names.length ? [] : [`${mark}: ${count - names.length} names without a kind`]),
    ...(evidence.sort().join() === carrying.sort().join()
      ? []
      : [`${mark}: the evidence that carries it is ${carrying}`]),
    ...(only === names.length > evidence.length ? [`${mark}: "Only evidence" and other names exclude each other`] : []),
    ...(names.length === 0 ? [`${mark}: nothing is named`] : []),
  ];
}

test("every mechanism is in the table, and every name in the scenario", () => {
  const rows = readTable(readme);
  expect(rows.length).toBe(72);
  expect(faultsOf(rows)).toEqual([]);
});

test("a faulty table is noticed", () => {
  const table = readme
    .replace(/^\| M42 .*$/m, "")
    .replace("assumptions `spiral`", "assumptions `spiralling`")
    .replace("moves `take up indirect talks`", "and `take up indirect talks`")
    .replace("Evidence `two-voices`", "Evidence `letter`");
  const faults = faultsOf(readTable(table)).join("\n");
  expect(faults).toContain("M42 is missing");
  expect(faults).toContain('M44: no assumption "spiralling"');
  expect(faults).toContain('M2: no and "take up indirect talks"');
  expect(faults).toContain("M3: the evidence that carries it is two-voices");
});
