/**
 * From what an answer is due directly, at a policy that stays as it is, to what it is due through the equilibrium, by
 * the implicit function theorem: where x = F(x, t) are the logarithms of chances that answer each other,
 *
 *     dA/dt = partial A / partial t + y . partial F / partial t,     (1 - D^T) y = partial A / partial x,
 *
 * D the derivative of F by x (Ling, Fang and Kolter 2018 have it for zero-sum games in normal and extensive form). The
 * system is solved by GMRES on transposed sweeps; where nothing is hidden one sweep is exact. Where 1 - D is nearly
 * singular, at a fold, there is no derivative: GMRES then does not come to its tolerance, and the outcome says so.
 */
import { gmres, gmresScratch } from "../math/gmres.ts";
import { answerPurely, createLogitMap, type LogitMap, valueInPoints } from "../solve/logit-map.ts";
import type { Solved } from "../solve/solution.ts";
import { type SweepPoint, tangentScratch } from "../sweep/tangent.ts";
import { SetKind, viewOfColumn, type World } from "../world/world.ts";
import {
  addFromAnswers,
  addFromCosts,
  addFromRare,
  addFromReach,
  addFromValues,
  addFromWorth,
  emptyTables,
  type TableGradient,
} from "./table-gradient.ts";
import { silenceFixed, sweepTransposed, type Transposed } from "./transposed.ts";

/** What GMRES leaves of the right side, and what it may leave at most for a derivative to be one. */
const PRECISION = 1e-11;
const COARSEST = 1e-7;
const MOST_PRODUCTS = 120;
const FEWEST_PRODUCTS = 20;
/** Numbers that GMRES may keep. */
const KRYLOV_NUMBERS = 4e7;

/** What an answer is due at a policy that stays as it is. */
export interface DirectGradient {
  /** Slots, of a first part of the world's or all: by logarithms of chances. */
  readonly logPolicy: Float64Array;
  readonly tables: TableGradient;
}

export type EquilibriumGradient = {
  /** Transposed products that it took. */
  readonly products: number;
  /** What is left of the system's right side. */
  readonly relative: number;
} & ({ readonly status: "exact"; readonly tables: TableGradient } | { readonly status: "fold" });

/** A solution, swept once more and ready to be differentiated; made once for many answers. */
export interface Ground {
  readonly map: LogitMap;
  readonly transposed: Transposed;
  /** Sweeps the solution once more. */
  readonly again: () => void;
}

/** `plain` sweeps by the reference kernels. */
export function groundOf(
  world: World,
  { logPolicy, scale }: Pick<Solved, "logPolicy" | "scale">,
  plain = false,
): Ground {
  const map = createLogitMap(world, plain);
  answerPurely(map, logPolicy, scale, new Float64Array(map.world.header.slots));
  const careful = map.rareSet.some((mark) => mark !== 0);
  map.tangents ??= tangentScratch(map);
  if (careful) map.tangents.relative ??= new Float64Array(map.world.header.nodes);
  const { policy, logs, answered, reaches, belief, values, q, mass, rareSet, steadiness } = map;
  const point: SweepPoint = {
    policy,
    logPolicy: logs,
    answered,
    reaches,
    belief,
    values,
    q,
    mass,
    rareSet,
    rare: careful ? map.rare : null,
  };
  const again = () => answerPurely(map, logPolicy, scale, new Float64Array(map.world.header.slots));
  return { map, transposed: { swept: map, point, steadiness, scratch: map.tangents }, again };
}

/** No derivative yet: room for one in the shape of the ground's tables. */
export function emptyGradient({ map }: Ground): DirectGradient {
  return { logPolicy: new Float64Array(map.world.header.slots), tables: emptyTables(map.world) };
}

/**
 * A choice's own change sets off so many times as much before play is at rest again only beside a fold: where two
 * answer one another it is 1 / (1 - slope), the slope of one round of answers, which is one at the fold
 * (`fold.test.ts`). Shipped scenarios have gains of about 1.
 */
const MOST_GAIN = 1e4;

/** The derivative of an answer by a world's tables, all choices moving with them. The direct one is used up. */
export function throughEquilibrium(ground: Ground, { logPolicy, tables }: DirectGradient): EquilibriumGradient {
  const { map } = ground;
  const { slots } = map.world.header;
  const b = new Float64Array(slots);
  b.set(logPolicy);
  silenceFixed(map.world, b);
  const z = b.slice();
  const { products, relative } = map.layout.nothingHidden ? { products: 0, relative: 0 } : solveFor(ground, b, z);
  const gain = largest(z) / largest(b);
  if (!(relative <= COARSEST) || gain > MOST_GAIN) return { status: "fold", products, relative };
  addThroughPlay(ground, z, logPolicy, tables);
  return { status: "exact", products: products + 1, relative, tables };
}

function largest(numbers: Float64Array): number {
  return numbers.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
}

/** Writes into z what makes (1 - L^T (1 - U^T)^-1) z = b. */
function solveFor({ transposed }: Ground, b: Float64Array, z: Float64Array): { products: number; relative: number } {
  const directions = Math.max(FEWEST_PRODUCTS, Math.min(MOST_PRODUCTS, Math.floor(KRYLOV_NUMBERS / b.length)));
  const product = (v: Float64Array, out: Float64Array) => {
    sweepTransposed(transposed, v, out);
    for (let slot = 0; slot < v.length; slot++) out[slot] = v[slot] - out[slot];
  };
  return gmres(product, b, z, PRECISION, gmresScratch(directions));
}

/** One more sweep, on whose way every number of the tables meets what is due to it. */
function addThroughPlay(
  { map, transposed }: Ground,
  z: Float64Array,
  direct: Float64Array,
  tables: TableGradient,
): void {
  const { world, layout } = map;
  const { point, steadiness, scratch } = transposed;
  const { policy, answered, reaches, belief, values, q } = point;
  sweepTransposed(transposed, z, new Float64Array(z.length), (view, moved, relative) => {
    addFromReach(world, view, { policy, reach: reaches[view], moved }, tables);
    const rare = point.rare?.[view];
    if (rare && relative !== null) addFromRare(world, view, rare, relative, tables);
  });
  addFromValues(world, layout, { policy, values, due: scratch.values }, tables);
  addFromWorth(world, layout, { belief, values, q, price: scratch.q }, tables);
  if (map.tastes !== null) {
    const { cost } = map.tastes;
    const { logPolicy } = point;
    const costs = { policy, logPolicy, steadiness, costDue: scratch.cost, due: scratch.values, cost };
    addFromCosts(world, layout, costs, tables);
  }
  const due = scratch.answer.slice();
  addToFixed(world, due, direct, scratch.direction);
  addFromAnswers(world, { due, answered, q, steadiness }, tables);
}

/** Chances that are fixed: what is due to them directly and through reach comes on top of what is through values. */
function addToFixed(
  { setSlot, setKind, header }: World,
  due: Float64Array,
  direct: Float64Array,
  reached: Float64Array,
): void {
  for (let set = 0; set < header.informationSets; set++) {
    if (setKind[set] === SetKind.logit) continue;
    for (let slot = setSlot[set]; slot < setSlot[set + 1]; slot++) due[slot] += (direct[slot] ?? 0) + reached[slot];
  }
}

/**
 * Adds what the first day's worth of each column, in its actor's eyes, is due, times a weight per column: its points
 * alone, without what choosing costs where noise is tastes.
 */
export function addWorthAtStart(
  { map, transposed, again }: Ground,
  weights: Float64Array,
  direct: DirectGradient,
): void {
  const { world, layout, kernels } = map;
  valueInPoints(map);
  const { starts, columns } = world.header;
  const { policy, values } = transposed.point;
  const { values: due, answer: logs } = transposed.scratch;
  due.fill(0);
  logs.fill(0);
  for (let column = 0; column < columns; column++) {
    const chances = viewOfColumn(world, column) * starts;
    for (let start = 0; start < starts; start++) {
      const at = world.startNode[start] * columns + column;
      due[at] += weights[column] * world.startChance[chances + start];
      direct.tables.startChance[chances + start] += weights[column] * values[at];
    }
  }
  for (let layer = 0; layer < world.header.layers; layer++) kernels.pullBack(layer, { policy, values, due, logs });
  addFromValues(world, layout, { policy, values, due }, direct.tables);
  for (let slot = 1; slot < logs.length; slot++) direct.logPolicy[slot] += logs[slot];
  if (map.tastes !== null) again();
}
