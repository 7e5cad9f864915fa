/**
 * Where a session hears that something is no longer wanted, besides in the solver: whole sessions are held in
 * `test/wire/`.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { session } from "./session.ts";
import type { Stop } from "./stop.ts";

const textOf = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../../scenarios/${name}/scenario.standoff.yaml`, import.meta.url)), "utf8");
const SMALL = fileURLToPath(new URL("../../test/truths/small-crisis.standoff.yaml", import.meta.url));
const texts = { main: "it", files: { it: textOf("labour-strike") } };
const cancelled = { failure: { kind: "cancelled", superseded: false } };

/** A caller who takes back what it asked for as messages are heard for the nth time. */
function hands(after = Number.POSITIVE_INFINITY) {
  let heard = 0;
  const stages: string[] = [];
  return {
    stages,
    heard: () => heard,
    tell: (news: { readonly kind: string; readonly stage?: string }) => void stages.push(news.stage ?? news.kind),
    stop: (): Stop | null => (heard >= after ? "cancelled" : null),
    pause: async () => {
      heard++;
    },
  };
}

test("while it builds, after each turn; then nothing is open", async () => {
  const one = session();
  const all = hands();
  await one.open({ texts }, all);
  expect(all.heard()).toBeGreaterThan(20);
  const some = hands(8);
  expect(await one.open({ texts, settings: { step: "1 day" } }, some)).toEqual(cancelled);
  expect([some.heard(), some.stages.at(-1)]).toEqual([8, expect.stringMatching(/^building/)]);
  expect(await one.explain({}, hands())).toEqual(cancelled);
});

test("while it examines, between what it looks for", async () => {
  const all = hands();
  await session().open({ texts }, all);
  for (const last of [3, 6]) {
    const some = hands(all.heard() - last);
    expect(await session().open({ texts }, some)).toEqual(cancelled);
    expect([some.heard(), some.stages.at(-1)]).toEqual([all.heard() - last, "examining"]);
  }
});

test("while it follows the branch of a small world, at every step", async () => {
  const small = { main: "it", files: { it: readFileSync(SMALL, "utf8") } };
  const one = session();
  await one.open({ texts: small }, hands());
  const all = hands();
  await one.forecast({ scales: [1] }, all);
  expect(all.heard()).toBeGreaterThan(10);
  for (let after = 2; after < all.heard() - 2; after += 5) {
    const other = session();
    await other.open({ texts: small }, hands());
    const some = hands(after);
    expect(await other.forecast({ scales: [1] }, some)).toEqual(cancelled);
    expect(some.heard()).toBe(after);
  }
});

test("while it explains, between the parts and along histories; asked again, it answers as ever", async () => {
  const one = session();
  await one.open({ texts }, hands());
  await one.forecast({ scales: [1] }, hands());
  const all = hands();
  const whole = await one.explain({}, all);
  expect(all.heard()).toBeGreaterThan(10); // many more than there are parts: histories are followed in pieces
  for (let after = 2; after < all.heard(); after += 3) {
    const some = hands(after);
    expect(await one.explain({}, some)).toEqual(cancelled);
    expect(some.heard()).toBe(after);
  }
  expect(await one.explain({}, hands())).toEqual(whole);
});

test("what is asked while newer values are on their way is answered for these", async () => {
  const one = session();
  await one.open({ texts }, hands());
  await one.forecast({ scales: [1] }, hands());
  const [, asked] = await Promise.all([
    one.set({ set: { "large fund": "0.7" } }, hands()),
    one.forecast({ scales: [1] }, hands()),
  ]);
  expect("reply" in asked && asked.reply.of.set).toEqual({ "large fund": "0.7" });
});
