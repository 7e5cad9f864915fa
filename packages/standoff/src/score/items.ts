/**
 * What is scored: sealed forecasts beside what came true. A question with an answer of yes or no is one item; an
 * exclusive group of outcomes that is settled as a whole is one, too, of several classes (a last one for none of them),
 * in place of its outcomes.
 */
import type { TableFault } from "../text/csv.ts";
import { parseDay, printDay } from "../text/dates.ts";
import { didYouMean } from "../text/suggest.ts";
import type { Statement } from "./calibration.ts";
import { type Ladder, laddersOf, type SealedLadder } from "./ladders.ts";
import type { Forecasted } from "./rules.ts";
import { baseRateOf, type SealedForecast, type SealedQuestion } from "./sealed.ts";
import { keyOf, type Quote, type Resolution } from "./tables.ts";

/** What the tool itself sets against a forecast, and what of a question each says; null where it says nothing. */
const OWN_RIVALS: readonly (readonly [string, (one: SealedQuestion, twin: Twin) => number | null])[] = [
  ["base rates", baseRateOf],
  ["habit alone", ({ habit }) => habit],
  ["stated values", ({ stated }) => stated],
  ["uninformed twin", ({ name }, twin) => twin?.get(name) ?? null],
];

/** By question: what the scenario's uninformed twin says; null without any. */
export type Twin = ReadonlyMap<string, number> | null;

/** A sealed forecast, and what stands beside it. */
export interface Case {
  readonly forecast: SealedForecast;
  readonly twin: Twin;
}

export interface Item extends Forecasted {
  /** What a bootstrap over cases draws: items of one scenario stand and fall together. */
  readonly case: string;
  readonly name: string;
  /** Was it sealed on a day before that on which it was settled? */
  readonly ahead: boolean;
  readonly settled: string;
  /** What the tool itself can set against it, by name in the order of `OWN_RIVALS`, then each form of the scenario. */
  readonly own: ReadonlyMap<string, readonly number[]>;
  /** By source: the last quote by the day up to which others count. */
  readonly others: ReadonlyMap<string, readonly number[]>;
  /** The same, each class by itself. */
  readonly statements: readonly Statement[];
}

export interface Items {
  readonly items: readonly Item[];
  readonly ladders: readonly Ladder[];
  /** Questions that were sealed and are not settled, or were given up. */
  readonly open: number;
  readonly void: number;
  /** Rows of scenarios of which there is no sealed forecast. */
  readonly elsewhere: number;
  readonly faults: readonly TableFault[];
}

/**
 * Everything that resolutions settle, of every forecast. `until`: the day up to which quotes of others count beside a
 * forecast, so that nobody is helped by what came later; that of sealing unless told.
 */
export function itemsOf(
  cases: readonly Case[],
  resolutions: readonly Resolution[],
  quotes: readonly Quote[],
  until: (forecast: SealedForecast) => number = sealedOn,
): Items {
  const forecasts = cases.map(({ forecast }) => forecast);
  const faults = unknownQuestions(forecasts, resolutions);
  const parts = cases.map((one) => {
    const said = lastQuotes(one.forecast, quotes, until(one.forecast));
    return new ForecastItems(one, resolutions, said);
  });
  for (const part of parts) faults.push(...part.faults);
  return {
    items: parts.flatMap(({ items }) => items),
    ladders: parts.flatMap(({ ladders }) => ladders),
    open: parts.reduce((sum, one) => sum + one.open, 0),
    void: parts.reduce((sum, one) => sum + one.void, 0),
    elsewhere: resolutions.filter(({ scenario }) => !forecasts.some((one) => isOf(one, scenario))).length,
    faults: faults.sort((a, b) => a.line - b.line),
  };
}

const HASH_LENGTH = 8;

/** By its name, its title, or at least eight digits of its hash. */
function isOf({ scenario }: SealedForecast, called: string): boolean {
  const byHash = called.length >= HASH_LENGTH && scenario.hash.startsWith(called.toLowerCase());
  return called === scenario.name || called === scenario.title || byHash;
}

/** A question that no forecast of its scenario has is a slip. */
function unknownQuestions(forecasts: readonly SealedForecast[], resolutions: readonly Resolution[]): TableFault[] {
  return resolutions.flatMap(({ line, scenario, question }) => {
    const names = forecasts
      .filter((one) => isOf(one, scenario))
      .flatMap((one) => one.questions.map(({ name }) => name));
    if (names.length === 0 || names.includes(question)) return [];
    const hint = didYouMean(question, names);
    const message = `no forecast of ${scenario} has a question "${question}"${hint === undefined ? "" : `; ${hint}`}`;
    return [{ line, message }];
  });
}

type Settled = Resolution & { readonly resolved: boolean };

/** The items of one forecast. */
class ForecastItems {
  readonly items: Item[] = [];
  readonly ladders: readonly Ladder[];
  readonly faults: TableFault[] = [];
  open = 0;
  void = 0;
  readonly #forecast: SealedForecast;
  readonly #twin: Twin;
  readonly #settled = new Map<string, Settled>();
  readonly #quotes: Quoted;

  constructor({ forecast, twin }: Case, resolutions: readonly Resolution[], quotes: Quoted) {
    this.#forecast = forecast;
    this.#twin = twin;
    const given = new Set<string>();
    for (const one of resolutions.filter(({ scenario }) => isOf(forecast, scenario))) {
      const { question, resolved } = one;
      if (resolved === null) given.add(question);
      else this.#settled.set(question, { ...one, resolved });
    }
    this.#quotes = quotes;
    const grouped = this.#groups(given);
    for (const question of forecast.questions) {
      if (grouped.has(question.name)) continue;
      const settled = this.#settled.get(question.name);
      if (settled !== undefined) this.items.push(this.#single(question, settled));
      else if (given.has(question.name)) this.void++;
      else this.open++;
    }
    this.ladders = laddersOf(forecast).flatMap((ladder) => this.#ladder(ladder) ?? []);
  }

  /** The rungs that are settled, where there are two; what comes true by a day has come true by every later one. */
  #ladder({ event, rungs }: SealedLadder): Ladder | null {
    const settled = rungs.flatMap((rung) => {
      const how = this.#settled.get(rung.question.name);
      return how === undefined ? [] : [{ ...rung, how }];
    });
    const slip = settled.find(({ how }, i) => !how.resolved && settled[i - 1]?.how.resolved === true);
    if (slip !== undefined) {
      const before = settled[settled.indexOf(slip) - 1].how;
      const says = `"${before.question}" came true (line ${before.line}), so "${slip.how.question}", which asks of the same by a later day, did, too`;
      this.faults.push({ line: slip.how.line, message: says });
      return null;
    }
    if (settled.length < 2) return null;
    const members = settled.map(({ question }) => question);
    const as = (chances: readonly number[]) => chances;
    return {
      ...this.#head(event, settled[settled.length - 1].how),
      rungs: settled.map(({ question, by }) => ({ name: question.name, by })),
      chances: members.map(({ mean }) => mean),
      happened: settled.map(({ how }) => how.resolved),
      own: this.#own(members, as),
      others: this.#others(members, as),
    };
  }

  /** Items of groups that are settled as a whole; the names of their outcomes. */
  #groups(given: ReadonlySet<string>): Set<string> {
    const grouped = new Set<string>();
    for (const group of this.#forecast.groups) {
      const members = group.outcomes.flatMap((name) => this.#forecast.questions.find((one) => one.name === name) ?? []);
      if (members.length < group.outcomes.length || members.some(({ name }) => given.has(name) || grouped.has(name)))
        continue;
      const settled = members.map(({ name }) => this.#settled.get(name));
      const [first, second] = settled.filter((one) => one?.resolved === true);
      if (second !== undefined) {
        const says = `"${first!.question}" (line ${first!.line}) and "${second.question}" exclude each other: ${group.name}`;
        this.faults.push({ line: second.line, message: says });
        continue;
      }
      if (first === undefined && settled.includes(undefined)) continue;
      this.items.push(this.#group(group.name, members, first ?? settled[0]!));
      for (const { name } of members) grouped.add(name);
    }
    return grouped;
  }

  #single(question: SealedQuestion, settled: Settled): Item {
    const pair = ([chance]: readonly number[]) => [chance, 1 - chance];
    return {
      ...this.#head(question.name, settled),
      chances: pair([question.mean]),
      happened: settled.resolved ? 0 : 1,
      own: this.#own([question], pair),
      others: this.#others([question], pair),
      statements: [{ chance: question.mean, true: settled.resolved }],
    };
  }

  #group(name: string, members: readonly SealedQuestion[], settled: Settled): Item {
    const place = members.findIndex((one) => one.name === settled.question);
    const happened = settled.resolved ? place : members.length;
    return {
      ...this.#head(name, settled),
      chances: withRest(members.map(({ mean }) => mean)),
      happened,
      own: this.#own(members, withRest),
      others: this.#others(members, withRest),
      statements: members.map(({ mean }, i) => ({ chance: mean, true: i === happened })),
    };
  }

  #head(name: string, { day }: Settled): Pick<Item, "case" | "name" | "ahead" | "settled"> {
    const ahead = sealedOn(this.#forecast) < day;
    return { case: this.#forecast.scenario.name, name, ahead, settled: printDay(day) };
  }

  #own(members: readonly SealedQuestion[], of: (chances: readonly number[]) => readonly number[]): Item["own"] {
    const forms = (this.#forecast.forms ?? []).map(({ name }): (typeof OWN_RIVALS)[number] => [
      name === null ? "form as it stands" : `form ${name}`,
      (one) => one.forms?.each.find(({ form }) => form === name)?.mean ?? null,
    ]);
    return rivalsOf([...OWN_RIVALS, ...forms], members, (pick, one) => pick(one, this.#twin), of);
  }

  #others(members: readonly SealedQuestion[], of: (chances: readonly number[]) => readonly number[]): Item["others"] {
    return rivalsOf([...this.#quotes], members, (said, { name }) => said.get(name) ?? null, of);
  }
}

/** Those who say something of every member. */
function rivalsOf<By>(
  rivals: readonly (readonly [string, By])[],
  members: readonly SealedQuestion[],
  chanceBy: (by: By, one: SealedQuestion) => number | null,
  of: (chances: readonly number[]) => readonly number[],
): Map<string, readonly number[]> {
  const whole = rivals.flatMap(([name, by]) => {
    const chances = members.flatMap((one) => chanceBy(by, one) ?? []);
    return chances.length < members.length ? [] : [[name, of(chances)] as const];
  });
  return new Map(whole);
}

/** None of the classes is a class of its own. */
function withRest(chances: readonly number[]): number[] {
  return [...chances, Math.max(0, 1 - chances.reduce((sum, chance) => sum + chance, 0))];
}

function sealedOn({ frozen }: SealedForecast): number {
  return parseDay(frozen.slice(0, 10))!;
}

/** By source and question. */
type Quoted = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What was said last by a day. */
function lastQuotes(forecast: SealedForecast, quotes: readonly Quote[], until: number): Quoted {
  const known = quotes
    .filter(({ scenario, day }) => isOf(forecast, scenario) && day <= until)
    .sort((a, b) => a.day - b.day || a.line - b.line);
  const found = new Map<string, Map<string, number>>();
  for (const { source, question, probability } of known)
    found.set(source, (found.get(source) ?? new Map<string, number>()).set(question, probability));
  return found;
}

/** Quotes that name nothing that was sealed, as faults; `keyOf` tells each only once. */
export function unknownQuotes(forecasts: readonly SealedForecast[], quotes: readonly Quote[]): TableFault[] {
  const seen = new Set<string>();
  const first = quotes.filter(({ scenario, question }) => {
    const key = keyOf(scenario, question);
    return !seen.has(key) && seen.add(key);
  });
  return unknownQuestions(
    forecasts,
    first.map((one) => ({ ...one, resolved: null })),
  );
}
