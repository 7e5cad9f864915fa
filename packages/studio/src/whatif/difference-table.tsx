/**
 * What is now against what is pinned, outcome by outcome: hollow for the pinned, solid for now, the difference in
 * points.
 */
import { percent } from "standoff/words";
import { WORDS } from "../see/likelihood-bar.tsx";
import type { OutcomeRow } from "../see/outcomes.ts";
import { useWidth } from "../see/use-width.ts";

/** "+3 pt", "−9 pt", "0". */
export function inPoints(difference: number): string {
  const whole = Math.round(100 * difference);
  return whole === 0 ? "0" : `${whole > 0 ? "+" : "−"}${Math.abs(whole)} pt`;
}

export function DifferenceTable({ now, pinned }: { now: readonly OutcomeRow[]; pinned: readonly OutcomeRow[] }) {
  const means = now.some(({ isMean }) => isMean) && pinned.some(({ isMean }) => isMean);
  return (
    <table className="t">
      <thead>
        <tr>
          <th scope="col">At the stated values</th>
          <th scope="col" className="num">
            pinned ○
          </th>
          <th scope="col" className="hide-s">
            <span className="sr">both on the scale of words</span>
          </th>
          <th scope="col" className="num">
            now ●
          </th>
          <th scope="col" className="num">
            difference
          </th>
          {means && (
            <th scope="col" className="num hide-m">
              mean over draws
            </th>
          )}
          {means && (
            <th scope="col" className="num hide-m">
              its difference
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {now.map(({ name, stated, p, isMean }) => {
          const before = pinned.find((row) => row.name === name);
          return (
            <tr key={name}>
              <td>{name}</td>
              <td className="num">{before === undefined ? "" : percent(before.stated)}</td>
              <td className="grow hide-s">{before !== undefined && <Moved from={before.stated} to={stated} />}</td>
              <td className="num big">
                <data value={stated}>{percent(stated)}</data>
              </td>
              <td className="num">{before === undefined ? "new" : inPoints(stated - before.stated)}</td>
              {means && <td className="num hide-m">{isMean ? percent(p) : ""}</td>}
              {means && <td className="num hide-m">{isMean && before?.isMean ? inPoints(p - before.p) : ""}</td>}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Moved({ from, to }: { from: number; to: number }) {
  const [ref, width] = useWidth(300, 120);
  const x = (p: number) => 6 + (width - 12) * p;
  return (
    <div ref={ref}>
      <svg width={width} height={20} aria-hidden="true">
        {WORDS.map(([bound]) => (
          <line key={bound} className="grid" x1={x(bound)} x2={x(bound)} y1={0} y2={20} />
        ))}
        <line className="line" x1={x(from)} x2={x(to)} y1={10} y2={10} />
        <circle className="hollow" cx={x(from)} cy={10} r={4.5} />
        <circle className="bar" cx={x(to)} cy={10} r={4.5} />
      </svg>
    </div>
  );
}
