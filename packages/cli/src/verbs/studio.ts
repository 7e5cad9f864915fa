/**
 * `standoff studio`: the page in which a scenario is written, seen and asked, served from this machine; with `--build` as files that any
 * host can serve. The engine runs in the page: this only hands over texts, and writes the one that is saved.
 */
import { dirname, join, resolve } from "node:path";
import { textsOf } from "standoff/wire";
import { ExitCode } from "../exit-code.ts";
import { findScenario, libraryFolder, scenarioFolders } from "../find-scenario.ts";
import { CannotWrite, type Outside, type PageTexts } from "../outside.ts";
import { allowedReader, foldersFor } from "../scenario-reader.ts";

interface StudioOptions {
  readonly port: number;
  readonly open: boolean;
  readonly build?: string;
  readonly allowRead: readonly string[];
}

const TUTORIAL = "labour-strike";

export async function studio(outside: Outside, name: string | undefined, options: StudioOptions): Promise<number> {
  const path = findScenario(outside, name ?? TUTORIAL);
  const folders = foldersFor(outside, path, scenarioFolders(outside), options.allowRead);
  const read = allowedReader(outside, path, folders, libraryFolder(outside));
  const absolute = resolve(outside.cwd, path);
  const writable = !outside.realPath(absolute).startsWith(outside.realPath(outside.library));
  const texts = (): PageTexts => {
    const { main, files } = textsOf(path, read);
    const beside = whatIfsBeside(outside, path).map((file) => [file, read(file)] as const);
    const whole = [...beside, ...Object.entries(files)].filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    return { main, files: Object.fromEntries(whole), writable };
  };
  const folder = await outside.pageFolder();
  if (options.build !== undefined) return build(outside, folder, options.build, texts());
  await outside.servePage({
    folder,
    port: options.port,
    texts,
    save: (file, before, text) => save({ outside, file, path, absolute, writable }, before, text),
    opened: (address) => {
      outside.writeOut(`${address}\n`);
      if (outside.live) outside.writeError("The studio is open to this machine alone, until Ctrl-C.\n");
      if (options.open) outside.openAddress(address);
    },
  });
  return ExitCode.ok;
}

/** The what-ifs of a scenario: texts in the folder of that name beside it, which the page offers as toggles. */
function whatIfsBeside(outside: Outside, path: string): string[] {
  const folder = join(dirname(path), "what-ifs");
  const absolute = resolve(outside.cwd, folder);
  if (outside.kindOf(absolute) !== "folder") return [];
  return outside
    .listFolder(absolute)
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(folder, name));
}

interface Saving {
  readonly outside: Outside;
  readonly file: string;
  readonly path: string;
  readonly absolute: string;
  readonly writable: boolean;
}

/** Writes the scenario's own file, and only over the text that the page has read. Null: it is written. */
function save({ outside, file, path, absolute, writable }: Saving, before: string, text: string) {
  if (file !== path || !writable) return { status: 403, says: "this file is not written from here" };
  if (outside.readFile(absolute) !== before) return { status: 409, says: "the file has another text by now" };
  try {
    outside.rewriteFile(absolute, text);
    return null;
  } catch (error) {
    if (error instanceof CannotWrite) return { status: 507, says: error.message };
    throw error;
  }
}

function build(outside: Outside, page: string, into: string, texts: PageTexts): number {
  const folder = resolve(outside.cwd, into);
  for (const [address, file] of outside.pageFiles(page)) {
    const path = join(folder, address);
    outside.makeFolder(join(path, ".."));
    outside.saveFile(path, file);
  }
  outside.saveFile(join(folder, "folder.json"), [JSON.stringify({ ...texts, writable: false })]);
  outside.writeOut(`Wrote the page with ${texts.main} to ${into}: any host can serve it.\n`);
  return ExitCode.ok;
}
