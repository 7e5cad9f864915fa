/**
 * A forecast that is sealed: what was foretold of every outcome and of every question about a probability, with what it
 * came from, as one JSON text that verifies itself. `seal` is the SHA-256 of the text of everything before it;
 * published, it proves later that nothing was changed since. A sealed forecast has one text: any changed byte is an
 * error.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";
import type { Scenario } from "../language/scenario.ts";
import { type CheckResult, outsideChecks } from "../query/checks.ts";
import type { OutcomeForecast } from "../query/forecast.ts";
import type { NewsTaken } from "../query/history/news.ts";
import { parseQuestion } from "../query/questions/question.ts";
import type { Asked } from "../query/told/tell-answers.ts";
import type { Pooled } from "../study/pool.ts";
import type { Averaged, Study } from "../study/study.ts";
import { printDay } from "../text/dates.ts";

const SEALED_FORMAT = "standoff forecast 1";

const chance = z.number().min(0).max(1);
const band = z.tuple([chance, chance, chance]).nullable();
const baseRate = z.strictObject({
  rate: chance,
  happened: z.number(),
  cases: z.number(),
  class: z.string(),
  source: z.string(),
});
const question = z.strictObject({
  name: z.string(),
  /** An outcome, asked by the last day; or a question of the scenario's own. */
  kind: z.enum(["outcome", "question"]),
  ask: z.string(),
  resolves: z.string(),
  mean: chance,
  /** The 10, 50 and 90 per cent points of the draws; null where they tell none. */
  band,
  habit: chance.nullable(),
  stated: chance.nullable(),
  /** All of them where several checks state one of the same question. */
  baseRate: z.union([baseRate, z.array(baseRate).min(2)]).nullable(),
  /**
   * Where the scenario names rival forms: whether mean, band and habit are over forms by weight, and what each form
   * says.
   */
  forms: z
    .strictObject({
      over: z.enum(["all forms", "as it stands"]),
      each: z.array(
        z.strictObject({
          /** null: as it stands. */
          form: z.string().nullable(),
          mean: chance.nullable(),
          band,
          habit: chance.nullable(),
          stated: chance.nullable(),
        }),
      ),
    })
    .optional(),
});
const sealed = z.strictObject({
  format: z.literal(SEALED_FORMAT),
  engine: z.string(),
  /** When, in UTC, by the clock of who sealed it. */
  frozen: z.iso.datetime(),
  scenario: z.strictObject({
    name: z.string(),
    title: z.string(),
    hash: z.string(),
    caveat: z.string(),
    asOf: z.iso.date(),
    from: z.iso.date(),
    to: z.iso.date(),
  }),
  settings: z.strictObject({
    set: z.record(z.string(), z.string()),
    step: z.string().nullable(),
    reversed: z.boolean(),
    /** The one form that it is of, where one was asked for. */
    rival: z.string().optional(),
  }),
  news: z.strictObject({ status: z.string(), asOf: z.string().nullable(), likelihood: z.number() }),
  seed: z.string(),
  draws: z.strictObject({ asked: z.number(), solved: z.number(), lost: z.number(), effective: z.number() }),
  /** More than a third of the scenario's own checks lay outside. */
  checksContradict: z.boolean(),
  /** The form as it stands, named null, and the rival forms that the scenario names; absent where it names none. */
  forms: z
    .array(
      z.strictObject({
        name: z.string().nullable(),
        because: z.string(),
        weight: chance.nullable(),
        /** What the news make of the weight; null where there is no mean over forms. */
        weightGivenNews: chance.nullable(),
        draws: z.number(),
        /** Why it foretells nothing, or "". */
        says: z.string(),
      }),
    )
    .optional(),
  questions: z.array(question),
  groups: z.array(z.strictObject({ name: z.string(), outcomes: z.array(z.string()) })),
});

export type SealedForecast = z.infer<typeof sealed>;
export type SealedQuestion = z.infer<typeof question>;

/**
 * What is sealed: averages over draws, given some news, beside the answers at the stated values and the scenario's
 * checks.
 */
export interface ToFreeze {
  readonly scenario: Scenario;
  readonly study: Study;
  readonly outcomes: readonly Pick<OutcomeForecast, "name" | "byEnd">[];
  readonly asked: readonly Pick<Asked, "name" | "answer">[];
  readonly checks: readonly CheckResult[];
  readonly news: NewsTaken;
  /** Where the scenario names rival forms. */
  readonly rivals?: FormsToFreeze;
}

/** The form as it stands and its rivals; what is sealed is their mean by weight where there is one. */
export interface FormsToFreeze {
  readonly forms: readonly FormToFreeze[];
  readonly pool: Pooled | null;
}

export interface FormToFreeze {
  /** null: as it stands. */
  readonly name: string | null;
  readonly because: string;
  readonly weight: number | null;
  /** Solved. */
  readonly draws: number;
  readonly answers: readonly (Pick<Averaged, "mean" | "band" | "habit"> & {
    readonly name: string;
    readonly stated: number | null;
  })[];
  /** Why it has no answers, or "". */
  readonly says: string;
}

/** By whom and when, under which name and settings. `frozen` is a time in UTC as in 2026-03-02T08:00:00.000Z. */
export type FreezeAs = Pick<SealedForecast, "engine" | "frozen" | "seed" | "settings"> & { readonly name: string };

/** What is sealed, and the text of its file. */
export interface Frozen {
  readonly forecast: SealedForecast;
  readonly seal: string;
  readonly text: string;
}

/**
 * Seals the averages of a forecast: of every outcome and question whose mean the draws tell; over forms where they have
 * weights, with what each form says beside. Throws on a time that is none.
 *
 * @example
 * ```ts
 * const as = { name: "strike", engine: "0.1.0", frozen: "2026-03-02T08:00:00.000Z", seed: "calm-river-stone", settings: { set: {}, step: null, reversed: false } };
 * const { outcomes, news: taken } = forecast(solved);
 * const frozen = freezeForecast({ scenario: solved.scenario, study, outcomes, asked: askOwn(solved), checks: [], news: taken }, as);
 * frozen.forecast.questions[1].name // => "settled"
 * readSealed(frozen.text).status // => "read"
 * readSealed(frozen.text.replace("calm", "clam")).status // => "damaged"
 * ```
 */
export function freezeForecast(of: ToFreeze, as: FreezeAs): Frozen {
  const { scenario, study, checks, news } = of;
  const { asOf, calendar, hash, title, caveat } = scenario;
  const { asked, solved, lost } = study.draws;
  const { engine, frozen, seed, settings, name } = as;
  const days = { asOf: printDay(asOf.day), from: printDay(calendar.from), to: printDay(calendar.to) };
  const forecast: SealedForecast = sealed.parse({
    format: SEALED_FORMAT,
    engine,
    frozen,
    scenario: { name, title, hash, caveat, ...days },
    settings,
    news: { status: news.status, asOf: news.asOf, likelihood: news.likelihood },
    seed,
    draws: { asked, solved, lost, effective: study.effective },
    checksContradict: outsideChecks(checks).contradicts,
    ...(of.rivals === undefined ? {} : { forms: sealedForms(of.rivals) }),
    questions: sealedQuestions(of),
    groups: study.exclusive.map((group) => ({ name: group.name, outcomes: [...group.outcomes] })),
  } satisfies SealedForecast);
  const seal = sealOf(forecast);
  return { forecast, seal, text: textOf(forecast, seal) };
}

function sealedForms({ forms, pool }: FormsToFreeze): NonNullable<SealedForecast["forms"]> {
  const drawn = forms.filter(({ says }) => says === "");
  return forms.map((form) => {
    const { name, because, weight, draws, says } = form;
    const given = pool?.status === "pooled" ? (pool.weights[drawn.indexOf(form)] ?? 0) : null;
    return { name, because, weight, weightGivenNews: given === null ? null : within(given), draws, says };
  });
}

function sealedQuestions({ scenario, study, outcomes, asked, checks, rivals }: ToFreeze): SealedQuestion[] {
  const rates = baseRates(scenario, checks);
  const mixed = rivals?.pool?.status === "pooled" ? rivals.pool.study : null;
  const numbersOf = (ask: string, name: string, own: Averaged, stated: number | null) => {
    const over = [...(mixed?.outcomes ?? []), ...(mixed?.questions ?? [])].find(
      (one) => one.name === name && one.mean !== null,
    );
    const figures = figuresOf({ ...(over ?? own), stated });
    const each = rivals?.forms.flatMap(({ name: form, answers }) => {
      const answer = answers.find((one) => one.name === name);
      return answer === undefined ? [] : [{ form, ...figuresOf(answer) }];
    });
    return {
      ...figures,
      mean: figures.mean!,
      baseRate: rates.get(meaningOf(scenario, ask)) ?? null,
      ...(each === undefined
        ? {}
        : { forms: { over: over === undefined ? ("as it stands" as const) : ("all forms" as const), each } }),
    };
  };
  const told = ({ mean }: Averaged) => mean !== null;
  const ofOutcomes = study.outcomes.filter(told).map((one): SealedQuestion => {
    const { name } = one;
    const ask = `P(${name})`;
    const { resolves } = scenario.outcomes.find((outcome) => outcome.name === name)!;
    const stated = outcomes.find((outcome) => outcome.name === name)?.byEnd ?? null;
    return { name, kind: "outcome", ask, resolves, ...numbersOf(ask, name, one, stated) };
  });
  const probabilities = study.questions.filter((one) => told(one) && one.kind === "probability");
  const ofQuestions = probabilities.map((one): SealedQuestion => {
    const { name, ask } = one;
    const resolves = scenario.questions.find((question) => question.name === name)?.resolves ?? "";
    const answer = asked.find((question) => question.name === name)?.answer;
    const stated = answer?.status === "answered" ? answer.value : null;
    return { name, kind: "question", ask, resolves, ...numbersOf(ask, name, one, stated) };
  });
  return [...ofOutcomes, ...ofQuestions];
}

function figuresOf({
  mean,
  band,
  habit,
  stated,
}: Pick<Averaged, "mean" | "band" | "habit"> & { readonly stated: number | null }) {
  return {
    mean: mean === null ? null : within(mean),
    band: band === null ? null : (band.map(within) as [number, number, number]),
    habit: habit === null ? null : within(habit),
    stated: stated === null ? null : within(stated),
  };
}

/** Sums of many terms may leave the range by the arithmetic's noise. */
function within(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** The base rates that the scenario states, by the meaning of what they are of. */
function baseRates(scenario: Scenario, checks: readonly CheckResult[]): Map<string, SealedQuestion["baseRate"]> {
  const found = new Map<string, z.infer<typeof baseRate>[]>();
  for (const check of checks) {
    if (check.kind !== "base rate") continue;
    const { ask, baseRate: rate, happened, cases, class: of, source } = check;
    const meaning = meaningOf(scenario, ask);
    found.set(meaning, [...(found.get(meaning) ?? []), { rate, happened, cases, class: of, source }]);
  }
  return new Map([...found].map(([meaning, rates]) => [meaning, rates.length === 1 ? rates[0] : rates]));
}

/** What base rates say of a question: their mean where several classes of cases are stated; null without any. */
export function baseRateOf({ baseRate: stated }: Pick<SealedQuestion, "baseRate">): number | null {
  const rates = [stated ?? []].flat();
  return rates.length === 0 ? null : rates.reduce((sum, { rate }) => sum + rate, 0) / rates.length;
}

/**
 * The same for two questions that ask the same, however they are written: `by the last day` is what is asked without a
 * date.
 */
function meaningOf(scenario: Scenario, ask: string): string {
  const { question: asked } = parseQuestion(scenario, ask);
  if (asked?.kind !== "probability") return ask;
  const { from, to } = scenario.calendar;
  return JSON.stringify([asked.of, asked.given], (key, value) => {
    if (key === "span") return undefined;
    if (key === "to" && value >= to) return to;
    return key === "from" && value <= from ? from : value;
  });
}

function sealOf(forecast: SealedForecast): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(forecast))));
}

function textOf(forecast: SealedForecast, seal: string): string {
  return `${JSON.stringify({ ...forecast, seal }, null, 1)}\n`;
}

export type ReadSealed =
  | { readonly status: "read"; readonly forecast: SealedForecast; readonly seal: string }
  | { readonly status: "damaged"; readonly why: string };

/**
 * Reads a sealed forecast, or says why it is none: it holds only where every byte is as it was sealed.
 *
 * @example
 * ```ts
 * readSealed("{}") // => { status: "damaged", why: "it has not the form of a sealed forecast (format)" }
 * ```
 */
export function readSealed(text: string): ReadSealed {
  const damaged = (why: string): ReadSealed => ({ status: "damaged", why });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return damaged("it is no JSON");
  }
  const { seal, ...rest } = (value ?? {}) as Record<string, unknown>;
  const parsed = sealed.safeParse(rest);
  if (!parsed.success)
    return damaged(`it has not the form of a sealed forecast (${parsed.error.issues[0]?.path.join(".") ?? ""})`);
  const own = sealOf(parsed.data);
  if (seal !== own) return damaged("its seal is broken: something in it was changed");
  // What reads the same is not enough: one text a forecast, so that a changed byte is always told.
  if (text !== textOf(parsed.data, own)) return damaged("it is not written as this program writes it");
  return { status: "read", forecast: parsed.data, seal: own };
}
