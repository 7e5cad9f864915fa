/** Elaboration of `rolled`: the day up to which the history is everyone's, and the forecasts that were made before. */
import { parseDay } from "../../text/dates.ts";
import type { Rolled } from "../scenario.ts";
import type { Elaboration } from "./elaboration.ts";

export function elaborateRolled(e: Elaboration, from: number, to: number): Rolled | null {
  const { rolled, history = [] } = e.document;
  if (rolled === undefined) return null;
  const day = parseDay(rolled.to) ?? from;
  const path = ["rolled", "to"];
  if (day < from || day >= to) e.report("history-outside-calendar", e.value(path), { date: rolled.to });
  else if (!history.some(({ on }) => (parseDay(on) ?? to) <= day))
    e.report("rolled-without-news", e.value(path), { date: rolled.to });
  const forecasts = (rolled.forecasts ?? []).map(({ "as of": asOf, made, chances }) => ({
    asOf: parseDay(asOf) ?? from,
    made: made === undefined ? null : (parseDay(made) ?? null),
    chances: new Map(Object.entries(chances).map(([name, chance]) => [name, Number(chance)])),
  }));
  const through = (rolled.through ?? []).map((text) => parseDay(text) ?? from);
  through.forEach((one, i) => {
    const next = through[i + 1] ?? day;
    if (one < from || one >= next)
      e.report("history-out-of-order", e.value(["rolled", "through", i]), { date: rolled.through![i] });
  });
  return { to: day, through, span: e.key(["rolled"]), forecasts };
}
