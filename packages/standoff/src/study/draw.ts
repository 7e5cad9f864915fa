/**
 * One draw: the scenario with the drawn values in place of the stated ones, priced on the stated scenario's graph, and
 * solved cold at its drawn steadiness, so that its result depends on the draw alone. What the graph rests on (a drawn
 * date) is built anew. A draw that cannot be solved is lost, with the reason; that is a result, too.
 */
import { describedActors, stakesIn } from "../build/actors.ts";
import { buildWorld } from "../build/build.ts";
import { listedOutcomes } from "../language/deals.ts";
import { atValues } from "../language/expression/static-value.ts";
import type { ReadFile } from "../language/file/extend.ts";
import { type LoadOptions, loadScenario } from "../language/load.ts";
import type { Assumption, Scenario } from "../language/scenario.ts";
import { inOneGo, type Steps } from "../math/steps.ts";
import type { NewsChoice } from "../query/history/news.ts";
import { rolledOn } from "../query/history/rolled.ts";
import { solveInSteps } from "../solve/equilibrium.ts";
import type { Played, Solved } from "../solve/solution.ts";
import { usualPlay } from "../solve/usual-play.ts";
import { printDay } from "../text/dates.ts";
import { hasErrors } from "../text/diagnostic.ts";
import { priceWorld } from "../world/prices.ts";
import { type World, wholeWorld } from "../world/world.ts";
import { type Answers, Asker } from "./answers.ts";
import { inOrder, type Order } from "./in-order.ts";
import type { Point } from "./sample.ts";
import { asksOf, type Slopes, slopesOf } from "./slopes.ts";
import { type Cold, ColdSolver, solveAlone, solveFrom } from "./solve-together.ts";

/** What all draws of a study have in common. */
export interface DrawSetting {
  readonly path: string;
  readonly readFile: ReadFile;
  /** As the user gave them; drawn values come on top. */
  readonly options: LoadOptions;
  readonly news: NewsChoice;
  /** The scenario at its stated values, its world (null: every draw is built by itself), and the dates of answers. */
  readonly stated: Scenario;
  readonly world: World | null;
  readonly dates: readonly number[];
  /** What is asked instead of outcomes and the file's own questions. */
  readonly asks?: readonly string[];
  /** For the world and for solving, in bytes. */
  readonly maxBytes: number;
  /** Are draws that are marked for it (`Point.again`) solved a second time, from the base's play? */
  readonly again?: boolean;
  /** Are the stated values told with slopes by what is drawn; is everyone's steadiness among that? */
  readonly slopes?: { readonly steadiness: boolean };
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
  /** The largest |p - logit(Q)|; of a draw brought to rest among others weighed by how likely play reaches it. */
  readonly residual: number;
  /**
   * Solved from the base's play as well: by how much the probability of an outcome by the last day differs at most;
   * null: it did not converge.
   */
  readonly fromBase?: number | null;
  /** Of the stated values, where they were wished for: slopes of the answers by the drawn quantities. */
  readonly slopes?: { readonly outcomes: readonly Slopes[]; readonly questions: readonly Slopes[] };
}

type Unsolved = Exclude<DrawResult, SolvedDraw>;

/** A scenario at drawn values, and its world. */
interface Drawn {
  readonly scenario: Scenario;
  readonly world: World;
}

/** Solves a draw by itself; the stated values where the point is null. */
export function solveDraw(setting: DrawSetting, point: Point | null): DrawResult {
  return inOneGo(new Draws(setting).inSteps([point]))[0];
}

/** Draws of one study; what they share is worked out once, and changes no result. */
export class Draws {
  readonly #setting: DrawSetting;
  readonly #asker: Asker;
  readonly #solver: ColdSolver;
  /** Play at the stated values; null where it does not settle, undefined where nobody asked yet. */
  #base: Float64Array | null | undefined;

  constructor(setting: DrawSetting) {
    this.#setting = setting;
    this.#asker = new Asker(setting);
    this.#solver = new ColdSolver(setting);
  }

  /** Some draws, solved together; null stands for the stated values. */
  *inSteps(points: readonly (Point | null)[]): Steps<DrawResult[]> {
    if (points.every((point) => point?.file === undefined)) return yield* this.#together(points);
    const results: DrawResult[] = [];
    for (const point of points)
      results.push(...(point?.file === undefined ? yield* this.#together([point]) : [yield* this.#ofFile(point.file)]));
    return results;
  }

  /** Another file in the scenario's place, built and solved by itself, and told in the scenario's order. */
  *#ofFile(path: string): Steps<DrawResult> {
    const { readFile, options, stated } = this.#setting;
    const { scenario, diagnostics } = loadScenario(path, readFile, options);
    if (scenario === undefined || hasErrors(diagnostics))
      return { status: "lost", why: diagnostics[0]?.message ?? "it cannot be read" };
    const [result] = yield* new Draws({ ...this.#setting, path, stated: scenario, world: null }).#together([null]);
    if (result.status !== "solved") return result;
    const told = (answers: Answers) => inOrder(answers, orderOf(scenario), orderOf(stated));
    return { ...result, answers: told(result.answers), habit: told(result.habit) };
  }

  *#together(points: readonly (Point | null)[]): Steps<DrawResult[]> {
    const worlds = points.map((point) => this.#worldAt(point));
    const drawn = worlds.flatMap((one) => ("status" in one ? [] : [one]));
    const solved = yield* this.#solved(drawn);
    const played = drawn.flatMap((one, i) => {
      const how = solved[i];
      return how.status === "solved" ? [{ ...one, played: how as Played }] : [];
    });
    const habits = played.map((one) => ({ ...one, played: usualPlay(one.world) }));
    const answers = this.#asker.askAll([...played, ...habits]);
    const results: DrawResult[] = [];
    let asked = 0;
    for (const [i, one] of worlds.entries()) {
      const how = "status" in one ? one : solved[drawn.indexOf(one)];
      if (how.status !== "solved") {
        results.push(how);
        continue;
      }
      const [own, habit] = [answers[asked], answers[played.length + asked]];
      asked++;
      const found = { status: "solved", answers: own, habit, residual: how.residual } as const;
      results.push({ ...found, ...(yield* this.#more(one as Drawn, points[i], own)) });
    }
    return results;
  }

  /** All together, but where a game was rolled on: each by itself, and then the new game. */
  *#solved(drawn: readonly Drawn[]): Steps<Cold[]> {
    const { stated } = this.#setting;
    if (stated.rolled === null) return yield* this.#solver.solve(drawn.map(({ world }) => world));
    const found: Cold[] = [];
    for (const { scenario, world } of drawn) {
      found.push(yield* solveAlone(world, this.#setting, (result) => rolledOn(scenario, world, result, this.#setting)));
    }
    return found;
  }

  /** What is asked of the stated values, and of draws that are marked for it, besides. */
  *#more(drawn: Drawn, point: Point | null, own: Answers): Steps<Pick<SolvedDraw, "slopes" | "fromBase">> {
    const { slopes, again } = this.#setting;
    if (point === null && slopes !== undefined) return { slopes: yield* this.#slopesAt(drawn, slopes.steadiness) };
    if (again !== true || point?.again !== true || drawn.scenario.rolled !== null) return {};
    return { fromBase: yield* this.#differenceFromBase(drawn, own) };
  }

  *#slopesAt({ scenario, world }: Drawn, steadiness: boolean): Steps<NonNullable<SolvedDraw["slopes"]>> {
    const { news, maxBytes, cancelled } = this.#setting;
    const left = maxBytes - world.buffer.byteLength;
    const base = yield* solveWhole(world, { maxBytes: left, ...(cancelled === undefined ? {} : { cancelled }) });
    const asks = asksOf(scenario);
    const slopes = base && slopesOf({ scenario, world, base }, asks, { news, steadiness });
    const outcomes = asks.length - scenario.questions.length;
    return { outcomes: slopes?.slice(0, outcomes) ?? [], questions: slopes?.slice(outcomes) ?? [] };
  }

  /**
   * Raised from the play at the stated values instead of from lambda 0: does it come to the same? Null: it does not
   * settle.
   */
  *#differenceFromBase({ scenario, world }: Drawn, cold: Answers): Steps<number | null> {
    const from = yield* this.#basePlay();
    if (from === null || from.length !== wholeWorld(world).header.slots) return null;
    const warm = yield* solveFrom(world, from, this.#setting);
    if (warm === null) return null;
    const { outcomes } = this.#asker.ask({ scenario, world, played: warm });
    return Math.max(0, ...cold.outcomes.map((by, i) => Math.abs(by[by.length - 1] - outcomes[i][by.length - 1])));
  }

  *#basePlay(): Steps<Float64Array | null> {
    if (this.#base === undefined) {
      const drawn = this.#worldAt(null);
      const [solved] = "status" in drawn ? [] : yield* this.#solver.solve([drawn.world]);
      this.#base = solved?.status === "solved" ? solved.policy : null;
    }
    return this.#base;
  }

  /** The one way from drawn values to a world. */
  #worldAt(point: Point | null): Drawn | Unsolved {
    const { stated, world } = this.#setting;
    if (point === null && world !== null) return { scenario: stated, world };
    const priced = point === null || world === null ? null : pricedAt(stated, world, point);
    return priced ?? builtAt(this.#setting, point);
  }
}

function orderOf(scenario: Scenario): Order {
  return {
    outcomes: listedOutcomes(scenario).map(({ name }) => name),
    questions: scenario.questions.map(({ name, ask }) => ({ name: name ?? ask, ask })),
  };
}

/**
 * On the stated graph; null where that is another at these values, or a number is bad, which building tells in its own
 * words.
 */
function pricedAt(stated: Scenario, world: World, point: Point): Drawn | null {
  const moved = ({ value }: Assumption, i: number) => value !== point.assumptions[i];
  if (stated.fixed.some((i) => moved(stated.assumptions[i], i))) return null;
  const scenario = steadierBy(atValues(stated, point.assumptions), point);
  const values = new Map(scenario.assumptions.map(({ name, value }) => [name, value]));
  const actors = describedActors(scenario, stakesIn(world));
  const priced = priceWorld(world, values, { actors });
  return priced.status === "priced" ? { scenario, world: priced.world } : null;
}

function builtAt(setting: DrawSetting, point: Point | null): Drawn | Unsolved {
  const { stated, maxBytes, cancelled } = setting;
  const scenario = point === null ? stated : scenarioAt(setting, point);
  if (typeof scenario === "string") return { status: "lost", why: scenario };
  const at = new Map(stated.assumptions.map(({ name, value }) => [name, value]));
  const built = buildWorld(scenario, { maxBytes, stated: at, ...(cancelled === undefined ? {} : { cancelled }) });
  switch (built.status) {
    case "built":
      return { scenario, world: built.world };
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
  return { ...steadierBy(scenario, point), errorStake: stated.errorStake };
}

function steadierBy(scenario: Scenario, { factors }: Point): Scenario {
  const actors = scenario.actors.map((actor, i) => ({ ...actor, lambda: actor.lambda * factors[i] }));
  return { ...scenario, actors };
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

/** As derivatives need it; null where it does not settle. */
function* solveWhole(world: World, limits: { maxBytes: number; cancelled?: () => boolean }): Steps<Solved | null> {
  const how = { scales: [1], approach: "stated first", traceSweeps: 0, ...limits } as const;
  const [result] = yield* solveInSteps(world, how);
  return result.status === "solved" ? result : null;
}
