/**
 * What the documents say of the command is so: every verb and option that they name is there, every verb has its JSON
 * described with every field that it prints, and every exit code is listed.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ExitCode } from "../src/exit-code.ts";
import { repository, run, starterScenario } from "./captured.ts";

const read = (path: string) => readFileSync(join(repository, path), "utf8");
const pages = ["*.md", "docs/*.md", "docs/diagnostics/*.md", "scenarios/*/*.md"].flatMap((pattern) =>
  globSync(pattern, { cwd: repository }),
);

const wholeHelp = (await run(["--help"])).out;
const verbs = [...wholeHelp.slice(wholeHelp.indexOf("Commands:")).matchAll(/^ {2}([a-z][\w-]*)/gm)]
  .map(([, verb]) => verb)
  .filter((verb) => verb !== "help");
const optionsOf = new Map<string, ReadonlySet<string>>();
for (const verb of verbs) {
  const { out } = await run([verb, "--help"]);
  optionsOf.set(verb, new Set([...out.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option)));
}
const anyOption = new Set([...optionsOf.values()].flatMap((options) => [...options]).concat("--help", "--version"));

/** What stands as code on a page: between backticks, and in blocks. */
function codeOn(page: string): string[] {
  const text = read(page);
  const blocks = [...text.matchAll(/^(?: {4}|\t)(.*)$/gm), ...text.matchAll(/^(?:npx )?standoff .*$/gm)];
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
  return [...blocks.map(([line, inner]) => inner ?? line), ...spans];
}

/** Commands of ours in a piece of code. */
const commandsIn = (code: string) =>
  [...code.matchAll(/(?:^|\s|&&\s)(?:npx )?standoff ([a-z][\w-]*)([^|>#;&]*)/g)].map(([, verb, rest]) => ({
    verb: verb,
    options: [...rest.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option),
  }));

describe("the documents", () => {
  test("are found, and name commands", () => {
    expect(pages.length).toBeGreaterThan(100);
    expect(pages.flatMap(codeOn).flatMap(commandsIn).length).toBeGreaterThan(15);
  });

  test.each(pages)("%s names verbs and options that are there", (page) => {
    for (const code of codeOn(page)) {
      for (const { verb, options } of commandsIn(code)) {
        expect(verbs, code).toContain(verb);
        for (const option of options) expect([...optionsOf.get(verb)!], `${option} of ${code}`).toContain(option);
      }
      const alone = /^(--[a-z][a-z-]*)(?:[ =][^`]*)?$/.exec(code.trim());
      if (alone !== null) expect([...anyOption], code).toContain(alone[1]);
    }
  });

  test("list every exit code, as help does", () => {
    const table = read("docs/json.md").split("## Exit codes")[1].split("\n## ")[0];
    const listed = [...table.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect([...new Set(listed)]).toEqual(Object.values(ExitCode));
    const told = /Exit codes: ([\s\S]*?)\. NO_COLOR/.exec(wholeHelp)![1].split(/,\s+/);
    expect(told.map((one) => Number.parseInt(one, 10))).toEqual(Object.values(ExitCode));
  });

  test("describe every command of the README's list", () => {
    for (const { verb } of codeOn("README.md").flatMap(commandsIn)) expect(verbs).toContain(verb);
  });
});

const sections = new Map(
  read("docs/json.md")
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split("\n")[0], section] as const),
);

/** Keys whose values are keyed by names of the scenario. */
const byName = new Set(["outcomes", "set"]);
/** A table's own columns are described by their titles. */
const ownColumns = new Set(["rows"]);

/** Every field's name in some JSON, those that a scenario gives left out. */
function fieldsIn(value: unknown, named = false): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => fieldsIn(one));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (named) return fieldsIn(inner);
    return [key, ...(ownColumns.has(key) ? [] : fieldsIn(inner, byName.has(key) && !Array.isArray(inner)))];
  });
}

describe("docs/json.md", async () => {
  test("has a section for every verb, and none for others", () => {
    for (const verb of verbs) expect([...sections.keys()], verb).toContain(verb);
    for (const [title] of sections) if (/^[a-z-]+$/.test(title)) expect(verbs).toContain(title);
  });

  const news = "history: [{ on: 2026-01-12, did not happen: lower the rent }]\n";
  const given = {
    "scenario.standoff.yaml": `${starterScenario("A lease")}${news}`,
    "game.nfg": 'NFG 1 R "prisoners" { "A" "B" } { 2 2 } 3 3 5 0 0 5 1 1',
  };

  const sealing = await run(["freeze", ".", "--draws", "4", "--as", "lease", "-o", "out"], { files: given });
  const files = {
    ...given,
    "sealed.forecast": [...sealing.written.values()][0],
    "other.standoff.yaml": given["scenario.standoff.yaml"].replace(/patience: 0\.9/, "patience: 0.8"),
    "resolutions.csv": "scenario,question,resolved,date\nlease,lease signed,yes,2026-05-12\n",
    "others.csv": "source,scenario,question,date,probability\nmarket,lease,lease signed,2026-03-01,0.7\n",
  };

  /** Two assumptions of the scenario that have ranges, each after a word. */
  const ranged = [...given["scenario.standoff.yaml"].matchAll(/^ {2}([\w ]+):.*\brange:/gm)].map(([, name]) => name);
  const twoOf = (words: readonly string[]) => words.flatMap((word, i) => [word, ranged[i]]);

  test.each([
    ["check", ["check", ".", "--size"]],
    ["forecast", ["forecast", "."]],
    ["ask", ["ask", "."]],
    ["explain", ["explain", "."]],
    ["compare", ["compare", ".", "."]],
    ["update", ["update", "."]],
    ["roll", ["roll", ".", "--to", "2026-01-12", "-o", "rolled.standoff.yaml"]],
    ["steps", ["steps", "."]],
    ["why", ["why", ".", "--answer", "lease signed"]],
    ["report", ["report", ".", "--draws", "4"]],
    ["tip", ["tip", ".", "--answer", "lease signed", "--places", "2"]],
    ["tip", ["tip", ".", "--answer", "lease signed", "--places", "2", ...twoOf(["--across", "--up"])]],
    ["reach", ["reach", ".", "lease signed", "--starts", "1"]],
    ["diff", ["diff", ".", "other.standoff.yaml"]],
    ["challenge", ["challenge", ".", "--answer", "lease signed"]],
    ["commit", ["commit", ".", "--actor", "landlord"]],
    ["options", ["options", "labour-strike", "--actor", "union", "--on", "2026-05-15"]],
    ["deal", ["deal", "labour-strike", "--at", "2026-05-15"]],
    ["compare", ["compare", ".", ".", "."]],
    ["watch", ["watch", ".", "--answer", "lease signed"]],
    ["reach", ["reach", ".", "P(lease signed) = 50 %"]],
    ["study", ["study", ".", "--draws", "4"]],
    ["elicit", ["elicit", "."]],
    ["freeze", ["freeze", ".", "--draws", "4", "-o", "lease.forecast"]],
    ["score", ["score", "sealed.forecast", "--resolutions", "resolutions.csv", "--others", "others.csv"]],
    ["backtest", ["backtest", "sealed.forecast", "--resolutions", "resolutions.csv", "--others", "others.csv"]],
    ["export", ["export", "."]],
    ["solve", ["solve", "game.nfg"]],
    ["equilibria", ["equilibria", ".", "--starts", "2"]],
    ["model", ["model", ".", "--for", "prism", "--out", "m"]],
    ["init", ["init", "new"]],
  ])("names every field that %s prints", async (verb, args) => {
    const { code, out, err } = await run([...args, "--json"], { files });
    expect(code, `${out.slice(0, 500)} ${err}`).toBe(0);
    const described = `${[...sections].filter(([title]) => !/^[a-z-]+$/.test(title)).map(([, text]) => text)} ${sections.get(verb)} ${verb === "compare" || verb === "forecast" ? `${sections.get("forecast")}${sections.get("ask")}` : verb === "backtest" ? sections.get("score") : ""}`;
    const missing = [...new Set(fieldsIn(JSON.parse(out)))].filter(
      (field) => !new RegExp(`(?<!\\w)${field.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&")}(?!\\w)`).test(described),
    );
    expect(missing).toEqual([]);
  });
});
