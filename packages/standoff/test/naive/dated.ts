/**
 * When outcomes come, naively: all histories stand as a tree, period by period and turn by turn, and mass comes to the
 * dates inside a period that outcomes name between two turns. A piece of mass that has not crossed a day at a share f
 * of the period stays so where something happens with chance a(f), the least of min(1, F(g) / rho(g)) over that day and
 * the later ones: F is how likely it has happened by then, what it waits for too, rho the share of all that stands in
 * the same place and state and has not crossed, which all histories together tell. What is left crosses as the period
 * ends. All days from the first named one on are told apart.
 */
import { turningDays } from "../../src/language/elaborate/calendar-breaks.ts";
import type { Scenario } from "../../src/language/scenario.ts";
import { dayOf, holds, type State } from "./interpret.ts";
import { comes, type Step } from "./rules.ts";
import { crossingLaw, crossingSteps, type Law, type Reads } from "./waits.ts";

/** Where one history stands before a turn, or when play is over for it. */
export interface Spot {
  readonly period: number;
  readonly state: State;
  readonly chance: number;
  readonly kind: "turn" | "end of period" | "ended";
  readonly ways: { readonly turn: Step | null; readonly to: Spot }[];
  readonly pieces: Piece[];
  /** Per date: how likely which variables changed in the period for the last time after it. */
  readonly late: readonly ReadonlyMap<string, number>[];
}

/** A part of a spot's mass, by how many days of the period lie behind it and which outcomes have come. */
interface Piece {
  readonly behind: number;
  readonly seen: ReadonlySet<number>;
  readonly mass: number;
}

type Late = Spot["late"][number];

function variablesIn(key: string): number[] {
  return key === "" ? [] : key.split(",").map(Number);
}

function waits(key: string, reads: Reads): boolean {
  return variablesIn(key).some((variable) => reads.has(variable));
}

/** How likely something that is read changed late. */
function waiting(late: Late, reads: Reads): number {
  return [...late].reduce((sum, [key, chance]) => (waits(key, reads) ? sum + chance : sum), 0);
}

/** How likely what is read has not changed after a date. */
type Free = (reads: Reads, date: number) => number;

/** Of mass that stands in one of some spots; worked out once for all turns that go by the same. */
function freeOf(spots: readonly Spot[]): Free {
  const total = spots.reduce((sum, { chance }) => sum + chance, 0);
  const known = new Map<string, number>();
  return (reads, date) => {
    const key = `${date}: ${[...reads].sort().join()}`;
    const free =
      known.get(key) ??
      1 - spots.reduce((sum, { late, chance }) => sum + (chance / total) * waiting(late[date], reads), 0);
    known.set(key, free);
    return free;
  };
}

/** P(moment <= f) of what has the chance c in a period, given that it happens. */
export function momentLaw(chance: number): Law {
  return (share) => (chance < 1e-12 ? share : Math.min(1, (1 - (1 - chance) ** share) / chance));
}

export class Dated {
  readonly outcomes: number[];
  mass = 0;
  private readonly scenario: Scenario;
  /** Per period: the days inside it from the first on which the condition of some outcome may turn. */
  private readonly dates: readonly (readonly number[])[];
  private readonly levels: Spot[][][] = [];

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.outcomes = scenario.outcomes.map(() => 0);
    const conditions = scenario.outcomes.flatMap(({ condition, how }) =>
      condition === null || how === "at end" ? [] : [condition],
    );
    const days = turningDays(scenario.clocks, scenario.assumptions, conditions).sort((a, b) => a - b);
    this.dates = scenario.calendar.periods.map(({ start, days: length }) => {
      const from = days.find((day) => start < day && day < start + length);
      return from === undefined ? [] : Array.from({ length: start + length - from }, (_, i) => from + i);
    });
  }

  get datesInside(): number {
    return this.dates.flat().length;
  }

  /**
   * A history comes to a place of a period by a turn (null: nothing happened) from an earlier spot, or starts there.
   */
  enter(from: Spot | null, turn: Step | null, place: number, spot: Omit<Spot, "ways" | "pieces" | "late">): Spot {
    const late = this.dates[spot.period]?.map((date) => this.lateAt(date, from, turn, spot)) ?? [];
    const entered = { ...spot, ways: [], pieces: [], late };
    if (from !== null) from.ways.push({ turn, to: entered });
    else {
      const seen = this.look(new Set(), spot.state, spot.period, dayOf(this.scenario, spot.period));
      this.arrive(entered, { behind: 0, seen, mass: spot.chance });
    }
    if (spot.kind !== "ended") {
      this.levels[spot.period] ??= [];
      this.levels[spot.period][place] ??= [];
      this.levels[spot.period][place].push(entered);
    }
    return entered;
  }

  /** What happens in a turn comes at its own moment, and after the last change of what it goes by. */
  private lateAt(date: number, from: Spot | null, turn: Step | null, to: Pick<Spot, "period" | "state">): Late {
    if (from === null || from.period !== to.period) return new Map([["", 1]]);
    const { start, days } = this.scenario.calendar.periods[to.period];
    const before = from.late[this.dates[to.period].indexOf(date)];
    if (turn === null) return before;
    const changed = to.state.flatMap((value, v) => (value === from.state[v] ? [] : [v]));
    const happened = turn.drawn.reduce((all, { law }) => all * law((date - start) / days), 1);
    const after = new Map<string, number>();
    const add = (key: string, chance: number) => after.set(key, (after.get(key) ?? 0) + chance);
    for (const [key, chance] of before) {
      const inTime = turn.drawn.some(({ reads }) => waits(key, reads)) ? 0 : happened;
      add(key, chance * inTime);
      add([...new Set([...variablesIn(key), ...changed])].sort((a, b) => a - b).join(), chance * (1 - inTime));
    }
    return after;
  }

  /** All histories are known: passes their mass on, place by place. */
  finish(): void {
    for (const places of this.levels) {
      for (const spots of places ?? []) {
        const alike = Map.groupBy(spots ?? [], ({ state }) => state.join());
        for (const group of alike.values()) this.leave(group);
      }
    }
  }

  /** Mass leaves all spots of one place and state. */
  private leave(spots: readonly Spot[]): void {
    const dates = this.dates[spots[0].period];
    const pieces = spots.flatMap((spot) => spot.pieces);
    const total = pieces.reduce((sum, { mass }) => sum + mass, 0);
    const notCrossed = dates.map((_, date) =>
      pieces.reduce((sum, { behind, mass }) => (behind <= date ? sum + mass / total : sum), 0),
    );
    const free = freeOf(spots);
    for (const spot of spots) {
      if (spot.kind === "end of period") for (const piece of spot.pieces) this.endPeriod(spot, piece);
      else
        for (const way of spot.ways) {
          const law = [...this.lawOf(way.turn, spot.period, notCrossed, free), 1];
          for (const piece of spot.pieces) this.follow(spot, piece, way, law);
        }
    }
  }

  /** By when a turn crosses each date, for mass that stands in one of some spots and has not. */
  private lawOf(turn: Step | null, period: number, notCrossed: readonly number[], free: Free): number[] {
    const { start, days } = this.scenario.calendar.periods[period];
    const shares = this.dates[period].map((date) => (date - start) / days);
    return crossingLaw(crossingSteps(turn?.drawn ?? [], turn?.anyActs), shares, notCrossed, free);
  }

  private follow(spot: Spot, piece: Piece, { turn, to }: Spot["ways"][number], law: readonly number[]): void {
    const { start } = this.scenario.calendar.periods[spot.period];
    const dates = this.dates[spot.period];
    const mass = (piece.mass * to.chance) / spot.chance;
    if (!(mass > 0)) return;
    for (let behind = piece.behind; behind <= dates.length; behind++) {
      const part = law[behind] - (behind === piece.behind ? 0 : law[behind - 1]);
      if (!(part > 0)) continue;
      const crossed = this.cross(piece.seen, spot, piece.behind, behind);
      const now = behind === 0 ? start : dates[behind - 1];
      const seen = turn === null ? crossed : this.happen(crossed, turn, to, now);
      this.arrive(to, { behind, seen, mass: mass * part });
    }
  }

  private arrive(spot: Spot, piece: Piece): void {
    if (spot.kind === "ended") this.stay(spot, piece);
    else spot.pieces.push(piece);
  }

  private endPeriod(spot: Spot, piece: Piece): void {
    const { period, state } = spot;
    const seen = this.cross(piece.seen, spot, piece.behind, this.dates[period].length);
    if (period + 1 === this.dates.length) this.lastDay(seen, state, piece.mass);
    for (const way of spot.ways)
      this.arrive(way.to, { behind: 0, seen: this.begin(seen, way), mass: (piece.mass * way.to.chance) / spot.chance });
  }

  /** What time brings about by itself comes as the period begins. */
  private begin(seen: Piece["seen"], { turn, to }: Spot["ways"][number]): Piece["seen"] {
    return turn === null ? seen : this.happen(seen, turn, to, dayOf(this.scenario, to.period));
  }

  /** Play is over: the state is frozen, but outcomes that turn on the calendar may still come. */
  private stay(spot: Spot, piece: Piece): void {
    const { state, period } = spot;
    let seen = this.cross(piece.seen, spot, piece.behind, this.dates[period].length);
    for (let later = period + 1; later < this.dates.length; later++) {
      seen = this.look(seen, state, later, dayOf(this.scenario, later));
      seen = this.cross(seen, { period: later, state }, 0, this.dates[later].length);
    }
    this.lastDay(seen, state, piece.mass);
  }

  // ---- Outcomes ----

  /** Dates of a period are crossed in a state. */
  private cross(seen: Piece["seen"], at: Pick<Spot, "period" | "state">, from: number, to: number): Piece["seen"] {
    return this.dates[at.period].slice(from, to).reduce((all, date) => this.look(all, at.state, at.period, date), seen);
  }

  /** Outcomes that hang on what happened in a turn, and those whose condition holds after it. */
  private happen(seen: Piece["seen"], turn: Step, { state, period }: Spot, now: number): Piece["seen"] {
    const after = this.mark(seen, (o) => o.how === "on" && comes(this.scenario, o, turn, now));
    return this.look(after, state, period, now);
  }

  private look(seen: Piece["seen"], state: State, period: number, now: number): Piece["seen"] {
    return this.mark(seen, (o) => o.how === "when" && holds(this.scenario, o.condition!, state, period, now));
  }

  private mark(seen: Piece["seen"], came: (outcome: Scenario["outcomes"][number]) => boolean): Piece["seen"] {
    const fresh = this.scenario.outcomes.flatMap((o, i) => (!seen.has(i) && came(o) ? [i] : []));
    return fresh.length === 0 ? seen : new Set([...seen, ...fresh]);
  }

  private lastDay(before: Piece["seen"], state: State, mass: number): void {
    const { scenario } = this;
    const last = scenario.calendar.periods.length;
    const seen = this.look(before, state, last, dayOf(scenario, last));
    const came = scenario.outcomes.map(
      (o, i) => seen.has(i) || (o.how === "at end" && holds(scenario, o.condition!, state, last)),
    );
    scenario.outcomes.forEach((o, i) => {
      const group = scenario.exclusive.find((x) => x.of.includes(i));
      if (o.how === "else") came[i] = !group!.of.some((other) => other !== i && came[other]);
    });
    came.forEach((is, i) => {
      if (is) this.outcomes[i] += mass;
    });
    this.mass += mass;
  }
}
