/** Catalogue, meaning: what the static checks say about chances, payoffs, evidence, the calendar and clocks. */
import type { Family } from "./catalogue-entry.ts";

export const meaningEntries = {
  "assumption-without-evidence": {
    severity: "warning",
    title: "An assumption that rests on no evidence",
    message: 'the assumption "{name}" names no evidence',
    explains:
      "Every number that matters should say what it rests on. A judgement without any source is allowed, and lowers the confidence of what depends on it.",
    wrong: "spiral: { value: 0.15, basis: judgement, evidence: [] }",
    right: "spiral: { value: 0.15, basis: base rate, evidence: [limited strikes] }",
  },
} as const satisfies Family;
