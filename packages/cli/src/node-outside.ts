/** The real files, streams and terminal, for `Outside`. Writes are synchronous: what is written before an exit arrives. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { createRequire } from "node:module";
import { totalmem } from "node:os";
import { basename, dirname, join } from "node:path";
import { processors, startCrew } from "./crew.ts";
import { CannotWrite, ClosedPipe, type Outside } from "./outside.ts";
import { readText } from "./read-text.ts";

/** Pieces of an export are gathered up to this many characters a write. */
const writeAtOnce = 1 << 16;

/** The library's own default, in bytes. */
const leastMemory = 2 ** 31;

/** Columns where nobody says how many there are. */
const usualColumns = 80;

/** What the machine has, or the container that it is. */
function memoryHere(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(totalmem(), allowed) : totalmem();
}

export interface Surroundings {
  readonly columns: number;
  readonly terminal: boolean;
  readonly errorTerminal: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** See `Outside`; one of its own where nobody else listens. */
  readonly signals?: Int32Array;
  /** Told of a temporary file before it is made, and when it is gone. */
  readonly onTemporary: (news: { began?: string; finished?: string }) => void;
}

export function nodeOutside(around: Surroundings): Outside {
  return {
    writeOut: (text) => writeAll(1, text),
    writeError: (text) => {
      try {
        writeAll(2, text);
      } catch {
        // Nobody reads the messages: the results still matter.
      }
    },
    readFile: readText,
    kindOf: (path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found?.isDirectory() ? "folder" : found ? "file" : "nothing";
    },
    listFolder: (path) => (existsSync(path) ? readdirSync(path).sort() : []),
    saveFile: (path, pieces) => saveWhole(path, pieces, around.onTemporary),
    makeFolder: (path) => attempt(`make the folder ${path}`, () => mkdirSync(path, { recursive: true })),
    schema: () => readFileSync(createRequire(import.meta.url).resolve("standoff/standoff.schema.json"), "utf8"),
    cwd: around.cwd,
    columns: around.columns > 0 ? Math.max(40, around.columns) : usualColumns, // 0: the terminal does not know
    color: wantsColor(around.environment, around.terminal),
    live: around.errorTerminal && around.environment.TERM !== "dumb",
    elapsed: () => performance.now(),
    processors,
    memory: Math.max(leastMemory, memoryHere() / 2),
    worthThreads: 150_000,
    signals: around.signals ?? new Int32Array(new SharedArrayBuffer(8)),
    startCrew,
  };
}

/** https://no-color.org: NO_COLOR with any text turns colour off; FORCE_COLOR turns it on without a terminal. */
function wantsColor(environment: Surroundings["environment"], terminal: boolean): boolean {
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR && environment.FORCE_COLOR !== "0") return true;
  return terminal && environment.TERM !== "dumb";
}

function writeAll(stream: number, text: string): void {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(stream, bytes, at);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else if (code === "EPIPE" || code === "EOF") throw new ClosedPipe("nobody reads the output");
      else throw new CannotWrite(`cannot write the output: ${reason(error)}`);
    }
  }
}

function saveWhole(
  path: string,
  pieces: Iterable<string> | Uint8Array,
  onTemporary: Surroundings["onTemporary"],
): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.unfinished`);
  onTemporary({ began: temporary });
  try {
    attempt(`write ${path}`, () => {
      const file = openSync(temporary, "w");
      try {
        if (pieces instanceof Uint8Array) writeBytes(file, pieces);
        else for (const text of gathered(pieces)) writeBytes(file, new TextEncoder().encode(text));
      } finally {
        closeSync(file);
      }
      renameSync(temporary, path);
    });
  } finally {
    rmSync(temporary, { force: true });
    onTemporary({ finished: temporary });
  }
}

function* gathered(pieces: Iterable<string>): Generator<string> {
  let text = "";
  for (const piece of pieces) {
    text += piece;
    if (text.length >= writeAtOnce) {
      yield text;
      text = "";
    }
  }
  yield text;
}

function writeBytes(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function attempt(what: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new CannotWrite(`cannot ${what}: ${reason(error)}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "the disk is read-only",
  ENOENT: "there is no such folder",
  ENOTDIR: "there is no such folder",
  EISDIR: "it is a folder",
  EFBIG: "the file would be too large",
};

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ""] ?? message;
}
