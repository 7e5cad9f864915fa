/** Catalogue, names and types: what the expression parser and the checks of names and visibility say. */
import type { Family } from "./catalogue-entry.ts";

export const nameEntries = {
  "unknown-name": {
    severity: "error",
    title: "A name that nothing in the scenario bears",
    message: 'nothing is called "{name}" here',
    explains:
      "Every name in an expression must be a variable, a definition, a clock or a level of the scenario. Names are matched longest first, and letter for letter.",
    wrong: "when: tallks is open",
    right: "when: talks is open",
  },
} as const satisfies Family;
