/**
 * Every example that `--help` shows is run, on the scenario that it names. Of the largest scenario its first fortnight
 * stands in for all of it, and of the next one a coarser step: names and options are the same.
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { repository, run, scenarioText, starterScenario } from "./captured.ts";

const readme = readFileSync(join(repository, "README.md"), "utf8");

/** What the examples name. */
const files: Record<string, string> = {
  "us-iran-2025/whole.yaml": scenarioText("us-iran-2025"),
  "us-iran-2025/scenario.standoff.yaml": `extends: whole.yaml
calendar: { to: 2025-04-14 }
afterwards: none
questions: removed
checks: removed
`,
  "labour-strike/scenario.standoff.yaml": scenarioText("labour-strike"),
  "cuba-1962/whole.yaml": scenarioText("cuba-1962"),
  "cuba-1962/scenario.standoff.yaml": "extends: whole.yaml\ncalendar: { step: 1 week }\n",
  "cuba-1962/history.yaml": readFileSync(join(repository, "scenarios", "cuba-1962", "history.yaml"), "utf8"),
  "us-iran-2025/what-ifs/no-deadline.yaml": readFileSync(
    join(repository, "scenarios", "us-iran-2025", "what-ifs", "no-deadline.yaml"),
    "utf8",
  ),
  "my.standoff.yaml": starterScenario("A lease"),
  "ultimatum.standoff.yaml": /```yaml\n([\s\S]*?)```/.exec(readme)![1],
  "slips.standoff.yaml": "extends: ultimatum.standoff.yaml\nnoise: mistakes\n",
  "resolutions.csv": "scenario,question,resolved,date\nlabour-strike,settled,yes,2026-05-12\n",
  "crowd.csv": "source,scenario,question,date,probability\ncrowd,labour-strike,settled,2026-03-01,70 %\n",
  "market.csv": "source,scenario,question,date,probability\nmarket,labour-strike,settled,2026-03-01,70 %\n",
  "game.efg": 'EFG 2 R "one" { "a" }\np "" 1 1 "" { "x" "y" } 0\nt "" 1 "" { 1 }\nt "" 2 "" { 2 }\n',
  "game.nfg": 'NFG 1 R "prisoners" { "A" "B" } { 2 2 } 3 3 5 0 0 5 1 1',
};

/** The words of a line as a shell would give them, without what it sends to a file. */
function words(line: string): string[] {
  return [...line.replace(/\s>\s\S+$/, "").matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
}

const relativeTo = (folder: string, written: ReadonlyMap<string, string> = new Map()) =>
  Object.fromEntries([...written].map(([path, text]) => [relative(folder, path), text]));

/** What writes the file that an example of a verb reads. */
const writtenBefore: Readonly<Record<string, readonly string[]>> = {
  verify: ["forecast", "labour-strike", "--save", "strike.result"],
  backtest: ["freeze", "labour-strike", "--draws", "4", "-o", "scenarios/labour-strike/strike.forecast"],
  score: ["freeze", "labour-strike", "--draws", "4", "-o", "strike.forecast"],
};

/** What a study leaves in the folder that `study merge` names. */
const kept = async () =>
  (await run(["study", "run", "labour-strike", "--draws", "4", "--out", "kept"], { files })).written;

/** The examples that a page of help leads with: each line up to the words about it. */
function examplesIn(help: string): string[] {
  const block = /^Examples:\n((?: {2,}\S.*\n)+)/.exec(help)![1];
  return [...block.matchAll(/^ {2}standoff (.*)$/gm)].map(([, line]) => line.split(/\s{2,}/)[0]);
}

const pages = [(await run(["--help"])).out];
const verbs = [...pages[0].slice(pages[0].indexOf("Commands:")).matchAll(/^ {2}([a-z][\w-]*)/gm)].map(
  ([, verb]) => verb,
);
for (const verb of verbs.filter((one) => one !== "help")) pages.push((await run([verb, "--help"])).out);
/** Those of a queue are exercised with a real one, in packages/runner/test. */
const examples = [...new Set(pages.flatMap(examplesIn))].filter((line) => !line.includes("redis://"));

describe("the examples of help", () => {
  test("are there for every verb", () => {
    expect(verbs.length).toBeGreaterThan(12);
    for (const verb of verbs.filter((one) => one !== "help"))
      expect(
        pages.flatMap(examplesIn).some((line) => words(line)[0] === verb),
        verb,
      ).toBe(true);
  });

  test.each(examples)("standoff %s", async (line) => {
    const args = words(line);
    const before = writtenBefore[args[0]];
    const saved = before === undefined ? undefined : await run(before, { files });
    const parts = line.startsWith("study merge") ? await kept() : undefined;
    const setting = { files: { ...files, ...relativeTo("/here", saved?.written ?? parts) } };
    const { code, out, err, written } = await run(args, setting);
    // An interview asks on stderr.
    const said = args[0] === "elicit" ? "" : err;
    expect([code, said.replace(/^(\d+ warnings?: .*|Wrote .*|Left out .*|Stored .*)\n/gm, "")]).toEqual([0, ""]);
    // A language server is silent where nobody speaks to it.
    if (args[0] !== "language-server") expect(out.length + written.size).toBeGreaterThan(0);
  });
});
