/**
 * What a session has open: texts, the values set, the world that was built for them, and the solutions that stand so
 * far.
 */
import type { Scenario } from "../language/scenario.ts";
import type { Steps } from "../math/steps.ts";
import { clocksOf } from "../query/clock-list.ts";
import { observedIn } from "../query/history/observed.ts";
import { type Build, type BuiltScenario, buildScenarioInSteps, type RunOptions } from "../run.ts";
import { estimateTime } from "../solve/effort.ts";
import type { Certificate, Solved, SolveResult } from "../solve/solution.ts";
import type { DrawRecord } from "../study/study.ts";
import { printDay } from "../text/dates.ts";
import { sizeOf } from "../world/size.ts";
import { wholeWorld } from "../world/world.ts";
import type { Failure } from "./failure.ts";
import type { Opened, OpenOrder, Settings, Stamp, Values } from "./session-kinds.ts";
import { readerOf, type Texts } from "./texts.ts";

/** Solved or not converged, by scale. */
export type Found = Extract<SolveResult, Solved>;

export interface Model {
  readonly texts: Texts;
  readonly settings: Settings;
  readonly set: Values;
  readonly how: Opened["how"];
  readonly build: BuiltScenario;
  /** Grows while it is solved. */
  readonly found: Map<number, Found>;
  /** Draws of studies that stand, in their order, by what the studies are of. */
  readonly draws: Map<string, DrawRecord[]>;
}

type Watching = Pick<RunOptions, "onProgress" | "cancelled">;

export function* buildModel(
  order: OpenOrder,
  watching: Watching,
  last: BuiltScenario | null = null,
): Steps<Model | Failure> {
  const { texts, settings = {}, set = {} } = order;
  const build = yield* buildScenarioInSteps(texts.main, readerOf(texts), {
    ...settings,
    set,
    ...watching,
    kept: { last },
  });
  if (build.status !== "built") return unbuilt(build);
  const how = build.world.buffer === last?.world.buffer ? "priced" : "built";
  return { texts, settings, set, how, build, found: new Map(), draws: new Map() };
}

/** The same texts at other values: in the graph that is there, where only numbers are others. */
export function withValues(stood: Model | null, order: OpenOrder, watching: Watching): Steps<Model | Failure> {
  return buildModel(order, watching, stood?.build ?? null);
}

export function unbuilt(build: Exclude<Build, { status: "built" }>): Failure {
  switch (build.status) {
    case "faulty":
      return { kind: "faulty", diagnostics: build.diagnostics, sources: build.sources };
    case "cancelled":
      return { kind: "cancelled", superseded: false };
    default: {
      const { status: kind, ...growth } = build.why;
      return { kind, ...growth };
    }
  }
}

export function stampOf({ texts, set, build }: Model): Stamp {
  return { main: texts.main, hash: build.scenario.hash, set };
}

export function amend({ found }: Model, scale: number, certificate: Certificate): void {
  const one = found.get(scale);
  if (one !== undefined) found.set(scale, { ...one, certificate });
}

/** What the caller is told of what it opened. */
export function openedOf(model: Model): Opened {
  const { how, build } = model;
  const { scenario, world, diagnostics, sources } = build;
  const { nodes: states, edges, informationSets, layers } = wholeWorld(world).header;
  return {
    of: stampOf(model),
    how,
    ...namesOf(scenario),
    clocks: clocksOf(scenario),
    rivals: scenario.rivals.map(({ name }) => name),
    history: observedIn(scenario),
    world: {
      states,
      edges,
      informationSets,
      layers,
      variables: sizeOf(world).variables,
      bytes: world.buffer.byteLength,
    },
    effort: estimateTime(world),
    diagnostics,
    sources,
  };
}

function namesOf(scenario: Scenario) {
  const { title, caveat, asOf, calendar, actors, assumptions, outcomes, questions, desks, eventGroups } = scenario;
  const moves = desks.flatMap((desk) => desk.moves.map(({ name }) => name));
  const occurring = eventGroups.flatMap((group) => group.events.map(({ name }) => name));
  return {
    desks: desks.map(({ name, actor }) => ({ name, actor: actors[actor].id })),
    happenings: [...new Set([...moves, ...occurring])],
    title,
    caveat,
    asOf: printDay(asOf.day),
    from: printDay(calendar.from),
    to: printDay(calendar.to),
    actors: actors.map(({ id, name }) => ({ id, name })),
    assumptions: assumptions.map(({ name, value, type, text, unit, range }) => ({
      name,
      value,
      type,
      text,
      unit,
      range,
    })),
    outcomes: outcomes.map(({ name }) => name),
    questions: questions.map(({ name, ask }) => ({ name, ask })),
  };
}
