/**
 * Merging: a world without what no longer matters. Equal states are one node from the start (`build.ts`); here nodes are
 * joined whose states differ but whose *futures* do not, from the last layer backwards, and information sets that differ in
 * nothing that their actor could use.
 *
 * Two nodes of one layer are joined when they stand in the same (joined) information set or in none, carry the same watched
 * number, pay the same, and have the same edges: slot within the set, coefficients in all views, what the label pays and what of it is
 * watched, joined target. Then, under every policy and by induction from the last layer, both have the same value and the same
 * distribution over all that is watched later; and the reach of a joined node is the sum of its members' reach, whatever
 * their shares. So Q of every action, which sums reach x coefficient x value over the nodes of a set, is what it was.
 *
 * Two information sets are joined when they are of one desk and layer, with the same menu, prior weights and deciding weights, and
 * (a) they decide nothing (a stated policy, or a menu of one), or
 * (b) in each of them all nodes are one joined node, the same in both: the actor is sure of everything that matters, in both of the
 *     same, and what tells the sets apart tells it nothing; or
 * (c) the sets hold the same joined nodes with beliefs that are equal under every policy (`merge-beliefs.ts`; on request).
 * A policy of the joined world is then one of the whole world that plays alike in both sets. Under such a policy Q at both
 * sets is Q at the joined set: in (b) and (c) its beliefs are theirs. So every equilibrium of the joined world is one of the
 * whole world. The converse holds but for equilibria that treat joined sets differently, which takes several equilibria after
 * them; the principal branch starts at the prior weights, the same in both, and treats them alike.
 *
 * For *play* alone (`mergeForPlay`) nothing is watched, and more can go. Payoffs are what `merge-pay.ts` leaves of them; ends
 * pay nothing then and are one node. A node all of whose edges lead to one joined node, with nothing left to pay, is that node,
 * if it decides nothing or if the same holds at every node of its set: such a set has the same Q for all actions.
 *
 * Where reach is zero, beliefs count zeros (`sweep/rare.ts`): sums of reach keep the terms with fewest, as the joined node's reach
 * does, and zero coefficients are never added up.
 */
import { beliefClasses } from "./merge-beliefs.ts";
import { Merging } from "./merge-classes.ts";
import { firstDayFactors, Remainders } from "./merge-pay.ts";
import { RowNumbers } from "./merge-rows.ts";
import { type Merged, writeMerged } from "./merge-write.ts";
import type { World } from "./world.ts";

/** What must stay apart beside play: nodes, and labels, with different numbers are told apart by something that will be asked. */
export interface Watched {
  readonly node: Uint32Array;
  readonly label: Uint32Array;
}

export interface MergeOptions {
  /**
   * Also join sets of several nodes where beliefs are equal under every policy: takes several passes. Where actors see chances
   * differently, none are.
   */
  readonly beliefs?: boolean;
}

/** Bytes that merging holds at its peak, the merged world included (the world itself is not counted). */
export function mergingMemory({ header }: World): number {
  const { nodes, edges, columns, slots } = header;
  return nodes * (8 * columns + 24) + edges * 36 + slots * 16;
}

/** The smallest world with the same play: the same Q up to what no action changes. It knows no states, labels or dates. */
export function mergeForPlay(world: World, options: MergeOptions = {}): Merged | null {
  const factor = firstDayFactors(world);
  if (factor === null) return null;
  const remainders = new Remainders(world, factor);
  const merging = settled(world, options, (sets) => {
    return new Merging(world, (layer, node, edge) => remainders.of(layer, node, edge), null, sets);
  });
  return writeMerged(world, merging, remainders);
}

/** A world that plays and answers as the whole one does, as far as `watched` tells apart what will be asked. */
export function mergeWatched(world: World, watched: Watched, options: MergeOptions = {}): Merged {
  const heads = headNumbers(world, watched);
  const labels = labelNumbers(world, watched);
  const keyOf = (_layer: number, _node: number, edge: number) => labels[world.edgeLabel[edge]!]!;
  return writeMerged(
    world,
    settled(world, options, (sets) => new Merging(world, keyOf, heads, sets)),
    null,
  );
}

/** Merges once; with `beliefs` from the boldest partition of the sets on, until none has to be split. */
function settled(world: World, { beliefs }: MergeOptions, make: (sets: Uint32Array | null) => Merging): Merging {
  if (!beliefs || world.header.views > 1) return make(null);
  let apart = new Uint32Array(world.header.informationSets);
  for (;;) {
    const merging = make(apart);
    const next = beliefClasses(world, merging);
    if (next === null) return merging;
    apart = next;
  }
}

/** What a node pays and shows, as one number. */
function headNumbers(world: World, watched: Watched): Uint32Array {
  const numbers = new RowNumbers();
  const row = new Uint32Array(2);
  return Uint32Array.from(world.nodePay, (pay, node) => {
    row[0] = pay;
    row[1] = watched.node[node]!;
    return numbers.add(row, 2);
  });
}

/** What a label pays and shows, as one number. */
function labelNumbers(world: World, watched: Watched): Uint32Array {
  const numbers = new RowNumbers();
  const row = new Uint32Array(2);
  return Uint32Array.from(world.labelPay, (pay, label) => {
    row[0] = pay;
    row[1] = watched.label[label]!;
    return numbers.add(row, 2);
  });
}
