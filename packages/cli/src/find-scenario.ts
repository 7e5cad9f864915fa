/**
 * From what a user types to the scenario's file: a file, a folder, the name of a folder in a `scenarios/`, or a path
 * that begins with such a name (`cuba-1962/history.yaml`).
 */
import { basename, dirname, join, relative, resolve } from "node:path";
import { didYouMean } from "standoff/text";
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
  if (stepsDown(name)) {
    for (const path of scenarioFolders(outside).map((folder) => join(folder, name))) {
      if (outside.kindOf(at(path)) === "folder") return inFolder(outside, path);
      if (outside.kindOf(at(path)) === "file") return path;
    }
  }
  const close = didYouMean(name, [...scenarioNames(outside), ...besides(outside)]);
  const hint = close === undefined ? "" : `\n${close}`;
  throw new Stop(ExitCode.usage, `there is no scenario "${name}"${known(outside)}${hint}`);
}

/** Is it a path that leads only downward, so that it stays within any folder that it is sought in? */
function stepsDown(path: string): boolean {
  return path.split(/[\\/]/).every((part) => part !== "" && !part.startsWith(".")) && !path.includes(":");
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
  return [...foldersAbove(outside), libraryFolder(outside)];
}

/** The folder of the scenarios that came with the command, as the user would name it. */
export function libraryFolder(outside: Outside): string {
  const library = relative(outside.cwd, outside.library);
  return library.startsWith("..") ? outside.library : library;
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
  const names = scenarioNames(outside);
  return names.length === 0 ? "" : `; there are: ${names.join(", ")}`;
}

/** Scenarios that are found by their name alone. */
function scenarioNames(outside: Outside): string[] {
  const names = scenarioFolders(outside).flatMap((folder) => {
    const absolute = resolve(outside.cwd, folder);
    return outside.listFolder(absolute).filter((name) => outside.kindOf(join(absolute, name)) === "folder");
  });
  return [...new Set(names)];
}

/** Files and folders here that may be scenarios. */
function besides({ cwd, listFolder, kindOf }: Outside): string[] {
  return listFolder(cwd).filter((name) => /\.ya?ml$/i.test(name) || kindOf(join(cwd, name)) === "folder");
}
