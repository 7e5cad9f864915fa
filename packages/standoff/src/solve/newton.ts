/**
 * Newton steps for the fixed points of the pure answers: (1 - D) step = answer - x, solved by GMRES on exact tangent
 * sweeps that also take the part of D through later values out of the way (see `sweep/tangent.ts`). What is left is the
 * feedback of choices through beliefs, which has few strong directions, so that few products are needed whatever the
 * world's size.
 */
import { factorise, solveFactored } from "../math/dense.ts";
import { type GmresScratch, gmres, gmresScratch } from "../math/gmres.ts";
import { type Direction, type SweepPoint, sweepTangent, tangentScratch } from "../sweep/tangent.ts";
import { SetKind } from "../world/world.ts";
import type { LogitMap } from "./logit-map.ts";

/** Logit slots, and slots x nodes (a column of the matrix costs a sweep), up to which dense matrices are used. */
const DENSE_SLOTS = 160;
const DENSE_WORK = 300_000;
/** How precisely GMRES solves at first, and at most. */
const FORCING = 1e-2;
const FINEST = 1e-11;
/**
 * What a step may leave of the residual before more precision is asked for, below which less will do; and by how much.
 */
const POOR = 0.3;
const GOOD = 0.03;
const SHARPER = 1e-2;
const BLUNTER = 2;
/** Numbers that GMRES may keep, in all and in directions. */
const KRYLOV_NUMBERS = 2.5e7;
const MOST_DIRECTIONS = 300;
const FEWEST_DIRECTIONS = 30;

/** The derivative of the pure answers at the point of their last evaluation. */
export interface Derivative {
  readonly map: LogitMap;
  point: SweepPoint | null;
  /** Products so far. */
  products: number;
}

export function createDerivative(map: LogitMap): Derivative {
  return { map, point: null, products: 0 };
}

/** Must follow an `answerPurely(map, ...)` and precede any other evaluation. */
export function differentiateHere(derivative: Derivative): void {
  const { map } = derivative;
  const careful = map.rareSet.some((mark) => mark !== 0);
  map.tangents ??= tangentScratch(map);
  if (careful) map.tangents.relative ??= new Float64Array(map.world.header.nodes);
  const { policy, logs: logPolicy, answered, reaches, belief, values, q, mass, rareSet } = map;
  derivative.point = {
    policy,
    logPolicy,
    answered,
    reaches,
    belief,
    values,
    q,
    mass,
    rareSet,
    rare: careful ? map.rare : null,
  };
}

/** The swept derivative of `sweep/tangent.ts` along a direction. */
export function differentiate(derivative: Derivative, direction: Direction, out: Float64Array): void {
  const { map, point } = derivative;
  const { steadiness, lambda, tangents: scratch } = map;
  if (point === null || scratch === null) throw new Error("the derivative was asked for before its point");
  sweepTangent(map, { point, steadiness, lambda, direction, scratch }, out);
  derivative.products++;
  map.sweeps++;
}

export interface Newton {
  readonly derivative: Derivative;
  readonly krylov: GmresScratch;
  /** Logit slots, where they are few enough for dense matrices; else null. */
  readonly dense: Uint32Array | null;
  readonly step: Float64Array;
  readonly swept: Float64Array; // the residual after (1 - U)^-1
  readonly still: Float64Array; // zeros
  readonly unit: Float64Array;
  readonly column: Float64Array;
  /** What GMRES may leave of the right side. */
  precision: number;
}

export function createNewton(map: LogitMap): Newton {
  const { slots } = map.world.header;
  const vector = () => new Float64Array(slots);
  const directions = Math.min(MOST_DIRECTIONS, Math.max(FEWEST_DIRECTIONS, Math.floor(KRYLOV_NUMBERS / slots)));
  return {
    derivative: createDerivative(map),
    krylov: gmresScratch(Math.min(directions, map.layout.logitSlots + 1)),
    dense: isSmall(map) ? logitSlotsOf(map) : null,
    step: vector(),
    swept: vector(),
    still: vector(),
    unit: vector(),
    column: vector(),
    precision: FORCING,
  };
}

/**
 * Is the world small enough for dense matrices, so that its branch is traced from the start and determinants are known?
 */
export function isSmall({ world, layout }: Pick<LogitMap, "world" | "layout">): boolean {
  return layout.logitSlots <= DENSE_SLOTS && layout.logitSlots * world.header.nodes <= DENSE_WORK;
}

function logitSlotsOf({ world, layout }: LogitMap): Uint32Array {
  const slots = new Uint32Array(layout.logitSlots);
  let at = 0;
  for (let set = 0; set < world.header.informationSets; set++) {
    if (world.setKind[set] !== SetKind.logit) continue;
    for (let slot = world.setSlot[set]; slot < world.setSlot[set + 1]; slot++) slots[at++] = slot;
  }
  return slots;
}

/**
 * Fills `newton.step` with the solution of (1 + shift - D) step = residual, where residual = answer - x, right after
 * the pure evaluation at x. Small worlds are solved densely: at great steadiness the system is too ill-conditioned for
 * GMRES to reach the last digits. GMRES ends at so many of the map's sweeps, however precise it is then.
 */
export function newtonStep(newton: Newton, residual: Float64Array, shift: number, limit = Infinity): void {
  const { derivative, swept, still } = newton;
  differentiateHere(derivative);
  differentiate(derivative, { logPolicy: still, scale: 0, source: residual, shift }, swept);
  if (newton.dense !== null) stepDensely(newton, newton.dense, shift);
  else {
    const directions = Math.max(1, Math.min(newton.krylov.directions, limit - derivative.map.sweeps));
    const room = { ...newton.krylov, directions };
    gmres((v, out) => applySystem(derivative, v, shift, out), swept, newton.step, newton.precision, room);
  }
}

/** Unlearns how precisely GMRES must solve: what follows must not depend on what came before. */
export function forgetPrecision(newton: Newton): void {
  newton.precision = FORCING;
}

/**
 * How precisely GMRES is asked to solve is learnt: it sees the system after (1 - U)^-1, where great steadiness can
 * magnify what happens at some choices so much that a hundredth of the whole is more than all of the rest. So where a
 * step leaves the residual (its size before and after) about as it was, the next ones are solved for more precisely.
 * True when it is worth trying again.
 */
export function learnPrecision(newton: Newton, before: number, after: number): boolean {
  const learnt = newton.precision;
  if (!(after < POOR * before)) newton.precision = Math.max(FINEST, learnt * SHARPER);
  else if (after < GOOD * before) newton.precision = Math.min(FORCING, learnt * BLUNTER);
  return newton.precision < learnt;
}

/** out = (1 - (1 + shift - U)^-1 L) v. */
function applySystem(derivative: Derivative, v: Float64Array, shift: number, out: Float64Array): void {
  differentiate(derivative, { logPolicy: v, scale: 0, source: null, shift }, out);
  for (let i = 0; i < v.length; i++) out[i] = v[i] - out[i];
}

function stepDensely(newton: Newton, slots: Uint32Array, shift: number): void {
  const size = slots.length;
  const matrix = new Float64Array(size * size);
  fillSystem(newton, slots, shift, { matrix, size, offset: 0 });
  const right = Float64Array.from(slots, (slot) => newton.swept[slot]);
  solveFactored(factorise(matrix, size), right);
  newton.step.fill(0);
  for (let i = 0; i < size; i++) newton.step[slots[i]] = right[i];
}

/** A part of a square matrix of the given size: from row and column `offset` on. */
export interface Corner {
  readonly matrix: Float64Array;
  readonly size: number;
  readonly offset: number;
}

/** Writes the system's matrix, column by column. */
export function fillSystem(
  { derivative, unit, column }: Newton,
  slots: Uint32Array,
  shift: number,
  { matrix, size, offset }: Corner,
): void {
  unit.fill(0);
  for (let j = 0; j < slots.length; j++) {
    unit[slots[j]] = 1;
    applySystem(derivative, unit, shift, column);
    unit[slots[j]] = 0;
    for (let i = 0; i < slots.length; i++) matrix[(i + offset) * size + j + offset] = column[slots[i]];
  }
}
