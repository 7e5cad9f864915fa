/** Shapes of what holds a scenario to account: orders of preference, and plausibility checks beside the forecast. */
import { z } from "zod";
import { date, evidenceList, expression, fixed, list, pattern, withNeed, withOneOf, words } from "./shape-parts.ts";

export const order = fixed(
  {
    of: words("The actor or the faction whose order it is.").optional(),
    "from best": list(expression("Points: numbers and assumptions."), "What is compared, the best first.").min(2, {
      error: "two or more expressions",
    }),
    evidence: evidenceList.optional(),
    note: words("Why this order.").optional(),
  },
  "An order of preference: it holds for the stated values and in every draw from their ranges.",
);

export const plausibilityCheck = withOneOf(
  withNeed(
    fixed(
      {
        ask: z
          .string({ error: "a question such as P(OUTCOME)" })
          .regex(/^\s*P\s*\(/, { error: "a question such as P(OUTCOME)" })
          .meta({ description: "The probability that is held against it: `P(OUTCOME by DATE)`." }),
        "base rate": pattern(
          /^\d+ of [1-9]\d*$/,
          "how often it happened, such as 16 of 43",
          "How often it happened in the class: `16 of 43`.",
        ).optional(),
        class: words("The class of cases that the base rate counts.").optional(),
        source: words("Where the count, or the stated belief, comes from.").optional(),
        "belief of": words("The actor that has stated a belief.").optional(),
        on: date("The day on which it believed so.").optional(),
        expect: pattern(
          /\bto\b/,
          "a range of chances such as 0.05 to 0.4",
          "Between which chances the stated belief lies.",
        ).optional(),
        evidence: evidenceList.optional(),
      },
      "A plausibility check: reported beside the forecast, never fitted.",
    ),
    { "base rate": "class", class: "base rate", "belief of": "on", on: "belief of", expect: "belief of" },
  ),
  ["base rate", "belief of"],
  true,
);
