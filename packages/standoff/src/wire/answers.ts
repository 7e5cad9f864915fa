/**
 * What a session answers from the solutions as they come: the forecast, and questions. What is asked once they stand:
 * `behind.ts`.
 */
import type { Scenario } from "../language/scenario.ts";
import type { Steps } from "../math/steps.ts";
import { canBe, type NewsChoice, type NewsTaken } from "../query/history/news.ts";
import { type Inquiry, openInquiry } from "../query/inquiry.ts";
import { type AskedQuestion, parseQuestion } from "../query/questions/question.ts";
import { ownQuestions, readQuestion } from "../query/told/tell-answers.ts";
import { standing } from "../query/told/tell-standing.ts";
import type { Certificate } from "../solve/solution.ts";
import type { Failure } from "./failure.ts";
import type { Result } from "./messages.ts";
import { type Found, type Model, stampOf } from "./model.ts";
import type { AskOrder, AskReply, ForecastOrder, ForecastReply, NewsWish, Standing } from "./session-kinds.ts";

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

export function noSuchNews({ likelihood: _, ...news }: NewsTaken): { readonly failure: Failure } {
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
