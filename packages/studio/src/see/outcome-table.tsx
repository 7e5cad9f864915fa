/**
 * Every outcome: its likelihood on the scale of words, band, habit, and course. The text alternative of the pictures
 * above it.
 */
import { percent, percentBand } from "standoff/words";
import { useStudio } from "../state/studio.ts";
import { inPoints } from "../whatif/difference-table.tsx";
import { longDay } from "./calendar.tsx";
import { LikelihoodBar, ScaleOfWords } from "./likelihood-bar.tsx";
import { Spark } from "./lines-chart.tsx";
import { at, type OutcomeRow } from "./outcomes.ts";

/** At least as many as there are. */
const COLUMNS = 9;

export function OutcomeTable({
  rows,
  endings,
  pinned,
  selected,
  day,
  to,
}: {
  rows: readonly OutcomeRow[];
  /** Which of them exclude each other. */
  endings: ReadonlySet<string>;
  /** What it is compared with; null: nothing. */
  pinned: readonly OutcomeRow[] | null;
  selected: string;
  day: number | null;
  to: string;
}) {
  const change = useStudio(({ change }) => change);
  const date = day === null ? to : rows[0].byDate[day][0];
  const ends = rows.filter(({ name }) => endings.has(name));
  const parts = (
    [
      ["", rows.filter(({ name }) => !endings.has(name))],
      ["How it ends: one of these", ends],
    ] as const
  ).filter(([, part]) => part.length > 0);
  const drawn = rows.some(({ isMean }) => isMean);
  return (
    <table className="t">
      <thead>
        <tr>
          <th scope="col">Happens by {longDay(date)}</th>
          <th scope="col" className="num">
            {drawn ? "mean" : "likelihood"}
          </th>
          <th scope="col">
            <span className="sr">on the scale of words</span>
            <ScaleOfWords />
          </th>
          {pinned !== null && (
            <th scope="col" className="num">
              against pinned
            </th>
          )}
          <th scope="col" className="num">
            {drawn ? "band over draws" : "band to come"}
          </th>
          <th scope="col" className="num hide-m">
            stated values
          </th>
          <th scope="col" className="num hide-m">
            habit
          </th>
          <th scope="col" className="hide-s spark">
            by date
          </th>
        </tr>
      </thead>
      {parts.map(([title, part]) => (
        <tbody key={title}>
          {title !== "" && (
            <tr className="grouphead">
              <th scope="rowgroup" colSpan={COLUMNS}>
                {title}
              </th>
            </tr>
          )}
          {part.map((row) => {
            const band = day === null ? row.band : bandOn(row, day);
            return (
              <tr
                key={row.name}
                className={row.name === selected ? "sel" : ""}
                onClick={() => change({ selected: row.name })}
              >
                <td>
                  <button
                    type="button"
                    className="row"
                    aria-pressed={row.name === selected}
                    onClick={() => change({ selected: row.name })}
                  >
                    {row.name}
                  </button>
                </td>
                <td className="num big">
                  <Chance p={at(row, day)} />
                </td>
                <td className="grow">
                  <LikelihoodBar
                    p={at(row, day)}
                    band={band}
                    stated={row.isMean && day === null ? row.stated : null}
                    habit={day === null ? row.habit : null}
                  />
                </td>
                {pinned !== null && <td className="num">{difference(row, pinned, day)}</td>}
                <td className="num">{band === null ? "" : percentBand(band[0], band[2])}</td>
                <td className="num hide-m">
                  <Chance p={row.stated} />
                </td>
                <td className="num hide-m">{row.habit === null ? "" : percent(row.habit)}</td>
                <td className="hide-s spark">
                  <Spark byDate={row.byDate} />
                </td>
              </tr>
            );
          })}
        </tbody>
      ))}
    </table>
  );
}

/** Like with like: means where both have them, else what both say at the stated values. */
function difference(row: OutcomeRow, pinned: readonly OutcomeRow[], day: number | null): string {
  const before = pinned.find(({ name }) => name === row.name);
  if (before === undefined) return "new";
  if (row.isMean === before.isMean) return inPoints(at(row, day) - at(before, day));
  return day === null ? inPoints(row.stated - before.stated) : "";
}

/** Whole per cents, and the number itself for who reads the page by program. */
function Chance({ p }: { p: number }) {
  return <data value={p}>{percent(p)}</data>;
}

function bandOn({ bandByDate }: OutcomeRow, day: number): readonly [number, number, number] | null {
  const found = bandByDate?.[day];
  return found === undefined ? null : [found[1], found[2], found[3]];
}
