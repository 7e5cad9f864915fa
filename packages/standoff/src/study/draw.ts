/**
 * One draw: the scenario with the drawn values in place of the stated ones, built, and solved cold at its drawn steadiness, so that
 * its result depends on the draw alone. A draw that cannot be solved is lost, with the reason; that is a result, too.
 */
import { buildWorld } from "../build/build.ts";
import type { ReadFile } from "../language/file/extend.ts";
import { type LoadOptions, loadScenario } from "../language/load.ts";
import type { Assumption, Scenario } from "../language/scenario.ts";
import type { NewsChoice } from "../query/history/news.ts";
import { solveEquilibrium } from "../solve/equilibrium.ts";
import type { Solved } from "../solve/solution.ts";
import { printDay } from "../text/dates.ts";
import { hasErrors } from "../text/diagnostic.ts";
import type { World } from "../world/world.ts";
import { type Answers, answersOf } from "./answers.ts";
import type { Point } from "./sample.ts";

/** What all draws of a study have in common. */
export interface DrawSetting {
  readonly path: string;
  readonly readFile: ReadFile;
  /** As the user gave them; drawn values come on top. */
  readonly options: LoadOptions;
  readonly news: NewsChoice;
  /** The scenario at its stated values, and its dates. */
  readonly stated: Scenario;
  readonly dates: readonly number[];
  /** For the world and for solving, in bytes. */
  readonly maxBytes: number;
  readonly cancelled?: () => boolean;
}

export type DrawResult =
  | SolvedDraw
  | { readonly status: "lost"; readonly why: string }
  /** Lost where there is no more memory than this. */
  | { readonly status: "too large"; readonly why: string }
  | { readonly status: "cancelled" };

export interface SolvedDraw {
  readonly status: "solved";
  readonly answers: Answers;
  /** The same at lambda 0: what usual frequencies alone foretell. */
  readonly habit: Answers;
  readonly residual: number;
}

/** Solves the scenario at a point; at the stated values where that is null. */
export function solveDraw(setting: DrawSetting, point: Point | null): DrawResult {
  const world = worldAt(setting, point);
  if ("status" in world) return world;
  const [solved, habit] = [1, 0].map((scale) => solveCold(world, scale)) as [Cold, Cold];
  if (solved.status !== "solved") return solved;
  if (habit.status !== "solved") return habit;
  const asking = { ...world, news: setting.news, dates: setting.dates };
  return {
    status: "solved",
    answers: answersOf(asking, solved),
    habit: answersOf(asking, habit),
    residual: solved.certificate.residual,
  };
}

type Unsolved = Exclude<DrawResult, SolvedDraw>;
type Cold = ({ readonly status: "solved" } & Solved) | Unsolved;

interface Drawn {
  readonly scenario: Scenario;
  readonly world: World;
  readonly maxBytes: number;
  readonly cancelled?: () => boolean;
}

/** The one way from drawn values to a world. */
function worldAt(setting: DrawSetting, point: Point | null): Drawn | Unsolved {
  const { stated, maxBytes, cancelled } = setting;
  const scenario = point === null ? stated : scenarioAt(setting, point);
  if (typeof scenario === "string") return { status: "lost", why: scenario };
  const limits = { maxBytes, ...(cancelled === undefined ? {} : { cancelled }) };
  const built = buildWorld(scenario, limits);
  switch (built.status) {
    case "built":
      return { scenario, world: built.world, ...limits };
    case "cancelled":
      return { status: "cancelled" };
    case "too large":
      return { status: "too large", why: `its world needs more than ${maxBytes} bytes` };
    default:
      return { status: "lost", why: built.diagnostics[0].message };
  }
}

/** The scenario read anew with the drawn values, or why it cannot be. */
function scenarioAt({ path, readFile, options, stated }: DrawSetting, point: Point): Scenario | string {
  const set = { ...options.set, ...settingsOf(stated.assumptions, point.assumptions) };
  const { scenario, diagnostics } = loadScenario(path, readFile, { ...options, set });
  if (scenario === undefined || hasErrors(diagnostics)) return diagnostics[0]?.message ?? "it cannot be read";
  return {
    ...scenario,
    actors: scenario.actors.map((actor, i) => ({ ...actor, lambda: stated.actors[i].lambda * point.factors[i] })),
    errorStake: stated.errorStake,
  };
}

/** Values that differ from the stated ones, as text that reads back to the same number. */
function settingsOf(assumptions: readonly Assumption[], values: readonly number[]): Record<string, string> {
  const changed = assumptions.flatMap(({ name, type, value }, i) =>
    values[i] === value ? [] : [[name, inWords(values[i], type)] as const],
  );
  return Object.fromEntries(changed);
}

function inWords(value: number, type: Assumption["type"]): string {
  if (type === "date") return printDay(value);
  return `${value}${{ number: "", rate: " per day", duration: " days" }[type]}`;
}

/** From the usual behaviour at lambda 0, at once at the drawn steadiness. */
function solveCold({ world, maxBytes, cancelled }: Drawn, scale: number): Cold {
  const left = maxBytes - world.buffer.byteLength;
  const stop = cancelled === undefined ? {} : { cancelled };
  const solving = { scales: [scale], approach: "stated first", traceSweeps: 0, maxBytes: left, ...stop } as const;
  const [result] = solveEquilibrium(world, solving);
  switch (result.status) {
    case "solved":
      return result;
    case "not converged":
      return { status: "lost", why: `not converged: residual ${result.certificate.residual.toExponential(1)}` };
    case "too large":
      return { status: "too large", why: `solving it needs ${result.needsBytes} bytes` };
    default:
      return { status: "cancelled" };
  }
}
