/**
 * What is scored: sealed forecasts beside what came true. A question with an answer of yes or no is one item; an exclusive group of
 * outcomes that is settled as a whole is one, too, of several classes (a last one for none of them), in place of its outcomes.
 */
import type { TableFault } from "../text/csv.ts";
import { parseDay, printDay } from "../text/dates.ts";
import { didYouMean } from "../text/suggest.ts";
import type { Statement } from "./calibration.ts";
import type { Forecasted } from "./rules.ts";
import type { SealedForecast, SealedQuestion } from "./sealed.ts";
import { keyOf, type Quote, type Resolution } from "./tables.ts";

/** Probabilities of the same classes by someone else; null where they are not all there. */
export type Rival = readonly number[] | null;

export interface Item extends Forecasted {
  /** What a bootstrap over cases draws: items of one scenario stand and fall together. */
  readonly case: string;
  readonly name: string;
  /** Was it sealed on a day before that on which it was settled? */
  readonly ahead: boolean;
  readonly settled: string;
  readonly baseRates: Rival;
  readonly habit: Rival;
  readonly stated: Rival;
  /** By source: the last quote by the day of sealing. */
  readonly others: ReadonlyMap<string, readonly number[]>;
  /** The same, each class by itself. */
  readonly statements: readonly Statement[];
}

export interface Items {
  readonly items: readonly Item[];
  /** Questions that were sealed and are not settled, or were given up. */
  readonly open: number;
  readonly void: number;
  /** Rows of scenarios of which there is no sealed forecast. */
  readonly elsewhere: number;
  readonly faults: readonly TableFault[];
}

/** Everything that resolutions settle, of every forecast. */
export function itemsOf(
  forecasts: readonly SealedForecast[],
  resolutions: readonly Resolution[],
  quotes: readonly Quote[],
): Items {
  const faults = unknownQuestions(forecasts, resolutions);
  const parts = forecasts.map((forecast) => new ForecastItems(forecast, resolutions, quotes));
  for (const part of parts) faults.push(...part.faults);
  return {
    items: parts.flatMap(({ items }) => items),
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
  readonly faults: TableFault[] = [];
  open = 0;
  void = 0;
  readonly #forecast: SealedForecast;
  readonly #settled = new Map<string, Settled>();
  readonly #quotes: ReadonlyMap<string, ReadonlyMap<string, number>>;

  constructor(forecast: SealedForecast, resolutions: readonly Resolution[], quotes: readonly Quote[]) {
    this.#forecast = forecast;
    const given = new Set<string>();
    for (const one of resolutions.filter(({ scenario }) => isOf(forecast, scenario))) {
      const { question, resolved } = one;
      if (resolved === null) given.add(question);
      else this.#settled.set(question, { ...one, resolved });
    }
    this.#quotes = lastQuotes(forecast, quotes);
    const grouped = this.#groups(given);
    for (const question of forecast.questions) {
      if (grouped.has(question.name)) continue;
      const settled = this.#settled.get(question.name);
      if (settled !== undefined) this.items.push(this.#single(question, settled));
      else if (given.has(question.name)) this.void++;
      else this.open++;
    }
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
    const pair = (chance: number | null | undefined): Rival =>
      chance === null || chance === undefined ? null : [chance, 1 - chance];
    return {
      ...this.#head(question.name, settled),
      chances: [question.mean, 1 - question.mean],
      happened: settled.resolved ? 0 : 1,
      baseRates: pair(question.baseRate?.rate),
      habit: pair(question.habit),
      stated: pair(question.stated),
      others: this.#others([question], ([chance]) => [chance, 1 - chance]),
      statements: [{ chance: question.mean, true: settled.resolved }],
    };
  }

  #group(name: string, members: readonly SealedQuestion[], settled: Settled): Item {
    const place = members.findIndex((one) => one.name === settled.question);
    const happened = settled.resolved ? place : members.length;
    const whole = (pick: (one: SealedQuestion) => number | null): Rival => {
      const chances = members.flatMap((one) => pick(one) ?? []);
      return chances.length < members.length ? null : withRest(chances);
    };
    return {
      ...this.#head(name, settled),
      chances: withRest(members.map(({ mean }) => mean)),
      happened,
      baseRates: whole(({ baseRate }) => baseRate?.rate ?? null),
      habit: whole(({ habit }) => habit),
      stated: whole(({ stated }) => stated),
      others: this.#others(members, withRest),
      statements: members.map(({ mean }, i) => ({ chance: mean, true: i === happened })),
    };
  }

  #head(name: string, { day }: Settled): Pick<Item, "case" | "name" | "ahead" | "settled"> {
    const ahead = sealedOn(this.#forecast) < day;
    return { case: this.#forecast.scenario.name, name, ahead, settled: printDay(day) };
  }

  #others(members: readonly SealedQuestion[], of: (chances: readonly number[]) => number[]): Item["others"] {
    const whole = [...this.#quotes].flatMap(([source, said]) => {
      const chances = members.flatMap(({ name }) => said.get(name) ?? []);
      return chances.length < members.length ? [] : [[source, of(chances)] as const];
    });
    return new Map(whole);
  }
}

/** None of the classes is a class of its own. */
function withRest(chances: readonly number[]): number[] {
  return [...chances, Math.max(0, 1 - chances.reduce((sum, chance) => sum + chance, 0))];
}

function sealedOn({ frozen }: SealedForecast): number {
  return parseDay(frozen.slice(0, 10))!;
}

/** By source and question: what was said last by the day of sealing, so that nobody is helped by what came later. */
function lastQuotes(forecast: SealedForecast, quotes: readonly Quote[]): Map<string, Map<string, number>> {
  const known = quotes
    .filter(({ scenario, day }) => isOf(forecast, scenario) && day <= sealedOn(forecast))
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
