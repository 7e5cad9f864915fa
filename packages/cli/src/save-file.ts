/**
 * The door for all that is written to files. A regular file is written whole or not at all: to a temporary beside it,
 * then renamed, with the mode and owner of the one that it replaces. A symbolic link stays, what it points to is
 * written; a pipe or a character device is written to as it is. What was read may not be written over.
 */
import { createHash } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { CannotWrite } from "./outside.ts";

export type Contents = Iterable<string> | Uint8Array;
export type OnTemporary = (news: { began?: string; finished?: string }) => void;

/** Pieces of an export are gathered up to this many characters a write. */
const writeAtOnce = 1 << 16;
/** Links followed by hand, where the file at their end does not exist yet. */
const mostLinks = 40;
/** Milliseconds that a temporary of an unknown process is left alone. */
const staleAfter = 24 * 3600 * 1000;
/** Milliseconds to wait for the reader of a pipe. */
const patience = 2000;

const writers = constants.S_IWUSR | constants.S_IWGRP | constants.S_IWOTH;

/** What was read, what is to be written: by identity, so that no other name of a file hides it. */
export class OutputDoor {
  private readonly inputs = new Map<string, string>();
  private readonly outputs = new Map<string, string>();
  private readonly onTemporary: OnTemporary;
  private temporaries = 0;

  constructor(onTemporary: OnTemporary) {
    this.onTemporary = onTemporary;
  }

  /** Remembers that a file was read; throws `CannotWrite` where it is meant to be written. */
  noteInput(path: string, found: Stats): void {
    if (!found.isFile()) return;
    const output = this.outputs.get(identity(found));
    if (output !== undefined) throw new CannotWrite(`cannot write ${output}: it is read for this (as ${path})`);
    this.inputs.set(identity(found), path);
  }

  /** Throws `CannotWrite` where a file could not be written, as far as one can tell before. */
  announce(path: string): void {
    attempt(`write ${path}`, () => {
      const target = targetOf(path);
      this.refuse(path, target);
      if (target.found?.isFile()) this.outputs.set(identity(target.found), path);
    });
  }

  save(path: string, contents: Contents): void {
    attempt(`write ${path}`, () => {
      const target = targetOf(path);
      this.refuse(path, target);
      if (target.found === undefined || target.found.isFile()) this.replace(target, contents);
      else writeInto(target.path, contents);
    });
  }

  /** Writes over what was read, for who has seen that it still is what was read. */
  rewrite(path: string, contents: Contents): void {
    attempt(`write ${path}`, () => {
      const { found } = targetOf(path);
      if (found !== undefined) this.inputs.delete(identity(found));
    });
    this.save(path, contents);
  }

  private refuse(path: string, { path: real, found }: Target): void {
    const refuse = (why: string): never => {
      throw new CannotWrite(`cannot write ${path}: ${why}`);
    };
    if (found === undefined) {
      if (!statSync(dirname(real)).isDirectory()) refuse("there is no such folder");
      accessSync(dirname(real), constants.W_OK);
      return;
    }
    if (found.isDirectory()) refuse("it is a folder");
    if (found.isBlockDevice()) refuse("it is a block device");
    if (found.isSocket()) refuse("it is a socket");
    if (!found.isFile()) return;
    const input = this.inputs.get(identity(found));
    if (input !== undefined) refuse(`it is read for this (as ${input})`);
    if ((found.mode & writers) === 0) refuse("it is write-protected");
    accessSync(real, constants.W_OK);
  }

  private replace({ path, found }: Target, contents: Contents): void {
    const folder = dirname(path);
    sweepUp(folder, basename(path));
    const temporary = join(folder, `.standoff-${host}-${process.pid}-${++this.temporaries}.unfinished`);
    this.onTemporary({ began: temporary });
    try {
      const file = openSync(temporary, "wx", found === undefined ? 0o666 : 0o600);
      try {
        writeContents(file, contents);
      } finally {
        closeSync(file);
      }
      if (found !== undefined) keepRights(temporary, found);
      renameSync(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
      this.onTemporary({ finished: temporary });
    }
  }
}

function identity({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}

interface Target {
  readonly path: string;
  readonly found: Stats | undefined;
}

/** The file behind all links, which may not exist yet. */
function targetOf(path: string): Target {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined) return { path: found.isFile() ? realpathSync(path) : path, found };
  let real = path;
  for (let links = 0; lstatSync(real, { throwIfNoEntry: false })?.isSymbolicLink(); links++) {
    if (links === mostLinks) throw new CannotWrite(`cannot write ${path}: its links lead in a circle`);
    real = resolve(dirname(real), readlinkSync(real));
  }
  return { path: real, found: undefined };
}

function keepRights(path: string, { mode, uid, gid }: Stats): void {
  try {
    const own = statSync(path);
    if (own.uid !== uid || own.gid !== gid) chownSync(path, uid, gid);
  } catch {
    // Only the owner of all may give files away.
  }
  chmodSync(path, mode & 0o7777);
}

// ---- Pipes and devices ----

function writeInto(path: string, contents: Contents): void {
  const file = openPipe(path);
  try {
    const { mode } = fstatSync(file);
    if ((mode & constants.S_IFMT) === constants.S_IFREG) throw new CannotWrite(`cannot write ${path}: it was replaced`);
    writeContents(file, contents);
  } finally {
    closeSync(file);
  }
}

/** A pipe that nobody reads yet would block for ever: its reader is waited for, but not long. */
function openPipe(path: string): number {
  for (let waited = 0; ; waited += 20) {
    try {
      return openSync(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENXIO" || waited >= patience) throw error;
      wait(20);
    }
  }
}

// ---- Bytes ----

function writeContents(file: number, contents: Contents): void {
  if (contents instanceof Uint8Array) writeBytes(file, contents);
  else for (const text of gathered(contents)) writeBytes(file, new TextEncoder().encode(text));
}

/** Few large pieces instead of many small ones. */
export function* gathered(pieces: Iterable<string>): Generator<string> {
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

/** All of them, waiting where the other end is slow. */
function writeBytes(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(file, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      wait(5);
    }
  }
}

function wait(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

// ---- What earlier runs left ----

/** Process numbers mean nothing on another machine that shares the folder. */
const host = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

/** Removes the temporaries of runs that ended before they could: of this machine's dead processes, and old ones. */
function sweepUp(folder: string, name: string): void {
  for (const entry of listed(folder)) {
    const [, madeOn, number] = /^\.standoff-([0-9a-f]{8})-(\d+)-\d+\.unfinished$/.exec(entry) ?? earlier(entry, name);
    if (number === undefined) continue;
    const path = join(folder, entry);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found?.isFile()) continue;
    const old = Date.now() - found.mtimeMs > staleAfter;
    if (old || (madeOn === host && isDead(Number(number)))) rmSync(path, { force: true });
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it may be written to, but not read
  }
}

/** As versions before this one named the temporary of a file. */
function earlier(entry: string, name: string): [string, string, string] | [] {
  const number = entry.startsWith(`.${name}.`) && /^(\d+)\.unfinished$/.exec(entry.slice(name.length + 2))?.[1];
  return number ? [entry, "", number] : [];
}

function isDead(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

// ---- Words ----

/** Does something with files; what the system refuses is a `CannotWrite` with the reason. */
export function attempt<T>(what: string, action: () => T): T {
  try {
    return action();
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
  EEXIST: "a file has that name",
  EFBIG: "the file would be too large",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "the name is too long",
  ENXIO: "nobody reads it",
  EPIPE: "nobody reads it any more",
};

export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ""] ?? message;
}
