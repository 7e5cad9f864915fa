/** How steep a scenario is: warned of with the number, refused where numbers no longer tell points apart. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { buildScenario } from "../run.ts";

const path = fileURLToPath(new URL("../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url));
const text = readFileSync(path, "utf8");

function told(steadiness: string) {
  const changed = text.replace(/^steadiness: .*$/m, `steadiness: ${steadiness}`);
  return buildScenario("scenario", () => changed).diagnostics.filter(({ code }) =>
    ["steep-stakes", "points-beyond-arithmetic"].includes(code),
  );
}

describe("stakes", () => {
  test("of the tutorial are not steep", () => {
    expect(told("{ better by: 20 points, is chosen: 9 in 10 }")).toEqual([]);
  });

  test("grow with lambda: the number told is lambda times points", () => {
    const [mild, steep] = [2, 4].map((lambda) => told(`{ lambda: ${lambda} }`));
    expect([mild.length, steep.length]).toEqual([1, 1]);
    expect(mild[0]).toMatchObject({ code: "steep-stakes", severity: "warning" });
    const [low, high] = [mild, steep].map((found) => Number(/points is (\d+):/.exec(found[0].message)![1]));
    expect(low).toBeGreaterThan(40);
    expect(Math.abs(high - 2 * low)).toBeLessThanOrEqual(1.5);
  });

  test("the milder steadiness of the hint is not steep any more", () => {
    const [found] = told("{ lambda: 3 }");
    const points = Number(/better by (\S+) points/.exec(found.hint!)![1]);
    expect(told(`{ better by: ${points + 1} points, is chosen: 9 in 10 }`)).toEqual([]);
    expect(told(`{ better by: ${points - 1} points, is chosen: 9 in 10 }`)).toHaveLength(1);
  });

  test("beyond what numbers tell apart they are refused", () => {
    expect(told("{ lambda: 1e5 }")[0]).toMatchObject({ code: "points-beyond-arithmetic", severity: "error" });
  });
});
