/** The studio's page as files. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The page's files by their address; nothing else is ever read. */
export function filesIn(folder: string, below = ""): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const name of readdirSync(join(folder, below))) {
    const path = `${below}/${name}`;
    if (statSync(join(folder, path)).isDirectory()) for (const [at, file] of filesIn(folder, path)) found.set(at, file);
    else found.set(path, readFileSync(join(folder, path)));
  }
  return found;
}
