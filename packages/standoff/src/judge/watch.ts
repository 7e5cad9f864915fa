/**
 * What to watch: occurrences that anyone would see, and what an answer would be with each seen, or not seen, by a day.
 * Where the answer is about an outcome coming, all of it is given that it has not come by that day: else the best sign
 * of an outcome would be the outcome itself.
 */
import type { Outcome, Scenario, Trigger } from "../language/scenario.ts";
import { periodOfDay } from "../query/dates/periods.ts";
import type { NewsTaken } from "../query/history/news.ts";
import { canBe } from "../query/history/news.ts";
import { watchOf } from "../query/outcomes.ts";
import { answerQuestions } from "../query/questions/question.ts";
import type { AskedQuestion, Happens } from "../query/questions/read-question.ts";
import { conditionalReach, type Filter } from "../query/ride/ride.ts";
import { bitsOnEdge, noWatches, watchWorld } from "../query/ride/watch.ts";
import { baseGivenNews, type GivenOptions, type Solution } from "../query/told/given-news.ts";
import type { NotUnderstood } from "../query/told/tell-answers.ts";
import { readAnswer } from "../query/told/tell-derivatives.ts";
import { parseDay, printDay } from "../text/dates.ts";
import type { World } from "../world/world.ts";

export interface WatchOptions extends GivenOptions {
  /** The day by whose end it is seen or not; by default that in the middle of what is left of the calendar. */
  readonly by?: number;
  /**
   * Ask of so many signs at most: of outcomes first, then of what is least certain to happen or not. By default of all.
   */
  readonly most?: number;
}

export interface Sign {
  readonly sign: string;
  readonly kind: "outcome" | "move" | "event";
  /** That it is seen by the day, given that the answer is open then. */
  readonly chance: number;
  /** The answer where it is seen by then, and where it is not; null where that cannot be. */
  readonly seen: number | null;
  readonly unseen: number | null;
  /** By how much the answer is expected to move, either way. */
  readonly shift: number;
  /** Mutual information of sign and answer, in bits. */
  readonly bits: number;
}

export type Watched =
  | {
      readonly status: "told";
      readonly answer: string;
      readonly by: string;
      /** The answer by itself, and the probability that it is open on the day, given which all else is told. */
      readonly value: number;
      readonly open: number;
      /** The answer given that. */
      readonly later: number;
      /** How much is not known of it, in bits. */
      readonly uncertainty: number;
      /** The most telling first. */
      readonly signs: readonly Sign[];
      /** Visible occurrences that were not asked for: there are more than `most`, or too many outcomes in one. */
      readonly unasked: readonly string[];
      readonly news: NewsTaken;
    }
  | { readonly status: "none"; readonly answer: string; readonly says: string; readonly news: NewsTaken }
  | NotUnderstood;

/** Less than this tells nothing: the arithmetic's own noise. */
const NO_BITS = 1e-9;

/**
 * How much each visible occurrence, seen or not by a day, tells of an answer that is a probability: its own chance, the
 * answer with it and without it, the expected shift, and the information in bits.
 *
 * @example
 * ```ts
 * const told = whatToWatch(solved, "settled", { by: readDay(solved.scenario, "2026-05-31").day });
 * told.signs[0].sign // => "improve the offer"
 * told.signs[0].seen > told.later // => true
 * ```
 */
export function whatToWatch(solution: Solution, answer: string, options: WatchOptions = {}): Watched {
  const { scenario, world, base } = solution;
  const { most = Number.POSITIVE_INFINITY } = options;
  const read = readAnswer(scenario, answer);
  if (!("kind" in read)) return read;
  const { taken: news, filter, filters } = baseGivenNews(solution, options.news);
  const none = (says: string): Watched => ({ status: "none", answer, says, news });
  if (read.kind !== "question" || read.question.kind !== "probability") return none("it is no probability");
  if (!canBe(news)) return none("the news cannot be");
  const { calendar } = scenario;
  const from = news.asOf === null ? calendar.from : Math.max(calendar.from, parseDay(news.through ?? news.asOf)!);
  const by = options.by ?? Math.floor((from + calendar.to) / 2);
  const { of, given } = read.question;
  const open: Happens | null = coming(scenario, of) ? { kind: "not", of: until(of, by) } : null;
  const all = conjunction([given, open]);
  const visible = signsOf(scenario, of);
  const signs = visible.length > most ? likeliestToTell(visible, solution, { filter, by, of }).slice(0, most) : visible;
  const extended = { ...scenario, outcomes: [...scenario.outcomes, ...signs.flatMap(({ own }) => own ?? [])] };
  const place = placesOf(scenario, signs);
  const questions: AskedQuestion[] = [
    asked(of, given),
    asked(open ?? of, given),
    asked(of, all),
    ...signs.map((_, i) => {
      const seen: Happens = { kind: "first", outcome: place[i], from: Number.NEGATIVE_INFINITY, to: by };
      return asked(of, conjunction([all, seen]));
    }),
  ];
  const answers = answerQuestions(extended, world, [base], questions, { filters });
  const [whole, isOpen, later, ...seen] = answers.map((one) => (one.status === "answered" ? one : null));
  if (whole === null || later === null) return none("it cannot be, or is too large to be asked with others");
  const asking = new Set(signs.filter((_, i) => answers[i + 3].status !== "too large"));
  const told = signs.flatMap((one, i): Sign[] => {
    if (!asking.has(one)) return [];
    const { name, kind } = one;
    const chance = (seen[i]?.given ?? 0) / later.given;
    return [{ sign: name, kind, ...informationOf(later.value, Math.min(1, chance), seen[i]?.value ?? null) }];
  });
  return {
    status: "told",
    answer,
    by: printDay(by),
    value: whole.value,
    open: open === null ? 1 : (isOpen?.value ?? 0),
    later: later.value,
    uncertainty: entropy(later.value),
    signs: told.filter(({ bits }) => bits > NO_BITS).sort((a, b) => b.bits - a.bits),
    unasked: visible.filter((one) => !asking.has(one)).map(({ name }) => name),
    news,
  };
}

function asked(of: Happens, given: Happens | null): AskedQuestion {
  return { text: "", kind: "probability", of, given };
}

function conjunction(parts: readonly (Happens | null)[]): Happens | null {
  const there = parts.filter((part) => part !== null);
  return there.length < 2 ? (there[0] ?? null) : { kind: "and", parts: there };
}

/** Is it about an outcome that comes at some time, and not about how things stand at the end? */
function coming(scenario: Scenario, of: Happens): of is Happens & { kind: "first" } {
  return of.kind === "first" && ["when", "on"].includes(scenario.outcomes[of.outcome].how);
}

function until(of: Happens & { kind: "first" }, day: number): Happens {
  return { ...of, to: Math.min(of.to, day) };
}

/**
 * From the answer, the chance of the sign and the answer with it: what is without it follows, since both are the whole.
 */
export function informationOf(
  later: number,
  chance: number,
  seen: number | null,
): Pick<Sign, "chance" | "seen" | "unseen" | "shift" | "bits"> {
  const rest = 1 - chance;
  const with_ = chance > 0 ? seen : null;
  const unseen = rest > NO_BITS ? inUnit((later - chance * (with_ ?? 0)) / rest) : null;
  const part = (weight: number, value: number | null, of: (value: number) => number) =>
    value === null ? 0 : weight * of(value);
  const sum = (of: (value: number) => number) => part(chance, with_, of) + part(rest, unseen, of);
  return {
    chance,
    seen: with_,
    unseen,
    shift: sum((value) => Math.abs(value - later)),
    bits: Math.max(0, entropy(later) - sum(entropy)),
  };
}

function inUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Of a yes or no, in bits (Shannon 1948). */
export function entropy(chance: number): number {
  return [chance, 1 - chance].reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);
}

interface Watchable {
  readonly name: string;
  readonly kind: Sign["kind"];
  /** Of the scenario's, else -1; then its own. */
  readonly outcome: number;
  readonly own: Outcome | null;
}

/**
 * Outcomes that come at some time and that the world shows, then moves and events that everyone sees, without those
 * that outcomes name.
 */
function signsOf(scenario: Scenario, of: Happens): Watchable[] {
  const asks = of.kind === "first" ? of.outcome : -1;
  const outcomes = scenario.outcomes.flatMap(({ name, how, resolvable, unlisted }, outcome): Watchable[] => {
    const shows = resolvable && unlisted !== true && (how === "when" || how === "on");
    return shows && outcome !== asks ? [{ name, kind: "outcome", outcome, own: null }] : [];
  });
  const named = new Set(scenario.outcomes.map(({ trigger, condition }) => JSON.stringify([trigger, condition])));
  const occurrences = [...visibleMoves(scenario), ...visibleEvents(scenario)].filter(
    ({ own }) => !named.has(JSON.stringify([own!.trigger, null])),
  );
  return [...outcomes, ...occurrences];
}

interface Looking {
  readonly filter: Filter | null;
  readonly by: number;
  readonly of: Happens;
}

/**
 * Outcomes first, as the file has them; then occurrences in the order of the entropy of their coming at all by the day,
 * were they rare and knew nothing of each other: of 1 - exp(-t), t how often they are expected without bringing the
 * answer about at once. One pass over the edges.
 */
function likeliestToTell(
  signs: readonly Watchable[],
  { scenario, world, base }: Pick<Solution, "scenario" | "world" | "base">,
  { filter, by, of }: Looking,
): Watchable[] {
  const { edgeLabel, edgeSlot, edgeCoefficient, coefficient, nodeEdge, layerNode, layerPeriod } = world;
  const weights = conditionalReach(world, base, filter);
  const last = periodOfDay(scenario, by);
  const asked = coming(scenario, of) ? watchOf(scenario.outcomes[of.outcome]) : null;
  const settled = asked === null ? noWatches(world) : watchWorld(scenario, world, [asked]);
  const byLabel = new Float64Array(world.header.labels);
  for (let layer = 0; layer < world.header.layers; layer++) {
    if (layerPeriod[layer] > last) continue;
    for (let node = layerNode[layer]; node < layerNode[layer + 1]; node++) {
      if (weights[node] === 0 || settled.nodeBits[node] !== 0) continue;
      for (let edge = nodeEdge[node]; edge < nodeEdge[node + 1]; edge++)
        if (bitsOnEdge(world, settled, node, edge) === 0)
          byLabel[edgeLabel[edge]] += weights[node] * coefficient[edgeCoefficient[edge]] * base.policy[edgeSlot[edge]];
    }
  }
  const times = timesOf(world, byLabel);
  const order = (one: Watchable) =>
    one.kind === "outcome" ? 2 : entropy(1 - Math.exp(-(times.get(`${one.kind} ${one.name}`) ?? 0)));
  return [...signs].sort((a, b) => order(b) - order(a));
}

/** How often each occurrence is expected, by kind and name. */
function timesOf({ labelItem, labelOccurrence, header }: World, byLabel: Float64Array): Map<string, number> {
  const times = new Map<string, number>();
  byLabel.forEach((expected, label) => {
    for (const item of labelOccurrence.subarray(labelItem[label], labelItem[label + 1])) {
      const { kind, name } = header.description.occurrences[item];
      times.set(`${kind} ${name}`, (times.get(`${kind} ${name}`) ?? 0) + expected);
    }
  });
  return times;
}

function placesOf(scenario: Scenario, signs: readonly Watchable[]): number[] {
  let next = scenario.outcomes.length;
  return signs.map(({ outcome }) => (outcome === -1 ? next++ : outcome));
}

type Written = readonly { readonly variable: number }[];

/** Does everyone see something that it does? */
function shows({ variables, actors }: Scenario, effects: Written): boolean {
  const everyone = 2 ** actors.length - 1;
  return effects.some(({ variable }) => {
    const { seenBy, kind } = variables[variable];
    return kind !== "mark" && (seenBy & everyone) === everyone;
  });
}

/** That each move is made, as an outcome of its own. */
export function everyMove({ desks }: Scenario): Outcome[] {
  return desks.flatMap(({ moves }, desk) =>
    moves.map(({ name, span }, move) => watchable(name, "move", span, { kind: "move", desk, move, branch: -1 }).own!),
  );
}

function visibleMoves(scenario: Scenario): Watchable[] {
  return scenario.desks.flatMap(({ moves }, desk) =>
    moves.flatMap(({ name, span, effects, branches }, move) => {
      const all = [...effects, ...branches.flatMap((branch) => branch.effects)];
      return shows(scenario, all) ? [watchable(name, "move", span, { kind: "move", desk, move, branch: -1 })] : [];
    }),
  );
}

function visibleEvents(scenario: Scenario): Watchable[] {
  return scenario.eventGroups.flatMap(({ events }, group) =>
    events.flatMap(({ name, span, how, effects, branches }, event) => {
      const all = [...effects, ...branches.flatMap((branch) => branch.effects)];
      return how !== "lapse" && shows(scenario, all)
        ? [watchable(name, "event", span, { kind: "event", group, event, branch: -1 })]
        : [];
    }),
  );
}

function watchable(name: string, kind: Sign["kind"], span: Outcome["span"], trigger: Trigger): Watchable {
  const own: Outcome = {
    name,
    span,
    how: "on",
    condition: null,
    trigger,
    resolvable: true,
    resolves: "",
    unlisted: true,
  };
  return { name, kind, outcome: -1, own };
}
