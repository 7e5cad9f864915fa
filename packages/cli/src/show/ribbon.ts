/** The ribbon in JSON: at which multiples of the stated steadiness there is a solution, and how each stands. */
import type { Strand } from "standoff/words";
import { certificateJson } from "./json.ts";

export function strandsJson(strands: readonly Strand[]) {
  return strands.map(({ scale, certificate }) => ({ scale, ...certificateJson(certificate) }));
}
