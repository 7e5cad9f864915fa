/**
 * Why: what carries an outcome, what each desk would do where, how it may go, what each side thinks of the others, and
 * the evidence.
 */
import { isStale, type Shown, useStudio, WHY_PARTS } from "../state/studio.ts";
import { Beliefs } from "./beliefs.tsx";
import { Desks } from "./desks.tsx";
import { Evidence } from "./evidence.tsx";
import { Stories } from "./stories.tsx";
import { WhatCarries } from "./what-carries.tsx";
import { WouldDo } from "./would-do.tsx";

const titles = {
  carries: "What carries it",
  "would do": "What would they do",
  stories: "How it may go",
  beliefs: "What they think",
  evidence: "Evidence",
} as const;

export function WhyView({ shown }: { shown: Shown }) {
  const studio = useStudio();
  const { why, selected, change } = studio;
  const name = selected ?? shown.opened.outcomes[0];
  const ofOutcome = why === "carries" || why === "evidence";
  return (
    <div className={`why${isStale(studio) ? " stale" : ""}`}>
      <div className="parts">
        <nav className="seg" aria-label="Parts of Why">
          {WHY_PARTS.map((part) => (
            <button key={part} type="button" aria-pressed={why === part} onClick={() => change({ why: part })}>
              {titles[part]}
            </button>
          ))}
        </nav>
        {ofOutcome && (
          <select
            aria-label="outcome"
            className="btn"
            value={name}
            onChange={({ target }) => change({ selected: target.value })}
          >
            {shown.opened.outcomes.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
      </div>
      <Part shown={shown} name={name} />
    </div>
  );
}

function Part({ shown, name }: { shown: Shown; name: string }) {
  const why = useStudio(({ why }) => why);
  const { explained } = shown;
  if (why === "carries") return <WhatCarries shown={shown} name={name} />;
  if (why === "evidence") return <Evidence shown={shown} name={name} />;
  if (why === "would do")
    return (
      <div className="columns">
        <WouldDo shown={shown} />
        {explained?.strategies !== undefined && <Desks strategies={explained.strategies} />}
      </div>
    );
  if (explained === null) return <p className="note">What stands behind the forecast is being worked out.</p>;
  if (why === "beliefs") return <Beliefs shown={shown} />;
  return explained.paths === undefined ? null : <Stories shown={shown} paths={explained.paths} />;
}
