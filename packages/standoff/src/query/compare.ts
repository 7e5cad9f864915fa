/** Two forecasts side by side: which assumptions differ, and by how much each outcome's probability. */
import type { Scenario } from "../language/scenario.ts";
import type { Forecast, OutcomeForecast } from "./forecast.ts";
import { movesUnknown, numbersHeldOtherwise } from "./own-eyes.ts";

/** One of two, with the forecast of it. */
export interface Compared {
  readonly scenario: Scenario;
  readonly forecast: Forecast;
}

/**
 * An assumption, by name; an actor's own number has its name with it. Values as written; null where a side has none.
 */
export interface AssumptionDifference {
  readonly assumption: string;
  readonly a: string | null;
  readonly b: string | null;
}

export interface OutcomeDifference {
  readonly name: string;
  readonly a: OutcomeForecast | undefined;
  readonly b: OutcomeForecast | undefined;
  /** Probability by the last day in b, less that in a; null where a side has no such outcome. */
  readonly difference: number | null;
}

export interface Comparison {
  readonly assumptions: readonly AssumptionDifference[];
  /** In the order of the first, then those that only the second has. */
  readonly outcomes: readonly OutcomeDifference[];
}

/**
 * Two forecasts side by side: the assumptions that differ, and for each outcome, by name, the probability in b less
 * that in a.
 *
 * @example
 * ```ts
 * const other = runScenario(strike, read, { set: { "large fund": "70 %" } });
 * const [a, b] = [solved, other].map((run) => ({ scenario: run.scenario, forecast: forecast(run) }));
 * const { assumptions, outcomes } = compare(a, b);
 * assumptions // => [{ assumption: "large fund", a: "0.5", b: "70 %" }]
 * outcomes[0].difference // => 0.031
 * ```
 */
export function compare(a: Compared, b: Compared): Comparison {
  return { assumptions: assumptions(a.scenario, b.scenario), outcomes: outcomes(a.forecast, b.forecast) };
}

/** Those whose text differs, or that only one side has. */
function assumptions(a: Scenario, b: Scenario): AssumptionDifference[] {
  const [inA, inB] = [textsOf(a), textsOf(b)];
  return [...new Set([...inA.keys(), ...inB.keys()])]
    .map((assumption) => ({ assumption, a: inA.get(assumption) ?? null, b: inB.get(assumption) ?? null }))
    .filter((one) => one.a !== one.b);
}

function textsOf(scenario: Scenario): Map<string, string> {
  return new Map([
    ...scenario.assumptions.map(({ name, text }) => [name, text] as const),
    ...numbersHeldOtherwise(scenario).map(
      ({ assumption, actorName, held }) => [`${assumption} in the eyes of ${actorName}`, held] as const,
    ),
    ...movesUnknown(scenario).map(({ move, actorName }) => [`${move} in the eyes of ${actorName}`, "unknown"] as const),
  ]);
}

function outcomes(a: Forecast, b: Forecast): OutcomeDifference[] {
  const names = [...new Set([...a.outcomes, ...b.outcomes].map(({ name }) => name))];
  return names.map((name) => {
    const [inA, inB] = [a, b].map((one) => one.outcomes.find((outcome) => outcome.name === name));
    return { name, a: inA, b: inB, difference: inA && inB ? inB.byEnd - inA.byEnd : null };
  });
}
