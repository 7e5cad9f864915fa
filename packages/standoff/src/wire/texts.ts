/**
 * The files of a scenario as texts with names: what another thread or machine reads in place of a disk. Names are as
 * files name each other: `scenario.standoff.yaml` beside `what-ifs/no-deadline.yaml`, which extends
 * `../scenario.standoff.yaml`.
 */
import { ChainReader, joinPath, type ReadFile, type Refused, withLibrary } from "../language/file/extend.ts";

export interface Texts {
  /** The name of the file to be read; the others are there for what it extends. */
  readonly main: string;
  /** Each file's text by its name, or why it is not to be read. */
  readonly files: Readonly<Record<string, string | Refused>>;
  /** The folder of the scenarios that came along, which `extends` may name: where their files' names begin. */
  readonly library?: string;
}

/**
 * Reads from texts. A name is found as it is written, else by the place that it leads to (`a/../b` is `b`).
 *
 * @example
 * ```ts
 * const fromTexts = readerOf({ main: "a.yaml", files: { "a.yaml": "standoff: 1" } });
 * fromTexts("what-ifs/../a.yaml") // => "standoff: 1"
 * fromTexts("b.yaml") // => undefined
 * ```
 */
export function readerOf({ files, library }: Texts): ReadFile {
  const written = new Map(Object.entries(files));
  const placed = new Map([...written].map(([name, text]) => [joinPath("", name), text]));
  const read = (name: string) => written.get(name) ?? placed.get(joinPath("", name));
  return withLibrary(read, library);
}

/**
 * All that reading a file comes to read: the file itself, what it extends, and files of rival forms. Faults in them are
 * for the reader to find.
 *
 * @example
 * ```ts
 * const disk = { "case.yaml": "standoff: 1", "what-if.yaml": "extends: case.yaml", "else.yaml": "" };
 * Object.keys(textsOf("what-if.yaml", (path) => disk[path]).files) // => ["what-if.yaml", "case.yaml"]
 * ```
 */
export function textsOf(main: string, readFile: ReadFile): Texts {
  const files = new Map<string, string | Refused>();
  const noting = (name: string) => {
    const found = readFile(name);
    if (found !== undefined) files.set(name, found);
    return found;
  };
  const { library } = readFile;
  const chain = new ChainReader(withLibrary(noting, library));
  const root = chain.read(main);
  const rivals = root?.entries.get("rivals")?.value;
  if (root !== undefined && rivals?.kind === "map") for (const name of rivals.entries.keys()) chain.rival(root, name);
  return { main, files: Object.fromEntries(files), ...(library === undefined ? {} : { library }) };
}
