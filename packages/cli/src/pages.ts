/**
 * The pages that messages lead to: those of `docs/`, which lie beside the scenarios in the repository and in the
 * package.
 */
import { isAbsolute, join, relative } from "node:path";
import type { Outside } from "./outside.ts";

/** The path of a page, `language.md` say, from where the user stands; whole where it lies elsewhere. */
export function pageNamed({ library, cwd }: Pick<Outside, "library" | "cwd">, name: string): string {
  const path = join(library, "../docs", name);
  const short = relative(cwd, path);
  return short.startsWith("..") || isAbsolute(short) ? path : short;
}
