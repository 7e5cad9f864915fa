/**
 * What several runs show where time is up in their midst: those that stand, and how many are missing. The clock here
 * counts how often it is looked at.
 */
import { expect, test } from "vitest";
import { run } from "./captured.ts";

/** Ends of one command at ever more time, until it is whole. */
async function ends(args: readonly string[]) {
  const found: { readonly code: number; readonly out: string; readonly err: string }[] = [];
  for (let seconds = 0.3; seconds < 4000; seconds *= 1.3) {
    const one = await run([...args, "--json", "--time", `${seconds.toFixed(2)}s`, "--threads", "1"]);
    found.push(one);
    if (one.code === 0 && !one.err.includes("missing")) break;
  }
  return found;
}

type Row = { readonly variation: string; readonly outcomes: Readonly<Record<string, number | null>> };

test("steps shows the rows that stand, each as in the whole", { timeout: 1_200_000 }, async () => {
  const found = await ends(["steps", "labour-strike", "--step", "2 months"]);
  const whole = new Map(
    (JSON.parse(found.at(-1)!.out).rows as Row[]).map(({ variation, outcomes }) => [variation, outcomes]),
  );
  const parts = found.filter(({ err }) => err.includes("missing"));
  expect(parts.length).toBeGreaterThan(0);
  for (const { code, out } of parts) {
    expect(code).toBe(0);
    const rows = JSON.parse(out).rows as Row[];
    expect(rows.length).toBeLessThan(whole.size);
    for (const { variation, outcomes } of rows.filter((row) => row.variation !== "limit"))
      for (const [name, chance] of Object.entries(outcomes)) {
        const own = whole.get(variation)![name];
        expect(chance === null ? own : Math.abs(chance - own!) < 1e-5, `${variation}: ${name}`).toBe(
          chance === null ? null : true,
        );
      }
  }
  for (const { code, out } of found.filter((one) => one.code !== 0))
    expect([code, JSON.parse(out).status]).toEqual([3, "time is up"]);
});

test("compare shows the sides that stand", { timeout: 1_200_000 }, async () => {
  const each = ["--each", "mediator=1 per month", "--each", "large fund=0.6"];
  const found = await ends(["compare", "labour-strike", "--step", "1 month", ...each]);
  const parts = found.filter(({ err }) => err.includes("Ended before 1 of 3 forecasts stood"));
  expect(parts.length).toBeGreaterThan(0);
  for (const { code, out } of parts) expect([code, JSON.parse(out).status]).toEqual([0, "solved"]);
  for (const { code, out } of found.filter((one) => one.code !== 0))
    expect([code, JSON.parse(out).status]).toEqual([3, "time is up"]);
});
