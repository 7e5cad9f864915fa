/** Catalogue, the file and its form: what the reading of YAML, of `extends` and of the shapes says. */
import type { Family } from "./catalogue-entry.ts";

export const yamlEntries = {
  "not-yaml": {
    severity: "error",
    title: "The file is not valid YAML",
    message: "this is not valid YAML: {problem}",
    explains:
      "A scenario is one YAML 1.2 file. The place named is where the reader could not go on; the cause is often on the line before, such as a bracket or a quote that is not closed, or an indentation that does not match.",
    wrong: "calendar: { from: 2025-03-31, to: 2025-06-30",
    right: "calendar: { from: 2025-03-31, to: 2025-06-30, step: 1 week }",
  },
} as const satisfies Family;
