/**
 * Where other branches cross the one that is traced, as precisely as told: there the determinant of `bordered.ts` is
 * zero. One branch changes its sign; two at once (games side by side, symmetric players) only let it touch zero, which
 * shows as a dip of its size between points, and is told from any other dip by going to its bottom.
 */

/** What a point of the branch tells of its determinant. */
export interface Sounding {
  readonly scale: number;
  /** Of the determinant. */
  readonly sign: number;
  /** log |determinant|, comparable between points. */
  readonly size: number;
}

export interface Located {
  readonly scale: number;
  /** How many branches cross at once, by how fast the determinant falls. */
  readonly times: number;
}

/** The determinant at a length along the branch, null where the branch could not be followed there. */
export type Sound = (length: number) => Sounding | null;

/** Scales are told to four digits. */
const PRECISE = 1e-6;
const MOST_HALVINGS = 60;
/** Parts of an interval that are tried in turn: at the crossing itself the system is singular. */
const PARTS = [0.5, 0.45, 0.55];
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const FIRST_SECTIONS = 12;
const SECTIONS = 40;
/** By how much log |determinant| falls in the first sections where it goes to zero: as the square of the length. */
const DEEP = 6;
/** Distances from a crossing, in what is precise, from which on it has a say in how fast the determinant falls. */
const FAR = 300;

/** Between two lengths at which the determinant's signs differ. */
export function locateChange(sound: Sound, low: Sounding, high: Sounding, length: number): Located {
  let [from, to, before, after] = [0, length, low, high];
  const trail = [low, high];
  for (let i = 0; i < MOST_HALVINGS && !isPrecise(before, after); i++) {
    const there = soundWithin(sound, from, to);
    if (there === null) break;
    trail.push(there.found);
    if (there.found.sign === before.sign) [from, before] = [there.at, there.found];
    else [to, after] = [there.at, there.found];
  }
  const scale = (before.scale + after.scale) / 2;
  return { scale, times: orderOf(trail, scale, 1) };
}

function soundWithin(sound: Sound, from: number, to: number): { readonly at: number; readonly found: Sounding } | null {
  for (const part of PARTS) {
    const at = from + part * (to - from);
    const found = sound(at);
    if (found !== null && found.sign !== 0) return { at, found };
  }
  return null;
}

/** Where the determinant touches zero between lengths 0 and `length`, by golden sections; null where it does not. */
export function locateTouch(sound: Sound, length: number): Located | null {
  let [from, to] = [0, length];
  let [a, b] = [to - GOLDEN * (to - from), from + GOLDEN * (to - from)];
  let [atA, atB] = [sound(a), sound(b)];
  const start = Math.max(atA?.size ?? Number.NEGATIVE_INFINITY, atB?.size ?? Number.NEGATIVE_INFINITY);
  const trail: Sounding[] = [];
  for (let i = 0; i < SECTIONS; i++) {
    if (atA === null || atB === null || isPrecise(atA, atB)) break;
    const lower = atA.size <= atB.size ? atA : atB;
    trail.push(lower);
    if (i === FIRST_SECTIONS && !(lower.size < start - DEEP)) return null;
    if (lower === atA) {
      [to, b, atB] = [b, a, atA];
      a = to - GOLDEN * (to - from);
      atA = sound(a);
    } else {
      [from, a, atA] = [a, b, atB];
      b = from + GOLDEN * (to - from);
      atB = sound(b);
    }
  }
  const bottom = trail.at(-1);
  if (bottom === undefined || trail.length <= FIRST_SECTIONS) return null;
  return { scale: bottom.scale, times: orderOf(trail, bottom.scale, 2) };
}

/**
 * The power of the distance with which the determinant falls, from points well before the bottom: `least`, or more by
 * an even number.
 */
function orderOf(trail: readonly Sounding[], scale: number, least: 1 | 2): number {
  const distance = (one: Sounding) => Math.abs(one.scale - scale);
  const well = trail.filter((one) => distance(one) > FAR * PRECISE * scale).sort((a, b) => distance(a) - distance(b));
  const [near, far] = [well[0], well.at(-1)];
  if (near === undefined || far === undefined) return least;
  const order = (far.size - near.size) / Math.log(distance(far) / distance(near));
  return Number.isFinite(order) ? Math.max(least, least + 2 * Math.round((order - least) / 2)) : least;
}

function isPrecise(a: Sounding, b: Sounding): boolean {
  return Math.abs(a.scale - b.scale) <= PRECISE * Math.abs(a.scale);
}
