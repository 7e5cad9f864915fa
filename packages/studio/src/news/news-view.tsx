/** News: what has been observed, to be ticked, left out and added; the forecast moves item by item. */
import { type FormEvent, useRef, useState } from "react";
import type { NewsItem, Observed } from "standoff";
import { percent } from "standoff/words";
import { shortDay } from "../see/calendar.tsx";
import { ChartFrame } from "../see/chart-frame.tsx";
import { type Shown, useStudio } from "../state/studio.ts";
import { useTold } from "../state/told.ts";
import { whyNone } from "../why-none.ts";
import { type CountedItem, coursesOf, filedNews, inOrder } from "./course.ts";
import { CourseChart } from "./course-chart.tsx";

/** Outcomes followed, where there is room. */
const FOLLOWED = 4;
/** An item that was less likely than this tells much. */
const TELLING = 0.1;

export function NewsView({ shown }: { shown: Shown }) {
  const { news, selected, change } = useStudio();
  const items = inOrder(news ?? filedNews(shown.opened.history));
  const counted = items.filter(({ counts }) => counts);
  const observed = counted.map(({ on, kind, text }): Observed => ({ on, kind, text }));
  const told = useTold(shown, "update", { observed });
  const give = (changed: readonly CountedItem[]) => change({ news: changed });
  const name = selected ?? shown.opened.outcomes[0];
  const update = "reply" in told ? told.reply.update : null;
  const courses = update === null ? [] : coursesOf(update, name, FOLLOWED);
  const first = courses[0];
  const after = first?.after[first.after.length - 1];
  return (
    <div className={"waiting" in told ? "news settling" : "news"}>
      <h2 className="viewtitle">
        {first === undefined || after === undefined
          ? "What the news would do"
          : `What the news did: ${name} ${percent(first.before)} → ${percent(after)}`}
      </h2>
      <p className="lab" role="status">
        {items.length === 0
          ? "Nothing has been observed yet. Add what happened, did not happen or was seen: the forecast moves item by item, and the file stays as it is."
          : update === null
            ? "failure" in told
              ? whyNone(told.failure)
              : "Being worked out …"
            : update.status === "conditioned"
              ? `At the stated values. Seen together the ${counted.length} items had a probability of ${percent(update.likelihood)}. Strategies stay those of the solved game.`
              : `${update.status}: ${update.says}`}
      </p>
      <AddObservation
        shown={shown}
        first={items.length === 0}
        onAdd={(item) => give([...items, { ...item, counts: true }])}
      />
      {items.length > 0 && (
        <div className="newsrows">
          <ol className="observed">
            {items.map((item) => (
              <Item
                key={`${item.on} ${item.kind} ${item.text}`}
                item={item}
                told={update?.items.find((one) => one.text === item.text && one.on === item.on && item.counts) ?? null}
                onTick={() => give(items.map((one) => (one === item ? { ...one, counts: !one.counts } : one)))}
                onRemove={() => give(items.filter((one) => one !== item))}
              />
            ))}
          </ol>
          {courses.length > 0 && counted.length > 0 && (
            <ChartFrame name="Course of the news" table={tableOf(update!.items)}>
              <CourseChart courses={courses} rows={update!.items.length} />
            </ChartFrame>
          )}
        </div>
      )}
      {news !== null && (
        <button type="button" className="btn" onClick={() => change({ news: null })}>
          As the file has it
        </button>
      )}
    </div>
  );
}

interface ItemProps {
  readonly item: CountedItem;
  readonly told: NewsItem | null;
  readonly onTick: () => void;
  readonly onRemove: () => void;
}

function Item({ item: { on, kind, text, counts }, told, onTick, onRemove }: ItemProps) {
  return (
    <li className={counts ? "" : "leftout"}>
      <label>
        <input type="checkbox" checked={counts} onChange={onTick} />
        <b>{shortDay(on)}</b>
        <span>
          {text}
          <small>
            {kind}
            {told === null ? "" : `, ${percent(told.likelihood)} likely given what came before`}
            {told !== null && told.likelihood < TELLING ? ": tells much" : ""}
          </small>
        </span>
      </label>
      <button type="button" className="btn plain" aria-label={`Remove ${text}`} onClick={onRemove}>
        ×
      </button>
    </li>
  );
}

interface AddProps {
  readonly shown: Shown;
  /** Is it the first? Then what can be observed is listed, to be picked. */
  readonly first: boolean;
  readonly onAdd: (item: Observed) => void;
}

function AddObservation({ shown: { opened }, first, onAdd }: AddProps) {
  const what = useRef<HTMLInputElement>(null);
  const [item, setItem] = useState<Observed>({ on: opened.from, kind: "happened", text: "" });
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (item.text.trim() === "") return;
    onAdd({ ...item, text: item.text.trim() });
    setItem({ ...item, text: "" });
  };
  const pick = (text: string) => {
    setItem({ ...item, text });
    what.current?.focus();
  };
  return (
    <form className="addnews" onSubmit={add}>
      <label>
        <span className="lab">on</span>
        <input
          type="date"
          value={item.on}
          min={opened.from}
          max={opened.to}
          required
          onChange={({ target }) => setItem({ ...item, on: target.value })}
        />
      </label>
      <label>
        <span className="lab">it</span>
        <select
          value={item.kind}
          onChange={({ target }) => setItem({ ...item, kind: target.value as Observed["kind"] })}
        >
          <option>happened</option>
          <option>did not happen</option>
          <option>seen</option>
        </select>
      </label>
      <label className="what">
        <span className="lab">what</span>
        <input
          ref={what}
          value={item.text}
          placeholder={item.kind === "seen" ? "a condition" : (opened.happenings[0] ?? "")}
          list="happenings"
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setItem({ ...item, text: target.value })}
        />
      </label>
      <datalist id="happenings">
        {opened.happenings.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <button type="submit" className="btn strong">
        Add an observation
      </button>
      {first && (
        <section className="mayhappen" aria-labelledby="mayhappen">
          <h3 id="mayhappen">What can happen in this model</h3>
          {opened.happenings.map((name) => (
            <button key={name} type="button" className="btn" onClick={() => pick(name)}>
              {name}
            </button>
          ))}
          <p className="note">What was seen is any condition, written as behind a “when” in the text.</p>
        </section>
      )}
    </form>
  );
}

function tableOf(items: readonly NewsItem[]) {
  return {
    columns: ["on", "kind", "what", "likelihood given the earlier ones", "outcome", "before", "after"],
    rows: items.flatMap(({ on, kind, text, likelihood, outcomes }) =>
      outcomes.map(({ name, before, after }) => [on, kind, text, likelihood, name, before, after]),
    ),
  };
}
