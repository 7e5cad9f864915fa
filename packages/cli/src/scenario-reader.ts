/**
 * Which files a scenario may read: the one that the user names, and, by `extends`, those of its own folder tree, of the
 * library (`scenarios/`), and of folders that `--allow-read` names. Links are followed before it is asked.
 */
import { basename, dirname, join, resolve, sep } from "node:path";
import type { ReadFile } from "standoff";
import type { Outside } from "./outside.ts";

/** The folders below which a scenario may read, without links. */
export function foldersFor(outside: Outside, path: string, libraries: readonly string[], allowed: readonly string[]) {
  const absolute = resolve(outside.cwd, path);
  const own = [ownFolder(outside, dirname(absolute)), ownFolder(outside, dirname(outside.realPath(absolute)))];
  const given = [...libraries, ...allowed].map((folder) => resolve(outside.cwd, folder));
  return [...new Set([...own, ...given].map(outside.realPath))];
}

/** The folder of the scenario that a file belongs to: above its own where that holds a scenario, or is the library. */
function ownFolder(outside: Outside, folder: string): string {
  let top = folder;
  for (let here = folder; dirname(here) !== here; here = dirname(here)) {
    if (basename(here) === "scenarios") return here;
    if (outside.kindOf(join(here, "scenario.standoff.yaml")) === "file" && isNext(top, here)) top = here;
  }
  return top;
}

/** Is `above` the folder itself or the one that holds it? A tree of scenarios has one on every level. */
function isNext(folder: string, above: string): boolean {
  return folder === above || dirname(folder) === above;
}

/** Reads what is allowed, by paths as the user writes them. `library`: the folder of the scenarios that came along. */
export function allowedReader(outside: Outside, path: string, folders: readonly string[], library: string): ReadFile {
  const named = resolve(outside.cwd, path);
  const read: ReadFile = (wanted) => {
    const absolute = resolve(outside.cwd, wanted);
    if (absolute === named || isBelow(outside.realPath(absolute), folders)) return outside.readFile(absolute);
    return { refused: "it is outside the scenario's folder; --allow-read FOLDER allows it" };
  };
  return Object.assign(read, { library });
}

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(folder.endsWith(sep) ? folder : folder + sep));
}
