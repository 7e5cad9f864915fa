/** The outline of a file, and what folds: by indentation, as the file is laid out. */
import type { Located } from "../language/file/located.ts";
import type { Reading } from "./reading.ts";

export interface OutlineItem {
  readonly name: string;
  /** Offsets of its key, and of all of it. */
  readonly from: number;
  readonly to: number;
  readonly whole: { readonly from: number; readonly to: number };
  readonly children: readonly OutlineItem[];
}

/** Sections whose entries have entries of their own that one looks for. */
const deeper: Readonly<Record<string, string | true>> = { desks: "moves", events: true, payoffs: true };

/**
 * Sections and their entries, moves below their desks.
 *
 * @example
 * ```ts
 * const outline = outlineOf(readForEditing(strike, read));
 * outline.find(({ name }) => name === "actors").children.map(({ name }) => name) // => ["union", "company"]
 * ```
 */
export function outlineOf({ root }: Reading): OutlineItem[] {
  if (root?.kind !== "map") return [];
  return itemsIn(root, (section, value) =>
    itemsIn(value, (_, entry) => {
      const inside = deeper[section];
      const moves =
        inside === undefined
          ? undefined
          : inside === true
            ? entry
            : entry.kind === "map"
              ? entry.entries.get(inside)?.value
              : undefined;
      return moves === undefined ? [] : itemsIn(moves, () => []);
    }),
  );
}

function itemsIn(value: Located, below: (name: string, value: Located) => OutlineItem[]): OutlineItem[] {
  if (value.kind !== "map") return [];
  return [...value.entries].flatMap(([name, { key, value }]) => {
    if (key.file !== 0) return [];
    const to = value.span.file === 0 ? Math.max(key.end, value.span.end) : key.end;
    return [{ name, from: key.start, to: key.end, whole: { from: key.start, to }, children: below(name, value) }];
  });
}

/**
 * Lines, from 0, of which each folds what is indented further below it, up to and with `last`.
 *
 * @example
 * ```ts
 * foldsOf("a:\n  b: 1\nc: 2\n") // => [{ line: 0, last: 1 }]
 * ```
 */
export function foldsOf(text: string): { readonly line: number; readonly last: number }[] {
  const lines = text.split("\n");
  const open: { line: number; indent: number }[] = [];
  const folds: { line: number; last: number }[] = [];
  let lastFull = -1;
  const close = (indent: number) => {
    while (open.length > 0 && open[open.length - 1].indent >= indent) {
      const { line } = open.pop()!;
      if (lastFull > line) folds.push({ line, last: lastFull });
    }
  };
  for (const [line, written] of lines.entries()) {
    if (written.trim() === "") continue;
    const indent = written.search(/\S/);
    close(indent);
    open.push({ line, indent });
    lastFull = line;
  }
  close(0);
  return folds.sort((a, b) => a.line - b.line);
}
