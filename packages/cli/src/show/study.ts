/** A study as a page of text, and as JSON: means with their sampling errors, bands, and what they go with. */
import type { StudyManifest } from "@standoff/runner";
import type { Averaged, OutcomeStudy, QuestionStudy, Study } from "standoff/study";
import { percent } from "standoff/words";
import { FEWEST_EFFECTIVE } from "../average.ts";
import {
  averagedJson,
  bandCell,
  drawsJson,
  errorCell,
  type FigureText,
  meanCell,
  outcomeAverages,
  percentText,
  textOf,
} from "./averages.ts";
import { deciderLines } from "./forecast.ts";
import { hanging, table, wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";
import { dayOf, longDate } from "./plot.ts";

/** Draws below which shares of variance are not listed. */
const FEWEST_FOR_SHARES = 32;
/** Shares of variance below this are not listed, nor more than so many of them. */
const LEAST_SHARE = 0.05;
const MOST_SHARES = 4;

export function studyPage(study: Study, manifest: StudyManifest, width: number, paint: Paint): string {
  const deciders = deciderLines(study.outcomes, width, paint);
  const sections = [
    headLines(study, manifest, width, paint),
    outcomeLines(study, manifest, width, paint),
    ...groupLines(study, width, paint),
    ...questionLines(study, width, paint),
    ...(deciders.length === 0 ? [] : [deciders]),
    shareLines(study, width, paint),
    closingLines(study, width, paint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function headLines(
  { draws, effective, lost }: Study,
  { plan, seed, settings }: StudyManifest,
  width: number,
  paint: Paint,
): string[] {
  const { asOf, from, to } = plan.calendar;
  const counts = [
    `${draws.solved} draws with the seed ${seed}`,
    ...(draws.refused > 0 ? [`${draws.refused} refused by the orders of preference`] : []),
    ...(draws.lost > 0 ? [`${draws.lost} lost`] : []),
  ];
  const few = effective < draws.solved - 1e-9;
  return [
    ...wrap(plan.title, width).map(paint.heading),
    `as of ${longDate(dayOf(asOf))}; ${longDate(dayOf(from))} to ${longDate(dayOf(to))}`,
    ...(plan.caveat === "" ? [] : wrap(plan.caveat, width).map(paint.warning)),
    ...formText(plan, settings).flatMap((line) => wrap(line, width)),
    ...wrap(`${counts.join(", ")}.`, width),
    ...(few
      ? wrap(`Weighed by how likely each made the news they tell as much as ${effective.toFixed(1)} draws.`, width)
      : []),
    ...(effective < FEWEST_EFFECTIVE ? wrap("That is too few to go by: take more draws.", width).map(paint.error) : []),
    ...(lost.length > 0
      ? wrap(`The first lost, draw ${lost[0].draw + 1}: ${lost[0].why}`, width).map(paint.warning)
      : []),
  ];
}

/** Which form of the scenario it is of, where that has several. */
function formText({ rivals }: StudyManifest["plan"], { rival }: StudyManifest["settings"]): string[] {
  if (rival !== undefined) return [`The rival form: ${rival}.`];
  if (rivals === undefined) return [];
  return [
    `The form as it stands, without its rival forms: ${rivals.join(", ")}. \`--rival NAME\` studies one of them; \`standoff forecast\` lists all side by side and, where they have weights, in the mean.`,
  ];
}

const columns = (first: string) => [
  { title: first, align: "left" as const, gives: true },
  { title: "mean", align: "right" as const },
  { title: "error", align: "right" as const },
  { title: "band", align: "right" as const },
  { title: "stated", align: "right" as const },
  { title: "habit", align: "right" as const },
];

function outcomeLines({ outcomes }: Study, { plan }: StudyManifest, width: number, paint: Paint): string[] {
  const rows = outcomes.map((one) => [one.name, ...cells(one, percentText)]);
  return table(columns(`by ${longDate(dayOf(plan.calendar.to))}`), rows, width, paint.faint);
}

function groupLines({ exclusive, outcomes }: Study, width: number, paint: Paint): string[][] {
  if (exclusive.length === 0) return [];
  return [
    exclusive.flatMap(({ name, outcomes: of, none, overlap }) => {
      const parts = of.map(
        (outcome) => `${outcome} ${percentText(outcomes.find((one) => one.name === outcome)?.mean ?? null)}`,
      );
      const rest = (none ?? 0) > 1e-9 ? [`none of these ${percentText(none)}`] : [];
      const both = (overlap ?? 0) > 1e-9 ? [paint.warning(`  two of them together: ${percentText(overlap)}`)] : [];
      return [...hanging(`${name}: `, [...parts, ...rest].join(", "), width), ...both];
    }),
  ];
}

function questionLines({ questions }: Study, width: number, paint: Paint): string[][] {
  if (questions.length === 0) return [];
  const rows = questions.map((one) => [one.name, ...cells(one, textOf(one.kind))]);
  return [table(columns("questions"), rows, width, paint.faint)];
}

function cells(one: Averaged, text: FigureText): string[] {
  const { error, band, stated, habit } = one;
  return [meanCell(one, text), errorCell(error, text), bandCell(band, text), text(stated), text(habit)];
}

/** What each answer goes with, by exact slopes or in the draws alone; few draws cannot tell by themselves. */
function shareLines({ draws, outcomes, questions }: Study, width: number, paint: Paint): string[] {
  const all = [...outcomes, ...questions].filter(
    ({ sharesBy }) => sharesBy === "slopes" || draws.solved >= FEWEST_FOR_SHARES,
  );
  if (all.length === 0) return [paint.faint(`What it rests on: ${FEWEST_FOR_SHARES} draws or more would tell.`)];
  const marked = all.some(({ sharesBy }) => sharesBy === "slopes");
  const told = all.flatMap((one) => {
    const most = one.shares.filter(([, share]) => share >= LEAST_SHARE).slice(0, MOST_SHARES);
    if (most.length === 0) return [];
    const kinds = one.byKind.filter(([, share]) => share >= LEAST_SHARE);
    const rest = one.linear < 0.95 ? `; the rest ${percent(1 - one.linear)}` : "";
    const mark = marked && one.sharesBy === "draws" ? " *" : "";
    return [
      ...hanging(`  ${one.name}${mark}: `, sharesText(most) + rest, width),
      ...wrap(`in all: ${sharesText(kinds)}`, width - 4).map((line) => paint.faint(`    ${line}`)),
    ];
  });
  const says = marked
    ? "shares of the variance along exact slopes at the stated values, as far as the draws keep to them (*: linear shares over the draws)"
    : "linear shares of the variance over the draws";
  return [paint.heading("What it rests on"), ...wrap(says, width - 2).map((line) => paint.faint(`  ${line}`)), ...told];
}

function sharesText(shares: readonly (readonly [string, number])[]): string {
  return shares.map(([name, share]) => `${name} ${percent(share)}`).join(", ");
}

/** Of the draws that were solved a second time. */
function againText({ fromBase: { tried, elsewhere, most, unsettled } }: Study): string[] {
  if (tried === 0) return [];
  const others = unsettled === 0 ? "" : `, ${unsettled} did not settle`;
  const came =
    elsewhere === 0 ? "none came elsewhere" : `${elsewhere} came elsewhere, by up to ${percent(most)} of an outcome`;
  return [`Solved a second time, from the play at the stated values: ${tried} of the draws; ${came}${others}.`];
}

function closingLines(study: Study, width: number, paint: Paint): string[] {
  const { draws } = study;
  const lost = draws.lost === 0 ? "" : " With lost draws a mean is given as the interval with these at 0 and at 1.";
  const notes = [
    `Mean: over the draws from the ranges given.${lost} Error: half of the 95 per cent interval that independent samples leave of the mean, in points; more draws make it smaller. Band: from the 10 to the 90 per cent point of the draws, no confidence interval. Stated: at the stated values. Habit: what usual frequencies alone foretell, over the same draws.`,
    ...againText(study),
    "Every probability holds in this model, given these ranges: values that we attribute, not endorse.",
  ];
  return notes.flatMap((note) => wrap(note, width)).map(paint.faint);
}

export function studyJson(study: Study, { plan, seed, engine, settings, news }: StudyManifest, key: string) {
  return {
    status: "studied",
    scenario: { title: plan.title, hash: plan.scenarioHash, caveat: plan.caveat },
    calendar: plan.calendar,
    settings,
    ...(plan.rivals === undefined ? {} : { rivals: plan.rivals }),
    says: "Averages over draws in this model, given its ranges: values that we attribute, not endorse.",
    study: key,
    engine,
    news,
    ...drawsJson(study, seed),
    fromBase: study.fromBase,
    lost: study.lost.map(({ draw, why }) => ({ draw: draw + 1, why })),
    outcomes: Object.fromEntries(study.outcomes.map((one) => [one.name, outcomeJson(one)])),
    exclusive: study.exclusive,
    standing: study.standing,
    questions: study.questions.map(questionJson),
  };
}

function outcomeJson(one: OutcomeStudy) {
  const { stated, statedByDate, errorShare } = one;
  return { byEnd: stated, byDate: statedByDate, ...outcomeAverages(one), errorShare, shares: sharesJson(one) };
}

function sharesJson({ shares, linear, sharesBy, byKind, byStrength }: Averaged) {
  return { by: sharesBy, linear, of: shares, byKind, byStrength };
}

function questionJson(one: QuestionStudy) {
  const { name, ask, kind, stated, given, errorShare } = one;
  return { name, ask, kind, value: stated, ...averagedJson(one), given, errorShare, shares: sharesJson(one) };
}
