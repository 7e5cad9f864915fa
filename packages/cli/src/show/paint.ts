/** Colours of the terminal, few and with a meaning each; without colour the text says the same. */
import pc from "picocolors";
import type { Painter } from "standoff";

export interface Paint extends Painter {
  heading(text: string): string;
  figure(text: string): string;
}

export function paintFor(color: boolean): Paint {
  const colors = pc.createColors(color);
  return {
    error: (text) => colors.red(text),
    warning: (text) => colors.yellow(text),
    info: (text) => colors.cyan(text),
    faint: (text) => colors.dim(text),
    strong: (text) => colors.bold(text),
    heading: (text) => colors.bold(text),
    figure: (text) => colors.cyan(text),
  };
}
