/**
 * What solving a world will take, and how steep it is, told before it is solved: from its size and its numbers, without
 * a sweep.
 */
import { type World, wholeWorld } from "../world/world.ts";

/**
 * Seconds that one evaluation takes per edge, on a machine of the year 2025, for worlds from 10,000 to 7 million edges.
 */
const SECONDS_PER_EDGE = [2e-8, 4e-8] as const;
/** Evaluations that the stated steadiness takes, and a whole ribbon with its checks: most cases, the steepest apart. */
const STATED = [10, 60] as const;
const WHOLE = [80, 500] as const;

export interface Effort {
  readonly evaluationSeconds: number;
  /** From and to. */
  readonly statedSeconds: readonly [number, number];
  readonly wholeSeconds: readonly [number, number];
}

/**
 * Seconds that solving a world will take, from its number of edges: ranges, since how many evaluations it takes is
 * known only then.
 *
 * @example
 * ```ts
 * const { statedSeconds } = estimateTime(solved.world);
 * statedSeconds[1] < 0.1 // => true
 * ```
 */
export function estimateTime(world: World): Effort {
  const { header } = wholeWorld(world);
  const [quick, slow] = SECONDS_PER_EDGE.map((each) => each * header.edges) as [number, number];
  const between = ([few, many]: readonly [number, number]) => [few * quick, many * slow] as const;
  return { evaluationSeconds: (quick + slow) / 2, statedSeconds: between(STATED), wholeSeconds: between(WHOLE) };
}

export interface Steepness {
  /** Who has the most at stake for its steadiness. */
  readonly actor: number;
  /** Lambda x the widest difference between any two things that it is paid. */
  readonly steep: number;
  /** Lambda x the largest of them. */
  readonly largest: number;
}

/** Of the actor for whom most hangs on a choice. The choice of 9 in 10 has 2.2 for what it is better by. */
export function steepnessOf({ header, payRow }: World): Steepness {
  const { columns, payRows, description } = header;
  let steepest: Steepness = { actor: 0, steep: 0, largest: 0 };
  for (let column = 0; column < columns; column++) {
    const { actor } = description.columns[column];
    const { lambda } = description.actors[actor];
    let [low, high] = [0, 0];
    for (let row = 0; row < payRows; row++) {
      const points = payRow[row * columns + column];
      low = Math.min(low, points);
      high = Math.max(high, points);
    }
    const steep = lambda * (high - low);
    if (steep > steepest.steep) steepest = { actor, steep, largest: lambda * Math.max(high, -low) };
  }
  return steepest;
}
