/**
 * What somebody holds to have been observed, in place of a file's own news: ticked off, left out, or added. Read as the
 * file's would be.
 */

import type { ReadFile } from "../../language/file/extend.ts";
import { type LoadOptions, loadScenario } from "../../language/load.ts";
import type { Scenario } from "../../language/scenario.ts";
import { printDay } from "../../text/dates.ts";
import { type Diagnostic, hasErrors } from "../../text/diagnostic.ts";
import { historyOrder } from "./history.ts";

/** An item of news as files write it. */
export interface Observed {
  /** An ISO date. */
  readonly on: string;
  readonly kind: "happened" | "did not happen" | "seen";
  /** A move, an event, a lapse, a change; or, seen, a condition. */
  readonly text: string;
}

/** The news of a scenario as plain data, in the order of its days. */
export function observedIn(scenario: Scenario): Observed[] {
  return historyOrder(scenario).map((place) => {
    const { on, kind, text } = scenario.history[place];
    return { on: printDay(on), kind, text };
  });
}

/** A file's text from which to read it, and how it was read. */
export interface ReadFrom {
  readonly path: string;
  readonly readFile: ReadFile;
  readonly options: LoadOptions;
}

/**
 * The same scenario with other news, for a world that was built without them: news changes nothing of it. Or what is
 * wrong with them.
 */
export function withObserved(
  scenario: Scenario,
  { path, readFile, options }: ReadFrom,
  observed: readonly Observed[],
): Scenario | { readonly diagnostics: readonly Diagnostic[] } {
  if (observed.length === 0) return { ...scenario, history: [] };
  const own = `${path} with news`;
  const inOrder = [...observed].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const items = inOrder.map(({ on, kind, text }) => JSON.stringify({ on, [kind]: text }));
  const name = path.slice(path.lastIndexOf("/") + 1);
  const text = `extends: ${JSON.stringify(name)}\nhistory:\n${items.map((item) => `  - ${item}\n`).join("")}`;
  const read: ReadFile = Object.assign((asked: string) => (asked === own ? text : readFile(asked)), readFile);
  const loaded = loadScenario(own, read, options);
  if (loaded.scenario === undefined)
    return { diagnostics: loaded.diagnostics.filter(({ severity }) => severity === "error") };
  if (hasErrors(loaded.diagnostics)) throw new Error("a scenario with errors");
  return { ...scenario, history: loaded.scenario.history };
}
