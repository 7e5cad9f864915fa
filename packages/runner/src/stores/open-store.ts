/** Which store a name means: `postgres://...`, `sqlite:FILE`, else a folder. */
import { resolve } from "node:path";
import type { StudyManifest } from "../work.ts";
import { type Files, FolderStore } from "./folder-store.ts";
import { PostgresStore } from "./postgres-store.ts";
import { type Databases, SqliteStore } from "./sqlite-store.ts";
import type { Store } from "./store.ts";

/** What stores take from the machine. */
export type Around = Files & Databases & { readonly cwd: string };

/**
 * The name as every other machine or folder would understand it: a path from the root of the file system.
 */
export function wholeName(name: string, cwd: string): string {
  if (isPostgres(name)) return name;
  return name.startsWith("sqlite:") ? `sqlite:${resolve(cwd, name.slice(7))}` : resolve(cwd, name);
}

function isPostgres(name: string): boolean {
  return /^postgres(ql)?:\/\//.test(name);
}

/** For a study's draws; made where it is not there. Throws `NoStore`. */
export async function beginStore(around: Around, name: string, manifest: StudyManifest): Promise<Store> {
  const path = wholeName(name, around.cwd);
  if (isPostgres(path)) return PostgresStore.begin(path, manifest);
  return path.startsWith("sqlite:")
    ? SqliteStore.begin(around, path.slice(7), manifest)
    : FolderStore.begin(around, path, manifest);
}

/** One that is there. Throws `NoStore`. */
export async function openStore(around: Around, name: string, key?: string): Promise<Store> {
  const path = wholeName(name, around.cwd);
  if (isPostgres(path)) return PostgresStore.open(path, key);
  return path.startsWith("sqlite:") ? SqliteStore.open(around, path.slice(7), key) : FolderStore.open(around, path);
}
