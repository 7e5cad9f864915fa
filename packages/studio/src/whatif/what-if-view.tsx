/** What if: the picture at the values moved, against what was pinned. */

import { percent } from "standoff/words";
import { outcomeRows } from "../see/outcomes.ts";
import { Picture } from "../see/picture.tsx";
import { isStale, type Shown, useStudio } from "../state/studio.ts";
import { DifferenceTable } from "./difference-table.tsx";
import { useFiled } from "./sliders.tsx";
import { firstOrder } from "./values.ts";

export function WhatIfView({ shown }: { shown: Shown }) {
  const studio = useStudio();
  const { pinned, selected, change } = studio;
  const rows = outcomeRows({ ...shown, study: null });
  const [group] = shown.forecast.standing;
  const before = pinned?.forecast.standing.find(({ name }) => name === group?.name);
  const moved = Object.entries(shown.set);
  return (
    <div>
      <div className="sect">
        <h2 className="viewtitle">
          {[...shown.mechanisms.map(nameOf), ...moved.map(([name, text]) => `${name} ${text}`)].join(", ") ||
            "As filed"}
        </h2>
        <FirstOrder shown={shown} />
        <button type="button" className="btn end" onClick={() => change({ pinned: shown })}>
          Pin this <kbd>P</kbd>
        </button>
      </div>
      <div className={isStale(studio) ? "stale" : ""}>
        <Picture
          shown={shown}
          group={group === undefined ? null : { now: group, pinned: pinned === shown ? null : (before ?? null) }}
          rows={{
            now: rows,
            pinned: pinned === null || pinned === shown ? null : outcomeRows({ ...pinned, study: null }),
          }}
          selected={selected ?? rows[0].name}
        />
        <div className="sect" />
        <DifferenceTable now={outcomeRows(shown)} pinned={pinned === null ? [] : outcomeRows(pinned)} />
      </div>
      <p className="note">Strategies are solved anew at every value: this is not the old play with new odds.</p>
    </div>
  );
}

const nameOf = (file: string) =>
  file
    .slice(file.lastIndexOf("/") + 1)
    .replace(/\.ya?ml$/, "")
    .replaceAll("-", " ");

/** Where the outcome looked at goes by its derivatives, until the exact answer stands. */
function FirstOrder({ shown }: { shown: Shown }) {
  const studio = useStudio();
  const name = studio.selected ?? shown.opened.outcomes[0];
  const moves = shown.moves[name];
  const slides = useFiled(shown.opened.assumptions, shown.set);
  if (!isStale(studio) || moves === undefined || studio.text !== shown.text) return null;
  const p = moves.value + firstOrder(moves.effects, slides, shown.set, studio.set);
  return (
    <span className="firstorder" role="status">
      ◇ {name} about {percent(Math.min(1, Math.max(0, p)))}, first order; the exact answer follows
    </span>
  );
}
