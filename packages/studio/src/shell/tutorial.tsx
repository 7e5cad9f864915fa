/** The tutorial: six steps through the views, each with something to do; the last is one's own change to the model. */

import { useEffect, useRef } from "react";
import { percent } from "standoff/words";
import { type Shown, type Studio, useStudio } from "../state/studio.ts";

interface Lesson {
  readonly title: string;
  readonly says: string;
  /** What the reader does; the step is done once it shows. */
  readonly task: string;
  readonly isDone: (studio: Studio) => boolean;
  /** What is framed meanwhile. */
  readonly at: string;
}

const isMoved = ({ shown }: Studio) => Object.keys(shown?.set ?? {}).length > 0;
const isOwn = ({ shown, filed }: Studio) => shown !== null && shown.text !== filed;

const lessons: readonly Lesson[] = [
  {
    title: "An answer, and how sure it is",
    says: "One file describes a bakery and its union. The large figure is the chance of one outcome by the last day, averaged over all that is not known; the range behind it shows how far the unknown carries it.",
    task: "Choose another outcome in the table.",
    isDone: ({ selected }) => selected !== null,
    at: ".answer",
  },
  {
    title: "When it comes, day by day",
    says: "Each line is one outcome: how likely it is to have come by a date. Bars across the chosen one show how far the unknown carries it. Clocks stand on the same calendar: here the old contract ends.",
    task: "Read a day: click in the picture, or use the arrow keys in it.",
    isDone: ({ day }) => day !== null,
    at: ".body svg",
  },
  {
    title: "What if",
    says: "Every number that is not known has a range. At other values everybody plays anew: this is not the old play with new odds.",
    task: "Open What if and move a slider.",
    isDone: isMoved,
    at: ".views, .sliders",
  },
  {
    title: "What carries it",
    says: "Why lists what moves the outcome over its range, how it may go, and what each side would do.",
    task: "Open Why.",
    isDone: ({ view }) => view === "why",
    at: ".views",
  },
  {
    title: "Ask",
    says: "A question is written as one says it: P(settled before strike called), or P(settled by 2026-05-01).",
    task: "Ask something in the box above.",
    isDone: ({ asked }) => asked !== null,
    at: ".ask",
  },
  {
    title: "Now change the model",
    says: "All of it stands in the text: what each side wants, may do, and knows. Under assumptions, make large fund 0.7 in place of 0.5, or change whatever you think is wrong.",
    task: "Open Forecast and change the text.",
    isDone: (studio) => isOwn(studio) && studio.run === null,
    at: ".writer",
  },
];

export function Tutorial() {
  const studio = useStudio();
  const { lesson, change } = studio;
  const first = useRef<Shown | null>(null);
  const card = useRef<HTMLElement>(null);
  const present = lesson === null ? undefined : lessons[lesson];
  if (first.current === null && studio.pinned !== null) first.current = studio.pinned;
  useFrame(present?.at ?? null);
  useEffect(() => {
    if (lesson !== null && lesson > 0) card.current?.focus();
  }, [lesson]);
  if (lesson === null || present === undefined) return null;
  const done = present.isDone(studio);
  const last = lesson === lessons.length - 1;
  const end = () => change({ lesson: null });
  return (
    <aside className="lesson" aria-labelledby="lesson" ref={card} tabIndex={-1}>
      <p className="lab">
        Tutorial, step {lesson + 1} of {lessons.length}
      </p>
      <h2 id="lesson">{present.title}</h2>
      <p>{present.says}</p>
      <p className="task" role="status">
        <b>{done ? "✓ " : ""}</b>
        {done && last ? whatChanged(first.current, studio) : present.task}
      </p>
      <p className="choices">
        <button type="button" className="btn" onClick={end}>
          {last ? "End" : "Skip the tutorial"}
        </button>
        {lesson > 0 && (
          <button type="button" className="btn" onClick={() => change({ lesson: lesson - 1 })}>
            Back
          </button>
        )}
        {!last && (
          <button type="button" className={done ? "btn on" : "btn"} onClick={() => change({ lesson: lesson + 1 })}>
            Next
          </button>
        )}
      </p>
    </aside>
  );
}

/** "In your model settled is 82 %; it was 71 %." */
function whatChanged(before: Shown | null, { shown, selected }: Studio): string {
  const find = (of: Shown | null) => {
    const all = of?.forecast.forecast.outcomes ?? [];
    return all.find(({ name }) => name === selected) ?? all[0];
  };
  const [was, is] = [find(before), find(shown)];
  if (was === undefined || is === undefined) return "This is your model now.";
  return `In your model ${is.name} is ${percent(is.byEnd)} at the stated values; as filed it was ${percent(was.byEnd)}. The file itself is as it was until you save.`;
}

/** Frames what is spoken of, as long as it is. */
function useFrame(at: string | null): void {
  useEffect(() => {
    if (at === null) return;
    const frame = () => {
      for (const framed of document.querySelectorAll(".framed")) framed.classList.remove("framed");
      for (const one of at.split(", ")) document.querySelector(one)?.classList.add("framed");
    };
    frame();
    let next = 0;
    const stop = useStudio.subscribe(() => {
      cancelAnimationFrame(next);
      next = requestAnimationFrame(frame);
    });
    return () => {
      stop();
      // What ends the tutorial is a change too: a frame that is still to come would stay.
      cancelAnimationFrame(next);
      for (const framed of document.querySelectorAll(".framed")) framed.classList.remove("framed");
    };
  }, [at]);
}
