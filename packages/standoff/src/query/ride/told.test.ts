/** Columns that are told by others come to the same, to the bit, as each carried by itself. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { openText } from "../../../test/open-text.ts";
import { randomScenario } from "../../../test/random/random-scenario.ts";
import { usualPlay } from "../../solve/usual-play.ts";
import { planForecast } from "../forecast.ts";
import { type Column, ride } from "./ride.ts";
import { toldColumns } from "./told.ts";

test("columns told by what travels are as when each travels alone", { timeout: 1_200_000 }, () => {
  const met = { told: 0, travelling: 0, stopped: 0 };
  fc.assert(
    fc.property(randomScenario({ maxPeriods: 4 }), fc.nat(6), (text, nth) => {
      const opened = openText(text, {}, { maxBytes: 1e7 });
      if (opened.status !== "open") return;
      const { scenario, world } = opened;
      const { policy } = usualPlay(world);
      const mistakes = Uint8Array.from(policy, (_, slot) => (slot > 0 && slot % 7 === nth ? 1 : 0));
      for (const { plan, watches, slices } of planForecast(scenario, world).parts) {
        const told = toldColumns(world, watches, plan.columns);
        if (told === null || plan.crosses) continue;
        const order = { world, policy, watches, slices };
        const carry = (columns: readonly Column[]) => ride({ ...order, columns, clean: { mistakes, columns } });
        const all = carry(plan.columns);
        plan.columns.forEach((column, k) => {
          met[told.columns[k] ? "told" : "travelling"]++;
          const alone = carry([column]);
          if (alone.stopped[1].some((mass) => mass > 0)) met.stopped++;
          expect(all.stopped[k + 1]).toEqual(alone.stopped[1]);
          expect(all.stoppedClean[k]).toEqual(alone.stoppedClean[0]);
          expect(all.left.map((left) => left[k + 1])).toEqual(alone.left.map((left) => left[1]));
          expect(all.leftClean.map((left) => left[k])).toEqual(alone.leftClean.map((left) => left[0]));
        });
      }
    }),
    { numRuns: 150 },
  );
  for (const number of Object.values(met)) expect(number).toBeGreaterThan(20);
});
