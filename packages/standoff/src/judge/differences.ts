/**
 * Two versions of a scenario, as what was understood of them: which assumptions have other values, ranges or grounds,
 * and which lines of the rest are gone or new.
 */
import { printScenario } from "../language/print-scenario.ts";
import type { Assumption, Scenario } from "../language/scenario.ts";

/** What is said of an assumption. */
export interface AssumptionSaid {
  readonly text: string;
  readonly range: readonly [number, number] | null;
  readonly basis: string;
  readonly evidence: readonly string[];
}

export interface VersionDifferences {
  readonly assumptions: readonly {
    readonly assumption: string;
    /** null where a version has none of that name. */
    readonly a: AssumptionSaid | null;
    readonly b: AssumptionSaid | null;
    /** Is it worth something else? */
    readonly value: boolean;
  }[];
  /** Of calendar, actors, state, moves and all else, the lines that only one version has. */
  readonly parts: readonly {
    readonly part: string;
    readonly gone: readonly string[];
    readonly added: readonly string[];
  }[];
}

/**
 * What sets two versions of a scenario apart, in the words in which it was understood: order and layout of the files
 * count for nothing.
 *
 * @example
 * ```ts
 * const { scenario: other } = loadScenario(strike, read, { set: { "large fund": "70 %" } });
 * const { assumptions, parts } = versionDifferences(solved.scenario, other);
 * assumptions.map(({ assumption, a, b }) => [assumption, a.text, b.text]) // => [["large fund", "0.5", "70 %"]]
 * parts // => []
 * ```
 */
export function versionDifferences(a: Scenario, b: Scenario): VersionDifferences {
  const names = [...new Set([...a.assumptions, ...b.assumptions].map(({ name }) => name))];
  const assumptions = names.map((assumption) => {
    const [inA, inB] = [a, b].map((scenario) => saidOf(scenario, assumption));
    const value = inA === null || inB === null || worthOf(a, assumption) !== worthOf(b, assumption);
    return { assumption, a: inA, b: inB, value };
  });
  return {
    assumptions: assumptions.filter((one) => one.value || JSON.stringify(one.a) !== JSON.stringify(one.b)),
    parts: partsOf(a, b),
  };
}

function saidOf(scenario: Scenario, name: string): AssumptionSaid | null {
  const found = scenario.assumptions.find((one) => one.name === name);
  return found === undefined ? null : said(scenario, found);
}

function said({ evidence: entries }: Scenario, { text, range, basis, evidence }: Assumption): AssumptionSaid {
  return { text, range, basis, evidence: evidence.map((place) => entries[place].id).sort() };
}

function worthOf({ assumptions }: Scenario, name: string): number | undefined {
  return assumptions.find((one) => one.name === name)?.value;
}

/** Assumptions are told by themselves. */
const OWN = "assumptions";

function partsOf(a: Scenario, b: Scenario): VersionDifferences["parts"] {
  const [inA, inB] = [linesByPart(a), linesByPart(b)];
  const titles = [...new Set([...inA.keys(), ...inB.keys()])].filter((part) => part !== OWN);
  return titles.flatMap((part) => {
    const [before, after] = [inA.get(part) ?? [], inB.get(part) ?? []];
    const [gone, added] = [without(before, after), without(after, before)];
    return gone.length + added.length === 0 ? [] : [{ part, gone, added }];
  });
}

/** The printed scenario: a title stands at the margin, its lines are indented. */
function linesByPart(scenario: Scenario): Map<string, string[]> {
  const [title, ...rest] = printScenario(scenario).split("\n");
  const parts = new Map([["title", [title]]]);
  let part = "title";
  for (const line of rest) {
    if (line.startsWith(" ")) parts.get(part)!.push(line.trim());
    else {
      part = line;
      parts.set(part, []);
    }
  }
  return parts;
}

/** The lines that the others do not have, each as often as it is more. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const more = left.get(line) ?? 0;
    left.set(line, more - 1);
    return more <= 0;
  });
}
