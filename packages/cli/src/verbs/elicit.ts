/**
 * `standoff elicit`: an interview in the terminal. What an analyst can say (which is worse, how many times, for which
 * gamble, how often in ten, low, likely and high) becomes values with ranges and a steadiness, written into the file
 * with who, when and why; comments and layout stay. What does not fit is shown and asked again.
 */
import { resolve } from "node:path";
import { editText, type Path, readForEditing, sheetsOf, type Written } from "standoff/editing";
import {
  type AgendaItem,
  agendaOf,
  chosenInTen,
  fitPoints,
  type Judged,
  lambdaFromReadiness,
  outOfOrder,
  type PointStatement,
  rateFromChance,
} from "standoff/elicit";
import { readable } from "standoff/words";
import { ExitCode, Stop } from "../exit-code.ts";
import { findScenario } from "../find-scenario.ts";
import { nextCommand } from "../next-command.ts";
import type { Outside } from "../outside.ts";
import { callOf, load, reader } from "../run.ts";
import { printJson } from "../show/json.ts";
import { table, wrap } from "../show/layout.ts";
import { type Paint, paintFor } from "../show/paint.ts";
import { textOf } from "../text-of.ts";

interface ElicitOptions {
  readonly only: readonly string[];
  readonly by?: string;
  readonly why?: string;
  readonly allowRead?: readonly string[];
  readonly json?: boolean;
}

/** A value that was found, as it goes into the file. */
interface Found {
  readonly assumption: string;
  readonly value: string;
  readonly range: string | null;
  /** In words, from which answers. */
  readonly from: string;
}

const MONTH = 30.4375;

export function elicit(outside: Outside, name: string, options: ElicitOptions): number {
  const interview = new Interview(outside, name, options);
  interview.run();
  const { found, steadiness, misfits } = interview;
  const file = interview.path;
  if (options.json)
    outside.writeOut(
      printJson({
        status: found.length + steadiness.length > 0 ? "written" : "nothing said",
        file,
        values: found,
        steadiness: steadiness[0] ?? null,
        misfits,
      }),
    );
  else outside.writeOut(interview.summary());
  return ExitCode.ok;
}

/** The end of what is typed: what was written stays. */
class EndOfAnswers extends Error {}

class Interview {
  readonly path: string;
  readonly found: Found[] = [];
  /** At most one. */
  readonly steadiness: string[] = [];
  /** Statements that still do not fit, in points. */
  readonly misfits: { readonly statement: string; readonly points: number }[] = [];
  readonly #outside: Outside;
  readonly #name: string;
  readonly #options: ElicitOptions;
  readonly #paint: Paint;
  readonly #width: number;
  #text: string;

  constructor(outside: Outside, name: string, options: ElicitOptions) {
    this.#outside = outside;
    this.#name = name;
    this.#options = options;
    this.#paint = paintFor(outside.color);
    this.#width = Math.min(outside.columns, 100);
    this.path = findScenario(outside, name);
    this.#text = textOf(outside, this.path);
  }

  run(): void {
    const agenda = this.#agenda();
    this.#say(
      "What you can say becomes numbers in the file. Answer with one figure, or with three: low, likely, high (as in 2 4 7). An empty line leaves a thing as it is; what was answered is written at once, and Ctrl-C ends the interview.",
    );
    try {
      for (const { of, assumptions } of agenda.points) this.#points(of, assumptions);
      for (const one of agenda.chances) this.#chance(one);
      for (const one of agenda.rates) this.#rate(one);
      for (const one of agenda.amounts) this.#amount(one);
      if (this.#options.only.length === 0) this.#steadiness();
    } catch (end) {
      if (!(end instanceof EndOfAnswers)) throw end;
    }
  }

  summary(): string {
    const { found, misfits } = this;
    if (found.length + this.steadiness.length === 0) return "Nothing was said: the file is as it was.\n";
    const rows = found.map(({ assumption, value, range, from }) => [assumption, value, range ?? "", from]);
    const columns = ["assumption", "value", "range", "from"].map((title) => ({
      title,
      align: "left" as const,
      gives: title === "from",
    }));
    return [
      ...table(columns, rows, this.#width, this.#paint.faint),
      ...this.steadiness.map((one) => `steadiness: ${one}`),
      ...misfits.flatMap(({ statement, points }) =>
        wrap(`Does not fit by ${readable(Math.abs(points))} points: ${statement}`, this.#width).map(
          this.#paint.warning,
        ),
      ),
      "",
      `Wrote ${this.path}. The grounds stand in the notes of each assumption.`,
      "",
      `  ${nextCommand(this.#outside, "forecast", this.#name)}`,
      "",
    ].join("\n");
  }

  /** Of the assumptions that this very file states. */
  #agenda() {
    const solving = {
      set: {},
      ...(this.#options.allowRead === undefined ? {} : { allowRead: this.#options.allowRead }),
    };
    const scenario = load(this.#outside, this.#name, solving);
    const call = callOf(this.#outside, this.#name, solving);
    const own = sheetsOf(readForEditing(this.path, reader(call))).assumptions.map(({ name }) => name);
    const { only } = this.#options;
    const unknown = only.find((name) => !own.includes(name));
    if (unknown !== undefined)
      throw new Stop(ExitCode.usage, `${this.path} states no assumption "${unknown}"; there are: ${own.join(", ")}`);
    const agenda = agendaOf(scenario);
    const wanted = ({ name }: AgendaItem) => own.includes(name) && (only.length === 0 || only.includes(name));
    return {
      points: agenda.points
        .map(({ of, assumptions }) => ({ of, assumptions: assumptions.filter(wanted) }))
        .filter(({ assumptions }) => assumptions.length > 0),
      chances: agenda.chances.filter(wanted),
      rates: agenda.rates.filter(wanted),
      amounts: agenda.amounts.filter(wanted),
    };
  }

  // ---- Points ----

  #points(of: string, assumptions: readonly AgendaItem[]): void {
    this.#head(`What things are worth to ${of}`);
    for (const [i, one] of assumptions.entries()) this.#line(`  ${i + 1}  ${titled(one)}`);
    const order = assumptions.length === 1 ? [0] : this.#ranking(assumptions);
    if (order === null) return;
    const ranked = order.map((place) => assumptions[place]);
    const statements = this.#statements(ranked);
    if (statements === null) return;
    this.#fit(ranked, statements);
  }

  /** Places from the one that weighs most; null where that is left. */
  #ranking(assumptions: readonly AgendaItem[]): number[] | null {
    return this.#ask("Which weighs most, which next? Their numbers, most first (as in 2 1 3).", (answer) => {
      const places = answer.split(/[\s,]+/).map((part) => Number(part) - 1);
      const whole = places.length === assumptions.length && assumptions.every((_, i) => places.includes(i));
      return whole ? places : `each number from 1 to ${assumptions.length} once`;
    });
  }

  /** The first by a gamble, the others against it, the last by itself too, which shows how well all of it fits. */
  #statements([top, ...others]: readonly AgendaItem[]): PointStatement[] | null {
    const gamble = this.#gamble(top);
    if (gamble === null) return null;
    const statements: PointStatement[] = [gamble];
    for (const one of others) {
      const times = this.#times(one, top);
      if (times !== null) statements.push(times);
    }
    const last = others.at(-1);
    const outright = last === undefined ? null : this.#outright(last);
    return outright === null ? statements : [...statements, outright];
  }

  #gamble(one: AgendaItem): PointStatement | null {
    const chance = this.#judge(
      `${titled(one)}: against it a ticket that brings 100 points of the scale${one.unit.includes("per") ? " (for the same time)" : ""} with some chance, and else nothing. With a chance of how many in a hundred would the ticket weigh as much?`,
      [0, 100],
    );
    return chance && { kind: "gamble", of: one.name, best: 100, worst: 0, chance: scaled(chance, 1 / 100) };
  }

  #times(one: AgendaItem, top: AgendaItem): PointStatement | null {
    const part = this.#judge(`If "${top.name}" counts as 100, how much does "${one.name}" count?`, [0, 1000]);
    return part && { kind: "times", of: one.name, than: top.name, times: scaled(part, 1 / 100) };
  }

  #outright(one: AgendaItem): PointStatement | null {
    const points = this.#judge(`And by itself: how many points is ${titled(one)}?`, [0, 10_000]);
    return points && { kind: "points", of: one.name, points };
  }

  #fit(ranked: readonly AgendaItem[], given: PointStatement[]): void {
    const statements = [...given];
    for (let round = 0; ; round++) {
      const fit = fitPoints(statements);
      if (fit.status === "open") throw new Error(`untied: ${fit.names}`);
      const values = new Map(fit.points.map(({ of, value }) => [of, value]));
      const most = Math.max(...values.values());
      const order = ranked.map(({ name }) => name).filter((name) => values.has(name));
      const turned = outOfOrder(order, values);
      const worst = fit.misfit.reduce((at, one, k) => (Math.abs(one) > Math.abs(fit.misfit[at]) ? k : at), 0);
      const loose = Math.abs(fit.misfit[worst]) > TOLERANCE * most;
      if ((!loose && turned.length === 0) || round === ROUNDS) {
        fit.misfit.forEach((points, k) => {
          if (Math.abs(points) > TOLERANCE * most) this.misfits.push({ statement: inWords(statements[k]), points });
        });
        this.#keepPoints(ranked, fit.points);
        return;
      }
      for (const [first, second] of turned)
        this.#say(
          `You ranked "${first}" above "${second}", but your answers put it at ${readable(values.get(first)!)} against ${readable(values.get(second)!)} points.`,
        );
      if (loose)
        this.#say(
          `This does not fit the rest by ${readable(Math.abs(fit.misfit[worst]))} points: ${inWords(statements[worst])}.`,
        );
      const again = this.#again(statements[worst], ranked);
      if (again === null) round = ROUNDS - 1;
      else statements[worst] = again;
    }
  }

  #again(statement: PointStatement, ranked: readonly AgendaItem[]): PointStatement | null {
    this.#line("Once more, or an empty line to let it stand.");
    const one = ranked.find(({ name }) => name === statement.of)!;
    if (statement.kind === "gamble") return this.#gamble(one);
    return statement.kind === "times" ? this.#times(one, ranked[0]) : this.#outright(one);
  }

  #keepPoints(
    ranked: readonly AgendaItem[],
    points: readonly { of: string; value: number; low: number; high: number }[],
  ): void {
    const found = ranked.flatMap((one): Found[] => {
      const own = points.find(({ of }) => of === one.name);
      if (own === undefined) return [];
      const sign = one.value < 0 ? -1 : 1;
      const [low, high] = [sign * Math.max(0, own.low), sign * own.high].sort((a, b) => a - b);
      return [
        {
          assumption: one.name,
          ...written({ low, likely: sign * own.value, high }, one.range, readable),
          from: "ranking, ratios and a gamble",
        },
      ];
    });
    this.#keep(found);
  }

  // ---- Chances, rates, amounts ----

  #chance(one: AgendaItem): void {
    this.#head(titled(one));
    const often = this.#judge("In how many of ten such cases is it so?", [0, 10]);
    if (often === null) return;
    this.#keep([
      {
        assumption: one.name,
        ...written(scaled(often, 1 / 10), one.range, readable),
        from: `${threeOf(often)} of ten`,
      },
    ]);
  }

  #rate(one: AgendaItem): void {
    this.#head(titled(one));
    const often = this.#judge(
      "Where nothing speaks for it or against it: in how many of ten cases does it come within a month?",
      [0, 9.99],
    );
    if (often === null) return;
    const rate = (times: number) => rateFromChance(times / 10, MONTH) * MONTH;
    const judged = { low: rate(often.low), likely: rate(often.likely), high: rate(often.high) };
    const before = one.range === null ? null : ([one.range[0] * MONTH, one.range[1] * MONTH] as const);
    this.#keep([
      {
        assumption: one.name,
        ...written(judged, before, (value) => `${readable(value)} per month`),
        from: `${threeOf(often)} of ten within a month`,
      },
    ]);
  }

  #amount(one: AgendaItem): void {
    this.#head(titled(one));
    const unit = one.type === "date" ? "as days, such as 2026-05-01" : `as the file has it now: ${one.text}`;
    this.#ask(`Low; likely; high, ${unit}, with semicolons between; or one.`, (answer) => {
      const parts = answer.split(";").map((part) => part.trim());
      if (parts.length !== 1 && parts.length !== 3) return "one value, or three with semicolons between";
      const [low, likely, high] = parts.length === 1 ? [parts[0], parts[0], parts[0]] : parts;
      const found = {
        assumption: one.name,
        value: likely,
        range: low === high ? null : `${low} to ${high}`,
        from: "low, likely, high",
      };
      return this.#tryKeep([found]) ?? found;
    });
  }

  // ---- Steadiness ----

  #steadiness(): void {
    this.#head("How steadily better options are chosen");
    const points = this.#judge(
      "They have something before them that is better for them than leaving it, by so many points (12, say). How many?",
      [0.1, 100],
    );
    if (points === null) return;
    const meetings = this.#judge("How often in a month do they take it up?", [1, 1000]);
    const better = meetings && this.#judge(`In how many of ten cases have they done it within a month?`, [0.01, 9.99]);
    const same =
      better && this.#judge("And were it neither better nor worse than leaving it: in how many of ten?", [0.01, 9.99]);
    if (meetings === null || better === null || same === null) return;
    const lambda = lambdaFromReadiness({
      same: same.likely / 10,
      better: better.likely / 10,
      points: points.likely,
      meetings: meetings.likely,
    });
    if (lambda <= 0) {
      this.#say("Then a better option is chosen no oftener than usual: the steadiness is left as it is.");
      return;
    }
    const inTen = Math.min(9.99, chosenInTen(lambda, points.likely));
    const stated = { "better by": `${readable(points.likely)} points`, "is chosen": `${readable(inTen)} in 10` };
    const says = `${stated["better by"]} better is chosen ${stated["is chosen"]}`;
    const refused = this.#write([{ set: ["steadiness"], to: stated }]);
    if (refused === null) this.steadiness.push(says);
    else this.#say(refused);
  }

  // ---- Writing ----

  #keep(found: readonly Found[]): void {
    const refused = this.#tryKeep(found);
    if (refused !== null) this.#say(refused);
  }

  /** Null once it is written, or why it is not. */
  #tryKeep(found: readonly Found[]): string | null {
    const { by, why } = this.#options;
    const note = (from: string) =>
      [
        `elicited ${this.#outside.today()}${by === undefined ? "" : ` from ${by}`} by ${from}`,
        ...(why === undefined ? [] : [why]),
      ].join("; ");
    const changes = found.flatMap(({ assumption, value, range, from }) => {
      const at = (key: string): Path => ["assumptions", assumption, key];
      return [
        { set: at("value"), to: value },
        ...(range === null ? [] : [{ set: at("range"), to: range }]),
        { set: at("note"), to: note(from) },
      ];
    });
    const refused = this.#write(changes);
    if (refused === null) this.found.push(...found);
    return refused;
  }

  /** Writes the changes into the file, if it is sound with them and still as it was read. */
  #write(changes: readonly { readonly set: Path; readonly to: Written }[]): string | null {
    let text = this.#text;
    for (const change of changes) {
      const edited = editText(text, change);
      if (edited.status === "refused") return `It is not written: ${edited.why}.`;
      text = edited.text;
    }
    const call = callOf(this.#outside, this.#name, {
      set: {},
      ...(this.#options.allowRead === undefined ? {} : { allowRead: this.#options.allowRead }),
    });
    const read = reader(call);
    const wrong = readForEditing(this.path, (path) => (path === this.path ? text : read(path))).diagnostics.find(
      ({ severity }) => severity === "error",
    );
    if (wrong !== undefined) return `It is not written: with it, ${wrong.message}.`;
    const absolute = resolve(this.#outside.cwd, this.path);
    if (this.#outside.readFile(absolute) !== this.#text)
      throw new Stop(
        ExitCode.cannotWrite,
        `${this.path} was changed by someone else meanwhile; nothing more is written`,
      );
    this.#outside.rewriteFile(absolute, text);
    this.#text = text;
    return null;
  }

  // ---- Asking ----

  /** One figure, or low, likely and high within bounds; null where the line is empty. */
  #judge(question: string, [least, most]: readonly [number, number]): Judged | null {
    return this.#ask(question, (answer) => {
      const numbers = answer.split(/[\s,]+/).map(Number);
      if (numbers.some((one) => !Number.isFinite(one)) || (numbers.length !== 1 && numbers.length !== 3))
        return "one number, or three: low, likely, high";
      const [low, likely, high] = numbers.length === 1 ? [numbers[0], numbers[0], numbers[0]] : numbers;
      if (low > likely || likely > high) return "low, likely, high, in this order";
      return low < least || high > most ? `from ${least} to ${most}` : { low, likely, high };
    });
  }

  /** Asks until an answer can be read (what reads it gives a text otherwise), or the line is empty: null. */
  #ask<T extends object>(question: string, readAnswer: (answer: string) => T | string): T | null {
    for (;;) {
      this.#say(question);
      this.#outside.writeError("> ");
      const line = this.#outside.readLine();
      if (line === null) throw new EndOfAnswers();
      if (!this.#outside.live) this.#outside.writeError("\n");
      if (line.trim() === "") return null;
      const found = readAnswer(line.trim());
      if (typeof found !== "string") return found;
      this.#say(`Please: ${found}.`);
    }
  }

  #head(text: string): void {
    this.#line(`\n${this.#paint.heading(text)}`);
  }

  #say(text: string): void {
    for (const line of wrap(text, this.#width)) this.#line(line);
  }

  #line(text: string): void {
    this.#outside.writeError(`${text}\n`);
  }
}

/** What does not fit by less than this part of the largest is let stand. */
const TOLERANCE = 0.1;
const ROUNDS = 3;

function titled({ name, type, unit, text, range }: AgendaItem): string {
  if (type !== "number") return `${name} (now ${text})`;
  const over = range === null ? "" : `, ${readable(range[0])} to ${readable(range[1])}`;
  return `${name} (${unit === "" ? "" : `${unit}; `}now ${text}${over})`;
}

const scaled = ({ low, likely, high }: Judged, by: number): Judged => ({
  low: by * low,
  likely: by * likely,
  high: by * high,
});

const threeOf = ({ low, likely, high }: Judged) =>
  low === high ? readable(likely) : `${readable(low)}, ${readable(likely)}, ${readable(high)}`;

/**
 * A value and its range as the file has them; a range that was there stays where none is said, widened as far as the
 * value asks.
 */
function written(
  { low, likely, high }: Judged,
  before: AgendaItem["range"],
  text: (value: number) => string,
): Pick<Found, "value" | "range"> {
  const [from, to] =
    low < high ? [low, high] : [Math.min(likely, ...(before ?? [])), Math.max(likely, ...(before ?? []))];
  const isAsBefore = from === before?.[0] && to === before[1];
  return { value: text(likely), range: from < to && !isAsBefore ? `${text(from)} to ${text(to)}` : null };
}

function inWords(one: PointStatement): string {
  switch (one.kind) {
    case "points":
      return `"${one.of}" is ${threeOf(one.points)} points`;
    case "gamble":
      return `"${one.of}" weighs as much as 100 points with a chance of ${threeOf(scaled(one.chance, 100))} in a hundred`;
    case "times":
      return `"${one.of}" counts ${threeOf(scaled(one.times, 100))} where "${one.than}" counts 100`;
  }
}
