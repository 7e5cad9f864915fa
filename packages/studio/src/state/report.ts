/**
 * The report of what stands, written in the page: that of `standoff report`, but for single analysts. It comes when it
 * is first asked for.
 */
import { reportOf, reportPage } from "@standoff/report";
import { judgedAt } from "standoff";
import type { Client } from "standoff/wire";
import type { Reply } from "../engine/engine.ts";
import type { Shown, Studio } from "./studio.ts";

const VERSION = "0.1.0";
/**
 * Assumptions whose ranges are solved at both ends; none in worlds of more edges than this, where that takes too long.
 */
const RANGES = 10;
const MANY_EDGES = 200_000;

/** The page's text; or why there is none. The averages over draws must stand. */
export async function reportIn(
  solver: Client,
  { shown, name }: Pick<Studio, "shown" | "name">,
  selected: string | null,
): Promise<string | { readonly says: string }> {
  if (shown?.study == null) return { says: "the averages over draws do not stand yet" };
  const lead = selected ?? shown.opened.outcomes[0];
  const ranges = shown.opened.world.edges > MANY_EDGES ? 0 : RANGES;
  const draws = shown.study.study.draws.asked;
  const [account, moved, told, forms] = await Promise.all([
    solver.account({ engineVersion: VERSION, lead }).result,
    solver.why({ answer: lead, ranges }).result,
    solver.explain({}).result,
    shown.opened.rivals.length === 0 ? null : solver.forms({ draws }).result,
  ]);
  if (!("reply" in account) || !("reply" in moved) || !("reply" in told)) return { says: "what is open has changed" };
  if (account.reply.of.hash !== shown.opened.of.hash) return { says: "what is open has changed" };
  const { derivatives } = moved.reply;
  const { paths, beliefs } = told.reply;
  const { forecast, questions, news } = shown.forecast;
  const { watched, findOut, deals } = account.reply.judged!;
  const gathered = { scenario: account.reply.scenario, manifest: account.reply.manifest, forecast, news, lead };
  return reportPage(
    reportOf({
      ...gathered,
      file: name,
      written: new Date().toISOString().slice(0, 10),
      asked: questions,
      checks: judged(account.reply.checks, shown),
      study: shown.study.study,
      seed: shown.study.seed,
      derivatives: derivatives.status === "told" ? derivatives : null,
      stories: paths!,
      beliefs: beliefs!.paths,
      rivals: forms !== null && "reply" in forms ? rivalsIn(forms.reply) : null,
      deals: deals?.status === "told" ? deals.days : null,
      analysts: null,
      watched,
      findOut,
    }),
  );
}

function rivalsIn({ forms, pool }: Reply<"forms">): Parameters<typeof reportOf>[0]["rivals"] {
  const pooled = pool?.status === "pooled" ? [...pool.study.outcomes, ...pool.study.questions] : null;
  return { forms, pooled: pooled?.map(({ name, mean, band }) => ({ name, mean, band })) ?? null };
}

type Checks = Parameters<typeof reportOf>[0]["checks"];

/** Held against the means over draws where there are any. */
function judged(checks: Checks, { study }: Shown): Checks {
  return checks.map((check) => {
    const mean = study?.study.checks?.find(({ name }) => name === check.name);
    return mean === undefined ? check : judgedAt(check, { value: mean.value, error: mean.error });
  });
}
