/** The folder `shared` that stands beside a checkout in development: published trees and graphs with their answers. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../../../shared/checks/", import.meta.url));

/** Why tests that read it are skipped, or "" where it is there. */
export const absent = existsSync(folder) ? "" : "the folder ../shared is not beside this checkout";

export function readShared(path: string): string {
  return readFileSync(`${folder}${path}`, "utf8");
}

export function bytesOfShared(path: string): Uint8Array {
  return readFileSync(`${folder}${path}`);
}

export function listShared(path: string): string[] {
  return absent ? [] : readdirSync(`${folder}${path}`).sort();
}

/** "P1.I2" -> "1:label" -> probability, per lambda: as Gambit 17 computed them. */
export type LogitAnswers = Record<string, Record<string, Record<string, number>>>;

export function logitAnswers(): Record<string, { readonly qre: LogitAnswers }> {
  return absent ? {} : JSON.parse(readShared("gambit/qre.json")).games;
}
