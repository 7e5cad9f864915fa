/**
 * Threads beside the program's own that work on tasks of the library. A member takes one task at a time; what waits is
 * handed on in order. Whatever goes wrong in a member comes out of `perform`, as if it had been done here.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { News, Reply, Task } from "standoff/wire";

export interface Crew {
  /** Hands a task to the next idle member. */
  perform<T extends Task>(task: T, tell: (news: News) => void): Promise<Reply<T>>;
  /** Ends the members, whatever they are doing. */
  close(): void;
}

/** From the crew to a member. */
export interface Order {
  readonly id: number;
  readonly task: Task;
}

/** From a member: news of the task with that id, its reply, or what went wrong. */
export type Message =
  | { readonly id: number; readonly kind: "news"; readonly news: News }
  | { readonly id: number; readonly kind: "reply"; readonly reply: Reply<Task> }
  | { readonly id: number; readonly kind: "failed"; readonly error: Error };

interface Job extends Order {
  readonly tell: (news: News) => void;
  readonly resolve: (reply: never) => void;
  readonly reject: (error: Error) => void;
}

export const processors = availableParallelism();

const ended = "a thread ended before its task";

const fromSources = import.meta.url.endsWith(".ts");

export function startCrew(size: number): Crew {
  const waiting: Job[] = [];
  const members = Array.from({ length: size }, () => startMember(() => waiting.shift()));
  let id = 0;
  return {
    perform: (task, tell) =>
      new Promise((resolve, reject) => {
        waiting.push({ id: id++, task, tell, resolve: resolve as Job["resolve"], reject });
        members.find((member) => member.isIdle())?.next();
      }),
    close: () => {
      for (const member of members) member.end();
      for (const job of waiting.splice(0)) job.reject(new Error(ended));
    },
  };
}

interface Member {
  readonly isIdle: () => boolean;
  /** Takes on the next job that waits, if any. */
  readonly next: () => void;
  readonly end: () => void;
}

function startMember(nextJob: () => Job | undefined): Member {
  const file = new URL(fromSources ? "./crew-member.ts" : "./crew-member.js", import.meta.url);
  const worker = new Worker(file, { execArgv: fromSources ? ["--conditions=@standoff/source"] : [] });
  let job: Job | undefined;
  const next = () => {
    job = nextJob();
    if (job !== undefined) worker.postMessage({ id: job.id, task: job.task } satisfies Order);
  };
  const settle = (how: (done: Job) => void) => {
    const done = job;
    next();
    if (done !== undefined) how(done);
  };
  worker.on("message", (message: Message) => {
    if (message.kind === "news") job?.tell(message.news);
    else if (message.kind === "reply") settle((done) => done.resolve(message.reply as never));
    else settle((done) => done.reject(message.error));
  });
  worker.on("error", (error: Error) => job?.reject(error));
  worker.on("exit", () => job?.reject(new Error(ended)));
  return { isIdle: () => job === undefined, next, end: () => void worker.terminate() };
}
