/**
 * The door for all that is read: files, pipes (`<(...)`, /dev/stdin) and whatever else can be opened, never more than a
 * limit. What cannot be read says why. What comes from a pipe is there once: who needs it again keeps it.
 */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import type { Refused } from "standoff";

export interface ReadBytes {
  readonly bytes: Uint8Array;
  readonly found: Stats;
}

/** Milliseconds to wait for more, and for the first writer of a pipe to come. */
const pause = 5;
const patience = 2000;

/** A file's bytes; undefined where there is none. */
export function readBytes(path: string, most: number): ReadBytes | Refused | undefined {
  try {
    const own = ownStream(path);
    return own === undefined ? openAndRead(path, most) : readStream(own, fstatSync(own), most);
  } catch (error) {
    return whyNot(error);
  }
}

/**
 * The number of a stream that this process already holds: opening it anew fails for sockets, and reads files from their
 * start.
 */
function ownStream(path: string): number | undefined {
  if (path === "/dev/stdin") return 0;
  const number = /^\/(?:dev|proc\/self)\/fd\/(\d{1,6})$/.exec(path)?.[1];
  return number === undefined ? undefined : Number(number);
}

function openAndRead(path: string, most: number): ReadBytes | Refused | undefined {
  const found = statSync(path);
  if (found.isDirectory()) return { refused: "it is a folder" };
  if (found.isBlockDevice()) return { refused: "it is a device" };
  const stream = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return readStream(stream, fstatSync(stream), most);
  } finally {
    closeSync(stream);
  }
}

function readStream(stream: number, found: Stats, most: number): ReadBytes | Refused {
  if (found.isDirectory()) return { refused: "it is a folder" };
  if (found.size > most) return tooLarge(most);
  const pieces: Uint8Array[] = [];
  let [total, waited] = [0, 0];
  while (total <= most) {
    const piece = new Uint8Array(Math.min(most + 1 - total, found.isFile() ? Math.max(4096, found.size + 1) : 65_536));
    const count = readSome(stream, piece);
    if (count === -1 || (count === 0 && total === 0 && found.isFIFO() && waited < patience)) {
      wait(pause);
      if (count === 0) waited += pause;
      continue;
    }
    if (count === 0) return { bytes: joined(pieces, total), found };
    pieces.push(piece.subarray(0, count));
    total += count;
  }
  return tooLarge(most);
}

/** How many bytes came; 0 at the end, -1 where there are none yet. */
function readSome(stream: number, into: Uint8Array): number {
  try {
    return readSync(stream, into);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EAGAIN") return -1;
    if (code === "EOF") return 0;
    throw error;
  }
}

function wait(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function joined(pieces: readonly Uint8Array[], total: number): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  const whole = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function tooLarge(most: number): Refused {
  return { refused: `it is larger than ${Math.round(most / 2 ** 20)} MiB` };
}

const refusals: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EPERM: "no permission",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "the name is too long",
  ENXIO: "it is a socket or a pipe without anyone at its other end",
};

function whyNot(error: unknown): Refused | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  if (code === "ENOENT" || code === "ENOTDIR") return undefined;
  return { refused: refusals[code] ?? message };
}

/**
 * Bytes as UTF-8 text. Text in another encoding is refused with its name, but for single wrong bytes where `lenient`:
 * they become U+FFFD, whose place the reader of scenarios tells.
 */
export function decodeText(bytes: Uint8Array, lenient: boolean): string | Refused {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return { refused: `it is ${wide} text; save it as UTF-8` };
  try {
    return new TextDecoder("utf-8", { fatal: !lenient, ignoreBOM: true }).decode(bytes);
  } catch {
    return { refused: "it is no UTF-8 text, perhaps Latin-1 or Windows-1252; save it as UTF-8" };
  }
}

/** By its mark, or by the zeros that letters leave in it. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? "UTF-32" : "UTF-16";
  if (a === 0xfe && b === 0xff) return "UTF-16";
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return "UTF-32";
  const looked = bytes.subarray(0, 256);
  if (looked.length < 4) return undefined;
  const zeros = [0, 0];
  looked.forEach((byte, place) => {
    if (byte === 0) zeros[place % 2]++;
  });
  const half = looked.length / 2;
  return (zeros[0] > half * 0.7 && zeros[1] === 0) || (zeros[1] > half * 0.7 && zeros[0] === 0) ? "UTF-16" : undefined;
}

/** A line that is longer is cut: nobody types one. */
const LONGEST_LINE = 65_536;

/**
 * Reads standard input line by line, each as it comes, so that a person can be asked one question after the other.
 * Gives null at the end of input. What comes after a line is kept for the next.
 */
export function lineReader(stream = 0): () => string | null {
  let kept = Buffer.alloc(0);
  const piece = Buffer.alloc(4096);
  return () => {
    for (;;) {
      const end = kept.indexOf(10);
      if (end !== -1 || kept.length > LONGEST_LINE) {
        const cut = end === -1 ? LONGEST_LINE : end;
        const line = kept.subarray(0, cut).toString("utf8").replace(/\r$/, "");
        kept = kept.subarray(end === -1 ? kept.length : end + 1);
        return line;
      }
      const count = readSome(stream, piece);
      if (count > 0) kept = Buffer.concat([kept, piece.subarray(0, count)]);
      else if (count === -1) wait(pause);
      else {
        const rest = kept.toString("utf8");
        kept = Buffer.alloc(0);
        return rest === "" ? null : rest;
      }
    }
  };
}
