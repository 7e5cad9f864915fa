/** The tables that stand beside pictures: folded away on a screen, open on paper. */
import { type Html, html, type Part } from "../html.ts";

/** A column's heading; `num` sets its figures to the right. */
export interface Column {
  readonly title: string;
  readonly num?: boolean;
}

/** The numbers of a picture: its first column names the rows. */
export function numbers(caption: string, columns: readonly Column[], rows: readonly (readonly Part[])[]): Html {
  const side = (place: number) => columns[place].num === true && html` class="num"`;
  return html`<details><summary>Table: ${caption}</summary><div class="scroll" tabindex="0" role="region" aria-label="Table: ${caption}">
<table class="t"><caption class="sr">${caption}</caption><thead><tr>${columns.map(({ title }, i) => html`<th scope="col"${side(i)}>${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => html`<tr>${row.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td${side(i)}>${cell}</td>`))}</tr>
`,
  )}</tbody></table></div></details>`;
}

/** A table wider than a narrow screen scrolls by itself. */
export function scrolling(label: string, table: Html): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${table}</div>`;
}

/** A grade in its box: A filled, B plain, C and below dashed. */
export function grade(written: string): Html {
  const kind = written.startsWith("A") ? "strong" : written.startsWith("B") ? "" : "weak";
  return html`<span class="grade ${kind}">${written}</span>`;
}
