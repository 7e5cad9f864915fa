/**
 * Unfolds a world into a game tree, for Gambit: every path its own leaf, payoffs summed along it and discounted to the
 * first day, chances exact. What a tree of ordinary logit players cannot say is said otherwise:
 * - a desk that may not convene: a chance node before the decision;
 * - a stated policy: a chance node;
 * - usual frequencies and nests: an action of weight m/d stands m times under names "a (1)" to "a (m)", if all weights of a menu
 *   have a common denominator of at most 60; otherwise the world is refused with the reason;
 * - chances that actors see differently: refused, since a tree has one set of chances; points may differ, as everywhere;
 * - factions: one player for every combination of columns that decides;
 * - patience: one player for every period in which an impatient actor decides, since it weighs points as of that day;
 * - steadiness: payoffs are multiplied by lambda, so that the equilibrium stands at lambda 1.
 */
import { add, type Fraction, fromNumber, one, subtract, zero } from "../math/fraction.ts";
import { NO_SET, SetKind, SPANNING, type World } from "../world/world.ts";
import type { GameTree, TreeInformationSet, TreeNode } from "./game-tree.ts";
import { discountFactors } from "./markov-chain.ts";

export type Unfolded =
  | { readonly status: "unfolded"; readonly tree: GameTree; readonly copies: readonly SetCopies[] }
  | { readonly status: "refused"; readonly reason: string };

/** Which tree actions stand for which slot of the world: `slots[i]` is the slot of action i of the tree's set. */
export interface SetCopies {
  readonly worldSet: number;
  readonly slots: readonly number[];
}

const MOST_COPIES = 60;

/** The tree of a world, unless it has more than `mostNodes` nodes (20,000 by default) or weights that no tree expresses. */
export function unfold(world: World, mostNodes = 20_000): Unfolded {
  if (world.header.views > 1) {
    return {
      status: "refused",
      reason: "actors see chances with different eyes, and a game tree has one set of chances",
    };
  }
  const copies = copiesOfSets(world);
  if (typeof copies === "string") return { status: "refused", reason: copies };
  const unfolding = new Unfolding(world, copies, mostNodes);
  unfolding.run();
  if (unfolding.nodes.length > mostNodes)
    return { status: "refused", reason: `the tree has more than ${mostNodes} nodes` };
  return { status: "unfolded", ...unfolding.result() };
}

/** For every set, its slots with repeats; or why a menu cannot be written. */
function copiesOfSets(world: World): (readonly number[])[] | string {
  const result: number[][] = [];
  for (let set = 0; set < world.header.informationSets; set++) {
    const slots = slotsOf(world, set);
    if (world.setKind[set] === SetKind.fixed) {
      result.push(slots);
      continue;
    }
    const counts = commonCounts(slots.map((slot) => Math.exp(world.slotLogWeight[slot]!)));
    if (!counts) return `the weights of ${deskName(world, set)} have no common denominator up to ${MOST_COPIES}`;
    result.push(slots.flatMap((slot, i) => Array.from({ length: counts[i]! }, () => slot)));
  }
  return result;
}

function slotsOf(world: World, set: number): number[] {
  const first = world.setSlot[set]!;
  return Array.from({ length: world.setSlot[set + 1]! - first }, (_, i) => first + i);
}

/** Whole numbers in proportion to the weights, or null. */
function commonCounts(weights: readonly number[]): number[] | null {
  const sum = weights.reduce((a, b) => a + b, 0);
  for (let denominator = 1; denominator <= MOST_COPIES; denominator++) {
    const counts = weights.map((weight) => (weight / sum) * denominator);
    if (counts.every((count) => count > 0.5 && Math.abs(count - Math.round(count)) < 1e-11 * denominator))
      return counts.map(Math.round);
  }
  return null;
}

function deskName(world: World, set: number): string {
  return world.header.description.desks[world.setDesk[set]!]?.name ?? `information set ${set}`;
}

class Unfolding {
  readonly nodes: TreeNode[] = [];
  private readonly world: World;
  private readonly copies: readonly (readonly number[])[];
  private readonly mostNodes: number;
  private readonly players: Player[] = [];
  private readonly discounts: Float64Array;
  private readonly members = new Map<number, number[]>();

  constructor(world: World, copies: readonly (readonly number[])[], mostNodes: number) {
    this.world = world;
    this.copies = copies;
    this.mostNodes = mostNodes;
    this.discounts = discountFactors(world);
  }

  run(): void {
    for (let set = 0; set < this.world.header.informationSets; set++) this.playerOf(set);
    const { startNode, startChance } = this.world;
    const columns = this.world.header.columns;
    const starts = Array.from(startNode, (node, i) => ({ weight: startChance[i]!, label: `start ${i + 1}`, node }));
    const begin = { total: new Float64Array(columns), factor: new Float64Array(columns).fill(1) };
    this.chance(starts.map(({ weight, label, node }) => ({ weight, label, grow: () => this.grow(node, begin) })));
  }

  result(): { tree: GameTree; copies: SetCopies[] } {
    const { description } = this.world.header;
    const worldSets = [...this.members.keys()].sort(
      (a, b) => this.playerOf(a) - this.playerOf(b) || this.members.get(a)![0]! - this.members.get(b)![0]!,
    );
    const place = new Map(worldSets.map((set, index) => [set, index]));
    const nodes = this.nodes.map((node) =>
      node.informationSet < 0 ? node : { ...node, informationSet: place.get(node.informationSet)! },
    );
    const informationSets = worldSets.map((set, index): TreeInformationSet => this.describeSet(set, index));
    const players = this.players.map(({ actor, row }, player) => this.playerName(actor, row, player));
    const comment =
      "Payoffs are multiplied by each player's lambda: the scenario's equilibrium is the logit equilibrium at lambda 1.";
    return {
      tree: { title: description.title, comment, players, nodes, informationSets },
      copies: worldSets.map((worldSet) => ({ worldSet, slots: this.copies[worldSet]! })),
    };
  }

  private describeSet(set: number, index: number): TreeInformationSet {
    const slots = this.copies[set]!;
    const desk = this.world.header.description.desks[this.world.setDesk[set]!];
    const actions = slots.map((slot) =>
      this.world.slotMove[slot] === 0xffffffff ? "hold" : (desk?.moves[this.world.slotMove[slot]!] ?? `${slot}`),
    );
    return {
      player: this.playerOf(set),
      number: index + 1,
      label: `${desk?.name ?? "set"} ${index + 1}`,
      actions,
      members: this.members.get(set)!,
    };
  }

  private playerName(actor: number, row: number, player: number): string {
    const { actors, columns } = this.world.header.description;
    const name = actors[actor]?.name ?? `${actor + 1}`;
    if (this.players.filter((other) => other.actor === actor).length === 1) return name;
    const weights = columns.flatMap((column, i) => {
      const weight = this.world.weightRow[row * columns.length + i]!;
      return weight === 0 ? [] : [`${weight} ${column.name}`];
    });
    return `${name} ${player + 1}: ${weights.join(", ")}`;
  }

  private playerOf(set: number): number {
    const { setActor, setWeights, setLayer, header } = this.world;
    const actor = setActor[set]!;
    const row = setWeights[set]!;
    const column = header.description.columns.findIndex((one) => one.actor === actor);
    const factor =
      setLayer[set] === SPANNING ? 1 : this.discounts[setLayer[set]! * header.columns + Math.max(0, column)]!;
    const same = (player: Player) => player.actor === actor && player.row === row && player.factor === factor;
    const known = this.players.findIndex(same);
    return known >= 0 ? known : this.players.push({ actor, row, factor }) - 1;
  }

  /** A chance node over branches (none when there is one), returning its index. Chances are exact and sum to one. */
  private chance(branches: readonly { weight: number; label: string; grow: () => number }[]): number {
    const possible = branches.filter((branch) => branch.weight > 0);
    if (possible.length === 1) return possible[0]!.grow();
    const chances = exactChances(possible.map((branch) => branch.weight));
    const children: number[] = [];
    const index = this.push({ kind: "chance", children, chances, actions: possible.map((branch) => branch.label) });
    for (const branch of possible) children.push(branch.grow());
    return index;
  }

  private push(part: Pick<TreeNode, "kind" | "children"> & Partial<TreeNode>): number {
    return (
      this.nodes.push({
        label: "",
        informationSet: -1,
        chances: [],
        actions: [],
        payoffs: null,
        outcome: "",
        ...part,
      }) - 1
    );
  }

  private grow(node: number, path: Path): number {
    const { nodeEdge, nodeSet, nodePay } = this.world;
    if (this.nodes.length > this.mostNodes) return -1;
    const here = this.pay(path, nodePay[node]!);
    const edges = Array.from({ length: nodeEdge[node + 1]! - nodeEdge[node]! }, (_, i) => nodeEdge[node]! + i);
    if (edges.length === 0) return this.push({ kind: "terminal", children: [], payoffs: this.leafPayoffs(here) });
    const idle = edges.filter((edge) => this.world.edgeSlot[edge] === 0);
    const acting = edges.filter((edge) => this.world.edgeSlot[edge] !== 0);
    const layer = this.layerOf(node);
    const branches = idle.map((edge) => this.branch(edge, layer, here, 1));
    if (acting.length > 0) {
      const convened = acting.filter((edge) => this.world.edgeSlot[edge] === this.world.edgeSlot[acting[0]!]!);
      const chance = convened.reduce((sum, edge) => sum + this.coefficient(edge), 0);
      branches.push({
        weight: chance,
        label: "convenes",
        grow: () => this.decision(nodeSet[node]!, acting, layer, here, chance),
      });
    }
    return this.chance(branches);
  }

  private decision(set: number, edges: readonly number[], layer: number, path: Path, convening: number): number {
    const outcomes = (slot: number) =>
      this.chance(
        edges
          .filter((edge) => this.world.edgeSlot[edge] === slot)
          .map((edge) => this.branch(edge, layer, path, convening)),
      );
    if (set === NO_SET) throw new Error("edges of a decision at a node without an information set");
    if (this.world.setKind[set] === SetKind.fixed) {
      const slots = slotsOf(this.world, set);
      return this.chance(
        slots.map((slot) => ({
          weight: Math.exp(this.world.slotLogWeight[slot]!),
          label: `${slot}`,
          grow: () => outcomes(slot),
        })),
      );
    }
    const children: number[] = [];
    const index = this.push({ kind: "player", informationSet: set, children });
    const members = this.members.get(set);
    if (members) members.push(index);
    else this.members.set(set, [index]);
    for (const slot of this.copies[set]!) children.push(outcomes(slot));
    return index;
  }

  private branch(edge: number, layer: number, path: Path, convening: number) {
    const { edgeTarget, edgeLabel, labelPay, layerDiscount } = this.world;
    const columns = this.world.header.columns;
    return {
      weight: this.coefficient(edge) / convening,
      label: `${edge}`,
      grow: () => {
        const paid = this.pay(path, labelPay[edgeLabel[edge]!]!);
        const factor = paid.factor.map((value, column) => value * layerDiscount[layer * columns + column]!);
        return this.grow(edgeTarget[edge]!, { total: paid.total, factor });
      },
    };
  }

  private pay(path: Path, row: number): Path {
    const { payRow, header } = this.world;
    const total = path.total.map(
      (value, column) => value + path.factor[column]! * payRow[row * header.columns + column]!,
    );
    return { total, factor: path.factor };
  }

  private leafPayoffs(path: Path): number[] {
    const { weightRow, header } = this.world;
    return this.players.map(({ actor, row, factor }) => {
      const lambda = header.description.actors[actor]!.lambda;
      const points = path.total.reduce((sum, value, c) => sum + value * weightRow[row * header.columns + c]!, 0);
      return (lambda / factor) * points;
    });
  }

  private coefficient(edge: number): number {
    return this.world.coefficient[this.world.edgeCoefficient[edge]!]!;
  }

  private layerOf(node: number): number {
    let layer = 0;
    while (this.world.layerNode[layer + 1]! <= node) layer++;
    return layer;
  }
}

/** An agent of the tree: an actor, the columns that it decides by, and what a point of its day is worth on the first day. */
interface Player {
  readonly actor: number;
  readonly row: number;
  readonly factor: number;
}

interface Path {
  readonly total: Float64Array; // per column, discounted to the first day
  readonly factor: Float64Array;
}

/** Exact fractions next to the weights that sum to one: the largest takes what rounding left. */
function exactChances(weights: readonly number[]): Fraction[] {
  const chances = weights.map(fromNumber);
  const largest = weights.indexOf(Math.max(...weights));
  const others = chances.reduce((sum, chance, i) => (i === largest ? sum : add(sum, chance)), zero);
  chances[largest] = subtract(one, others);
  return chances;
}
