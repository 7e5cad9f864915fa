import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { carriedIn, hashOf } from "./link.ts";

test("a link carries a text and values there and back", async () => {
  const carried = { text: "standoff: 1\ntitle: Über die Brücke\n", set: { "large fund": "70 %" }, step: "2 weeks" };
  const hash = await hashOf(carried);
  expect(hash).toMatch(/^#case=[\w-]+$/);
  expect(await carriedIn(hash)).toEqual(carried);
});

test("files that the text names travel with it", async () => {
  const files = { "base.yaml": "a", "dir/case.yaml": "old" };
  const carried = { text: "extends: ../base.yaml", set: {}, step: null, name: "dir/case.yaml", files };
  const { files: found, ...rest } = (await carriedIn(await hashOf(carried)))!;
  expect({ ...rest, found }).toEqual({
    text: carried.text,
    set: {},
    step: null,
    name: "dir/case.yaml",
    found: { "base.yaml": "a" },
  });
});

test("what is no case carries nothing, however large it would be", async () => {
  const packed = (text: string) => `#case=${deflateRawSync(text).toString("base64url")}`;
  expect(await carriedIn("")).toBeNull();
  expect(await carriedIn("#case=%%%")).toBeNull();
  expect(await carriedIn(packed("[]"))).toBeNull();
  expect(await carriedIn(packed('{"text":"a","set":{"b":1}}'))).toBeNull();
  expect(await carriedIn(packed(JSON.stringify({ text: " ".repeat(50_000_000), set: {} })))).toBeNull();
});
