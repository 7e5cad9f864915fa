/**
 * `standoff options`: what each act that is open to an actor in a situation would bring: how often it is taken, points,
 * risks.
 */

import { type ActorOptions, type DeskOptions, optionsOf } from "standoff/judge";
import { percent, readable } from "standoff/words";
import { dayGiven, type JudgeOptions, judge, type Sheet, VALUES_NOTE } from "../judging.ts";
import type { Outside } from "../outside.ts";
import { load } from "../run.ts";
import { hanging, table, wrap } from "../show/layout.ts";
import { dayOf, longDate } from "../show/plot.ts";

interface OptionsOptions extends JudgeOptions {
  readonly actor: string;
  readonly on: string;
  readonly if?: string;
}

type Told = Extract<ActorOptions, { status: "told" }>;

export function options(outside: Outside, name: string, given: OptionsOptions): number {
  const on = dayGiven(load(outside, name, given), "--on", given.on);
  const situation = given.if === undefined ? {} : { situation: given.if };
  return judge<ActorOptions>(outside, name, given, {
    work: (solution, { news }) => optionsOf(solution, { actor: given.actor, on, ...situation, news }),
    page: (told, _, sheet) => page(told, given.if, sheet),
  });
}

function page({ actorName, date, desks }: Told, situation: string | undefined, sheet: Sheet): string[][] {
  const { width, paint } = sheet;
  const notes = [
    "Chance: how often it is taken per time that the desk meets there. Points: what the actor expects from that period on, in its own eyes, by all that it sees; in brackets how far behind the best. Below: every outcome by the last day, given that it is taken there and then.",
    VALUES_NOTE,
  ];
  const when = `${actorName} in the period from ${longDate(dayOf(date))}${situation === undefined ? "" : `, where ${situation}`}`;
  return [
    wrap(when, width).map(paint.strong),
    ...desks.map((desk) => deskLines(desk, sheet)),
    notes.flatMap((note) => wrap(note, width)).map(paint.faint),
  ];
}

function deskLines({ desk, reached, meets, acts }: DeskOptions, { width, paint }: Sheet): string[] {
  const right = (title: string) => ({ title, align: "right" }) as const;
  const rows = acts.map(({ act, chance, available, points, behindBest }) => [
    available < 1 - 1e-9 ? `${act} (open ${percent(available)})` : act,
    percent(chance),
    points === null ? "-" : `${readable(points)}${(behindBest ?? 0) > 0 ? ` (-${readable(behindBest!)})` : ""}`,
  ]);
  const risks = acts.flatMap(({ act, outcomes }) =>
    hanging(
      `  ${act}: `,
      outcomes.map(({ name, probability }) => `${name} ${percent(probability)}`).join(", ") || "never taken here",
      width,
    ),
  );
  return [
    `${paint.strong(desk)}: play comes there ${percent(reached)}, and it then meets ${percent(meets)}`,
    ...table([{ title: "", align: "left", gives: true }, right("chance"), right("points")], rows, width, paint.faint),
    paint.faint("once it is taken, by the last day:"),
    ...risks,
  ];
}
