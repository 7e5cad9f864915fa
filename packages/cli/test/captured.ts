/**
 * Runs the command in-process on files held in memory, with the repository's scenarios underneath, and captures it all.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { nodeOutside } from "../src/node-outside.ts";
import { ClosedPipe, type Outside } from "../src/outside.ts";
import { runProgram } from "../src/program.ts";
import { startedFrom, usualPattern } from "../src/starter.ts";

export const repository = fileURLToPath(new URL("../../..", import.meta.url));
export const command = fileURLToPath(new URL("../bin/standoff.js", import.meta.url));

export interface Captured {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Files that were written. */
  readonly written: ReadonlyMap<string, string>;
  /** How many threads were started beside the program's. */
  readonly threads: number;
}

export interface Setting {
  /** Files by absolute path, or relative to `/here`, where the command is then run. */
  readonly files?: Readonly<Record<string, string>>;
  /** How the command was started. */
  readonly typed?: string;
  readonly columns?: number;
  readonly color?: boolean;
  readonly live?: boolean;
  /** Edges from which threads are used: 0, so that small worlds are shared too. */
  readonly worthThreads?: number;
  /** Bytes that a command may use where --memory says nothing. */
  readonly memory?: number;
  /** See `Outside`. */
  readonly signals?: Int32Array;
  /** Told of each file that is written. */
  readonly onSaved?: (path: string) => void;
  /** The file in which studies are kept; by default none: they are gone with the run. */
  readonly database?: string;
  /** What is typed, line by line. */
  readonly typing?: readonly string[];
  /** Stops reading after so many writes, as `| head` does. */
  readonly readerLeaves?: number;
}

export async function run(args: readonly string[], setting: Setting = {}): Promise<Captured> {
  const cwd = setting.files ? "/here" : repository;
  const files = new Map(Object.entries(setting.files ?? {}).map(([path, text]) => [join(cwd, path), text]));
  const written = new Map<string, string>();
  let [out, err, writes] = ["", "", 0];
  const real = nodeOutside({
    columns: 80,
    terminal: false,
    errorTerminal: false,
    environment: {},
    script: "",
    cwd,
    onTemporary: () => {},
  });
  const inMemory = (path: string) => [...files.keys(), ...written.keys()].filter((file) => file.startsWith(`${path}/`));
  let [time, threads] = [0, 0];
  const typing = [...(setting.typing ?? [])];
  const outside: Outside = {
    ...real,
    readLine: () => typing.shift() ?? null,
    writeOut: (text) => {
      if (writes++ === setting.readerLeaves) throw new ClosedPipe("nobody reads");
      out += text;
    },
    writeError: (text) => {
      err += text;
    },
    readFile: (path) => written.get(path) ?? files.get(path) ?? real.readFile(path),
    readLarge: (path) => written.get(path) ?? files.get(path) ?? real.readLarge(path),
    announceFile: () => {},
    kindOf: (path) =>
      written.has(path) || files.has(path) ? "file" : inMemory(path).length > 0 ? "folder" : real.kindOf(path),
    listFolder: (path) =>
      inMemory(path).length > 0
        ? [...new Set(inMemory(path).map((file) => file.slice(path.length + 1).split("/")[0]))]
        : real.listFolder(path),
    saveFile: (path, pieces) => {
      const whole = pieces instanceof Uint8Array ? new TextDecoder("latin1").decode(pieces) : [...pieces].join("");
      written.set(path, whole);
      setting.onSaved?.(path);
    },
    rewriteFile: (path, text) => written.set(path, text),
    makeFolder: () => {},
    openDatabase: (path, tables) => real.openDatabase(setting.database ?? ":memory:", `${tables}-- ${path}`),
    typed: setting.typed ?? "standoff",
    cacheFolder: "/cache",
    columns: setting.columns ?? 80,
    color: setting.color ?? false,
    live: setting.live ?? false,
    now: () => "2026-03-02T08:00:00.000Z",
    elapsed: () => (time += 150),
    today: () => "2026-03-02",
    processors: 1,
    ...(setting.signals === undefined ? {} : { signals: setting.signals }),
    memory: setting.memory ?? 2 ** 31,
    streams: () => ({ input: Readable.from([]), output: new Writable({ write: (_, __, written) => written() }) }), // nobody speaks
    servePage: async ({ opened }) => opened("http://127.0.0.1:1/"), // not for ever, as the real one does
    openAddress: () => {},
    startCrew: (size) => {
      threads += size;
      return real.startCrew(size);
    },
    worthThreads: setting.worthThreads ?? real.worthThreads,
  };
  const code = await runProgram(args, outside);
  return { code, out, err, written, threads };
}

/** A scenario of the repository as text. */
export function scenarioText(name: string): string {
  return readFileSync(join(repository, "scenarios", name, "scenario.standoff.yaml"), "utf8");
}

/** A pattern's text, as it stands in the package. */
export function pattern(name: string): string {
  return readFileSync(join(repository, "packages/cli/templates", `${name}.standoff.yaml`), "utf8");
}

/** What `standoff init` writes into a folder of that name. */
export const starterScenario = (title: string): string => startedFrom(pattern(usualPattern), title);
