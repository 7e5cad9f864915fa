/** `standoff init`: writes a small commented scenario to start from. Never overwrites a file. */
import { basename, join, resolve } from "node:path";
import { ExitCode, Stop } from "../exit-code.ts";
import type { Grammar } from "../grammar.ts";
import { jsonOption } from "../options.ts";
import type { Outside } from "../outside.ts";
import { printJson } from "../show/json.ts";
import { starterScenario } from "../starter.ts";

export const grammar: Grammar = {
  examples: ["standoff init my-standoff"],
  options: [jsonOption],
  run: init,
};

function init(outside: Outside, folder: string | undefined, options: { readonly json?: boolean }): number {
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
  outside.saveFile(resolve(outside.cwd, file), [starterScenario(basename(absolute))]);
  if (options.json) outside.writeOut(printJson({ status: "written", files: [file, schema] }));
  else {
    const named = folder === undefined ? "scenario.standoff.yaml" : folder;
    outside.writeOut(`Wrote ${file}, and ${schema} by which editors complete and check it.

  standoff check ${named}
  standoff forecast ${named}
  standoff explain ${named}

docs/language.md tells how a scenario is written.
`);
  }
  return ExitCode.ok;
}
