/** What all charts share: the frame with its text for screen readers, coordinates as text, and the width of words. */
import { type Html, html, type Part } from "../html.ts";

/**
 * Charts are drawn at the width of a desk's page and again at that of a hand's, so that their letters keep their size.
 */
export const WIDE = 700;
const SLIM = 340;

/** `label` says what the picture shows; its table stands beside it. */
export function picture(width: number, height: number, label: string, parts: readonly Part[]): Html {
  return html`<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">${parts}</svg>`;
}

/** The same chart at both widths; the style shows one. */
export function atBothWidths(draw: (width: number) => Html, wide = WIDE, slim = SLIM): Html {
  return html`<div class="wide">${draw(wide)}</div><div class="slim">${draw(slim)}</div>`;
}

/** A coordinate with one decimal. */
export function at(value: number): number {
  return Math.round(10 * value) / 10;
}

/** About how wide a text of the charts' size is, in pixels. */
export function widthOf(text: string, size = 11): number {
  return text.length * size * 0.5;
}
