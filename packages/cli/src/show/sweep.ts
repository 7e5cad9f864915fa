/** A sweep as a page of text, and as JSON: a row for each point, and a map where it goes over two assumptions. */
import type { StudyManifest } from "@standoff/runner";
import type { DrawRecord, Swept } from "standoff/study";
import { percentText } from "./averages.ts";
import { table, wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";
import { dayOf, longDate } from "./plot.ts";

export interface ToldSweep {
  readonly key: string;
  readonly manifest: StudyManifest;
  readonly over: readonly Swept[];
  /** That at the stated values first, then all points. */
  readonly records: readonly DrawRecord[];
}

/** Outcomes beside each other on a page, and points in a table. */
const MOST_OUTCOMES = 6;
const MOST_ROWS = 200;

interface Row {
  readonly at: readonly string[];
  readonly record: DrawRecord;
}

/** The points with their values, as they were given; the last assumption varies fastest. */
function rowsOf({ over, records, manifest }: ToldSweep): Row[] {
  const { files } = manifest.plan;
  if (files !== undefined) return records.slice(1).map((record, i) => ({ at: [files[i].path], record }));
  return records.slice(1).map((record, i) => {
    let left = i;
    const at = over
      .toReversed()
      .map(({ values }) => {
        const value = values[left % values.length];
        left = Math.floor(left / values.length);
        return value;
      })
      .reverse();
    return { at, record };
  });
}

/** The chance of an outcome by the last day; null where the point is lost, or the news cannot be there. */
function chanceOf(record: DrawRecord, outcome: number): number | null {
  if (record.status !== "solved" || record.answers.likelihood === 0) return null;
  return record.answers.outcomes[outcome].at(-1) ?? null;
}

function spreadOf(rows: readonly Row[], outcome: number): number {
  const chances = rows.flatMap(({ record }) => chanceOf(record, outcome) ?? []);
  return chances.length === 0 ? 0 : Math.max(...chances) - Math.min(...chances);
}

export function sweepPage(told: ToldSweep, answer: string | undefined, width: number, paint: Paint): string {
  const { plan } = told.manifest;
  const rows = rowsOf(told);
  const byMoved = [...plan.outcomes.keys()].sort((a, b) => spreadOf(rows, b) - spreadOf(rows, a));
  const mapped = answer === undefined ? byMoved[0] : plan.outcomes.indexOf(answer);
  const chosen = plan.outcomes.length <= MOST_OUTCOMES ? [...plan.outcomes.keys()] : byMoved.slice(0, MOST_OUTCOMES);
  const lost = rows.flatMap(({ at, record }) => (record.status === "lost" ? [`${at.join(", ")}: ${record.why}`] : []));
  const { from, to } = plan.calendar;
  const head = [
    ...wrap(plan.title, width).map(paint.heading),
    `${longDate(dayOf(from))} to ${longDate(dayOf(to))}; probabilities by the last day`,
    ...(plan.caveat === "" ? [] : wrap(plan.caveat, width).map(paint.warning)),
  ];
  const notes = [
    ...(chosen.length < plan.outcomes.length
      ? [`The ${MOST_OUTCOMES} of ${plan.outcomes.length} outcomes that move most; --json has all.`]
      : []),
    ...(rows.length > MOST_ROWS ? [`The first ${MOST_ROWS} of ${rows.length} points; --json has all.`] : []),
    ...(lost.length > 0 ? [`Not solved: ${lost.join("; ")}.`] : []),
    "Each point is solved by itself, at the stated steadiness; in the model, given its values.",
  ].flatMap((note) => wrap(note, width).map(paint.faint));
  const map = told.over.length === 2 && mapped !== undefined ? [mapLines(told, rows, mapped, width, paint)] : [];
  return `${[head, tableLines(told, rows, chosen, width, paint), ...map, notes].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function tableLines(
  { over, manifest, records }: ToldSweep,
  rows: readonly Row[],
  chosen: readonly number[],
  width: number,
  paint: Paint,
): string[] {
  const { files } = manifest.plan;
  const swept = files === undefined ? over.map(({ assumption }) => assumption) : ["file"];
  const columns = [
    ...swept.map((title) => ({ title, align: files === undefined ? "right" : "left" }) as const),
    ...chosen.map((outcome) => ({ title: manifest.plan.outcomes[outcome], align: "right" }) as const),
  ];
  const cells = (record: DrawRecord) => chosen.map((outcome) => percentText(chanceOf(record, outcome)));
  const stated = [...swept.map((_, k) => (k === 0 ? "as stated" : "")), ...cells(records[0])];
  const points = rows.slice(0, MOST_ROWS).map(({ at, record }) => [...at, ...cells(record)]);
  return table(columns, [...points, stated], width, paint.faint);
}

/** The second assumption across, the first one down. */
function mapLines({ over, manifest }: ToldSweep, rows: readonly Row[], outcome: number, width: number, paint: Paint) {
  const [down, across] = over;
  const columns = [
    { title: `${down.assumption} \\ ${across.assumption}`, align: "right" } as const,
    ...across.values.map((title) => ({ title, align: "right" }) as const),
  ];
  const lines = down.values.map((value, i) => {
    const row = rows.slice(i * across.values.length, (i + 1) * across.values.length);
    return [value, ...row.map(({ record }) => percentText(chanceOf(record, outcome)))];
  });
  return [paint.heading(`Map of ${manifest.plan.outcomes[outcome]}`), ...table(columns, lines, width, paint.faint)];
}

export function sweepJson(told: ToldSweep) {
  const { manifest, key, over, records } = told;
  const { engine, settings, news, plan } = manifest;
  const pointJson = (record: DrawRecord) => ({
    status: record.status,
    ...(record.status === "lost" ? { why: record.why } : {}),
    outcomes: Object.fromEntries(plan.outcomes.map((name, i) => [name, chanceOf(record, i)])),
    questions: plan.questions.map(({ name, kind }, i) => {
      const figure = record.status === "solved" ? record.answers.questions[i] : null;
      return { name, kind, value: figure?.value ?? null, given: figure?.given ?? null };
    }),
  });
  return {
    status: "swept",
    sweep: key,
    engine,
    settings,
    news,
    over,
    ...(plan.files === undefined ? {} : { files: plan.files }),
    stated: pointJson(records[0]),
    points: rowsOf(told).map(({ at, record }) => ({ at, ...pointJson(record) })),
  };
}
