/**
 * A forecast and the answers to questions, asked of one solution at a time as they come: nothing is kept of a solution but
 * what it said, and one can be asked while the next is being solved.
 */
import type { Scenario } from "../language/scenario.ts";
import type { Certificate, Solved } from "../solve/solution.ts";
import type { World } from "../world/world.ts";
import { type Figure, figuresBytes, figuresOf, planQuestions } from "./figures.ts";
import {
  type Forecast,
  type ForecastPart,
  forecastBytes,
  forecastFrom,
  forecastPart,
  planForecast,
} from "./forecast.ts";
import { type Answer, type AskedQuestion, answersFrom } from "./question.ts";

export interface Inquiry {
  /** Memory that it takes, in bytes. */
  readonly bytes: number;
  readonly ask: (solved: Solved) => void;
  /** What has been found out, since it was asked, of how the solution at a scale stands. */
  readonly amend: (scale: number, certificate: Certificate) => void;
  /** The answers, in the order of the questions. That at scale 1 must have been asked. */
  readonly answers: () => Answer[];
  /** The forecast; throws where none was wanted. */
  readonly forecast: () => Forecast;
}

export function openInquiry(
  scenario: Scenario,
  world: World,
  wants: { readonly forecast: boolean; readonly questions: readonly AskedQuestion[] },
): Inquiry {
  const plan = wants.forecast ? planForecast(scenario, world) : null;
  const carriage = planQuestions(scenario, world, wants.questions);
  const parts: ForecastPart[] = [];
  const figures: { readonly scale: number; readonly figures: readonly (Figure | null)[] }[] = [];
  return {
    bytes: (plan === null ? 0 : forecastBytes(plan)) + figuresBytes(carriage),
    ask: (solved) => {
      if (plan !== null) parts.push(forecastPart(plan, solved, null));
      figures.push({ scale: solved.scale, figures: figuresOf(carriage, solved, null) });
    },
    amend: (scale, certificate) => {
      const place = parts.findIndex((part) => part.scale === scale);
      if (place !== -1) parts[place] = { ...parts[place]!, certificate };
    },
    answers: () => answersFrom(scenario, wants.questions, figures),
    forecast: () => {
      if (plan === null) throw new Error("an inquiry that wanted no forecast");
      return forecastFrom(plan, parts);
    },
  };
}
