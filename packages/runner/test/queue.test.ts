/**
 * Studies over a real Redis with real workers: the same to the byte as solved in one piece, whoever dies on the way;
 * what kills is named, what is of another engine refused.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { command, gone, PostgresServer, postgresFolder, RedisServer, redisProgram, until } from "./servers.ts";

const folder = mkdtempSync(join(tmpdir(), "standoff-queue-"));
const oddWorker = join(import.meta.dirname, "odd-worker.ts");
/** Enough that there is a middle; a fraction of a second by one processor. */
const study = ["study", "labour-strike", "--draws", "32"];
const started = new Set<ChildProcess>();

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
  readonly said: () => string;
}

function start(...args: readonly string[]): Run {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  started.add(child);
  let [out, err] = ["", ""];
  child.stdout.on("data", (piece) => {
    out += piece;
  });
  child.stderr.on("data", (piece) => {
    err += piece;
  });
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, ended: closed.then((code) => ({ code, out, err })), said: () => err };
}

const standoff = (...args: readonly string[]) => start(command, ...args);
const odd = (...args: readonly string[]) => start("--conditions=@standoff/source", oddWorker, ...args);

async function endAll(): Promise<void> {
  for (const child of started) child.kill("SIGKILL");
  await Promise.all([...started].map(gone));
  started.clear();
}

/** Milliseconds for servers and processes to start and end on a busy machine; decides nothing. */
const PATIENCE = 300_000;

/** Chunks that stand in a store's folder. */
const chunksIn = (store: string) =>
  existsSync(join(folder, store)) ? readdirSync(join(folder, store)).filter((name) => name.startsWith("draw-")) : [];

describe.skipIf(redisProgram === undefined)(
  "a study on Redis (redis-server or valkey-server; skipped where there is none)",
  () => {
    let server: RedisServer;
    let redis: Redis;
    let postgres: PostgresServer | undefined;
    let whole = "";

    beforeAll(async () => {
      server = await RedisServer.start();
      redis = new Redis(server.address, { maxRetriesPerRequest: null });
      redis.on("error", () => {});
      const args = [command, ...study, "--out", "whole", "--threads", "1", "--json"];
      const alone = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
      expect(alone.status, alone.stderr).toBe(0);
      whole = alone.stdout;
    }, PATIENCE);

    afterAll(async () => {
      await endAll();
      redis?.disconnect();
      await server?.end();
      postgres?.end();
      rmSync(folder, { recursive: true, force: true });
    }, PATIENCE);

    afterEach(async () => {
      await endAll();
      await redis.flushall();
    }, PATIENCE);

    const worker = () => standoff("worker", "--queue", server.address, "--threads", "1", "--lease", "2");
    const ask = (store: string, ...more: readonly string[]) =>
      standoff(...study, "--queue", server.address, "--out", store, "--json", ...more);

    /** Is a chunk being worked on? */
    const atWork = async () => {
      const [list] = (await redis.keys("standoff:chunks-*:active")).sort();
      return list !== undefined && (await redis.llen(list)) > 0;
    };

    test("by two workers, of which one is killed in the middle, with Redis stopped and started", async () => {
      const asked = ask("kept");
      const [killed, other] = [worker(), worker()];
      await until("a chunk, and another in the making", async () => chunksIn("kept").length > 0 && (await atWork()));
      other.child.kill("SIGSTOP"); // so that this stays the middle
      killed.child.kill("SIGKILL");
      await gone(killed.child);
      const left = chunksIn("kept").length;
      await server.stop();
      await server.start();
      other.child.kill("SIGCONT");
      const { code, out, err } = await asked.ended;
      expect(code, err).toBe(0);
      expect(chunksIn("kept").length).toBeGreaterThan(left);
      expect(out).toBe(whole);
    });

    test("goes on when Redis forgot it all, and without who asked", async () => {
      const asked = ask("forgotten");
      await until("the study", async () => (await redis.keys("standoff:study:*")).length > 0);
      await redis.flushall();
      await until("the study again", async () => (await redis.keys("standoff:study:*")).length > 0);
      asked.child.kill("SIGINT");
      const { code, err } = await asked.ended;
      expect([code, err]).toEqual([130, expect.stringContaining("goes on without you")]);
      const own = worker();
      const again = await ask("forgotten").ended;
      expect(again.code, again.err).toBe(0);
      expect(again.out).toBe(whole);
      own.child.kill("SIGINT");
      expect(await own.ended).toMatchObject({ code: 0, err: expect.stringMatching(/\d+ chunks? done/) });
    });

    test("is handed out and seen from anywhere, its draws in PostgreSQL (in a folder where there is none)", async () => {
      if (postgresFolder !== undefined) postgres = await PostgresServer.start();
      const store = postgres?.address ?? join(folder, "detached");
      const asked = await ask(store, "--detach").ended;
      expect(JSON.parse(asked.out)).toMatchObject({ status: "handed out", draws: 32 });
      const seen = async () =>
        JSON.parse((await standoff("study", "status", "--queue", server.address, "--json").ended).out);
      expect((await seen()).studies.at(-1)).toMatchObject({
        store,
        standing: 0,
        of: 33,
        workers: 0,
        secondsLeft: null,
      });
      const idle = await standoff("worker", "--queue", server.address, "--threads", "2", "--idle", "1s").ended;
      expect(idle.code, idle.err).toBe(0);
      expect((await seen()).studies.at(-1)).toMatchObject({ standing: 33, of: 33, parked: [] });
      expect((await standoff("study", "merge", store, "--json").ended).out).toBe(whole);
    });

    test("with a draw that kills its worker: parked after three deaths and named, the rest done; tried again on request", async () => {
      const record = JSON.parse(readFileSync(join(folder, "whole", "draw-00006.json"), "utf8"));
      const [deadly] = record.draws[0].record.drawn;
      const asked = ask("deadly");
      for (let deaths = 0; deaths < 3; deaths++) {
        const { child } = odd(server.address, "own", `${deadly}`);
        await gone(child);
        expect(child.signalCode).toBe("SIGKILL");
      }
      const good = odd(server.address, "own", `${deadly}`);
      const { code, out, err } = await asked.ended;
      expect(code, err).toBe(1);
      expect(err).toMatch(/draw 6: parked after three attempts: .*stalled/);
      expect(JSON.parse(out).status).toBe("incomplete");
      good.child.kill("SIGKILL");
      worker();
      const again = await ask("deadly", "--retry").ended;
      expect(again.code, again.err).toBe(0);
      expect(again.out).toBe(whole);
    });

    test("is refused by workers of another engine, and that is said", async () => {
      const asked = ask("refused");
      await until("the asker", () => asked.said().includes("no worker of the engine"));
      const other = odd(server.address, "0.0.0+other", "none");
      await until("the refusal", () => other.said().includes("refused: "));
      asked.child.kill("SIGINT");
      await asked.ended;
      const seen = await standoff("study", "status", "--queue", server.address).ended;
      expect(seen.out).toContain("of another engine, 0.0.0+other, and refuse it");
      expect(chunksIn("refused")).toEqual([]);
    });

    test("or a sweep, by the same workers", async () => {
      const sweep = ["sweep", "labour-strike", "--over", "large fund=30 %..70 %:5", "--json"];
      const alone = standoff(...sweep, "--threads", "1");
      worker();
      const queued = standoff(...sweep, "--queue", server.address, "--out", "swept");
      expect((await queued.ended).out).toBe((await alone.ended).out);
      expect(JSON.parse((await alone.ended).out).points).toHaveLength(5);
    });

    test("at a queue that does not answer, or without a store", async () => {
      const none = await standoff(...study, "--queue", "redis://127.0.0.1:1", "--out", "none").ended;
      expect([none.code, none.err]).toEqual([2, expect.stringContaining("redis://127.0.0.1:1 does not answer")]);
      const nowhere = await standoff(...study, "--queue", server.address).ended;
      expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining("--out STORE")]);
    });
  },
);
