/** Catalogue, questions and history: what the reader of questions and the filter by history say. */
import type { Family } from "./catalogue-entry.ts";

export const questionEntries = {
  "question-not-understood": {
    severity: "error",
    title: "A question that cannot be read",
    message: "this question cannot be read: {problem}",
    expected: "P(A by 30 June), P(A before B), P(A | B), median days until A, or E(expression at DATE)",
    explains:
      "A question is P(...), P(... | ...), days until an outcome, its median or a quantile, or E(expression at DATE). Inside stand outcomes by name, with dates and order, joined by and, or and not.",
    wrong: "ask: will there be a strike?",
    right: "ask: P(strike called by 2025-05-01)",
  },
  "unknown-outcome": {
    severity: "error",
    title: "An outcome that the scenario does not name",
    message: 'there is no outcome "{name}"',
    explains:
      "Questions are about the scenario's outcomes, by the names that they have there. A condition that is no outcome is asked with holds(CONDITION) at DATE.",
    wrong: "ask: P(walkout by 2025-05-01)",
    right: "ask: P(strike called by 2025-05-01)",
  },
  "question-date-outside": {
    severity: "error",
    title: "A date of a question that lies outside the calendar",
    message: "{date} lies outside the calendar, which runs from {from} to {to}",
    explains: "The model says nothing about days before its calendar's first day or after its last one.",
    wrong: "ask: P(strike called by 2031-01-01)",
    right: "ask: P(strike called by 2025-06-30)",
  },
  "question-span-backwards": {
    severity: "error",
    title: "A span that ends before it begins",
    message: "this span ends on {to}, before it begins on {from}",
    explains: "between D and E counts both days: the earlier one stands first.",
    wrong: "ask: P(strike called between 2025-06-30 and 2025-05-01)",
    right: "ask: P(strike called between 2025-05-01 and 2025-06-30)",
  },
} as const satisfies Family;
