/** The question box: what is typed is completed as the questions' language goes on, and answered below the bar. */
import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { Completion } from "standoff";
import { useSolver } from "./engine/solver.ts";
import { ask } from "./state/follow.ts";
import { useStudio } from "./state/studio.ts";

const NOTHING: Completion = { from: 0, to: 0, options: [] };
const MOST = 8;
/** How often what got no answer is asked again, and after how many milliseconds. */
const [TRIES, AGAIN] = [50, 200];

export function QuestionBox() {
  const solver = useSolver();
  const shown = useStudio(({ shown }) => shown);
  const [text, setText] = useState("");
  const [found, setFound] = useState<Completion>(NOTHING);
  const [place, setPlace] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const options = found.options.slice(0, MOST);
  const close = () => {
    setFound(NOTHING);
    setPlace(-1);
  };
  /**
   * Asked again where nothing stood yet, or the answer was lost to something newer, as long as the text is the same.
   */
  const complete = async (typed: string, at: number, tries = 0): Promise<void> => {
    setPlace(-1);
    const isMeant = () => input.current?.value === typed && document.activeElement === input.current;
    const answer = useStudio.getState().shown === null ? null : await solver.complete({ text: typed, at }).result;
    if (!isMeant()) return;
    if (answer !== null && "reply" in answer) setFound(answer.reply);
    else if (tries < TRIES) setTimeout(() => isMeant() && void complete(typed, at, tries + 1), AGAIN);
  };
  const take = (option: string) => {
    const taken = text.slice(0, found.from) + option + text.slice(found.to);
    setText(taken);
    close();
    input.current?.focus();
  };
  const submit = () => {
    close();
    if (text.trim() !== "" && shown !== null) void ask(solver, text.trim());
  };
  const hear = (event: KeyboardEvent) => {
    const moved = { ArrowDown: place + 1, ArrowUp: place - 1 }[event.key];
    if (event.key === "Escape") close();
    else if (event.key === "Tab" && place >= 0) take(options[place].text);
    else if (event.key === "Enter") place >= 0 ? take(options[place].text) : submit();
    else if (moved !== undefined && options.length > 0)
      setPlace(((moved + 1 + options.length + 1) % (options.length + 1)) - 1);
    else return;
    event.preventDefault();
  };
  return (
    <div className="ask">
      <label className="lab" htmlFor="question">
        Ask
      </label>
      <input
        id="question"
        ref={input}
        role="combobox"
        aria-expanded={options.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={place >= 0 ? `${id}-${place}` : undefined}
        value={text}
        placeholder={`P(${shown?.opened.outcomes[0] ?? "outcome"})`}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => {
          setText(target.value);
          void complete(target.value, target.selectionStart ?? target.value.length);
        }}
        onFocus={({ target }) => void complete(target.value, target.selectionStart ?? target.value.length)}
        onBlur={close}
        onKeyDown={hear}
      />
      <kbd>/</kbd>
      <div id={id} role="listbox" aria-label="Completions" className="completions" hidden={options.length === 0}>
        {options.map((option, i) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus
          <div
            key={`${option.kind} ${option.text}`}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === place}
            onPointerDown={(event) => {
              event.preventDefault();
              take(option.text);
            }}
          >
            {option.text} <small>{option.kind}</small>
          </div>
        ))}
      </div>
    </div>
  );
}
