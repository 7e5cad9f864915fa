import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { buildScenario } from "../run.ts";
import { shareWorld } from "../world/world.ts";
import type { Stage } from "./session-kinds.ts";
import { type RunOrder, type RunReply, tasks } from "./tasks.ts";
import { readerOf, textsOf } from "./texts.ts";

const path = fileURLToPath(new URL("../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url));
const texts = textsOf(path, (name) => readFileSync(name, "utf8"));

/** What comes of a run, and the stages that it told of. */
async function run(order: Pick<RunOrder, "options" | "known">) {
  const stages: string[] = [];
  const tell = ({ stage }: Stage) => void stages.push(stage.split(":")[0]);
  const hands = { tell, stop: () => null, pause: () => Promise.resolve() };
  const { reply } = (await tasks.run({ texts, news: { before: true }, ...order }, hands)) as { reply: RunReply };
  return { reply, stages };
}

function built() {
  const build = buildScenario(texts.main, readerOf(texts));
  if (build.status !== "built") throw new Error(build.status);
  return build;
}

describe("a run with a known world", () => {
  const known = { world: shareWorld(built().world).buffer, stats: built().stats };

  it("is priced in its graph where only numbers differ, with the same forecast to the bit", async () => {
    const options = { scales: [1], set: { "large fund": "0.7" } };
    const [alone, priced] = [await run({ options }), await run({ options, known })];
    expect(alone.stages).toContain("building");
    expect(priced.stages).not.toContain("building");
    expect(priced.reply.status).toBe("solved");
    expect(priced.reply).toEqual(alone.reply);
  });

  it("is built where the graph is another", async () => {
    const options = { scales: [1], step: "half" };
    const [alone, other] = [await run({ options }), await run({ options, known })];
    expect(other.stages).toContain("building");
    expect(other.reply).toEqual(alone.reply);
  });
});
