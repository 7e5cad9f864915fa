/**
 * Marks: hidden bookkeeping that is no clock's. A desk that `meets also when` something happens has one, set by it and cleared
 * at the desk's next turn.
 */

import type { Span } from "../text/source.ts";
import { type Elaboration, listed, numberConstant } from "./elaboration.ts";
import type { Clock, Desk, Variable } from "./scenario.ts";

type WrittenDesk = NonNullable<Elaboration["document"]["desks"]>[string];

export function meetsAlsoAt(e: Elaboration, name: string, entry: WrittenDesk, mark: number): Desk["meetsAlso"] {
  const path = ["desks", name, "meets also when"];
  const triggers = listed(entry["meets also when"], path).flatMap(({ path: at }) => e.trigger(at, true) ?? []);
  if (entry.tempo === undefined) e.report("meets-without-tempo", e.key(path), { desk: name });
  return { triggers, mark, span: e.key(path) };
}

/** How many variables keep the books of clocks: marks come after them. */
export function countBookkeeping(clocks: readonly Clock[]): number {
  return clocks.flatMap((clock) => [clock.drawVariable, clock.dueVariable, clock.stageVariable].filter((v) => v >= 0))
    .length;
}

/** The variables of all marks, in their order. */
export function marksOf(desks: readonly Desk[]): Variable[] {
  return desks.flatMap(({ name, actor, meetsAlso }) =>
    meetsAlso === null ? [] : [markVariable(`${name} is called`, meetsAlso.span, 1 << actor)],
  );
}

function markVariable(name: string, span: Span, seenBy: number): Variable {
  return {
    name,
    span,
    kind: "mark",
    levels: ["no", "yes"],
    size: 2,
    low: 0,
    starts: [numberConstant(1, span), numberConstant(0, span)],
    seenBy,
    announced: Number.POSITIVE_INFINITY,
    atOnce: "in order",
    reported: false,
    forgetWhen: null,
    clock: -1,
  };
}
