/**
 * The command's grammar: verbs, their options, their help. What a verb does is in `verbs/`, one file each, loaded when
 * it is called. Results go to stdout, everything else to stderr; the exit code says how it went.
 */
import { Command, CommanderError, Option } from "commander";
import { ExitCode, Stop } from "./exit-code.ts";
import { addFolder, addSetting, durationOf, numberFromZero, positiveNumber, wholeNumber } from "./options.ts";
import { CannotWrite, ClosedPipe, type Outside } from "./outside.ts";
import { refuseLoss, throughDoor } from "./printing.ts";
import { version } from "./version.ts";

type Verb = (outside: Outside, ...args: never[]) => number | Promise<number>;

const examples = `Examples:
  standoff check labour-strike                      is the file sound, and what would it cost to solve?
  standoff forecast us-iran-2025                    every outcome: how likely, by when, how sure
  standoff ask labour-strike "P(strike called by 2026-05-31)"
  standoff explain labour-strike                    who does what when, and what each thinks of the others
  standoff compare us-iran-2025 what-if.standoff.yaml
  standoff forecast labour-strike --set "large fund=70 %" --json
  standoff init my-standoff                         a small commented scenario to start from
`;

const closing = `
A scenario is named by its file, by its folder, or by the name of a folder in scenarios/.
Every probability holds in the model, given its values: values that we attribute, not endorse.

Exit codes: 0 done, 1 the scenario has errors or its news cannot be, 2 wrong usage, 3 not converged, 4 too large,
5 output could not be written, 70 a bug of ours, 130 interrupted. NO_COLOR turns colours off. docs/json.md describes --json.`;

/** Verbs that have answered by their exit code even where nobody reads what they say. */
const answerByCode: ReadonlySet<string> = new Set(["check", "verify"]);

/** Runs the command once and gives its exit code. `args` without the program's name. */
export async function runProgram(args: readonly string[], given: Outside): Promise<number> {
  const { door: outside, lost } = throughDoor(given);
  let code: number = ExitCode.ok;
  const program = makeProgram(outside, (result) => {
    code = result;
  });
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...args], { from: "user" });
    if (code === ExitCode.ok && !answerByCode.has(args[0])) refuseLoss(lost);
    return code;
  } catch (error) {
    return exitCodeOf(error, outside);
  }
}

function exitCodeOf(error: unknown, outside: Outside): number {
  if (error instanceof ClosedPipe) return ExitCode.ok;
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  if (error instanceof Stop || error instanceof CannotWrite) {
    if (error.message !== "") outside.writeError(`standoff: ${error.message}\n`);
    return error instanceof Stop ? error.code : ExitCode.cannotWrite;
  }
  if (error instanceof RangeError && /Array buffer allocation failed|Invalid typed array length/.test(error.message)) {
    outside.writeError(
      "standoff: not enough memory for this scenario; `standoff check --size` says what makes it large\n",
    );
    return ExitCode.tooLarge;
  }
  throw error;
}

/** The whole grammar. `onCode` is told the exit code of the verb that ran. */
function makeProgram(outside: Outside, onCode: (code: number) => void): Command {
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
    .addHelpText("before", `${examples}\n`)
    .addHelpText("after", closing)
    .showHelpAfterError("Try `standoff --help`.");

  const does =
    <Loaded>(load: () => Promise<Loaded>, pick: (loaded: Loaded) => Verb) =>
    async (...given: unknown[]) => {
      const verb = pick(await load()) as (outside: Outside, ...args: unknown[]) => number | Promise<number>;
      onCode(await verb(outside, ...given.slice(0, -1))); // commander adds the command itself last
    };

  common(
    program.command("check <scenario>"),
    `Examples:
  standoff check labour-strike
  standoff check my.standoff.yaml --size            what each variable multiplies
`,
  )
    .description("find every problem in a scenario, with its place and a hint")
    .option("--size", "also build it: how large it is, what each variable multiplies")
    .action(
      does(
        () => import("./verbs/check.ts"),
        (verb) => verb.check,
      ),
    );

  newsworthy(
    threaded,
    program.command("forecast <scenario>"),
    `Examples:
  standoff forecast us-iran-2025
  standoff forecast labour-strike --set "large fund=70 %"
  standoff forecast labour-strike --json > forecast.json
`,
  )
    .description("every outcome's probability by date, with ribbon and error share")
    .option("--save <file>", "store the result, to be checked later by `standoff verify`")
    .action(
      does(
        () => import("./verbs/forecast.ts"),
        (verb) => verb.forecast,
      ),
    );

  newsworthy(
    threaded,
    program.command("ask <scenario> [question]"),
    `Examples:
  standoff ask labour-strike                        the scenario's own questions
  standoff ask labour-strike "P(strike called by 2026-05-31)"
  standoff ask labour-strike "P(settled before strike called | strike called)"
  standoff ask labour-strike "days until settled"
`,
  )
    .description("the answer to a question about dates, order and conditions")
    .action(
      does(
        () => import("./verbs/ask.ts"),
        (verb) => verb.ask,
      ),
    );

  newsworthy(
    solving,
    program.command("explain <scenario>"),
    `Examples:
  standoff explain labour-strike                    strategies, beliefs and paths
  standoff explain us-iran-2025 --only beliefs
  standoff explain us-iran-2025 --only paths --outcome "US strike"
`,
  )
    .description("who does what in which situation, what each thinks of the others, the likeliest paths")
    .addOption(new Option("--only <part>", "one part of it").choices(["strategies", "beliefs", "paths"]))
    .option("--outcome <name>", "paths that lead to this outcome")
    .option("--actor <name>", "strategies and beliefs of this actor")
    .option("--detail", "every situation in which the choice differs, however rare")
    .option("--number <paths>", "how many paths", wholeNumber, 5)
    .action(
      does(
        () => import("./verbs/explain.ts"),
        (verb) => verb.explain,
      ),
    );

  newsworthy(
    threaded,
    program.command("compare <a> [b]"),
    `Examples:
  standoff compare us-iran-2025 what-if.standoff.yaml
  standoff compare labour-strike --with "large fund=0.7"
`,
  )
    .description("two forecasts side by side: two scenarios, or one with other assumptions")
    .option("--with <assumption=value>", "an assumption of the second one; may be repeated", addSetting, {})
    .action(
      does(
        () => import("./verbs/compare.ts"),
        (verb) => verb.compare,
      ),
    );

  solving(
    program.command("update <scenario>"),
    `Examples:
  standoff update scenarios/cuba-1962/history.yaml   how each dated item of its history moves the forecast
  standoff update scenarios/cuba-1962/history.yaml --as-of 1962-10-22 --restart   and a new game from there
`,
  )
    .description("the forecast before and after each item of the scenario's history")
    .option("--as-of <date>", "only what was known on that day")
    .option("--restart", "also solve a new game from where the news leaves off, and show its forecast beside")
    .action(
      does(
        () => import("./verbs/update.ts"),
        (verb) => verb.update,
      ),
    );

  threaded(
    program.command("steps <scenario>"),
    `Examples:
  standoff steps labour-strike
`,
  )
    .description("the same forecast at other steps, in reversed turn order, with a longer horizon")
    .action(
      does(
        () => import("./verbs/steps.ts"),
        (verb) => verb.steps,
      ),
    );

  newsworthy(
    solving,
    program.command("export <scenario>"),
    `Examples:
  standoff export labour-strike > forecast.csv
  standoff export us-iran-2025 --what strategies --out strategies.csv
  standoff export labour-strike --what world --out world.json
`,
  )
    .description("tables of the forecast, strategies, beliefs, paths or the world, with a manifest")
    .addOption(
      new Option("--what <table>", "what to export")
        .choices(["forecast", "outcomes", "answers", "strategies", "beliefs", "paths", "news", "states", "world"])
        .default("forecast"),
    )
    .addOption(
      new Option("--format <format>", "csv, or json; by the file's name if that says it").choices(["csv", "json"]),
    )
    .option("--out <file>", "a file, and its manifest beside it; without it, stdout")
    .action(
      does(
        () => import("./verbs/export.ts"),
        (verb) => verb.exportTables,
      ),
    );

  threaded(
    program.command("equilibria <scenario>"),
    `Examples:
  standoff equilibria labour-strike
  standoff equilibria labour-strike --starts 20 --seed 7
`,
  )
    .description("search for other equilibria, and give the forecast of each one found")
    .option("--starts <number>", "random starts; by default as many as its size allows", wholeNumber)
    .option("--seed <number>", "of the random starts", wholeNumber, 1)
    .action(
      does(
        () => import("./verbs/equilibria.ts"),
        (verb) => verb.equilibria,
      ),
    );

  solving(
    program.command("model <scenario>"),
    `Examples:
  standoff model labour-strike --for prism --out strike       strike.tra, .sta, .lab, .srew, .props
  standoff model labour-strike --for umb --out strike.umb
  standoff model ultimatum.standoff.yaml --step "3 months" --for gambit --out ultimatum.efg
`,
  )
    .description("the scenario as a model for Gambit, PRISM or Storm")
    .addOption(
      new Option("--for <tool>", "which form")
        .choices(["gambit", "prism", "prism-language", "umb"])
        .makeOptionMandatory(),
    )
    .requiredOption("--out <file>", "where to; prism writes several files of that name")
    .action(
      does(
        () => import("./verbs/model.ts"),
        (verb) => verb.model,
      ),
    );

  program
    .command("verify <scenario>")
    .addHelpText(
      "before",
      `Examples:
  standoff forecast labour-strike --save strike.result
  standoff verify labour-strike --result strike.result
`,
    )
    .description("check a stored result from scratch, by the plain sweeps")
    .requiredOption("--result <file>", "what `standoff forecast --save` wrote")
    .option("--allow-read <folder>", "another folder whose files may be extended; may be repeated", addFolder, [])
    .addOption(memoryOption())
    .option("--json", "print JSON, described in docs/json.md")
    .action(
      does(
        () => import("./verbs/verify.ts"),
        (verb) => verb.verify,
      ),
    );

  program
    .command("solve <game>")
    .addHelpText(
      "before",
      `Examples:
  standoff solve game.efg --lambda 1
  standoff solve game.nfg --lambda 5 --json
`,
    )
    .description("solve a game from Gambit's .efg or .nfg: ordinary logit, one lambda for all")
    .option("--lambda <number>", "precision of choice: p in proportion to exp(lambda x payoff)", numberFromZero, 1)
    .addOption(memoryOption())
    .option("--json", "print JSON, described in docs/json.md")
    .action(
      does(
        () => import("./verbs/solve.ts"),
        (verb) => verb.solveGame,
      ),
    );

  program
    .command("init [folder]")
    .addHelpText("before", "Examples:\n  standoff init my-standoff\n\n")
    .description("write a small commented scenario to start from")
    .option("--json", "print JSON, described in docs/json.md")
    .action(
      does(
        () => import("./verbs/init.ts"),
        (verb) => verb.init,
      ),
    );

  return program;
}

/** Verbs that answer by the file's news. */
function newsworthy(base: (command: Command, leading: string) => Command, command: Command, leading: string): Command {
  return base(command, leading)
    .option("--as-of <date>", "by what was known on that day; by default as of the last item of the file's history")
    .option("--before-news", "as if nothing had been observed yet");
}

/** Verbs whose work can be shared among threads. */
function threaded(command: Command, leading: string): Command {
  return solving(command, leading).option(
    "--threads <number>",
    "how many threads may compute; by default as many as there are processors; the results are the same",
    wholeNumber,
  );
}

function common(command: Command, leading: string): Command {
  return command
    .addHelpText("before", `${leading}\n`)
    .option("--set <assumption=value>", "change an assumption for this run; may be repeated", addSetting, {})
    .option("--step <step>", 'another step of the calendar, as "1 day", "2 weeks", "1 month"')
    .option("--allow-read <folder>", "another folder whose files may be extended; may be repeated", addFolder, [])
    .addOption(memoryOption())
    .option("--json", "print JSON, described in docs/json.md");
}

function memoryOption(): Option {
  const says = "stop before using more than this; by default half of the machine's memory, at least 2";
  return new Option("--memory <gigabytes>", says).argParser(positiveNumber);
}

function solving(command: Command, leading: string): Command {
  return common(command, leading)
    .option("--reversed", "start with the turns in reversed order")
    .addOption(
      new Option(
        "--ribbon <width>",
        "usual: from half to twice the stated steadiness; wide: from a quarter to four times",
      )
        .choices(["usual", "wide"])
        .default("usual"),
    )
    .option(
      "--time <time>",
      "end after so long (60s, 5 min) with what stands by then; without it, budgets do not depend on the machine",
      durationOf,
    )
    .addOption(
      new Option("--progress <form>", "tell on stderr what stands before the end, one JSON object a line").choices([
        "json",
      ]),
    )
    .option("--trace", "follow the principal branch through the whole ribbon, however long that takes");
}
