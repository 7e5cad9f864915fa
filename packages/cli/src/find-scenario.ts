/** From what a user types to the scenario's file: a file, a folder, or the name of a folder in a `scenarios/`. */
import { basename, dirname, join, relative, resolve } from "node:path";
import { ExitCode, Stop } from "./exit-code.ts";
import { shellWord } from "./next-command.ts";
import type { Outside } from "./outside.ts";

const ending = ".standoff.yaml";
const main = `scenario${ending}`;

/** The path of the scenario's file, as the user would name it. Throws `Stop` with what was looked for. */
export function findScenario(outside: Outside, name: string): string {
  if (name.includes("\0")) throw new Stop(ExitCode.usage, "a path cannot hold a NUL character");
  if (name.trim() === "") throw new Stop(ExitCode.usage, `the scenario's name is empty${known(outside)}`);
  const at = (path: string) => resolve(outside.cwd, path);
  if (outside.kindOf(at(name)) === "file") return name;
  if (outside.kindOf(at(name)) === "folder") return inFolder(outside, name);
  if (!/[\\/]/.test(name)) {
    for (const folder of scenarioFolders(outside)) {
      if (outside.kindOf(at(join(folder, name))) === "folder") return inFolder(outside, join(folder, name));
    }
  }
  throw new Stop(ExitCode.usage, `there is no scenario "${name}"${known(outside)}`);
}

/** The folder's `scenario.standoff.yaml`, else its only scenario. */
function inFolder(outside: Outside, folder: string): string {
  const found = outside.listFolder(resolve(outside.cwd, folder)).filter((file) => file.endsWith(ending));
  if (found.includes(main)) return join(folder, main);
  if (found.length === 1) return join(folder, found[0]);
  if (found.length === 0) throw new Stop(ExitCode.usage, `the folder ${folder} holds no *${ending} file`);
  throw new Stop(
    ExitCode.usage,
    `the folder ${folder} holds several scenarios; name one of: ${found.map((file) => shellWord(join(folder, file))).join(", ")}`,
  );
}

/** `scenarios/` here and in the folders above, nearest first, then those that came with the command. */
export function scenarioFolders(outside: Outside): string[] {
  const library = relative(outside.cwd, outside.library);
  return [...foldersAbove(outside), library.startsWith("..") ? outside.library : library];
}

function foldersAbove(outside: Outside): string[] {
  const folders: string[] = [];
  let above = "";
  for (let here = outside.cwd; ; here = dirname(here), above = join(above, "..")) {
    if (outside.kindOf(join(here, "scenarios")) === "folder") folders.push(join(above, "scenarios"));
    if (basename(here) === "scenarios") folders.push(above === "" ? "." : above);
    if (dirname(here) === here) return folders;
  }
}

function known(outside: Outside): string {
  const names = scenarioFolders(outside).flatMap((folder) => {
    const absolute = resolve(outside.cwd, folder);
    return outside.listFolder(absolute).filter((name) => outside.kindOf(join(absolute, name)) === "folder");
  });
  return names.length === 0 ? "" : `; there are: ${[...new Set(names)].join(", ")}`;
}
