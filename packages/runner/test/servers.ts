/** Servers for tests: Debian's own programs, each in a folder of its own under /tmp, on the loopback, and ended by who started it. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
export const command = join(repository, "packages/cli/bin/standoff.js");

function onPath(...names: readonly string[]): string | undefined {
  const found = names.map((name) => spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim());
  return found.find((path) => path !== "");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Until it is so; throws after two minutes. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const began = Date.now(); !(await holds()); await sleep(20))
    if (Date.now() - began > 120_000) throw new Error(`waited in vain for ${what}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(socket.end() !== undefined));
    socket.on("error", () => resolve(false));
  });
}

export function gone(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.on("exit", (code) => resolve(code)));
}

// ---- Redis or Valkey ----

export const redisProgram = onPath("redis-server", "valkey-server");

/** A server that keeps what it is told in a log, so that it can be stopped and started. */
export class RedisServer {
  readonly address: string;
  readonly #port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), "standoff-redis-"));
  #server: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
    this.address = `redis://127.0.0.1:${port}`;
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const args = ["--port", `${this.#port}`, "--bind", "127.0.0.1", "--dir", this.#folder, "--save", ""];
    this.#server = spawn(redisProgram!, [...args, "--appendonly", "yes"], { stdio: "ignore" });
    await until("Redis", () => answers(this.#port));
  }

  async stop(): Promise<void> {
    this.#server!.kill();
    await gone(this.#server!);
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

// ---- PostgreSQL ----

function postgresPrograms(): string | undefined {
  const all = "/usr/lib/postgresql";
  const version = existsSync(all) ? readdirSync(all).sort((a, b) => Number(b) - Number(a))[0] : undefined;
  return version === undefined ? undefined : join(all, version, "bin");
}
export const postgresFolder = postgresPrograms();

/** A cluster of its own. PostgreSQL does not run as root: there it runs as the user that Debian's package made for it. */
export class PostgresServer {
  readonly address: string;
  readonly #folder: string;

  private constructor(address: string, folder: string) {
    [this.address, this.#folder] = [address, folder];
  }

  static #as(program: string, ...args: readonly string[]): void {
    const line = [join(postgresFolder!, program), ...args];
    const whole = process.getuid?.() === 0 ? ["runuser", "-u", "postgres", "--", ...line] : line;
    execFileSync(whole[0], whole.slice(1), { stdio: "ignore", cwd: "/" });
  }

  static async start(): Promise<PostgresServer> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), "standoff-postgres-"));
    if (process.getuid?.() === 0) execFileSync("chown", ["postgres", folder]);
    PostgresServer.#as(
      "initdb",
      "-D",
      join(folder, "data"),
      "-U",
      "postgres",
      "-A",
      "trust",
      "--no-sync",
      "-E",
      "UTF8",
    );
    const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder} -c fsync=off`;
    PostgresServer.#as("pg_ctl", "-D", join(folder, "data"), "-w", "-l", join(folder, "log"), "-o", settings, "start");
    return new PostgresServer(`postgres://postgres@127.0.0.1:${port}/postgres`, folder);
  }

  end(): void {
    PostgresServer.#as("pg_ctl", "-D", join(this.#folder, "data"), "-m", "immediate", "stop");
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
