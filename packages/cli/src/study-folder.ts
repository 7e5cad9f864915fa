/**
 * A study's folder: `study.json`, which says what the study is, and a file for each draw that stands, `draw-00001.json` and so on, with
 * `stated.json` for the stated values. Every file names its study by a key: a digest of the scenario, the engine, the seed and all else
 * that draws depend on. Files are written to a temporary and renamed; one that exists is not made again. So shards may be solved
 * by several machines into one folder or into folders that are copied together.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { NewsChoice } from "standoff";
import type { DrawRecord, StudyPlan } from "standoff/study";
import type { Place } from "./draws.ts";
import { ExitCode, Stop } from "./exit-code.ts";
import type { Outside } from "./outside.ts";

/** All that a draw's result depends on, and what is common to all draws. */
export interface StudyManifest {
  readonly engine: string;
  readonly seed: string;
  readonly settings: {
    readonly set: Readonly<Record<string, string>>;
    readonly step: string | null;
    readonly reversed: boolean;
    readonly steadiness: "drawn" | "stated";
  };
  readonly news: NewsChoice;
  readonly plan: StudyPlan;
}

const manifestFile = "study.json";
const fileOf = (place: Place) => (place < 0 ? "stated.json" : `draw-${String(place + 1).padStart(5, "0")}.json`);

export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export function keyOf(manifest: StudyManifest): string {
  return digestOf(JSON.stringify(manifest)).slice(0, 16);
}

export class StudyFolder {
  readonly path: string;
  readonly key: string;
  readonly manifest: StudyManifest;
  readonly #outside: Outside;
  readonly #there: Set<string>;

  private constructor(outside: Outside, path: string, manifest: StudyManifest) {
    [this.#outside, this.path, this.manifest, this.key] = [outside, path, manifest, keyOf(manifest)];
    this.#there = new Set(outside.listFolder(path));
  }

  /** For a study's draws; made where it is not there. Stops at a folder of another study. */
  static begin(outside: Outside, path: string, manifest: StudyManifest): StudyFolder {
    outside.makeFolder(path);
    const folder = new StudyFolder(outside, path, manifest);
    if (!folder.#there.has(manifestFile)) folder.#save(manifestFile, manifest);
    else if (readManifest(outside, path).key !== folder.key) {
      throw new Stop(
        ExitCode.usage,
        `${path} holds another study: of another scenario, engine, seed or number of draws; name another folder`,
      );
    }
    return folder;
  }

  /** One that is there. */
  static open(outside: Outside, path: string): StudyFolder {
    return new StudyFolder(outside, path, readManifest(outside, path).manifest);
  }

  close(): void {}

  has(place: Place): boolean {
    return this.#there.has(fileOf(place));
  }

  save(place: Place, record: DrawRecord): void {
    const name = fileOf(place);
    this.#save(name, { key: this.key, draw: place + 1, check: digestOf(JSON.stringify(record)), record });
    this.#there.add(name);
  }

  /** What came of a draw, or what is wrong with its file. */
  read(place: Place): DrawRecord | { readonly fault: string } {
    const name = fileOf(place);
    if (!this.#there.has(name)) return { fault: `${name} is missing` };
    const found = parsed(this.#outside, join(this.path, name));
    if (found === undefined) return { fault: `${name} is torn` };
    if (found.key !== this.key) return { fault: `${name} is of another study` };
    const whole = found.draw === place + 1 && found.check === digestOf(JSON.stringify(found.record));
    return whole ? (found.record as DrawRecord) : { fault: `${name} is torn` };
  }

  #save(name: string, content: unknown): void {
    this.#outside.saveFile(join(this.path, name), [JSON.stringify(content)]);
  }
}

function readManifest(outside: Outside, path: string): { readonly manifest: StudyManifest; readonly key: string } {
  const found = parsed(outside, join(path, manifestFile));
  if (found === undefined)
    throw new Stop(ExitCode.usage, `${join(path, manifestFile)} is missing or torn: no study is there`);
  const manifest = found as unknown as StudyManifest;
  return { manifest, key: keyOf(manifest) };
}

/** A file's JSON object; undefined where there is none. */
function parsed(outside: Outside, path: string): Record<string, unknown> | undefined {
  const text = outside.readLarge(path);
  if (typeof text !== "string") return undefined;
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
