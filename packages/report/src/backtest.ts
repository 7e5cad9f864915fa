/**
 * A library's scores as one page in the report's look: over all scenarios, against each rival, calibration, and
 * question by question.
 */
import type { Backtest, BacktestedScenario, ScoredTogether, ScoreSpread } from "standoff/score";
import { calibrationChart } from "./charts/calibration.ts";
import { atBothWidths } from "./charts/frame.ts";
import { gainsChart, score } from "./charts/gains.ts";
import { longDate } from "./days.ts";
import { perCent } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { closing } from "./sections/manifest.ts";
import { numbers } from "./sections/tables.ts";
import { mark, shell } from "./shell.ts";

export type BacktestToTell = Extract<Backtest, { status: "scored" }> & {
  /** Scenarios without an uninformed twin, and why. */
  readonly withoutTwin: readonly { readonly scenario: string; readonly why: string }[];
  /** The day on which it was written. */
  readonly written: string;
};

type Evenly = NonNullable<BacktestToTell["evenly"]>;

export function backtestPage(found: BacktestToTell): string {
  const { evenly, all, scenarios, written } = found;
  const title =
    evenly === null
      ? "Backtest: nothing is settled yet"
      : `Backtest: Brier score ${score(evenly.brier.mean)} over ${many(evenly.scenarios, "scenario")}`;
  const as = { title, foot: `Backtest · written ${longDate(written)}`, dataId: "standoff-backtest", data: found };
  return shell(as, [
    opening(found, title),
    ...(evenly === null ? [] : [besides(evenly), calibration(all)]),
    ...(scenarios.length === 0 ? [] : [byScenario(scenarios)]),
    ...scenarios.map(questions),
    twins(found),
    html`<footer><p>Brier from 0, the best, to 1; 0.25 for always saying one half; of an exclusive group half the sum over its classes. Log: ln of the probability given to what happened. Ranked: of questions that ask of one event by several days, the mean over the days. Every comparison is over what both foretold; others count by their last word on the day as of which the forecast was made. Items of one scenario stand and fall together: intervals draw scenarios.</p>${closing}</footer>`,
  ]);
}

const many = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

function spread({ mean, interval }: ScoreSpread): string {
  return interval === null ? score(mean) : `${score(mean)} (${score(interval[0])} to ${score(interval[1])})`;
}

function opening({ evenly, all, hindsight, open, void: given, written }: BacktestToTell, title: string): Html {
  const rest = [
    ...(open > 0 ? [`${many(open, "question")} not settled yet`] : []),
    ...(given > 0 ? [`${given} given up`] : []),
  ];
  const lead =
    evenly === null
      ? ""
      : `${many(all.scores.items, "item")} of ${many(evenly.scenarios, "scenario")}, every scenario counting the same: Brier ${spread(evenly.brier)}; always saying one half would have ${score(evenly.beside[0].theirs.mean)}.`;
  return html`<header><div class="kick">${mark} <b>Standoff</b> backtest · written ${longDate(written)}</div>
<h1>${title}</h1>
<p class="lead">${lead}${rest.length > 0 && ` ${rest.join(", ")}.`}</p>
${hindsight.says !== "" && html`<p class="caveat warn">${hindsight.says}</p>`}</header>`;
}

function besides({ beside, scenarios }: Evenly): Html {
  return html`<section aria-labelledby="against"><h2 id="against">Against whom</h2>
<figure>${atBothWidths((width) => gainsChart(beside, width))}
<figcaption class="cap">Their Brier score less ours, each scenario counting the same${scenarios > 1 ? "; bracket: 5 to 95 per cent of means over scenarios drawn with replacement; solid where it leaves out none" : ""}.</figcaption></figure>
${numbers(
  "scores against each",
  [{ title: "against" }, ...["scenarios", "theirs", "ours", "gain"].map(num)],
  beside.map((one) => [one.against, one.scenarios, score(one.theirs.mean), score(one.ours.mean), spread(one.gain)]),
)}</section>`;
}

const num = (title: string) => ({ title, num: true });

function calibration({ calibration: bins, statements, decomposition, comparisons }: ScoredTogether): Html {
  const parts =
    decomposition === null
      ? ""
      : `Murphy’s parts of ${many(statements, "statement")}: Brier ${score(decomposition.brier)} = reliability ${score(decomposition.reliability)} − resolution ${score(decomposition.resolution)} + uncertainty ${score(decomposition.uncertainty)}, with ${decomposition.distinct} distinct forecasts.`;
  return html`<section aria-labelledby="calibration"><h2 id="calibration">Calibration, all questions together</h2>
<figure>${atBothWidths((width) => calibrationChart(bins, width), 380, 320)}
<figcaption class="cap">By tenths of the probability given. Bar: where the share would lie with 90 per cent, were every probability right and the statements independent (they are not, within a scenario). Hollow: outside. The larger the point the more statements.</figcaption></figure>
<p class="cap">${parts}</p>
${numbers(
  "calibration",
  [{ title: "said" }, ...["statements", "mean", "came true", "band"].map(num)],
  bins.map((bin) => [
    `${perCent(bin.from)} to ${perCent(bin.to)}`,
    bin.statements,
    perCent(bin.meanChance),
    perCent(bin.cameTrue),
    `${perCent(bin.band[0])} to ${perCent(bin.band[1])}`,
  ]),
)}${numbers(
  "all questions together",
  [{ title: "against" }, ...["items", "theirs", "ours", "mean of both", "skill", "log, theirs", "log, ours"].map(num)],
  comparisons.map((one) => [
    one.against,
    one.theirs.items,
    score(one.theirs.brier),
    score(one.ours.brier),
    score(one.averaged.brier),
    score(one.skill),
    score(one.theirs.log),
    score(one.ours.log),
  ]),
)}</section>`;
}

/** Every scenario's mean beside those of its rivals. */
function byScenario(scenarios: readonly BacktestedScenario[]): Html {
  const rivals = [...new Set(scenarios.flatMap(({ comparisons }) => comparisons.map(({ against }) => against)))];
  const row = ({ name, scores, comparisons, ranked }: BacktestedScenario) => {
    const theirs = rivals.map((rival) =>
      score(comparisons.find(({ against }) => against === rival)?.theirs.brier ?? null),
    );
    return html`<tr><th scope="row">${name}</th><td class="num">${scores.items}</td><td class="num big">${score(scores.brier)}</td>${theirs.map((one) => html`<td class="num">${one}</td>`)}<td class="num">${ranked === null ? "–" : score(ranked.ours)}</td></tr>`;
  };
  return html`<section aria-labelledby="scenarios"><h2 id="scenarios">By scenario</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Scores by scenario"><table class="t"><caption class="sr">Brier scores by scenario, ours and those of each rival</caption>
<thead><tr><th scope="col">scenario</th><th scope="col" class="num">items</th><th scope="col" class="num">ours</th>${rivals.map((rival) => html`<th scope="col" class="num">${rival}</th>`)}<th scope="col" class="num">ranked</th></tr></thead>
<tbody>${scenarios.map(row)}</tbody></table></div>
<p class="cap">Rivals are scored over what they foretold of the scenario.</p></section>`;
}

function questions(one: BacktestedScenario, place: number): Html {
  const { title, asOf, frozen, caveat, items, ladders, checksContradict, settledBefore } = one;
  const late =
    settledBefore > 0
      ? ` ${settledBefore === items.length ? "All" : settledBefore} of these items were settled by then.`
      : "";
  return html`<section aria-labelledby="of-${place}"><h2 id="of-${place}">${title}</h2>
<p class="cap">${one.name}, as of ${longDate(asOf)}, sealed ${longDate(frozen.slice(0, 10))}.${late}${checksContradict && " More than a third of its own checks lay outside."}</p>
${caveat !== "" && html`<p class="caveat">${caveat}</p>`}
<table class="t"><caption class="sr">Items of ${title}</caption><thead><tr><th scope="col">item</th><th scope="col" class="num">settled</th><th scope="col" class="num">given to what happened</th><th scope="col" class="num">Brier</th><th scope="col" class="num">log</th></tr></thead>
<tbody>${items.map((item) => html`<tr><th scope="row">${item.name}</th><td class="num">${item.settled}</td><td class="num">${perCent(item.chance)}</td><td class="num">${score(item.brier)}</td><td class="num">${score(item.log)}</td></tr>`)}</tbody></table>
${
  ladders.length > 0 &&
  numbers(
    "dated ladders",
    [{ title: "event" }, { title: "by, given, came true" }, num("ranked")],
    ladders.map(({ name, rungs, chances, happened, score: ranked }) => [
      name,
      rungs.map(({ by }, i) => `${by}: ${perCent(chances[i])}, ${happened[i] ? "yes" : "no"}`).join("; "),
      score(ranked),
    ]),
  )
}</section>`;
}

function twins({ withoutTwin }: BacktestToTell): Html | null {
  if (withoutTwin.length === 0) return null;
  return html`<section aria-labelledby="twins"><h2 id="twins">Without an uninformed twin</h2>
<ul>${withoutTwin.map(({ scenario, why }) => html`<li>${scenario}: ${why}.</li>`)}</ul></section>`;
}
