/** Completion: the scenario's own names, and after `$` its assumptions. */
import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { useStudio } from "../state/studio.ts";

export function completeNames(context: CompletionContext): CompletionResult | null {
  const { shown } = useStudio.getState();
  if (shown === null) return null;
  const { assumptions, actors, outcomes, clocks } = shown.opened;
  const dollar = context.matchBefore(/\$[\w ]*$/);
  if (dollar !== null) {
    const options = assumptions.map(({ name, text, unit }) => ({
      label: `$${name}`,
      detail: [text, unit].filter((part) => part !== "").join(" "),
      type: "variable",
    }));
    return { from: dollar.from, options, validFor: /^\$[\w ]*$/ };
  }
  const word = context.matchBefore(/\w+$/);
  if (word === null && !context.explicit) return null;
  const options = [
    ...actors.map(({ id, name }) => ({ label: id, detail: name, type: "class" })),
    ...outcomes.map((name) => ({ label: name, detail: "outcome", type: "constant" })),
    ...clocks.map(({ name }) => ({ label: name, detail: "clock", type: "constant" })),
  ];
  return { from: word?.from ?? context.pos, options };
}
