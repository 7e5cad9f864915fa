/** The command as a process: what only a process has (signals, pipes, streams, exit codes). */
import { type SpawnOptionsWithoutStdio, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { command, repository, scenarioText } from "./captured.ts";

const folder = mkdtempSync(join(tmpdir(), "standoff-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plain = { ...process.env, NO_COLOR: "", FORCE_COLOR: "" };

function standoff(args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  return spawnSync(process.execPath, [command, ...args], { cwd: repository, encoding: "utf8", env: plain, ...options });
}

/** A scenario that takes long to solve: the bakery by the day, over some years. */
function longScenario(): string {
  const path = join(folder, "long.standoff.yaml");
  const text = scenarioText("labour-strike").replace("to: 2026-07-31, step: 1 week", "to: 2036-07-31, step: 1 day");
  expect(text).toContain("2036");
  writeFileSync(path, text);
  return path;
}

async function interrupted(args: readonly string[], options: SpawnOptionsWithoutStdio = {}): Promise<number | null> {
  const child = spawn(process.execPath, [command, ...args], { cwd: folder, env: plain, ...options });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(child.exitCode).toBeNull(); // still computing
  child.kill("SIGINT");
  return new Promise((resolve) => child.on("exit", (code) => resolve(code)));
}

describe("the process", () => {
  test("results on stdout, nothing on stderr, exit code 0; no colour and no progress without a terminal", () => {
    const { status, stdout, stderr } = standoff(["forecast", "labour-strike", "--draws", "0"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("strike called");
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toContain("\r");
  });

  test("FORCE_COLOR colours, NO_COLOR wins over it", () => {
    const forced = { ...plain, FORCE_COLOR: "1" };
    expect(standoff(["forecast", "labour-strike", "--draws", "0"], { env: forced }).stdout).toContain("\u001b[");
    expect(
      standoff(["forecast", "labour-strike", "--draws", "0"], { env: { ...forced, NO_COLOR: "1" } }).stdout,
    ).not.toContain("\u001b");
  });

  test("exit codes: 1 faulty, 2 usage, 4 too large", () => {
    const faulty = join(folder, "faulty.standoff.yaml");
    writeFileSync(faulty, "standoff: 1\n");
    expect(standoff(["check", faulty]).status).toBe(1);
    expect(standoff(["forecast", faulty, "--draws", "0"]).status).toBe(1);
    expect(standoff(["forecast", "no such scenario", "--draws", "0"]).status).toBe(2);
    expect(standoff(["forecast", "labour-strike", "--draws", "0", "--memory", "0.0001"]).status).toBe(4);
  });

  test("Ctrl-C while it computes ends it with 130 and leaves no file", async () => {
    const path = longScenario();
    const before = readdirSync(folder);
    expect(await interrupted(["forecast", path, "--draws", "0"])).toBe(130);
    expect(await interrupted(["steps", path, "--threads", "2"])).toBe(130);
    expect(await interrupted(["export", path, "--out", join(folder, "half.csv")])).toBe(130);
    expect(readdirSync(folder)).toEqual(before);
  });

  test.skipIf(process.platform === "win32")("a reader that leaves, as `| head -1` does, ends it quietly", () => {
    const script = `"$0" "$1" forecast labour-strike --json | head -1; echo "code \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", script, process.execPath, command], {
      cwd: repository,
      encoding: "utf8",
      env: plain,
    });
    expect(stderr).toBe("");
    expect(stdout).toBe("{\ncode 0\n");
  });

  test.skipIf(!existsSync("/dev/full"))("a full disk under stdout is told, with 5", () => {
    const script = `"$0" "$1" forecast labour-strike > /dev/full`;
    const { status, stderr } = spawnSync("bash", ["-c", script, process.execPath, command], {
      cwd: repository,
      encoding: "utf8",
      env: plain,
    });
    expect(status).toBe(5);
    expect(stderr).toBe("standoff: cannot write the output: the disk is full\n");
  });

  test("a file that cannot be written is told, with 5, and no half file stays", () => {
    const { status, stderr } = standoff(["export", "labour-strike", "--out", join(folder, "missing", "x.csv")]);
    expect(status).toBe(5);
    expect(stderr).toMatch(/cannot write .*: there is no such folder/);
    expect(existsSync(join(folder, "missing"))).toBe(false);
  });

  test("init writes files that check by their own names", () => {
    expect(standoff(["init", "new"], { cwd: folder }).status).toBe(0);
    const { status, stdout } = standoff(["check", "new"], { cwd: folder });
    expect([status, stdout]).toEqual([0, "no problems\n"]);
    expect(standoff(["init", "new"], { cwd: folder }).status).toBe(2);
  });

  test("a device or a folder without scenarios is no scenario", () => {
    expect(standoff(["check", "/dev/null"]).status).not.toBe(70);
    expect(standoff(["check", folder], { cwd: folder }).status).toBe(2);
  });
});
