/** Elaboration of different eyes: other values of assumptions in one actor's view. */

import type { Expression } from "../expression/expression.ts";
import { assumptionsIn, chancesOf } from "../expression/reads.ts";
import type { Assumption, Scenario, View } from "../scenario.ts";
import { stateless } from "./elaborate-grounds.ts";
import { type Elaboration, entriesOf, type Path } from "./elaboration.ts";

export function elaborateViews(e: Elaboration): View[] {
  const actors = Object.keys(e.document.actors);
  const names = e.assumptions.map(({ name }) => name);
  return entriesOf(e.document["in the eyes of"]).flatMap(([id, entry]): View[] => {
    const path = ["in the eyes of", id];
    const actor = actors.indexOf(id);
    if (actor === -1) e.unknown("actor", id, actors, e.key(path));
    const values = Object.keys(entry).flatMap((name) => {
      const assumption = names.indexOf(name);
      if (assumption === -1) e.unknown("assumption", name, names, e.key([...path, name]));
      const value = assumption === -1 ? undefined : valueAt(e, e.assumptions[assumption], [...path, name]);
      return value === undefined ? [] : [{ assumption, value, text: e.text([...path, name]) }];
    });
    return actor === -1 ? [] : [{ actor, values }];
  });
}

/** What is held, over the stated values of the assumptions. */
function valueAt(e: Elaboration, { type }: Assumption, path: Path): Expression | undefined {
  const expression = e.expression(path, { kind: type });
  const value = expression === undefined ? undefined : stateless(e, expression, path);
  if (value === undefined) return undefined;
  if (Number.isFinite(value)) return expression;
  e.report("not-a-plain-value", e.value(path), { text: e.text(path) });
  return undefined;
}

/**
 * A view may change how likely and how much worth things are, not what can happen or how anyone decides: the graph and
 * the menus are the same in all eyes. Looks at every expression read so far.
 */
export function checkViews(e: Elaboration, views: readonly View[]): void {
  const viewed = new Set(views.flatMap(({ values }) => values.map(({ assumption }) => assumption)));
  for (const { expression, path } of e.expressions) {
    if (viewed.size === 0 || mayDiffer(path)) continue;
    for (const index of assumptionsIn([expression])) {
      if (viewed.has(index)) e.report("view-out-of-place", expression.span, { name: e.assumptions[index].name });
    }
  }
  for (const [name, { at }] of entriesOf(e.document.clocks)) {
    for (const anchor of typeof at === "object" ? Object.keys(at) : []) {
      const index = [...viewed].find((each) => anchor.includes(`$${e.assumptions[each].name}`));
      const span = e.key(["clocks", name, "at", anchor]);
      if (index !== undefined) e.report("view-out-of-place", span, { name: e.assumptions[index].name });
    }
  }
}

/**
 * A view of what neither a chance nor a payoff of its holder reads is a mistake: nothing else is seen with its eyes.
 */
export function checkViewsMatter(e: Elaboration, scenario: Scenario): void {
  const chances = assumptionsIn(chancesOf(scenario));
  for (const { actor, values } of scenario.views) {
    const points = assumptionsIn(pointsOf(scenario, actor));
    const { id, name: who } = scenario.actors[actor];
    for (const { assumption } of values) {
      if (chances.has(assumption) || points.has(assumption)) continue;
      const { name } = scenario.assumptions[assumption];
      e.report("view-without-effect", e.key(["in the eyes of", id, name]), { name, actor: who });
    }
  }
}

/** What an actor's points are read from. */
function pointsOf({ payoffs, endings, columns }: Scenario, actor: number): Expression[] {
  const own = (column: number) => columns[column].actor === actor;
  const paid = payoffs.filter(({ column }) => own(column));
  const read = paid.flatMap(({ trigger, when, value }) => [
    trigger?.kind === "becomes" ? trigger.condition : null,
    when,
    value,
  ]);
  const worths = endings.flatMap(({ worth }) => worth?.filter((_, column) => own(column)) ?? []);
  return [...read, ...worths].filter((expression) => expression !== null);
}

/**
 * Chances, rates, starts and payoffs; and what only the modeller reads, or what stands for its expression elsewhere.
 */
function mayDiffer(path: Path): boolean {
  const [section, , third] = path;
  switch (section) {
    case "payoffs":
    case "outcomes":
    case "orders":
    case "checks":
    case "history":
    case "define":
    case "assumptions":
    case "in the eyes of":
      return true;
    case "state":
      return third === "starts";
    case "endings":
      return third === "worth";
    case "clocks":
      return third === "at" && path.length === 4;
    case "desks":
      return third === "moves" && path[4] === "chance" && !path.includes("does");
    case "events":
      return ["chance", "rate", "chance of"].includes(String(path[3])) && !path.includes("does");
    default:
      return false;
  }
}
