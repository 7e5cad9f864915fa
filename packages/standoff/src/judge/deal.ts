/**
 * Is there a deal at all? What each agreement would be worth to every actor and faction, were it signed on a day,
 * beside what each may expect from then on if nobody ever signs any: both from the solved game. Who prefers which, who
 * stops the rest and by how much, what the bargaining solutions pick, and how all of it moves with time.
 */

import type { Scenario } from "../language/scenario.ts";
import { solveBargaining } from "../math/bargaining.ts";
import { dateOfPeriod, periodOfDay } from "../query/dates/periods.ts";
import { canBe, knownBy, type NewsTaken } from "../query/history/news.ts";
import { baseGivenNews, type GivenOptions, type Solution } from "../query/told/given-news.ts";
import { printDay } from "../text/dates.ts";
import { type World, wholeWorld } from "../world/world.ts";
import { solvedAnew } from "./anew.ts";
import type { Points } from "./commit.ts";
import { type DrawnSignings, type DrawsOfDeals, type SigningsOver, signingsOverDraws } from "./deal-draws.ts";
import { readSignings, type Side, type Signed, type Signings, withSignings } from "./signings.ts";

export interface DealOptions extends GivenOptions {
  /** One day (days since 1970-01-01) alone; else up to six over the calendar. */
  readonly at?: number;
  /** For worlds that are built, in bytes. Default 2 GiB. */
  readonly maxBytes?: number;
  /** Draws of all that is not known, over which each agreement is held against none ever. Default: none. */
  readonly over?: DrawsOfDeals;
  readonly onProgress?: (done: number, of: number) => void;
}

/** What an agreement is worth to an actor or a faction. */
export interface DealSide {
  readonly of: string;
  /** Its consent is needed; it can stop it (a faction with a veto); or neither. */
  readonly says: "consents" | "can stop it" | "no say";
  /** Expected points from the day on, discounted to it, in its own eyes: were it signed, and were none signed ever. */
  readonly with: number;
  readonly without: number;
  /** The chance that its actor, by what it sees by then, would rather have it than none ever. */
  readonly prefers: number;
}

export interface DealAgreement {
  readonly name: string;
  /** The chance that it can be signed then, of where anything can; it is weighed where it can. */
  readonly open: number;
  readonly sides: readonly DealSide[];
  /** Those with a say who would lose by it, and how much. None: it is in the set that all prefer. */
  readonly stoppedBy: readonly Points[];
  /**
   * With agreements as the scenario has them: what it would be worth more than to play on. Empty where play has always
   * ended.
   */
  readonly overPlayingOn: readonly Points[];
  /** null where nothing was drawn, or no draw tells. */
  readonly overDraws: DealOverDraws | null;
}

/** Shares of the draws in which it can be signed then, each counting as it made the news likely. */
export interface DealOverDraws {
  /** In which nobody with a say would lose by it. */
  readonly preferred: number;
  /** In which each would; the largest share first, those that never do left out. */
  readonly stoppedBy: readonly { readonly of: string; readonly share: number }[];
}

/** Whom a bargaining solution gives what. */
export interface DealLottery {
  readonly shares: readonly { readonly agreement: string; readonly share: number }[];
  readonly gains: readonly Points[];
}

export interface DealBargain {
  /** The actors whose gains count. */
  readonly between: readonly string[];
  /**
   * Of those that all prefer: the largest product of gains, and the largest smallest part of what each could have at
   * most. Null: none.
   */
  readonly nash: string | null;
  readonly kalaiSmorodinsky: string | null;
  /** The same over lotteries among agreements; null where none gives everyone a gain. */
  readonly lotteries: { readonly nash: DealLottery; readonly kalaiSmorodinsky: DealLottery } | null;
}

export interface DealDay {
  readonly date: string;
  /** The chance that play comes there without end where none is ever signed. */
  readonly open: number;
  readonly agreements: readonly DealAgreement[];
  /** Those that all with a say prefer to none. */
  readonly preferred: readonly string[];
  /** Those of them that nobody whose say counts would give up to play on as the scenario has it. */
  readonly preferredToPlayingOn: readonly string[];
  /** One for each set of actors whose consent agreements need. */
  readonly bargains: readonly DealBargain[];
}

export type Deals =
  | {
      readonly status: "told";
      readonly days: readonly DealDay[];
      readonly draws: DealDraws | null;
      readonly news: NewsTaken;
    }
  | { readonly status: "none"; readonly says: string; readonly news: NewsTaken };

/** `effective`: how many draws of equal weight tell as much as these do under the news. */
export interface DealDraws extends DrawsOfDeals {
  readonly asked: number;
  readonly solved: number;
  readonly effective: number;
}

const MOST_DAYS = 6;

/** Edges x draws that deals over draws may take where nobody says how many. */
const WORK = 2e6;
/** The most draws that are usual: shares are whole per cents at best. */
const MOST_DRAWS = 32;
const FEWEST_DRAWS = 4;

/**
 * Over how many draws agreements are held against none ever where nobody says: 32, fewer in large worlds, none where
 * four are too many.
 *
 * @example
 * ```ts
 * usualDealDraws(solved.world) // => 32
 * ```
 */
export function usualDealDraws(world: World): number {
  const { edges } = wholeWorld(world).header;
  let draws = MOST_DRAWS;
  while (draws >= FEWEST_DRAWS && draws * edges > WORK) draws /= 2;
  return draws < FEWEST_DRAWS ? 0 : draws;
}

/**
 * What agreements are worth against none ever, by day: those that the scenario names and the packages of its offers.
 * Two games are solved anew: one in which nobody signs any, and the one that is, each with signings out of the blue.
 *
 * @example
 * ```ts
 * const told = dealsOf(solved, { at: readDay(solved.scenario, "4 May 2026").day });
 * told.days[0].agreements.map(({ name }) => name) // => ["low contract", "fair contract", "high contract"]
 * told.days[0].preferred // => ["low contract", "fair contract", "high contract"]
 * ```
 */
export function dealsOf(solution: Solution, options: DealOptions = {}): Deals {
  const { scenario } = solution;
  const { taken: news } = baseGivenNews(solution, options.news);
  const none = (says: string): Deals => ({ status: "none", says, news });
  if (scenario.agreements.length === 0)
    return none("the scenario has nothing to agree on: neither agreements nor offers with packages");
  if (!canBe(news)) return none("the news cannot be");
  const periods = periodsOf(scenario, options, news);
  if (typeof periods === "string") return none(periods);
  const sides = sidesOf(scenario);
  const choice = options.news ?? {};
  const asked = options.over === undefined || scenario.assumptions.length === 0 ? 0 : options.over.draws;
  const games: { readonly world: World; readonly days: readonly (Signings | null)[] }[] = [];
  for (const never of [true, false]) {
    options.onProgress?.(games.length, 2 + asked);
    const signed = solvedAnew(solution, withSignings(scenario, periods, never), options.maxBytes);
    if (typeof signed === "string") return none(never ? `without any agreement: ${signed}` : signed);
    const { taken } = baseGivenNews({ ...signed, results: [signed.base] }, options.news);
    if (!canBe(taken)) return none(never ? "what has happened cannot be without an agreement" : "the news cannot be");
    const read = readSignings({ ...signed, solved: signed.base, known: knownBy(scenario, choice) }, sides, periods);
    games.push({ world: signed.world, days: read });
  }
  const [without, playing] = games;
  const over: SigningsOver = {
    sides,
    periods,
    news: choice,
    maxBytes: options.maxBytes,
    onDraw: (done) => options.onProgress?.(2 + done, 2 + asked),
  };
  const drawn = asked === 0 ? null : signingsOverDraws(solution, without.world, over, options.over!);
  const days = periods.flatMap((period, i) => {
    const found = without.days[i];
    if (found === null) return [];
    const day = { scenario, sides, date: dateOfPeriod(scenario, period), drawn: drawnOn(drawn?.drawn ?? [], i) };
    return [dayOf(day, found, playing.days[i])];
  });
  if (days.length === 0) return none("play has ended by then");
  return { status: "told", days, draws: drawn && { ...options.over!, ...countsOf(drawn) }, news };
}

function countsOf({ asked, drawn }: ReturnType<typeof signingsOverDraws>): Omit<DealDraws, keyof DrawsOfDeals> {
  const weights = drawn.map(({ weight }) => weight);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const squares = weights.reduce((all, weight) => all + weight * weight, 0);
  return { asked, solved: drawn.length, effective: squares === 0 ? 0 : (sum * sum) / squares };
}

/** Of one period. */
interface DrawnDay {
  readonly weight: number;
  readonly signed: readonly Signed[];
}

function drawnOn(drawn: readonly DrawnSignings[], period: number): DrawnDay[] {
  return drawn.flatMap(({ weight, days }) => {
    const signed = days[period]?.agreements;
    return signed === undefined ? [] : [{ weight, signed }];
  });
}

/** Whose periods begin after the news; or why there are none. */
function periodsOf(scenario: Scenario, { at }: DealOptions, { through }: NewsTaken): readonly number[] | string {
  const { periods, from, to } = scenario.calendar;
  const first = through === null ? 0 : periods.findIndex((_, period) => dateOfPeriod(scenario, period) > through);
  if (first === -1) return "the news goes to the last day";
  if (at === undefined) {
    const count = Math.min(MOST_DAYS, periods.length - first);
    const place = (i: number) => first + Math.floor((i * (periods.length - first)) / count);
    return Array.from({ length: count }, (_, i) => place(i));
  }
  if (at < from || at >= to) return `${printDay(at)} is outside the calendar`;
  const period = periodOfDay(scenario, at);
  return period < first ? `the news goes beyond ${printDay(at)}` : [period];
}

/** Every actor, and behind it its factions. */
function sidesOf({ actors }: Scenario): Side[] {
  return actors.flatMap(({ columns }, actor) => [
    { actor, column: -1 },
    ...(columns.length > 1 ? columns.map((column) => ({ actor, column })) : []),
  ]);
}

interface OnDay {
  readonly scenario: Scenario;
  readonly sides: readonly Side[];
  readonly date: string;
  readonly drawn: readonly DrawnDay[];
}

function dayOf(day: OnDay, { open, agreements: signed }: Signings, playing: Signings | null): DealDay {
  const { scenario, date } = day;
  const places = scenario.agreements.flatMap((_, place) => (signed[place].open > 0 ? [place] : []));
  const agreements = places.map((place) => agreementOf(day, place, signed[place], playing?.agreements[place] ?? null));
  const preferred = agreements.filter(({ stoppedBy }) => stoppedBy.length === 0).map(({ name }) => name);
  const groups = [...new Set(places.map((place) => scenario.agreements[place].between.join(" ")))];
  const bargains = groups.map((group) =>
    bargainOf(
      day,
      places.filter((place) => scenario.agreements[place].between.join(" ") === group),
      signed,
    ),
  );
  const now = agreements.filter((one) => preferred.includes(one.name) && nobodyWaits(one)).map(({ name }) => name);
  return { date, open, agreements, preferred, preferredToPlayingOn: now, bargains };
}

function nobodyWaits({ sides, overPlayingOn }: DealAgreement): boolean {
  return overPlayingOn.length > 0 && sides.every(({ says }, i) => says === "no say" || overPlayingOn[i].points >= 0);
}

function agreementOf(day: OnDay, place: number, signed: Signed, playing: Signed | null): DealAgreement {
  const { scenario, sides } = day;
  const { name } = scenario.agreements[place];
  const told = sides.map(
    (side, i): DealSide => ({
      of: nameOf(scenario, side),
      says: sayOf(day, place, side),
      with: signed.with[i],
      without: signed.without[i],
      prefers: signed.prefers[i],
    }),
  );
  const overPlayingOn =
    playing === null || !(playing.open > 0)
      ? []
      : sides.map((side, i) => ({ of: nameOf(scenario, side), points: playing.with[i] - playing.without[i] }));
  const stoppedBy = stopping(day, place, signed);
  return { name, open: signed.open, sides: told, stoppedBy, overPlayingOn, overDraws: drawnOver(day, place) };
}

function sayOf({ scenario }: OnDay, place: number, { actor, column }: Side): DealSide["says"] {
  const { between, vetoing } = scenario.agreements[place];
  if (column !== -1) return vetoing.includes(column) ? "can stop it" : "no say";
  return between.includes(actor) ? "consents" : "no say";
}

/** Those with a say who would lose, the most first. */
function stopping(day: OnDay, place: number, signed: Signed): Points[] {
  return day.sides
    .map((side, i) => ({ side, points: signed.without[i] - signed.with[i] }))
    .filter(({ side, points }) => points > 0 && sayOf(day, place, side) !== "no say")
    .map(({ side, points }) => ({ of: nameOf(day.scenario, side), points }))
    .sort((a, b) => b.points - a.points);
}

function drawnOver(day: OnDay, place: number): DealOverDraws | null {
  const told = day.drawn.flatMap(({ weight, signed }) =>
    signed[place].open > 0 ? [{ weight, by: stopping(day, place, signed[place]).map(({ of }) => of) }] : [],
  );
  const sum = told.reduce((all, { weight }) => all + weight, 0);
  if (sum === 0) return null;
  const share = (counts: (by: readonly string[]) => boolean) =>
    told.reduce((all, { weight, by }) => all + (counts(by) ? weight : 0), 0) / sum;
  const names = [...new Set(told.flatMap(({ by }) => by))];
  const stoppedBy = names.map((of) => ({ of, share: share((by) => by.includes(of)) }));
  return { preferred: share((by) => by.length === 0), stoppedBy: stoppedBy.sort((a, b) => b.share - a.share) };
}

function nameOf({ actors, columns }: Scenario, { actor, column }: Side): string {
  return column === -1 ? actors[actor].name : columns[column].name;
}

function bargainOf({ scenario, sides }: OnDay, places: readonly number[], signed: readonly Signed[]): DealBargain {
  const { agreements, actors } = scenario;
  const { between } = agreements[places[0]];
  const gain = (place: number, side: number) => signed[place].with[side] - signed[place].without[side];
  const parties = between.map((actor) => sides.findIndex((side) => side.actor === actor && side.column === -1));
  const stopping = sides.flatMap(({ column }, side) =>
    places.some((place) => agreements[place].vetoing.includes(column)) ? [side] : [],
  );
  // Who can stop only some of them is no bound on the others.
  const vetoes = places.map((place) =>
    stopping.map((side) => (agreements[place].vetoing.includes(sides[side].column) ? gain(place, side) : 0)),
  );
  const gains = places.map((place) => parties.map((side) => gain(place, side)));
  const solved = solveBargaining({ gains, vetoes });
  const fit = places.filter((_, i) => [...gains[i], ...vetoes[i]].every((value) => value >= 0));
  const best = (measure: (place: number) => number) => {
    if (solved === null || fit.length === 0) return null;
    return agreements[fit.reduce((a, b) => (measure(b) > measure(a) ? b : a))].name;
  };
  const names = between.map((actor) => actors[actor].name);
  const lottery = ({ shares, gains: own }: { shares: readonly number[]; gains: readonly number[] }): DealLottery => ({
    shares: shares.flatMap((share, i) =>
      share > LEAST_SHARE ? [{ agreement: agreements[places[i]].name, share }] : [],
    ),
    gains: names.map((of, i) => ({ of, points: own[i] })),
  });
  return {
    between: names,
    nash: best((place) => parties.reduce((product, side) => product * gain(place, side), 1)),
    kalaiSmorodinsky: best((place) => Math.min(...parties.map((side, i) => gain(place, side) / solved!.ideal[i]))),
    lotteries: solved && { nash: lottery(solved.nash), kalaiSmorodinsky: lottery(solved.kalaiSmorodinsky) },
  };
}

/** Less of a lottery is rounding. */
const LEAST_SHARE = 1e-9;
