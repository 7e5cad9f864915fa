/**
 * Derivatives of answers by solving again: Richardson's central differences of solves to 1e-12, each from the policy of
 * the base, which a branch that is followed for so short a way stays near. What exact derivatives are held against.
 */
import type { Differentiable, Differentiated } from "../src/query/derivatives/gradient.ts";
import { byNews } from "../src/query/history/news.ts";
import { answerQuestions } from "../src/query/questions/question.ts";
import type { AskedQuestion } from "../src/query/questions/read-question.ts";
import { solveEquilibrium } from "../src/solve/equilibrium.ts";
import type { Solved } from "../src/solve/solution.ts";
import { worthAtStart } from "../src/sweep/backward.ts";
import { priceWorld } from "../src/world/prices.ts";
import type { World } from "../src/world/world.ts";

const FINEST = 1e-12;
/** What two solves to that may leave between their answers. */
const ROUNDING = 1e-12;
/** Steps, as parts of a value or (of small ones) of one hundredth: at h and 2 h what is left is of the fourth order. */
const STEP = 2e-3;
const SMALL = 1e-2;

/** By an assumption; null where the world cannot be priced on both sides of its value. */
export function differenceBy(of: Differentiable, answers: readonly Differentiated[], index: number): number[] | null {
  const { scenario, world } = of;
  const { name } = scenario.assumptions[index];
  const value = world.assumptionValue[index];
  return richardson(Math.max(Math.abs(value), SMALL) * STEP, (moved) => {
    const priced = priceWorld(world, new Map([[name, value + moved]]));
    return priced.status === "priced" ? figuresAt({ ...of, world: priced.world }, answers) : null;
  });
}

/** A difference of the sixth order, and by how much the last order moved it, rounding included. */
export interface Sharp {
  readonly value: number;
  readonly unsure: number;
}

/** The same by six solves, with how sure it is. */
export function sharpDifferenceBy(
  of: Differentiable,
  answers: readonly Differentiated[],
  index: number,
): Sharp[] | null {
  const { scenario, world } = of;
  const { name } = scenario.assumptions[index];
  const value = world.assumptionValue[index];
  return sharply(Math.max(Math.abs(value), SMALL) * STEP, (moved) => {
    const priced = priceWorld(world, new Map([[name, value + moved]]));
    return priced.status === "priced" ? figuresAt({ ...of, world: priced.world }, answers) : null;
  });
}

export function sharpDifferenceBySteadiness(
  of: Differentiable,
  answers: readonly Differentiated[],
  actor: number,
): Sharp[] | null {
  return sharply(STEP, (moved) => figuresAt({ ...of, world: steadier(of.world, actor, moved) }, answers));
}

function sharply(h: number, at: (moved: number) => number[] | null): Sharp[] | null {
  const pairs = [h, 2 * h, 4 * h].map((step) => [at(step), at(-step)] as const);
  const slopes: number[][] = [];
  for (const [i, [up, down]] of pairs.entries()) {
    if (!up || !down) return null;
    slopes.push(up.map((own, k) => (own - down[k]) / (2 * h * 2 ** i)));
  }
  const [near, far, farther] = slopes as [number[], number[], number[]];
  const size = pairs[0][0]!.map(Math.abs);
  return near.map((own, k) => {
    const [one, two] = [(4 * own - far[k]) / 3, (4 * far[k] - farther[k]) / 3];
    const value = (16 * one - two) / 15;
    return { value, unsure: Math.abs(value - one) + (ROUNDING * Math.max(1, size[k])) / h };
  });
}

/** By the logarithm of an actor's lambda. */
export function differenceBySteadiness(
  of: Differentiable,
  answers: readonly Differentiated[],
  actor: number,
): number[] | null {
  return richardson(STEP, (moved) => figuresAt({ ...of, world: steadier(of.world, actor, moved) }, answers));
}

function richardson(h: number, at: (moved: number) => number[] | null): number[] | null {
  const [up, down, farUp, farDown] = [h, -h, 2 * h, -2 * h].map(at);
  if (!up || !down || !farUp || !farDown) return null;
  return up.map((own, i) => (8 * (own - down[i]) - (farUp[i] - farDown[i])) / (12 * h));
}

function steadier(world: World, actor: number, logs: number): World {
  const { description } = world.header;
  const actors = description.actors.map((one, i) =>
    i === actor ? { ...one, lambda: one.lambda * Math.exp(logs) } : one,
  );
  const whole = world.whole && steadier(world.whole, actor, logs);
  return { ...world, ...(whole && { whole }), header: { ...world.header, description: { ...description, actors } } };
}

function figuresAt({ scenario, world, base }: Differentiable, answers: readonly Differentiated[]): number[] {
  const [solved] = solveEquilibrium(world, { from: base.policy, tolerance: FINEST });
  if (!("policy" in solved)) throw new Error(`${solved.status} beside the base`);
  return answers.map((answer) =>
    answer.kind === "points"
      ? worthOf(world, solved, answer.actor)
      : figureOf(scenario, world, solved, answer.question),
  );
}

function worthOf(world: World, { values }: Solved, actor: number): number {
  const { columns } = world.header.description;
  return worthAtStart(world, values).reduce((sum, own, i) => (columns[i].actor === actor ? sum + own : sum), 0);
}

function figureOf(scenario: Differentiable["scenario"], world: World, solved: Solved, question: AskedQuestion): number {
  const { filter } = byNews(scenario, world, solved, {}); // all of the file's, where there is any
  const [answer] = answerQuestions(scenario, world, [solved], [question], { filters: [filter] });
  if (answer.status !== "answered") throw new Error(`${question.text}: ${answer.status}`);
  return answer.value;
}
