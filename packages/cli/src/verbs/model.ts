/**
 * `standoff model`: the solved scenario as a model for another tool, so that others can check our numbers: Gambit's
 * .efg (the whole game), PRISM's explicit files, PRISM's language for small ones, or UMB (PRISM, Storm).
 */
import { resolve } from "node:path";
import { chainModels, gambitModel, type Models } from "standoff/exchange";
import { ExitCode, Stop } from "../exit-code.ts";
import { findScenario } from "../find-scenario.ts";
import type { SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { build, solve } from "../run.ts";
import { printJson } from "../show/json.ts";
import { version } from "../version.ts";

interface ModelOptions extends SolveOptions {
  readonly for: "gambit" | "prism" | "prism-language" | "umb";
  readonly out: string;
}

export function model(outside: Outside, name: string, options: ModelOptions): number {
  outside.announceFile(resolve(outside.cwd, options.out));
  const made = modelsOf(outside, name, options);
  if (made.status === "too large") return stopTooLarge(outside, name, options, made.why);
  const { files, leftOut } = made;
  for (const { name: title, why } of leftOut) outside.writeError(`Left out "${title}": ${why}\n`);
  for (const [file, contents] of files) {
    outside.saveFile(resolve(outside.cwd, file), contents);
    outside.writeError(`Wrote ${file}\n`);
  }
  if (options.json) outside.writeOut(printJson({ status: "written", files: files.map(([file]) => file), leftOut }));
  return ExitCode.ok;
}

/** The game itself, unsolved; or the chains of the solved scenario, in files that share a stem. */
function modelsOf(outside: Outside, name: string, options: ModelOptions): Models {
  if (options.for === "gambit") return gambitModel(build(outside, name, options).world, options.out);
  const stem = options.out.replace(/\.(tra|prism|pm|umb)$/, "");
  const solution = solve(outside, name, options, { scales: [1] });
  return chainModels(solution, { form: options.for, stem, engine: version });
}

/** What would make it small enough, or which form has room for it. */
function wayOn({ for: form }: ModelOptions, reason: string): string {
  if (form === "prism-language") return "; --for prism and --for umb have room for it";
  if (!/nodes$/.test(reason)) return "; --for prism and --for umb can hold it";
  return `\na coarser --step ("1 month"), a calendar that ends sooner and "afterwards: none" make it smaller; --for prism and --for umb have room for it`;
}

function stopTooLarge(outside: Outside, name: string, options: ModelOptions, reason: string): never {
  const why = `${reason}${wayOn(options, reason)}`;
  const found = { status: "too large", file: findScenario(outside, name), needsBytes: null, limitBytes: null, why };
  if (options.json) outside.writeOut(printJson(found));
  throw new Stop(ExitCode.tooLarge, why);
}
