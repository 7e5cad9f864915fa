/**
 * What stands behind a forecast: reasons, derivatives, the account, studies, and what pictures ask. A session loads it
 * when it is first asked, so that a page's first view does not wait for it.
 */
import { dealsOf, usualDealDraws } from "../judge/deal.ts";
import { whatToFindOut } from "../judge/find-out.ts";
import { whatToWatch } from "../judge/watch.ts";
import type { Scenario } from "../language/scenario.ts";
import { runChecks } from "../query/checks.ts";
import { canBe } from "../query/history/news.ts";
import { type Manifest, manifestOf } from "../query/tables.ts";
import { explainInSteps } from "../query/told/explain.ts";
import { derivativesOf } from "../query/told/tell-derivatives.ts";
import { USUAL_SEED } from "../study/seed.ts";
import { wholeWorld } from "../world/world.ts";
import { type Begun, newsChoice, noSuchNews } from "./answers.ts";
import type { Failure } from "./failure.ts";
import { type Found, type Model, stampOf } from "./model.ts";
import type {
  AccountOrder,
  AccountReply,
  ExplainOrder,
  ExplainReply,
  JudgedReply,
  WhyOrder,
  WhyReply,
} from "./session-kinds.ts";

export { askForms } from "./forms.ts";
export { studyModel } from "./studying.ts";
export { askChoices, askFlow, askUpdate, tellCompletion, tellLedger } from "./views.ts";

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

export function askAccount(model: Model, { engineVersion, lead }: AccountOrder): Begun<AccountReply> {
  const { scenario, world } = model.build;
  return {
    ...onlyAtTheEnd,
    *reply() {
      yield;
      const base = model.found.get(1)!;
      const settings = { ...settingsOf(model), reversed: model.settings.reversed === true };
      const manifest = manifestOf({ scenario, world, base }, engineVersion, settings);
      const checks = runChecks(scenario, world, [base]);
      const judged = lead === undefined ? null : judgedBy(model, base, lead);
      return { reply: { of: stampOf(model), scenario, manifest, checks, judged } };
    },
  };
}

/** Signs asked of in a world of more edges than this: each costs a part of a sweep. */
const MANY_EDGES = 200_000;
const SOME_SIGNS = 24;

function judgedBy({ build: { scenario, world }, settings }: Model, base: Found, lead: string): JudgedReply {
  const whole = { scenario, world, base, results: [base] };
  const over = { draws: usualDealDraws(world), seed: USUAL_SEED };
  const { maxBytes } = settings;
  const most = wholeWorld(world).header.edges > MANY_EDGES ? SOME_SIGNS : Number.POSITIVE_INFINITY;
  return {
    watched: whatToWatch(whole, lead, { most }),
    findOut: whatToFindOut(whole, lead, {}),
    deals:
      scenario.agreements.length === 0
        ? null
        : dealsOf(whole, { ...(maxBytes === undefined ? {} : { maxBytes }), over }),
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
