/**
 * A database of one file: a row for each draw that stands, under its study's key. A row is written whole or not at all;
 * several runs may write at once. That of the user's cached files is bounded: beyond `mostBytes`, as a study is opened,
 * studies of other engines are forgotten first (no study of this one finds them again), then those that were opened
 * longest ago, and that is said.
 */
import type { DrawRecord } from "standoff/study";
import { keyOf, type Place, type StudyManifest } from "../work.ts";
import { checkOf, Gathering, NoStore, type Placed, type Reading, type Store } from "./store.ts";

const TABLES = `
CREATE TABLE IF NOT EXISTS studies (study TEXT PRIMARY KEY, manifest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS uses (study TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS draws (study TEXT, place INTEGER, digest TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (study, place)) WITHOUT ROWID;
`;

/** A database of one file; every statement stands by itself. */
export interface Database {
  readonly run: (sql: string, ...values: readonly (string | number)[]) => void;
  readonly rows: (sql: string, ...values: readonly (string | number)[]) => readonly Readonly<Record<string, unknown>>[];
  readonly close: () => void;
}

/** What it takes from the machine. */
export interface Databases {
  readonly openDatabase: (path: string, tables: string) => Database;
  /** The day, ISO. */
  readonly today: () => string;
  readonly writeError: (text: string) => void;
}

export class SqliteStore implements Store {
  readonly path: string;
  readonly key: string;
  readonly manifest: StudyManifest;
  readonly #database: Database;
  readonly #there = new Set<Place>();

  private constructor(database: Database, path: string, manifest: StudyManifest) {
    [this.#database, this.path, this.manifest, this.key] = [database, path, manifest, keyOf(manifest)];
    this.#list();
  }

  /** For a study's draws; made where it is not there. `mostBytes`: all records of all studies together. */
  static begin(
    around: Databases,
    path: string,
    manifest: StudyManifest,
    mostBytes = Number.POSITIVE_INFINITY,
  ): SqliteStore {
    const database = around.openDatabase(path, TABLES);
    const key = keyOf(manifest);
    database.run("INSERT OR IGNORE INTO studies VALUES (?, ?)", key, JSON.stringify(manifest));
    database.run("INSERT OR REPLACE INTO uses VALUES (?, ?)", key, around.today());
    const forgotten = forget(database, { key, engine: manifest.engine, mostBytes });
    if (forgotten !== "") around.writeError(`${path} is full: ${forgotten} forgotten\n`);
    return new SqliteStore(database, path, manifest);
  }

  /** One that is there; which, where there are several. */
  static open(around: Databases, path: string, key: string | undefined): SqliteStore {
    const database = around.openDatabase(path, TABLES);
    const keys = database.rows("SELECT study FROM studies ORDER BY study").map(({ study }) => String(study));
    const chosen = chooseStudy(path, keys, key);
    const [row] = database.rows("SELECT manifest FROM studies WHERE study = ?", chosen);
    return new SqliteStore(database, path, JSON.parse(String(row.manifest)) as StudyManifest);
  }

  #list(): void {
    const rows = this.#database.rows("SELECT place FROM draws WHERE study = ?", this.key);
    for (const { place } of rows) this.#there.add(Number(place));
  }

  has(place: Place): boolean {
    return this.#there.has(place);
  }

  save(chunk: readonly Placed[]): void {
    for (const { place, record } of chunk) {
      const sql = "INSERT OR IGNORE INTO draws VALUES (?, ?, ?, ?)";
      this.#database.run(sql, this.key, place, checkOf(record), JSON.stringify(record));
      this.#there.add(place);
    }
  }

  async look(): Promise<void> {
    this.#list();
  }

  async read(): Promise<Reading> {
    const sql = "SELECT place, digest, record FROM draws WHERE study = ? AND place BETWEEN ? AND ? ORDER BY place";
    return readRows(this.manifest, (from, to) => this.#database.rows(sql, this.key, from, to));
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}

type Row = Readonly<Record<string, unknown>>;

/** Places read at once, so that texts of many draws do not stand in memory together. */
const AT_ONCE = 256;

/** Rows `place, digest, record` from a place up to another, checked. */
export async function readRows(
  manifest: StudyManifest,
  rowsFrom: (from: Place, to: Place) => readonly Row[] | Promise<readonly Row[]>,
): Promise<Reading> {
  const gathering = new Gathering(manifest);
  for (let from = -1; from < manifest.plan.asked; from += AT_ONCE) {
    for (const { place, digest, record } of await rowsFrom(from, from + AT_ONCE - 1)) {
      const name = Number(place) < 0 ? "the stated values" : `draw ${Number(place) + 1}`;
      const found = parsed(String(record));
      if (found === undefined || checkOf(found) !== digest) gathering.fault(`${name} is torn`);
      else gathering.add({ place: Number(place), record: found }, `the row of ${name}`);
    }
  }
  return gathering.reading();
}

function parsed(text: string): DrawRecord | undefined {
  try {
    return JSON.parse(text) as DrawRecord;
  } catch {
    return undefined;
  }
}

/** The one that is meant, or a refusal that lists those that there are. */
export function chooseStudy(path: string, keys: readonly string[], key: string | undefined): string {
  if (keys.length === 0) throw new NoStore(`${path}: no study is there`);
  if (key === undefined && keys.length === 1) return keys[0];
  const list = keys.slice(0, 10).join(", ");
  if (key === undefined) throw new NoStore(`${path} holds ${keys.length} studies; --study names one: ${list}`);
  if (!keys.includes(key)) throw new NoStore(`${path} holds no study ${key}, but ${list}`);
  return key;
}

/** Forgets whole studies but this one, until the rest has room; what was forgotten, in words. */
function forget(
  database: Database,
  { key, engine, mostBytes }: { readonly key: string; readonly engine: string; readonly mostBytes: number },
): string {
  if (mostBytes === Number.POSITIVE_INFINITY) return "";
  const kept = database.rows(
    "SELECT studies.study, manifest, coalesce(day, '') AS day, count(place) AS draws, coalesce(sum(length(record)), 0) AS bytes " +
      "FROM studies LEFT JOIN draws USING (study) LEFT JOIN uses USING (study) GROUP BY studies.study ORDER BY day, studies.study",
  );
  let held = kept.reduce((sum, { bytes }) => sum + Number(bytes), 0);
  const others = kept.filter(({ study }) => study !== key);
  const isOwn = ({ manifest }: (typeof kept)[number]) =>
    (JSON.parse(String(manifest)) as StudyManifest).engine === engine;
  const inOrder = [...others.filter((one) => !isOwn(one)), ...others.filter(isOwn)];
  const forgotten = inOrder.filter(({ study, bytes }) => {
    if (held <= mostBytes) return false;
    for (const table of ["draws", "uses", "studies"])
      database.run(`DELETE FROM ${table} WHERE study = ?`, String(study));
    held -= Number(bytes);
    return true;
  });
  if (forgotten.length === 0) return "";
  const draws = forgotten.reduce((sum, one) => sum + Number(one.draws), 0);
  const older = forgotten.length === 1 ? "an older study" : `${forgotten.length} older studies`;
  return `${draws} ${draws === 1 ? "draw" : "draws"} of ${older}`;
}
