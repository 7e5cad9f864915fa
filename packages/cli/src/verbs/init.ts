/** `standoff init`: writes a small commented scenario to start from, one of the patterns. Never overwrites a file. */

import { basename, join, resolve } from "node:path";
import { percent } from "standoff/words";
import { ExitCode, Stop } from "../exit-code.ts";
import { nextCommand } from "../next-command.ts";
import type { Outside } from "../outside.ts";
import { pageNamed } from "../pages.ts";
import { printJson } from "../show/json.ts";
import { hanging, wrap } from "../show/layout.ts";
import { sayingOf, startedFrom, usualPattern } from "../starter.ts";

interface InitOptions {
  /** The pattern's name. */
  readonly like?: string;
  /** Tells the patterns and writes nothing. */
  readonly list?: boolean;
  readonly json?: boolean;
}

export function init(outside: Outside, folder: string | undefined, options: InitOptions): number {
  if (options.list) return list(outside, options);
  const text = patternNamed(outside, options.like ?? usualPattern);
  const where = folder ?? ".";
  const absolute = resolve(outside.cwd, where);
  if (where.includes("\0")) throw new Stop(ExitCode.usage, "a path cannot hold a NUL character");
  if (outside.kindOf(absolute) === "file") throw new Stop(ExitCode.usage, `${where} is a file; a folder is needed`);
  const file = join(where, "scenario.standoff.yaml");
  const schema = join(where, "standoff.schema.json");
  for (const path of [file, schema]) {
    if (outside.kindOf(resolve(outside.cwd, path)) !== "nothing") {
      throw new Stop(ExitCode.usage, `${path} is there already and is left as it is`);
    }
  }
  outside.makeFolder(absolute);
  outside.saveFile(resolve(outside.cwd, schema), [outside.schema()]);
  outside.saveFile(resolve(outside.cwd, file), [startedFrom(text, basename(absolute), outside.typed)]);
  if (options.json) outside.writeOut(printJson({ status: "written", files: [file, schema] }));
  else {
    const named = folder ?? "scenario.standoff.yaml";
    const commands = ["check", "forecast", "explain"].map((verb) => `  ${nextCommand(outside, verb, named)}\n`);
    const wrote = `Wrote ${file}, and ${schema} by which editors complete and check it.`;
    outside.writeOut(`${wrap(wrote, Math.min(outside.columns, 100)).join("\n")}

${commands.join("")}
${pageNamed(outside, "first-case.md")} goes from a news story to a forecast;
${pageNamed(outside, "language.md")} tells how a scenario is written.
`);
  }
  return ExitCode.ok;
}

function patternNamed(outside: Outside, name: string): string {
  const patterns = outside.patterns();
  const text = patterns.get(name);
  if (text !== undefined) return text;
  throw new Stop(ExitCode.usage, `there is no pattern "${name}"; there are: ${[...patterns.keys()].join(", ")}`);
}

function list(outside: Outside, { json }: InitOptions): number {
  const patterns = [...outside.patterns()].map(([name, text]) => ({ name, says: sayingOf(text) }));
  const scenarios = gallery(outside);
  if (json) outside.writeOut(printJson({ status: "listed", patterns, scenarios }));
  else {
    const width = Math.min(outside.columns, 100);
    const lines = [
      "Patterns to start from:",
      "",
      ...patterns.flatMap(({ name, says }) => hanging(`  ${name.padEnd(14)}`, says, width)),
      "",
      `  ${nextCommand(outside, "init", "my-standoff", "--like", "talks")}`,
      "",
      ...(scenarios.length === 0 ? [] : ["Whole scenarios, known by name to every command:", ""]),
      ...scenarios.flatMap((one) => hanging(`  ${one.name.padEnd(22)}`, saying(one), width)),
      ...(scenarios.length === 0 ? [] : ["", `  ${nextCommand(outside, "forecast", scenarios[0].name)}`]),
    ];
    outside.writeOut(`${lines.join("\n")}\n`);
  }
  return ExitCode.ok;
}

/** Of an entry of the gallery (`scripts/make-gallery.ts`), what is told here. */
interface Listed {
  readonly name: string;
  readonly teaches: string;
  readonly measured: { readonly states: number } | null;
  readonly likeliest: { readonly name: string; readonly chance: number };
}

function saying({ teaches, measured, likeliest }: Listed): string {
  const size = measured === null ? "" : ` ${measured.states.toLocaleString("en")} states;`;
  return `${teaches}.${size} likeliest: ${likeliest.name} (${percent(likeliest.chance)}).`;
}

/** The scenarios that came with the command. */
function gallery(outside: Outside): readonly Listed[] {
  const text = outside.readLarge(join(outside.library, "gallery.json"));
  return typeof text === "string" ? (JSON.parse(text) as Listed[]) : [];
}
