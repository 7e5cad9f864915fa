/** What the browser's worker of `browser.test.ts` runs: a scenario's text in, its forecast out. */

import { forecastSolutions } from "../src/query/forecast.ts";
import { runScenario } from "../src/run.ts";
import { createLogitMap } from "../src/solve/logit-map.ts";

interface Worker {
  onmessage: (event: { readonly data: string }) => void;
  postMessage(message: unknown): void;
}

const worker = globalThis as unknown as Worker;

worker.onmessage = ({ data }) => {
  const run = runScenario("scenario", () => data);
  if (run.status !== "solved") worker.postMessage({ status: run.status });
  else {
    const { outcomes } = forecastSolutions(run.scenario, run.world, run.results);
    worker.postMessage({
      status: run.status,
      kernels: createLogitMap(run.world).kernels.name,
      outcomes: outcomes.map(({ name, byEnd }) => [name, byEnd]),
    });
  }
};
