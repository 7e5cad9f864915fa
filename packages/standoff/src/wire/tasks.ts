/**
 * Parts of the command's work that another thread can do: one function for each kind. Results do not depend on where it
 * is done. Worlds are read where they are, in memory that threads share, and large arrays are handed over, not copied:
 * these messages are for structured cloning, not for JSON.
 */
import type { BuildStats } from "../build/build.ts";
import type { LoadOptions } from "../language/load.ts";
import type { Scenario } from "../language/scenario.ts";
import type { Forecast } from "../query/forecast.ts";
import { canBe, type NewsChoice, type NewsTaken } from "../query/history/news.ts";
import { openInquiry } from "../query/inquiry.ts";
import {
  type Attempted,
  buildScenario,
  type KeptWorld,
  type RunOptions,
  solveScenario,
  solvingAt,
  type TooLarge,
} from "../run.ts";
import { solveEquilibrium } from "../solve/equilibrium.ts";
import { type Attempt, tryStarts } from "../solve/several.ts";
import type { Certificate, Solved, SolveOptions, SolveResult } from "../solve/solution.ts";
import { type OpenedStudy, openStudy, type StudyWishes } from "../study/open.ts";
import { openSweep, type SweepWishes } from "../study/sweep.ts";
import { shareWorld, worldFromBuffer } from "../world/world.ts";
import type { Board } from "./caller.ts";
import { type DrawNews, type DrawsOrder, performDraws } from "./draws.ts";
import type { Done, Hands, Trade } from "./member.ts";
import type { Stage } from "./session-kinds.ts";
import { readerOf, type Texts } from "./texts.ts";

export interface Tasks {
  /** The equilibrium of a world at every scale. Its results are told as news, each as soon as it stands. */
  readonly solve: { readonly order: SolveOrder; readonly news: SolveNews; readonly reply: null };
  /** From texts to a forecast. */
  readonly run: { readonly order: RunOrder; readonly news: Stage; readonly reply: RunReply };
  /** Some of the random starts of a search for several equilibria. Told: each that has been tried. */
  readonly search: { readonly order: SearchOrder; readonly news: null; readonly reply: readonly Attempt[] };
  /** Draws of a study, as long as there are any that nobody has taken. Each is told as soon as it stands. */
  readonly draws: { readonly order: DrawsOrder; readonly news: DrawNews; readonly reply: null };
  /** From texts to a world, in memory that threads share: for draws. */
  readonly build: { readonly order: BuildOrder; readonly news: Stage; readonly reply: BuildReply };
  /** A study or a sweep opened: of many draws that takes a while. */
  readonly open: { readonly order: OpenStudyOrder; readonly news: null; readonly reply: OpenedStudy };
}

export type OpenStudyOrder = { readonly texts: Texts } & (
  | { readonly study: StudyWishes }
  | { readonly sweep: SweepWishes }
);

export type BuildOrder = Pick<RunOrder, "texts" | "options" | "stop">;

export type BuildReply =
  | { readonly status: "built"; readonly world: ArrayBufferLike }
  | { readonly status: "too large" | "faulty" | "cancelled" };

export interface SolveOrder {
  readonly world: ArrayBufferLike;
  readonly scales: readonly number[];
  readonly maxBytes: number;
  /** See `SolveOptions`. */
  readonly approach: NonNullable<SolveOptions["approach"]>;
  /** Stands for `cancelled`: a number in memory that threads share, not zero once the work should end. */
  readonly stop: Int32Array | null;
  /** Are first figures wanted? */
  readonly first: boolean;
}

export interface RunOrder {
  readonly texts: Texts;
  /** As a `SolveOrder`'s. */
  readonly stop?: Int32Array;
  readonly options: LoadOptions & Pick<RunOptions, "maxBytes" | "scales">;
  /** Which news the forecast goes by. */
  readonly news: NewsChoice;
  /** A world whose graph serves where only numbers differ, in memory that threads share, and how it was built. */
  readonly known?: { readonly world: ArrayBufferLike; readonly stats: BuildStats };
}

export interface SearchOrder {
  readonly world: ArrayBufferLike;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** As that of `SolveOrder`: starts that are not done by then are left out. */
  readonly stop?: Int32Array;
}

export type RunReply = Attempted &
  (
    | {
        readonly status: "solved";
        readonly scenario: Scenario;
        readonly forecast: Forecast;
        readonly news: NewsTaken;
        /** Multiples of the steadiness that were not come to before the work was ended. */
        readonly missing: readonly number[];
      }
    /** The news leaves nothing to forecast from. */
    | { readonly status: "no such news"; readonly scenario: Scenario; readonly news: NewsTaken }
    | { readonly status: "not converged"; readonly certificate: Certificate }
    | { readonly status: "faulty" }
    | { readonly status: "cancelled" }
    | { readonly status: "too large"; readonly why: TooLarge }
    | { readonly status: "no memory to solve"; readonly needsBytes: number; readonly limitBytes: number }
  );

export type SolveNews =
  | Stage
  | { readonly kind: "result"; readonly result: SolveResult }
  | { readonly kind: "first figures"; readonly first: Solved }
  | { readonly kind: "certificate"; readonly scale: number; readonly certificate: Certificate };

/**
 * The board of a caller that has asked for nothing yet.
 *
 * @example
 * ```ts
 * const board = noTasks();
 * Object.keys(board) // => ["solve", "run", "search", "draws", "build", "open"]
 * board.solve.size // => 0
 * ```
 */
export const noTasks = (): Board<Tasks> => ({
  solve: new Map(),
  run: new Map(),
  search: new Map(),
  draws: new Map(),
  build: new Map(),
  open: new Map(),
});

/**
 * What the command's threads do for each other: see `Tasks`. Served over a port by `serve`, or in the same thread.
 *
 * @example
 * ```ts
 * const caller = callOver(twin(tasks, border), noTasks());
 * const order = { world: solved.world.buffer, seed: 1, from: 0, to: 2 };
 * (await caller.perform("search", order).result).reply.length // => 2
 * ```
 */
export const tasks: Trade<Tasks> = {
  solve: performSolve,
  run: (order, { tell }) => ({ reply: performRun(order, tell, undefined, { last: knownTo(order) }) }),
  search: performSearch,
  draws: (order, { tell }) => {
    performDraws(order, tell);
    return { reply: null };
  },
  build: performBuild,
  open: ({ texts, ...wanted }) => {
    const read = readerOf(texts);
    return {
      reply: "sweep" in wanted ? openSweep(texts.main, read, wanted.sweep) : openStudy(texts.main, read, wanted.study),
    };
  },
};

function performBuild({ texts, options, stop }: BuildOrder, { tell }: Hands<Stage>): Done<BuildReply> {
  const built = buildScenario(texts.main, readerOf(texts), {
    ...options,
    onProgress: (stage, part) => tell({ kind: "progress", stage, part: part ?? null }),
    ...(stop === undefined ? {} : { cancelled: () => Atomics.load(stop, 0) !== 0 }),
  });
  if (built.status !== "built") return { reply: { status: built.status } };
  return { reply: { status: "built", world: shareWorld(built.world).buffer } };
}

function performSolve(
  { world, scales, maxBytes, approach, stop, first }: SolveOrder,
  { tell }: Hands<SolveNews>,
): Done<null> {
  solveEquilibrium(worldFromBuffer(world), {
    scales,
    maxBytes,
    approach,
    ...(stop === null ? {} : { cancelled: () => Atomics.load(stop, 0) !== 0 }),
    ...(first ? { onFirstFigures: (found) => tell({ kind: "first figures", first: found }) } : {}),
    onProgress: ({ scale }) => tell({ kind: "progress", stage: solvingAt(scale), part: null }),
    onResult: (result) => tell({ kind: "result", result }, buffersOf(result)),
    onCertificate: (scale, certificate) => tell({ kind: "certificate", scale, certificate }),
  });
  return { reply: null };
}

function buffersOf(result: SolveResult): ArrayBuffer[] {
  if (!("policy" in result)) return [];
  const { policy, logPolicy, reach, values, q } = result;
  return buffers([policy, logPolicy, reach, values, q]);
}

/** Of whole arrays in memory of their own. */
function buffers(arrays: readonly Float64Array[]): ArrayBuffer[] {
  return arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
}

/**
 * From texts to a forecast. `cancelled` is looked at besides the order's own `stop`; `kept` serves runs that differ in
 * numbers alone.
 *
 * @example
 * ```ts
 * const stages = [];
 * const order = { texts: textsOf(strike, read), options: { scales: [1] }, news: {} };
 * const run = performRun(order, ({ stage }) => stages.push(stage));
 * run.forecast.outcomes.find(({ name }) => name === "settled").byEnd // => 0.8501
 * stages.length > 0 // => true
 * ```
 */
export function performRun(
  { texts, options, news, stop }: RunOrder,
  tell: (news: Stage) => void,
  cancelled: () => boolean = () => false,
  kept: KeptWorld = { last: null },
): RunReply {
  const settings: RunOptions = {
    ...options,
    kept,
    onProgress: (stage, part) => tell({ kind: "progress", stage, part: part ?? null }),
    cancelled: () => (stop !== undefined && Atomics.load(stop, 0) !== 0) || cancelled(),
  };
  const build = buildScenario(texts.main, readerOf(texts), settings);
  const { diagnostics, sources } = build;
  const attempted = { diagnostics, sources };
  if (build.status === "too large") return { status: build.status, why: build.why, ...attempted };
  if (build.status !== "built") return { status: build.status, ...attempted };
  const { scenario } = build;
  const inquiry = openInquiry(scenario, build.world, { forecast: true, questions: [], news });
  const onResult = (result: SolveResult) => {
    if (result.status === "solved") inquiry.ask(result);
  };
  const run = solveScenario(build, { ...settings, onResult, onCertificate: inquiry.amend });
  switch (run.status) {
    case "solved":
      return canBe(inquiry.news())
        ? {
            status: run.status,
            scenario,
            forecast: inquiry.forecast(),
            news: inquiry.news(),
            missing: run.missing,
            ...attempted,
          }
        : { status: "no such news", scenario, news: inquiry.news(), ...attempted };
    case "not converged":
      return { status: run.status, certificate: run.base.certificate, ...attempted };
    case "no memory to solve":
      return { status: run.status, needsBytes: run.needsBytes, limitBytes: run.limitBytes, ...attempted };
    default:
      return { status: "cancelled", ...attempted };
  }
}

function knownTo({ known }: RunOrder): KeptWorld["last"] {
  return known === undefined ? null : { world: worldFromBuffer(known.world), stats: known.stats };
}

function performSearch({ world, seed, from, to, stop }: SearchOrder, { tell }: Hands<null>): Done<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  const cancelled = () => stop !== undefined && Atomics.load(stop, 0) !== 0;
  for (const attempt of tryStarts(worldFromBuffer(world), { seed, from, to, cancelled })) {
    if (cancelled()) break;
    attempts.push(attempt);
    tell(null);
  }
  const found = attempts.flatMap(({ logPolicy }) => (logPolicy === null ? [] : [logPolicy]));
  return { reply: attempts, given: buffers(found) };
}
