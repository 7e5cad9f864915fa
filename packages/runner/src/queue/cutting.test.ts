/** How chunks are cut: by the pace, evenly towards the end, around what stands. */
import { describe, expect, test } from "vitest";
import { chunkSize, nextStretch } from "./cutting.ts";

describe("the size of a chunk", () => {
  test.each([
    ["before there is a pace", { seconds: 0, solved: 0 }, 10_000, 2, 4],
    ["draws of 0.1 s: twenty seconds' worth", { seconds: 10, solved: 100 }, 10_000, 2, 200],
    ["draws of 6 s", { seconds: 600, solved: 100 }, 10_000, 1600, 3],
    ["draws of 60 s: one", { seconds: 600, solved: 10 }, 10_000, 16, 1],
    ["no more than a quarter each for two threads, in fours", { seconds: 1, solved: 100 }, 50, 2, 12],
    ["never more than 4096", { seconds: 0.001, solved: 100 }, 1_000_000, 2, 4096],
  ])("%s", (_, pace, left, threads, size) => {
    expect(chunkSize(pace, left, threads)).toBe(size);
  });
});

test("a stretch leaves out what stands, and ends before it", () => {
  const done = Uint8Array.of(0b1100_0100);
  expect(nextStretch(done, { next: 0, total: 12 }, 4)).toEqual([2, 4]);
  expect(nextStretch(done, { next: 5, total: 12 }, 4)).toEqual([6, 9]);
  expect(nextStretch(done, { next: 10, total: 12 }, 4)).toEqual([10, 11]);
  expect(nextStretch(Uint8Array.of(0xff), { next: 0, total: 8 }, 4)).toBeNull();
});
