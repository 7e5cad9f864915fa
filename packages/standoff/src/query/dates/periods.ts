/** Periods and days: which period holds a day, and the day by which what happens in a period is dated. */

import type { Scenario } from "../../language/scenario.ts";
import { printDay } from "../../text/dates.ts";

/** The day that dates what happens in a period: its first day; the calendar's last day for period number `periods`. */
export function dayOfPeriod(scenario: Scenario, period: number): number {
  const { periods, to } = scenario.calendar;
  return periods[period]?.start ?? to;
}

/** The ISO date of the last day of a period, by whose end all that comes in it has come. */
export function lastDateOfPeriod(scenario: Scenario, period: number): string {
  const { periods, to } = scenario.calendar;
  const own = periods[period];
  return printDay(own === undefined ? to : own.start + own.days - 1);
}

/** The ISO date of a period. */
export function dateOfPeriod(scenario: Scenario, period: number): string {
  return printDay(dayOfPeriod(scenario, period));
}

/**
 * The last period that starts on or before a day: -1 before the first day, `periods` from the calendar's last day on.
 */
export function periodOfDay(scenario: Scenario, day: number): number {
  const { periods, to } = scenario.calendar;
  if (day >= to) return periods.length;
  let period = -1;
  while (period + 1 < periods.length && periods[period + 1].start <= day) period++;
  return period;
}
