/**
 * A study: what its draws say together, reduced in the order of the draws, so that the result does not depend on who
 * solved which. It needs no scenario: the plan has all that is common to the draws, and can be stored beside them.
 */
import type { CheckMean } from "../query/checks.ts";
import { type Decided, type Decider, type DeskNames, decidersOf } from "../query/deciding.ts";
import type { GroupStanding, StandingPart } from "../query/standing.ts";
import type { Answers, QuestionFigure } from "./answers.ts";
import { effectiveSize, meanOf, quantilesOf, ratioOf, type Term, withLost } from "./average.ts";
import { averageTimes, type TimesDrawn } from "./days.ts";
import type { SolvedDraw } from "./draw.ts";
import { type Shares, sharesAlong, sharesIn } from "./shares.ts";
import type { Slopes } from "./slopes.ts";

/** What all draws have in common, as plain data. */
export interface StudyPlan {
  readonly title: string;
  readonly caveat: string;
  /** Rival forms that the scenario names, of which none of this is; absent where it names none. */
  readonly rivals?: readonly string[];
  readonly scenarioHash: string;
  readonly calendar: { readonly asOf: string; readonly from: string; readonly to: string };
  readonly outcomes: readonly string[];
  /** ISO dates, one for each number of an outcome. */
  readonly dates: readonly string[];
  readonly groups: readonly { readonly name: string; readonly outcomes: readonly string[] }[];
  /** Groups that have a standing, as pictures stack them. */
  readonly standing: readonly {
    readonly name: string;
    readonly parts: readonly Pick<StandingPart, "outcome" | "side">[];
  }[];
  readonly questions: readonly PlannedQuestion[];
  readonly quantities: readonly string[];
  /**
   * Of each quantity: where it bears (payoffs, rates and chances, priors, steadiness), and how strong the evidence
   * behind it is.
   */
  readonly grounds: readonly { readonly kind: string; readonly strength: string }[];
  readonly desks: readonly DeskNames[];
  readonly checks: readonly string[];
  readonly scrambles: number;
  readonly asked: number;
  readonly refused: number;
  /** Of a sweep over files: those, in the order of its points. */
  readonly files?: readonly { readonly path: string; readonly title: string; readonly hash: string }[];
}

export interface PlannedQuestion {
  readonly name: string;
  readonly ask: string;
  readonly kind: "probability" | "expectation" | "days until";
  /** Of days: a chance for a quantile; "all" stands for the median. */
  readonly figure: "all" | "mean" | number | null;
}

/** A draw's record: what was drawn, and what came of it. */
export type DrawRecord = { readonly drawn: readonly number[] } & (
  | SolvedDraw
  | { readonly status: "lost"; readonly why: string }
);

export interface Study {
  readonly draws: { readonly asked: number; readonly solved: number; readonly lost: number; readonly refused: number };
  /** How many draws of equal weight tell as much as these do under the news. */
  readonly effective: number;
  readonly lost: readonly { readonly draw: number; readonly why: string }[];
  /**
   * Draws that were solved a second time, from the play at the stated values: how many, how many of them came
   * elsewhere, by up to how much of an outcome's probability, and how many did not settle.
   */
  readonly fromBase: {
    readonly tried: number;
    readonly elsewhere: number;
    readonly most: number;
    readonly unsettled: number;
  };
  readonly outcomes: readonly OutcomeStudy[];
  readonly exclusive: readonly GroupStudy[];
  /** How it stands by date: means over the draws, those of other calendars left out. */
  readonly standing: readonly GroupStanding[];
  readonly questions: readonly QuestionStudy[];
  /** Plausibility checks of the file over the draws, without the news. */
  readonly checks: readonly CheckStudy[];
}

export interface CheckStudy extends CheckMean {
  readonly name: string;
}

export type Band = readonly [p10: number, p50: number, p90: number];

export interface Averaged {
  readonly mean: number | null;
  readonly error: number | null;
  /** Where draws were lost: with them at 0, and at 1. */
  readonly interval?: readonly [number, number];
  readonly band: Band | null;
  readonly habit: number | null;
  readonly stated: number | null;
  readonly shares: readonly (readonly [quantity: string, share: number])[];
  /** The share of the variance that is linear in what was drawn. */
  readonly linear: number;
  /** How shares were told: along exact slopes at the stated values, or by what the draws alone show. */
  readonly sharesBy: "slopes" | "draws";
  /** Sums of the shares by where quantities bear, and by how strong the evidence behind them is; the largest first. */
  readonly byKind: readonly (readonly [kind: string, share: number])[];
  readonly byStrength: readonly (readonly [strength: string, share: number])[];
}

export interface OutcomeStudy extends Averaged {
  readonly name: string;
  readonly statedByDate: readonly (readonly [date: string, probability: number])[];
  readonly meanByDate: readonly (readonly [date: string, probability: number])[];
  readonly bandByDate: readonly (readonly [date: string, ...band: Band])[];
  readonly errorShare: number;
  /** Whose acts decide it: shares of its probability over the draws, the largest first. */
  readonly decided: readonly Decider[];
}

export interface GroupStudy {
  readonly name: string;
  readonly outcomes: readonly string[];
  readonly overlap: number | null;
  readonly none: number | null;
}

export interface QuestionStudy extends Averaged {
  readonly name: string;
  readonly ask: string;
  readonly kind: PlannedQuestion["kind"];
  /** Probability of the condition, averaged; 1 without one. */
  readonly given: number | null;
  /** Of probabilities. */
  readonly errorShare: number | null;
}

const BAND = [0.1, 0.5, 0.9];
const NO_SHARES: Shares = { shares: [], linear: 0 };

/** A solved draw with its place in the list. */
type Placed = SolvedDraw & { readonly drawn: readonly number[]; readonly draw: number };

/** Exact slopes of answers at the stated values, in the order of the plan's. */
export interface StudySlopes {
  readonly outcomes: readonly Slopes[];
  readonly questions: readonly Slopes[];
}

/**
 * Means, bands and shares over draws. `records` in the order of the draws, as many as asked; `stated`: the same of the
 * stated values, whose slopes are taken where no others are given.
 *
 * @example
 * ```ts
 * const { plan, points } = openStudy(strike, read, { options: {}, seed: USUAL_SEED, draws: 32, steadiness: true });
 * const records = points.map(({ drawn }) => ({ drawn, status: "lost", why: "an example" }));
 * reduceStudy(plan, records, null).draws // => { asked: 32, solved: 0, lost: 32, refused: 0 }
 * ```
 */
export function reduceStudy(
  plan: StudyPlan,
  records: readonly DrawRecord[],
  stated: SolvedDraw | null,
  slopes: StudySlopes | null = stated?.slopes ?? null,
): Study {
  const solved = records.flatMap((record, draw): Placed[] => (record.status === "solved" ? [{ ...record, draw }] : []));
  const lost = records.flatMap((record, draw) => (record.status === "lost" ? [{ draw, why: record.why }] : []));
  const known = solved.filter(({ answers }) => answers.likelihood > 0);
  const reducer = new Reducer(plan, known, { lost: lost.length, stated, slopes });
  return {
    draws: { asked: plan.asked, solved: solved.length, lost: lost.length, refused: plan.refused },
    effective: effectiveSize(solved.map(({ answers }) => answers.likelihood)),
    lost,
    fromBase: fromBaseOf(solved),
    outcomes: plan.outcomes.map((_, i) => reducer.outcome(i)),
    exclusive: plan.groups.map((_, i) => reducer.group(i)),
    standing: plan.standing.map((_, i) => reducer.standing(i)),
    questions: plan.questions.map((_, i) => reducer.question(i)),
    checks: plan.checks.map((name, i) => ({ name, ...checkOf(solved, i, plan.scrambles) })),
  };
}

/** Every draw counts alike, whatever the news. */
function checkOf(solved: readonly Placed[], i: number, scrambles: number): CheckMean {
  const terms = solved.map(({ answers, draw }) => {
    const figure = answers.checks[i] ?? null;
    return { value: figure?.value ?? Number.NaN, weight: figure?.given ?? 0, scramble: draw % scrambles };
  });
  return meanOf(terms.filter(({ value }) => Number.isFinite(value)));
}

/** Outcomes that differ by more came elsewhere: residuals of the tolerance leave far less. */
const ELSEWHERE = 1e-6;

function fromBaseOf(solved: readonly SolvedDraw[]): Study["fromBase"] {
  const tried = solved.flatMap(({ fromBase }) => (fromBase === undefined ? [] : [fromBase]));
  const settled = tried.filter((difference) => difference !== null);
  return {
    tried: tried.length,
    elsewhere: settled.filter((difference) => difference > ELSEWHERE).length,
    most: Math.max(0, ...settled),
    unsettled: tried.length - settled.length,
  };
}

/**
 * Draws for each quantity from which on the draws themselves tell shares: with fewer a fit on all quantities misses the
 * small ones.
 */
const ENOUGH_FOR_A_FIT = 8;

/** What there is besides the draws that were solved. */
interface Beside {
  readonly lost: number;
  readonly stated: SolvedDraw | null;
  readonly slopes: StudySlopes | null;
}

class Reducer {
  readonly #plan: StudyPlan;
  readonly #draws: readonly Placed[];
  readonly #lost: number;
  readonly #stated: SolvedDraw | null;
  readonly #slopes: StudySlopes | null;
  /** Of answers without a condition, which have the same weights. */
  readonly #shares: (answer: readonly number[]) => Shares;

  constructor(plan: StudyPlan, draws: readonly Placed[], { lost, stated, slopes }: Beside) {
    this.#plan = plan;
    this.#draws = draws;
    this.#lost = lost;
    this.#stated = stated;
    this.#slopes = slopes;
    this.#shares = this.#sharesBy(draws.map(({ answers }) => answers.likelihood));
  }

  outcome(i: number): OutcomeStudy {
    const { dates, outcomes } = this.#plan;
    const last = dates.length - 1;
    const at = (place: number) => this.#terms(({ outcomes: all }) => ({ value: all[i][place], given: 1 }));
    const byDate = dates.map((date, place) => ({ date, terms: at(place) }));
    const own = knownAnswers(this.#stated?.answers);
    return {
      name: outcomes[i],
      ...this.#averaged(at(last), this.#shares, this.#slopes?.outcomes[i]),
      habit: this.#habit(({ outcomes: all }) => ({ value: all[i][last], given: 1 })),
      stated: own?.outcomes[i][last] ?? null,
      statedByDate: own === null ? [] : dates.map((date, place) => [date, own.outcomes[i][place]]),
      meanByDate: byDate.flatMap(({ date, terms }) => {
        const mean = ratioOf(terms);
        return mean === null ? [] : [[date, mean] as const];
      }),
      bandByDate: byDate.flatMap(({ date, terms }) => {
        const band = bandOf(terms);
        return band === null ? [] : [[date, ...band] as const];
      }),
      errorShare: this.#errorShare(i, last),
      decided: this.#decided(i, last),
    };
  }

  /** sum L joint / sum L p, for every act. */
  #decided(i: number, last: number): Decider[] {
    const sums = new Map<string, Decided>();
    let whole = 0;
    for (const { answers } of this.#draws) {
      whole += answers.likelihood * answers.outcomes[i][last];
      for (const { desk, move, probability, mistaken } of answers.decided[i]) {
        const sum = sums.get(`${desk} ${move}`) ?? { desk, move, probability: 0, mistaken: 0 };
        sums.set(`${desk} ${move}`, {
          ...sum,
          probability: sum.probability + answers.likelihood * probability,
          mistaken: sum.mistaken + answers.likelihood * mistaken,
        });
      }
    }
    return decidersOf(this.#plan.desks, [...sums.values()], whole);
  }

  /** sum L joint / sum L p. */
  #errorShare(i: number, last: number): number {
    const terms = this.#draws.map(({ answers: { likelihood, outcomes, errorShares } }) => ({
      value: errorShares[i],
      weight: likelihood * outcomes[i][last],
    }));
    return ratioOf(terms) ?? 0;
  }

  /** The same of a question: of the probability of what is asked and its condition together. */
  #mistakenOf(i: number): number {
    const terms = this.#terms(({ questions }) => ({
      value: questions[i]?.errorShare ?? 0,
      given: (questions[i]?.value ?? 0) * (questions[i]?.given ?? 0),
    }));
    return ratioOf(terms) ?? 0;
  }

  group(i: number): GroupStudy {
    const { name, outcomes } = this.#plan.groups[i];
    const of = (pick: (group: Answers["groups"][number]) => number) =>
      ratioOf(this.#terms(({ groups }) => ({ value: pick(groups[i]), given: 1 })));
    return { name, outcomes, overlap: of(({ overlap }) => overlap), none: of(({ none }) => none) };
  }

  standing(i: number): GroupStanding {
    const { dates, standing } = this.#plan;
    const { name, parts } = standing[i];
    // The last date is the calendar's, which no period ends on.
    return {
      name,
      parts: parts.map(({ outcome, side }, part) => ({
        outcome,
        side,
        byDate: dates.slice(0, -1).flatMap((date, place) => {
          const terms = this.#draws.flatMap(({ answers }) => {
            const value = answers.standing?.[i]?.[part]?.[place];
            return value === undefined ? [] : [{ value, weight: answers.likelihood }];
          });
          const mean = ratioOf(terms);
          return mean === null ? [] : [[date, mean] as const];
        }),
      })),
    };
  }

  question(i: number): QuestionStudy {
    const { name, ask, kind, figure } = this.#plan.questions[i];
    const given = ratioOf(this.#terms(({ questions }) => ({ value: questions[i]?.given ?? Number.NaN, given: 1 })));
    const head = { name, ask, kind, given, errorShare: kind === "probability" ? this.#mistakenOf(i) : null };
    return kind === "days until" ? { ...head, ...this.#days(i, figure) } : { ...head, ...this.#figure(i, kind) };
  }

  #figure(i: number, kind: "probability" | "expectation"): Averaged {
    const pick = ({ questions }: Answers) => ({
      value: questions[i]?.value ?? Number.NaN,
      given: questions[i]?.given ?? 0,
    });
    const terms = this.#terms(pick);
    const { interval, ...averaged } = this.#averaged(terms, this.#sharesOf(terms), this.#slopes?.questions[i]);
    return {
      ...averaged,
      ...(interval === undefined || kind === "expectation" ? {} : { interval }),
      habit: this.#habit(pick),
      stated: knownAnswers(this.#stated?.answers)?.questions[i]?.value ?? null,
    };
  }

  /** The figure of the averaged distribution; the band is over each draw's own figure. */
  #days(i: number, figure: PlannedQuestion["figure"]): Averaged {
    const of = (draws: readonly (readonly [Answers, number])[]): number | null => {
      const times = averageTimes(draws.map(([{ questions, likelihood }]) => timesIn(questions[i], likelihood)));
      if (times === null) return null;
      return figure === "mean" ? times.mean() : times.quantile(typeof figure === "number" ? figure : 0.5);
    };
    const pairs = (pick: "answers" | "habit") =>
      this.#draws.map((one) => [one[pick], one.draw % this.#plan.scrambles] as const);
    const all = pairs("answers");
    const means = Array.from({ length: this.#plan.scrambles }, (_, scramble) =>
      of(all.filter(([, own]) => own === scramble)),
    );
    const terms = this.#terms((answers) => ({
      value: of([[{ ...answers, likelihood: 1 }, 0]]) ?? Number.NaN,
      given: answers.questions[i]?.given ?? 0,
    })).filter(({ value }) => Number.isFinite(value));
    const own = knownAnswers(this.#stated?.answers);
    const { error } = meanOf(
      means.flatMap((value, scramble) => (value === null ? [] : [{ value, weight: 1, scramble }])),
    );
    const { interval: _, ...averaged } = this.#averaged(terms, this.#sharesOf(terms), this.#slopes?.questions[i]);
    return {
      ...averaged,
      mean: of(all),
      error,
      habit: of(pairs("habit").filter(([{ likelihood }]) => likelihood > 0)),
      stated: own === null ? null : of([[{ ...own, likelihood: 1 }, 0]]),
    };
  }

  #averaged(
    terms: readonly (Term & { draw: number })[],
    shares: (answer: readonly number[]) => Shares,
    slopes: Slopes = null,
  ): Averaged {
    const { value, error } = meanOf(terms);
    const counted = terms.filter(({ weight }) => weight > 0);
    const { quantities, grounds } = this.#plan;
    const along = slopes !== null && counted.length < ENOUGH_FOR_A_FIT * quantities.length;
    const fit = along ? this.#alongIn(counted, slopes) : shares;
    const told = value === null ? NO_SHARES : fit(counted.map((term) => term.value));
    const sums = (key: "kind" | "strength") =>
      [...Map.groupBy(told.shares.keys(), (k) => grounds[k][key])]
        .map(([name, places]) => [name, places.reduce((sum, k) => sum + told.shares[k], 0)] as const)
        .sort((a, b) => b[1] - a[1]);
    const named = told.shares.map((share, k) => [this.#plan.quantities[k], share] as const);
    return {
      mean: value,
      error,
      ...(this.#lost === 0 || value === null ? {} : { interval: withLost(terms, this.#lost) }),
      band: bandOf(terms),
      habit: null,
      stated: null,
      shares: named.sort((a, b) => b[1] - a[1]),
      linear: told.linear,
      sharesBy: along ? "slopes" : "draws",
      byKind: sums("kind"),
      byStrength: sums("strength"),
    };
  }

  #drawnIn(terms: readonly { readonly draw: number }[]): (readonly number[])[] {
    const drawn = new Map(this.#draws.map((one) => [one.draw, one.drawn]));
    return terms.map(({ draw }) => drawn.get(draw)!);
  }

  #alongIn(terms: readonly (Term & { draw: number })[], slopes: readonly number[]) {
    const weights = terms.map(({ weight }) => weight);
    return (answer: readonly number[]): Shares => sharesAlong(slopes, this.#drawnIn(terms), weights, answer);
  }

  #terms(pick: (answers: Answers) => { value: number; given: number }): (Term & { draw: number })[] {
    return this.#draws.map(({ answers, draw }) => {
      const { value, given } = pick(answers);
      return { value, weight: answers.likelihood * given, scramble: draw % this.#plan.scrambles, draw };
    });
  }

  #habit(pick: (answers: Answers) => { value: number; given: number }): number | null {
    const known = this.#draws.flatMap(({ habit }) => knownAnswers(habit) ?? []);
    return ratioOf(
      known.map((answers) => {
        const { value, given } = pick(answers);
        return { value, weight: answers.likelihood * given };
      }),
    );
  }

  /** With the weights of these terms, those without any left out. */
  #sharesOf(terms: readonly (Term & { draw: number })[]): (answer: readonly number[]) => Shares {
    const counted = terms.filter(({ weight }) => weight > 0);
    return sharesIn(
      this.#drawnIn(counted),
      counted.map(({ weight }) => weight),
    );
  }

  #sharesBy(weights: readonly number[]): (answer: readonly number[]) => Shares {
    return sharesIn(
      this.#draws.map(({ drawn }) => drawn),
      weights,
    );
  }
}

function knownAnswers(answers: Answers | undefined): Answers | null {
  return answers !== undefined && answers.likelihood > 0 ? answers : null;
}

function timesIn(figure: QuestionFigure | null, likelihood: number): TimesDrawn {
  return { stretches: figure?.days ?? [], weight: likelihood * (figure?.given ?? 0) };
}

function bandOf(terms: readonly Term[]): Band | null {
  const band = quantilesOf(terms, BAND);
  return band.every(Number.isFinite) ? (band as unknown as Band) : null;
}
