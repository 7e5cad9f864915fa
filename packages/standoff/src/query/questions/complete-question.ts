/**
 * What may stand next in a question: names of the scenario and words of the language that go on from what is written up
 * to a place. Names have spaces, so the longest end of the text that begins a name counts.
 */
import type { Scenario } from "../../language/scenario.ts";
import { printDay } from "../../text/dates.ts";

export interface Completion {
  /** What it would replace, as places in the text. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly CompletionOption[];
}

export interface CompletionOption {
  readonly text: string;
  readonly kind: "form" | "outcome" | "word" | "condition" | "date" | "question";
}

/** Told at most. */
const MOST = 40;

const forms = ["P(", "E(", "days until ", "mean days until ", "median days until "];
const words = [
  "by",
  "before",
  "after",
  "between",
  "within",
  "and",
  "or",
  "not",
  "holds(",
  "at",
  "the last day",
  "given",
];

/**
 * The names and words that go on from `text` up to the place `at`.
 *
 * @example
 * ```ts
 * completeQuestion(solved.scenario, "P(settled bef", 13).options[0].text // => "before"
 * completeQuestion(solved.scenario, "", 0).options.some(({ text }) => text === "P(") // => true
 * ```
 */
export function completeQuestion(scenario: Scenario, text: string, at: number): Completion {
  const before = text.slice(0, at);
  const known = candidates(scenario);
  for (let from = wordStart(before, 0); from <= before.length; from = wordStart(before, from + 1)) {
    const typed = before.slice(from).toLowerCase();
    if (typed === "" && before !== "" && !/[\s(|]$/.test(before)) break;
    const options = known.filter(
      (option) =>
        option.text.toLowerCase().startsWith(typed) && option.text.length > typed.length && fits(option, from),
    );
    if (options.length > 0) return { from, to: at, options: options.slice(0, MOST) };
  }
  return { from: at, to: at, options: [] };
}

/** Whole questions and their forms begin the text; all else comes later. */
const fits = ({ kind }: CompletionOption, from: number) => (kind === "form" || kind === "question") === (from === 0);

/** The next place, from `from` on, at which a word may begin. */
function wordStart(text: string, from: number): number {
  for (let place = from; place < text.length; place++) {
    if (place === 0 || (/[\s(|,]/.test(text[place - 1]) && !/\s/.test(text[place]))) return place;
  }
  return from > text.length ? from : Math.max(from, text.length);
}

function candidates(scenario: Scenario): CompletionOption[] {
  const of = (kind: CompletionOption["kind"], texts: readonly string[]) => texts.map((text) => ({ text, kind }));
  const variables = scenario.variables.filter(({ kind }) => kind !== "clock" && kind !== "mark");
  const values = variables.flatMap(({ name, kind, levels }) =>
    kind === "truth" ? [name] : kind === "levels" ? levels.map((level) => `${name} is ${level}`) : [name],
  );
  const { from, to } = scenario.calendar;
  return [
    ...of("form", forms),
    ...of(
      "question",
      scenario.questions.map(({ name }) => name),
    ),
    ...of(
      "outcome",
      scenario.outcomes.map(({ name }) => name),
    ),
    ...of("word", words),
    ...of("condition", [...scenario.definitions.map(({ name }) => name), ...values]),
    ...of("date", [
      ...scenario.clocks.flatMap(({ name, kind }) => (kind === "fixed" ? [name] : [])),
      printDay(from),
      printDay(to),
    ]),
  ];
}
