/**
 * What carries an outcome: one row an assumption, from the answer at the low end of its range (hollow) to that at the
 * high end (solid).
 */
import { percent } from "standoff/words";
import { ChartFrame } from "../see/chart-frame.tsx";
import { type Moves, type Shown, useStudio } from "../state/studio.ts";
import { slideOf, textOf } from "../whatif/values.ts";
import { Shares } from "./shares.tsx";
import { Tornado, type TornadoRow } from "./tornado.tsx";

const MOST = 12;

export function WhatCarries({ shown, name }: { shown: Shown; name: string }) {
  const pinned = useStudio(({ pinned }) => pinned);
  const moves = shown.moves[name];
  const rows = moves === undefined ? [] : rowsOf(moves, shown);
  const exact = rows.some((row) => row.exact);
  const before = pinned === null || pinned === shown ? undefined : pinned.moves[name]?.value;
  return (
    <div className="columns">
      <section>
        <h2>
          Over each assumption's range{" "}
          <span className="lab">
            {moves === undefined ? "being worked out" : `${percent(moves.value)} as it stands`}
          </span>
        </h2>
        {moves !== undefined && (
          <ChartFrame
            name={`What moves ${name}`}
            table={{
              columns: ["assumption", "low end", "high end", "at the low end", "at the high end", "how"],
              rows: rows.map(({ name: own, labels, ends, exact: solved }) => [
                own,
                ...labels,
                ...ends,
                solved ? "solved" : "by the derivative",
              ]),
            }}
          >
            <Tornado name={name} value={moves.value} rows={rows} pinned={before ?? null} />
          </ChartFrame>
        )}
        <p className="note">
          {exact
            ? "Hollow: the low end of the range; solid: the high end; all else as filed, strategies solved anew at each."
            : "By the derivative at the stated values, as were the answer a straight line; strategies answer the change."}
        </p>
      </section>
      <Shares shown={shown} name={name} />
    </div>
  );
}

function rowsOf(moves: Moves, shown: Shown): TornadoRow[] {
  return moves.effects
    .flatMap((effect): TornadoRow[] => {
      const ends = endsOf(moves, effect);
      return ends === null
        ? []
        : [{ name: effect.assumption, ends, labels: labelsOf(shown, effect), exact: effect.overRange !== null }];
    })
    .sort((a, b) => Math.abs(b.ends[1] - b.ends[0]) - Math.abs(a.ends[1] - a.ends[0]))
    .slice(0, MOST);
}

type Effect = Moves["effects"][number];

/** The answer at both ends: solved, or by the derivative, within what a probability can be. */
function endsOf(
  { value }: Moves,
  { overRange, derivative, range, value: at }: Effect,
): readonly [number, number] | null {
  if (overRange !== null) return overRange;
  if (derivative === null || range === null) return null;
  const within = (p: number) => Math.min(1, Math.max(0, p));
  return [within(value + derivative * (range[0] - at)), within(value + derivative * (range[1] - at))];
}

function labelsOf({ opened }: Shown, { assumption }: Effect): readonly [string, string] {
  const found = opened.assumptions.find(({ name }) => name === assumption);
  const slide = found === undefined ? null : slideOf(found);
  return slide === null ? ["low", "high"] : [textOf(slide, slide.low), textOf(slide, slide.high)];
}
