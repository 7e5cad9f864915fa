/**
 * Where the page is that the command serves. In the repository it is built from its sources where these are newer; an
 * installed package brings it along. Plain JavaScript, since packages do not run as TypeScript.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const built = join(here, "dist");
const sources = ["src", "public", "index.html", "vite.config.ts", "build.js", "../standoff/src", "../report/src"].map(
  (name) => join(here, name),
);

/** The time of the newest file, in milliseconds. */
function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** The folder of the page. `tell` is told where it has to be built first. */
export async function pageFolder(tell) {
  if (!existsSync(sources[0])) return built;
  const page = join(built, "index.html");
  if (existsSync(page) && Math.max(...sources.map(newest)) < statSync(page).mtimeMs) return built;
  tell("building the page from its sources");
  process.env.NODE_ENV = "production"; // whatever runs this: else the page gets the slower React for development
  const { buildPage } = await import("./build.js");
  await buildPage();
  return built;
}
