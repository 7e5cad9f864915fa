/**
 * How soon a session that is solving ends when its run is cancelled: in a thread that shares memory with its caller, in
 * one that hears messages only when it pauses, and where the thread is ended and another opens the same texts. Medians
 * of the wall's time, and how often each goes into what the whole forecast takes.
 *
 *   node bench/cancel.ts [runs, default 3] [scenario, default cuba-1962]
 */
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { type Client, nodePort, openSession, type SessionKinds, type Told, type ToMember } from "standoff/wire";

const [runs, name] = [Number(process.argv[2] ?? 3), process.argv[3] ?? "cuba-1962"];
const main = "scenario.standoff.yaml";
const texts = { main, files: { [main]: readFileSync(`scenarios/${name}/${main}`, "utf8") } };
const body = new URL("../packages/standoff/test/wire/node-session.ts", import.meta.url);

function start(shares: boolean): Client {
  return openSession(() => nodePort<Told<SessionKinds>, ToMember<SessionKinds>>(new Worker(body), shares));
}

/** Milliseconds from cancelling to the end of the run; `after`: how many scales stand by then, and a little more. */
async function cancelled({ forecast, cancel }: Client, after: number): Promise<number> {
  let reached = () => {};
  const there = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const run = forecast(
    { scales: [0.5, 1, 2 + Math.fround(after / 1e6)] },
    ({ kind }) => kind === "first figures" && reached(),
  );
  await there;
  await new Promise((resolve) => setTimeout(resolve, 37 * after)); // not always at the same place of a step
  const before = performance.now();
  cancel(run.id);
  await run.result;
  return performance.now() - before;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const clients = [start(true), start(false)];
await Promise.all(clients.map(({ open }) => open({ texts }).result));
const found: number[][] = [[], [], []];
for (let run = 0; run < runs; run++) {
  for (const [place, client] of clients.entries()) found[place].push(await cancelled(client, run + 1));
  clients[1].restart();
  found[2].push(
    await timed(() =>
      clients[1].check({ texts: { main, files: {} } }).result.then(() => clients[1].open({ texts }).result),
    ),
  );
}
const whole = await timed(() => clients[0].forecast({ scales: [0.5, 1, 2] }).result);
const said = ["shared memory", "messages at pauses", "ended and opened anew"];
said.forEach((way, place) => {
  const ms = median(found[place]);
  console.log(
    `${way.padEnd(24)} ${ms.toFixed(0).padStart(8)} ms   1 in ${(whole / ms).toFixed(0)} of a whole forecast`,
  );
});
for (const { restart } of clients) restart();
