/** Elaboration of orders of preference and of plausibility checks. */
import { parseDay } from "../../text/dates.ts";
import type { Expression } from "../expression/expression.ts";
import { staticValue } from "../expression/static-value.ts";
import { number } from "../expression/value-types.ts";
import type { Calendar, Order, PlausibilityCheck, View } from "../scenario.ts";
import { evidenceIndices, stateless } from "./elaborate-grounds.ts";
import { type Elaboration, entriesOf, type Path } from "./elaboration.ts";
import { breakingValues, brokenAt, pointsOf, viewsOf } from "./orders.ts";

export function elaborateOrders(e: Elaboration, views: readonly View[]): Order[] {
  const ids = Object.keys(e.document.evidence ?? {});
  return entriesOf(e.document.orders).flatMap(([name, entry]) => {
    const path = ["orders", name];
    if (entry.of !== undefined) checkHolder(e, entry.of, [...path, "of"]);
    const terms = entry["from best"].map((_, place) => termAt(e, [...path, "from best", place]));
    const evidence = evidenceIndices(e, entry.evidence, [...path, "evidence"], ids);
    if (terms.includes(undefined)) return [];
    const span = e.key(path);
    const texts = entry["from best"];
    const order: Order = { name, span, of: entry.of ?? "", terms: terms as Expression[], texts, evidence };
    const reported = checkOrder(e, order, path, { held: [], warns: true, words: "" });
    for (const view of viewsOf(order, views, holdersOf(e))) {
      const words = ` in the eyes of ${entriesOf(e.document.actors)[view.actor][1].name}`;
      checkOrder(e, order, path, { held: view.values, warns: !reported, words });
    }
    return [order];
  });
}

function checkHolder(e: Elaboration, holder: string, path: Path): void {
  const known = holdersOf(e).flat();
  if (!known.includes(holder)) e.unknown("actor or faction", holder, known, e.value(path));
}

/** The keys of every actor and its factions. */
function holdersOf(e: Elaboration): string[][] {
  return entriesOf(e.document.actors).map(([id, { factions }]) => [id, ...Object.keys(factions ?? {})]);
}

function termAt(e: Elaboration, path: Path): Expression | undefined {
  const term = e.expression(path, number);
  return term !== undefined && stateless(e, term, path) !== undefined ? term : undefined;
}

/** In whose eyes an order is checked: what is held otherwise there, whether to warn, and how messages say it. */
interface Eyes {
  readonly held: View["values"];
  readonly warns: boolean;
  readonly words: string;
}

/**
 * Against its values an order is an error; against the ends of their ranges it is a warning, where `warns`. Is anything
 * reported?
 */
function checkOrder(e: Elaboration, order: Order, path: Path, { held, warns, words: eyes }: Eyes): boolean {
  const values = e.assumptions.map(({ value }) => value);
  const broken = brokenAt(order, values, held);
  const at = (place: number) => e.value([...path, "from best", place]);
  const shown = (place: number, of: readonly number[]) => Number(pointsOf(order.terms[place], of, held).toPrecision(6));
  if (broken !== -1) {
    const parameters = {
      name: order.name,
      better: order.texts[broken - 1],
      worse: order.texts[broken],
      first: shown(broken - 1, values),
      second: shown(broken, values),
      eyes,
    };
    const related = [{ span: at(broken - 1), message: "the one that is to be better" }];
    e.report("order-broken", at(broken), parameters, { related });
    return true;
  }
  let reported = false;
  for (let place = 1; warns && place < order.terms.length; place++) {
    const breaking = breakingValues(e, order.terms[place - 1], order.terms[place], held);
    if (breaking === undefined) continue;
    const parameters = {
      name: order.name,
      better: order.texts[place - 1],
      worse: order.texts[place],
      first: shown(place - 1, breaking),
      second: shown(place, breaking),
      eyes,
    };
    e.report("order-breakable", at(place), parameters);
    reported = true;
  }
  return reported;
}

export function elaborateChecks(e: Elaboration, calendar: Pick<Calendar, "from" | "to">): PlausibilityCheck[] {
  const ids = Object.keys(e.document.evidence ?? {});
  return entriesOf(e.document.checks).flatMap(([name, entry]): PlausibilityCheck[] => {
    const path = ["checks", name];
    const common = {
      name,
      span: e.key(path),
      ask: entry.ask,
      askSpan: e.value([...path, "ask"]),
      source: entry.source ?? "",
      evidence: evidenceIndices(e, entry.evidence, [...path, "evidence"], ids),
    };
    const rate = entry["base rate"];
    if (rate !== undefined) {
      const [happened, cases] = rate.split(" of ").map(Number) as [number, number];
      if (happened > cases) e.report("more-than-all", e.value([...path, "base rate"]), { text: rate });
      return [{ ...common, kind: "base rate", happened, cases, class: entry.class ?? "" }];
    }
    const actor = Object.keys(e.document.actors).indexOf(entry["belief of"]!);
    if (actor === -1) {
      e.unknown("actor", entry["belief of"]!, Object.keys(e.document.actors), e.value([...path, "belief of"]));
    }
    const on = parseDay(entry.on ?? "") ?? calendar.from;
    if (on < calendar.from || on >= calendar.to) {
      e.report("belief-outside-calendar", e.value([...path, "on"]), { date: entry.on ?? "" });
    }
    const expect = expectedAt(e, entry.expect, [...path, "expect"]);
    return [{ ...common, kind: "belief", actor: Math.max(0, actor), on, expect }];
  });
}

/** `0.05 to 0.4` as two chances; null where nothing is expected, or it cannot be read. */
function expectedAt(e: Elaboration, text: string | undefined, path: Path): readonly [number, number] | null {
  const parts = text?.split(/\s+to\s+/) ?? [];
  const ends = parts.map((part) => {
    const read = e.part(part.trim(), path, number);
    return read && staticValue(read, { assumption: () => undefined, clock: () => undefined });
  });
  const [low, high] = ends;
  if (text === undefined) return null;
  if (ends.length === 2 && low !== undefined && high !== undefined && 0 <= low && low <= high && high <= 1) {
    return [low, high];
  }
  if (!ends.includes(undefined) || ends.length !== 2) e.report("expects-no-chance", e.value(path), { text });
  return null;
}
