/**
 * What each side thinks of what it does not see, by date: a line a level, shaded from the least to the most that what
 * it may have seen would leave.
 */

import { area, line } from "d3-shape";
import type { BeliefPath, BeliefPoint } from "standoff";
import { beliefInWords, percent } from "standoff/words";
import { CalendarAxis, type Days, daysAcross, type Frame, longDay } from "../see/calendar.tsx";
import { ChartFrame } from "../see/chart-frame.tsx";
import { Clocks, clockRows, ROW } from "../see/clocks.tsx";
import { apart } from "../see/endings.ts";
import { ProbabilityScale } from "../see/probability-scale.tsx";
import { across } from "../see/scale.ts";
import { useWidth } from "../see/use-width.ts";
import { type Shown, useStudio } from "../state/studio.ts";

export function Beliefs({ shown }: { shown: Shown }) {
  const pinned = useStudio(({ pinned }) => pinned);
  const paths = shown.explained?.beliefs?.paths ?? [];
  if (paths.length === 0)
    return <p className="note">Everybody sees everything: there is nothing to hold beliefs about.</p>;
  const former = pinned === shown ? [] : (pinned?.explained?.beliefs?.paths ?? []);
  return (
    <div className="multiples">
      {paths.map((path) => (
        <section key={`${path.actor} ${path.about}`}>
          <h2>
            {path.actorName} <span className="lab">on {path.about}</span>
          </h2>
          <ChartFrame name={`What ${path.actorName} holds of ${path.about}`} table={tableOf(path)}>
            <BeliefChart
              path={path}
              shown={shown}
              former={former.find(({ actor, about }) => actor === path.actor && about === path.about) ?? null}
            />
          </ChartFrame>
          <p className="note">{beliefInWords(path, longDay)}</p>
        </section>
      ))}
    </div>
  );
}

const LABELS = 96;
const dashes = ["", "5 3", "1 3", "8 3 2 3", "2 2"];

interface Props {
  readonly path: BeliefPath;
  readonly former: BeliefPath | null;
  readonly shown: Shown;
}

function BeliefChart({ path: { actorName, about, levels, points }, former, shown: { opened } }: Props) {
  const [ref, width] = useWidth(420, 280);
  const { from, to, clocks } = opened;
  const frame: Frame = { left: 34, right: width - LABELS, top: 8, bottom: 150 };
  const days = daysAcross(from, to, frame);
  const y = across([0, 1], [frame.bottom, frame.top]);
  const last = points[points.length - 1];
  const heights = levels.map((_, level) => y(last.mean[level]) + 4);
  const order = [...levels.keys()].sort((a, b) => heights[a] - heights[b]);
  const placed = apart(
    order.map((level) => heights[level]),
    13,
    frame.top + 4,
    frame.bottom,
  );
  const told = levels.map((level, i) => `${level} from ${percent(points[0].mean[i])} to ${percent(last.mean[i])}`);
  return (
    <div ref={ref}>
      <svg
        width={width}
        height={frame.bottom + 22 + ROW * clockRows(clocks, from, to, days)}
        aria-label={`${actorName} on ${about}: ${told.join(", ")}`}
      >
        <ProbabilityScale frame={frame} y={y} />
        {levels.map((level, i) => (
          <path key={level} className="shade" d={shadeOf(points, i, days, y)} />
        ))}
        {former !== null &&
          levels.map((level, i) => <path key={level} className="ghost" d={lineOf(former.points, i, days, y)} />)}
        {levels.map((level, i) => (
          <path
            key={level}
            className="line"
            strokeDasharray={dashes[i % dashes.length]}
            d={lineOf(points, i, days, y)}
          />
        ))}
        <CalendarAxis from={from} to={to} frame={frame} days={days} />
        <Clocks clocks={clocks} from={from} to={to} frame={frame} days={days} />
        {order.map((level, place) => (
          <text key={levels[level]} x={frame.right + 6} y={placed[place]} aria-hidden="true">
            {levels[level]} <tspan className="b">{percent(last.mean[level])}</tspan>
          </text>
        ))}
      </svg>
    </div>
  );
}

const lineOf = (points: readonly BeliefPoint[], level: number, days: Days, y: (p: number) => number) =>
  line<BeliefPoint>(
    ({ date }) => days(date),
    ({ mean }) => y(mean[level]),
  )([...points])!;

const shadeOf = (points: readonly BeliefPoint[], level: number, days: Days, y: (p: number) => number) =>
  area<BeliefPoint>(
    ({ date }) => days(date),
    ({ low }) => y(low[level]),
    ({ high }) => y(high[level]),
  )([...points])!;

function tableOf({ levels, points }: BeliefPath) {
  return {
    columns: ["date", ...levels.flatMap((level) => [level, `${level}, 10 per cent`, `${level}, 90 per cent`])],
    rows: points.map(({ date, mean, low, high }) => [date, ...levels.flatMap((_, i) => [mean[i], low[i], high[i]])]),
  };
}
