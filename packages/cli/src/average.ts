/**
 * The draws behind a forecast or an answer: as many as are wanted or, where nobody says, as many as the world's size
 * allows; and more where the news leaves too few of them to go by. Where the work is ended before, those count that
 * stand without a gap.
 */
import type { NewsChoice, Question } from "standoff";
import {
  type AnalystStudy,
  type Averaged,
  type DrawRecord,
  mostDifferentiated,
  type OpenedStudy,
  openStudy,
  readSeed,
  reduceStudy,
  type Study,
  type StudyPlan,
  type StudySlopes,
  slopesOf,
  studiesByAnalyst,
  usualDraws,
} from "standoff/study";
import { textsOf } from "standoff/wire";
import { solveDraws } from "./draws.ts";
import { ExitCode, Stop } from "./exit-code.ts";
import type { DrawOptions } from "./options.ts";
import type { Outside } from "./outside.ts";
import { bytesAllowed, type Call, loadOptions, reader } from "./run.ts";
import { type Inquired, threadsFor } from "./share.ts";

/** Averages over draws, beside the answers at the stated values. */
export interface Averages {
  readonly study: Study;
  /** What it is reduced from. */
  readonly plan: StudyPlan;
  readonly records: readonly DrawRecord[];
  /** The same by analyst, where the file has several. */
  readonly analysts: readonly AnalystStudy[];
  readonly seed: string;
  /** Was the work ended before all of the draws stood? */
  readonly ended: boolean;
}

/** Draws of equal weight below which there are too few to go by. */
export const FEWEST_EFFECTIVE = 10;
/** How many times as many draws as at first may be taken for that. */
const MOST_TIMES = 8;
/** Stops at words that are no seed; to be asked before long work. */
export function checkSeed(seed: string): void {
  const words = readSeed(seed);
  if ("says" in words) throw new Stop(ExitCode.usage, `--seed ${seed}: ${words.says}`);
}

/** `Calm River Stone` is calm-river-stone. */
export function seedWritten(seed: string): string {
  return seed
    .trim()
    .toLowerCase()
    .split(/[-\s]+/)
    .join("-");
}

/** What is drawn from: a world that was built for a call, and what tells to stop. */
export type Drawable = Pick<Inquired, "call" | "scenario" | "world" | "base" | "progress" | "cancelled">;

/** Null where none are wanted, or hardly any stands. `asks`: instead of outcomes and the file's own questions. */
export async function averagesOf(
  outside: Outside,
  solution: Drawable,
  options: DrawOptions,
  news: NewsChoice,
  asks?: readonly Question[],
): Promise<Averages | null> {
  if (options.draws === 0) return null;
  const first = options.draws ?? usualDraws(solution.world);
  const most = options.draws ?? MOST_TIMES * first;
  const records: DrawRecord[] = [];
  try {
    if (solution.cancelled()) return null;
    for (let draws = first; ; draws *= 2) {
      const opened = open(solution.call, options, { draws, first }, asks);
      const whole = await solveMore(outside, solution, options, { opened, records, news, asks });
      const { plan } = opened;
      const standing = whole ? records.length : prefixOf(records, plan.scrambles);
      if (standing === 0) return null;
      const study = reduceStudy(plan, records.slice(0, standing), null);
      const enough = study.effective >= FEWEST_EFFECTIVE || 2 * draws > most;
      if (!whole || enough) {
        const found = solution.cancelled() ? null : slopesIn(solution, study, plan, news);
        const told = found === null ? study : reduceStudy(plan, records.slice(0, standing), null, found);
        const own = records.slice(0, standing);
        const analysts = studiesByAnalyst(opened, own);
        return { study: told, plan, records: own, analysts, seed: seedWritten(options.seed), ended: !whole };
      }
    }
  } finally {
    solution.progress.done();
    Atomics.store(outside.signals, 1, 0);
  }
}

interface More {
  readonly opened: Extract<OpenedStudy, { status: "open" }>;
  /** By place; those that stand already are kept. */
  readonly records: DrawRecord[];
  readonly news: NewsChoice;
  readonly asks: readonly Question[] | undefined;
}

/** A forecast differentiates so many answers at most: those with the widest bands. */
const MOST_ANSWERS = 4;

function slopesIn(
  { scenario, world, base }: Drawable,
  { outcomes, questions }: Study,
  plan: StudyPlan,
  news: NewsChoice,
): StudySlopes | null {
  const most = Math.min(MOST_ANSWERS, mostDifferentiated(world.header.edges));
  const width = ({ band }: Averaged) => (band === null ? 0 : band[2] - band[0]);
  const chances = outcomes.length > 0 ? outcomes : questions.filter(({ kind }) => kind === "probability");
  const chosen = new Set([...chances].sort((a, b) => width(b) - width(a)).slice(0, most));
  const asks = outcomes.length > 0 ? plan.outcomes.map((name) => `P(${name})`) : plan.questions.map(({ ask }) => ask);
  const all: readonly Averaged[] = outcomes.length > 0 ? outcomes : questions;
  const wanted = asks.filter((_, i) => chosen.has(all[i] as (typeof chances)[number]) && width(all[i]) > 0);
  if (wanted.length === 0) return null;
  const found = slopesOf({ scenario, world, base }, wanted, { news, steadiness: true });
  const own = asks.map((ask) => found[wanted.indexOf(ask)] ?? null);
  return outcomes.length > 0 ? { outcomes: own, questions: [] } : { outcomes: [], questions: own };
}

/** Solves the points that have no record yet. False where the work was ended before. */
function solveMore(
  outside: Outside,
  { call, world, progress, cancelled }: Drawable,
  options: DrawOptions,
  { opened: { points }, records, news, asks }: More,
): Promise<boolean> {
  const missing = [...points.keys()].filter((place) => records[place] === undefined);
  const pays = world.header.edges * missing.length >= outside.worthThreads;
  Atomics.store(outside.signals, 1, 1); // an interrupt waits for the page of what stands
  return solveDraws(outside, {
    missing,
    of: points.length,
    points,
    order: {
      texts: textsOf(call.path, reader(call)),
      options: { ...loadOptions(options), reversed: options.reversed === true },
      news,
      ...(asks === undefined ? {} : { asks: asks.map(({ ask }) => ask) }),
      world: world.buffer,
      maxBytes: bytesAllowed(outside, options),
      stop: outside.signals,
    },
    threads: pays ? threadsFor(outside, options) : 1,
    progress,
    keep: (place, record) => {
      records[place] = record;
    },
    cancelled,
  });
}

function open(
  call: Call,
  options: DrawOptions,
  counts: { readonly draws: number; readonly first: number },
  asks: readonly Question[] | undefined,
): More["opened"] {
  const settings = { ...loadOptions(options), reversed: options.reversed === true };
  const wishes = { options: settings, seed: options.seed, steadiness: true, ...counts };
  const opened = openStudy(call.path, reader(call), asks === undefined ? wishes : { ...wishes, asks });
  if (opened.status === "orders refuse") return stopRefused(opened);
  if (opened.status === "faulty") throw new Error(`draws of a faulty scenario, ${call.path}`);
  return opened;
}

/** Stops where hardly any draw keeps to the orders of preference. */
export function stopRefused({ accepted, tried }: { readonly accepted: number; readonly tried: number }): never {
  throw new Stop(
    ExitCode.faulty,
    `the orders of preference refuse nearly all draws: ${accepted} of ${tried} points keep to them; the ranges contradict the orders`,
  );
}

/** How many stand from the first on, as many of every scramble. */
function prefixOf(records: readonly DrawRecord[], scrambles: number): number {
  let standing = 0;
  while (records[standing] !== undefined) standing++;
  return standing - (standing % scrambles);
}
