/**
 * What leads a view: how it stands by date where a group of endings is shown, else when outcomes come; beside what was
 * pinned.
 */
import { type Shown, useStudio } from "../state/studio.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { jawsOf } from "./endings.ts";
import { GapChart } from "./gap-chart.tsx";
import { LinesChart } from "./lines-chart.tsx";
import { byDateTable, type OutcomeRow, standingTable } from "./outcomes.ts";

type Group = Parameters<typeof standingTable>[0];

/** Of groups and of rows: as they are, and as they were pinned; null where nothing was, or the same. */
interface Beside<T> {
  readonly now: T;
  readonly pinned: T | null;
}

export function Picture(props: {
  shown: Shown;
  group: Beside<Group> | null;
  rows: Beside<readonly OutcomeRow[]>;
  selected: string;
}) {
  const { shown, group, rows, selected } = props;
  const { day, figure, change } = useStudio();
  const { from, to, clocks } = shown.opened;
  const onDay = (day: number | null) => change({ day });
  const dated = { from, to, clocks, movable: !figure, day, onDay };
  if (group === null)
    return (
      <ChartFrame name="Happens by" table={byDateTable(rows.now)}>
        <LinesChart rows={rows.now} pinned={rows.pinned} selected={selected} {...dated} />
      </ChartFrame>
    );
  const { name } = group.now;
  return (
    <ChartFrame name={name} table={standingTable(group.now)}>
      <GapChart
        title={name}
        jaws={jawsOf(group.now)}
        pinned={group.pinned === null ? null : jawsOf(group.pinned)}
        {...dated}
      />
    </ChartFrame>
  );
}
