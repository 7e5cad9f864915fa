/** The image: not run by root, of the Node that the packages ask for, and without what its own build makes anew. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (name: string) => readFileSync(join(root, name), "utf8");
const dockerfile = read("Dockerfile");
const lastStage = dockerfile.slice(dockerfile.lastIndexOf("FROM "));

test("is run by nobody in particular, on the Node that the packages ask for", () => {
  expect(/^USER (\d+)/m.exec(lastStage)?.[1]).toBe("1000");
  const [, least] = /(\d+)/.exec(JSON.parse(read("package.json")).engines.node)!;
  for (const [, version] of dockerfile.matchAll(/^FROM node:(\d+)/gm)) expect(version).toBe(least);
});

test("is laid by the step that can be run without a container, from the lockfile, and fetches nothing later", () => {
  expect([...dockerfile.matchAll(/^RUN (.*)$/gm)][0][1]).toBe("bash scripts/lay-image.sh /opt/standoff");
  expect(read("scripts/lay-image.sh")).toMatch(/^npm ci$[\s\S]*^npm ci --omit=dev/m);
  expect(lastStage).not.toMatch(/npm |npx |curl|apt/);
  for (const made of [".git", "node_modules", "**/dist"]) expect(read(".dockerignore").split("\n")).toContain(made);
});
