/** Sealed forecasts and tables that tests of scores make up. */
import type { SealedForecast, SealedQuestion } from "../src/score/sealed.ts";
import { readQuotes, readResolutions } from "../src/score/tables.ts";

export const question = (name: string, mean: number, more: Partial<SealedQuestion> = {}): SealedQuestion => ({
  name,
  kind: "outcome",
  ask: `P(${name})`,
  resolves: "",
  mean,
  band: null,
  habit: null,
  stated: null,
  baseRate: null,
  ...more,
});

export const forecast = (
  name: string,
  questions: readonly SealedQuestion[],
  more: Partial<Pick<SealedForecast, "groups" | "frozen">> = {},
): SealedForecast => ({
  format: "standoff forecast 1",
  engine: "0",
  frozen: "2026-03-02T08:00:00.000Z",
  scenario: {
    name,
    title: `The ${name}`,
    hash: `${name}0123456789`,
    caveat: "",
    asOf: "2026-03-02",
    from: "2026-03-02",
    to: "2026-12-31",
  },
  settings: { set: {}, step: null, reversed: false },
  news: { status: "no news", asOf: null, likelihood: 1 },
  seed: "calm-river-stone",
  draws: { asked: 8, solved: 8, lost: 0, effective: 8 },
  checksContradict: false,
  questions: [...questions],
  groups: [],
  ...more,
});

export const table = (...rows: string[]) => readResolutions(["scenario,question,resolved,date", ...rows].join("\n"));
export const quotes = (...rows: string[]) =>
  readQuotes(["source,scenario,question,date,probability", ...rows].join("\n"));
