/**
 * The eyes of one actor: which numbers it holds to be otherwise than stated, and the solved world as it sees it, that
 * is how likely it holds every state to be, with the strategies that all follow and its own chances. The reach in the
 * solution is the modeller's.
 */
import type { Scenario } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import { sweepForward } from "../sweep/forward.ts";
import { type RareScratch, rareScratch, slideLimbs, sweepForwardRare } from "../sweep/rare.ts";
import { type World, worldInView } from "../world/world.ts";

export interface OwnEyes {
  /** With the actor's chances as the only ones. */
  readonly world: World;
  readonly reach: Float64Array;
  /** What the actor holds possible at all is weighed by reach; the impossible, by how it would have come about. */
  readonly limits: (nodes: readonly number[]) => number[];
}

/** For every actor in turn; those who see alike share one sweep. */
export function ownEyes(world: World, solved: Pick<Solved, "policy" | "reach">): (actor: number) => OwnEyes {
  const known = new Map<number, OwnEyes>();
  return (actor) => {
    const view = world.actorView[actor];
    const eyes = known.get(view) ?? inView(world, view, solved);
    known.set(view, eyes);
    return eyes;
  };
}

function inView(world: World, view: number, { policy, reach }: Pick<Solved, "policy" | "reach">): OwnEyes {
  const seen = worldInView(world, view);
  let own = reach;
  if (view > 0) {
    own = new Float64Array(world.header.nodes);
    sweepForward(seen, policy, own);
  }
  let careful: RareScratch | null = null;
  const limits = (nodes: readonly number[]): number[] => {
    if (careful === null) {
      careful = rareScratch(seen);
      sweepForwardRare(seen, policy.map(Math.log), careful);
    }
    const { mantissa, limb } = careful;
    const highest = nodes.reduce((most, node) => (mantissa[node] > 0 ? Math.max(most, limb[node]) : most), -Infinity);
    return nodes.map((node) => (mantissa[node] > 0 ? slideLimbs(mantissa[node], limb[node] - highest) : 0));
  };
  return { world: seen, reach: own, limits };
}

export interface HeldOtherwise {
  readonly actor: string;
  readonly actorName: string;
  readonly assumption: string;
  /** The value that the modeller states and nature follows, and the actor's own, as written. */
  readonly stated: string;
  readonly held: string;
}

/** Every number that an actor holds to be otherwise than stated. */
export function numbersHeldOtherwise({ views, actors, assumptions }: Scenario): HeldOtherwise[] {
  return views.flatMap(({ actor, values }) => {
    const { id, name } = actors[actor];
    return values.map(({ assumption, text }) => {
      const { name: of, text: stated } = assumptions[assumption];
      return { actor: id, actorName: name, assumption: of, stated, held: text };
    });
  });
}

export interface UnknownMove {
  readonly actor: string;
  readonly actorName: string;
  readonly move: string;
  /** Can it see the move made, so that it knows of it from then on? */
  readonly seen: boolean;
}

/** Every move that an actor does not know of. */
export function movesUnknown({ actors, desks }: Scenario): UnknownMove[] {
  return desks
    .flatMap((desk) => desk.moves)
    .flatMap(({ name: move, unknownTo }) =>
      unknownTo.map(({ actor, mark }) => {
        const { id, name } = actors[actor];
        return { actor: id, actorName: name, move, seen: mark !== -1 };
      }),
    );
}
