/**
 * `standoff studio`: the page in which a scenario is written, seen and asked, served from this machine; with `--build`
 * as files that any host can serve, with `--file` as one that works from a disk. The engine runs in the page: this only
 * hands over texts, and writes the one that is saved.
 */
import { dirname, join, resolve } from "node:path";
import { fillAlone } from "@standoff/studio/alone";
import type { ReadFile } from "standoff";
import { textsOf } from "standoff/wire";
import { ExitCode } from "../exit-code.ts";
import { findScenario, libraryFolder, scenarioFolders } from "../find-scenario.ts";
import { CannotWrite, type Outside, type PageTexts } from "../outside.ts";
import { allowedReader, foldersFor } from "../scenario-reader.ts";

interface StudioOptions {
  readonly port: number;
  readonly open: boolean;
  readonly build?: string;
  readonly file?: string;
  readonly allowRead: readonly string[];
}

const TUTORIAL = "labour-strike";
/** Files beside a scenario that are looked at. */
const MOST_BESIDE = 200;

export async function studio(outside: Outside, name: string | undefined, options: StudioOptions): Promise<number> {
  const path = findScenario(outside, name ?? TUTORIAL);
  const folders = foldersFor(outside, path, scenarioFolders(outside), options.allowRead);
  const read = allowedReader(outside, path, folders, libraryFolder(outside));
  const absolute = resolve(outside.cwd, path);
  const writable = !outside.realPath(absolute).startsWith(outside.realPath(outside.library));
  const texts = (): PageTexts => {
    const { main, files: own, library } = textsOf(path, read);
    const files = { ...own, ...besides(outside, path, read) };
    const whole = Object.entries(files).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    const tutorial = main === findScenario(outside, TUTORIAL);
    const beside = library === undefined ? {} : { library };
    return { main, files: Object.fromEntries(whole), writable, tutorial, ...beside };
  };
  if (options.file !== undefined) outside.announceFile(resolve(outside.cwd, options.file));
  const folder = await outside.pageFolder();
  if (options.build !== undefined) build(outside, folder, options.build, texts());
  if (options.file !== undefined) writeAlone(outside, folder, options.file, texts());
  if (options.build !== undefined || options.file !== undefined) return ExitCode.ok;
  await outside.servePage({
    folder,
    port: options.port,
    texts,
    more: (address) => galleryAt(outside, address),
    save: (file, before, text) => {
      const known = texts().files[file] !== undefined;
      return save({ outside, known, absolute: resolve(outside.cwd, file), writable }, before, text);
    },
    opened: (address) => {
      outside.writeOut(`${address}\n`);
      if (outside.live) outside.writeError("The studio is open to this machine alone, until Ctrl-C.\n");
      if (options.open) outside.openAddress(address);
    },
  });
  return ExitCode.ok;
}

interface Saving {
  readonly outside: Outside;
  /** Is it one of those that the page was given? */
  readonly known: boolean;
  readonly absolute: string;
  readonly writable: boolean;
}

const GALLERY = "/gallery.json";

/** The scenarios that came along, by address: their list, and each of them as the page opens it. */
function galleryAt(outside: Outside, address: string): string | null {
  const list = outside.readLarge(join(outside.library, "gallery.json"));
  if (typeof list !== "string") return null;
  if (address === GALLERY) return list;
  const name = /^\/gallery\/([\w-]+)\.json$/.exec(address)?.[1];
  const known = (JSON.parse(list) as { readonly name: string }[]).some((one) => one.name === name);
  if (name === undefined || !known) return null;
  const text = outside.readFile(join(outside.library, name, "scenario.standoff.yaml"));
  return typeof text === "string" ? JSON.stringify({ name: `${name}.standoff.yaml`, text }) : null;
}

/** All addresses of the gallery. */
function galleryAddresses(outside: Outside): string[] {
  const list = galleryAt(outside, GALLERY);
  if (list === null) return [];
  return [GALLERY, ...(JSON.parse(list) as { readonly name: string }[]).map(({ name }) => `/gallery/${name}.json`)];
}

/** What-ifs and histories kept beside a scenario: files of its folder, and of `what-ifs` in it, that extend another. */
function besides(outside: Outside, path: string, read: ReadFile): Record<string, string> {
  const folder = dirname(path);
  const names = [folder, join(folder, "what-ifs")].flatMap((where) =>
    outside.listFolder(resolve(outside.cwd, where)).map((name) => join(where, name)),
  );
  const found = names.filter((name) => /\.ya?ml$/i.test(name)).slice(0, MOST_BESIDE);
  return Object.fromEntries(
    found.flatMap((name) => {
      const text = read(name);
      return typeof text === "string" && /^extends:/m.test(text) ? [[name, text]] : [];
    }),
  );
}

/**
 * Writes one of the scenario's own files, none that came along, and only over the text that the page has read. Null: it
 * is written.
 */
function save({ outside, known, absolute, writable }: Saving, before: string, text: string) {
  const shipped = outside.realPath(absolute).startsWith(outside.realPath(outside.library));
  if (!known || !writable || shipped) return { status: 403, says: "this file is not written from here" };
  if (outside.readFile(absolute) !== before) return { status: 409, says: "the file has another text by now" };
  try {
    outside.rewriteFile(absolute, text);
    return null;
  } catch (error) {
    if (error instanceof CannotWrite) return { status: 507, says: error.message };
    throw error;
  }
}

function build(outside: Outside, page: string, into: string, texts: PageTexts): void {
  const folder = resolve(outside.cwd, into);
  for (const [address, file] of outside.pageFiles(page)) {
    const path = join(folder, address);
    outside.makeFolder(join(path, ".."));
    outside.saveFile(path, file);
  }
  outside.saveFile(join(folder, "folder.json"), [JSON.stringify({ ...texts, writable: false })]);
  for (const address of galleryAddresses(outside)) {
    const found = galleryAt(outside, address);
    outside.makeFolder(join(folder, address, ".."));
    if (found !== null) outside.saveFile(join(folder, address), [found]);
  }
  outside.writeOut(`Wrote the page with ${texts.main} to ${into}: any host can serve it.\n`);
}

function writeAlone(outside: Outside, page: string, file: string, texts: PageTexts): void {
  const alone = outside.pageFiles(page).get("/alone.html");
  if (alone === undefined) throw new Error(`no page of one file in ${page}`);
  const filled = fillAlone(new TextDecoder().decode(alone), { ...texts, writable: false });
  outside.saveFile(resolve(outside.cwd, file), [filled]);
  outside.writeOut(`Wrote the page with ${texts.main} to ${file}: it works from a disk, without a network.\n`);
}
