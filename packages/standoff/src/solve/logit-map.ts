/**
 * The map whose fixed points are the logit equilibria: log-policy in, log-policy out. One forward sweep per view of
 * those who decide gives beliefs; one backward sweep answers them layer by layer from the end, each layer already
 * meeting the new answers of the later ones (Gauss-Seidel in the layers: without hidden information one evaluation is
 * exact from anywhere).
 */
import { fastKernels } from "../sweep/fast.ts";
import { sweepForward } from "../sweep/forward.ts";
import { plainKernels, type Swept } from "../sweep/kernels.ts";
import { type SweepLayout, sweepLayout, takeOwn } from "../sweep/layout.ts";
import { type RareScratch, rareBeliefs, rareScratch, sweepForwardRare } from "../sweep/rare.ts";
import { sweepRespond } from "../sweep/respond.ts";
import { type TangentScratch, tangentReals } from "../sweep/tangent.ts";
import type { Tastes } from "../sweep/tastes.ts";
import { NO_SET, SetKind, type World, wholeWorld } from "../world/world.ts";

/** Below this total reach of an information set, beliefs come from the careful sweep. */
export const RARE_REACH = 1e-250;

/** The kernels made the arrays of nodes and slots, and sweep them. */
export interface LogitMap extends Swept {
  /** Per actor: its lambda at scale 1. */
  readonly lambda: Float64Array;
  readonly steadiness: Float64Array; // per actor, scratch: lambda x scale
  /**
   * Per view, nodes: plain reach of the last policy swept. Empty for views in which nobody decides, but for nature's.
   */
  readonly reaches: readonly Float64Array[];
  readonly belief: Float64Array; // nodes: any positive multiple, per set, of the beliefs
  readonly values: Float64Array; // nodes x columns
  readonly asked: Float64Array; // slots: the chances of the last log-policy that was believed
  readonly policy: Float64Array; // slots: the policy of the values
  readonly logs: Float64Array; // slots: logarithms of `policy`
  readonly logAnswers: Float64Array; // slots: logarithms that kernels reach, scratch
  readonly answered: Float64Array; // slots: the logit answers of the last pure evaluation
  readonly q: Float64Array; // slots
  readonly mass: Float64Array; // slots
  /** What choosing costs at `policy`; null where all noise is mistakes. */
  readonly tastes: Tastes | null;
  readonly setReach: Float64Array; // sets
  readonly rareSet: Uint8Array; // sets: 1 + the view where the careful sweep was needed, else 0
  readonly rare: (RareScratch | null)[]; // per view, made on first need
  tangents: TangentScratch | null; // made on first need
  /** Pairs of sweeps done so far, derivatives' included. */
  sweeps: number;
}

/** `plain` sweeps by the reference kernels even where fast ones are to be had. */
export function createLogitMap(given: World, plain = false): LogitMap {
  const world = wholeWorld(given);
  const { nodes, slots, columns, informationSets } = world.header;
  const lambda = Float64Array.from(world.header.description.actors, (actor) => actor.lambda);
  const layout = sweepLayout(world);
  const kernels = (plain ? null : fastKernels(world, layout, mapReals(world, layout))) ?? plainKernels(world, layout);
  const swept = (view: number) => view === 0 || layout.decidingViews.includes(view);
  const reaches = layout.views.map((_, view) => kernels.reals(swept(view) ? nodes : 0));
  const steadiness = lambda.slice();
  return {
    world,
    layout,
    kernels,
    lambda,
    steadiness,
    reaches,
    belief: kernels.reals(nodes),
    values: kernels.reals(nodes * columns),
    asked: kernels.reals(slots),
    policy: kernels.reals(slots),
    logs: kernels.reals(slots),
    logAnswers: kernels.reals(slots),
    answered: kernels.reals(slots),
    q: kernels.reals(slots),
    mass: kernels.reals(slots),
    tastes: layout.tasteful ? { cost: kernels.reals(informationSets), steadiness } : null,
    setReach: new Float64Array(informationSets),
    rareSet: new Uint8Array(informationSets),
    rare: layout.views.map(() => null),
    tangents: null,
    sweeps: 0,
  };
}

/** Doubles of the arrays that kernels sweep, with a little for their alignment. */
function mapReals(world: World, layout: SweepLayout): number {
  const { nodes, slots, columns, views, informationSets } = world.header;
  const tastes = layout.tasteful ? informationSets : 0;
  const own = nodes * (columns + 2 + layout.decidingViews.length) + 7 * slots + tastes + 66 + 2 * views;
  return own + tangentReals(world, layout);
}

/** The log-policy at lambda 0: the prior weights, normalised; fixed sets follow their chances. */
export function startingLogPolicy(given: World): Float64Array {
  const world = wholeWorld(given);
  const { setSlot, slotLogWeight } = world;
  const log = new Float64Array(world.header.slots);
  for (let set = 0; set < world.header.informationSets; set++) {
    const first = setSlot[set];
    const end = setSlot[set + 1];
    let sum = 0;
    for (let slot = first; slot < end; slot++) sum += Math.exp(slotLogWeight[slot]);
    const level = world.setKind[set] === SetKind.logit ? Math.log(sum) : 0;
    for (let slot = first; slot < end; slot++) log[slot] = slotLogWeight[slot] - level;
  }
  return log;
}

/**
 * answer = map(logPolicy) at the given scale of steadiness. Both of length slots; logarithms of zeros are -Infinity.
 * Leaves beliefs in `reach` and `belief`, the answered policy in `policy`, its values and Q beside it.
 */
export function answerPolicy(map: LogitMap, logPolicy: Float64Array, scale: number, answer: Float64Array): void {
  believe(map, logPolicy);
  setScale(map, scale);
  const { logs, policy, values, q, mass, tastes } = map;
  logs.set(logPolicy);
  const out = { policy, logPolicy: logs, values, q, mass, tastes };
  sweepRespond(map, map.belief, map.steadiness, out);
  answer.set(logs);
  map.sweeps++;
}

function setScale(map: LogitMap, scale: number): void {
  for (let actor = 0; actor < map.lambda.length; actor++) map.steadiness[actor] = map.lambda[actor] * scale;
}

/**
 * answer = the logit answers to logPolicy where beliefs and values are both its own (Jacobi): the map has the same
 * fixed points and bends far less, which is what Newton's method wants. Leaves the policy, its values and Q in `map`.
 */
export function answerPurely(map: LogitMap, logPolicy: Float64Array, scale: number, answer: Float64Array): void {
  evaluatePolicy(map, logPolicy, scale);
  const { world, steadiness, q, answered, logAnswers, kernels } = map;
  const { runs } = map.layout;
  logAnswers.set(logPolicy);
  answered.set(map.policy);
  for (let run = 0; run < runs.first.length; run++) {
    const [first, end] = [runs.first[run], runs.end[run]];
    if (world.setKind[first] !== SetKind.logit) continue;
    kernels.choose(first, end, steadiness[world.setActor[first]], { q, policy: answered, logPolicy: logAnswers });
  }
  answer.set(logAnswers);
}

/**
 * Beliefs, values and Q at a policy that stays as it is: what a certificate is measured on. Tastes count as they do at
 * that scale of steadiness.
 */
export function evaluatePolicy(map: LogitMap, logPolicy: Float64Array, scale: number): void {
  believe(map, logPolicy);
  setScale(map, scale);
  const { policy, logs, values, q, mass, tastes } = map;
  logs.set(logPolicy);
  sweepRespond(map, map.belief, null, { policy, logPolicy: logs, values, q, mass, tastes });
  map.sweeps++;
}

/** Right after an evaluation: its values in points alone, as people are told them, into `map.values`. */
export function valueInPoints({ world, kernels, policy, values, tastes }: LogitMap): void {
  if (tastes === null) return;
  for (let layer = world.header.layers - 1; layer >= 0; layer--) kernels.pull(layer, policy, values);
}

/** Reach and beliefs of a policy given by logarithms, each set's in its actor's view. */
export function believe(map: LogitMap, logPolicy: Float64Array): void {
  const { world, layout, asked, policy, reaches, belief } = map;
  const { decidingViews } = layout;
  asked.set(logPolicy);
  asked[0] = 0;
  map.kernels.exponentiate(asked);
  policy.set(asked);
  for (const view of decidingViews) {
    reachIn(map, view);
    if (decidingViews.length === 1) belief.set(reaches[view]);
    else takeOwn(world, layout, view, reaches[view], belief);
  }
  if (!markRareSets(map)) return;
  for (const view of decidingViews) {
    map.rare[view] ??= rareScratch(world);
    sweepForwardRare(layout.views[view], logPolicy, map.rare[view]);
    rareBeliefs(world, map.rareSet, 1 + view, map.rare[view], belief);
  }
}

/** Reach of the present policy as nature sees it, which beliefs may not have asked for. */
export function natureReach(map: LogitMap): Float64Array {
  if (!map.layout.decidingViews.includes(0)) reachIn(map, 0);
  return map.reaches[0];
}

function reachIn({ layout, policy, reaches, kernels }: LogitMap, view: number): void {
  sweepForward(layout.views[view], policy, reaches[view], (first, end, chances, reach) =>
    kernels.push(first, end, chances, reach, view),
  );
}

function markRareSets(map: LogitMap): boolean {
  const { world, belief, setReach, rareSet } = map; // beliefs are plain reach as yet
  const { nodeSet, setActor, actorView } = world;
  setReach.fill(0);
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (map.layout.layerDecides[layer] === 0) continue;
    sumReach(nodeSet, belief, setReach, world.layerNode[layer], world.layerNode[layer + 1]);
  }
  let any = false;
  for (let set = 0; set < setReach.length; set++) {
    const rare = setReach[set] < RARE_REACH;
    rareSet[set] = rare ? 1 + actorView[setActor[set]] : 0;
    any ||= rare;
  }
  return any;
}

function sumReach(nodeSet: Uint32Array, reach: Float64Array, setReach: Float64Array, first: number, end: number): void {
  for (let node = first; node < end; node++) {
    const set = nodeSet[node];
    if (set !== NO_SET) setReach[set] += reach[node];
  }
}
