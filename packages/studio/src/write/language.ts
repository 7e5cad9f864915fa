/** The scenario file for the editor: its colours, and folding by indentation. Reading it is the engine's affair. */
import { foldService, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
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

const scenarioLanguage = StreamLanguage.define<{ value: boolean; prose: boolean; depth: number }>({
  name: "standoff",
  startState: () => ({ value: false, prose: false, depth: 0 }), // depth: of braces and brackets
  token(stream, state) {
    if (stream.sol()) {
      state.value = false;
      if (/^\S/.test(stream.string)) state.prose = false;
    }
    if (stream.eatSpace()) return null;
    if (stream.peek() === "#" && (stream.sol() || /\s/.test(stream.string[stream.pos - 1] ?? " "))) {
      stream.skipToEnd();
      return "comment";
    }
    if (stream.match(/^\$[A-Za-z][^,:{}[\]()+*/<>=-]*?(?=\s*(?:[,:{}[\]()+*/<>=-]|\b(?:per|and|or|then|else|is)\b|$))/))
      return "atom";
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

export const scenarioColours = [scenarioLanguage, syntaxHighlighting(colours), folding];
