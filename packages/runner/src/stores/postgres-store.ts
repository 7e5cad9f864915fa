/**
 * A team's database on PostgreSQL: a row for each draw that stands, under its study's key, written by as many machines
 * at once as there are. The client is loaded with the first one.
 */
import type { Pool } from "pg";
import { keyOf, type Place, type StudyManifest } from "../work.ts";
import { chooseStudy, readRows } from "./sqlite-store.ts";
import { checkOf, NoStore, type Placed, type Reading, type Store } from "./store.ts";

/**
 * `record` as text, not jsonb, which would change how numbers are written: what is read is what was saved, to the byte.
 */
const TABLES = `
CREATE TABLE IF NOT EXISTS standoff_studies (study text PRIMARY KEY, manifest text NOT NULL);
CREATE TABLE IF NOT EXISTS standoff_draws (study text, place integer, digest text NOT NULL, record text NOT NULL, PRIMARY KEY (study, place));
`;

/** Two that make the tables at once would collide: any number, the same for all. */
const MAKING_TABLES = 7_301_915;

export class PostgresStore implements Store {
  readonly path: string;
  readonly key: string;
  readonly manifest: StudyManifest;
  readonly #pool: Pool;
  readonly #there = new Set<Place>();

  private constructor(pool: Pool, path: string, manifest: StudyManifest) {
    [this.#pool, this.path, this.manifest, this.key] = [pool, path, manifest, keyOf(manifest)];
  }

  static async begin(address: string, manifest: StudyManifest): Promise<PostgresStore> {
    const pool = await connect(address);
    const sql = "INSERT INTO standoff_studies VALUES ($1, $2) ON CONFLICT DO NOTHING";
    await pool.query(sql, [keyOf(manifest), JSON.stringify(manifest)]);
    const store = new PostgresStore(pool, withoutPassword(address), manifest);
    await store.look();
    return store;
  }

  static async open(address: string, key: string | undefined): Promise<PostgresStore> {
    const path = withoutPassword(address);
    const pool = await connect(address);
    try {
      const { rows } = await pool.query("SELECT study FROM standoff_studies ORDER BY study");
      const keys = rows.map(({ study }) => String(study));
      const sql = "SELECT manifest FROM standoff_studies WHERE study = $1";
      const found = await pool.query(sql, [chooseStudy(path, keys, key)]);
      const store = new PostgresStore(pool, path, JSON.parse(found.rows[0].manifest) as StudyManifest);
      await store.look();
      return store;
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  has(place: Place): boolean {
    return this.#there.has(place);
  }

  /** In one statement, so that a chunk stands whole or not at all. */
  async save(chunk: readonly Placed[]): Promise<void> {
    const sql = `INSERT INTO standoff_draws SELECT $1, * FROM unnest($2::integer[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`;
    const records = chunk.map(({ record }) => record);
    await this.#pool.query(sql, [
      this.key,
      chunk.map(({ place }) => place),
      records.map(checkOf),
      records.map((record) => JSON.stringify(record)),
    ]);
    for (const { place } of chunk) this.#there.add(place);
  }

  async look(): Promise<void> {
    const { rows } = await this.#pool.query("SELECT place FROM standoff_draws WHERE study = $1", [this.key]);
    for (const { place } of rows) this.#there.add(Number(place));
  }

  async read(): Promise<Reading> {
    const sql =
      "SELECT place, digest, record FROM standoff_draws WHERE study = $1 AND place BETWEEN $2 AND $3 ORDER BY place";
    return readRows(this.manifest, async (from, to) => (await this.#pool.query(sql, [this.key, from, to])).rows);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

async function connect(address: string): Promise<Pool> {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({ connectionString: address, max: 4, connectionTimeoutMillis: 10_000 });
  pool.on("error", () => {}); // of a connection that nobody uses; the next statement takes another, or fails itself
  try {
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("SELECT pg_advisory_xact_lock($1)", [MAKING_TABLES]);
      await client.query(TABLES);
      await client.query("COMMIT");
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw new NoStore(`${withoutPassword(address)}: ${(error as Error).message}`);
  }
  return pool;
}

/** As messages name it. */
export function withoutPassword(address: string): string {
  return address.replace(/(\/\/[^:/@]*):[^@/]*@/, "$1@");
}
