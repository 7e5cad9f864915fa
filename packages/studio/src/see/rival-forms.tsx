/** Rival forms: what the same answers are where the standoff is built otherwise, side by side, and over all. */
import { useMemo, useState } from "react";
import type { Form, FormAnswer } from "standoff/study";
import { percent, percentBand } from "standoff/words";
import type { Reply } from "../engine/engine.ts";
import { type Shown, useStudio } from "../state/studio.ts";
import { useTold } from "../state/told.ts";
import { whyNone } from "../why-none.ts";

/** In worlds of more edges than this they are solved when they are asked for: each takes as long as the file's own. */
const MANY_EDGES = 200_000;

export function RivalForms({ shown }: { shown: Shown }) {
  const { figure } = useStudio();
  const [wished, setWished] = useState(false);
  const { rivals, world } = shown.opened;
  const draws = shown.study?.study.draws.asked;
  const isAsked = rivals.length > 0 && draws !== undefined && (wished || world.edges <= MANY_EDGES);
  const order = useMemo(() => (isAsked ? { draws } : null), [isAsked, draws]);
  const told = useTold(shown, "forms", order);
  if (rivals.length === 0 || figure) return null;
  return (
    <section aria-labelledby="rivals">
      <div className="sect">
        <h2 id="rivals">Rival forms</h2>
        <span className="lab hide-m">the same answers where the standoff is built otherwise</span>
      </div>
      {!isAsked && (
        <p className="note">
          {rivals.join(", ")}: {draws === undefined ? "solved once the averages stand." : "not solved yet."}{" "}
          {draws !== undefined && (
            <button type="button" className="btn" onClick={() => setWished(true)}>
              Solve the rival forms
            </button>
          )}
        </p>
      )}
      {isAsked && "waiting" in told && <p className="note">Rival forms are being solved: {rivals.join(", ")} …</p>}
      {"failure" in told && <p className="note">{whyNone(told.failure)}</p>}
      {"reply" in told && <Forms told={told.reply} />}
    </section>
  );
}

/** What is told as a probability; other answers are in the report. */
const isChance = ({ kind }: FormAnswer) => kind === "outcome" || kind === "probability";

function Forms({ told: { forms, pool } }: { told: Reply<"forms"> }) {
  const pooled = pool?.status === "pooled" ? [...pool.study.outcomes, ...pool.study.questions] : null;
  const names = [...new Set(forms.flatMap(({ answers }) => answers.filter(isChance).map(({ name }) => name)))];
  return (
    <>
      <div className="scrolling">
        <table className="t forms" aria-label="Rival forms">
          <thead>
            <tr>
              <th scope="col">answer</th>
              {forms.map(({ name, weight }) => (
                <th key={name} scope="col" className="num">
                  {nameOf({ name })}
                  {weight === null ? "" : ` ${percent(weight)}`}
                </th>
              ))}
              {pooled !== null && (
                <th scope="col" className="num">
                  over forms
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {forms.map((form) => (
                  <Cell key={form.name} one={form.answers.find((one) => one.name === name)} />
                ))}
                {pooled !== null && <Cell one={pooled.find((one) => one.name === name)} />}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="note">{[...forms.flatMap(notesOf), ...overForms(pool)].join(" ")}</p>
    </>
  );
}

const nameOf = ({ name }: Pick<Form, "name">) => name ?? "as it stands";

function Cell({ one }: { one: (Pick<FormAnswer, "mean" | "band"> & { readonly stated?: number | null }) | undefined }) {
  const figure = one?.mean ?? one?.stated ?? null;
  if (one === undefined || figure === null) return <td className="num">–</td>;
  return (
    <td className="num">
      <data value={figure}>{percent(figure)}</data>
      {one.band !== null && <small>{percentBand(one.band[0], one.band[2])}</small>}
    </td>
  );
}

function notesOf(form: Form): string[] {
  const { because, says } = form;
  return [because, says].filter((text) => text !== "").map((text) => `${nameOf(form)}: ${text}.`);
}

function overForms(pool: Reply<"forms">["pool"]): string[] {
  const means = "Means over draws, with their bands.";
  if (pool === null) return [means];
  if (pool.status === "none") return [means, `No mean over forms: ${pool.says}.`];
  return [means, "Over forms: by the weights given, and by how likely each form made the news."];
}
