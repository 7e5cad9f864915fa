/**
 * How far what a policy foretells is from what the equilibrium near it does: its numerical error. A residual alone does
 * not say, since feedback through beliefs magnifies it, near a fold without bound. So a step of Newton's method goes
 * from the policy to the equilibrium, and what it moves is told: two policies played with the same dice come apart
 * first at one of the decisions that they reach, so that no event's probability, whatever is asked, differs by more
 * than
 *
 *     sum over sets of (probability to reach it) x (total variation between the two choices there).
 *
 * What the step leaves of the residual, as part of it, tells how much of the way is left.
 */
import { addTo } from "../math/vectors.ts";
import { NO_SET, type World } from "../world/world.ts";
import { type Corrector, evaluate, normaliseLogs } from "./corrector.ts";
import { natureReach } from "./logit-map.ts";
import { createNewton, newtonStep } from "./newton.ts";

/**
 * Steps that may be taken; and edges that the tangent sweeps of all of them may visit, with sweeps that they may take
 * whatever they cost.
 */
const MOST_STEPS = 4;
const MOST_WORK = 3e8;
const FEWEST_SWEEPS = 12;
const MOST_SWEEPS = 120;
/** What GMRES may leave of a step: its size is wanted, not its last digits. */
const PRECISION = 0.1;
/** What a step may leave of the residual for what is left to be a geometric series. */
const FORETOLD = 0.5;
/** Residuals, weighed by reach and summed, that are rounding: a step leaves as much. */
const ROUNDING = 1e-12;

/**
 * The bound above for the policy (length slots, as logarithms); null where steps do not come nearer to any equilibrium.
 * Uses up `corrector.x`.
 */
export function distanceToEquilibrium(corrector: Corrector, logPolicy: Float64Array, scale: number): number | null {
  const { map, x, residual } = corrector;
  const { world, layout } = map;
  const chances = new Float64Array(x.length);
  const reach = new Float64Array(world.header.informationSets);
  x.set(logPolicy);
  let left = missed(corrector, scale, reach);
  if (left === 0 || layout.nothingHidden) return left;
  corrector.newton ??= createNewton(map);
  const affordable = Math.max(FEWEST_SWEEPS, MOST_WORK / world.header.edges);
  const limit = map.sweeps + Math.min(MOST_SWEEPS, affordable);
  let distance = 0;
  for (let i = 0; i < MOST_STEPS && map.sweeps < limit; i++) {
    chances.set(map.asked);
    corrector.newton.precision = PRECISION;
    newtonStep(corrector.newton, residual, 0, limit);
    addTo(x, 1, corrector.newton.step);
    normaliseLogs(map, x);
    const before = reach.slice();
    const after = missed(corrector, scale, reach);
    const moved = apart(world, before, chances, map.asked);
    if (!Number.isFinite(moved + after)) return null;
    distance += moved;
    if (after <= FORETOLD * left) return distance + (moved * after) / (left - after);
    if (after <= ROUNDING) return distance + moved + after;
    left = after;
  }
  return null;
}

/**
 * The pure answers at `corrector.x`: how far they are from it, by the bound above. Writes how likely each set is
 * reached, as nature sees it.
 */
function missed(corrector: Corrector, scale: number, setReach: Float64Array): number {
  const { map } = corrector;
  evaluate(corrector, scale, true);
  const nodes = natureReach(map);
  const { nodeSet, header } = map.world;
  setReach.fill(0);
  for (let node = 0; node < header.nodes; node++) if (nodeSet[node] !== NO_SET) setReach[nodeSet[node]] += nodes[node];
  return apart(map.world, setReach, map.asked, map.answered);
}

function apart({ setSlot }: World, setReach: Float64Array, one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let set = 0; set < setReach.length; set++) {
    let variation = 0;
    for (let slot = setSlot[set]; slot < setSlot[set + 1]; slot++) variation += Math.abs(one[slot] - other[slot]) / 2;
    sum += setReach[set] * variation;
  }
  return sum;
}
