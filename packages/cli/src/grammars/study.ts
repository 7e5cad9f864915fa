/** The grammar of `standoff study`. */
import { type Grammar, option } from "../grammar.ts";
import { commonOptions, drawsOf, newsOptions, seedOption, sharedOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff study labour-strike --draws 16          means and bands over draws from the ranges",
    "standoff study labour-strike --draws 16 --seed quiet-harbour-lamp --json",
    "standoff study run labour-strike --draws 16 --shard 1/2 --out kept   one half of the draws, on one machine",
    "standoff study run labour-strike --draws 16 --shard 2/2 --out kept   the other; ended, it goes on from what stands",
    "standoff study merge kept                        the study of both, as if done in one piece",
    "standoff study labour-strike --draws 16 --queue redis://localhost --out kept   by the workers of a queue",
    "standoff study script labour-strike --slurm --shards 20 --out kept   a batch file, to be read and submitted",
    "standoff study status --queue redis://localhost  how far the queue's studies are",
  ],
  options: [
    ...commonOptions,
    ...newsOptions,
    option("--draws <number>", "how many draws; a multiple of 4, or of 8 from 256 on", { read: drawsOf, standard: 64 }),
    seedOption,
    option("--stated-steadiness", "everyone as steady as stated in every draw"),
    ...sharedOptions,
  ],
  load: async () => (await import("../verbs/study.ts")).study,
};
