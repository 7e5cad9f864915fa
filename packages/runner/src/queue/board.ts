/**
 * What Redis holds of a study beside the queue: its work, which draws stand (one bit each), what is handed out, and the
 * pace. It serves to hand out and to tell; the record is the store, and all of this can be made anew from it. And which
 * workers are there.
 */
import type { Redis } from "ioredis";
import type { Place, Work } from "../work.ts";
import { PREFIX } from "./connection.ts";

/** What was asked, for whoever works on it. */
export interface Posted {
  readonly work: Work;
  /** The name of the store, as the asker's machine knows it. */
  readonly store: string;
  readonly title: string;
  /** Draws, and the stated values. */
  readonly total: number;
}

export interface Standing extends Omit<Posted, "work"> {
  readonly key: string;
  readonly engine: string;
  /** From where draws are still to be cut, counted from the stated values at 0. */
  readonly next: number;
  /** Thread seconds that so many draws took. */
  readonly seconds: number;
  readonly solved: number;
}

export interface Announced {
  readonly engine: string;
  readonly host: string;
  readonly process: number;
  readonly threads: number;
}

/** Seconds after which a worker that says nothing is gone, and for which a finished study is remembered. */
const WORKER_LIVES = 20;
const STUDY_LIVES = 7 * 24 * 3600;
/** Milliseconds that one may take to cut chunks. */
const CUTTING = 10_000;
/** Milliseconds between two looks for chunks that the queue lost. */
const REPAIRING = 3000;

const RELEASE = `if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0`;

const studiesKey = `${PREFIX}:studies`;
const workersKey = `${PREFIX}:workers`;
const seenKey = `${PREFIX}:workers:seen`;
const studyKey = (key: string) => `${PREFIX}:study:${key}`;
const workKey = (key: string) => `${PREFIX}:work:${key}`;
const doneKey = (key: string) => `${PREFIX}:done:${key}`;
const outKey = (key: string) => `${PREFIX}:out:${key}`;
const repairedKey = (key: string) => `${PREFIX}:repaired:${key}`;
const cuttingKey = (key: string) => `${PREFIX}:cutting:${key}`;

export class Board {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  // ---- Studies ----

  /** Puts a study up, or again, with what stands of it. */
  async post(key: string, { work, store, title, total }: Posted, standing: (place: Place) => boolean): Promise<void> {
    const bits = Buffer.alloc(Math.ceil(total / 8));
    for (let i = 0; i < total; i++) if (standing(i - 1)) bits[i >> 3] |= 0x80 >> (i & 7);
    await this.#redis
      .multi()
      .set(workKey(key), JSON.stringify(work))
      .set(doneKey(key), bits)
      .hset(studyKey(key), { engine: work.engine, store, title, total: `${total}`, next: "0" })
      .zadd(studiesKey, `${Date.now()}`, key)
      .exec();
    for (const one of [workKey, doneKey, studyKey, outKey]) await this.#redis.persist(one(key));
  }

  /** All that are known, the latest last. */
  async studies(): Promise<Standing[]> {
    const keys = await this.#redis.zrange(studiesKey, "0", "-1");
    const found: Standing[] = [];
    for (const key of keys) {
      const one = await this.standing(key);
      if (one !== null) found.push(one);
      else await this.#redis.zrem(studiesKey, key);
    }
    return found;
  }

  async standing(key: string): Promise<Standing | null> {
    const found = await this.#redis.hgetall(studyKey(key));
    if (found.total === undefined) return null;
    const { engine, store, title } = found;
    const [total, next] = [Number(found.total), Number(found.next)];
    const [seconds, solved] = [Number(found.seconds ?? 0), Number(found.solved ?? 0)];
    return { key, engine, store, title, total, next, seconds, solved };
  }

  async work(key: string): Promise<Work | null> {
    const text = await this.#redis.get(workKey(key));
    return text === null ? null : (JSON.parse(text) as Work);
  }

  /** It is whole: remembered for a while. */
  async finish(key: string): Promise<void> {
    for (const one of [workKey, doneKey, studyKey, outKey]) await this.#redis.expire(one(key), STUDY_LIVES);
  }

  // ---- Chunks ----

  /** One bit for each draw that stands, the stated values first. */
  async done(key: string): Promise<Uint8Array> {
    return (await this.#redis.getBuffer(doneKey(key))) ?? new Uint8Array();
  }

  countDone(key: string): Promise<number> {
    return this.#redis.bitcount(doneKey(key));
  }

  /** Chunks that were handed out and do not stand yet: from and to by the chunk's name. */
  async out(key: string): Promise<Map<string, readonly [number, number]>> {
    const all = await this.#redis.hgetall(outKey(key));
    return new Map(
      Object.entries(all).map(([id, text]) => [
        id,
        text.split(" ").map(Number) as unknown as readonly [number, number],
      ]),
    );
  }

  countOut(key: string): Promise<number> {
    return this.#redis.hlen(outKey(key));
  }

  /**
   * True for one of all machines in a while: looking for every chunk in the queue is dear where there are thousands.
   */
  async mayRepair(key: string): Promise<boolean> {
    return (await this.#redis.set(repairedKey(key), "1", "PX", REPAIRING, "NX")) === "OK";
  }

  async handOut(key: string, id: string, [from, to]: readonly [number, number]): Promise<void> {
    await this.#redis.hset(outKey(key), id, `${from} ${to}`);
  }

  async cutTo(key: string, next: number): Promise<void> {
    await this.#redis.hset(studyKey(key), "next", `${next}`);
  }

  /** A chunk stands in the store. `took`: thread seconds, for so many draws that were solved for it. */
  async stands(
    key: string,
    { id, from, to }: { readonly id: string; readonly from: Place; readonly to: Place },
    took: { readonly seconds: number; readonly solved: number },
  ): Promise<void> {
    const all = this.#redis.multi();
    for (let place = from; place <= to; place++) all.setbit(doneKey(key), place + 1, 1);
    all.hincrbyfloat(studyKey(key), "seconds", took.seconds).hincrby(studyKey(key), "solved", took.solved);
    all.hdel(outKey(key), id);
    await all.exec();
  }

  /** One draw of a chunk does. */
  async standsAlone(key: string, place: Place): Promise<void> {
    await this.#redis.setbit(doneKey(key), place + 1, 1);
  }

  async forget(key: string, id: string): Promise<void> {
    await this.#redis.hdel(outKey(key), id);
  }

  /** Does something while nobody else cuts chunks of that study; or not at all. */
  async whileCutting(key: string, action: () => Promise<void>): Promise<void> {
    const token = `${process.pid}-${Math.round(performance.now() * 1000)}-${process.hrtime.bigint()}`;
    if ((await this.#redis.set(cuttingKey(key), token, "PX", CUTTING, "NX")) !== "OK") return;
    try {
      await action();
    } finally {
      await this.#redis.eval(RELEASE, 1, cuttingKey(key), token);
    }
  }

  // ---- Workers ----

  /** By Redis's clock: those of machines differ. */
  async #now(): Promise<number> {
    return Number((await this.#redis.time())[0]);
  }

  async announce(id: string, worker: Announced): Promise<void> {
    const now = await this.#now();
    await this.#redis.multi().hset(workersKey, id, JSON.stringify(worker)).zadd(seenKey, `${now}`, id).exec();
  }

  async leave(id: string): Promise<void> {
    await this.#redis.multi().hdel(workersKey, id).zrem(seenKey, id).exec();
  }

  async workers(): Promise<Announced[]> {
    const gone = await this.#redis.zrangebyscore(seenKey, "-inf", `${(await this.#now()) - WORKER_LIVES}`);
    for (const id of gone) await this.leave(id);
    return Object.values(await this.#redis.hgetall(workersKey)).map((text) => JSON.parse(text) as Announced);
  }
}
