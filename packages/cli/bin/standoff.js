#!/usr/bin/env node
/**
 * The `standoff` command. Plain JavaScript, so that any Node can read it. The main thread only listens for Ctrl-C; the
 * program runs in a thread of its own, so that an interrupt takes effect at once while it computes.
 *
 * In the repository the TypeScript sources run as they are, nothing is built; an installed package runs its `dist`.
 */
import { spawn } from "node:child_process";
import { existsSync, rmSync, writeSync } from "node:fs";
import nodeModule from "node:module"; // whole: an older Node lacks some of its names, and must get as far as being told
import { constants } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

const sources = new URL("../src/thread.ts", import.meta.url);
const fromSources = existsSync(sources);
const interrupted = 130;

/** Says to a child that it was handed the work, and by whom. */
const handedBy = "STANDOFF_HANDED_BY";

/** What a program ends with that a signal ended. */
const endings = { SIGINT: interrupted, SIGTERM: 143, SIGHUP: 129 };

/** Pipes that arguments name, as `<(...)` does: a child gets only the streams that it is given. */
function streamsOf(args) {
  const streams = ["inherit", "inherit", "inherit", "ipc"];
  for (const arg of args) {
    const number = Number(/^\/(?:dev|proc\/self)\/fd\/(\d{1,4})$/.exec(arg)?.[1] ?? 0);
    if (number > 3 && existsSync(arg)) streams[number] = number;
  }
  return Array.from(streams, (stream) => stream ?? "ignore");
}

/**
 * The pinned Node of the repository, for machines whose own is older. The channel to it breaks when this process ends.
 */
function runUnderPinnedNode() {
  let node;
  try {
    node = nodeModule.createRequire(import.meta.url).resolve("node/bin/node");
  } catch {
    const install = fromSources ? "In its repository: npm ci" : "To have one for it alone: npm install node@24";
    console.error(`standoff needs Node 24 or later; this is ${process.version}. ${install}`);
    process.exit(2);
  }
  const env = { ...process.env, [handedBy]: String(process.pid) };
  const child = spawn(node, process.argv.slice(1), { stdio: streamsOf(process.argv.slice(2)), env });
  for (const signal of Object.keys(endings)) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function runProgram() {
  const unfinished = new Set();
  const stop = (code) => {
    for (const path of unfinished) rmSync(path, { force: true });
    process.exit(code);
  };
  const signals = new Int32Array(new SharedArrayBuffer(8)); // see Outside in src/outside.ts
  const thread = new Worker(new URL(import.meta.url), {
    workerData: {
      script: process.argv[1] ?? "",
      arguments: process.argv.slice(2),
      columns: process.stdout.columns ?? 80,
      terminal: process.stdout.isTTY === true,
      errorTerminal: process.stderr.isTTY === true,
      signals,
    },
    execArgv: fromSources ? ["--conditions=@standoff/source"] : [],
  });
  // The thread tells which file it is about to write and when it stands: an interrupt leaves no half file.
  thread.on("message", ({ began, finished }) => {
    if (began) unfinished.add(began);
    if (finished) unfinished.delete(finished);
  });
  thread.on("error", (error) => {
    writeSync(2, `standoff: internal error, please report it\n${error?.stack ?? error}\n`);
    stop(70);
  });
  thread.on("exit", (code) => stop(code));
  for (const [signal, code] of Object.entries(endings)) {
    process.on(signal, () => {
      if (signal === "SIGINT") {
        if (process.stderr.isTTY) writeSync(2, "\n");
        // Where an answer stands already it is shown, unless a second Ctrl-C says that it is not wanted.
        if (Atomics.load(signals, 1) !== 0 && Atomics.exchange(signals, 0, 1) === 0) return;
      }
      stop(code);
    });
  }
  endWithParent(() => stop(endings.SIGHUP));
}

/** Nobody waits for a program whose parent was killed. */
function endWithParent(end) {
  if (process.env[handedBy] !== String(process.ppid)) {
    // Handed on by a process that is gone already; else not handed on at all.
    if (process.env[handedBy] !== undefined && process.channel) end();
    return;
  }
  delete process.env[handedBy];
  process.on("disconnect", end);
  if (!process.connected) end();
}

if (isMainThread) {
  if (Number(process.versions.node.split(".")[0]) < 24) runUnderPinnedNode();
  else runProgram();
} else {
  nodeModule.enableCompileCache?.();
  const { runThread } = await import(fromSources ? sources.href : new URL("../dist/thread.js", import.meta.url).href);
  process.exit(await runThread(workerData, parentPort));
}
