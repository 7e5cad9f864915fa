/**
 * Whose choice brings outcomes about (`deciding.ts`) where no news is known and time alone brings nothing about in an
 * ended state: the same two sweeps for all outcomes at once. Outcomes that acts alone bring about need no sweep back,
 * and those of which every node says whether they have come no number of their own in the sweep forth (`ride/told.ts`).
 */
import type { World } from "../world/world.ts";
import type { Acts, DecidingOrder } from "./deciding-order.ts";
import { stoppedColumns, type Told, toldColumns } from "./ride/told.ts";
import type { Watches } from "./ride/watch.ts";

/** What is known of some outcomes from the graph alone; as bits where it is one of many. */
interface Outlook {
  readonly firedBy: (bits: number) => number;
  /** Outcomes that something else than an act can bring about. */
  readonly byChance: readonly number[];
  readonly told: number;
  /** By node: the told outcomes that have come on the way there. */
  readonly come: Uint32Array | null;
  /** Outcomes that are not told, which travel. */
  readonly travelling: readonly number[];
}

/** What is due to each act: [(act x 2, and 1 for mistakes) x outcomes + outcome]. */
export function dueFreely(order: DecidingOrder, acts: Acts): Float64Array {
  const outlook = outlookOf(order, acts);
  const worth = new Float64Array(order.world.header.nodes * outlook.byChance.length);
  comeTo(order, acts, outlook, worth);
  return dueForth(order, acts, outlook, worth);
}

const known = new WeakMap<Watches, Map<string, Outlook>>();

function outlookOf({ world, watches, stops }: DecidingOrder, acts: Acts): Outlook {
  const own = known.get(watches) ?? new Map<string, Outlook>();
  known.set(watches, own);
  const key = stops.join();
  const outlook = own.get(key) ?? lookOut(world, watches, stops, acts);
  own.set(key, outlook);
  return outlook;
}

function lookOut(world: World, watches: Watches, stops: readonly number[], acts: Acts): Outlook {
  const columns = stops.map((stop) => ({ stop, atEnd: 0 }));
  const told: Told | null = toldColumns(world, watches, columns);
  const firedBy = stoppedColumns(columns);
  const all = [...stops.keys()];
  const chance = firedByChance(world, watches, acts, firedBy);
  return {
    firedBy,
    byChance: all.filter((k) => (chance >>> k) & 1),
    told: all.reduce((mask, k) => (told?.columns[k] ? mask | (1 << k) : mask), 0),
    come: told?.stopped ?? null,
    travelling: all.filter((k) => !told?.columns[k]),
  };
}

function firedByChance(world: World, watches: Watches, acts: Acts, firedBy: (bits: number) => number): number {
  const { nodeEdge, edgeSlot, edgeTarget, edgeLabel, header } = world;
  const { nodeBits, labelBits, mayBits } = watches;
  let found = 0;
  for (let node = 0; node < header.nodes; node++) {
    const may = mayBits === null ? -1 : mayBits[node];
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const bits = (labelBits[edgeLabel[edge]] | (nodeBits[edgeTarget[edge]] & ~nodeBits[node])) & may;
      if (bits !== 0 && acts.of[edgeSlot[edge]] === -1) found |= firedBy(bits);
    }
  }
  return found;
}

/** Fills in, by node and outcome of `byChance`, what a unit of mass comes to before any further act. */
function comeTo({ world, watches, policy }: DecidingOrder, acts: Acts, outlook: Outlook, worth: Float64Array): void {
  const { nodeEdge, edgeSlot, edgeTarget, edgeLabel, edgeCoefficient, coefficient, header } = world;
  const { nodeBits, labelBits, mayBits } = watches;
  const { byChance, firedBy } = outlook;
  const count = byChance.length;
  if (count === 0) return;
  for (let node = header.nodes - 1; node >= 0; node--) {
    const may = mayBits === null ? -1 : mayBits[node];
    const own = node * count;
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const slot = edgeSlot[edge];
      if (acts.of[slot] !== -1 && acts.holds[slot] === 0) continue; // a further act
      const chance = coefficient[edgeCoefficient[edge]] * policy[slot];
      if (chance === 0) continue;
      const target = edgeTarget[edge];
      const bits = (labelBits[edgeLabel[edge]] | (nodeBits[target] & ~nodeBits[node])) & may;
      const fired = bits === 0 ? 0 : firedBy(bits);
      const to = target * count;
      for (let j = 0; j < count; j++) {
        if (((fired >>> byChance[j]) & 1) === 0) worth[own + j] += chance * worth[to + j];
        else if (slot === 0) worth[own + j] += chance;
      }
    }
  }
}

function dueForth(order: DecidingOrder, acts: Acts, outlook: Outlook, worth: Float64Array): Float64Array {
  const { world, watches, policy, mistakes, stops } = order;
  const { nodeEdge, edgeSlot, edgeTarget, edgeLabel, edgeCoefficient, coefficient, header } = world;
  const { nodeBits, labelBits, mayBits } = watches;
  const { byChance, firedBy, come, told, travelling } = outlook;
  const due = new Float64Array(acts.list.length * 2 * stops.length);
  const size = stops.length;
  const count = byChance.length;
  const numbers = 1 + travelling.length;
  const place = Int32Array.from(stops, (_, k) => 1 + travelling.indexOf(k)); // 0: told
  const mass = new Float64Array(header.nodes * numbers);
  start(order, outlook, mass);
  for (let node = 0; node < header.nodes; node++) {
    const from = node * numbers;
    if (mass[from] === 0) continue;
    const may = mayBits === null ? -1 : mayBits[node];
    const gone = come === null ? 0 : come[node] & told;
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const slot = edgeSlot[edge];
      const chance = coefficient[edgeCoefficient[edge]] * policy[slot];
      if (chance === 0) continue;
      const target = edgeTarget[edge];
      const bits = (labelBits[edgeLabel[edge]] | (nodeBits[target] & ~nodeBits[node])) & may;
      const fired = bits === 0 ? 0 : firedBy(bits);
      const to = target * numbers;
      mass[to] += chance * mass[from];
      for (let n = 1; n < numbers; n++)
        if (((fired >>> travelling[n - 1]) & 1) === 0) mass[to + n] += chance * mass[from + n];
      const act = acts.of[slot];
      if (act === -1) continue;
      const own = 2 * act * size;
      const mistaken = mistakes[slot] === 1;
      for (let left = fired & ~gone; left !== 0; left &= left - 1) {
        const k = 31 - Math.clz32(left & -left);
        const brings = chance * mass[from + place[k]];
        due[own + k] += brings;
        if (mistaken) due[own + size + k] += brings;
      }
      if (acts.holds[slot] === 1) continue;
      for (let j = 0; j < count; j++) {
        const k = byChance[j];
        if ((((fired | gone) >>> k) & 1) === 1) continue;
        const brings = chance * mass[from + place[k]] * worth[target * count + j];
        due[own + k] += brings;
        if (mistaken) due[own + size + k] += brings;
      }
    }
  }
  return due;
}

/** The starts; what holds there already is nobody's. */
function start({ world, watches }: DecidingOrder, { travelling, firedBy }: Outlook, mass: Float64Array): void {
  world.startNode.forEach((node, i) => {
    const held = firedBy(watches.nodeBits[node] & watches.holds);
    const at = node * (1 + travelling.length);
    mass[at] += world.startChance[i];
    for (const [n, k] of travelling.entries()) if (((held >>> k) & 1) === 0) mass[at + 1 + n] += world.startChance[i];
  });
}
