/**
 * What can occur, numbered: desk by desk holding, then every branch of every move; events in the same way; then lapses.
 */
import type { Branch, Move, NatureEvent, Scenario } from "../language/scenario.ts";
import type { Span } from "../text/source.ts";
import type { Occurrence } from "../world/world.ts";

export class Numbering {
  readonly list: Occurrence[] = [];

  add(part: Partial<Occurrence> & Pick<Occurrence, "kind" | "name">, span: Span): number {
    const nothing = { branch: "", desk: -1, move: -1, branchIndex: 0, group: -1, says: "" };
    const { branch, desk, move, branchIndex, group, says } = { ...nothing, ...part };
    const place = { file: span.file, start: span.start, end: span.end };
    return (
      this.list.push({ kind: part.kind, name: part.name, branch, desk, move, branchIndex, group, ...place, says }) - 1
    );
  }
}

/** What an event is as an occurrence: one that counts as a move is that move. */
export function eventKind({ as }: NatureEvent, group: number, event: number) {
  return as === undefined ? ({ kind: "event", group, move: event } as const) : ({ kind: "move", ...as } as const);
}

/** All occurrences of a scenario, as its program numbers them. */
export function occurrencesOf({ desks, eventGroups, clocks }: Scenario): readonly Occurrence[] {
  const numbering = new Numbering();
  for (const [index, desk] of desks.entries()) {
    numbering.add({ kind: "hold", name: desk.name, desk: index }, desk.span);
    for (const [move, one] of desk.moves.entries()) addBranches(numbering, one, { kind: "move", desk: index, move });
  }
  for (const [group, { events }] of eventGroups.entries()) {
    for (const [place, one] of events.entries()) addBranches(numbering, one, eventKind(one, group, place));
  }
  clocks.forEach((clock, move) => {
    numbering.add({ kind: "lapse", name: clock.name, move, says: clock.lapses }, clock.span);
  });
  return numbering.list;
}

type Kind = Pick<Occurrence, "kind" | "move"> & Partial<Occurrence>;

/** A move without branches has one without a name. */
function addBranches(numbering: Numbering, { name, says, span, branches }: Move | NatureEvent, part: Kind): void {
  const names = branches.length === 0 ? [""] : branches.map((branch: Branch) => branch.name);
  names.forEach((branch, branchIndex) => {
    numbering.add({ ...part, name, says, branch, branchIndex }, span);
  });
}
