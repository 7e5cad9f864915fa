/**
 * The real files, streams and terminal, for `Outside`. Writes are synchronous: what is written before an exit arrives.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  fstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { availableParallelism, homedir, totalmem } from "node:os";
import { basename, dirname, join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Refused } from "standoff";
import { findBrowser, printPage } from "./browser.ts";
import { openDatabase } from "./database.ts";
import { typedCommand } from "./next-command.ts";
import { CannotWrite, ClosedPipe, type Outside } from "./outside.ts";
import { filesIn } from "./page-files.ts";
import { decodeText, lineReader, readBytes } from "./read-bytes.ts";
import { attempt, type OnTemporary, OutputDoor, reason } from "./save-file.ts";
import { version } from "./version.ts";

/** Larger files are not scenarios. */
const largestScenario = 16 * 2 ** 20;
/** Games and results: what fits into one string, well below what V8 allows. */
const largestOther = 256 * 2 ** 20;

/** The library's own default, in bytes. */
const leastMemory = 2 ** 31;

/** In the repository the scenarios lie at its root, in the package beside what was built. */
const library = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../../../scenarios" : "../scenarios", import.meta.url),
);

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
  /** See `Started`; none where no program was started. */
  readonly script?: string;
  /** See `Outside`; one of its own where nobody else listens. */
  readonly signals?: Int32Array;
  /** Told of a temporary file before it is made, and when it is gone. */
  readonly onTemporary: OnTemporary;
}

/** Reads files, and keeps what came from pipes. `onRead` is told of each. */
export function nodeReader(onRead: (path: string, found: Stats) => void = () => {}) {
  const once = new Map<string, string>();
  const read = (path: string, most: number, lenient: boolean): string | Refused | undefined => {
    const known = once.get(path);
    if (known !== undefined) return known;
    const got = readBytes(path, most);
    if (got === undefined || "refused" in got) return got;
    onRead(path, got.found);
    const text = decodeText(got.bytes, lenient);
    if (typeof text === "string" && !got.found.isFile()) once.set(path, text);
    return text;
  };
  return {
    readFile: (path: string) => read(path, largestScenario, true),
    readLarge: (path: string) => read(path, largestOther, false),
  };
}

export function nodeOutside(around: Surroundings): Outside {
  const door = new OutputDoor(around.onTemporary);
  return {
    readLine: lineReader(),
    writeOut: (text) => writeAll(1, text),
    writeError: (text) => {
      try {
        writeAll(2, text);
      } catch {
        // Nobody reads the messages: the results still matter.
      }
    },
    streams: () => ({
      input: ownInput(),
      output: new Writable({
        write: (piece: Uint8Array, _, written) => {
          writeAll(1, piece);
          written();
        },
      }),
    }),
    ...nodeReader((path, found) => door.noteInput(path, found)),
    realPath,
    kindOf,
    listFolder: (path) => {
      try {
        return readdirSync(path).sort();
      } catch {
        return [];
      }
    },
    announceFile: (path) => door.announce(path),
    saveFile: (path, pieces) => door.save(path, pieces),
    rewriteFile: (path, text) => door.rewrite(path, [text]),
    makeFolder: (path) => attempt(`make the folder ${path}`, () => makeFolders(path)),
    openDatabase,
    patterns,
    schema: () => readFileSync(librarySchema(), "utf8"),
    engine: () => engineOf(dirname(librarySchema())),
    cacheFolder: cacheFolder(around.environment),
    cwd: around.cwd,
    typed: typedCommand({ script: "", ...around }),
    library,
    columns: around.columns > 0 ? Math.max(40, around.columns) : usualColumns, // 0: the terminal does not know
    color: wantsColor(around.environment, around.terminal),
    live: around.errorTerminal && around.environment.TERM !== "dumb",
    outputClosed: isClosed(1),
    now: () => new Date().toISOString(),
    elapsed: () => performance.now(),
    findBrowser: () => findBrowser(around.environment),
    printPage,
    today: () => new Date().toISOString().slice(0, 10),
    processors: availableParallelism(),
    memory: Math.max(leastMemory, memoryHere() / 2),
    worthThreads: 150_000,
    signals: around.signals ?? new Int32Array(new SharedArrayBuffer(8)),
    pageFolder: async () => (await import("@standoff/studio/page")).pageFolder((says) => writeAll(2, `${says} ...\n`)),
    pageFiles: filesIn,
    servePage: async (page) => {
      const { servePage } = await import("./page-server.ts");
      await servePage(page).catch((error) => {
        throw new CannotWrite(`cannot listen on port ${page.port}: ${reason(error)}`);
      });
    },
    openAddress,
    startCrew: async (size) => (await import("./crew.ts")).startCrew(size), // with it the library is loaded
  };
}

/** By what each platform has for it; where there is nothing, the address stands on the terminal. */
function openAddress(address: string): void {
  const [program, ...before] =
    process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
  const child = spawn(program, [...before, address], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}

/** The files of the package's `templates` folder, beside `src` as beside `dist`. */
function patterns(): ReadonlyMap<string, string> {
  const folder = fileURLToPath(new URL("../templates/", import.meta.url));
  const ending = ".standoff.yaml";
  const files = readdirSync(folder).filter((file) => file.endsWith(ending));
  return new Map(files.sort().map((file) => [basename(file, ending), readFileSync(join(folder, file), "utf8")]));
}

function librarySchema(): string {
  return createRequire(import.meta.url).resolve("standoff/standoff.schema.json");
}

/** By the files that run: the sources in the repository, else what was built of them. */
function engineOf(library: string): string {
  const digest = createHash("sha256");
  const folder = join(library, import.meta.url.endsWith(".ts") ? "src" : "dist");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /(?<!\.test|\.d)\.[jt]s$/.test(name))
    .sort();
  for (const name of files)
    digest
      .update(name.replaceAll("\\", "/"))
      .update("\0")
      .update(readFileSync(join(folder, name)));
  return `${version}+${digest.digest("hex").slice(0, 12)}`;
}

/** By the XDG base directories, and their like on Windows. */
function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA }: Surroundings["environment"]): string {
  return join(XDG_CACHE_HOME || LOCALAPPDATA || join(homedir(), ".cache"), "standoff");
}

/** https://no-color.org: NO_COLOR with any text turns colour off; FORCE_COLOR turns it on without a terminal. */
function wantsColor(environment: Surroundings["environment"], terminal: boolean): boolean {
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR && environment.FORCE_COLOR !== "0") return true;
  return terminal && environment.TERM !== "dumb";
}

/** Level by level: where a folder answers ENOENT to a new one (/proc), Node's own `recursive` tries for ever. */
function makeFolders(path: string): void {
  if (kindOf(path) === "folder") return;
  if (dirname(path) !== path) makeFolders(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (kindOf(path) !== "folder") throw error; // else another run made it meanwhile
  }
}

function kindOf(path: string): "file" | "folder" | "nothing" {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch {
    // An own stream may be a socket, which has no path.
    return /^\/dev\/(stdin|fd\/\d+)$/.test(path) && existsSync("/proc/self/fd") ? "file" : "nothing";
  }
}

export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realPath(folder), basename(path));
  }
}

/**
 * Node opens the null device, for reading and writing, in place of a standard stream that is closed; a shell opens it
 * for writing only when told to throw the output away. Known on Linux alone.
 */
function isClosed(stream: number): boolean {
  try {
    if (!fstatSync(stream).isCharacterDevice() || fstatSync(stream).rdev !== statSync("/dev/null").rdev) return false;
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${stream}`, "utf8"))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & 3) === 2;
  } catch {
    return false;
  }
}

/**
 * What comes in on stdin, as a stream. A read that waits in a file would keep the program from ending: pipes are heard
 * instead.
 */
function ownInput(): NodeJS.ReadableStream {
  const found = fstatSync(0);
  return found.isFIFO() || found.isSocket() ? new Socket({ fd: 0, writable: false }) : createReadStream("", { fd: 0 });
}

function writeAll(stream: number, written: string | Uint8Array): void {
  const bytes = typeof written === "string" ? new TextEncoder().encode(written) : written;
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
