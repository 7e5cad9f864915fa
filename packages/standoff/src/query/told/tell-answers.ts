/** Questions to a solved scenario, in words, and their answers, given the news. */
import type { Scenario } from "../../language/scenario.ts";
import { composed } from "../../text/composed.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { SourceFile } from "../../text/source.ts";
import { type Answer, type AskedQuestion, answerQuestions, parseQuestion } from "../questions/question.ts";
import { type GivenOptions, givenNews, type Solution } from "./given-news.ts";

/** A question that was read, with what the scenario says of it. */
export interface Question {
  /** In the scenario; null for one that is not its own. */
  readonly name: string | null;
  /** As written. */
  readonly ask: string;
  /** What settles it, in the world outside; "" where nothing is said. */
  readonly resolves: string;
  readonly question: AskedQuestion;
}

export interface NotUnderstood {
  readonly status: "not understood";
  readonly diagnostics: readonly Diagnostic[];
  /** The question's text as a source of its own, for `formatDiagnostic`. */
  readonly sources: readonly SourceFile[];
}

/** A question of the scenario's own with its answer. */
export interface Asked extends Omit<Question, "question"> {
  readonly answer: Answer;
}

/**
 * The scenario's question by that name, or the text as a question.
 *
 * @example
 * ```ts
 * readQuestion(solved.scenario, "P(settled)").status // => "read"
 * readQuestion(solved.scenario, "P(peace)").diagnostics[0].code // => "unknown-outcome"
 * ```
 */
export function readQuestion(
  scenario: Scenario,
  written: string,
): ({ readonly status: "read" } & Question) | NotUnderstood {
  const text = composed(written); // as names are
  const own = scenario.questions.find(({ name }) => name === text);
  const ask = own?.ask ?? text;
  const { question, diagnostics } = parseQuestion(scenario, ask);
  if (question) return { status: "read", name: own?.name ?? null, ask, resolves: own?.resolves ?? "", question };
  return { status: "not understood", diagnostics, sources: [{ path: "question", text: ask }] };
}

/**
 * The scenario's own questions, in file order. They were read without fault when the scenario was checked.
 *
 * @example
 * ```ts
 * ownQuestions(solved.scenario)[0].ask // => "P(strike called by 2026-05-31)"
 * ```
 */
export function ownQuestions(scenario: Scenario): Question[] {
  return scenario.questions.flatMap(({ name, ask, resolves, askSpan }) => {
    const { question } = parseQuestion(scenario, ask, askSpan);
    return question ? [{ name, ask, resolves, question }] : [];
  });
}

/**
 * The answer to one question, by its name in the scenario or by its text (docs/language.md has the language of
 * questions). Probabilities
 * from 0 to 1, days from the calendar's first, expectations in the unit of what was asked for.
 *
 * @example
 * ```ts
 * ask(solved, "P(settled before strike called)").value // => 0.791
 * ask(solved, "P(peace)").status // => "not understood"
 * ```
 */
export function ask(solution: Solution, written: string, { news }: GivenOptions = {}): Answer | NotUnderstood {
  const read = readQuestion(solution.scenario, written);
  return read.status === "read" ? answersTo(solution, [read.question], news)[0] : read;
}

/**
 * The scenario's own questions with their answers, in file order, in as few sweeps as carry them.
 *
 * @example
 * ```ts
 * askOwn(solved).map(({ name }) => name)[0] // => "strike by the end of May"
 * ```
 */
export function askOwn(solution: Solution, { news }: GivenOptions = {}): Asked[] {
  const own = ownQuestions(solution.scenario);
  const answers = answersTo(
    solution,
    own.map(({ question }) => question),
    news,
  );
  return own.map(({ question: _, ...one }, place) => ({ ...one, answer: answers[place] }));
}

function answersTo(solution: Solution, questions: readonly AskedQuestion[], news: GivenOptions["news"]): Answer[] {
  const { taken, results, filters } = givenNews(solution, news);
  const { status } = taken;
  if (status === "impossible under the model" || status === "too large") {
    return questions.map(() => ({ status, what: "the news", notes: [] }));
  }
  return answerQuestions(solution.scenario, solution.world, results, questions, { filters });
}
