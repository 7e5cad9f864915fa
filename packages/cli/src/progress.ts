/** One line on stderr that is written over: what is being done and how far it is. Shown on a terminal only. */
import type { Outside } from "./outside.ts";
import { clip, padEnd } from "./show/layout.ts";

/** Milliseconds before anything is shown, and between two changes: quick work stays silent. */
const patience = 400;
const interval = 100;

export interface Progress {
  /** A stage in words; `part` from 0 to 1 where it is known. */
  readonly show: (stage: string, part?: number) => void;
  /** Clears the line. */
  readonly done: () => void;
}

export function progressOn(outside: Outside): Progress {
  if (!outside.live) return { show: () => {}, done: () => {} };
  const began = outside.elapsed();
  let last = began + patience - interval;
  let shown = 0;
  return {
    show: (stage, part) => {
      const now = outside.elapsed();
      if (now - last < interval) return;
      last = now;
      const percentage = part === undefined ? "" : ` ${Math.floor(Math.max(0, Math.min(1, part)) * 100)} %`;
      const line = clip(`${stage}${percentage}`, outside.columns - 1);
      outside.writeError(`\r${padEnd(line, shown)}`);
      shown = line.length;
    },
    done: () => {
      if (shown > 0) outside.writeError(`\r${" ".repeat(shown)}\r`);
      shown = 0;
    },
  };
}
