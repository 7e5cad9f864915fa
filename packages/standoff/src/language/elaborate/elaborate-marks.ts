/**
 * Marks: hidden bookkeeping that is no clock's. A desk that `meets also when` something happens has one, set by it and
 * cleared at the desk's next turn. A move that is unknown to some actors has one for those who see it made (all that
 * see it in the same of its results share one), set when they first do.
 */

import type { Span } from "../../text/source.ts";
import type { Actor, Clock, Desk, Effect, Move, Variable } from "../scenario.ts";
import { always, type Elaboration, listed, numberConstant, type Path } from "./elaboration.ts";

type WrittenDesk = NonNullable<Elaboration["document"]["desks"]>[string];

/** The declared variables, which say who sees what a move does, and the numbers after theirs, one for each mark. */
export interface Marks {
  readonly variables: readonly Variable[];
  /** The next that is free. */
  readonly take: () => number;
}

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

/** The variables of all marks, by their number. */
export function marksOf(desks: readonly Desk[], actors: readonly Actor[], variables: readonly Variable[]): Variable[] {
  const marks: Variable[] = [];
  for (const { name, actor, moves, meetsAlso } of desks) {
    for (const move of moves) {
      for (const mark of new Set(move.unknownTo.flatMap((entry) => (entry.mark === -1 ? [] : [entry.mark])))) {
        const learners = move.unknownTo.filter((entry) => entry.mark === mark).map((entry) => entry.actor);
        const seers = actors.flatMap((_, a) =>
          a === actor || seesAsTheyDo(move, learners[0], a, variables) ? [a] : [],
        );
        const who = learners.map((learner) => actors[learner].name).join(" and ");
        const seenBy = [...seers, ...learners].reduce((mask, a) => mask | (1 << a), 0);
        marks.push(markVariable(`${move.name} is known to ${who}`, move.span, seenBy));
      }
    }
    if (meetsAlso !== null) marks.push(markVariable(`${name} is called`, meetsAlso.span, 1 << actor));
  }
  return marks;
}

/** Actors that do not know of a move, each with its mark; and the move's effects and branches, which set the marks. */
export function unknownAt(
  e: Elaboration,
  { path, actor, mustMove }: { readonly path: Path; readonly actor: number; readonly mustMove: boolean },
  written: string | readonly string[] | undefined,
  move: Pick<Move, "effects" | "branches">,
  { variables, take }: Marks,
): Pick<Move, "unknownTo" | "effects" | "branches"> {
  const ids = Object.keys(e.document.actors);
  const named = listed(written, path).flatMap(({ text, path: at }) => {
    const index = ids.indexOf(text);
    if (index === -1) e.unknown("actor", text, ids, e.value(at));
    else if (index === actor) e.report("unknown-to-itself", e.value(at), { actor: text });
    return index === -1 || index === actor ? [] : [index];
  });
  if (named.length > 0 && mustMove) e.report("unknown-without-hold", e.key(path), {});
  const marks = new Map<string, number>();
  const unknownTo = [...new Set(named)].map((a) => {
    const results = resultsSeen(move, a, variables);
    if (!results.includes("1")) return { actor: a, mark: -1 };
    if (!marks.has(results)) marks.set(results, take());
    return { actor: a, mark: marks.get(results)! };
  });
  const span = e.key(path);
  const settings = (place: number) =>
    [...marks].flatMap(([results, mark]) => (results[place] === "1" ? [setMark(mark, span)] : []));
  if (move.branches.length === 0) return { unknownTo, effects: [...move.effects, ...settings(0)], branches: [] };
  const branches = move.branches.map((branch, b) => ({ ...branch, effects: [...branch.effects, ...settings(b)] }));
  return { unknownTo, effects: move.effects, branches };
}

/** For each of a move's results, 1 where it writes what an actor sees. */
function resultsSeen(
  { effects, branches }: Pick<Move, "effects" | "branches">,
  actor: number,
  variables: readonly Variable[],
) {
  const seen = (list: readonly Effect[]) =>
    list.some(({ variable }) => (((variables[variable]?.seenBy ?? 0) >>> actor) & 1) === 1);
  const all = seen(effects);
  return branches.length === 0 ? (all ? "1" : "0") : branches.map((b) => (all || seen(b.effects) ? "1" : "0")).join("");
}

/** Does an actor see a move made wherever another does? Then the mark tells it nothing. */
function seesAsTheyDo(move: Move, learner: number, actor: number, variables: readonly Variable[]): boolean {
  const own = resultsSeen(move, actor, variables);
  return [...resultsSeen(move, learner, variables)].every((seen, place) => seen === "0" || own[place] === "1");
}

function setMark(mark: number, span: Span): Effect {
  return { variable: mark, span, to: { kind: "value", value: always(span) } };
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
