/**
 * docs/first-case.md is run from top to bottom: its yaml blocks make the scenario grow, section by section, and each
 * command prints what stands below it. `UPDATE_EXPECTED=1` writes the outputs anew. A block's `only="A|B"` shows of an
 * output the paragraphs that begin so.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository, run } from "./captured.ts";

const path = join(repository, "docs/first-case.md");
const page = readFileSync(path, "utf8");
const main = "orda/scenario.standoff.yaml";
const gap = "[...]";

interface Block {
  /** As the page has it, fences included. */
  readonly whole: string;
  readonly kind: string;
  /** What stands behind the kind: a file's name, or what is shown. */
  readonly rest: string;
  readonly text: string;
}

const blocks: readonly Block[] = [...page.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(
  ([whole, kind, rest, text]) => ({ whole, kind, rest, text }),
);

/** Top-level keys with their lines, in their order. */
function sections(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of text.split(/^(?=\S)/m)) {
    const key = part.slice(0, part.indexOf(":"));
    found.set(key, (found.get(key) ?? "") + part);
  }
  return found;
}

/** The file after a reader added a block's new sections, and wrote those anew that it had. */
function grown(file: string, block: string): string {
  return [...new Map([...sections(file), ...sections(block)]).values()].join("");
}

/** Of an output, the paragraphs that begin with one of these texts, whatever stands between marked as left out. */
function shown(out: string, rest: string): string {
  const only = /^only="(.*)"$/.exec(rest)?.[1].split("|");
  if (only === undefined) return out;
  const paragraphs = out.trimEnd().split(/\n\n+/);
  const chosen = paragraphs.map((paragraph) => only.some((start) => paragraph.startsWith(start)));
  for (const start of only)
    expect(
      paragraphs.some((paragraph) => paragraph.startsWith(start)),
      `${start} in ${out}`,
    ).toBe(true);
  const told: string[] = [];
  paragraphs.forEach((paragraph, i) => {
    if (chosen[i]) told.push(paragraph);
    else if (told.at(-1) !== gap) told.push(gap);
  });
  return `${told.join("\n\n")}\n`;
}

const words = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

const files: Record<string, string> = {};
let renewed = page;
for (const block of blocks) {
  if (block.kind === "yaml") {
    const name = block.rest || main;
    files[name] = grown(files[name] ?? "", block.text);
    continue;
  }
  const command = block.text.split("\n")[0];
  const { code, out, err } = await run(words(command).slice(3), { files: { ...files }, typed: "npx standoff" });
  const output = `${command}\n${shown(out, block.rest)}`;
  renewed = renewed.replace(block.whole, () => `\`\`\`console${block.rest && ` ${block.rest}`}\n${output}\`\`\``);
  describe("docs/first-case.md", () => {
    test(`${command} (${block.rest})`, () => {
      expect(command.startsWith("$ npx standoff ")).toBe(true);
      expect(err).toBe("");
      expect(code).toBe(block === blocks.find(({ kind }) => kind === "console") ? 1 : 0);
      if (!process.env.UPDATE_EXPECTED) expect(block.text).toBe(output);
    });
  });
}
if (process.env.UPDATE_EXPECTED) writeFileSync(path, renewed);

describe("the page", () => {
  test("has blocks to run", () => {
    expect(blocks.filter(({ kind }) => kind === "yaml").length).toBeGreaterThan(6);
    expect(blocks.filter(({ kind }) => kind === "console").length).toBeGreaterThan(10);
    expect(blocks.map(({ kind }) => kind).filter((kind) => kind !== "yaml" && kind !== "console")).toEqual([]);
  });

  test("its prose tells no per cent that no block has", () => {
    const prose = page.replace(/^```[\s\S]*?^```$/gm, "");
    const code = blocks.map(({ text }) => text).join("\n");
    for (const [figure] of prose.matchAll(/\d+ %/g)) expect(code, figure).toContain(figure);
  });
});
