/**
 * The library where it is to run: with no code made from text (a strict content-security policy), and with neither Node
 * nor a page around it.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { openGame } from "./published/play.ts";

const sources = fileURLToPath(new URL("../src/", import.meta.url));

function digest(buffer: ArrayBufferLike): string {
  return createHash("sha256").update(new Uint8Array(buffer)).digest("hex");
}

describe("under a strict content-security policy", () => {
  it("loads, builds and solves where making code from text is forbidden, with the same world and policy", () => {
    const script = fileURLToPath(new URL("strict-page.ts", import.meta.url));
    const strict = execFileSync(
      process.execPath,
      ["--disallow-code-generation-from-strings", "--conditions=@standoff/source", "--no-warnings", script],
      { encoding: "utf8" },
    );
    const free = openGame("reputation");
    expect(JSON.parse(strict)).toEqual({ forbidden: true, world: digest(free.world.buffer), status: "solved" });
  });
});

describe("what the library leans on", () => {
  it("is compiled with the language's own library alone: neither a page's names nor Node's are declared", () => {
    const config = fileURLToPath(new URL("../tsconfig.json", import.meta.url));
    const read = ts.readConfigFile(config, ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(
      read.config,
      ts.sys,
      fileURLToPath(new URL("..", import.meta.url)),
    );
    expect(options.types).toEqual([]);
    expect(options.lib).toEqual(["lib.es2024.d.ts"]);
  });

  const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
  );

  it("imports nothing of Node and asks no clock and no unseeded chance", () => {
    expect(files.length).toBeGreaterThan(50);
    for (const name of files) {
      const tree = ts.createSourceFile(name, readFileSync(`${sources}${name}`, "utf8"), ts.ScriptTarget.Latest, true);
      expect(wrongs(tree), name).toEqual([]);
    }
  });
});

const UNSEEDED = ["Math.random", "Date.now", "performance.now", "crypto.getRandomValues", "crypto.randomUUID"];

function wrongs(node: ts.Node): string[] {
  const own: string[] = [];
  if (ts.isStringLiteral(node) && /^node:/.test(node.text)) own.push(node.text);
  if (ts.isPropertyAccessExpression(node) && UNSEEDED.includes(node.getText())) own.push(node.getText());
  if (ts.isNewExpression(node) && node.expression.getText() === "Date" && !node.arguments?.length)
    own.push("new Date()");
  if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "globalThis") own.push(node.getText());
  node.forEachChild((child) => {
    own.push(...wrongs(child));
  });
  return own;
}
