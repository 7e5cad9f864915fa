/** Confidence in every answer that is a probability, as JSON: the verdict with what it rests on. */
import type { Asked, CheckResult, Forecast, NewsTaken, Scenario } from "standoff";
import { confidenceIn, type Study, type Verdict } from "standoff/study";
import { dayOf } from "./plot.ts";

/** What a forecast found, as far as confidence goes. */
export interface Found {
  readonly scenario: Scenario;
  readonly news: NewsTaken;
  readonly forecast: Forecast;
  readonly asked: readonly Asked[];
  readonly checks: readonly CheckResult[];
  readonly study: Study;
}

/** By name: of outcomes, and of the file's own questions that ask for a probability. */
export interface Verdicts {
  readonly outcomes: ReadonlyMap<string, Verdict>;
  readonly questions: ReadonlyMap<string, Verdict>;
}

export function verdictsOf({ scenario, news, forecast, asked, checks, study }: Found): Verdicts {
  const common = {
    scenario,
    study,
    certificate: forecast.certificate,
    checks,
    on: news.asOf === null ? scenario.asOf.day : dayOf(news.asOf),
  };
  const outcomes = study.outcomes.map((answer) => {
    const { ribbon } = forecast.outcomes.find(({ name }) => name === answer.name)!;
    return [answer.name, confidenceIn({ ...common, answer, ribbon: ribbon.byEnd })] as const;
  });
  const questions = study.questions.flatMap((answer) => {
    const own = asked.find(({ name }) => name === answer.name)?.answer;
    if (own?.status !== "answered" || own.kind !== "probability") return [];
    return [[answer.name, confidenceIn({ ...common, answer, ribbon: own.ribbon })] as const];
  });
  return { outcomes: new Map(outcomes), questions: new Map(questions) };
}
