/**
 * `standoff tip`: where each assumption, moved by itself within its range, brings an answer to a threshold or makes
 * another ending the likeliest; or a map of two.
 */

import { type AnswerMap, mapAnswer, type Tipping, type TippingPoints, tippingPoints } from "standoff/judge";
import { percent, readable } from "standoff/words";
import { ExitCode, Stop } from "../exit-code.ts";
import { type JudgeOptions, judge, type Sheet, VALUES_NOTE } from "../judging.ts";
import type { Outside } from "../outside.ts";
import type { Solution } from "../run.ts";
import { amountOf, figureText } from "../show/figures.ts";
import { hanging, table, wrap } from "../show/layout.ts";
import { numberOf } from "../target.ts";

interface TipOptions extends JudgeOptions {
  readonly answer: string;
  readonly at?: string;
  readonly across?: string;
  readonly up?: string;
  readonly places?: number;
}

type Tips = Extract<TippingPoints, { status: "told" }>;
type Mapped = Extract<AnswerMap, { status: "told" }>;

export function tip(outside: Outside, name: string, options: TipOptions): number {
  const { answer, across, up, places } = options;
  if ((places ?? 2) < 2) throw new Stop(ExitCode.usage, "--places takes a whole number from 2 up");
  if ((across === undefined) !== (up === undefined)) throw new Stop(ExitCode.usage, "a map takes --across and --up");
  const wanted = {
    ...(options.at === undefined ? {} : { at: numberOf(options.at, "--at") }),
    ...(places === undefined ? {} : { places }),
  };
  if (across !== undefined && up !== undefined)
    return judge<AnswerMap>(outside, name, options, {
      work: (solution, { news, show }) => {
        const onProgress = (done: number, of: number) => show("solving the map", done / of);
        return mapAnswer(solution, answer, [across, up], { ...wanted, news, onProgress });
      },
      page: mapPage,
    });
  return judge<TippingPoints>(outside, name, options, {
    work: (solution, { news, show }) => {
      const onProgress = (done: number, of: number) => show("solving along ranges", done / of);
      return tippingPoints(solution, answer, { ...wanted, news, onProgress });
    },
    page: tipPage,
  });
}

/** Assumptions shown on a page; JSON has all. */
const MOST_SHOWN = 20;

function tipPage(told: Tips, { scenario }: Solution, { width, paint }: Sheet): string[][] {
  const text = figureText(told.unit);
  const rows = told.assumptions.slice(0, MOST_SHOWN).map((one) => {
    const amount = amountOf(scenario, one.assumption);
    const [first, last] = [one.along[0], one.along[one.along.length - 1]];
    return [
      one.assumption,
      amount(one.stated),
      one.range.map(amount).join(" to "),
      one.crosses.map(amount).join(", ") || "-",
      first === undefined ? "-" : `${text(first[1])} to ${text(last[1])}`,
    ];
  });
  const { threshold, value, likeliest } = told;
  const crossing = threshold === null ? "" : `${text(threshold)} at`;
  const endings = told.assumptions.flatMap((one) => endingLines(one, amountOf(scenario, one.assumption)));
  const left = told.assumptions.length - rows.length;
  const notes = [
    `Each assumption is moved by itself from the low to the high end of its range, all actors answering; what turns twice between two of the places solved is not seen.${left > 0 ? ` ${left} further assumptions: --json.` : ""}`,
    ...told.assumptions.flatMap(({ assumption, says }) => (says === "" ? [] : [`${assumption}: somewhere ${says}.`])),
    VALUES_NOTE,
  ];
  const right = (title: string) => ({ title, align: "right" }) as const;
  return [
    [`${told.answer}: ${text(value)}`],
    table(
      [
        { title: "assumption", align: "left", gives: true },
        right("stated"),
        right("range"),
        right(crossing),
        right("from end to end"),
      ],
      rows,
      width,
      paint.faint,
    ),
    ...likeliest.map(({ group, ending, probability }) =>
      hanging(`${group}: `, `likeliest ${ending}, ${percent(probability)}`, width),
    ),
    ...(endings.length === 0 ? [] : [endings.flatMap((line) => hanging("  ", line, width))]),
    notes.flatMap((note) => wrap(note, width)).map(paint.faint),
  ];
}

function endingLines({ assumption, endings }: Tipping, amount: (value: number) => string): string[] {
  return endings.map(({ at, from, to }) => `${assumption} from ${amount(at)} up: ${to}, no more ${from}`);
}

function mapPage(told: Mapped, { scenario }: Solution, { width, paint }: Sheet): string[][] {
  const { across, up, values, threshold, endings } = told;
  const [x, y] = [amountOf(scenario, across.assumption), amountOf(scenario, up.assumption)];
  const text = (value: number | null) =>
    value === null ? "-" : told.unit === "chance" ? percent(value) : readable(value);
  const cell = (value: number | null) => text(value).replace(/ %$/, "");
  const above = (value: number | null) => threshold !== null && value !== null && value >= threshold;
  const rows = up.values
    .map((value, row) => [y(value), ...values[row].map((one) => (above(one) ? `[${cell(one)}]` : `${cell(one)} `))])
    .reverse();
  const columns = [
    { title: up.assumption, align: "left", gives: true } as const,
    ...across.values.map((value) => ({ title: x(value), align: "right" }) as const),
  ];
  const legends = endings.flatMap(({ group, of, likeliest }) => {
    const met = [...new Set(likeliest.flat())].flatMap((place) => (place === null ? [] : [of[place]]));
    return hanging(
      `${group}: `,
      met.length === 1 ? `likeliest everywhere: ${met[0]}` : `likeliest somewhere: ${met.join(", ")}`,
      width,
    );
  });
  return [
    [
      `${told.answer}: ${text(told.stated)} at ${across.assumption} ${x(across.stated)}, ${up.assumption} ${y(up.stated)}`,
    ],
    [...hanging("across: ", across.assumption, width), ...table(columns, rows, width, paint.faint)],
    ...(legends.length === 0 ? [] : [legends]),
    wrap(
      `${threshold === null ? "" : `In brackets: ${text(threshold)} or more. `}${told.unit === "chance" ? "Cells are per cents. " : ""}Every place is solved; --json has the border between them. ${VALUES_NOTE}`,
      width,
    ).map(paint.faint),
  ];
}
