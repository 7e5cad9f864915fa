/**
 * Questions about one outcome's first time that need no columns of their own, because the outcome's travels for the
 * forecast.
 */
import type { ForecastPlan } from "./forecast.ts";
import type { Carriage, Columns } from "./questions/figures.ts";
import type { Ride } from "./ride/ride.ts";

/**
 * Columns that questions are read from, and that travel among outcomes: the part of the plan in which they do, and
 * their places there.
 */
export interface ColumnsAboard {
  readonly of: Columns;
  readonly in: object;
  readonly places: readonly number[];
}

export function columnsAboard({ parts }: ForecastPlan, { columns }: Carriage): ColumnsAboard[] {
  return columns.flatMap((own) => {
    const part = parts.find(
      ({ plan, slices }) =>
        !plan.crosses &&
        own.outcomes.every((outcome) => plan.outcomes.includes(outcome)) &&
        slices.begins.join() === own.slices.begins.join(),
    );
    return part === undefined
      ? []
      : [{ of: own, in: part, places: own.outcomes.map((outcome) => part.plan.outcomes.indexOf(outcome)) }];
  });
}

/** Some columns of a ride, by their places behind the first. */
export function columnsOf({ stopped, stoppedClean, left, leftClean }: Ride, places: readonly number[]): Ride {
  const behind = (of: readonly Float64Array[]) => places.map((place) => of[place + 1]);
  const some = (numbers: Float64Array) => Float64Array.from([numbers[0], ...places.map((place) => numbers[place + 1])]);
  const isClean = stoppedClean.length > 0;
  return {
    stopped: [stopped[0], ...behind(stopped)],
    stoppedClean: isClean ? places.map((place) => stoppedClean[place]) : [],
    left: left.map(some),
    leftClean: isClean ? leftClean.map((numbers) => Float64Array.from(places, (place) => numbers[place])) : leftClean,
  };
}
