/** Exclusive endings on the last day as one bar of a hundred per cent, in the order of the file, in the colours of endings. */
import { scaleLinear } from "d3-scale";
import { capital, perCent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Endings } from "../report.ts";
import { at, picture } from "./frame.ts";

const cool = ["agreement", "interim"];
const warm = ["sanctions", "strike", "war"];

/** A colour for each ending: blue, grey, ochre, orange, wine; what is left open is grey and stands in the middle. */
export function coloured({ of }: Endings): { readonly name: string; readonly mean: number; readonly tone: string }[] {
  const named = of.filter(({ otherwise }) => !otherwise);
  const blues = Math.min(cool.length, Math.ceil(named.length / 2));
  const tones = [
    ...cool.slice(0, blues),
    ...Array<string>(Math.max(0, named.length - blues - warm.length)).fill("open"),
  ];
  const rest = warm.slice(warm.length - Math.min(warm.length, named.length - blues));
  const all = named.map(({ name, mean }, i) => ({ name, mean, tone: [...tones, ...rest][i] }));
  const open = of.filter(({ otherwise }) => otherwise).map(({ name, mean }) => ({ name, mean, tone: "talks" }));
  return [...all.slice(0, tones.length), ...open, ...all.slice(tones.length)];
}

const HEIGHT = 26;

export function endingsBar(endings: Endings, width: number): Html {
  const parts = coloured(endings);
  const x = scaleLinear([0, 1], [0, width]);
  let from = 0;
  const label = `${capital(endings.name)}: ${parts.map(({ name, mean }) => `${name} ${perCent(mean)}`).join(", ")}.`;
  return picture(
    width,
    HEIGHT,
    label,
    parts.map(({ mean, tone }) => {
      const [left, right] = [x(from), x(from + mean)];
      from += mean;
      const room = right - left >= 26;
      return html`<rect class="f-${tone}" x="${at(left)}" y="0" width="${at(Math.max(0, right - left - 1.5))}" height="${HEIGHT}"/>${room && html`<text class="o-${tone} mid" x="${at((left + right) / 2)}" y="17">${perCent(mean)}</text>`}`;
    }),
  );
}
