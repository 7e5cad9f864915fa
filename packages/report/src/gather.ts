/** From what was computed to the report: everything that the page shows, in one record of plain data. */
import {
  type Asked,
  type BeliefPath,
  type CheckResult,
  clocksOf,
  type Derivatives,
  type Forecast,
  type Manifest,
  type NewsTaken,
  outsideChecks,
  type Scenario,
  type StandingPart,
  type Stories,
} from "standoff";
import type { DealDay, FindOut, Watched } from "standoff/judge";
import { type Averaged, confidenceIn, evidenceWeights, groundsOf, type Study } from "standoff/study";
import { amountInWords, likelihood, likelihoodOver } from "standoff/words";
import { dayOf, isoDay } from "./days.ts";
import {
  type Endings,
  type Figures,
  FORMAT,
  type Indicators,
  type Leverage,
  type Report,
  type ReportedAnalysts,
  type ReportedAssumption,
  type ReportedOutcome,
  type ReportedQuestion,
  type ReportedRivals,
} from "./report.ts";

export interface Gathered {
  readonly scenario: Scenario;
  readonly file: string;
  /** The day on which the report is written, ISO. */
  readonly written: string;
  readonly manifest: Manifest;
  readonly news: NewsTaken;
  readonly forecast: Forecast;
  readonly asked: readonly Asked[];
  readonly checks: readonly CheckResult[];
  readonly study: Study;
  readonly seed: string;
  /** An outcome or a question of the scenario's own that asks for a probability. */
  readonly lead: string;
  readonly derivatives: Extract<Derivatives, { status: "told" }> | null;
  readonly stories: Stories;
  readonly beliefs: readonly BeliefPath[];
  readonly rivals: ReportedRivals | null;
  readonly analysts: ReportedAnalysts | null;
  readonly deals: readonly DealDay[] | null;
  readonly watched: Watched;
  readonly findOut: FindOut;
}

/** The names of the answers that may lead: outcomes, and the file's questions that ask for a probability. */
export function leadsOf({ outcomes, questions }: Pick<Study, "outcomes" | "questions">): string[] {
  const asked = questions.filter(({ kind }) => kind === "probability");
  return [...outcomes, ...asked].map(({ name }) => name);
}

/** Throws where `lead` is none of `leadsOf` (a bug of the caller). */
export function reportOf(gathered: Gathered): Report {
  const { scenario, study, manifest, news, checks, stories, beliefs, written, file, lead } = gathered;
  const { contradicts: contradicted } = outsideChecks(checks);
  const { asked, solved, lost, refused } = study.draws;
  return {
    format: FORMAT,
    written,
    file,
    manifest,
    draws: { seed: gathered.seed, asked, solved, lost, refused, effective: study.effective },
    news,
    lead,
    outcomes: outcomesOf(gathered, contradicted),
    questions: questionsOf(gathered, contradicted),
    endings: endingsOf(gathered),
    confidence: confidenceOf(gathered),
    leverage: leverageOf(gathered),
    assumptions: scenario.assumptions.map((one) => assumptionOf(scenario, one)),
    evidence: scenario.evidence.map(({ id, source, where, shows, points, grade, of }) => {
      return { id, source, where, shows, points, grade, of: of === null ? null : isoDay(of) };
    }),
    clocks: clocksOf(scenario),
    stories,
    beliefs,
    checks,
    rivals: gathered.rivals,
    analysts: gathered.analysts,
    deals: gathered.deals,
    indicators: indicatorsOf(gathered),
    changes: null,
    contradicted,
  };
}

function figuresOf(one: Averaged, contradicted: boolean): Omit<Figures, "name" | "errorShare" | "resolves"> {
  const { mean, error, band, stated, habit } = one;
  return { mean, error, band, stated, habit, word: contradicted ? null : wordOf(one) };
}

function wordOf({ mean, band }: Averaged): string | null {
  if (mean === null) return null;
  return band === null ? likelihood(mean) : likelihoodOver(mean, [band[0], band[2]]);
}

function outcomesOf({ scenario, forecast, study }: Gathered, contradicted: boolean): ReportedOutcome[] {
  return study.outcomes.map((one) => {
    const { name, errorShare, meanByDate, bandByDate } = one;
    const own = forecast.outcomes.find((outcome) => outcome.name === name)!;
    const { how } = scenario.outcomes.find((outcome) => outcome.name === name)!;
    const band = new Map(bandByDate.map(([date, low, , high]) => [date, { low, high }] as const));
    return {
      name,
      ...figuresOf(one, contradicted),
      stated: own.byEnd,
      errorShare,
      resolves: own.resolves,
      atEnd: how === "at end" || how === "else",
      byDate: meanByDate.map(([date, mean]) => ({ date, mean, low: mean, high: mean, ...band.get(date) })),
    };
  });
}

function questionsOf({ asked, study }: Gathered, contradicted: boolean): ReportedQuestion[] {
  return study.questions.map((one) => {
    const { name, ask, kind, errorShare } = one;
    const own = asked.find((question) => question.name === name);
    const figures = figuresOf(one, contradicted || kind !== "probability");
    const stated = own?.answer.status === "answered" ? own.answer.value : null;
    return { name, ask, kind, ...figures, stated, errorShare, resolves: own?.resolves ?? "" };
  });
}

function endingsOf({ scenario, study }: Gathered): Endings[] {
  return scenario.exclusive.map(({ name, of }) => ({
    name,
    of: of.map((index) => {
      const { name: ending, how } = scenario.outcomes[index];
      const mean = study.outcomes.find((one) => one.name === ending)?.mean ?? 0;
      const stands = study.standing
        .find((group) => group.name === name)
        ?.parts.find(({ outcome }) => outcome === ending);
      return { name: ending, mean, otherwise: how === "else", standing: stands === undefined ? null : shown(stands) };
    }),
  }));
}

const shown = ({ side, byDate }: StandingPart) => ({ side, byDate });

function indicatorsOf({ watched, findOut }: Gathered): Indicators {
  const found = findOut.status === "told" ? { deviation: findOut.deviation, unknowns: findOut.unknowns } : null;
  if (watched.status !== "told")
    return { says: watched.status === "none" ? watched.says : "", watch: null, findOut: found };
  const { status: _, answer: __, news: ___, ...watch } = watched;
  return { says: "", watch, findOut: found };
}

function averagedOf({ study, lead }: Gathered) {
  const found = [...study.outcomes, ...study.questions].find(({ name }) => name === lead);
  if (found === undefined) throw new Error(`no answer ${lead}`);
  return found;
}

function ribbonOf({ forecast, asked, lead }: Gathered): readonly [number, number] {
  const outcome = forecast.outcomes.find(({ name }) => name === lead);
  if (outcome !== undefined) return outcome.ribbon.byEnd;
  const answer = asked.find(({ name }) => name === lead)?.answer;
  if (answer?.status !== "answered" || answer.kind !== "probability") throw new Error(`no probability: ${lead}`);
  return answer.ribbon;
}

function confidenceOf(gathered: Gathered) {
  const { scenario, study, forecast, checks, news } = gathered;
  return confidenceIn({
    scenario,
    study,
    answer: averagedOf(gathered),
    ribbon: ribbonOf(gathered),
    certificate: forecast.certificate,
    checks,
    on: news.asOf === null ? scenario.asOf.day : dayOf(news.asOf),
  });
}

function leverageOf(gathered: Gathered): Leverage {
  const { scenario, derivatives } = gathered;
  const averaged = averagedOf(gathered);
  return {
    value: derivatives?.value ?? averaged.stated ?? 0,
    says: derivatives?.says ?? "",
    effects: (derivatives?.effects ?? []).map(({ assumption, derivative, overRange, says }) => {
      return { assumption, derivative, overRange, says };
    }),
    grounds: groundsOf(scenario, averaged),
    linear: averaged.linear,
    weights: evidenceWeights(scenario, averaged),
  };
}

function assumptionOf({ evidence }: Scenario, one: Scenario["assumptions"][number]): ReportedAssumption {
  const { name, text, value, type, range, unit, basis, reviewBy, note } = one;
  return {
    name,
    text,
    value,
    range,
    rangeText: range === null ? null : [amountInWords(range[0], type), amountInWords(range[1], type)],
    unit,
    basis,
    evidence: one.evidence.map((index) => evidence[index].id),
    reviewBy: reviewBy === null ? null : isoDay(reviewBy),
    note,
  };
}
