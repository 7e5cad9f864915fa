/**
 * The outcomes of what stands, as rows: the mean over draws leads where it is known, else the answer at the stated
 * values.
 */
import type { GroupStanding } from "standoff";
import type { Shown } from "../state/studio.ts";
import type { Table } from "./table.ts";

export interface OutcomeRow {
  readonly name: string;
  /** What leads. */
  readonly p: number;
  readonly isMean: boolean;
  readonly error: number | null;
  readonly band: readonly [number, number, number] | null;
  readonly stated: number;
  readonly habit: number | null;
  readonly errorShare: number;
  readonly byDate: readonly (readonly [date: string, probability: number])[];
  readonly bandByDate: readonly (readonly [date: string, p10: number, p50: number, p90: number])[] | null;
}

export function outcomeRows({ forecast, study }: Shown): OutcomeRow[] {
  return forecast.forecast.outcomes.map((one, i) => {
    const drawn = study?.study.outcomes[i];
    const mean = drawn?.mean ?? null;
    return {
      name: one.name,
      p: mean ?? one.byEnd,
      isMean: mean !== null,
      error: drawn?.error ?? null,
      band: drawn?.band ?? null,
      stated: one.byEnd,
      habit: drawn?.habit ?? null,
      errorShare: one.errorShare,
      byDate: mean === null || drawn === undefined ? one.byDate : drawn.meanByDate,
      bandByDate: drawn?.bandByDate ?? null,
    };
  });
}

/** What stands at a day: the probability by then. */
export function at(row: OutcomeRow, day: number | null): number {
  return day === null ? row.p : (row.byDate[day]?.[1] ?? row.p);
}

/** Every outcome by date, a line each. */
export function byDateTable(rows: readonly OutcomeRow[]): Table {
  return {
    columns: ["outcome", "by", rows.some(({ isMean }) => isMean) ? "mean" : "stated", "p10", "p90"],
    rows: rows.flatMap(({ name, byDate, bandByDate }) =>
      byDate.map(([date, p], i) => {
        const [, low, , high] = bandByDate?.[i] ?? [];
        return [name, date, p, low ?? null, high ?? null];
      }),
    ),
  };
}

/**
 * How the first exclusive group stands: the mean over draws where a study tells it, else at the stated values; null
 * where no group has a standing.
 */
export function groupOf({ forecast, study }: Shown): {
  readonly group: GroupStanding | null;
  readonly isMean: boolean;
} {
  const [stated] = forecast.standing;
  const mean = study?.study.standing.find(({ name }) => name === stated?.name);
  const isMean = mean?.parts.every(({ byDate }, i) => byDate.length === stated.parts[i].byDate.length) === true;
  return { group: (isMean ? mean : stated) ?? null, isMean };
}

/** Every ending's probability on every date. */
export function standingTable({ parts }: GroupStanding): Table {
  return {
    columns: ["date", ...parts.map(({ outcome }) => outcome)],
    rows: (parts[0]?.byDate ?? []).map(([date], i) => [date, ...parts.map(({ byDate }) => byDate[i][1])]),
  };
}
