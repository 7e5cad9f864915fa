/** Evidence as cards: what it shows, where it stands, how far it can be trusted, and what rests on it. */
import { useState } from "react";
import type { EvidenceCard } from "standoff/editing";
import { Field, ToText } from "./cells.tsx";
import { changeText } from "./service.ts";

const GRADES = ["A", "B", "C", "D", "E", "F"].flatMap((letter) =>
  [1, 2, 3, 4, 5, 6].map((digit) => `${letter}${digit}`),
);

export function Evidence({ cards }: { cards: readonly EvidenceCard[] }) {
  return (
    <div className="sheets">
      <h2>Evidence</h2>
      {cards.map(({ name, from, source, where, shows, points, grade, of, carries }) => (
        <article key={name} className="evidence" aria-label={name}>
          <header>
            <h3>
              <ToText from={from}>{name}</ToText>
            </h3>
            <Field cell={grade} label={`${name}, grade`} choices={GRADES} />
            <Field cell={of} label={`${name}, day of what it reports`} optional />
          </header>
          <Field cell={shows} label={`${name}, what it shows`} long />
          <div className="fields">
            <Field cell={source} label={`${name}, source`} />
            <Field cell={where} label={`${name}, place in the source`} optional />
          </div>
          <p className="lab">
            {carries.length === 0
              ? "Nothing rests on it."
              : `Bears on ${[...points, ...carries.filter((one) => !points.some((point) => point.startsWith(one)))].map((one) => one.replace(/ up$/, " ↑").replace(/ down$/, " ↓")).join(", ")}`}
          </p>
        </article>
      ))}
      <NewCard taken={cards.map(({ name }) => name)} />
    </div>
  );
}

function NewCard({ taken }: { taken: readonly string[] }) {
  const [name, setName] = useState("");
  const [why, setWhy] = useState<string | null>(null);
  const wrong = taken.includes(name.trim());
  const add = async () => {
    const entry = { source: "who says it", shows: "what it shows", grade: "C3" };
    const refused = await changeText({ set: ["evidence", name.trim()], to: entry });
    setWhy(refused);
    if (refused === null) setName("");
  };
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "" && !wrong) void add();
      }}
    >
      <input
        className="cell"
        aria-label="name of a new piece of evidence"
        aria-invalid={wrong}
        placeholder="a new one's name"
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <button type="submit" className="btn" disabled={name.trim() === "" || wrong}>
        Add
      </button>
      {why !== null && <span className="error">{why}</span>}
    </form>
  );
}
