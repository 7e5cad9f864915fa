/**
 * What threads share comes out bit for bit as one thread has it, however many there are; and what goes wrong in one is
 * told.
 */
import { describe, expect, test } from "vitest";
import { replied, startCrew } from "../src/crew.ts";
import { run, scenarioText } from "./captured.ts";

const shared = (args: readonly string[], threads: number) =>
  run([...args, "--threads", String(threads)], { worthThreads: 0 });

describe("the same output from one thread and from several", () => {
  test.each([
    [["forecast", "labour-strike", "--draws", "0"]],
    [["forecast", "labour-strike", "--draws", "0", "--json"]],
    [["ask", "labour-strike", "--draws", "0"]],
    [["ask", "labour-strike", "--draws", "0", "P(settled before strike called)", "--json"]],
    [["compare", "labour-strike", "--with", "large fund=0.7", "--json"]],
    [["steps", "labour-strike", "--json"]],
    [["equilibria", "labour-strike", "--starts", "6", "--json"]],
  ])("%j", async (args) => {
    const [one, two, three] = [await shared(args, 1), await shared(args, 2), await shared(args, 3)];
    expect(one.code).toBe(0);
    expect(one.threads).toBe(0);
    expect(Math.min(two.threads, three.threads)).toBeGreaterThan(0);
    expect(two).toEqual({ ...one, threads: two.threads });
    expect(three).toEqual({ ...one, threads: three.threads });
  });
});

describe("what goes wrong with threads is told as without", () => {
  test.each([
    [["compare", "labour-strike", "no such scenario"]],
    [["compare", "labour-strike", "--with", "large fund=nonsense"]],
    [["steps", "labour-strike", "--memory", "0.0001"]],
    [["forecast", "labour-strike", "--draws", "0", "--memory", "0.0001"]],
    [["forecast", "labour-strike", "--draws", "0", "--memory", "0.0002", "--json"]],
    [["compare", "labour-strike", "--with", "large fund=0.7", "--memory", "0.0002", "--json"]],
  ])("%j", async (args) => {
    const [one, two] = [await shared(args, 1), await shared(args, 2)];
    expect(one.code).not.toBe(0);
    expect(two).toEqual({ ...one, threads: two.threads });
  });

  test("a run that its part of the memory is too small for is done again with all of it", async () => {
    const alone = await run(["steps", "labour-strike", "--json"]);
    const memory = "0.0016"; // of gibibytes: the run at half the step needs more than half of it
    const half = await run(["steps", "labour-strike", "--memory", "0.0008"]);
    expect(half.code).not.toBe(0);
    const redone = await shared(["steps", "labour-strike", "--json", "--memory", memory], 2);
    expect(redone).toEqual({ ...alone, threads: 2 });
  });

  test("an error in a thread comes out of it", async () => {
    const crew = startCrew(1);
    const order = { world: new SharedArrayBuffer(64), seed: 1, from: 0, to: 1 };
    await expect(replied(crew.perform("search", order))).rejects.toThrow("not a world");
    crew.close();
  });

  test("closing ends what is being worked on", async () => {
    const crew = startCrew(1);
    const texts = { main: "cuba.yaml", files: { "cuba.yaml": scenarioText("cuba-1962") } };
    const order = { texts, options: {}, news: {} };
    await new Promise<void>((begun) => void crew.perform("run", order, () => begun()));
    const work = crew.perform("run", order);
    crew.close();
    const late = new Promise((resolve) => setTimeout(resolve, 20_000, "still waiting"));
    expect(await Promise.race([work, late])).toMatchObject({ failure: { kind: "crashed" } });
  });
});
