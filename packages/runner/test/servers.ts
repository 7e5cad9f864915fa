/**
 * Servers for tests: Debian's own programs, each in a folder of its own under /tmp, on the loopback, and ended by who
 * started it.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
export const command = join(repository, "packages/cli/bin/standoff.js");

export function onPath(...names: readonly string[]): string | undefined {
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
export async function until(what: string, holds: () => boolean | Promise<boolean>, every = 20): Promise<void> {
  for (const began = Date.now(); !(await holds()); await sleep(every))
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

/**
 * A cluster of its own. PostgreSQL does not run as root: there it runs as the user that Debian's package made for it.
 */
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

// ---- Slurm ----

/** What is missing for a cluster of this one machine; undefined: nothing. */
export const slurmMissing = ["slurmctld", "slurmd", "munged", "sbatch"].find((name) => programAt(name) === undefined);

function programAt(name: string): string | undefined {
  return ["/usr/sbin", "/usr/bin"].map((folder) => join(folder, name)).find(existsSync);
}

/** One node, this machine, without systemd: started by root alone, which Slurm's node wants to be. */
export class SlurmCluster {
  readonly environment: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #daemons: ChildProcess[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
    this.environment = { SLURM_CONF: join(folder, "slurm.conf") };
  }

  static async start(): Promise<SlurmCluster> {
    const cluster = new SlurmCluster(mkdtempSync(join(tmpdir(), "standoff-slurm-")));
    await cluster.#start();
    return cluster;
  }

  async #start(): Promise<void> {
    const at = (name: string) => join(this.#folder, name);
    for (const name of ["state", "spool", "munge"]) mkdirSync(at(name), { mode: 0o700 });
    writeFileSync(at("munge/key"), randomBytes(1024), { mode: 0o400 });
    chmodSync(this.#folder, 0o755);
    const [controller, node] = [await freePort(), await freePort()];
    const host = hostname().split(".")[0];
    const settings = {
      ClusterName: "standoff",
      SlurmctldHost: `${host}(127.0.0.1)`,
      SlurmUser: "root",
      SlurmdUser: "root",
      AuthType: "auth/munge",
      AuthInfo: `socket=${at("munge/socket")}`,
      SlurmctldPort: controller,
      SlurmdPort: node,
      ProctrackType: "proctrack/pgid",
      TaskPlugin: "task/none",
      MpiDefault: "none",
      ReturnToService: 2,
      StateSaveLocation: at("state"),
      SlurmdSpoolDir: at("spool"),
      SlurmctldPidFile: at("slurmctld.pid"),
      SlurmdPidFile: at("slurmd.pid"),
      SelectType: "select/cons_tres",
      SelectTypeParameters: "CR_CPU",
      SchedulerParameters: "sched_min_interval=0,batch_sched_delay=0",
      KillWait: 2,
    };
    const lines = [
      ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
      `NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=8000 State=UNKNOWN`,
      `PartitionName=all Nodes=${host} Default=YES MaxTime=INFINITE State=UP`,
    ];
    writeFileSync(at("slurm.conf"), `${lines.join("\n")}\n`);
    const munge = ["key-file=key", "socket=socket", "pid-file=pid", "log-file=log", "seed-file=seed"].map(
      (one) => `--${one.replace("=", `=${at("munge")}/`)}`,
    );
    this.#spawn("munged", "-F", "--force", ...munge);
    await until("munge", () => existsSync(at("munge/socket")));
    this.#spawn("slurmctld", "-D", "-i", "-f", at("slurm.conf"));
    this.#spawn("slurmd", "-D", "-f", at("slurm.conf"));
    await until("Slurm", () => this.run("sinfo", "-h", "-o", "%T").trim() === "idle", 500);
  }

  #spawn(name: string, ...args: readonly string[]): void {
    const options = { stdio: "ignore", env: { ...process.env, ...this.environment } } as const;
    this.#daemons.push(spawn(programAt(name)!, args, options));
  }

  /** What one of Slurm's programs, or a script, says. */
  run(program: string, ...args: readonly string[]): string {
    const env = { ...process.env, ...this.environment };
    return spawnSync(program, args, { encoding: "utf8", env, cwd: this.#folder }).stdout ?? "";
  }

  async end(): Promise<void> {
    this.run("scancel", "--user=root");
    for (const daemon of this.#daemons.reverse()) {
      daemon.kill();
      await gone(daemon);
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
