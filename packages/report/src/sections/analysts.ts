/** Several analysts: what each holds, and what comes of it. */
import { bandOf, capital, perCent, textFor } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Figures, Report } from "../report.ts";
import { scrolling } from "./tables.ts";

export function analysts({ analysts: told, outcomes, questions }: Report): Html | null {
  if (told === null) return null;
  const { of, assumptions } = told;
  const all = [...outcomes.map((one) => ({ ...one, kind: "probability" as const })), ...questions];
  const held = assumptions.map(
    ({ assumption, values }) =>
      html`<tr><th scope="row">${capital(assumption)}</th>${values.map(({ text, range }) => html`<td class="num">${text}${range !== "" && html` <span class="s">${range}</span>`}</td>`)}<td></td></tr>`,
  );
  const answers = all.map((one) => {
    const each = of.map((own) => own.answers.find(({ name }) => name === one.name));
    const cells = [...each, one].map((figures) => cell(figures, one.kind));
    return html`<tr><th scope="row">${capital(one.name)}</th>${cells}</tr>`;
  });
  return html`<section aria-labelledby="analysts"><h2 id="analysts">Several analysts</h2>
${scrolling(
  "By analyst",
  html`<table class="t"><caption class="sr">Values and answers by analyst</caption><thead><tr><th scope="col">what each holds, and what comes of it</th>${of.map(({ analyst, weight }) => html`<th scope="col" class="num">${analyst} <span class="s">${perCent(weight)}</span></th>`)}<th scope="col" class="num">mixture</th></tr></thead>
<tbody>${held}${answers}</tbody></table>`,
)}<p class="cap">Each draw goes by the values of one analyst throughout; all draws are the mixture. Means over the draws of each, with their bands.</p></section>`;
}

function cell(
  one: Pick<Figures, "mean" | "band"> | undefined,
  kind: "probability" | "expectation" | "days until",
): Html {
  if (one === undefined) return html`<td class="num">–</td>`;
  return html`<td class="num"><span class="big">${textFor(kind)(one.mean)}</span> <span class="s">${bandOf(one, kind)}</span></td>`;
}
