/** The grammar of `standoff studio`. */

import { ExitCode, Stop } from "../exit-code.ts";
import { type Grammar, option } from "../grammar.ts";
import { readingOption } from "../options.ts";

/** A port of this machine; 0: any that is free. */
function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65536) return port;
  throw new Stop(ExitCode.usage, `--port takes a number from 0 to 65535, not "${text}"`);
}

export const grammar: Grammar = {
  examples: [
    "standoff studio                                   the tutorial, in a page of this machine",
    "standoff studio us-iran-2025 --no-open            only tells the address",
    "standoff studio my.standoff.yaml --build site     the page as files, for any host",
    "standoff studio my.standoff.yaml --file my.html   the page as one file, to be opened from a disk",
  ],
  options: [
    option("--port <number>", "the port to listen on; by default 47862, or one that is free where that is not", {
      read: portOf,
      standard: 0,
    }),
    option("--no-open", "do not open a browser"),
    option("--build <folder>", "write the page with the scenario as files that any host can serve, and end"),
    option("--file <file>", "write the page with the scenario as one file that works from a disk, and end"),
    readingOption,
  ],
  load: async () => (await import("../verbs/studio.ts")).studio,
};
