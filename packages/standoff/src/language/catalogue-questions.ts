/** Catalogue, questions and history: what the reader of questions and the filter by history say. */
import type { Family } from "./catalogue-entry.ts";

export const questionEntries = {
  "question-not-understood": {
    severity: "error",
    title: "A question that cannot be read",
    message: "this question cannot be read: {problem}",
    explains:
      "A question is P(...), P(... | ...), days until an outcome, its median or a quantile, or E(expression at DATE). Inside stand outcomes by name, with dates and order, joined by and, or and not.",
    wrong: "ask: will there be a strike?",
    right: "ask: P(strike called by 2025-05-01)",
  },
} as const satisfies Family;
