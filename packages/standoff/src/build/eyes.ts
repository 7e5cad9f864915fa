/**
 * Different eyes: whose values of the assumptions hold where. A *view* is a way to see chances (starts, branches,
 * events). View 0 is nature's, with the stated values; actors who declare the same wherever chances read it share a
 * view, and one that declares a value has a view of its own even if it is the stated one, which may move. What is
 * declared may rest on stated values, and moves with them. Points are always seen by the actor who gets them, whatever
 * its view. A view also leaves out the moves that its actors do not know of: in it their slots lead where holding
 * leads, until they have been seen.
 */

import { foldExpression } from "../language/expression/evaluate.ts";
import type { Expression } from "../language/expression/expression.ts";
import { assumptionsIn, chancesOf } from "../language/expression/reads.ts";
import { valuesHeld } from "../language/expression/static-value.ts";
import type { Payoff, Scenario, View } from "../language/scenario.ts";

export interface Eyes {
  /** The scenario once per view, with the view's values. The first is the scenario itself. */
  readonly views: readonly Scenario[];
  /** The view of every actor. */
  readonly ofActor: readonly number[];
  /** By view: the moves that its actors do not know of, as `desk move`, with the mark that they have seen it, or -1. */
  readonly unknown: readonly ReadonlyMap<string, number>[];
  /** The scenario with every actor's own values. */
  readonly own: readonly Scenario[];
  /** The frames of the price list: the values that each view holds, then every actor's own that no view has. */
  readonly frames: readonly View["values"][];
  readonly frameOfActor: readonly number[];
}

export function eyesOf(scenario: Scenario): Eyes {
  const read = assumptionsIn(chancesOf(scenario));
  const views = [scenario];
  const frames: View["values"][] = [[]];
  const keys = [JSON.stringify([declared([])])];
  const unknown: Map<string, number>[] = [new Map()];
  const own: Scenario[] = [];
  const ofActor = scenario.actors.map((_, actor) => {
    const differing = valuesOf(scenario, actor);
    own.push(withValues(scenario, differing));
    const seen = differing.filter(({ assumption }) => read.has(assumption));
    const hidden = unknownMoves(scenario, actor);
    const key = JSON.stringify([declared(seen), ...hidden]);
    if (!keys.includes(key)) {
      keys.push(key);
      views.push(withValues(scenario, seen));
      frames.push(seen);
      unknown.push(hidden);
    }
    return keys.indexOf(key);
  });
  const frameOfActor = scenario.actors.map((_, actor) => frameFor(valuesOf(scenario, actor), frames));
  return { views, ofActor, unknown, own, frames, frameOfActor };
}

/** The frame with just these values, added where there is none. */
function frameFor(values: View["values"], frames: View["values"][]): number {
  const found = frames.findIndex((held) => declared(held) === declared(values));
  return found === -1 ? frames.push(values) - 1 : found;
}

/** What is declared, as text: equal where equal expressions are held. */
function declared(held: View["values"]): string {
  const pairs = held.map(({ assumption, value }) => [assumption, value]);
  return JSON.stringify(pairs, (key, part) => (key === "span" ? undefined : part));
}

/**
 * The payoffs, what triggers them with the values of the actor who gets them put in (their points are priced in its
 * frame); the scenario's own list where all see the same.
 */
export function payoffsInOwnEyes(scenario: Scenario, eyes: Eyes): readonly Payoff[] {
  if (scenario.views.length === 0) return scenario.payoffs;
  return scenario.payoffs.map((payoff) => {
    const fold = (e: Expression) => foldExpression(ownEyes(scenario, eyes, payoff.column), e);
    const { trigger } = payoff;
    return {
      ...payoff,
      trigger: trigger?.kind === "becomes" ? { ...trigger, condition: fold(trigger.condition) } : trigger,
    };
  });
}

/** The scenario with the values of the actor who has a column. */
function ownEyes(scenario: Scenario, eyes: Eyes, column: number): Scenario {
  return eyes.own[scenario.columns[column].actor];
}

function unknownMoves({ desks }: Scenario, actor: number): Map<string, number> {
  const found = new Map<string, number>();
  desks.forEach(({ moves }, desk) => {
    moves.forEach(({ unknownTo }, move) => {
      const own = unknownTo.find((entry) => entry.actor === actor);
      if (own !== undefined) found.set(`${desk} ${move}`, own.mark);
    });
  });
  return found;
}

/** What an actor declares to hold, by assumption. */
function valuesOf(scenario: Scenario, actor: number): View["values"] {
  const held = scenario.views.filter((view) => view.actor === actor).flatMap(({ values }) => values);
  return held.sort((a, b) => a.assumption - b.assumption);
}

function withValues(scenario: Scenario, held: View["values"]): Scenario {
  if (held.length === 0) return scenario;
  const stated = scenario.assumptions.map(({ value }) => value);
  const values = valuesHeld(held, stated);
  const assumptions = scenario.assumptions.map((each, index) => ({ ...each, value: values[index] }));
  return { ...scenario, assumptions };
}

/** With the assumptions that the graph rests on, those that what is held in their place rests on. */
export function structuralInAllEyes({ views }: Scenario, structural: ReadonlySet<number>): number[] {
  const held = views.flatMap(({ values }) => values).filter(({ assumption }) => structural.has(assumption));
  const further = assumptionsIn(held.map(({ value }) => value));
  return [...new Set([...structural, ...further])].sort((a, b) => a - b);
}
