/**
 * The report of what stands, written in the page: that of `standoff report`, but for deals, rival forms, single
 * analysts, what to watch and what to find out. It comes when it is first asked for.
 */
import { reportOf, reportPage } from "@standoff/report";
import { judgedAt } from "standoff";
import type { Client } from "standoff/wire";
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
  const [account, moved, told] = await Promise.all([
    solver.account({ engineVersion: VERSION }).result,
    solver.why({ answer: lead, ranges }).result,
    solver.explain({}).result,
  ]);
  if (!("reply" in account) || !("reply" in moved) || !("reply" in told)) return { says: "what is open has changed" };
  if (account.reply.of.hash !== shown.opened.of.hash) return { says: "what is open has changed" };
  const { derivatives } = moved.reply;
  const { paths, beliefs } = told.reply;
  const { forecast, questions, news } = shown.forecast;
  const none = { status: "none", answer: lead, says: "not asked in the page: standoff report has it", news } as const;
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
      rivals: null,
      deals: null,
      analysts: null,
      watched: none,
      findOut: none,
    }),
  );
}

type Checks = Parameters<typeof reportOf>[0]["checks"];

/** Held against the means over draws where there are any. */
function judged(checks: Checks, { study }: Shown): Checks {
  return checks.map((check) => {
    const mean = study?.study.checks?.find(({ name }) => name === check.name);
    return mean === undefined ? check : judgedAt(check, { value: mean.value, error: mean.error });
  });
}
