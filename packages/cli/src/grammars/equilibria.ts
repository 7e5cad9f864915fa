/** The grammar of `standoff equilibria`. */
import { type Grammar, option } from "../grammar.ts";
import { threadOptions, wholeNumber } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff equilibria labour-strike",
    "standoff equilibria labour-strike --starts 20 --seed 7",
    "standoff equilibria labour-strike --shard 1/2 --out starts   one half of the random starts, on one machine",
  ],
  options: [
    ...threadOptions,
    option("--starts <number>", "random starts; by default as many as its size allows", { read: wholeNumber }),
    option("--seed <number>", "of the random starts", { read: wholeNumber, standard: 1 }),
    option("--shard <part>", "try this part of the starts alone, as in 2/8 (parts count from 1); needs --out"),
    option("--out <store>", "with --shard: where they are kept: a folder, sqlite:FILE, or postgres://..."),
    option("--merge <store>", "go on from the starts that all parts kept there; the other options as theirs"),
    option("--study <key>", "with --merge: which of the searches of a database"),
  ],
  load: async () => (await import("../verbs/equilibria.ts")).equilibria,
};
