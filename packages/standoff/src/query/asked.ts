/**
 * What a scenario's outcomes, questions, base rates and history tell apart: numbers for nodes and labels, equal where nothing
 * of these can see a difference. A world merged under them (`world/merge.ts`) answers as the whole one does. Strategies,
 * beliefs, paths, and any later question read the whole world.
 */
import type { Expression } from "../language/expression.ts";
import type { Scenario } from "../language/scenario.ts";
import { compileExpression } from "../world/evaluate.ts";
import type { Watched } from "../world/merge.ts";
import { RowNumbers } from "../world/merge-rows.ts";
import { LayerKind, stateValue, type World } from "../world/world.ts";
import { periodOfDay } from "./calendar.ts";
import { planOutcomes } from "./outcomes.ts";
import { type Happens, parseQuestion } from "./read-question.ts";
import { MOST_WATCHES, stateDecoder, type Watch, watchWorld } from "./watch.ts";

/** Numbers for the nodes and labels of a scenario's world. */
export function watchedBy(scenario: Scenario, world: World): Watched {
  const nodes = new Partition(world.header.nodes);
  const labels = new Partition(world.header.labels);
  const plans = planOutcomes(scenario).map(({ watches }) => watches);
  for (const watches of [...plans, ...historyWatches(scenario)]) look(scenario, world, watches, nodes, labels);
  for (const { of, at } of momentsOf(scenario)) lookAt(scenario, world, of, at, nodes);
  lookAtReported(scenario, world, nodes);
  return { node: nodes.numbers, label: labels.numbers };
}

/** Things numbered so that what was told apart once has different numbers. */
class Partition {
  readonly numbers: Uint32Array;
  private readonly row = new Uint32Array(3);

  constructor(count: number) {
    this.numbers = new Uint32Array(count);
  }

  /** Tells apart things that differ in a value; all values are given. */
  refine(value: (index: number) => number): void {
    const rows = new RowNumbers();
    const { numbers, row } = this;
    const number = new Float64Array(1);
    const words = new Uint32Array(number.buffer);
    for (let index = 0; index < numbers.length; index++) {
      number[0] = value(index) + 0;
      row[0] = numbers[index]!;
      row[1] = words[0]!;
      row[2] = words[1]!;
      numbers[index] = rows.add(row, 3);
    }
  }
}

/** What watches see at nodes, on labels, and in ended states as the calendar runs on. */
function look(scenario: Scenario, world: World, watches: readonly Watch[], nodes: Partition, labels: Partition): void {
  const { nodeBits, labelBits, moving, laterBits } = watchWorld(scenario, world, watches);
  nodes.refine((node) => nodeBits[node]!);
  labels.refine((label) => labelBits[label]!);
  if (moving === 0) return;
  const since = endedSince(world);
  for (let period = 1; period <= scenario.calendar.periods.length; period++)
    nodes.refine((node) => (since[node]! < period ? laterBits(node, period) : 0));
}

/** Per node: the period since which it is ended; none is infinite. */
function endedSince(world: World): Float64Array {
  const since = new Float64Array(world.header.nodes).fill(Infinity);
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (world.layerKind[layer] !== LayerKind.ended) continue;
    since.fill(world.layerPeriod[layer]!, world.layerNode[layer], world.layerNode[layer + 1]);
  }
  return since;
}

/** An expression's value once the turns of the period that holds a day are over. */
interface Moment {
  readonly of: Expression;
  readonly at: number;
}

function momentsOf(scenario: Scenario): Moment[] {
  const asks = [...scenario.questions, ...scenario.checks].flatMap(({ ask, askSpan }): Moment[] => {
    const { question } = parseQuestion(scenario, ask, askSpan);
    if (question === undefined) return [];
    const events = [question.given, question.kind === "probability" ? question.of : null];
    const held = events.flatMap((event) => (event === null ? [] : heldIn(event)));
    return question.kind === "expectation" ? [...held, { of: question.of, at: question.at }] : held;
  });
  const seen = scenario.history.flatMap(({ condition, on }): Moment[] =>
    condition ? [{ of: condition, at: on }] : [],
  );
  return [...asks, ...seen];
}

function heldIn(event: Happens): Moment[] {
  switch (event.kind) {
    case "holds":
      return [{ of: event.condition, at: event.at }];
    case "not":
      return heldIn(event.of);
    case "and":
    case "or":
      return event.parts.flatMap(heldIn);
    default:
      return [];
  }
}

function lookAt(scenario: Scenario, world: World, of: Expression, at: number, nodes: Partition): void {
  const { periods } = scenario.calendar;
  const period = Math.max(0, periodOfDay(scenario, at));
  const evaluate = compileExpression(scenario, of);
  const decode = stateDecoder(world);
  const read = new Uint8Array(world.header.nodes);
  for (let layer = 0; layer < world.header.layers; layer++) {
    const [kind, own] = [world.layerKind[layer]!, world.layerPeriod[layer]!];
    const now = own === period && (kind === LayerKind.periodEnd || kind === LayerKind.final);
    if (now || (kind === LayerKind.ended && own <= period))
      read.fill(1, world.layerNode[layer], world.layerNode[layer + 1]);
  }
  // History takes a day on or after the last one to lie in the last period.
  const latest = Math.min(period, periods.length - 1);
  nodes.refine((node) => (read[node] === 1 ? evaluate(decode(node), period) : 0));
  if (latest !== period) lookAt(scenario, world, of, periods[latest]!.start, nodes);
}

/** What history's items say happened, or did not. */
function historyWatches({ history }: Scenario): Watch[][] {
  const watches = history.flatMap(({ trigger }): Watch[] => (trigger === null ? [] : [{ kind: "trigger", trigger }]));
  return Array.from({ length: Math.ceil(watches.length / MOST_WATCHES) }, (_, i) =>
    watches.slice(i * MOST_WATCHES, (i + 1) * MOST_WATCHES),
  );
}

/** Silence of the history speaks of the variables that are fully reported. */
function lookAtReported(scenario: Scenario, world: World, nodes: Partition): void {
  if (scenario.history.length === 0) return;
  scenario.variables.forEach(({ reported }, variable) => {
    if (reported) nodes.refine((node) => stateValue(world, node, variable));
  });
}
