/** How sure the answer is, kept apart from how likely it is; and what the file's own checks say. */
import type { CheckResult } from "standoff";
import type { Finding } from "standoff/study";
import { bandText, capital, perCent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Report } from "../report.ts";

const order = ["low", "moderate", "high"] as const;

export function confidence({ confidence: verdict }: Report): Html {
  const { byRule, because, findings } = verdict;
  const sorted = [...findings].sort((a, b) => order.indexOf(a.allows) - order.indexOf(b.allows));
  const least = findings.filter(({ allows }) => allows === byRule).map(({ concern }) => concern);
  return html`<section aria-labelledby="confidence"><h2 id="confidence">Confidence: ${verdict.confidence}</h2>
${because !== null && html`<p>The analyst’s own verdict: ${because}</p>`}
<p>By rule ${byRule}${byRule !== "high" && html`, for ${listed(least)}`}. How far the grounds carry, not how likely it is: each ground stands with the most that it allows, and the least of them is the verdict.</p>
<ul class="grounds">${sorted.map(ground)}</ul></section>`;
}

function ground({ allows, says }: Finding): Html {
  return html`<li><b>${allows}</b><span>${says}</span></li>`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
}

export function checks({ checks: all }: Report): Html | null {
  if (all.length === 0) return null;
  return html`<section aria-labelledby="checks"><h2 id="checks">Checks beside the forecast</h2>
<table class="t"><caption class="sr">Checks: the model’s figure beside a base rate or a stated belief</caption>
<thead><tr><th scope="col">check</th><th scope="col" class="num">model</th><th scope="col">beside</th><th scope="col">verdict</th></tr></thead>
<tbody>${all.map(checkRow)}</tbody></table><p class="cap">Reported, never fitted.</p></section>`;
}

function checkRow(check: CheckResult): Html {
  const figure =
    check.kind === "unanswered" ? "–" : perCent(check.kind === "base rate" ? check.forecast : check.believes);
  const verdict = check.kind === "unanswered" || check.inside === null ? "–" : check.inside ? "inside" : "outside";
  return html`<tr><th scope="row">${capital(check.name)}<span class="lab">${check.ask}</span></th><td class="num big">${figure}</td><td>${beside(check)}</td><td>${verdict}</td></tr>`;
}

function beside(check: CheckResult): string {
  switch (check.kind) {
    case "base rate":
      return `${check.happened} of ${check.cases} ${check.class}: ${perCent(check.baseRate)}, 90 % interval ${bandText(...check.interval)}`;
    case "belief":
      return `${check.actorName} on ${check.on}${check.expect === null ? "" : `, stated ${bandText(...check.expect)}`}; the forecast is ${perCent(check.forecast)}`;
    case "unanswered":
      return check.why;
  }
}
