/**
 * Crossing: mass comes to a date inside a period between two turns, so that at the date there is a state. It has a time
 * in the period, 0 as it begins; on an edge on which something happens that becomes the later of what it was and of a
 * moment of its own, with the law
 *
 *     a(f) = min over the days g from f on of min(1, F(g) / rho(g)),
 *
 * F(g): how likely what happens has happened by a share g of the period, by its own hazard (`hazards.ts`) and, where
 * something earlier in the period opened or changed that, by how likely this has come (`openings.ts`); rho(g): the
 * share of the mass at the node whose time is at most g, from a pass without questions. So what happens is dated as by
 * its moment wherever F <= rho, what has happened by a date holds on it, and what is asked of one date does not hang on
 * which others are. (F / rho alone can fall as g grows, where much has happened at once, and is then no law of a
 * moment.) What has not crossed when the period ends crosses there. A desk's holding is no happening here; desks that
 * move at once cross with the chance that any acts, once all has come that those that act wait for.
 *
 * A stance is the number of the period's cuts that lie behind. Cuts are at whole days.
 */
import type { Scenario } from "../../language/scenario.ts";
import { sweepForward } from "../../sweep/forward.ts";
import { LayerKind, layerOf, type World } from "../../world/world.ts";
import { cameBy, HazardReader } from "./hazards.ts";
import type { MomentOrder } from "./moments.ts";
import { Openings, type Waiting } from "./openings.ts";
import { isCut, type Slices } from "./slices.ts";
import { type EdgePart, edgePart, type Within } from "./within.ts";

/**
 * All that one period needs: per day from the first cut on and node, the share of the mass whose time is at most that.
 */
interface Shares {
  readonly period: number;
  readonly first: number;
  readonly end: number;
  /** As shares of the period, and the place among them of each cut. */
  readonly days: Float64Array;
  readonly ofCut: Int32Array;
  readonly rows: readonly Float64Array[];
  /** Per day, of edges whose hazard something has opened: how likely what happens on them has happened. */
  readonly opened: Map<number, Float64Array>;
}

/** Where desks move at once: the log chance that none acts, what their hazards wait for, and which have acted. */
interface AtOnce {
  readonly none: number;
  readonly waiting: Waiting;
  readonly acted: readonly number[];
}

export class Crossing implements Within {
  readonly slices: Slices;
  readonly crosses = true;
  readonly parts: EdgePart[] = [];
  private readonly scenario: Scenario;
  private readonly world: World;
  private readonly policy: Float64Array;
  private readonly hazards: HazardReader;
  private reach: Float64Array | null = null;
  private shares: Shares | null = null;
  private layer = 0;
  private node = -1;
  private edge = -1;
  /** Per day of the period: the law of the edge under work. */
  private law: Float64Array = new Float64Array(0);
  private readonly openings: Openings;
  /** By node of a turn of several desks. */
  private readonly atOnce = new Map<number, AtOnce>();

  constructor(order: MomentOrder) {
    const { scenario, world, policy, slices } = order;
    this.scenario = scenario;
    this.slices = slices;
    this.world = world;
    this.policy = policy;
    this.hazards = new HazardReader(scenario, world, policy);
    this.openings = new Openings(order);
  }

  isCut(period: number): boolean {
    return isCut(this.slices, period);
  }

  enter(layer: number): void {
    const period = this.world.layerPeriod[layer];
    this.layer = layer;
    this.node = -1;
    this.edge = -1;
    if (this.shares?.period !== period) this.shares = this.sharesIn(period);
  }

  split(node: number, edge: number, stance: number): number {
    const { world, slices } = this;
    const first = slices.first[world.layerPeriod[this.layer]];
    if (node !== this.node) this.hazards.look(node, this.layer);
    this.node = node;
    if (world.layerKind[this.layer] === LayerKind.periodEnd || !this.happens(edge))
      return this.whole(first, edge, stance);
    const { ofCut } = this.shares!;
    if (edge !== this.edge) this.findLaw(this.shares!, node, edge);
    this.edge = edge;
    let count = 0;
    let before = 0;
    for (let after = stance; after <= ofCut.length; after++) {
      const by = after === ofCut.length ? 1 : this.law[ofCut[after]];
      if (by > before) this.part(count++, by - before, first, edge, after);
      before = by;
    }
    return count;
  }

  /** By when an edge of a node crosses, for mass that has not: see above. */
  private findLaw({ days, rows, first, opened }: Shares, node: number, edge: number): void {
    const later = opened.get(edge);
    let least = 1;
    for (let day = days.length - 1; day >= 0; day--) {
      const share = rows[day][node - first];
      if (share > 0) least = Math.min(least, (later?.[day] ?? this.stays(node, edge, days[day])) / share);
      this.law[day] = least;
    }
  }

  private whole(first: number, edge: number, stance: number): number {
    const ends = this.world.layerKind[this.layer] === LayerKind.periodEnd;
    this.part(0, 1, first, edge, ends ? 0 : stance);
    return 1;
  }

  private part(place: number, share: number, first: number, edge: number, stance: number): void {
    while (this.parts.length <= place) this.parts.push(edgePart());
    const part = this.parts[place];
    part.share = share;
    part.stance = stance;
    part.state = first + stance;
    part.own.length = 0;
    for (let item = this.hazards.of(edge).length; item > 0; item--) part.own.push(first + stance);
  }

  /** How likely what happens on an edge has happened by a share of the period, if nothing has opened it. */
  private stays(node: number, edge: number, by: number): number {
    const turn = this.atOnce.get(node);
    if (turn !== undefined) return turn.acted.length > 0 ? 1 : this.anyActs(turn, by);
    return this.hazards
      .of(edge)
      .reduce((product, hazard) => (hazard.follows ? product : product * cameBy(hazard, by)), 1);
  }

  private anyActs({ none }: AtOnce, by: number): number {
    return cameBy({ id: -1, chance: -Math.expm1(none), logNot: none }, by);
  }

  private happens(edge: number): boolean {
    const { edgeLabel, labelItem, labelOccurrence, header } = this.world;
    const label = edgeLabel[edge];
    if (labelItem[label] === labelItem[label + 1]) return false;
    return header.description.occurrences[labelOccurrence[labelItem[label]]].kind !== "hold";
  }

  // ---- The pass without questions ----

  private sharesIn(period: number): Shares {
    const { world, hazards } = this;
    const { layerNode, layerPeriod, nodeEdge, edgeTarget } = world;
    if (this.reach === null) {
      this.reach = new Float64Array(world.header.nodes);
      sweepForward(world, this.policy, this.reach);
    }
    const layers = Array.from(layerPeriod.keys()).filter((layer) => layerPeriod[layer] === period);
    const first = layerNode[layers[0]];
    const end = layerNode[layers.at(-1)! + 1];
    const { days, ofCut } = this.daysOf(period);
    const rows = Array.from(days, () => new Float64Array(end - first));
    const shares = { period, first, end, days, ofCut, rows, opened: new Map<number, Float64Array>() };
    this.law = new Float64Array(days.length);
    this.atOnce.clear();
    this.openings.begin(period, days);
    for (const layer of layers) {
      this.openings.enter(layer);
      for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) {
        const mass = this.reach[node];
        // So far the rows hold the mass that has crossed.
        for (const row of rows)
          row[node - first] = mass > 0 ? Math.min(1, Math.max(0, 1 - row[node - first] / mass)) : 1;
        if (mass === 0 || nodeEdge[node] === nodeEdge[node + 1]) continue;
        const waiting = this.openings.at(node, mass);
        this.passTurn(node, layer, waiting);
        hazards.look(node, layer);
        for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
          const target = edgeTarget[edge];
          const moved = mass * hazards.chanceOf(edge);
          if (moved === 0 || target >= end) continue;
          if (this.happens(edge)) {
            this.open(shares, node, edge, waiting);
            this.findLaw(shares, node, edge);
          } else this.law.fill(1);
          this.openings.follow(node, edge, hazards.chanceOf(edge), waiting);
          rows.forEach((row, day) => {
            row[target - first] += moved * (1 - row[node - first] * this.law[day]);
          });
        }
        this.openings.leave(node);
      }
    }
    return shares;
  }

  /** Notes when what happens on an edge has happened, where something opened it. */
  private open({ opened, days }: Shares, node: number, edge: number, waiting: Waiting): void {
    const own = this.hazards.of(edge).flatMap(({ id, follows }) => (id === -1 || follows ? [] : [id]));
    const turn = this.atOnce.get(node);
    const before = turn === undefined ? null : this.openings.by(turn.waiting, turn.acted);
    const by = this.openings.by(turn?.waiting ?? waiting, [...(turn?.acted ?? []), ...own]);
    if (by === null || by.every((chance, day) => chance === (before?.[day] ?? 1))) return;
    opened.set(
      edge,
      by.map(
        (chance, day) =>
          chance * (turn === undefined ? this.stays(node, edge, days[day]) : this.anyActs(turn, days[day])),
      ),
    );
  }

  /** The whole days of a period from its first cut on. */
  private daysOf(period: number): Pick<Shares, "days" | "ofCut"> {
    const { days: length } = this.scenario.calendar.periods[period];
    const cuts = Array.from(this.slices.cuts[period], (share) => Math.round(share * length));
    const from = Math.min(...cuts);
    return {
      days: Float64Array.from({ length: length - from }, (_, day) => (from + day) / length),
      ofCut: Int32Array.from(cuts, (cut) => cut - from),
    };
  }

  /** Desks that move at once: the first one's node knows how likely any of them acts, and tells the others'. */
  private passTurn(node: number, layer: number, waiting: Waiting): void {
    if (this.turnOf(layer) === -1) return;
    const turn = this.atOnce.get(node) ?? { none: this.logNoneActs(node, layer), waiting, acted: [] };
    this.atOnce.set(node, turn);
    const { nodeEdge, edgeTarget, layerDesk } = this.world;
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const target = edgeTarget[edge];
      if (!this.sameTurn(layerOf(this.world, target), layer)) continue;
      this.atOnce.set(target, this.happens(edge) ? { ...turn, acted: [...turn.acted, layerDesk[layer]] } : turn);
    }
  }

  private logNoneActs(node: number, layer: number): number {
    const { nodeEdge, edgeTarget } = this.world;
    let acts = 0;
    let idle = 0;
    let next = -1;
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      if (this.happens(edge)) acts += this.hazards.chanceOf(edge);
      else {
        idle += this.hazards.chanceOf(edge);
        next = edgeTarget[edge];
      }
    }
    if (idle === 0) return Number.NEGATIVE_INFINITY;
    const own = acts < 0.5 ? Math.log1p(-acts) : Math.log(idle);
    const after = layerOf(this.world, next);
    return this.sameTurn(after, layer) ? own + this.logNoneActs(next, after) : own;
  }

  private turnOf(layer: number): number {
    const { layerKind, layerDesk } = this.world;
    return layerKind[layer] === LayerKind.decision ? this.hazards.table.ofTurn(layerDesk[layer]) : -1;
  }

  private sameTurn(one: number, other: number): boolean {
    return this.turnOf(one) === this.turnOf(other) && this.world.layerPeriod[one] === this.world.layerPeriod[other];
  }
}
