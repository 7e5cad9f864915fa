/**
 * Crossing: mass comes to a date inside a period between two turns, so that at the date there is a state. It crosses a cut at a
 * share f of the period on an edge on which something happens, with chance 1 - min(1, F(f) / rho): F(f) is how likely it has
 * happened by then (`hazards.ts`), rho the share of the mass at the node that has not crossed, from a pass without questions.
 * What has not crossed when the period ends crosses there. A happening is so dated by its own hazard wherever F <= rho, and what
 * has happened by a date holds on it. A desk's holding is no happening here; desks that move at once cross with the chance that any acts.
 *
 * A stance is the number of the period's cuts that lie behind.
 */
import type { Scenario } from "../../language/scenario.ts";
import { sweepForward } from "../../sweep/forward.ts";
import { LayerKind, layerOf, type World } from "../../world/world.ts";
import { cameBy, HazardReader } from "./hazards.ts";
import { isCut, type Slices } from "./slices.ts";
import { type EdgePart, edgePart, type Within } from "./within.ts";

/** All that one period needs: per cut and node, the share of the mass that has not crossed it. */
interface Shares {
  readonly period: number;
  readonly first: number;
  readonly end: number;
  readonly uncrossed: readonly Float64Array[];
}

export class Crossing implements Within {
  readonly slices: Slices;
  readonly crosses = true;
  readonly parts: EdgePart[] = [];
  private readonly world: World;
  private readonly policy: Float64Array;
  private readonly hazards: HazardReader;
  private reach: Float64Array | null = null;
  private shares: Shares | null = null;
  private layer = 0;
  private node = -1;
  /** Log chance that no desk of a turn of several acts, by node; NaN where one has acted already. */
  private readonly noneActs = new Map<number, number>();

  constructor(scenario: Scenario, world: World, policy: Float64Array, slices: Slices) {
    this.slices = slices;
    this.world = world;
    this.policy = policy;
    this.hazards = new HazardReader(scenario, world, policy);
  }

  isCut(period: number): boolean {
    return isCut(this.slices, period);
  }

  enter(layer: number): void {
    const period = this.world.layerPeriod[layer];
    this.layer = layer;
    this.node = -1;
    if (this.shares?.period !== period) this.shares = this.sharesIn(period);
  }

  split(node: number, edge: number, stance: number): number {
    const { world, slices } = this;
    const period = world.layerPeriod[this.layer];
    const first = slices.first[period];
    const cuts = slices.cuts[period];
    if (node !== this.node) this.hazards.look(node, this.layer);
    this.node = node;
    const { uncrossed, first: firstNode } = this.shares!;
    const share = (cut: number) => (cut < 0 ? 0 : cut === cuts.length ? 1 : uncrossed[cut][node - firstNode]);
    const stays = (cut: number) =>
      cut < 0 ? 0 : cut === cuts.length ? 1 : Math.min(share(cut), this.stays(node, edge, cuts[cut]));
    const [from, to] = [share(stance - 1), share(stance)];
    if (world.layerKind[this.layer] === LayerKind.periodEnd || !(to > from)) return this.whole(first, edge, stance);
    let count = 0;
    for (let after = stance; after <= cuts.length; after++) {
      const part = (Math.min(to, stays(after)) - Math.max(from, stays(after - 1))) / (to - from);
      if (part > 0) this.part(count++, part, first, edge, after);
    }
    return count;
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

  /** How likely what happens on an edge has happened by a share of the period; 1 where nothing does. */
  private stays(node: number, edge: number, by: number): number {
    if (!this.happens(edge)) return 1;
    const none = this.noneActs.get(node);
    if (none !== undefined)
      return Number.isNaN(none) ? 1 : cameBy({ id: -1, chance: -Math.expm1(none), logNot: none }, by);
    return this.hazards
      .of(edge)
      .reduce((product, hazard) => (hazard.follows ? product : product * cameBy(hazard, by)), 1);
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
    const cuts = this.slices.cuts[period];
    const uncrossed = Array.from(cuts, () => new Float64Array(end - first));
    this.noneActs.clear();
    for (const layer of layers) {
      for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) {
        const mass = this.reach[node];
        // So far the rows hold the mass that has crossed.
        for (const row of uncrossed)
          row[node - first] = mass > 0 ? Math.min(1, Math.max(0, 1 - row[node - first] / mass)) : 1;
        if (mass === 0 || nodeEdge[node] === nodeEdge[node + 1]) continue;
        this.passTurn(node, layer);
        hazards.look(node, layer);
        for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
          const target = edgeTarget[edge];
          const moved = mass * hazards.chanceOf(edge);
          if (moved === 0 || target >= end) continue;
          uncrossed.forEach((row, cut) => {
            row[target - first] += moved * (1 - Math.min(row[node - first], this.stays(node, edge, cuts[cut])));
          });
        }
      }
    }
    return { period, first, end, uncrossed };
  }

  /** Desks that move at once: the first one's node knows how likely any of them acts, and tells the others'. */
  private passTurn(node: number, layer: number): void {
    const turn = this.turnOf(layer);
    if (turn === -1) return;
    if (!this.noneActs.has(node)) this.noneActs.set(node, this.logNoneActs(node, layer));
    const none = this.noneActs.get(node)!;
    const { nodeEdge, edgeTarget } = this.world;
    for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
      const target = edgeTarget[edge];
      const next = layerOf(this.world, target);
      if (this.sameTurn(next, layer)) this.noneActs.set(target, this.happens(edge) ? Number.NaN : none);
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
