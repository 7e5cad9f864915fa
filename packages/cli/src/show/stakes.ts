/** What is at stake for every actor, and how steady that makes it: for `check --stakes`. */
import type { BuiltScenario } from "standoff";
import { table } from "./layout.ts";
import type { Paint } from "./paint.ts";

/** Odds of 9 in 10. */
const SURE = Math.log(9);

/**
 * Points and parts of a stake by which an option must be better to be chosen 9 in 10; null where nobody chooses for
 * reasons.
 */
export function stakesJson({ scenario, world }: BuiltScenario) {
  return world.header.description.actors.map(({ id, name, lambda, stake = 0 }, actor) => ({
    id,
    name,
    stake,
    lambda,
    betterBy: lambda > 0 ? { points: SURE / lambda, stakes: stake > 0 ? SURE / lambda / stake : null } : null,
    giveOrTake: scenario.actors[actor].giveOrTake,
  }));
}

export function stakesLines(built: BuiltScenario, width: number, paint: Paint): string[] {
  const short = (value: number) => `${Number(value.toPrecision(3))}`;
  return [
    "",
    paint.heading("At stake for each actor, and its steadiness"),
    ...table(
      [
        { title: "", align: "left", gives: true },
        { title: "stake", align: "right" },
        { title: "lambda", align: "right" },
        { title: "9 in 10 when better by", align: "right" },
        { title: "give or take", align: "right" },
      ],
      stakesJson(built).map(({ name, stake, lambda, betterBy, giveOrTake }) => [
        name,
        `${short(stake)} points`,
        short(lambda),
        betterBy === null
          ? "never"
          : `${short(betterBy.points)} points${betterBy.stakes === null ? "" : `, ${short(betterBy.stakes)} stakes`}`,
        `a factor of ${short(giveOrTake)}`,
      ]),
      width,
      paint.faint,
    ),
    "",
    paint.faint(
      "A stake is the standard deviation of an actor's whole payoff over plays in which everyone does what is usual.",
    ),
  ];
}
