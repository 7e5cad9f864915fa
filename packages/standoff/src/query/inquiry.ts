/**
 * A forecast and the answers to questions, given the news chosen, asked of one solution at a time as they come: nothing
 * is kept of a solution but what it said, and one can be asked while the next is being solved.
 */
import { listedOutcomes } from "../language/deals.ts";
import type { Scenario } from "../language/scenario.ts";
import type { Certificate, Solved } from "../solve/solution.ts";
import type { World } from "../world/world.ts";
import {
  type Forecast,
  type ForecastPart,
  forecastBytes,
  forecastFrom,
  forecastPart,
  outcomesByEnd,
  planForecast,
} from "./forecast.ts";
import { byNews, canBe, type NewsChoice, type NewsTaken } from "./history/news.ts";
import { mistakenSlots } from "./mistakes.ts";
import { type Figure, figuresBytes, figuresOf, planQuestions, sharedFigures } from "./questions/figures.ts";
import { type Answer, type AskedQuestion, answersFrom } from "./questions/question.ts";
import { inRowsBytes, type Rides, type RidesTogether, ridesTogether, type SharedRide } from "./ride/rides-together.ts";

/** Figures of one solution at a first sight. */
export interface Glance {
  /** Each by the last day. */
  readonly outcomes: readonly (readonly [name: string, probability: number])[];
  /** Each question's figure (null where it has none); none beside outcomes, which come sooner. */
  readonly answers: readonly (readonly [question: string, value: number | null])[];
}

export interface Inquiry {
  /** Memory that it takes, in bytes. */
  readonly bytes: number;
  readonly ask: (solved: Solved) => void;
  /** What has been found out, since it was asked, of how the solution at a scale stands. */
  readonly amend: (scale: number, certificate: Certificate) => void;
  /** The same at a first sight, of a solution that is not kept; null where the news leaves none. */
  readonly glance: (solved: Solved) => Glance | null;
  /** The news that forecast and answers go by. That at scale 1 must have been asked. */
  readonly news: () => NewsTaken;
  /** The answers, in the order of the questions. That at scale 1 must have been asked. */
  readonly answers: () => Answer[];
  /** The answers to the questions that are asked before all news. */
  readonly prior: () => Answer[];
  /** The forecast; throws where none was wanted, or the news leaves none (`canBe`). */
  readonly forecast: () => Forecast;
}

export interface InquiryWishes {
  readonly forecast: boolean;
  readonly questions: readonly AskedQuestion[];
  /** Asked of the solved game itself, whatever has been observed. */
  readonly prior?: readonly AskedQuestion[];
  /** By default as of the last item of the file's news. */
  readonly news?: NewsChoice;
  /** For questions that are carried together, in bytes; by default as much as that takes. */
  readonly maxBytes?: number;
}

type Figures = { readonly scale: number; readonly figures: readonly (Figure | null)[] };

/**
 * Opens an inquiry: a forecast and answers, asked of one solution at a time as they come (`onResult` of a run), so that
 * nothing need be
 * kept of a solution. Ask the solution at scale 1 before reading anything: until then its parts throw.
 *
 * @example
 * ```ts
 * const questions = ownQuestions(solved.scenario).map(({ question }) => question);
 * const inquiry = openInquiry(solved.scenario, solved.world, { forecast: true, questions });
 * for (const result of solved.results) inquiry.ask(result);
 * inquiry.forecast().outcomes[0].name // => "strike called"
 * inquiry.answers().length === questions.length // => true
 * ```
 */
export function openInquiry(scenario: Scenario, world: World, wants: InquiryWishes): Inquiry {
  const plan = wants.forecast ? planForecast(scenario, world) : null;
  const priorQuestions = wants.prior ?? [];
  const carriage = planQuestions(scenario, world, wants.questions);
  const priorCarriage = planQuestions(scenario, world, priorQuestions);
  const parts: ForecastPart[] = [];
  const figures: Figures[] = [];
  const priorFigures: Figures[] = [];
  const rides = [carriage, priorCarriage]
    .flatMap((one) => sharedFigures(one, new Set(one.columns)))
    .filter(({ order }) => order.memory.alike);
  const rideTogether = riderOf(scenario, world, rides, wants.maxBytes);
  let taken: NewsTaken | null = null;
  const news = () => {
    if (taken === null) throw new Error("an inquiry that was not told of the base solution");
    return taken;
  };
  return {
    bytes:
      (plan === null ? 0 : forecastBytes(plan)) +
      figuresBytes(carriage) +
      figuresBytes(priorCarriage) +
      inRowsBytes(world, rides),
    ask: (solved) => {
      const { scale } = solved;
      const given = byNews(scenario, world, solved, wants.news ?? {});
      const ridden = rideTogether(solved);
      if (priorQuestions.length > 0)
        priorFigures.push({ scale, figures: figuresOf(priorCarriage, solved, null, ridden) });
      if (scale === 1) taken = given.taken;
      // Far from the base the news may be too unlikely to be computed; then that part of the ribbon is missing.
      if (!canBe(given.taken)) return;
      if (plan !== null) parts.push(forecastPart(plan, solved, given.filter));
      const own = given.filter === null ? ridden : undefined;
      figures.push({ scale, figures: figuresOf(carriage, solved, given.filter, own) });
    },
    glance: (solved) => {
      const given = byNews(scenario, world, solved, wants.news ?? {});
      if (!canBe(given.taken)) return null;
      if (plan !== null) {
        const chances = outcomesByEnd(plan, solved, given.filter);
        return { outcomes: listedOutcomes(scenario).map(({ name }, i) => [name, chances[i]] as const), answers: [] };
      }
      const own = [{ scale: 1, figures: figuresOf(carriage, solved, given.filter) }];
      const answers = answersFrom(scenario, wants.questions, own);
      return {
        outcomes: [],
        answers: answers.map((one, i) => [wants.questions[i].text, "value" in one ? one.value : null] as const),
      };
    },
    amend: (scale, certificate) => {
      const place = parts.findIndex((part) => part.scale === scale);
      if (place !== -1) parts[place] = { ...parts[place], certificate };
    },
    news,
    answers: () => {
      const { status } = news();
      if (status !== "impossible under the model" && status !== "too large") {
        return answersFrom(scenario, wants.questions, figures);
      }
      return wants.questions.map((): Answer => ({ status, what: "the news", notes: [] }));
    },
    prior: () => (priorQuestions.length === 0 ? [] : answersFrom(scenario, priorQuestions, priorFigures)),
    forecast: () => {
      if (plan === null) throw new Error("an inquiry that wanted no forecast");
      return forecastFrom(plan, parts);
    },
  };
}

/** Carries all rides of a solution at once; what that takes is kept from one solution to the next. */
function riderOf(scenario: Scenario, world: World, rides: readonly SharedRide[], maxBytes = Number.POSITIVE_INFINITY) {
  let together: RidesTogether | null | undefined;
  return (solved: Solved): Rides => {
    together ??= ridesTogether(world, rides, maxBytes);
    const mistakes = solved.scale === 1 ? mistakenSlots(world, solved, scenario.errorStake) : null;
    return together?.ride([{ scenario, world, policy: solved.policy, scale: solved.scale, mistakes }])[0] ?? new Map();
  };
}
