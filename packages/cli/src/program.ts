/**
 * The command: a table of its verbs, and how one of them is run. A verb's grammar (options, examples) is in its file in
 * `grammars/`, loaded when it is called; what it does in its file in `verbs/`, loaded when it runs. Results go to
 * stdout, everything else to stderr; the exit code says how it went.
 */

import { Command, CommanderError } from "commander";
import { ExitCode, Stop } from "./exit-code.ts";
import type { Grammar } from "./grammar.ts";
import { nextCommand } from "./next-command.ts";
import { CannotWrite, ClosedPipe, type Outside } from "./outside.ts";
import { pageNamed } from "./pages.ts";
import { refuseLoss, throughDoor } from "./printing.ts";
import { wrap } from "./show/layout.ts";
import { version } from "./version.ts";

interface Verb {
  readonly name: string;
  readonly takes: string;
  /** What it does, in a line of the help. */
  readonly says: string;
  /** Its grammar, loaded only when it is called or its help asked for. */
  readonly load: () => Promise<{ readonly grammar: Grammar }>;
}

const verbs: readonly Verb[] = [
  {
    name: "check",
    takes: "<scenario>",
    says: "find every problem in a scenario, with its place and a hint",
    load: () => import("./grammars/check.ts"),
  },
  {
    name: "forecast",
    takes: "<scenario>",
    says: "every outcome by date: mean and band over draws, beside the stated values",
    load: () => import("./grammars/forecast.ts"),
  },
  {
    name: "ask",
    takes: "<scenario> [question]",
    says: "the answer to a question about dates, order and conditions",
    load: () => import("./grammars/ask.ts"),
  },
  {
    name: "explain",
    takes: "<scenario>",
    says: "who does what in which situation, what each thinks of the others, the likeliest paths",
    load: () => import("./grammars/explain.ts"),
  },
  {
    name: "compare",
    takes: "<a> [others...]",
    says: "forecasts side by side: scenarios, what-ifs, or one with other assumptions",
    load: () => import("./grammars/compare.ts"),
  },
  {
    name: "diff",
    takes: "<a> <b>",
    says: "two versions of a scenario: what changed, and what each change did to the forecast",
    load: () => import("./grammars/diff.ts"),
  },
  {
    name: "update",
    takes: "<scenario>",
    says: "the forecast before and after each item of the scenario's history",
    load: () => import("./grammars/update.ts"),
  },
  {
    name: "steps",
    takes: "<scenario>",
    says: "the same forecast at other steps, in reversed turn order, with a longer horizon",
    load: () => import("./grammars/steps.ts"),
  },
  {
    name: "why",
    takes: "<scenario>",
    says: "what moves an answer: its derivative by every assumption, and the ends of ranges",
    load: () => import("./grammars/why.ts"),
  },
  {
    name: "report",
    takes: "<scenario>",
    says: "one page to hand in: answer, confidence, assumptions, alternatives, evidence",
    load: () => import("./grammars/report.ts"),
  },
  {
    name: "tip",
    takes: "<scenario>",
    says: "tipping points: what each assumption, or two, would have to be for an answer",
    load: () => import("./grammars/tip.ts"),
  },
  {
    name: "reach",
    takes: "<scenario> <target>",
    says: "the smallest joint change that brings an answer to a target; or how far it can be brought",
    load: () => import("./grammars/reach.ts"),
  },
  {
    name: "watch",
    takes: "<scenario>",
    says: "what to watch and what to find out: signs that would move an answer, assumptions that narrow it",
    load: () => import("./grammars/watch.ts"),
  },
  {
    name: "commit",
    takes: "<scenario>",
    says: "what committing in advance, known to all, would be worth to an actor",
    load: () => import("./grammars/commit.ts"),
  },
  {
    name: "options",
    takes: "<scenario>",
    says: "what an actor can do in a situation: how often it does, expected points, risks",
    load: () => import("./grammars/options.ts"),
  },
  {
    name: "deal",
    takes: "<scenario>",
    says: "what could be agreed: what each agreement is worth to everyone, who stops it, and when",
    load: () => import("./grammars/deal.ts"),
  },
  {
    name: "challenge",
    takes: "<scenario>",
    says: "what a colleague would hold against a forecast, each measured where it can be",
    load: () => import("./grammars/challenge.ts"),
  },
  {
    name: "elicit",
    takes: "<scenario>",
    says: "an interview: what an analyst can say becomes values with ranges, written into the file",
    load: () => import("./grammars/elicit.ts"),
  },
  {
    name: "study",
    takes: "<scenario|run|merge> [of]",
    says: "means and bands over draws from all ranges; in parts with run SCENARIO and merge STORE; or by a queue",
    load: () => import("./grammars/study.ts"),
  },
  {
    name: "sweep",
    takes: "<scenario|run|merge> [of]",
    says: "the forecast at every point of a grid of chosen values; shared out as a study is",
    load: () => import("./grammars/sweep.ts"),
  },
  {
    name: "worker",
    takes: "",
    says: "work on the studies of a queue, on this machine",
    load: () => import("./grammars/worker.ts"),
  },
  {
    name: "freeze",
    takes: "<scenario>",
    says: "seal a forecast in a file that verifies itself, to be scored later",
    load: () => import("./grammars/freeze.ts"),
  },
  {
    name: "score",
    takes: "<forecasts...>",
    says: "sealed forecasts beside what came true: Brier, log, calibration, against others",
    load: () => import("./grammars/score.ts"),
  },
  {
    name: "backtest",
    takes: "<folders...>",
    says: "a library of sealed forecasts beside what came true, by question, by scenario and over all",
    load: () => import("./grammars/backtest.ts"),
  },
  {
    name: "roll",
    takes: "<scenario>",
    says: "the news up to a day becomes the new first day: a file with a new game from there",
    load: () => import("./grammars/roll.ts"),
  },
  {
    name: "export",
    takes: "<scenario>",
    says: "tables of the forecast, strategies, beliefs, paths or the world, with a manifest",
    load: () => import("./grammars/export.ts"),
  },
  {
    name: "equilibria",
    takes: "<scenario>",
    says: "search for other equilibria, and give the forecast of each one found",
    load: () => import("./grammars/equilibria.ts"),
  },
  {
    name: "model",
    takes: "<scenario>",
    says: "the scenario as a model for Gambit, PRISM or Storm",
    load: () => import("./grammars/model.ts"),
  },
  {
    name: "verify",
    takes: "<scenario>",
    says: "check a stored result from scratch, by the plain sweeps",
    load: () => import("./grammars/verify.ts"),
  },
  {
    name: "solve",
    takes: "<game>",
    says: "solve a game from Gambit's .efg or .nfg: ordinary logit, one lambda for all",
    load: () => import("./grammars/solve.ts"),
  },
  {
    name: "studio",
    takes: "[scenario]",
    says: "write, see and ask in a page of this machine, where the engine runs too",
    load: () => import("./grammars/studio.ts"),
  },
  {
    name: "language-server",
    takes: "",
    says: "problems, completion and renaming for any editor that speaks the Language Server Protocol",
    load: () => import("./grammars/language-server.ts"),
  },
  {
    name: "init",
    takes: "[folder]",
    says: "write a small commented scenario to start from",
    load: () => import("./grammars/init.ts"),
  },
];

const examples = [
  "standoff check labour-strike                      is the file sound, and what would it cost to solve?",
  "standoff forecast us-iran-2025                    every outcome: how likely, by when, how sure",
  'standoff ask labour-strike "P(strike called by 2026-05-31)"',
  "standoff explain labour-strike                    who does what when, and what each thinks of the others",
  'standoff compare labour-strike --with "large fund=70 %"   two forecasts side by side',
  'standoff forecast labour-strike --set "large fund=70 %" --json',
  "standoff init my-standoff                         a small commented scenario to start from",
];

const closing = (outside: Outside) => {
  const shipped = outside.listFolder(outside.library).join(", ");
  const notes = [
    `A scenario is named by its file, by its folder, or by the name of a folder in scenarios/. Some came with the command: ${shipped}; their other files are named as in cuba-1962/history.yaml, and \`extends: labour-strike\` builds on one of them.`,
    "Every probability holds in the model, given its values: values that we attribute, not endorse.",
    "Exit codes: 0 done, 1 the scenario has errors or its news cannot be, 2 wrong usage, 3 not converged, 4 too large, 5 output could not be written, 70 a bug of ours, 130 interrupted. NO_COLOR turns colours off.",
    `${pageNamed(outside, "json.md")} describes --json.`,
  ];
  return `\n${notes.flatMap((note) => wrap(note, Math.min(outside.columns, 100))).join("\n")}`;
};

/** Runs the command once and gives its exit code. `args` without the program's name. */
export async function runProgram(args: readonly string[], given: Outside): Promise<number> {
  const { door: outside, lost } = throughDoor(given);
  let code: number = ExitCode.ok;
  const onCode = (result: number) => {
    code = result;
  };
  const program = makeProgram(outside);
  const verb = calledBy(args);
  try {
    const grammar = verb && (await complete(program, verb, outside, onCode));
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...args], { from: "user" });
    if (code === ExitCode.ok && grammar?.answersByCode !== true) refuseLoss(lost);
    return code;
  } catch (error) {
    return exitCodeOf(error, outside, verb && scenarioOf(program, verb));
  }
}

/** The scenario that the verb was called on, if it is one that takes a scenario. */
function scenarioOf(program: Command, { name, takes }: Verb): string | undefined {
  return takes.startsWith("<scenario>") ? program.commands.find((one) => one.name() === name)?.args[0] : undefined;
}

/** Tells what went wrong, if that is to be told, and gives the code. */
function exitCodeOf(error: unknown, outside: Outside, scenario: string | undefined): number {
  if (error instanceof ClosedPipe) return ExitCode.ok;
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  if (error instanceof Stop || error instanceof CannotWrite) {
    if (error.message !== "") outside.writeError(`standoff: ${error.message}\n`);
    return error instanceof Stop ? error.code : ExitCode.cannotWrite;
  }
  if (error instanceof RangeError && /Array buffer allocation failed|Invalid typed array length/.test(error.message)) {
    const check = scenario && nextCommand(outside, "check", scenario, "--size");
    const hint = check ? `; \`${check}\` says what makes it large` : "";
    outside.writeError(`standoff: not enough memory${hint}\n`);
    return ExitCode.tooLarge;
  }
  throw error;
}

/** The command with its verbs by name; of the one that is called, `complete` adds the rest. */
function makeProgram(outside: Outside): Command {
  const program = new Command("standoff")
    .description("Exact forecasts of a standoff from one readable file: how likely, by when, and why.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [verb]", "print help on a verb")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => outside.writeOut(text),
      writeErr: (text) => outside.writeError(text),
      getOutHelpWidth: () => Math.min(outside.columns, 100),
      getErrHelpWidth: () => Math.min(outside.columns, 100),
      getOutHasColors: () => outside.color,
      outputError: (text, write) => write(text.replace(/^error: /, "standoff: ")),
    })
    .addHelpText("before", examplesText(outside, examples))
    .addHelpText("after", closing(outside))
    .showHelpAfterError(`Try \`${nextCommand(outside, "--help")}\`.`);
  for (const { name, takes, says } of verbs) program.command(`${name} ${takes}`.trim()).description(says);
  return program;
}

/** The verb that the arguments call, or ask for help on: the first word that is no option, and not `help` itself. */
function calledBy(args: readonly string[]): Verb | undefined {
  const [first, second] = args.filter((word) => !word.startsWith("-"));
  return verbs.find(({ name }) => name === (first === "help" ? second : first));
}

/**
 * Loads a verb's grammar and gives its command the options, the examples and what it does; `onCode` is told its exit
 * code.
 */
async function complete(program: Command, { name, load }: Verb, outside: Outside, onCode: (code: number) => void) {
  const { grammar } = await load();
  const command = program.commands.find((one) => one.name() === name)!;
  command.addHelpText("before", examplesText(outside, grammar.examples));
  command.showHelpAfterError(`Try \`${nextCommand(outside, name, "--help")}\`.`);
  for (const one of grammar.options) command.addOption(one);
  command.action(async (...given: unknown[]) => {
    const run = (await grammar.load()) as (outside: Outside, ...given: unknown[]) => number | Promise<number>;
    onCode(await run(outside, ...given.slice(0, -1))); // commander gives the command itself last
  });
  return grammar;
}

/**
 * Examples as the user would type them; what they are for goes on the next line where the width is too small for both.
 */
function examplesText({ typed, columns }: Outside, lines: readonly string[]): string {
  const whole = lines.map((line) => `  ${line.replace(/^standoff/, () => typed)}`);
  if (whole.every((line) => line.length <= columns)) return ["Examples:", ...whole, "\n"].join("\n");
  const apart = whole.map((line) => line.replace(/(?<=\S)\s{2,}(?=\S)/, "\n      "));
  return ["Examples:", ...apart, "\n"].join("\n");
}
