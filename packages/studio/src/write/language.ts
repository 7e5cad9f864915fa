/** The scenario file for the editor: its colours, and folding by indentation. Reading it is the engine's affair. */
import { foldService, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const words =
  /^(?:and|or|not|is|if|then|else|to|per|of|by|in|within|before|after|becomes|yes|no|everyone|nobody|rest|never)\b/;

/** What stands behind these is said to people. */
const prose = new Set([
  "title",
  "caveat",
  "name",
  "says",
  "shows",
  "note",
  "source",
  "where",
  "lapses",
  "resolves",
  "unit",
]);

interface Reading {
  value: boolean;
  prose: boolean;
  /** Of braces and brackets. */
  depth: number;
  /** How far the line is indented that opened a text of several lines (`>` or `|`); null: none is open. */
  block: number | null;
}

const scenarioLanguage = StreamLanguage.define<Reading>({
  name: "standoff",
  startState: () => ({ value: false, prose: false, depth: 0, block: null }),
  token(stream, state) {
    if (stream.sol()) {
      state.value = false;
      if (/^\S/.test(stream.string)) state.prose = false;
      if (state.block !== null && indentOf(stream.string) <= state.block) state.block = null;
      if (state.block !== null) {
        stream.skipToEnd();
        return null;
      }
    }
    if (stream.eatSpace()) return null;
    if (stream.peek() === "#" && (stream.sol() || /\s/.test(stream.string[stream.pos - 1] ?? " "))) {
      stream.skipToEnd();
      return "comment";
    }
    if (stream.match(/^\$[A-Za-z][^,:{}[\]()+*/<>=-]*?(?=\s*(?:[,:{}[\]()+*/<>=-]|\b(?:per|and|or|then|else|is)\b|$))/))
      return "atom";
    if (state.value && stream.match(/^[>|][-+]?\d?\s*$/)) {
      state.block = indentOf(stream.string);
      return "punctuation";
    }
    if (stream.match(/^[{}[\],:()]/)) {
      const mark = stream.string[stream.pos - 1];
      state.value = mark === ":" || (state.value && mark !== "{" && mark !== ",");
      if (/[{[]/.test(mark)) state.depth++;
      if (/[}\]]/.test(mark)) state.depth = Math.max(0, state.depth - 1);
      // A comma ends a text in braces alone; on a line of its own it is part of what is said.
      if (/[}\]]/.test(mark) || (mark === "," && state.depth > 0)) state.prose = false;
      return "punctuation";
    }
    if (!state.value && stream.match(/^[^\s,:{}[\]#][^,:{}[\]#]*?(?=\s*:(?:\s|$))/)) {
      state.prose = prose.has(stream.current());
      return "propertyName";
    }
    if (stream.match(/^\d{4}-\d\d-\d\d/)) return "literal";
    if (stream.match(/^-?\d+(?:\.\d+)?(?: %)?/)) return "number";
    if (!state.prose && stream.match(words)) return "keyword";
    if (!stream.match(/^[A-Za-z]+/)) stream.next();
    return null;
  },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--c-key)" },
  { tag: tags.number, color: "var(--c-number)" },
  { tag: tags.literal, color: "var(--c-date)" },
  { tag: tags.atom, color: "var(--c-assume)" },
  { tag: tags.keyword, color: "var(--c-word)", fontWeight: "600" },
  { tag: tags.punctuation, color: "var(--c-punct)" },
  { tag: tags.comment, color: "var(--c-note)", fontStyle: "italic" },
]);

const indentOf = (text: string) => (text.trim() === "" ? Number.POSITIVE_INFINITY : text.search(/\S/));

/** A line folds what is indented further below it. */
const folding = foldService.of((state, start) => {
  const line = state.doc.lineAt(start);
  const indent = indentOf(line.text);
  if (indent === Number.POSITIVE_INFINITY) return null;
  let end = line;
  for (let number = line.number + 1; number <= state.doc.lines; number++) {
    const next = state.doc.line(number);
    if (indentOf(next.text) <= indent) break;
    if (next.text.trim() !== "") end = next;
  }
  return end.number === line.number ? null : { from: line.to, to: end.to };
});

/** How much further than its line the wrapped rest of it stands, in letters. */
const HANG = 4;

/** Where a line is wrapped, the rest stands further in than the line itself: the structure shows. */
function hangingIndents({ visibleRanges, state }: EditorView): DecorationSet {
  const found = new RangeSetBuilder<Decoration>();
  for (const { from, to } of visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = state.doc.lineAt(at);
      const hang = line.text.search(/\S|$/) + HANG;
      const style = `padding-left: calc(${hang}ch + 6px); text-indent: -${hang}ch`;
      found.add(line.from, line.from, Decoration.line({ attributes: { style } }));
      at = line.to + 1;
    }
  }
  return found.finish();
}

const hanging = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = hangingIndents(view);
    }
    update({ docChanged, viewportChanged, view }: ViewUpdate) {
      if (docChanged || viewportChanged) this.decorations = hangingIndents(view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

export const scenarioColours = [scenarioLanguage, syntaxHighlighting(colours), folding, hanging];
