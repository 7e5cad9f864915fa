/**
 * `@standoff/runner`: what a study past one machine is made of, and where its draws are kept. The queue is in
 * `@standoff/runner/queue`.
 */

export { type BatchWishes, batchFile, type Engine } from "./batch-files.ts";
export { type Limits, orderOf, recordOf } from "./draws-order.ts";
export { type Around, beginStore, openStore, wholeName } from "./stores/open-store.ts";
export { withoutPassword } from "./stores/postgres-store.ts";
export { type Database, SqliteStore } from "./stores/sqlite-store.ts";
export { inWords, NoStore, type Placed, type Reading, runsOf, type StartRecord, type Store } from "./stores/store.ts";
export { keyOf, manifestOf, openWork, type Place, type StudyManifest, type StudySettings, type Work } from "./work.ts";
