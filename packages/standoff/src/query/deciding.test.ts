/** Whose choices bring outcomes about: in fewer numbers it comes to the same as in one for each outcome. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { openText } from "../../test/open-text.ts";
import { randomScenario } from "../../test/random/random-scenario.ts";
import { usualPlay } from "../solve/usual-play.ts";
import { decidedIn } from "./deciding.ts";
import { planForecast } from "./forecast.ts";
import type { Filter } from "./ride/ride-order.ts";

/** News that leaves everything as it is: it is swept for as news is. */
const nothing: Filter = { until: -1, flags: 1, hope: () => 1, step: (flags) => flags };

test("without news as with news that says nothing", { timeout: 1_200_000 }, () => {
  const met = { acts: 0, mistaken: 0 };
  fc.assert(
    fc.property(randomScenario({ maxPeriods: 4 }), fc.nat(6), (text, nth) => {
      const opened = openText(text, {}, { maxBytes: 1e7 });
      if (opened.status !== "open") return;
      const { scenario, world } = opened;
      const { policy } = usualPlay(world);
      const mistakes = Uint8Array.from(policy, (_, slot) => (slot > 0 && slot % 7 === nth ? 1 : 0));
      for (const { plan, watches } of planForecast(scenario, world).parts) {
        const stops = plan.columns.map(({ stop }) => stop).filter((stop) => stop !== 0);
        const order = { world, policy, watches, stops, mistakes };
        const free = decidedIn({ ...order, filter: null });
        for (const [k, slow] of decidedIn({ ...order, filter: nothing }).entries()) {
          expect(free[k].map(({ desk, move }) => [desk, move])).toEqual(slow.map(({ desk, move }) => [desk, move]));
          for (const [i, { probability, mistaken }] of slow.entries()) {
            met.acts++;
            if (mistaken > 0) met.mistaken++;
            expect(free[k][i].probability).toBeCloseTo(probability, 14);
            expect(free[k][i].mistaken).toBeCloseTo(mistaken, 14);
          }
        }
      }
    }),
    { numRuns: 100 },
  );
  for (const number of Object.values(met)) expect(number).toBeGreaterThan(20);
});
