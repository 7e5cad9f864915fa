/**
 * `standoff verify`: re-derives the certificate and the forecast of a stored result (`standoff forecast --save FILE`)
 * from the scenario, with plain expressions and the plain sweeps alone. Exit code 3 when anything does not hold.
 */
import { readResult, verifyResult } from "standoff";
import { ExitCode } from "../exit-code.ts";
import type { CommonOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { build } from "../run.ts";
import { printJson } from "../show/json.ts";
import { table } from "../show/layout.ts";
import { paintFor } from "../show/paint.ts";
import { stopAtFile, textOf } from "../text-of.ts";
import { version } from "../version.ts";

interface VerifyOptions extends Pick<CommonOptions, "json" | "memory" | "allowRead"> {
  readonly result: string;
}

export function verify(outside: Outside, name: string, options: VerifyOptions): number {
  const text = textOf(outside, options.result);
  const read = readResult(text);
  if (read.status === "damaged")
    return stopAtFile(outside, options.result, options.json === true, {
      code: "damaged-result",
      message: `damaged: ${read.why}`,
    });
  const { set, step, reversed } = read.result.settings;
  // From scratch, in the plainest way: every node evaluated, without the kernel.
  const settings = { ...options, set, ...(step === null ? {} : { step }), reversed };
  const built = build(outside, name, settings, { kernel: false });
  const found = verifyResult(built, read, version);
  if (options.json) outside.writeOut(printJson(found));
  else {
    const show = (value: number | string) =>
      typeof value === "string" ? value.slice(0, 12) : Number(value.toPrecision(3)).toString();
    const rows = found.findings.map(({ what, stored, found: now, holds }) => [
      what,
      show(stored),
      show(now),
      holds ? "holds" : "DOES NOT HOLD",
    ]);
    const columns = [
      { title: "what", align: "left", gives: true },
      { title: "stored", align: "right" },
      { title: "found", align: "right" },
      { title: "", align: "left" },
    ] as const;
    const verdict = found.holds ? "All of it holds." : "It is not what the scenario gives: see what does not hold.";
    const lines = table(columns, rows, Math.min(outside.columns, 100), paintFor(outside.color).heading);
    outside.writeOut(`${[...lines, "", verdict].join("\n")}\n`);
  }
  return found.holds ? ExitCode.ok : ExitCode.notConverged;
}
