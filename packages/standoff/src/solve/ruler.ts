/**
 * Lengths along a branch: how far policies are apart at the set that moves most. Within a set length is measured as
 * Fisher information does (sum of p x (d log p)^2); the scale of steadiness, against the last target, counts as one
 * more set. Taking the largest, not the sum, keeps lengths the same whatever the number of sets, and shows a fold that
 * only a few sets go through as long as they see it. Moves are combined vectors: logarithms, with the scale in the
 * place of slot 0.
 */
import { SetKind, type World } from "../world/world.ts";

export interface Ruler {
  readonly world: World;
  /** The scale that counts as length one. */
  readonly unit: number;
  /** Slots: chances at the point of measurement. */
  readonly chance: Float64Array;
}

/** Measures at this log-policy. */
export function createRuler(world: World, unit: number, logPolicy: Float64Array): Ruler {
  const ruler = { world, unit, chance: new Float64Array(world.header.slots) };
  layRuler(ruler, logPolicy);
  return ruler;
}

/** Measures at this log-policy from now on. */
export function layRuler({ chance }: Ruler, logPolicy: Float64Array): void {
  for (let slot = 1; slot < chance.length; slot++) chance[slot] = Math.exp(logPolicy[slot]);
}

export function lengthOf(ruler: Ruler, move: Float64Array): number {
  let most = (move[0] / ruler.unit) ** 2;
  eachLogitSet(ruler.world, (first, end) => {
    const squares = squaresIn(ruler, move, first, end);
    if (!(squares <= most)) most = squares; // a NaN wins
  });
  return Math.sqrt(most);
}

/**
 * The row whose product with a move grows along `direction`: each set weighed by the square of its own part in it, so
 * that what moves fastest leads. Near a fold that is what folds.
 */
export function rowAlong(ruler: Ruler, direction: Float64Array): Float64Array {
  const { world, chance, unit } = ruler;
  const row = new Float64Array(direction.length);
  row[0] = (direction[0] / unit) ** 3 / unit;
  eachLogitSet(world, (first, end) => {
    const squares = squaresIn(ruler, direction, first, end);
    for (let slot = first; slot < end; slot++) row[slot] = squares * chance[slot] * direction[slot];
  });
  return row;
}

function squaresIn({ chance }: Ruler, move: Float64Array, first: number, end: number): number {
  let squares = 0;
  for (let slot = first; slot < end; slot++) squares += chance[slot] * move[slot] ** 2;
  return squares;
}

function eachLogitSet({ header, setSlot, setKind }: World, visit: (first: number, end: number) => void): void {
  for (let set = 0; set < header.informationSets; set++) {
    if (setKind[set] === SetKind.logit) visit(setSlot[set], setSlot[set + 1]);
  }
}
