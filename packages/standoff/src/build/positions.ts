/** The places of one period through which a state passes, in their order: each becomes a layer of the world. */

import type { State } from "../language/expression/state-reader.ts";
import type { Scenario, Turn } from "../language/scenario.ts";
import { LayerKind } from "../world/world.ts";
import { type Layout, maskOf } from "./layout.ts";
import type { Prices } from "./prices.ts";
import type { DeskProgram, Program } from "./program.ts";
import { fallsDue, runsThrough } from "./turn/clocks.ts";

export interface Position {
  readonly kind: number;
  /** The same for what is the same turn in every period. */
  readonly identity: number;
  /** Can something happen here in a state that has come this far? */
  readonly active: (state: State, period: number) => boolean;
  readonly desk?: number;
  readonly group?: number;
  /** Desks: the bits that the actor sees. */
  readonly mask?: Uint32Array;
  /** Desks: does what they may do, or weigh, read anything that the actor does not see? */
  readonly mayTell?: boolean;
  /** Desks that move at once: the place among them, the positions of those that follow, and those before. */
  readonly place?: number;
  readonly later?: readonly number[];
  readonly earlier?: readonly Position[];
}

const always = () => true;
const never = () => false;

/** The positions of a period; ended states always come last. After the last period: the final position alone. */
export function positionsOf(program: Program, layout: Layout, period: number): readonly Position[] {
  const { scenario } = program;
  if (period === scenario.calendar.played.length) return [only(LayerKind.final, always)];
  const clocks = clocksActive(program);
  const start = startActive(program);
  const stages = stagesActive(program);
  const positions: Position[] = [
    only(LayerKind.start, start === never ? never : (s, p) => !clocks(s, p) && start(s, p)),
    only(LayerKind.clocks, clocks),
    only(LayerKind.earlyStages, stages),
  ];
  for (const turn of turnsOf(program, period)) addTurn(positions, program, layout, turn, period);
  positions.push(only(LayerKind.lateStages, stages), only(LayerKind.periodEnd, always));
  positions.push(only(LayerKind.ended, always));
  return positions;
}

/** How many positions a period has at most: start, clocks, stages, turns, stages, end of the period, ended. */
export function mostPositions({ turns }: Scenario): number {
  return turns.reduce((sum, turn) => sum + widthOf(turn), 6);
}

/** A position of a kind of which a period has one. */
function only(kind: number, active: Position["active"]): Position {
  return { kind, identity: kind, active };
}

const FIRST_TURN = 1 + Math.max(...Object.values(LayerKind));

/** Identity of a turn's first position. */
function identityOf({ turns }: Scenario, turn: Turn): number {
  return turns.slice(0, turns.indexOf(turn)).reduce((sum, earlier) => sum + widthOf(earlier), FIRST_TURN);
}

function widthOf(turn: Turn): number {
  return turn.kind === "desks" ? turn.desks.length : 1;
}

/** The first position from `from` on at which something can happen in a state. */
export function firstActive(positions: readonly Position[], from: number, state: State, period: number): number {
  let position = from;
  while (!positions[position].active(state, period)) position++;
  return position;
}

/** Order alternates by the regular grid, so that a date that breaks a cell changes no turn's place. */
function turnsOf({ scenario }: Program, period: number): readonly Turn[] {
  const odd = scenario.calendar.played[period].cell % 2 === 1;
  const reversed = !scenario.fixedOrder && odd !== scenario.startReversed;
  return reversed ? scenario.turns.toReversed() : scenario.turns;
}

function addTurn(positions: Position[], program: Program, layout: Layout, turn: Turn, period: number): void {
  const identity = identityOf(program.scenario, turn);
  if (turn.kind === "events") {
    const { any } = program.groups[turn.group];
    positions.push({ kind: LayerKind.chance, identity, group: turn.group, active: (s, p) => any(s, p) !== 0 });
    return;
  }
  const first = positions.length;
  const end = first + turn.desks.length;
  turn.desks.forEach((index, place) => {
    const desk = program.desks[index];
    const later = Array.from({ length: end - first - place - 1 }, (_, ahead) => first + place + 1 + ahead);
    const sees = visibleTo(program, desk.desk.actor, period);
    positions.push({
      kind: LayerKind.decision,
      identity: identity + place,
      desk: index,
      active: deskActive(desk, program.prices),
      mask: maskOf(layout, sees),
      mayTell: !desk.reads.every(sees),
      place,
      later,
      earlier: positions.slice(first),
    });
  });
}

function deskActive(desk: DeskProgram, prices: Prices): Position["active"] {
  const { mark } = desk;
  const active = meetsByTempo(desk, prices);
  return mark === -1 ? active : (state, period) => state[mark] !== 0 || active(state, period);
}

/** The graph rests on whether tempos are zero. */
function meetsByTempo({ any, meetings }: DeskProgram, prices: Prices): Position["active"] {
  if (meetings === null) return (state, period) => any(state, period) !== 0;
  return (state, period) => any(state, period) !== 0 && !prices.isZero(meetings.some(state, period));
}

/** Which variables an actor sees in a period. */
function visibleTo({ scenario }: Program, actor: number, period: number): (variable: number) => boolean {
  const { start } = scenario.calendar.played[period];
  return (variable) => {
    const v = scenario.variables[variable];
    return v !== undefined && ((v.seenBy & (1 << actor)) !== 0 || v.announced <= start);
  };
}

/** After the last day every state passes through the clocks' turn, which pays the first half of the period's flows. */
function clocksActive({ clocks, reader, scenario }: Program): Position["active"] {
  const { periods, played } = scenario.calendar;
  const dated = clocks.filter(({ clock }) => clock.kind !== "stages");
  const due: Position["active"] = (state, period) => dated.some((clock) => fallsDue(clock, reader, state, period));
  if (played.length > periods.length) return (s, p) => reader.reached(p, periods.length) || due(s, p);
  return dated.length === 0 ? never : due;
}

/** In each half of a period clocks of stages may go on, or lapse. */
function stagesActive({ scenario }: Program): Position["active"] {
  const running = scenario.clocks.filter(({ kind }) => kind === "stages");
  return running.length === 0 ? never : (state) => running.some((clock) => runsThrough(clock, state));
}

/** Does the passing of time from the period before end, forget, stop or make true something in a state? */
function startActive(program: Program): Position["active"] {
  const { reader, timed, forgets, endings, becomes, clocks, stops } = program;
  if (!(timed.becomes || timed.forgets || timed.endings || timed.stops)) return never;
  const found = new Int32Array(Math.max(forgets.variables.length, endings.count, becomes.count));
  const earlier = new Int32Array(becomes.count);
  const forgetsSome = (state: State, p: number) => {
    for (let place = forgets.test(state, p, found) - 1; place >= 0; place--) {
      if (state[forgets.variables[found[place]]] !== 0) return true;
    }
    return false;
  };
  const becomesSome = (state: State, p: number) => {
    const held = becomes.test(state, p - 1, earlier);
    const holds = becomes.test(state, p, found);
    for (let place = 0; place < holds; place++) {
      if (!earlier.subarray(0, held).includes(found[place])) return true;
    }
    return false;
  };
  const stopsSome = (state: State, p: number) =>
    clocks.some(({ clock }, index) => {
      const due = clock.dueVariable < 0 ? 0 : state[clock.dueVariable];
      const waits = due > 0 && due <= program.scenario.calendar.played.length + 1;
      if (!waits && !runsThrough(clock, state)) return false;
      return (stops[index]?.holds(state, p) ?? 0) !== 0;
    });
  return (state, p) =>
    reader.reached(p, 1) &&
    ((timed.endings && endings.test(state, p, found) > 0) ||
      (timed.forgets && forgetsSome(state, p)) ||
      (timed.becomes && becomesSome(state, p)) ||
      (timed.stops && stopsSome(state, p)));
}
