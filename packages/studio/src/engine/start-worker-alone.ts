/**
 * Starts the worker from text within the page: stands in place of `start-worker.ts` in the page of one file
 * (`build.js`).
 */
import InlineWorker from "./worker.ts?worker&inline";

export const startWorker = (name: "session" | "editing"): Worker => new InlineWorker({ name });
