/**
 * What expressions read: of the state, with where in their own text, and whether an actor sees it; and of assumptions.
 */
import type { Span } from "../../text/source.ts";
import type { Scenario } from "../scenario.ts";
import { children, type Expression, walk } from "./expression.ts";

export interface Read {
  readonly variable: number;
  /** The clock whose date or lapse is asked for, or -1. */
  readonly clock: number;
  /** In the text that was asked about: where the name, or the definition that leads to it, stands. */
  readonly span: Span;
  /** Definitions on the way, outermost first. */
  readonly through: readonly number[];
}

type Bookkept = { readonly drawVariable: number; readonly dueVariable: number; readonly stageVariable: number };

/** All variables that the expression reads, the clocks' bookkeeping among them; once per variable and place. */
export function readsOf(expression: Expression, clocks: readonly Bookkept[]): Read[] {
  const found: Read[] = [];
  collect(expression, clocks, found, null);
  return found;
}

/**
 * The way into definitions: where the outermost stands in the text, those on the way, and all that were entered below
 * it.
 */
interface Way {
  readonly outer: Span;
  readonly through: readonly number[];
  readonly entered: Set<number>;
}

function collect(e: Expression, clocks: readonly Bookkept[], found: Read[], way: Way | null): void {
  const { outer: span, through } = way ?? { outer: e.span, through: [] };
  if (e.kind === "variable") found.push({ variable: e.variable, clock: -1, span, through });
  if (e.kind === "clock" || e.kind === "lapsed") {
    const { drawVariable, dueVariable, stageVariable } = clocks[e.clock];
    for (const variable of [drawVariable, dueVariable, stageVariable]) {
      if (variable !== -1) found.push({ variable, clock: e.clock, span, through });
    }
  }
  if (e.kind === "definition") {
    const entered = way?.entered ?? new Set();
    if (entered.has(e.definition)) return;
    entered.add(e.definition);
    collect(e.body, clocks, found, { outer: span, through: [...through, e.definition], entered });
    return;
  }
  for (const child of children(e)) collect(child, clocks, found, way);
}

/** Does the actor see the variable from the first day on? */
export function sees(scenario: Pick<Scenario, "variables">, actor: number, variable: number): boolean {
  return ((scenario.variables[variable].seenBy >>> actor) & 1) === 1;
}

/** The assumptions that any of the expressions reads. */
export function assumptionsIn(expressions: readonly Expression[]): Set<number> {
  const found = new Set<number>();
  for (const expression of expressions) {
    walk(expression, (node) => {
      if (node.kind === "assumption") found.add(node.assumption);
    });
  }
  return found;
}

/** Everything that says how likely something is: chances of starts, branches and events, and rates of events. */
export function chancesOf({
  variables,
  desks,
  eventGroups,
}: Pick<Scenario, "variables" | "desks" | "eventGroups">): Expression[] {
  const events = eventGroups.flatMap((group) => group.events);
  const acts = [...desks.flatMap(({ moves }) => moves), ...events];
  return [
    ...variables.flatMap(({ starts }) => starts),
    ...acts.flatMap(({ branches }) => branches.map(({ chance }) => chance)),
    ...events.flatMap(({ amount }) => (amount === null ? [] : [amount])),
  ];
}
