/** Why something that was asked has no answer, in a sentence. */
import type { Failure } from "standoff/wire";

export function whyNone(failure: Failure): string {
  switch (failure.kind) {
    case "faulty": {
      const [first] = failure.diagnostics;
      if (first === undefined) return "Not understood.";
      return `${first.message}${first.hint === undefined ? "" : ` (${first.hint})`}.`.replace(/\.\.$/, ".");
    }
    case "no such news":
      return failure.news.says === "" ? "The news cannot be in this model." : failure.news.says;
    case "unknown name":
      return `There is no ${failure.of} "${failure.name}".`;
    case "too large":
      return "Too large to be worked out here.";
    default:
      return `Not answered: ${failure.kind}.`;
  }
}
