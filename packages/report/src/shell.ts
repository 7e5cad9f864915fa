/**
 * A page that stands by itself: no network, no script, its style and its data inside; on paper with a foot on every
 * sheet.
 */
import { cssString, Html, html, type Part, scriptSafe } from "./html.ts";
import { style } from "./style.ts";

/** `foot` stands at the bottom of printed pages, `data` under `dataId` in the page for programs that read it. */
export interface Shell {
  readonly title: string;
  readonly foot: string;
  readonly dataId: string;
  readonly data: unknown;
}

export function shell({ title, foot, dataId, data }: Shell, body: readonly Part[]): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">
<title>${title}</title>
<style>${new Html(style)}
@page { size: A4; margin: 16mm 15mm 18mm;
  @bottom-left { content: ${cssString(foot)}; font: 8pt sans-serif; color: #606b75; }
  @bottom-right { content: "page " counter(page) " of " counter(pages); font: 8pt sans-serif; color: #606b75; } }
</style></head>
<body><svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="4" style="fill:var(--surface)"/><rect width="1.6" height="4" style="fill:var(--p-now)"/></pattern></defs></svg>
<main class="sheet">${body.map((part, i) => html`${i > 0 && "\n"}${part}`)}</main>
<script type="application/json" id="${dataId}">${scriptSafe(data)}</script></body></html>
`.text;
}

/** The mark of the house. */
export const mark = html`<svg width="15" height="15" viewBox="0 0 20 20" aria-hidden="true"><path class="f-war" d="M0 20V17C7 17 10 14 20 11.2V20Z"/><path class="f-agreement" d="M0 0V3C7 3 10 6 20 8.8V0Z"/></svg>`;
