/**
 * Draws of one graph brought to rest together, straight at their stated steadiness from the usual behaviour at lambda
 * 0: accelerated sweeps (Anderson's, with a short memory), each pass over the graph serving all of them
 * (`sweep/batch.ts`). What comes of a draw depends on that draw alone, to the bit, in whatever company it stands.
 *
 * A draw is at rest where chances move by no more than `REACHED` weighed by how likely play reaches them: its outcomes
 * are then right to about 1e-6, far below what draws differ by. One that does not come to rest so is told as null: it
 * is solved by itself, as any other world.
 */
import { solvePositive } from "../math/anderson.ts";
import type { Steps } from "../math/steps.ts";
import { type Batch, batchBytes, createBatch, type Evaluation, type Lanes } from "../sweep/batch.ts";
import { sweepLayout } from "../sweep/layout.ts";
import { type World, wholeWorld } from "../world/world.ts";
import { RARE_REACH } from "./logit-map.ts";
import { isSmall } from "./newton.ts";
import type { Played } from "./solution.ts";

const REACHED = 1e-7;
const MEMORY = 3;
/** Evaluations in all, and without a smaller change, after which a draw is left to be solved by itself. */
const MOST = 40;
const PATIENCE = 8;
/** Added to the diagonal of the normal equations, whose diagonal is one. */
const REGULARISED = 1e-13;

/** A draw at rest, with what its last evaluation moved. */
export type Rested = Required<Played> & {
  readonly evaluations: number;
  /** The largest change of a chance, and the largest weighed by how likely play reaches it. */
  readonly change: number;
  readonly reached: number;
};

export interface Together {
  readonly lanes: Lanes;
  readonly bytes: number;
  /**
   * At most as many draws as lanes, all of the graph that this was made for; null for those that did not come to rest.
   */
  rest(worlds: readonly World[], cancelled?: () => boolean): Steps<(Rested | null)[]>;
}

/**
 * Null where such worlds are better solved one by one: small ones, and those in which nothing is hidden; or where there
 * is no room.
 */
export function createTogether(given: World, lanes: Lanes, maxBytes: number): Together | null {
  const world = wholeWorld(given);
  const layout = sweepLayout(world);
  const bytes = batchBytes(world, layout, lanes, 2 + 2 * MEMORY);
  if (layout.nothingHidden || isSmall({ world, layout }) || bytes > maxBytes) return null;
  const batch = createBatch(world, layout, lanes, 2 + 2 * MEMORY);
  return batch && { lanes, bytes, rest: (worlds, cancelled) => restTogether(batch, worlds.map(wholeWorld), cancelled) };
}

/** How a lane's way has been so far. */
interface Way {
  least: number;
  since: number;
  evaluations: number;
  found: Rested | null;
  open: boolean;
}

function* restTogether(
  batch: Batch,
  worlds: readonly World[],
  cancelled: () => boolean = () => false,
): Steps<(Rested | null)[]> {
  batch.load(worlds);
  const anderson = new LaneAnderson(batch);
  const ways = worlds.map((): Way => ({ least: Infinity, since: 0, evaluations: 0, found: null, open: true }));
  for (let sweep = 0; sweep < MOST && ways.some(({ open }) => open) && !cancelled(); sweep++) {
    yield;
    const now = batch.answer();
    const rarest = batch.rarest();
    for (const [lane, way] of ways.entries()) if (way.open) look(batch, way, now, lane, rarest[lane]);
    if (ways.some(({ open }) => open)) anderson.step();
  }
  return ways.map(({ found }) => found);
}

function look(batch: Batch, way: Way, now: Evaluation, lane: number, rarest: number): void {
  const [change, reached] = [now.change[lane], now.reached[lane]];
  way.evaluations++;
  // What is reached so rarely has beliefs that only the careful sweep can tell.
  if (!(rarest >= RARE_REACH) || !Number.isFinite(change)) way.open = false;
  else if (reached <= REACHED) {
    way.open = false;
    way.found = { scale: 1, ...batch.lane(lane), evaluations: way.evaluations, change, reached };
  } else if (reached < way.least) {
    way.least = reached;
    way.since = 0;
  } else if (++way.since >= PATIENCE) way.open = false;
}

/**
 * Anderson's acceleration as in `math/anderson.ts`, lane by lane, its vectors in the batch. The newest difference is
 * the first.
 */
class LaneAnderson {
  private readonly batch: Batch;
  private readonly last: number;
  private readonly residual: number;
  private readonly steps: number[];
  private readonly drops: number[];
  private count = -1;
  /** Products of drops with one another, lane by lane. */
  private gram: Float64Array[][] = [];

  constructor(batch: Batch) {
    this.batch = batch;
    const [last, residual, ...rest] = batch.vectors;
    this.last = last;
    this.residual = residual;
    this.steps = rest.slice(0, MEMORY);
    this.drops = rest.slice(MEMORY);
  }

  /** From the answers to the next policy that is asked. */
  step(): void {
    const { batch } = this;
    const weights = this.remember();
    batch.askAnswer();
    weights.forEach((weight, i) => {
      batch.stepBack(this.steps[i], weight);
    });
    batch.normalise();
  }

  private remember(): Float64Array[] {
    const { batch, last, residual, steps, drops } = this;
    if (this.count++ < 0) {
      batch.remember(last, residual, 0, 0);
      return [];
    }
    this.count = Math.min(this.count, MEMORY);
    steps.unshift(steps.pop() as number);
    drops.unshift(drops.pop() as number);
    batch.remember(last, residual, steps[0], drops[0]);
    const known = drops.slice(0, this.count).map((drop) => batch.products(drop, drops[0], residual));
    const newest = known.map(([withNewest]) => withNewest);
    const older = this.gram.slice(0, this.count - 1).map((row) => row.slice(0, this.count - 1));
    this.gram = [newest, ...older.map((row, i) => [newest[i + 1], ...row])];
    return this.weigh(known.map(([, withResidual]) => withResidual));
  }

  /** By difference, a weight per lane: minimise |residual - sum weight x drop|. */
  private weigh(products: readonly Float64Array[]): Float64Array[] {
    const { gram, count } = this;
    const { lanes } = this.batch;
    const weights = products.map(() => new Float64Array(lanes));
    for (let lane = 0; lane < lanes; lane++) {
      const size = gram.map((row, i) => Math.sqrt(row[i][lane]) || 1);
      const matrix = gram.map((row, i) =>
        row.map((product, j) => product[lane] / (size[i] * size[j]) + (i === j ? REGULARISED : 0)),
      );
      const right = products.map((product, i) => product[lane] / size[i]);
      const solved = solvePositive(matrix, right);
      for (let i = 0; i < count; i++) weights[i][lane] = solved[i] / size[i];
    }
    return weights;
  }
}
