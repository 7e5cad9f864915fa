/**
 * `standoff watch`: which visible occurrences, seen or not by a day, would tell most of an answer; and what is worth
 * finding out.
 */

import { type FindOut, type Watched, whatToFindOut, whatToWatch } from "standoff/judge";
import { percent, readable } from "standoff/words";
import { dayGiven, type JudgeOptions, judge, type Sheet, VALUES_NOTE } from "../judging.ts";
import type { Outside } from "../outside.ts";
import { load } from "../run.ts";
import { table, wrap } from "../show/layout.ts";
import { dayOf, longDate } from "../show/plot.ts";

interface WatchOptions extends JudgeOptions {
  readonly answer: string;
  readonly by?: string;
}

type Told = Extract<Watched, { status: "told" }> & { readonly findOut: Found };
type Found = Pick<Extract<FindOut, { status: "told" }>, "deviation" | "unknowns"> | { readonly says: string };

export function watch(outside: Outside, name: string, options: WatchOptions): number {
  const { answer } = options;
  const by = options.by === undefined ? {} : { by: dayGiven(load(outside, name, options), "--by", options.by) };
  return judge<Told | Exclude<Watched, { status: "told" }>>(outside, name, options, {
    work: (solution, { news }) => {
      const found = whatToWatch(solution, answer, { news, ...by });
      if (found.status !== "told") return found;
      return { ...found, findOut: findOutOf(whatToFindOut(solution, answer, { news })) };
    },
    page: (told, _, sheet) => page(told, sheet),
  });
}

function findOutOf(found: FindOut): Found {
  if (found.status === "told") return { deviation: found.deviation, unknowns: found.unknowns };
  return { says: found.status === "none" ? found.says : "it is not understood" };
}

/** Signs and unknowns shown on a page; JSON has all. */
const MOST_SHOWN = 12;
const LEAST_SHARE = 0.01;

function page(told: Told, { width, paint }: Sheet): string[][] {
  const { answer, value, open, later, signs, by, uncertainty, findOut } = told;
  const day = longDate(dayOf(by));
  const right = (title: string) => ({ title, align: "right" }) as const;
  const rows = signs
    .slice(0, MOST_SHOWN)
    .map(({ sign, chance, seen, unseen, shift, bits }) => [
      sign,
      percent(chance),
      seen === null ? "-" : percent(seen),
      unseen === null ? "-" : percent(unseen),
      readable(100 * shift),
      readable(bits),
    ]);
  const given =
    open < 1
      ? ` It is still to come after ${day} with ${percent(open)}; given that, it comes with ${percent(later)}.`
      : "";
  const left = signs.length - rows.length;
  const notes = [
    `Chance: that the sign is seen by ${day}${open < 1 ? ", given that the answer is still to come" : ""}. Shift: by how many points the answer is expected to move. Bits: information of the sign about the answer, of which ${readable(uncertainty)} are not known.${left > 0 ? ` ${left} further signs: --json.` : ""} A sign tells; it need not be a cause.`,
    VALUES_NOTE,
  ];
  return [
    wrap(`${answer}: ${percent(value)}.${given}`, width),
    table(
      [
        { title: `by ${day}`, align: "left", gives: true },
        right("chance"),
        right("if seen"),
        right("if not"),
        right("shift"),
        right("bits"),
      ],
      rows,
      width,
      paint.faint,
    ),
    ...findOutLines(findOut, { width, paint }),
    notes.flatMap((note) => wrap(note, width)).map(paint.faint),
  ];
}

function findOutLines(found: Found, { width, paint }: Sheet): string[][] {
  if ("says" in found) return [wrap(`What to find out: ${found.says}.`, width)];
  const rows = found.unknowns
    .filter(({ share }) => share >= LEAST_SHARE)
    .slice(0, MOST_SHOWN)
    .map(({ quantity, share, narrows }) => [quantity, percent(share), percent(narrows)]);
  const right = (title: string) => ({ title, align: "right" }) as const;
  return [
    [
      ...table(
        [{ title: "to find out", align: "left", gives: true }, right("share"), right("narrows by")],
        rows,
        width,
        paint.faint,
      ),
      ...wrap(
        `Share: of the variance of the answer over all that is drawn, by the first order at the stated values; its standard deviation is ${readable(100 * found.deviation)} points. Narrows by: what that would lose, were this known for certain.`,
        width,
      ).map(paint.faint),
    ],
  ];
}
