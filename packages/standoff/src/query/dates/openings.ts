/**
 * Openings: how likely what a hazard waits for has come by a day inside a period, per edge. A hazard *waits* where
 * something earlier in its period changed what it reads: under the moments (`moments.ts`) it then comes at the later of
 * the two. The mass at a node comes along paths of both kinds, so each node keeps its mass in the stances of those
 * moments, day by day: of one cut, that is moved from day to day, so that a stance says of every hazard only whether
 * what it waits for comes after that cut.
 */
import type { World } from "../../world/world.ts";
import { type MomentOrder, Moments } from "./moments.ts";
import { slicesAt } from "./slices.ts";

/** Mass per day, by stance. */
export type Waiting = ReadonlyMap<number, Float64Array>;

export class Openings {
  private readonly world: World;
  private readonly moments: Moments;
  private readonly arrived = new Map<number, Map<number, Float64Array>>();
  private days: Float64Array = new Float64Array(0);
  private period = -1;

  constructor(order: Omit<MomentOrder, "slices">) {
    const { periods } = order.scenario.calendar;
    const slices = slicesAt(
      order.scenario.calendar,
      periods.flatMap(({ start, days }) => (days > 1 ? [start + 1] : [])),
    );
    this.world = order.world;
    this.moments = new Moments({ ...order, slices });
  }

  /** Before the layers of a period; the days as shares of it. */
  begin(period: number, days: Float64Array): void {
    this.period = period;
    this.days = days;
    this.arrived.clear();
  }

  enter(layer: number): void {
    this.moments.enter(layer);
  }

  /**
   * The mass at a node, so much in all: what has not come to it within the period has come from before it and waits for
   * nothing.
   */
  at(node: number, mass: number): Waiting {
    const here = this.arrived.get(node) ?? new Map<number, Float64Array>();
    const rows = [...here.values()];
    const rest = this.days.map((_, day) => Math.max(0, mass - rows.reduce((sum, row) => sum + row[day], 0)));
    const free = here.get(0);
    here.set(0, free === undefined ? rest : free.map((own, day) => own + rest[day]));
    return here;
  }

  /** Per day: how likely what some hazards wait for has come by then; null where they wait for nothing. */
  by(waiting: Waiting, hazards: readonly number[]): Float64Array | null {
    const late = (stance: number) => hazards.some((id) => this.moments.since(stance, id) > 0);
    const stances = [...waiting];
    if (!stances.some(([stance]) => late(stance))) return null;
    return this.days.map((_, day) => {
      let [all, came] = [0, 0];
      for (const [stance, masses] of stances) {
        all += masses[day];
        if (!late(stance)) came += masses[day];
      }
      return all > 0 ? came / all : 1;
    });
  }

  /** Mass goes along an edge, which has such a chance, to a node of the same period. */
  follow(node: number, edge: number, chance: number, waiting: Waiting): void {
    const target = this.world.edgeTarget[edge];
    const cut = this.moments.slices.cuts[this.period];
    const to = this.arrived.get(target) ?? new Map<number, Float64Array>();
    this.arrived.set(target, to);
    for (const [stance, masses] of waiting) {
      for (const [day, mass] of masses.entries()) {
        if (mass === 0) continue;
        cut[0] = this.days[day];
        const count = this.moments.split(node, edge, stance);
        for (let i = 0; i < count; i++) {
          const part = this.moments.parts[i];
          const row = to.get(part.stance) ?? new Float64Array(this.days.length);
          to.set(part.stance, row);
          row[day] += mass * chance * part.share;
        }
      }
    }
  }

  /** A node's mass has gone on. */
  leave(node: number): void {
    this.arrived.delete(node);
  }
}
