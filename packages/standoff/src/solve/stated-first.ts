/**
 * The answer at the stated steadiness first, in a large world: play is brought to rest there (`rest.ts`) and that is
 * told. What follows has budgets: the other scales of the ribbon, each told as it stands; whether play that is raised
 * through a lower scale comes to the same; and whether the principal branch from lambda 0 does, followed to the stated
 * steadiness and no further.
 *
 * Budgets are sweeps x edges, so that what is found does not depend on the machine.
 */

import type { Steps } from "../math/steps.ts";
import { describeTrace } from "./along-branch.ts";
import type { BranchPoint, Trace } from "./branch.ts";
import { correctFully, firstStep } from "./continuation.ts";
import { startingLogPolicy } from "./logit-map.ts";
import { measureResidual, type Residual, roundingLimit } from "./residual.ts";
import { comeToRest, createResting, type Enough, type Rest, type Resting } from "./rest.ts";
import { listScales, type Run, result } from "./run.ts";
import type { Certificate, SolveResult } from "./solution.ts";
import { traceLargeInSteps } from "./trace-large.ts";

/**
 * Edges that coming to rest may visit, sweep by sweep, and sweeps that it may take whatever they cost: at the stated
 * scale, and at each other.
 */
const STATED_WORK = 2e9;
const STATED_SWEEPS = 600;
const OTHER_WORK = 5e8;
const OTHER_SWEEPS = 150;
/**
 * The branch may take so many sweeps, and so many times those that play took to settle; it is left alone where that is
 * more work than this.
 */
const TRACE_SWEEPS = 200;
const TRACE_TIMES = 10;
const TRACE_WORK = 5e7;
/**
 * Where play did not settle, the branch is the last way to an answer, and may take so many sweeps where they are cheap.
 */
const LAST_WAY_SWEEPS = 2000;
/** Sweeps at each scale where rounding alone exceeds the tolerance, so that nothing can be called solved. */
const HOPELESS_SWEEPS = 100;
/** Two policies within this are one: residuals of a tolerance of 1e-10 leave less. */
const SAME = 1e-8;
/**
 * Beside the stated steadiness play is at rest where chances move by no more than this, weighed by how likely play
 * reaches them: outcomes are then right to about 1e-6. Folds at decisions that come up once in a billion games cost
 * more than all the rest (`docs/method.md`, 4).
 */
const REACHED = 1e-7;
/** Two such policies within this, weighed alike, are one. */
const SAME_REACHED = 1e-5;
/** Sweeps after which first figures are told. */
const FIRST_SWEEPS = 6;

type Found = Exclude<SolveResult, { status: "cancelled" | "too large" }>;

/** What is kept of a result, whose arrays may be given away to whom it is told. */
interface Kept {
  readonly logPolicy: Float64Array;
  /** Of the stated one. */
  readonly reach: Float64Array | null;
}

interface Stated {
  readonly run: Run;
  readonly resting: Resting;
  readonly origin: BranchPoint;
  readonly scale: number;
  /** By how much rounding alone may move a chance at scale 1. */
  readonly rounding: number;
  readonly found: Map<number, Found>;
  readonly kept: Map<number, Kept>;
}

/** One result per scale; `run.tell` is told of each as it stands, the stated one's first. */
export function* solveStatedFirst(run: Run, scales: readonly number[]): Steps<SolveResult[]> {
  const origin = { scale: 0, logPolicy: startingLogPolicy(run.world) };
  const scale = scales.includes(1) ? 1 : scales[0];
  const resting = createResting(run.corrector, run.tolerance);
  measureResidual(run.map, origin.logPolicy, 0);
  const rounding = roundingLimit(run.map, 1);
  const stated: Stated = { run, resting, origin, scale, rounding, found: new Map(), kept: new Map() };
  const others = [...new Set(scales)].filter((one) => one !== scale);
  const below = others.filter((one) => one < scale).reverse();
  const before = run.map.sweeps;
  yield* findStated(stated);
  const took = run.map.sweeps - before;
  for (const one of below) yield* findBelow(stated, one);
  const checked = yield* checkFromBelow(stated, below[0]);
  for (const one of others.filter((other) => other > scale)) yield* findAbove(stated, one);
  yield* checkAlongBranch(stated, took, checked);
  return scales.map((one) => stated.found.get(one) ?? { status: "cancelled" });
}

/** Notes and tells a result where play came to rest; nothing where that was cancelled. */
function note(stated: Stated, { status, measured, steps }: Rest, scale: number, says: string): void {
  if (measured === null) return;
  const one = result(stated.run, measured, scale, { branch: "settled", steps, says }) as Found;
  tell(stated, status === "converged" ? { ...one, status: "solved" } : one);
}

function tell({ run, scale, found, kept }: Stated, one: Found): void {
  found.set(one.scale, one);
  kept.set(one.scale, { logPolicy: one.logPolicy.slice(), reach: one.scale === scale ? one.reach.slice() : null });
  run.tell(one);
}

/** Up to which of the map's sweeps a scale may be worked on. */
function limitOf(stated: Stated, scale: number, work: number, sweeps: number): number {
  const { map, world } = stated.run;
  return map.sweeps + (isHopeless(stated, scale) ? HOPELESS_SWEEPS : Math.max(sweeps, work / world.header.edges));
}

/** Does rounding alone move chances by more than the tolerance? By the points that are expected at lambda 0. */
function isHopeless({ run, rounding }: Stated, scale: number): boolean {
  return !(rounding * scale <= run.tolerance);
}

function* findStated(stated: Stated): Steps<void> {
  const { run, resting, origin, scale } = stated;
  const { corrector, map } = run;
  const before = map.sweeps;
  const { onFirstFigures } = run.options;
  if (onFirstFigures !== undefined) {
    corrector.onSweep = () => {
      if (map.sweeps - before < FIRST_SWEEPS) return;
      corrector.onSweep = null;
      const measured = measureResidual(map, corrector.x, scale);
      const says = `first figures, after ${FIRST_SWEEPS} sweeps: play has not settled yet`;
      onFirstFigures(result(run, measured, scale, { branch: "settled", steps: [scale], says }) as Found);
    };
  }
  const enough = { limit: limitOf(stated, scale, STATED_WORK, STATED_SWEEPS), reached: 0 };
  const rest = yield* comeToRest(resting, origin, scale, enough);
  corrector.onSweep = null;
  const says = describeRest(stated, rest, map.sweeps - before);
  if (rest.status !== "stalled" || !(yield* findAlongBranch(stated, says))) note(stated, rest, scale, says);
}

function describeRest({ scale }: Stated, { status, steps }: Rest, sweeps: number): string {
  const where = scale === 1 ? "the stated steadiness" : `${listScales([scale])} of the stated steadiness`;
  if (status === "stalled") return `play did not settle at ${where} in ${sweeps} evaluations`;
  const through = steps.length > 1 ? ` by way of ${listScales(steps.slice(0, -1))}` : "";
  return `play settled at ${where} from lambda 0${through}, in ${sweeps} evaluations`;
}

function* findBelow(stated: Stated, scale: number): Steps<void> {
  const { resting, origin, run } = stated;
  if (run.cancelled()) return;
  const rest = yield* comeToRest(resting, origin, scale, enoughBeside(stated, scale));
  const settled = rest.status === "converged" ? `settled from lambda 0${whereItComes(stated, rest)}` : "did not settle";
  note(stated, rest, scale, `play ${settled}`);
}

function enoughBeside(stated: Stated, scale: number): Enough {
  return { limit: limitOf(stated, scale, OTHER_WORK, OTHER_SWEEPS), reached: REACHED };
}

/** What is not at rest, in words. */
function whereItComes({ run }: Stated, { measured }: Rest): string {
  if (measured === null || measured.residual <= run.tolerance) return "";
  const [rarely, weighed] = [measured.residual, measured.reachedResidual].map((residual) => residual.toExponential(0));
  return ` wherever it comes: at decisions that it hardly ever reaches chances still move by up to ${rarely}, by ${weighed} weighed by how likely they are reached`;
}

/** From the nearest solution below, the stated one if it stands. */
function* findAbove(stated: Stated, scale: number): Steps<void> {
  const { resting, origin, run, found, kept } = stated;
  if (run.cancelled()) return;
  const solved = [...found.values()].filter((one) => one.status === "solved" && one.scale < scale);
  const nearest = Math.max(0, ...solved.map((one) => one.scale));
  const from = nearest === 0 ? origin : { scale: nearest, logPolicy: kept.get(nearest)!.logPolicy };
  const rest = yield* comeToRest(resting, from, scale, enoughBeside(stated, scale));
  const start = from.scale === 0 ? "lambda 0" : `the solution at ${listScales([from.scale])} of the stated steadiness`;
  const settled =
    rest.status === "converged"
      ? `settled from ${start}${whereItComes(stated, rest)}; the branch may turn in between`
      : `did not settle from ${start}`;
  note(stated, rest, scale, `play ${settled}`);
}

// ---- Is it the same that other ways lead to?

/** Raises play from the solution below to the stated scale again, and says what came of it. */
function* checkFromBelow(stated: Stated, below: number | undefined): Steps<string> {
  const { run, resting, scale, found } = stated;
  const [one, low] = [found.get(scale), found.get(below ?? Number.NaN)];
  if (one?.status !== "solved" || low?.status !== "solved" || run.cancelled()) return "";
  const start = { scale: low.scale, logPolicy: stated.kept.get(low.scale)!.logPolicy };
  const rest = yield* comeToRest(resting, start, scale, enoughBeside(stated, scale));
  if (rest.status !== "converged") return "";
  const way = `raised through ${listScales([low.scale])} it comes to`;
  const says = `; ${way} ${compare(stated, "where play comes")}`;
  amend(stated, one, { ...one.certificate, says: one.certificate.says + says });
  return says;
}

/**
 * The policy that was measured last against the stated solution: at every decision, or weighed by how likely play
 * reaches them.
 */
function compare({ run: { map, world }, scale, kept }: Stated, where: "everywhere" | "where play comes"): string {
  const { logPolicy, reach } = kept.get(scale)!;
  let apart = 0;
  for (let set = 0; set < world.header.informationSets; set++) {
    const weight = where === "everywhere" ? 1 : Math.min(1, map.setReach[set]);
    for (let slot = world.setSlot[set]; slot < world.setSlot[set + 1]; slot++) {
      apart = Math.max(apart, weight * Math.abs(Math.exp(logPolicy[slot]) - map.policy[slot]));
    }
  }
  if (apart <= (where === "everywhere" ? SAME : SAME_REACHED)) return "the same";
  let ends = 0;
  for (let node = 0; node < world.header.nodes; node++) {
    if (world.nodeEdge[node] === world.nodeEdge[node + 1]) ends += Math.abs(reach![node] - map.reaches[0][node]) / 2;
  }
  return `another equilibrium; chances of where play ends differ by up to ${ends.toExponential(0)}`;
}

interface Traced {
  readonly trace: Trace;
  readonly measured: Residual;
  /** What was met on the way. */
  readonly says: string;
}

/** The principal branch to the stated scale, within so many sweeps; corrected there. */
function* traceToStated({ run, origin, scale }: Stated, sweeps: number): Steps<Traced | null> {
  const { corrector, map } = run;
  corrector.x.set(origin.logPolicy);
  const step = firstStep(corrector, scale);
  const limits = { maxSweeps: map.sweeps + sweeps, cancelled: run.cancelled, onPoint: run.report };
  const trace = yield* traceLargeInSteps(corrector, origin, [scale], step, limits);
  const [crossing] = trace.crossings;
  if (!crossing) return null;
  corrector.x.set(crossing.point.logPolicy);
  const { status, measured } = correctFully(corrector, scale, run.tolerance);
  if (status !== "converged" || measured === null) return null;
  return {
    trace,
    measured,
    says: `the principal branch was traced from lambda 0; ${describeTrace(trace, crossing.steps)}`,
  };
}

/** The last way to an answer, where play does not settle: tells it, and that it was found. */
function* findAlongBranch(stated: Stated, settling: string): Steps<boolean> {
  const { run, scale } = stated;
  const affordable = Math.max(OTHER_SWEEPS, OTHER_WORK / run.world.header.edges);
  const sweeps = isHopeless(stated, scale) ? 0 : (run.options.traceSweeps ?? Math.min(LAST_WAY_SWEEPS, affordable));
  const traced = sweeps === 0 ? null : yield* traceToStated(stated, sweeps);
  if (traced === null) return false;
  const steps = [...traced.trace.steps, scale];
  const how = { branch: "traced", steps, says: `${traced.says}; ${settling}` } as const;
  const one = result(run, traced.measured, scale, how) as Found;
  tell(stated, one);
  return true;
}

/** Is it on the principal branch? Asked where that is cheap. */
function* checkAlongBranch(stated: Stated, took: number, checked: string): Steps<void> {
  const { run, scale, found } = stated;
  const one = found.get(scale);
  if (one?.status !== "solved" || one.certificate.branch === "traced" || run.cancelled()) return;
  const { traceSweeps } = run.options;
  const sweeps = traceSweeps ?? Math.max(TRACE_SWEEPS, TRACE_TIMES * took);
  if (sweeps === 0 || (traceSweeps === undefined && sweeps * run.world.header.edges > TRACE_WORK)) return;
  const traced = yield* traceToStated(stated, sweeps);
  if (traced !== null) certifyTraced(stated, one, traced, checked);
}

function certifyTraced(stated: Stated, one: Found, { trace, says: branch }: Traced, checked: string): void {
  const same = compare(stated, "everywhere");
  const { certificate } = one;
  if (same !== "the same") {
    amend(stated, one, {
      ...certificate,
      says: `${certificate.says}; the principal branch, traced from lambda 0, comes to ${same}`,
    });
    return;
  }
  const settled = `${certificate.says.slice(0, certificate.says.length - checked.length)}, and comes to the same${checked}`;
  const says = `${branch}; ${settled}`;
  amend(stated, one, { ...certificate, branch: "traced", steps: [...trace.steps, one.scale], says });
}

/** What is known of how a result stands has grown. */
function amend({ run, found }: Stated, one: Found, certificate: Certificate): void {
  found.set(one.scale, { ...one, certificate });
  run.options.onCertificate?.(one.scale, certificate);
}
