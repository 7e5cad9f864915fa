/** One contract, three stores: what is saved is read again as it was, by whoever; what is wrong is named. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beginStore, openStore, SqliteStore, type Store, type StudyManifest, withoutPassword } from "@standoff/runner";
import pg from "pg";
import type { DrawRecord } from "standoff/study";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../cli/src/database.ts";
import { nodeOutside } from "../../cli/src/node-outside.ts";
import { PostgresServer, postgresFolder } from "./servers.ts";

const home = mkdtempSync(join(tmpdir(), "standoff-stores-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** As a run of the command of its own. */
const machine = () =>
  nodeOutside({
    columns: 80,
    terminal: false,
    errorTerminal: false,
    environment: {},
    cwd: home,
    onTemporary: () => {},
  });
const around = machine();

/** Only these tell studies apart here. */
const manifestFor = (seed: string, asked = 6, engine = "engine") =>
  ({ engine, seed, plan: { asked } }) as unknown as StudyManifest;
const record = (value: number): DrawRecord => ({ drawn: [value, 0.1 + 0.2, 1e-300], status: "lost", why: "ß\u2028\\" });
const chunk = (...places: number[]) => places.map((place) => ({ place, record: record(place) }));

interface Kind {
  readonly name: string;
  readonly missing: string | null;
  /** Where a study of this seed is kept. */
  readonly where: (seed: string) => string;
  /** Changes a draw of a study behind the store's back. */
  readonly spoil: (seed: string, key: string, place: number, what: "torn" | "changed") => Promise<void>;
}

let postgres: PostgresServer | undefined;
beforeAll(async () => {
  if (postgresFolder !== undefined) postgres = await PostgresServer.start();
}, 600_000);
afterAll(() => postgres?.end());

const kinds: readonly Kind[] = [
  {
    name: "a folder",
    missing: null,
    where: (seed) => join(home, seed),
    spoil: async (seed, _, place, what) => {
      const name = readdirSync(join(home, seed)).find((one) => one.includes(String(place + 1).padStart(5, "0")))!;
      const path = join(home, seed, name);
      const text = readFileSync(path, "utf8");
      writeFileSync(path, what === "torn" ? text.slice(0, -20) : text.replace("0.300", "0.301"));
    },
  },
  {
    name: "SQLite",
    missing: null,
    where: () => `sqlite:${join(home, "studies.sqlite")}`,
    spoil: async (_, key, place, what) => {
      const database = openDatabase(join(home, "studies.sqlite"), "");
      const change = what === "torn" ? "substr(record, 1, 20)" : "replace(record, '0.300', '0.301')";
      database.run(`UPDATE draws SET record = ${change} WHERE study = ? AND place = ?`, key, place);
      database.close();
    },
  },
  {
    name: "PostgreSQL",
    missing: postgresFolder === undefined ? "no PostgreSQL of Debian's is here" : null,
    where: () => postgres!.address,
    spoil: async (_, key, place, what) => {
      const client = new pg.Client(postgres!.address);
      await client.connect();
      const change = what === "torn" ? "left(record, 20)" : "replace(record, '0.300', '0.301')";
      const sql = `UPDATE standoff_draws SET record = ${change} WHERE study = $1 AND place = $2`;
      await client.query(sql, [key, place]);
      await client.end();
    },
  },
];

describe.each(kinds)("$name", ({ missing, where, spoil }) => {
  const begin = (seed: string) => beginStore(around, where(seed), manifestFor(seed));
  const using = async <T>(store: Store, action: (store: Store) => Promise<T>) => {
    try {
      return await action(store);
    } finally {
      await store.close();
    }
  };

  test.skipIf(missing !== null)(`gives back what it was given, to the bit (${missing ?? "there"})`, async () => {
    await using(await begin("whole"), async (store) => {
      await store.save(chunk(-1, 0, 1));
      await store.save(chunk(5));
      await store.save(chunk(2, 4, 3));
      expect(store.has(-1) && store.has(4)).toBe(true);
    });
    const key = await using(await begin("whole"), async (store) => store.key);
    await using(await openStore(around, where("whole"), key), async (store) => {
      expect(store.manifest).toEqual(manifestFor("whole"));
      const { records, faults } = await store.read();
      expect(faults).toEqual([]);
      expect(records).toEqual([-1, 0, 1, 2, 3, 4, 5].map(record));
    });
  });

  test.skipIf(missing !== null)("takes the same draws from many writers at once", async () => {
    const writers = await Promise.all(Array.from({ length: 8 }, () => begin("writers")));
    await Promise.all(writers.flatMap((store, i) => [store.save(chunk(i % 6, (i + 1) % 6)), store.save(chunk(-1))]));
    const [first] = writers;
    await first.look();
    expect([-1, 0, 1, 2, 3, 4, 5].filter((place) => !first.has(place))).toEqual([]);
    expect(await first.read()).toEqual({ records: [-1, 0, 1, 2, 3, 4, 5].map(record), faults: [] });
    await Promise.all(writers.map((store) => store.close()));
  });

  test.skipIf(missing !== null)("names what is missing, torn and changed", async () => {
    const store = await begin("faulty");
    for (const place of [0, 1, 4, 5]) await store.save(chunk(place));
    await spoil("faulty", store.key, 0, "torn");
    await spoil("faulty", store.key, 1, "changed");
    const { records, faults } = await store.read();
    expect(records.map((one) => one !== undefined)).toEqual([false, false, false, false, false, true, true]);
    expect(faults).toHaveLength(4);
    expect(faults[0]).toMatch(/draw(-0000| )1.*is torn/);
    expect(faults[1]).toMatch(/draw(-0000| )2.*is torn/);
    expect(faults.slice(2)).toEqual(["the draw at the stated values is missing", "draws 1 to 4 are missing"]);
    // A chunk that stands twice is harmed by neither.
    await store.save(chunk(-1, 0, 1, 2, 3));
    if (where("a") !== where("b")) expect((await store.read()).faults).toEqual([]); // rows stand once, and stay as they are
    await store.close();
  });

  test.skipIf(missing !== null)("keeps studies apart", async () => {
    const [one, other] = [await begin("one"), await begin("other")];
    await one.save(chunk(0));
    await other.look();
    expect([one.has(0), other.has(0)]).toEqual([true, false]);
    await Promise.all([one.close(), other.close()]);
    if (where("one") === where("other")) {
      await expect(openStore(around, where("one"))).rejects.toThrow("--study names one");
      await expect(openStore(around, where("one"), "none")).rejects.toThrow("holds no study none");
    } else {
      await expect(beginStore(around, where("one"), manifestFor("another"))).rejects.toThrow("holds another study");
      await expect(openStore(around, home)).rejects.toThrow("no study is there");
    }
  });
});

test("a folder names a chunk of another study, and draws that two chunks tell differently", async () => {
  const [one, other] = [join(home, "first"), join(home, "second")];
  const [a, b] = [await beginStore(around, one, manifestFor("a")), await beginStore(around, other, manifestFor("b"))];
  await a.save(chunk(-1, 0, 1, 2, 3, 4));
  await b.save(chunk(5));
  writeFileSync(join(one, "draw-00006.json"), readFileSync(join(other, "draw-00006.json")));
  expect((await a.read()).faults).toEqual(["draw-00006.json is of another study", "draw 6 is missing"]);
  const later = await beginStore(machine(), one, manifestFor("a"));
  await later.save([{ place: 5, record: record(5) }]);
  await later.save([5, 4].map((place) => ({ place, record: record(place === 4 ? 99 : place) })));
  expect((await later.read()).faults).toEqual([
    "draw 5 differs between draw-00001-00005.json and draw-00005-00006.json",
  ]);
});

test("a database that does not answer is named, without its password", async () => {
  const address = "postgres://me:secret@127.0.0.1:1/none";
  await expect(beginStore(around, address, manifestFor("a"))).rejects.toThrow(
    /^postgres:\/\/me@127\.0\.0\.1:1\/none: /,
  );
  expect(withoutPassword(address)).toBe("postgres://me@127.0.0.1:1/none");
});

describe("the database among the cached files", () => {
  const opened = (engine: string, seed: string, day: string, name = "cached.sqlite", mostBytes?: number) => {
    let said = "";
    const here = {
      openDatabase,
      today: () => day,
      writeError: (text: string) => {
        said += text;
      },
    };
    return {
      store: SqliteStore.begin(here, join(home, name), manifestFor(seed, 3, engine), mostBytes),
      said: () => said,
    };
  };
  const keep = async (engine: string, seed: string, day: string, name?: string) => {
    const { store, said } = opened(engine, seed, day, name);
    store.save([0, 1, 2].map((place) => ({ place, record: { drawn: [1], status: "lost", why: "x".repeat(1000) } })));
    expect(said()).toBe("");
    await store.close();
  };
  const standing = async (engine: string, seed: string) => {
    const { store } = opened(engine, seed, "2026-03-09");
    const there = [0, 1, 2].filter((place) => store.has(place)).length;
    await store.close();
    return there;
  };

  test("forgets studies of other engines first, then those opened longest ago, never the one that is opened", async () => {
    await keep("old engine", "a", "2026-03-08");
    await keep("engine", "older", "2026-03-01");
    await keep("engine", "newer", "2026-03-05");
    // Three studies of some 3,100 bytes: two have to go.
    const { store, said } = opened("engine", "newest", "2026-03-09", undefined, 4000);
    await store.close();
    expect(said()).toContain("is full: 6 draws of 2 older studies forgotten");
    const left = [
      await standing("old engine", "a"),
      await standing("engine", "older"),
      await standing("engine", "newer"),
    ];
    expect(left).toEqual([0, 0, 3]);
  });

  test("keeps the draws of a study that fills it alone", async () => {
    await keep("engine", "b", "2026-03-02", "alone.sqlite");
    const { store, said } = opened("engine", "b", "2026-03-03", "alone.sqlite", 10);
    expect([store.has(0), said()]).toEqual([true, ""]);
    await store.close();
  });
});
