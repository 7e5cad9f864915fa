/** The grammar of `standoff roll`. */
import { type Grammar, option } from "../grammar.ts";
import { solveOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff roll cuba-1962/history.yaml --to 1962-10-22 -o october.standoff.yaml",
    "standoff roll cuba-1962/history.yaml --to 1962-10-22 -o later.standoff.yaml --json",
  ],
  options: [
    ...solveOptions,
    option("--to <date>", "the new first day: what is known by its end is what all start from", { needed: true }),
    option("-o, --out <file>", "the file that is written; it extends the scenario", { needed: true }),
  ],
  load: async () => (await import("../verbs/roll.ts")).roll,
};
