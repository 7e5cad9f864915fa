/**
 * Rival forms in a session: each built, solved and drawn as what is open was, beside that; the form that is open goes
 * by its own draws, which may stand already.
 */
import type { Steps } from "../math/steps.ts";
import { canBe } from "../query/history/news.ts";
import { openInquiry } from "../query/inquiry.ts";
import { ownQuestions } from "../query/told/tell-answers.ts";
import { type Form, type FormHead, formHeads, formless, formOf, poolForms } from "../study/forms.ts";
import type { PooledForm } from "../study/pool.ts";
import { reduceStudy } from "../study/study.ts";
import { newsChoice } from "./answers.ts";
import type { Failure } from "./failure.ts";
import type { Result } from "./messages.ts";
import { buildModel, type Model, stampOf } from "./model.ts";
import type { FormsOrder, FormsReply, Stage } from "./session-kinds.ts";
import { allStand, solveModel, whyNone } from "./solving.ts";
import { recordsOf, type Studying } from "./studying.ts";

export type Forming = Pick<Studying, "stop" | "pause"> & { readonly tell: (stage: Stage) => void };

interface Formed {
  readonly form: Form;
  readonly drawn: Omit<PooledForm, "weight"> | null;
}

export async function askForms(model: Model, order: FormsOrder, forming: Forming): Promise<Result<FormsReply>> {
  const { texts, settings, set, build } = model;
  const all: Formed[] = [];
  for (const head of formHeads(build.scenario.rivals)) {
    const { name } = head;
    forming.tell({ kind: "progress", stage: name === null ? "the form as it stands" : `the form ${name}`, part: null });
    const rival =
      name === null ? model : await builtFor({ texts, settings: { ...settings, rival: name }, set }, forming);
    const found = "kind" in rival ? rival : await formed(rival, head, order, forming);
    if (!("kind" in found)) all.push(found);
    else if (found.kind === "cancelled")
      return { failure: { kind: "cancelled", superseded: forming.stop() === "superseded" } };
    else all.push({ form: formless(head, `not answered: ${found.kind}`), drawn: null });
  }
  return { reply: { of: stampOf(model), forms: all.map(({ form }) => form), pool: poolForms(all) } };
}

async function builtFor(order: Parameters<typeof buildModel>[0], { stop, pause }: Forming): Promise<Model | Failure> {
  const steps: Steps<Model | Failure> = buildModel(order, { cancelled: () => stop() !== null });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pause();
  }
}

/** What one form says, with its draws. */
async function formed(model: Model, head: FormHead, order: FormsOrder, forming: Forming): Promise<Formed | Failure> {
  const { scenario, world } = model.build;
  const choice = newsChoice(scenario, order.news);
  if ("kind" in choice) return choice;
  if (!allStand(model, [1])) {
    const failure = await solveModel(model, [1], { ...forming, onFound: () => {} });
    if (failure !== null) return failure;
  }
  const failure = whyNone(model, [1]);
  if (failure !== null) return failure;
  const questions = ownQuestions(scenario);
  const asked = questions.map(({ question }) => question);
  const inquiry = openInquiry(scenario, world, { forecast: true, questions: asked, news: choice });
  inquiry.ask(model.found.get(1)!);
  const news = inquiry.news();
  if (!canBe(news)) return { form: formless(head, `the news: ${news.says}`), drawn: null };
  const drawn = await recordsOf(model, order, {
    ...forming,
    tell: ({ kind, ...rest }) => kind === "progress" && forming.tell({ kind, ...rest } as Stage),
  });
  if ("kind" in drawn) return drawn;
  const { plan, records } = drawn;
  const stated = { outcomes: inquiry.forecast().outcomes, questions, answers: inquiry.answers() };
  return { form: formOf(head, stated, reduceStudy(plan, records, null)), drawn: { plan, records } };
}
