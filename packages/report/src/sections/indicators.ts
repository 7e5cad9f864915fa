/**
 * What to watch: occurrences that, seen or not by a day, would move the answer; and which assumptions are worth finding
 * out.
 */
import type { Sign } from "standoff/judge";
import { swingRow, swingScale } from "../charts/tornado.ts";
import { longDate } from "../days.ts";
import { capital, perCent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Indicators, Report } from "../report.ts";
import { numbers } from "./tables.ts";

/** Rows that are shown; the tables hold all. */
const MOST_SIGNS = 8;
const MOST_UNKNOWNS = 6;

const pointsOf = (part: number) => (100 * part).toFixed(1);
const bitsOf = (bits: number) => (bits < 0.0005 ? "<0.001" : bits.toFixed(3));

/** Figures of one sign under two names differ by rounding alone. */
const SAME = 1e-9;

type Watch = NonNullable<Indicators["watch"]>;
type FindOut = NonNullable<Indicators["findOut"]>;

export function indicators({ lead, indicators: { watch, findOut, says } }: Report): Html | null {
  if (watch === null && findOut === null && says === "") return null;
  return html`<section aria-labelledby="indicators"><h2 id="indicators">Indicators</h2>
${watch === null ? says !== "" && html`<p>What to watch: ${says}.</p>` : watched(lead, watch)}
${findOut !== null && findOut.unknowns.length > 0 && unknowns(lead, findOut)}</section>`;
}

function watched(lead: string, watch: Watch): Html {
  const { by, open, later, signs, uncertainty } = watch;
  const day = longDate(by);
  const given =
    open < 1
      ? `With ${perCent(open)} it is still to come after ${day}; given that, which all figures here are, it is ${perCent(later)}.`
      : `At the stated values it is ${perCent(later)}.`;
  if (signs.length === 0)
    return html`<p>Nothing that everyone would see by ${day} tells of ${lead}. ${given}</p>${left(watch)}`;
  const shown = distinct(signs).slice(0, MOST_SIGNS);
  const scale = swingScale(
    [later, ...shown.flatMap(({ seen, unseen }) => [seen, unseen])].filter((one) => one !== null),
  );
  return html`<p>What, seen or not by ${day}, would move ${lead} most. ${given}</p>
<table class="t"><caption class="sr">What to watch for by ${day}</caption>
<thead><tr><th scope="col">seen by ${day}</th><th scope="col" class="num">chance</th><th scope="col">${lead}, if not seen and if seen (before that ${perCent(later)})</th><th scope="col" class="num">shift</th><th scope="col" class="num roomy">bits</th></tr></thead>
<tbody>${shown.map((sign) => signRow(sign, later, scale))}</tbody></table>
<p class="cap">Hollow: if not seen by then; solid: if seen. Shift: by how many points the answer is expected to move. Bits: information of the sign about the answer, of which ${bitsOf(uncertainty)} are not known. A sign tells; it need not be a cause. At the stated values.</p>
${left(watch)}${signTable(day, signs)}`;
}

/** Without what is seen exactly when something above it is: an outcome, and the move that it is made of. */
function distinct(signs: readonly Sign[]): Sign[] {
  const same = (a: Sign, b: Sign) => Math.abs(a.chance - b.chance) < SAME && Math.abs(a.bits - b.bits) < SAME;
  return signs.filter((one, i) => !signs.slice(0, i).some((before) => same(before, one)));
}

function signRow(sign: Sign, later: number, scale: ReturnType<typeof swingScale>): Html {
  const { seen, unseen, chance, shift, bits } = sign;
  const label = `${sign.sign}: ${perCent(unseen)} if not seen, ${perCent(seen)} if seen`;
  return html`<tr><th scope="row">${capital(sign.sign)}<span class="lab">${sign.kind}</span></th><td class="num">${perCent(chance)}</td><td>${swingRow({ value: later, ends: [unseen, seen], label }, scale)}</td><td class="num big">${pointsOf(shift)} <span class="s">pt</span></td><td class="num roomy">${bitsOf(bits)}</td></tr>`;
}

function left({ signs, unasked }: Watch): Html | null {
  if (unasked.length === 0) return null;
  return html`<details><summary>Not asked of: ${unasked.length} further occurrences</summary><p class="cap">To save time the most uncertain were asked first; ${signs.length} of them tell something. Not asked of: ${unasked.join(", ")}.</p></details>`;
}

function signTable(day: string, signs: readonly Sign[]): Html {
  const titles = ["chance", "if seen", "if not", "shift, pt", "bits"];
  return numbers(
    `what to watch by ${day}`,
    [{ title: "sign" }, { title: "kind" }, ...titles.map((title) => ({ title, num: true }))],
    signs.map(({ sign, kind, chance, seen, unseen, shift, bits }) => [
      sign,
      kind,
      perCent(chance),
      perCent(seen),
      perCent(unseen),
      pointsOf(shift),
      bitsOf(bits),
    ]),
  );
}

function unknowns(lead: string, { deviation, unknowns: all }: FindOut): Html {
  const row = ({ quantity, share, narrows }: FindOut["unknowns"][number]) => [
    capital(quantity),
    perCent(share),
    perCent(narrows),
  ];
  return html`<h3 style="margin-top:10px">What is worth finding out</h3>
<table class="t"><caption class="sr">Whose better knowledge would narrow ${lead} most</caption>
<thead><tr><th scope="col">known for certain</th><th scope="col" class="num">of the variance</th><th scope="col" class="num">narrows by</th></tr></thead>
<tbody>${all
    .slice(0, MOST_UNKNOWNS)
    .map(row)
    .map(
      ([name, ...cells]) =>
        html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td class="num">${cell}</td>`)}</tr>`,
    )}</tbody></table>
<p class="cap">By exact slopes at the stated values, to the first order: of the variance of ${lead} over all that is drawn (standard deviation ${pointsOf(deviation)} points), what goes with each; and by how much the spread would shrink, were it known.</p>
${
  all.length > MOST_UNKNOWNS &&
  numbers(
    "what is worth finding out",
    [{ title: "quantity" }, { title: "of the variance", num: true }, { title: "narrows by", num: true }],
    all.map(row),
  )
}`;
}
