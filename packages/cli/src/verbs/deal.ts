/**
 * `standoff deal`: what each agreement would be worth to everyone against none ever, who stops it, and how that moves
 * with time.
 */

import { type DealBargain, type DealDay, type DealLottery, type Deals, dealsOf, usualDealDraws } from "standoff/judge";
import { percent, readable } from "standoff/words";
import { checkSeed, seedWritten } from "../average.ts";
import { dayGiven, type JudgeOptions, judge, type Sheet, VALUES_NOTE } from "../judging.ts";
import type { Outside } from "../outside.ts";
import { bytesAllowed, load } from "../run.ts";
import { table, wrap } from "../show/layout.ts";
import { dayOf, longDate } from "../show/plot.ts";

interface DealOptions extends JudgeOptions {
  readonly draws?: number;
  readonly seed: string;
  readonly at?: string;
}

type Told = Extract<Deals, { status: "told" }>;

export function deal(outside: Outside, name: string, options: DealOptions): number {
  checkSeed(options.seed);
  const at = options.at === undefined ? {} : { at: dayGiven(load(outside, name, options), "--at", options.at) };
  return judge<Deals>(outside, name, options, {
    work: (solution, { news, show }) =>
      dealsOf(solution, {
        news,
        ...at,
        maxBytes: bytesAllowed(outside, options),
        over: { draws: options.draws ?? usualDealDraws(solution.world), seed: seedWritten(options.seed) },
        onProgress: (done, of) => show("solving with and without agreements", done / of),
      }),
    page,
  });
}

const right = (title: string) => ({ title, align: "right" }) as const;
const left = (title: string) => ({ title, align: "left" }) as const;
const signed = (value: number) => `${value > 0 ? "+" : ""}${readable(value)}`;

function page({ days, draws }: Told, _: unknown, sheet: Sheet): string[][] {
  const { width, paint } = sheet;
  const notes = [
    "Expected points from the day on, in everyone's own eyes, of the solved game. Against none ever: a game in which nobody signs any of these agreements. Against playing on: the game as it is, in which one may still come. Who prefers it goes by what each can see by then.",
    ...(days.some(({ agreements }) => agreements.some(({ open }) => open < 1))
      ? ["Where an agreement cannot be signed in every case, it is weighed where it can."]
      : []),
    VALUES_NOTE,
  ];
  return [
    againstNone(days[0], sheet),
    againstPlaying(days[0], sheet),
    overDraws(days, draws, sheet),
    ...days[0].bargains.map((bargain) => bargainLines(bargain, sheet)),
    ...(days.length > 1 ? [byDay(days, sheet)] : []),
    notes.flatMap((note) => wrap(note, width)).map(paint.faint),
  ].filter((lines) => lines.length > 0);
}

function againstNone({ date, agreements }: DealDay, { width, paint }: Sheet): string[] {
  const { sides } = agreements[0];
  const marks = { consents: "", "can stop it": " (veto)", "no say": " (no say)" };
  const rows = agreements.map((one) => [
    one.name,
    ...one.sides.map((side) => `${signed(side.with - side.without)}${certain(side.prefers)}`),
    one.stoppedBy.map(({ of, points }) => `${of} by ${readable(points)}`).join(", ") || "-",
  ]);
  return table(
    [
      { ...left(`signed on ${longDate(dayOf(date))}`), gives: true },
      ...sides.map(({ of, says }) => right(`${of}${marks[says]}`)),
      left("stopped by"),
    ],
    [["none ever", ...sides.map((side) => readable(side.without)), ""], ...rows],
    width,
    paint.faint,
  );
}

/** Where it is not all the same whatever an actor sees. */
function certain(prefers: number): string {
  return prefers > 0 && prefers < 1 ? ` (${percent(prefers)} of cases)` : "";
}

function againstPlaying({ agreements }: DealDay, { width, paint }: Sheet): string[] {
  const [first] = agreements.filter(({ overPlayingOn }) => overPlayingOn.length > 0);
  if (first === undefined) return [];
  const columns = first.overPlayingOn.map(({ of }) => right(of));
  const rows = agreements.map(({ name, overPlayingOn }) => [
    name,
    ...(overPlayingOn.length === 0 ? columns.map(() => "-") : overPlayingOn.map(({ points }) => signed(points))),
  ]);
  return table([{ ...left("against playing on"), gives: true }, ...columns], rows, width, paint.faint);
}

function overDraws(days: readonly DealDay[], draws: Told["draws"], { width, paint }: Sheet): string[] {
  if (draws === null || draws.solved === 0)
    return wrap(
      draws === null
        ? "At the stated values only: `--draws 8` tells how it is over draws of what is not known."
        : `Of ${draws.asked} draws none was solved.`,
      width,
    ).map(paint.faint);
  const [{ date, agreements }] = days;
  const rows = agreements.flatMap(({ name, overDraws: over }) => {
    if (over === null) return [];
    const by = over.stoppedBy.map(({ of, share }) => `${of} ${percent(share)}`).join(", ");
    return [[name, percent(over.preferred), by || "-"]];
  });
  const title = `${draws.solved} draws, signed on ${longDate(dayOf(date))}`;
  const columns = [{ ...left(title), gives: true }, right("all prefer to none"), left("stopped by, in draws")];
  const counts = [
    ...(draws.solved < draws.asked ? [`Of ${draws.asked} draws ${draws.solved} were solved with the news.`] : []),
    ...(draws.effective < draws.solved - 1e-9
      ? [`Weighed by how likely each made the news they tell as much as ${draws.effective.toFixed(1)} draws.`]
      : []),
  ];
  return [...table(columns, rows, width, paint.faint), ...counts.flatMap((note) => wrap(note, width)).map(paint.faint)];
}

function bargainLines({ between, nash, kalaiSmorodinsky, lotteries }: DealBargain, { width }: Sheet): string[] {
  const whom = `Between ${between.join(" and ")}`;
  if (lotteries === null)
    return wrap(`${whom}: nothing here gives everyone more than none ever, not even by lot.`, width);
  const picked = [
    `${whom}: the largest product of gains (Nash) has ${nash ?? "no single agreement"}${byLot(lotteries.nash)};`,
    `gains in proportion to the most that each could have (Kalai and Smorodinsky), ${kalaiSmorodinsky ?? "no single agreement"}${byLot(lotteries.kalaiSmorodinsky)}.`,
  ];
  return wrap(picked.join(" "), width);
}

function byLot({ shares, gains }: DealLottery): string {
  const points = gains.map((gain) => signed(gain.points)).join(", ");
  if (shares.length === 1) return ` (${points})`;
  return ` (by lot: ${shares.map(({ agreement, share }) => `${percent(share)} ${agreement}`).join(", ")}; ${points})`;
}

function byDay(days: readonly DealDay[], { width, paint }: Sheet): string[] {
  const rows = days.map(({ date, open, agreements, preferred, preferredToPlayingOn, bargains }) => {
    const named = (names: readonly string[]) =>
      names.length > 0 && names.length === agreements.length ? `all ${names.length}` : names.join(", ") || "none";
    const picked = bargains.map(({ nash }) => nash ?? "-").join("; ");
    return [longDate(dayOf(date)), percent(open), picked, named(preferred), named(preferredToPlayingOn)];
  });
  return table(
    [
      left("signed on"),
      right("still open"),
      left("Nash"),
      { ...left("all prefer to none ever"), gives: true },
      left("and to playing on"),
    ],
    rows,
    width,
    paint.faint,
  );
}
