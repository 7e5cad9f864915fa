/** How large a world is and what makes it so: for `check --size`. */
import type { BuiltScenario } from "standoff";
import { watchedBy } from "standoff/query/asked";
import { mergeForPlay, mergeWatched } from "standoff/world/merge";
import { sizeOf, type WorldSize } from "standoff/world/size";
import type { WorldHeader } from "standoff/world/world";
import { gigabytes, table } from "./layout.ts";
import type { Paint } from "./paint.ts";
import { isoDate } from "./plot.ts";

/** Layers listed, the widest first. */
const layersShown = 5;
/** Variables that multiply by less are left out of the text. */
const leastFactor = 1.005;

/** Merging a larger world would take longer than building it, and as much memory. */
const mostMerged = 3_000_000;

interface Merged {
  readonly what: string;
  readonly header: WorldHeader;
}

/** The world, unless it is too large, without what no longer matters: to play, and to play and all that the scenario asks. */
function mergedSizes({ scenario, world }: BuiltScenario): Merged[] {
  if (world.header.nodes > mostMerged) return [];
  const play = mergeForPlay(world);
  const asked = mergeWatched(world, watchedBy(scenario, world));
  return [
    ...(play === null ? [] : [{ what: "play", header: play.world.header }]),
    { what: "play and what is asked", header: asked.world.header },
  ];
}

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
    merged: mergedSizes(built).map(({ what, header }) => ({
      what,
      states: header.nodes,
      edges: header.edges,
      informationSets: header.informationSets,
    })),
    variables: variables.map(({ name, multiplies }) => ({ name, multiplies })),
    widestLayers: widest(layers).map(({ day, layer, states }) => ({ from: isoDate(day), layer, states })),
  };
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
    "",
    paint.heading("Once states are one that differ only in what no longer matters"),
    ...mergedLines(size, mergedSizes(built), width, paint),
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

function mergedLines(size: WorldSize, merged: readonly Merged[], width: number, paint: Paint): string[] {
  if (merged.length === 0) return [`not worked out above ${mostMerged.toLocaleString("en")} states`];
  const share = (part: number, of: number) => `${part.toLocaleString("en")} (${Math.round((100 * part) / of)} %)`;
  return table(
    [
      { title: "to", align: "left", gives: true },
      { title: "states", align: "right" },
      { title: "edges", align: "right" },
      { title: "information sets", align: "right" },
    ],
    merged.map(({ what, header }) => [
      what,
      share(header.nodes, size.nodes),
      share(header.edges, size.edges),
      share(header.informationSets, size.informationSets),
    ]),
    width,
    paint.faint,
  );
}

function widest<Layer extends { readonly states: number }>(layers: readonly Layer[]): Layer[] {
  return [...layers].sort((a, b) => b.states - a.states).slice(0, layersShown);
}
