/** What an assumption is, where the pointer rests on its name. */
import { hoverTooltip } from "@codemirror/view";
import { useStudio } from "../state/studio.ts";

export const hoverAssumption = hoverTooltip((view, at) => {
  const line = view.state.doc.lineAt(at);
  const found = useStudio
    .getState()
    .shown?.opened.assumptions.map((assumption) => ({
      assumption,
      from: placeOf(line.text, assumption.name, at - line.from),
    }))
    .filter(({ from }) => from >= 0)
    .sort((a, b) => b.assumption.name.length - a.assumption.name.length)[0];
  if (found === undefined) return null;
  const { name, text, unit } = found.assumption;
  const pos = line.from + found.from;
  return { pos, end: pos + name.length, create: () => ({ dom: card(name, [["value", `${text} ${unit}`]]) }) };
});

/** Where the name stands about a place of the line: after `$`, or as a key. */
function placeOf(line: string, name: string, at: number): number {
  for (let from = line.indexOf(name); from !== -1; from = line.indexOf(name, from + 1)) {
    const isIt = line[from - 1] === "$" || /^\s*$/.test(line.slice(0, from));
    if (isIt && from <= at && at <= from + name.length) return from;
  }
  return -1;
}

function card(title: string, rows: readonly (readonly [string, string])[]): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "hovercard";
  const head = document.createElement("b");
  head.textContent = title;
  const list = document.createElement("dl");
  for (const [term, text] of rows) {
    const dt = document.createElement("dt");
    dt.textContent = term;
    const dd = document.createElement("dd");
    dd.textContent = text;
    list.append(dt, dd);
  }
  dom.append(head, list);
  return dom;
}
