/** `standoff equilibria` in parts: merged, it is what one machine finds, to the byte. */
import { expect, test } from "vitest";
import { run } from "./captured.ts";

const search = ["equilibria", "labour-strike", "--starts", "5", "--json"];

const part = async (shard: string, files: Readonly<Record<string, string>> = {}, more: readonly string[] = []) => {
  const told = await run([...search, ...more, "--shard", shard, "--out", "/here/kept"], { files });
  const written = Object.fromEntries([...told.written].map(([path, text]) => [path.replace("/here/", ""), text]));
  return { ...told, written, files: { ...files, ...written } };
};

test("in two parts, merged, is the same to the byte; a part that is run again tries nothing twice", async () => {
  const whole = await run(search);
  expect(JSON.parse(whole.out).equilibria.length).toBeGreaterThan(0);
  const first = await part("1/2");
  expect(JSON.parse(first.out)).toMatchObject({ status: "shard solved", starts: 3, solvedBefore: 0 });
  const half = await run([...search, "--merge", "kept"], { files: first.files });
  expect([half.code, JSON.parse(half.out).status]).toEqual([1, "incomplete"]);
  expect(half.err).not.toContain("stated values"); // a search has none
  const again = await part("1/2", first.files);
  expect(JSON.parse(again.out)).toMatchObject({ starts: 3, solvedBefore: 3 });
  const both = await part("2/2", first.files);
  const merged = await run([...search, "--merge", "kept"], { files: both.files });
  expect([merged.code, merged.out]).toEqual([whole.code, whole.out]);
  const other = await part("2/2", first.files, ["--seed", "2"]);
  expect([other.code, other.err]).toEqual([2, expect.stringContaining("another study")]);
  const study = await run(["study", "merge", "kept"], { files: both.files });
  expect([study.code, study.err]).toEqual([2, expect.stringContaining("holds a search")]);
});

test.each([
  [["--shard", "1/2"], "--out STORE"],
  [["--shard", "3/2", "--out", "kept"], "a part and the number of parts"],
  [["--shard", "1/2", "--merge", "kept"], "one at a time"],
])("%j is wrong use", async (more, says) => {
  const { code, err } = await run([...search, ...more]);
  expect([code, err]).toEqual([2, expect.stringContaining(says)]);
});
