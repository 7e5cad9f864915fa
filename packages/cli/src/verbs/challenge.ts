/** `standoff challenge`: what a colleague would hold against a forecast. */

import { type Challenge, type Challenges, challengesTo } from "standoff/judge";
import { percent, readable } from "standoff/words";
import { type JudgeOptions, judge, VALUES_NOTE } from "../judging.ts";
import type { Outside } from "../outside.ts";
import { hanging, wrap } from "../show/layout.ts";

interface ChallengeOptions extends JudgeOptions {
  readonly answer: string;
}

export function challenge(outside: Outside, name: string, options: ChallengeOptions): number {
  return judge<Challenges>(outside, name, options, {
    work: (solution, { news }) => challengesTo(solution, options.answer, { news }),
    page: ({ challenges }, _, { width, paint }) => [
      challenges.length === 0
        ? ["Nothing was found to hold against it."]
        : challenges.flatMap((one) => hanging(`${one.of}: `, `${one.says}${measured(one)}`, width)),
      wrap(`Each is a reason to look again, and no proof that something is wrong. ${VALUES_NOTE}`, width).map(
        paint.faint,
      ),
    ],
  });
}

function measured({ kind, measure }: Challenge): string {
  if (measure === null) return "";
  if (kind === "other side") return ` (${readable(measure)} steps away)`;
  return kind === "hardly made" ? ` (${percent(measure)})` : ` (${percent(measure)} of its variance)`;
}
