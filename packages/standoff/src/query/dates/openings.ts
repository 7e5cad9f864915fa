/**
 * Openings: how likely what a hazard waits for has come by a day inside a period, per edge. A hazard *waits* where
 * something earlier in its period changed what it reads: under the moments (`moments.ts`) it then comes at the later of
 * the two. The mass at a node comes along paths of both kinds, so each node keeps its mass in the stances of those
 * moments, day by day: of one cut, that is moved from day to day, so that a stance says of every hazard only whether
 * what it waits for comes after that cut.
 */
import type { World } from "../../world/world.ts";
import { cameBy, type Hazard } from "./hazards.ts";
import { type MomentOrder, Moments, type Ways } from "./moments.ts";
import { slicesAt } from "./slices.ts";

/** Mass per day, by stance. */
export type Waiting = ReadonlyMap<number, Float64Array>;

/** The same, of a node that mass still comes to. */
type Arrived = Map<number, Float64Array>;

/** Mass in a stance, and the chance of the edge along which it goes. */
interface Gone {
  readonly chance: number;
  readonly stance: number;
  readonly masses: Float64Array;
}

export class Openings {
  private readonly world: World;
  private readonly moments: Moments;
  private readonly arrived = new Map<number, Arrived>();
  private days: Float64Array = new Float64Array(0);
  private period = -1;
  /** By when this hazard has come, per day. */
  private hazard: Hazard | null = null;
  private came: Float64Array = new Float64Array(0);

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
    this.hazard = null;
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
    const to = this.arrived.get(target) ?? new Map<number, Float64Array>();
    this.arrived.set(target, to);
    for (const [stance, masses] of waiting) {
      const ways = this.moments.ways(node, edge, stance);
      if (ways === null) this.followDayByDay(node, edge, { chance, stance, masses }, to);
      else this.followWays(ways, chance, masses, to);
    }
  }

  /** One thing happens or none: the same two ways, whichever day is the cut. */
  private followWays({ hazard, before, after }: Ways, chance: number, masses: Float64Array, to: Arrived): void {
    const came = hazard === null || before === -1 ? null : this.cameByDays(hazard);
    let [early, late]: (Float64Array | undefined)[] = [];
    for (let day = 0; day < masses.length; day++) {
      const mass = masses[day];
      if (mass === 0) continue;
      const by = came === null ? 0 : came[day];
      if (by > 0) {
        early ??= this.rowOf(to, before);
        early[day] += mass * chance * by;
      }
      if (by >= 1) continue;
      late ??= this.rowOf(to, after);
      late[day] += mass * chance * (1 - by);
    }
  }

  private followDayByDay(node: number, edge: number, { chance, stance, masses }: Gone, to: Arrived): void {
    const cut = this.moments.slices.cuts[this.period];
    for (const [day, mass] of masses.entries()) {
      if (mass === 0) continue;
      cut[0] = this.days[day];
      const count = this.moments.split(node, edge, stance);
      for (let i = 0; i < count; i++) {
        const part = this.moments.parts[i];
        this.rowOf(to, part.stance)[day] += mass * chance * part.share;
      }
    }
  }

  private rowOf(to: Arrived, stance: number): Float64Array {
    const known = to.get(stance);
    if (known !== undefined) return known;
    const row = new Float64Array(this.days.length);
    to.set(stance, row);
    return row;
  }

  /** How likely a hazard has come by each day; edges of a node share theirs. */
  private cameByDays(hazard: Hazard): Float64Array {
    if (hazard !== this.hazard) this.came = this.days.map((day) => cameBy(hazard, day));
    this.hazard = hazard;
    return this.came;
  }

  /** A node's mass has gone on. */
  leave(node: number): void {
    this.arrived.delete(node);
  }
}
