/**
 * The derivative of answers with respect to all assumptions at once, steadiness among them: `direct.ts`, then through
 * the equilibrium (`sensitivity/`).
 */
import type { Scenario } from "../../language/scenario.ts";
import { byAssumption } from "../../sensitivity/by-assumption.ts";
import {
  addWorthAtStart,
  type DirectGradient,
  emptyGradient,
  type Ground,
  groundOf,
  throughEquilibrium,
} from "../../sensitivity/through-equilibrium.ts";
import type { Solved } from "../../solve/solution.ts";
import { worthAtStart } from "../../sweep/backward.ts";
import type { World } from "../../world/world.ts";
import type { AskedQuestion } from "../questions/read-question.ts";
import type { Filter } from "../ride/ride.ts";
import { directOf } from "./direct.ts";

/** A question, or the points that an actor expects in all, in its own eyes, as the first day begins. */
export type Differentiated =
  | { readonly kind: "question"; readonly question: AskedQuestion }
  | { readonly kind: "points"; readonly actor: number };

export type Gradient =
  | {
      readonly status: "exact";
      readonly value: number;
      /** Per assumption, in the order of the scenario's and in the units of their values; 0 where there is none. */
      readonly assumptions: Float64Array;
      /** Per actor, by the logarithm of its lambda. */
      readonly steadiness: Float64Array;
      /** By an assumption's place: why it has no derivative, or one to one side only. */
      readonly lacking: ReadonlyMap<number, Lack>;
      /** Transposed sweeps that it took. */
      readonly products: number;
    }
  | { readonly status: "none"; readonly says: string; readonly fold?: true };

export type Lack =
  /** The graph rests on it. */
  | "structural"
  /** It bears on what the answer tests or values in a state, and not on the world's numbers alone. */
  | "beside the world"
  /** Here numbers that are compared are equal. */
  | "threshold"
  /** Here two are equally large, or a chance is at its end: the derivative is that to one side. */
  | "one-sided";

/** What is differentiated: a solved scenario, at its stated steadiness. */
export interface Differentiable {
  readonly scenario: Scenario;
  readonly world: World;
  readonly base: Solved;
}

/** The derivatives of several answers of one solution, given what a filter leaves of it. */
export function gradientsOf(
  solution: Differentiable,
  answers: readonly Differentiated[],
  filter: Filter | null = null,
): Gradient[] {
  if (solution.scenario.rolled !== null) return answers.map(() => ROLLED);
  const ground = groundOf(solution.world, solution.base);
  return answers.map((answer) => gradientOf(solution, answer, ground, filter));
}

/** Two games, the second from where the first was left: it is solved again over ranges. */
const ROLLED: Gradient = { status: "none", says: "a game that was rolled on is solved again instead", fold: true };

function gradientOf(solution: Differentiable, answer: Differentiated, ground: Ground, filter: Filter | null): Gradient {
  const direct = emptyGradient(ground);
  const told = addDirect(solution, answer, { ground, direct }, filter);
  if (told.status === "none") return told;
  const through = throughEquilibrium(ground, direct);
  if (through.status === "fold")
    return { status: "none", says: "a fold is near, where it has no derivative", fold: true };
  const { map } = ground;
  const { derivatives, ties } = byAssumption(map.world, through.tables);
  const lacking = new Map<number, Lack>();
  for (const [place, kind] of ties) lacking.set(place, kind === "none" ? "threshold" : "one-sided");
  for (const place of told.beside) lacking.set(place, "beside the world");
  for (const place of map.world.header.description.prices!.structural) lacking.set(place, "structural");
  for (const [place, lack] of lacking) if (lack !== "one-sided") derivatives[place] = 0;
  return {
    status: "exact",
    value: told.value,
    assumptions: derivatives,
    steadiness: through.tables.logLambda,
    lacking,
    products: through.products,
  };
}

/** What the answer is due directly, added up. */
interface Adding {
  readonly ground: Ground;
  readonly direct: DirectGradient;
}

type Added =
  | { readonly status: "direct"; readonly value: number; readonly beside: readonly number[] }
  | { readonly status: "none"; readonly says: string };

function addDirect(
  { scenario, world, base }: Differentiable,
  answer: Differentiated,
  { ground, direct }: Adding,
  filter: Filter | null,
): Added {
  if (answer.kind === "points") {
    const { columns } = world.header.description;
    const weights = Float64Array.from(columns, ({ actor }) => (actor === answer.actor ? 1 : 0));
    addWorthAtStart(ground, weights, direct);
    return { status: "direct", value: pointsIn({ scenario, world, base }, answer.actor), beside: [] };
  }
  const told = directOf({ scenario, world, solved: base, filter }, answer.question);
  if (told.status === "none") return told;
  direct.logPolicy.set(told.gradient.logPolicy);
  direct.tables.coefficient.set(told.gradient.coefficient);
  direct.tables.startChance.set(told.gradient.startChance);
  return { status: "direct", value: told.value, beside: told.beside };
}

/** What an actor expects in all, in its own eyes, as the first day begins. */
export function pointsIn({ world, base }: Differentiable, actor: number): number {
  const { columns } = world.header.description;
  return worthAtStart(world, base.values).reduce((sum, own, i) => (columns[i].actor === actor ? sum + own : sum), 0);
}
