/**
 * Two versions of a scenario, as what was understood of them: which assumptions have other values, ranges or grounds,
 * and which lines of the rest are gone or new.
 */
import { printScenario } from "../language/print-scenario.ts";
import type { Assumption, Scenario } from "../language/scenario.ts";
import { amountInWords } from "../query/words.ts";

/** What is said of an assumption. */
export interface AssumptionSaid {
  readonly text: string;
  readonly type: Assumption["type"];
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

function said({ evidence: entries }: Scenario, { text, type, range, basis, evidence }: Assumption): AssumptionSaid {
  return { text, type, range, basis, evidence: evidence.map((place) => entries[place].id).sort() };
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
    if (gone.length + added.length === 0) return [];
    const alike = new Set(gone.map(({ readable }) => readable));
    const clear = !added.some(({ readable }) => alike.has(readable));
    const shown = (lines: readonly Line[]) => lines.map(({ exact, readable }) => (clear ? readable : exact));
    return [{ part, gone: shown(gone), added: shown(added) }];
  });
}

/** Lines are compared with all digits; they are shown as one reads them where that tells them apart. */
interface Line {
  readonly exact: string;
  readonly readable: string;
}

/** The printed scenario: a title stands at the margin, its lines are indented. */
function linesByPart(scenario: Scenario): Map<string, Line[]> {
  const readable = printScenario(scenario, amountInWords).split("\n");
  const parts = new Map<string, Line[]>();
  let part = "title";
  for (const [i, line] of printScenario(scenario).split("\n").entries()) {
    const own = { exact: line.trim(), readable: readable[i].trim() };
    if (i === 0) parts.set(part, [own]);
    else if (line.startsWith(" ")) parts.get(part)!.push(own);
    else {
      part = line;
      parts.set(part, []);
    }
  }
  return parts;
}

/** The lines that the others do not have, each as often as it is more. */
function without(lines: readonly Line[], others: readonly Line[]): Line[] {
  const left = new Map<string, number>();
  for (const { exact } of others) left.set(exact, (left.get(exact) ?? 0) + 1);
  return lines.filter(({ exact }) => {
    const more = left.get(exact) ?? 0;
    left.set(exact, more - 1);
    return more <= 0;
  });
}
