/** `standoff export`: tables of what was computed, with a manifest that says how. */
import { ExitCode, Stop } from "../exit-code.ts";
import type { Outside } from "../outside.ts";

export function exportTables(_outside: Outside, _name: string): number {
  throw new Stop(ExitCode.usage, "not there yet");
}
