/**
 * What a session answers for pictures of what stands: where it stands and goes, what a desk would do where, what news
 * does.
 */

import type { Steps } from "../math/steps.ts";
import type { canBe } from "../query/history/news.ts";
import { withObserved } from "../query/history/observed.ts";
import { updateSolutions } from "../query/history/update.ts";
import { completeQuestion } from "../query/questions/complete-question.ts";
import type { Solution } from "../query/told/given-news.ts";
import { choices, tellFlowInSteps } from "../query/told/tell-flow.ts";
import { evidenceLedger } from "../study/ledger.ts";
import { type Asking, type Begun, newsChoice } from "./answers.ts";
import type { Failure } from "./failure.ts";
import type { Result } from "./messages.ts";
import { type Model, stampOf } from "./model.ts";
import type {
  ChoicesOrder,
  ChoicesReply,
  CompleteOrder,
  CompleteReply,
  FlowOrder,
  FlowReply,
  LedgerOrder,
  LedgerReply,
  UpdateOrder,
  UpdateReply,
} from "./session-kinds.ts";
import { readerOf } from "./texts.ts";

/** Asked of the solution at the stated steadiness, once it stands. */
function ofBase<R>(model: Model, reply: (solution: Solution) => Steps<Result<R>>): Asking<R> {
  const { scenario, world } = model.build;
  return {
    hear: () => {},
    amend: () => {},
    glance: () => null,
    sofar: () => null,
    *reply() {
      const base = model.found.get(1);
      if (base === undefined) throw new Error("asked of a solution that is not there");
      return yield* reply({ scenario, world, base, results: [base] });
    },
  };
}

const noSuchNews = ({ likelihood: _, ...news }: Parameters<typeof canBe>[0]): { readonly failure: Failure } => ({
  failure: { kind: "no such news", news },
});

const faulty = (diagnostics: Extract<Failure, { kind: "faulty" }>["diagnostics"], text: string): Failure => ({
  kind: "faulty",
  diagnostics,
  sources: [{ path: "asked", text }],
});

export function askFlow(model: Model, { news, by, stretches }: FlowOrder): Begun<FlowReply> {
  const choice = newsChoice(model.build.scenario, news);
  if ("kind" in choice) return choice;
  return ofBase(model, function* (solution) {
    const told = yield* tellFlowInSteps(solution, {
      news: choice,
      ...(by === undefined ? {} : { by }),
      ...(stretches === undefined ? {} : { stretches }),
    });
    if (told.status === "not understood") return { failure: faulty(told.diagnostics, "") };
    if (told.status === "none") return noSuchNews(told.news);
    const { status: _, ...flow } = told;
    return { reply: { of: stampOf(model), ...flow } };
  });
}

export function askChoices(model: Model, { news, on, ...order }: ChoicesOrder): Begun<ChoicesReply> {
  const { scenario } = model.build;
  const choice = newsChoice(scenario, news);
  if ("kind" in choice) return choice;
  const there = scenario.desks.map(({ name }) => name);
  if (!there.includes(order.desk)) return { kind: "unknown name", of: "desk", name: order.desk, there };
  const asked = newsChoice(scenario, on === undefined ? {} : { asOf: on });
  if ("kind" in asked) return asked;
  // biome-ignore lint/correctness/useYield: it is told in one go
  return ofBase(model, function* (solution) {
    const told = choices(solution, { ...order, news: choice, ...(asked.asOf === undefined ? {} : { on: asked.asOf }) });
    if (told.status === "none") return noSuchNews(told.news);
    if (told.status === "no such desk") throw new Error(order.desk);
    const { status: _, ...all } = told;
    return { reply: { of: stampOf(model), ...all } };
  });
}

export function askUpdate(model: Model, { observed }: UpdateOrder): Begun<UpdateReply> {
  const { texts, settings, set, build } = model;
  const { maxBytes: _, ...options } = { ...settings, set };
  const from = { path: texts.main, readFile: readerOf(texts), options };
  const scenario = observed === undefined ? build.scenario : withObserved(build.scenario, from, observed);
  if ("diagnostics" in scenario) return faulty(scenario.diagnostics, JSON.stringify(observed));
  return ofBase(model, function* ({ world, results }) {
    yield;
    return { reply: { of: stampOf(model), update: updateSolutions(scenario, world, results) } };
  });
}

/** What needs no solution. */
export function tellLedger(model: Model, { answers }: LedgerOrder): LedgerReply {
  return {
    of: stampOf(model),
    ledgers: answers.map((answer) => ({ name: answer.name, ...evidenceLedger(model.build.scenario, answer) })),
  };
}

export function tellCompletion(model: Model, { text, at }: CompleteOrder): CompleteReply {
  return completeQuestion(model.build.scenario, text, at);
}
