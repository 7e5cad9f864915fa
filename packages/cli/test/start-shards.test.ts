/** `standoff equilibria`, and `reach` for bounds, in parts: merged, it is what one machine finds, to the byte. */
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

test("bounds in two parts, merged, are the same to the byte", async () => {
  const bounds = ["reach", "labour-strike", "settled", "--starts", "3", "--json"];
  const whole = await run(bounds, { files: { beside: "" } }); // from the same folder
  expect(JSON.parse(whole.out)).toMatchObject({ status: "told", starts: 3 });
  let files: Readonly<Record<string, string>> = {};
  for (const shard of ["2/2", "1/2"]) {
    const { written } = await run([...bounds, "--shard", shard, "--out", "/here/kept"], { files });
    files = { ...files, ...Object.fromEntries([...written].map(([path, text]) => [path.replace("/here/", ""), text])) };
  }
  const merged = await run([...bounds, "--merge", "kept"], { files });
  expect([merged.code, merged.out]).toEqual([whole.code, whole.out]);
  const other = await run([...bounds.with(2, "strike called"), "--merge", "kept"], { files });
  expect([other.code, other.err]).toEqual([2, expect.stringContaining("another search")]);
  const target = await run([...bounds.with(2, "P(settled) = 70 %"), "--merge", "kept"], { files });
  expect([target.code, target.err]).toEqual([2, expect.stringContaining("without a target")]);
});

test.each([
  [["--shard", "1/2"], "--out STORE"],
  [["--shard", "3/2", "--out", "kept"], "a part and the number of parts"],
  [["--shard", "1/2", "--merge", "kept"], "one at a time"],
])("%j is wrong use", async (more, says) => {
  const { code, err } = await run([...search, ...more]);
  expect([code, err]).toEqual([2, expect.stringContaining(says)]);
});
