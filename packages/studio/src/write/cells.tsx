/** What tables and cards are made of: a text of the file that can be written over, and says why where it cannot. */
import { useState } from "react";
import type { Cell } from "standoff/editing";
import { changeText } from "./service.ts";

interface FieldProps {
  readonly cell: Cell;
  readonly label: string;
  /** May it be left empty? Else what is emptied stays as it was. */
  readonly optional?: boolean;
  readonly long?: boolean;
  readonly choices?: readonly string[];
}

export function Field({ cell, label, optional = false, long = false, choices }: FieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const give = async (text: string) => {
    setTyped(null);
    if (text.trim() === cell.text || (text.trim() === "" && !optional)) return;
    const { path } = cell;
    setWhy(await changeText(text.trim() === "" ? { remove: path } : { set: path, to: text.trim() }));
  };
  const shared = { "aria-label": label, "aria-invalid": why !== null, title: why ?? cell.text, className: "cell" };
  if (choices !== undefined) {
    const known = choices.includes(cell.text) ? choices : [cell.text, ...choices];
    return (
      <select {...shared} value={cell.text} onChange={({ target }) => void give(target.value)}>
        {known.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  const handlers = {
    value: typed ?? cell.text,
    onChange: ({ target }: { target: { value: string } }) => setTyped(target.value),
    onBlur: () => typed !== null && void give(typed),
    onKeyDown: (event: { key: string; shiftKey: boolean; preventDefault: () => void }) => {
      if (event.key === "Escape") setTyped(null);
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      if (typed !== null) void give(typed);
    },
  };
  return long ? (
    <textarea {...shared} {...handlers} rows={1} />
  ) : (
    <input {...shared} {...handlers} spellCheck={false} />
  );
}

/** A name that leads to its line in the text. */
export function ToText({ from, children }: { readonly from: number; readonly children: string }) {
  return (
    <button
      type="button"
      className="totext"
      title="to its line in the text"
      onClick={() => dispatchEvent(new CustomEvent("go to text", { detail: from }))}
    >
      {children}
    </button>
  );
}
