/**
 * What is told on stderr while a verb works. On a terminal: one line that is written over, with what is being done, how
 * far it is and, as soon as something stands, the first answers, until the page replaces them. With `--progress log`,
 * for a file that is read later: short lines with the time since the start. With `--progress json`, for programs: one
 * JSON object a line (docs/json.md). Else nothing.
 */
import type { ProgressForm } from "./options.ts";
import type { Outside } from "./outside.ts";
import { clip, hanging, padEnd } from "./show/layout.ts";

/** Milliseconds before anything is shown, and between two changes: quick work stays silent. */
const patience = 400;
const interval = 100;
/** Of an answer that will be replaced: what lies above the terminal's edge could not be cleared. */
const MOST_LINES = 18;
/** Between two lines of a log on the same stage, in milliseconds, and the width of its lines. */
const LOG_INTERVAL = 10_000;
const LOG_WIDTH = 80;

export interface Progress {
  /** A stage in words; `part` from 0 to 1 where it is known. */
  readonly show: (stage: string, part?: number) => void;
  /** Something that stands: an event for programs, and the same in short for people (null: nothing to see). */
  readonly tell: (event: ProgressEvent, inShort: string | null) => void;
  /**
   * Lines that stand above what follows, for people on a terminal, until they are cleared with it: an answer that a
   * page will replace.
   */
  readonly stand: (lines: readonly string[]) => void;
  /** Is anybody told what stands before the end? */
  readonly tells: boolean;
  /** Clears what was shown. */
  readonly done: () => void;
}

export type ProgressEvent = { readonly kind: string } & Readonly<Record<string, unknown>>;

export function progressOn(outside: Outside, { progress }: { readonly progress?: ProgressForm } = {}): Progress {
  if (progress === "json") return progressForPrograms(outside);
  if (progress === "log") return progressInLog(outside);
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

function progressInLog(outside: Outside): Progress {
  const began = outside.elapsed();
  const write = (text: string) => {
    const time = `${((outside.elapsed() - began) / 1000).toFixed(1)} s  `.padStart(10);
    outside.writeError(`${hanging(time, text, LOG_WIDTH).join("\n")}\n`);
  };
  let last = Number.NEGATIVE_INFINITY;
  let kindBefore = "";
  return {
    show: (stage, part) => {
      const now = outside.elapsed();
      const kind = stage.split(/[ :]/, 1)[0];
      if (kind === kindBefore && now - last < LOG_INTERVAL) return;
      [last, kindBefore] = [now, kind];
      write(part === undefined ? stage : `${stage} ${percentageOf(part)}`);
    },
    tell: (_, inShort) => {
      if (inShort !== null) write(inShort);
    },
    stand: () => {},
    tells: true,
    done: () => {},
  };
}

function percentageOf(part: number): string {
  return `${Math.floor(Math.max(0, Math.min(1, part)) * 100)} %`;
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
      const percentage = part === undefined ? "" : ` ${percentageOf(part)}`;
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
