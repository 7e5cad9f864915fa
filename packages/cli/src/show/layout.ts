/** Laying text out in a terminal: widths, wrapping, tables with names left and figures right. */

import { columnsOf } from "standoff/text";

/** Select Graphic Rendition sequences, which take no room. */
const paintSequences = /\u001b\[[0-9;]*m/g;

/** Columns that a text takes in a terminal. */
export function widthOf(text: string): number {
  return columnsOf(text.replace(paintSequences, ""));
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - widthOf(text))) + text;
}

/** Shortens a text to a width, with an ellipsis. */
export function clip(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const kept = [...text];
  while (kept.length > 0 && widthOf(kept.join("")) > width - 1) kept.pop();
  return `${kept.join("")}…`;
}

/**
 * Breaks a text into lines of at most `width` characters; a longer word stands alone, "5 %" is one word. Line breaks in
 * it stay.
 */
export function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(/\s+(?!%)/).filter((part) => part !== "")) {
      if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });
}

/** A text wrapped with later lines indented. */
export function hanging(first: string, text: string, width: number): string[] {
  const indent = " ".repeat(widthOf(first));
  return wrap(text, width - indent.length).map((line, index) => (index === 0 ? first : indent) + line);
}

export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
  /** Takes the room that is left; what does not fit goes on in the next line. One column of a table at most. */
  readonly gives?: boolean;
}

const gap = 2;

/**
 * Lines of a table of at most `width` characters. Only the column that gives becomes narrower; its cells are wrapped.
 * Titles are left out where all are empty.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  paintTitle: (text: string) => string = (text) => text,
): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[index] ?? ""))),
  );
  const giving = columns.findIndex(({ gives }) => gives === true);
  const total = widths.reduce((sum, one) => sum + one, 0) + gap * (columns.length - 1);
  if (giving !== -1 && total > width) widths[giving] = Math.max(12, widths[giving] - (total - width));
  const render = (cells: readonly string[]): string[] => {
    const parts = columns.map((_, index) =>
      index === giving ? wrap(cells[index] ?? "", widths[index]) : [cells[index] ?? ""],
    );
    const height = Math.max(...parts.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      columns
        .map(({ align }, index) => {
          const text = parts[index][line] ?? "";
          return align === "left" ? padEnd(text, widths[index]) : padStart(text, widths[index]);
        })
        .join(" ".repeat(gap))
        .trimEnd(),
    );
  };
  const titles = columns.some(({ title }) => title !== "") ? render(columns.map(({ title }) => title)) : [];
  return [...titles.map(paintTitle), ...rows.flatMap(render)];
}

/** `1.5 GB`, `12 MB`: bytes in the units that memory is sold in. */
export function gigabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;
}
