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

/** The pinned Node of the repository, for machines whose own is older. */
function runUnderPinnedNode() {
  let node;
  try {
    node = nodeModule.createRequire(import.meta.url).resolve("node/bin/node");
  } catch {
    console.error(`standoff needs Node 24 or later; this is ${process.version}. In its repository: npm ci`);
    process.exit(2);
  }
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
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
  process.on("SIGINT", () => {
    if (process.stderr.isTTY) writeSync(2, "\n");
    // Where an answer stands already it is shown, unless a second Ctrl-C says that it is not wanted.
    if (Atomics.load(signals, 1) !== 0 && Atomics.exchange(signals, 0, 1) === 0) return;
    stop(interrupted);
  });
  process.on("SIGTERM", () => stop(143));
}

if (isMainThread) {
  if (Number(process.versions.node.split(".")[0]) < 24) runUnderPinnedNode();
  else runProgram();
} else {
  nodeModule.enableCompileCache?.();
  const { runThread } = await import(fromSources ? sources.href : new URL("../dist/thread.js", import.meta.url).href);
  process.exit(await runThread(workerData, parentPort));
}
