/**
 * Problems that only show in some state: a chance outside 0 to 1, a value outside its domain. Each place of the source
 * is reported once, with the first state that shows it.
 */
import { type Code, type catalogue, diagnostic } from "../language/catalogue/catalogue.ts";
import type { Parameters } from "../language/catalogue/catalogue-entry.ts";
import type { State } from "../language/expression/state-reader.ts";
import type { Scenario } from "../language/scenario.ts";
import { printDay } from "../text/dates.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";

/** More than this many different places are not listed. */
const LIMIT = 50;

/** Where a fault shows: a state in a period, in nature's view (0) or another. */
interface Shown {
  readonly state: State;
  readonly period: number;
  readonly view?: number;
  /** At which numbers, where it is not at the stated ones. */
  readonly where?: string;
}

export class FaultList {
  readonly diagnostics: Diagnostic[] = [];
  private readonly scenario: Scenario;
  private readonly viewOfActor: readonly number[];
  private readonly seen = new Set<string>();

  /** `viewOfActor`: whose eyes a fault of a view is seen with. */
  constructor(scenario: Scenario, viewOfActor: readonly number[] = []) {
    this.scenario = scenario;
    this.viewOfActor = viewOfActor;
  }

  get any(): boolean {
    return this.diagnostics.length > 0;
  }

  add<C extends Code>(
    code: C,
    span: Span,
    parameters: Parameters<(typeof catalogue)[C]>,
    { state, period, view = 0, where }: Shown,
  ): void {
    const key = `${code} ${span.file} ${span.start} ${span.end}`;
    if (this.seen.has(key) || this.diagnostics.length >= LIMIT) return;
    this.seen.add(key);
    const numbers = where === undefined ? "" : `; ${where}`;
    const example = `${exampleState(this.scenario, state, period)}${this.eyes(view)}${numbers}`;
    this.diagnostics.push(diagnostic(code, span, parameters, { example }));
  }

  private eyes(view: number): string {
    if (view === 0) return "";
    const holders = this.scenario.actors.filter((_, actor) => this.viewOfActor[actor] === view);
    return `; in the eyes of ${holders.map(({ name }) => name).join(" and ")}`;
  }
}

/** A state in words: the day, and every variable that is not at its first level. */
export function exampleState(scenario: Scenario, state: State, period: number): string {
  const words = scenario.variables.flatMap((variable, place) =>
    state[place] === 0 ? [] : [`${variable.name} ${levelWord(scenario, place, state[place])}`],
  );
  const others =
    words.length === scenario.variables.length
      ? ""
      : words.length === 0
        ? "everything at its first level"
        : "all else at its first level";
  return `${dayOf(scenario, period)}: ${[...words, others].filter((part) => part !== "").join(", ")}`;
}

function levelWord(scenario: Scenario, variable: number, value: number): string {
  return scenario.variables[variable].levels[value] ?? String(value);
}

/** The first day of a period as an ISO date. */
function dayOf(scenario: Scenario, period: number): string {
  return printDay(scenario.calendar.played[period]?.start ?? scenario.calendar.end);
}
