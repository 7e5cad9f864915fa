/**
 * Exclusive endings on the last day as one bar of a hundred per cent, in the order of the file, in the colours of
 * endings.
 */
import { scaleLinear } from "d3-scale";
import { capital, perCent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Ending } from "../report.ts";
import { at, picture } from "./frame.ts";

const cool = ["agreement", "interim"];
const warm = ["sanctions", "strike", "war"];

type Drawn = Pick<Ending, "name" | "mean" | "otherwise"> & {
  /** From which side it comes, where that is known. */
  readonly standing?: Pick<NonNullable<Ending["standing"]>, "side"> | null;
};

/**
 * A colour for each ending: blue, grey, ochre, orange, wine; what is left open is grey and stands in the middle. What
 * comes from above is what the file says does, where it says so.
 */
export function coloured<E extends Drawn>(of: readonly E[]): (E & { readonly tone: string })[] {
  const named = of.filter(({ otherwise }) => !otherwise);
  const above = named.filter(({ standing }) => standing?.side === "above");
  const sided = above.length > 0 && above.length < named.length;
  const half = Math.max(Math.min(cool.length, Math.ceil(named.length / 2)), named.length - warm.length);
  const first = sided ? above : named.slice(0, half);
  const last = named.filter((one) => !first.includes(one));
  const painted = (one: E, tone: string | undefined) => ({ ...one, tone: tone ?? "open" });
  return [
    ...first.map((one, i) => painted(one, cool[i])),
    ...of.filter(({ otherwise }) => otherwise).map((one) => painted(one, "talks")),
    ...last.map((one, i) => painted(one, warm[i + warm.length - last.length])),
  ];
}

const HEIGHT = 26;

export function endingsBar(
  { name: group, of }: { readonly name: string; readonly of: readonly Drawn[] },
  width: number,
): Html {
  const parts = coloured(of);
  const x = scaleLinear([0, 1], [0, width]);
  let from = 0;
  const label = `${capital(group)}: ${parts.map(({ name, mean }) => `${name} ${perCent(mean)}`).join(", ")}.`;
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
