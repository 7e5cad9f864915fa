/**
 * A study opened: the scenario checked, and all of its points listed. Whoever opens the same study anywhere lists the
 * same points, so that draws can be solved in any order, by anyone.
 */
import { listedOutcomes } from "../language/deals.ts";
import type { ReadFile } from "../language/file/extend.ts";
import { type LoadOptions, loadScenario } from "../language/load.ts";
import type { Scenario } from "../language/scenario.ts";
import { deskNames } from "../query/deciding.ts";
import { checkQuestions, parseQuestion } from "../query/questions/question.ts";
import { standingNames } from "../query/standing.ts";
import type { Question } from "../query/told/tell-answers.ts";
import { printDay } from "../text/dates.ts";
import { type Diagnostic, hasErrors, sortDiagnostics } from "../text/diagnostic.ts";
import type { SourceFile } from "../text/source.ts";
import { datesOf } from "./answers.ts";
import { strengthBehind, whereItBears } from "./grounds.ts";
import { quantitiesOf } from "./quantities.ts";
import { type Point, samplePoints } from "./sample.ts";
import { readSeed } from "./seed.ts";
import type { PlannedQuestion, StudyPlan } from "./study.ts";

export interface StudyWishes {
  readonly options: LoadOptions;
  /** Three words, checked by `readSeed`. */
  readonly seed: string;
  /** Made up to a multiple of the scrambles. */
  readonly draws: number;
  /** So many of them are even by themselves: the same points as those of a study of so many draws. Default: all. */
  readonly first?: number;
  /** false: all are as steady as stated in every draw. */
  readonly steadiness: boolean;
  /** Questions that are asked instead of outcomes and the file's own. */
  readonly asks?: readonly Pick<Question, "name" | "ask">[];
}

export type OpenedStudy =
  | {
      readonly status: "open";
      readonly scenario: Scenario;
      readonly plan: StudyPlan;
      readonly points: readonly Point[];
      readonly diagnostics: readonly Diagnostic[];
      readonly sources: readonly SourceFile[];
    }
  | { readonly status: "faulty"; readonly diagnostics: readonly Diagnostic[]; readonly sources: readonly SourceFile[] }
  /** Of so many points tried, hardly any keeps to the orders of preference. */
  | { readonly status: "orders refuse"; readonly accepted: number; readonly tried: number };

/**
 * Checks the scenario and lists the points of all draws. Throws on a seed that `readSeed` refuses (a bug of the
 * caller).
 *
 * @example
 * ```ts
 * const study = openStudy(strike, read, { options: {}, seed: USUAL_SEED, draws: 32, steadiness: true });
 * study.points.length // => 32
 * study.plan.outcomes[0] // => "strike called"
 * ```
 */
export function openStudy(path: string, readFile: ReadFile, wishes: StudyWishes): OpenedStudy {
  const { scenario, diagnostics: read, sources } = loadScenario(path, readFile, wishes.options);
  const asked = scenario === undefined ? [] : checkQuestions(scenario);
  const diagnostics = sortDiagnostics([...read, ...asked]);
  if (scenario === undefined || hasErrors(diagnostics)) return { status: "faulty", diagnostics, sources };
  const words = readSeed(wishes.seed);
  if ("says" in words) throw new Error(words.says);
  const quantities = quantitiesOf(scenario, wishes.steadiness);
  const sample = samplePoints(scenario, quantities, words.seed, {
    draws: wishes.draws,
    first: wishes.first ?? wishes.draws,
  });
  if (sample.status !== "sampled") return sample;
  const { points, scrambles, refused } = sample;
  const varied = {
    quantities: quantities.map(({ name }) => name),
    grounds: quantities.map((one) => ({ kind: whereItBears(scenario, one), strength: strengthBehind(scenario, one) })),
  };
  const plan = planOf(scenario, varied, { asked: points.length, scrambles, refused }, wishes.asks);
  return { status: "open", scenario, plan, points, diagnostics, sources };
}

export function planOf(
  scenario: Scenario,
  varied: Pick<StudyPlan, "quantities" | "grounds">,
  counts: Pick<StudyPlan, "asked" | "scrambles" | "refused">,
  asks: StudyWishes["asks"],
): StudyPlan {
  const { asOf, calendar, exclusive, outcomes } = scenario;
  return {
    title: scenario.title,
    caveat: scenario.caveat,
    ...(scenario.rivals.length === 0 ? {} : { rivals: scenario.rivals.map(({ name }) => name) }),
    scenarioHash: scenario.hash,
    calendar: { asOf: printDay(asOf.day), from: printDay(calendar.from), to: printDay(calendar.to) },
    outcomes: asks === undefined ? listedOutcomes(scenario).map(({ name }) => name) : [],
    dates: datesOf(scenario).map(printDay),
    groups:
      asks === undefined
        ? exclusive.map(({ name, of }) => ({ name, outcomes: of.map((outcome) => outcomes[outcome].name) }))
        : [],
    standing: asks === undefined ? standingNames(scenario) : [],
    questions: (asks ?? scenario.questions).map((question) => plannedQuestion(scenario, question)),
    ...varied,
    desks: deskNames(scenario),
    checks: asks === undefined ? scenario.checks.map(({ name }) => name) : [],
    ...counts,
  };
}

function plannedQuestion(scenario: Scenario, { name, ask }: Pick<Question, "name" | "ask">): PlannedQuestion {
  const { question } = parseQuestion(scenario, ask);
  if (question === undefined) throw new Error(`a question that cannot be read: ${ask}`);
  return {
    name: name ?? ask,
    ask,
    kind: question.kind,
    figure: question.kind === "days until" ? question.figure : null,
  };
}
