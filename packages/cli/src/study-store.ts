/**
 * Where the draws of `study SCENARIO` are kept: one database among the user's cached files, a row for each draw that stands, under its
 * study's key. A row is written whole or not at all, whenever the process dies; several runs may write at once. What it holds is bounded:
 * beyond that, as a study is opened, studies of other engines are forgotten first (no study of this one finds them again), then those that were
 * opened longest ago, and that is said.
 */
import { join } from "node:path";
import type { DrawRecord } from "standoff/study";
import type { Place } from "./draws.ts";
import type { Database, Outside } from "./outside.ts";
import { count } from "./show/diagnostics.ts";
import { digestOf, keyOf, type StudyManifest } from "./study-folder.ts";

const TABLES = `
CREATE TABLE IF NOT EXISTS studies (study TEXT PRIMARY KEY, manifest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS uses (study TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS draws (study TEXT, place INTEGER, digest TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (study, place)) WITHOUT ROWID;
`;

/** What it takes from outside. */
type Around = Pick<Outside, "cacheFolder" | "makeFolder" | "openDatabase" | "today" | "writeError">;

/** All records together, in bytes; room that is freed is used again. */
const MOST_BYTES = 2 ** 28;

export class StudyStore {
  readonly path: string;
  readonly key: string;
  readonly manifest: StudyManifest;
  readonly #database: Database;
  readonly #there: Set<Place>;

  constructor(outside: Around, manifest: StudyManifest, mostBytes = MOST_BYTES) {
    const path = join(outside.cacheFolder, "studies.sqlite");
    outside.makeFolder(outside.cacheFolder);
    [this.path, this.manifest, this.key] = [path, manifest, keyOf(manifest)];
    this.#database = outside.openDatabase(path, TABLES);
    const { key } = this;
    this.#database.run("INSERT OR IGNORE INTO studies VALUES (?, ?)", key, JSON.stringify(manifest));
    this.#database.run("INSERT OR REPLACE INTO uses VALUES (?, ?)", key, outside.today());
    this.#forget(outside, mostBytes);
    const rows = this.#database.rows("SELECT place FROM draws WHERE study = ?", key);
    this.#there = new Set(rows.map(({ place }) => Number(place)));
  }

  /** Whole studies but this one, until the rest has room. */
  #forget(outside: Around, mostBytes: number): void {
    const database = this.#database;
    const kept = database.rows(
      "SELECT studies.study, manifest, coalesce(day, '') AS day, count(place) AS draws, coalesce(sum(length(record)), 0) AS bytes " +
        "FROM studies LEFT JOIN draws USING (study) LEFT JOIN uses USING (study) GROUP BY studies.study ORDER BY day, studies.study",
    );
    let held = kept.reduce((sum, { bytes }) => sum + Number(bytes), 0);
    const others = kept.filter(({ study }) => study !== this.key);
    const isOwn = ({ manifest }: (typeof kept)[number]) =>
      (JSON.parse(String(manifest)) as StudyManifest).engine === this.manifest.engine;
    const inOrder = [...others.filter((one) => !isOwn(one)), ...others.filter(isOwn)];
    const forgotten = inOrder.filter(({ study, bytes }) => {
      if (held <= mostBytes) return false;
      for (const table of ["draws", "uses", "studies"])
        database.run(`DELETE FROM ${table} WHERE study = ?`, String(study));
      held -= Number(bytes);
      return true;
    });
    if (forgotten.length === 0) return;
    const draws = forgotten.reduce((sum, one) => sum + Number(one.draws), 0);
    const older = forgotten.length === 1 ? "an older study" : `${forgotten.length} older studies`;
    outside.writeError(`${this.path} is full: ${count(draws, "draw")} of ${older} forgotten\n`);
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
