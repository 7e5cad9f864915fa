/**
 * Whose choice brings an outcome about: the *deciding* choice is that of the edge which brings it about, or, where
 * nature's or time's does, the last act by anyone before on the path (holding is no act, but where its own edge brings
 * the outcome about). What no act comes before is nobody's. `mistakes.ts` says which choices are worse than the best.
 *
 * One sweep back, for what a unit of mass at a node comes to before any further act, and one forth, for the mass that
 * comes there and has not seen the outcome yet: on an act's edge the two meet. Rows are nodes, times a filter's flags
 * up to the last day of the news; each has a number for every outcome of the batch. Without news it is done in fewer
 * numbers (`deciding-freely.ts`).
 */
import type { Scenario } from "../language/scenario.ts";
import { LayerKind, type World } from "../world/world.ts";
import { dueFreely } from "./deciding-freely.ts";
import { type Acts, actsOf, type DecidingOrder } from "./deciding-order.ts";
import type { Filter } from "./ride/ride-order.ts";
import { MOST_TOLD } from "./ride/told.ts";
import { bitsOnEdge } from "./ride/watch.ts";

/** What one act of a desk decides, in probability of the outcome. */
export interface Decided {
  readonly desk: number;
  /** In the desk's order; -1: hold. */
  readonly move: number;
  readonly probability: number;
  /** The part of it in which the choice was worse than the best by more than the error stake. */
  readonly mistaken: number;
}

/** The same with names, as shares of the outcome's probability. */
export interface Decider {
  readonly actor: string;
  readonly desk: string;
  /** A move's name, or "hold". */
  readonly act: string;
  readonly share: number;
  /** The part of the share in which the choice was worse than the best by more than the error stake. */
  readonly mistaken: number;
}

/** What a desk and its acts are called. */
export interface DeskNames {
  readonly actor: string;
  readonly desk: string;
  readonly moves: readonly string[];
}

export function deskNames({ actors, desks }: Scenario): DeskNames[] {
  return desks.map(({ name, actor, moves }) => ({
    actor: actors[actor].name,
    desk: name,
    moves: moves.map((move) => move.name),
  }));
}

/** The largest shares first; none of what has no probability. */
export function decidersOf(names: readonly DeskNames[], decided: readonly Decided[], whole: number): Decider[] {
  if (!(whole > 0)) return [];
  return decided
    .map(({ desk, move, probability, mistaken }) => ({
      actor: names[desk].actor,
      desk: names[desk].desk,
      act: move === -1 ? "hold" : names[desk].moves[move],
      share: probability / whole,
      mistaken: mistaken / whole,
    }))
    .sort((a, b) => b.share - a.share);
}

/** Both sweeps take no more than this at a time, in bytes, where one outcome fits into it. */
const MOST_BYTES = 2 ** 28;

/** Per outcome, what each act decides; acts that decide nothing are left out. */
export function decidedIn(order: DecidingOrder): Decided[][] {
  const acts = actsOf(order.world);
  if (isFree(order)) return decidedBy(acts, dueFreely(order, acts), order.stops.length);
  const rows = new Rows(order.world, order.filter);
  const batch = Math.max(1, Math.floor(MOST_BYTES / (16 * rows.count)));
  const found: Decided[][] = [];
  for (let first = 0; first < order.stops.length; first += batch) {
    const stops = order.stops.slice(first, first + batch);
    found.push(...new Deciding({ ...order, stops }, rows, acts).decided());
  }
  return found;
}

function isFree({ watches, stops, filter }: DecidingOrder): boolean {
  const any = stops.reduce((all, stop) => all | stop, 0);
  return filter === null && (watches.moving & any) === 0 && stops.length <= MOST_TOLD;
}

/** Of what is due to acts, by outcome. */
function decidedBy(acts: Acts, due: Float64Array, outcomes: number): Decided[][] {
  return Array.from({ length: outcomes }, (_, k) =>
    acts.list.flatMap(({ desk, move }, act) => {
      const [probability, mistaken] = [due[2 * act * outcomes + k], due[(2 * act + 1) * outcomes + k]];
      return probability > 0 ? [{ desk, move, probability, mistaken }] : [];
    }),
  );
}

/** Where a node stands with each of a filter's flags. */
class Rows {
  readonly count: number;
  readonly flags: number;
  /** Nodes from here on come after the news. */
  readonly after: number;

  constructor(world: World, filter: Filter | null) {
    const { layers, nodes } = world.header;
    this.flags = filter?.flags ?? 1;
    this.after = 0;
    if (filter !== null)
      for (let layer = 0; layer < layers; layer++)
        if (world.layerPeriod[layer] <= filter.until) this.after = Math.max(this.after, world.layerNode[layer + 1]);
    this.count = nodes + this.after * (this.flags - 1);
  }

  at(node: number, flag: number): number {
    return node < this.after ? node * this.flags + flag : node + this.after * (this.flags - 1);
  }

  /** How many flags a node may stand with. */
  flagsAt(node: number): number {
    return node < this.after ? this.flags : 1;
  }
}

class Deciding {
  private readonly order: DecidingOrder;
  private readonly rows: Rows;
  private readonly acts: Acts;
  private readonly size: number;
  private readonly anyStop: number;
  /** What a unit of mass in a row comes to before any further act. */
  private readonly worth: Float64Array;
  /** Mass in a row that has not seen the outcome. */
  private readonly mass: Float64Array;
  /** acts x (all, mistaken) x outcomes. */
  private readonly due: Float64Array;

  constructor(order: DecidingOrder, rows: Rows, acts: Acts) {
    [this.order, this.rows, this.acts, this.size] = [order, rows, acts, order.stops.length];
    this.anyStop = order.stops.reduce((all, stop) => all | stop, 0);
    this.worth = new Float64Array(rows.count * this.size);
    this.mass = new Float64Array(rows.count * this.size);
    this.due = new Float64Array(acts.list.length * 2 * this.size);
  }

  decided(): Decided[][] {
    const { header } = this.order.world;
    for (let layer = header.layers - 1; layer >= 0; layer--) this.layer(layer, true);
    this.start();
    for (let layer = 0; layer < header.layers; layer++) this.layer(layer, false);
    return decidedBy(this.acts, this.due, this.size);
  }

  /** The starts, in proportion to what the news leaves of them; what holds there already is nobody's. */
  private start(): void {
    const { world, filter, watches, stops } = this.order;
    const flagOf = (node: number) => filter?.begin?.(node) ?? 0;
    const chances = Array.from(world.startNode, (node, i) => {
      const flag = flagOf(node);
      return flag === -1 ? 0 : world.startChance[i] * (filter?.hope(node, flag) ?? 1);
    });
    const total = filter === null ? 1 : chances.reduce((sum, chance) => sum + chance, 0);
    world.startNode.forEach((node, i) => {
      if (chances[i] === 0) return;
      const at = this.rows.at(node, flagOf(node)) * this.size;
      const bits = watches.nodeBits[node] & watches.holds;
      stops.forEach((stop, k) => {
        if ((bits & stop) === 0) this.mass[at + k] += chances[i] / total;
      });
    });
  }

  private layer(layer: number, back: boolean): void {
    const { world, filter: news } = this.order;
    const period = world.layerPeriod[layer];
    const ends = world.layerKind[layer] === LayerKind.periodEnd;
    const filter = news !== null && period <= news.until ? news : null;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      const leaf = world.nodeEdge[node] === world.nodeEdge[node + 1];
      for (let flag = this.rows.flagsAt(node) - 1; flag >= 0; flag--) {
        if (leaf && back) this.comeLater(node, flag, period);
        else if (!leaf) this.node({ node, flag, period, ends, filter, back });
      }
    }
  }

  /** In an ended state the calendar alone may bring an outcome about. */
  private comeLater(node: number, flag: number, period: number): void {
    const { world, watches, stops } = this.order;
    if ((watches.moving & this.anyStop) === 0) return;
    const at = this.rows.at(node, flag) * this.size;
    let seen = watches.nodeBits[node];
    for (let later = period + 1; later <= world.header.description.periods.length; later++) {
      const now = watches.laterBits(node, later);
      const fresh = now & ~seen & watches.moving;
      seen = now;
      stops.forEach((stop, k) => {
        if ((fresh & stop) !== 0) this.worth[at + k] = 1;
      });
    }
  }

  private node(here: Here): void {
    const { world, policy } = this.order;
    const { node, flag, filter } = here;
    const hope = filter === null ? 1 : filter.hope(node, flag);
    if (hope === 0) return;
    const from = this.rows.at(node, flag) * this.size;
    if (!here.back && !this.hasMass(from)) return;
    for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) {
      let chance = world.coefficient[world.edgeCoefficient[edge]] * policy[world.edgeSlot[edge]];
      if (chance === 0) continue;
      let after = 0;
      if (filter !== null) {
        after = filter.step(flag, node, edge, here.period, here.ends);
        if (after === -1) continue;
        const observed = here.ends && here.period === filter.until;
        chance *= (observed ? 1 : filter.hope(world.edgeTarget[edge], after)) / hope;
        if (observed) after = 0;
        if (chance === 0) continue;
      }
      if (here.back) this.edgeBack(node, edge, chance, from, after);
      else this.edgeForth(node, edge, chance, from, after);
    }
  }

  private hasMass(from: number): boolean {
    const { mass, size } = this;
    for (let k = from; k < from + size; k++) if (mass[k] > 0) return true;
    return false;
  }

  private edgeBack(node: number, edge: number, chance: number, from: number, flag: number): void {
    const { worth, size, acts } = this;
    const { world, watches, stops } = this.order;
    const slot = world.edgeSlot[edge];
    if (acts.of[slot] !== -1 && acts.holds[slot] === 0) return; // a further act
    const bits = bitsOnEdge(world, watches, node, edge) & this.anyStop;
    const to = this.rows.at(world.edgeTarget[edge], flag) * size;
    for (let k = 0; k < size; k++) {
      if ((bits & stops[k]) === 0) worth[from + k] += chance * worth[to + k];
      else if (slot === 0) worth[from + k] += chance;
    }
  }

  private edgeForth(node: number, edge: number, chance: number, from: number, flag: number): void {
    const { worth, mass, size, acts, due } = this;
    const { world, watches, stops, mistakes } = this.order;
    const slot = world.edgeSlot[edge];
    const act = acts.of[slot];
    const bits = bitsOnEdge(world, watches, node, edge) & this.anyStop;
    const to = this.rows.at(world.edgeTarget[edge], flag) * size;
    const own = 2 * act * size;
    for (let k = 0; k < size; k++) {
      const going = chance * mass[from + k];
      const fires = (bits & stops[k]) !== 0;
      if (!fires) mass[to + k] += going;
      if (act === -1 || going === 0) continue;
      const brings = fires ? going : acts.holds[slot] === 1 ? 0 : going * worth[to + k];
      due[own + k] += brings;
      if (mistakes[slot] === 1) due[own + size + k] += brings;
    }
  }
}

/** The row under work, and which way. */
interface Here {
  readonly node: number;
  readonly flag: number;
  readonly period: number;
  readonly ends: boolean;
  readonly filter: Filter | null;
  readonly back: boolean;
}
