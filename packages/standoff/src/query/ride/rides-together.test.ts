/** Rides that go together come to the same as each by itself, and to the same bits in any company. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { openText } from "../../../test/open-text.ts";
import { randomScenario } from "../../../test/random/random-scenario.ts";
import type { Scenario } from "../../language/scenario.ts";
import type { Played } from "../../solve/solution.ts";
import { usualPlay } from "../../solve/usual-play.ts";
import { printDay } from "../../text/dates.ts";
import type { World } from "../../world/world.ts";
import { isAnyCut } from "../dates/slices.ts";
import { planForecast, playOutcomes, sharedOutcomes } from "../forecast.ts";
import { mistakenSlots } from "../mistakes.ts";
import { figuresOf, planQuestions, sharedFigures } from "../questions/figures.ts";
import { parseQuestion } from "../questions/question.ts";
import { ridesTogether } from "./rides-together.ts";

/** Sums are taken in another order, of at most some thousand chances. */
const ROUNDING = 13;
/**
 * A condition that is no likelier may be impossible: sums of chances in another order then come to nothing or to this.
 */
const LEFT_BY_ROUNDING = 1e-15;

/** Questions about all pairs of neighbouring outcomes that ride as automata, or alone. */
function questionsOf(scenario: Scenario): string[] {
  const names = scenario.outcomes.filter(({ how }) => how !== "at end" && how !== "else").map(({ name }) => name);
  return names.flatMap((name, i) => {
    const other = names[(i + 1) % names.length];
    return [`P(${name})`, `P(${name} before ${other})`, `P(not ${name} | ${other})`, `P(${name} or not ${other})`];
  });
}

/**
 * Questions whose dates lie inside periods: of one outcome, of two, in one period and in several, and as a condition.
 */
function datedQuestionsOf(scenario: Scenario): string[] {
  const names = scenario.outcomes.filter(({ how }) => how !== "at end" && how !== "else").map(({ name }) => name);
  const inside = scenario.calendar.periods.flatMap(({ start, days }) =>
    days < 3 ? [] : [printDay(start), printDay(start + days - 2)],
  );
  return names.flatMap((name, i) => {
    const other = names[(i + 1) % names.length];
    const [first, last] = [inside[i % inside.length], inside[(i + 3) % inside.length]];
    if (first === undefined || last === undefined) return [];
    return [
      `P(${name} by ${first})`,
      `P(${name} by ${last} or ${other} by ${first})`,
      `P(not ${name} | ${other} by ${last})`,
      `P(${name} by ${first} | not ${other} by ${first})`,
    ];
  });
}

/** Play by habit with points in place of what is expected, so that some choices are mistakes. */
function playOf(world: World, salt: number): Played {
  const q = Float64Array.from({ length: world.header.slots }, (_, slot) => (slot * (salt + 3)) % 7);
  return { ...usualPlay(world), scale: 1, q };
}

test("rides together are as rides by themselves", { timeout: 1_200_000 }, () => {
  const met = { outcomes: 0, figures: 0, dated: 0, mistakes: 0 };
  fc.assert(
    fc.property(randomScenario({ maxPeriods: 4 }), (text) => {
      const opened = openText(text, {}, { maxBytes: 1e7 });
      if (opened.status !== "open") return;
      const { world } = opened;
      const scenario = { ...opened.scenario, errorStake: 5 };
      const plan = planForecast(scenario, world);
      const asked = questionsOf(scenario).flatMap((ask) => parseQuestion(scenario, ask).question ?? []);
      const dated = datedQuestionsOf(scenario).flatMap((ask) => parseQuestion(scenario, ask).question ?? []);
      const carriage = planQuestions(scenario, world, [...asked.slice(0, 8), ...dated.slice(0, 8)]);
      const together = ridesTogether(
        world,
        [...sharedOutcomes(plan), ...sharedFigures(carriage, new Set())],
        Number.POSITIVE_INFINITY,
      );
      if (together === null) return;
      const plays = [...[0, 1, 2, 3, 4].map((salt) => playOf(world, salt)), usualPlay(world)];
      const ridden = plays.map(({ policy, scale, q }) => {
        const mistakes = q === undefined ? null : mistakenSlots(world, { q }, scenario.errorStake);
        return { scenario, world, policy, scale, mistakes };
      });
      const rides = together.ride(ridden);
      plays.forEach((played, i) => {
        const alone = playOutcomes(plan, played, null);
        const shared = playOutcomes(plan, played, null, rides[i]);
        met.outcomes += rides[i].size;
        for (const [k, timing] of alone.timings.entries()) {
          if (timing === undefined) continue;
          if (timing.errorShare > 0) met.mistakes++;
          expect(shared.timings[k].errorShare).toBeCloseTo(timing.errorShare, ROUNDING);
          timing.by.forEach((by, period) => {
            expect(shared.timings[k].by[period]).toBeCloseTo(by, ROUNDING);
          });
        }
        expect(shared.groups.length).toBe(alone.groups.length);
        const figures = figuresOf(carriage, played, null);
        for (const [k, figure] of figuresOf(carriage, played, null, rides[i]).entries()) {
          const { value, given, errorShare } = figures[k]!;
          met.figures++;
          const rider = carriage.riders[k];
          if (rider && rides[i].has(rider) && isAnyCut(rider.slices)) met.dated++;
          expect(figure!.given).toBeCloseTo(given, ROUNDING);
          if (given < LEFT_BY_ROUNDING) continue;
          expect(figure!.value).toBeCloseTo(value, ROUNDING);
          if (errorShare === null) expect(figure!.errorShare).toBeNull();
          else expect(figure!.errorShare).toBeCloseTo(errorShare, 9); // a share of what may be hardly likely
        }
      });
      expect(together.ride([ridden[3]])[0]).toEqual(rides[3]);
    }),
    { numRuns: 60 },
  );
  for (const number of Object.values(met)) expect(number).toBeGreaterThan(20);
});
