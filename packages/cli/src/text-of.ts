/** Games and results as texts, and how a verb stops that cannot make sense of one. */
import { resolve } from "node:path";
import { ExitCode, Stop } from "./exit-code.ts";
import type { Outside } from "./outside.ts";
import { printJson } from "./show/json.ts";

/** The text of a file, or stops. */
export function textOf(outside: Outside, file: string): string {
  if (file.includes("\0")) throw new Stop(ExitCode.usage, "a path cannot hold a NUL character");
  const text = outside.readLarge(resolve(outside.cwd, file));
  if (typeof text === "string") return text;
  throw new Stop(
    ExitCode.usage,
    text === undefined ? `there is no file ${file}` : `${file} is not read: ${text.refused}`,
  );
}

export interface FileFault {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** Tells what is wrong in a file that is no scenario, and stops. */
export function stopAtFile(outside: Outside, file: string, json: boolean, fault: FileFault): never {
  const { code, message, line = null, column = null } = fault;
  if (json) {
    const diagnostics = [{ code, severity: "error", message, file, line, column }];
    outside.writeOut(printJson({ status: "faulty", file, diagnostics }));
    throw new Stop(ExitCode.faulty);
  }
  throw new Stop(ExitCode.faulty, `${file}${line === null ? "" : `:${line}:${column}`}: ${message}`);
}
