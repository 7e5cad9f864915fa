/** A thread of the crew: performs one task after another. The large arrays of what it tells are handed over, not copied. */
import { parentPort } from "node:worker_threads";
import { type News, perform, type Reply, type Task } from "standoff/wire";
import type { Message, Order } from "./crew.ts";
import { nodeReader, realPath } from "./node-outside.ts";
import { allowedReader } from "./scenario-reader.ts";

const port = parentPort;
if (port === null) throw new Error("crew-member.ts is the body of a thread");

const { readFile } = nodeReader();
const readerFor = (task: Task) =>
  task.kind === "run" ? allowedReader(task.reading, { cwd: process.cwd(), realPath, readFile }) : readFile;
const send = (message: Message, arrays: readonly Float64Array[] = []) =>
  port.postMessage(
    message,
    arrays.map(({ buffer }) => buffer as ArrayBuffer),
  );

port.on("message", ({ id, task }: Order) => {
  try {
    const tell = (news: News) => send({ id, kind: "news", news }, arraysOf(news));
    const reply = perform(task, { readFile: readerFor(task), tell });
    send({ id, kind: "reply", reply }, attemptsIn(task, reply));
  } catch (error) {
    send({ id, kind: "failed", error: error instanceof Error ? error : new Error(String(error)) });
  }
});

function arraysOf(news: News): Float64Array[] {
  if (news.kind !== "result" || !("policy" in news.result)) return [];
  const { policy, logPolicy, reach, values, q } = news.result;
  return [policy, logPolicy, reach, values, q];
}

function attemptsIn(task: Task, reply: Reply<Task>): Float64Array[] {
  if (task.kind !== "search") return [];
  return (reply as Reply<typeof task>).flatMap(({ logPolicy }) => (logPolicy === null ? [] : [logPolicy]));
}
