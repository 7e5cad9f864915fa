/**
 * The outcomes by date on one axis, with the clocks: a row for each outcome, its mean as a line, its band as upright
 * bars at the ends of periods, and through all rows a dotted line for each date of a clock, whose name stands on the
 * rail below.
 */
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { longDate } from "../days.ts";
import { bandOf, capital, perCent } from "../figures.ts";
import { type Html, html, type Part } from "../html.ts";
import type { Report, ReportedOutcome } from "../report.ts";
import { type Across, across, clockLabel, clockMarks, LANE, monthAxis, type Span } from "./axis.ts";
import { at, picture, WIDE } from "./frame.ts";

/** Rows are lower where there are many. */
const rowHeight = (rows: number) => (rows > 4 ? 44 : 62);
const GAP = 22;

export type Dated = Pick<Report, "outcomes" | "lead" | "clocks"> & Span;

/** Outcomes that come about on some day; what is judged on the last day alone has no line. */
export function datedOutcomes({ outcomes }: Pick<Report, "outcomes">): ReportedOutcome[] {
  return outcomes.filter(({ atEnd, byDate }) => !atEnd && byDate.length > 1);
}

const MOST_DRAWN = 12;

/** Those that are drawn, in their order: the one that leads, and of many the others nearest to even. */
export function drawnOutcomes(dated: Pick<Report, "outcomes" | "lead">): ReportedOutcome[] {
  const all = datedOutcomes(dated);
  const even = ({ name, mean }: ReportedOutcome) => (name === dated.lead ? 1 : (mean ?? 0) * (1 - (mean ?? 0)));
  const drawn = new Set([...all].sort((a, b) => even(b) - even(a)).slice(0, MOST_DRAWN));
  return all.filter((one) => drawn.has(one));
}

interface Frame extends Across {
  readonly row: number;
}

export function calendarChart(dated: Dated, width: number): Html {
  const rows = drawnOutcomes(dated);
  const left = 30;
  const right = width === WIDE ? width - 150 : width - 6;
  const frame: Frame = { ...across(dated, { width, left, right }), row: rowHeight(rows.length) };
  const floor = rows.length * (frame.row + GAP);
  const marks = clockMarks(dated, frame);
  const lanes = Math.max(0, ...marks.map(({ lane }) => lane + 1));
  const label = `Probability of ${rows.length} outcomes by date, from ${longDate(dated.from)} to ${longDate(dated.to)}, with their bands and the clocks on the same axis. Tables follow.`;
  return picture(width, floor + 26 + lanes * LANE, label, [
    marks.map(({ x, lane }) => html`<path class="clock" d="M${x},8V${floor + 24 + lane * LANE}"/>`),
    rows.map((row, place) => outcomeRow(row, place * (frame.row + GAP) + GAP, frame)),
    monthAxis(dated, floor, frame),
    marks.map((mark) => clockLabel(mark, floor + 24 + mark.lane * LANE)),
  ]);
}

// ---- Rows ----

function outcomeRow(outcome: ReportedOutcome, top: number, frame: Frame): Part {
  const { byDate } = outcome;
  const y = scaleLinear([0, 1], [top + frame.row - 6, top]);
  const path = line<ReportedOutcome["byDate"][number]>(
    ({ date }) => frame.x(date),
    ({ mean }) => at(y(mean)),
  )([...byDate])!;
  const last = byDate[byDate.length - 1];
  return [
    [0, 0.5, 1].map(
      (value) =>
        html`<path class="${value === 0 ? "axis" : "grid"}" d="M${frame.left},${at(y(value))}H${frame.right}"/>`,
    ),
    [0, 1].map(
      (value) =>
        html`<text class="s end" x="${frame.left - 4}" y="${at(y(value)) + 3.5}">${value === 1 ? "100" : "0"}</text>`,
    ),
    shownDates(byDate, frame).map(({ date, low, high }) => {
      const [x, from, to] = [frame.x(date), at(y(low)), at(y(high))];
      return html`<path class="band" d="M${x - 2},${from}h4M${x},${from}V${to}M${x - 2},${to}h4"/>`;
    }),
    html`<path class="line" d="${path}"/><circle class="ink" cx="${frame.x(last.date)}" cy="${at(y(last.mean))}" r="2.5"/>`,
    rowLabel(outcome, top, at(y(last.mean)), frame),
  ];
}

/** Bars no closer than twelve pixels, the last always among them. */
function shownDates(byDate: ReportedOutcome["byDate"], frame: Frame) {
  const kept: (typeof byDate)[number][] = [];
  for (const one of [...byDate].reverse()) {
    const before = kept.at(-1);
    if (before === undefined || frame.x(before.date) - frame.x(one.date) >= 12) kept.push(one);
  }
  return kept.filter(({ low, high }) => high - low >= 0.005);
}

/** On a desk's page beside the row's end; on a hand's above the row. */
function rowLabel(outcome: ReportedOutcome, top: number, end: number, { width, right, row }: Frame): Html {
  const [name, figure, band] = [capital(outcome.name), perCent(outcome.mean), bandOf(outcome, "probability")];
  if (width !== WIDE)
    return html`<text class="halo" x="2" y="${top - 7}"><tspan class="b">${name}</tspan> ${figure}, ${band}</text>`;
  const y = Math.max(top + 12, Math.min(top + row - 24, end + 4));
  const lines = wrapped(name, 24).slice(0, 2);
  const start = lines.length > 1 ? y - 8 : y;
  return html`<text x="${right + 10}" y="${start}">${lines.map((words, i) => html`<tspan class="b" x="${right + 10}" dy="${i === 0 ? 0 : 13}">${words}</tspan>`)}<tspan x="${right + 10}" dy="14"><tspan class="m">${figure}</tspan>, ${band}</tspan></text>`;
}

function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
