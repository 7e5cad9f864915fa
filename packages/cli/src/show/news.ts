/** Which news a page goes by, in a line or two under its head; and what became of it where it cannot be. */
import { canBe, type NewsChoice, type NewsTaken, readDay, type Scenario } from "standoff";
import { percent } from "standoff/words";
import { ExitCode, Stop } from "../exit-code.ts";
import type { NewsOptions } from "../options.ts";
import { hanging, wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";
import { dayOf, longDate } from "./plot.ts";

/** What the options choose, or a stop where they cannot be read. */
export function newsChoice(scenario: Scenario, { asOf, beforeNews }: NewsOptions): NewsChoice {
  if (beforeNews === true && asOf !== undefined) {
    throw new Stop(ExitCode.usage, "--as-of and --before-news exclude each other");
  }
  const rolled = scenario.rolled?.to ?? Number.NEGATIVE_INFINITY;
  if (beforeNews === true) {
    beforeRolled(scenario);
    return { before: true };
  }
  if (asOf === undefined) return {};
  const read = readDay(scenario, asOf);
  if ("says" in read) throw new Stop(ExitCode.usage, `--as-of ${asOf}: ${read.says}`);
  if (read.day < rolled) beforeRolled(scenario);
  return { asOf: read.day };
}

/** A game that was rolled on has no answer before it starts: a stop. */
export function beforeRolled({ rolled }: Scenario): void {
  if (rolled === null) return;
  const day = longDate(rolled.to);
  throw new Stop(
    ExitCode.usage,
    `this file was rolled on to ${day}: its game starts from the news up to then; ask the file that it extends for what was before`,
  );
}

/**
 * The lines under a page's head. `rolled`: by the scenario's own; its game starts from the news, which nothing can
 * leave out.
 */
export function newsLines(taken: NewsTaken, width: number, paint: Paint, rolled: Scenario["rolled"] = null): string[] {
  const leftOut = rolled === null ? " --before-news leaves it out." : "";
  switch (taken.status) {
    case "no news":
      return [];
    case "before the news":
      return wrap(`Before the news: the file's history (${count(taken.of)}) is left out.`, width).map(paint.faint);
    case "conditioned":
      return wrap(knownText(taken, leftOut), width).map(paint.faint);
    default:
      return [
        ...hanging(`${taken.status}: `, taken.says, width).map(paint.error),
        ...wrap(`The news leaves nothing to go by.${leftOut} --as-of DATE takes less of it.`, width),
      ];
  }
}

function knownText({ asOf, since, through, items, of, likelihood }: NewsTaken, leftOut: string): string {
  const [day, first, last] = [asOf, since, through].map((iso) => longDate(dayOf(iso!)));
  const until =
    since! >= through!
      ? ""
      : ` The whole period that holds that day, ${first} to ${last}, counts as seen${items > 1 ? ", and each item for the whole of its period" : ""}.`;
  if (items === 0) return `Given the news as of ${day}: none of the file's ${count(of)} yet.`;
  const some = items === of ? count(items) : `${items} of the file's ${count(of)}`;
  return `Given the news as of ${day}: ${some}, expected with ${percent(likelihood)} in this model.${until}${leftOut}`;
}

function count(items: number): string {
  return items === 1 ? "1 item" : `${items} items`;
}

/** How a verb ends that answers by the news. */
export function newsCode(taken: NewsTaken): number {
  return canBe(taken) ? ExitCode.ok : ExitCode.faulty;
}
