/**
 * What is told on stderr while a verb works. On a terminal: one line that is written over, with what is being done, how far it is and, as soon as
 * something stands, the first answers, until the page replaces them. With `--progress json`, for programs: one JSON object a line (docs/json.md).
 * Else nothing.
 */
import type { Outside } from "./outside.ts";
import { clip, padEnd } from "./show/layout.ts";

/** Milliseconds before anything is shown, and between two changes: quick work stays silent. */
const patience = 400;
const interval = 100;
/** Of an answer that will be replaced: what lies above the terminal's edge could not be cleared. */
const MOST_LINES = 18;

export interface Progress {
  /** A stage in words; `part` from 0 to 1 where it is known. */
  readonly show: (stage: string, part?: number) => void;
  /** Something that stands: an event for programs, and the same in short for people (null: nothing to see). */
  readonly tell: (event: ProgressEvent, inShort: string | null) => void;
  /** Lines that stand above what follows, for people on a terminal, until they are cleared with it: an answer that a page will replace. */
  readonly stand: (lines: readonly string[]) => void;
  /** Is anybody told what stands before the end? */
  readonly tells: boolean;
  /** Clears what was shown. */
  readonly done: () => void;
}

export type ProgressEvent = { readonly kind: string } & Readonly<Record<string, unknown>>;

export function progressOn(outside: Outside, { progress }: { readonly progress?: "json" } = {}): Progress {
  if (progress === "json") return progressForPrograms(outside);
  if (outside.live) return progressOnTerminal(outside);
  return { show: () => {}, tell: () => {}, stand: () => {}, tells: false, done: () => {} };
}

function progressForPrograms(outside: Outside): Progress {
  const write = (event: ProgressEvent) => outside.writeError(`${JSON.stringify(event)}\n`);
  let last = Number.NEGATIVE_INFINITY;
  let stageBefore = "";
  return {
    show: (stage, part) => {
      const now = outside.elapsed();
      const kind = stage.replace(/:.*/, ""); // "building: 1,024 states"
      if (now - last < interval && kind === stageBefore) return;
      [last, stageBefore] = [now, kind];
      write({ kind: "stage", stage, ...(part === undefined ? {} : { part }) });
    },
    tell: write,
    stand: () => {},
    tells: true,
    done: () => {},
  };
}

function progressOnTerminal(outside: Outside): Progress {
  const began = outside.elapsed();
  let last = began + patience - interval;
  let shown = 0;
  let standing = "";
  let lines = 0;
  const clear = () => {
    if (shown > 0) outside.writeError(`\r${" ".repeat(shown)}\r`);
    shown = 0;
  };
  return {
    show: (stage, part) => {
      const now = outside.elapsed();
      if (now - last < interval) return;
      last = now;
      const percentage = part === undefined ? "" : ` ${Math.floor(Math.max(0, Math.min(1, part)) * 100)} %`;
      const line = clip(`${stage}${percentage}${standing}`, outside.columns - 1);
      outside.writeError(`\r${padEnd(line, shown)}`);
      shown = line.length;
    },
    tell: (_, inShort) => {
      if (inShort !== null) standing = `; ${inShort}`;
    },
    stand: (all) => {
      clear();
      standing = "";
      const some = all.slice(0, MOST_LINES);
      outside.writeError(some.map((line) => `${line}\n`).join(""));
      lines += some.length;
    },
    tells: true,
    done: () => {
      clear();
      if (lines > 0) outside.writeError(`\u001b[${lines}A\u001b[J`);
      lines = 0;
    },
  };
}
