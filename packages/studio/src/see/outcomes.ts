/** The outcomes of what stands, as rows: the mean over draws leads where it is known, else the answer at the stated values. */
import type { Shown } from "../state/studio.ts";

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
