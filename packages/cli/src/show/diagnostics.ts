/** Diagnostics as a person reads them: each in full, then how many there are. */
import { type Attempted, formatDiagnostic } from "standoff";
import type { Paint } from "./paint.ts";

/** `typed`: how the user starts the command; hints name its verbs as `standoff VERB`. */
export function diagnosticLines({ diagnostics, sources }: Attempted, paint: Paint, typed: string): string {
  const texts = diagnostics.map((one) => {
    const hint = one.hint?.replaceAll("`standoff ", `\`${typed} `);
    return formatDiagnostic(hint === undefined ? one : { ...one, hint }, sources, { color: paint });
  });
  return [...texts, summary({ diagnostics, sources })].map((text) => `${text}\n`).join("");
}

/** `2 errors, 1 warning`, or `no problems`. */
export function summary({ diagnostics }: Attempted): string {
  const parts = (["error", "warning", "info"] as const).flatMap((severity) => {
    const found = diagnostics.filter((one) => one.severity === severity).length;
    return found === 0 ? [] : [count(found, severity === "info" ? "remark" : severity)];
  });
  return parts.length === 0 ? "no problems" : parts.join(", ");
}

/** `1 warning`, `2 warnings`. */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
}
