/** The grammar of `standoff worker`. */
import { type Grammar, option } from "../grammar.ts";
import { idleTime, memoryOption, numberFromZero, wholeNumber } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff worker --queue redis://localhost                 work on studies until Ctrl-C, with all processors",
    "standoff worker --queue redis://localhost --threads 4 --idle 5min   end after five minutes without work",
  ],
  options: [
    option("--queue <address>", "the queue, redis://host:port, or rediss:// with TLS", { needed: true }),
    option("--out <store>", "where draws are kept, if this machine reaches it by another name than the asker"),
    option("--threads <number>", "how many threads may compute, each on a chunk of draws", { read: wholeNumber }),
    memoryOption,
    option("--idle <time>", "end after so long without work, as in 60s or 5min", { read: idleTime }),
    option("--lease <seconds>", "after so long the chunk of a worker that says nothing goes to another", {
      read: numberFromZero,
      standard: 30,
    }),
  ],
  load: async () => (await import("../verbs/worker.ts")).worker,
};
