/**
 * `standoff freeze`: a forecast sealed in a file, means over draws with all that stands beside them, so that it can be
 * scored later.
 */
import { basename, dirname, resolve } from "node:path";
import { canBe, ownQuestions, questionsOfChecks, runChecks } from "standoff";
import { type Frozen, freezeForecast } from "standoff/score";
import { percent } from "standoff/words";
import { averagesOf, checkSeed } from "../average.ts";
import { ExitCode, Stop } from "../exit-code.ts";
import type { DrawOptions, NewsOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { type Forms, formLines, formsBeside } from "../rivals.ts";
import { load } from "../run.ts";
import { type Inquired, solveAsking } from "../share.ts";
import { bandCell, percentText } from "../show/averages.ts";
import { judgedOver } from "../show/checks.ts";
import { headLines } from "../show/forecast.ts";
import { printJson } from "../show/json.ts";
import { table, wrap } from "../show/layout.ts";
import { newsChoice, newsCode, newsLines } from "../show/news.ts";
import { type Paint, paintFor } from "../show/paint.ts";
import { version } from "../version.ts";

interface FreezeOptions extends DrawOptions, NewsOptions {
  readonly out: string;
  readonly as?: string;
}

export async function freeze(outside: Outside, name: string, options: FreezeOptions): Promise<number> {
  if (options.draws === 0) throw new Stop(ExitCode.usage, "a forecast is a mean over draws: without any there is none");
  const file = resolve(outside.cwd, options.out);
  outside.announceFile(file);
  checkSeed(options.seed);
  const news = newsChoice(load(outside, name, options), options);
  const solution = await solveAsking(outside, name, options, (scenario) => ({
    forecast: true,
    questions: ownQuestions(scenario).map(({ question }) => question),
    prior: questionsOfChecks(scenario).filter((question) => question !== null),
    news,
  }));
  const { scenario, world, base, inquiry } = solution;
  const taken = inquiry.news();
  if (!canBe(taken)) return tellNoNews(outside, solution, options);
  const averages = await averagesOf(outside, solution, options, news);
  if (averages === null) throw new Stop(ExitCode.notConverged, "no draw was solved: there is no mean to seal");
  const rivals = await formsBeside(outside, { solution, averages }, options, {
    news,
    outcomes: true,
    questionsFor: ownQuestions,
    asked: false,
  });
  refuseFormless(rivals);
  const answers = inquiry.answers();
  const frozen = freezeForecast(
    {
      scenario,
      study: averages.study,
      outcomes: inquiry.forecast().outcomes,
      asked: ownQuestions(scenario).map((question, i) => ({ name: question.name, answer: answers[i] })),
      checks: judgedOver(runChecks(scenario, world, [base], inquiry.prior()), averages.study.checks),
      news: taken,
      ...(rivals === null ? {} : { rivals }),
    },
    {
      name: options.as ?? nameOf(solution.call.path),
      engine: version,
      frozen: outside.now(),
      seed: averages.seed,
      settings: {
        set: { ...options.set },
        step: options.step ?? null,
        reversed: options.reversed === true,
        ...(options.rival === undefined ? {} : { rival: options.rival }),
      },
    },
  );
  outside.saveFile(file, [frozen.text]);
  const { forecast, seal } = frozen;
  if (options.json) outside.writeOut(printJson({ status: "sealed", file: options.out, seal, forecast }));
  else outside.writeOut(page(outside, solution, frozen, { file: options.out, rivals }));
  return ExitCode.ok;
}

/** A mean over forms that lacks one of them is none. */
function refuseFormless(rivals: Forms | null): void {
  const counted = rivals?.forms.filter(({ weight, says }) => (weight ?? 0) > 0 && says === "") ?? [];
  const [lacking] = counted.filter(({ draws }) => draws === 0);
  if (lacking !== undefined)
    throw new Stop(
      ExitCode.notConverged,
      `of ${lacking.name === null ? "the form as it stands" : `the rival form ${lacking.name}`} no draw was solved: there is no mean over forms to seal`,
    );
}

/** `scenarios/labour-strike/scenario.standoff.yaml` is labour-strike, `lease.standoff.yaml` is lease. */
function nameOf(path: string): string {
  const stem = basename(path).replace(/(\.standoff)?\.ya?ml$/i, "");
  const folder = basename(dirname(resolve("/", path)));
  return stem === "scenario" && folder !== "" ? folder : stem;
}

function tellNoNews(outside: Outside, { scenario, inquiry }: Inquired, options: FreezeOptions): number {
  const news = inquiry.news();
  if (options.json) outside.writeOut(printJson({ status: news.status, news }));
  else {
    const [paint, width] = [paintFor(outside.color), Math.min(outside.columns, 100)];
    outside.writeOut(
      `${[...headLines(scenario, width, paint), "", ...newsLines(news, width, paint, scenario.rolled)].join("\n")}\n`,
    );
  }
  return newsCode(news);
}

interface Sealing {
  readonly file: string;
  readonly rivals: Forms | null;
}

function page(
  outside: Outside,
  { scenario, inquiry }: Inquired,
  { forecast, seal }: Frozen,
  { file, rivals }: Sealing,
): string {
  const paint: Paint = paintFor(outside.color);
  const width = Math.min(outside.columns, 100);
  const rows = forecast.questions.map(({ name, mean, band, habit, stated, baseRate }) => [
    name,
    percent(mean),
    bandCell(band, percentText),
    percentText(habit),
    percentText(stated),
    [baseRate ?? []]
      .flat()
      .map(({ happened, cases }) => `${happened} of ${cases}`)
      .join(", "),
  ]);
  const right = (title: string) => ({ title, align: "right" }) as const;
  const sections = [
    [...headLines(scenario, width, paint), ...newsLines(inquiry.news(), width, paint, scenario.rolled)],
    table(
      [
        { title: "sealed", align: "left", gives: true },
        right("mean"),
        right("band"),
        right("habit"),
        right("stated"),
        right("base rate"),
      ],
      rows,
      width,
      paint.faint,
    ),
    ...(rivals === null ? [] : [sealedOver(forecast, width), formLines(rivals, width, paint)]),
    [`${file}, as ${forecast.scenario.name}, on ${forecast.frozen}`, `seal ${seal}`],
    wrap(
      "Publish the seal, or commit the file: nothing in it can be changed later without breaking it. The time is that of this machine.",
      width,
    ).map(paint.faint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** Whether what is sealed is over forms or of the form as it stands. */
function sealedOver({ questions }: Frozen["forecast"], width: number): string[] {
  const own = questions.filter(({ forms }) => forms?.over === "as it stands").map(({ name }) => name);
  const rest = own.length < questions.length;
  const says = rest
    ? `Sealed is the mean over all forms by their weights (stated: the form as it stands)${own.length === 0 ? "" : `; as it stands, since not every form has it: ${own.join(", ")}`}.`
    : "Sealed is the form as it stands; what its rivals say is sealed beside it.";
  return wrap(`${says} \`score\` scores each form, too.`, width);
}
