/** The same as a river: probability as height from date to date, flows between, the clocks on the same calendar. */
import type { FlowSituation, ListedClock, RiverStretch } from "standoff";
import { percent } from "standoff/words";
import { CalendarAxis, type Days, daysAcross, type Frame } from "../see/calendar.tsx";
import { Clocks, clockRows, ROW } from "../see/clocks.tsx";
import { apart } from "../see/endings.ts";
import { inLines, LINE, NameLines } from "../see/names.tsx";
import { useWidth } from "../see/use-width.ts";
import { stackOrder, tonesOf } from "./layout.ts";

interface Props {
  readonly situations: readonly FlowSituation[];
  readonly river: readonly RiverStretch[];
  readonly from: string;
  readonly to: string;
  readonly clocks: readonly ListedClock[];
  readonly selected: number | null;
  readonly onSelect: (situation: number) => void;
}

const COLUMN = 7;
const LABELS = 210;
const HEIGHT = 190;
/** Flows below this are not drawn. */
const LEAST = 0.002;

export function RiverChart({ situations, river, from, to, clocks, selected, onSelect }: Props) {
  const [ref, width] = useWidth(880, 340);
  const labels = width > 560 ? LABELS : 0;
  const frame: Frame = { left: 12, right: width - labels - 8, top: 8, bottom: 8 + HEIGHT };
  const days = daysAcross(from, to, frame);
  const order = stackOrder(situations);
  const tones = tonesOf(situations);
  const columns = columnsOf(river, order, days);
  const last = columns[columns.length - 1];
  if (last === undefined) return <p className="note">Nothing is left to come.</p>;
  const height = frame.bottom + 22 + ROW * clockRows(clocks, from, to, days);
  const dim = (of: readonly number[]) => selected !== null && !of.includes(selected);
  return (
    <div ref={ref}>
      <svg width={width} height={height} aria-label={inWords(situations, river)}>
        {river.flatMap((stretch, i) =>
          ribbonsOf(stretch, [columns[i], columns[i + 1]], order).map(({ key, path, to: into, from: out }) => (
            <path
              key={`${stretch.from} ${key}`}
              className={`flow f-${tones[into]}`}
              opacity={dim([into, out]) ? 0.12 : 0.62}
              d={path}
            />
          )),
        )}
        {columns.flatMap(({ x, tops, masses, date }) =>
          order.map((place, k) =>
            masses[place] < LEAST ? null : (
              // biome-ignore lint/a11y/noStaticElementInteractions: the map and the table select by keys
              <rect
                key={`${date} ${situations[place].name}`}
                className={`f-${tones[place]}`}
                opacity={dim([place]) ? 0.3 : 1}
                x={x - COLUMN / 2}
                y={frame.top + tops[k]}
                width={COLUMN}
                height={Math.max(0.5, HEIGHT * masses[place])}
                onClick={() => onSelect(place)}
              />
            ),
          ),
        )}
        <CalendarAxis from={from} to={to} frame={frame} days={days} />
        <Clocks clocks={clocks} from={from} to={to} frame={frame} days={days} />
        {labels > 0 && <Labels column={last} order={order} situations={situations} frame={frame} tones={tones} />}
      </svg>
    </div>
  );
}

/** What stands at a date, from the top: masses by situation, tops in the stack's order. */
interface Column {
  readonly date: string;
  readonly x: number;
  readonly masses: readonly number[];
  readonly tops: readonly number[];
}

function columnsOf(river: readonly RiverStretch[], order: readonly number[], days: Days): Column[] {
  const column = (date: string, masses: readonly number[]): Column => {
    let top = 0;
    const tops = order.map((place) => {
      const own = top;
      top += HEIGHT * masses[place];
      return own;
    });
    return { date, x: days(date), masses, tops };
  };
  const out = ({ flow }: RiverStretch) => flow.map((row) => row.reduce((a, b) => a + b, 0));
  const into = ({ flow }: RiverStretch) => flow.map((_, to) => flow.reduce((sum, row) => sum + row[to], 0));
  return river.flatMap((stretch, i) => [
    ...(i === 0 ? [column(stretch.from, out(stretch))] : []),
    column(stretch.to, into(stretch)),
  ]);
}

interface Ribbon {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly path: string;
}

function ribbonsOf(
  { flow }: RiverStretch,
  [left, right]: readonly [Column, Column],
  order: readonly number[],
): Ribbon[] {
  const leaves = [...left.tops];
  const comes = [...right.tops];
  const [x0, x1] = [left.x + COLUMN / 2, right.x - COLUMN / 2];
  const middle = (x0 + x1) / 2;
  return order.flatMap((from, i) =>
    order.flatMap((to, k): Ribbon[] => {
      const height = HEIGHT * flow[from][to];
      const [a, b] = [8 + leaves[i], 8 + comes[k]];
      leaves[i] += height;
      comes[k] += height;
      if (flow[from][to] < LEAST) return [];
      const path = `M${x0} ${a}C${middle} ${a} ${middle} ${b} ${x1} ${b}V${b + height}C${middle} ${b + height} ${middle} ${a + height} ${x0} ${a + height}Z`;
      return [{ key: `${from} ${to}`, from, to, path }];
    }),
  );
}

function Labels(props: {
  column: Column;
  order: readonly number[];
  situations: readonly FlowSituation[];
  frame: Frame;
  tones: readonly string[];
}) {
  const { column, order, situations, frame, tones } = props;
  const shown = order.filter((place) => column.masses[place] >= 0.005);
  const middles = shown.map(
    (place) => frame.top + column.tops[order.indexOf(place)] + (HEIGHT * column.masses[place]) / 2,
  );
  const names = shown.map((place) => inLines(situations[place].name, LETTERS));
  const placed = apart(
    middles,
    names.map(({ length }) => 1 + LINE * length),
    frame.top + 4,
    frame.bottom,
  );
  return (
    <g aria-hidden="true">
      {shown.map((place, i) => (
        <g key={situations[place].name}>
          <path
            className="rule"
            fill="none"
            d={`M${column.x + COLUMN} ${middles[i]}L${frame.right + 18} ${placed[i]}`}
          />
          <NameLines className={`t-${tones[place]}`} lines={names[i]} x={frame.right + 22} y={placed[i] + 4} />
          <text className="b to" x={frame.right + LABELS + 4} y={placed[i] + 4}>
            {percent(column.masses[place])}
          </text>
        </g>
      ))}
    </g>
  );
}

/** In a line of a label. */
const LETTERS = 27;

function inWords(situations: readonly FlowSituation[], river: readonly RiverStretch[]): string {
  const last = river[river.length - 1];
  if (last === undefined) return "The river: nothing is left to come";
  const ends = situations.map(({ name }, to) => `${name} ${percent(last.flow.reduce((sum, row) => sum + row[to], 0))}`);
  return `The river, on ${last.to}: ${ends.join(", ")}`;
}
