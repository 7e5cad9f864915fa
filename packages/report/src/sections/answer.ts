/** The answer: in one line, in a few sentences, and for every outcome and question with its band. */
import type { ListedClock } from "standoff";
import { readable } from "standoff/words";
import { bar, slimBar } from "../charts/bar.ts";
import { calendarChart, datedOutcomes, drawnOutcomes } from "../charts/calendar.ts";
import { atBothWidths } from "../charts/frame.ts";
import { longDate, shortDate } from "../days.ts";
import { bandOf, bandText, capital, perCent, textFor } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Figures, Report, ReportedQuestion } from "../report.ts";
import { mark } from "../shell.ts";
import { numbers } from "./tables.ts";

type Leading = Figures & { readonly atEnd?: boolean };

function leadOf({ outcomes, questions, lead }: Report): Leading {
  return [...outcomes, ...questions].find(({ name }) => name === lead)!;
}

/** `Strike called by 31 Jul 2026: very unlikely (10 %)`. */
export function headline(report: Report): string {
  const lead = leadOf(report);
  const { to } = report.manifest.calendar;
  const isOutcome = report.outcomes.some(({ name }) => name === lead.name);
  const when = isOutcome ? ` ${lead.atEnd === true ? "on" : "by"} ${longDate(to)}` : "";
  const figure = perCent(lead.mean);
  return `${capital(lead.name)}${when}: ${lead.word === null ? figure : `${lead.word} (${figure})`}`;
}

export function opening(report: Report): Html {
  const { manifest, written } = report;
  const { from, to } = manifest.calendar;
  return html`<header><div class="kick">${mark} <b>Standoff</b> forecast · written ${longDate(written)} · ${manifest.title} · model of ${longDate(from)} to ${longDate(to)}</div>
<h1>${headline(report)}</h1>
<p class="lead">${sentences(report).join(" ")}</p>
${manifest.caveat !== "" && html`<p class="caveat">${manifest.caveat}</p>`}</header>`;
}

function sentences(report: Report): string[] {
  const { mean, band, stated, habit, word } = leadOf(report);
  const { draws, news, contradicted } = report;
  const over = band === null ? "" : `, with a band of ${bandText(band[0], band[2])} over the ranges given`;
  const wide = word === null && band !== null && !contradicted;
  return [
    `In this model, given the values that we attribute, the mean over ${draws.solved} draws is ${perCent(mean)}${over}${wide ? "; that band is too wide for one word" : ""}.`,
    `At the stated values it is ${perCent(stated)}${habit === null ? "" : `; usual frequencies alone would give ${perCent(habit)}`}.`,
    ...(contradicted
      ? ["More than a third of the file’s own checks lie outside their intervals, so no word of likelihood is given."]
      : []),
    ...(news.status === "conditioned"
      ? [`It takes in ${news.items} of ${news.of} items of news, as of ${longDate(news.asOf!)}.`]
      : []),
  ];
}

export function likelihoods({ outcomes, questions, lead, manifest }: Report): Html {
  const chances = questions.filter(({ kind }) => kind === "probability");
  const others = questions.filter(({ kind }) => kind !== "probability");
  return html`<section aria-labelledby="likelihood"><h2 id="likelihood">Likelihood by ${shortDate(manifest.calendar.to)}</h2>
<table class="t"><caption class="sr">Likelihood of every outcome and question: mean, picture, band and word</caption>
<thead><tr><th scope="col">outcome</th><th scope="col" class="num">mean</th><th scope="col" class="roomy">by choice, through mistakes</th><th scope="col" class="num">band</th><th scope="col">in words</th></tr></thead>
<tbody>${[...outcomes, ...chances].map((one) => likelihoodRow(one, one.name === lead))}${others.map(otherRow)}</tbody></table>
<p class="cap">Solid: by choice. Hatched: passes through choices clearly worse than the best. Bracket: the 10 and 90 per cent points of the draws, over the ranges given. Triangle: at the stated values. Dotted: usual frequencies alone. Lines: where the words change.</p>
${figuresTable([...outcomes, ...chances], others)}</section>`;
}

function likelihoodRow(one: Figures, leads: boolean): Html {
  return html`<tr${leads && html` class="leads"`}><th scope="row">${capital(one.name)}</th><td class="num big">${perCent(one.mean)}</td><td class="roomy">${bar(one)}</td><td class="num">${bandOf(one, "probability")}</td><td class="tight">${one.word ?? "–"}</td></tr><tr class="below"><td colspan="4">${slimBar(one)}</td></tr>`;
}

function otherRow(one: ReportedQuestion): Html {
  return html`<tr><th scope="row">${capital(one.name)}</th><td class="num big">${textFor(one.kind)(one.mean)}</td><td class="roomy">${one.ask}</td><td class="num">${bandOf(one, one.kind)}</td><td>–</td></tr>`;
}

function figuresTable(chances: readonly Figures[], others: readonly ReportedQuestion[]): Html {
  const row = (one: Figures, kind: ReportedQuestion["kind"]) => {
    const text = textFor(kind);
    const error =
      one.error === null ? "–" : kind === "probability" ? `±${(100 * one.error).toFixed(1)} pt` : `±${text(one.error)}`;
    return [
      one.name,
      text(one.mean),
      error,
      bandOf(one, kind),
      text(one.stated),
      text(one.habit),
      perCent(one.errorShare),
      one.resolves,
    ];
  };
  const titles = ["mean", "sampling", "band", "stated", "habit", "through mistakes"];
  return numbers(
    "likelihood in figures",
    [{ title: "answer" }, ...titles.map((title) => ({ title, num: true })), { title: "resolves" }],
    [...chances.map((one) => row(one, "probability")), ...others.map((one) => row(one, one.kind))],
  );
}

// ---- By date ----

export function calendar(report: Report): Html | null {
  const { from, to } = report.manifest.calendar;
  const rows = datedOutcomes(report);
  if (rows.length === 0) return null;
  const dated = { ...report, from, to };
  const left = rows.length - drawnOutcomes(report).length;
  return html`<section aria-labelledby="when"><h2 id="when">When, with the clocks on the same axis</h2>
<figure>${atBothWidths((width) => calendarChart(dated, width))}
<figcaption class="cap">Line: mean by date. Bars: the band, over the ranges given, at ends of periods. Dotted: clocks. In this model, given these values.${left > 0 && ` Drawn: those nearest to even; ${left} others stand in the table.`}</figcaption></figure>
${clockTable(report)}${numbers(
  "outcomes by date",
  [{ title: "date" }, ...rows.map(({ name }) => ({ title: name, num: true }))],
  rows[0].byDate.map(({ date }, i) => [
    date,
    ...rows.map(({ byDate }) =>
      byDate[i] === undefined ? "–" : `${perCent(byDate[i].mean)} (${bandText(byDate[i].low, byDate[i].high)})`,
    ),
  ]),
)}</section>`;
}

function clockTable({ clocks }: Report): Html | null {
  if (clocks.length === 0) return null;
  return numbers(
    "clocks",
    [{ title: "clock" }, { title: "owner" }, { title: "date" }, { title: "what lapses" }],
    clocks.map((clock) => [clock.name, clock.owner, whenDue(clock), clock.lapses]),
  );
}

function whenDue({ dates, kind, days }: ListedClock): string {
  const on = dates.map(([date, chance]) => {
    return chance === 1 || chance === null ? longDate(date) : `${longDate(date)} (${perCent(chance)})`;
  });
  const runs = days === null ? "runs from what starts it" : `runs ${readable(days)} days from what starts it`;
  return [on.join(" or "), ...(kind === "runs" ? [runs] : [])].filter((part) => part !== "").join("; ");
}
