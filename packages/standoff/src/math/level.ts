/**
 * Where a function of one number comes to a level: looked for between the places at which it is known, and drawn in by
 * false position.
 */

export interface KnownPlace {
  readonly x: number;
  readonly value: number;
}

export interface CrossingOptions {
  /** Of x. */
  readonly tolerance: number;
  readonly most: number;
}

/** Every place between neighbours on either side of the level, ascending; a known place on the level is one. */
export function levelCrossings(
  known: readonly KnownPlace[],
  level: number,
  at: (x: number) => number | null,
  options: CrossingOptions,
): number[] {
  return known.flatMap((place, i): number[] => {
    if (place.value === level) return [place.x];
    const next = known[i + 1];
    if (next === undefined || (place.value - level) * (next.value - level) >= 0) return [];
    return [drawnIn(place, next, level, at, options)];
  });
}

/**
 * The Illinois rule: false position, the weight of an end that stays twice halved. Ends where the place moves no more.
 */
function drawnIn(
  a: KnownPlace,
  b: KnownPlace,
  level: number,
  at: (x: number) => number | null,
  { tolerance, most }: CrossingOptions,
): number {
  let [low, high] = [
    { x: a.x, y: a.value - level },
    { x: b.x, y: b.value - level },
  ];
  const root = () => (low.x * high.y - high.x * low.y) / (high.y - low.y);
  let [before, stayed] = [Number.NaN, 0];
  for (let i = 0; i < most; i++) {
    const x = root();
    const value = Math.abs(x - before) <= tolerance ? null : at(x);
    if (value === null || value === level) return x;
    before = x;
    const y = value - level;
    if (y * low.y > 0) {
      if (stayed === 1) high = { ...high, y: high.y / 2 };
      [low, stayed] = [{ x, y }, 1];
    } else {
      if (stayed === -1) low = { ...low, y: low.y / 2 };
      [high, stayed] = [{ x, y }, -1];
    }
  }
  return root();
}
