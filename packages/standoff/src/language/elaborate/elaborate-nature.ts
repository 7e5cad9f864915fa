/** Elaboration of events and of the order of turns. */

import { rate } from "../expression/value-types.ts";
import type { EventGroup, NatureEvent, Turn } from "../scenario.ts";
import { chanceAt } from "./elaborate-chances.ts";
import { branchesAt, checkWrittenOnce, effectsAt } from "./elaborate-effects.ts";
import { conditionAt } from "./elaborate-grounds.ts";
import { always, type Elaboration, entriesOf, type Path } from "./elaboration.ts";

type WrittenEvent = NonNullable<Elaboration["document"]["events"]>[string][string];

export function elaborateEvents(e: Elaboration): EventGroup[] {
  const callers = clockCallers(e);
  return entriesOf(e.document.events).map(([group, events]) => ({
    name: group,
    span: e.key(["events", group]),
    events: entriesOf(events).map(([name, written]) =>
      elaborateEvent(e, name, written, ["events", group, name], callers),
    ),
  }));
}

/** The clocks that run an event when they lapse (`when it lapses`), by the event's name. */
function clockCallers(e: Elaboration): Map<string, number[]> {
  const callers = new Map<string, number[]>();
  for (const [index, [clock, entry]] of entriesOf(e.document.clocks).entries()) {
    const name = entry["when it lapses"];
    if (name === undefined) continue;
    const path = ["clocks", clock, "when it lapses"];
    const trigger = e.trigger(path);
    if (trigger !== undefined && trigger.kind !== "event") e.report("not-an-event", e.value(path), { name });
    if (trigger?.kind !== "event") continue;
    const event = e.scope.groups[trigger.group].events[trigger.event].name;
    callers.set(event, [...(callers.get(event) ?? []), index]);
  }
  return callers;
}

function elaborateEvent(
  e: Elaboration,
  name: string,
  written: WrittenEvent,
  path: Path,
  callers: ReadonlyMap<string, readonly number[]>,
): NatureEvent {
  const effects = effectsAt(e, written.does, [...path, "does"]);
  const branches = branchesAt(e, written["chance of"], [...path, "chance of"], path);
  checkWrittenOnce(e, effects, branches);
  const clocks = [...(callers.get(name) ?? [])];
  if (written.on !== undefined) {
    const trigger = e.trigger([...path, "on"]);
    if (trigger?.kind === "lapse") clocks.push(trigger.clock);
    else if (trigger?.kind === "deal" && trigger.end === "lapsed") clocks.push(...trigger.clocks);
    else if (trigger !== undefined) e.report("not-a-lapse", e.value([...path, "on"]), { text: written.on });
  }
  const own = written.chance !== undefined || written.rate !== undefined;
  if (!own && clocks.length === 0 && written.on === undefined) e.report("event-without-cause", e.key(path), { name });
  if (clocks.length + (own ? 1 : 0) > 1) e.report("event-with-two-causes", e.key(path), { name });
  return {
    name,
    span: e.key(path),
    guard: written.when === undefined ? always(e.key(path)) : conditionAt(e, [...path, "when"]),
    how: written.chance !== undefined ? "chance" : written.rate !== undefined ? "rate" : "lapse",
    amount:
      written.chance !== undefined
        ? chanceAt(e, [...path, "chance"])
        : written.rate !== undefined
          ? (e.expression([...path, "rate"], rate) ?? null)
          : null,
    clock: own ? -1 : (clocks[0] ?? -1),
    effects,
    branches,
    says: written.says ?? "",
  };
}

/** The turns as stated, or event groups and then desks in file order. Everything must have its turn, once. */
export function elaborateTurns(e: Elaboration): Turn[] {
  const desks = Object.keys(e.document.desks ?? {});
  const groups = Object.keys(e.document.events ?? {});
  if (e.document.turns === undefined) {
    return [
      ...groups.map((_, group): Turn => ({ kind: "events", group })),
      ...desks.map((_, desk): Turn => ({ kind: "desks", desks: [desk] })),
    ];
  }
  const named = new Set<string>();
  const once = (name: string, path: Path): boolean => {
    if (named.has(name)) e.report("turn-twice", e.value(path), { name });
    const first = !named.has(name);
    named.add(name);
    return first;
  };
  const turns = e.document.turns.flatMap((entry, index): Turn[] => {
    const path = ["turns", index];
    if (typeof entry === "string") {
      if (groups.includes(entry)) return once(entry, path) ? [{ kind: "events", group: groups.indexOf(entry) }] : [];
      if (desks.includes(entry)) return once(entry, path) ? [{ kind: "desks", desks: [desks.indexOf(entry)] }] : [];
      e.unknown("desk or group of events", entry, [...groups, ...desks], e.value(path));
      return [];
    }
    const together = entry.flatMap((name, place) => {
      const at = [...path, place];
      if (!desks.includes(name)) e.unknown("desk", name, desks, e.value(at));
      return desks.includes(name) && once(name, at) ? [desks.indexOf(name)] : [];
    });
    return together.length === 0 ? [] : [{ kind: "desks", desks: together }];
  });
  for (const name of groups) if (!named.has(name)) e.report("turn-missing", e.key(["events", name]), { name });
  for (const name of desks) if (!named.has(name)) e.report("turn-missing", e.key(["desks", name]), { name });
  return turns;
}
