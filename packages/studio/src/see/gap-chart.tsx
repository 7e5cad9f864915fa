/** How it stands: each ending's probability on every date, stacked, with the gap that neither jaw has closed. */

import { area, curveLinear, line } from "d3-shape";
import type { ListedClock } from "standoff";
import { likelihood, percent } from "standoff/words";
import { CalendarAxis, type Days, daysAcross, type Frame, longDay, shortDay } from "./calendar.tsx";
import { Chip } from "./chip.tsx";
import { Clocks, clockRows, ROW } from "./clocks.tsx";
import { apart, type Jaws, type Layer, lettersIn, roomForNames } from "./endings.ts";
import { inLines, LINE, NameLines } from "./names.tsx";
import { ProbabilityScale } from "./probability-scale.tsx";
import { Reader } from "./reader.tsx";
import { across } from "./scale.ts";
import { useWidth } from "./use-width.ts";

interface Props {
  readonly title: string;
  readonly jaws: Jaws;
  readonly from: string;
  readonly to: string;
  readonly clocks: readonly ListedClock[];
  /** Can clocks be moved here? */
  readonly movable: boolean;
  readonly pinned: Jaws | null;
  readonly day: number | null;
  readonly onDay: (day: number | null) => void;
}

type Edge = readonly [x: number, low: number, high: number];

export function GapChart({ title, jaws, from, to, clocks, movable, pinned, day, onDay }: Props) {
  const [ref, width] = useWidth();
  const labels = roomForNames(
    jaws.layers.map(({ name }) => name),
    width,
  );
  const frame: Frame = { left: 38, right: width - labels - 8, top: 20, bottom: 250 };
  const days = daysAcross(from, to, frame);
  const y = across([0, 1], [frame.bottom, frame.top]);
  const stacks = stack(jaws, { from, to }, days, y);
  const dates = jaws.layers[0].byDate.map(([date]) => date);
  const height = frame.bottom + 22 + ROW * clockRows(clocks, from, to, days);
  return (
    <div ref={ref}>
      <svg width={width} height={height} aria-label={`${title}: ${inWords(jaws)}`}>
        <ProbabilityScale frame={frame} y={y} />
        {jaws.layers.map(({ name, tone }, i) => (
          <path
            key={name}
            className={`f-${tone}`}
            d={
              area<Edge>(
                ([x]) => x,
                ([, low]) => low,
                ([, , high]) => high,
              )(stacks[i])!
            }
          />
        ))}
        {stacks.slice(0, -1).map((edges, i) => (
          <path key={jaws.layers[i].name} className={isJaw(jaws, i) ? "jaw" : "seam"} d={edgePath(edges)} />
        ))}
        {pinned !== null &&
          stack(pinned, { from, to }, days, y)
            .slice(0, -1)
            .map((edges, i) => <path key={pinned.layers[i].name} className="ghost" d={edgePath(edges)} />)}
        <CalendarAxis from={from} to={to} frame={frame} days={days} />
        <Clocks {...{ clocks, from, to, frame, days, movable }} />
        {labels > 0 && <Labels layers={jaws.layers} stacks={stacks} frame={frame} room={labels} />}
        {day !== null && (
          <Reading layers={jaws.layers} stacks={stacks} day={day + 1} frame={frame} label={shortDay(dates[day])} />
        )}
        <Reader
          frame={frame}
          at={dates.map(days)}
          day={day}
          onDay={onDay}
          name={`day read in ${title}`}
          saying={(place) => `${longDay(dates[place])}: ${inWords(jaws, place)}`}
        />
      </svg>
      {labels === 0 && <Listed layers={jaws.layers} />}
    </div>
  );
}

/** What the labels say, below the picture where there is no room beside it: as it stands from the top down. */
function Listed({ layers }: { layers: readonly Layer[] }) {
  return (
    <ol className="endings">
      {layers.toReversed().map(({ name, tone, byDate }) => (
        <li key={name}>
          <Chip tone={tone} />
          {name}
          <span className="lab">{likelihood(byDate[byDate.length - 1][1])}</span>
          <b>{percent(byDate[byDate.length - 1][1])}</b>
        </li>
      ))}
    </ol>
  );
}

const isJaw = ({ below, layers, above }: Jaws, i: number) => i === below - 1 || i === layers.length - above - 1;
const edgePath = (edges: readonly Edge[]) =>
  line<Edge>(
    ([x]) => x,
    ([, , high]) => high,
  ).curve(curveLinear)(edges as Edge[])!;

/**
 * For each layer, its lower and upper edge by date. On the first day all is open; after the last date it stays as it
 * stands.
 */
function stack(
  { layers }: Jaws,
  { from, to }: { readonly from: string; readonly to: string },
  days: Days,
  y: (p: number) => number,
): Edge[][] {
  const dates = layers[0].byDate.map(([date]) => date);
  let floor = dates.map(() => 0);
  let first = 0;
  return layers.map(({ byDate, tone }) => {
    const ceiling = floor.map((low, i) => low + byDate[i][1]);
    const start = first;
    if (tone === "open") first = 1;
    const edges: Edge[] = [[days(from), y(start), y(first)]];
    dates.forEach((date, i) => {
      edges.push([days(date), y(floor[i]), y(ceiling[i])]);
    });
    const last = dates.length - 1;
    if (dates[last] < to) edges.push([days(to), y(floor[last]), y(ceiling[last])]);
    floor = ceiling;
    return edges;
  });
}

/** Pixels that an ending's name and the word for its chance take. */
const LABEL = 30;

interface LabelsProps {
  readonly layers: readonly Layer[];
  readonly stacks: Edge[][];
  readonly frame: Frame;
  readonly room: number;
}

function Labels({ layers, stacks, frame, room }: LabelsProps) {
  const last = stacks.map((edges) => edges[edges.length - 1]);
  const middles = last.map(([, low, high]) => (low + high) / 2);
  const names = layers.map(({ name }) => inLines(name, lettersIn(room)));
  const rooms = names.map(({ length }) => LABEL + LINE * (length - 1));
  const placed = apart(middles.toReversed(), rooms.toReversed(), frame.top + 4, frame.bottom - 6).reverse();
  return (
    <g aria-hidden="true">
      {layers.map(({ name, tone, byDate }, i) => {
        const p = byDate[byDate.length - 1][1];
        const x = frame.right + 22;
        return (
          <g key={name}>
            <path className="rule" fill="none" d={`M${last[i][0] + 2} ${middles[i]}L${x - 5} ${placed[i] - 3}`} />
            <NameLines className={`b t-${tone}`} lines={names[i]} x={x} y={placed[i]} />
            <text className="s" x={x} y={placed[i] + LINE * names[i].length - 1}>
              {likelihood(p)}
            </text>
            <text className="b to" x={frame.right + room + 4} y={placed[i]}>
              {percent(p)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function Reading(props: { layers: readonly Layer[]; stacks: Edge[][]; day: number; frame: Frame; label: string }) {
  const { layers, stacks, day, frame, label } = props;
  const x = stacks[0][day][0];
  return (
    <g aria-hidden="true">
      <line className="read" x1={x} x2={x} y1={frame.top} y2={frame.bottom} />
      <rect className="bar" x={x - 26} y={0} width={52} height={16} />
      <text x={x} y={12} className="mid" style={{ fill: "var(--surface)", fontWeight: 600 }}>
        {label}
      </text>
      {layers.map(({ name, tone, byDate }, i) => {
        const [, low, high] = stacks[i][day];
        return low - high < 13 ? null : (
          <text key={name} className={`o-${tone}`} style={{ fontWeight: 600 }} x={x + 6} y={(low + high) / 2 + 4}>
            {Math.round(100 * byDate[day - 1][1])}
          </text>
        );
      })}
    </g>
  );
}

function inWords({ layers }: Jaws, day = layers[0].byDate.length - 1): string {
  return layers.map(({ name, byDate }) => `${name} ${percent(byDate[day][1])}`).join(", ");
}
