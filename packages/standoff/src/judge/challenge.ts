/**
 * What a colleague would hold against a forecast: assumptions that carry much of it on weak grounds, evidence that all
 * points one way or comes from one origin, moves that hardly anyone makes, actors that decide nothing or have nothing
 * at stake, numbers that do not matter, and the nearest case for the other side of one half.
 */
import type { Scenario } from "../language/scenario.ts";
import { canBe, type NewsTaken } from "../query/history/news.ts";
import { answerQuestions } from "../query/questions/question.ts";
import { baseGivenNews, type GivenOptions, type Solution } from "../query/told/given-news.ts";
import type { NotUnderstood } from "../query/told/tell-answers.ts";
import { readAnswer, unitOf } from "../query/told/tell-derivatives.ts";
import { strengthOf } from "../study/grounds.ts";
import { type FindOut, whatToFindOut } from "./find-out.ts";
import { type Reach, reachTarget } from "./reach.ts";
import { everyMove } from "./watch.ts";

export interface Challenge {
  readonly kind:
    | "weak grounds"
    | "one way"
    | "one origin"
    | "hardly made"
    | "no decision"
    | "nothing at stake"
    | "does not matter"
    | "other side";
  /** Whom or what it is of. */
  readonly of: string;
  /** In a sentence. */
  readonly says: string;
  /** How much it matters, where it is measured: a share of the answer's variance, a probability, steps. */
  readonly measure: number | null;
}

export type Challenges =
  | {
      readonly status: "told";
      readonly answer: string;
      readonly value: number;
      readonly challenges: readonly Challenge[];
      readonly news: NewsTaken;
    }
  | { readonly status: "none"; readonly answer: string; readonly says: string; readonly news: NewsTaken }
  | NotUnderstood;

/**
 * Shares of the variance from which weak grounds count, and below which a number does not matter; a chance below which
 * a move is hardly made.
 */
const MUCH = 0.05;
const LITTLE = 1e-4;
const HARDLY = 0.005;

/**
 * Objections to a forecast of one answer, each measured where it can be, in the order: grounds, evidence, moves,
 * actors, numbers, the other side.
 *
 * @example
 * ```ts
 * const told = challengesTo(solved, "settled");
 * told.challenges.map(({ kind }) => kind).at(-1) // => "other side"
 * ```
 */
export function challengesTo(solution: Solution, answer: string, options: GivenOptions = {}): Challenges {
  const { scenario } = solution;
  const read = readAnswer(scenario, answer);
  if (!("kind" in read)) return read;
  const { taken: news } = baseGivenNews(solution, options.news);
  if (!canBe(news)) return { status: "none", answer, says: "the news cannot be", news };
  const found = whatToFindOut(solution, answer, options);
  if (found.status !== "told") return found;
  const challenges = [
    ...weakGrounds(scenario, found),
    ...oneSided(scenario),
    ...hardlyMade(solution, options),
    ...idleActors(scenario),
    ...withoutEffect(scenario, found),
    ...(unitOf(read) === "chance" ? otherSide(reachTarget(solution, answer, 0.5, options)) : []),
  ];
  return { status: "told", answer, value: found.value, challenges, news };
}

type Found = Extract<FindOut, { status: "told" }>;

function weakGrounds({ assumptions, evidence }: Scenario, { unknowns }: Found): Challenge[] {
  return unknowns.flatMap(({ quantity, share }): Challenge[] => {
    const own = assumptions.find(({ name }) => name === quantity);
    if (own === undefined || share < MUCH) return [];
    const strength = strengthOf(own.evidence.map((place) => evidence[place].grade));
    if (strength === "strong" || strength === "fair") return [];
    const says = strength === "none" ? "no evidence stands behind it" : "the evidence behind it is weak";
    return [{ kind: "weak grounds", of: quantity, says, measure: share }];
  });
}

/** Two entries or more that all point an assumption the same way, or all share one origin. */
function oneSided({ assumptions, evidence }: Scenario): Challenge[] {
  return assumptions.flatMap(({ name, evidence: own }): Challenge[] => {
    const entries = own.map((place) => evidence[place]);
    if (entries.length < 2) return [];
    const ways = entries.flatMap(({ points }) =>
      points.flatMap((point) => ["up", "down"].find((way) => point === `${name} ${way}`) ?? []),
    );
    const oneWay = ways.length === entries.length && new Set(ways).size === 1;
    const ids = entries.map(({ id }) => id);
    const oneOrigin = entries.every(({ id, sameOriginAs }) =>
      ids.every(
        (other) =>
          other === id ||
          sameOriginAs.includes(other) ||
          entries.some((one) => one.id === other && one.sameOriginAs.includes(id)),
      ),
    );
    const count = entries.length;
    return [
      ...(oneWay
        ? [
            {
              kind: "one way",
              of: name,
              says: `all ${count} pieces of evidence point ${ways[0]}`,
              measure: null,
            } as const,
          ]
        : []),
      ...(oneOrigin
        ? [
            {
              kind: "one origin",
              of: name,
              says: `all ${count} pieces of evidence share one origin`,
              measure: null,
            } as const,
          ]
        : []),
    ];
  });
}

function hardlyMade({ scenario, world, base }: Solution, { news }: GivenOptions): Challenge[] {
  const moves = everyMove(scenario);
  const extended = { ...scenario, outcomes: [...scenario.outcomes, ...moves] };
  const { filters } = baseGivenNews({ scenario, world, base, results: [base] }, news);
  const questions = moves.map((_, i) => ({
    text: "",
    kind: "probability" as const,
    of: {
      kind: "first" as const,
      outcome: scenario.outcomes.length + i,
      from: Number.NEGATIVE_INFINITY,
      to: Number.POSITIVE_INFINITY,
    },
    given: null,
  }));
  return answerQuestions(extended, world, [base], questions, { filters }).flatMap((told, i): Challenge[] => {
    if (told.status !== "answered" || told.value >= HARDLY) return [];
    return [
      {
        kind: "hardly made",
        of: moves[i].name,
        says: "hardly ever made: is it, or its usual frequency, as it should be?",
        measure: told.value,
      },
    ];
  });
}

function idleActors({ actors, desks, payoffs, columns, endings }: Scenario): Challenge[] {
  return actors.flatMap(({ name }, actor): Challenge[] => {
    const decides = desks.some((desk) => desk.actor === actor && desk.policy === null && desk.moves.length > 0);
    const own = (column: number) => columns[column].actor === actor;
    const paid =
      payoffs.some(({ column }) => own(column)) ||
      endings.some(({ worth }) => worth?.some((one, column) => one !== null && own(column)) === true);
    return [
      ...(decides
        ? []
        : [{ kind: "no decision", of: name, says: "decides nothing in this model", measure: null } as const]),
      ...(decides && !paid
        ? [{ kind: "nothing at stake", of: name, says: "decides, and has nothing at stake", measure: null } as const]
        : []),
    ];
  });
}

function withoutEffect({ assumptions }: Scenario, { unknowns, deviation }: Found): Challenge[] {
  if (deviation === 0) return [];
  return assumptions.flatMap(({ name, range }): Challenge[] => {
    const share = unknowns.find(({ quantity }) => quantity === name)?.share ?? 0;
    if (range === null || share >= LITTLE) return [];
    return [{ kind: "does not matter", of: name, says: "hardly moves this answer over its range", measure: share }];
  });
}

function otherSide(reach: Reach): Challenge[] {
  if (reach.status !== "told") return [];
  const { reached, stated, distance, changes, answer } = reach;
  const most = changes.slice(0, 3).map(({ assumption, steps }) => `${assumption} ${steps > 0 ? "higher" : "lower"}`);
  const way = stated < 0.5 ? "up" : "down";
  const says = reached
    ? `the nearest case that brings it ${way} to one half: above all ${most.join(", ")}`
    : `no case within the ranges was found that brings it ${way} to one half`;
  return [{ kind: "other side", of: answer, says, measure: reached ? distance : null }];
}
