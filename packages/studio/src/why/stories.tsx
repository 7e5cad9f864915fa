/**
 * How it may go: orders of events with their probability; the one looked at on the calendar, each step by its median
 * and the middle 80 per cent.
 */

import type { Story } from "standoff";
import { percent } from "standoff/words";
import type { Reply } from "../engine/engine.ts";
import { CalendarAxis, daysAcross, type Frame, shortDay } from "../see/calendar.tsx";
import { ChartFrame } from "../see/chart-frame.tsx";
import { ROW as CLOCK_ROW, Clocks, clockRows } from "../see/clocks.tsx";
import { useWidth } from "../see/use-width.ts";
import { type Shown, useStudio } from "../state/studio.ts";

type Paths = NonNullable<Reply<"explain">["paths"]>;

export function Stories({ shown, paths }: { shown: Shown; paths: Paths }) {
  const { story, change } = useStudio();
  const own = paths.stories[story] ?? paths.stories[0];
  if (own === undefined) return <p className="note">No order of outcomes is likely enough to be told.</p>;
  return (
    <div className="columns stories">
      <section>
        <h2>
          How it may go <span className="lab">orders in which outcomes first happen</span>
        </h2>
        {paths.stories.map((one, i) => (
          <button
            type="button"
            key={orderOf(one)}
            className="storyline"
            aria-pressed={one === own}
            onClick={() => change({ story: i })}
          >
            <b>{percent(one.probability)}</b>
            <span>{orderOf(one)}</span>
          </button>
        ))}
        <p className="note">All other orders together {percent(paths.other)}.</p>
      </section>
      <section>
        <h2>{orderOf(own)}</h2>
        {own.steps === null || own.steps.length === 0 ? (
          <p className="note">Nothing happens on the way that is worth a date.</p>
        ) : (
          <ChartFrame name="Story with dates" table={tableOf(own)}>
            <StoryChart story={own} shown={shown} />
          </ChartFrame>
        )}
        <p className="note">
          Dot: the date by which it has happened with one half, over all paths of this order; line: 10 to 90 per cent.
        </p>
      </section>
    </div>
  );
}

const orderOf = ({ order }: Story) =>
  order.length === 0 ? "none of the outcomes" : order.map((moment) => moment.join(" and ")).join(", then ");

const LINE = 30;

function StoryChart({ story, shown: { opened } }: { story: Story; shown: Shown }) {
  const [ref, width] = useWidth(680, 300);
  const steps = story.steps ?? [];
  const { from, to, clocks } = opened;
  const frame: Frame = { left: 8, right: width - 16, top: 6, bottom: 12 + LINE * steps.length };
  const days = daysAcross(from, to, frame);
  return (
    <div ref={ref}>
      <svg
        width={width}
        height={frame.bottom + 22 + CLOCK_ROW * clockRows(clocks, from, to, days)}
        aria-label={`${orderOf(story)}, ${percent(story.probability)}: ${steps.map(({ says, median }) => `${says} ${shortDay(median)}`).join(", ")}`}
      >
        <CalendarAxis from={from} to={to} frame={frame} days={days} />
        <Clocks clocks={clocks} from={from} to={to} frame={frame} days={days} />
        {steps.map(({ says, outcomes, share, median, low, high }, i) => {
          const y = frame.top + LINE * i + 20;
          const x = days(median);
          const right = x > width * 0.5;
          return (
            <g key={`${says} ${outcomes.join()}`} aria-hidden="true">
              <path
                className="brk"
                d={`M${days(low)} ${y - 3}v6M${days(low)} ${y}H${days(high)}M${days(high)} ${y - 3}v6`}
              />
              <circle className={outcomes.length > 0 ? "bar" : "hollow"} cx={x} cy={y} r={4.5} />
              <text className={`halo ${outcomes.length > 0 ? "b" : ""}${right ? " to" : ""}`} x={x} y={y - 8}>
                {says}
                {share < 0.995 ? `, ${percent(share)}` : ""} {shortDay(median)}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function tableOf({ steps }: Story) {
  return {
    columns: ["what happens", "outcomes", "share of this order", "10 per cent by", "half by", "90 per cent by"],
    rows: (steps ?? []).map(({ says, outcomes, share, low, median, high }) => [
      says,
      outcomes.join(", "),
      share,
      low,
      median,
      high,
    ]),
  };
}
