/**
 * A study's folder: `study.json`, which says what the study is, and files of chunks of draws, `draw-00001.json`,
 * `draw-00002-00009.json` and so on, with `stated.json` for the stated values. Every file names its study by its key.
 * Files are written to a temporary and renamed. So a study may be solved by several machines into one folder, or into
 * folders that are copied together.
 */
import { join } from "node:path";
import type { Refused } from "standoff";
import type { DrawRecord } from "standoff/study";
import { keyOf, type Place, type StudyManifest } from "../work.ts";
import { checkOf, Gathering, NoStore, type Placed, type Reading, runsOf, type Store } from "./store.ts";

/** What it takes from the machine's files. */
export interface Files {
  readonly readLarge: (path: string) => string | Refused | undefined;
  readonly listFolder: (path: string) => readonly string[];
  readonly saveFile: (path: string, pieces: Iterable<string>) => void;
  readonly makeFolder: (path: string) => void;
}

const manifestFile = "study.json";
const padded = (place: Place) => String(place + 1).padStart(5, "0");

function fileOf(first: Place, last: Place): string {
  if (first < 0) return "stated.json";
  return first === last ? `draw-${padded(first)}.json` : `draw-${padded(first)}-${padded(last)}.json`;
}

/** First and last place of a chunk's file; undefined: it is none. */
function placesOf(name: string): readonly [Place, Place] | undefined {
  if (name === "stated.json") return [-1, -1];
  const [, first, last = first] = /^draw-(\d{5,8})(?:-(\d{5,8}))?\.json$/.exec(name) ?? [];
  return first === undefined || last === undefined ? undefined : [Number(first) - 1, Number(last) - 1];
}

export class FolderStore implements Store {
  readonly path: string;
  readonly key: string;
  readonly manifest: StudyManifest;
  readonly #files: Files;
  readonly #there = new Set<Place>();

  private constructor(files: Files, path: string, manifest: StudyManifest) {
    [this.#files, this.path, this.manifest, this.key] = [files, path, manifest, keyOf(manifest)];
    this.#list();
  }

  /** For a study's draws; made where it is not there. */
  static begin(files: Files, path: string, manifest: StudyManifest): FolderStore {
    files.makeFolder(path);
    const there = files.listFolder(path).includes(manifestFile);
    if (!there) files.saveFile(join(path, manifestFile), [JSON.stringify(manifest)]);
    else if (keyOf(readManifest(files, path)) !== keyOf(manifest)) {
      throw new NoStore(
        `${path} holds another study: of another scenario, engine, seed or number of draws; name another folder`,
      );
    }
    return new FolderStore(files, path, manifest);
  }

  /** One that is there. */
  static open(files: Files, path: string): FolderStore {
    return new FolderStore(files, path, readManifest(files, path));
  }

  #list(): void {
    for (const name of this.#files.listFolder(this.path)) {
      const [first, last] = placesOf(name) ?? [0, -1];
      for (let place = first; place <= Math.min(last, this.manifest.plan.asked); place++) this.#there.add(place);
    }
  }

  has(place: Place): boolean {
    return this.#there.has(place);
  }

  save(chunk: readonly Placed[]): void {
    const records = new Map(chunk.map(({ place, record }) => [place, record]));
    for (const run of runsOf([...records.keys()])) {
      const content = run.map((place) => ({ draw: place + 1, record: records.get(place) }));
      const name = fileOf(run[0], run.at(-1)!);
      const text = JSON.stringify({ key: this.key, check: checkOf(content), draws: content });
      this.#files.saveFile(join(this.path, name), [text]);
      for (const place of run) this.#there.add(place);
    }
  }

  async look(): Promise<void> {
    this.#list();
  }

  async read(): Promise<Reading> {
    const gathering = new Gathering(this.manifest);
    for (const name of this.#files.listFolder(this.path)) {
      if (placesOf(name) === undefined) continue;
      const found = parsed(this.#files, join(this.path, name));
      const draws = found?.draws as { readonly draw: number; readonly record: DrawRecord }[] | undefined;
      if (found === undefined || !Array.isArray(draws)) gathering.fault(`${name} is torn`);
      else if (found.key !== this.key) gathering.fault(`${name} is of another study`);
      else if (found.check !== checkOf(draws)) gathering.fault(`${name} is torn`);
      else for (const { draw, record } of draws) gathering.add({ place: draw - 1, record }, name);
    }
    return gathering.reading();
  }

  async close(): Promise<void> {}
}

function readManifest(files: Files, path: string): StudyManifest {
  const found = parsed(files, join(path, manifestFile));
  if (found === undefined) throw new NoStore(`${join(path, manifestFile)} is missing or torn: no study is there`);
  return found as unknown as StudyManifest;
}

/** A file's JSON object; undefined where there is none. */
function parsed(files: Files, path: string): Record<string, unknown> | undefined {
  const text = files.readLarge(path);
  if (typeof text !== "string") return undefined;
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
