/** Starts the worker from a file of its own. In the page of one file `start-worker-alone.ts` stands in its place. */
export const startWorker = (name: "session" | "editing"): Worker =>
  new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name });
