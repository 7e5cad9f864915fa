/**
 * What bands and means are worth, where the truth is known: truths are drawn, the game is played in each, and the
 * forecast is held against it. A truth is a point of the ranges and what comes of play there: the same model, the
 * ranges twice as wide, or play whose noise is of the other kind (tastes where the model has mistakes). It is drawn by
 * itself, so that what is counted over truths has the errors of independent trials.
 */
import { buildWorld } from "../../src/build/build.ts";
import { loadScenario } from "../../src/language/load.ts";
import type { Scenario } from "../../src/language/scenario.ts";
import type { Distribution } from "../../src/math/distributions.ts";
import { hash } from "../../src/math/sobol.ts";
import { inOneGo } from "../../src/math/steps.ts";
import { datesOf } from "../../src/study/answers.ts";
import { Draws } from "../../src/study/draw.ts";
import { openStudy } from "../../src/study/open.ts";
import { type Quantity, quantitiesOf } from "../../src/study/quantities.ts";
import { type Point, samplePoints } from "../../src/study/sample.ts";
import { type DrawRecord, type OutcomeStudy, reduceStudy } from "../../src/study/study.ts";

export type Truths = "as modelled" | "ranges twice as wide" | "another noise";

/** The forecast of every outcome by the last day, over so many draws. */
export function foretold(text: string, draws: number, seed: string): readonly OutcomeStudy[] {
  const readFile = () => text;
  const opened = openStudy("game.yaml", readFile, { options: {}, seed, draws, steadiness: true });
  if (opened.status !== "open") throw new Error(JSON.stringify(opened));
  const play = player(text);
  const records = opened.points.map((point): DrawRecord => ({ drawn: point.drawn, ...play(point) }));
  const stated = play(null);
  if (stated.status === "lost") throw new Error(stated.why);
  return reduceStudy(opened.plan, records, stated).outcomes;
}

/** Probabilities of all outcomes in so many truths; one in which play does not converge is left out. */
export function truthsOf(text: string, truths: Truths, count: number, seed: number): number[][] {
  const own = truths === "another noise" ? withOtherNoise(text) : text;
  const scenario = scenarioOf(own);
  const quantities = quantitiesOf(scenario);
  const drawn = truths === "ranges twice as wide" ? quantities.map((one) => widened(one, scenario)) : quantities;
  const play = player(own);
  return Array.from({ length: count }, (_, truth) => truth).flatMap((truth) => {
    const sample = samplePoints(scenario, drawn, hash(seed, truth), { draws: 4, first: 4 });
    if (sample.status !== "sampled") throw new Error(sample.status);
    const played = play(sample.points[0]);
    return played.status === "lost" ? [] : [played.answers.outcomes.map((byDate) => byDate[byDate.length - 1])];
  });
}

function scenarioOf(text: string): Scenario {
  const { scenario, diagnostics } = loadScenario("game.yaml", () => text);
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  return scenario;
}

function player(text: string) {
  const stated = scenarioOf(text);
  const built = buildWorld(stated);
  if (built.status !== "built") throw new Error(built.status);
  const where = { path: "game.yaml", readFile: () => text, options: {}, news: {}, maxBytes: 2 ** 31 };
  const draws = new Draws({ ...where, stated, world: built.world, dates: datesOf(stated) });
  return (point: Point | null) => {
    const [found] = inOneGo(draws.inSteps([point]));
    if (found.status !== "solved" && found.status !== "lost") throw new Error(JSON.stringify(found));
    return found;
  };
}

function withOtherNoise(text: string): string {
  const other = scenarioOf(text).desks[0].noise === "tastes" ? "mistakes" : "tastes";
  const without = text.replace(/^noise: .*\n/m, "");
  return without.replace(/^standoff: 1\n/m, `standoff: 1\nnoise: ${other}\n`);
}

/**
 * Both ends twice as far from the mode; chances stay chances and what is above zero stays there. Steadiness: twice the
 * spread.
 */
function widened(quantity: Quantity, scenario: Scenario): Quantity {
  const { distribution } = quantity;
  if (distribution.kind === "normal") {
    const wide: Distribution = { ...distribution, deviation: 2 * distribution.deviation };
    return { ...quantity, distribution: wide };
  }
  if (distribution.kind !== "triangular" || quantity.kind !== "assumption") throw new Error(distribution.kind);
  const { low, mode, high } = distribution;
  const chance = scenario.assumptions[quantity.assumption].unit === "chance";
  const wide = {
    low: Math.max(low / 10, mode - 2 * (mode - low)),
    high: Math.min(chance ? 1 - (1 - high) / 10 : Number.POSITIVE_INFINITY, mode + 2 * (high - mode)),
  };
  return { ...quantity, distribution: { ...distribution, ...wide } };
}

/** A figure over truths with its standard error. */
export interface Figure {
  readonly value: number;
  readonly error: number;
}

export interface Judged {
  readonly name: string;
  /** Share of truths whose probability lies in the band from the 10 to the 90 per cent point. */
  readonly inside: Figure;
  /**
   * Brier scores over what then happens, (f - p)^2 + p (1 - p): of the mean, of the stated values, and their
   * difference.
   */
  readonly mean: Figure;
  readonly stated: Figure;
  readonly better: Figure;
}

export function judged(forecast: readonly OutcomeStudy[], truths: readonly (readonly number[])[]): Judged[] {
  return forecast.map(({ name, mean, band, stated }, outcome) => {
    const all = truths.map((truth) => truth[outcome]);
    const score = (told: number, p: number) => (told - p) ** 2 + p * (1 - p);
    const [low, , high] = band!;
    return {
      name,
      inside: over(all, (p) => (p >= low && p <= high ? 1 : 0)),
      mean: over(all, (p) => score(mean!, p)),
      stated: over(all, (p) => score(stated!, p)),
      better: over(all, (p) => score(stated!, p) - score(mean!, p)),
    };
  });
}

function over(truths: readonly number[], say: (probability: number) => number): Figure {
  const said = truths.map(say);
  const value = said.reduce((sum, one) => sum + one, 0) / said.length;
  const variance = said.reduce((sum, one) => sum + (one - value) ** 2, 0) / (said.length - 1);
  return { value, error: Math.sqrt(variance / said.length) };
}
