/**
 * What committing in advance is worth: the game solved again with one move of an actor ruled out, or with its desk
 * bound to that move alone, the others knowing it. Held beside the game as it is: points of every column and all
 * outcomes. Steadiness stays as it is there.
 */
import { always, numberConstant } from "../language/elaborate/elaboration.ts";
import type { Desk, Move, Scenario } from "../language/scenario.ts";
import { forecastSolutions } from "../query/forecast.ts";
import type { Solution } from "../query/told/given-news.ts";
import { worthAtStart } from "../sweep/backward.ts";
import { didYouMean } from "../text/suggest.ts";
import type { World } from "../world/world.ts";
import { solvedAnew } from "./anew.ts";

export interface CommitOptions {
  /** For worlds that are built, in bytes. Default 2 GiB. */
  readonly maxBytes?: number;
  readonly onProgress?: (done: number, of: number) => void;
}

export interface Points {
  /** An actor, or one of its factions. */
  readonly of: string;
  readonly points: number;
}

export interface Commitment {
  readonly desk: string;
  readonly move: string;
  /**
   * "never": the move is ruled out. "only": made at every meeting at which it may be, and nothing else at that desk.
   */
  readonly how: "never" | "only";
  /** Expected points with the commitment less those without, of the actor and then of all others, in their own eyes. */
  readonly worth: readonly Points[];
  readonly outcomes: readonly { readonly name: string; readonly without: number; readonly with: number }[];
}

export type Commitments =
  | {
      readonly status: "told";
      readonly actor: string;
      readonly actorName: string;
      readonly points: readonly Points[];
      /** The best for the actor first: by the sum of what its columns gain. */
      readonly commitments: readonly Commitment[];
      /** Those that could not be solved, and why. */
      readonly left: readonly { readonly move: string; readonly how: Commitment["how"]; readonly why: string }[];
    }
  | { readonly status: "none"; readonly says: string };

/**
 * What it would be worth to an actor to commit itself, before the first day and known to all, never to make one of its
 * moves, or at that desk to make nothing else.
 *
 * @example
 * ```ts
 * const told = commitmentsOf(solved, "company");
 * told.commitments.map(({ move, how }) => `${how} ${move}`) // => ["never improve the offer", "only improve the offer"]
 * commitmentsOf(solved, "mayor").status // => "none"
 * ```
 */
export function commitmentsOf(solution: Solution, actor: string, options: CommitOptions = {}): Commitments {
  const { scenario } = solution;
  const place = scenario.actors.findIndex(({ id, name }) => id === actor || name === actor);
  if (place === -1) {
    const hint = didYouMean(
      actor,
      scenario.actors.flatMap(({ id, name }) => [id, name]),
    );
    return { status: "none", says: `there is no actor "${actor}"${hint === undefined ? "" : `; ${hint}`}` };
  }
  const wanted = scenario.desks.flatMap((desk, index) =>
    desk.actor === place && desk.policy === null
      ? desk.moves.flatMap((_, move) => (["never", "only"] as const).map((how) => ({ desk: index, move, how })))
      : [],
  );
  const before = standing(solution);
  const commitments: (Commitment & { readonly gain: number })[] = [];
  const left: Extract<Commitments, { status: "told" }>["left"][number][] = [];
  wanted.forEach((one, done) => {
    options.onProgress?.(done, wanted.length);
    const desk = scenario.desks[one.desk];
    const move = desk.moves[one.move].name;
    const bound = solvedAnew(solution, boundTo(scenario, one), options.maxBytes);
    if (typeof bound === "string") left.push({ move, how: one.how, why: bound });
    else
      commitments.push({
        desk: desk.name,
        move,
        how: one.how,
        ...heldBeside(solution, place, before, standing(bound)),
      });
  });
  const told = commitments.sort((a, b) => b.gain - a.gain).map(({ gain: _, ...commitment }) => commitment);
  const { id, name } = scenario.actors[place];
  return {
    status: "told",
    actor: id,
    actorName: name,
    points: inOrder(scenario, place, before.points),
    commitments: told,
    left,
  };
}

interface Binding {
  readonly desk: number;
  readonly move: number;
  readonly how: Commitment["how"];
}

function boundTo(scenario: Scenario, { desk, move, how }: Binding): Scenario {
  const bind = (one: Desk): Desk => (how === "never" ? without(one, move) : onlyWith(one, move));
  return { ...scenario, desks: scenario.desks.map((one, i) => (i === desk ? bind(one) : one)) };
}

function without(desk: Desk, move: number): Desk {
  const never = (one: Move): Move => ({ ...one, guard: always(one.span, false) });
  return { ...desk, moves: desk.moves.map((one, i) => (i === move ? never(one) : one)) };
}

/** Where the move cannot be made no rule holds: then the desk holds. */
function onlyWith(desk: Desk, move: number): Desk {
  const { guard, span } = desk.moves[move];
  const chances = desk.moves.map((_, i) => numberConstant(i === move ? 1 : 0, span));
  return { ...desk, policy: [{ when: guard, hold: numberConstant(0, span), chances }] };
}

interface Standing {
  /** By the world's columns. */
  readonly points: readonly number[];
  readonly outcomes: readonly (readonly [name: string, probability: number])[];
}

function standing({ scenario, world, base }: { scenario: Scenario; world: World; base: Solution["base"] }): Standing {
  const { outcomes } = forecastSolutions(scenario, world, [base]);
  return {
    points: [...worthAtStart(world, base.values)],
    outcomes: outcomes.map(({ name, byEnd }) => [name, byEnd]),
  };
}

function heldBeside({ scenario }: Solution, actor: number, before: Standing, after: Standing) {
  const gained = after.points.map((points, column) => points - before.points[column]);
  const outcomes = before.outcomes.map(([name, without], i) => ({ name, without, with: after.outcomes[i][1] }));
  const gain = scenario.actors[actor].columns.reduce((sum, column) => sum + gained[column], 0);
  return { worth: inOrder(scenario, actor, gained), outcomes, gain };
}

/** The actor's own columns first. */
function inOrder({ columns }: Scenario, actor: number, points: readonly number[]): Points[] {
  const all = columns.map((column, i) => ({ of: column.name, points: points[i], own: column.actor === actor }));
  return [...all.filter(({ own }) => own), ...all.filter(({ own }) => !own)].map(({ of, points: value }) => ({
    of,
    points: value,
  }));
}
