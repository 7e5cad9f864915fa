/** The script of a page that does the exercises with a session in a worker. The test calls it through `exercise`. */
import { openSession } from "../../src/wire/client.ts";
import type { Told } from "../../src/wire/messages.ts";
import { type BrowserEnd, browserPort } from "../../src/wire/ports.ts";
import type { SessionKinds } from "../../src/wire/session-kinds.ts";
import { type Cases, type Exercises, exercises } from "./exercises.ts";

/** What a page has; the repository's tests are typed for Node. */
interface Page {
  readonly Worker: new (url: string) => BrowserEnd<Told<SessionKinds>>;
  readonly crossOriginIsolated: boolean;
  exercise: (name: keyof Exercises, cases: Cases, worker: string) => Promise<unknown>;
}

const page = globalThis as unknown as Page;

/** `worker`: its address, or its code. */
page.exercise = async (name, cases, worker) => {
  const url = worker.startsWith("/") ? worker : URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
  const client = openSession(() => browserPort(new page.Worker(url), page.crossOriginIsolated));
  try {
    return await exercises[name](client, cases);
  } finally {
    client.restart();
  }
};
