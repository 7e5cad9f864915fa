/** Happens by: one rising line an outcome, with its name at the right; the selected one with its band over draws. */

import { area, line } from "d3-shape";
import type { ListedClock } from "standoff";
import { percent } from "standoff/words";
import { CalendarAxis, daysAcross, type Frame, longDay, shortDay } from "./calendar.tsx";
import { Clocks, clockRows, ROW } from "./clocks.tsx";
import { apart, lettersIn, roomForNames } from "./endings.ts";
import { inLines, LINE, NameLines } from "./names.tsx";
import type { OutcomeRow } from "./outcomes.ts";
import { ProbabilityScale } from "./probability-scale.tsx";
import { Reader } from "./reader.tsx";
import { across } from "./scale.ts";
import { useWidth } from "./use-width.ts";

interface Props {
  readonly rows: readonly OutcomeRow[];
  /** What it is compared with; null: nothing. */
  readonly pinned: readonly OutcomeRow[] | null;
  readonly selected: string;
  readonly from: string;
  readonly to: string;
  readonly clocks: readonly ListedClock[];
  /** Can clocks be moved here? */
  readonly movable: boolean;
  readonly day: number | null;
  readonly onDay: (day: number | null) => void;
}

export function LinesChart({ rows, pinned, selected, from, to, clocks, movable, day, onDay }: Props) {
  const [ref, width] = useWidth();
  const labels = roomForNames(
    rows.map(({ name }) => name),
    width,
  );
  const frame: Frame = { left: 38, right: width - labels - 8, top: 20, bottom: 250 };
  const days = daysAcross(from, to, frame);
  const y = across([0, 1], [frame.bottom, frame.top]);
  const dates = rows[0].byDate.map(([date]) => date);
  const path = line<readonly [string, number]>(
    ([date]) => days(date),
    ([, p]) => y(p),
  );
  const chosen = rows.find(({ name }) => name === selected);
  const heights = rows.map(({ byDate }) => y(byDate[byDate.length - 1][1]));
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
  const names = rows.map(({ name }) => inLines(name, lettersIn(labels)));
  const sorted = apart(
    order.map((i) => heights[i] + 4),
    order.map((i) => 1 + LINE * names[i].length),
    frame.top + 4,
    frame.bottom,
  );
  const height = frame.bottom + 22 + ROW * clockRows(clocks, from, to, days);
  return (
    <div ref={ref}>
      <svg
        width={width}
        height={height}
        aria-label={`Happens by: ${rows.map(({ name, p }) => `${name} ${percent(p)}`).join(", ")}`}
      >
        <ProbabilityScale frame={frame} y={y} />
        {chosen?.bandByDate?.map(([date, low, , high]) => (
          <path
            key={date}
            className="brk"
            d={`M${days(date)} ${y(low)}V${y(high)}M${days(date) - 2} ${y(low)}h4M${days(date) - 2} ${y(high)}h4`}
          />
        ))}
        {pinned?.map(({ name, byDate }) => (
          <path key={name} className="ghost" d={path([[from, 0] as const, ...byDate])!} />
        ))}
        {rows.map(({ name, byDate }) => (
          <path
            key={name}
            className={name === selected ? "line on" : "line"}
            opacity={name === selected ? 1 : 0.55}
            d={path([[from, 0] as const, ...byDate])!}
          />
        ))}
        <CalendarAxis from={from} to={to} frame={frame} days={days} />
        <Clocks {...{ clocks, from, to, frame, days, movable }} />
        {labels > 0 &&
          order.map((row, place) => (
            <g key={rows[row].name} aria-hidden="true">
              <path
                className="rule"
                fill="none"
                d={`M${frame.right + 2} ${heights[row]}L${frame.right + 16} ${sorted[place] - 4}`}
              />
              <NameLines
                className={rows[row].name === selected ? "b" : ""}
                lines={names[row]}
                x={frame.right + 20}
                y={sorted[place]}
              />
              <text className="b to" x={frame.right + labels + 4} y={sorted[place]}>
                {percent(rows[row].byDate[rows[row].byDate.length - 1][1])}
              </text>
            </g>
          ))}
        {labels === 0 && chosen !== undefined && (
          <text className="b to halo" x={frame.right} y={Math.max(frame.top + 10, y(chosen.p) - 8)} aria-hidden="true">
            {chosen.name} {percent(chosen.byDate[chosen.byDate.length - 1][1])}
          </text>
        )}
        {day !== null && (
          <g aria-hidden="true">
            <line className="read" x1={days(dates[day])} x2={days(dates[day])} y1={frame.top} y2={frame.bottom} />
            <rect className="bar" x={days(dates[day]) - 26} y={0} width={52} height={16} />
            <text x={days(dates[day])} y={12} className="mid" style={{ fill: "var(--surface)", fontWeight: 600 }}>
              {shortDay(dates[day])}
            </text>
          </g>
        )}
        <Reader
          frame={frame}
          at={dates.map(days)}
          day={day}
          onDay={onDay}
          name="day read in Happens by"
          saying={(place) =>
            `${longDay(dates[place])}: ${rows.map(({ name, byDate }) => `${name} ${percent(byDate[place][1])}`).join(", ")}`
          }
        />
      </svg>
    </div>
  );
}

/** A thin line of an outcome over the calendar, for a table. */
export function Spark({
  byDate,
  width = 84,
  height = 16,
}: {
  byDate: OutcomeRow["byDate"];
  width?: number;
  height?: number;
}) {
  const last = Math.max(1, byDate.length - 1);
  const shape = area<readonly [string, number]>(
    (_, i) => (width * i) / last,
    () => height,
    ([, p]) => height - 1 - (height - 3) * p,
  );
  const top = line<readonly [string, number]>(
    (_, i) => (width * i) / last,
    ([, p]) => height - 1 - (height - 3) * p,
  );
  return (
    <svg width={width} height={height} aria-hidden="true">
      <path d={shape([...byDate])!} fill="var(--rule)" />
      <path className="line" d={top([...byDate])!} />
    </svg>
  );
}
