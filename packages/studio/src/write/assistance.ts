/**
 * What the editor has beyond writing, loaded after it: search; completion, cards, definitions, renaming, asked of the
 * language service.
 */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from "@codemirror/autocomplete";
import { search, searchKeymap } from "@codemirror/search";
import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, showPanel } from "@codemirror/view";
import type { Hovered } from "standoff/editing";
import { make } from "./marks.ts";
import { factsOf, service } from "./service.ts";

export { openSearchPanel } from "@codemirror/search";

const types: Readonly<Record<string, string>> = {
  key: "property",
  word: "keyword",
  value: "enum",
  level: "enum",
  assumption: "constant",
  actor: "class",
  evidence: "text",
};

async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  const before = context.state.doc
    .lineAt(context.pos)
    .text.slice(0, context.pos - context.state.doc.lineAt(context.pos).from);
  if (!context.explicit && !/[\p{L}\p{N}_$]$|[[{:,(]\s*$|\b(?:is|not|or|and|then|else)\s$/u.test(before)) return null;
  const found = await service.complete(context.state.doc.toString(), context.pos);
  if (found === null || found.items.length === 0 || context.aborted) return null;
  const options = found.items.map(
    ({ label, kind, detail, insert }, index): Completion => ({
      label,
      type: types[kind] ?? "variable",
      detail: detail.length > 60 ? `${detail.slice(0, 59)}…` : detail,
      boost: -Math.min(99, index),
      ...(insert === undefined ? {} : { apply: insert }),
    }),
  );
  return { from: found.from, options, validFor: /^\$?[\p{L}\p{N}_'’-]*$/u };
}

const cards = hoverTooltip(
  async (view, at) => {
    const text = view.state.doc.toString();
    const found = await service.hover(text, at);
    if (found === null || view.state.doc.toString() !== text) return null;
    return { pos: found.from, end: found.to, create: () => ({ dom: card(found) }) };
  },
  { hideOnChange: true },
);

function card(found: Hovered): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "hovercard";
  const head = document.createElement("b");
  head.textContent = found.title;
  const kind = document.createElement("span");
  kind.className = "lab";
  kind.textContent = found.kind === "key" ? "" : found.of === undefined ? found.kind : `${found.kind} of ${found.of}`;
  const list = document.createElement("dl");
  for (const { term, text } of [...found.rows, ...factsOf(found)]) {
    const dt = document.createElement("dt");
    dt.textContent = term;
    const dd = document.createElement("dd");
    dd.textContent = text;
    if (term === "key") dd.className = "whole";
    if (term === "key") list.append(dd);
    else list.append(dt, dd);
  }
  dom.append(head, kind, list);
  return dom;
}

// ---- Names ----

function goTo(view: EditorView, from: number, to = from): void {
  view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
  view.focus();
}

function goToDefinition(view: EditorView): boolean {
  void service.places(view.state.doc.toString(), view.state.selection.main.head).then((places) => {
    const place = places?.find(({ declares, span }) => declares && span.file === 0);
    if (place !== undefined) goTo(view, place.span.start, place.span.end);
  });
  return true;
}

/** Where a new name is asked for, and of which place. */
const askName = StateEffect.define<{
  readonly offset: number;
  readonly name: string;
  readonly places: number;
} | null>();

const renaming = StateField.define<{ readonly offset: number; readonly name: string; readonly places: number } | null>({
  create: () => null,
  update: (value, transaction) => {
    for (const effect of transaction.effects) if (effect.is(askName)) return effect.value;
    return transaction.docChanged ? null : value;
  },
  provide: (field) =>
    showPanel.from(field, (asked) =>
      asked === null ? null : (view) => ({ top: true, dom: namePanel(view, asked), mount: focusName }),
    ),
});

function focusName(this: { readonly dom?: HTMLElement }): void {
  document.querySelector<HTMLInputElement>(".rename input")?.select();
}

function namePanel(
  view: EditorView,
  { offset, name, places }: { offset: number; name: string; places: number },
): HTMLElement {
  const form = document.createElement("form");
  form.className = "rename";
  const label = document.createElement("label");
  label.textContent = `Rename ${name}, ${places === 1 ? "one place" : `${places} places`} `;
  const input = document.createElement("input");
  input.value = name;
  input.setAttribute("spellcheck", "false");
  label.append(input);
  const why = document.createElement("span");
  why.className = "error";
  why.setAttribute("role", "alert");
  const close = () => {
    view.dispatch({ effects: askName.of(null) });
    view.focus();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = view.state.doc.toString();
    const renamed = await service.rename(text, offset, input.value.trim());
    if (renamed === null || view.state.doc.toString() !== text) return;
    if (renamed.status === "refused") why.textContent = renamed.why;
    else {
      close();
      make(view, renamed.edits);
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    event.stopPropagation();
  });
  const button = document.createElement("button");
  button.className = "btn";
  button.textContent = "Rename";
  form.append(label, button, why);
  return form;
}

function rename(view: EditorView): boolean {
  const offset = view.state.selection.main.head;
  void service.places(view.state.doc.toString(), offset).then((places) => {
    if (places === null || places.length === 0) return;
    view.dispatch({ effects: askName.of({ offset, name: places[0].name, places: places.length }) });
  });
  return true;
}

export const assistance: Extension = [
  autocompletion({ override: [complete], activateOnTypingDelay: 30, icons: false }),
  cards,
  renaming,
  search({ top: true }),
  keymap.of([{ key: "F12", run: goToDefinition }, { key: "F2", run: rename }, ...completionKeymap, ...searchKeymap]),
];
