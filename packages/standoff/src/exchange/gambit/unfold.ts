/**
 * Unfolds a world into a game tree, for Gambit: every path its own leaf, payoffs summed along it and discounted to the
 * first day, chances exact. Any world can be written that has few enough paths and one set of chances. What a tree of
 * ordinary logit players cannot say is said otherwise:
 * - a desk that may not convene: a chance node before the decision;
 * - a stated policy: a chance node;
 * - prior weights (usual frequencies, nests): the layer's sets with such weights have a player of their own, who is
 *   paid log(weight) for each of its actions beside the actor's payoffs. A path passes a layer once, so that this
 *   player decides at most once and the bonus counts in that decision alone: p in proportion to exp(lambda Q + log w)
 *   is w exp(lambda Q);
 * - factions: a player for every combination of columns that decides;
 * - patience: a player for every period in which an impatient actor decides, since it weighs points as of that day;
 * - forgetting: an actor that forgets what it saw or did is a player for each layer, since Gambit wants perfect recall.
 *   The equilibrium is one of agents: who they belong to changes nothing;
 * - chances that actors see differently: refused, since a tree has one set of chances; points may differ, as
 *   everywhere;
 * - tastes: refused. What a decision is worth to its actor then holds a term that hangs on how it is decided, and a
 *   tree's payoffs do not;
 * - steadiness: payoffs are multiplied by lambda, so that the equilibrium stands at lambda 1.
 */
import { add, type Fraction, fromNumber, one, subtract, zero } from "../../math/fraction.ts";
import { sweepLayout } from "../../sweep/layout.ts";
import { NO_SET, SetKind, SPANNING, type World } from "../../world/world.ts";
import { discountFactors } from "../prism/markov-chain.ts";
import type { GameTree, TreeInformationSet, TreeNode } from "./game-tree.ts";

export type Unfolded =
  | { readonly status: "unfolded"; readonly tree: GameTree; readonly sets: readonly number[] }
  | { readonly status: "refused"; readonly reason: string };

/** Weights nearer than this are equal: they come as logarithms. */
const EVEN = 1e-14;

/**
 * The tree of a world, unless it has more than `mostNodes` nodes (20,000 by default). `sets` holds the world's set of
 * each of the tree's; actions are its slots in order.
 */
export function unfold(world: World, mostNodes = 20_000): Unfolded {
  if (world.header.views > 1) {
    return {
      status: "refused",
      reason: "actors see chances with different eyes, and a game tree has one set of chances",
    };
  }
  if (sweepLayout(world).tasteful) {
    return {
      status: "refused",
      reason:
        "choices are tastes, and Gambit's logit equilibrium means mistakes: write `noise: mistakes` to export that game",
    };
  }
  const alone = new Uint8Array(world.header.informationSets);
  for (let set = 0; set < alone.length; set++) alone[set] = isEven(world, set) ? 0 : 1;
  for (;;) {
    const unfolding = new Unfolding(world, alone, mostNodes);
    unfolding.run();
    if (unfolding.nodes.length > mostNodes)
      return { status: "refused", reason: `the tree has more than ${mostNodes.toLocaleString("en")} nodes` };
    if (unfolding.forgetful.size === 0) return { status: "unfolded", ...unfolding.result() };
    for (const set of unfolding.forgetful) alone[set] = 1;
  }
}

/** Has a set no weights, or the same for all its actions? */
function isEven(world: World, set: number): boolean {
  const logs = world.slotLogWeight.subarray(world.setSlot[set], world.setSlot[set + 1]);
  return world.setKind[set] === SetKind.fixed || logs.every((log) => Math.abs(log - logs[0]) < EVEN);
}

function slotsOf(world: World, set: number): number[] {
  const first = world.setSlot[set];
  return Array.from({ length: world.setSlot[set + 1] - first }, (_, i) => first + i);
}

class Unfolding {
  readonly nodes: TreeNode[] = [];
  /** Sets of players that have been found to forget. */
  readonly forgetful = new Set<number>();
  private readonly world: World;
  private readonly alone: Uint8Array;
  private readonly mostNodes: number;
  private readonly players: Player[] = [];
  private readonly setPlayer: number[] = [];
  private readonly discounts: Float64Array;
  private readonly layerAt: Uint32Array;
  private readonly members = new Map<number, number[]>();
  private readonly memories = new Map<string, number>();
  private readonly memoryOf = new Map<number, number>(); // set -> what its player remembers there

  /** Sets with a 1 in `alone` share a player only with others of their layer. */
  constructor(world: World, alone: Uint8Array, mostNodes: number) {
    this.world = world;
    this.alone = alone;
    this.mostNodes = mostNodes;
    this.discounts = discountFactors(world);
    this.layerAt = new Uint32Array(world.header.nodes);
    for (let layer = 0; layer < world.header.layers; layer++)
      this.layerAt.fill(layer, world.layerNode[layer], world.layerNode[layer + 1]);
    for (let set = 0; set < world.header.informationSets; set++)
      this.setPlayer.push(world.setKind[set] === SetKind.fixed ? -1 : this.playerFor(set));
  }

  run(): void {
    const { startNode, startChance, header } = this.world;
    const starts = Array.from(startNode, (node, i) => ({ weight: startChance[i], label: `start ${i + 1}`, node }));
    const begin: Path = {
      total: new Float64Array(header.columns),
      factor: new Float64Array(header.columns).fill(1),
      bonus: new Float64Array(this.players.length),
      memory: new Uint32Array(this.players.length),
    };
    this.chance(starts.map(({ weight, label, node }) => ({ weight, label, grow: () => this.grow(node, begin) })));
  }

  result(): { tree: GameTree; sets: number[] } {
    const { description } = this.world.header;
    const sets = [...this.members.keys()].sort(
      (a, b) => this.setPlayer[a] - this.setPlayer[b] || this.members.get(a)![0] - this.members.get(b)![0],
    );
    const place = new Map(sets.map((set, index) => [set, index]));
    const nodes = this.nodes.map((node) =>
      node.informationSet < 0 ? node : { ...node, informationSet: place.get(node.informationSet)! },
    );
    const informationSets = sets.map((set, index): TreeInformationSet => this.describeSet(set, index));
    const players = this.players.map((_, player) => this.playerName(player));
    const comment =
      "Payoffs are multiplied by each player's lambda, and hold the logarithms of prior weights: the scenario's equilibrium is the logit equilibrium at lambda 1.";
    return { tree: { title: description.title, comment, players, nodes, informationSets }, sets };
  }

  private describeSet(set: number, index: number): TreeInformationSet {
    const desk = this.world.header.description.desks[this.world.setDesk[set]];
    const actions = slotsOf(this.world, set).map((slot) =>
      this.world.slotMove[slot] === 0xffffffff ? "hold" : (desk?.moves[this.world.slotMove[slot]] ?? `${slot}`),
    );
    return {
      player: this.setPlayer[set],
      number: index + 1,
      label: `${desk?.name ?? "set"} ${index + 1}`,
      actions,
      members: this.members.get(set)!,
    };
  }

  /** An actor's name, numbered where it is several players. */
  private playerName(player: number): string {
    const { actor } = this.players[player];
    const same = this.players.flatMap((other, index) => (other.actor === actor ? [index] : []));
    const name = this.world.header.description.actors[actor]?.name ?? `${actor + 1}`;
    return same.length === 1 ? name : `${name} ${same.indexOf(player) + 1}`;
  }

  private playerFor(set: number): number {
    const { setActor, setWeights, setLayer, header } = this.world;
    const actor = setActor[set];
    const row = setWeights[set];
    const layer = setLayer[set];
    const column = header.description.columns.findIndex((one) => one.actor === actor);
    const factor = layer === SPANNING ? 1 : this.discounts[layer * header.columns + Math.max(0, column)];
    const decides = this.alone[set] === 0 ? "always" : layer === SPANNING ? `set ${set}` : `layer ${layer}`;
    const same = (player: Player) =>
      player.actor === actor && player.row === row && player.factor === factor && player.decides === decides;
    const known = this.players.findIndex(same);
    return known >= 0 ? known : this.players.push({ actor, row, factor, decides }) - 1;
  }

  /** A chance node over branches (none when there is one), returning its index. Chances are exact and sum to one. */
  private chance(branches: readonly { weight: number; label: string; grow: () => number }[]): number {
    const possible = branches.filter((branch) => branch.weight > 0);
    if (possible.length === 1) return possible[0].grow();
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
    const here = this.pay(path, nodePay[node]);
    const edges = Array.from({ length: nodeEdge[node + 1] - nodeEdge[node] }, (_, i) => nodeEdge[node] + i);
    if (edges.length === 0) return this.push({ kind: "terminal", children: [], payoffs: this.leafPayoffs(here) });
    const idle = edges.filter((edge) => this.world.edgeSlot[edge] === 0);
    const acting = edges.filter((edge) => this.world.edgeSlot[edge] !== 0);
    const layer = this.layerAt[node];
    const branches = idle.map((edge) => this.branch(edge, layer, here, 1));
    if (acting.length > 0) {
      const convened = acting.filter((edge) => this.world.edgeSlot[edge] === this.world.edgeSlot[acting[0]]);
      const chance = convened.reduce((sum, edge) => sum + this.coefficient(edge), 0);
      branches.push({
        weight: chance,
        label: "convenes",
        grow: () => this.decision(nodeSet[node], acting, layer, here, chance),
      });
    }
    return this.chance(branches);
  }

  private decision(set: number, edges: readonly number[], layer: number, path: Path, convening: number): number {
    if (set === NO_SET) throw new Error("edges of a decision at a node without an information set");
    const slots = slotsOf(this.world, set);
    const outcomes = (slot: number, after: Path) =>
      this.chance(
        edges
          .filter((edge) => this.world.edgeSlot[edge] === slot)
          .map((edge) => this.branch(edge, layer, after, convening)),
      );
    if (this.world.setKind[set] === SetKind.fixed) {
      const weight = (slot: number) => Math.exp(this.world.slotLogWeight[slot]);
      return this.chance(
        slots.map((slot) => ({ weight: weight(slot), label: `${slot}`, grow: () => outcomes(slot, path) })),
      );
    }
    const children: number[] = [];
    const index = this.push({ kind: "player", informationSet: set, children });
    const members = this.members.get(set);
    if (members) members.push(index);
    else this.members.set(set, [index]);
    this.recall(set, path);
    for (const slot of slots) children.push(outcomes(slot, this.decided(set, slot, path)));
    return index;
  }

  /** A player remembers its own sets and actions if every way into a set tells it the same of them. */
  private recall(set: number, { memory }: Path): void {
    const now = memory[this.setPlayer[set]];
    const known = this.memoryOf.get(set);
    if (known === undefined) this.memoryOf.set(set, now);
    if (known === undefined || known === now) return;
    this.setPlayer.forEach((player, other) => {
      if (player === this.setPlayer[set]) this.forgetful.add(other);
    });
  }

  /** The path behind a decision: what its player remembers of it, and the logarithm of the action's weight. */
  private decided(set: number, slot: number, path: Path): Path {
    const player = this.setPlayer[set];
    const memory = path.memory.slice();
    const key = `${memory[player]} ${slot}`;
    if (!this.memories.has(key)) this.memories.set(key, this.memories.size + 1);
    memory[player] = this.memories.get(key)!;
    const bonus = path.bonus.slice();
    const { slotLogWeight, setSlot } = this.world;
    // Even weights may differ in their last digits: they count as none.
    if (!isEven(this.world, set)) bonus[player] += slotLogWeight[slot] - slotLogWeight[setSlot[set]];
    return { ...path, memory, bonus };
  }

  private branch(edge: number, layer: number, path: Path, convening: number) {
    const { edgeTarget, edgeLabel, labelPay, layerDiscount } = this.world;
    const columns = this.world.header.columns;
    return {
      weight: this.coefficient(edge) / convening,
      label: `${edge}`,
      grow: () => {
        const paid = this.pay(path, labelPay[edgeLabel[edge]]);
        const factor = paid.factor.map((value, column) => value * layerDiscount[layer * columns + column]);
        return this.grow(edgeTarget[edge], { ...paid, factor });
      },
    };
  }

  private pay(path: Path, row: number): Path {
    const { payRow, header } = this.world;
    const total = path.total.map(
      (value, column) => value + path.factor[column] * payRow[row * header.columns + column],
    );
    return { ...path, total };
  }

  private leafPayoffs(path: Path): number[] {
    const { weightRow, header } = this.world;
    return this.players.map(({ actor, row, factor }, player) => {
      const lambda = header.description.actors[actor].lambda;
      const points = path.total.reduce((sum, value, c) => sum + value * weightRow[row * header.columns + c], 0);
      return (lambda / factor) * points + path.bonus[player];
    });
  }

  private coefficient(edge: number): number {
    return this.world.coefficient[this.world.edgeCoefficient[edge]];
  }
}

/**
 * A player of the tree: an actor, the columns that it decides by, what a point of its day is worth on the first day,
 * and when it decides.
 */
interface Player {
  readonly actor: number;
  readonly row: number;
  readonly factor: number;
  readonly decides: string;
}

interface Path {
  readonly total: Float64Array; // per column, discounted to the first day
  readonly factor: Float64Array;
  readonly bonus: Float64Array; // per player: logarithms of weights
  readonly memory: Uint32Array; // per player: its sets and actions so far, as a number
}

/** Exact fractions next to the weights that sum to one: the largest takes what rounding left. */
function exactChances(weights: readonly number[]): Fraction[] {
  const chances = weights.map(fromNumber);
  const largest = weights.indexOf(Math.max(...weights));
  const others = chances.reduce((sum, chance, i) => (i === largest ? sum : add(sum, chance)), zero);
  chances[largest] = subtract(one, others);
  return chances;
}
