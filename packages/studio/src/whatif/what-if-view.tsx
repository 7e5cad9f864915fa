/** What if: the picture at the values moved, against what was pinned. */
import { jawsOf } from "../see/endings.ts";
import { likeliest } from "../see/forecast-view.tsx";
import { GapChart } from "../see/gap-chart.tsx";
import { LinesChart } from "../see/lines-chart.tsx";
import { outcomeRows } from "../see/outcomes.ts";
import { isStale, type Shown, useStudio } from "../state/studio.ts";
import { DifferenceTable } from "./difference-table.tsx";

export function WhatIfView({ shown }: { shown: Shown }) {
  const studio = useStudio();
  const { day, pinned, selected, change } = studio;
  const rows = outcomeRows({ ...shown, study: null });
  const { from, to, clocks } = shown.opened;
  const [group] = shown.forecast.standing;
  const before = pinned?.forecast.standing.find(({ name }) => name === group?.name);
  const onDay = (day: number | null) => change({ day });
  const moved = Object.entries(shown.set);
  return (
    <div className={isStale(studio) ? "stale" : ""}>
      <div className="sect">
        <h2>{moved.length === 0 ? "As the file has it" : moved.map(([name, text]) => `${name} ${text}`).join(", ")}</h2>
        <button type="button" className="btn end" onClick={() => change({ pinned: shown })}>
          Pin this <kbd>P</kbd>
        </button>
      </div>
      {group !== undefined ? (
        <GapChart
          title={group.name}
          jaws={jawsOf(group)}
          from={from}
          to={to}
          clocks={clocks}
          pinned={before === undefined ? null : jawsOf(before)}
          day={day}
          onDay={onDay}
        />
      ) : (
        <LinesChart
          rows={rows}
          selected={selected ?? likeliest(rows).name}
          from={from}
          to={to}
          clocks={clocks}
          day={day}
          onDay={onDay}
        />
      )}
      <div className="sect" />
      <DifferenceTable now={rows} pinned={pinned === null ? [] : outcomeRows({ ...pinned, study: null })} />
      <p className="note">Strategies are solved anew at every value: this is not the old play with new odds.</p>
    </div>
  );
}
