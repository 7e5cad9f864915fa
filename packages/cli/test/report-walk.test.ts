/**
 * docs/report.md is run from top to bottom: each command says what stands below it, and what is quoted stands on the
 * page that the last command with `-o` wrote.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository, run } from "./captured.ts";

const page = readFileSync(join(repository, "docs/report.md"), "utf8");
const parts = [...page.matchAll(/^```console\n\$ npx standoff (.*)\n([\s\S]*?)^```$|^> (.*)$/gm)];
const words = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
/** A page's text as one reads it: no markup, one blank between words. */
const read = (html: string) =>
  html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&gt;", ">")
    .replaceAll("&lt;", "<")
    .replaceAll("&#39;", "'")
    .replace(/\s+/g, " ");

test("the walk from a question to a report", async () => {
  expect(parts.length).toBeGreaterThan(8);
  const files: Record<string, string> = { "none.txt": "" };
  let shown = "";
  for (const [, command, output, quoted] of parts) {
    if (quoted !== undefined) {
      expect(shown).toContain(quoted);
      continue;
    }
    const { code, out, err, written } = await run(words(command), { files: { ...files }, typed: "npx standoff" });
    expect([code, `${out}${err}`], command).toEqual([0, output]);
    for (const [path, text] of written) files[path.replace("/here/", "")] = text;
    const to = / -o (\S+)/.exec(command)?.[1];
    if (to !== undefined) shown = read(files[to]);
  }
});
