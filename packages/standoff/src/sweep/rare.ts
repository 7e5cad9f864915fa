/**
 * The forward sweep in an extended range, for beliefs where plain reach underflows or is zero by construction. A mass
 * is mantissa x 2^(512 limb); a zero chance is a factor of 2^(-512 x ZERO_LIMB), the same for every zero, so that
 * beliefs come out as their limit when all zeros go to zero together.
 */
import { NO_SET, type World } from "../world/world.ts";

/** Limbs of one zero: orders of zeros never mix with real magnitudes, which stay far above 2^(-512 x 2^20). */
export const ZERO_LIMB = -(1 << 20);
const BIG = 2 ** 256;
const SMALL = 2 ** -256;
const LIMB = 2 ** 512;
const ONE_LIMB_DOWN = 2 ** -512;
const LIMB_LOG = 512 * Math.LN2;
const NOTHING = -0x80000000; // the limb of a node that nothing leads to
/** Chances with logarithms below this are taken for zeros: a hundred times beyond what solved games have. */
const LEAST_LOG = (LIMB_LOG * ZERO_LIMB) / 2;

/** Room for one careful sweep; made once, on the first world that needs it. */
export interface RareScratch {
  readonly mantissa: Float64Array; // nodes
  readonly limb: Int32Array; // nodes
  readonly slotMantissa: Float64Array; // slots
  readonly slotLimb: Int32Array; // slots
  readonly setLimb: Int32Array; // sets: the highest limb among the set's nodes
}

export function rareScratch(world: World): RareScratch {
  const { nodes, slots, informationSets } = world.header;
  return {
    mantissa: new Float64Array(nodes),
    limb: new Int32Array(nodes),
    slotMantissa: new Float64Array(slots),
    slotLimb: new Int32Array(slots),
    setLimb: new Int32Array(informationSets),
  };
}

/** Fills mantissa and limb of every node under the policy with the given logarithms (-Infinity: a zero). */
export function sweepForwardRare(world: World, logPolicy: Float64Array, scratch: RareScratch): void {
  splitPolicy(logPolicy, scratch);
  scratch.mantissa.fill(0);
  scratch.limb.fill(NOTHING);
  for (let i = 0; i < world.header.starts; i++) {
    const chance = world.startChance[i];
    addMass(scratch, world.startNode[i], chance === 0 ? 1 : chance, chance === 0 ? ZERO_LIMB : 0);
  }
  for (let layer = 0; layer < world.header.layers; layer++) {
    pushRare(world, world.layerNode[layer], world.layerNode[layer + 1], scratch);
  }
}

/** Puts normalised beliefs (highest about 1) into `belief` at the nodes of the sets that carry a mark in `rareSet`. */
export function rareBeliefs(
  world: World,
  rareSet: Uint8Array,
  mark: number,
  scratch: RareScratch,
  belief: Float64Array,
): void {
  const { nodeSet } = world;
  const { mantissa, limb, setLimb } = scratch;
  setLimb.fill(NOTHING);
  for (let node = 0; node < world.header.nodes; node++) {
    const set = nodeSet[node];
    if (set !== NO_SET && rareSet[set] === mark && limb[node] > setLimb[set]) setLimb[set] = limb[node];
  }
  for (let node = 0; node < world.header.nodes; node++) {
    const set = nodeSet[node];
    if (set === NO_SET || rareSet[set] !== mark) continue;
    belief[node] = setLimb[set] === NOTHING ? 1 : slideLimbs(mantissa[node], limb[node] - setLimb[set]);
  }
}

/** mass x 2^(512 limbs), zero where it is too small to matter. */
export function slideLimbs(mass: number, limbs: number): number {
  let slid = mass;
  for (let i = limbs; i > 0; i--) slid *= LIMB;
  if (limbs < -2) return 0;
  for (let i = limbs; i < 0; i++) slid *= ONE_LIMB_DOWN;
  return slid;
}

function splitPolicy(logPolicy: Float64Array, scratch: RareScratch): void {
  const { slotMantissa, slotLimb } = scratch;
  slotMantissa[0] = 1;
  slotLimb[0] = 0;
  for (let slot = 1; slot < logPolicy.length; slot++) {
    const log = logPolicy[slot];
    const zero = log < LEAST_LOG;
    const limbs = zero ? ZERO_LIMB : Math.round(log / LIMB_LOG);
    slotLimb[slot] = limbs;
    slotMantissa[slot] = zero ? 1 : Math.exp(log - limbs * LIMB_LOG);
  }
}

function pushRare(world: World, first: number, end: number, scratch: RareScratch): void {
  const { nodeEdge, edgeTarget, edgeSlot, edgeCoefficient, coefficient } = world;
  const { mantissa, limb, slotMantissa, slotLimb } = scratch;
  for (let node = first; node < end; node++) {
    if (limb[node] === NOTHING) continue;
    normalise(scratch, node);
    const mass = mantissa[node];
    const exponent = limb[node];
    const edgeEnd = nodeEdge[node + 1];
    for (let edge = nodeEdge[node]; edge < edgeEnd; edge++) {
      const slot = edgeSlot[edge];
      const chance = coefficient[edgeCoefficient[edge]];
      const target = edgeTarget[edge];
      if (chance === 0) addMass(scratch, target, mass * slotMantissa[slot], exponent + slotLimb[slot] + ZERO_LIMB);
      else addMass(scratch, target, mass * slotMantissa[slot] * chance, exponent + slotLimb[slot]);
    }
  }
}

function normalise(scratch: RareScratch, node: number): void {
  const { mantissa, limb } = scratch;
  if (!(mantissa[node] > 0 && mantissa[node] < Infinity)) return;
  for (; mantissa[node] < SMALL; limb[node]--) mantissa[node] *= LIMB;
  for (; mantissa[node] >= BIG; limb[node]++) mantissa[node] *= ONE_LIMB_DOWN;
}

/** Adds mass x 2^(512 exponent) to a node; what is 1024 bits smaller is left out. */
function addMass(scratch: RareScratch, node: number, mass: number, exponent: number): void {
  const { mantissa, limb } = scratch;
  const apart = exponent - limb[node];
  if (apart === 0) mantissa[node] += mass;
  else if (apart === -1) mantissa[node] += mass * ONE_LIMB_DOWN;
  else if (apart > 0) {
    mantissa[node] = (apart === 1 ? mantissa[node] * ONE_LIMB_DOWN : 0) + mass;
    limb[node] = exponent;
  }
}
