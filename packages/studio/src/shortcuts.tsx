/** The keys, as a list on the screen and as what they do. */
import { useEffect, useState } from "react";
import { save } from "./state/files.ts";
import { useStudio, VIEWS } from "./state/studio.ts";

const keys: readonly (readonly [keys: string, does: string])[] = [
  ["Ctrl 1 … 5", "Forecast, What if, Why, News, Map"],
  ["/", "ask a question"],
  ["P", "pin what stands; what follows is compared with it"],
  ["T", "in a picture: its table"],
  ["← →", "in a picture: the day read; on a slider: one step"],
  ["Delete", "on a slider: back to the file's value"],
  ["F8", "the next problem in the text"],
  ["Ctrl .", "the first fix that is offered"],
  ["F12", "to a name's definition"],
  ["F2", "rename it everywhere"],
  ["Ctrl Space", "complete a name"],
  ["Ctrl F", "find in the text"],
  ["Ctrl S", "save"],
  ["?", "this list"],
];

export function Shortcuts() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key === "Escape") setOpen(false);
      else if (event.key === "?" && !isTyping(event)) setOpen((before) => !before);
      else act(event);
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, []);
  return (
    <>
      <button type="button" className="btn plain icon" aria-label="Keyboard shortcuts" onClick={() => setOpen(!open)}>
        ?
      </button>
      <dialog className="sheet" open={open} aria-label="Keyboard shortcuts">
        <dl>
          {keys.map(([key, does]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <button type="button" className="btn" onClick={() => setOpen(false)}>
          Close
        </button>
      </dialog>
    </>
  );
}

/** Single letters count only while nothing is typed. */
const isTyping = ({ target }: KeyboardEvent) =>
  target instanceof Element && target.closest("input:not([type=range]), .cm-editor, textarea, select") !== null;

function act(event: KeyboardEvent): void {
  const { change, shown } = useStudio.getState();
  const command = event.ctrlKey || event.metaKey;
  if (command && /^[1-5]$/.test(event.key)) change({ view: VIEWS[Number(event.key) - 1] });
  else if (command && event.key === "s") void save();
  else if (!command && !isTyping(event) && event.key === "/") document.getElementById("question")?.focus();
  else if (!command && !isTyping(event) && event.key === "p" && shown !== null) change({ pinned: shown });
  else return;
  event.preventDefault();
}
