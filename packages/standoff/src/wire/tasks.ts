/**
 * Parts of the work that another thread can do: what is asked for and what is told back are plain data, fit for messages, and
 * `perform` does any of them, in whatever thread it is called. Results do not depend on where. Worlds are read where
 * they are: in memory that the threads share.
 */
import type { ReadFile } from "../language/file/extend.ts";
import type { Scenario } from "../language/scenario.ts";
import type { Forecast } from "../query/forecast.ts";
import { canBe, type NewsChoice, type NewsTaken } from "../query/history/news.ts";
import { openInquiry } from "../query/inquiry.ts";
import {
  type Attempted,
  buildScenario,
  type LoadOptions,
  type RunOptions,
  solveScenario,
  solvingAt,
  type TooLarge,
} from "../run.ts";
import { solveEquilibrium } from "../solve/equilibrium.ts";
import { type Attempt, tryStarts } from "../solve/several.ts";
import type { Certificate, Solved, SolveOptions, SolveResult } from "../solve/solution.ts";
import { worldFromBuffer } from "../world/world.ts";

/** The equilibrium of a world at every scale. Its results are told as news, each as soon as it stands. */
export interface SolveTask {
  readonly kind: "solve";
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

/** What a scenario may read: its own file, and others below some folders; texts that are known already, by absolute path. */
export interface Reading {
  readonly path: string;
  readonly folders: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
}

/** From a file to its forecast. */
export interface RunTask {
  readonly kind: "run";
  readonly path: string;
  readonly reading: Reading;
  /** As a `SolveTask`'s. */
  readonly stop?: Int32Array;
  readonly options: LoadOptions & Pick<RunOptions, "maxBytes" | "scales">;
  /** Which news the forecast goes by. */
  readonly news: NewsChoice;
}

/** Some of the random starts of a search for several equilibria. */
export interface SearchTask {
  readonly kind: "search";
  readonly world: ArrayBufferLike;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

export type Task = SolveTask | RunTask | SearchTask;

export type RunReply = Attempted &
  (
    | {
        readonly status: "solved";
        readonly scenario: Scenario;
        readonly forecast: Forecast;
        readonly news: NewsTaken;
      }
    /** The news leaves nothing to forecast from. */
    | { readonly status: "no such news"; readonly scenario: Scenario; readonly news: NewsTaken }
    | { readonly status: "not converged"; readonly certificate: Certificate }
    | { readonly status: "faulty" }
    | { readonly status: "cancelled" }
    | { readonly status: "too large"; readonly why: TooLarge }
    | { readonly status: "no memory to solve"; readonly needsBytes: number; readonly limitBytes: number }
  );

export type Reply<T extends Task> = T extends RunTask ? RunReply : T extends SearchTask ? readonly Attempt[] : null;

/** What is told while a task is worked on. */
export type News =
  | { readonly kind: "progress"; readonly stage: string; readonly part: number | undefined }
  | { readonly kind: "result"; readonly result: SolveResult }
  | { readonly kind: "first figures"; readonly first: Solved }
  | { readonly kind: "certificate"; readonly scale: number; readonly certificate: Certificate }
  | { readonly kind: "attempt" };

export interface Hands {
  readonly readFile: ReadFile;
  readonly tell: (news: News) => void;
  /** Looked at besides a task's own `stop`. */
  readonly cancelled?: () => boolean;
}

export function perform<T extends Task>(task: T, hands: Hands): Reply<T> {
  switch (task.kind) {
    case "solve":
      return performSolve(task, hands) as Reply<T>;
    case "run":
      return performRun(task, hands) as Reply<T>;
    case "search":
      return performSearch(task, hands) as Reply<T>;
  }
}

function performSolve({ world, scales, maxBytes, approach, stop, first }: SolveTask, { tell }: Hands): null {
  solveEquilibrium(worldFromBuffer(world), {
    scales,
    maxBytes,
    approach,
    ...(stop === null ? {} : { cancelled: () => Atomics.load(stop, 0) !== 0 }),
    ...(first ? { onFirstFigures: (found) => tell({ kind: "first figures", first: found }) } : {}),
    onProgress: ({ scale }) => tell({ kind: "progress", stage: solvingAt(scale), part: undefined }),
    onResult: (result) => tell({ kind: "result", result }),
    onCertificate: (scale, certificate) => tell({ kind: "certificate", scale, certificate }),
  });
  return null;
}

function performRun({ path, options, news, stop }: RunTask, { readFile, tell, cancelled }: Hands): RunReply {
  const settings: RunOptions = {
    ...options,
    onProgress: (stage, part) => tell({ kind: "progress", stage, part }),
    cancelled: () => (stop !== undefined && Atomics.load(stop, 0) !== 0) || cancelled?.() === true,
  };
  const build = buildScenario(path, readFile, settings);
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
        ? { status: run.status, scenario, forecast: inquiry.forecast(), news: inquiry.news(), ...attempted }
        : { status: "no such news", scenario, news: inquiry.news(), ...attempted };
    case "not converged":
      return { status: run.status, certificate: run.base.certificate, ...attempted };
    case "no memory to solve":
      return { status: run.status, needsBytes: run.needsBytes, limitBytes: run.limitBytes, ...attempted };
    default:
      return { status: "cancelled", ...attempted };
  }
}

function performSearch({ world, seed, from, to }: SearchTask, { tell }: Hands): readonly Attempt[] {
  const attempts: Attempt[] = [];
  for (const attempt of tryStarts(worldFromBuffer(world), { seed, from, to })) {
    attempts.push(attempt);
    tell({ kind: "attempt" });
  }
  return attempts;
}
