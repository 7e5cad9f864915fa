/** Reads a text file of the user's, or nothing: wrong encodings become U+FFFD, which the reader of scenarios reports. */
import { readFileSync, statSync } from "node:fs";

/** Larger files are not scenarios. */
const largestFile = 16 * 1024 * 1024;

/** Devices and pipes are not files. */
export function readText(path: string): string | undefined {
  try {
    const found = statSync(path);
    if (!found.isFile() || found.size > largestFile) return undefined;
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
