/**
 * Signals in plain constructs. A signal becomes a variable of its own name, which keeps what was heard, and an event of
 * that name with one branch for each thing that may be heard; on a move or an event, the branches of that.
 */
import { entriesOf } from "../elaborate/elaboration.ts";
import type { Located, LocatedEntry } from "../file/located.ts";
import type { ScenarioDocument } from "../file/shapes.ts";
import { type Expansion, listOf, mapOf, textOf } from "./expansion.ts";

type WrittenSignal = NonNullable<ScenarioDocument["signals"]>[string];

export function expandSignals(x: Expansion): void {
  for (const [name, signal] of entriesOf(x.document.signals)) {
    const kept = signal["kept as"] ?? "nothing";
    if (kept === "nothing" || signal["heard by"] === "no one") {
      x.report("signal-vanishes", x.key(["signals", name]), { name });
    } else if (kept === "last" || Object.keys(signal.says).length === 2) {
      if (addSource(x, name, signal, kept)) addMemory(x, name, signal, kept);
    } else {
      const things = Object.keys(signal.says).length;
      x.report("tally-of-two", x.value(["signals", name, "kept as"]), { name, things });
    }
  }
}

/** The variable that keeps what was heard. */
function addMemory(x: Expansion, name: string, signal: WrittenSignal, kept: string): void {
  const path = ["signals", name];
  const span = x.key(path);
  const most = kept.replace("tally up to ", "");
  const is =
    kept === "last"
      ? listOf(x.key([...path, "says"]), ["none", ...Object.keys(signal.says)])
      : textOf(x.value([...path, "kept as"]), `-${most}..${most}`);
  const variable = mapOf(span, [
    ["is", is],
    ["starts", kept === "last" ? undefined : textOf(span, "0")],
    ["seen by", x.part([...path, "heard by"])],
    ["forget when", x.part([...path, "forget when"])],
    ["reported", x.part([...path, "reported"])],
  ]);
  x.put(["state", name], span, variable, "variable");
}

/** What is heard, with its chances and what it leaves. */
function branchesOf(x: Expansion, name: string, signal: WrittenSignal, kept: string): Located {
  const path = ["signals", name, "says"];
  const entries = Object.keys(signal.says).map((thing, place): [string, LocatedEntry] => {
    const key = x.key([...path, thing]);
    const step = place === 0 ? "up 1" : "down 1";
    const effect = textOf(key, kept === "last" ? thing : step);
    const value = mapOf(key, [
      ["chance", x.part([...path, thing])],
      ["does", mapOf(key, [[name, effect]])],
    ]);
    return [thing, { key, value }];
  });
  return { kind: "map", span: x.value(path), entries: new Map(entries) };
}

/** The event, or the branches of what it hangs on. Is all well? */
function addSource(x: Expansion, name: string, signal: WrittenSignal, kept: string): boolean {
  const host = signal.on === undefined ? undefined : hostOf(x, signal.on);
  if (host !== undefined) return addToHost(x, name, signal, kept, host);
  if (signal.on !== undefined && !/\slapses\s*$/.test(signal.on)) {
    x.report("signal-without-source", x.value(["signals", name, "on"]), { text: signal.on });
    return false;
  }
  const groups = x.names(["events"]);
  if (signal.in !== undefined && !groups.includes(signal.in)) {
    x.unknown("group of events", signal.in, groups, x.value(["signals", name, "in"]));
    return false;
  }
  const group = signal.in ?? name;
  x.put(["events", group, name], x.key(["signals", name]), eventOf(x, name, signal, kept), "event");
  if (signal.in === undefined) addTurn(x, group);
  return true;
}

function eventOf(x: Expansion, name: string, signal: WrittenSignal, kept: string): Located {
  const path = ["signals", name];
  return mapOf(x.key(path), [
    ...["when", "chance", "rate", "on"].map((key) => [key, x.part([...path, key])] as const),
    ["chance of", branchesOf(x, name, signal, kept)],
  ]);
}

/** Where the order of turns is stated, a signal's own group comes first. */
function addTurn(x: Expansion, group: string): void {
  const turns = x.part(["turns"]);
  if (turns?.kind !== "list") return;
  const turn = textOf(x.key(["signals", group]), group);
  x.replace(["turns"], { ...turns, items: [turn, ...turns.items] });
}

/** The move or the event that a signal hangs on: its path, and the key of its branches. */
interface Host {
  readonly path: readonly string[];
  readonly key: "chance" | "chance of";
}

/** The one move or event of a name, or `DESK: MOVE`, `GROUP: EVENT`. */
function hostOf(x: Expansion, text: string): Host | undefined {
  const matches = (owner: string, name: string) => text.trim() === name || text.trim() === `${owner}: ${name}`;
  const found: Host[] = [];
  for (const desk of x.names(["desks"])) {
    for (const name of x.names(["desks", desk, "moves"])) {
      if (matches(desk, name)) found.push({ path: ["desks", desk, "moves", name], key: "chance" });
    }
  }
  for (const group of x.names(["events"])) {
    for (const name of x.names(["events", group])) {
      if (matches(group, name)) found.push({ path: ["events", group, name], key: "chance of" });
    }
  }
  return found.length === 1 ? found[0] : undefined;
}

/**
 * What is heard when a move or an event happens becomes its branches; it must have none of its own, and no condition.
 */
function addToHost(x: Expansion, name: string, signal: WrittenSignal, kept: string, host: Host): boolean {
  const path = [...host.path, host.key];
  const extra = signal.when !== undefined ? "when" : signal.in !== undefined ? "in" : undefined;
  if (x.part(path) !== undefined) x.report("signal-on-branches", x.value(["signals", name, "on"]), { name });
  else if (extra !== undefined) x.report("signal-goes-along", x.key(["signals", name, extra]), { name, key: extra });
  else {
    x.put(path, x.key(["signals", name, "says"]), branchesOf(x, name, signal, kept), "branch");
    return true;
  }
  return false;
}
