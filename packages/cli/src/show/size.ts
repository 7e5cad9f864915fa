/** How large a world is and what makes it so: for `check --size`. */
import { type BuiltScenario, estimateTime, sizeOf, type World } from "standoff";
import { gigabytes, table } from "./layout.ts";
import type { Paint } from "./paint.ts";
import { isoDate } from "./plot.ts";

/** Layers listed, the widest first. */
const layersShown = 5;
/** Variables that multiply by less are left out of the text. */
const leastFactor = 1.005;

export function sizeJson(built: BuiltScenario) {
  const { world, stats } = built;
  const { nodes, edges, informationSets, bytes, variables, layers } = sizeOf(world);
  return {
    states: nodes,
    edges,
    informationSets,
    layers: layers.length,
    bytes,
    peakBytes: stats.peakBytes,
    effort: estimateTime(world),
    variables: variables.map(({ name, multiplies }) => ({ name, multiplies })),
    widestLayers: widest(layers).map(({ day, layer, states }) => ({ from: isoDate(day), layer, states })),
  };
}

/** Ranges, since how many evaluations it takes is known only then. */
function timeLine(world: World): string {
  const { statedSeconds, wholeSeconds } = estimateTime(world);
  const range = ([from, to]: readonly [number, number]) =>
    to < 1 ? "under a second" : `${seconds(from)} to ${seconds(to)}`;
  return `to solve: ${range(statedSeconds)} for the answer at the stated values, ${range(wholeSeconds)} for a whole forecast`;
}

function seconds(number: number): string {
  return number < 100 ? `${Number(number.toPrecision(1))} s` : `${Number((number / 60).toPrecision(1))} min`;
}

export function sizeLines(built: BuiltScenario, width: number, paint: Paint): string[] {
  const { world, stats } = built;
  const size = sizeOf(world);
  const whole = (n: number) => n.toLocaleString("en");
  const shown = size.variables.filter(({ multiplies }) => multiplies >= leastFactor);
  return [
    "",
    `${whole(size.nodes)} states, ${whole(size.edges)} edges, ${whole(size.informationSets)} information sets`,
    `${gigabytes(size.bytes)} for the world, ${gigabytes(stats.peakBytes)} while it is built`,
    timeLine(world),
    "",
    paint.heading("What each variable multiplies, in the widest layer"),
    ...table(
      [
        { title: "", align: "left", gives: true },
        { title: "", align: "right" },
      ],
      shown.map(({ name, multiplies }) => [name, `x ${multiplies.toFixed(2)}`]),
      width,
    ),
    "",
    paint.heading("The widest layers"),
    ...table(
      [
        { title: "period from", align: "left" },
        { title: "turn", align: "left", gives: true },
        { title: "states", align: "right" },
      ],
      widest(size.layers).map(({ day, layer, states }) => [isoDate(day), layer, whole(states)]),
      width,
      paint.faint,
    ),
  ];
}

function widest<Layer extends { readonly states: number }>(layers: readonly Layer[]): Layer[] {
  return [...layers].sort((a, b) => b.states - a.states).slice(0, layersShown);
}
