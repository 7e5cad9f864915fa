/**
 * Splits many situations into few groups that behave differently: a small decision tree over the values that describe
 * the situations, grown where a split tells most about behaviour (the largest drop of entropy, weighted), as in CART
 * (Breiman, Friedman, Olshen, Stone 1984) but for chances in place of classes.
 */

/**
 * A number that describes every situation: an ordered one is split at a threshold, else one value against the others.
 */
export interface Feature {
  readonly name: string;
  readonly ordered: boolean;
  readonly size: number;
  /** The value of each situation, from 0 to size - 1. */
  readonly values: Uint16Array | Uint32Array;
}

export interface Situations {
  readonly count: number;
  /** How much each counts. */
  readonly weight: Float64Array;
  /** count x acts: the chances of each act. */
  readonly chances: Float64Array;
  readonly acts: number;
  readonly features: readonly Feature[];
}

/** What is known of a group: for every feature the values that it still allows. */
export interface Leaf {
  readonly members: Uint32Array;
  /** feature -> allowed values (1) where it is restricted at all. */
  readonly allowed: ReadonlyMap<number, Uint8Array>;
}

export interface GrowOptions {
  readonly mostLeaves: number;
  /** A split must remove at least this share of the root's entropy. */
  readonly leastShare: number;
  /** A leaf must hold at least this share of the weight. */
  readonly leastWeight: number;
  /** Then leaves are split further, however rare their parts, while some act's chance differs so much between them. */
  readonly telling?: { readonly difference: number; readonly leastWeight: number; readonly mostLeaves: number };
}

interface Split {
  readonly gain: number;
  readonly feature: number;
  /** Values that go left. */
  readonly left: Uint8Array;
}

/** The leaves, in the order of the tree, left before right. */
export function growTree(situations: Situations, options: GrowOptions): Leaf[] {
  const all = Uint32Array.from({ length: situations.count }, (_, i) => i);
  const total = situations.weight.reduce((a, b) => a + b, 0);
  const whole = entropyOf(totals(situations, all));
  let leaves: Leaf[] = [{ members: all, allowed: new Map() }];
  const splits = new Map<Leaf, Split | null>();
  const splitOf = (leaf: Leaf): Split | null => {
    let split = splits.get(leaf);
    if (split === undefined) {
      split = bestSplit(situations, leaf, options.leastWeight * total);
      splits.set(leaf, split);
    }
    return split;
  };
  while (leaves.length < options.mostLeaves) {
    const best = leaves.reduce((a, b) => ((splitOf(b)?.gain ?? 0) > (splitOf(a)?.gain ?? 0) ? b : a));
    const split = splitOf(best);
    if (split === null || split.gain < options.leastShare * whole) break;
    leaves = leaves.flatMap((leaf) => (leaf === best ? parted(situations, leaf, split) : [leaf]));
  }
  const { telling } = options;
  if (telling === undefined) return leaves;
  const tellings = new Map<Leaf, Split | null>();
  const tellingOf = (leaf: Leaf): Split | null => {
    if (!tellings.has(leaf)) tellings.set(leaf, mostTelling(situations, leaf, telling.leastWeight * total));
    return tellings.get(leaf)!;
  };
  while (leaves.length < telling.mostLeaves) {
    const best = leaves.reduce((a, b) => ((tellingOf(b)?.gain ?? 0) > (tellingOf(a)?.gain ?? 0) ? b : a));
    const split = tellingOf(best);
    if (split === null || split.gain < telling.difference) break;
    leaves = leaves.flatMap((leaf) => (leaf === best ? parted(situations, leaf, split) : [leaf]));
  }
  return leaves;
}

/** The split whose sides differ most in the chance of some act, which stands for its gain. */
function mostTelling(situations: Situations, leaf: Leaf, leastWeight: number): Split | null {
  const { weight, features, acts } = situations;
  const whole = totals(situations, leaf.members);
  const total = leaf.members.reduce((sum, i) => sum + weight[i], 0);
  let best: Split | null = null;
  features.forEach(({ values, size, ordered }, feature) => {
    for (let value = 0; value < size - (ordered ? 1 : 0); value++) {
      const isLeft = (i: number) => (ordered ? values[i] <= value : values[i] === value);
      const members = leaf.members.filter(isLeft);
      if (members.length === 0 || members.length === leaf.members.length) continue;
      const own = members.reduce((sum, i) => sum + weight[i], 0);
      if (own < leastWeight || total - own < leastWeight || own === 0 || own === total) continue;
      const sums = totals(situations, members);
      let gain = 0;
      for (let act = 0; act < acts; act++) {
        gain = Math.max(gain, Math.abs(sums[act] / own - (whole[act] - sums[act]) / (total - own)));
      }
      if (gain <= (best?.gain ?? 0) + 1e-12) continue;
      const left = Uint8Array.from({ length: size }, (_, v) => ((ordered ? v <= value : v === value) ? 1 : 0));
      best = { gain, feature, left };
    }
  });
  return best;
}

/** Sums of weight x chance per act. */
function totals({ weight, chances, acts }: Situations, members: Uint32Array): Float64Array {
  const sums = new Float64Array(acts);
  for (const i of members) for (let a = 0; a < acts; a++) sums[a] += weight[i] * chances[i * acts + a];
  return sums;
}

/** Entropy of sums, times their total: what a split lowers. */
function entropyOf(sums: Float64Array, from = 0, acts = sums.length): number {
  let total = 0;
  let entropy = 0;
  for (let a = from; a < from + acts; a++) {
    const sum = sums[a];
    total += sum;
    if (sum > 0) entropy -= sum * Math.log(sum);
  }
  return total > 0 ? entropy + total * Math.log(total) : 0;
}

function bestSplit(situations: Situations, leaf: Leaf, leastWeight: number): Split | null {
  let best: Split | null = null;
  situations.features.forEach((feature, index) => {
    const split = bestOfFeature(situations, leaf, feature, index, leastWeight);
    if (split !== null && split.gain > (best?.gain ?? 0) + 1e-12) best = split;
  });
  return best;
}

function bestOfFeature(
  { weight, chances, acts }: Situations,
  { members }: Leaf,
  { values, size, ordered }: Feature,
  index: number,
  leastWeight: number,
): Split | null {
  const sums = new Float64Array(size * acts);
  const weights = new Float64Array(size);
  for (const i of members) {
    const value = values[i];
    weights[value] += weight[i];
    for (let a = 0; a < acts; a++) sums[value * acts + a] += weight[i] * chances[i * acts + a];
  }
  const whole = new Float64Array(acts);
  let total = 0;
  for (let value = 0; value < size; value++) {
    total += weights[value];
    for (let a = 0; a < acts; a++) whole[a] += sums[value * acts + a];
  }
  const entropy = entropyOf(whole);
  const left = new Float64Array(acts);
  const right = new Float64Array(acts);
  let leftWeight = 0;
  let best: Split | null = null;
  for (let value = 0; value < size - (ordered ? 1 : 0); value++) {
    if (!ordered) {
      left.fill(0);
      leftWeight = 0;
    }
    leftWeight += weights[value];
    for (let a = 0; a < acts; a++) {
      left[a] += sums[value * acts + a];
      right[a] = Math.max(0, whole[a] - left[a]);
    }
    if (leftWeight < leastWeight || total - leftWeight < leastWeight || leftWeight === 0 || leftWeight === total)
      continue;
    const gain = entropy - entropyOf(left) - entropyOf(right);
    if (gain <= (best?.gain ?? 0)) continue;
    const goesLeft = Uint8Array.from({ length: size }, (_, v) => ((ordered ? v <= value : v === value) ? 1 : 0));
    best = { gain, feature: index, left: goesLeft };
  }
  return best;
}

function parted({ features }: Situations, leaf: Leaf, { feature, left }: Split): Leaf[] {
  const { values, size } = features[feature];
  const old = leaf.allowed.get(feature) ?? new Uint8Array(size).fill(1);
  return [1, 0].map((side) => ({
    members: leaf.members.filter((i) => left[values[i]] === side),
    allowed: new Map(leaf.allowed).set(
      feature,
      old.map((allowed, value) => (left[value] === side ? allowed : 0)),
    ),
  }));
}
