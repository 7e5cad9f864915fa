/**
 * The map: situations gathered to a readable size, the river, and one of them looked at closely, to click through as a
 * story.
 */
import { useState } from "react";
import type { FlowSituation, FlowStep, NamedCondition } from "standoff";
import { percent } from "standoff/words";
import type { Reply } from "../engine/engine.ts";
import { longDay } from "../see/calendar.tsx";
import { ChartFrame } from "../see/chart-frame.tsx";
import { Chip } from "../see/chip.tsx";
import { DaySlider } from "../see/day-slider.tsx";
import { Spark } from "../see/lines-chart.tsx";
import { Working } from "../shell/waiting.tsx";
import { isStale, type Shown, useStudio } from "../state/studio.ts";
import { pinnedTold, useTold } from "../state/told.ts";
import { whyNone } from "../why-none.ts";
import { GatherBy } from "./gather-by.tsx";
import { tonesOf } from "./layout.ts";
import { MapChart } from "./map-chart.tsx";
import { RiverChart } from "./river-chart.tsx";

export function MapView({ shown }: { shown: Shown }) {
  const { gathered, pinned } = useStudio();
  const order = gathered === null ? {} : { by: gathered };
  const told = useTold(shown, "flow", order);
  if ("waiting" in told) return <Working says="Situations and the steps between them are being gathered …" />;
  if ("failure" in told)
    return (
      <>
        <p className="note">{whyNone(told.failure)}</p>
        <GatherBy situations={[]} />
      </>
    );
  const before = pinned === shown ? null : pinnedTold(pinned, "flow", order);
  return <Gathered shown={shown} flow={told.reply} before={before} />;
}

interface GatheredProps {
  readonly shown: Shown;
  readonly flow: Reply<"flow">;
  /** What is pinned, where the map was looked at while it stood. */
  readonly before: Reply<"flow"> | null;
}

function Gathered({ shown, flow, before }: GatheredProps) {
  const studio = useStudio();
  const { day, change } = studio;
  const { situations, steps, river } = flow;
  const { from, to, clocks } = shown.opened;
  const dates = situations[0].byDate.map(([date]) => date);
  const at = Math.min(day ?? Math.floor(dates.length / 2), dates.length - 1);
  const now = situations.map(({ byDate }) => byDate[at][1]);
  const pinned = before && new Map(before.situations.map(({ name, byDate }) => [name, byDate[at]?.[1] ?? 0]));
  const [trail, setTrail] = useState<readonly string[]>([]);
  const names = situations.map(({ name }) => name);
  // Until one is chosen, the likeliest on the day read is looked at.
  const path = names.includes(trail[trail.length - 1]) ? trail : [names[now.indexOf(Math.max(...now))]];
  const selected = names.indexOf(path[path.length - 1]);
  // What is not on its way is faint only about what was chosen.
  const chosen = path === trail ? selected : null;
  const select = (situation: number) => setTrail([names[situation]]);
  const follow = (situation: number) => setTrail([...path, names[situation]]);
  return (
    <div className={`sides${isStale(studio) ? " stale" : ""}`}>
      <div>
        <div className="sect">
          <h2>Where it stands and where it goes</h2>
          <span className="lab hide-m">
            disc: probability on the day read; band: how often the step is taken, in 100
          </span>
        </div>
        <ChartFrame name="Map of situations" table={stepsTable(situations, steps)}>
          <MapChart
            situations={situations}
            steps={steps}
            now={now}
            pinned={pinned}
            selected={chosen}
            onSelect={select}
          />
        </ChartFrame>
        <DaySlider dates={dates} at={at} onDay={(place) => change({ day: place })} />
        <div className="sect">
          <h2>The same as a river</h2>
          <span className="lab hide-m">height: probability; colour: where it goes</span>
        </div>
        <ChartFrame name="River of situations" table={situationsTable(situations)}>
          <RiverChart
            situations={situations}
            river={river}
            from={from}
            to={to}
            clocks={clocks}
            selected={chosen}
            onSelect={select}
          />
        </ChartFrame>
      </div>
      <aside aria-label="The situation looked at">
        <Situation
          flow={flow}
          place={selected}
          now={now[selected]}
          date={dates[at]}
          trail={path.map((name) => names.indexOf(name))}
          onFollow={follow}
          onBack={() => setTrail(path.slice(0, -1))}
        />
        <GatherBy situations={situations.slice(0, -1)} />
      </aside>
    </div>
  );
}

interface SituationProps {
  readonly flow: Reply<"flow">;
  readonly place: number;
  readonly now: number;
  readonly date: string;
  readonly trail: readonly number[];
  readonly onFollow: (situation: number) => void;
  readonly onBack: () => void;
}

function Situation({ flow: { situations, steps }, place, now, date, trail, onFollow, onBack }: SituationProps) {
  const { name, when, ever, byDate } = situations[place];
  const out = steps.filter(({ from }) => from === place);
  const into = steps.filter(({ to }) => to === place);
  const next = out.find(({ to }) => !trail.includes(to));
  return (
    <div className="situation">
      {trail.length > 1 && <p className="lab">{trail.map((one) => situations[one]?.name ?? "").join(" → ")}</p>}
      <h2>{name}</h2>
      <p>
        <b>{percent(now)}</b> on {longDay(date)}; ever {percent(ever)}. <span className="lab">{when}</span>
      </p>
      <Spark byDate={byDate} width={300} height={44} />
      <Steps title="Where it goes from here" steps={out} end="to" situations={situations} onSelect={onFollow} />
      <Steps title="How it comes here" steps={into} end="from" situations={situations} onSelect={onFollow} />
      <div className="row">
        <button type="button" className="btn strong" disabled={next === undefined} onClick={() => onFollow(next!.to)}>
          Follow the likeliest step
        </button>
        <button type="button" className="btn" disabled={trail.length < 2} onClick={onBack}>
          Back
        </button>
      </div>
    </div>
  );
}

interface StepsProps {
  readonly title: string;
  readonly steps: readonly FlowStep[];
  readonly end: "from" | "to";
  readonly situations: readonly FlowSituation[];
  readonly onSelect: (situation: number) => void;
}

const MOST_STEPS = 6;

function Steps({ title, steps, end, situations, onSelect }: StepsProps) {
  const tones = tonesOf(situations);
  const most = Math.max(0.01, ...steps.map(({ times }) => times));
  return (
    <section>
      <h3>
        {title} <span className="lab">times in 100</span>
      </h3>
      {steps.length === 0 && <p className="note">Nowhere: it stays, or it began so.</p>}
      {steps.slice(0, MOST_STEPS).map((step) => (
        <button type="button" className="stepto" key={step[end]} onClick={() => onSelect(step[end])}>
          <Chip tone={tones[step[end]]} />
          <span>
            {situations[step[end]].name}
            <small>{step.by[0].says}</small>
          </span>
          <svg width={70} height={8} aria-hidden="true">
            <rect className="bar" width={(70 * step.times) / most} height={8} />
          </svg>
          <b>{inHundred(step.times)}</b>
        </button>
      ))}
    </section>
  );
}

const inHundred = (times: number) => (times < 0.005 ? "<1" : String(Math.round(100 * times)));

function stepsTable(situations: readonly NamedCondition[], steps: readonly FlowStep[]) {
  return {
    columns: ["from", "to", "expected times", "mostly by"],
    rows: steps.map(({ from, to, times, by }) => [situations[from].name, situations[to].name, times, by[0].says]),
  };
}

function situationsTable(situations: readonly FlowSituation[]) {
  return {
    columns: ["date", ...situations.map(({ name }) => name)],
    rows: situations[0].byDate.map(([date], i) => [date, ...situations.map(({ byDate }) => byDate[i][1])]),
  };
}
