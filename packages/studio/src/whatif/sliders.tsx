/**
 * Assumptions as sliders over their ranges. Values typed count too; a value that is not the file's is marked, and can
 * be taken back.
 */
import { useState } from "react";
import { type Moves, useStudio, type Values } from "../state/studio.ts";
import { Mechanisms } from "./mechanisms.tsx";
import { numberIn, type OpenedAssumption, type Slide, slideOf, textOf } from "./values.ts";

export function Sliders({ assumptions }: { assumptions: readonly OpenedAssumption[] }) {
  const set = useStudio(({ set }) => set);
  const change = useStudio(({ change }) => change);
  const moved = Object.keys(set).length;
  // As the file has them: what is open has the values set, so the file's are those when nothing was set.
  const moves = useMoves();
  const slides = byLeverage(useFiled(assumptions, set), moves);
  const move = (name: string, text: string | null) => {
    const { [name]: _, ...others } = useStudio.getState().set;
    change({ set: text === null ? others : { ...others, [name]: text } });
  };
  return (
    <>
      <div className="panehead">
        Assumptions{" "}
        <span className="lab">
          {moves === null
            ? "over their ranges, in the file's order"
            : `by what their range does to ${moves.answer}; about: by its slope`}
        </span>
      </div>
      <div className="sliders">
        <Mechanisms />
        {slides.map((slide) => (
          <SlideRow
            key={slide.name}
            slide={slide}
            text={set[slide.name] ?? null}
            effect={moves === null ? null : movesIt(leverage(slide, moves), isSolved(slide, moves))}
            onMove={(text) => move(slide.name, text)}
          />
        ))}
      </div>
      <div className="panefoot">
        <span>
          {slides.length} with a range, {moved} moved
        </span>
        <button type="button" className="btn end" disabled={moved === 0} onClick={() => change({ set: {} })}>
          Back to the file
        </button>
      </div>
    </>
  );
}

/** What moves the outcome looked at, of what was pinned first: so that the order holds still while one drags. */
function useMoves(): Moves | null {
  const { shown, pinned, selected } = useStudio();
  const name = selected ?? shown?.opened.outcomes[0] ?? "";
  return pinned?.moves[name] ?? shown?.moves[name] ?? null;
}

function byLeverage(slides: readonly Slide[], moves: Moves | null): readonly Slide[] {
  if (moves === null) return slides;
  return [...slides].sort((a, b) => leverage(b, moves) - leverage(a, moves));
}

/** How far the whole range moves the outcome: from end to end where both were solved, else by a straight line. */
function leverage({ name, low, high, counts }: Slide, { effects }: Moves): number {
  const found = effects.find(({ assumption }) => assumption === name);
  if (found?.overRange != null) return Math.abs(found.overRange[1] - found.overRange[0]);
  return Math.abs((found?.derivative ?? 0) * (high - low) * counts);
}

function movesIt(span: number, isSolved: boolean): string {
  const points = span < 0.005 ? "less than 1 pt" : `${Math.round(100 * span)} pt`;
  return isSolved ? `moves it by ${points}` : `moves it by about ${points}`;
}

const isSolved = ({ name }: Slide, { effects }: Moves) =>
  effects.find(({ assumption }) => assumption === name)?.overRange != null;

/** Sliders at the file's values: kept from when nothing was set, since what is open has the values set. */
export function useFiled(assumptions: readonly OpenedAssumption[], set: Values): readonly Slide[] {
  const [filed, setFiled] = useState<readonly OpenedAssumption[]>(assumptions);
  const isFiled = assumptions.every(({ name }) => set[name] === undefined);
  if (isFiled && filed !== assumptions) setFiled(assumptions);
  return (isFiled ? assumptions : filed).flatMap((one) => slideOf(one) ?? []);
}

function SlideRow({
  slide,
  text,
  effect,
  onMove,
}: {
  slide: Slide;
  text: string | null;
  /** How far the whole range moves the outcome looked at, in words; null: not told yet. */
  effect: string | null;
  onMove: (text: string | null) => void;
}) {
  const { name, low, high, value, step, unit } = slide;
  const [typed, setTyped] = useState<string | null>(null);
  const present = text === null ? value : (numberIn(text) ?? value);
  const id = `slide ${name}`;
  const give = (number: number) => onMove(number === value ? null : textOf(slide, number));
  const wrong = typed !== null && numberIn(typed) === null;
  const enter = () => {
    const number = numberIn(typed ?? "");
    if (number !== null) give(number);
    setTyped(null);
  };
  return (
    <div className={text === null ? "slide" : "slide moved"}>
      <label htmlFor={id}>
        {name} <span className="lab">{unit}</span>
      </label>
      <input
        className="typed"
        aria-label={`${name}, typed`}
        aria-invalid={wrong}
        value={typed ?? text ?? textOf(slide, value)}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={({ key }) => {
          if (key === "Enter") enter();
          if (key === "Escape") setTyped(null);
        }}
        onBlur={enter}
      />
      <input
        id={id}
        type="range"
        min={low}
        max={high}
        step={step}
        value={present}
        aria-valuetext={textOf(slide, present)}
        onChange={({ target }) => give(Number(target.value))}
        onKeyDown={(event) => {
          if (event.key === "Backspace" || event.key === "Delete") onMove(null);
        }}
      />
      <span className="ends lab">
        <span>{textOf(slide, low)}</span>
        {effect !== null && <span>{effect}</span>}
        <span>{textOf(slide, high)}</span>
      </span>
    </div>
  );
}
