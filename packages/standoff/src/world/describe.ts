/**
 * A world as short text, for tests and people: the whole in a few lines, a small one node by node, one state in words,
 * and from an edge the place in the source that made it.
 */
import { printDay } from "../text/dates.ts";
import { dayOfPeriod, layerName } from "./size.ts";
import { NO_SET, type Occurrence, stateValue, type World, wholeWorld } from "./world.ts";

/**
 * Sizes and kinds in a few lines; a world of at most `mostNodes` nodes goes on node by node, as `describeGraph`.
 *
 * @example
 * ```ts
 * describeWorld(solved.world).split("\n")[1] // => "752 nodes, 1,502 edges, 107 layers, 2 starts"
 * ```
 */
export function describeWorld(world: World, mostNodes = 0): string {
  const { nodes, edges, informationSets, slots, layers, starts, description } = world.header;
  const whole = wholeWorld(world).header;
  const count = (n: number, word: string) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
  return [
    description.title,
    `${count(nodes, "node")}, ${count(edges, "edge")}, ${count(layers, "layer")}, ${count(starts, "start")}`,
    ...(whole === world.header
      ? []
      : [
          `to the last day; with what is played after it ${count(whole.nodes, "node")}, ${count(whole.edges, "edge")}, ${count(whole.informationSets, "information set")}`,
        ]),
    `${count(informationSets, "information set")} with ${count(slots - 1, "slot")}${whole === world.header ? "" : " to the last day"}`,
    `${count(world.buffer.byteLength, "byte")}, ${count(description.variables.length, "variable")} in ${count(world.header.stateWords, "word")}`,
    ...(nodes > mostNodes ? [] : [describeGraph(world)]),
  ].join("\n");
}

/** Every layer with its nodes and edges, one line a node. For small worlds. */
export function describeGraph(world: World): string {
  const lines: string[] = [];
  for (let layer = 0; layer < world.header.layers; layer++) {
    lines.push(describeLayer(world, layer));
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      lines.push(`  ${describeNode(world, node)}`);
    }
  }
  return lines.join("\n");
}

/** A layer's day and name. */
function describeLayer(world: World, layer: number): string {
  const { description } = world.header;
  const day = printDay(dayOfPeriod(description, world.layerPeriod[layer]));
  return `${day} ${layerName(world.layerKind[layer], description, world.layerDesk[layer])}`;
}

/** A node: number, state, what it pays, where it leads. */
function describeNode(world: World, node: number): string {
  const { columns } = world.header;
  const at = world.nodePay[node] * columns;
  const points = [...world.payRow.subarray(at, at + columns)];
  const edges: string[] = [];
  for (let edge = world.nodeEdge[node]; edge < world.nodeEdge[node + 1]; edge++) edges.push(describeEdge(world, edge));
  const set = world.nodeSet[node] === NO_SET ? "" : ` set ${world.nodeSet[node]}`;
  const pays = points.some((value) => value !== 0) ? ` pays ${points.join(" ")}` : "";
  return `${node}: ${describeState(world, node)}${set}${pays}${edges.length > 0 ? ` -> ${edges.join("; ")}` : ""}`;
}

/** The variables that are not at their first level, or "-". */
function describeState(world: World, node: number): string {
  const words = world.header.description.variables.flatMap(({ name, levels }, variable) => {
    const value = stateValue(world, node, variable);
    return value === 0 ? [] : [`${name} ${levels[value]}`];
  });
  return words.join(", ") || "-";
}

/** Chance (in each view, nature's first), occurrences, points, target: `0.25 strike (-10 0) 17`, `0.25|0.5 rain 18`. */
function describeEdge(world: World, edge: number): string {
  const { columns } = world.header;
  const label = world.edgeLabel[edge];
  const at = world.labelPay[label] * columns;
  const points = [...world.payRow.subarray(at, at + columns)];
  const names = occurrencesOf(world, edge).map(({ kind, name, branch }) => {
    const doing = kind === "hold" ? " holds" : kind === "lapse" ? " lapses" : "";
    return `${name}${doing}${branch ? ` -> ${branch}` : ""}`;
  });
  const slot = world.edgeSlot[edge] === 0 ? "" : ` slot ${world.edgeSlot[edge]}`;
  const pays = points.some((value) => value !== 0) ? ` (${points.join(" ")})` : "";
  const said = names.length > 0 ? ` ${names.join(" + ")}` : "";
  return `${chancesOf(world, edge)}${slot}${said}${pays} ${world.edgeTarget[edge]}`;
}

function chancesOf({ header, coefficient, edgeCoefficient }: World, edge: number): string {
  const chances = Array.from(
    { length: header.views },
    (_, view) => coefficient[view * header.coefficients + edgeCoefficient[edge]],
  );
  return [...new Set(chances)].length === 1 ? `${chances[0]}` : chances.join("|");
}

/** What happens on an edge; each names its file and offsets in the source. */
function occurrencesOf(world: World, edge: number): Occurrence[] {
  const label = world.edgeLabel[edge];
  const items = world.labelOccurrence.subarray(world.labelItem[label], world.labelItem[label + 1]);
  return [...items].map((item) => world.header.description.occurrences[item]);
}
