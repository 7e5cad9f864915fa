/**
 * Different eyes: whose values of the assumptions hold where. A *view* is a way to see chances (starts, branches, events).
 * View 0 is nature's, with the stated values; actors who declare the same values wherever chances read them share a view,
 * and one that declares a value has a view of its own even if it is the stated one, which may move. Points are always seen by the actor who gets them, whatever its view. A view also leaves out the moves that its actors do not know of:
 * in it their slots lead where holding leads, until they have been seen.
 */

import { foldExpression } from "../language/expression/evaluate.ts";
import type { Expression } from "../language/expression/expression.ts";
import { assumptionsIn, chancesOf } from "../language/expression/reads.ts";
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
  const keys = ["[]"];
  const unknown: Map<string, number>[] = [new Map()];
  const own: Scenario[] = [];
  const ofActor = scenario.actors.map((_, actor) => {
    const differing = valuesOf(scenario, actor);
    own.push(withValues(scenario, differing));
    const seen = differing.filter(({ assumption }) => read.has(assumption));
    const hidden = unknownMoves(scenario, actor);
    const key = JSON.stringify([...seen.map(({ assumption, value }) => [assumption, value]), ...hidden]);
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
  const keyOf = (held: View["values"]) => JSON.stringify(held.map(({ assumption, value }) => [assumption, value]));
  const found = frames.findIndex((held) => keyOf(held) === keyOf(values));
  return found === -1 ? frames.push(values) - 1 : found;
}

/**
 * The payoffs, what triggers them with the values of the actor who gets them put in (their points are priced in its frame); the
 * scenario's own list where all see the same.
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

function withValues(scenario: Scenario, values: View["values"]): Scenario {
  if (values.length === 0) return scenario;
  const assumptions = [...scenario.assumptions];
  for (const { assumption, value } of values) assumptions[assumption] = { ...assumptions[assumption], value };
  return { ...scenario, assumptions };
}
