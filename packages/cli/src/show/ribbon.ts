/** The ribbon's own range: over which multiples of the stated steadiness a lowest and a highest figure were sought. */
import { type Certificate, RIBBON_SCALES, WIDE_RIBBON_SCALES } from "standoff";
import { certificateJson } from "./json.ts";

/** A solution as far as its place in the ribbon goes. */
export interface Strand {
  readonly scale: number;
  readonly certificate: Certificate;
}

/** `from 0.5 to 2 times the stated one`, and what was not found there, or not by following the branch. */
export function ribbonRange(strands: readonly Strand[], missing: readonly number[] = []): string {
  const scales = strands.map(({ scale }) => scale);
  const asked = scales.every((scale) => RIBBON_SCALES.includes(scale)) ? RIBBON_SCALES : WIDE_RIBBON_SCALES;
  const missed = asked.filter((scale) => !scales.includes(scale) && !missing.includes(scale));
  const leapt = strands.filter(({ certificate }) => certificate.branch === "leapt").map(({ scale }) => scale);
  const remarks = [
    ...(missed.length === 0 ? [] : [`not found at ${missed.join(", ")} within the work that it may take`]),
    ...(missing.length === 0 ? [] : [`not come to at ${missing.join(", ")}: the work was ended before`]),
    ...(leapt.length === 0 ? [] : [`at ${leapt.join(", ")} found in one leap, perhaps on another branch`]),
  ];
  const range =
    scales.length === 1 ? "as stated only" : `from ${scales[0]} to ${scales[scales.length - 1]} times the stated one`;
  return remarks.length === 0 ? range : `${range} (${remarks.join("; ")})`;
}

/** What stands in brackets behind a figure. */
export function ribbonNote(range: string): string {
  return `In brackets the ribbon: the same with everyone's steadiness ${range}; over the ranges given, not a confidence interval.`;
}

export function strandsJson(strands: readonly Strand[]) {
  return strands.map(({ scale, certificate }) => ({ scale, ...certificateJson(certificate) }));
}
