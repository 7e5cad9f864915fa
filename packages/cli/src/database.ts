/** Node's own SQLite as a `Database`. It is loaded with the first one, without the warning that it is young. */
import type { Database } from "@standoff/runner";
import { attempt } from "./save-file.ts";

export function openDatabase(path: string, tables: string): Database {
  const { DatabaseSync } = sqlite();
  return attempt(`keep draws in ${path}`, (): Database => {
    const opened = new DatabaseSync(path, { timeout: 10_000 });
    opened.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${tables}`);
    return {
      run: (sql, ...values) => attempt(`keep draws in ${path}`, () => void opened.prepare(sql).run(...values)),
      rows: (sql, ...values) => opened.prepare(sql).all(...values),
      close: () => opened.close(),
    };
  });
}

function sqlite(): typeof import("node:sqlite") {
  const warn = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = warn;
  }
}
