/**
 * Is there a deal at all? What each agreement is worth to everyone against none ever, who stops it, and how that moves
 * with time.
 */

import type { DealDay } from "standoff/judge";
import { percent, readable } from "standoff/words";
import { longDate } from "../days.ts";
import { capital, perCent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Report } from "../report.ts";
import { scrolling } from "./tables.ts";

export function deals({ deals: days }: Report): Html | null {
  if (days === null || days.length === 0) return null;
  const [first] = days;
  return html`<section aria-labelledby="deals"><h2 id="deals">Is there a deal at all?</h2>
<p>${summary(first)}</p>
${scrolling("Gains by agreement", byAgreement(first))}${days.length > 1 && byDay(days)}
<p class="cap">Expected points, at the stated values (shares of draws: over what is not known), in each side’s own eyes. Against none ever: a game solved anew in which nobody signs any of these. Against playing on: the game as it is, in which one may still come. Values that we attribute, not endorse.</p></section>`;
}

function summary({ agreements, preferred, preferredToPlayingOn, bargains }: DealDay): string {
  const some =
    preferred.length === 0
      ? "No agreement is"
      : `${preferred.length} of ${agreements.length} agreements ${preferred.length === 1 ? "is" : "are"}`;
  const waits =
    preferred.length === 0
      ? ""
      : preferredToPlayingOn.length === 0
        ? "; of none is that so against playing on"
        : `; against playing on that is so of ${preferredToPlayingOn.join(", ")}`;
  const picked = bargains.flatMap(({ between, nash, kalaiSmorodinsky }) =>
    nash === null
      ? []
      : [
          ` Between ${between.join(" and ")} the largest product of gains (Nash) has ${nash}; gains in proportion to the most that each could have (Kalai and Smorodinsky), ${kalaiSmorodinsky}.`,
        ],
  );
  return `${some} better for all whose consent counts than none ever${waits}.${picked.join("")}`;
}

const signed = (value: number) => `${value > 0 ? "+" : ""}${readable(value)}`.replace("-", "−");

function byAgreement({ date, agreements }: DealDay): Html {
  const { sides } = agreements[0];
  const marks = { consents: "", "can stop it": ", veto", "no say": ", no say" };
  return html`<table class="t"><caption class="sr">Gains by agreement, signed on ${longDate(date)}</caption>
<thead><tr><th scope="col">signed on ${longDate(date)}</th>${sides.map(({ of, says }) => html`<th scope="col" class="num">${of}${marks[says]}</th>`)}<th scope="col">stopped by</th></tr></thead>
<tbody><tr><th scope="row">None ever</th>${sides.map(({ without }) => html`<td class="num">${readable(without).replace("-", "−")}</td>`)}<td></td></tr>
${agreements.map(
  ({ name, sides: own, overPlayingOn, stoppedBy, overDraws }) =>
    html`<tr><th scope="row">${capital(name)}</th>${own.map(
      (side, i) =>
        html`<td class="num"><span class="big">${signed(side.with - side.without)}</span>${overPlayingOn.length > 0 && html` <span class="s">${signed(overPlayingOn[i].points)} on playing on</span>`}${side.prefers > 0 && side.prefers < 1 && html` <span class="s">${percent(side.prefers)} of cases</span>`}</td>`,
    )}<td>${stoppedBy.map(({ of, points }) => `${of} by ${readable(points)}`).join(", ") || "–"}${overDraws !== null && html` <span class="s">all prefer it in ${percent(overDraws.preferred)} of draws${overDraws.stoppedBy.length > 0 && `; stopped by ${overDraws.stoppedBy.map(({ of, share }) => `${of} in ${percent(share)}`).join(", ")}`}</span>`}</td></tr>`,
)}</tbody></table>`;
}

function byDay(days: readonly DealDay[]): Html {
  return html`<h3 style="margin-top:10px">By the day on which one is signed</h3>
${scrolling(
  "By day",
  html`<table class="t"><caption class="sr">Agreements that all prefer, by day</caption><thead><tr><th scope="col">day</th><th scope="col" class="num">still open</th><th scope="col">all prefer to none ever</th><th scope="col">and to playing on</th><th scope="col">Nash</th></tr></thead>
<tbody>${days.map(
    ({ date, open, preferred, preferredToPlayingOn, bargains }) =>
      html`<tr><th scope="row">${longDate(date)}</th><td class="num">${perCent(open)}</td><td>${preferred.join(", ") || "none"}</td><td>${preferredToPlayingOn.join(", ") || "none"}</td><td>${bargains.map(({ nash }) => nash ?? "–").join("; ")}</td></tr>`,
  )}</tbody></table>`,
)}`;
}
