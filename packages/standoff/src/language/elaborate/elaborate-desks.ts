/** Elaboration of desks and their menus: tempo, moves with vetoes folded into their guards, policies. */

import type { Expression } from "../expression/expression.ts";
import { rate } from "../expression/value-types.ts";
import type { Column, Desk, Move, PolicyRule, Variable } from "../scenario.ts";
import { readChances } from "./elaborate-chances.ts";
import { branchesAt, checkWrittenOnce, effectsAt } from "./elaborate-effects.ts";
import { conditionAt } from "./elaborate-grounds.ts";
import { type Marks, meetsAlsoAt, unknownAt } from "./elaborate-marks.ts";
import { always, both, type Elaboration, entriesOf, listed, numberConstant, type Path } from "./elaboration.ts";

type WrittenDesk = NonNullable<Elaboration["document"]["desks"]>[string];
type WrittenMove = NonNullable<WrittenDesk["moves"]>[string];

/** A veto's condition for one move. */
interface Veto {
  readonly desk: number;
  readonly move: number;
  readonly unless: Expression;
}

/** `variables`: the declared ones; `firstMark`: the number of the first that is free for marks. */
export function elaborateDesks(
  e: Elaboration,
  columns: readonly Column[],
  { variables, firstMark }: { readonly variables: readonly Variable[]; readonly firstMark: number },
): Desk[] {
  let next = firstMark;
  const marks: Marks = { variables, take: () => next++ };
  const actors = Object.keys(e.document.actors);
  const vetoes = elaborateVetoes(e, columns);
  return entriesOf(e.document.desks).map(([name, entry], index) => {
    const path = ["desks", name];
    const actor = actors.indexOf(entry.of);
    if (actor === -1) e.unknown("actor", entry.of, actors, e.value([...path, "of"]));
    const mustMove = entry["must move"] === "yes";
    const plain = (entry.plain ?? e.document.plain) === "yes";
    const moves = entriesOf(entry.moves).map(([move, written], m) => {
      const own = vetoes.filter((veto) => veto.desk === index && veto.move === m).map(({ unless }) => unless);
      const at = [...path, "moves", move];
      const elaborated = elaborateMove(e, move, written, at, own);
      const place = { path: [...at, "unknown to"], actor, mustMove };
      return { ...elaborated, ...unknownAt(e, place, written["unknown to"], elaborated, marks) };
    });
    if (moves.length === 0 && mustMove) e.report("must-move-nothing", e.key(path), { name });
    return {
      name,
      span: e.key(path),
      actor: Math.max(0, actor),
      column: entry.for === undefined ? -1 : factionOf(e, entry.for, columns, actor, [...path, "for"]),
      tempo: tempoAt(e, entry.tempo, [...path, "tempo"]),
      meetsAlso: entry["meets also when"] === undefined ? null : meetsAlsoAt(e, name, entry, marks.take()),
      mustMove,
      plain,
      noise: e.document.actors[entry.of]?.noise ?? e.document.noise ?? (plain ? "mistakes" : "tastes"),
      moves,
      familyUsual: familyUsualAt(e, entry, moves, [...path, "usual"]),
      policy: entry.policy === undefined ? null : policyAt(e, entry, [...path, "policy"], mustMove),
    };
  });
}

function tempoAt(e: Elaboration, written: string | readonly string[] | undefined, path: Path): Expression | null {
  let tempo: Expression | null = null;
  for (const { path: at } of listed(written, path)) tempo = e.tempo(at, tempo ?? undefined) ?? null;
  return tempo;
}

/** The usual frequencies of families: each of a family of the desk, none of whose moves has one of its own. */
function familyUsualAt(e: Elaboration, entry: WrittenDesk, moves: readonly Move[], path: Path): Desk["familyUsual"] {
  return entriesOf(entry.usual).flatMap(([family]) => {
    const at = [...path, family];
    const own = moves.filter((move) => move.family === family);
    const families = new Set(moves.map((move) => move.family));
    if (own.length === 0) e.unknown("family of this desk", family, families, e.key(at));
    const twice = own.find((move) => move.usual !== null);
    if (twice !== undefined) e.report("usual-twice", e.key(at), { family, move: twice.name });
    const usual = e.expression(at, rate);
    return usual === undefined ? [] : [{ family, span: e.key(at), usual }];
  });
}

function elaborateMove(
  e: Elaboration,
  name: string,
  written: WrittenMove,
  path: Path,
  vetoes: readonly Expression[],
): Move {
  const effects = effectsAt(e, written.does, [...path, "does"]);
  const branches = branchesAt(e, written.chance, [...path, "chance"], path);
  checkWrittenOnce(e, effects, branches);
  const usual = written.usual === undefined ? null : (e.expression([...path, "usual"], rate) ?? null);
  const own = written.when === undefined ? always(e.key(path)) : conditionAt(e, [...path, "when"]);
  return {
    name,
    span: e.key(path),
    family: written.family ?? name,
    guard: vetoes.reduce(both, own),
    usual,
    unknownTo: [],
    effects,
    branches,
    says: written.says ?? "",
  };
}

/** The factions of one actor, or of all. */
function factionOf(e: Elaboration, name: string, columns: readonly Column[], actor: number, path: Path): number {
  const own = columns.filter((column) => column.faction && (actor === -1 || column.actor === actor));
  const index = columns.findIndex((column) => own.includes(column) && column.id === name);
  if (index === -1) {
    const names = own.map((column) => column.id);
    e.unknown("faction of this actor", name, names, e.value(path));
  }
  return index;
}

function elaborateVetoes(e: Elaboration, columns: readonly Column[]): Veto[] {
  return entriesOf(e.document.vetoes).flatMap(([name, entry]) => {
    const path = ["vetoes", name];
    factionOf(e, entry.faction, columns, -1, [...path, "faction"]);
    const unless = conditionAt(e, [...path, "unless"]);
    return listed(entry.over, [...path, "over"]).flatMap(({ path: at }) => {
      const trigger = e.trigger(at);
      if (trigger?.kind === "move") return [{ desk: trigger.desk, move: trigger.move, unless }];
      if (trigger !== undefined) e.report("not-a-move", e.value(at), { name: e.text(at) });
      return [];
    });
  });
}

/** The rules of a stated policy; where none holds, the desk holds. */
function policyAt(e: Elaboration, entry: WrittenDesk, path: Path, mustMove: boolean): PolicyRule[] {
  const moves = Object.keys(entry.moves ?? {});
  const rules = (entry.policy ?? []).map((rule, index): PolicyRule => {
    const at = [...path, index, "chances"];
    const entries = entriesOf(rule.chances).map(([key, text]) => ({ key, text, path: [...at, key] }));
    const names = mustMove ? moves : ["hold", ...moves];
    for (const { key, path: place } of entries) if (!names.includes(key)) e.unknown("move", key, names, e.key(place));
    const chances = readChances(e, entries, at, "the chances of the moves");
    const of = (key: string) => chances.find((chance) => chance.key === key)?.chance;
    return {
      when: rule.when === undefined ? always(e.value([...path, index])) : conditionAt(e, [...path, index, "when"]),
      hold: of("hold") ?? numberConstant(0, e.value(at)),
      chances: moves.map((move) => of(move) ?? null),
    };
  });
  const last = rules.at(-1);
  const complete = last !== undefined && last.when.kind === "constant" && last.when.value === 1;
  if (complete) return rules;
  if (mustMove) e.report("policy-incomplete", e.key(path), {});
  const span = e.key(path);
  return [...rules, { when: always(span), hold: numberConstant(1, span), chances: moves.map(() => null) }];
}
