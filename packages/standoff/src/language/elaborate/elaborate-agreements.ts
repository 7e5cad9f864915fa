/**
 * Elaboration of agreements: those that the file names, and each package of each offer. They are weighed
 * (`judge/deal.ts`) and are no part of the game.
 */
import type { Agreement, Column, Deal, Desk, Effect, MovePlace } from "../scenario.ts";
import { effectsAt } from "./elaborate-effects.ts";
import { conditionAt } from "./elaborate-grounds.ts";
import { always, type Elaboration, entriesOf, listed, type Path } from "./elaboration.ts";

/** The packages of offers first, in file order. */
export function elaborateAgreements(
  e: Elaboration,
  columns: readonly Column[],
  desks: readonly Desk[],
  deals: readonly Deal[],
): Agreement[] {
  const vetoing = (by: readonly MovePlace[]) => vetoesOver(e, columns, desks, by);
  const offered = deals.flatMap((deal): Agreement[] =>
    deal.kind === "offer" && deal.accepted.length > 0 ? packagesOf(e, deal, deals, vetoing(deal.accepted)) : [],
  );
  const taken = offered.map(({ name }) => name);
  const stated = entriesOf(e.document.agreements).flatMap(([name, entry]): Agreement[] => {
    const path = ["agreements", name];
    if (taken.includes(name)) e.report("duplicate-name", e.key(path), { name, kind: "agreement" });
    const terms = effectsAt(e, entry.with, [...path, "with"]);
    const when = entry.when === undefined ? always(e.key(path)) : conditionAt(e, [...path, "when"]);
    const between = partiesOf(e, entry.between, [...path, "between"], desks);
    const signs = e.trigger([...path, "by"]);
    if (signs === undefined) return [];
    if (signs.kind !== "move" || signs.branch !== -1) {
      e.report("not-a-move", e.value([...path, "by"]), { name: entry.by });
      return [];
    }
    const by = [{ desk: signs.desk, move: signs.move }];
    return [{ name, span: e.key(path), by, terms, when, between, vetoing: vetoing(by) }];
  });
  return [...offered, ...stated];
}

function partiesOf(
  e: Elaboration,
  written: readonly string[] | undefined,
  path: Path,
  desks: readonly Desk[],
): readonly number[] {
  const ids = Object.keys(e.document.actors);
  if (written === undefined)
    return ids.flatMap((_, actor) => (desks.some((desk) => desk.actor === actor) ? [actor] : []));
  return listed(written, path).flatMap(({ text, path: at }) => {
    const actor = ids.indexOf(text);
    if (actor === -1) e.unknown("actor", text, ids, e.value(at));
    return actor === -1 ? [] : [actor];
  });
}

function packagesOf(e: Elaboration, deal: Deal, deals: readonly Deal[], vetoing: readonly number[]): Agreement[] {
  const { from, to, between } = e.document.offers![deal.name];
  const names = [from ?? [], to ?? [], between ?? []].flat();
  const ids = Object.keys(e.document.actors);
  const actors = new Set(names.map((desk) => ids.indexOf(e.document.desks?.[desk]?.of ?? "")));
  const parties = [...actors].filter((actor) => actor !== -1).sort((a, b) => a - b);
  return deal.packages.map((name, place) => {
    const span = e.key(["offers", deal.name]);
    const alone = deals.every((other) => other === deal || !other.packages.includes(name));
    return {
      name: alone ? name : `${name} (${deal.name})`,
      span,
      by: deal.accepted,
      terms: [onTable(deal.variable, 1 + place, span)],
      when: always(span),
      between: parties,
      vetoing,
    };
  });
}

function onTable(variable: number, value: number, span: Effect["span"]): Effect {
  const type = { kind: "level", variable } as const;
  return { variable, span, to: { kind: "value", value: { kind: "constant", value, type, span } } };
}

function vetoesOver(
  e: Elaboration,
  columns: readonly Column[],
  desks: readonly Desk[],
  by: readonly MovePlace[],
): number[] {
  const over = entriesOf(e.document.vetoes).flatMap(([name, entry]) =>
    listed(entry.over, ["vetoes", name, "over"]).flatMap(({ path }) => {
      const stopped = e.triggers.find((one) => one.path.join("\n") === path.join("\n"))?.trigger;
      const own = stopped?.kind === "move" && by.some((one) => one.desk === stopped.desk && one.move === stopped.move);
      return own ? [columns.findIndex(({ faction, id }) => faction && id === entry.faction)] : [];
    }),
  );
  const ratifying = by.map(({ desk }) => desks[desk].column);
  return [...new Set([...over, ...ratifying])].filter((column) => column !== -1).sort((a, b) => a - b);
}
