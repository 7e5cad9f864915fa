/**
 * What sharing out costs: a study by plain loops, and by workers of a queue on a Redis of its own. Processor time
 * decides, which other load on the machine moves little; the clock stands beside it. And the cost of a chunk in which
 * nothing is left to solve.
 *   node scripts/bootstrap.js bench/queue.ts [scenario] [draws]
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../packages/runner/src/queue/connection.ts";
import { command, gone, RedisServer, redisProgram } from "../packages/runner/test/servers.ts";

const [scenario = "labour-strike", draws = "512"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "standoff-bench-"));
/** Draws by which workers have settled. */
const WARMING = "32";
/** Clock ticks of Linux's /proc a second. */
const TICKS = 100;

interface Cost {
  readonly clock: number;
  readonly processor: number;
}

/** Processor seconds of a process so far, its threads' and ended children's with it. */
function secondsOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;
}

const start = (...args: readonly string[]) =>
  spawn(process.execPath, [command, ...args], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });

/** Runs some side by side; the last look before the end counts, every 10 ms. */
async function cost(...commands: readonly (readonly string[])[]): Promise<Cost> {
  const began = performance.now();
  const children = commands.map((args) => start(...args));
  const last = children.map(() => 0);
  const timer = setInterval(() => {
    children.forEach((child, i) => {
      try {
        last[i] = secondsOf(child);
      } catch {
        // it has ended
      }
    });
  }, 10);
  await Promise.all(children.map(gone));
  clearInterval(timer);
  return { clock: (performance.now() - began) / 1000, processor: last.reduce((sum, one) => sum + one, 0) };
}

const study = ["study", scenario, "--draws", draws];
const loop = (shard: string, out: string) => [
  "study",
  "run",
  scenario,
  "--draws",
  draws,
  "--shard",
  shard,
  "--threads",
  "1",
  "--out",
  out,
];

/** By workers that are there already; what they cost from the asking to the end. */
async function byWorkers(server: RedisServer, count: number): Promise<Cost & { readonly asker: number }> {
  const workers = Array.from({ length: count }, () => start("worker", "--queue", server.address, "--threads", "1"));
  await Promise.all(workers.map(({ stderr }) => new Promise((resolve) => stderr.once("data", resolve))));
  // A study of another seed, so that they have started and the platform has compiled; the loops' own start is left out
  // likewise.
  const warm = ["study", scenario, "--draws", WARMING, "--seed", "quiet-harbour-lamp"];
  await cost([...warm, "--queue", server.address, "--out", `warm-${count}`]);
  if (workers.some(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null))
    throw new Error("a worker has died");
  const before = workers.map(secondsOf);
  const asked = await cost([...study, "--queue", server.address, "--out", `queue-${count}`]);
  const processor = workers.reduce((sum, worker, i) => sum + secondsOf(worker) - before[i], 0);
  for (const worker of workers) worker.kill("SIGKILL");
  await Promise.all(workers.map(gone));
  return { clock: asked.clock, processor, asker: asked.processor };
}

/** Chunks of a study that stands whole already, handed out again: what is left is the queue's own work. */
async function emptyChunks(server: RedisServer): Promise<{ readonly chunks: number; readonly each: Cost }> {
  const connection = await connect(server.address);
  const { redis } = connection;
  const [, key] = await redis.zrange("standoff:studies", "0", "-1");
  await redis
    .multi()
    .del(`standoff:done:${key}`)
    .hset(`standoff:study:${key}`, { next: "0", solved: "0", seconds: "0" })
    .exec();
  const worker = start("worker", "--queue", server.address, "--threads", "1");
  const total = Number(draws) + 1;
  const count = async () => Number(await redis.bitcount(`standoff:done:${key}`));
  const wait = async (enough: number) => {
    while ((await count()) < enough) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await wait(1); // it has started, and built the graph
  const [from, first, at] = [secondsOf(worker), await count(), performance.now()];
  await wait(total);
  const chunks = (total - first) / 4;
  const each = { clock: (performance.now() - at) / 1000 / chunks, processor: (secondsOf(worker) - from) / chunks };
  worker.kill("SIGKILL");
  await gone(worker);
  await connection.close();
  return { chunks: Math.round(chunks), each };
}

const say = (text: string) => console.log(text);
const figures = ({ clock, processor }: Cost) =>
  `${clock.toFixed(2)} s by the clock, ${processor.toFixed(2)} s of processors`;

if (redisProgram === undefined) say("no redis-server or valkey-server here");
else {
  const server = await RedisServer.start();
  try {
    say(`${scenario}, ${draws} draws`);
    const idle = await cost([
      "study",
      "run",
      scenario,
      "--draws",
      WARMING,
      "--shard",
      "1/1",
      "--threads",
      "1",
      "--out",
      "start",
    ]);
    say(`a loop of ${WARMING} draws (its start)     ${figures(idle)}`);
    const one = await cost(loop("1/1", "loop-1"));
    say(`one plain loop                  ${figures(one)}`);
    const two = await cost(loop("1/2", "loop-2"), loop("2/2", "loop-2"));
    say(`two plain loops side by side    ${figures(two)}`);
    const single = await byWorkers(server, 1);
    say(`one worker                      ${figures(single)}; its asker ${single.asker.toFixed(2)} s`);
    const own = await RedisServer.start();
    const pair = await byWorkers(own, 2);
    say(`two workers                     ${figures(pair)}; their asker ${pair.asker.toFixed(2)} s`);
    await own.end();
    const empty = await emptyChunks(server);
    const { clock, processor } = empty.each;
    say(
      `a chunk in which nothing is left, of ${empty.chunks}: ${(1000 * clock).toFixed(1)} ms by the clock, ${(1000 * processor).toFixed(1)} ms of a processor`,
    );
    // What all draws cost in loops, their starts left out.
    const all = Number(draws);
    const alone = ((one.processor - idle.processor) / (all - Number(WARMING))) * all;
    const beside = ((two.processor - 2 * idle.processor) / (all - 2 * Number(WARMING))) * all;
    say(`draws a second of one processor: ${(all / alone).toFixed(1)}`);
    say(`efficiency by processor time: one worker against one loop ${percent(alone / single.processor)}`);
    say(`two workers against two loops side by side ${percent(beside / pair.processor)}`);
  } finally {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function percent(value: number): string {
  return `${(100 * value).toFixed(0)} %`;
}
