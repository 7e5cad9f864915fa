/**
 * Everything that the command takes from outside: files, streams, the terminal. The program sees only this, so that
 * tests run it with captured output; `node-outside.ts` is the real one.
 */
import type { Database } from "@standoff/runner";
import type { Refused } from "standoff";
import type { Crew } from "./crew.ts";

/** A scenario's texts as the page is given them. */
export interface PageTexts {
  /** The name of the file to be written, and all texts by name. */
  readonly main: string;
  readonly files: Readonly<Record<string, string>>;
  /** The folder of the scenarios that came along, which `extends` may name. */
  readonly library?: string;
  /** May the main file be written over? */
  readonly writable: boolean;
  /** Is it the tutorial, which a first visit is led through? */
  readonly tutorial: boolean;
}

/** A page for this machine alone. */
export interface ServedPage {
  /** The folder of its own files. */
  readonly folder: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly texts: () => PageTexts;
  /** More of what the page asks for by its address, as JSON: the gallery. Null: there is no such thing. */
  readonly more: (address: string) => string | null;
  /** Writes a text where that before it is still there; null: written, else an HTTP status and why not. */
  readonly save: (
    name: string,
    before: string,
    text: string,
  ) => { readonly status: number; readonly says: string } | null;
  /** Told the address once it is served. */
  readonly opened: (address: string) => void;
}

export interface Outside {
  /** Results. Throws `ClosedPipe` when nobody reads any more. */
  readonly writeOut: (text: string) => void;
  /** Progress and messages. */
  readonly writeError: (text: string) => void;
  /** The streams themselves, for a verb that talks with another program as long as both run. */
  readonly streams: () => { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream };
  /** The text of a scenario's file: why it is refused, or undefined where there is none. */
  readonly readFile: (path: string) => string | Refused | undefined;
  /** The same for a game or a result, which may be larger and must be UTF-8 to the last byte. */
  readonly readLarge: (path: string) => string | Refused | undefined;
  /** The next line that is typed; null at the end of what is. */
  readonly readLine: () => string | null;
  /** A path without symbolic links, as far as it exists. */
  readonly realPath: (path: string) => string;
  readonly kindOf: (path: string) => "file" | "folder" | "nothing";
  /** Names in a folder, sorted. */
  readonly listFolder: (path: string) => readonly string[];
  /**
   * Throws `CannotWrite` where a file could not be written, and from now on where it is read: to be asked before long
   * work.
   */
  readonly announceFile: (path: string) => void;
  /** Writes a whole file or none: to a temporary beside it, then renamed. Throws `CannotWrite`. */
  readonly saveFile: (path: string, pieces: Iterable<string> | Uint8Array) => void;
  /** The same over a file that was read, for who has seen that it still holds what was read. */
  readonly rewriteFile: (path: string, text: string) => void;
  readonly makeFolder: (path: string) => void;
  /** Opens a database, with these tables where they are not there. Throws `CannotWrite`. */
  readonly openDatabase: (path: string, tables: string) => Database;
  /** The JSON Schema of scenario files, for editors. */
  readonly schema: () => string;
  /** Scenarios to start from: text by name, in alphabetical order. */
  readonly patterns: () => ReadonlyMap<string, string>;
  /**
   * Which library computes: its version and a digest of its files, so that what two of them computed is never mixed.
   */
  readonly engine: () => string;
  /** Where work may be kept that can be done again. */
  readonly cacheFolder: string;
  readonly cwd: string;
  /** The words that start this command, as the user typed them: `standoff`, `npx standoff`. */
  readonly typed: string;
  /** The folder of the scenarios that came with the command. */
  readonly library: string;
  /** Width of the terminal in characters. */
  readonly columns: number;
  /** May results be coloured? */
  readonly color: boolean;
  /** Is stderr a terminal, so that progress may be shown? */
  readonly live: boolean;
  /** Was stdout closed when the program began, so that what is written there is lost? */
  readonly outputClosed: boolean;
  /** The time in UTC, ISO 8601, for what is dated: a seal. */
  readonly now: () => string;
  /** Milliseconds on a steady clock, for progress only. */
  readonly elapsed: () => number;
  /** A Chromium of this machine; null where none is found. */
  readonly findBrowser: () => string | null;
  /** A page that stands by itself, printed to a PDF by that browser. Throws `CannotWrite`. */
  readonly printPage: (browser: string, html: string) => Uint8Array;
  /** The day, ISO, for what is dated by when it was written. */
  readonly today: () => string;
  /** How many threads the machine runs at once. */
  readonly processors: number;
  /**
   * Bytes that a command may use where --memory says nothing: half of the machine's, and at least the library's own
   * default.
   */
  readonly memory: number;
  /**
   * Edges of a world from which another thread pays: below, starting it takes longer than the work that it takes over.
   */
  readonly worthThreads: number;
  /**
   * In memory that threads share. Place 0: not zero once the work should end with what stands (Ctrl-C, or `--time`).
   * Place 1: set by the program while something stands that it would show then.
   */
  readonly signals: Int32Array;
  /** The folder of the studio's page; in the repository it may have to be built first. */
  readonly pageFolder: () => Promise<string>;
  /** A page's files by their addresses. */
  readonly pageFiles: (folder: string) => ReadonlyMap<string, Uint8Array>;
  /** Serves a page until the program ends. Rejects with `CannotWrite` where the port is taken. */
  readonly servePage: (page: ServedPage) => Promise<void>;
  /** Shows an address in the machine's browser, if it has one. */
  readonly openAddress: (address: string) => void;
  /** Starts so many threads beside the program's own. */
  readonly startCrew: (size: number) => Promise<Crew>;
}

/** The reader of our output has gone (`| head`): not an error, the program ends quietly. */
export class ClosedPipe extends Error {}

/** A file or stream that could not be written: disk full, no permission. */
export class CannotWrite extends Error {}
