/**
 * Where the draws of `study SCENARIO` are kept: one database among the user's cached files, a row for each draw that stands, under its
 * study's key. A row is written whole or not at all, whenever the process dies; several runs may write at once.
 */
import { join } from "node:path";
import type { DrawRecord } from "standoff/study";
import type { Place } from "./draws.ts";
import type { Database, Outside } from "./outside.ts";
import { digestOf, keyOf, type StudyManifest } from "./study-folder.ts";

const TABLES = `
CREATE TABLE IF NOT EXISTS studies (study TEXT PRIMARY KEY, manifest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS draws (study TEXT, place INTEGER, digest TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (study, place)) WITHOUT ROWID;
`;

export class StudyStore {
  readonly path: string;
  readonly key: string;
  readonly manifest: StudyManifest;
  readonly #database: Database;
  readonly #there: Set<Place>;

  constructor(outside: Outside, manifest: StudyManifest) {
    const path = join(outside.cacheFolder, "studies.sqlite");
    outside.makeFolder(outside.cacheFolder);
    [this.path, this.manifest, this.key] = [path, manifest, keyOf(manifest)];
    this.#database = outside.openDatabase(path, TABLES);
    const { key } = this;
    this.#database.run("INSERT OR IGNORE INTO studies VALUES (?, ?)", key, JSON.stringify(manifest));
    const rows = this.#database.rows("SELECT place FROM draws WHERE study = ?", key);
    this.#there = new Set(rows.map(({ place }) => Number(place)));
  }

  has(place: Place): boolean {
    return this.#there.has(place);
  }

  save(place: Place, record: DrawRecord): void {
    const text = JSON.stringify(record);
    this.#database.run("INSERT OR IGNORE INTO draws VALUES (?, ?, ?, ?)", this.key, place, digestOf(text), text);
    this.#there.add(place);
  }

  /** What came of a draw, or what is wrong with its row. */
  read(place: Place): DrawRecord | { readonly fault: string } {
    const [row] = this.#database.rows(
      "SELECT digest, record FROM draws WHERE study = ? AND place = ?",
      this.key,
      place,
    );
    const name = place < 0 ? "the stated values" : `draw ${place + 1}`;
    if (row === undefined) return { fault: `${name} is missing` };
    const text = String(row.record);
    return digestOf(text) === row.digest ? (JSON.parse(text) as DrawRecord) : { fault: `${name} is torn` };
  }

  close(): void {
    this.#database.close();
  }
}
