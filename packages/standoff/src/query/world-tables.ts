/** The solved world as tables that are made while they are written: one row a state, or one row an edge. */
import type { Solved } from "../solve/solution.ts";
import { printDay } from "../text/dates.ts";
import { LayerKind, NO_SET, stateValue, type World } from "../world/world.ts";
import type { Cell, LongTable } from "./tables.ts";

const kinds = Object.fromEntries(Object.entries(LayerKind).map(([name, kind]) => [kind, name]));

/** State number, where it stands, how likely it is reached, and every variable's value in words. */
export function statesTable(world: World, { reach }: Pick<Solved, "reach">): LongTable {
  const { variables } = world.header.description;
  return {
    name: "states",
    columns: ["state", "date", "turn", "reached", "information set", ...variables.map(({ name }) => name)],
    rows: stateRows(world, reach),
  };
}

function* stateRows(world: World, reach: Float64Array): Generator<Cell[]> {
  const { variables } = world.header.description;
  for (const { layer, node } of nodesOf(world)) {
    const set = world.nodeSet[node];
    const values = variables.map(({ levels }, variable) => {
      const value = stateValue(world, node, variable);
      return levels[value] ?? value;
    });
    yield [node, dateOf(world, layer), turnOf(world, layer), reach[node], set === NO_SET ? null : set, ...values];
  }
}

/** From state, to state, what happens, and with which chance (nature's). */
export function edgesTable(world: World, { policy, reach }: Pick<Solved, "policy" | "reach">): LongTable {
  return {
    name: "world",
    columns: ["from", "to", "date", "turn", "happens", "chance", "reached"],
    rows: edgeRows(world, policy, reach),
  };
}

function* edgeRows(world: World, policy: Float64Array, reach: Float64Array): Generator<Cell[]> {
  const labels = labelTexts(world);
  for (const { layer, node } of nodesOf(world)) {
    const [date, turn] = [dateOf(world, layer), turnOf(world, layer)];
    for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) {
      const chance = world.coefficient[world.edgeCoefficient[edge]] * policy[world.edgeSlot[edge]];
      const happens = labels[world.edgeLabel[edge]];
      yield [node, world.edgeTarget[edge], date, turn, happens, chance, reach[node] * chance];
    }
  }
}

function* nodesOf(world: World): Generator<{ layer: number; node: number }> {
  for (let layer = 0; layer < world.header.layers; layer++) {
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) yield { layer, node };
  }
}

function dateOf(world: World, layer: number): string {
  const { periods } = world.header.description;
  return printDay(periods[Math.min(world.layerPeriod[layer], periods.length - 1)].start);
}

function turnOf(world: World, layer: number): string {
  const kind = world.layerKind[layer];
  const desk = world.header.description.desks[world.layerDesk[layer]];
  return kind === LayerKind.decision && desk ? desk.name : (kinds[kind] ?? String(kind));
}

function labelTexts(world: World): string[] {
  const { occurrences } = world.header.description;
  return Array.from({ length: world.header.labels }, (_, label) => {
    const items = world.labelOccurrence.subarray(world.labelItem[label], world.labelItem[label + 1]);
    return Array.from(items, (item) => occurrences[item])
      .map(({ name, branch }) => (branch === "" ? name : `${name} -> ${branch}`))
      .join("; ");
  });
}
