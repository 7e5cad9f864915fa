/** The scenario's clocks as marks on the axis of dates, and the legend that says what each letter is. */
import type { Scenario } from "standoff";
import { hanging } from "./layout.ts";
import { isoDate, type Mark } from "./plot.ts";

type Clock = Scenario["clocks"][number];

const letters = "abcdefghijklmnopqrstuvwxyz";

/**
 * Dates that the calendar itself gives: fixed ones and the fixed anchors of draws. The rest depends on what happens.
 */
function fixedDates(clock: Clock): number[] {
  if (clock.kind === "fixed") return [clock.date];
  return clock.anchors.map(({ date }) => date).filter((date) => Number.isFinite(date));
}

function lettered(scenario: Scenario): { clock: Clock; letter: string; dates: number[] }[] {
  const { from, to } = scenario.calendar;
  return scenario.clocks
    .map((clock) => ({ clock, dates: fixedDates(clock).filter((date) => date >= from && date <= to) }))
    .sort((a, b) => (a.dates[0] ?? Number.POSITIVE_INFINITY) - (b.dates[0] ?? Number.POSITIVE_INFINITY))
    .map(({ clock, dates }, index) => ({ clock, dates, letter: letters[index] ?? "*" }));
}

export function clockMarks(scenario: Scenario): Mark[] {
  return lettered(scenario).flatMap(({ letter, dates }) => dates.map((day) => ({ day, letter })));
}

/** One entry a clock: `a 2025-05-11 ultimatum (or later)`. Clocks without a date of their own come without a letter. */
export function clockLegend(scenario: Scenario, width: number): string[] {
  return lettered(scenario).flatMap(({ clock, letter, dates }) => {
    const when = dates.map(isoDate).join(" or ");
    const how = describe(clock);
    const name = how === "" ? clock.name : `${clock.name} (${how})`;
    return hanging("  ", dates.length === 0 ? `- ${name}` : `${letter} ${when} ${name}`, width);
  });
}

function describe(clock: Clock): string {
  switch (clock.kind) {
    case "fixed":
      return "";
    case "draw":
      return `uncertain: ${clock.anchors.map(({ label }) => label).join(", ")}`;
    case "timer":
      return "runs from what starts it";
    case "stages":
      return "runs from what starts it, for an uncertain time";
  }
}
