/** What the database of draws forgets, and in which order. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import type { StudyManifest } from "./study-folder.ts";
import { StudyStore } from "./study-store.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "standoff-store-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LOST = { drawn: [1], status: "lost", why: "x".repeat(1000) } as const;

function opened(engine: string, seed: string, day: string, mostBytes?: number) {
  let said = "";
  const around = {
    cacheFolder: folder,
    makeFolder: () => {},
    openDatabase,
    today: () => day,
    writeError: (text: string) => {
      said += text;
    },
  };
  // Only engine and seed tell these studies apart.
  const manifest = { engine, seed } as unknown as StudyManifest;
  const store = new StudyStore(around, manifest, mostBytes);
  return { store, said: () => said };
}

function keep(engine: string, seed: string, day: string): void {
  const { store, said } = opened(engine, seed, day);
  for (const place of [0, 1, 2]) store.save(place, LOST);
  expect(said()).toBe("");
  store.close();
}

const standing = (engine: string, seed: string) => {
  const { store } = opened(engine, seed, "2026-03-09");
  const there = [0, 1, 2].filter((place) => store.has(place)).length;
  store.close();
  return there;
};

test("studies of other engines go first, then those opened longest ago, never the one that is opened", () => {
  keep("old engine", "a", "2026-03-08");
  keep("engine", "older", "2026-03-01");
  keep("engine", "newer", "2026-03-05");
  // Three studies of some 3,100 bytes: two have to go.
  const { store, said } = opened("engine", "newest", "2026-03-09", 4000);
  store.close();
  expect(said()).toContain("is full: 6 draws of 2 older studies forgotten");
  expect([standing("old engine", "a"), standing("engine", "older"), standing("engine", "newer")]).toEqual([0, 0, 3]);
});

test("what has room stays, of other engines too", () => {
  keep("old engine", "a", "2026-03-01");
  keep("engine", "b", "2026-03-02");
  expect([standing("old engine", "a"), standing("engine", "b")]).toEqual([3, 3]);
});

test("a study that fills it alone keeps its draws", () => {
  keep("engine", "b", "2026-03-02");
  const { store, said } = opened("engine", "b", "2026-03-03", 10);
  expect([store.has(0), said()]).toEqual([true, ""]);
  store.close();
});
