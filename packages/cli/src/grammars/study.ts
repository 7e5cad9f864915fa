/** The grammar of `standoff study`. */
import { type Grammar, option } from "../grammar.ts";
import { commonOptions, drawsOf, newsOptions, seedOption, wholeNumber } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff study labour-strike --draws 16          means and bands over draws from the ranges",
    "standoff study labour-strike --draws 16 --seed quiet-harbour-lamp --json",
    "standoff study run labour-strike --draws 16 --shard 1/2 --out kept   one half of the draws, on one machine",
    "standoff study run labour-strike --draws 16 --shard 2/2 --out kept   the other; ended, it goes on from what stands",
    "standoff study merge kept                        the study of both, as if done in one piece",
    "standoff study labour-strike --draws 16 --queue redis://localhost --out kept   by the workers of a queue",
    "standoff study status --queue redis://localhost  how far the queue's studies are",
  ],
  options: [
    ...commonOptions,
    ...newsOptions,
    option("--draws <number>", "how many draws; a multiple of 4, or of 8 from 256 on", { read: drawsOf, standard: 64 }),
    seedOption,
    option("--stated-steadiness", "everyone as steady as stated in every draw"),
    option("--shard <part>", "with run: which part of the draws, as in 2/8 (parts count from 1)", { standard: "1/1" }),
    option(
      "--out <store>",
      "where finished draws are kept, and found again: a folder, sqlite:FILE, or postgres://...; by default a database of at most 256 MB among the user's cached files",
    ),
    option("--study <key>", "with merge: which of the studies of a database"),
    option(
      "--queue <address>",
      "hand the draws to the workers of a queue, redis://host:port; needs --out, a store that they reach",
    ),
    option("--detach", "with --queue: do not wait for the end"),
    option("--retry", "with --queue: try again what failed, or killed its worker, three times"),
    option("--reversed", "start with the turns in reversed order"),
    option("--threads <number>", "how many threads may compute; the results are the same", { read: wholeNumber }),
    option("--progress <form>", "tell on stderr how far it is, one JSON object a line", { choices: ["json"] }),
  ],
  load: async () => (await import("../verbs/study.ts")).study,
};
