/** Rival forms: the same answers where the standoff is built otherwise, side by side and, where weighted, over all. */
import { bandOf, capital, perCent, textFor } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Report, ReportedRivals, RivalFigures } from "../report.ts";
import { scrolling } from "./tables.ts";

export function rivals({ rivals: told }: Report): Html | null {
  if (told === null) return null;
  const { forms, pooled } = told;
  const names = [...new Set(forms.flatMap(({ answers }) => answers.map(({ name }) => name)))];
  return html`<section aria-labelledby="rivals"><h2 id="rivals">Rival forms</h2>
${scrolling(
  "Answers by form",
  html`<table class="t"><caption class="sr">Answers by form</caption><thead><tr><th scope="col">answer</th>${forms.map(title)}${pooled !== null && html`<th scope="col" class="num">over forms</th>`}</tr></thead>
<tbody>${names.map((name) => row(name, told))}</tbody></table>`,
)}
<p class="cap">${forms.flatMap(({ name, because, says }) => [
    ...(because === "" ? [] : [`${capital(name ?? "as it stands")}: ${because}. `]),
    ...(says === "" ? [] : [`${capital(name ?? "as it stands")}: ${says}. `]),
  ])}Means over draws, with their bands.${pooled !== null && " Over forms: by the weights given, and by how likely each form made the news."}</p></section>`;
}

function title({ name, weight }: ReportedRivals["forms"][number]): Html {
  return html`<th scope="col" class="num">${name ?? "as it stands"}${weight !== null && html` <span class="s">${perCent(weight)}</span>`}</th>`;
}

function row(name: string, { forms, pooled }: ReportedRivals): Html {
  const each = forms.map(({ answers }) => answers.find((one) => one.name === name));
  const kind = each.find((one) => one !== undefined)!.kind;
  const over = pooled?.find((one) => one.name === name);
  return html`<tr><th scope="row">${capital(name)}</th>${each.map((one) => cell(one, kind))}${pooled !== null && cell(over, kind)}</tr>`;
}

function cell(one: Pick<RivalFigures, "mean" | "band"> | undefined, kind: RivalFigures["kind"]): Html {
  if (one === undefined) return html`<td class="num">–</td>`;
  const own = kind === "outcome" ? "probability" : kind;
  return html`<td class="num"><span class="big">${textFor(own)(one.mean)}</span> <span class="s">${bandOf(one, own)}</span></td>`;
}
