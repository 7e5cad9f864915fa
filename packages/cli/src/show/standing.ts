/**
 * What stands before the end of a run: first figures, then the answer at the stated values, for people and for
 * programs.
 */
import type { Certificate, Glance } from "standoff";
import { percent } from "standoff/words";
import type { ProgressEvent } from "../progress.ts";
import { certificateJson } from "./json.ts";

/** `so far: settled 91 %, strike called 7 %`: for a line that is cut off where the terminal ends. */
export function standingInShort(title: string, { outcomes, answers }: Glance): string {
  const figures = [
    ...outcomes.map(([name, probability]) => `${name} ${percent(probability)}`),
    ...answers.map(([question, value]) => `${question} ${value === null ? "-" : Number(value.toPrecision(3))}`),
  ];
  return `${title}: ${figures.join(", ")}`;
}

export function standingJson(
  kind: "first figures" | "answer",
  glance: Glance,
  certificate: Certificate,
): ProgressEvent {
  return {
    kind,
    scale: 1,
    outcomes: Object.fromEntries(glance.outcomes),
    answers: glance.answers.map(([question, value]) => ({ question, value })),
    certificate: certificateJson(certificate),
  };
}
