/**
 * Work that threads share, for the verbs where that pays: a scenario whose solutions are asked while the next is
 * solved, and several whole runs side by side. Small worlds are done by the program's own thread: another one would
 * cost more than it saves. Results are the same either way.
 */
import {
  type BuiltScenario,
  buildScenario,
  bytesToSolve,
  estimateTime,
  examineScenario,
  type Inquiry,
  type InquiryWishes,
  type KeptWorld,
  type NewsChoice,
  openInquiry,
  type Run,
  type RunOptions,
  runOf,
  type Scenario,
  type SearchOptions,
  type Solved,
  type SolveResult,
  solveScenario,
  type World,
} from "standoff";
import { memoryNeeded, shareWorld, sweepLayout, wholeWorld } from "standoff/solve";
import {
  performRun,
  type RunOrder,
  type RunReply,
  readerOf,
  type SolveOrder,
  type Texts,
  textsOf,
} from "standoff/wire";
import type { Strand } from "standoff/words";
import { type Crew, replied } from "./crew.ts";
import { ExitCode, Stop } from "./exit-code.ts";
import type { ThreadOptions } from "./options.ts";
import type { Outside } from "./outside.ts";
import { type Progress, progressOn } from "./progress.ts";
import {
  builtOrStop,
  builtUntoldOrStop,
  type Call,
  callOf,
  reader,
  repliedOrStop,
  runOptions,
  type Solution,
  type SolvedReply,
  solvedOrStop,
  stopping,
} from "./run.ts";
import { certificateJson } from "./show/json.ts";
import { standingInShort, standingJson } from "./show/standing.ts";

/** How many threads may compute. */
export function threadsFor(outside: Outside, { threads }: ThreadOptions): number {
  return threads ?? outside.processors;
}

function isLarge(outside: Outside, { header }: World): boolean {
  return header.edges >= outside.worthThreads;
}

// ---- One scenario: solved in one thread, asked in another ----

/** A scenario whose solutions were asked: of those besides the base one only how they were found is left. */
export type Inquired = Omit<Solution, "results"> & {
  readonly strands: readonly Strand[];
  readonly inquiry: Inquiry;
  /** By which it was solved, for what is still to be done: the call, what is told meanwhile, and whether time is up. */
  readonly call: Call;
  readonly progress: Progress;
  readonly cancelled: () => boolean;
};

/**
 * Solves a scenario at all scales, or stops, and asks every solution. A thread that solves begins as soon as the world
 * stands; what the world shows and how questions are carried is worked out beside it.
 */
export async function solveAsking(
  outside: Outside,
  name: string,
  options: ThreadOptions,
  wishesFor: (scenario: Scenario) => InquiryWishes,
): Promise<Inquired> {
  const call = callOf(outside, name, options);
  const progress = progressOn(outside, options);
  const settings = runOptions(outside, options, progress);
  const raw = buildScenario(call.path, reader(call), { ...settings, unexamined: true });
  if (raw.status !== "built") progress.done();
  const built = builtUntoldOrStop(call, raw);
  // Of a game that was rolled on the first part is no answer: this thread solves both.
  const several = threadsFor(outside, options) > 1 && built.scenario.rolled === null;
  const crew = several && isLarge(outside, built.world) ? await outside.startCrew(1) : null;
  try {
    const world = crew === null ? built.world : shareWorld(built.world);
    const limit = bytesToSolve(built, settings);
    const needs = memoryNeeded(world, settings.scales!.length);
    let inquiry: Inquiry | undefined;
    const listening = listenTo(outside, () => inquiry!, progress);
    const solving = { build: { ...built, world }, settings, listening, signals: outside.signals };
    const begun = crew !== null && needs <= limit ? solveBy(crew, solving, limit) : null;
    begun?.catch(() => {}); // it is heard below, unless something else went wrong before
    const examined = examineScenario(solving.build, settings);
    if (examined.status !== "built") progress.done();
    const build = builtOrStop(call, examined);
    progress.tell({ kind: "estimate", ...estimateTime(world) }, null);
    inquiry = openInquiry(build.scenario, world, {
      ...wishesFor(build.scenario),
      maxBytes: Math.max(0, limit - needs),
    });
    const beside = begun !== null && needs + inquiry.bytes <= limit;
    if (!beside) crew?.close();
    const run = beside ? await begun : solveScenario(build, { ...settings, ...listening });
    progress.done();
    const { results, ...solution } = solvedOrStop(call, { ...run, diagnostics: build.diagnostics });
    const { cancelled = () => false } = settings;
    return { ...solution, strands: results, inquiry, call, progress, cancelled };
  } finally {
    Atomics.store(outside.signals, 1, 0);
    crew?.close();
  }
}

type Listening = Required<Pick<RunOptions, "onResult" | "onCertificate">> & Pick<RunOptions, "onFirstFigures">;

/** Asks what is solved, and tells at once what stands. */
function listenTo({ signals }: Outside, inquiryOf: () => Inquiry, progress: Progress): Listening {
  const tell = (kind: "first figures" | "answer", title: string, solved: Solved) => {
    const glance = progress.tells ? inquiryOf().glance(solved) : null;
    if (glance === null) return;
    progress.tell(standingJson(kind, glance, solved.certificate), standingInShort(title, glance));
  };
  return {
    onResult: (result) => {
      if (result.status !== "solved") return;
      if (result.scale === 1) {
        Atomics.store(signals, 1, 1); // an interrupt from now on waits for the page
        tell("answer", "at the stated values", result);
      }
      inquiryOf().ask(result);
    },
    onCertificate: (scale, certificate) => {
      inquiryOf().amend(scale, certificate);
      progress.tell({ kind: "certificate", scale, certificate: certificateJson(certificate) }, null);
    },
    ...(progress.tells ? { onFirstFigures: (first) => tell("first figures", "first figures", first) } : {}),
  };
}

/** What is solved, how, who hears of it, and the signals by which it is stopped. */
interface Solving {
  readonly build: BuiltScenario;
  readonly settings: RunOptions;
  readonly listening: Listening;
  readonly signals: Int32Array;
}

async function solveBy(crew: Crew, { build, settings, listening, signals }: Solving, maxBytes: number): Promise<Run> {
  const results: SolveResult[] = [];
  const scales = settings.scales!;
  const order: SolveOrder = {
    world: build.world.buffer,
    scales,
    maxBytes,
    approach: settings.trace === true ? "along the branch" : "stated first",
    stop: signals,
    first: listening.onFirstFigures !== undefined,
  };
  const work = crew.perform("solve", order, (news) => {
    if (news.kind === "progress") settings.onProgress?.(news.stage, news.part ?? undefined);
    else if (news.kind === "first figures") listening.onFirstFigures?.(news.first);
    else if (news.kind === "certificate") {
      listening.onCertificate(news.scale, news.certificate);
      const place = results.findIndex((one) => "scale" in one && one.scale === news.scale);
      results[place] = {
        ...(results[place] as Extract<SolveResult, { scale: number }>),
        certificate: news.certificate,
      };
    } else if (news.kind === "result") {
      listening.onResult(news.result);
      results.push(thinned(news.result));
    }
    settings.cancelled?.(); // looks at the clock, and tells the crew
  });
  await replied(work);
  return runOf(build, scales, results);
}

const none = new Float64Array(0);

/** A result without its arrays, which nobody needs once it was asked; the base solution keeps them. */
function thinned(result: SolveResult): SolveResult {
  if (!("policy" in result) || result.scale === 1) return result;
  return { ...result, policy: none, logPolicy: none, reach: none, values: none, q: none };
}

// ---- Several runs side by side ----

/** One run of several: a scenario, and what sets it apart. */
export interface Wanted {
  readonly name: string;
  readonly options: ThreadOptions;
  readonly extra: Pick<RunOptions, "scales" | "reversed" | "horizon" | "step">;
  readonly news: NewsChoice;
  /** How much work it is beside the others: the larger ones are begun first. */
  readonly weight: number;
}

export type Told = SolvedReply & { readonly path: string };

/**
 * Runs scenarios to their forecasts, in the order given, or stops at the first that cannot be run, and where it is
 * interrupted.
 */
export async function runAll(outside: Outside, wanted: readonly Wanted[]): Promise<Told[]> {
  const told = await runWhatStands(outside, wanted);
  if (told.includes(null)) throw new Stop(ExitCode.interrupted);
  return told as Told[];
}

/**
 * The same, but where it is interrupted, or time is up, and the first stands by then, with null for those that do not.
 */
export async function runWhatStands(outside: Outside, wanted: readonly Wanted[]): Promise<(Told | null)[]> {
  const progress = progressOn(outside, wanted[0].options);
  const known = new Map<string, Texts>();
  const orders = wanted.map((one) => orderFor(outside, one, progress, known));
  const threads = Math.min(orders.length, threadsFor(outside, wanted[0].options));
  const watch = { progress, cancelled: stopping(outside, wanted[0].options) };
  const kept: KeptWorld = { last: null };
  const share = threads > 1 && wanted.length > 1 && runsLong(outside, orders, watch, kept);
  const replies = share ? await runShared(outside, wanted, withKnown(orders, kept), threads, watch) : null;
  try {
    return wanted.map(({ options }, i) => {
      const reply = replies?.[i] ?? runHere(orders[i], watch, kept);
      if (reply.status === "cancelled" && i > 0) return null;
      if (reply.status !== "solved") progress.done();
      const { main: path } = orders[i].texts;
      const told = { ...repliedOrStop({ outside, name: wanted[i].name, path, options }, reply), path };
      Atomics.store(outside.signals, 1, 1); // the first stands: an interrupt from now on waits for the page
      return told;
    });
  } finally {
    progress.done();
    Atomics.store(outside.signals, 1, 0);
  }
}

/** Its files are read here, once for all runs: two of them never see two states of a file. */
function orderFor(
  outside: Outside,
  { name, options, extra, news }: Wanted,
  progress: Progress,
  known: Map<string, Texts>,
): RunOrder {
  const { onProgress: _, cancelled: __, ...settings } = runOptions(outside, options, progress);
  const call = callOf(outside, name, options);
  const texts = known.get(call.path) ?? textsOf(call.path, reader(call));
  known.set(call.path, texts);
  return { texts, options: { ...settings, ...extra }, news, stop: outside.signals };
}

/**
 * Is the first one's world large? A look at its beginning tells; but where others have its calendar it is built, and
 * kept: they may differ from it in numbers alone, and are then priced in its graph, whoever runs them.
 */
function runsLong(outside: Outside, orders: readonly RunOrder[], { progress, cancelled }: Watch, kept: KeptWorld) {
  const { texts, options } = orders[0];
  const onProgress = (stage: string, part?: number) => progress.show(stage, part);
  const more = likeFirst(orders).length > 1 ? { kept, cancelled, onProgress } : { maxEdges: outside.worthThreads };
  const look = buildScenario(texts.main, readerOf(texts), { ...options, ...more });
  return look.status === "cancelled" || (look.status === "built" && isLarge(outside, look.world));
}

/** The runs whose calendars are cut as the first one's. */
function likeFirst(orders: readonly RunOrder[]): readonly RunOrder[] {
  const cut = ({ options: { step, reversed, horizon } }: RunOrder) => JSON.stringify([step, reversed, horizon]);
  return orders.filter((order) => cut(order) === cut(orders[0]));
}

/** Orders with the world that is kept, for those whom it may serve. */
function withKnown(orders: readonly RunOrder[], kept: KeptWorld): readonly RunOrder[] {
  if (kept.last === null) return orders;
  const { stats } = kept.last;
  const world = shareWorld(kept.last.world);
  kept.last = { world, stats };
  const known = { world: world.buffer, stats };
  const served = new Set(likeFirst(orders));
  return orders.map((order) => (served.has(order) ? { ...order, known } : order));
}

/** Where runs show how far they are, and what tells them to stop. */
interface Watch {
  readonly progress: Progress;
  readonly cancelled: () => boolean;
}

function runHere(order: RunOrder, { progress, cancelled }: Watch, kept: KeptWorld): RunReply {
  return performRun(order, ({ stage, part }) => progress.show(stage, part ?? undefined), cancelled, kept);
}

/**
 * All at once, each with its part of the memory; null where that was too little: such a run is done again, by itself.
 */
async function runShared(
  outside: Outside,
  wanted: readonly Wanted[],
  orders: readonly RunOrder[],
  threads: number,
  { progress, cancelled }: Watch,
): Promise<(RunReply | null)[]> {
  const crew = await outside.startCrew(threads);
  try {
    const replies: Promise<RunReply>[] = [];
    let done = 0;
    for (const i of [...orders.keys()].sort((a, b) => wanted[b].weight - wanted[a].weight)) {
      const { options } = orders[i];
      const maxBytes = (options.maxBytes ?? outside.memory) / threads;
      const work = crew.perform("run", { ...orders[i], options: { ...options, maxBytes } }, () => {
        progress.show(`running ${orders.length} side by side`, done / orders.length);
        cancelled(); // looks at the clock, and tells the crew
      });
      replies[i] = replied(work).then((reply) => {
        done++;
        if (i === 0 && reply.status === "solved") Atomics.store(outside.signals, 1, 1);
        return reply;
      });
    }
    return (await Promise.all(replies)).map((reply) =>
      reply.status === "too large" || reply.status === "no memory to solve" ? null : reply,
    );
  } finally {
    crew.close();
  }
}

// ---- A search for several equilibria ----

/** Pieces per thread that the random starts are cut into: starts differ in their work. */
const pieces = 4;

/**
 * What threads can find out for `findEquilibria`: the principal branch and what the random starts come to. Nothing
 * where there is one thread, a small world, or no memory for several.
 */
export async function searchBeside(
  outside: Outside,
  build: BuiltScenario,
  options: ThreadOptions & { readonly seed: number },
  starts: number,
  progress: Progress,
): Promise<{ readonly world: World; readonly known: Pick<SearchOptions, "principal" | "attempts"> }> {
  const settings = runOptions(outside, options, progress);
  const room = Math.floor(bytesToSolve(build, settings) / memoryNeeded(build.world, 1));
  const threads = Math.min(threadsFor(outside, options), room);
  if (threads < 2 || !isLarge(outside, build.world) || sweepLayout(wholeWorld(build.world)).nothingHidden) {
    return { world: build.world, known: {} };
  }
  const crew = await outside.startCrew(threads);
  try {
    const world = shareWorld(build.world);
    const search = {
      seed: options.seed,
      starts,
      threads,
      stop: outside.signals,
      cancelled: stopping(outside, options),
    };
    return { world, known: await searchShared(crew, world, search, progress) };
  } finally {
    crew.close();
  }
}

const alongBranch = { scales: [1], maxBytes: Infinity, approach: "along the branch", first: false } as const;

/** A search from random starts, each drawn from the seed and its number, over some threads. */
interface Search {
  readonly seed: number;
  readonly starts: number;
  readonly threads: number;
  readonly stop: Int32Array;
  /** Looks at the clock. */
  readonly cancelled: () => boolean;
}

async function searchShared(
  crew: Crew,
  { buffer: world }: World,
  { seed, starts, threads, stop, cancelled }: Search,
  progress: Progress,
): Promise<Pick<SearchOptions, "principal" | "attempts">> {
  let principal: SolveResult | undefined;
  const solved = crew.perform("solve", { ...alongBranch, world, stop }, (news) => {
    if (news.kind === "certificate" && principal?.status === "solved")
      principal = { ...principal, certificate: news.certificate };
    if (news.kind !== "result") return;
    principal = news.result;
    if (principal.status === "solved") Atomics.store(stop, 1, 1); // an interrupt from now on waits for the page
  });
  let done = 0;
  const size = Math.max(1, Math.ceil(starts / (pieces * threads)));
  const ranges = Array.from({ length: Math.ceil(starts / size) }, (_, i) => [
    i * size,
    Math.min(starts, (i + 1) * size),
  ]);
  const attempts = ranges.map(([from, to]) =>
    replied(crew.perform("search", { world, seed, from, to, stop }, () => progress.show("searching", ++done / starts))),
  );
  const heartbeat = setInterval(cancelled, 100);
  const [, ...found] = await Promise.all([replied(solved), ...attempts]).finally(() => clearInterval(heartbeat));
  return { principal, attempts: found.flat() };
}
