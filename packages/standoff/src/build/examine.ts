/**
 * What only the built world shows: moves, values, events, clocks, endings and outcomes that never come about, desks
 * without a choice, outcomes declared exclusive that can both happen. Everything is possible here that has a place in
 * the world and, at its present prices, a chance in somebody's eyes, however small; where paths count, chances of zero
 * (of policies, of what some actor alone holds possible) are left out too.
 */
import { diagnostic } from "../language/catalogue/catalogue.ts";
import { listedOutcomes } from "../language/deals.ts";
import { compileExpression, compileLister } from "../language/expression/evaluate.ts";
import type { Expression } from "../language/expression/expression.ts";
import type { Exclusive, Outcome, Scenario, Trigger } from "../language/scenario.ts";
import { inOneGo, type Steps } from "../math/steps.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { unpackInto } from "../world/states.ts";
import { LayerKind, type World, wholeWorld } from "../world/world.ts";
import { exampleState } from "./faults.ts";
import { type Possible, possibleIn } from "./possible.ts";
import { matches } from "./program.ts";
import { menusAtRangeEnds, temposAtRangeEnds } from "./told-prices.ts";

/** Diagnostics of meaning, in no special order. */
export function examineWorld(scenario: Scenario, world: World): Diagnostic[] {
  return inOneGo(examineInSteps(scenario, world));
}

/** The same, resting before each thing that is looked for. */
export function* examineInSteps(scenario: Scenario, world: World): Steps<Diagnostic[]> {
  const whole = wholeWorld(world);
  const possible = possibleIn(whole);
  const found: Diagnostic[] = [];
  for (const examine of [
    () => examineDesks(scenario, whole, possible),
    () => examineValuesAndClocks(scenario, whole, possible),
    () => examineClockStarts(scenario, whole),
    () => examineEvents(scenario, whole, possible),
    () => examineSmallChances(whole),
    () => examineEndings(scenario, whole, possible),
    () => examineOutcomes(scenario, world, possible),
    () => menusAtRangeEnds(scenario, whole),
    () => temposAtRangeEnds(scenario, whole),
  ]) {
    yield;
    found.push(...examine());
  }
  return found;
}

// ---- Desks, events ----

function examineDesks(scenario: Scenario, world: World, possible: Possible): Diagnostic[] {
  const { informationSets } = world.header;
  const chooses = scenario.desks.map(() => false);
  const offered = scenario.desks.map((desk) => desk.moves.map(() => false));
  const met = possible.sets();
  for (let set = 0; set < informationSets; set++) {
    if (met[set] === 0) continue;
    const desk = world.setDesk[set];
    const [first, end] = [world.setSlot[set], world.setSlot[set + 1]];
    if (end - first > 1) chooses[desk] = true;
    for (let slot = first; slot < end; slot++) {
      const move = world.slotMove[slot];
      if (move < offered[desk].length) offered[desk][move] = true;
    }
  }
  return scenario.desks.flatMap((desk, index) => [
    ...(chooses[index] ? [] : [diagnostic("desk-never-decides", desk.span, { name: desk.name })]),
    ...desk.moves.flatMap((move, place) =>
      offered[index][place] ? [] : [diagnostic("unreachable-move", move.span, { name: move.name })],
    ),
  ]);
}

function examineEvents(scenario: Scenario, world: World, possible: Possible): Diagnostic[] {
  const happened = happening(world, possible);
  const { occurrences } = world.header.description;
  return scenario.eventGroups.flatMap(({ events }, group) =>
    events.flatMap((event, place) => {
      const trigger: Trigger = { kind: "event", group, event: place, branch: -1 };
      const happens = occurrences.some((o, index) => happened[index] && matches(trigger, o));
      return happens ? [] : [diagnostic("event-never-happens", event.span, { name: event.name })];
    }),
  );
}

/** The product of two chances below this is none: no number is so small. */
const LEAST_CHANCE = 1e-150;

/** What happens with such a chance, where it happens alone. */
function examineSmallChances(world: World): Diagnostic[] {
  const { header, coefficient, edgeCoefficient, edgeLabel, labelItem, labelOccurrence } = world;
  const small = coefficient
    .subarray(0, header.coefficients)
    .map((chance) => Number(chance > 0 && chance < LEAST_CHANCE));
  if (!small.includes(1)) return [];
  const told = new Map<number, Diagnostic>();
  for (let edge = 0; edge < header.edges; edge++) {
    const [label, row] = [edgeLabel[edge], edgeCoefficient[edge]];
    if (small[row] === 0 || labelItem[label + 1] - labelItem[label] !== 1) continue;
    const occurrence = labelOccurrence[labelItem[label]];
    if (told.has(occurrence)) continue;
    const { name, ...span } = header.description.occurrences[occurrence];
    const chance = coefficient[row].toPrecision(2);
    told.set(occurrence, diagnostic("chance-too-small", span, { name, chance }));
  }
  return [...told.values()];
}

/** Which occurrences stand on some possible edge. */
function happening(world: World, possible: Possible): boolean[] {
  const happened = world.header.description.occurrences.map(() => false);
  const labels = possible.labels();
  for (let label = 0; label < labels.length; label++) {
    if (labels[label] === 0) continue;
    for (let item = world.labelItem[label]; item < world.labelItem[label + 1]; item++) {
      happened[world.labelOccurrence[item]] = true;
    }
  }
  return happened;
}

// ---- Values, clocks, endings ----

/** Ascending numbers as first and last of what follows one another; runs shorter than `least` stay apart. */
function spansOf(numbers: readonly number[], least: number): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.flatMap(([first, last]): [number, number][] =>
    last - first + 1 >= least
      ? [[first, last]]
      : Array.from({ length: last - first + 1 }, (_, i): [number, number] => [first + i, first + i]),
  );
}

function examineValuesAndClocks(scenario: Scenario, world: World, possible: Possible): Diagnostic[] {
  const seen = scenario.variables.map((variable) => new Uint8Array(variable.size));
  const state = new Int32Array(world.header.description.variables.length);
  for (let node = 0; node < world.header.nodes; node++) {
    if (!possible.node(node)) continue;
    unpackInto(world, node, state);
    for (let variable = 0; variable < seen.length; variable++) seen[variable][state[variable]] = 1;
  }
  const values = scenario.variables.flatMap((variable, index) => {
    if (variable.kind === "clock" || variable.kind === "mark") return [];
    const missing = [...variable.levels.keys()].filter((value) => seen[index][value] === 0);
    if (missing.length === 0) return [];
    const values = spansOf(missing, variable.kind === "range" ? 3 : Number.POSITIVE_INFINITY).map(([first, last]) =>
      first === last ? `"${variable.levels[first]}"` : `"${variable.levels[first]}" to "${variable.levels[last]}"`,
    );
    return [diagnostic("unreachable-value", variable.span, { name: variable.name, values: values.join(", ") })];
  });
  const clocks = scenario.clocks.flatMap((clock) => {
    const waits = clock.dueVariable >= 0 ? clock.dueVariable : clock.stageVariable;
    if (clock.starts === null || waits < 0 || seen[waits].some((reached, value) => value > 0 && reached !== 0))
      return [];
    return [diagnostic("clock-never-runs", clock.span, { name: clock.name })];
  });
  return [...values, ...clocks];
}

/** Clocks whose starting condition holds in a state of the first day that can be: nothing starts them there. */
function examineClockStarts(scenario: Scenario, world: World): Diagnostic[] {
  const state = new Int32Array(world.header.description.variables.length);
  return scenario.clocks.flatMap((clock) => {
    if (clock.starts?.kind !== "becomes") return [];
    const holds = compileExpression(scenario, clock.starts.condition);
    for (let i = 0; i < world.header.starts; i++) {
      unpackInto(world, world.startNode[i], state);
      if (world.startChance[i] === 0 || holds(state, 0) === 0) continue;
      const example = exampleState(scenario, state, 0);
      return [diagnostic("clock-held-at-start", clock.span, { name: clock.name }, { example })];
    }
    return [];
  });
}

function examineEndings(scenario: Scenario, world: World, possible: Possible): Diagnostic[] {
  if (scenario.endings.length === 0) return [];
  const reached = scenario.endings.map(() => false);
  const first = endingsOf(scenario, world);
  for (const { nodes, period } of layersOf(world, LayerKind.ended)) {
    for (const node of nodes) {
      const ending = possible.node(node) ? first(node, period) : -1;
      if (ending !== -1) reached[ending] = true;
    }
  }
  return scenario.endings.flatMap((ending, index) =>
    reached[index] ? [] : [diagnostic("ending-never-reached", ending.span, { name: ending.name })],
  );
}

/** The ending of an ended node: the first that holds. */
function endingsOf(scenario: Scenario, world: World): (node: number, period: number) => number {
  const state = new Int32Array(world.header.description.variables.length);
  const found = new Int32Array(scenario.endings.length);
  const test = compileLister(
    scenario,
    scenario.endings.map((ending) => ending.when),
  );
  return (node, period) => {
    unpackInto(world, node, state);
    return test(state, period, found) > 0 ? found[0] : -1;
  };
}

function* layersOf(world: World, kind?: number): Generator<{ nodes: Iterable<number>; period: number; layer: number }> {
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (kind !== undefined && world.layerKind[layer] !== kind) continue;
    yield {
      nodes: range(world.layerNode[layer], world.layerNode[layer + 1]),
      period: world.layerPeriod[layer],
      layer,
    };
  }
}

function* range(from: number, to: number): Generator<number> {
  for (let value = from; value < to; value++) yield value;
}

// ---- Outcomes ----

/** More outcomes than bits are looked at in several rounds. */
const BITS = 32;

function examineOutcomes(scenario: Scenario, world: World, possible: Possible): Diagnostic[] {
  const found: Diagnostic[] = [];
  const listed = listedOutcomes(scenario).map((_, index) => index);
  const own = listed.filter((index) => scenario.outcomes[index].how !== "else");
  for (let from = 0; from < own.length; from += BITS) {
    found.push(...examineSingly(scenario, world, own.slice(from, from + BITS), possible));
  }
  for (const group of scenario.exclusive) {
    const members = group.of.filter((index) => scenario.outcomes[index].how !== "else").slice(0, BITS);
    if (members.length > 1) found.push(...examineExclusive(scenario, world, group, members));
  }
  return found;
}

function examineSingly(scenario: Scenario, world: World, members: readonly number[], possible: Possible): Diagnostic[] {
  const signs = new OutcomeSigns(scenario, world, members);
  let ever = 0;
  for (let node = 0; node < world.header.nodes; node++) if (possible.node(node)) ever |= signs.atNode[node];
  for (let node = 0; node < world.header.nodes; node++) {
    if (!possible.node(node)) continue;
    for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) {
      if (possible.edge(edge)) ever |= signs.onEdge(node, edge);
    }
  }
  let atStart = -1;
  world.startNode.forEach((node, start) => {
    if (world.startChance[start] > 0) atStart &= signs.atNode[node];
  });
  return members.flatMap((index, bit) => {
    const { name, span, how } = scenario.outcomes[index];
    if ((ever & (1 << bit)) === 0) return [diagnostic("outcome-impossible", span, { name })];
    if (how === "when" && (atStart & (1 << bit)) !== 0) return [diagnostic("outcome-at-start", span, { name })];
    return [];
  });
}

/** Carries forward which single outcomes may have happened on the way; a second one on the same way is a fault. */
function examineExclusive(
  scenario: Scenario,
  world: World,
  group: Exclusive,
  members: readonly number[],
): Diagnostic[] {
  const signs = new OutcomeSigns(scenario, world, members);
  const none = new Uint8Array(world.header.nodes); // reachable with none of them
  const one = new Uint32Array(world.header.nodes); // reachable with just this one
  const clash = (node: number, first: number, second: number) => {
    const name = (bits: number) => scenario.outcomes[members[31 - Math.clz32(bits)]].name;
    return [
      diagnostic(
        "exclusive-co-occur",
        group.span,
        { group: group.name, first: name(first), second: name(second) },
        { example: exampleOf(scenario, world, node) },
      ),
    ];
  };
  /** Enters a node with what has happened before; returns the outcomes that clash, if any do. */
  const enter = (node: number, withNone: boolean, singles: number, signsHere: number): [number, number] | undefined => {
    const lowest = signsHere & -signsHere;
    if ((signsHere | 0) !== lowest) return [lowest, signsHere & ~lowest];
    if (lowest !== 0) {
      const others = singles & ~lowest;
      if (others !== 0) return [others & -others, lowest];
      if (withNone || singles !== 0) one[node] |= lowest;
      return undefined;
    }
    if (withNone) none[node] = 1;
    one[node] |= singles;
    return undefined;
  };
  for (let start = 0; start < world.header.starts; start++) {
    const node = world.startNode[start];
    if (world.startChance[start] === 0) continue;
    const both = enter(node, true, 0, signs.atNode[node]);
    if (both) return clash(node, ...both);
  }
  for (let node = 0; node < world.header.nodes; node++) {
    if (none[node] === 0 && one[node] === 0) continue;
    for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) {
      if (world.slotLogWeight[world.edgeSlot[edge]] === Number.NEGATIVE_INFINITY) continue;
      if (world.coefficient[world.edgeCoefficient[edge]] === 0) continue; // possible in some eyes only
      const target = world.edgeTarget[edge];
      const both = enter(target, none[node] === 1, one[node], signs.onEdge(node, edge) | signs.atNode[target]);
      if (both) return clash(target, ...both);
    }
  }
  return [];
}

function exampleOf(scenario: Scenario, world: World, node: number): string {
  const state = new Int32Array(world.header.description.variables.length);
  unpackInto(world, node, state);
  let layer = 0;
  while (world.layerNode[layer + 1] <= node) layer++;
  return exampleState(scenario, state, world.layerPeriod[layer]);
}

/** Where up to 32 outcomes show: bit i stands for `members[i]`. */
class OutcomeSigns {
  /** Outcomes that hold at a node. */
  readonly atNode: Uint32Array;
  private readonly world: World;
  private readonly onLabel: Uint32Array;
  /** What is an outcome when it becomes true: conditions where they hold, endings in their ended states. */
  private readonly becoming: Uint32Array;
  /** Where the `when` of an outcome that hangs on an occurrence holds; bits of those without one are set everywhere. */
  private readonly may: Uint32Array | null;

  constructor(scenario: Scenario, world: World, members: readonly number[]) {
    this.world = world;
    const outcomes = members.map((index) => scenario.outcomes[index]);
    const conditions = (how: Outcome["how"]) => outcomes.map((o) => (o.how === how ? o.condition : null));
    this.atNode = holdingAt(scenario, world, conditions("when"), "as it is");
    const atEnd = holdingAt(scenario, world, conditions("at end"), "on the last day");
    for (let node = 0; node < atEnd.length; node++) this.atNode[node] |= atEnd[node];
    const guards = conditions("on");
    const guarded = guards.reduce((bits, guard, bit) => (guard === null ? bits : bits | (1 << bit)), 0);
    this.may = guarded === 0 ? null : holdingAt(scenario, world, guards, "before edges").map((bits) => bits | ~guarded);
    const becomes = outcomes.map(({ trigger }) => (trigger?.kind === "becomes" ? trigger.condition : null));
    this.becoming = holdingAt(scenario, world, becomes, "as it is");
    this.markEnded(scenario, outcomes);
    this.onLabel = labelSigns(world, outcomes);
  }

  /** Outcomes that happen on an edge from a node. */
  onEdge(node: number, edge: number): number {
    const { world, onLabel, becoming, may } = this;
    const signs = onLabel[world.edgeLabel[edge]] | (becoming[world.edgeTarget[edge]] & ~becoming[node]);
    return may === null ? signs : signs & may[node];
  }

  private markEnded(scenario: Scenario, outcomes: readonly Outcome[]): void {
    const wanted = outcomes.map(({ trigger }) => (trigger?.kind === "ending" ? trigger.ending : -1));
    if (wanted.every((ending) => ending === -1)) return;
    const first = endingsOf(scenario, this.world);
    for (const { nodes, period } of layersOf(this.world, LayerKind.ended)) {
      for (const node of nodes) {
        const ending = first(node, period);
        for (const [bit, own] of wanted.entries()) if (own !== -1 && own === ending) this.becoming[node] |= 1 << bit;
      }
    }
  }
}

/**
 * Bit i where condition i holds. `on the last day`: only there, which ended states reach frozen; `before edges`: what a
 * period's end leads to comes with the next one.
 */
function holdingAt(
  scenario: Scenario,
  world: World,
  conditions: readonly (Expression | null)[],
  at: "as it is" | "on the last day" | "before edges",
): Uint32Array {
  const holds = new Uint32Array(world.header.nodes);
  const bits = conditions.flatMap((e, bit) => (e === null ? [] : [bit]));
  if (bits.length === 0) return holds;
  const test = compileLister(
    scenario,
    conditions.filter((e) => e !== null),
  );
  const state = new Int32Array(world.header.description.variables.length);
  const found = new Int32Array(bits.length);
  for (let layer = 0; layer < world.header.layers; layer++) {
    const kind = world.layerKind[layer];
    const last = at === "on the last day";
    if (last && kind !== LayerKind.ended && kind !== LayerKind.final) continue;
    const ahead = at === "before edges" && kind === LayerKind.periodEnd ? 1 : 0;
    const period = last ? scenario.calendar.periods.length : world.layerPeriod[layer] + ahead;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      unpackInto(world, node, state);
      for (let place = test(state, period, found) - 1; place >= 0; place--) holds[node] |= 1 << bits[found[place]];
    }
  }
  return holds;
}

function labelSigns(world: World, outcomes: readonly Outcome[]): Uint32Array {
  const { occurrences } = world.header.description;
  const byOccurrence = occurrences.map((occurrence) =>
    outcomes.reduce(
      (bits, { trigger }, bit) => (trigger && matches(trigger, occurrence) ? bits | (1 << bit) : bits),
      0,
    ),
  );
  const signs = new Uint32Array(world.header.labels);
  for (let label = 0; label < signs.length; label++) {
    for (let item = world.labelItem[label]; item < world.labelItem[label + 1]; item++) {
      signs[label] |= byOccurrence[world.labelOccurrence[item]];
    }
  }
  return signs;
}
