/**
 * The JSON forms that several verbs share; `docs/json.md` describes all. Names of fields are stable: new ones may come,
 * none changes its meaning. Numbers that are not finite become null.
 */
import { type Certificate, type Diagnostic, placeOf, type Scenario, type SourceFile } from "standoff";
import type { SolveOptions } from "../options.ts";
import { isoDate } from "./plot.ts";

export function printJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

export function certificateJson(certificate: Certificate) {
  const { residual, reachedResidual, numericalError, largestGain, massLost, iterations, branch, says } = certificate;
  return { residual, reachedResidual, numericalError, largestGain, massLost, iterations, branch, says };
}

export function diagnosticJson(diagnostic: Diagnostic, sources: readonly SourceFile[]) {
  const { code, severity, message, span, expected, hint, example, related } = diagnostic;
  return {
    code,
    severity,
    message,
    ...placeOf(span, sources),
    ...(expected === undefined ? {} : { expected }),
    ...(hint === undefined ? {} : { hint }),
    ...(example === undefined ? {} : { example }),
    ...(related === undefined
      ? {}
      : { related: related.map((one) => ({ message: one.message, ...placeOf(one.span, sources) })) }),
  };
}

/** What was solved, and how: the head of every verb's JSON that solves. */
export function scenarioJson(
  { scenario, path }: { readonly scenario: Scenario; readonly path: string },
  options: SolveOptions,
) {
  const { calendar, asOf } = scenario;
  return {
    scenario: { title: scenario.title, file: path, hash: scenario.hash, caveat: scenario.caveat },
    calendar: { asOf: isoDate(asOf.day), from: isoDate(calendar.from), to: isoDate(calendar.to), step: calendar.step },
    settings: {
      set: options.set,
      step: options.step ?? null,
      reversed: options.reversed === true,
      ...(options.rival === undefined ? {} : { rival: options.rival }),
    },
    says: "Probabilities in this model, given its values: values that we attribute, not endorse.",
  };
}
