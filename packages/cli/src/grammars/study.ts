/** The grammar of `standoff study`. */
import type { USUAL_SEED } from "standoff/study";
import { ExitCode, Stop } from "../exit-code.ts";
import { type Grammar, option } from "../grammar.ts";
import { commonOptions, newsOptions, wholeNumber } from "../options.ts";

const usualSeed: typeof USUAL_SEED = "calm-river-stone";
const MOST_DRAWS = 65_536;

export const grammar: Grammar = {
  examples: [
    "standoff study labour-strike --draws 16          means and bands over draws from the ranges",
    "standoff study labour-strike --draws 16 --seed quiet-harbour-lamp --json",
  ],
  options: [
    ...commonOptions,
    ...newsOptions,
    option("--draws <number>", "how many draws; a multiple of 4, or of 8 from 256 on", { read: drawsOf, standard: 64 }),
    option("--seed <words>", "three words that say which draws: the same words, the same draws", {
      standard: usualSeed,
    }),
    option("--stated-steadiness", "everyone as steady as stated in every draw"),
    option("--shard <part>", "with run: which part of the draws, as in 2/8 (parts count from 1)", { standard: "1/1" }),
    option(
      "--out <folder>",
      "where finished draws are kept, and found again; by default among the user's cached files",
    ),
    option("--reversed", "start with the turns in reversed order"),
    option("--threads <number>", "how many threads may compute; the results are the same", { read: wholeNumber }),
    option("--progress <form>", "tell on stderr how far it is, one JSON object a line", { choices: ["json"] }),
  ],
  load: async () => (await import("../verbs/study.ts")).study,
};

function drawsOf(text: string): number {
  const draws = Number(text);
  if (Number.isInteger(draws) && draws >= 4 && draws <= MOST_DRAWS) return draws;
  throw new Stop(ExitCode.usage, `--draws takes a whole number from 4 to ${MOST_DRAWS}, not "${text}"`);
}
