/**
 * Situations gathered to a readable number: named conditions in the order in which they count, each node of a world in
 * the first that holds there, what none holds in among "anything else". Named by the caller, or by what the scenario
 * itself names: the outcomes of its first exclusive group, else its endings; what these leave open is told apart by the
 * few values that everyone sees and that tell the most.
 */
import { foldExpression, variablesRead } from "../language/expression/evaluate.ts";
import { printExpression } from "../language/expression/print.ts";
import type { Exclusive, Scenario, Variable } from "../language/scenario.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { LayerKind, type World } from "../world/world.ts";
import { parseQuestion } from "./questions/read-question.ts";
import { MOST_WATCHES, stateDecoder, type Watch, watchWorld } from "./ride/watch.ts";

/** A condition with a name, as questions write conditions. */
export interface NamedCondition {
  readonly name: string;
  readonly when: string;
  /** In pictures: from which side it closes the gap. */
  readonly side: "above" | "below" | "rest";
}

/** What is gathered by, read; and which place every node has among its conditions: the last for none. */
export interface Gathering {
  readonly conditions: readonly NamedCondition[];
  /** The place of a node in a period: an ended one may change it as the calendar runs on. */
  readonly placeOf: (node: number, period: number) => number;
}

export type ReadGathering = Gathering | { readonly diagnostics: readonly Diagnostic[] };

/** What none of the conditions holds in. */
export const ELSE = "anything else";

/** Reads conditions, or says what is wrong with them. */
export function gatherBy(scenario: Scenario, world: World, conditions: readonly NamedCondition[]): ReadGathering {
  const read = conditions.map(({ when }) => parseQuestion(scenario, `P(holds(${when}) at the last day)`));
  const diagnostics = read.flatMap((one) => one.diagnostics);
  const watched = read.flatMap(({ question }): Watch[] =>
    question?.kind === "probability" && question.of.kind === "holds"
      ? [{ kind: "condition", condition: question.of.condition }]
      : [],
  );
  if (diagnostics.length > 0) return { diagnostics };
  if (watched.length !== conditions.length) throw new Error("a condition that is read as something else");
  const { nodeBits, moving, laterBits } = watchWorld(scenario, world, watched);
  const periodOf = periodsOfNodes(world);
  const placeOf = (node: number, period: number) => {
    const bits =
      moving === 0 || period === periodOf(node) ? nodeBits[node] : (nodeBits[node] & ~moving) | laterBits(node, period);
    return bits === 0 ? conditions.length : 31 - Math.clz32(bits & -bits);
  };
  return { conditions, placeOf };
}

function periodsOfNodes({ header, layerNode, layerPeriod }: World): (node: number) => number {
  let layer = 0;
  return (node) => {
    if (node < layerNode[layer]) layer = 0;
    while (layer + 1 < header.layers && node >= layerNode[layer + 1]) layer++;
    return layerPeriod[layer];
  };
}

/** Conditions told at most, where the scenario names them. */
const MOST = 11;
/** A cell of what is left open with less of it than this is not told apart. */
const LEAST_SHARE = 0.01;

/**
 * The situations that a scenario names, and those that its public values tell apart in what is left: `weights` of all
 * nodes.
 */
export function usualSituations(scenario: Scenario, world: World, weights: Float64Array): NamedCondition[] {
  const named = namedOutcomes(scenario) ?? endingsOf(scenario);
  const some = named.slice(0, Math.min(MOST, MOST_WATCHES));
  const gathered = gatherBy(scenario, world, some);
  if ("diagnostics" in gathered) return [];
  return [...some, ...cellsOf(openMass(scenario, world, weights, gathered), MOST - some.length)];
}

function namedOutcomes(scenario: Scenario): NamedCondition[] | null {
  const group = scenario.exclusive.find(({ of }) =>
    of.every((index) => scenario.outcomes[index].how !== "on" && !isDeal(scenario, index)),
  );
  return group === undefined ? null : outcomesOf(scenario, group);
}

const isDeal = ({ outcomes }: Scenario, index: number) =>
  outcomes[index].how !== "else" && outcomes[index].condition === null;

function outcomesOf(scenario: Scenario, { of, above }: Exclusive): NamedCondition[] {
  return of.flatMap((index): NamedCondition[] => {
    const { name, how, condition } = scenario.outcomes[index];
    if (how === "else" || condition === null) return [];
    return [{ name, when: printExpression(condition, scenario), side: above.includes(index) ? "above" : "below" }];
  });
}

function endingsOf(scenario: Scenario): NamedCondition[] {
  const above = Math.ceil(scenario.endings.length / 2); // as of an exclusive group that does not say
  return scenario.endings.map(({ name, when }, i) => ({
    name,
    when: printExpression(when, scenario),
    side: i < above ? "above" : "below",
  }));
}

/**
 * Values that everyone sees, and how much probability-time each combination of them has where no named condition holds.
 */
interface OpenMass {
  readonly variables: readonly Variable[];
  readonly cells: readonly { readonly values: readonly number[]; readonly mass: number }[];
}

const FEWEST_VALUES = 2;
const MOST_VALUES = 6;

function openMass(
  scenario: Scenario,
  world: World,
  weights: Float64Array,
  { placeOf, conditions }: Gathering,
): OpenMass {
  const all = 2 ** scenario.actors.length - 1;
  const spoken = spokenOf(scenario);
  const told = scenario.variables.flatMap(({ kind, size, seenBy }, place) =>
    kind !== "clock" && kind !== "mark" && size >= FEWEST_VALUES && size <= MOST_VALUES && (seenBy & all) === all
      ? [place]
      : [],
  );
  const places = told.some((place) => spoken.has(place)) ? told.filter((place) => spoken.has(place)) : told;
  const decode = stateDecoder(world, new Set(places));
  const masses = new Map<string, { values: number[]; mass: number }>();
  for (let layer = 0; layer < world.header.layers; layer++) {
    const [kind, period] = [world.layerKind[layer], world.layerPeriod[layer]];
    if (kind !== LayerKind.periodEnd && kind !== LayerKind.final) continue;
    for (let node = world.layerNode[layer]; node < world.layerNode[layer + 1]; node++) {
      if (weights[node] === 0 || placeOf(node, period) !== conditions.length) continue;
      const state = decode(node);
      const values = places.map((place) => state[place]);
      const key = values.join();
      const cell = masses.get(key);
      if (cell === undefined) masses.set(key, { values, mass: weights[node] });
      else cell.mass += weights[node];
    }
  }
  return { variables: places.map((place) => scenario.variables[place]), cells: [...masses.values()] };
}

/** The variables that outcomes speak of: they tell best what a situation is about. */
function spokenOf(scenario: Scenario): Set<number> {
  return new Set(
    scenario.outcomes.flatMap(({ condition }) =>
      condition === null ? [] : [...variablesRead(scenario, foldExpression(scenario, condition))],
    ),
  );
}

/**
 * Variable after variable, that first which tells the most, as long as the cells that matter are no more than there is
 * room for.
 */
function cellsOf({ variables, cells }: OpenMass, room: number): NamedCondition[] {
  const total = cells.reduce((sum, { mass }) => sum + mass, 0);
  if (total === 0) return [];
  let chosen: number[] = [];
  for (;;) {
    const better = variables
      .flatMap((_, place) => (chosen.includes(place) ? [] : [[...chosen, place]]))
      .map((places) => ({ places, parts: partsBy(cells, places, total) }))
      .filter(({ parts }) => parts.length <= room && parts.length > 1)
      .sort((a, b) => entropy(b.parts) - entropy(a.parts))[0];
    if (better === undefined || entropy(better.parts) <= entropy(partsBy(cells, chosen, total)) + LEAST_SHARE) break;
    chosen = better.places;
  }
  if (chosen.length === 0) return [];
  const inOrder = chosen.sort((a, b) => a - b);
  return partsBy(cells, inOrder, total)
    .sort((a, b) => b.share - a.share)
    .map(({ values }) => ({
      name: nameOf(inOrder.map((place, k) => [variables[place], values[k]])),
      when: inOrder.map((place, k) => asCondition(variables[place], values[k])).join(" and "),
      side: "rest",
    }));
}

interface Part {
  readonly values: readonly number[];
  readonly share: number;
}

function partsBy(cells: OpenMass["cells"], places: readonly number[], total: number): Part[] {
  const groups = Map.groupBy(cells, ({ values }) => places.map((place) => values[place]).join());
  return [...groups.values()]
    .map((group) => ({
      values: places.map((place) => group[0].values[place]),
      share: group.reduce((sum, { mass }) => sum + mass, 0) / total,
    }))
    .filter(({ share }) => share >= LEAST_SHARE);
}

const entropy = (parts: readonly Part[]) => parts.reduce((sum, { share }) => sum - share * Math.log(share), 0);

/** What is "none" or not so goes without saying, where there is something to say. */
function nameOf(cell: readonly (readonly [Variable, number])[]): string {
  const told = cell.filter(([{ kind, levels }, value]) => !(kind === "truth" ? value === 0 : levels[value] === "none"));
  return (told.length === 0 ? cell : told).map(([variable, value]) => shortly(variable, value)).join(", ");
}

const shortly = ({ name, kind, levels }: Variable, value: number) =>
  kind === "truth" ? (value === 0 ? `no ${name}` : name) : `${name} ${levels[value]}`;

const asCondition = ({ name, kind, levels }: Variable, value: number) =>
  kind === "truth" ? (value === 0 ? `not ${name}` : name) : `${name} ${kind === "range" ? "=" : "is"} ${levels[value]}`;
