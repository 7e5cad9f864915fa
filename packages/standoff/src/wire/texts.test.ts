/** Files as texts: found as written or by where a name leads, and gathered with all that they extend. */
import { expect, test } from "vitest";
import { readerOf, textsOf } from "./texts.ts";

const files = {
  "cases/talks.yaml": "extends: ../base\ntitle: talks\n",
  "base/scenario.standoff.yaml": "title: base\n",
  "other.yaml": "title: nobody reads me\n",
};

test("a name is found as it is written, else by the place that it leads to; what every object has is no file", () => {
  const read = readerOf({ main: "", files: { ...files, "./spare.yaml": "spare" } });
  expect(read("other.yaml")).toBe(files["other.yaml"]);
  expect(read("cases/../base/./scenario.standoff.yaml")).toBe(files["base/scenario.standoff.yaml"]);
  expect(read("spare.yaml")).toBe("spare");
  expect([read("base"), read("toString"), read("__proto__"), read("/other.yaml")]).toEqual(Array(4).fill(undefined));
});

test("scenarios that came along are gathered with the folder that they are named by", () => {
  const shelf = { "mine.yaml": "extends: base\n", "shelf/base/scenario.standoff.yaml": "title: base\n" };
  const read = readerOf({ main: "", files: shelf, library: "shelf" });
  const texts = textsOf("mine.yaml", read);
  expect(texts).toEqual({ main: "mine.yaml", files: shelf, library: "shelf" });
  expect(textsOf("mine.yaml", readerOf(texts))).toEqual(texts);
  expect(Object.keys(textsOf("mine.yaml", readerOf({ main: "", files: shelf })).files)).toEqual(["mine.yaml"]);
});

test("what reading a file comes to read is gathered, refusals too, and reads the same again", () => {
  const asked: string[] = [];
  const disk = readerOf({ main: "", files });
  const texts = textsOf("cases/talks.yaml", (name) => {
    asked.push(name);
    return disk(name);
  });
  const { "other.yaml": _, ...read } = files;
  expect(texts).toEqual({ main: "cases/talks.yaml", files: read });
  expect(asked).toEqual(["cases/talks.yaml", "base/scenario.standoff.yaml"]);
  const refused = { refused: "not yours" };
  const some = textsOf("cases/talks.yaml", (name) => (name.startsWith("base") ? refused : disk(name)));
  expect(some.files["base/scenario.standoff.yaml"]).toEqual(refused);
  expect(textsOf("cases/talks.yaml", readerOf(some))).toEqual(some);
});
