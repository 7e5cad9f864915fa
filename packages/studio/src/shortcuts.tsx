/** The keys, as a list on the screen and as what they do. */
import { useEffect, useState } from "react";
import { Sheet } from "./shell/sheet.tsx";
import { save } from "./state/files.ts";
import { useStudio, VIEWS } from "./state/studio.ts";

const keys: readonly (readonly [keys: string, does: string])[] = [
  [`Ctrl 1 … ${VIEWS.length}`, "the views"],
  ["Ctrl B", "the text or the sliders: shown, hidden"],
  ["/", "ask a question"],
  ["P", "pin what stands; what follows is compared with it"],
  ["T", "in a picture: its table"],
  ["← →", "in a picture: the day read; on a slider: one step; on the head of a clock: one day"],
  ["Delete", "on a slider: back to the file's value"],
  ["Esc", "in a picture: the last day; elsewhere: ends a long run, closes a sheet"],
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
  const change = useStudio(({ change }) => change);
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key === "?" && !isTyping(event)) setOpen((before) => !before);
      else act(event);
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, []);
  const learn = () => {
    setOpen(false);
    change({ lesson: 0 });
  };
  return (
    <>
      <button type="button" className="btn plain icon" aria-label="Help and keys" onClick={() => setOpen(true)}>
        ?
      </button>
      <Sheet title="Keys" open={open} onClose={() => setOpen(false)}>
        <dl className="keys">
          {keys.map(([key, does]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <p className="note">Single letters count only while nothing is typed.</p>
        <button type="button" className="btn" onClick={learn}>
          The tutorial, in six steps
        </button>{" "}
      </Sheet>
    </>
  );
}

/** Single letters count only while nothing is typed. */
const isTyping = ({ target }: KeyboardEvent) =>
  target instanceof Element && target.closest("input:not([type=range]), .cm-editor, textarea, select") !== null;

/** Is the text, or are the sliders, on the screen? */
const isWriting = () => document.querySelector(".pane.writer")?.checkVisibility() ?? false;

function act(event: KeyboardEvent): void {
  const { change, shown } = useStudio.getState();
  const command = event.ctrlKey || event.metaKey;
  const view = command && /^[1-9]$/.test(event.key) ? VIEWS[Number(event.key) - 1] : undefined;
  if (view !== undefined) change({ view });
  else if (command && event.key === "b") change({ writing: !isWriting() });
  else if (command && event.key === "s") void save();
  else if (!command && !isTyping(event) && event.key === "/") document.getElementById("question")?.focus();
  else if (!command && !isTyping(event) && event.key === "p" && shown !== null) change({ pinned: shown });
  else return;
  event.preventDefault();
}
