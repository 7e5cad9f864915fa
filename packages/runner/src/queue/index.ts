/** `@standoff/runner/queue`: studies over Redis or Valkey. Loads their client. */

export { type Asked, askQueue, Elsewhere, finish, look, lookAtAll, type Parked, type Sighting } from "./asking.ts";
export { type Connection, connect, NoQueue } from "./connection.ts";
export { runWorker, type WorkerWishes } from "./worker.ts";
