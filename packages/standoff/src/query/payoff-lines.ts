/**
 * What speaks for and against a move, by payoff: an actor's expected points from every action, told apart by the lines
 * of the file that pay them. The scenario is built once more with a column for each of the actor's payoffs (and for
 * what endings are worth to it), which changes no state, set or action; its values under the solved play, weighed by
 * the same beliefs and the actor's own weights, add up to the expected points that it decides by. Where noise is tastes
 * it decides by more: what an action is worth lacks what choosing will cost it later on, which stands in a line of its
 * own.
 */

import { buildWorld } from "../build/build.ts";
import type { Expression } from "../language/expression/expression.ts";
import type { Column, Ending, Payoff, Scenario } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import { sweepBackward } from "../sweep/backward.ts";
import { nowhere } from "../text/source.ts";
import { NO_SET, SetKind, type World, wholeWorld } from "../world/world.ts";
import { ownEyes } from "./own-eyes.ts";

export interface LinePoints {
  /** The actor's payoffs, as the file names them; last, where its noise is tastes, `TASTES`. */
  readonly lines: readonly string[];
  /**
   * slots x lines: expected points of the action by line, as they count for the actor; NaN at sets that play never
   * comes to.
   */
  readonly points: Float64Array;
}

/** The line of what choosing will cost later on. */
export const TASTES = "tastes to come";

/** Every actor that chooses for reasons, by its index; null where another build would exceed `maxBytes`. */
export function payoffLines(
  scenario: Scenario,
  world: World,
  solved: Pick<Solved, "policy" | "reach" | "q">,
  actors: readonly number[],
  maxBytes = 2 ** 31,
): Map<number, LinePoints> | null {
  const eyesOf = ownEyes(world, solved);
  const found = new Map<number, LinePoints>();
  for (const actor of actors) {
    if (!chooses(world, actor)) continue;
    const split = splitByLine(scenario, actor);
    const bytes = 8 * wholeWorld(world).header.nodes * split.scenario.columns.length;
    if (bytes > maxBytes / 2) return null;
    const built = buildWorld(split.scenario, { maxBytes: maxBytes - bytes });
    if (built.status !== "built" || !isSamePlay(world, built.world)) return null;
    // What is played after the last day counts for those who decide before it.
    const points = pointsOf(world, wholeWorld(built.world), solved.policy, eyesOf(actor).reach, split);
    const { desks } = world.header.description;
    const tasteful = desks.some((desk) => desk.actor === actor && desk.noise === "tastes");
    found.set(actor, tasteful ? withTastes(points, solved.q) : points);
  }
  return found;
}

/** What is left of the worth of every action. */
function withTastes({ lines, points }: LinePoints, q: Float64Array): LinePoints {
  const [count, slots] = [lines.length, points.length / Math.max(1, lines.length)];
  if (count === 0) return { lines, points };
  const all = new Float64Array(slots * (count + 1));
  for (let slot = 0; slot < slots; slot++) {
    const own = points.subarray(slot * count, (slot + 1) * count);
    all.set(own, slot * (count + 1));
    all[slot * (count + 1) + count] = q[slot] - own.reduce((sum, one) => sum + one, 0);
  }
  return { lines: [...lines, TASTES], points: all };
}

function chooses({ setActor, setKind, header }: World, actor: number): boolean {
  for (let set = 0; set < header.informationSets; set++) {
    if (setActor[set] === actor && setKind[set] === SetKind.logit) return true;
  }
  return false;
}

function isSamePlay({ header: a }: World, { header: b }: World): boolean {
  return a.nodes === b.nodes && a.slots === b.slots && a.informationSets === b.informationSets;
}

/** A scenario with a column of its own for each of an actor's payoffs. */
interface Split {
  readonly actor: number;
  readonly scenario: Scenario;
  /** Per line: what it is called, and the column of the scenario that it was paid to. */
  readonly lines: readonly { readonly name: string; readonly column: number }[];
  /** The column of the first line in the split scenario. */
  readonly first: number;
}

const zero: Expression = { kind: "constant", value: 0, type: { kind: "number" }, span: nowhere };

function splitByLine(scenario: Scenario, actor: number): Split {
  const { columns, payoffs, endings, actors } = scenario;
  const own = (column: number) => columns[column].actor === actor;
  const first = columns.length;
  const nameIn = (column: number, name: string) =>
    columns[column].faction ? `${columns[column].name}: ${name}` : name;
  const lines: { name: string; column: number; payoff: number; ending: number }[] = [];
  payoffs.forEach(({ name, column }, payoff) => {
    if (own(column)) lines.push({ name: nameIn(column, name), column, payoff, ending: -1 });
  });
  endings.forEach(({ name, worth }, ending) => {
    worth?.forEach((value, column) => {
      if (value !== null && own(column)) lines.push({ name: nameIn(column, name), column, payoff: -1, ending });
    });
  });
  const lineColumns = lines.map(({ name }, i): Column => ({ id: `line ${i}`, name, actor, faction: true }));
  const moved = payoffs.map((payoff, index): Payoff => {
    const line = lines.findIndex((one) => one.payoff === index);
    return line === -1 ? payoff : { ...payoff, column: first + line };
  });
  const worthOf = (ending: Ending, index: number): Ending => {
    if (ending.worth === null) return ending;
    // Where an ending has a worth of its own for a column, nothing else is paid to it any more.
    const worth = lines.map(({ column, ending: of }) =>
      ending.worth![column] === null ? null : of === index ? ending.worth![column] : zero,
    );
    return {
      ...ending,
      worth: [...ending.worth.map((value, column) => (own(column) && value !== null ? zero : value)), ...worth],
    };
  };
  return {
    actor,
    scenario: {
      ...scenario,
      columns: [...columns, ...lineColumns],
      payoffs: moved,
      endings: endings.map(worthOf),
      actors: actors.map((one, index) =>
        index !== actor
          ? one
          : {
              ...one,
              columns: [...one.columns, ...lines.map((_, i) => first + i)],
              weights: [...one.weights, ...lines.map(() => zero)],
            },
      ),
    },
    lines,
    first,
  };
}

/** Q by line, as `sweep/respond.ts` has it for the sum: over the nodes of a set and the edges of an action. */
function pointsOf(
  world: World,
  split: World,
  policy: Float64Array,
  belief: Float64Array,
  { actor, lines, first }: Split,
): LinePoints {
  const { columns } = split.header;
  const values = new Float64Array(split.header.nodes * columns);
  sweepBackward(split, policy, values);
  const count = lines.length;
  const points = new Float64Array(split.header.slots * count);
  const mass = new Float64Array(split.header.slots);
  const block = split.actorView[actor] * split.header.coefficients;
  const { nodeEdge, nodeSet, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, coefficient, labelPay, payRow } = split;
  for (let layer = 0; layer < world.header.layers; layer++) {
    for (let node = split.layerNode[layer]; node < split.layerNode[layer + 1]; node++) {
      const set = nodeSet[node];
      if (set === NO_SET || split.setActor[set] !== actor || !(belief[node] > 0)) continue;
      for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++) {
        const slot = edgeSlot[edge];
        if (slot === 0) continue;
        const weight = belief[node] * coefficient[block + edgeCoefficient[edge]];
        mass[slot] += weight;
        const [target, row] = [edgeTarget[edge] * columns + first, labelPay[edgeLabel[edge]] * columns + first];
        const discount = layer * columns + first;
        for (let line = 0; line < count; line++) {
          const later = split.layerDiscount[discount + line] * values[target + line];
          points[slot * count + line] += weight * (payRow[row + line] + later);
        }
      }
    }
  }
  for (let set = 0; set < world.header.informationSets; set++) {
    if (world.setActor[set] !== actor) continue;
    const weights = world.setWeights[set] * world.header.columns;
    for (let slot = world.setSlot[set]; slot < world.setSlot[set + 1]; slot++) {
      lines.forEach(({ column }, line) => {
        points[slot * count + line] *= world.weightRow[weights + column] / mass[slot];
      });
    }
  }
  return { lines: lines.map(({ name }) => name), points };
}
