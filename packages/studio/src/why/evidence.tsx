/**
 * The evidence ledger: every entry with its grade, what it shows, where it points, and how much of the outcome it
 * carries.
 */
import { percent } from "standoff/words";
import { longDay } from "../see/calendar.tsx";
import { ChartFrame } from "../see/chart-frame.tsx";
import { cut } from "../see/names.tsx";
import { useWidth } from "../see/use-width.ts";
import type { Shown } from "../state/studio.ts";
import { LEAST_SCALE } from "./shares.tsx";
import { type Ledger, useLedger } from "./use-ledger.ts";

export function Evidence({ shown, name }: { shown: Shown; name: string }) {
  const ledger = useLedger(shown, name);
  if (ledger === null)
    return <p className="note">How much each piece of evidence carries is told once the average over draws stands.</p>;
  const { entries, without, steadiness, untold } = ledger;
  return (
    <section>
      <h2>
        What “{name}” rests on <span className="lab">share of its variance over draws that goes with each entry</span>
      </h2>
      <ChartFrame
        name={`Evidence behind ${name}`}
        table={{
          columns: ["entry", "grade", "share", "source", "where", "of", "shows", "points at"],
          rows: entries.map(({ id, grade, weight, source, where, of, shows, points }) => [
            id,
            grade,
            weight,
            source,
            where,
            of,
            shows,
            points.join("; "),
          ]),
        }}
      >
        <Weights ledger={ledger} name={name} />
      </ChartFrame>
      <table className="t ledger">
        <thead>
          <tr>
            <th scope="col">grade</th>
            <th scope="col">what it shows</th>
            <th scope="col" className="hide-s">
              points at
            </th>
            <th scope="col" className="num">
              carries
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ id, grade, strength, source, where, of, shows, points, cited, weight }) => (
            <tr key={id}>
              <td>
                <span className={`grade ${strength}`} title={`${strength} evidence`}>
                  {grade}
                </span>
              </td>
              <td>
                {shows}
                <small>
                  {[id, source, where, dayOr(of)].filter((part) => part !== null && part !== "").join(", ")}
                </small>
              </td>
              <td className="hide-s">
                {points.map((point) => (
                  <span key={point} className="points">
                    {pointing(point)}
                  </span>
                ))}
                {points.length === 0 && cited.join(", ")}
              </td>
              <td className="num big">{percent(weight)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">
        Carried by no entry: {percent(steadiness)} goes with how steadily actors choose, {percent(without)} with
        assumptions for which nothing is cited, {percent(untold)} cannot be laid to any one. Grades: a letter for how
        far the source is to be trusted, A to F, a figure for how likely the report itself is, 1 to 6. A share is split
        evenly among the entries cited for an assumption.
      </p>
    </section>
  );
}

/** What an entry is of: a day in words, or as it stands. */
const dayOr = (of: string | null) => (of !== null && /^\d{4}-\d{2}-\d{2}$/.test(of) ? longDay(of) : of);

/** "lost orders up" points up at lost orders. */
function pointing(point: string): string {
  const found = /^(.*) (up|down)$/.exec(point);
  if (found === null) return `→ ${point}`;
  return `${found[2] === "up" ? "↑" : "↓"} ${found[1]}`;
}

const ROW = 20;
const MOST = 10;
/** Pixels: a bar that crosses the whole screen says nothing more. */
const MOST_WIDE = 760;

function Weights({ ledger: { entries }, name }: { ledger: Ledger; name: string }) {
  const [ref, wide] = useWidth(700, 280);
  const width = Math.min(MOST_WIDE, wide);
  const shown = entries.filter(({ weight }) => weight > 0).slice(0, MOST);
  const names = Math.min(200, Math.round(width * 0.35));
  const most = Math.max(LEAST_SCALE, ...shown.map(({ weight }) => weight));
  return (
    <div ref={ref}>
      <svg
        width={width}
        height={ROW * Math.max(1, shown.length)}
        aria-label={`Evidence behind ${name}: ${shown.map(({ id, weight }) => `${id} ${percent(weight)}`).join(", ")}`}
      >
        {shown.map(({ id, weight, strength }, i) => (
          <g key={id} transform={`translate(0 ${ROW * i})`} aria-hidden="true">
            <text x={0} y={13}>
              {cut(id, Math.floor(names / 5.8))}
            </text>
            <rect
              className={strength === "strong" || strength === "fair" ? "bar" : "hollowbar"}
              x={names}
              y={4}
              width={Math.max(1, ((width - names - 50) * weight) / most)}
              height={10}
            />
            <text className="b to" x={width} y={13}>
              {percent(weight)}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
