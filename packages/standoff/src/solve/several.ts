/**
 * The search for several equilibria at one scale of steadiness: the principal branch's, those that seeded random starts
 * lead to, and those that lie further along the branches through them (down past turning points and back up). What is
 * found is found; only with nothing hidden is it known to be all.
 */
import { seededRandom } from "../math/random.ts";
import { SetKind, type World, wholeWorld } from "../world/world.ts";
import type { BranchPoint } from "./branch.ts";
import { certify } from "./certify.ts";
import { correctFully, firstStep } from "./continuation.ts";
import { type Corrector, correct, createCorrector, normaliseLogs, settle } from "./corrector.ts";
import { solveEquilibrium } from "./equilibrium.ts";
import { createLogitMap, type LogitMap, startingLogPolicy } from "./logit-map.ts";
import { forgetPrecision, isSmall } from "./newton.ts";
import { measureResidual } from "./residual.ts";
import type { Solved, SolveResult } from "./solution.ts";
import { traceBranch } from "./trace.ts";
import { traceLarge } from "./trace-large.ts";

export interface SearchOptions {
  readonly scale?: number; // default 1
  readonly starts?: number; // random starts; default 60
  readonly seed?: number; // default 1
  readonly tolerance?: number; // of residuals; default 1e-10
  readonly cancelled?: () => boolean;
  readonly onProgress?: (progress: { readonly start: number; readonly found: number }) => void;
  /** The principal branch's result at the scale, and what the random starts came to, where they are known already. */
  readonly principal?: SolveResult | undefined;
  readonly attempts?: Iterable<Attempt>;
}

/** What a random start came to. */
export interface Attempt {
  readonly start: number;
  /** A policy where play rests, to the full tolerance; null where it was not reached. */
  readonly logPolicy: Float64Array | null;
  /** Pairs of sweeps that it took. */
  readonly sweeps: number;
}

export interface StartOptions extends Pick<SearchOptions, "scale" | "seed" | "tolerance" | "cancelled"> {
  /** The starts from `from` up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
}

export interface FoundEquilibrium {
  readonly result: Solved;
  /** How it was first met, and how many random starts led to it. */
  readonly how: "principal branch" | "random start" | "along a branch";
  readonly hits: number;
}

export interface Search {
  readonly status: "searched" | "cancelled";
  /** The principal branch's first, if it was solved; no two the same; all within tolerance. */
  readonly equilibria: readonly FoundEquilibrium[];
  readonly starts: number;
  /** True only where a proof stands behind it: nothing is hidden, so that the equilibrium is unique. */
  readonly complete: boolean;
  readonly says: string;
}

const TOLERANCE = 1e-10;
const STARTS = 60;
/** Two policies that differ by less in every chance are the same equilibrium. */
const SAME = 1e-6;
/**
 * So are two within this, when the point between them passes too: where branches meet, residuals cannot tell them
 * apart.
 */
const NEAR = 0.01;
/** Spreads of the random starts, in logarithms: near even, mixed, nearly pure. */
const SPREADS = [1, 4, 16];
const START_TOLERANCE = 1e-8;
const SWEEPS = 60;
/** How far down and up, as multiples of the scale, a branch is followed in search of its return. */
const NEAR_ZERO = 1e-3;
const FAR = 4;
/**
 * In large worlds: edges that one start or one way along a branch may visit, but so many sweeps in any case; and how
 * many are followed.
 */
const WORK = 5e8;
const LEAST_SWEEPS = 300;
const FOLLOWED = 8;
const UNIQUE = "the only equilibrium: nothing is hidden";

interface Hunt {
  readonly world: World;
  readonly map: LogitMap;
  readonly corrector: Corrector;
  readonly scale: number;
  readonly tolerance: number;
  readonly found: { result: Solved; how: FoundEquilibrium["how"]; hits: number }[];
  /** Sweeps that one start, or one way along a branch, may take; and where the present one ends. */
  readonly budget: number;
  limit: number;
}

/**
 * Random starts for a world: as many as a minute or so allows, from 4 to 60.
 *
 * @example
 * ```ts
 * startsFor(solved.world) // => 60
 * ```
 */
export function startsFor({ header }: World): number {
  return Math.max(4, Math.min(60, Math.round(2e6 / header.edges)));
}

/**
 * Looks for equilibria of a world at one scale of steadiness, from the principal branch and from seeded random starts.
 * Deterministic for
 * a seed. `complete` only where nothing is hidden: otherwise what is found is found.
 *
 * @example
 * ```ts
 * const search = findEquilibria(solved.world, { starts: 3, seed: 1 });
 * search.complete // => false
 * search.equilibria[0].how // => "principal branch"
 * ```
 */
export function findEquilibria(world: World, options: SearchOptions = {}): Search {
  const cancelled = options.cancelled ?? (() => false);
  const hunt = openHunt(world, options);
  const { map, scale, tolerance, found } = hunt;
  const principal = options.principal ?? solveEquilibrium(world, { scales: [scale], tolerance, cancelled })[0];
  if (principal?.status === "solved") found.push({ result: principal, how: "principal branch", hits: 0 });
  if (map.layout.nothingHidden) return report(hunt, 0, "searched");
  const starts = options.starts ?? STARTS;
  let tried = 0;
  for (const attempt of options.attempts ?? tryStarts(world, { ...options, from: 0, to: starts })) {
    if (options.attempts === undefined && cancelled()) return report(hunt, tried, "cancelled");
    tried++;
    if (attempt.logPolicy !== null) keep(hunt, attempt.logPolicy, "random start", attempt.sweeps);
    options.onProgress?.({ start: attempt.start, found: found.length });
  }
  // The list grows while branches are followed.
  const most = isSmall(map) ? Infinity : FOLLOWED;
  for (let i = 0; i < Math.min(found.length, most) && !cancelled(); i++) followBothWays(hunt, i);
  return report(hunt, tried, cancelled() ? "cancelled" : "searched");
}

function openHunt(given: World, { scale, tolerance, cancelled }: SearchOptions): Hunt {
  const world = wholeWorld(given);
  const map = createLogitMap(world);
  const budget = isSmall(map) ? Infinity : Math.max(LEAST_SWEEPS, WORK / world.header.edges);
  const hunt = { world, map, scale: scale ?? 1, tolerance: tolerance ?? TOLERANCE, found: [], budget, limit: Infinity };
  const over = () => map.sweeps > hunt.limit || cancelled?.() === true;
  return Object.assign(hunt, { corrector: createCorrector(map, undefined, over) });
}

/**
 * Follows random starts to where they lead. Each depends on the seed and its own number alone, so that any machine may
 * try any of them.
 *
 * @example
 * ```ts
 * const [third] = tryStarts(solved.world, { seed: 1, from: 2, to: 3 });
 * third.start // => 2
 * ```
 */
export function* tryStarts(world: World, options: StartOptions): Generator<Attempt> {
  const hunt = openHunt(world, options);
  const random = seededRandom(options.seed ?? 1);
  for (let skipped = options.from * hunt.map.layout.logitSlots; skipped > 0; skipped--) random();
  for (let start = options.from; start < options.to; start++) {
    const before = hunt.map.sweeps;
    hunt.limit = before + hunt.budget;
    const logPolicy = tryStart(hunt, start, random);
    yield { start, logPolicy, sweeps: hunt.map.sweeps - before };
  }
}

/** Settles, or jumps by Newton's method (which finds unstable ones too), from a random policy. */
function tryStart(hunt: Hunt, start: number, random: () => number): Float64Array | null {
  const { corrector, scale } = hunt;
  randomPolicy(hunt, SPREADS[start % SPREADS.length], random);
  corrector.opening = "newton";
  if (corrector.newton !== null) forgetPrecision(corrector.newton);
  const { status } =
    start % 2 === 0 ? settle(corrector, scale, START_TOLERANCE) : correct(corrector, scale, START_TOLERANCE, SWEEPS);
  return status === "converged" ? corrected(hunt) : null;
}

/** The corrector's point to the full tolerance; null where that is not reached. */
function corrected({ corrector, scale, tolerance }: Hunt): Float64Array | null {
  corrector.opening = "newton";
  return correctFully(corrector, scale, tolerance).status === "converged" ? corrector.x.slice() : null;
}

/** Chances in proportion to the exponentials of spread x Gumbel draws. */
function randomPolicy({ world, map, corrector }: Hunt, spread: number, random: () => number): void {
  const { x } = corrector;
  x.set(startingLogPolicy(world));
  for (let set = 0; set < world.header.informationSets; set++) {
    if (world.setKind[set] !== SetKind.logit) continue;
    for (let slot = world.setSlot[set]; slot < world.setSlot[set + 1]; slot++) {
      x[slot] -= spread * Math.log(-Math.log(random() + 1e-300));
    }
  }
  normaliseLogs(map, x);
}

/** Adds a policy to what was found, if its certificate holds and it is new. `sweeps`: what it took to find it. */
function keep(hunt: Hunt, logPolicy: Float64Array, how: FoundEquilibrium["how"], sweeps: number): void {
  const { map, scale, tolerance, found } = hunt;
  const says = `found from ${how === "random start" ? "a random start" : "another equilibrium, along its branch"}`;
  const measured = measureResidual(map, logPolicy, scale);
  const certified = certify(
    map,
    logPolicy,
    measured,
    { scale, tolerance },
    { branch: "warm start", steps: [scale], says },
  );
  if (certified.status !== "solved") return;
  const result = { ...certified, certificate: { ...certified.certificate, iterations: sweeps } };
  const known = found.find((other) => isSame(hunt, other.result, result));
  if (known === undefined) found.push({ result, how, hits: how === "random start" ? 1 : 0 });
  else if (how === "random start") known.hits++;
}

function isSame({ map, scale, tolerance }: Hunt, a: Solved, b: Solved): boolean {
  const apart = distance(a.policy, b.policy);
  if (apart < SAME || apart > NEAR) return apart < SAME;
  const between = a.logPolicy.map((log, slot) => (log === b.logPolicy[slot] ? log : (log + b.logPolicy[slot]) / 2));
  normaliseLogs(map, between);
  return measureResidual(map, between, scale).residual <= tolerance;
}

function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

/** Follows the branch through a found equilibrium down and up, until it passes the scale again. */
function followBothWays(hunt: Hunt, index: number): void {
  const { map, corrector, budget } = hunt;
  const { result, how } = hunt.found[index];
  // The principal branch came from below.
  const ways = how === "principal branch" && !isSmall(map) ? ([1] as const) : ([-1, 1] as const);
  for (const direction of ways) {
    const before = map.sweeps;
    hunt.limit = before + budget;
    const crossing = passesAgain(hunt, result, direction);
    if (crossing === null) continue;
    hunt.limit = map.sweeps + budget;
    corrector.x.set(crossing.logPolicy);
    const found = corrected(hunt);
    if (found !== null) keep(hunt, found, "along a branch", map.sweeps - before);
  }
}

/** Where the branch through an equilibrium, followed one way, passes its scale again. */
function passesAgain(hunt: Hunt, { logPolicy }: Solved, direction: 1 | -1): BranchPoint | null {
  const { map, scale, corrector } = hunt;
  const start = { scale, logPolicy };
  const within = [scale * NEAR_ZERO, scale * FAR] as const;
  const options = { direction, within, cancelled: corrector.cancelled };
  if (isSmall(map)) return traceBranch(map, start, [scale], options).crossings[0]?.point ?? null;
  corrector.x.set(logPolicy);
  const step = firstStep(corrector, scale);
  return traceLarge(corrector, start, [scale], step, options).crossings[0]?.point ?? null;
}

function report(hunt: Hunt, starts: number, status: Search["status"]): Search {
  const { found, map } = hunt;
  const complete = map.layout.nothingHidden && found.length === 1;
  return { status, equilibria: found, starts, complete, says: complete ? UNIQUE : describe(hunt, starts) };
}

function describe({ map, found, budget }: Hunt, starts: number): string {
  const many = isSmall(map) ? "" : ` of the first ${FOLLOWED}`;
  const limit = isSmall(map)
    ? ""
    : `, each start and each way within ${Math.round(budget).toLocaleString("en")} sweeps`;
  const sought = `from ${starts} random starts and along the branches${many}${limit}`;
  return `${found.length} found, ${sought}; nothing proves that these are all`;
}
