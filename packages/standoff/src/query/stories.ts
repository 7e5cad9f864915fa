/**
 * The paths that carry the probability, as dated stories. First the exact probability of each *order* in which outcomes
 * first happen (what happens at one moment stands together); orders too rare to tell are pooled. Then, within an order,
 * its steps: what happened on its single most probable path, each dated over all paths of the order (`story-dates.ts`).
 *
 * Orders are a tree of prefixes carried along the forward sweep. It is grown pass by pass: only prefixes that carry
 * enough probability are told further apart, so that few rows ride along however many orders there are.
 */

import { listedOutcomes } from "../language/deals.ts";
import type { Outcome, Scenario, Trigger } from "../language/scenario.ts";
import type { Solved } from "../solve/solution.ts";
import { printDay } from "../text/dates.ts";
import type { Occurrence, World } from "../world/world.ts";
import { dateOfPeriod } from "./dates/periods.ts";
import { watchOf } from "./outcomes.ts";
import { mostProbablePath, type PathStep, type WatchedPlay } from "./ride/most-probable-path.ts";
import { type Filter, type Rider, ride } from "./ride/ride.ts";
import { MOST_WATCHES, type Watch, watchWorld } from "./ride/watch.ts";
import { orderFilter, timesUnder } from "./story-dates.ts";

export interface StoryStep {
  readonly date: string;
  /** What happened, as the scenario says it, or by its name. */
  readonly says: string;
  readonly kind: Occurrence["kind"] | "state";
  /** Outcomes that first happened here. */
  readonly outcomes: readonly string[];
}

/** A step with its dates over all paths of the order on which it happens. */
export interface DatedStep {
  readonly says: string;
  readonly kind: StoryStep["kind"];
  /** Outcomes that first happen here, with every path of the order. */
  readonly outcomes: readonly string[];
  /** Probability that it happens, given the order. */
  readonly share: number;
  /** The date by which it has happened for the first time with one half; with one tenth and nine tenths. */
  readonly median: string;
  readonly low: string;
  readonly high: string;
}

export interface Story {
  /** The outcomes in the order of their first times; those of one moment stand together. */
  readonly order: readonly (readonly string[])[];
  /** Exact probability of the order. */
  readonly probability: number;
  /** By their medians; null where it would not fit into memory. */
  readonly steps: readonly DatedStep[] | null;
  /** The order's most probable single path, whose dates are its own; null where it would not fit into memory. */
  readonly path: { readonly probability: number; readonly steps: readonly StoryStep[] } | null;
}

export interface Stories {
  readonly stories: readonly Story[];
  /** Probability of all orders not told. */
  readonly other: number;
  /** Are these surely the most probable orders? false when the passes were spent before that was certain. */
  readonly complete: boolean;
  /** Outcomes left out of the orders: more than there is room for, or judged on the last day only. */
  readonly leftOut: readonly string[];
}

export interface StoryOptions {
  /** Stories told at most. Default 6. */
  readonly most?: number;
  /** An order rarer than this is pooled. Default 0.01. */
  readonly least?: number;
  /** Outcomes to tell apart, by place in the scenario. Default: all that have dates. */
  readonly outcomes?: readonly number[];
  /** What history leaves of the solution. */
  readonly filter?: Filter | null;
  /** Memory for the single paths, in bytes. Default 512 MiB. */
  readonly maxBytes?: number;
  /** Sweeps over the world that the search for orders may take. Default 12. */
  readonly passes?: number;
}

/** At most so many prefixes ride along. */
const MOST_PREFIXES = 400;
/** Prefixes whose continuations are told apart in one pass. */
const MOST_EXPANDED = 8;

export function storiesOf(
  scenario: Scenario,
  world: World,
  solved: Pick<Solved, "policy">,
  options: StoryOptions = {},
): Stories {
  const { most = 6, least = 0.01, filter = null, maxBytes = 2 ** 29, passes = 12 } = options;
  const datedOf = (outcomes: readonly Outcome[]) =>
    outcomes.flatMap(({ how }, index) => (how === "when" || how === "on" ? [index] : []));
  const dated = datedOf(scenario.outcomes);
  const asked = options.outcomes ?? datedOf(listedOutcomes(scenario));
  const told = asked.filter((index) => dated.includes(index)).slice(0, MOST_WATCHES);
  const watches = watchWorld(
    scenario,
    world,
    told.map((index) => watchOf(scenario.outcomes[index])!),
  );
  const play = { world, policy: solved.policy, watches, filter };
  const { orders, complete } = growOrders(play, { least, most, passes });
  const chosen = orders.filter(({ probability }) => probability >= least).slice(0, most);
  const names = (bits: number) =>
    told.flatMap((index, place) => ((bits & (1 << place)) !== 0 ? [scenario.outcomes[index].name] : []));
  const stories = chosen.map(({ moments, probability }): Story => {
    const path = mostProbablePath(play, moments, maxBytes);
    const steps = path === null ? [] : tell(scenario, world, path.steps, names);
    return {
      order: moments.map(names),
      probability,
      steps: path && dateSteps(scenario, steps, { play, outcomes: told, moments, maxBytes }),
      path: path && { probability: path.probability, steps: steps.map(({ occurrence: _, ...step }) => step) },
    };
  });
  return {
    stories,
    other: Math.max(0, 1 - chosen.reduce((sum, { probability }) => sum + probability, 0)),
    complete,
    leftOut: listedOutcomes(scenario).flatMap(({ name }, index) => (told.includes(index) ? [] : [name])),
  };
}

// ---- Orders ----

interface Order {
  readonly moments: readonly number[];
  readonly probability: number;
}

/** A prefix of an order: what has happened, moment by moment. */
interface Prefix {
  readonly key: string;
  readonly moments: readonly number[];
  readonly bits: number;
  readonly children: Map<number, number>;
  /** Stands for all continuations of its parent that are not told apart. */
  readonly rest: boolean;
  restOf: number; // the number of its own rest, -1 for none yet
}

/**
 * The rider of one pass: prefixes of `frontier` tell all their continuations apart, the others those that are `kept`.
 */
class OrderTree {
  readonly prefixes: Prefix[] = [];
  private readonly frontier: ReadonlySet<string>;
  private readonly kept: ReadonlySet<string>;

  constructor(frontier: ReadonlySet<string>, kept: ReadonlySet<string>) {
    this.frontier = frontier;
    this.kept = kept;
    this.add("", [], 0, false);
  }

  private add(key: string, moments: readonly number[], bits: number, rest: boolean): number {
    this.prefixes.push({ key, moments, bits, children: new Map(), rest, restOf: -1 });
    return this.prefixes.length - 1;
  }

  next(state: number, happened: number): number {
    const prefix = this.prefixes[state];
    const fresh = happened & ~prefix.bits;
    if (prefix.rest || fresh === 0) return state;
    const known = prefix.children.get(fresh);
    if (known !== undefined) return known;
    const key = `${prefix.key}${fresh};`;
    const told = this.kept.has(key) || (this.frontier.has(prefix.key) && this.prefixes.length < MOST_PREFIXES);
    if (told) {
      const child = this.add(key, [...prefix.moments, fresh], prefix.bits | fresh, false);
      prefix.children.set(fresh, child);
      return child;
    }
    if (prefix.restOf === -1) prefix.restOf = this.add(prefix.key, prefix.moments, prefix.bits, true);
    return prefix.restOf;
  }
}

/** How rare an order may be, how many are told, and how many sweeps the search may take. */
type Wanted = Required<Pick<StoryOptions, "least" | "most" | "passes">>;

/** The probability of every order that carries at least `least`, exactly; and of some others met on the way. */
function growOrders(play: WatchedPlay, { least, most, passes }: Wanted): { orders: Order[]; complete: boolean } {
  const { watches, filter } = play;
  const kept = new Set<string>();
  const expanded = new Set<string>();
  let frontier = new Set([""]);
  for (let pass = 1; ; pass++) {
    const tree = new OrderTree(frontier, kept);
    const rider: Rider = {
      minds: watches.count === 0 ? 0 : 2 ** watches.count - 1,
      states: () => tree.prefixes.length,
      next: (state, bits) => tree.next(state, bits),
    };
    const done = ride({ world: play.world, policy: play.policy, watches, rider, ...(filter ? { filter } : {}) });
    const ends = (state: number) => (state === -1 ? 0 : (done.left[state]?.[0] ?? 0));
    for (const key of frontier) expanded.add(key);
    for (const [state, { key, rest, restOf }] of tree.prefixes.entries()) {
      if (!rest && ends(state) + ends(restOf) >= least) kept.add(key);
    }
    const orders = tree.prefixes
      .flatMap(({ moments, rest }, state) => (rest ? [] : [{ moments, probability: ends(state) }]))
      .filter(({ probability }) => probability > 0)
      .sort((x, y) => y.probability - x.probability);
    // No continuation is likelier than all of them together: what cannot come among the told needs no telling apart.
    const bar = Math.max(least, orders[most - 1]?.probability ?? 0);
    const hidden = tree.prefixes
      .filter(({ key, rest, restOf }) => !rest && !expanded.has(key) && ends(restOf) > 0 && ends(restOf) >= bar)
      .sort((x, y) => ends(y.restOf) - ends(x.restOf));
    if (hidden.length === 0 || pass >= passes) return { orders, complete: hidden.length === 0 };
    frontier = new Set(hidden.slice(0, MOST_EXPANDED).map(({ key }) => key));
  }
}

// ---- Telling ----

/** A step with what happens in it; null where that is the passing of time. */
type ToldStep = StoryStep & { readonly occurrence: Occurrence | null };

interface OrderOf {
  readonly play: WatchedPlay;
  /** The scenario's outcomes behind the watches. */
  readonly outcomes: readonly number[];
  readonly moments: readonly number[];
  readonly maxBytes: number;
}

/** What happens on the likeliest path, once each, dated over all paths of its order. */
function dateSteps(
  scenario: Scenario,
  steps: readonly ToldStep[],
  { play, outcomes, moments, maxBytes }: OrderOf,
): DatedStep[] | null {
  const { world, policy } = play;
  const kept = orderFilter(play, moments, maxBytes);
  if (kept === null) return null;
  const known = new Set<string>();
  const named = new Map(outcomes.map((index) => [scenario.outcomes[index].name, index]));
  const looked = steps.flatMap((step): { step: ToldStep; watch: Watch }[] => {
    const [outcome] = step.outcomes;
    if (outcome !== undefined) return [{ step, watch: watchOf(scenario.outcomes[named.get(outcome)!])! }];
    const trigger = step.occurrence === null ? null : triggerOf(step.occurrence);
    if (trigger === null || known.has(step.says)) return [];
    known.add(step.says);
    return [{ step, watch: { kind: "trigger", trigger, when: null } }];
  });
  // Outcomes first, should there be more than there is room for.
  const room = [...looked].sort((a, b) => Math.sign(b.step.outcomes.length) - Math.sign(a.step.outcomes.length));
  const shown = room.slice(0, MOST_WATCHES);
  const all = watchWorld(
    scenario,
    world,
    shown.map(({ watch }) => watch),
  );
  const times = timesUnder(world, policy, all, kept);
  const { periods, to } = scenario.calendar;
  // Clocks, and what is so as time passes, come on the first day of their period.
  const dateAs = (kind: StoryStep["kind"]) => (time: number) => {
    const period = periods[Math.floor(time)];
    if (period === undefined) return printDay(to);
    const into = kind === "lapse" || kind === "state" ? 0 : time - Math.floor(time);
    return printDay(period.start + Math.floor(into * period.days));
  };
  return shown
    .map(({ step }, i) => ({ step, times: times[i], place: looked.indexOf(shown[i]) }))
    .filter((one) => one.times.share > 0)
    .sort((a, b) => a.times.median - b.times.median || a.place - b.place)
    .map(({ step: { says, kind, outcomes: of }, times: { share, median, low, high } }) => {
      const date = dateAs(kind);
      return { says, kind, outcomes: of, share, median: date(median), low: date(low), high: date(high) };
    });
}

function triggerOf({ kind, desk, group, move, branchIndex }: Occurrence): Trigger {
  switch (kind) {
    case "move":
      return { kind, desk, move, branch: branchIndex };
    case "event":
      return { kind, group, event: move, branch: branchIndex };
    case "hold":
      return { kind, desk };
    case "lapse":
      return { kind, clock: move };
  }
}

function tell(
  scenario: Scenario,
  world: World,
  steps: readonly PathStep[],
  names: (bits: number) => readonly string[],
): ToldStep[] {
  const told: ToldStep[] = [];
  let begun = false;
  for (const { edge, period, bits } of steps) {
    const outcomes = names(bits);
    const date = dateOfPeriod(scenario, period);
    const all = edge === -1 ? [] : occurrencesOf(world, edge);
    // Holding, and dates that were fixed from the first, are told only where an outcome hangs on them.
    const fixed = ({ kind, move }: Occurrence) => kind === "lapse" && scenario.clocks[move].kind === "fixed";
    const done = all.filter((one) => one.kind !== "hold" && !fixed(one));
    const occurrences = done.length === 0 && outcomes.length > 0 ? all : done;
    occurrences.forEach((occurrence, place) => {
      const last = place === occurrences.length - 1;
      told.push({ date, says: saying(occurrence), kind: occurrence.kind, outcomes: last ? outcomes : [], occurrence });
    });
    if (occurrences.length === 0 && outcomes.length > 0) {
      const says = edge === -1 && !begun ? "at the start" : "as time passes";
      told.push({ date, says, kind: "state", outcomes, occurrence: null });
    }
    begun = true;
  }
  return told;
}

function occurrencesOf(world: World, edge: number): Occurrence[] {
  const label = world.edgeLabel[edge];
  const items = world.labelOccurrence.subarray(world.labelItem[label], world.labelItem[label + 1]);
  return Array.from(items, (item) => world.header.description.occurrences[item]);
}

function saying({ says, name, branch, kind }: Occurrence): string {
  const told = says !== "" ? says : name;
  const what = kind === "lapse" ? `${told} lapses` : told;
  return branch === "" ? what : `${what} (${branch})`;
}

/**
 * "12 March (3 March to 20 April)" as ISO dates; one date where all three are it.
 *
 * @example
 * ```ts
 * const { paths } = explain(solved, { only: "paths" });
 * /^\d{4}-\d\d-\d\d/.test(stepDates(paths.stories[0].steps[0])) // => true
 * ```
 */
export function stepDates({ median, low, high }: DatedStep): string {
  return low === high ? median : `${median} (${low} to ${high})`;
}

/** A story in lines: its order and probability, then step by step when it comes. */
export function storyInWords(story: Story, percent: (probability: number) => string): string[] {
  const order = story.order.map((moment) => moment.join(" and "));
  const head = `${percent(story.probability)}: ${order.length > 0 ? order.join(", then ") : "none of the outcomes"}`;
  return [head, ...(story.steps ?? []).map((step) => `  ${stepDates(step)}  ${stepInWords(step, percent)}`)];
}

/**
 * What happens, which outcomes it brings, and how often in this story where that is not always.
 *
 * @example
 * ```ts
 * const { paths } = explain(solved, { only: "paths" });
 * stepInWords(paths.stories[0].steps[0], percent) // => "accept the offer [settled]"
 * ```
 */
export function stepInWords({ says, outcomes, share }: DatedStep, percent: (probability: number) => string): string {
  const brings = outcomes.length > 0 ? ` [${outcomes.join(", ")}]` : "";
  return `${says}${brings}${share > 0.995 ? "" : ` (in ${percent(share)} of these)`}`;
}
