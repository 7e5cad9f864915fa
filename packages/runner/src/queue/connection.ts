/** Redis or Valkey: one connection for questions, the queue of chunks of one engine, and the names of keys. */
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { withoutPassword } from "../stores/postgres-store.ts";

/** A queue that nobody answers at. */
export class NoQueue extends Error {}

/** One chunk: draws from a place to a place of a study. */
export interface ChunkData {
  readonly study: string;
  readonly from: number;
  readonly to: number;
}

export type Chunks = Queue<ChunkData, null>;

export interface Connection {
  readonly redis: Redis;
  /** Chunks for that engine alone: another would never be handed one. */
  readonly chunksFor: (engine: string) => Chunks;
  readonly close: () => Promise<void>;
}

/** Before every key and queue in the database. */
export const PREFIX = "standoff";
/** Milliseconds to wait for the first answer, and between attempts later on. */
const FIRST_ANSWER = 5000;
const MOST_DELAY = 1000;

export function queueName(engine: string): string {
  return `chunks-${engine.replace(/[^\w.]+/g, "-")}`;
}

/** Throws `NoQueue` where nobody answers. Later on a server that went away is waited for. */
export async function connect(address: string): Promise<Connection> {
  if (!/^rediss?:\/\//.test(address)) throw new NoQueue(`--queue takes redis://host:port, not ${address}`);
  await probe(address);
  const redis = new Redis(address, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(50 * times, MOST_DELAY),
  });
  redis.on("error", () => {}); // it is tried again
  const queues = new Map<string, Chunks>();
  const chunksFor = (engine: string): Chunks => {
    const known = queues.get(engine);
    if (known !== undefined) return known;
    const made: Chunks = new Queue(queueName(engine), { connection: redis, prefix: PREFIX });
    made.on("error", () => {});
    queues.set(engine, made);
    return made;
  };
  const close = async () => {
    for (const queue of queues.values()) await queue.close();
    redis.disconnect();
  };
  return { redis, chunksFor, close };
}

async function probe(address: string): Promise<void> {
  const redis = new Redis(address, { lazyConnect: true, connectTimeout: FIRST_ANSWER, retryStrategy: () => null });
  let why = "";
  redis.on("error", (error) => {
    why = error.message;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw new NoQueue(`${withoutPassword(address)} does not answer: ${why || (error as Error).message}`);
  } finally {
    redis.disconnect();
  }
}
