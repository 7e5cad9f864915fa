/** Changes of a text, as plain data: what programs with an editor apply, so that its history and its cursors hold. */

/** `insert` in place of what stands from `from` up to `to`: offsets of the text before any of the changes. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * A text with changes made, which do not overlap.
 *
 * @example
 * ```ts
 * applyEdits("a: 1\n", [{ from: 3, to: 4, insert: "2" }]) // => "a: 2\n"
 * ```
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.from - b.from || a.to - b.to);
  let [done, at] = ["", 0];
  for (const { from, to, insert } of ordered) {
    done += text.slice(at, from) + insert;
    at = to;
  }
  return done + text.slice(at);
}
