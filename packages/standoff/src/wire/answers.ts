/** What a session answers, each from the solutions as they come: the forecast, questions, and what stands behind them. */
import type { Scenario } from "../language/scenario.ts";
import type { Steps } from "../math/steps.ts";
import { runChecks } from "../query/checks.ts";
import { canBe, type NewsChoice, type NewsTaken } from "../query/history/news.ts";
import { type Inquiry, openInquiry } from "../query/inquiry.ts";
import { type AskedQuestion, parseQuestion } from "../query/questions/question.ts";
import { type Manifest, manifestOf } from "../query/tables.ts";
import { explainInSteps } from "../query/told/explain.ts";
import { ownQuestions, readQuestion } from "../query/told/tell-answers.ts";
import { derivativesOf } from "../query/told/tell-derivatives.ts";
import { standing } from "../query/told/tell-standing.ts";
import type { Certificate } from "../solve/solution.ts";
import type { Failure } from "./failure.ts";
import type { Result } from "./messages.ts";
import { type Found, type Model, stampOf } from "./model.ts";
import type {
  AccountOrder,
  AccountReply,
  AskOrder,
  AskReply,
  ExplainOrder,
  ExplainReply,
  ForecastOrder,
  ForecastReply,
  NewsWish,
  Standing,
  WhyOrder,
  WhyReply,
} from "./session-kinds.ts";

/** Something asked of solutions, one after the other. */
export interface Asking<R> {
  readonly hear: (found: Found) => void;
  readonly amend: (scale: number, certificate: Certificate) => void;
  readonly glance: Inquiry["glance"];
  /** The reply from those heard so far; null where none can be given yet, or only at much cost. */
  readonly sofar: () => R | null;
  /** From all that were heard, that at scale 1 among them. */
  readonly reply: () => Steps<Result<R>>;
}

export type Begun<R> = Asking<R> | Failure;

export function askForecast(model: Model, { news }: ForecastOrder): Begun<ForecastReply> {
  const own = ownQuestions(model.build.scenario);
  const questions = own.map(({ question }) => question);
  return inquire(model, news, { forecast: true, questions }, (inquiry, common, choice) => {
    const answers = inquiry.answers();
    const { scenario, world } = model.build;
    const base = model.found.get(1)!;
    return {
      of: common.of,
      news: common.news,
      forecast: inquiry.forecast(),
      questions: own.map(({ question: _, ...one }, i) => ({ ...one, answer: answers[i] })),
      standing: standing({ scenario, world, base, results: [base] }, { news: choice }),
      unsolved: common.unsolved,
    };
  });
}

export function askQuestions(model: Model, { questions, news }: AskOrder): Begun<AskReply> {
  const read = questions.map((text) => readQuestion(model.build.scenario, text));
  const asked = read.flatMap((one) => (one.status === "read" ? [one.question] : []));
  return inquire(model, news, { forecast: false, questions: asked }, (inquiry, common) => {
    const answers = inquiry.answers();
    return {
      ...common,
      answers: read.map((one) => (one.status === "read" ? answers[asked.indexOf(one.question)] : one)),
    };
  });
}

/** What has nothing to tell before all of it stands. */
const onlyAtTheEnd = { hear: () => {}, amend: () => {}, glance: () => null, sofar: () => null };

export function askReasons(model: Model, order: ExplainOrder): Begun<ExplainReply> {
  const { scenario, world } = model.build;
  const unknown = unknownName(scenario, order);
  if (unknown !== null) return unknown;
  const choice = newsChoice(scenario, order.news);
  if ("kind" in choice) return choice;
  return {
    ...onlyAtTheEnd,
    *reply() {
      const found = model.found.get(1);
      if (found === undefined) throw new Error("reasons without a solution");
      const explained = yield* explainInSteps(
        { scenario, world, base: found, results: [found] },
        { ...order, news: choice },
      );
      if (!canBe(explained.news)) return noSuchNews(explained.news);
      return { reply: { of: stampOf(model), certificate: found.certificate, ...explained } };
    },
  };
}

export function askWhy(model: Model, { answer, ranges = 0, news }: WhyOrder): Begun<WhyReply> {
  const { scenario, world } = model.build;
  const choice = newsChoice(scenario, news);
  if ("kind" in choice) return choice;
  return {
    ...onlyAtTheEnd,
    *reply() {
      yield;
      const base = model.found.get(1)!;
      const [derivatives] = derivativesOf({ scenario, world, base, results: [base] }, [answer], {
        ranges,
        news: choice,
      });
      return { reply: { of: stampOf(model), derivatives } };
    },
  };
}

export function askAccount(model: Model, { engineVersion }: AccountOrder): Begun<AccountReply> {
  const { scenario, world } = model.build;
  return {
    ...onlyAtTheEnd,
    *reply() {
      yield;
      const base = model.found.get(1)!;
      const settings = { ...settingsOf(model), reversed: model.settings.reversed === true };
      const manifest = manifestOf({ scenario, world, base }, engineVersion, settings);
      return { reply: { of: stampOf(model), scenario, manifest, checks: runChecks(scenario, world, [base]) } };
    },
  };
}

/** Values set and a step, as a manifest names them. */
function settingsOf({ set, settings }: Model): Manifest["settings"] {
  const values = Object.entries(set).map(([of, value]) => [`set ${of}`, value] as const);
  return { ...Object.fromEntries(values), step: settings.step ?? null };
}

function unknownName({ actors, outcomes }: Scenario, { actor, outcome }: ExplainOrder): Failure | null {
  if (actor !== undefined && !actors.some(({ id, name }) => id === actor || name === actor)) {
    return { kind: "unknown name", of: "actor", name: actor, there: actors.map(({ id }) => id) };
  }
  if (outcome !== undefined && !outcomes.some(({ name }) => name === outcome)) {
    return { kind: "unknown name", of: "outcome", name: outcome, there: outcomes.map(({ name }) => name) };
  }
  return null;
}

type Common = Omit<AskReply, "answers">;

/** An inquiry, of which `say` makes the reply. */
function inquire<R>(
  model: Model,
  wish: NewsWish | undefined,
  wants: { readonly forecast: boolean; readonly questions: readonly AskedQuestion[] },
  say: (inquiry: Inquiry, common: Common, choice: NewsChoice) => R,
): Begun<R> {
  const { scenario, world } = model.build;
  const choice = newsChoice(scenario, wish);
  if ("kind" in choice) return choice;
  const inquiry = openInquiry(scenario, world, { ...wants, news: choice });
  const solutions = new Map<number, Standing>();
  const unsolved = new Set<number>();
  const told = () => {
    const inOrder = [...solutions.values()].sort((a, b) => a.scale - b.scale);
    const common = { of: stampOf(model), news: inquiry.news(), solutions: inOrder, unsolved: [...unsolved] };
    return say(inquiry, common, choice);
  };
  return {
    hear: (found) => {
      const { status, scale, certificate } = found;
      if (status !== "solved") unsolved.add(scale);
      else {
        solutions.set(scale, { scale, certificate });
        inquiry.ask(found);
      }
    },
    amend: (scale, certificate) => {
      if (solutions.has(scale)) solutions.set(scale, { scale, certificate });
      inquiry.amend(scale, certificate);
    },
    glance: inquiry.glance,
    sofar: () => (solutions.has(1) && canBe(inquiry.news()) ? told() : null),
    // biome-ignore lint/correctness/useYield: nothing of it takes long
    *reply() {
      return canBe(inquiry.news()) ? { reply: told() } : noSuchNews(inquiry.news());
    },
  };
}

function noSuchNews({ likelihood: _, ...news }: NewsTaken): { readonly failure: Failure } {
  return { failure: { kind: "no such news", news } };
}

/** The news wished for; the failure "faulty" where its day is none. */
export function newsChoice(scenario: Scenario, { asOf, before }: NewsWish = {}): NewsChoice | Failure {
  const choice = before === undefined ? {} : { before };
  if (asOf === undefined) return choice;
  const text = `E(0 at ${asOf})`;
  const { question, diagnostics } = parseQuestion(scenario, text);
  if (question?.kind === "expectation") return { ...choice, asOf: question.at };
  return { kind: "faulty", diagnostics, sources: [{ path: "as of", text }] };
}
