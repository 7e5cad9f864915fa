/**
 * The tornado: bars from the answer as it stands to that at either end of each range, the ends' values printed at them.
 */
import { ticks } from "d3-array";
import { percent } from "standoff/words";
import { cut } from "../see/names.tsx";
import { across } from "../see/scale.ts";
import { useWidth } from "../see/use-width.ts";

export interface TornadoRow {
  readonly name: string;
  /** The answer at the low and at the high end. */
  readonly ends: readonly [number, number];
  readonly labels: readonly [string, string];
  readonly exact: boolean;
}

interface Props {
  readonly name: string;
  readonly value: number;
  readonly rows: readonly TornadoRow[];
  /** The answer that is pinned; null: none is, or it is this one. */
  readonly pinned: number | null;
}

const ROW = 22;
const TOP = 40;
const SPAN = 44;
const END = 58;
/** Pixels that a figure of the axis has at least. */
const TICK = 48;

export function Tornado({ name, value, rows, pinned }: Props) {
  const [ref, width] = useWidth(640, 300);
  const names = Math.min(190, Math.round(width * 0.34));
  const all = [value, ...rows.flatMap(({ ends }) => ends), ...(pinned === null ? [] : [pinned])];
  const [least, most] = [Math.min(...all), Math.max(...all, Math.min(...all) + 0.01)];
  const x = across([least, most], [names + END, width - SPAN - END]);
  const height = TOP + ROW * rows.length + 6;
  return (
    <div ref={ref}>
      <svg width={width} height={height} aria-label={inWords(name, rows)}>
        <g aria-hidden="true">
          <text className="s" x={0} y={TOP - 8}>
            assumption, over its range
          </text>
          <text className="s to" x={width} y={TOP - 8}>
            span
          </text>
          <line className="rule" x1={0} x2={width} y1={TOP - 2} y2={TOP - 2} />
          {ticks(least, most, Math.min(4, Math.floor((x(most) - x(least)) / TICK))).map((p) => (
            <g key={p}>
              <line className="grid" x1={x(p)} x2={x(p)} y1={TOP - 5} y2={height} />
              <text className="s mid" x={x(p)} y={TOP - 8}>
                {tick(p)}
              </text>
            </g>
          ))}
          <text className="s mid" x={x(value)} y={10}>
            as it stands {percent(value)}
          </text>
        </g>
        <line className="axis" x1={x(value)} x2={x(value)} y1={14} y2={height} />
        {pinned !== null && <line className="ghost" x1={x(pinned)} x2={x(pinned)} y1={14} y2={height} />}
        {rows.map((row, i) => (
          <g key={row.name} transform={`translate(0 ${TOP + ROW * i})`} aria-hidden="true">
            <text x={0} y={14}>
              {cut(row.name, Math.floor(names / 5.6))}
            </text>
            <Bars row={row} value={value} x={x} />
            <text className="b to" x={width} y={14}>
              {inWholePoints(Math.abs(row.ends[1] - row.ends[0]))}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

function Bars({ row: { ends, labels }, value, x }: { row: TornadoRow; value: number; x: (p: number) => number }) {
  const bar = (to: number) => ({ x: Math.min(x(value), x(to)), width: Math.max(1, Math.abs(x(to) - x(value))) });
  const sameSide = Math.sign(ends[0] - value) === Math.sign(ends[1] - value);
  // Where both ends lie on one side the farther is drawn first, and one label says both.
  const far = Math.abs(ends[0] - value) > Math.abs(ends[1] - value) ? 0 : 1;
  const text = (to: number, label: string) => (
    <text className={to < value ? "s to" : "s"} x={x(to) + (to < value ? -5 : 5)} y={13.5}>
      {label}
    </text>
  );
  const drawn = [
    <rect key="low" className="hollowbar" {...bar(ends[0])} y={5} height={10} />,
    <rect key="high" className="bar" {...bar(ends[1])} y={5} height={10} />,
  ];
  return (
    <>
      {sameSide && far === 1 ? [...drawn].reverse() : drawn}
      {sameSide ? text(ends[far], labels[far]) : [0, 1].map((end) => <g key={end}>{text(ends[end], labels[end])}</g>)}
    </>
  );
}

const inWholePoints = (span: number) => (span < 0.005 ? "<1 pt" : `${Math.round(100 * span)} pt`);

/** The axis is zoomed: where it tells less than whole per cents apart, with a decimal. */
const tick = (p: number) => `${Number((100 * p).toFixed(1))} %`;

function inWords(name: string, rows: readonly TornadoRow[]): string {
  const told = rows.slice(0, 5).map((row) => `${row.name} from ${percent(row.ends[0])} to ${percent(row.ends[1])}`);
  return `${name} over the ranges of assumptions: ${told.join(", ")}`;
}
