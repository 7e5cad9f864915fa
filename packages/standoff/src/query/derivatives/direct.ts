/**
 * What an answer is due directly, at a policy that stays as it is: by every chance of nature's and by the logarithm of
 * every chance of a choice. A question's answer is a function of where mass comes to rest in a ride; the ride's own
 * adjoint (`ride-back.ts`) does the rest, moments inside periods through their hazards included.
 *
 * What has no such derivative is said in words: states asked for inside a period, where mass crosses dates, and
 * automata that take too much memory there and back.
 */
import { assumptionsIn } from "../../language/expression/reads.ts";
import type { Scenario } from "../../language/scenario.ts";
import type { Solved } from "../../solve/solution.ts";
import type { World } from "../../world/world.ts";
import { daysFigure } from "../dates/days.ts";
import { cameBy, cameBySlope, type Hazard } from "../dates/hazards.ts";
import { Moments } from "../dates/moments.ts";
import type { Slices, Timed } from "../dates/slices.ts";
import { partsOf, timingOf } from "../dates/timing.ts";
import type { EdgePart } from "../dates/within.ts";
import { type Carriage, isTrueOn, planQuestions, weightOf } from "../questions/figures.ts";
import type { QuestionRider } from "../questions/question-rider.ts";
import type { AskedQuestion, Happens } from "../questions/read-question.ts";
import type { Filter } from "../ride/ride.ts";
import { daysSlope } from "./days-slope.ts";
import { type BackGradient, type BackOrder, type Rested, RideBack, type TellChance, type Worth } from "./ride-back.ts";

export type Direct =
  | {
      readonly status: "direct";
      readonly value: number;
      readonly gradient: BackGradient;
      /** Assumptions that bear on the answer otherwise than through the world's numbers: they must be differenced. */
      readonly beside: readonly number[];
    }
  | { readonly status: "none"; readonly says: string };

/** What a question is asked of. */
export interface Asked {
  readonly scenario: Scenario;
  readonly world: World;
  readonly solved: Pick<Solved, "policy" | "scale">;
  /** What the news leaves; null: all. */
  readonly filter: Filter | null;
}

const none = (says: string): Direct => ({ status: "none", says });
const TOO_MUCH = none("its automaton takes too much memory there and back");
const CROSSES = none("it asks for a state inside a period, where no derivative is worked out");

/** The answer to a question, and what it is due directly. */
export function directOf(asked: Asked, question: AskedQuestion): Direct {
  const { scenario, world } = asked;
  const carriage = planQuestions(scenario, world, [question]);
  const [rider] = carriage.riders;
  if (rider === undefined) return none("it speaks of too many outcomes at once");
  const told = rider === null ? ofColumn(asked, carriage, question) : ofRider(asked, rider, question);
  if (told === null) return TOO_MUCH;
  if (told === "crosses") return CROSSES;
  const { value, gradient, cut } = told;
  return { status: "direct", value, gradient, beside: besideOf(scenario, question, cut) };
}

/** `cut`: are parts of some period told apart? */
type Told =
  | (Pick<Extract<Direct, { status: "direct" }>, "value" | "gradient"> & { readonly cut: boolean })
  | null
  | "crosses";

// ---- Rides ----

/** A ride whose mass has come to rest. */
interface Gone {
  readonly back: RideBack;
  readonly rested: Rested;
}

function goneThere(order: BackOrder): Gone | null {
  const { within } = order;
  const back = new RideBack(within instanceof Moments ? { ...order, shared: sharedByHazards(within) } : order);
  const rested = back.there();
  return rested && { back, rested };
}

function orderOf({ world, solved, filter }: Asked): Pick<BackOrder, "world" | "policy" | "filter"> {
  return { world, policy: solved.policy, ...(filter ? { filter } : {}) };
}

/** Questions that are read from when one outcome first happens. */
function ofColumn(asked: Asked, { columns }: Carriage, question: AskedQuestion): Told {
  const { scenario, world, solved } = asked;
  const [{ outcomes, watches, slices }] = columns;
  const column = scenario.outcomes[outcomes[0]].how === "at end" ? { stop: 0, atEnd: 1 } : { stop: 1, atEnd: 0 };
  const timing = timingOf(scenario, world, slices, solved, false);
  const gone = goneThere({ ...orderOf(asked), ...timing, watches, column });
  if (gone === null) return null;
  const { stopped, left } = gone.rested;
  const mass = Float64Array.from([...stopped, left.reduce((sum, part) => sum + part, 0)]);
  const holds = (event: Happens | null) => mass.map((_, slice) => truth(event, (e) => isTrueOn(e, slices, slice)));
  const { value, worth } = figureOf(asked, question, { slices, mass, holds });
  const own: Worth = { stopped: worth.subarray(0, -1), left: new Array(left.length).fill(worth.at(-1)!) };
  return { value, gradient: gone.back.back(own), cut: timing.within !== undefined };
}

/** Questions that ride as automata. */
function ofRider(asked: Asked, compiled: QuestionRider, question: AskedQuestion): Told {
  const { rider, watches } = compiled;
  const timing = compiled.timing(asked.solved);
  if (timing.within?.crosses === true) return "crosses";
  const cut = timing.within !== undefined;
  const order = { ...orderOf(asked), rider, watches, ...timing };
  const gone = goneThere(order);
  if (gone === null) return null;
  const mass = Float64Array.from(gone.rested.left);
  const holds = (event: Happens | null) => mass.map((_, state) => truth(event, (e) => compiled.isTrue(e, state)));
  const nothing = new Float64Array(gone.rested.stopped.length);
  if (question.kind === "expectation")
    return ofState(asked, question, { ...order, gone, mass, holds: holds(question.given) });
  if (question.kind === "probability") {
    const { value, worth } = figureOf(asked, question, { slices: compiled.slices, mass, holds });
    return { value, gradient: gone.back.back({ stopped: nothing, left: worth }), cut };
  }
  const { slices } = compiled;
  const sliceOf = mass.map((_, state) => {
    const slice = compiled.sliceOf(question.outcome, state);
    return slice < 0 ? slices.count : slice;
  });
  const given = holds(question.given);
  const days = new Float64Array(slices.count + 1);
  mass.forEach((part, state) => {
    days[sliceOf[state]] += given[state] * part;
  });
  const { value, worth } = daysOf(asked, question, { slices, mass: days });
  return {
    value,
    gradient: gone.back.back({ stopped: nothing, left: given.map((own, state) => own * worth[sliceOf[state]]) }),
    cut,
  };
}

/** An expectation: mass weighed by what states are worth, over mass. */
function ofState(
  asked: Asked,
  question: AskedQuestion & { kind: "expectation" },
  { gone, mass, holds, ...order }: BackOrder & { gone: Gone; mass: Float64Array; holds: Float64Array },
): Told {
  const { scenario, world, filter } = asked;
  const slices = gone.back.slices;
  const weighed = goneThere({ ...order, weigh: weightOf(scenario, world, question, slices) });
  if (weighed === null) return null;
  const stopped = new Float64Array(slices.count);
  const always = question.given === null && filter === null;
  const [points, given] = [sumOf(weighed.rested.left, holds), always ? 1 : sumOf(mass, holds)];
  const gradient = weighed.back.back({ stopped, left: holds.map((own) => own / given) });
  if (!always) {
    const less = gone.back.back({ stopped, left: holds.map((own) => (-own * points) / given ** 2) });
    addTo(gradient, less);
  }
  return { value: points / given, gradient, cut: order.within !== undefined };
}

function addTo(gradient: BackGradient, other: BackGradient): void {
  for (const part of ["coefficient", "logPolicy", "startChance"] as const)
    other[part].forEach((own, place) => {
      gradient[part][place] += own;
    });
}

// ---- Figures of masses ----

/** Masses by slice or by state, and which of them an event is true of (1), or not (0). */
interface Masses {
  readonly slices: Slices;
  readonly mass: Float64Array;
  readonly holds: (event: Happens | null) => Float64Array;
}

interface FigureOfMass {
  readonly value: number;
  /** What a unit of each mass brings. */
  readonly worth: Float64Array;
}

function figureOf(asked: Asked, question: AskedQuestion, { slices, mass, holds }: Masses): FigureOfMass {
  const given = holds(question.given);
  if (question.kind === "days until")
    return scaled(daysOf(asked, question, { slices, mass: mass.map((part, place) => part * given[place]) }), given);
  if (question.kind === "expectation") throw new Error("an expectation is no figure of masses alone");
  const both = holds(question.of).map((own, place) => own * given[place]);
  const always = question.given === null && asked.filter === null;
  const [all, part] = [always ? 1 : sumOf(mass, given), sumOf(mass, both)];
  const value = part / all;
  return { value, worth: both.map((own, place) => own / all - (always ? 0 : (value / all) * given[place])) };
}

function scaled({ value, worth }: FigureOfMass, by: Float64Array): FigureOfMass {
  return { value, worth: worth.map((own, place) => own * by[place]) };
}

function daysOf({ scenario }: Asked, question: AskedQuestion & { kind: "days until" }, timed: Timed): FigureOfMass {
  const { figure } = question;
  return { value: daysFigure(scenario, timed, figure), worth: daysSlope(scenario, timed, figure) };
}

function truth(event: Happens | null, holds: (event: Happens) => boolean): number {
  return event === null || holds(event) ? 1 : 0;
}

function sumOf(mass: ArrayLike<number>, weights: Float64Array): number {
  return weights.reduce((sum, weight, place) => sum + weight * (mass[place] ?? 0), 0);
}

// ---- Moments ----

/** The shares of an edge among slices come from its hazards, and these from the chances of its node's edges. */
function sharedByHazards(moments: Moments): NonNullable<BackOrder["shared"]> {
  const { hazards, slices } = moments;
  hazards.tellsEdges = true;
  return (edge, place, due, tell) => {
    if (due === 0) return;
    const part = moments.parts[place];
    for (const [item, hazard] of hazards.of(edge).entries()) {
      const slope = hazard.follows ? 0 : shareSlope(hazard, part, item, slices);
      if (slope !== 0 && hazard.made !== undefined)
        tellHazard(hazard, due * slope, hazards.chanceOf.bind(hazards), tell);
    }
  };
}

/** The derivative of a part's share by the logarithm of the chance of nothing of one of its hazards. */
function shareSlope(hazard: Hazard, { own, since, share }: EdgePart, item: number, slices: Slices): number {
  const slice = own[item];
  const first = slices.first[slices.periodOf[slice]];
  const cuts = slices.cuts[slices.periodOf[slice]];
  const at = (end: number) => (end === cuts.length ? 1 : cuts[end]);
  const [end, begin] = [at(slice - first), slice === since[item] ? null : at(slice - first - 1)];
  const own_ = cameBy(hazard, end) - (begin === null ? 0 : cameBy(hazard, begin));
  const slope = cameBySlope(hazard, end) - (begin === null ? 0 : cameBySlope(hazard, begin));
  return own_ > 0 ? (share / own_) * slope : 0;
}

/** n = log(nothing / (something + nothing)). */
function tellHazard({ made }: Hazard, due: number, chanceOf: (edge: number) => number, tell: TellChance): void {
  const { something, nothing } = made!;
  const left = nothing.reduce((sum, edge) => sum + chanceOf(edge), 0);
  const all = something.reduce((sum, edge) => sum + chanceOf(edge), left);
  if (left === 0 || all === 0) return;
  for (const edge of something) tell(edge, -due / all);
  for (const edge of nothing) tell(edge, due * (1 / left - 1 / all));
}

// ---- What bears on an answer beside the world's numbers ----

/**
 * Assumptions in what a question and its outcomes test, in the state that it values, and, where parts of a period are
 * told apart, in how long stages take: a lapse's moment comes from that, and not from a chance of the world.
 */
function besideOf(scenario: Scenario, question: AskedQuestion, cut: boolean): number[] {
  const events = [question.given, question.kind === "probability" ? question.of : null].filter(
    (event) => event !== null,
  );
  const parts = events.flatMap(partsOf);
  const outcomes = new Set([
    ...parts.flatMap((part) => ("outcome" in part ? [part.outcome] : [])),
    ...parts.flatMap((part) => ("other" in part ? [part.other] : [])),
    ...(question.kind === "days until" ? [question.outcome] : []),
  ]);
  const tests = [
    ...[...outcomes].flatMap((outcome) => scenario.outcomes[outcome].condition ?? []),
    ...parts.flatMap((part) => (part.kind === "holds" ? [part.condition] : [])),
    ...(question.kind === "expectation" ? [question.of] : []),
    ...scenario.clocks.flatMap(({ kind, takes }) => (cut && kind === "stages" && takes !== null ? [takes] : [])),
  ];
  return [...assumptionsIn(tests)].sort((a, b) => a - b);
}
