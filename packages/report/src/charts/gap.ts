/**
 * The gap: exclusive endings over time, stacked to a hundred per cent; what is left open in the middle is narrowed from
 * above and from below. Its edges are drawn in ink; the clocks stand on the same axis.
 */
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { longDate } from "../days.ts";
import { capital, perCent } from "../figures.ts";
import { type Html, html, type Part } from "../html.ts";
import type { Endings, Report } from "../report.ts";
import { type Across, across, clockLabel, clockMarks, LANE, monthAxis, type Span } from "./axis.ts";
import { coloured } from "./endings.ts";
import { at, picture, WIDE } from "./frame.ts";

const TOP = 8;
const LABEL = 15;

/** At one date, the probabilities below and above which a part lies. */
interface Edge {
  readonly date: string;
  readonly low: number;
  readonly high: number;
}

interface Layer {
  readonly name: string;
  readonly tone: string;
  readonly otherwise: boolean;
  readonly edges: readonly Edge[];
}

/**
 * From the ceiling to the floor, by the ends of periods up to the last day; empty where the group is not about how
 * things stand.
 */
export function gapLayers(endings: Endings, to: string): Layer[] {
  const parts = coloured(endings.of);
  let ceiling: readonly number[] | null = null;
  const layers: Layer[] = [];
  for (const { name, tone, otherwise, standing } of parts) {
    if (standing === null || standing.byDate.length < 2) return [];
    const { byDate } = standing;
    const [last, atLast] = byDate[byDate.length - 1];
    const dated = last < to ? [...byDate, [to, atLast] as const] : byDate;
    const tops: readonly number[] = ceiling ?? dated.map(() => 1);
    const edges = dated.map(([date, chance], i) => ({ date, low: Math.max(0, tops[i] - chance), high: tops[i] }));
    ceiling = edges.map(({ low }) => low);
    layers.push({ name, tone, otherwise, edges });
  }
  return layers;
}

export function gapChart(endings: Endings, { clocks, from, to }: Span & Pick<Report, "clocks">, width: number): Html {
  const layers = gapLayers(endings, to);
  const floor = TOP + (width === WIDE ? 150 : 130);
  const frame = across({ from, to }, { width, left: 34, right: width === WIDE ? width - 212 : width - 6 });
  const y = (chance: number) => at(scaleLinear([0, 1], [floor, TOP])(chance));
  const marks = clockMarks({ clocks, from, to }, frame);
  const lanes = Math.max(0, ...marks.map(({ lane }) => lane + 1));
  const last = layers.map(({ name, edges }) => `${name} ${perCent(chanceAt(edges[edges.length - 1]))}`);
  const label = `${capital(endings.name)}: probability of each ending by date, from ${longDate(from)} to ${longDate(to)}; on the last day ${last.join(", ")}. Table follows.`;
  return picture(width, floor + 26 + lanes * LANE, label, [
    layers.map(({ tone, edges }) => html`<path class="f-${tone}" d="${bandPath(edges, frame, y)}"/>`),
    layers.slice(1).map(({ edges }, i) => {
      const jaw = layers[i].otherwise || layers[i + 1].otherwise;
      return html`<path class="${jaw ? "jaw" : "seam"}" d="${edgePath(edges, frame, y)}"/>`;
    }),
    [0, 0.25, 0.5, 0.75, 1].map(
      (chance) =>
        html`<path class="axis" d="M${frame.left - 4},${y(chance)}h4"/><text class="s end" x="${frame.left - 7}" y="${y(chance) + 3.5}">${100 * chance}</text>`,
    ),
    monthAxis({ from, to }, floor - 2, frame),
    marks.map(({ x, lane }) => html`<path class="clock" d="M${x},${TOP}V${floor + 24 + lane * LANE}"/>`),
    marks.map((mark) => clockLabel(mark, floor + 24 + mark.lane * LANE)),
    width === WIDE && labels(layers, frame, y),
  ]);
}

const chanceAt = ({ low, high }: Edge) => high - low;

type Height = (chance: number) => number;

const bandPath = (edges: readonly Edge[], { x }: Across, y: Height) =>
  area<Edge>(
    ({ date }) => x(date),
    ({ low }) => y(low),
    ({ high }) => y(high),
  )([...edges])!;

const edgePath = (edges: readonly Edge[], { x }: Across, y: Height) =>
  line<Edge>(
    ({ date }) => x(date),
    ({ high }) => y(high),
  )([...edges])!;

/** Beside the last day, in the order of the parts, moved apart where they would touch. */
function labels(layers: readonly Layer[], { right, width }: Across, y: Height): Part {
  const ends = layers.map(({ edges }) => edges[edges.length - 1]);
  const wanted = ends.map(({ low, high }) => y((low + high) / 2) + 4);
  const floor = y(0) + 4;
  const names = layers.map(({ name }) => inLines(capital(name)));
  const tall = names.map((lines) => LABEL + (lines.length - 1) * LINE);
  const placed: number[] = [];
  wanted.forEach((height, i) => {
    placed.push(Math.max(height, i === 0 ? TOP + 6 : placed[i - 1] + tall[i - 1]));
  });
  for (let i = placed.length - 1, limit = floor; i >= 0; i--) {
    placed[i] = Math.min(placed[i], limit - tall[i] + LABEL);
    limit = placed[i] - LABEL;
  }
  return layers.map((_, i) => {
    const [from, to] = [wanted[i] - 4, at(placed[i]) - 4];
    const lines = names[i].map((line, place) => html`<tspan x="${right + 19}" dy="${place * LINE}">${line}</tspan>`);
    return html`<path class="axis" d="M${right + 1},${from}L${right + 12},${to}h3"/><text class="b" y="${to + 4}">${lines}</text><text class="b end" x="${width - 2}" y="${to + 4}">${perCent(chanceAt(ends[i]))}</text>`;
  });
}

/** Letters that fit beside the picture, and the height of a second line. */
const FIT = 25;
const LINE = 13;

/** A name in one line or two, broken between words. */
function inLines(name: string): string[] {
  const [first, ...words] = name.split(" ");
  const lines = [first];
  for (const word of words) {
    const longer = `${lines[lines.length - 1]} ${word}`;
    if (longer.length <= FIT || lines.length === 2) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
